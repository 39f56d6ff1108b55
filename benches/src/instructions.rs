//! Instructions per frame, counted by callgrind: the same whatever else the machine does, so a
//! regression shows where times would drown in noise.
//!
//! The program runs itself under valgrind twice with each workload, once with more bursts than the
//! other time; the difference belongs to the bursts alone.

use std::{
    fmt, io,
    net::{Ipv4Addr, Ipv6Addr},
    process::Command,
};

use clap::ValueEnum;
use dataplane::{filter::Target, packet::Batch, qos::Tree, route::Family};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::{
    pipeline::{Pipeline, Source},
    qos::{self, BURST, Loaded},
    recorded::Results,
    results::{Circumstances, Table},
    rules::{self, Rules},
    traffic::{Sizes, Traffic},
};

/// Bursts of the shorter run: what is filled by use is filled by then.
const WARM: u64 = 50;
/// Bursts of the longer run beyond those.
const COUNTED: u64 = 200;
/// Routes, and destinations.
const ROUTES: u32 = 1000;
/// A count may grow by this part of what is recorded before it is a regression.
const TOLERANCE: f64 = 0.03;
/// What is recorded: a line for each workload, its name and the instructions of a frame.
const RECORDED: &str = include_str!("../instructions.txt");

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// Forwarding 64-byte IPv4 frames to 1,000 destinations over as many routes.
    ForwardIpv4,
    /// The same with IPv6.
    ForwardIpv6,
    /// Datagrams of 1,000 connections whose source is translated, behind 1,000 rules.
    KnownSnat,
    /// The same with IPv6.
    #[value(name = "known-snat-ipv6")]
    KnownSnat6,
    /// As with IPv4, decided about one by one.
    KnownSnatSlow,
    /// The same where every datagram begins a connection, and as many end.
    NewSnat,
    /// Echo requests of 1,000 connections whose source is translated, behind 1,000 rules; nobody has looked at their
    /// checksums.
    KnownEcho,
    /// Datagrams of 1,000 flows that the last of 1,000 rules of the table raw drops.
    DroppedRaw,
    /// The same, where it has them not tracked.
    Untracked,
    /// Datagrams of 1,000 flows that the last of 1,000 rules of FORWARD drops, so that no connection of theirs is
    /// ever known.
    DroppedForward,
    /// The same where there is never a second datagram of a flow.
    DroppedFlood,
    /// Into `htb` and out again: 10,000 classes at its root, 100,000 packets waiting.
    HtbFlat,
    /// The same with the classes below two levels of others that they borrow from.
    HtbLevels,
}

impl fmt::Display for Workload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value().ok_or(fmt::Error)?;
        f.pad(value.get_name())
    }
}

impl Workload {
    /// Carries `bursts` full bursts: what is run under valgrind.
    pub fn run(self, bursts: u64) {
        const BITS: u64 = 10_000_000_000;
        // Tables of its own: those of the benches depend on what was downloaded.
        let mut pipeline = match self {
            Self::ForwardIpv4 => {
                let net = |n: u32| Ipv4Net::new_assert((0x0b00_0000 + n * 0x700).into(), 24);
                let destinations: Vec<_> = (0..ROUTES).map(|n| host4(net(n), n)).collect();
                let routes = (0..ROUTES).map(|n| (IpNet::V4(net(n)), n));
                Pipeline::new(routes, Source::ipv4(&destinations))
            }
            Self::ForwardIpv6 => {
                let net = |n: u32| {
                    let groups = [0x2001, (n / 50) as u16 * 3, (n % 50) as u16 * 5];
                    let [a, b, c] = groups;
                    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), 48)
                };
                let destinations: Vec<_> = (0..ROUTES)
                    .map(|n| (net(n).addr().to_bits() | u128::from(n)).into())
                    .collect();
                let routes = (0..ROUTES).map(|n| (IpNet::V6(net(n)), n));
                Pipeline::new(routes, Source::ipv6(&destinations))
            }
            Self::KnownSnat => {
                rules::pipeline(Traffic::small(1000), Rules::new().stateful(1000).snat())
            }
            Self::KnownSnat6 => {
                let flows = Traffic::new(Family::V6, Sizes::Small, 0, 1000);
                let rules = Rules::of(Family::V6).stateful(1000).snat();
                rules::pipeline(flows, rules)
            }
            Self::KnownSnatSlow => {
                let rules = Rules::new().stateful(1000).snat();
                rules::pipeline(Traffic::small(1000), rules).without_flow_cache()
            }
            Self::NewSnat => {
                rules::pipeline(Traffic::endless(), Rules::new().stateful(1000).snat())
            }
            Self::KnownEcho => {
                let servers: Vec<_> = (0..ROUTES).map(|n| (0xac10_0000 + n).into()).collect();
                rules::pipeline(Source::echo(&servers), Rules::new().stateful(1000).snat())
            }
            Self::DroppedRaw => {
                let rules = Rules::new().raw(1000, Target::Drop);
                rules::pipeline(Traffic::small(1000), rules)
            }
            Self::Untracked => {
                let rules = Rules::new().raw(1000, rules::notrack()).stateful(1000);
                rules::pipeline(Traffic::small(1000), rules)
            }
            Self::DroppedForward => {
                rules::pipeline(Traffic::small(1000), Rules::new().closed(1000))
            }
            Self::DroppedFlood => rules::pipeline(Traffic::endless(), Rules::new().closed(1000)),
            Self::HtbFlat => return shape(&qos::flat(10_000, BITS), bursts),
            Self::HtbLevels => return shape(&qos::three_levels(100, 10_000, BITS), bursts),
        };
        // Connections last for a second: during all counted bursts as many end as begin.
        let gap = if self == Self::NewSnat {
            rules::GAP * 200
        } else {
            rules::GAP
        };
        for _ in 0..bursts {
            pipeline.burst_after(gap);
        }
    }

    /// What is recorded of it.
    fn recorded(self) -> Option<f64> {
        let name = self.to_string();
        RECORDED.lines().find_map(|line| {
            let (word, count) = line.split_once(' ')?;
            (word == name).then(|| count.trim().parse().ok())?
        })
    }

    /// Instructions of a frame.
    ///
    /// # Errors
    /// If valgrind can't be run or says something else than a count.
    fn count(self) -> io::Result<f64> {
        let (less, more) = (self.callgrind(WARM)?, self.callgrind(WARM + COUNTED)?);
        Ok((more - less) as f64 / (COUNTED * Batch::MAX as u64) as f64)
    }

    fn callgrind(self, bursts: u64) -> io::Result<u64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(std::env::current_exe()?)
            .args(["workload", &self.to_string(), &bursts.to_string()])
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        said.lines()
            .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
            .ok_or_else(|| io::Error::other(format!("valgrind gave no count: {said}")))
    }
}

/// Has packets wait for their turns in a tree of 10,000 leaves.
fn shape(tree: &Tree, bursts: u64) {
    let mut loaded = Loaded::new(tree, 10_000, 100_000);
    for _ in 0..bursts * Batch::MAX as u64 / BURST as u64 {
        loaded.burst();
    }
}

/// What is recorded, as if it were results of a run: it is the same on every machine.
#[must_use]
pub fn recorded() -> Results {
    let mut table = Table::new("Instructions", "instructions", "of");
    for workload in Workload::value_variants() {
        if let Some(count) = workload.recorded() {
            table.put(&workload.to_string(), "a frame", count);
        }
    }
    Results {
        circumstances: Circumstances {
            machine: String::new(),
            kernel: String::new(),
            commit: String::new(),
            command: "tollgate-bench instructions --check".to_owned(),
        },
        tables: vec![table],
    }
}

fn host4(net: Ipv4Net, n: u32) -> Ipv4Addr {
    (net.addr().to_bits() | (n & 0xff)).into()
}

/// Counts every workload and prints it beside what is recorded.
///
/// # Errors
/// If valgrind can't be run; with `check`, if a count is more than 3 % above what is recorded.
pub fn report(check: bool) -> io::Result<()> {
    let mut regressed = Vec::new();
    println!("workload         instructions/frame  recorded");
    for &workload in Workload::value_variants() {
        let count = workload.count()?;
        let recorded = workload.recorded();
        let change = recorded.map_or(String::new(), |recorded| {
            format!("{recorded:.1} ({:+.1} %)", (count / recorded - 1.0) * 100.0)
        });
        println!("{workload:<16} {count:>18.1}  {change}");
        if recorded.is_none_or(|recorded| count > recorded * (1.0 + TOLERANCE)) {
            regressed.push(workload.to_string());
        }
    }
    if check && !regressed.is_empty() {
        return Err(io::Error::other(format!(
            "more instructions than benches/instructions.txt records: {}; mend it, or record the \
             new count and say why",
            regressed.join(", ")
        )));
    }
    Ok(())
}
