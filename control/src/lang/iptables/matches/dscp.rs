//! `-m dscp`.

use std::fmt::Write as _;

use dataplane::filter::{Match, Test, matches::Dscp};

use crate::lang::iptables::{
    dscp::class,
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const VALUE: u8 = 0;
const CLASS: u8 = 1;
const ANY: u32 = 1 << VALUE | 1 << CLASS;

const TABLE: [Entry; 2] = [
    Entry::value("dscp", VALUE).invert().excl(ANY),
    Entry::value("dscp-class", CLASS).invert().excl(ANY),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "dscp",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("dscp", &TABLE),
            dscp: None,
        })
    },
    help: include_str!("help/dscp.txt"),
};

struct Parser {
    seen: Seen,
    dscp: Option<Test<u8>>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.dscp = Some(asked.test(match asked.id {
            VALUE => value::byte(asked, 0, 63)?,
            _ => class(asked.value)?,
        }));
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        let dscp = self
            .dscp
            .ok_or_else(|| parameter("DSCP match: Parameter --dscp is required"))?;
        self.seen.finish()?;
        Ok(Match::Dscp(Dscp { dscp }))
    }
}

pub(super) fn print(found: &Dscp, out: &mut String) {
    let Test { not, of } = found.dscp;
    let _ = write!(out, " DSCP match {}0x{of:02x}", if not { "!" } else { "" });
}

pub(super) fn save(found: &Dscp, out: &mut String) {
    let Test { not, of } = found.dscp;
    let _ = write!(out, "{} --dscp 0x{of:02x}", if not { " !" } else { "" });
}
