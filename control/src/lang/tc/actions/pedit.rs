//! `pedit`.

use std::net::IpAddr;

use dataplane::qos::{ActionKind, Control, PeditKey, PeditSpec};

use super::{Parsing, Shown, control, index, request, wrong};
use crate::{
    config::qos::ActionRequest,
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{json::Value, number, prefix, printer::Printer, refused},
        tc::{classifiers, usage},
    },
};

/// The headers by number, as they are shown: in text, in JSON.
const HEADERS: &[(&str, &str)] = &[
    ("", "network"),
    ("eth", "eth"),
    ("ipv4", "ipv4"),
    ("ipv6", "ipv6"),
    ("tcp", "tcp"),
    ("udp", "udp"),
];

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    /// A number of so many bytes.
    Number(u32),
    Ipv4,
    Ipv6,
    Mac,
}

/// The fields: header by name, header by number, field, offset, what it holds.
const FIELDS: &[(&str, u8, &str, i32, Type)] = &[
    ("ip", 2, "src", 12, Type::Ipv4),
    ("ip", 2, "dst", 16, Type::Ipv4),
    ("ip", 2, "tos", 1, Type::Number(1)),
    ("ip", 2, "dsfield", 1, Type::Number(1)),
    ("ip", 2, "ihl", 0, Type::Number(1)),
    ("ip", 2, "ttl", 8, Type::Number(1)),
    ("ip", 2, "protocol", 9, Type::Number(1)),
    ("ip", 2, "precedence", 1, Type::Number(1)),
    ("ip6", 3, "src", 8, Type::Ipv6),
    ("ip6", 3, "dst", 24, Type::Ipv6),
    ("ip6", 3, "payload_len", 4, Type::Number(2)),
    ("ip6", 3, "nexthdr", 6, Type::Number(1)),
    ("ip6", 3, "hoplimit", 7, Type::Number(1)),
    ("eth", 1, "dst", 0, Type::Mac),
    ("eth", 1, "src", 6, Type::Mac),
    ("eth", 1, "type", 12, Type::Number(2)),
    ("tcp", 4, "sport", 0, Type::Number(2)),
    ("tcp", 4, "dport", 2, Type::Number(2)),
    ("tcp", 4, "flags", 13, Type::Number(1)),
    ("udp", 5, "sport", 0, Type::Number(2)),
    ("udp", 5, "dport", 2, Type::Number(2)),
    // Ports behind a header of 20 bytes, for those without `ex`.
    ("ip", 2, "dport", 22, Type::Number(2)),
    ("ip", 2, "sport", 20, Type::Number(2)),
    ("ip", 2, "icmp_type", 20, Type::Number(1)),
    ("ip", 2, "icmp_code", 20, Type::Number(1)),
];

/// Reads `[ex] munge … [CONTROL] [index N]`, or `index N`.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<ActionRequest, Failure> {
    let args = &mut *parsing.args;
    args.needs_more()?;
    let mut keys = Vec::new();
    let mut extended = false;
    while let Some(word) = args.next() {
        if word == "ex" && !extended {
            extended = true;
            args.needs_more()?;
        } else if is_abbreviation(word, "munge") {
            munge(args, extended, &mut keys)?;
        } else if word == "help" {
            return Err(Failure::exit(255, usage::PEDIT).at(args.last()));
        } else {
            args.put_back();
            break;
        }
    }
    let by_index = args
        .peek()
        .is_some_and(|word| is_abbreviation(word, "index"));
    if keys.is_empty() && !by_index {
        return Err(wrong(usage::PEDIT).at(args.last()));
    }
    let control = control::read_or(args, Control::Ok)?;
    let kind = (!keys.is_empty()).then_some(ActionKind::Pedit(PeditSpec { keys, control }));
    Ok(request("pedit", index(args, "Pedit: ")?, kind))
}

/// Most keys of an action.
const MOST_KEYS: usize = 128;

/// Reads what is changed.
fn munge(args: &mut Args<'_, '_>, extended: bool, keys: &mut Vec<PeditKey>) -> Result<(), Failure> {
    let layer = args.value()?;
    let at = args.last();
    let bad = |said: &str, word: &str| {
        wrong(format!(
            "{said}Bad pedit construct ({word})\n{}",
            usage::PEDIT
        ))
        .at(at)
    };
    let before = keys.len();
    if is_abbreviation(layer, "offset") {
        let word = args.value()?;
        let offset = number::u32(word).and_then(|offset| i32::try_from(offset).ok());
        let offset = offset.ok_or_else(|| bad("", word))?;
        let size = args.value()?;
        let bytes = match size {
            "u8" => 1,
            "u16" => 2,
            "u32" => 4,
            _ => return Err(bad("", size)),
        };
        if args.peek() == Some("at") {
            args.next();
            return Err(refused(args, "\"at\" of pedit"));
        }
        change(args, extended, 0, offset, Type::Number(bytes), keys)
            .map_err(|failure| failure.unless_exits(|| bad("", word)))?;
    } else {
        let field = args.value()?;
        let mut fields = FIELDS.iter();
        let found = fields.find(|(header, _, name, ..)| *header == layer && *name == field);
        let needs_ex = layer != "ip";
        let Some(&(_, header, _, offset, kind)) = found.filter(|_| extended || !needs_ex) else {
            let known = FIELDS.iter().any(|(header, ..)| *header == layer);
            return Err(bad(if known { "bad pedit parsing\n" } else { "" }, layer));
        };
        let header = if extended { header } else { 0 };
        change(args, extended, header, offset, kind, keys)
            .map_err(|failure| failure.unless_exits(|| bad("bad pedit parsing\n", layer)))?;
    }
    if keys.len() > MOST_KEYS || keys.len() == before {
        return Err(bad("", layer));
    }
    Ok(())
}

/// Reads how a field is changed (`parse_cmd`).
fn change(
    args: &mut Args<'_, '_>,
    extended: bool,
    header: u8,
    offset: i32,
    kind: Type,
    keys: &mut Vec<PeditKey>,
) -> Result<(), Failure> {
    let no = || wrong("");
    let word = args.value()?;
    let is = |key| is_abbreviation(word, key);
    let add = is("add");
    let (mut words, keeps) = if is("invert") {
        (vec![u32::MAX], true)
    } else if is("set") || add && extended {
        (value(args.value()?, kind).ok_or_else(no)?, false)
    } else if is("preserve") {
        (vec![0], true)
    } else if is("clear") {
        (vec![0], false)
    } else {
        return Err(no());
    };
    let mut retain = u32::MAX;
    if args
        .peek()
        .is_some_and(|word| is_abbreviation(word, "retain"))
    {
        args.next();
        retain = number::u32(args.value()?).ok_or_else(no)?;
    }
    let mut key = |offset: i32, bytes: u32, value: u32| -> Result<(), Failure> {
        let place = offset & 3;
        let shift = match bytes {
            1 => 24 - 8 * place,
            2 if place == 0 => 16,
            2 if place == 2 => 0,
            4 if place == 0 => 0,
            _ => return Err(no()),
        };
        let most = u32::MAX >> (32 - 8 * bytes);
        if value > most && !keeps {
            return Err(no());
        }
        let changed = (retain & most) << shift;
        keys.push(PeditKey {
            header,
            add,
            mask: if keeps { u32::MAX } else { !changed },
            value: (value & retain & most) << shift,
            offset: offset & !3,
        });
        Ok(())
    };
    match kind {
        Type::Number(bytes) => key(offset, bytes, words[0]),
        Type::Ipv4 => key(offset, 4, words[0]),
        Type::Ipv6 => {
            words.resize(4, words[0]);
            for (i, word) in words.into_iter().enumerate() {
                key(offset + 4 * i as i32, 4, word)?;
            }
            Ok(())
        }
        Type::Mac => {
            let [high, low] = <[u32; 2]>::try_from(words).map_err(|_| no())?;
            if offset % 4 == 0 {
                key(offset, 4, high << 16 | low >> 16)?;
                key(offset + 4, 2, low & 0xffff)
            } else {
                key(offset, 2, high)?;
                key(offset + 2, 4, low)
            }
        }
    }
}

/// A value in words: of a link-layer address the first two bytes, and the rest.
fn value(text: &str, kind: Type) -> Option<Vec<u32>> {
    match kind {
        Type::Number(_) => number::u32(text).map(|number| vec![number]),
        Type::Ipv4 => prefix::ipv4(text).map(|address| vec![address.to_bits()]),
        Type::Ipv6 => match text.parse().ok()? {
            IpAddr::V6(address) => Some(
                (0..4)
                    .map(|i| (address.to_bits() >> (96 - 32 * i)) as u32)
                    .collect(),
            ),
            IpAddr::V4(_) => None,
        },
        Type::Mac => {
            let [a, b, c, d, e, f] = classifiers::mac(text)?;
            Some(vec![
                u16::from_be_bytes([a, b]).into(),
                u32::from_be_bytes([c, d, e, f]),
            ])
        }
    }
}

/// Shows it.
pub(super) fn print(printer: &mut Printer<'_>, shown: &Shown<'_>, spec: &PeditSpec) {
    printer.show("kind", format_args!(" pedit "), "pedit");
    control::print(printer, "action ", spec.control, " ");
    let count = spec.keys.len() as u32;
    printer.show("nkeys", format_args!("keys {count}\n "), count);
    shown.numbers(printer, "\t ");
    printer.open_array("keys", "");
    for (key, place) in spec.keys.iter().zip(0_u32..) {
        printer.open_object(None);
        let (name, full) = HEADERS
            .get(usize::from(key.header))
            .copied()
            .unwrap_or_default();
        printer.newline();
        printer.text(format_args!("\t key #{place}  at "));
        let plus = if name.is_empty() { "" } else { "+" };
        printer.json("htype", full);
        let offset = key.offset;
        printer.show(
            "offset",
            format_args!("{name}{plus}{offset}: "),
            Value::Signed(offset.into()),
        );
        let (verb, cmd) = if key.add {
            ("add", "add")
        } else {
            ("val", "set")
        };
        printer.json("cmd", cmd);
        let value = format!("{:x}", key.value);
        printer.show(
            "val",
            format_args!("{verb} {:08x}", key.value),
            value.as_str(),
        );
        let mask = format!("{:x}", key.mask);
        printer.show(
            "mask",
            format_args!(" mask {:08x}", key.mask),
            mask.as_str(),
        );
        printer.close_object();
    }
    printer.close_array("");
    printer.newline();
}
