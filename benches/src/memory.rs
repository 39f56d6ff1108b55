//! `tollgate-bench memory`: what a frame costs in memory, over sizes, rules, flows, families and workers,
//! with the flow cache and without it. And `tollgate-bench scale`: the same as one of them grows.

use std::{
    path::PathBuf,
    sync::{Arc, Barrier},
    thread,
    time::{Duration, Instant},
};

use dataplane::{
    drop_reason::DropReason,
    io::{Capabilities, PortQueue},
    packet::{Batch, Pool},
    qos::Tree,
    route::Family,
};

use crate::{
    pipeline::{Pipeline, Sink, port_alone},
    qos,
    results::{Table, median, publish},
    rules::Rules,
    traffic::{Sizes, Traffic},
};

/// What is done to the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Work {
    /// Forwarded.
    Forward,
    /// Tracked, through 1,000 rules that are about others.
    Rules,
    /// The same, and their source translated.
    Nat,
    /// The same, and shaped by an HTB class.
    Htb,
}

impl Work {
    /// All of it.
    pub const ALL: [Self; 4] = [Self::Forward, Self::Rules, Self::Nat, Self::Htb];

    const fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Rules => "+ 1,000 rules, stateful",
            Self::Nat => "+ NAT",
            Self::Htb => "+ HTB",
        }
    }
}

/// Which cells of the matrix are measured.
#[derive(Clone, Debug)]
pub struct MemoryOptions {
    /// Sizes of frames.
    pub sizes: Vec<Sizes>,
    /// What is done.
    pub work: Vec<Work>,
    /// How many flows.
    pub flows: Vec<u32>,
    /// How many workers.
    pub workers: Vec<usize>,
    /// Rules that are about others.
    pub rules: u32,
    /// How.
    pub timing: MemoryTiming,
}

/// How cells are measured.
#[derive(Clone, Debug)]
pub struct MemoryTiming {
    /// Rounds, of which the medians are reported.
    pub rounds: usize,
    /// How long a round is.
    pub time: Duration,
    /// Where results go as JSON.
    pub json: Option<PathBuf>,
    /// Where plots go.
    pub plots: Option<PathBuf>,
}

/// One cell.
#[derive(Clone, Copy, Debug)]
struct Cell {
    family: Family,
    sizes: Sizes,
    work: Work,
    rules: u32,
    flows: u32,
    workers: usize,
    /// Each worker receives frames of its own connections; otherwise, of any.
    steered: bool,
    cached: bool,
}

/// Measures the matrix.
///
/// # Errors
/// If results can't be written.
pub fn run(options: &MemoryOptions) -> std::io::Result<()> {
    let mut tables = Vec::new();
    for &sizes in &options.sizes {
        for family in [Family::V4, Family::V6] {
            let title = format!("{}, {}", sizes.name(), name(family));
            let mut table = Table::new(&title, "ns a frame and worker", "flows");
            let mut ports = Vec::new();
            for &flows in &options.flows {
                let cost = port(family, sizes, flows, &options.timing);
                table.put("the bench's own ports alone", &count(flows), cost);
                ports.push(cost);
            }
            for &work in &options.work {
                for (workers, steered) in ways(&options.workers) {
                    for cached in [true, false] {
                        for (&flows, ports) in options.flows.iter().zip(&ports) {
                            let cell = Cell {
                                family,
                                sizes,
                                work,
                                rules: options.rules,
                                flows,
                                workers,
                                steered,
                                cached,
                            };
                            eprintln!("{title}, {flows} flows: {}", row(&cell));
                            let cost = nanos(&cell, &options.timing);
                            table.put(&row(&cell), &count(flows), cost);
                            if cached && workers == 1 {
                                let less = format!("{}, less the bench's own ports", row(&cell));
                                table.put(&less, &count(flows), cost - ports);
                            }
                        }
                    }
                }
            }
            tables.push(table);
        }
    }
    publish(
        &tables,
        options.timing.json.as_deref(),
        options.timing.plots.as_deref(),
    )
}

/// Measures how the cost of a small, translated IPv4 frame grows with flows, with rules and with workers.
///
/// # Errors
/// If results can't be written.
pub fn scale(timing: &MemoryTiming) -> std::io::Result<()> {
    let base = Cell {
        family: Family::V4,
        sizes: Sizes::Small,
        work: Work::Nat,
        rules: 100,
        flows: 1_000,
        workers: 1,
        steered: true,
        cached: true,
    };
    let both = [true, false].map(|cached| Cell { cached, ..base });
    let mut flows = Table::new("Cost as flows grow", "ns a frame", "flows");
    let mut rules = Table::new("Cost as rules grow", "ns a frame", "rules");
    let mut workers = Table::new("Frames as workers grow", "M frames a second", "workers");
    for cell in both {
        let name = if cell.cached {
            "flow cache"
        } else {
            "no flow cache"
        };
        for number in [1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000] {
            let cell = Cell {
                flows: number,
                ..cell
            };
            flows.put(name, &count(number), nanos(&cell, timing));
        }
        for number in [0, 10, 100, 1_000, 10_000] {
            let cell = Cell {
                rules: number,
                ..cell
            };
            rules.put(name, &count(number), nanos(&cell, timing));
        }
        let all: Vec<usize> =
            (1..=thread::available_parallelism().map_or(1, usize::from)).collect();
        for (number, steered) in ways(&all) {
            let cell = Cell {
                workers: number,
                steered,
                ..cell
            };
            let frames = number as f64 * 1e3 / nanos(&cell, timing);
            let name = if steered {
                name.to_owned()
            } else {
                format!("{name}, frames come to any worker")
            };
            workers.put(&name, &number.to_string(), frames);
        }
    }
    let tables = [flows, rules, workers];
    publish(&tables, timing.json.as_deref(), timing.plots.as_deref())
}

fn name(family: Family) -> &'static str {
    match family {
        Family::V4 => "IPv4",
        Family::V6 => "IPv6",
    }
}

/// So many workers, who receive what is theirs; and, if there are several, anything.
fn ways(workers: &[usize]) -> impl Iterator<Item = (usize, bool)> {
    let ways = |&workers: &usize| [(workers, true), (workers, false)];
    let all = workers.iter().flat_map(ways);
    all.filter(|(workers, steered)| *steered || *workers > 1)
}

fn row(cell: &Cell) -> String {
    let workers = match (cell.workers, cell.steered) {
        (1, _) => String::new(),
        (workers, true) => format!(", {workers} workers"),
        (workers, false) => format!(", {workers} workers, any frames"),
    };
    let cached = if cell.cached { "" } else { ", no flow cache" };
    format!("{}{workers}{cached}", cell.work.name())
}

/// "64 k", "1 M".
fn count(number: u32) -> String {
    match number {
        1_000_000.. => format!("{} M", number / 1_000_000),
        1_000.. => format!("{} k", number / 1_000),
        _ => number.to_string(),
    }
}

/// A router as the cell says.
fn pipeline(cell: &Cell) -> Pipeline {
    let share = cell.flows / cell.workers as u32;
    // Super-frames go through whole.
    let wide = Capabilities {
        partial_checksum: true,
        tso4: true,
        tso6: true,
        uso: true,
    };
    let ports = (0..cell.workers as u32).map(|worker| {
        let traffic = if cell.steered && cell.workers > 1 {
            let owner = (worker as usize, cell.workers);
            Traffic::of_owner(cell.family, cell.sizes, cell.flows, owner)
        } else {
            Traffic::new(cell.family, cell.sizes, worker * share, share)
        };
        [
            Box::new(traffic) as Box<dyn PortQueue>,
            Box::new(Sink(wide)),
        ]
    });
    let routes = Traffic::servers().map(|net| (net, 0));
    let mut rules = Rules::of(cell.family).workers(cell.workers);
    if cell.work != Work::Forward {
        rules = rules.stateful(cell.rules);
    }
    if matches!(cell.work, Work::Nat | Work::Htb) {
        rules = rules.snat();
    }
    Pipeline::with_workers(routes, ports.collect(), |snapshot| {
        if cell.work != Work::Forward {
            match cell.family {
                Family::V4 => snapshot.filter4 = rules.compile(),
                Family::V6 => snapshot.filter6 = rules.compile(),
            }
        }
        snapshot.sysctls.conntrack.max = 4_000_000;
        if cell.work == Work::Htb {
            Pipeline::shape(snapshot, shaper());
        }
    })
}

/// One class that is never slower than what comes.
fn shaper() -> Tree {
    let bits = 40_000_000_000_000;
    qos::htb(0x10, vec![qos::class(0x10, 0, bits, bits, 1 << 30)])
}

/// Nanoseconds that it takes to make a frame of so many flows and to swallow it: what of each cell's time is the
/// bench's own.
fn port(family: Family, sizes: Sizes, flows: u32, timing: &MemoryTiming) -> f64 {
    let mut traffic = Traffic::new(family, sizes, 0, flows);
    let (mut pool, mut batch) = (Pool::new(2 * Batch::MAX), Batch::new());
    let round = || {
        let (start, mut frames) = (Instant::now(), 0);
        loop {
            for _ in 0..8 {
                frames += port_alone(&mut traffic, &mut pool, &mut batch);
            }
            let spent = start.elapsed();
            if spent >= timing.time {
                break spent.as_secs_f64() * 1e9 / frames as f64;
            }
        }
    };
    let all: Vec<f64> = std::iter::repeat_with(round).take(timing.rounds).collect();
    median(&all)
}

/// Nanoseconds that a frame of the cell costs a worker.
fn nanos(cell: &Cell, timing: &MemoryTiming) -> f64 {
    let mut pipeline = pipeline(cell);
    for worker in &mut pipeline.workers {
        worker.set_flow_cache(cell.cached);
    }
    // Each flow begins, is decided, and is replayed once.
    let warm = 3 * cell.flows as usize / Batch::MAX / cell.workers + 3;
    let now = pipeline.now;
    let barrier = Arc::new(Barrier::new(cell.workers));
    let time = timing.time;
    let rounds = timing.rounds;
    let begin = Instant::now();
    let workers = pipeline.workers.drain(..).enumerate();
    let threads = workers.map(|(number, mut worker)| {
        let (barrier, router) = (Arc::clone(&barrier), Arc::clone(&pipeline.router));
        thread::spawn(move || {
            for _ in 0..warm {
                worker.poll(now);
            }
            // Not what comes from other workers: that was counted there.
            let received = || router.totals.of(number).received.get();
            let mut all = Vec::new();
            for _ in 0..rounds {
                barrier.wait();
                let (start, before) = (Instant::now(), received());
                let spent = loop {
                    // Shapers go by the clock.
                    let now = now + begin.elapsed();
                    for _ in 0..8 {
                        worker.poll(now);
                    }
                    let spent = start.elapsed();
                    if spent >= time {
                        break spent;
                    }
                };
                all.push(spent.as_secs_f64() * 1e9 / (received() - before) as f64);
            }
            median(&all)
        })
    });
    let threads: Vec<_> = threads.collect();
    let each = threads
        .into_iter()
        .map(|thread| thread.join().unwrap_or(f64::NAN));
    let each: Vec<f64> = each.collect();
    let totals = pipeline.router.totals();
    let waits = pipeline.router.held() as u64;
    // Workers do not end at the same moment: what is handed over to one that has ended may be too much.
    let lost = totals.drops[DropReason::CpuBacklog.index()];
    let left = totals.sent + waits + lost;
    assert_eq!(totals.received, left, "{cell:?}: {totals:?}");
    each.iter().sum::<f64>() / each.len() as f64
}
