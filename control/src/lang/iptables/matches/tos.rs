//! `-m tos`.

use std::fmt::Write as _;

use dataplane::filter::{Match, Test, matches::TosMatch};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    tos,
    xtoptions::{Entry, Seen, options},
};

const TABLE: [Entry; 1] = [Entry::value("tos", 0).mandatory().invert()];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "tos",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("tos", &TABLE),
            tos: Test::is((0, 0)),
        })
    },
    help: include_str!("help/tos.txt"),
};

struct Parser {
    seen: Seen,
    tos: Test<(u8, u8)>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.tos = asked.test(tos::parse(asked)?);
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Tos(TosMatch { tos: self.tos }))
    }
}

/// A name has a space in front, and numbers have none, as in iptables.
pub(super) fn print(found: &TosMatch, numeric: bool, out: &mut String) {
    let Test {
        not,
        of: (value, mask),
    } = found.tos;
    let not = if not { "!" } else { "" };
    let _ = match tos::name(value, mask).filter(|_| !numeric) {
        Some(name) => write!(out, " tos match{not} {name}"),
        None => write!(out, " tos match{not}0x{value:02x}/0x{mask:02x}"),
    };
}

pub(super) fn save(found: &TosMatch, out: &mut String) {
    let Test {
        not,
        of: (value, mask),
    } = found.tos;
    let not = if not { " !" } else { "" };
    let _ = write!(out, "{not} --tos 0x{value:02x}/0x{mask:02x}");
}
