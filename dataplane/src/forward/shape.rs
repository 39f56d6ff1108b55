//! A worker's part in traffic control: it gathers what goes to an interface's shaper, puts it in once a
//! burst, and sends what comes out.

use std::{cmp::Reverse, collections::btree_map::Entry, mem, sync::Arc};

use super::Context;
use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, Interface, InterfaceKind},
    packet::{Batch, Packet},
    qos::{CtFields, Means, Next, Shaper, Staged, Taken},
    snapshot::{Epoch, Snapshot},
    time::Instant,
    worker::lock,
};

/// Bursts that a worker takes out of a shaper before other ports have their turn.
const TURNS: usize = 8;

/// Rounds over the shapers at the end of a burst: what leaves a VLAN's goes into its parent's, what leaves
/// that of `lo` comes in again.
const ROUNDS: usize = 4;

/// What a worker has of an interface's shaper.
struct Local {
    shaper: Arc<Shaper>,
    /// What is to be put in when the burst is over.
    staged: Staged,
    /// Its filters ask for marks, zones or labels of connections.
    asks_ct: bool,
    /// What was taken out.
    out: Batch,
    /// When to run it again.
    due: Instant,
}

/// A worker's shapers.
pub(crate) struct Shaping {
    /// The configuration that it follows.
    epoch: Epoch,
    /// By interface number.
    places: Vec<Option<Box<Local>>>,
    /// The interfaces that have one, those on top of others first.
    order: Vec<IfIndex>,
    /// The earliest `due`.
    due: Instant,
    dropped: Vec<(DropReason, Packet)>,
    /// What filters sent another way and is not there yet.
    pub(super) taken: Vec<Taken>,
    /// Of that, what is to come in by an interface.
    pub(super) returned: Vec<Taken>,
}

impl Shaping {
    pub(crate) fn new() -> Self {
        Self {
            epoch: Epoch::default(),
            places: Vec::new(),
            order: Vec::new(),
            due: Instant::FAR_FUTURE,
            dropped: Vec::new(),
            taken: Vec::new(),
            returned: Vec::new(),
        }
    }

    /// When a shaper is to run.
    pub(crate) fn due(&self) -> Instant {
        self.due
    }

    #[inline]
    fn has(&self, index: IfIndex) -> bool {
        matches!(self.places.get(index.get() as usize), Some(Some(_)))
    }

    #[inline]
    fn of(&mut self, index: IfIndex) -> Option<&mut Local> {
        self.places.get_mut(index.get() as usize)?.as_deref_mut()
    }
}

/// How many interfaces a frame goes through on its way out of `interface`; `most` if it is more.
pub(super) fn depth(snapshot: &Snapshot, interface: &Interface, most: usize) -> usize {
    let mut depth = 0;
    let mut kind = interface.kind;
    while let InterfaceKind::Vlan { parent, .. } = kind
        && let Some(parent) = snapshot.interfaces.get(parent)
        && depth < most
    {
        depth += 1;
        kind = parent.kind;
    }
    depth
}

impl<'a> Context<'a> {
    /// Whether an interface has filters or a shaper.
    #[inline]
    pub(super) fn is_controlled(&self, index: IfIndex) -> bool {
        let own = &*self.own;
        own.gates.of(index).is_some() || own.shaping.has(index)
    }

    /// Whether any interface has.
    pub(crate) fn are_any_controlled(&self) -> bool {
        let own = &*self.own;
        own.gates.are_any() || own.shaping.places.iter().any(Option::is_some)
    }

    /// Lets the interface's shaper have the packet, if it has one; gives it back otherwise.
    #[inline]
    pub(crate) fn stage(&mut self, index: IfIndex, packet: Packet) -> Option<Packet> {
        let Some(mut local) = self.own.shaping.of(index) else {
            return Some(packet);
        };
        if local.asks_ct {
            let ct = self.ct_fields(&packet);
            local = self.own.shaping.of(index)?;
            local.staged.connections.push(ct);
        }
        let packets = &mut local.staged.packets;
        packets.push(packet);
        // What somebody wants to know of is put in before its record ends.
        if packets.len() >= Batch::MAX || self.own.trace.is_some() {
            self.shape(index);
        }
        None
    }

    /// Follows a new configuration.
    #[inline]
    pub(crate) fn follow_shapers(&mut self) {
        if self.own.shaping.epoch != self.snapshot.epoch {
            self.follow_new_shapers();
        }
    }

    #[cold]
    fn follow_new_shapers(&mut self) {
        self.follow_gates();
        let (snapshot, epoch, router) = (self.snapshot, self.snapshot.epoch, self.router);
        let shapers = self.with_means(|means| {
            let mut shapers = lock(&router.shapers);
            shapers.retain(|&index, shaper| {
                let interface = snapshot.interfaces.get(index).map(|interface| &**interface);
                shaper.follow(means, interface, epoch)
            });
            let configured = snapshot.interfaces.iter().filter_map(|interface| {
                let tree = interface.qos.as_ref()?;
                let shaper = match shapers.entry(interface.index) {
                    Entry::Occupied(known) => Arc::clone(known.get()),
                    Entry::Vacant(place) => {
                        let shaper = Shaper::new(means, interface, tree, epoch)?;
                        Arc::clone(place.insert(Arc::new(shaper)))
                    }
                };
                Some((interface.index, shaper, tree.asks_ct()))
            });
            configured.collect::<Vec<_>>()
        });
        let own = &mut self.own.shaping;
        let mut old = mem::take(&mut own.places);
        own.order.clear();
        for (index, shaper, asks_ct) in shapers {
            let place = index.get() as usize;
            let known = old.get_mut(place).and_then(Option::take);
            let known = known.filter(|local| Arc::ptr_eq(&local.shaper, &shaper));
            let mut local = known.unwrap_or_else(|| {
                Box::new(Local {
                    shaper,
                    staged: Staged {
                        packets: Vec::with_capacity(Batch::MAX),
                        connections: Vec::new(),
                    },
                    asks_ct: false,
                    out: Batch::new(),
                    due: Instant::FAR_FUTURE,
                })
            });
            local.asks_ct = asks_ct;
            // Whoever looks after it now may have something to send.
            local.due = self.now;
            if own.places.len() <= place {
                own.places.resize_with(place + 1, || None);
            }
            own.places[place] = Some(local);
            own.order.push(index);
        }
        own.order.sort_by_key(|&index| {
            let interface = snapshot.interfaces.get(index);
            Reverse(interface.map_or(0, |interface| depth(snapshot, interface, ROUNDS)))
        });
        (own.epoch, own.due) = (epoch, Instant::FAR_FUTURE);
    }

    /// Runs the shapers that something was put into or whose time has come.
    pub(crate) fn run_shapers(&mut self) {
        if self.own.shaping.order.is_empty() {
            return;
        }
        for _ in 0..ROUNDS {
            let mut idle = true;
            for place in 0..self.own.shaping.order.len() {
                let index = self.own.shaping.order[place];
                let now = self.now;
                let waits =
                    |local: &mut Local| !local.staged.packets.is_empty() || local.due <= now;
                if self.own.shaping.of(index).is_some_and(waits) {
                    idle = false;
                    self.shape(index);
                }
            }
            if idle {
                break;
            }
            super::looped(self);
        }
        let shaping = &mut self.own.shaping;
        let dues = shaping.places.iter().flatten().map(|local| local.due);
        shaping.due = dues.min().unwrap_or(Instant::FAR_FUTURE);
        // What left a VLAN's shaper may have been asked for its connection.
        self.unlock_conntrack();
    }

    /// Runs an interface's shaper.
    fn shape(&mut self, index: IfIndex) {
        let place = index.get() as usize;
        let local = self.own.shaping.places.get_mut(place);
        let Some(mut local) = local.and_then(Option::take) else {
            return;
        };
        let Local {
            shaper,
            staged,
            out,
            due,
            ..
        } = &mut *local;
        let mut turns = 0;
        *due = loop {
            if turns == TURNS || !out.is_empty() {
                break self.with_means(|means| shaper.pause(means, out));
            }
            turns += 1;
            match self.with_means(|means| shaper.run(means, staged, out)) {
                Next::Wait(due) => break due,
                Next::Send => self.send_shaped(index, out),
            }
        };
        self.own.shaping.places[place] = Some(local);
        self.send_taken();
    }

    /// Lets a shaper work, and counts what it made and dropped.
    pub(super) fn with_means<T>(&mut self, work: impl FnOnce(&mut Means<'_>) -> T) -> T {
        let own = &mut *self.own;
        let mut dropped = mem::take(&mut own.shaping.dropped);
        let mut means = Means {
            now: self.now,
            worker: self.worker,
            rng: &mut own.rng,
            pool: &mut own.pool,
            dropped: &mut dropped,
            taken: &mut own.shaping.taken,
            made: 0,
            ct: CtFields::default(),
            trace: own.trace.as_deref_mut(),
        };
        let answer = work(&mut means);
        let made = means.made;
        if made > 0 {
            self.counters.made.add(made);
        }
        for (reason, packet) in dropped.drain(..) {
            // Of the packet in hand the shaper has noted it; the others are not looked at.
            self.drop_unnoted(packet, reason);
        }
        self.own.shaping.dropped = dropped;
        answer
    }

    /// Sends what came out of an interface's shaper. What its port has no room for is in `out`
    /// afterwards.
    fn send_shaped(&mut self, index: IfIndex, out: &mut Batch) {
        let Some(interface) = self.interface(index) else {
            for packet in out.drain() {
                self.drop(packet, DropReason::DevDown);
            }
            return;
        };
        if let Some(slot) = self.own.ports.of(index) {
            slot.shaped = true;
        }
        for mut packet in out.drain() {
            self.leave(interface, &mut packet);
        }
        let own = &mut *self.own;
        if let Some(slot) = own.ports.of(index) {
            let flushed = slot.offer(&mut own.pool);
            mem::swap(out, &mut slot.tx);
            slot.shaped = false;
            self.count_flushed(index, &flushed);
        }
    }
}
