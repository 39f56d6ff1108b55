//! `-m connlimit`.

use std::fmt::Write as _;

use dataplane::filter::{
    Match,
    matches::{Connlimit, Side},
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const UPTO: u8 = 0;
const ABOVE: u8 = 1;
const MASK: u8 = 2;
const SADDR: u8 = 3;
const DADDR: u8 = 4;

const TABLE: [Entry; 5] = [
    Entry::value("connlimit-upto", UPTO)
        .invert()
        .excl(1 << ABOVE),
    Entry::value("connlimit-above", ABOVE)
        .invert()
        .excl(1 << UPTO),
    Entry::value("connlimit-mask", MASK),
    Entry::flag("connlimit-saddr", SADDR).excl(1 << DADDR),
    Entry::flag("connlimit-daddr", DADDR).excl(1 << SADDR),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "connlimit",
    families: BOTH,
    options: &options(&TABLE),
    parser: |family| {
        Box::new(Parser {
            seen: Seen::new("connlimit", &TABLE),
            found: Connlimit {
                limit: 0,
                upto: false,
                mask: family.bits(),
                side: Side::Source,
            },
        })
    },
    help: include_str!("help/connlimit.txt"),
};

struct Parser {
    seen: Seen,
    found: Connlimit,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let found = &mut self.found;
        match asked.id {
            UPTO | ABOVE => {
                found.limit = value::number(asked, 0, u32::MAX)?;
                // Both may be given, which is refused in the end.
                let negated = asked.not == (asked.id == ABOVE);
                found.upto |= negated;
            }
            MASK => found.mask = value::prefix_len(asked, asked.rule.family.bits())?,
            SADDR => found.side = Side::Source,
            _ => found.side = Side::Destination,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        if !self.seen.has(UPTO) && !self.seen.has(ABOVE) {
            return Err(parameter(
                "You must specify \"--connlimit-above\" or \"--connlimit-upto\".",
            ));
        }
        self.seen.finish()?;
        Ok(Match::Connlimit(self.found))
    }
}

pub(super) fn print(found: &Connlimit, out: &mut String) {
    let side = match found.side {
        Side::Source => "src",
        Side::Destination => "dst",
    };
    let than = if found.upto { "<=" } else { ">" };
    let (mask, limit) = (found.mask, found.limit);
    let _ = write!(out, " #conn {side}/{mask} {than} {limit}");
}

pub(super) fn save(found: &Connlimit, out: &mut String) {
    let which = if found.upto { "upto" } else { "above" };
    let side = match found.side {
        Side::Source => "saddr",
        Side::Destination => "daddr",
    };
    let (mask, limit) = (found.mask, found.limit);
    let _ = write!(
        out,
        " --connlimit-{which} {limit} --connlimit-mask {mask} --connlimit-{side}"
    );
}
