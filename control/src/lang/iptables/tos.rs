//! Types of service: values with masks, and names of RFC 1349.

use super::{
    extension::Complaint,
    value::upto,
    xtoptions::{Asked, parameter},
};

const NAMES: [(&str, u8); 5] = [
    ("Minimize-Delay", 0x10),
    ("Maximize-Throughput", 0x08),
    ("Maximize-Reliability", 0x04),
    ("Minimize-Cost", 0x02),
    ("Normal-Service", 0x00),
];

/// The mask that goes with a name.
const NAMED: u8 = 0x3f;

/// A value with a mask, or a name (`XTTYPE_TOSMASK`).
pub(super) fn parse(asked: Asked<'_>) -> Result<(u8, u8), Complaint> {
    let text = asked.value;
    let byte = |text| {
        let (value, rest) = upto(text, 255)?;
        Some((u8::try_from(value).ok()?, rest))
    };
    let Some((value, rest)) = byte(text) else {
        return (NAMES.iter())
            .find(|(name, _)| name.eq_ignore_ascii_case(text))
            .map(|(_, value)| (*value, NAMED))
            .ok_or_else(|| parameter(format!("Symbolic name \"{text}\" is unknown")));
    };
    let mask = match rest.strip_prefix('/') {
        Some(mask) => byte(mask),
        None => Some((0xff, rest)),
    };
    match mask {
        Some((mask, "")) => Ok((value, mask)),
        _ => Err(parameter(format!("Illegal value: \"{text}\""))),
    }
}

/// The name of a value with its mask.
pub(super) fn name(value: u8, mask: u8) -> Option<&'static str> {
    (NAMES.iter())
        .find(|(_, named)| mask == NAMED && *named == value)
        .map(|(name, _)| *name)
}
