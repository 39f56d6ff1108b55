//! Memory for nodes: arrays of atomic words that grow without moving.

use std::{fmt, sync::atomic::AtomicU32};

use super::words::Region;

/// Words of one slab at most: 2 GiB.
const MOST: usize = 1 << 29;

/// Nodes of `WORDS` words (a power of two), all zero at first, by number.
pub(crate) struct Slab<const WORDS: usize> {
    region: Region,
}

impl<const WORDS: usize> Slab<WORDS> {
    /// How many nodes there may be.
    pub(crate) const MOST: usize = MOST / WORDS;

    pub(crate) const fn new() -> Self {
        Self::with_room(Self::MOST)
    }

    /// With room for so many `nodes` only.
    pub(crate) const fn with_room(nodes: usize) -> Self {
        Self {
            region: Region::new(nodes * WORDS),
        }
    }

    /// The words of a node; `None` if no node with this number was ever made.
    #[inline]
    pub(crate) fn get(&self, node: u32) -> Option<&[AtomicU32; WORDS]> {
        self.nodes().get(node)
    }

    /// A word of a node; `None` if no node with this number was ever made. `word` is less than
    /// `WORDS`.
    #[inline]
    pub(crate) fn word(&self, node: u32, word: usize) -> Option<&AtomicU32> {
        self.nodes().word(node, word)
    }

    /// The nodes made by now, for who looks at many.
    #[inline]
    pub(crate) fn nodes(&self) -> Nodes<'_, WORDS> {
        Nodes {
            slab: self,
            words: self.region.words(),
        }
    }

    /// All their words, of one node after the other.
    #[inline]
    pub(crate) fn all(&self) -> &[AtomicU32] {
        self.region.words()
    }

    /// Makes room for a node.
    pub(crate) fn make(&self, node: u32) {
        self.region.make((node as usize + 1) * WORDS);
    }
}

impl<const WORDS: usize> fmt::Debug for Slab<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slab<{WORDS}>")
    }
}

/// The nodes of a [`Slab`].
#[derive(Clone, Copy)]
pub(crate) struct Nodes<'a, const WORDS: usize> {
    slab: &'a Slab<WORDS>,
    words: &'a [AtomicU32],
}

impl<'a, const WORDS: usize> Nodes<'a, WORDS> {
    /// As [`Slab::word`]. Finds nodes made later as well.
    #[inline(always)]
    pub(crate) fn word(&self, node: u32, word: usize) -> Option<&'a AtomicU32> {
        let at = node as usize * WORDS + word;
        match self.words.get(at) {
            None => later(self.slab, at),
            found => found,
        }
    }

    /// As [`Slab::get`], likewise.
    #[inline(always)]
    pub(crate) fn get(&self, node: u32) -> Option<&'a [AtomicU32; WORDS]> {
        let start = node as usize * WORDS;
        let words = match self.words.get(start..start + WORDS) {
            None => self.slab.region.words().get(start..start + WORDS),
            found => found,
        };
        words?.first_chunk()
    }
}

#[cold]
fn later<const WORDS: usize>(slab: &Slab<WORDS>, at: usize) -> Option<&AtomicU32> {
    slab.region.words().get(at)
}
