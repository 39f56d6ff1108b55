//! `-m rpfilter`.

use std::fmt::Write as _;

use dataplane::filter::{Match, matches::Rpfilter};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    xtoptions::{Entry, Seen, options},
};

const LOOSE: u8 = 0;
const VALIDMARK: u8 = 1;
const ACCEPT_LOCAL: u8 = 2;
const INVERT: u8 = 3;

const TABLE: [Entry; 4] = [
    Entry::flag("loose", LOOSE),
    Entry::flag("validmark", VALIDMARK),
    Entry::flag("accept-local", ACCEPT_LOCAL),
    Entry::flag("invert", INVERT),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "rpfilter",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("rpfilter", &TABLE),
            found: Rpfilter::default(),
        })
    },
    help: include_str!("help/rpfilter.txt"),
};

struct Parser {
    seen: Seen,
    found: Rpfilter,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        match asked.id {
            LOOSE => self.found.loose = true,
            VALIDMARK => self.found.validmark = true,
            ACCEPT_LOCAL => self.found.accept_local = true,
            _ => self.found.invert = true,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Rpfilter(self.found))
    }
}

pub(super) fn print(found: &Rpfilter, out: &mut String) {
    out.push_str(" rpfilter");
    write_options(found, "", out);
}

pub(super) fn save(found: &Rpfilter, out: &mut String) {
    write_options(found, "--", out);
}

fn write_options(found: &Rpfilter, dash: &str, out: &mut String) {
    for (name, is_set) in [
        ("loose", found.loose),
        ("validmark", found.validmark),
        ("accept-local", found.accept_local),
        ("invert", found.invert),
    ] {
        if is_set {
            let _ = write!(out, " {dash}{name}");
        }
    }
}
