//! Tollgate's own verbs.

use std::{path::PathBuf, str::FromStr, time::Duration};

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use dataplane::worker;

use crate::daemon::KernelLogTarget;

/// A router in user space that speaks the languages of Linux.
#[derive(Debug, Parser)]
#[command(name = "tollgate", version, arg_required_else_help = true)]
#[command(after_help = "Lessons and labs: tollgate lab --help")]
pub(super) struct Cli {
    /// The daemon's socket
    #[arg(long, global = true, env = "TOLLGATE_SOCKET", value_name = "PATH")]
    pub(super) socket: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Load runbooks and forward until SIGTERM
    Run(RunArgs),
    /// Say what is wrong in runbooks, without any effect
    Check {
        /// The runbooks, loaded one after the other
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Print the daemon's running configuration as a runbook
    Save,
    /// Have the daemon load its runbooks anew
    Reload,
    /// Show what became of the daemon's packets: totals, and every drop reason
    Drops {
        /// As JSON
        #[arg(short, long)]
        json: bool,
    },
    /// List the flows whose packets are replayed: what was decided for them, and how often that was done
    Flows {
        /// Also flows whose packets each take the slow path, and why
        #[arg(short, long)]
        verbose: bool,
        /// As JSON
        #[arg(short, long)]
        json: bool,
    },
    /// Show what the daemon is doing
    Status {
        /// As JSON
        #[arg(short, long)]
        json: bool,
    },
    /// Show what the daemon does, second by second: ports, classes, flows, drops
    Top(TopArgs),
    /// Run captures through a configuration, in virtual time, without root
    Replay(ReplayArgs),
    /// Test what a configuration does with packets
    Test(TestArgs),
    /// Tell the whole way of packets that were never sent
    Explain(ExplainArgs),
    /// Show what happens to the daemon's packets, each step of each packet, until Ctrl-C
    Trace(TraceArgs),
    /// Make links under which tollgate acts as `ip`, `tc`, `sysctl`, `iptables` and `conntrack`
    InstallLinks {
        /// Where to make them; put it first in PATH
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Print a completion script
    Completions {
        /// The shell it is for
        shell: Shell,
    },
    /// Give the daemon a command of iproute2's `ip`
    #[command(disable_help_flag = true)]
    Ip(ToolArgs),
    /// Give the daemon a command of iproute2's `tc`
    #[command(disable_help_flag = true)]
    Tc(ToolArgs),
    /// Give the daemon a command of `nft`
    #[command(disable_help_flag = true)]
    Nft(ToolArgs),
    /// Give the daemon a command of procps' `sysctl`
    #[command(disable_help_flag = true)]
    Sysctl(ToolArgs),
    /// Give the daemon a command of conntrack-tools' `conntrack`
    #[command(disable_help_flag = true)]
    Conntrack(ToolArgs),
    /// Give the daemon a command of `iptables`
    #[command(disable_help_flag = true)]
    Iptables(ToolArgs),
    /// Have the daemon list its IPv4 rules for `iptables-restore`
    #[command(disable_help_flag = true)]
    IptablesSave(ToolArgs),
    /// Give the daemon IPv4 rules as `iptables-save` lists them
    #[command(disable_help_flag = true)]
    IptablesRestore(ToolArgs),
    /// Give the daemon a command of `ip6tables`
    #[command(name = "ip6tables", disable_help_flag = true)]
    Ip6tables(ToolArgs),
    /// Have the daemon list its IPv6 rules for `ip6tables-restore`
    #[command(name = "ip6tables-save", disable_help_flag = true)]
    Ip6tablesSave(ToolArgs),
    /// Give the daemon IPv6 rules as `ip6tables-save` lists them
    #[command(name = "ip6tables-restore", disable_help_flag = true)]
    Ip6tablesRestore(ToolArgs),
}

/// The arguments of a tool: taken as they are, before clap sees them (this is for the help text).
#[derive(Debug, clap::Args)]
pub(super) struct ToolArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {
    /// The runbooks, loaded one after the other
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Threads that forward
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(super) workers: u16,
    /// Processors for the workers, as 0,2-3; worker i gets the ith
    #[arg(long, value_name = "LIST")]
    pub(super) cpus: Option<CpuList>,
    /// What to log: error, warn, info, debug, trace, or a filter as control::api=debug
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    pub(super) log: String,
    /// How to log
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    pub(super) log_format: LogFormat,
    /// Where lines of -j LOG and -j TRACE go: stderr, journal, syslog or file:PATH
    #[arg(long, value_name = "WHERE", default_value_t)]
    pub(super) kernel_log: KernelLogTarget,
    /// Decide about each packet anew, instead of keeping what was decided for its flow
    #[arg(long)]
    pub(super) no_flow_cache: bool,
    /// Microseconds for which frames may gather where more than 100,000 a second come: fewer is less latency, more
    /// is less processor time; with 0 none wait
    #[arg(long, value_name = "USECS", default_value_t = gather(), value_parser = clap::value_parser!(u16).range(..=1000))]
    pub(super) rx_usecs: u16,
}

/// What frames gather for if nobody says anything else.
fn gather() -> u16 {
    worker::GATHER.as_micros() as u16
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// A line for people
    Text,
    /// An object for programs
    Json,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReplayArgs {
    /// A runbook; several are loaded one after the other
    #[arg(short, long = "config", required = true, value_name = "FILE")]
    pub(super) config: Vec<PathBuf>,
    /// A capture (pcap or pcapng) that a port receives
    #[arg(long = "in", value_name = "PORT=FILE", required = true)]
    pub(super) input: Vec<Input>,
    /// Where PORT.pcap is written for every port
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Write nanosecond captures
    #[arg(long)]
    pub(super) nanoseconds: bool,
    /// Seed of the router's random choices
    #[arg(long, default_value_t = 0)]
    pub(super) seed: u64,
    /// Decide about each packet anew, instead of keeping what was decided for its flow
    #[arg(long)]
    pub(super) no_flow_cache: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct TopArgs {
    /// Seconds from one screen to the next
    #[arg(short, long, value_name = "SECONDS", default_value = "1", value_parser = delay)]
    pub(super) delay: Duration,
    /// Print screens as text
    #[arg(short, long)]
    pub(super) batch: bool,
    /// Print one screen as text; the same as -b -n 1
    #[arg(long)]
    pub(super) once: bool,
    /// Print JSON, an object a line
    #[arg(short, long)]
    pub(super) json: bool,
    /// End after so many screens
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) count: Option<u64>,
    /// Columns of the text
    #[arg(long, value_name = "N", env = "COLUMNS", default_value_t = 120)]
    pub(super) width: usize,
}

/// A time in seconds that is not so short that nothing is seen.
fn delay(text: &str) -> Result<Duration, &'static str> {
    const MIN: Duration = Duration::from_millis(100);
    let seconds = text
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds
        .filter(|delay| *delay >= MIN)
        .ok_or("seconds are expected, 0.1 or more")
}

#[derive(Debug, clap::Args)]
#[command(after_help = TEST_HELP)]
pub(super) struct TestArgs {
    /// The test files
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Name the tests that pass too, and tell of failures every rule that was tried
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// As the Test Anything Protocol, version 14
    #[arg(long, conflicts_with = "json")]
    pub(super) tap: bool,
    /// As JSON
    #[arg(short, long)]
    pub(super) json: bool,
    /// Write JUnit's XML too
    #[arg(long, value_name = "FILE")]
    pub(super) junit: Option<PathBuf>,
    /// Say which rules no test reached
    #[arg(long)]
    pub(super) coverage: bool,
}

/// What a test file looks like.
const TEST_HELP: &str = "\
A FILE is a runbook with tests behind it:
  runbook router.conf
  test ssh goes out, and its answer comes back
    packet --in ens4 'tcp 1.1.1.11:40000 > 2.2.2.12:22 syn'
      accept by rule filter:FORWARD:2
      leaves ens5
      source 2.2.2.1
    then reply
      accept; established
Exit status: 0 if all tests passed, 1 if some failed, 2 if some could not be run";

#[derive(Debug, clap::Args)]
#[command(after_help = EXPLAIN_HELP)]
pub(super) struct ExplainArgs {
    /// A runbook to explain; several are loaded one after the other
    #[arg(
        short,
        long = "config",
        value_name = "FILE",
        required_unless_present = "live"
    )]
    pub(super) config: Vec<PathBuf>,
    /// Explain what the daemon would do now; its state is not touched
    #[arg(long, conflicts_with = "config")]
    pub(super) live: bool,
    /// The port that the packet comes in by; else the one that leads to its source
    #[arg(long = "in", value_name = "PORT")]
    pub(super) port: Option<String>,
    /// The packet
    #[arg(value_name = "PACKET", required_unless_present = "pcap")]
    pub(super) packet: Option<String>,
    /// What comes in after that: another PACKET, or `reply`, what a host answers to what came out
    #[arg(long, value_name = "PACKET|reply", requires = "packet")]
    pub(super) then: Vec<String>,
    /// A capture (pcap or pcapng), each frame of which comes in by the port
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "packet",
        requires = "port"
    )]
    pub(super) pcap: Option<PathBuf>,
    /// Leave out the rules that are about other packets
    #[arg(long)]
    pub(super) brief: bool,
    /// As JSON
    #[arg(short, long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = TRACE_HELP)]
pub(super) struct TraceArgs {
    /// Which packets to show; without it, those that a rule with `-j TRACE` has matched
    #[arg(value_name = "FILTER")]
    pub(super) filter: Vec<String>,
    /// The port that they come in by
    #[arg(long = "in", value_name = "PORT")]
    pub(super) port: Option<String>,
    /// End after so many packets
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) count: Option<u64>,
    /// Leave out the rules that are about other packets
    #[arg(long)]
    pub(super) brief: bool,
    /// As JSON, one packet a line
    #[arg(short, long)]
    pub(super) json: bool,
}

/// What a filter looks like.
const TRACE_HELP: &str = "\
A FILTER says what all must hold of a packet as it comes in:
  all
  tcp host 1.1.1.11 port 22
  udp src 1.1.1.0/24 dport 53
Words: all, tcp, udp, icmp, icmp6, gre, …, proto N; host, src, dst ADDRESS[/LEN]; port, sport, dport N; in PORT";

/// What a packet looks like.
const EXPLAIN_HELP: &str = "\
A PACKET is a protocol, where from and where to, and what else is not as usual:
  'tcp 1.1.1.11:40000 > 2.2.2.12:22 syn'
  'udp [2001:db8::1]:53 > [2001:db8::2]:5353 len 100'
  'icmp 1.1.1.11 > 2.2.2.12 echo-request id 7 seq 1 ttl 3'
  'icmp 3.3.3.1 > 1.1.1.1 port-unreachable about udp 1.1.1.1:5 > 2.2.2.12:53'";

/// `PORT=FILE`
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) port: String,
    pub(super) file: PathBuf,
}

impl FromStr for Input {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((port, file)) if !port.is_empty() && !file.is_empty() => Ok(Self {
                port: port.to_owned(),
                file: file.into(),
            }),
            Some(_) | None => Err("PORT=FILE is expected"),
        }
    }
}

/// Numbers of processors, as `0,2-3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CpuList(pub(super) Vec<usize>);

impl FromStr for CpuList {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        /// The largest number that a processor set holds.
        const MAX: usize = 1023;
        const WRONG: &str = "a list as 0,2-3 is expected";
        let number = |text: &str| match text.parse::<usize>() {
            Ok(cpu) if cpu <= MAX => Ok(cpu),
            Ok(_) | Err(_) => Err(WRONG),
        };
        let mut cpus = Vec::new();
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let (first, last) = (number(first)?, number(last)?);
            if first > last {
                return Err(WRONG);
            }
            cpus.extend(first..=last);
        }
        Ok(Self(cpus))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn processors_are_listed_as_the_kernel_lists_them() {
        let list = |text: &str| text.parse::<CpuList>().map(|list| list.0);
        assert_eq!(list("3"), Ok(vec![3]));
        assert_eq!(list("0,2-4"), Ok(vec![0, 2, 3, 4]));
        for wrong in ["", "a", "3-1", "1-", "9999", "1,,2"] {
            assert!(list(wrong).is_err(), "{wrong}");
        }
    }
}
