//! What a small table can't have: most packets are not to the router itself, so most lookups in the
//! local table can be spared.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::Key;

/// First bits of an address that the short prefixes are told apart by.
const FIRST: u8 = 12;
/// Bits in each of the two sets.
const BITS: usize = 1 << FIRST;
/// With more prefixes than this the sets say too little.
const LIMIT: u32 = 512;

/// Two sets: the first bits of prefixes, and hashes of whole addresses. Nothing is ever taken out,
/// unless all is.
#[derive(Debug)]
pub(super) struct Summary {
    first: [AtomicU64; BITS / 64],
    hosts: [AtomicU64; BITS / 64],
    /// How many prefixes went in that were news to the sets.
    marks: AtomicU32,
}

impl Summary {
    pub(super) const fn new() -> Self {
        Self {
            first: [const { AtomicU64::new(0) }; BITS / 64],
            hosts: [const { AtomicU64::new(0) }; BITS / 64],
            marks: AtomicU32::new(0),
        }
    }

    /// Whether it says anything.
    #[inline]
    pub(super) fn is_useful(&self) -> bool {
        self.marks.load(Ordering::Acquire) <= LIMIT
    }

    /// Whether there may be a prefix (other than that of length 0) that `dst` falls under.
    #[inline]
    pub(super) fn may_have<A: Key>(&self, dst: &A) -> bool {
        has(&self.first, dst.bits(0, FIRST)) | has(&self.hosts, hash(*dst))
    }

    /// A prefix is about to be inserted.
    pub(super) fn mark<A: Key>(&self, prefix: A, len: u8) {
        let marks = self.marks.load(Ordering::Relaxed);
        if len == 0 || marks > LIMIT {
            return;
        }
        let new = if len == A::BITS {
            set(&self.hosts, hash(prefix))
        } else {
            let start = prefix.bits(0, FIRST);
            let firsts = start..start + (1 << (FIRST - len.min(FIRST)));
            firsts.fold(false, |new, first| set(&self.first, first) | new)
        };
        if new {
            self.marks.store(marks + 1, Ordering::Release);
        }
    }

    /// There is no prefix any more.
    pub(super) fn clear(&self) {
        for word in self.first.iter().chain(&self.hosts) {
            word.store(0, Ordering::Release);
        }
        self.marks.store(0, Ordering::Release);
    }
}

#[inline]
fn has(set: &[AtomicU64; BITS / 64], bit: usize) -> bool {
    set[bit / 64].load(Ordering::Acquire) >> (bit % 64) & 1 != 0
}

/// Tells whether it was not there.
fn set(set: &[AtomicU64; BITS / 64], bit: usize) -> bool {
    let mask = 1 << (bit % 64);
    set[bit / 64].fetch_or(mask, Ordering::Release) & mask == 0
}

#[inline]
fn hash<A: Key>(dst: A) -> usize {
    let [a, b, c, d] = dst.to_words();
    let high = u64::from(a) << 32 | u64::from(b);
    let low = u64::from(c) << 32 | u64::from(d);
    let mixed = (high ^ low.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - u32::from(FIRST))) as usize
}
