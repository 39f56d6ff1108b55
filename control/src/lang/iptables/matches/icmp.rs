//! `-m icmp` and `-m icmp6`.

use std::fmt::Write as _;

use dataplane::{
    filter::{
        Match, Test,
        matches::{Icmp, Icmp6, IcmpType},
    },
    route::Family,
};

use crate::lang::iptables::{
    extension::{Complaint, Given, MatchExtension, MatchParser, RuleView},
    value::{begins, upto},
    xtoptions::{Entry, Seen, options, parameter},
};

/// A name, its type and its codes.
type Name = (&'static str, u8, (u8, u8));

/// All codes.
const ANY: (u8, u8) = (0, 255);

const NAMES4: [Name; 40] = [
    ("any", 255, ANY),
    ("echo-reply", 0, ANY),
    ("pong", 0, ANY),
    ("destination-unreachable", 3, ANY),
    ("network-unreachable", 3, (0, 0)),
    ("host-unreachable", 3, (1, 1)),
    ("protocol-unreachable", 3, (2, 2)),
    ("port-unreachable", 3, (3, 3)),
    ("fragmentation-needed", 3, (4, 4)),
    ("source-route-failed", 3, (5, 5)),
    ("network-unknown", 3, (6, 6)),
    ("host-unknown", 3, (7, 7)),
    ("network-prohibited", 3, (9, 9)),
    ("host-prohibited", 3, (10, 10)),
    ("TOS-network-unreachable", 3, (11, 11)),
    ("TOS-host-unreachable", 3, (12, 12)),
    ("communication-prohibited", 3, (13, 13)),
    ("host-precedence-violation", 3, (14, 14)),
    ("precedence-cutoff", 3, (15, 15)),
    ("source-quench", 4, ANY),
    ("redirect", 5, ANY),
    ("network-redirect", 5, (0, 0)),
    ("host-redirect", 5, (1, 1)),
    ("TOS-network-redirect", 5, (2, 2)),
    ("TOS-host-redirect", 5, (3, 3)),
    ("echo-request", 8, ANY),
    ("ping", 8, ANY),
    ("router-advertisement", 9, ANY),
    ("router-solicitation", 10, ANY),
    ("time-exceeded", 11, ANY),
    ("ttl-exceeded", 11, ANY),
    ("ttl-zero-during-transit", 11, (0, 0)),
    ("ttl-zero-during-reassembly", 11, (1, 1)),
    ("parameter-problem", 12, ANY),
    ("ip-header-bad", 12, (0, 0)),
    ("required-option-missing", 12, (1, 1)),
    ("timestamp-request", 13, ANY),
    ("timestamp-reply", 14, ANY),
    ("address-mask-request", 17, ANY),
    ("address-mask-reply", 18, ANY),
];

const NAMES6: [Name; 28] = [
    ("destination-unreachable", 1, ANY),
    ("no-route", 1, (0, 0)),
    ("communication-prohibited", 1, (1, 1)),
    ("beyond-scope", 1, (2, 2)),
    ("address-unreachable", 1, (3, 3)),
    ("port-unreachable", 1, (4, 4)),
    ("failed-policy", 1, (5, 5)),
    ("reject-route", 1, (6, 6)),
    ("packet-too-big", 2, ANY),
    ("time-exceeded", 3, ANY),
    ("ttl-exceeded", 3, ANY),
    ("ttl-zero-during-transit", 3, (0, 0)),
    ("ttl-zero-during-reassembly", 3, (1, 1)),
    ("parameter-problem", 4, ANY),
    ("bad-header", 4, (0, 0)),
    ("unknown-header-type", 4, (1, 1)),
    ("unknown-option", 4, (2, 2)),
    ("echo-request", 128, ANY),
    ("ping", 128, ANY),
    ("echo-reply", 129, ANY),
    ("pong", 129, ANY),
    ("router-solicitation", 133, ANY),
    ("router-advertisement", 134, ANY),
    ("neighbour-solicitation", 135, ANY),
    ("neighbor-solicitation", 135, ANY),
    ("neighbour-advertisement", 136, ANY),
    ("neighbor-advertisement", 136, ANY),
    ("redirect", 137, ANY),
];

const TABLE4: [Entry; 1] = [Entry::value("icmp-type", 0).mandatory().invert()];
const TABLE6: [Entry; 1] = [Entry::value("icmpv6-type", 0).mandatory().invert()];

pub(super) static ICMP: MatchExtension = MatchExtension {
    name: "icmp",
    families: &[Family::V4],
    options: &options(&TABLE4),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("icmp", &TABLE4),
            family: Family::V4,
            found: None,
        })
    },
    help: include_str!("help/icmp.txt"),
};

pub(super) static ICMP6: MatchExtension = MatchExtension {
    name: "icmp6",
    families: &[Family::V6],
    options: &options(&TABLE6),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("icmp6", &TABLE6),
            family: Family::V6,
            found: None,
        })
    },
    help: include_str!("help/icmp6.txt"),
};

struct Parser {
    seen: Seen,
    family: Family,
    found: Option<Test<IcmpType>>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let icmp_type = match self.family {
            Family::V4 => parse(asked.value, "ICMP", &NAMES4)?,
            Family::V6 => parse(asked.value, "ICMPv6", &NAMES6)?,
        };
        self.found = Some(asked.test(icmp_type));
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        let all = Test::is(IcmpType {
            kind: 255,
            codes: ANY,
        });
        let icmp_type = self.found.unwrap_or(all);
        Ok(match self.family {
            Family::V4 => Match::Icmp(Icmp { icmp_type }),
            Family::V6 => Match::Icmp6(Icmp6 { icmp_type }),
        })
    }
}

/// A name or the beginning of one, or a type and perhaps a code or codes (`3/1:5`).
fn parse(text: &str, what: &str, names: &[Name]) -> Result<IcmpType, Complaint> {
    let mut named = names.iter().filter(|(name, ..)| begins(name, text));
    if let Some(&(name, kind, codes)) = named.next() {
        if let Some((other, ..)) = named.next() {
            return Err(parameter(format!(
                "Ambiguous {what} type `{text}': `{name}' or `{other}'?"
            )));
        }
        return Ok(IcmpType { kind, codes });
    }
    let unknown = |part: &str| parameter(format!("Unknown {what} {part} `{text}'"));
    let (kinds, rest) = span(text).ok_or_else(|| unknown("type"))?;
    let (codes, rest) = match rest.strip_prefix('/') {
        Some(rest) => span(rest).ok_or_else(|| unknown("code"))?,
        None => (ANY, rest),
    };
    if let Some(c) = rest.chars().next() {
        return Err(parameter(format!("unknown character {c}")));
    }
    if kinds.0 != kinds.1 {
        return Err(parameter(format!("{what} type range not supported")));
    }
    Ok(IcmpType {
        kind: kinds.0,
        codes,
    })
}

/// A number, or two with a `:` between them, and what follows.
fn span(text: &str) -> Option<((u8, u8), &str)> {
    let number = |text| {
        let (value, rest) = upto(text, 255)?;
        Some((u8::try_from(value).ok()?, rest))
    };
    let (first, rest) = number(text)?;
    match rest.strip_prefix(':') {
        None => Some(((first, first), rest)),
        Some(rest) => {
            let (last, rest) = number(rest)?;
            Some(((first, last), rest))
        }
    }
}

pub(super) fn print(found: &Icmp, numeric: bool, out: &mut String) {
    print_type("icmp", found.icmp_type, &NAMES4, numeric, out);
}

pub(super) fn print6(found: &Icmp6, numeric: bool, out: &mut String) {
    print_type("ipv6-icmp", found.icmp_type, &NAMES6, numeric, out);
}

fn print_type(what: &str, test: Test<IcmpType>, names: &[Name], numeric: bool, out: &mut String) {
    let IcmpType { kind, codes } = test.of;
    let _ = write!(out, " {what}");
    let name = names
        .iter()
        .find(|(_, of, named)| !numeric && *of == kind && *named == codes);
    if let Some((name, ..)) = name {
        let _ = write!(out, " {}{name}", if test.not { "!" } else { "" });
        return;
    }
    // No space without a `!`, as in iptables 1.8.9.
    if test.not {
        out.push_str(" !");
    }
    let _ = write!(out, "type {kind}");
    let _ = match codes {
        ANY => Ok(()),
        (first, last) if first == last => write!(out, " code {first}"),
        (first, last) => write!(out, " codes {first}-{last}"),
    };
}

pub(super) fn save(found: &Icmp, out: &mut String) {
    if found.icmp_type.of.kind == 255 {
        out.push_str(if found.icmp_type.not {
            " ! --icmp-type any"
        } else {
            " --icmp-type any"
        });
        return;
    }
    save_type("icmp-type", found.icmp_type, out);
}

pub(super) fn save6(found: &Icmp6, out: &mut String) {
    save_type("icmpv6-type", found.icmp_type, out);
}

/// The last code of several is not saved, as in iptables 1.8.9.
fn save_type(option: &str, test: Test<IcmpType>, out: &mut String) {
    let IcmpType { kind, codes } = test.of;
    let not = if test.not { " !" } else { "" };
    let _ = write!(out, "{not} --{option} {kind}");
    if codes != ANY {
        let _ = write!(out, "/{}", codes.0);
    }
}
