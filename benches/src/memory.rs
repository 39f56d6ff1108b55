//! `tollgate-bench memory`: what a frame costs in memory, over sizes, rules, flows, families and workers,
//! with the flow cache and without it: time, cycles and allocations.

use std::{
    collections::BTreeMap,
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
    alloc_count::allocations,
    cycles::Cycles,
    pipeline::{Pipeline, Sink, port_alone},
    qos,
    results::{Table, count, median, publish},
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
    /// Only rows with this in their name, or in the table's and theirs with `: ` between.
    pub filter: Option<String>,
    /// Where results go as JSON.
    pub json: Option<PathBuf>,
    /// Where plots go.
    pub plots: Option<PathBuf>,
}

impl MemoryTiming {
    /// Whether a row of a table is measured.
    pub(crate) fn wants(&self, title: &str, row: &str) -> bool {
        let name = || format!("{title}: {row}");
        let filter = self.filter.as_deref();
        filter.is_none_or(|filter| name().contains(filter))
    }
}

/// One cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) family: Family,
    pub(crate) sizes: Sizes,
    pub(crate) work: Work,
    pub(crate) rules: u32,
    pub(crate) flows: u32,
    pub(crate) workers: usize,
    /// Each worker receives frames of its own connections; otherwise, of any.
    pub(crate) steered: bool,
    pub(crate) cached: bool,
}

/// What a frame costs a worker.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) nanos: f64,
    /// Cycles, if the machine counts some.
    pub(crate) cycles: Option<f64>,
    /// Allocations.
    pub(crate) allocations: f64,
}

impl Cost {
    /// Of a worker that has failed.
    const UNKNOWN: Self = Self {
        nanos: f64::NAN,
        cycles: None,
        allocations: f64::NAN,
    };
}

/// Measures the matrix.
///
/// # Errors
/// If results can't be written.
pub fn run(options: &MemoryOptions) -> std::io::Result<()> {
    let mut tables = Vec::new();
    let unit = "a frame, the most that any number of flows takes";
    let mut allocated = Table::new("Allocations", unit, "frames");
    let cycles_unit = format!("{} a frame and worker", Cycles::of_thread().unit());
    for &sizes in &options.sizes {
        for family in [Family::V4, Family::V6] {
            let title = format!("{}, {}", sizes.name(), name(family));
            let mut table = Table::new(&title, "ns a frame and worker", "flows");
            let mut cycles = Table::new(&format!("{title}: cycles"), &cycles_unit, "flows");
            let mut ports = BTreeMap::new();
            for cell in cells(options, sizes, family) {
                let row = row(&cell);
                if !options.timing.wants(&title, &row) {
                    continue;
                }
                eprintln!("{title}, {} flows: {row}", cell.flows);
                let cost = cost(&cell, &options.timing);
                let flows = count(cell.flows as usize);
                table.put(&row, &flows, cost.nanos);
                if let Some(count) = cost.cycles {
                    cycles.put(&row, &flows, count);
                }
                if cell.cached && cell.workers == 1 {
                    let own = ports.entry(cell.flows);
                    let own = own.or_insert_with(|| port(&cell, &options.timing));
                    table.put("the bench's own ports alone", &flows, *own);
                    let less = format!("{row}, less the bench's own ports");
                    table.put(&less, &flows, cost.nanos - *own);
                }
                let most = allocated.get(&row, &title).unwrap_or(0.0);
                allocated.put(&row, &title, most.max(cost.allocations));
            }
            tables.extend([table, cycles]);
        }
    }
    tables.push(allocated);
    tables.retain(|table| !table.rows.is_empty());
    publish(
        &tables,
        options.timing.json.as_deref(),
        options.timing.plots.as_deref(),
    )
}

/// The cells of one table, row by row.
fn cells(options: &MemoryOptions, sizes: Sizes, family: Family) -> Vec<Cell> {
    let mut cells = Vec::new();
    for &work in &options.work {
        for (workers, steered) in ways(&options.workers) {
            for cached in [true, false] {
                cells.extend(options.flows.iter().map(|&flows| Cell {
                    family,
                    sizes,
                    work,
                    rules: options.rules,
                    flows,
                    workers,
                    steered,
                    cached,
                }));
            }
        }
    }
    cells
}

pub(crate) fn name(family: Family) -> &'static str {
    match family {
        Family::V4 => "IPv4",
        Family::V6 => "IPv6",
    }
}

/// So many workers, who receive what is theirs; and, if there are several, anything.
pub(crate) fn ways(workers: &[usize]) -> impl Iterator<Item = (usize, bool)> {
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

/// Nanoseconds that it takes to make a frame of the cell and to swallow it: what of its time is the bench's own.
fn port(cell: &Cell, timing: &MemoryTiming) -> f64 {
    let mut traffic = Traffic::new(cell.family, cell.sizes, 0, cell.flows);
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

/// What a frame of the cell costs.
pub(crate) fn cost(cell: &Cell, timing: &MemoryTiming) -> Cost {
    let mut pipeline = pipeline(cell);
    for worker in &mut pipeline.workers {
        worker.set_flow_cache(cell.cached);
    }
    // Each flow begins, is decided, and is replayed once.
    let warm = 3 * cell.flows as usize / Batch::MAX / cell.workers + 3;
    let cost = measure(&mut pipeline, warm, timing);
    let totals = pipeline.router.totals();
    let waits = pipeline.router.held() as u64;
    // Workers do not end at the same moment: what is handed over to one that has ended may be too much.
    let lost = totals.drops[DropReason::CpuBacklog.index()];
    let left = totals.sent + waits + lost;
    assert_eq!(totals.received, left, "{cell:?}: {totals:?}");
    cost
}

/// What a frame costs the workers of a pipeline, each on a thread of its own, after so many bursts.
pub(crate) fn measure(pipeline: &mut Pipeline, warm: usize, timing: &MemoryTiming) -> Cost {
    let now = pipeline.now;
    let barrier = Arc::new(Barrier::new(pipeline.workers.len()));
    let time = timing.time;
    let rounds = timing.rounds;
    let begin = Instant::now();
    let workers = pipeline.workers.drain(..).enumerate();
    let threads = workers.map(|(number, mut worker)| {
        let (barrier, router) = (Arc::clone(&barrier), Arc::clone(&pipeline.router));
        thread::spawn(move || {
            // Shapers go by the clock.
            let now = || now + begin.elapsed();
            for _ in 0..warm {
                worker.poll(now());
            }
            // Not what comes from other workers: that was counted there.
            let received = || router.totals.of(number).received.get();
            let mut counter = Cycles::of_thread();
            let (mut nanos, mut cycles, mut allocated) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..rounds {
                barrier.wait();
                let (before, allocations_before) = (received(), allocations());
                let (cycles_before, start) = (counter.read(), Instant::now());
                let spent = loop {
                    let now = now();
                    for _ in 0..8 {
                        worker.poll(now);
                    }
                    let spent = start.elapsed();
                    if spent >= time {
                        break spent;
                    }
                };
                let cycles_now = counter.read();
                let count = allocations() - allocations_before;
                let frames = (received() - before) as f64;
                nanos.push(spent.as_secs_f64() * 1e9 / frames);
                if let (Some(before), Some(now)) = (cycles_before, cycles_now) {
                    cycles.push(now.wrapping_sub(before) as f64 / frames);
                }
                allocated.push(count as f64 / frames);
            }
            Cost {
                nanos: median(&nanos),
                cycles: (!cycles.is_empty()).then(|| median(&cycles)),
                allocations: median(&allocated),
            }
        })
    });
    let threads: Vec<_> = threads.collect();
    let each: Vec<Cost> = threads
        .into_iter()
        .map(|thread| thread.join().unwrap_or(Cost::UNKNOWN))
        .collect();
    let mean = |of: fn(&Cost) -> f64| each.iter().map(of).sum::<f64>() / each.len() as f64;
    let cycles = mean(|cost| cost.cycles.unwrap_or(f64::NAN));
    Cost {
        nanos: mean(|cost| cost.nanos),
        cycles: (!cycles.is_nan()).then_some(cycles),
        allocations: mean(|cost| cost.allocations),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timing(filter: Option<&str>) -> MemoryTiming {
        MemoryTiming {
            rounds: 1,
            time: Duration::from_millis(1),
            filter: filter.map(str::to_owned),
            json: None,
            plots: None,
        }
    }

    #[test]
    fn a_filter_picks_rows_by_the_tables_name_and_theirs() {
        let wants = |filter| timing(filter).wants("64 B, IPv4", "+ NAT, no flow cache");
        assert!(wants(None) && wants(Some("NAT")) && wants(Some("IPv4: + NAT")));
        assert!(!wants(Some("HTB")));
    }

    #[test]
    fn every_way_of_a_cell_is_measured_once() {
        let options = MemoryOptions {
            sizes: vec![Sizes::Small],
            work: vec![Work::Nat],
            flows: vec![10, 20],
            workers: vec![1, 2],
            rules: 1,
            timing: timing(None),
        };
        let cells = cells(&options, Sizes::Small, Family::V6);
        let rows: std::collections::BTreeSet<_> = cells.iter().map(row).collect();
        assert_eq!((cells.len(), rows.len()), (12, 6));
    }

    #[test]
    fn a_cell_costs_something() {
        let cell = Cell {
            family: Family::V4,
            sizes: Sizes::Small,
            work: Work::Nat,
            rules: 3,
            flows: 100,
            workers: 1,
            steered: true,
            cached: true,
        };
        assert!(cost(&cell, &timing(None)).nanos > 0.0);
    }
}
