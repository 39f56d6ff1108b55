//! Where connections live.
//!
//! A connection has a place, and keeps it while it lives; a place that is used again has another
//! generation.

use std::ops::{Index, IndexMut};

use super::{Conn, ConnId, CtRef, CtState, Direction, Status, Tuple, buckets::LINK, wheel};
use crate::memory::{Blocks, View, prefetch, prefetch_all};

/// A place, and the lists that it is in. A link is 0 where there is none: nobody lives at place 0.
///
/// It fills three cache lines. What a packet of a known connection needs comes first, so that one of UDP needs
/// two of them.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub(super) struct Slot {
    /// How often somebody else lived there before.
    pub(super) generation: u32,
    /// What is the case, as bits.
    pub(super) flags: u8,
    /// Which ways of its packets are [noted](super::known), as bits.
    pub(super) ways: u8,
    /// The slot of the wheel that it waits in.
    pub(super) tick: u16,
    /// The hashes of the two tuples, whether they are in their buckets or not.
    pub(super) hash: [u32; 2],
    /// Who lives there, or did.
    pub(super) conn: Conn,
    /// The neighbours in the slot of the wheel.
    pub(super) timer: wheel::Links,
    /// The neighbours in the [list of its source](super::sources).
    pub(super) source: wheel::Links,
}

impl Slot {
    /// Somebody lives there.
    pub(super) const LIVE: u8 = 0x01;
    /// The original tuple is in its bucket.
    pub(super) const HASHED: u8 = 0x02;
    /// The tuple of replies is.
    pub(super) const HASHED_REPLY: u8 = 0x04;
    /// It waits in the wheel.
    pub(super) const TIMED: u8 = 0x08;
    /// It is in the bucket of its source.
    pub(super) const BY_SOURCE: u8 = 0x10;
    /// Its packets are counted.
    pub(super) const COUNTED: u8 = 0x20;
    /// It is known when it began.
    pub(super) const STAMPED: u8 = 0x40;
    /// It has room for labels.
    pub(super) const LABELLED: u8 = 0x80;

    /// The number of the way of packets of the original direction is noted.
    pub(super) const WAY: u8 = 0x01;
    /// That of replies is.
    pub(super) const WAY_BACK: u8 = 0x02;
    /// A way is looked for.
    pub(super) const WAY_SOUGHT: u8 = 0x04;
    /// Packets are replayed by devices.
    pub(super) const OFFLOADED: u8 = 0x08;

    const fn new(conn: Conn, flags: u8) -> Self {
        Self {
            conn,
            generation: 0,
            flags,
            ways: 0,
            tick: 0,
            hash: [0; 2],
            timer: wheel::Links { prev: 0, next: 0 },
            source: wheel::Links { prev: 0, next: 0 },
        }
    }

    #[inline]
    pub(super) const fn is(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Begins to fetch as much of it as a packet of a UDP connection needs.
    #[inline(always)]
    pub(super) fn prefetch_front(&self) {
        prefetch(self);
        prefetch(&self.conn.expires);
    }

    /// What a packet knows of the connection that lives at `place`, which is this one.
    #[inline]
    pub(super) const fn reference(
        &self,
        place: u32,
        direction: Direction,
        state: CtState,
    ) -> CtRef {
        CtRef {
            id: ConnId {
                place,
                generation: self.generation,
            },
            direction,
            state,
            unconfirmed: !self.conn.status.has(Status::CONFIRMED),
        }
    }
}

/// All places.
#[derive(Debug)]
pub(super) struct Slab {
    pub(super) slots: Blocks<Slot>,
    /// The first place that is free, linked by `timer.next`.
    free: u32,
    /// How many live.
    len: usize,
    /// The first generation of each place, and how far it is to the next one.
    generations: (u32, u32),
}

impl Default for Slab {
    fn default() -> Self {
        Self::one_of(0, 1)
    }
}

impl Slab {
    /// That of table `number` of so many: a connection of one is never taken for one of another.
    pub(super) fn one_of(number: usize, tables: usize) -> Self {
        Self {
            slots: Blocks::default(),
            free: 0,
            len: 0,
            // A power of two, so that it stays so when they wrap.
            generations: (number as u32, tables.next_power_of_two() as u32),
        }
    }

    /// How many live.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The place behind the last that was ever used.
    pub(super) const fn end(&self) -> u32 {
        self.slots.len()
    }

    /// Finds a place for `conn`. `None` if there is no number left for one.
    pub(super) fn insert(&mut self, conn: Conn) -> Option<ConnId> {
        match self.reuse() {
            Some((id, slot)) => {
                slot.conn = conn;
                Some(id)
            }
            None => self.grow(|| conn),
        }
    }

    /// The same for a connection that nothing has happened to yet.
    #[inline]
    pub(super) fn begin(&mut self, original: &Tuple, reply: &Tuple) -> Option<ConnId> {
        match self.reuse() {
            Some((id, slot)) => {
                slot.conn = Conn::new([*original, *reply]);
                Some(id)
            }
            None => self.grow(|| Conn::new([*original, *reply])),
        }
    }

    /// A place that somebody has lived at, for somebody else; `None` if there is none that is free.
    #[inline]
    fn reuse(&mut self) -> Option<(ConnId, &mut Slot)> {
        let place = self.free;
        if place == 0 {
            return None;
        }
        let slot = &mut self.slots[place];
        slot.flags = Slot::LIVE;
        slot.ways = 0;
        let next = slot.timer.next;
        self.free = next;
        self.len += 1;
        self.prefetch(next);
        let slot = &mut self.slots[place];
        let id = ConnId {
            place,
            generation: slot.generation,
        };
        Some((id, slot))
    }

    /// The same as [`insert`](Self::insert), at a place that was never used.
    #[inline(never)]
    fn grow(&mut self, conn: impl FnOnce() -> Conn) -> Option<ConnId> {
        if self.end() == 0 {
            // Place 0 stays empty: it stands for "none".
            let nobody = self
                .slots
                .push(Slot::new(Conn::new([Tuple::NOBODYS; 2]), 0));
            self.slots[nobody].generation = u32::MAX;
        }
        // Nodes of the hash table are twice the place and a direction.
        if self.end() >= LINK / 2 {
            return None;
        }
        let (generation, _) = self.generations;
        let place = self.slots.push_with(|| Slot {
            generation,
            ..Slot::new(conn(), Slot::LIVE)
        });
        self.len += 1;
        Some(ConnId { place, generation })
    }

    /// Frees a place that is in no list any more.
    #[inline]
    pub(super) fn remove(&mut self, place: u32) {
        let (free, (_, step)) = (self.free, self.generations);
        let slot = &mut self[place];
        slot.flags = 0;
        slot.generation = slot.generation.wrapping_add(step);
        slot.timer.next = free;
        self.free = place;
        self.len -= 1;
    }

    /// Whether a place is free that somebody has lived at.
    #[inline]
    pub(super) const fn has_free(&self) -> bool {
        self.free != 0
    }

    /// Somebody comes to [such a place](Self::has_free) who goes at once: [`begin`](Self::begin) and
    /// [`remove`](Self::remove) in one.
    #[inline]
    pub(super) fn pass(&mut self) {
        let (_, step) = self.generations;
        if let Some(slot) = self.slots.get_mut(self.free) {
            slot.ways = 0;
            slot.generation = slot.generation.wrapping_add(step);
        }
    }

    /// The slot of `id`, if that still lives: its place has had another generation since it ended.
    #[inline]
    pub(super) fn get(&self, id: ConnId) -> Option<&Slot> {
        let slot = self.at(id.place)?;
        (slot.generation == id.generation).then_some(slot)
    }

    /// The same, to change it.
    #[inline]
    pub(super) fn get_mut(&mut self, id: ConnId) -> Option<&mut Slot> {
        let slot = self.slots.get_mut(id.place)?;
        (slot.generation == id.generation).then_some(slot)
    }

    /// The slot at a place that may never have been used.
    #[inline]
    pub(super) fn at(&self, place: u32) -> Option<&Slot> {
        self.slots.get(place)
    }

    /// The same, to change it.
    #[inline]
    pub(super) fn at_mut(&mut self, place: u32) -> Option<&mut Slot> {
        self.slots.get_mut(place)
    }

    /// Begins to fetch the slot at a place.
    #[inline]
    pub(super) fn prefetch(&self, place: u32) {
        if let Some(slot) = self.at(place) {
            prefetch_all(slot);
        }
    }

    /// To look at many of them.
    #[inline]
    pub(super) fn view(&self) -> View<'_, Slot> {
        self.slots.view()
    }

    /// The number of who lives at a place.
    #[inline]
    pub(super) fn id(&self, place: u32) -> ConnId {
        ConnId {
            place,
            generation: self[place].generation,
        }
    }

    /// Bytes that the places take.
    pub(super) fn memory(&self) -> usize {
        self.slots.memory()
    }
}

/// For places that stand in a list: those exist.
impl Index<u32> for Slab {
    type Output = Slot;

    #[inline]
    fn index(&self, place: u32) -> &Slot {
        &self.slots[place]
    }
}

impl IndexMut<u32> for Slab {
    #[inline]
    fn index_mut(&mut self, place: u32) -> &mut Slot {
        &mut self.slots[place]
    }
}
