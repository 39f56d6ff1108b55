//! What the workers and the control side share.

use std::{
    io,
    net::Ipv4Addr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use crossbeam::channel::{self, Receiver, Sender};

use super::{Worker, backlog::Backlogs, tracing::Tracing};
use crate::{
    conntrack::Tables,
    counters::{PerWorker, Totals, WorkerCounters},
    forward::Reassembly,
    host::IcmpLimits,
    iface::IfIndex,
    neigh::{NeighCache, NeighbourChange},
    offload::Offload,
    packet::CutFlows,
    qos::{Gates, Readings, Shapers},
    snapshot::{Publisher, Snapshot},
    time::{Duration, Instant},
    trace::{LiveTrace, LogRecord, NftTrace, Selector},
};

/// Events that wait for the control side before further ones are lost: a flood of neighbours must
/// not become a flood of memory.
const EVENTS: usize = 4096;

/// What workers tell the control side.
#[derive(Debug)]
pub enum Event {
    /// A port's queue failed: it is not polled again until it is attached anew.
    PortFailed {
        /// The port.
        port: IfIndex,
        /// The worker whose queue it was.
        worker: usize,
        /// What the device said.
        error: io::Error,
    },
    /// A neighbour came, changed or went.
    Neighbour(NeighbourChange),
    /// A packet had an address that it can't have, on an interface with `log_martians`. A worker
    /// tells of ten in five seconds.
    Martian(Martian),
    /// A line for the log.
    Log(Box<LogRecord>),
    /// What a traced packet met of nft's rules.
    NftTrace(Box<NftTrace>),
}

/// What is wrong with an IPv4 packet's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Martian {
    /// The interface that it came in by.
    pub port: IfIndex,
    /// Its source.
    pub source: Ipv4Addr,
    /// Its destination.
    pub destination: Ipv4Addr,
    /// It is the destination that can't be.
    pub by_destination: bool,
}

/// What the workers and the control side share.
///
/// Lock order: `conntrack` first, then `shapers` or `gates`, then a shaper or a gate; of the others a thread holds at most one
/// at a time.
#[derive(Debug)]
pub struct Router {
    /// The configuration.
    pub snapshots: Publisher,
    /// The neighbours, both families.
    pub neighbours: Mutex<NeighCache>,
    /// The account of each worker.
    pub totals: PerWorker<WorkerCounters>,
    pub(crate) reassembly: Mutex<Reassembly>,
    pub(crate) icmp_limits: Mutex<IcmpLimits>,
    /// The connections. A worker holds the lock of its table from the first packet of a burst that needs it to
    /// the end of the burst, and may take the others meanwhile.
    pub conntrack: Tables,
    /// Packets that workers have handed over to others.
    pub(crate) backlogs: Backlogs,
    /// Traffic control at work, by interface.
    pub(crate) shapers: Mutex<Shapers>,
    /// Filters of what comes in and of what leaves, by interface.
    pub(crate) gates: Mutex<Gates>,
    /// Flows that are not worth joining.
    pub(crate) cut_flows: CutFlows,
    /// Nanoseconds to add to the data path's clock to get the time since the Unix epoch.
    wall_clock: AtomicU64,
    /// What workers began their random numbers with.
    seed: AtomicU64,
    events: Sender<Event>,
    /// Lines for the log that the control side had no room for.
    lost_lines: AtomicU64,
    /// Somebody wants to know what traced packets meet of nft's rules.
    nft_traces: AtomicBool,
    /// What of that the control side had no room for.
    lost_nft_traces: AtomicU64,
    pub(crate) tracing: Tracing,
    /// Decisions for flows are kept.
    flow_cache: AtomicBool,
    offload: Arc<Offload>,
}

impl Router {
    /// A router with `workers` workers that starts with `first`, and the receiving end of its
    /// events. `neighbours` is the router's cache. Where others can send packets, call
    /// [`key_connections`](Self::key_connections) first.
    #[must_use]
    pub fn new(
        first: Snapshot,
        neighbours: NeighCache,
        workers: usize,
    ) -> (Arc<Self>, Receiver<Event>) {
        let (events, receiver) = channel::bounded(EVENTS);
        let router = Self {
            snapshots: Publisher::new(first, workers),
            neighbours: Mutex::new(neighbours),
            totals: PerWorker::new(workers),
            reassembly: Mutex::default(),
            icmp_limits: Mutex::default(),
            conntrack: Tables::new(workers),
            backlogs: Backlogs::new(workers),
            shapers: Mutex::default(),
            gates: Mutex::default(),
            cut_flows: CutFlows::new(),
            wall_clock: AtomicU64::new(0),
            seed: AtomicU64::new(0),
            events,
            lost_lines: AtomicU64::new(0),
            nft_traces: AtomicBool::new(false),
            lost_nft_traces: AtomicU64::new(0),
            tracing: Tracing::default(),
            flow_cache: AtomicBool::new(true),
            offload: Arc::default(),
        };
        (Arc::new(router), receiver)
    }

    /// Forgets all connections and keys their table with a secret, so that nobody outside can choose
    /// connections that share a bucket.
    pub fn key_connections(&self, secret: (u64, u64)) {
        self.conntrack.key(secret);
    }

    /// Whether the workers made from now on keep what they decide for flows; they do if nobody says
    /// otherwise. See [`Worker::set_flow_cache`].
    pub fn set_flow_cache(&self, on: bool) {
        self.flow_cache.store(on, Ordering::Relaxed);
    }

    /// Whether they do.
    #[must_use]
    pub fn flow_cache(&self) -> bool {
        self.flow_cache.load(Ordering::Relaxed)
    }

    /// Says what the time since the Unix epoch is when the data path's clock shows `now`. Only the
    /// timestamps of ICMP and of IPv4 options need it; without it, the clock is taken for the time.
    pub fn set_wall_clock(&self, now: Instant, since_epoch: Duration) {
        let nanos = since_epoch.as_nanos() as u64;
        self.wall_clock
            .store(nanos.wrapping_sub(now.as_nanos()), Ordering::Relaxed);
    }

    /// A number that nobody outside knows.
    pub(crate) fn seed(&self) -> u64 {
        self.seed.load(Ordering::Relaxed)
    }

    /// Remembers the seed of a worker.
    pub(crate) fn set_seed(&self, seed: u64) {
        self.seed.store(seed, Ordering::Relaxed);
    }

    /// A router of its own that is as this one is now, with one worker and no ports: the same
    /// configuration, connections and waiting fragments, all counters at zero. Nothing that happens in it can be seen in
    /// this one. It has no neighbours.
    ///
    /// The tables of routes are shared: it must be gone before the configuration changes.
    #[must_use]
    pub fn shadow(&self) -> (Arc<Self>, Receiver<Event>, Worker) {
        let seed = self.seed.load(Ordering::Relaxed);
        let first = self.snapshots.current().detached();
        let (shadow, events) = Self::new(first, NeighCache::new(seed), 1);
        let wall_clock = self.wall_clock.load(Ordering::Relaxed);
        shadow.wall_clock.store(wall_clock, Ordering::Relaxed);
        *lock(&shadow.icmp_limits) = lock(&self.icmp_limits).clone();
        *lock(&shadow.reassembly) = lock(&self.reassembly).copied();
        *shadow.conntrack.of(0) = self.conntrack.merged();
        let worker = Worker::new(Arc::clone(&shadow), 0, seed);
        (shadow, events, worker)
    }

    /// Has each packet recorded that one of `selectors` selects, from the next burst on; none if there
    /// is no selector.
    pub fn record(&self, selectors: Vec<Selector>) {
        self.tracing.select(selectors);
        // What devices do nobody sees.
        self.offload.stop();
    }

    /// Whether packets are recorded.
    pub(crate) fn is_traced(&self) -> bool {
        self.tracing.is_on()
    }

    /// What devices do for the router.
    #[must_use]
    pub const fn offload(&self) -> &Arc<Offload> {
        &self.offload
    }

    /// The generation of neighbours as it is now.
    pub(crate) fn neighbours_generation(&self) -> u64 {
        let generation = lock(&self.neighbours).generation();
        generation.load(Ordering::Acquire)
    }

    /// What was recorded, if the receiver keeps up with it: 256 packets wait, further ones are
    /// [lost](Self::lost_traces).
    #[must_use]
    pub fn traces(&self) -> Receiver<LiveTrace> {
        self.tracing.receiver()
    }

    /// Recorded packets that nobody fetched in time.
    #[must_use]
    pub fn lost_traces(&self) -> u64 {
        self.tracing.lost()
    }

    /// Nanoseconds since the Unix epoch.
    pub(crate) fn since_epoch(&self, now: Instant) -> u64 {
        let offset = self.wall_clock.load(Ordering::Relaxed);
        now.as_nanos().wrapping_add(offset)
    }

    /// Milliseconds since midnight UTC (`inet_current_timestamp`).
    pub(crate) fn timestamp(&self, now: Instant) -> u32 {
        let millis = self.since_epoch(now) / 1_000_000;
        (millis % 86_400_000) as u32
    }

    /// The account of all workers together. Exact when no worker is at work.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals::read(&self.totals)
    }

    /// Packets that wait: for a neighbour, for other fragments, in a queue of traffic control, or for another
    /// worker.
    #[must_use]
    pub fn held(&self) -> usize {
        let shaped: usize = lock(&self.shapers)
            .values()
            .map(|shaper| shaper.held())
            .sum();
        let neighbours = lock(&self.neighbours).held();
        shaped + neighbours + lock(&self.reassembly).held() + self.backlogs.held()
    }

    /// What the traffic control of an interface has counted; nothing if none is at work there.
    #[must_use]
    pub fn qos_stats(&self, interface: IfIndex) -> Readings {
        let shaper = lock(&self.shapers).get(&interface).cloned();
        let mut readings = shaper.map_or_else(Readings::default, |shaper| shaper.readings());
        let gate = lock(&self.gates).get(&interface).cloned();
        if let Some(gate) = gate {
            gate.read(&mut readings);
        }
        readings
    }

    /// Tells the control side; lost if it is 4,096 events behind.
    pub(crate) fn tell(&self, event: Event) {
        let lost = match event {
            Event::Log(_) => Some(&self.lost_lines),
            Event::NftTrace(_) => Some(&self.lost_nft_traces),
            Event::PortFailed { .. } | Event::Neighbour(_) | Event::Martian(_) => None,
        };
        if self.events.try_send(event).is_err()
            && let Some(lost) = lost
        {
            lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Tells what traced packets meet of nft's rules ([`Event::NftTrace`]), or does not any more.
    pub fn tell_nft_traces(&self, on: bool) {
        self.nft_traces.store(on, Ordering::Relaxed);
    }

    /// Whether it does.
    #[inline]
    pub(crate) fn nft_traces(&self) -> bool {
        self.nft_traces.load(Ordering::Relaxed)
    }

    /// How much of that was lost since the last time.
    pub fn take_lost_nft_traces(&self) -> u64 {
        self.lost_nft_traces.swap(0, Ordering::Relaxed)
    }

    /// How many lines for the log were lost since the last time.
    pub fn take_lost_lines(&self) -> u64 {
        self.lost_lines.swap(0, Ordering::Relaxed)
    }
}

/// Takes a lock; what a thread that panicked left behind is used as it is.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
