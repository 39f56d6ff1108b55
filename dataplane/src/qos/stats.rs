//! What is counted.

use super::{Handle, Parent};
use crate::{
    packet::{self, Packet, WireSize},
    time::Instant,
};

/// What every qdisc and class counts (`gnet_stats_basic`, `gnet_stats_queue`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueStats {
    /// Bytes that left.
    pub bytes: u64,
    /// Packets that left (segments of super-frames).
    pub packets: u64,
    /// Bytes that wait.
    pub backlog: u64,
    /// Packets that wait.
    pub qlen: u32,
    /// Packets that were dropped.
    pub drops: u64,
    /// Packets that had to be queued again.
    pub requeues: u64,
    /// How often a limit was met.
    pub overlimits: u64,
}

impl QueueStats {
    /// Counts what leaves (`bstats_update`).
    #[inline]
    pub(crate) fn add(&mut self, size: WireSize) {
        self.bytes += u64::from(size.bytes);
        self.packets += u64::from(size.packets);
    }

    /// Counts what leaves and no longer waits.
    #[inline]
    pub(crate) fn sent(&mut self, size: WireSize) {
        self.add(size);
        self.backlog -= u64::from(size.bytes);
    }
}

/// Length of a packet as it is accounted (`qdisc_pkt_len`): of a super-frame, what its segments are
/// together.
#[inline]
pub(crate) fn wire_len(packet: &Packet) -> u32 {
    packet::wire_size(packet).bytes
}

/// What a qdisc counts besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum QdiscExtra {
    /// Nothing.
    #[default]
    None,
    /// `htb`: packets that were in no class.
    Htb {
        /// How many.
        direct_packets: u32,
    },
    /// Named numbers in the order in which `tc -s` shows them; each kind's own.
    Numbers(Vec<(&'static str, u64)>),
}

/// What a qdisc counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QdiscStats {
    /// What all count.
    pub queue: QueueStats,
    /// What its kind counts.
    pub extra: QdiscExtra,
}

/// What a class of `htb` counts besides (`struct tc_htb_xstats`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HtbStats {
    /// Packets sent within the rate of the class.
    pub lends: u32,
    /// Packets sent on somebody else's rate.
    pub borrows: u32,
    /// Packets longer than the class reckoned with.
    pub giants: u32,
    /// Tokens, in units of 64 ns (`PSCHED_NS2TICKS`); negative for debt.
    pub tokens: i32,
    /// Tokens of the ceiling.
    pub ctokens: i32,
}

/// What a class counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassStats {
    /// What all count.
    pub queue: QueueStats,
    /// `htb`'s.
    pub htb: HtbStats,
}

/// What an action counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActionStats {
    /// Packets and bytes that came, were dropped, or went beyond the rate.
    pub queue: QueueStats,
    /// When it was made.
    pub installed: Instant,
    /// When it was last used.
    pub used: Option<Instant>,
}

/// What a filter counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterStats {
    /// How often it was asked.
    pub asked: u64,
    /// How often it matched.
    pub matched: u64,
    /// How often each key of a node of `u32` matched.
    pub keys: Vec<u64>,
}

/// Which filter: place, chain, priority, protocol, handle (of `u32` table, bucket and node as `tc` writes them).
pub type FilterKey = (Handle, u32, u16, u16, u32);

/// All that an interface's traffic control has counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    /// Of qdiscs; leaves that were made by themselves have the handle `0:` and are told apart by place.
    pub qdiscs: Vec<(Handle, Parent, QdiscStats)>,
    /// Of classes: `htb`'s, and those that other qdiscs show.
    pub classes: Vec<(Handle, ClassStats)>,
    /// Of filters.
    pub filters: Vec<(FilterKey, FilterStats)>,
}
