//! `-j DSCP`.

use std::fmt::Write as _;

use dataplane::filter::{Target, targets::DscpTarget};

use crate::lang::iptables::{
    dscp::class,
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const VALUE: u8 = 0;
const CLASS: u8 = 1;
const ANY: u32 = 1 << VALUE | 1 << CLASS;

const TABLE: [Entry; 2] = [
    Entry::value("set-dscp", VALUE).excl(ANY),
    Entry::value("set-dscp-class", CLASS).excl(ANY),
];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "DSCP",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("DSCP", &TABLE),
            dscp: 0,
        })
    },
    help: include_str!("help/dscp.txt"),
};

struct Parser {
    seen: Seen,
    dscp: u8,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.dscp = match asked.id {
            VALUE => value::byte(asked, 0, 63)?,
            _ => class(asked.value)?,
        };
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter("DSCP target: Parameter --set-dscp is required"));
        }
        self.seen.finish()?;
        Ok(Target::Dscp(DscpTarget { dscp: self.dscp }))
    }
}

pub(super) fn print(target: &DscpTarget, out: &mut String) {
    let _ = write!(out, " DSCP set 0x{:02x}", target.dscp);
}

pub(super) fn save(target: &DscpTarget, out: &mut String) {
    let _ = write!(out, " --set-dscp 0x{:02x}", target.dscp);
}
