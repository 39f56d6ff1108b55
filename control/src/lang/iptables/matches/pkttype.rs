//! `-m pkttype`.

use std::fmt::Write as _;

use dataplane::{
    filter::{Match, Test, matches::Pkttype},
    packet::PacketType,
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    xtoptions::{Entry, Seen, options, parameter},
};

const TABLE: [Entry; 1] = [Entry::value("pkt-type", 0).mandatory().invert()];

/// The types; of two names the first is listed.
const TYPES: [(&str, PacketType); 7] = [
    ("unicast", PacketType::Host),
    ("broadcast", PacketType::Broadcast),
    ("multicast", PacketType::Multicast),
    ("otherhost", PacketType::OtherHost),
    ("bcast", PacketType::Broadcast),
    ("mcast", PacketType::Multicast),
    ("host", PacketType::Host),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "pkttype",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("pkttype", &TABLE),
            pkt_type: Test::is(PacketType::Host),
        })
    },
    help: include_str!("help/pkttype.txt"),
};

struct Parser {
    seen: Seen,
    pkt_type: Test<PacketType>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let pkt_type = TYPES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(asked.value))
            .map(|(_, pkt_type)| *pkt_type)
            .ok_or_else(|| parameter(format!("Bad packet type '{}'", asked.value)))?;
        self.pkt_type = asked.test(pkt_type);
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Pkttype(Pkttype {
            pkt_type: self.pkt_type,
        }))
    }
}

fn name(pkt_type: PacketType) -> &'static str {
    TYPES
        .iter()
        .find(|(_, known)| *known == pkt_type)
        .map_or("", |(name, _)| *name)
}

pub(super) fn print(found: &Pkttype, out: &mut String) {
    let Test { not, of } = found.pkt_type;
    let _ = write!(
        out,
        " PKTTYPE {} {}",
        if not { "!=" } else { "=" },
        name(of)
    );
}

pub(super) fn save(found: &Pkttype, out: &mut String) {
    let Test { not, of } = found.pkt_type;
    let _ = write!(
        out,
        "{} --pkt-type {}",
        if not { " !" } else { "" },
        name(of)
    );
}
