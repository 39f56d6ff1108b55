//! Sets as `nft --debug=netlink` prints them: of intervals where each begins and where what is in none begins.

use std::fmt::Write as _;

use dataplane::filter::nft::{Element, ElementKey, Mapped, SetSpec};

use super::{
    super::{DataType, Set, SetKey},
    AnonymousCode,
    debug::{Names, hex},
};

/// `NFT_SET_*`.
mod flag {
    pub(super) const ANONYMOUS: u32 = 0x1;
    pub(super) const CONSTANT: u32 = 0x2;
    pub(super) const INTERVAL: u32 = 0x4;
    pub(super) const MAP: u32 = 0x8;
    pub(super) const TIMEOUT: u32 = 0x10;
    pub(super) const EVAL: u32 = 0x20;
    pub(super) const OBJECT: u32 = 0x40;
    pub(super) const CONCAT: u32 = 0x80;
}

/// An element as it is sent to the kernel.
struct Sent<'a> {
    key: Vec<u8>,
    end: Option<&'a [u8]>,
    data: Option<&'a Mapped>,
    /// 1: what begins here is in no interval; 2: it is for whatever is in none.
    flags: u32,
    /// It goes on to the last value that there is.
    open: bool,
}

/// Whether it maps to objects.
pub(super) fn is_object_map(set: &AnonymousCode) -> bool {
    let mapped = set
        .elements
        .iter()
        .find_map(|element| element.data.as_ref());
    matches!(mapped, Some(Mapped::Object(_)))
}

/// The name of a set that has none, as it is sent.
pub(super) fn name(set: &AnonymousCode) -> &'static str {
    let mapped = set
        .elements
        .iter()
        .find_map(|element| element.data.as_ref());
    match mapped {
        None => "__set%d",
        Some(Mapped::Object(_)) => "__objmap%d",
        Some(Mapped::Data(_) | Mapped::Verdict(_)) => "__map%d",
    }
}

/// A set of a rule.
pub(super) fn print(out: &mut String, set: &AnonymousCode, names: &Names<'_>) {
    let name = name(set);
    let sent = sent(&set.spec, &set.elements);
    let mapped = set
        .elements
        .iter()
        .find_map(|element| element.data.as_ref());
    let flags = flag::ANONYMOUS
        | flag::CONSTANT
        | flags_of(&set.spec)
        | match mapped {
            None => 0,
            Some(Mapped::Object(_)) => flag::OBJECT,
            Some(Mapped::Data(_) | Mapped::Verdict(_)) => flag::MAP,
        };
    let size = match set.spec.flags.interval && set.spec.fields.is_empty() {
        // Of each interval its beginning and its end count, if they are sent or not.
        true => 2 * set.elements.len() + usize::from(sent.first().is_some_and(|of| of.flags == 1)),
        false => sent.len(),
    };
    let _ = writeln!(out, "{name} t {flags:x} size {size}");
    print_elements(out, name, &sent, names);
}

/// A set with a name.
pub(super) fn print_named(out: &mut String, set: &Set, names: &Names<'_>) {
    let spec = super::spec(set, names.table);
    let maps = |key: &SetKey| key.datatype == DataType::Verdict || spec.data_len.is_some();
    let flags = flags_of(&spec)
        | if set.data.as_ref().is_some_and(maps) {
            flag::MAP
        } else {
            0
        }
        | if set.object.is_some() {
            flag::OBJECT
        } else {
            0
        };
    let _ = write!(out, "{} t {flags:x}", set.name);
    if let Some(timeout) = set.timeout {
        let _ = write!(out, " timeout {}ms", timeout.as_millis());
    }
    if let Some(size) = set.size {
        let _ = write!(out, " size {size}");
    }
    out.push('\n');
    let elements = super::elements(set, &set.elements, names.table);
    if !elements.is_empty() {
        print_elements(out, &set.name, &sent(&spec, &elements), names);
    }
}

fn flags_of(spec: &SetSpec) -> u32 {
    [
        (spec.flags.constant, flag::CONSTANT),
        (spec.flags.interval, flag::INTERVAL),
        (spec.flags.timeout, flag::TIMEOUT),
        (spec.flags.dynamic, flag::EVAL),
        (spec.flags.interval && !spec.fields.is_empty(), flag::CONCAT),
    ]
    .iter()
    .map(|(is, flag)| if *is { *flag } else { 0 })
    .sum()
}

fn print_elements(out: &mut String, name: &str, sent: &[Sent<'_>], names: &Names<'_>) {
    let _ = writeln!(out, "{name} t 0");
    for element in sent {
        out.push_str("\telement ");
        for word in hex(&element.key) {
            let _ = write!(out, "{word:08x} ");
        }
        if let Some(end) = element.end {
            out.push_str(" - ");
            for word in hex(end) {
                let _ = write!(out, "{word:08x} ");
            }
        }
        out.push_str(" : ");
        match element.data {
            Some(Mapped::Data(data)) => {
                for word in hex(&data.0) {
                    let _ = write!(out, "{word:08x} ");
                }
            }
            Some(Mapped::Verdict(verdict)) => {
                let _ = write!(out, "{} ", names.verdict(*verdict));
            }
            Some(Mapped::Object(_)) | None => {}
        }
        let _ = write!(out, "{} [end]", element.flags);
        if element.open {
            out.push_str("  userdata = { \\x01\\x04\\x01\\x00\\x00\\x00 }");
        }
    }
    out.push('\n');
}

fn sent<'a>(spec: &SetSpec, elements: &'a [Element]) -> Vec<Sent<'a>> {
    if spec.flags.interval && spec.fields.is_empty() {
        return intervals(elements);
    }
    let sent = |element: &'a Element| {
        let data = element.data.as_ref();
        match &element.key {
            ElementKey::One(key) => Sent {
                key: key.0.to_vec(),
                end: spec.flags.interval.then_some(&key.0[..]),
                data,
                flags: 0,
                open: false,
            },
            ElementKey::Range(from, to) => Sent {
                key: from.0.to_vec(),
                end: Some(&to.0[..]),
                data,
                flags: 0,
                open: false,
            },
            ElementKey::Any => Sent {
                key: Vec::new(),
                end: None,
                data,
                flags: 2,
                open: false,
            },
        }
    };
    elements.iter().map(sent).collect()
}

fn intervals(elements: &[Element]) -> Vec<Sent<'_>> {
    let mut sorted: Vec<(&[u8], &[u8], &Element)> = Vec::new();
    let mut any = None;
    for element in elements {
        match &element.key {
            ElementKey::One(key) => sorted.push((&key.0, &key.0, element)),
            ElementKey::Range(from, to) => sorted.push((&from.0, &to.0, element)),
            ElementKey::Any => any = Some(element),
        }
    }
    sorted.sort_by_key(|(from, ..)| *from);
    let nothing = |key: Vec<u8>| Sent {
        key,
        end: None,
        data: None,
        flags: 1,
        open: false,
    };
    let mut sent = Vec::new();
    if let Some((from, ..)) = sorted.first()
        && from.iter().any(|byte| *byte != 0)
    {
        sent.push(nothing(vec![0; from.len()]));
    }
    for (place, (from, to, element)) in sorted.iter().enumerate() {
        let next = next(to);
        sent.push(Sent {
            key: from.to_vec(),
            end: None,
            data: element.data.as_ref(),
            flags: 0,
            open: next.is_none(),
        });
        let follows = sorted.get(place + 1).map(|(from, ..)| *from);
        if let Some(next) = next
            && follows != Some(&next[..])
        {
            sent.push(nothing(next));
        }
    }
    if let Some(element) = any {
        sent.push(Sent {
            key: Vec::new(),
            end: None,
            data: element.data.as_ref(),
            flags: 2,
            open: false,
        });
    }
    sent
}

/// The number behind; `None` behind the last.
fn next(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut next = bytes.to_vec();
    for byte in next.iter_mut().rev() {
        match byte.checked_add(1) {
            Some(more) => {
                *byte = more;
                return Some(next);
            }
            None => *byte = 0,
        }
    }
    None
}
