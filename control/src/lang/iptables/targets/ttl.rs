//! `-j TTL` and `-j HL`.

use std::fmt::Write as _;

use dataplane::{
    filter::{Target, targets::TtlTarget},
    route::Family,
};

use crate::lang::iptables::{
    extension::{Complaint, Given, RuleView, TargetExtension, TargetParser},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SET: u8 = 0;
const INC: u8 = 1;
const DEC: u8 = 2;
/// No two of them go together.
const ANY: u32 = 1 << SET | 1 << INC | 1 << DEC;

const TTL_TABLE: [Entry; 3] = [
    Entry::value("ttl-set", SET).excl(ANY),
    Entry::value("ttl-dec", DEC).excl(ANY),
    Entry::value("ttl-inc", INC).excl(ANY),
];

const HL_TABLE: [Entry; 3] = [
    Entry::value("hl-set", SET).excl(ANY),
    Entry::value("hl-dec", DEC).excl(ANY),
    Entry::value("hl-inc", INC).excl(ANY),
];

pub(super) static TTL: TargetExtension = TargetExtension {
    name: "TTL",
    families: &[Family::V4],
    options: &options(&TTL_TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("TTL", &TTL_TABLE),
            name: "TTL",
            found: None,
            make: Target::Ttl,
        })
    },
    help: include_str!("help/ttl.txt"),
};

pub(super) static HL: TargetExtension = TargetExtension {
    name: "HL",
    families: &[Family::V6],
    options: &options(&HL_TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("HL", &HL_TABLE),
            name: "HL",
            found: None,
            make: Target::Hl,
        })
    },
    help: include_str!("help/hl.txt"),
};

struct Parser {
    seen: Seen,
    name: &'static str,
    found: Option<TtlTarget>,
    make: fn(TtlTarget) -> Target,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.found = Some(match asked.id {
            SET => TtlTarget::Set(value::byte(asked, 0, 255)?),
            INC => TtlTarget::Increase(value::byte(asked, 1, 255)?),
            _ => TtlTarget::Decrease(value::byte(asked, 1, 255)?),
        });
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        let found = self
            .found
            .ok_or_else(|| parameter(format!("{}: You must specify an action", self.name)))?;
        self.seen.finish()?;
        Ok((self.make)(found))
    }
}

/// As `-L` shows it; `name` is `TTL` or `HL`.
pub(super) fn print(name: &str, target: TtlTarget, out: &mut String) {
    let _ = match target {
        TtlTarget::Set(value) => write!(out, " {name} set to {value}"),
        TtlTarget::Increase(value) => write!(out, " {name} increment by {value}"),
        TtlTarget::Decrease(value) => write!(out, " {name} decrement by {value}"),
    };
}

/// As `-S` shows it; `name` is `ttl` or `hl`.
pub(super) fn save(name: &str, target: TtlTarget, out: &mut String) {
    let _ = match target {
        TtlTarget::Set(value) => write!(out, " --{name}-set {value}"),
        TtlTarget::Increase(value) => write!(out, " --{name}-inc {value}"),
        TtlTarget::Decrease(value) => write!(out, " --{name}-dec {value}"),
    };
}
