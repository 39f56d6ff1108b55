//! Sets as `nft --debug=netlink` prints them: of intervals where each begins and where what is in none begins.

use std::fmt::Write as _;

use dataplane::filter::nft::{Element, ElementKey, Mapped, SetSpec};

use super::{
    super::{Element as Written, Set},
    AnonymousCode,
    debug::{self, Names},
    debug_expr::hex,
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
    comment: Option<&'a str>,
}

/// What one of its elements maps to.
fn mapped(set: &AnonymousCode) -> Option<&Mapped> {
    let mut elements = set.elements.iter();
    elements.find_map(|element| element.data.as_ref())
}

/// Whether it maps to objects.
pub(super) fn is_object_map(set: &AnonymousCode) -> bool {
    matches!(mapped(set), Some(Mapped::Object(_)))
}

/// The name of a set that has none, as it is sent.
pub(super) fn name(set: &AnonymousCode) -> &'static str {
    match mapped(set) {
        None => "__set%d",
        Some(Mapped::Object(_)) => "__objmap%d",
        Some(Mapped::Data(_) | Mapped::Verdict(_)) => "__map%d",
    }
}

/// A set of a rule.
pub(super) fn print(out: &mut String, set: &AnonymousCode, names: &Names<'_>) {
    let name = name(set);
    let sent = sent(&set.spec, &set.elements, &[]);
    let flags = flag::ANONYMOUS
        | flag::CONSTANT
        | flags_of(&set.spec)
        | match mapped(set) {
            None => 0,
            Some(Mapped::Object(_)) => flag::OBJECT,
            Some(Mapped::Data(_) | Mapped::Verdict(_)) => flag::MAP,
        };
    let size = match set.spec.flags.interval && set.spec.fields.is_empty() {
        // Of each interval its beginning and its end count, if they are sent or not; `*` has neither.
        true => {
            let rest = set.elements.iter();
            let rest = rest.filter(|of| matches!(of.key, ElementKey::Any)).count();
            let first = sent.first().is_some_and(|of| of.flags == 1);
            2 * set.elements.len() - rest + usize::from(first)
        }
        false => sent.len(),
    };
    let _ = writeln!(out, "{name} {} {flags:x} size {size}", names.table.name);
    print_elements(out, name, &sent, names);
}

/// A set with a name.
pub(super) fn named(set: &Set, names: &Names<'_>) -> String {
    let spec = super::spec(set, names.table);
    let mut flags = flags_of(&spec);
    if set.data.is_some() {
        flags |= flag::MAP;
    }
    if set.object.is_some() {
        flags |= flag::OBJECT;
    }
    let mut out = format!("{} {} {flags:x}", set.name, names.table.name);
    for (name, time) in [("timeout", set.timeout), ("gc_interval", set.gc_interval)] {
        if let Some(time) = time {
            let _ = write!(out, " {name} {}ms", time.as_millis());
        }
    }
    if set.memory_policy {
        out.push_str(" policy 1");
    }
    if let Some(size) = set.size {
        let _ = write!(out, " size {size}");
    }
    out + "\n"
}

/// Elements of a set with a name.
pub(super) fn named_elements(set: &Set, elements: &[Written], names: &Names<'_>) -> String {
    let spec = super::spec(set, names.table);
    let lowered = super::elements(set, elements, names.table);
    let comments: Vec<_> = elements
        .iter()
        .map(|element| element.state.comment.as_deref())
        .collect();
    let mut out = String::new();
    let mut sent = sent(&spec, &lowered, &comments);
    let there = names.table.set(&set.name);
    let is_first = there.is_none_or(|there| there.elements.len() <= elements.len());
    if !is_first && sent.first().is_some_and(|first| first.flags == 1) {
        // That nothing is in an interval from 0 on was said with the first elements.
        sent.remove(0);
    }
    print_elements(&mut out, &set.name, &sent, names);
    out
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
    let _ = writeln!(out, "{name} {} 0", names.table.name);
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
        if let Some(comment) = element.comment {
            let _ = write!(out, "  {}", debug::comment(comment));
        } else if element.open {
            out.push_str("  userdata = { \\x01\\x04\\x01\\x00\\x00\\x00 }");
        }
    }
    out.push('\n');
}

/// What is sent of elements; `comments` are those of the same places.
fn sent<'a>(
    spec: &SetSpec,
    elements: &'a [Element],
    comments: &[Option<&'a str>],
) -> Vec<Sent<'a>> {
    let with_comments = elements.iter().enumerate();
    let sent = with_comments.map(|(place, element)| {
        let comment = comments.get(place).copied().flatten();
        let data = element.data.as_ref();
        let (key, end) = match &element.key {
            ElementKey::One(key) => (key.0.to_vec(), Some(&key.0[..])),
            ElementKey::Range(from, to) => (from.0.to_vec(), Some(&to.0[..])),
            ElementKey::Any => (Vec::new(), None),
        };
        Sent {
            flags: if end.is_some() { 0 } else { 2 },
            key,
            end: end.filter(|_| spec.flags.interval),
            data,
            open: false,
            comment,
        }
    });
    let sent = sent.collect();
    if spec.flags.interval && spec.fields.is_empty() {
        return intervals(sent);
    }
    sent
}

/// Intervals in their order: each begins somewhere, and behind it begins what is in none.
fn intervals(mut intervals: Vec<Sent<'_>>) -> Vec<Sent<'_>> {
    // What is for all others has no key: it comes last.
    intervals.sort_by(|a, b| (a.flags, &a.key).cmp(&(b.flags, &b.key)));
    let nothing = |key: Vec<u8>| Sent {
        key,
        end: None,
        data: None,
        flags: 1,
        open: false,
        comment: None,
    };
    let mut sent = Vec::new();
    if let Some(first) = intervals.first()
        && first.key.iter().any(|byte| *byte != 0)
    {
        sent.push(nothing(vec![0; first.key.len()]));
    }
    let mut intervals = intervals.into_iter().peekable();
    while let Some(mut interval) = intervals.next() {
        let Some(end) = interval.end.take() else {
            sent.push(interval);
            continue;
        };
        let next = next(end);
        interval.open = next.is_none();
        sent.push(interval);
        if let Some(next) = next
            && intervals.peek().is_none_or(|follows| follows.key != next)
        {
            sent.push(nothing(next));
        }
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
