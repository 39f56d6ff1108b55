//! Buckets: up to 15 prefixes below one entry, compared all at once.
//!
//! A bucket below an entry at depth *d* holds prefixes of up to *d* + [`WINDOW`] bits: of each the leaf,
//! and the bits after the first *d*, its *value*. A prefix matches if the destination's bits differ
//! from the value in none that the leaf's length counts, and of those that match the longest has the greatest
//! leaf.
//!
//! What the bucket covers is in the first place for a leaf: it is not longer than *d*, so all its bits match.
//!
//! A place is used once: its value is stored, then its leaf; a removed prefix leaves an empty leaf behind. So
//! whoever loads leaves first and values after them never takes one prefix's value for another's.

use std::sync::atomic::{AtomicU32, Ordering};

use super::{Leaf, key::WINDOW, read::load, vector::Avx2};

/// Places for leaves in a half, and for values.
pub(super) const PLACES: usize = 8;
/// Words in a half: the leaves, then the values. One cache line.
pub(super) const HALF: usize = 2 * PLACES;
/// A bucket has one or two.
pub(super) type Half = [AtomicU32; HALF];

/// Where of the values those places are counted that have been used. A covering has no value.
const USED: usize = PLACES;

/// The longest prefix of a bucket at `depth` that `window` falls under, what it covers included; 0 if
/// there is none.
#[inline]
pub(super) fn longest(halves: &[Half], window: u32, depth: u8) -> u32 {
    match Avx2::detect() {
        Some(vector) => vector.longest(halves, window, depth),
        None => one_by_one(halves, window, depth),
    }
}

/// The same without vectors.
#[inline]
pub(super) fn one_by_one(halves: &[Half], window: u32, depth: u8) -> u32 {
    let end = u32::from(depth + WINDOW);
    let places = halves
        .iter()
        .flat_map(|half| half.split_at(PLACES).0.iter().zip(&half[PLACES..]));
    places.fold(0, |longest, (leaf, value)| {
        let leaf = load(leaf);
        // All of them and more if the leaf is no longer than `depth`.
        let ignored = end - (leaf >> Leaf::INFO_BITS);
        let differ = (load(value) ^ window).checked_shr(ignored).unwrap_or(0);
        if differ == 0 {
            longest.max(leaf)
        } else {
            longest
        }
    })
}

/// A bucket to write into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket<'a>(pub(super) &'a [Half]);

impl<'a> Bucket<'a> {
    /// What its entry would hold without it.
    pub(super) fn covering(self) -> Option<&'a AtomicU32> {
        self.0.first().map(|half| &half[0])
    }

    /// The places for prefixes: leaf and value.
    fn places(self) -> impl Iterator<Item = (&'a AtomicU32, &'a AtomicU32)> {
        let halves = self.0.iter();
        halves
            .flat_map(|half| half[..PLACES].iter().zip(&half[PLACES..]))
            .skip(1)
    }

    /// The prefixes in it: leaf and value.
    pub(super) fn prefixes(self) -> impl Iterator<Item = (u32, u32)> {
        self.places()
            .map(|(leaf, value)| (load(leaf), load(value)))
            .filter(|&(leaf, _)| leaf != 0)
    }

    /// The place for the leaf of a prefix that is in it.
    pub(super) fn find(self, value: u32, len: u8) -> Option<&'a AtomicU32> {
        let found = self.places().find(|(leaf, there)| {
            let leaf = Leaf::from_entry(load(leaf));
            leaf.map(Leaf::prefix_len) == Some(len) && load(there) == value
        });
        found.map(|(leaf, _)| leaf)
    }

    /// Adds a prefix; `false` if all places have been used.
    pub(super) fn add(self, value: u32, leaf: u32) -> bool {
        let Some(used) = self.0.first().map(|half| &half[USED]) else {
            return false;
        };
        let count = load(used);
        let Some((to_leaf, to_value)) = self.places().nth(count as usize) else {
            return false;
        };
        used.store(count + 1, Ordering::Release);
        to_value.store(value, Ordering::Release);
        to_leaf.store(leaf, Ordering::Release);
        true
    }

    /// Makes it empty, for one that nobody refers to.
    pub(super) fn clear(self) {
        for word in self.0.as_flattened() {
            word.store(0, Ordering::Release);
        }
    }
}
