//! The ways, each once, and the numbers by which flows name them.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use super::{Fate, Shape, Stamp, Terms, Way};
use crate::{conntrack::Tuple, iface::IfIndex, packet::Packet, route::Family, time::Instant};

/// Ways at most; each takes a few hundred bytes.
const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 13;
const PLACE_MASK: u32 = PLACES as u32 - 1;
/// The generations of a place: those of ways of connections, and from the second number on those of others, so that no two
/// have a number in common.
const GENERATIONS: [u32; 3] = [1, 1 << (31 - PLACE_BITS), 1 << (32 - PLACE_BITS)];

/// The number of a way: a place, and how often it has been used. Never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WayId(u32);

impl WayId {
    /// From what [`get`](Self::get) gave.
    #[inline]
    pub(crate) const fn new(number: u32) -> Option<Self> {
        match number {
            0 => None,
            number => Some(Self(number)),
        }
    }

    /// As a number.
    #[inline]
    pub(crate) const fn get(self) -> u32 {
        self.0
    }

    #[inline]
    const fn place(self) -> usize {
        (self.0 & PLACE_MASK) as usize
    }
}

/// Until when the neighbour of a way may be taken to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Neighbourly {
    /// Until when it need not be asked for.
    pub(crate) until: Instant,
    /// The neighbour cache's generation when it was asked for.
    pub(crate) generation: u64,
}

impl Neighbourly {
    /// What was found out later.
    fn later(self, other: Self) -> Self {
        let age = |one: &Self| (one.generation, one.until);
        std::cmp::max_by_key(self, other, age)
    }
}

/// Packets and bytes that took a way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) packets: u64,
    /// From the network header on.
    pub(crate) bytes: u64,
}

impl Taken {
    /// Adds more. Whether there was none.
    pub(crate) const fn add(&mut self, more: Self) -> bool {
        let first = self.packets == 0;
        self.packets += more.packets;
        self.bytes += more.bytes;
        first
    }
}

/// A way where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(super) way: Way,
    pub(super) neighbour: Neighbourly,
    id: WayId,
    /// Not counted yet.
    pub(super) pending: Taken,
    /// Counted.
    pub(super) taken: Taken,
    /// When a packet last took it, to the burst.
    pub(super) used: Instant,
    /// Since the hand came by.
    recent: bool,
    /// The same way under a later stamp.
    successor: Option<WayId>,
}

impl Place {
    /// Whether the way holds still, for any packet.
    #[inline]
    pub(crate) fn is_valid(&self, stamp: Stamp, now: Instant, generation: u64) -> bool {
        self.way.terms.stamp == stamp
            && now < self.neighbour.until
            && (generation == self.neighbour.generation || self.way.act().is_none())
    }

    /// The way.
    pub(crate) const fn way(&self) -> &Way {
        &self.way
    }

    /// Until when its neighbour may be taken to be known.
    pub(crate) const fn until(&self) -> Instant {
        self.neighbour.until
    }

    /// What must hold of packets that take it, what becomes of them, and what of them is not counted yet.
    #[inline]
    pub(crate) const fn parts(&mut self) -> (&Terms, &Fate, &mut Taken) {
        (&self.way.terms, &self.way.fate, &mut self.pending)
    }

    /// Whether a rule or a policy drops what takes it.
    pub(crate) const fn drops(&self) -> bool {
        matches!(self.way.fate, Fate::Drop { .. })
    }

    /// Makes a packet a frame, and gives the port that it leaves by. `answers` is the tuple of the packets
    /// that answer it. `None` if there is no room for the frame's header.
    pub(crate) fn perform(
        &self,
        family: Family,
        answers: &Tuple,
        shape: Shape,
        packet: &mut Packet,
    ) -> Option<IfIndex> {
        let act = self.way.act()?;
        let (proto, partial) = (shape.proto(), packet.meta.checksum.is_partial());
        match family {
            Family::V4 => packet.change_head(|head| act.rewrite4(head, proto, answers, partial)),
            Family::V6 => packet.change_head(|head| act.rewrite6(head, proto, answers, partial)),
        }
        packet.meta.mark = act.mark;
        packet.meta.priority = act.priority;
        act.header.put(packet).then_some(act.port)
    }

    /// What took it, counted or not.
    pub(super) const fn all_taken(&self) -> Taken {
        Taken {
            packets: self.taken.packets + self.pending.packets,
            bytes: self.taken.bytes + self.pending.bytes,
        }
    }

    /// When a packet last took it, to the burst; or when it was made.
    pub(super) const fn last_used(&self) -> Instant {
        self.used
    }

    /// Notes what took it. Whether it is the first since all was counted: see [`Ways::note_pending`].
    pub(crate) const fn take(&mut self, taken: Taken) -> bool {
        self.pending.add(taken)
    }
}

/// Ways, at most [`PLACES`] of them: when there are more, one goes that was not taken lately.
#[derive(Debug)]
pub(crate) struct Ways {
    /// The first generation of a place, and the one that none has any more.
    generations: (u32, u32),
    places: Vec<Place>,
    /// Places by the hash of what is there.
    by_hash: HashMap<u64, u32, RandomState>,
    hasher: RandomState,
    /// The place that is looked at next for one that can go.
    hand: usize,
    /// Places with packets that are not counted yet.
    pending: Vec<u32>,
    /// Packets that took ways.
    hits: u64,
}

impl Default for Ways {
    /// Those of connections.
    fn default() -> Self {
        let [first, end, _] = GENERATIONS;
        Self::numbered(first, end)
    }
}

impl Ways {
    /// Those of flows without connections.
    pub(crate) fn apart() -> Self {
        let [_, first, end] = GENERATIONS;
        Self::numbered(first, end)
    }

    fn numbered(first: u32, end: u32) -> Self {
        Self {
            generations: (first, end),
            places: Vec::new(),
            by_hash: HashMap::default(),
            hasher: RandomState::default(),
            hand: 0,
            pending: Vec::new(),
            hits: 0,
        }
    }

    /// The way with this number, if it is still there.
    #[inline]
    pub(crate) fn get(&mut self, id: WayId) -> Option<&mut Place> {
        self.places
            .get_mut(id.place())
            .filter(|place| place.id == id)
    }

    /// The same, to look at it.
    pub(crate) fn look(&self, id: WayId) -> Option<&Place> {
        self.places.get(id.place()).filter(|place| place.id == id)
    }

    /// The number of a way, which is there from now on. `None` if all numbers have been used: then all
    /// that name one must forget it, and begin with other ways.
    pub(super) fn intern(
        &mut self,
        way: Way,
        neighbour: Neighbourly,
        now: Instant,
    ) -> Option<WayId> {
        let hash = self.hasher.hash_one(&way);
        if let Some(&at) = self.by_hash.get(&hash)
            && let Some(place) = self.places.get_mut(at as usize)
            && place.way == way
        {
            place.neighbour = place.neighbour.later(neighbour);
            place.recent = true;
            return Some(place.id);
        }
        let (at, generation) = if self.places.len() < PLACES {
            (self.places.len(), self.generations.0)
        } else {
            let at = self.victim();
            let old = &self.places[at];
            let (old_hash, generation) = (
                self.hasher.hash_one(&old.way),
                (old.id.get() >> PLACE_BITS) + 1,
            );
            if generation >= self.generations.1 {
                return None;
            }
            if self.by_hash.get(&old_hash) == Some(&(at as u32)) {
                self.by_hash.remove(&old_hash);
            }
            (at, generation)
        };
        let id = WayId(generation << PLACE_BITS | at as u32);
        let place = Place {
            way,
            neighbour,
            id,
            pending: Taken::default(),
            taken: Taken::default(),
            used: now,
            recent: true,
            successor: None,
        };
        match self.places.get_mut(at) {
            Some(old) => *old = place,
            None => self.places.push(place),
        }
        self.by_hash.insert(hash, at as u32);
        Some(id)
    }

    /// The number of the same way under another stamp. `None` as of [`intern`](Self::intern).
    pub(crate) fn renewed(&mut self, old: WayId, stamp: Stamp, now: Instant) -> Option<WayId> {
        let place = self.look(old)?;
        if let Some(successor) = place.successor
            && self.look(successor)?.way.terms.stamp == stamp
        {
            return Some(successor);
        }
        let (mut way, neighbour) = (place.way.clone(), place.neighbour);
        way.terms.stamp = stamp;
        let new = self.intern(way, neighbour, now)?;
        if let Some(place) = self.get(old) {
            place.successor = Some(new);
        }
        Some(new)
    }

    /// A place whose way can go: one that was not taken since the hand was there the last time, and has
    /// nothing to be counted.
    fn victim(&mut self) -> usize {
        loop {
            let at = self.hand;
            self.hand = (at + 1) % PLACES;
            let place = &mut self.places[at];
            let recent = std::mem::take(&mut place.recent);
            if !recent && place.pending.packets == 0 {
                return at;
            }
        }
    }

    /// Notes packets that took a way on a device, and are counted; `last` is when.
    pub(crate) fn note_offloaded(&mut self, id: WayId, packets: u64, bytes: u64, last: Instant) {
        self.hits += packets;
        if let Some(place) = self.get(id) {
            place.taken.packets += packets;
            place.taken.bytes += bytes;
            place.used = place.used.max(last);
            place.recent = true;
        }
    }

    /// Notes that packets took a way that are not counted yet.
    pub(crate) fn note_pending(&mut self, id: WayId) {
        self.pending.push(id.place() as u32);
    }

    /// Packets that took ways.
    pub(crate) const fn hits(&self) -> u64 {
        self.hits
    }

    /// Counts what is not counted yet.
    pub(super) fn flush(&mut self, now: Instant, mut count: impl FnMut(&Way, Taken)) {
        for at in self.pending.drain(..) {
            let Some(place) = self.places.get_mut(at as usize) else {
                continue;
            };
            let pending = std::mem::take(&mut place.pending);
            self.hits += pending.packets;
            place.taken.packets += pending.packets;
            place.taken.bytes += pending.bytes;
            place.used = now;
            place.recent = true;
            count(&place.way, pending);
        }
    }
}
