//! `-j TRACE`: has no options.

use dataplane::filter::Target;

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    xtoptions::Seen,
};

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "TRACE",
    families: BOTH,
    options: &[],
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("TRACE", &[]),
        })
    },
    help: include_str!("help/trace.txt"),
};

struct Parser {
    seen: Seen,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        self.seen.take(given).map(|_| ())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        Ok(Target::Trace)
    }
}
