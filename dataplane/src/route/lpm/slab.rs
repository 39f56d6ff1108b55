//! Memory for nodes: arrays of atomic words that grow without moving.

use std::{
    fmt,
    sync::{OnceLock, atomic::AtomicU32},
};

use super::words::Words;

/// Words in the first segment; each further one is twice as large.
const FIRST: usize = 1024;
/// Enough for 2³² words.
const SEGMENTS: usize = 23;

/// Nodes of `WORDS` words (a power of two), all zero at first, by number.
pub(super) struct Slab<const WORDS: usize> {
    segments: [OnceLock<Words>; SEGMENTS],
}

impl<const WORDS: usize> Slab<WORDS> {
    pub(super) const fn new() -> Self {
        Self {
            segments: [const { OnceLock::new() }; SEGMENTS],
        }
    }

    /// The segment with this node, and where in it the node's words begin.
    #[inline]
    const fn place(node: u32) -> (usize, usize) {
        let word = node as usize * WORDS + FIRST;
        let segment = (word / FIRST).ilog2() as usize;
        (segment, word - (FIRST << segment))
    }

    /// The words of a node; `None` if no node with this number was ever made.
    #[inline]
    pub(super) fn get(&self, node: u32) -> Option<&[AtomicU32; WORDS]> {
        let (segment, start) = Self::place(node);
        self.segments
            .get(segment)?
            .get()?
            .get(start..)?
            .first_chunk()
    }

    /// A word of a node; `None` if there is no such word.
    #[inline]
    pub(super) fn word(&self, node: u32, word: usize) -> Option<&AtomicU32> {
        let (segment, start) = Self::place(node);
        self.segments.get(segment)?.get()?.get(start + word)
    }

    /// Makes room for a node.
    pub(super) fn make(&self, node: u32) {
        let (segment, _) = Self::place(node);
        self.segments[segment].get_or_init(|| Words::new(FIRST << segment));
    }

    /// How many bytes its segments take up.
    pub(super) fn bytes(&self) -> usize {
        let words: usize = self
            .segments
            .iter()
            .filter_map(OnceLock::get)
            .map(|segment| segment.len())
            .sum();
        words * size_of::<AtomicU32>()
    }
}

impl<const WORDS: usize> fmt::Debug for Slab<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slab")
            .field("bytes", &self.bytes())
            .finish()
    }
}
