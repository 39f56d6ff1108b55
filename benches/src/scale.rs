//! `tollgate-bench scale`: how costs grow with flows, routes, rules, connections and workers.

use std::{io, thread, time::Instant};

use dataplane::{packet::Batch, route::Family};
use ipnet::IpNet;

use crate::{
    memory::{Cell, MemoryTiming, Work, cost, measure, name, ways},
    pipeline::{Pipeline, Source},
    results::{Table, count, median, publish},
    rules::{self, Rules},
    tables,
    traffic::{Sizes, Traffic},
};

/// Numbers of flows, of routes, of rules that are about others, and of connections at a time.
const FLOWS: [u32; 6] = [1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000];
const ROUTES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
const RULES: [u32; 5] = [0, 10, 100, 1_000, 10_000];
const CONNECTIONS: [u32; 5] = [10_000, 100_000, 500_000, 1_000_000, 2_000_000];

/// Measures how the cost of a frame grows, of a connection's small frame that is translated where
/// nothing else is said.
///
/// # Errors
/// If results can't be written.
pub fn run(timing: &MemoryTiming) -> io::Result<()> {
    let mut tables = vec![
        as_flows_grow(timing),
        as_routes_grow(timing),
        as_rules_grow(timing),
        as_connections_grow(timing),
        as_workers_grow(timing),
    ];
    tables.retain(|table| !table.rows.is_empty());
    publish(&tables, timing.json.as_deref(), timing.plots.as_deref())
}

/// Puts what `nanos` measures into a row, if it is asked for.
fn put(
    timing: &MemoryTiming,
    table: &mut Table,
    (row, column): (&str, String),
    nanos: impl FnOnce() -> f64,
) {
    if timing.wants(&table.title, row) {
        eprintln!("{}, {column} {}: {row}", table.title, table.along);
        table.put(row, &column, nanos());
    }
}

const CACHED: [(&str, bool); 2] = [("flow cache", true), ("no flow cache", false)];

fn base(cached: bool) -> Cell {
    Cell {
        family: Family::V4,
        sizes: Sizes::Small,
        work: Work::Nat,
        rules: 100,
        flows: 1_000,
        workers: 1,
        steered: true,
        cached,
    }
}

fn as_flows_grow(timing: &MemoryTiming) -> Table {
    let mut table = Table::new("Cost as flows grow", "ns a frame", "flows");
    for (row, cached) in CACHED {
        for flows in FLOWS {
            let cell = Cell {
                flows,
                ..base(cached)
            };
            put(timing, &mut table, (row, count(flows as usize)), || {
                cost(&cell, timing).nanos
            });
        }
    }
    table
}

/// Frames without a connection, to as many random destinations as there are routes.
fn as_routes_grow(timing: &MemoryTiming) -> Table {
    let mut table = Table::new("Cost as routes grow", "ns a frame", "routes");
    for family in [Family::V4, Family::V6] {
        for size in ROUTES {
            put(timing, &mut table, (name(family), count(size)), || {
                let (routes, source): (Vec<(IpNet, u32)>, _) = match family {
                    Family::V4 => {
                        let routes = tables::ipv4(size);
                        let source = Source::ipv4(&tables::destinations4(&routes, size, 1));
                        let net = |(net, hop)| (IpNet::V4(net), hop);
                        (routes.into_iter().map(net).collect(), source)
                    }
                    Family::V6 => {
                        let routes = tables::ipv6(size);
                        let source = Source::ipv6(&tables::destinations6(&routes, size, 1));
                        let net = |(net, hop)| (IpNet::V6(net), hop);
                        (routes.into_iter().map(net).collect(), source)
                    }
                };
                let mut pipeline = Pipeline::new(routes, source);
                let nanos = measure(&mut pipeline, size / Batch::MAX + 1, timing).nanos;
                // A real table has some routes to where nothing is sent on: it must be some only.
                let totals = pipeline.router.totals();
                assert!(totals.sent * 100 > totals.received * 99, "{totals:?}");
                nanos
            });
        }
    }
    table
}

fn as_rules_grow(timing: &MemoryTiming) -> Table {
    let mut table = Table::new("Cost as rules grow", "ns a frame", "rules");
    for (row, cached) in CACHED {
        for rules in RULES {
            let cell = Cell {
                rules,
                ..base(cached)
            };
            put(timing, &mut table, (row, count(rules as usize)), || {
                cost(&cell, timing).nanos
            });
        }
    }
    table
}

/// Every frame begins a connection, and as many end.
fn as_connections_grow(timing: &MemoryTiming) -> Table {
    let title = "Cost of a new connection as connections grow";
    let mut table = Table::new(title, "ns a new connection", "connections at a time");
    for (row, translated) in [("tracked", false), ("SNAT", true)] {
        for live in CONNECTIONS {
            put(timing, &mut table, (row, count(live as usize)), || {
                let rules = Rules::new().stateful(100);
                let rules = if translated { rules.snat() } else { rules };
                new_connection(live, rules, timing)
            });
        }
    }
    table
}

/// Nanoseconds of a connection that begins, and one that ends, while there are `live`.
fn new_connection(live: u32, rules: Rules, timing: &MemoryTiming) -> f64 {
    let mut pipeline = rules::pipeline(Traffic::endless(), rules);
    // They last for a second.
    let gap = rules::LIFE * Batch::MAX as u32 / live;
    // Until they begin to end, which is done up to a third of a second later.
    for _ in 0..2 * live as usize / Batch::MAX {
        pipeline.burst_after(gap);
    }
    let rounds = (0..timing.rounds).map(|_| {
        let (start, mut frames) = (Instant::now(), 0);
        while start.elapsed() < timing.time {
            for _ in 0..8 {
                frames += pipeline.burst_after(gap);
            }
        }
        start.elapsed().as_secs_f64() * 1e9 / frames as f64
    });
    let rounds: Vec<_> = rounds.collect();
    let totals = pipeline.router.totals();
    assert_eq!(totals.sent, totals.received, "{totals:?}");
    let there = pipeline.router.conntrack.of(0).count();
    let (least, most) = (live as usize * 9 / 10, live as usize * 3 / 2);
    assert!((least..most).contains(&there), "{there} instead of {live}");
    median(&rounds)
}

fn as_workers_grow(timing: &MemoryTiming) -> Table {
    let mut table = Table::new("Frames as workers grow", "M frames a second", "workers");
    let all: Vec<usize> = (1..=thread::available_parallelism().map_or(1, usize::from)).collect();
    for (name, cached) in CACHED {
        for (workers, steered) in ways(&all) {
            let cell = Cell {
                workers,
                steered,
                ..base(cached)
            };
            let frames = || workers as f64 * 1e3 / cost(&cell, timing).nanos;
            let any = format!("{name}, frames come to any worker");
            let row = if steered { name } else { &any };
            put(timing, &mut table, (row, workers.to_string()), frames);
            // To one worker all come.
            if workers == 1
                && let Some(frames) = table.get(row, "1")
            {
                put(timing, &mut table, (&any, "1".to_owned()), || frames);
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn connections_come_and_go_at_the_number_that_was_asked_for() {
        let timing = MemoryTiming {
            rounds: 1,
            time: Duration::from_millis(1),
            filter: None,
            json: None,
            plots: None,
        };
        // The function itself looks whether there are as many.
        assert!(new_connection(10_000, Rules::new().stateful(3).snat(), &timing) > 0.0);
    }
}
