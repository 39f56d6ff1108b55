//! The traffic control of an interface at work: its root qdisc, and who serves it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use super::{
    Child, CtFields, Held, PacketQueue, Parent, Places, QueueCx, Readings, Setup, Store, Taken,
    Tree, wire_len,
};
use crate::{
    drop_reason::DropReason,
    forward::Rng,
    iface::{IfIndex, Interface},
    packet::{Batch, Packet, Pool},
    snapshot::Epoch,
    time::{Duration, Instant},
    trace::{PacketTrace, TraceStep},
    worker::lock,
};

/// By how much a timer may be late without the time being lost: what should have left meanwhile leaves
/// now. A worker that was away for longer does not make up for it with a flood.
const CATCH_UP: Duration = Duration::from_millis(10);

/// When a port that was full is tried again.
const RETRY: Duration = Duration::from_micros(50);

/// The shapers of all interfaces that have one.
pub(crate) type Shapers = BTreeMap<IfIndex, Arc<Shaper>>;

/// An interface's shaper: one for all workers, behind a lock that is held while a burst is put in or
/// taken out, not while it is sent. As in the kernel (`__QDISC_STATE_RUNNING`), one worker at a time takes
/// out and sends, so that no flow is reordered; others leave what they put in to it.
#[derive(Debug)]
pub(crate) struct Shaper {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The interface.
    index: IfIndex,
    root: Child,
    store: Store,
    /// What is taken out and not handed over yet.
    leaving: Vec<Held>,
    tree: Arc<Tree>,
    /// The configuration that it follows.
    epoch: Epoch,
    /// It is no longer the interface's: packets pass.
    retired: bool,
    /// The worker that is sending what it took out.
    runner: Option<usize>,
    /// The worker that ran it last: it looks after `due`.
    watcher: usize,
    /// When it is to run again.
    due: Instant,
    /// What the port had no room for, to be sent before everything else.
    requeued: PacketQueue,
    requeued_bytes: u64,
    requeues: u64,
}

/// What a worker brings along.
pub(crate) struct Means<'a> {
    pub(crate) now: Instant,
    pub(crate) worker: usize,
    pub(crate) rng: &'a mut Rng,
    pub(crate) pool: &'a mut Pool,
    pub(crate) dropped: &'a mut Vec<(DropReason, Packet)>,
    /// Packets that go another way.
    pub(crate) taken: &'a mut Vec<Taken>,
    /// Packets that came into being.
    pub(crate) made: u64,
    /// Of the connection of the packet in hand, if there is one packet and filters ask for it.
    pub(crate) ct: CtFields,
    /// Where to note what happens to packets, if somebody wants to know.
    pub(crate) trace: Option<&'a mut PacketTrace>,
}

/// What a worker is to put into a shaper.
#[derive(Debug, Default)]
pub(crate) struct Staged {
    pub(crate) packets: Vec<Packet>,
    /// Of their connections, if filters ask for them; otherwise empty.
    pub(crate) connections: Vec<CtFields>,
}

/// What a worker does after it asked a shaper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Send what it was given, and ask again.
    Send,
    /// Wait: until then, or until it has something to put in.
    Wait(Instant),
}

impl State {
    /// Lets the disciplines work at the moment `now`.
    fn with<T>(
        &mut self,
        means: &mut Means<'_>,
        now: Instant,
        work: impl FnOnce(&mut Child, &mut QueueCx<'_>) -> T,
    ) -> T {
        let mut cx = means.context(&mut self.store, now);
        let answer = work(&mut self.root, &mut cx);
        means.made += cx.made;
        answer
    }

    /// Takes out what may leave at the moment `clock`, if `out` has room for it. Whether that was all.
    fn take(&mut self, means: &mut Means<'_>, clock: Instant, out: &Batch) -> bool {
        let mut leaving = std::mem::take(&mut self.leaving);
        let room = out.room().saturating_sub(leaving.len());
        let all = self.with(means, clock, |root, cx| {
            root.dequeue_all(cx, room, &mut leaving)
        });
        self.leaving = leaving;
        self.due = if all {
            let next = self.root.next_event();
            next.max(clock + Duration::from_nanos(1))
        } else {
            clock
        };
        all
    }

    /// Makes up for a timer that was late: takes out what should have left before now. Whether that
    /// was all.
    fn catch_up(&mut self, means: &mut Means<'_>, out: &Batch) -> bool {
        while self.due < means.now {
            let clock = self.due.max(means.now - CATCH_UP);
            if !self.take(means, clock, out) {
                return false;
            }
        }
        true
    }

    fn put_in(&mut self, means: &mut Means<'_>, staged: &mut Staged) {
        if means.trace.is_some() {
            return self.put_in_noted(means, staged);
        }
        let now = means.now;
        self.with(means, now, |root, cx| {
            root.enqueue_all(cx, &mut staged.packets, &staged.connections);
        });
        staged.connections.clear();
    }

    /// The same, with a note of where each packet was put. One that a filter sent another way was put nowhere.
    #[cold]
    fn put_in_noted(&mut self, means: &mut Means<'_>, staged: &mut Staged) {
        let (now, oif) = (means.now, self.index);
        let mut connections = staged.connections.drain(..);
        for packet in staged.packets.drain(..) {
            means.ct = connections.next().unwrap_or_default();
            let (buffer, frame) = (packet.buf.bytes().as_ptr(), packet.buf.bytes().to_vec());
            let (dropped, mut classes) = (means.dropped.len(), Vec::new());
            let mut cx = means.context(&mut self.store, now);
            cx.classes = Some(&mut classes);
            let stays = self.root.enqueue(&mut cx, packet);
            let made = cx.made;
            means.made += made;
            let mut dropped = means.dropped.iter().skip(dropped);
            let dropped = dropped.find(|(_, packet)| packet.buf.bytes().as_ptr() == buffer);
            let dropped = dropped.map(|&(reason, _)| reason);
            if let Some(trace) = &mut means.trace
                && (stays || dropped.is_some() || !classes.is_empty())
            {
                trace.steps.push(TraceStep::Queued {
                    oif,
                    frame,
                    classes,
                    dropped,
                });
            }
        }
    }

    fn purge(&mut self, means: &mut Means<'_>) {
        let (now, mut requeued) = (means.now, std::mem::take(&mut self.requeued));
        self.with(means, now, |root, cx| {
            root.purge(cx, DropReason::QueuePurge);
            requeued.purge(cx, DropReason::QueuePurge);
        });
        self.requeued_bytes = 0;
        self.due = Instant::FAR_FUTURE;
    }
}

impl Means<'_> {
    pub(super) fn context<'c>(&'c mut self, store: &'c mut Store, now: Instant) -> QueueCx<'c> {
        QueueCx {
            now,
            rng: self.rng,
            pool: self.pool,
            store,
            dropped: self.dropped,
            taken: self.taken,
            made: 0,
            ct: self.ct,
            classes: None,
        }
    }
}

fn setup(interface: &Interface, now: Instant) -> Setup {
    Setup {
        mtu: interface.mtu,
        ..Setup::new(now)
    }
}

impl Shaper {
    /// What `tree` says, at work; `None` if it has no root.
    pub(crate) fn new(
        means: &mut Means<'_>,
        interface: &Interface,
        tree: &Arc<Tree>,
        epoch: Epoch,
    ) -> Option<Self> {
        let places = Places::new(tree);
        let node = places.at(Parent::Root, setup(interface, means.now))?;
        let mut store = Store::new();
        let now = means.now;
        let root = Child::new(&mut means.context(&mut store, now), &node);
        Some(Self {
            state: Mutex::new(State {
                index: interface.index,
                root,
                store,
                leaving: Vec::with_capacity(Batch::MAX),
                tree: Arc::clone(tree),
                epoch,
                retired: false,
                runner: None,
                watcher: means.worker,
                due: Instant::FAR_FUTURE,
                requeued: PacketQueue::new(),
                requeued_bytes: 0,
                requeues: 0,
            }),
        })
    }

    /// Follows the configuration with the number `epoch`: what it says of the interface, `None` if that is
    /// gone. `false` if there is to be no shaper any more.
    pub(crate) fn follow(
        &self,
        means: &mut Means<'_>,
        interface: Option<&Interface>,
        epoch: Epoch,
    ) -> bool {
        let mut state = lock(&self.state);
        // Another worker was faster.
        if state.epoch >= epoch || state.retired {
            return !state.retired;
        }
        state.epoch = epoch;
        let now = means.now;
        let tree = interface.and_then(|interface| Some((interface, interface.qos.as_ref()?)));
        let Some((interface, tree)) = tree else {
            state.retire(means);
            return false;
        };
        if !Arc::ptr_eq(tree, &state.tree) {
            let places = Places::new(tree);
            let Some(node) = places.at(Parent::Root, setup(interface, now)) else {
                state.retire(means);
                return false;
            };
            state.with(means, now, |root, cx| root.follow(cx, &node));
            state.tree = Arc::clone(tree);
            // What waits may have another rate now.
            state.due = now;
            state.watcher = means.worker;
        }
        if !interface.running {
            state.purge(means);
        }
        true
    }

    /// Puts `staged` in and takes out what may leave now, into `out`.
    pub(crate) fn run(&self, means: &mut Means<'_>, staged: &mut Staged, out: &mut Batch) -> Next {
        let mut state = lock(&self.state);
        let state = &mut *state;
        if state.retired {
            staged.connections.clear();
            for packet in staged.packets.drain(..) {
                out.push(packet);
            }
        } else if state.runner.is_some_and(|runner| runner != means.worker) {
            state.put_in(means, staged);
            return Next::Wait(Instant::FAR_FUTURE);
        } else {
            if staged.packets.is_empty() && state.runner.is_none() && state.watcher != means.worker
            {
                // It was another worker's turn in the meantime, and is now that one's to look after.
                return Next::Wait(Instant::FAR_FUTURE);
            }
            while let Some(packet) = state.requeued.pop_front(&state.store) {
                out.push(state.store.take(packet));
            }
            state.requeued_bytes = 0;
            let all = state.catch_up(means, out);
            state.put_in(means, staged);
            if all {
                let now = means.now;
                state.take(means, now, out);
            }
            let State { store, leaving, .. } = state;
            out.extend(leaving.drain(..).map(|packet| store.take(packet)));
        }
        state.watcher = means.worker;
        if out.is_empty() {
            state.runner = None;
            return Next::Wait(state.due);
        }
        state.runner = Some(means.worker);
        Next::Send
    }

    /// Ends a worker's turn for now, though there is more to send: the port had no room for `left`, or
    /// others have waited long enough. Gives when to go on.
    pub(crate) fn pause(&self, means: &Means<'_>, left: &mut Batch) -> Instant {
        let mut state = lock(&self.state);
        let state = &mut *state;
        state.due = means.now;
        if !left.is_empty() {
            state.due += RETRY;
        }
        state.requeues += left.len() as u64;
        for packet in left.drain().rev() {
            state.requeued_bytes += u64::from(wire_len(&packet));
            state.requeued.push_front(&mut state.store, packet);
        }
        state.runner = None;
        state.due
    }

    /// Packets that wait.
    pub(crate) fn held(&self) -> usize {
        let state = lock(&self.state);
        state.root.len() + state.requeued.len()
    }

    /// What was counted.
    pub(crate) fn readings(&self) -> Readings {
        let state = lock(&self.state);
        let mut readings = Readings::default();
        state.root.read(&mut readings);
        if let Some((_, _, root)) = readings.qdiscs.first_mut() {
            root.queue.qlen += state.requeued.len() as u32;
            root.queue.backlog += state.requeued_bytes;
            root.queue.requeues += state.requeues;
        }
        readings
    }
}

impl State {
    /// Ends: what waits is dropped, what comes passes.
    fn retire(&mut self, means: &mut Means<'_>) {
        self.purge(means);
        self.retired = true;
    }
}
