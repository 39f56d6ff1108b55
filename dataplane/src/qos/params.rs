//! The kinds of qdiscs, and what each is told. Sizes are in bytes, times are durations; what `tc`
//! computes from its arguments before it tells the kernel (bursts as times, say) is computed here
//! by who builds these, as `tc` does.

use std::time::Duration;

use super::RateSpec;

/// A kind of qdisc and its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QdiscKind {
    /// No queue: what can't be sent at once is dropped by the port.
    Noqueue,
    /// First in, first out, so many packets (`limit`).
    Pfifo {
        /// Packets.
        limit: u32,
    },
    /// First in, first out, so many bytes (`limit`).
    Bfifo {
        /// Bytes.
        limit: u32,
    },
    /// First in, first out, so many packets (`limit`): a full one drops the oldest (`pfifo_head_drop`).
    PfifoHeadDrop {
        /// Packets.
        limit: u32,
    },
    /// Three bands by type of service, each as long as the interface's queue (`txqueuelen`).
    PfifoFast {
        /// Packets of each band.
        limit: u32,
    },
    /// Bands in strict order.
    Prio(PrioParams),
    /// A token bucket.
    Tbf(TbfParams),
    /// Stochastic fairness.
    Sfq(SfqParams),
    /// Controlled delay (RFC 8289).
    Codel(CodelParams),
    /// Fair queues with controlled delay (RFC 8290).
    FqCodel(FqCodelParams),
    /// Random early detection.
    Red(RedParams),
    /// A bad network.
    Netem(Box<NetemParams>),
    /// Hierarchical token buckets.
    Htb(HtbParams),
    /// Filters for what comes in.
    Ingress,
    /// Filters for what comes in and what leaves.
    Clsact,
}

impl QdiscKind {
    /// Its name in `tc`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Noqueue => "noqueue",
            Self::Pfifo { .. } => "pfifo",
            Self::Bfifo { .. } => "bfifo",
            Self::PfifoHeadDrop { .. } => "pfifo_head_drop",
            Self::PfifoFast { .. } => "pfifo_fast",
            Self::Prio(_) => "prio",
            Self::Tbf(_) => "tbf",
            Self::Sfq(_) => "sfq",
            Self::Codel(_) => "codel",
            Self::FqCodel(_) => "fq_codel",
            Self::Red(_) => "red",
            Self::Netem(_) => "netem",
            Self::Htb(_) => "htb",
            Self::Ingress => "ingress",
            Self::Clsact => "clsact",
        }
    }
}

/// `prio`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrioParams {
    /// How many bands (2 to 16).
    pub bands: u8,
    /// The band of each of the 16 priorities.
    pub priomap: [u8; 16],
}

/// `tbf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TbfParams {
    /// The rate.
    pub rate: RateSpec,
    /// How long the bucket lasts at the rate (`burst`): a multiple of 64 ns, as `tc` gives it.
    pub buffer: Duration,
    /// The peak rate.
    pub peak: Option<RateSpec>,
    /// How long the peak bucket lasts at the peak rate (`mtu`); zero without peak.
    pub peak_buffer: Duration,
    /// Bytes that may wait.
    pub limit: u32,
    /// Bytes of the bucket as given (`burst`), where `tc` passes it on.
    pub burst: u32,
}

/// `sfq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SfqParams {
    /// Bytes that a flow may send in its turn.
    pub quantum: u32,
    /// How often the hash changes; zero for never.
    pub perturb: Duration,
    /// Packets in all.
    pub limit: u32,
    /// Buckets of the hash table (a power of two).
    pub divisor: u32,
    /// Flows at most.
    pub flows: u32,
    /// Packets of a flow at most.
    pub depth: u32,
    /// A packet of the longest flow's head is dropped, not of its tail.
    pub headdrop: bool,
    /// Each flow's queue is one of `red`.
    pub red: Option<RedParams>,
}

/// `codel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodelParams {
    /// Packets.
    pub limit: u32,
    /// The delay that is acceptable.
    pub target: Duration,
    /// How long it may be exceeded.
    pub interval: Duration,
    /// Mark instead of dropping.
    pub ecn: bool,
    /// Mark what waited longer than this.
    pub ce_threshold: Option<Duration>,
}

/// `fq_codel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FqCodelParams {
    /// Packets in all.
    pub limit: u32,
    /// Queues.
    pub flows: u32,
    /// Bytes that a flow may send in its turn.
    pub quantum: u32,
    /// The delay that is acceptable.
    pub target: Duration,
    /// How long it may be exceeded.
    pub interval: Duration,
    /// Bytes of memory in all.
    pub memory_limit: u32,
    /// Mark instead of dropping.
    pub ecn: bool,
    /// Mark what waited longer than this.
    pub ce_threshold: Option<Duration>,
    /// Packets dropped at once from the longest flow when the limit is met.
    pub drop_batch: u32,
}

/// `red`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedParams {
    /// Bytes that may wait.
    pub limit: u32,
    /// Average queue from which on packets are marked, in bytes.
    pub min: u32,
    /// Average queue at which the probability is the maximum, in bytes.
    pub max: u32,
    /// The probability at `max`, out of 2^32.
    pub max_p: u32,
    /// Logarithm of the weight of the average (`Wlog`).
    pub wlog: u8,
    /// Logarithm of `max - min` over the probability (`Plog`).
    pub plog: u8,
    /// Logarithm of the cell of the table of idle times (`Scell_log`).
    pub scell_log: u8,
    /// How long an average packet takes at the bandwidth, in ticks of 64 ns (`avpkt`, `bandwidth`).
    pub packet_time: u32,
    /// Mark instead of dropping.
    pub ecn: bool,
    /// Drop what can be marked, too, beyond `max` (`harddrop`).
    pub harddrop: bool,
    /// `max_p` follows the load.
    pub adaptive: bool,
    /// With `ecn`: what can't be marked is not dropped before the limit.
    pub nodrop: bool,
}

/// How the delays of `netem` are distributed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dist {
    /// Evenly within the jitter.
    #[default]
    Uniform,
    /// `normal`.
    Normal,
    /// `pareto`.
    Pareto,
    /// `paretonormal`.
    ParetoNormal,
}

/// `netem`. Probabilities and correlations are out of 2^32 - 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetemParams {
    /// Packets.
    pub limit: u32,
    /// Each packet is late by so much.
    pub delay: Duration,
    /// More or less.
    pub jitter: Duration,
    /// Correlation of one packet's delay with that of the packet before.
    pub delay_correlation: u32,
    /// How delays are distributed.
    pub distribution: Dist,
    /// Packets that get lost.
    pub loss: u32,
    /// Their correlation.
    pub loss_correlation: u32,
    /// Packets that come twice.
    pub duplicate: u32,
    /// Their correlation.
    pub duplicate_correlation: u32,
    /// Packets that are sent at once, if there is a delay.
    pub reorder: u32,
    /// Their correlation.
    pub reorder_correlation: u32,
    /// Only each so many-th packet is.
    pub gap: u32,
    /// Packets with a flipped bit.
    pub corrupt: u32,
    /// Their correlation.
    pub corrupt_correlation: u32,
    /// Bytes a second; 0 for no limit.
    pub rate: u64,
    /// Added to each packet's length for `rate`.
    pub packet_overhead: i32,
    /// Cells for `rate`; 0 for none.
    pub cell_size: u32,
    /// Added to each cell.
    pub cell_overhead: i32,
}

/// `htb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtbParams {
    /// The minor number of the class for what no filter classifies; 0 for none.
    pub default: u32,
    /// Bytes of rate a second for one byte of quantum.
    pub r2q: u32,
    /// Packets that wait for no class; `None` for the interface's `txqueuelen`.
    pub direct_qlen: Option<u32>,
}
