//! `-m ecn`.

use std::fmt::Write as _;

use dataplane::filter::{Match, Test, matches::Ecn};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const CWR: u8 = 0;
const ECE: u8 = 1;
const IP_ECT: u8 = 2;

const TABLE: [Entry; 3] = [
    Entry::flag("ecn-tcp-cwr", CWR).invert(),
    Entry::flag("ecn-tcp-ece", ECE).invert(),
    Entry::value("ecn-ip-ect", IP_ECT).invert(),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "ecn",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("ecn", &TABLE),
            found: Ecn::default(),
        })
    },
    help: include_str!("help/ecn.txt"),
};

struct Parser {
    seen: Seen,
    found: Ecn,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        match asked.id {
            CWR => self.found.tcp_cwr = Some(asked.test(())),
            ECE => self.found.tcp_ece = Some(asked.test(())),
            _ => self.found.ip_ect = Some(asked.test(value::byte(asked, 0, 3)?)),
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter("ECN match: some option required"));
        }
        self.seen.finish()?;
        Ok(Match::Ecn(self.found))
    }
}

pub(super) fn print(found: &Ecn, out: &mut String) {
    out.push_str(" ECN match");
    let sign = |not| if not { "!" } else { "" };
    for (name, bit) in [("ECE", found.tcp_ece), ("CWR", found.tcp_cwr)] {
        if let Some(Test { not, .. }) = bit {
            let _ = write!(out, " {}{name}", sign(not));
        }
    }
    if let Some(Test { not, of }) = found.ip_ect {
        let _ = write!(out, " {}ECT={of}", sign(not));
    }
}

pub(super) fn save(found: &Ecn, out: &mut String) {
    let sign = |not| if not { " !" } else { "" };
    for (name, bit) in [("ece", found.tcp_ece), ("cwr", found.tcp_cwr)] {
        if let Some(Test { not, .. }) = bit {
            let _ = write!(out, "{} --ecn-tcp-{name}", sign(not));
        }
    }
    if let Some(Test { not, of }) = found.ip_ect {
        let _ = write!(out, "{} --ecn-ip-ect {of}", sign(not));
    }
}
