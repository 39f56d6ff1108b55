//! `-m addrtype`.

use dataplane::filter::{
    Match, Test,
    matches::{AddrTypes, Addrtype},
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value::begins,
    xtoptions::{Entry, Seen, options, parameter},
};

const SRC_TYPE: u8 = 0;
const DST_TYPE: u8 = 1;
const IFACE_IN: u8 = 2;
const IFACE_OUT: u8 = 3;

const TABLE: [Entry; 4] = [
    Entry::value("src-type", SRC_TYPE).invert(),
    Entry::value("dst-type", DST_TYPE).invert(),
    Entry::flag("limit-iface-in", IFACE_IN).excl(1 << IFACE_OUT),
    Entry::flag("limit-iface-out", IFACE_OUT).excl(1 << IFACE_IN),
];

/// The types, by their numbers (`RTN_*`). The first that begins like a text is meant.
const TYPES: [&str; 12] = [
    "UNSPEC",
    "UNICAST",
    "LOCAL",
    "BROADCAST",
    "ANYCAST",
    "MULTICAST",
    "BLACKHOLE",
    "UNREACHABLE",
    "PROHIBIT",
    "THROW",
    "NAT",
    "XRESOLVE",
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "addrtype",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("addrtype", &TABLE),
            found: Addrtype::default(),
        })
    },
    help: include_str!("help/addrtype.txt"),
};

struct Parser {
    seen: Seen,
    found: Addrtype,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let found = &mut self.found;
        match asked.id {
            SRC_TYPE => found.src = Some(asked.test(types(asked.value)?)),
            DST_TYPE => found.dst = Some(asked.test(types(asked.value)?)),
            IFACE_IN => found.limit_iface_in = true,
            _ => found.limit_iface_out = true,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        if !self.seen.has(SRC_TYPE) && !self.seen.has(DST_TYPE) {
            return Err(parameter(
                "addrtype: you must specify --src-type or --dst-type",
            ));
        }
        self.seen.finish()?;
        Ok(Match::Addrtype(self.found))
    }
}

fn types(text: &str) -> Result<AddrTypes, Complaint> {
    let mut types = AddrTypes::default();
    let mut rest = text;
    loop {
        let (item, next) = match rest.split_once(',') {
            Some((item, next)) => (item, Some(next)),
            None => (rest, None),
        };
        let known = TYPES
            .iter()
            .position(|name| !item.is_empty() && begins(name, item));
        let Some(number) = known else {
            return Err(parameter(match next {
                Some(_) => format!("addrtype: bad type `{rest}'"),
                None => format!("addrtype: bad type \"{rest}\""),
            }));
        };
        types.0 |= 1 << number;
        match next {
            Some(next) => rest = next,
            None => return Ok(types),
        }
    }
}

fn write_types(types: AddrTypes, out: &mut String) {
    let named = TYPES
        .iter()
        .enumerate()
        .filter(|(number, _)| types.0 & 1 << number != 0);
    for (i, (_, name)) in named.enumerate() {
        out.push_str(if i > 0 { "," } else { "" });
        out.push_str(name);
    }
}

pub(super) fn print(found: &Addrtype, out: &mut String) {
    out.push_str(" ADDRTYPE match");
    for (name, types) in [(" src-type ", found.src), (" dst-type ", found.dst)] {
        if let Some(Test { not, of }) = types {
            out.push_str(name);
            out.push_str(if not { "!" } else { "" });
            write_types(of, out);
        }
    }
    out.push_str(if found.limit_iface_in {
        " limit-in"
    } else {
        ""
    });
    out.push_str(if found.limit_iface_out {
        " limit-out"
    } else {
        ""
    });
}

pub(super) fn save(found: &Addrtype, out: &mut String) {
    for (name, types) in [(" --src-type ", found.src), (" --dst-type ", found.dst)] {
        if let Some(Test { not, of }) = types {
            out.push_str(if not { " !" } else { "" });
            out.push_str(name);
            write_types(of, out);
        }
    }
    if found.limit_iface_in {
        out.push_str(" --limit-iface-in");
    }
    if found.limit_iface_out {
        out.push_str(" --limit-iface-out");
    }
}
