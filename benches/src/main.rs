//! `tollgate-bench`: measurements that are no criterion benches.
#![forbid(unsafe_code)]

use std::{fs, io, path::PathBuf, process::ExitCode, time::Duration};

use benches::{
    instructions::{self, Workload},
    live::{self, BareOptions, Kind, LiveOptions, Measure},
    lookup::{self, LookupOptions},
    memory::{self, MemoryOptions, MemoryTiming, Work},
    results::publish,
    sharing,
    traffic::Sizes,
};
use clap::{Parser, Subcommand};

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
        /// What is compared; ratios are to the kernel.
        #[arg(long, value_enum, value_delimiter = ',',
              default_values_t = [Kind::Kernel, Kind::Packet, Kind::Tap])]
        routers: Vec<Kind>,
        /// What is measured.
        #[arg(long, value_enum, value_delimiter = ',', default_values_t = Measure::ALL)]
        only: Vec<Measure>,
        /// The daemon's program.
        #[arg(long, default_value = "target/release/tollgate")]
        tollgate: String,
        #[command(flatten)]
        bare: Waiting,
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
    /// What a frame costs in memory: sizes of frames, work, flows, families, workers, with the flow cache
    /// and without it.
    Memory {
        #[command(flatten)]
        matrix: Matrix,
    },
    /// How the cost of a frame grows with flows, rules and workers.
    Scale {
        #[command(flatten)]
        timing: Timing,
    },
    /// Longest-prefix match beside the crates and, where Debian's dpdk-dev is installed, DPDK.
    Lookup {
        /// Sizes of the tables, in routes.
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000, 1_000_000])]
        sizes: Vec<usize>,
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Only contestants with this in their name.
        #[arg(long)]
        filter: Option<String>,
        #[command(flatten)]
        output: Output,
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
    #[command(flatten)]
    output: Output,
}

impl From<Timing> for MemoryTiming {
    fn from(timing: Timing) -> Self {
        Self {
            rounds: timing.rounds,
            time: Duration::from_millis(timing.time),
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
            routers,
            only,
            tollgate,
            bare,
            rules,
            plain,
            rule_count,
            output,
        } => {
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
                tollgate,
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
        Verb::NewFlows { rules, rounds } => {
            println!("{}", live::new_flows(rules, rounds)?);
            Ok(())
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
        Verb::Memory { matrix } => memory::run(&matrix.into()),
        Verb::Scale { timing } => memory::scale(&timing.into()),
        Verb::Lookup {
            sizes,
            rounds,
            filter,
            output,
        } => lookup::run(&LookupOptions {
            sizes,
            rounds,
            filter,
            json: output.json,
            plots: output.plots,
        }),
        Verb::Instructions { check } => instructions::report(check),
        Verb::Workload { workload, bursts } => {
            workload.run(bursts);
            Ok(())
        }
        Verb::Bare { packet, bare } => live::forward(&bare.options(packet)),
    }
}
