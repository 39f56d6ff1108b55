//! Values of options as libxtables reads them, and what it says of those that it can't read.

use std::fmt::Write as _;

use super::{
    address,
    extension::Complaint,
    proto,
    xtoptions::{Asked, parameter},
};
use crate::{database, lang::ip::number};

/// The number at the start of a text, and what follows it (`xtables_strtoul`): a `-` is refused.
pub(super) fn strtoul(text: &str, base: u32) -> Option<(u64, &str)> {
    let number = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    if number.starts_with('-') {
        return None;
    }
    number::strtoul(number, base)
}

/// As [`strtoul`], from 0 to `max` (`xtables_strtoui`).
pub(super) fn upto(text: &str, max: u32) -> Option<(u32, &str)> {
    let (value, rest) = strtoul(text, 0)?;
    let value = u32::try_from(value).ok().filter(|value| *value <= max)?;
    Some((value, rest))
}

/// A number that is the whole of a text, from `min` to `max`.
pub(super) fn whole(text: &str, min: u32, max: u32) -> Option<u32> {
    match upto(text, max) {
        Some((value, "")) if value >= min => Some(value),
        _ => None,
    }
}

/// A number from `min` to `max` (`XTTYPE_UINT8`, …, `XTTYPE_UINT32`).
pub(super) fn number(asked: Asked<'_>, min: u32, max: u32) -> Result<u32, Complaint> {
    whole(asked.value, min, max).ok_or_else(|| {
        parameter(format!(
            "{}: bad value for option \"--{}\", or out of range ({min}-{max}).\n",
            asked.extension, asked.option
        ))
    })
}

/// A number of 8 bits.
pub(super) fn byte(asked: Asked<'_>, min: u8, max: u8) -> Result<u8, Complaint> {
    number(asked, u32::from(min), u32::from(max)).map(|value| u8::try_from(value).unwrap_or(max))
}

/// The length of a prefix (`XTTYPE_PLEN`, `XTTYPE_PLENMASK`); `otherwise` of a mask that is none.
pub(super) fn prefix_len(asked: Asked<'_>, otherwise: u8) -> Result<u8, Complaint> {
    let len = address::plen(asked, asked.value, asked.rule.family)?;
    Ok(len
        .and_then(|len| u8::try_from(len).ok())
        .unwrap_or(otherwise))
}

/// The number at the start of a text, or 0 (atoll(3)).
pub(super) fn atoll(text: &str) -> i64 {
    let text = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.bytes().take_while(u8::is_ascii_digit);
    digits.fold(0_i64, |sum, digit| {
        let digit = i64::from(digit - b'0');
        let digit = if negative { -digit } else { digit };
        sum.saturating_mul(10).saturating_add(digit)
    })
}

/// The same in 32 bits, of which it keeps the lower ones (atoi(3)).
pub(super) fn atoi(text: &str) -> i32 {
    let [a, b, c, d, ..] = atoll(text).to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

/// One or two numbers with a `:` between them (`XTTYPE_UINT*RC`); they may be left out at the ends.
/// They need not be in order.
pub(super) fn range(asked: Asked<'_>, max: u32) -> Result<(u32, u32), Complaint> {
    let (extension, option) = (asked.extension, asked.option);
    let mut values = [0, max];
    let mut count = 0;
    let mut rest = asked.value;
    loop {
        if count == 2 {
            return Err(too_many(asked));
        }
        let mut after = rest;
        if !rest.is_empty() && !rest.starts_with(':') {
            let (value, behind) = upto(rest, max).ok_or_else(|| {
                parameter(format!(
                    "{extension}: bad value for option \"--{option}\" near \"{rest}\", or out of range (0-{max}).\n"
                ))
            })?;
            if !behind.is_empty() && !behind.starts_with(':') {
                return Err(parameter(format!(
                    "{extension}: Argument to \"--{option}\" has unexpected characters near \"{behind}\".\n"
                )));
            }
            values[count] = value;
            after = behind;
        }
        count += 1;
        match after.strip_prefix(':') {
            Some(next) => rest = next,
            None => break,
        }
    }
    Ok(match count {
        1 => (values[0], values[0]),
        _ => (values[0], values[1]),
    })
}

fn too_many(asked: Asked<'_>) -> Complaint {
    parameter(format!(
        "{}: Too many components for option \"--{}\" (max: 2)\n",
        asked.extension, asked.option
    ))
}

/// Two ports with a `:` between them, or one (`XTTYPE_PORTRC`). They need not be in order.
pub(super) fn ports(asked: Asked<'_>) -> Result<(u16, u16), Complaint> {
    let mut ports = [0, u16::MAX];
    let mut count = 0;
    for text in asked.value.split(':') {
        if count == 2 {
            return Err(too_many(asked));
        }
        if !text.is_empty() {
            ports[count] = any_port(text).ok_or_else(|| {
                parameter(format!("Port \"{text}\" does not resolve to anything.\n"))
            })?;
        }
        count += 1;
    }
    if count == 1 {
        ports[1] = ports[0];
    }
    Ok((ports[0], ports[1]))
}

/// A port as getaddrinfo(3) reads it: a decimal number, of which 16 bits count, or a service of any
/// protocol.
fn any_port(text: &str) -> Option<u16> {
    match number::strtoul(text, 10) {
        // libc keeps the number in an `int`, and takes a negative one for a name.
        Some((value, "")) if value & 1 << 31 == 0 => u16::try_from(value & 0xffff).ok(),
        _ => (database::TRANSPORTS.iter()).find_map(|proto| database::port(text, Some(proto))),
    }
}

/// A port, or a service of one protocol (`xtables_parse_port`).
pub(super) fn port(text: &str, proto: &str) -> Result<u16, Complaint> {
    whole(text, 0, u32::from(u16::MAX))
        .and_then(|port| u16::try_from(port).ok())
        .or_else(|| database::port(text, Some(proto)))
        .ok_or_else(|| parameter(format!("invalid port/service `{text}' specified")))
}

/// A protocol by number or name (`XTTYPE_PROTOCOL`).
pub(super) fn protocol(text: &str) -> Result<u8, Complaint> {
    whole(text, 0, u32::from(u8::MAX))
        .and_then(|number| u8::try_from(number).ok())
        .or_else(|| proto::named(text))
        .ok_or_else(|| parameter(format!("unknown protocol \"{text}\" specified")))
}

/// A mark, and a `/` with a mask, if there is one (`XTTYPE_MARKMASK32`).
pub(super) fn mark(asked: Asked<'_>) -> Result<(u32, u32), Complaint> {
    let (extension, option) = (asked.extension, asked.option);
    let bad = || {
        parameter(format!(
            "{extension}: bad integer value for option \"--{option}\", or out of range.\n"
        ))
    };
    let (value, mut rest) = upto(asked.value, u32::MAX).ok_or_else(bad)?;
    let mut mask = u32::MAX;
    if let Some(text) = rest.strip_prefix('/') {
        (mask, rest) = upto(text, u32::MAX).ok_or_else(bad)?;
    }
    if !rest.is_empty() {
        return Err(parameter(format!(
            "{extension}: trailing garbage after value for option \"--{option}\".\n"
        )));
    }
    Ok((value, mask))
}

/// A mark with its mask, if that has not all bits (`xtables_print_mark_mask`).
pub(super) fn write_mark((value, mask): (u32, u32), out: &mut String) {
    let _ = match mask {
        u32::MAX => write!(out, " {value:#x}"),
        _ => write!(out, " {value:#x}/{mask:#x}"),
    };
}

/// Whether `text` begins like `word`, whatever the case (`strncasecmp(text, word, strlen(text))`).
pub(super) fn begins(word: &str, text: &str) -> bool {
    (word.as_bytes().get(..text.len()))
        .is_some_and(|head| head.eq_ignore_ascii_case(text.as_bytes()))
}

/// A value that libxtables does not like (`xtables_param_act(XTF_BAD_VALUE, …)`).
pub(super) fn bad_value(extension: &str, option: &str, value: &str) -> Complaint {
    parameter(format!(
        "{extension}: Bad value for \"{option}\" option: \"{value}\""
    ))
}
