//! When connections end: a wheel of slots, each for a stretch of time.
//!
//! A connection waits in the slot of the moment that it was to end at when it was put there. Each packet
//! moves that moment, but not the connection: when its slot comes, it is put into the slot of its new
//! moment. Only if it is to end earlier than its slot, it is moved at once.

use super::slab::{Slab, Slot};
use crate::time::Instant;

/// A slot is 2^28 ns long, about 0.27 s.
const SHIFT: u32 = 28;
/// Slots: 1024 are about 275 s. What ends later is looked at then.
const SLOTS: usize = 1024;

/// The neighbours in a list; 0 for none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Links {
    pub(super) prev: u32,
    pub(super) next: u32,
}

/// The wheel.
#[derive(Debug)]
pub(super) struct Wheel {
    heads: Box<[u32; SLOTS]>,
    /// Which slots are not empty.
    used: [u64; SLOTS / 64],
    /// The first tick that is not done yet: all before it are.
    current: u64,
    pub(super) len: usize,
}

impl Default for Wheel {
    fn default() -> Self {
        Self {
            heads: Box::new([0; SLOTS]),
            used: [0; SLOTS / 64],
            current: 0,
            len: 0,
        }
    }
}

const fn tick(at: Instant) -> u64 {
    at.as_nanos() >> SHIFT
}

impl Wheel {
    /// Lets the connection at `place` wait for its end.
    #[inline]
    pub(super) fn insert(&mut self, slab: &mut Slab, place: u32, now: Instant) {
        if self.len == 0 {
            self.current = tick(now);
        }
        let last = self.current + SLOTS as u64 - 1;
        let slot = &mut slab[place];
        let tick = tick(slot.conn.expires).min(last).max(self.current);
        let at = tick as usize % SLOTS;
        let head = self.heads[at];
        slot.timer = Links {
            prev: 0,
            next: head,
        };
        slot.tick = at as u16;
        slot.flags |= Slot::TIMED;
        if head != 0 {
            slab[head].timer.prev = place;
        }
        self.heads[at] = place;
        self.used[at / 64] |= 1 << (at % 64);
        self.len += 1;
    }

    /// Takes the connection at `place` out, if it is in.
    #[inline]
    pub(super) fn remove(&mut self, slab: &mut Slab, place: u32) {
        if slab[place].is(Slot::TIMED) {
            self.take_out(slab, place);
        }
    }

    /// Takes the connection at `place` out, which is in.
    fn take_out(&mut self, slab: &mut Slab, place: u32) {
        let slot = &mut slab[place];
        slot.flags &= !Slot::TIMED;
        let (Links { prev, next }, at) = (slot.timer, usize::from(slot.tick) % SLOTS);
        if next != 0 {
            slab[next].timer.prev = prev;
        }
        if prev != 0 {
            slab[prev].timer.next = next;
        } else {
            self.heads[at] = next;
            if next == 0 {
                self.used[at / 64] &= !(1 << (at % 64));
            }
        }
        self.len -= 1;
    }

    /// After the end of the connection at `place` has changed: moves it if it would be looked at too
    /// late.
    pub(super) fn moved(&mut self, slab: &mut Slab, place: u32, now: Instant) {
        if self.is_late(&slab[place]) {
            self.remove(slab, place);
            self.insert(slab, place, now);
        }
    }

    /// Whether a connection would be looked at too late.
    #[inline]
    pub(super) const fn is_late(&self, slot: &Slot) -> bool {
        // The slots before the current one are those of the next round.
        let start = self.current % SLOTS as u64;
        let ahead = (slot.tick as u64 + SLOTS as u64 - start) % SLOTS as u64;
        slot.is(Slot::TIMED) && tick(slot.conn.expires) < self.current + ahead
    }

    /// The next connection to be looked at: its slot is over at `now`. It is not in the wheel any more.
    #[inline]
    pub(super) fn pop(&mut self, slab: &mut Slab, now: Instant) -> Option<u32> {
        let place = self.first(now)?;
        self.take_out(slab, place);
        Some(place)
    }

    /// Those that [`pop`](Self::pop) gives next, in order, as far as they wait in one slot.
    pub(super) fn upcoming<'s>(
        &mut self,
        slab: &'s Slab,
        now: Instant,
    ) -> impl Iterator<Item = u32> + use<'s> {
        std::iter::successors(self.first(now), |place| {
            let next = slab[*place].timer.next;
            (next != 0).then_some(next)
        })
    }

    /// The first connection in the first slot that is over at `now`, and not empty.
    #[inline]
    fn first(&mut self, now: Instant) -> Option<u32> {
        let current = tick(now);
        if self.len == 0 {
            self.current = self.current.max(current);
            return None;
        }
        while self.current < current {
            let at = self.current as usize % SLOTS;
            let place = self.heads[at];
            if place != 0 {
                return Some(place);
            }
            self.current += self.empty_slots(at).min(current - self.current);
        }
        None
    }

    /// How many slots from `at` on are empty; at least one is.
    fn empty_slots(&self, at: usize) -> u64 {
        let word = self.used[at / 64] >> (at % 64);
        if word != 0 {
            return u64::from(word.trailing_zeros()).max(1);
        }
        (64 - at % 64) as u64
    }

    /// When the first slot that is not empty is over.
    pub(super) fn next_deadline(&self) -> Instant {
        if self.len == 0 {
            return Instant::FAR_FUTURE;
        }
        let mut tick = self.current;
        let end = self.current + SLOTS as u64;
        while tick < end && self.heads[tick as usize % SLOTS] == 0 {
            tick += self.empty_slots(tick as usize % SLOTS);
        }
        Instant::from_nanos((tick + 1) << SHIFT)
    }
}
