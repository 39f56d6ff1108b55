//! Connections by the source of their original direction (`nf_nat_bysource`), so that a client keeps its
//! public port for all whom it talks to. Who asks knows the hash of the source.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::{
    slab::{Slab, Slot},
    wheel::Links,
};
use crate::memory::{Words, prefetch};

/// Lists at least, and at most.
const LISTS: (u32, u32) = (1 << 10, 1 << 23);
/// In the place of the link to the neighbour before: this is the first of the list with the number in
/// the lower bits.
const FIRST: u32 = 1 << 31;

/// The index.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// The first connection of each list, 0 for none; `None` until somebody wants it.
    heads: Option<Words>,
}

impl Sources {
    /// Whether anybody has ever put something in.
    pub(super) const fn is_used(&self) -> bool {
        self.heads.is_some()
    }

    /// Adds the connection at `place`, which is not in; the table is to hold `max` of them.
    #[inline]
    pub(super) fn insert(&mut self, slab: &mut Slab, place: u32, hash: u32, max: u32) {
        let heads = self.heads.get_or_insert_with(|| {
            let len = max.clamp(LISTS.0, LISTS.1).next_power_of_two();
            Words::new(len as usize)
        });
        let list = hash & (heads.len() as u32 - 1);
        let next = heads[list as usize].swap(place, Relaxed);
        let slot = &mut slab[place];
        slot.flags |= Slot::BY_SOURCE;
        slot.source = Links {
            prev: FIRST | list,
            next,
        };
        if next != 0 {
            slab[next].source.prev = place;
        }
    }

    /// Takes the connection at `place` out, if it is in.
    #[inline]
    pub(super) fn remove(&mut self, slab: &mut Slab, place: u32) {
        let slot = &mut slab[place];
        if !slot.is(Slot::BY_SOURCE) {
            return;
        }
        slot.flags &= !Slot::BY_SOURCE;
        let Links { prev, next } = slot.source;
        if next != 0 {
            slab[next].source.prev = prev;
        }
        if prev & FIRST == 0 {
            slab[prev].source.next = next;
        } else if let Some(heads) = &self.heads {
            heads[(prev & !FIRST) as usize].store(next, Relaxed);
        }
    }

    /// Whether there may be a connection whose source has this hash.
    #[inline]
    pub(super) fn may_have(&self, hash: u32) -> bool {
        self.head(hash).is_some_and(|head| head.load(Relaxed) != 0)
    }

    /// The places of the connections whose sources have this hash, and of some others.
    pub(super) fn list<'s>(
        &self,
        slab: &'s Slab,
        hash: u32,
    ) -> impl Iterator<Item = u32> + use<'s> {
        let first = self.head(hash).map_or(0, |head| head.load(Relaxed));
        std::iter::successors((first != 0).then_some(first), |place| {
            let next = slab[*place].source.next;
            (next != 0).then_some(next)
        })
    }

    /// The first in the list of the sources with this hash.
    #[inline]
    fn head(&self, hash: u32) -> Option<&AtomicU32> {
        let heads = self.heads.as_deref()?;
        heads.get(hash as usize & (heads.len() - 1))
    }

    /// Begins to fetch where the list begins.
    #[inline]
    pub(super) fn prefetch_head(&self, hash: u32) {
        if let Some(head) = self.head(hash) {
            prefetch(head);
        }
    }

    /// Begins to fetch the first in the list.
    #[inline]
    pub(super) fn prefetch_first(&self, slab: &Slab, hash: u32) {
        match self.head(hash).map_or(0, |head| head.load(Relaxed)) {
            0 => {}
            place => slab.prefetch(place),
        }
    }

    /// Begins to fetch what [`remove`](Self::remove) will change besides the slot.
    #[inline]
    pub(super) fn prefetch_removal(&self, slab: &Slab, slot: &Slot) {
        if !slot.is(Slot::BY_SOURCE) {
            return;
        }
        let Links { prev, next } = slot.source;
        if prev & FIRST == 0 {
            slab.prefetch(prev);
        } else if let Some(heads) = &self.heads {
            prefetch(&heads[(prev & !FIRST) as usize]);
        }
        if next != 0 {
            slab.prefetch(next);
        }
    }

    /// Bytes that it takes.
    pub(super) fn memory(&self) -> usize {
        self.heads.as_deref().map_or(0, size_of_val)
    }
}
