//! `-j REJECT`.

use std::fmt::Write as _;

use dataplane::{
    filter::{Target, targets::Reject},
    route::Family,
};

use crate::lang::iptables::{
    extension::{Complaint, Given, RuleView, TargetExtension, TargetParser},
    value::begins,
    xtoptions::{Entry, Seen, options, parameter},
};

const TABLE: [Entry; 1] = [Entry::value("reject-with", 0)];

/// The names and other names of IPv4's answers; the first that begins like a text is meant.
const TYPES4: [(&str, &str, Reject); 8] = [
    (
        "icmp-net-unreachable",
        "net-unreach",
        Reject::NetUnreachable,
    ),
    (
        "icmp-host-unreachable",
        "host-unreach",
        Reject::HostUnreachable,
    ),
    (
        "icmp-proto-unreachable",
        "proto-unreach",
        Reject::ProtoUnreachable,
    ),
    (
        "icmp-port-unreachable",
        "port-unreach",
        Reject::PortUnreachable,
    ),
    ("icmp-net-prohibited", "net-prohib", Reject::NetProhibited),
    (
        "icmp-host-prohibited",
        "host-prohib",
        Reject::HostProhibited,
    ),
    ("tcp-reset", "tcp-rst", Reject::TcpReset),
    (
        "icmp-admin-prohibited",
        "admin-prohib",
        Reject::AdminProhibited,
    ),
];

/// Those of IPv6.
const TYPES6: [(&str, &str, Reject); 7] = [
    ("icmp6-no-route", "no-route", Reject::NoRoute6),
    (
        "icmp6-adm-prohibited",
        "adm-prohibited",
        Reject::AdmProhibited6,
    ),
    (
        "icmp6-addr-unreachable",
        "addr-unreach",
        Reject::AddrUnreachable6,
    ),
    (
        "icmp6-port-unreachable",
        "port-unreach",
        Reject::PortUnreachable6,
    ),
    ("tcp-reset", "tcp-reset", Reject::TcpReset),
    ("icmp6-policy-fail", "policy-fail", Reject::PolicyFail6),
    ("icmp6-reject-route", "reject-route", Reject::RejectRoute6),
];

pub(super) static REJECT4: TargetExtension = TargetExtension {
    name: "REJECT",
    families: &[Family::V4],
    options: &options(&TABLE),
    parser: |_| Parser::begin(Reject::PortUnreachable),
    help: include_str!("help/reject.txt"),
};

pub(super) static REJECT6: TargetExtension = TargetExtension {
    name: "REJECT",
    families: &[Family::V6],
    options: &options(&TABLE),
    parser: |_| Parser::begin(Reject::PortUnreachable6),
    help: include_str!("help/reject6.txt"),
};

struct Parser {
    seen: Seen,
    found: Reject,
    warning: Option<String>,
}

impl Parser {
    fn begin(unless_asked: Reject) -> Box<dyn TargetParser> {
        Box::new(Self {
            seen: Seen::new("REJECT", &TABLE),
            found: unless_asked,
            warning: None,
        })
    }
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let known = types(asked.rule.family)
            .iter()
            .find(|(name, alias, _)| begins(name, asked.value) || begins(alias, asked.value))
            .map(|(.., reject)| *reject);
        let once = begins("echo-reply", asked.value) || begins("echoreply", asked.value);
        if known.is_none() && once && asked.rule.family == Family::V4 {
            self.warning = Some("--reject-with echo-reply no longer supported".to_owned());
        }
        self.found =
            known.ok_or_else(|| parameter(format!("unknown reject type \"{}\"", asked.value)))?;
        Ok(())
    }

    fn warning(&mut self) -> Option<String> {
        self.warning.take()
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        self.seen.finish()?;
        Ok(Target::Reject(self.found))
    }
}

const fn types(family: Family) -> &'static [(&'static str, &'static str, Reject)] {
    match family {
        Family::V4 => &TYPES4,
        Family::V6 => &TYPES6,
    }
}

fn name(reject: Reject) -> &'static str {
    TYPES4
        .iter()
        .chain(&TYPES6)
        .find(|(.., known)| *known == reject)
        .map_or("", |(name, ..)| *name)
}

pub(super) fn print(target: Reject, out: &mut String) {
    let _ = write!(out, " reject-with {}", name(target));
}

pub(super) fn save(target: Reject, out: &mut String) {
    let _ = write!(out, " --reject-with {}", name(target));
}
