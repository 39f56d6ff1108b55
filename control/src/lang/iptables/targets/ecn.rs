//! `-j ECN`.

use std::fmt::Write as _;

use dataplane::{
    filter::{Target, targets::EcnTarget},
    route::Family,
};

use crate::lang::iptables::{
    extension::{Complaint, Given, RuleView, TargetExtension, TargetParser},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const TCP_REMOVE: u8 = 0;
const TCP_CWR: u8 = 1;
const TCP_ECE: u8 = 2;
const IP_ECT: u8 = 3;

const TABLE: [Entry; 4] = [
    Entry::flag("ecn-tcp-remove", TCP_REMOVE).excl(1 << TCP_CWR | 1 << TCP_ECE),
    Entry::value("ecn-tcp-cwr", TCP_CWR).excl(1 << TCP_REMOVE),
    Entry::value("ecn-tcp-ece", TCP_ECE).excl(1 << TCP_REMOVE),
    Entry::value("ecn-ip-ect", IP_ECT),
];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "ECN",
    families: &[Family::V4],
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("ECN", &TABLE),
            found: EcnTarget::default(),
        })
    },
    help: include_str!("help/ecn.txt"),
};

struct Parser {
    seen: Seen,
    found: EcnTarget,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        match asked.id {
            // That no bits are left means both of them are set to 0, and forgets what else was asked.
            TCP_REMOVE => {
                self.found = EcnTarget {
                    tcp_ece: Some(0),
                    tcp_cwr: Some(0),
                    ..EcnTarget::default()
                };
            }
            TCP_CWR => self.found.tcp_cwr = Some(value::byte(asked, 0, 1)?),
            TCP_ECE => self.found.tcp_ece = Some(value::byte(asked, 0, 1)?),
            _ => self.found.ip_ect = Some(value::byte(asked, 0, 3)?),
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter("ECN target: An operation is required"));
        }
        self.seen.finish()?;
        let found = self.found;
        let remove = (found.tcp_ece, found.tcp_cwr, found.ip_ect) == (Some(0), Some(0), None);
        Ok(Target::Ecn(if remove {
            EcnTarget {
                tcp_remove: true,
                ..EcnTarget::default()
            }
        } else {
            found
        }))
    }
}

pub(super) fn print(target: &EcnTarget, out: &mut String) {
    out.push_str(" ECN");
    if target.tcp_remove {
        out.push_str(" TCP remove");
    }
    for (name, value) in [
        ("ECE", target.tcp_ece),
        ("CWR", target.tcp_cwr),
        ("ECT codepoint", target.ip_ect),
    ] {
        if let Some(value) = value {
            let _ = write!(out, " {name}={value}");
        }
    }
}

pub(super) fn save(target: &EcnTarget, out: &mut String) {
    if target.tcp_remove {
        out.push_str(" --ecn-tcp-remove");
    }
    for (name, value) in [
        ("tcp-ece", target.tcp_ece),
        ("tcp-cwr", target.tcp_cwr),
        ("ip-ect", target.ip_ect),
    ] {
        if let Some(value) = value {
            let _ = write!(out, " --ecn-{name} {value}");
        }
    }
}
