//! Exact counters that cost a load and a store: each has one writer.

use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam::utils::CachePadded;

use crate::drop_reason::DropReason;

/// A number that one thread adds to and any thread reads.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Adds `n`. Only the owning worker may call this: it is not a read-modify-write.
    #[inline]
    pub fn add(&self, n: u64) {
        self.0.store(
            self.0.load(Ordering::Relaxed).wrapping_add(n),
            Ordering::Relaxed,
        );
    }

    /// The value now.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// One `T` for each worker, on cache lines of its own, and one more for what the control side counts for
/// [devices](crate::offload).
#[derive(Debug)]
pub struct PerWorker<T> {
    /// That of the control side is the last one.
    slots: Box<[CachePadded<T>]>,
}

impl<T: Default> PerWorker<T> {
    /// A `T` for each of `workers` workers.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self {
            slots: (0..=workers).map(|_| CachePadded::default()).collect(),
        }
    }
}

impl<T> PerWorker<T> {
    /// The one of worker `worker`.
    ///
    /// # Panics
    /// If there is no such worker.
    #[must_use]
    #[inline]
    pub fn of(&self, worker: usize) -> &T {
        &self.slots[worker]
    }

    /// The one of the control side.
    #[must_use]
    pub fn of_control(&self) -> &T {
        &self.slots[self.slots.len() - 1]
    }

    /// The sum of `value` over all workers, and the control side.
    #[must_use]
    pub fn sum(&self, value: impl Fn(&T) -> u64) -> u64 {
        self.slots.iter().map(|slot| value(slot)).sum()
    }
}

/// A worker's counters of one interface, as `ip -s link` shows them.
#[derive(Debug, Default)]
pub struct InterfaceCounters {
    /// Frames received.
    pub rx_packets: Counter,
    /// Their bytes, link-layer header included.
    pub rx_bytes: Counter,
    /// Received frames that were malformed at the link layer.
    pub rx_errors: Counter,
    /// Received frames that no protocol took.
    pub rx_dropped: Counter,
    /// Received frames that were addressed to a group.
    pub multicast: Counter,
    /// Frames sent.
    pub tx_packets: Counter,
    /// Their bytes, link-layer header included.
    pub tx_bytes: Counter,
    /// Frames that the port refused.
    pub tx_errors: Counter,
    /// Frames that there was no room to send.
    pub tx_dropped: Counter,
}

/// A worker's account of all its packets.
///
/// Always `received + made = sent + consumed + dropped + held`, where `held` are the packets that
/// wait for a neighbour or for fragments (see [`Totals::held`]).
#[derive(Debug)]
pub struct WorkerCounters {
    /// Frames received from ports.
    pub received: Counter,
    /// Packets that the router made: answers, errors, probes, and every fragment or segment beyond
    /// the packet that it was cut from.
    pub made: Counter,
    /// Frames taken by ports.
    pub sent: Counter,
    /// Packets that ended in the router: answered, or taken in (ARP, ND, reassembled fragments).
    pub consumed: Counter,
    /// Packets that went from input to output.
    pub forwarded: Counter,
    /// Packets that were given to the worker whose connection they are of.
    pub handed: Counter,
    /// Packets dropped, by [`DropReason::index`].
    pub drops: [Counter; DropReason::COUNT],
}

impl Default for WorkerCounters {
    fn default() -> Self {
        Self {
            received: Counter::default(),
            made: Counter::default(),
            sent: Counter::default(),
            consumed: Counter::default(),
            forwarded: Counter::default(),
            handed: Counter::default(),
            drops: std::array::from_fn(|_| Counter::default()),
        }
    }
}

impl WorkerCounters {
    /// Counts `n` drops.
    pub fn drop_many(&self, reason: DropReason, n: u64) {
        self.drops[reason.index()].add(n);
    }

    /// Counts one drop.
    #[inline]
    pub fn drop(&self, reason: DropReason) {
        self.drops[reason.index()].add(1);
    }
}

/// The account of all workers together, read at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// See [`WorkerCounters::received`].
    pub received: u64,
    /// See [`WorkerCounters::made`].
    pub made: u64,
    /// See [`WorkerCounters::sent`].
    pub sent: u64,
    /// See [`WorkerCounters::consumed`].
    pub consumed: u64,
    /// See [`WorkerCounters::forwarded`].
    pub forwarded: u64,
    /// See [`WorkerCounters::handed`].
    pub handed: u64,
    /// Drops by [`DropReason::index`].
    pub drops: [u64; DropReason::COUNT],
}

impl Totals {
    /// Adds up the workers' counters. Exact when no worker is at work.
    #[must_use]
    pub fn read(workers: &PerWorker<WorkerCounters>) -> Self {
        Self {
            received: workers.sum(|w| w.received.get()),
            made: workers.sum(|w| w.made.get()),
            sent: workers.sum(|w| w.sent.get()),
            consumed: workers.sum(|w| w.consumed.get()),
            forwarded: workers.sum(|w| w.forwarded.get()),
            handed: workers.sum(|w| w.handed.get()),
            drops: std::array::from_fn(|i| workers.sum(|w| w.drops[i].get())),
        }
    }

    /// All drops.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.drops.iter().sum()
    }

    /// Packets that are neither out nor dropped: they wait for a neighbour or for fragments.
    #[must_use]
    pub fn held(&self) -> u64 {
        (self.received + self.made).saturating_sub(self.sent + self.consumed + self.dropped())
    }
}
