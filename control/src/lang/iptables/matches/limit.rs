//! `-m limit`.

use std::fmt::Write as _;

use dataplane::filter::{Match, matches::Limit};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value::{self, atoi, begins},
    xtoptions::{Entry, Seen, options, parameter},
};

const LIMIT: u8 = 0;
const BURST: u8 = 1;

const TABLE: [Entry; 2] = [
    Entry::value("limit", LIMIT),
    Entry::value("limit-burst", BURST),
];

/// Parts of a second in [`Limit::avg`] (`XT_LIMIT_SCALE`).
const SCALE: u32 = 10_000;

/// What `-m limit` means without options: three an hour, five at once.
const DEFAULT: Limit = Limit {
    avg: SCALE * 3600 / 3,
    burst: 5,
};

/// Spans of time as they are listed, in seconds.
const SPANS: [(&str, u32); 4] = [("day", 86_400), ("hour", 3600), ("min", 60), ("sec", 1)];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "limit",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("limit", &TABLE),
            found: DEFAULT,
        })
    },
    help: include_str!("help/limit.txt"),
};

struct Parser {
    seen: Seen,
    found: Limit,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        match asked.id {
            LIMIT => self.found.avg = rate(asked.value)?,
            _ => self.found.burst = value::number(asked, 0, 10_000)?,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Limit(self.found))
    }
}

/// `5/second`, `3/min`, `30/d`, `7`.
fn rate(text: &str) -> Result<u32, Complaint> {
    let bad = || parameter(format!("bad rate \"{text}\"'"));
    let span = match text.split_once('/') {
        None => 1,
        Some((_, "")) => return Err(bad()),
        Some((_, unit)) => [
            ("second", 1),
            ("minute", 60),
            ("hour", 3600),
            ("day", 86_400),
        ]
        .iter()
        .find(|(name, _)| begins(name, unit))
        .map(|(_, seconds)| *seconds)
        .ok_or_else(bad)?,
    };
    match (SCALE * span).checked_div(atoi(text).cast_unsigned()) {
        None => Err(bad()),
        Some(0) => Err(parameter(format!("Rate too fast \"{text}\""))),
        Some(avg) => Ok(avg),
    }
}

fn write_rate(avg: u32, out: &mut String) {
    if avg == 0 {
        out.push_str(" inf");
        return;
    }
    // The longest span in which there is a whole number of packets, or nearly so.
    let unfit = |&(_, seconds): &(&str, u32)| {
        let span = SCALE * seconds;
        avg > span || span / avg < span % avg
    };
    let fit = 1 + SPANS[1..].iter().take_while(|span| !unfit(span)).count();
    let (name, seconds) = SPANS[fit - 1];
    let _ = write!(out, " {}/{name}", SCALE * seconds / avg);
}

pub(super) fn print(found: &Limit, out: &mut String) {
    out.push_str(" limit: avg");
    write_rate(found.avg, out);
    let _ = write!(out, " burst {}", found.burst);
}

pub(super) fn save(found: &Limit, out: &mut String) {
    out.push_str(" --limit");
    write_rate(found.avg, out);
    if found.burst != DEFAULT.burst {
        let _ = write!(out, " --limit-burst {}", found.burst);
    }
}
