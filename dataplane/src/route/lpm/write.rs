//! The writing end.

use std::{
    collections::BTreeMap,
    mem,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use super::{
    InfoId, Key, Leaf, Lpm,
    bucket::{self, Bucket},
    key::WINDOW,
    pool::{Arrays, Notes, Pool, position},
    read::{NARROW, Node, PATH_COVERING, PATH_TARGET, PATH_TO, PATH_WORDS, Path, ROOT, WIDE, load},
    summary::Summary,
};
use crate::memory::{Slab, Words};

/// The writing end of an [`Lpm`], for one control thread.
#[derive(Debug)]
pub struct LpmWriter<A> {
    pub(super) shared: Arc<Lpm<A>>,
    /// The prefixes of up to [`ROOT`] bits, by position (see [`position`]).
    root: BTreeMap<u32, InfoId>,
    pub(super) wide: Arrays,
    pub(super) narrow: Arrays,
    pub(super) paths: Pool,
    pub(super) few: Pool,
    pub(super) many: Pool,
    /// An entry that readers can't reach, to build below.
    scratch: u32,
}

/// How much memory an [`LpmWriter`] and its [`Lpm`] take up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LpmMemory {
    /// What lookups read, in bytes; without what was set aside and not used yet.
    pub shared: usize,
    /// What only the writer needs, in bytes.
    pub writer: usize,
}

/// Where an entry is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    Scratch,
    Root(usize),
    Wide(u32, usize),
    Narrow(u32, usize),
    /// The end of a path.
    Path(u32),
}

/// Of a wide or narrow node: which.
#[derive(Clone, Copy, Debug)]
pub(super) enum Array {
    Wide(u32),
    Narrow(u32),
}

impl Array {
    const fn stride(self) -> u8 {
        match self {
            Self::Wide(_) => WIDE,
            Self::Narrow(_) => NARROW,
        }
    }

    const fn slot(self, index: usize) -> Slot {
        match self {
            Self::Wide(number) => Slot::Wide(number, index),
            Self::Narrow(number) => Slot::Narrow(number, index),
        }
    }
}

impl<A: Key> Default for LpmWriter<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Key> LpmWriter<A> {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shared: Arc::new(Lpm {
                default: AtomicU32::new(0),
                root: OnceLock::new(),
                wide: Slab::new(),
                wide_coverings: Slab::with_room(Slab::<{ 1 << WIDE }>::MOST),
                narrow: Slab::new(),
                narrow_coverings: Slab::with_room(Slab::<{ 1 << NARROW }>::MOST),
                paths: Slab::new(),
                few: Slab::new(),
                many: Slab::new(),
                summary: Summary::new(),
                family: std::marker::PhantomData,
            }),
            root: BTreeMap::new(),
            wide: Arrays::default(),
            narrow: Arrays::default(),
            paths: Pool::default(),
            few: Pool::default(),
            many: Pool::default(),
            scratch: 0,
        }
    }

    /// The reading end.
    #[must_use]
    pub fn reader(&self) -> Arc<Lpm<A>> {
        Arc::clone(&self.shared)
    }

    /// Whether there is no prefix.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        // A node without prefixes below it does not stay.
        self.root.is_empty() && self.wide.pool.in_use() == 0
    }

    const fn pools(&self) -> [&Pool; 5] {
        [
            &self.wide.pool,
            &self.narrow.pool,
            &self.paths,
            &self.few,
            &self.many,
        ]
    }

    const fn pools_mut(&mut self) -> [&mut Pool; 5] {
        [
            &mut self.wide.pool,
            &mut self.narrow.pool,
            &mut self.paths,
            &mut self.few,
            &mut self.many,
        ]
    }

    /// How many nodes wait for [`LpmWriter::reclaim`].
    #[must_use]
    pub fn retired(&self) -> usize {
        self.pools().into_iter().map(Pool::retired).sum()
    }

    /// How many nodes are referred to: wide, narrow, path and lone ones, buckets of few and of many.
    #[cfg(test)]
    pub(super) fn in_use(&self) -> [usize; 5] {
        self.pools().map(Pool::in_use)
    }

    /// How much memory it takes up.
    #[must_use]
    pub fn memory(&self) -> LpmMemory {
        // Those that are in arrays have their coverings besides.
        let words = [
            (1 << WIDE) + 1,
            (1 << NARROW) + 1,
            PATH_WORDS,
            bucket::HALF,
            bucket::HALF * 2,
        ];
        let nodes = self.pools().into_iter().zip(words);
        let nodes: usize = nodes.map(|(pool, words)| pool.made() * words).sum();
        let root = self.shared.root.get().map_or(0, |root| root.len());
        let pools: usize = self.pools().into_iter().map(Pool::bytes).sum();
        let notes = self.wide.bytes() + self.narrow.bytes();
        // A B-tree's nodes are two thirds full on average.
        let short = self.root.len() * size_of::<(u32, InfoId)>() * 3 / 2;
        LpmMemory {
            shared: (nodes + root) * size_of::<AtomicU32>(),
            writer: pools + notes + short,
        }
    }

    /// Inserts a prefix, or changes what it stands for. Gives what it stood for before.
    ///
    /// # Panics
    /// If `len` is longer than an address.
    pub fn insert(&mut self, prefix: A, len: u8, info: InfoId) -> Option<InfoId> {
        assert!(len <= A::BITS, "a prefix of {len} bits");
        let prefix = prefix.masked(len);
        let leaf = Leaf::new(len, info)?.entry();
        self.shared.summary.mark(prefix, len);
        if len == 0 {
            self.shared.default.store(leaf, Ordering::Release);
        } else {
            self.make_root();
        }
        if len > ROOT {
            let slot = Slot::Root(prefix.bits(0, ROOT));
            return self.insert_below(slot, ROOT, prefix, len, leaf);
        }
        let value = prefix.bits(0, len.max(1));
        let before = self
            .root
            .insert(if len == 0 { 1 } else { position(value, len) }, info);
        if len > 0 {
            self.cover(Slot::Root, value, len, ROOT, leaf);
        }
        before
    }

    /// Removes a prefix. Gives what it stood for; `None` if it was not there.
    pub fn remove(&mut self, prefix: A, len: u8) -> Option<InfoId> {
        let before = self.take(prefix, len);
        if self.is_empty() {
            self.shared.summary.clear();
        }
        before
    }

    fn take(&mut self, prefix: A, len: u8) -> Option<InfoId> {
        if len > A::BITS {
            return None;
        }
        let prefix = prefix.masked(len);
        if len == 0 {
            self.shared.default.store(0, Ordering::Release);
            return self.root.remove(&1);
        }
        if len > ROOT {
            return self.remove_below(prefix, len);
        }
        let value = prefix.bits(0, len);
        let before = self.root.remove(&position(value, len))?;
        let shorter = (1..len).rev().find_map(|short| {
            let info = self.root.get(&(position(value, len) >> (len - short)))?;
            Leaf::new(short, *info)
        });
        self.uncover(Slot::Root, value, len, (ROOT, 0), shorter);
        Some(before)
    }

    /// Makes the nodes that were given up before the grace period that just ended usable again.
    pub fn reclaim(&mut self) {
        for pool in self.pools_mut() {
            pool.reclaim();
        }
    }

    /// Nothing refers to this node any more.
    pub(super) fn retire(&mut self, node: Node) {
        match node {
            Node::Wide(number) => self.wide.retire(number),
            Node::Narrow(number) => self.narrow.retire(number),
            Node::Path(number) | Node::Lone(number) => self.paths.retire(number),
            Node::Few(number) => self.few.retire(number),
            Node::Many(number) => self.many.retire(number),
        }
    }

    fn make_root(&self) {
        self.shared.root.get_or_init(|| Words::small(1 << ROOT));
    }

    fn word(&self, slot: Slot) -> Option<&AtomicU32> {
        match slot {
            Slot::Scratch => None,
            Slot::Root(index) => self.shared.root.get()?.get(index),
            Slot::Wide(number, index) => self.shared.wide.get(number)?.get(index),
            Slot::Narrow(number, index) => self.shared.narrow.get(number)?.get(index),
            Slot::Path(number) => Some(&self.shared.paths.get(number)?[PATH_TARGET]),
        }
    }

    pub(super) fn get(&self, slot: Slot) -> u32 {
        self.word(slot).map_or(self.scratch, load)
    }

    pub(super) fn set(&mut self, slot: Slot, entry: u32) {
        match self.word(slot) {
            Some(word) => word.store(entry, Ordering::Release),
            None => self.scratch = entry,
        }
    }

    fn covering_word(&self, node: Node) -> Option<&AtomicU32> {
        match node {
            Node::Wide(number) => Some(&self.shared.wide_coverings.get(number)?[0]),
            Node::Narrow(number) => Some(&self.shared.narrow_coverings.get(number)?[0]),
            Node::Path(number) | Node::Lone(number) => {
                Some(&self.shared.paths.get(number)?[PATH_COVERING])
            }
            Node::Few(_) | Node::Many(_) => Bucket(self.shared.bucket(node)).covering(),
        }
    }

    pub(super) fn covering(&self, node: Node) -> u32 {
        self.covering_word(node).map_or(0, load)
    }

    pub(super) fn set_covering(&self, node: Node, leaf: u32) {
        if let Some(word) = self.covering_word(node) {
            word.store(leaf, Ordering::Release);
        }
    }

    /// The leaf that an entry holds, or would if it did not refer to a node.
    fn held(&self, entry: u32) -> u32 {
        Node::of(entry).map_or(entry, |node| self.covering(node))
    }

    /// Makes an entry hold a leaf, beside the node that it may refer to.
    fn hold(&mut self, slot: Slot, leaf: u32) {
        match Node::of(self.get(slot)) {
            Some(node) => self.set_covering(node, leaf),
            None => self.set(slot, leaf),
        }
    }

    /// The entries of an array with `stride` bits that fall under `value` of `len` bits.
    fn under(value: usize, len: u8, stride: u8) -> std::ops::Range<usize> {
        value << (stride - len)..(value + 1) << (stride - len)
    }

    /// Writes `leaf` where no longer prefix is.
    pub(super) fn cover(
        &mut self,
        array: impl Fn(usize) -> Slot,
        value: usize,
        len: u8,
        stride: u8,
        leaf: u32,
    ) {
        let new = Leaf::from_entry(leaf).map(Leaf::prefix_len);
        for index in Self::under(value, len, stride) {
            let slot = array(index);
            let held = self.held(self.get(slot));
            if Leaf::from_entry(held).map(Leaf::prefix_len) <= new {
                self.hold(slot, leaf);
            }
        }
    }

    /// Writes `shorter` where the prefix was that `cover` wrote. The array has (stride, depth).
    fn uncover(
        &mut self,
        array: impl Fn(usize) -> Slot,
        value: usize,
        len: u8,
        (stride, depth): (u8, u8),
        shorter: Option<Leaf>,
    ) {
        let leaf = shorter.map_or(0, Leaf::entry);
        for index in Self::under(value, len, stride) {
            let slot = array(index);
            let held = self.held(self.get(slot));
            if Leaf::from_entry(held).map(Leaf::prefix_len) == Some(depth + len) {
                self.hold(slot, leaf);
            }
        }
    }

    fn notes(&mut self, array: Array) -> &mut Notes {
        match array {
            Array::Wide(number) => &mut self.wide.notes[number as usize],
            Array::Narrow(number) => &mut self.narrow.notes[number as usize],
        }
    }

    /// Counts a new reference in the array that a slot is in, if it is in one.
    pub(super) fn referring(&mut self, slot: Slot) {
        match slot {
            Slot::Wide(number, _) => self.wide.notes[number as usize].references += 1,
            Slot::Narrow(number, _) => self.narrow.notes[number as usize].references += 1,
            Slot::Scratch | Slot::Root(_) | Slot::Path(_) => {}
        }
    }

    pub(super) fn new_wide(&mut self) -> u32 {
        let number = self.wide.take(&self.shared.wide);
        self.shared.wide_coverings.make(number);
        for index in 0..1 << WIDE {
            self.set(Slot::Wide(number, index), 0);
        }
        self.set_covering(Node::Wide(number), 0);
        number
    }

    pub(super) fn new_narrow(&mut self) -> u32 {
        let number = self.narrow.take(&self.shared.narrow);
        self.shared.narrow_coverings.make(number);
        for index in 0..1 << NARROW {
            self.set(Slot::Narrow(number, index), 0);
        }
        self.set_covering(Node::Narrow(number), 0);
        number
    }

    fn new_path(&mut self, path: Path<A>) -> u32 {
        let number = self.paths.take(&self.shared.paths);
        if let Some(words) = self.shared.paths.get(number) {
            for (word, bits) in words.iter().zip(path.key.to_words()) {
                word.store(bits, Ordering::Release);
            }
            words[PATH_TO].store(path.to.into(), Ordering::Release);
            words[PATH_TARGET].store(path.target, Ordering::Release);
            words[PATH_COVERING].store(path.covering, Ordering::Release);
        }
        number
    }

    /// `node`, which is at depth `to`, seen from an entry at `depth` above it; `covering` is what
    /// that entry holds.
    pub(super) fn lead_to(&mut self, node: Node, depth: u8, key: A, to: u8, covering: u32) -> Node {
        if depth == to {
            self.set_covering(node, covering);
            return node;
        }
        self.set_covering(node, 0);
        Node::Path(self.new_path(Path {
            key: key.masked(to),
            to,
            target: node.entry(),
            covering,
        }))
    }

    /// Inserts a prefix below an entry at `depth`.
    pub(super) fn insert_below(
        &mut self,
        mut slot: Slot,
        mut depth: u8,
        prefix: A,
        len: u8,
        leaf: u32,
    ) -> Option<InfoId> {
        loop {
            let entry = self.get(slot);
            let array = match Node::of(entry) {
                None => {
                    let node = self.first_below(depth, prefix, len, leaf);
                    self.set_covering(node, entry);
                    self.referring(slot);
                    self.set(slot, node.entry());
                    return None;
                }
                Some(Node::Lone(number)) => {
                    let lone = self.shared.path(number)?;
                    if lone.to == len && lone.key == prefix {
                        if let Some(words) = self.shared.paths.get(number) {
                            words[PATH_TARGET].store(leaf, Ordering::Release);
                        }
                        return Leaf::from_entry(lone.target).map(Leaf::info);
                    }
                    let both = [(lone.key, lone.to, lone.target), (prefix, len, leaf)];
                    let node = self.split(depth, lone.covering, &both)?;
                    self.set(slot, node.entry());
                    self.paths.retire(number);
                    return None;
                }
                Some(Node::Path(number)) => {
                    let path = self.shared.path(number)?;
                    let common = path.key.common(prefix);
                    if common >= path.to && len > path.to {
                        slot = Slot::Path(number);
                        depth = path.to;
                        continue;
                    }
                    let at = branch(common.min(len - 1));
                    let narrow = self.new_narrow();
                    let below = Node::of(path.target)?;
                    let below = self.lead_to(below, at + NARROW, path.key, path.to, 0);
                    let to_below = Slot::Narrow(narrow, path.key.bits(at, NARROW));
                    self.referring(to_below);
                    self.set(to_below, below.entry());
                    let node = self.build(Node::Narrow(narrow).entry(), |writer| {
                        writer.insert_below(Slot::Scratch, at, prefix, len, leaf);
                    })?;
                    let node = self.lead_to(node, depth, prefix, at, path.covering);
                    self.set(slot, node.entry());
                    self.paths.retire(number);
                    return None;
                }
                Some(node @ (Node::Few(_) | Node::Many(_))) => {
                    return self.insert_in_bucket((slot, depth), node, prefix, len, leaf);
                }
                Some(Node::Narrow(number)) => {
                    if len > depth + NARROW && depth.is_multiple_of(WIDE) && self.is_dense(number) {
                        self.widen((slot, depth), prefix, number);
                        continue;
                    }
                    Array::Narrow(number)
                }
                Some(Node::Wide(number)) => Array::Wide(number),
            };
            let stride = array.stride();
            if len <= depth + stride {
                return self.insert_here(array, depth, prefix, len, leaf);
            }
            slot = array.slot(prefix.bits(depth, stride));
            depth += stride;
        }
    }

    /// Runs `build` with `entry` in the scratch slot, and gives the node that is there afterwards.
    pub(super) fn build(&mut self, entry: u32, build: impl FnOnce(&mut Self)) -> Option<Node> {
        let outer = mem::replace(&mut self.scratch, entry);
        build(self);
        Node::of(mem::replace(&mut self.scratch, outer))
    }

    /// A node for the only prefix below an entry at `depth`.
    fn first_below(&mut self, depth: u8, prefix: A, len: u8, leaf: u32) -> Node {
        if depth == ROOT {
            let wide = self.new_wide();
            if len <= depth + WIDE {
                self.insert_here(Array::Wide(wide), depth, prefix, len, leaf);
            } else {
                let slot = Slot::Wide(wide, prefix.bits(depth, WIDE));
                self.insert_below(slot, depth + WIDE, prefix, len, leaf);
            }
            return Node::Wide(wide);
        }
        if len <= depth + WINDOW {
            return self.new_bucket(0, &[(leaf, prefix.window(depth))]);
        }
        Node::Lone(self.new_path(Path {
            key: prefix,
            to: len,
            target: leaf,
            covering: 0,
        }))
    }

    /// Inserts a prefix into the array whose lengths it is of.
    fn insert_here(
        &mut self,
        array: Array,
        depth: u8,
        prefix: A,
        len: u8,
        leaf: u32,
    ) -> Option<InfoId> {
        let info = Leaf::from_entry(leaf)?.info();
        let value = prefix.bits(depth, len - depth);
        let before = self.notes(array).insert(position(value, len - depth), info);
        let slot = |index| array.slot(index);
        self.cover(slot, value, len - depth, array.stride(), leaf);
        before
    }

    /// Removes a prefix that is below the root.
    fn remove_below(&mut self, prefix: A, len: u8) -> Option<InfoId> {
        let mut slot = Slot::Root(prefix.bits(0, ROOT));
        let mut depth = ROOT;
        // The slots on the way, to take away the nodes that are left without a prefix.
        let mut way = Vec::new();
        loop {
            way.push(slot);
            let array = match Node::of(self.get(slot))? {
                Node::Lone(number) => {
                    let lone = self.shared.path(number)?;
                    if lone.to != len || lone.key != prefix {
                        return None;
                    }
                    self.prune(way);
                    return Leaf::from_entry(lone.target).map(Leaf::info);
                }
                node @ (Node::Few(_) | Node::Many(_)) => {
                    if len > depth + WINDOW {
                        return None;
                    }
                    let bucket = Bucket(self.shared.bucket(node));
                    let leaf = bucket.find(prefix.window(depth), len)?;
                    let before = leaf.swap(0, Ordering::AcqRel);
                    if bucket.prefixes().next().is_none() {
                        self.prune(way);
                    }
                    return Leaf::from_entry(before).map(Leaf::info);
                }
                Node::Path(number) => {
                    let path = self.shared.path(number)?;
                    if len <= path.to || path.key.common(prefix) < path.to {
                        return None;
                    }
                    slot = Slot::Path(number);
                    depth = path.to;
                    continue;
                }
                Node::Wide(number) => Array::Wide(number),
                Node::Narrow(number) => Array::Narrow(number),
            };
            let stride = array.stride();
            if len > depth + stride {
                slot = array.slot(prefix.bits(depth, stride));
                depth += stride;
                continue;
            }
            let rest = len - depth;
            let value = prefix.bits(depth, rest);
            let notes = self.notes(array);
            let before = notes.remove(position(value, rest))?;
            let shorter = (1..rest).rev().find_map(|short| {
                let info = notes.get(position(value, rest) >> (rest - short))?;
                Leaf::new(depth + short, info)
            });
            let left = notes.prefixes.is_empty() && notes.references == 0;
            if left {
                self.prune(way);
            } else {
                let slot = |index| array.slot(index);
                self.uncover(slot, value, rest, (stride, depth), shorter);
            }
            return Some(before);
        }
    }

    /// Takes away the node that the last slot refers to, and those above that are left empty.
    fn prune(&mut self, mut way: Vec<Slot>) {
        while let Some(slot) = way.pop() {
            let Some(node) = Node::of(self.get(slot)) else {
                return;
            };
            let covering = self.covering(node);
            // A path leads nowhere now: it goes as well, and what it covered is put in its place.
            if !matches!(slot, Slot::Path(_)) {
                self.set(slot, covering);
            }
            self.retire(node);
            let notes = match slot {
                Slot::Scratch | Slot::Root(_) => return,
                Slot::Path(_) => continue,
                Slot::Wide(number, _) => &mut self.wide.notes[number as usize],
                Slot::Narrow(number, _) => &mut self.narrow.notes[number as usize],
            };
            notes.references -= 1;
            if notes.references > 0 || !notes.prefixes.is_empty() {
                return;
            }
        }
    }
}

/// Where a narrow node must be for `common` bits to be the same above its entries.
pub(super) const fn branch(common: u8) -> u8 {
    common & !(NARROW - 1)
}
