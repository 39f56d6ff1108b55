//! One worker.

use std::{
    fmt, mem,
    net::IpAddr,
    os::fd::BorrowedFd,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{Event, Peers, Ports, Router, lock, ports};
use crate::{
    drop_reason::DropReason,
    flow_cache::Recorder,
    forward::{
        self, Adjacencies, Burst, Context, HopCache, Identifications, LocalGates, Options, Rng,
        Shaping,
    },
    host::Sockets,
    iface::IfIndex,
    io::PortQueue,
    neigh::NeighOutput,
    packet::{Batch, Joiner, Packet, Pool},
    snapshot::Reader,
    time::Instant,
    trace::PacketTrace,
};

/// Free buffers that a worker keeps of each size.
const POOL: usize = 4096;

/// What a worker owns besides its queues.
pub(crate) struct Own {
    pub(crate) pool: Pool,
    pub(crate) ports: Ports,
    pub(crate) hops: HopCache,
    pub(crate) adjacencies: Adjacencies,
    /// Changes when an address that `hops` may hold no longer holds.
    pub(crate) generation: Arc<AtomicU64>,
    /// Keys the hash that chooses among next hops: one for all workers.
    pub(crate) hash_secret: (u64, u64),
    pub(crate) rng: Rng,
    pub(crate) identifications: Identifications,
    /// The options of the IPv4 packet in hand, if it has any: answers to it echo them.
    pub(crate) options: Option<Options>,
    /// Of the packet in hand, if it was put together for rules to see: the bytes of payload of each of
    /// its fragments, by which it is cut again.
    pub(crate) geometry: Vec<u16>,
    /// Packets that the router sent to itself, to be received by `lo`.
    pub(crate) looped: Vec<Packet>,
    /// Packets of this burst for other workers, and from them.
    pub(crate) peers: Peers,
    pub(crate) shaping: Shaping,
    pub(crate) gates: LocalGates,
    pub(crate) neigh_output: NeighOutput,
    /// Martians told of since `martians_since`.
    pub(crate) martians: u32,
    pub(crate) martians_since: Instant,
    /// What happens to the packet in hand, if somebody wants to know.
    pub(crate) trace: Option<Box<PacketTrace>>,
    /// The sockets of programs on the router, if it has any.
    pub(crate) sockets: Option<Box<dyn Sockets>>,
    /// Bytes that queues have taken since the last poll began.
    pub(crate) sent_bytes: u64,
    /// A timer of the shared tables may have been set since the deadline was last asked for.
    pub(crate) timers_touched: bool,
    /// Joins what came in one burst.
    pub(crate) joiner: Joiner,
    /// Decisions for flows are kept.
    pub(crate) flow_cache: bool,
    /// What is noted of the packet in hand, to keep what is decided for it.
    pub(crate) recorder: Recorder,
}

/// One worker: a queue of each port, a pool of buffers, and caches of its own.
///
/// Everything it does happens inside [`poll`](Self::poll) and [`run_timers`](Self::run_timers), on
/// the clock that it is given.
pub struct Worker {
    router: Arc<Router>,
    id: usize,
    reader: Reader,
    own: Own,
    rx: Batch,
    burst: Burst,
    deadline: Instant,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("id", &self.id)
            .field("ports", &self.own.ports.slots().len())
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// Worker `id` of `router`. The same seed, clock and frames give the same frames out.
    ///
    /// # Panics
    /// If the router was made for fewer workers.
    #[must_use]
    pub fn new(router: Arc<Router>, id: usize, seed: u64) -> Self {
        router.set_seed(seed);
        let mut common = Rng::new(seed);
        let hash_secret = (common.next(), common.next());
        let mut rng = Rng::new(seed.wrapping_add(1 + id as u64));
        let generation = lock(&router.neighbours).generation();
        Self {
            id,
            reader: router.snapshots.reader(id),
            own: Own {
                pool: Pool::new(POOL),
                ports: Ports::default(),
                hops: HopCache::new(),
                adjacencies: Adjacencies::new(),
                generation,
                hash_secret,
                identifications: Identifications::new(&mut rng),
                rng,
                options: None,
                geometry: Vec::new(),
                looped: Vec::new(),
                peers: router.backlogs.peers(),
                shaping: Shaping::new(),
                gates: LocalGates::default(),
                neigh_output: NeighOutput::default(),
                martians: 0,
                martians_since: Instant::ZERO,
                trace: None,
                sockets: None,
                sent_bytes: 0,
                timers_touched: true,
                joiner: Joiner::new(),
                flow_cache: router.flow_cache(),
                recorder: Recorder::new(),
            },
            rx: Batch::new(),
            burst: Burst::new(),
            deadline: Instant::FAR_FUTURE,
            router,
        }
    }

    /// Keeps what is decided for flows, so that their further packets cost less (the default); or decides
    /// for each packet anew, with the same outcome.
    pub fn set_flow_cache(&mut self, on: bool) {
        self.own.flow_cache = on;
    }

    /// Serves `port` by `queue`, instead of the one it had.
    pub fn attach(&mut self, port: IfIndex, queue: Box<dyn PortQueue>) {
        drop(self.own.ports.attach(port, queue));
    }

    /// Stops serving `port` and gives its queue back.
    pub fn detach(&mut self, port: IfIndex) -> Option<Box<dyn PortQueue>> {
        self.own.ports.detach(port)
    }

    /// What the stages work with, for tests of one stage.
    #[cfg(test)]
    pub(crate) fn context(&mut self, now: Instant) -> Context<'_> {
        let snapshot = self.reader.load();
        Context::new(now, snapshot, &self.router, self.id, &mut self.own)
    }

    /// Receives a burst from every port and what other workers have handed over, and carries every packet as
    /// far as it goes now. Gives their number: when it is 0, there is nothing to do until a queue's file
    /// descriptor becomes readable, another worker hands something over, or
    /// [`next_deadline`](Self::next_deadline) comes.
    pub fn poll(&mut self, now: Instant) -> usize {
        let Self {
            router,
            id,
            reader,
            own,
            rx,
            burst,
            ..
        } = self;
        let snapshot = reader.load();
        let mut cx = Context::new(now, snapshot, router, *id, own);
        cx.follow_shapers();
        cx.own.sent_bytes = 0;
        let mut received = cx.take_handed();
        for place in 0..cx.own.ports.slots().len() {
            let Some(port) = receive(&mut cx, place, rx, now) else {
                continue;
            };
            received += rx.len();
            forward::burst(&mut cx, port, rx, burst);
        }
        forward::handed(&mut cx, rx, burst);
        finish(&mut cx);
        received
    }

    /// Does what is due by `now`: packets that may leave their queue, probes of neighbours, reassemblies
    /// that took too long, connections whose time is over.
    pub fn run_timers(&mut self, now: Instant) {
        // Shapers may be due many times between two timers of the shared tables.
        let only_shapers = self.own.shaping.due() <= now && self.shared_deadline() > now;
        let snapshot = self.reader.load();
        let mut cx = Context::new(now, snapshot, &self.router, self.id, &mut self.own);
        cx.follow_shapers();
        if !only_shapers {
            forward::run_timers(&mut cx);
            cx.own.timers_touched = true;
        }
        finish(&mut cx);
    }

    /// When [`run_timers`](Self::run_timers) is to be called at the latest.
    pub fn next_deadline(&mut self) -> Instant {
        self.shared_deadline().min(self.own.shaping.due())
    }

    /// The deadline of the tables that workers share.
    fn shared_deadline(&mut self) -> Instant {
        if self.own.timers_touched {
            self.own.timers_touched = false;
            let neighbours = lock(&self.router.neighbours).next_deadline();
            let reassembly = lock(&self.router.reassembly).next_deadline();
            let conntrack = self.router.conntrack.of(self.id).next_deadline();
            self.deadline = neighbours.min(reassembly).min(conntrack);
        }
        self.deadline
    }

    /// Sends, drops and tells what the neighbour cache gave to the control side, when that changed
    /// a neighbour by hand.
    pub fn finish_neighbours(&mut self, mut output: NeighOutput, now: Instant) {
        let snapshot = self.reader.load();
        let mut cx = Context::new(now, snapshot, &self.router, self.id, &mut self.own);
        cx.follow_shapers();
        cx.neigh_output(&mut output);
        finish(&mut cx);
        cx.own.timers_touched = true;
    }

    /// Gives packets for the router to `sockets` from now on.
    pub fn set_sockets(&mut self, sockets: Box<dyn Sockets>) {
        self.own.sockets = Some(sockets);
    }

    /// Sends a packet of a socket's, which begins at the network header and has its checksums in place.
    /// A link-local destination is on the link of `oif`.
    ///
    /// # Errors
    /// If it has no way out, or is no packet.
    pub fn send_local(
        &mut self,
        bytes: &[u8],
        oif: IfIndex,
        now: Instant,
    ) -> Result<(), DropReason> {
        let snapshot = self.reader.load();
        let mut cx = Context::new(now, snapshot, &self.router, self.id, &mut self.own);
        let sent = cx.send_local(bytes, oif);
        finish(&mut cx);
        cx.own.timers_touched = true;
        sent
    }

    /// The address that the router sends from to `dst`, and the largest packet for the way. A link-local
    /// destination is on the link of `oif`.
    ///
    /// # Errors
    /// If there is no way to it.
    pub fn way_to(
        &mut self,
        dst: IpAddr,
        oif: IfIndex,
        now: Instant,
    ) -> Result<(IpAddr, usize), DropReason> {
        let snapshot = self.reader.load();
        Context::new(now, snapshot, &self.router, self.id, &mut self.own).way_to(dst, oif)
    }

    /// Notes each step of the packets that follow, for [`take_trace`](Self::take_trace); or no longer.
    pub fn trace(&mut self, on: bool) {
        self.own.trace = on.then(Box::default);
    }

    /// What was noted since the last call.
    pub fn take_trace(&mut self) -> PacketTrace {
        let trace = self.own.trace.as_deref_mut();
        trace.map(mem::take).unwrap_or_default()
    }

    /// Bytes that the queues have taken since the last poll began.
    pub(super) fn sent_bytes(&self) -> u64 {
        self.own.sent_bytes
    }

    /// Declares that the worker sleeps: it holds no configuration until it polls again.
    pub fn park(&mut self) {
        self.reader.park();
    }

    /// Calls `wake` when another worker hands something over while this one sleeps.
    pub(super) fn set_wake(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.router.backlogs.set_wake(self.id, wake);
    }

    /// Whether the worker may sleep until it is woken: nothing waits for it that others have handed over. Call
    /// [`rise`](Self::rise) afterwards.
    pub(super) fn doze(&self) -> bool {
        self.router.backlogs.doze(self.id)
    }

    /// The worker does not sleep any more.
    pub(super) fn rise(&self) {
        self.router.backlogs.rise(self.id);
    }

    /// The file descriptors that become readable when there are frames to receive, and whether
    /// there are queues without one, which have to be asked.
    pub(crate) fn poll_fds(&self) -> (Vec<BorrowedFd<'_>>, bool) {
        let slots = || self.own.ports.slots().iter().filter(|slot| slot.receives);
        let fds: Vec<_> = slots().filter_map(|slot| slot.queue.poll_fd()).collect();
        let all = fds.len() == slots().count();
        (fds, !all)
    }

    /// Frames gather from now on: gives the file descriptors of those ports by which so few come that one
    /// may end the gathering.
    pub(super) fn rare_fds(&mut self) -> impl Iterator<Item = BorrowedFd<'_>> {
        let slots = self.own.ports.slots_mut().iter_mut();
        slots.filter_map(|slot| {
            let rare = slot.arrivals.turn() && slot.receives;
            rare.then(|| slot.queue.poll_fd()).flatten()
        })
    }
}

/// Fills `rx` from the queue at `place`; gives its port. A failed queue is reported once and then
/// left alone.
fn receive(cx: &mut Context<'_>, place: usize, rx: &mut Batch, now: Instant) -> Option<IfIndex> {
    let slot = cx.own.ports.slot_mut(place)?;
    let port = slot.port;
    if !slot.receives {
        return None;
    }
    if let Err(error) = slot.queue.rx(&mut cx.own.pool, rx, now) {
        slot.receives = false;
        cx.router.tell(Event::PortFailed {
            port,
            worker: cx.worker,
            error,
        });
    }
    slot.arrivals.add(rx.len());
    (!rx.is_empty()).then_some(port)
}

/// Receives what the router sent to itself, gives other workers what is theirs, and sends what waits in the
/// queues.
fn finish(cx: &mut Context<'_>) {
    forward::looped(cx);
    let neighbours = cx.own.generation.load(Ordering::Acquire);
    cx.router.offload().follow_neighbours(neighbours);
    // What is left is sending, which nobody has to wait for.
    cx.unlock_conntrack();
    cx.run_shapers();
    cx.send_handed();
    for place in 0..cx.own.ports.slots().len() {
        flush(cx, place);
    }
}

fn flush(cx: &mut Context<'_>, place: usize) {
    let Some(slot) = cx.own.ports.slot_mut(place) else {
        return;
    };
    if !slot.tx.is_empty() {
        let (port, flushed) = (slot.port, slot.flush(&mut cx.own.pool));
        cx.own.sent_bytes += flushed.sent_bytes;
        cx.count_flushed(port, &flushed);
    }
}

impl Context<'_> {
    /// Counts a burst that a queue took.
    pub(crate) fn count_flushed(&self, port: IfIndex, flushed: &ports::Flushed) {
        self.counters.sent.add(u64::from(flushed.sent));
        for (reason, count) in flushed.drops {
            self.counters.drop_many(reason, u64::from(count));
        }
        if let Some(interface) = self.interface(port) {
            ports::count_flushed(interface, self.worker, flushed);
        }
    }
}
