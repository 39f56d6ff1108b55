//! The traffic control of an interface by itself.

use std::fmt;

use super::{Child, CtFields, Held, Parent, Places, QueueCx, Readings, Setup, Store, Taken, Tree};
use crate::{
    drop_reason::DropReason,
    forward::Rng,
    packet::{Packet, Pool},
    time::{Duration, Instant},
};

/// The root qdisc of a [`Tree`] with everything behind it, without an interface, workers or a lock: to
/// measure, to simulate, to test. Whoever calls has the clock.
pub struct Scheduler {
    root: Child,
    ground: Ground,
    /// What is taken out and not handed over yet.
    leaving: Vec<Held>,
}

/// What a [`QueueCx`] borrows, for who has no worker.
pub(crate) struct Ground {
    pub(crate) rng: Rng,
    pub(crate) pool: Pool,
    pub(crate) store: Store,
    pub(crate) dropped: Vec<(DropReason, Packet)>,
    /// What filters sent another way.
    pub(crate) taken: Vec<Taken>,
    /// Packets that came into being.
    pub(crate) made: u64,
}

impl Ground {
    /// With a pool of so many buffers.
    pub(crate) fn new(seed: u64, buffers: usize) -> Self {
        Self {
            rng: Rng::new(seed),
            pool: Pool::new(buffers),
            store: Store::new(),
            dropped: Vec::new(),
            taken: Vec::new(),
            made: 0,
        }
    }

    /// Lets something work at the moment `now`.
    pub(crate) fn with<T>(&mut self, now: Instant, work: impl FnOnce(&mut QueueCx<'_>) -> T) -> T {
        let mut cx = QueueCx {
            now,
            rng: &mut self.rng,
            pool: &mut self.pool,
            store: &mut self.store,
            dropped: &mut self.dropped,
            taken: &mut self.taken,
            made: 0,
            ct: CtFields::default(),
            classes: None,
        };
        let answer = work(&mut cx);
        self.made += cx.made;
        answer
    }
}

impl fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduler")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl Scheduler {
    /// What `tree` says, at work from `now` on; `None` if it has no root. The same seed gives the same
    /// decisions.
    #[must_use]
    pub fn new(tree: &Tree, now: Instant, seed: u64) -> Option<Self> {
        let places = Places::new(tree);
        let node = places.at(Parent::Root, Setup::new(now))?;
        let mut ground = Ground::new(seed, 4096);
        let root = ground.with(now, |cx| Child::new(cx, &node));
        Some(Self {
            root,
            ground,
            leaving: Vec::new(),
        })
    }

    fn with<T>(&mut self, now: Instant, work: impl FnOnce(&mut Child, &mut QueueCx<'_>) -> T) -> T {
        let root = &mut self.root;
        self.ground.with(now, |cx| work(root, cx))
    }

    /// Follows another tree, as an interface's traffic control does when its configuration changes.
    pub fn follow(&mut self, tree: &Tree, now: Instant) {
        let places = Places::new(tree);
        if let Some(node) = places.at(Parent::Root, Setup::new(now)) {
            self.with(now, |root, cx| root.follow(cx, &node));
        }
    }

    /// Puts a packet in. Whether it stays.
    pub fn enqueue(&mut self, now: Instant, packet: Packet) -> bool {
        self.with(now, |root, cx| root.enqueue(cx, packet))
    }

    /// Puts a burst in, as workers do. What does not stay is dropped.
    pub fn enqueue_all(&mut self, now: Instant, packets: &mut Vec<Packet>) {
        self.with(now, |root, cx| root.enqueue_all(cx, packets, &[]));
    }

    /// Takes the next packet out, if one may leave now.
    pub fn dequeue(&mut self, now: Instant) -> Option<Packet> {
        self.with(now, |root, cx| {
            let packet = root.dequeue(cx)?;
            Some(cx.store.take(packet))
        })
    }

    /// Takes out the next `count` packets, and goes through the moments at which they may leave, as workers do
    /// that make up for a late timer. Gives the moment at which the last one may.
    pub fn dequeue_all(&mut self, now: Instant, count: usize, out: &mut Vec<Packet>) -> Instant {
        let mut leaving = std::mem::take(&mut self.leaving);
        let mut clock = now;
        while self.with(clock, |root, cx| {
            let room = count - leaving.len();
            root.dequeue_all(cx, room, &mut leaving)
        }) && self.next_event() < Instant::FAR_FUTURE
        {
            clock = self.next_event().max(clock + Duration::from_nanos(1));
        }
        let store = &mut self.ground.store;
        out.extend(leaving.drain(..).map(|packet| store.take(packet)));
        self.leaving = leaving;
        clock
    }

    /// When the next packet may leave, as the last [`dequeue`](Self::dequeue) found, if that was in vain and
    /// packets wait; [`Instant::FAR_FUTURE`] if not.
    #[must_use]
    pub fn next_event(&self) -> Instant {
        self.root.next_event()
    }

    /// Packets that wait.
    #[must_use]
    pub fn held(&self) -> usize {
        self.root.len()
    }

    /// Packets that came into being: copies, and every segment beyond the packet that it was cut from.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.ground.made
    }

    /// The packets that were dropped since the last call.
    pub fn take_dropped(&mut self) -> Vec<(DropReason, Packet)> {
        std::mem::take(&mut self.ground.dropped)
    }

    /// Drops the packets that were dropped for good, and those that filters sent another way.
    pub fn recycle_dropped(&mut self) {
        let ground = &mut self.ground;
        for (_, packet) in ground.dropped.drain(..) {
            ground.pool.recycle(packet);
        }
        // There is no other way here.
        for taken in ground.taken.drain(..) {
            ground.pool.recycle(taken.packet);
        }
    }

    /// What was counted.
    #[must_use]
    pub fn readings(&self) -> Readings {
        let mut readings = Readings::default();
        self.root.read(&mut readings);
        readings
    }
}
