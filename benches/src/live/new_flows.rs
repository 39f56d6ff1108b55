//! What rules cost the first packet of a flow, in the kernel and in Tollgate.

use std::{fmt, fs, io, time::Duration};

use dataplane::packet::Batch;

use super::{
    BareOptions, Kind, Place,
    frames::{Load, Sender, Target, flood},
    router::{Polling, Router},
    rules::filter,
};
use crate::{
    cpu_time::thread_time,
    results::{Table, count},
    rules::{self, Rules},
    traffic::Traffic,
};

/// New flows a second that the kernel gets: it keeps up with them behind ten thousand rules.
const RATE: f64 = 4000.0;
/// Flows of which only the first frame is sent.
const FLOWS: u32 = 20_000;
/// Bursts of new flows that Tollgate gets before the time is taken, and while it is.
const WARM: usize = 100;
const TIMED: usize = 1000;

/// Nanoseconds that a new flow costs, of one round.
#[derive(Clone, Copy, Debug)]
struct Round {
    kernel: [f64; 2],
    tollgate: [f64; 2],
}

/// What came out.
#[derive(Clone, Debug)]
pub struct NewFlows {
    count: u32,
    rounds: Vec<Round>,
}

/// Measures new flows without rules and behind `count` rules that are about others, `rounds` times.
/// The kernel forwards between two namespaces, and Tollgate in memory; what both do besides the rules
/// goes away in the difference.
///
/// # Errors
/// When a namespace or a tool fails, or the kernel loses more than one frame in a hundred.
pub fn new_flows(count: u32, rounds: usize) -> io::Result<NewFlows> {
    let mut report = NewFlows {
        count,
        rounds: Vec::new(),
    };
    for round in 0..rounds {
        eprintln!("round {} of {rounds}", round + 1);
        report.rounds.push(Round {
            kernel: [kernel(0)?, kernel(count)?],
            tollgate: [tollgate(0), tollgate(count)],
        });
    }
    Ok(report)
}

fn kernel(count: u32) -> io::Result<f64> {
    let path = std::env::temp_dir().join(format!("tollgate-rules-{}", std::process::id()));
    fs::write(&path, filter(Place::Behind, count))?;
    let load = format!("iptables-restore {}", path.display());
    let router = Router::start(
        Kind::Kernel,
        ("", &[]),
        &BareOptions::default(),
        (&load, Polling::Nobody),
    );
    fs::remove_file(&path)?;
    let router = router?;
    let topology = &router.topology;
    let time = Duration::from_secs_f64(f64::from(FLOWS) / RATE);
    let counters = topology.hosts[1].counters("v0")?;
    let sender = Sender::NewFlows {
        first: 0,
        // Some more than are sent: none comes twice.
        count: FLOWS + 1000,
    };
    let load = Load::paced(RATE, time);
    let what = (sender, Target::Sink);
    let result = flood(topology, what, load, &router.accounts(), || {
        counters.received()
    })?;
    if result.arrived < 0.99 * result.offered {
        return Err(io::Error::other(format!(
            "of {:.0} new flows a second only {:.0} arrived",
            result.offered, result.arrived
        )));
    }
    Ok(result.cpu)
}

fn tollgate(count: u32) -> f64 {
    let mut pipeline = rules::pipeline(Traffic::endless(), Rules::new().stateful(count));
    for _ in 0..WARM {
        pipeline.burst_after(rules::GAP);
    }
    let before = thread_time();
    for _ in 0..TIMED {
        pipeline.burst_after(rules::GAP);
    }
    let took = thread_time().saturating_sub(before);
    took.as_nanos() as f64 / (TIMED * Batch::MAX) as f64
}

impl NewFlows {
    fn median(&self, of: impl Fn(&Round) -> f64) -> f64 {
        let mut all: Vec<f64> = self.rounds.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

impl NewFlows {
    /// Medians, with what of them the rules cost.
    #[must_use]
    pub fn table(&self) -> Table {
        let rules = format!("{} rules", count(self.count as usize));
        let mut table = Table::new("New flows behind rules", "ns a new flow", "rules");
        let mut row = |name: &str, of: fn(&Round) -> [f64; 2]| {
            table.put(name, "no rules", self.median(|round| of(round)[0]));
            table.put(name, &rules, self.median(|round| of(round)[1]));
            let of_rules = self.median(|round| of(round)[1] - of(round)[0]);
            table.put(name, "of them the rules", of_rules);
        };
        row("kernel", |round| round.kernel);
        row("tollgate", |round| round.tollgate);
        table
    }
}

impl fmt::Display for NewFlows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:10} {:>12} {:>14} {:>18}",
            "new flow",
            "no rules, ns",
            format!("{} rules", self.count),
            "of them the rules"
        )?;
        let mut line = |name: &str, of: fn(&Round) -> [f64; 2]| {
            let [none, all] = [0, 1].map(|at| self.median(|round| of(round)[at]));
            let rules = self.median(|round| of(round)[1] - of(round)[0]);
            writeln!(f, "{name:10} {none:>12.0} {all:>14.0} {rules:>18.0}")?;
            Ok::<f64, fmt::Error>(rules)
        };
        let kernel = line("kernel", |round| round.kernel)?;
        let tollgate = line("tollgate", |round| round.tollgate)?;
        // Less than a nanosecond is not measured.
        let ratio = kernel / tollgate.max(1.0);
        write!(f, "the kernel's rules cost {ratio:.0} times as much")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_are_of_the_differences() {
        let round = |kernel, tollgate| Round { kernel, tollgate };
        let report = NewFlows {
            count: 7,
            rounds: vec![
                round([1000.0, 50_000.0], [500.0, 600.0]),
                round([2000.0, 43_000.0], [800.0, 900.0]),
                round([1000.0, 41_000.0], [500.0, 700.0]),
            ],
        };
        let shown = report.to_string();
        assert!(shown.ends_with("cost 410 times as much"), "{shown}");
        let of_rules = report.table().get("kernel", "of them the rules");
        assert_eq!(of_rules, Some(41_000.0));
    }
}
