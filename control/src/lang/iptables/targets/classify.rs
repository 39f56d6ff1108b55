//! `-j CLASSIFY`.

use std::fmt::Write as _;

use dataplane::filter::{Target, targets::Classify};

use crate::lang::{
    ip::number::strtoul,
    iptables::{
        extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
        xtoptions::{Entry, Seen, options, parameter},
    },
};

const TABLE: [Entry; 1] = [Entry::value("set-class", 0).mandatory()];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "CLASSIFY",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("CLASSIFY", &TABLE),
            priority: 0,
        })
    },
    help: include_str!("help/classify.txt"),
};

struct Parser {
    seen: Seen,
    priority: u32,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.priority = class(asked.value)
            .ok_or_else(|| parameter(format!("Bad class value \"{}\"", asked.value)))?;
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        self.seen.finish()?;
        Ok(Target::Classify(Classify {
            priority: self.priority,
        }))
    }
}

/// `MAJOR:MINOR` in hexadecimal, of which 16 bits count each, as sscanf(3) reads it: what follows is
/// not looked at.
fn class(text: &str) -> Option<u32> {
    let low = |value: u64| u32::try_from(value & 0xffff).ok();
    let (major, rest) = strtoul(text, 16)?;
    let (minor, _) = strtoul(rest.strip_prefix(':')?, 16)?;
    Some(low(major)? << 16 | low(minor)?)
}

const fn parts(target: &Classify) -> (u32, u32) {
    (target.priority >> 16, target.priority & 0xffff)
}

pub(super) fn print(target: &Classify, out: &mut String) {
    let (major, minor) = parts(target);
    let _ = write!(out, " CLASSIFY set {major:x}:{minor:x}");
}

pub(super) fn save(target: &Classify, out: &mut String) {
    let (major, minor) = parts(target);
    let _ = write!(out, " --set-class {major:04x}:{minor:04x}");
}
