//! `-j NETMAP`.

use std::{
    fmt::Write as _,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use dataplane::filter::{Target, targets::Netmap};

use crate::lang::iptables::{
    address::{self, Shown, prefix_len},
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    xtoptions::{Entry, Seen, options},
};

const TABLE: [Entry; 1] = [Entry::value("to", 0).mandatory()];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "NETMAP",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("NETMAP", &TABLE),
            found: Netmap {
                addr: Ipv4Addr::UNSPECIFIED.into(),
                mask: Ipv4Addr::UNSPECIFIED.into(),
            },
        })
    },
    help: include_str!("help/netmap.txt"),
};

struct Parser {
    seen: Seen,
    found: Netmap,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let (addr, mask) = address::masked(asked, asked.rule.family)?;
        let addr = match (addr, mask) {
            (IpAddr::V4(addr), IpAddr::V4(mask)) => {
                Ipv4Addr::from(u32::from(addr) & u32::from(mask)).into()
            }
            (IpAddr::V6(addr), IpAddr::V6(mask)) => {
                Ipv6Addr::from(u128::from(addr) & u128::from(mask)).into()
            }
            (addr, _) => addr,
        };
        self.found = Netmap { addr, mask };
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        self.seen.finish()?;
        Ok(Target::Netmap(self.found))
    }
}

fn write_network(target: &Netmap, out: &mut String) {
    let _ = write!(out, "{}/", Shown(target.addr));
    let _ = match prefix_len(target.mask) {
        Some(len) => write!(out, "{len}"),
        None => write!(out, "{}", Shown(target.mask)),
    };
}

pub(super) fn print(target: &Netmap, out: &mut String) {
    out.push_str(" to:");
    write_network(target, out);
}

pub(super) fn save(target: &Netmap, out: &mut String) {
    out.push_str(" --to ");
    write_network(target, out);
}
