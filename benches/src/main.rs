//! `tollgate-bench`: measurements that are no criterion benches.
#![forbid(unsafe_code)]

use std::{io, process::ExitCode, time::Duration};

use benches::live::{self, BareOptions, Kind, LiveOptions};
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
    /// Compares the kernel and Tollgate between two hosts in network namespaces. Needs root, iperf3
    /// and ping.
    Live {
        /// Rounds, of which the medians are reported.
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// Seconds of each measurement.
        #[arg(long, default_value_t = 3.0)]
        time: f64,
        /// Small frames a second of the paced measurement.
        #[arg(long, default_value_t = 200_000.0)]
        rate: f64,
        /// Compare a bare copy loop over the ports instead of the daemon.
        #[arg(long)]
        bare: bool,
        /// Both the bare copy loop and the daemon.
        #[arg(long)]
        both: bool,
        /// Only the TCP streams.
        #[arg(long, conflicts_with = "only_frames")]
        only_tcp: bool,
        /// Only the small frames.
        #[arg(long)]
        only_frames: bool,
        /// The daemon's program.
        #[arg(long, default_value = "target/release/tollgate")]
        tollgate: String,
        /// Microseconds that the bare loop polls before it sleeps.
        #[arg(long, default_value_t = 0)]
        spin: u64,
        /// Print JSON as well, on the last line.
        #[arg(long)]
        json: bool,
    },
    /// The bare copy loop of `live --bare`, between r0 and r1 or t0 and t1.
    #[command(hide = true)]
    Bare {
        /// Packet ports instead of taps.
        #[arg(long)]
        packet: bool,
        /// Microseconds of polling before sleeping.
        #[arg(long, default_value_t = 0)]
        spin: u64,
    },
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
            bare,
            both,
            only_tcp,
            only_frames,
            tollgate,
            spin,
            json,
        } => {
            let mut kinds = vec![Kind::Kernel];
            if bare || both {
                kinds.extend([Kind::BarePacket, Kind::BareTap]);
            }
            if !bare || both {
                kinds.extend([Kind::Packet, Kind::Tap]);
            }
            let report = live::run(&LiveOptions {
                kinds,
                rounds,
                time: Duration::from_secs_f64(time),
                rate,
                tcp: !only_frames,
                frames: !only_tcp,
                tollgate,
                spin: Duration::from_micros(spin),
            })?;
            println!("{report}");
            if json {
                println!("{}", report.json());
            }
            Ok(())
        }
        Verb::Bare { packet, spin } => live::forward(&BareOptions {
            packet,
            spin: Duration::from_micros(spin),
        }),
    }
}
