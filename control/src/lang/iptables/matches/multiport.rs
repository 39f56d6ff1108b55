//! `-m multiport`.

use std::fmt::Write as _;

use dataplane::filter::{
    Match, Test,
    matches::{Multiport, Multiports},
};

use super::ports;
use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SOURCE: u8 = 0;
const DESTINATION: u8 = 1;
const EITHER: u8 = 2;
/// No two of them go together.
const ANY: u32 = 1 << SOURCE | 1 << DESTINATION | 1 << EITHER;

const TABLE: [Entry; 5] = [
    Entry::value("source-ports", SOURCE).invert().excl(ANY),
    Entry::value("sports", SOURCE).invert().excl(ANY),
    Entry::value("destination-ports", DESTINATION)
        .invert()
        .excl(ANY),
    Entry::value("dports", DESTINATION).invert().excl(ANY),
    Entry::value("ports", EITHER).invert().excl(ANY),
];

/// Room for ports; a range takes two (`XT_MULTI_PORTS`).
const ROOM: usize = 15;

/// The protocols that it works with.
const PROTOCOLS: [(u8, &str); 5] = [
    (6, "tcp"),
    (17, "udp"),
    (136, "udplite"),
    (132, "sctp"),
    (33, "dccp"),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "multiport",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("multiport", &TABLE),
            found: None,
        })
    },
    help: include_str!("help/multiport.txt"),
};

struct Parser {
    seen: Seen,
    found: Option<Multiport>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let proto = protocol(asked.rule)?;
        let which = match asked.id {
            SOURCE => Multiports::Source,
            DESTINATION => Multiports::Destination,
            _ => Multiports::Either,
        };
        let ports = Test {
            not: asked.not,
            of: list(asked.value, proto)?,
        };
        self.found = Some(Multiport { which, ports });
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        let found = self
            .found
            .ok_or_else(|| parameter("multiport expection an option"))?;
        self.seen.finish()?;
        Ok(Match::Multiport(found))
    }
}

/// The name of the rule's protocol, if that has ports.
fn protocol(rule: RuleView) -> Result<&'static str, Complaint> {
    const ONLY: &str = "multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP";
    match rule.proto {
        None | Some(Test { not: false, of: 0 }) => Err(parameter(
            "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'",
        )),
        Some(Test { not: true, .. }) => Err(parameter(ONLY)),
        Some(proto) => service_protocol(proto.of).ok_or_else(|| parameter(ONLY)),
    }
}

fn service_protocol(proto: u8) -> Option<&'static str> {
    PROTOCOLS
        .iter()
        .find(|(number, _)| *number == proto)
        .map(|(_, name)| *name)
}

/// Ports and ranges, with commas between them.
fn list(text: &str, proto: &str) -> Result<Box<[(u16, u16)]>, Complaint> {
    let too_many = || parameter("too many ports specified");
    let mut ports = Vec::new();
    let mut used = 0;
    for item in text.split(',') {
        let range = item.split_once(':');
        if used >= ROOM || range.is_some() && used == ROOM - 1 {
            return Err(too_many());
        }
        let (first, last) = range.map_or((item, None), |(first, last)| (first, Some(last)));
        let first = value::port(first, proto)?;
        used += 1;
        let Some(last) = last else {
            ports.push((first, first));
            continue;
        };
        let last = value::port(last, proto)?;
        used += 1;
        if first >= last {
            return Err(parameter("invalid portrange specified"));
        }
        ports.push((first, last));
    }
    Ok(ports.into())
}

fn write_list(found: &Multiport, proto: &str, numeric: bool, out: &mut String) {
    for (i, (first, last)) in found.ports.of.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        ports::write_port(*first, proto, numeric, out);
        if first != last {
            out.push(':');
            ports::write_port(*last, proto, numeric, out);
        }
    }
}

const fn option(which: Multiports) -> &'static str {
    match which {
        Multiports::Source => "sports",
        Multiports::Destination => "dports",
        Multiports::Either => "ports",
    }
}

pub(super) fn print(found: &Multiport, rule: RuleView, numeric: bool, out: &mut String) {
    let not = if found.ports.not { " !" } else { "" };
    let _ = write!(out, " multiport {} {not}", option(found.which));
    let proto = rule.proto.map_or(0, |proto| proto.of);
    write_list(
        found,
        service_protocol(proto).unwrap_or("tcp"),
        numeric,
        out,
    );
}

pub(super) fn save(found: &Multiport, out: &mut String) {
    let not = if found.ports.not { " !" } else { "" };
    let _ = write!(out, "{not} --{} ", option(found.which));
    write_list(found, "tcp", true, out);
}
