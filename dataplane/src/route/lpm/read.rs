//! The reading end.

use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

use super::{
    Key, Leaf,
    bucket::{self, Half},
    summary::Summary,
};
use crate::memory::{Slab, Words, prefetch};

/// Bits that index the root.
pub(super) const ROOT: u8 = 16;
/// Bits that index a wide node.
pub(super) const WIDE: u8 = 8;
/// Bits that index a narrow node.
pub(super) const NARROW: u8 = 4;

/// Set in an entry that refers to a node.
pub(super) const REFERENCE: u32 = 1 << 31;
/// Where the kind of the node is in a reference.
pub(super) const KIND_SHIFT: u32 = 28;
/// The node's number in a reference.
pub(super) const NUMBER: u32 = (1 << KIND_SHIFT) - 1;

/// The words of a path or lone node.
pub(super) const PATH_WORDS: usize = 8;
/// The first four are the bits, as [`Key::to_words`]; then how many they are.
pub(super) const PATH_TO: usize = 4;
/// What is at the end: a reference to a narrow or wide node, or the leaf of the lone prefix.
pub(super) const PATH_TARGET: usize = 5;
/// The covering of the node.
pub(super) const PATH_COVERING: usize = 6;

/// What a reference refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Wide(u32),
    Narrow(u32),
    Path(u32),
    Lone(u32),
    /// A bucket of one half.
    Few(u32),
    /// A bucket of two halves.
    Many(u32),
}

impl Node {
    pub(super) const WIDE: u32 = 0;
    pub(super) const LONE: u32 = 3;
    pub(super) const FEW: u32 = 4;
    pub(super) const MANY: u32 = 5;

    /// The kind of node that a reference is to.
    #[inline]
    pub(super) const fn kind(reference: u32) -> u32 {
        (reference & !REFERENCE) >> KIND_SHIFT
    }

    /// The node that an entry refers to; `None` for a leaf and an empty one.
    #[inline]
    pub(super) const fn of(entry: u32) -> Option<Self> {
        if entry & REFERENCE == 0 {
            return None;
        }
        let number = entry & NUMBER;
        Some(match Self::kind(entry) {
            Self::WIDE => Self::Wide(number),
            1 => Self::Narrow(number),
            2 => Self::Path(number),
            Self::LONE => Self::Lone(number),
            Self::FEW => Self::Few(number),
            _ => Self::Many(number),
        })
    }

    pub(super) const fn entry(self) -> u32 {
        let (kind, number) = match self {
            Self::Wide(number) => (Self::WIDE, number),
            Self::Narrow(number) => (1, number),
            Self::Path(number) => (2, number),
            Self::Lone(number) => (Self::LONE, number),
            Self::Few(number) => (Self::FEW, number),
            Self::Many(number) => (Self::MANY, number),
        };
        REFERENCE | kind << KIND_SHIFT | number
    }
}

/// A longest-prefix match over addresses of one family, to look up in. [`super::LpmWriter`] makes
/// it and changes it meanwhile.
///
/// Each prefix is seen either before or after a change. Only the writer stores; what it stores
/// with release order, lookups load with acquire order.
#[derive(Debug)]
pub struct Lpm<A> {
    /// The entry of the prefix of length 0.
    pub(super) default: AtomicU32,
    /// Made with the first longer prefix.
    pub(super) root: OnceLock<Words>,
    pub(super) wide: Slab<{ 1 << WIDE }>,
    pub(super) wide_coverings: Slab<1>,
    pub(super) narrow: Slab<{ 1 << NARROW }>,
    pub(super) narrow_coverings: Slab<1>,
    pub(super) paths: Slab<PATH_WORDS>,
    pub(super) few: Slab<{ bucket::HALF }>,
    pub(super) many: Slab<{ bucket::HALF * 2 }>,
    pub(super) summary: Summary,
    pub(super) family: std::marker::PhantomData<A>,
}

/// One step down: what covers all below, and the entry there.
#[derive(Clone, Copy, Default)]
pub(super) struct Step {
    pub(super) covering: u32,
    pub(super) entry: u32,
    pub(super) depth: u8,
}

#[inline]
pub(super) fn load(word: &AtomicU32) -> u32 {
    word.load(Ordering::Acquire)
}

impl<A: Key> Lpm<A> {
    /// The longest prefix that `dst` falls under.
    #[must_use]
    #[inline]
    pub fn lookup(&self, dst: A) -> Option<Leaf> {
        let mut best = load(&self.default);
        if let Some(root) = self.root.get() {
            let mut entry = root.get(dst.bits(0, ROOT)).map_or(0, load);
            let mut depth = ROOT;
            while let Some(node) = Node::of(entry) {
                let step = self.step(node, depth, dst);
                best = or(step.covering, best);
                entry = step.entry;
                depth = step.depth;
            }
            best = or(entry, best);
        }
        Leaf::from_entry(best)
    }

    /// Whether [`Lpm::may_have`] says anything.
    #[inline]
    pub(in crate::route) fn is_sparse(&self) -> bool {
        load(&self.default) == 0 && self.summary.is_useful()
    }

    /// Whether there may be a prefix that `dst` falls under, if [`Lpm::is_sparse`].
    #[inline]
    pub(in crate::route) fn may_have(&self, dst: &A) -> bool {
        self.summary.may_have(dst)
    }

    #[inline]
    pub(super) fn step(&self, node: Node, depth: u8, dst: A) -> Step {
        match node {
            Node::Wide(number) => Step {
                covering: self.wide_coverings.word(number, 0).map_or(0, load),
                entry: self
                    .wide
                    .word(number, dst.bits(depth, WIDE))
                    .map_or(0, load),
                depth: depth + WIDE,
            },
            Node::Narrow(number) => Step {
                covering: self.narrow_coverings.word(number, 0).map_or(0, load),
                entry: self
                    .narrow
                    .word(number, dst.bits(depth, NARROW))
                    .map_or(0, load),
                depth: depth + NARROW,
            },
            Node::Path(number) | Node::Lone(number) => self
                .path(number)
                .map_or(Step::default(), |path| path.step(dst)),
            Node::Few(_) | Node::Many(_) => Step {
                covering: bucket::longest(self.bucket(node), dst.window(depth), depth),
                entry: 0,
                depth,
            },
        }
    }

    /// Begins to fetch what [`Lpm::step`] will read.
    #[inline]
    pub(super) fn ask_for(&self, node: Node, depth: u8, dst: A) {
        let (word, more) = match node {
            Node::Wide(number) => (
                self.wide.word(number, dst.bits(depth, WIDE)),
                self.wide_coverings.word(number, 0),
            ),
            Node::Narrow(number) => (
                self.narrow.word(number, 0),
                self.narrow_coverings.word(number, 0),
            ),
            Node::Path(number) | Node::Lone(number) => (self.paths.word(number, 0), None),
            Node::Few(number) => (self.few.word(number, 0), None),
            Node::Many(number) => (
                self.many.word(number, 0),
                self.many.word(number, bucket::HALF),
            ),
        };
        for word in [word, more].into_iter().flatten() {
            prefetch(word);
        }
    }

    /// The halves of a bucket; none of another node.
    #[inline]
    pub(super) fn bucket(&self, node: Node) -> &[Half] {
        let halves = match node {
            Node::Few(number) => self.few.get(number).map(|words| words.as_chunks().0),
            Node::Many(number) => self.many.get(number).map(|words| words.as_chunks().0),
            Node::Wide(_) | Node::Narrow(_) | Node::Path(_) | Node::Lone(_) => None,
        };
        halves.unwrap_or_default()
    }

    /// What a path or lone node says.
    #[inline]
    pub(super) fn path(&self, number: u32) -> Option<Path<A>> {
        self.paths.get(number).map(Path::read)
    }
}

/// A path or lone node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<A> {
    pub(super) key: A,
    pub(super) to: u8,
    pub(super) target: u32,
    pub(super) covering: u32,
}

impl<A: Key> Path<A> {
    #[inline]
    pub(super) fn read(words: &[AtomicU32; PATH_WORDS]) -> Self {
        Self {
            key: A::from_words([0, 1, 2, 3].map(|word: usize| load(&words[word]))),
            to: load(&words[PATH_TO]) as u8,
            target: load(&words[PATH_TARGET]),
            covering: load(&words[PATH_COVERING]),
        }
    }

    /// From the entry that refers to it to its end.
    #[inline]
    pub(super) fn step(&self, dst: A) -> Step {
        Step {
            covering: self.covering,
            entry: if dst.masked(self.to) == self.key {
                self.target
            } else {
                0
            },
            depth: self.to,
        }
    }
}

/// `entry`, or `otherwise` if it is empty.
#[inline]
pub(super) const fn or(entry: u32, otherwise: u32) -> u32 {
    if entry != 0 { entry } else { otherwise }
}
