//! `tollgate-bench`: measurements that are no criterion benches.
#![forbid(unsafe_code)]

use std::{fs, io, path::PathBuf, process::ExitCode, time::Duration};

use benches::{
    all::{self, AllOptions},
    alloc_count::Counting,
    criterion::{self, CriterionOptions},
    instructions::{self, Workload},
    live::{self, BareOptions, Kind, LiveOptions, Measure},
    lookup::{self, LookupOptions},
    memory::{self, MemoryOptions, MemoryTiming, Work},
    report,
    results::publish,
    scale, sharing, syscalls,
    traffic::Sizes,
};
use clap::{Parser, Subcommand};

/// `memory` tells how often a frame makes it allocate.
#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Measures Tollgate on this machine.
#[derive(Debug, Parser)]
#[command(name = "tollgate-bench", version)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Compares the kernel and Tollgate between two hosts in network namespaces. Needs root, iperf3,
    /// ping and iptables-legacy.
    Live {
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// Seconds of each measurement.
        #[arg(long, default_value_t = 1.0)]
        time: f64,
        /// Small frames a second of the paced measurements.
        #[arg(long, default_value_t = 200_000.0)]
        rate: f64,
        /// The small frames of `frames` are XDP frames, as a card's driver makes them; all veths poll.
        #[arg(long)]
        xdp_frames: bool,
        /// What is compared; ratios are to the kernel.
        #[arg(long, value_enum, value_delimiter = ',',
              default_values_t = [Kind::Kernel, Kind::Packet, Kind::Tap])]
        routers: Vec<Kind>,
        /// Only those with this in their name.
        #[arg(long, default_value = "")]
        filter: String,
        /// What is measured.
        #[arg(long, value_enum, value_delimiter = ',', default_values_t = Measure::ALL)]
        only: Vec<Measure>,
        /// The daemon's program.
        #[arg(long, default_value = "target/release/tollgate")]
        tollgate: String,
        #[command(flatten)]
        bare: Waiting,
        /// Options of the daemon, as in --options='--workers 2 --rx-usecs 0'.
        #[arg(long, value_delimiter = ' ', allow_hyphen_values = true)]
        options: Vec<String>,
        /// A file of `iptables …` lines that the kernel and Tollgate both get, instead of MASQUERADE for
        /// the first host.
        #[arg(long)]
        rules: Option<PathBuf>,
        /// No rules: forward only.
        #[arg(long, conflicts_with = "rules")]
        plain: bool,
        /// Rules about others that `rules` loads.
        #[arg(long, default_value_t = 10_000)]
        rule_count: u32,
        #[command(flatten)]
        output: Output,
    },
    /// Compares what rules cost the first packet of a flow in the kernel and in Tollgate. Needs root
    /// and iptables-legacy.
    NewFlows {
        /// Rules that are about others.
        #[arg(long, default_value_t = 10_000)]
        rules: u32,
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        #[command(flatten)]
        output: Output,
    },
    /// Compares how fast the classes of `tc` scripts are in the kernel and in Tollgate. Needs root and
    /// tc.
    Shape {
        /// What is compared.
        #[arg(long, value_enum, value_delimiter = ',',
              default_values_t = [Kind::Kernel, Kind::Packet])]
        routers: Vec<Kind>,
        /// Only the scripts whose name contains this.
        #[arg(long, default_value = "")]
        only: String,
        /// Rounds, of which the medians and the spread are reported.
        #[arg(long, default_value_t = 1)]
        rounds: usize,
        /// The daemon's program.
        #[arg(long, default_value = "target/release/tollgate")]
        tollgate: String,
    },
    /// Compares ways in which two workers share a shaper: what they cost, and how exact they are.
    Sharing {
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 9)]
        rounds: usize,
        /// Milliseconds of each round.
        #[arg(long, default_value_t = 200)]
        time: u64,
    },
    /// Compares ways to move frames through taps and packet sockets: a call a frame, io_uring, rings. Needs root
    /// and gcc.
    Syscalls {
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 15)]
        rounds: usize,
        /// A file for the results as JSON.
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
    },
    /// What a frame costs in memory: sizes of frames, work, flows, families, workers, with the flow cache
    /// and without it.
    Memory {
        #[command(flatten)]
        matrix: Matrix,
    },
    /// How costs grow with flows, routes, rules, connections and workers.
    Scale {
        #[command(flatten)]
        timing: Timing,
    },
    /// Longest-prefix match beside the crates and, where Debian's dpdk-dev is installed, DPDK; connections
    /// beside DPDK's hash.
    Lookup {
        /// Sizes of the tables, in routes.
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000, 1_000_000])]
        sizes: Vec<usize>,
        /// Sizes of the tables of connections.
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 64_000, 1_000_000])]
        connections: Vec<usize>,
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Only contestants with this in their name.
        #[arg(long)]
        filter: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// Runs criterion benches and collects their medians.
    Criterion {
        /// The benches.
        #[arg(long = "bench", value_delimiter = ',',
              default_values_t = ["forward", "netfilter", "parse", "qos"].map(str::to_owned))]
        benches: Vec<String>,
        /// Only what has this in its name.
        #[arg(long)]
        filter: Option<String>,
        /// Seconds that each is measured for.
        #[arg(long, default_value_t = 3.0)]
        time: f64,
        #[command(flatten)]
        output: Output,
    },
    /// Measures everything that docs/src/performance.md shows, on a machine that does nothing else, in about 15
    /// minutes. Needs root, and target/release/tollgate.
    All {
        /// The folder for the results.
        #[arg(long, default_value = "benches/results")]
        results: PathBuf,
        /// Only what has this in the name of its file.
        #[arg(long)]
        filter: Option<String>,
        /// As short as can be, to see that everything works.
        #[arg(long)]
        quick: bool,
    },
    /// Makes docs/src/performance.md and its plots of a text with holes and of results.
    Report {
        /// The text.
        #[arg(long, default_value = "docs/performance.md.in")]
        text: PathBuf,
        /// The folder with the results.
        #[arg(long, default_value = "benches/results")]
        results: PathBuf,
        /// The page.
        #[arg(long, default_value = "docs/src/performance.md")]
        page: PathBuf,
    },
    /// Counts the instructions that a frame costs, with valgrind's callgrind, beside what is recorded.
    Instructions {
        /// Fail if a count is more than 3 % above what is recorded.
        #[arg(long)]
        check: bool,
    },
    /// What `instructions` counts.
    #[command(hide = true)]
    Workload {
        #[arg(value_enum)]
        workload: Workload,
        bursts: u64,
    },
    /// The bare copy loop of `live --bare`, between r0 and r1 or t0 and t1.
    #[command(hide = true)]
    Bare {
        /// Packet ports instead of taps.
        #[arg(long)]
        packet: bool,
        #[command(flatten)]
        bare: Waiting,
    },
}

/// Which cells are measured.
#[derive(Clone, Debug, clap::Args)]
struct Matrix {
    /// Sizes of frames.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Sizes::ALL)]
    sizes: Vec<Sizes>,
    /// What is done to them.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Work::ALL)]
    work: Vec<Work>,
    /// Flows.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 64_000, 1_000_000])]
    flows: Vec<u32>,
    /// Workers.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2])]
    workers: Vec<usize>,
    /// Rules that are about others.
    #[arg(long, default_value_t = 1_000)]
    rules: u32,
    #[command(flatten)]
    timing: Timing,
}

/// How cells are measured, and where results go.
#[derive(Clone, Debug, clap::Args)]
struct Timing {
    /// Rounds, of which the medians are reported.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Milliseconds of each round.
    #[arg(long, default_value_t = 100)]
    time: u64,
    /// Only rows with this in their name, or in the table's and theirs with `: ` between.
    #[arg(long)]
    filter: Option<String>,
    #[command(flatten)]
    output: Output,
}

impl From<Timing> for MemoryTiming {
    fn from(timing: Timing) -> Self {
        Self {
            rounds: timing.rounds,
            time: Duration::from_millis(timing.time),
            filter: timing.filter,
            json: timing.output.json,
            plots: timing.output.plots,
        }
    }
}

impl From<Matrix> for MemoryOptions {
    fn from(matrix: Matrix) -> Self {
        Self {
            sizes: matrix.sizes,
            work: matrix.work,
            flows: matrix.flows,
            workers: matrix.workers,
            rules: matrix.rules,
            timing: matrix.timing.into(),
        }
    }
}

/// Where results go besides the terminal.
#[derive(Clone, Debug, clap::Args)]
struct Output {
    /// A file for the results as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// A directory for the results as plots (SVG).
    #[arg(long, value_name = "DIR")]
    plots: Option<PathBuf>,
}

/// How the bare loop waits.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Waiting {
    /// Microseconds that the bare loop polls before it sleeps.
    #[arg(long, default_value_t = 0)]
    spin: u64,
    /// Microseconds that the bare loop lets frames gather after a small burst.
    #[arg(long, default_value_t = 0)]
    gather: u64,
}

impl Waiting {
    fn options(self, packet: bool) -> BareOptions {
        BareOptions {
            packet,
            spin: Duration::from_micros(self.spin),
            gather: Duration::from_micros(self.gather),
        }
    }
}

fn main() -> ExitCode {
    match dispatch(Arguments::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tollgate-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(verb: Verb) -> io::Result<()> {
    match verb {
        Verb::Live {
            rounds,
            time,
            rate,
            xdp_frames,
            mut routers,
            filter,
            only,
            tollgate,
            bare,
            options,
            rules,
            plain,
            rule_count,
            output,
        } => {
            routers.retain(|kind| kind.to_string().contains(&filter));
            let rules = match rules {
                Some(path) => fs::read_to_string(path)?,
                None if plain => String::new(),
                None => live::MASQUERADE.to_owned(),
            };
            let report = live::run(&LiveOptions {
                kinds: routers,
                measures: only,
                rounds,
                time: Duration::from_secs_f64(time),
                rate,
                xdp_frames,
                tollgate,
                options,
                bare: bare.options(false),
                rules,
                rule_count,
            })?;
            let (json, plots) = (output.json.as_deref(), output.plots.as_deref());
            publish(&report.tables(), json, plots)?;
            match report.failures() {
                [] => Ok(()),
                failures => Err(io::Error::other(failures.join("\n"))),
            }
        }
        Verb::NewFlows {
            rules,
            rounds,
            output,
        } => {
            let flows = live::new_flows(rules, rounds)?;
            println!("{flows}\n");
            publish(
                &[flows.table()],
                output.json.as_deref(),
                output.plots.as_deref(),
            )
        }
        Verb::Shape {
            routers,
            only,
            rounds,
            tollgate,
        } => {
            print!("{}", live::shapes(&routers, &tollgate, &only, rounds)?);
            Ok(())
        }
        Verb::Sharing { rounds, time } => {
            let time = Duration::from_millis(time);
            print!("{}", sharing::sharing(rounds.max(1), time));
            Ok(())
        }
        Verb::Syscalls { rounds, json } => syscalls::run(rounds, json.as_deref()),
        Verb::Memory { matrix } => memory::run(&matrix.into()),
        Verb::Scale { timing } => scale::run(&timing.into()),
        Verb::Lookup {
            sizes,
            connections,
            rounds,
            filter,
            output,
        } => lookup::run(&LookupOptions {
            sizes,
            connections,
            rounds,
            filter,
            json: output.json,
            plots: output.plots,
        }),
        Verb::Criterion {
            benches,
            filter,
            time,
            output,
        } => criterion::run(&CriterionOptions {
            benches,
            filter,
            time,
            json: output.json,
            plots: output.plots,
        }),
        Verb::All {
            results,
            filter,
            quick,
        } => all::run(&AllOptions {
            results,
            filter,
            quick,
        }),
        Verb::Report {
            text,
            results,
            page,
        } => report::write(&text, &results, &page),
        Verb::Instructions { check } => instructions::report(check),
        Verb::Workload { workload, bursts } => {
            workload.run(bursts);
            Ok(())
        }
        Verb::Bare { packet, bare } => live::forward(&bare.options(packet)),
    }
}

#[cfg(test)]
mod tests {
    use benches::{all::command_lines, alloc_count::allocations};

    use super::*;

    #[test]
    fn the_counter_counts() {
        let before = allocations();
        drop(std::hint::black_box(vec![1, 2, 3]));
        assert_eq!(allocations(), before + 1);
    }

    #[test]
    fn what_is_measured_for_the_page_are_commands_of_this_program() {
        for line in command_lines() {
            Arguments::try_parse_from(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"));
        }
    }
}
