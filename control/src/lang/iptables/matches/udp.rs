//! `-m udp`.

use dataplane::filter::{Match, matches::Udp};

use super::ports;
use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options},
};

const SPORT: u8 = 0;
const DPORT: u8 = 1;

const TABLE: [Entry; 4] = [
    Entry::value("source-port", SPORT).invert(),
    Entry::value("sport", SPORT).invert(),
    Entry::value("destination-port", DPORT).invert(),
    Entry::value("dport", DPORT).invert(),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "udp",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("udp", &TABLE),
            found: Udp::default(),
        })
    },
    help: include_str!("help/udp.txt"),
};

struct Parser {
    seen: Seen,
    found: Udp,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let ports = ports::condition(asked.test(value::ports(asked)?));
        match asked.id {
            SPORT => self.found.sport = ports,
            _ => self.found.dport = ports,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Udp(self.found))
    }
}

pub(super) fn print(found: &Udp, numeric: bool, out: &mut String) {
    out.push_str(" udp");
    ports::print("spt", found.sport, "udp", numeric, out);
    ports::print("dpt", found.dport, "udp", numeric, out);
}

pub(super) fn save(found: &Udp, out: &mut String) {
    ports::save("sport", found.sport, out);
    ports::save("dport", found.dport, out);
}
