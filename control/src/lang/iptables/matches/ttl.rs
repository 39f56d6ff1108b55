//! `-m ttl` and `-m hl`.

use std::fmt::Write as _;

use dataplane::{
    filter::{
        Match,
        matches::{Compare, TtlMatch},
    },
    route::Family,
};

use crate::lang::iptables::{
    extension::{Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const EQ: u8 = 0;
const LT: u8 = 1;
const GT: u8 = 2;
/// No two of them go together.
const ANY: u32 = 1 << EQ | 1 << LT | 1 << GT;

const TTL_TABLE: [Entry; 4] = [
    Entry::value("ttl-lt", LT).excl(ANY),
    Entry::value("ttl-gt", GT).excl(ANY),
    Entry::value("ttl-eq", EQ).invert().excl(ANY),
    Entry::value("ttl", EQ).invert().excl(ANY),
];

const HL_TABLE: [Entry; 4] = [
    Entry::value("hl-lt", LT).excl(ANY),
    Entry::value("hl-gt", GT).excl(ANY),
    Entry::value("hl-eq", EQ).invert().excl(ANY),
    Entry::value("hl", EQ).invert().excl(ANY),
];

pub(super) static TTL: MatchExtension = MatchExtension {
    name: "ttl",
    families: &[Family::V4],
    options: &options(&TTL_TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("ttl", &TTL_TABLE),
            found: None,
            // The quotation mark is missing there, too.
            missing: "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
            make: Match::Ttl,
        })
    },
    help: include_str!("help/ttl.txt"),
};

pub(super) static HL: MatchExtension = MatchExtension {
    name: "hl",
    families: &[Family::V6],
    options: &options(&HL_TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("hl", &HL_TABLE),
            found: None,
            missing: "HL match: You must specify one of `--hl-eq', `--hl-lt', `--hl-gt'",
            make: Match::Hl,
        })
    },
    help: include_str!("help/hl.txt"),
};

struct Parser {
    seen: Seen,
    found: Option<TtlMatch>,
    missing: &'static str,
    make: fn(TtlMatch) -> Match,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let compare = match (asked.id, asked.not) {
            (EQ, false) => Compare::Equal,
            (EQ, true) => Compare::NotEqual,
            (LT, _) => Compare::Less,
            _ => Compare::Greater,
        };
        let value = value::byte(asked, 0, 255)?;
        self.found = Some(TtlMatch { compare, value });
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        let found = self.found.ok_or_else(|| parameter(self.missing))?;
        self.seen.finish()?;
        Ok((self.make)(found))
    }
}

/// As `-L` shows it; `name` is `TTL` or `HL`.
pub(super) fn print(name: &str, found: TtlMatch, out: &mut String) {
    let sign = match found.compare {
        Compare::Equal => "==",
        Compare::NotEqual => "!=",
        Compare::Less => "<",
        Compare::Greater => ">",
    };
    let _ = write!(out, " {name} match {name} {sign} {}", found.value);
}

/// As `-S` shows it; `name` is `ttl` or `hl`.
pub(super) fn save(name: &str, found: TtlMatch, out: &mut String) {
    let (not, compare) = match found.compare {
        Compare::Equal => ("", "eq"),
        Compare::NotEqual => (" !", "eq"),
        Compare::Less => ("", "lt"),
        Compare::Greater => ("", "gt"),
    };
    let _ = write!(out, "{not} --{name}-{compare} {}", found.value);
}
