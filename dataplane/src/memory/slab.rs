//! Memory for nodes: arrays of atomic words that grow without moving.

use std::{fmt, sync::atomic::AtomicU32};

use super::words::{SEGMENT, Segments};

/// Nodes of `WORDS` words (a power of two), all zero at first, by number.
pub(crate) struct Slab<const WORDS: usize> {
    segments: Segments,
}

impl<const WORDS: usize> Slab<WORDS> {
    pub(crate) fn new() -> Self {
        Self {
            segments: Segments::new(),
        }
    }

    /// The words of a node; `None` if no node with this number was ever made.
    #[inline]
    pub(crate) fn get(&self, node: u32) -> Option<&[AtomicU32; WORDS]> {
        let start = node as usize * WORDS;
        self.segments
            .get(start / SEGMENT)?
            .get(start % SEGMENT..)?
            .first_chunk()
    }

    /// A word of a node; `None` if no node with this number was ever made. `word` is less than
    /// `WORDS`.
    #[inline]
    pub(crate) fn word(&self, node: u32, word: usize) -> Option<&AtomicU32> {
        let word = node as usize * WORDS + word;
        self.segments.get(word / SEGMENT)?.get(word % SEGMENT)
    }

    /// Makes room for a node.
    pub(crate) fn make(&self, node: u32) {
        self.segments.make(node as usize * WORDS / SEGMENT);
    }
}

impl<const WORDS: usize> fmt::Debug for Slab<WORDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slab<{WORDS}>")
    }
}
