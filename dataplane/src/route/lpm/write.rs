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
    read::{NARROW, Node, PATH_COVERING, PATH_TARGET, PATH_TO, Path, ROOT, WIDE, load},
    summary::Summary,
};
use crate::memory::{Slab, Words};

/// A narrow node gives way to a wide one when it has this many narrow ones below it. With one it
/// takes twice the memory that it would with four, and two thirds of the time for a lookup.
const NARROW_BELOW: usize = 1;

/// The writing end of an [`Lpm`], for one control thread.
#[derive(Debug)]
pub struct LpmWriter<A> {
    shared: Arc<Lpm<A>>,
    /// The prefixes of up to [`ROOT`] bits, by position (see [`position`]).
    root: BTreeMap<u32, InfoId>,
    wide: Pool,
    narrow: Pool,
    paths: Pool,
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

/// Numbers of the nodes of one kind, and what the writer knows about each.
#[derive(Debug, Default)]
struct Pool {
    free: Vec<u32>,
    /// Nothing refers to them since the last [`LpmWriter::reclaim`], but readers may be in them.
    retired: Vec<u32>,
    notes: Vec<Notes>,
}

/// What the writer knows about a node.
#[derive(Debug, Default)]
struct Notes {
    /// The prefixes it holds, by position.
    prefixes: Vec<(u16, InfoId)>,
    /// How many of its entries are references.
    references: u16,
}

/// Where an entry is.
#[derive(Clone, Copy, Debug)]
enum Slot {
    Scratch,
    Root(usize),
    Wide(u32, usize),
    Narrow(u32, usize),
    /// The end of a path.
    Path(u32),
}

/// Numbers the prefixes that a node can hold: `value` of `len` bits. The prefix one bit shorter is
/// at half of it.
const fn position(value: usize, len: u8) -> u32 {
    1 << len | value as u32
}

/// Of a wide or narrow node: which.
#[derive(Clone, Copy, Debug)]
enum Array {
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

impl Pool {
    /// A number that nobody uses.
    fn take<const WORDS: usize>(&mut self, slab: &Slab<WORDS>) -> u32 {
        if let Some(number) = self.free.pop() {
            return number;
        }
        let number = self.notes.len() as u32;
        self.notes.push(Notes::default());
        slab.make(number);
        number
    }

    fn retire(&mut self, number: u32) {
        self.notes[number as usize] = Notes::default();
        self.retired.push(number);
    }

    fn bytes(&self) -> usize {
        let prefixes: usize = self.notes.iter().map(|n| n.prefixes.capacity()).sum();
        prefixes * size_of::<(u16, InfoId)>()
            + self.notes.capacity() * size_of::<Notes>()
            + (self.free.capacity() + self.retired.capacity()) * size_of::<u32>()
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
                wide_coverings: Slab::new(),
                narrow: Slab::new(),
                narrow_coverings: Slab::new(),
                paths: Slab::new(),
                summary: Summary::new(),
                family: std::marker::PhantomData,
            }),
            root: BTreeMap::new(),
            wide: Pool::default(),
            narrow: Pool::default(),
            paths: Pool::default(),
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
        self.root.is_empty()
            && self.wide.notes.len() == self.wide.free.len() + self.wide.retired.len()
    }

    /// How many nodes wait for [`LpmWriter::reclaim`].
    #[must_use]
    pub const fn retired(&self) -> usize {
        self.wide.retired.len() + self.narrow.retired.len() + self.paths.retired.len()
    }

    /// How many nodes are referred to: wide, narrow, path and lone ones.
    #[cfg(test)]
    pub(super) fn in_use(&self) -> [usize; 3] {
        [&self.wide, &self.narrow, &self.paths]
            .map(|pool| pool.notes.len() - pool.free.len() - pool.retired.len())
    }

    /// How much memory it takes up.
    #[must_use]
    pub fn memory(&self) -> LpmMemory {
        let root = self.shared.root.get().map_or(0, |root| root.len());
        let words = self.wide.notes.len() * ((1 << WIDE) + 1)
            + self.narrow.notes.len() * ((1 << NARROW) + 1)
            + self.paths.notes.len() * super::read::PATH_WORDS
            + root;
        // A B-tree's nodes are two thirds full on average.
        let root = self.root.len() * size_of::<(u32, InfoId)>() * 3 / 2;
        LpmMemory {
            shared: words * size_of::<AtomicU32>(),
            writer: self.wide.bytes() + self.narrow.bytes() + self.paths.bytes() + root,
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
        for pool in [&mut self.wide, &mut self.narrow, &mut self.paths] {
            pool.free.append(&mut pool.retired);
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

    fn get(&self, slot: Slot) -> u32 {
        self.word(slot).map_or(self.scratch, load)
    }

    fn set(&mut self, slot: Slot, entry: u32) {
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
        }
    }

    fn covering(&self, node: Node) -> u32 {
        self.covering_word(node).map_or(0, load)
    }

    fn set_covering(&self, node: Node, leaf: u32) {
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
    fn cover(
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
    fn referring(&mut self, slot: Slot) {
        match slot {
            Slot::Wide(number, _) => self.wide.notes[number as usize].references += 1,
            Slot::Narrow(number, _) => self.narrow.notes[number as usize].references += 1,
            Slot::Scratch | Slot::Root(_) | Slot::Path(_) => {}
        }
    }

    fn new_wide(&mut self) -> u32 {
        let number = self.wide.take(&self.shared.wide);
        self.shared.wide_coverings.make(number);
        for index in 0..1 << WIDE {
            self.set(Slot::Wide(number, index), 0);
        }
        self.set_covering(Node::Wide(number), 0);
        number
    }

    fn new_narrow(&mut self) -> u32 {
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
    fn lead_to(&mut self, node: Node, depth: u8, key: A, to: u8, covering: u32) -> Node {
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
    fn insert_below(
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
                    let at = branch(lone.key.common(prefix).min(lone.to - 1).min(len - 1));
                    let narrow = Node::Narrow(self.new_narrow()).entry();
                    let node = self.build(narrow, |writer| {
                        writer.insert_below(Slot::Scratch, at, lone.key, lone.to, lone.target);
                        writer.insert_below(Slot::Scratch, at, prefix, len, leaf);
                    })?;
                    let node = self.lead_to(node, depth, prefix, at, lone.covering);
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
                Some(Node::Narrow(number)) => {
                    if len > depth + NARROW && depth.is_multiple_of(WIDE) && self.is_dense(number) {
                        self.widen(slot, depth, number);
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
    fn build(&mut self, entry: u32, build: impl FnOnce(&mut Self)) -> Option<Node> {
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

    fn is_dense(&self, narrow: u32) -> bool {
        let below = |index: &usize| {
            matches!(
                Node::of(self.get(Slot::Narrow(narrow, *index))),
                Some(Node::Narrow(_))
            )
        };
        (0..1 << NARROW).filter(below).count() >= NARROW_BELOW
    }

    /// Replaces the narrow node that `slot` (at `depth`) refers to, and the narrow ones below it,
    /// by a wide one.
    fn widen(&mut self, slot: Slot, depth: u8, narrow: u32) {
        let wide = self.new_wide();
        let mut references: Vec<(usize, Node)> = Vec::new();
        let mut gone: Vec<u32> = Vec::new();
        let mut prefixes: Vec<(u32, InfoId)> = (self.narrow.notes[narrow as usize].prefixes.iter())
            .map(|&(position, info)| (position.into(), info))
            .collect();
        for outer in 0..1 << NARROW {
            let Some(node) = Node::of(self.get(Slot::Narrow(narrow, outer))) else {
                continue;
            };
            match node {
                Node::Narrow(number) => {
                    for &(position, info) in &self.narrow.notes[number as usize].prefixes {
                        // The four bits of the entry come after the leading one.
                        let len = position.ilog2();
                        let value = u32::from(position) - (1 << len);
                        let position = (1 << NARROW | outer as u32) << len | value;
                        prefixes.push((position, info));
                    }
                    for inner in 0..1 << NARROW {
                        if let Some(node) = Node::of(self.get(Slot::Narrow(number, inner))) {
                            references.push((outer << NARROW | inner, node));
                        }
                    }
                    gone.push(number);
                }
                Node::Path(number) | Node::Lone(number) => {
                    let Some(path) = self.shared.path(number) else {
                        continue;
                    };
                    let index = path.key.bits(depth, WIDE);
                    match (node, Leaf::from_entry(path.target), Node::of(path.target)) {
                        (Node::Lone(_), Some(leaf), _) if path.to <= depth + WIDE => {
                            let len = path.to - depth;
                            let value = path.key.bits(depth, len);
                            prefixes.push((position(value, len), leaf.info()));
                            self.paths.retire(number);
                        }
                        (Node::Path(_), _, Some(target)) if path.to == depth + WIDE => {
                            references.push((index, target));
                            self.paths.retire(number);
                        }
                        (..) => references.push((index, node)),
                    }
                }
                Node::Wide(_) => unreachable!("wide nodes begin at multiples of 8 bits"),
            }
        }
        for (position, info) in prefixes {
            let len = position.ilog2() as u8;
            let value = position as usize - (1 << len);
            self.wide.notes[wide as usize].insert(position, info);
            if let Some(leaf) = Leaf::new(depth + len, info) {
                let slot = |index| Slot::Wide(wide, index);
                self.cover(slot, value, len, WIDE, leaf.entry());
            }
        }
        for (index, node) in references {
            let slot = Slot::Wide(wide, index);
            // Who comes by the old way finds the same covering a step earlier.
            self.set_covering(node, self.get(slot));
            self.referring(slot);
            self.set(slot, node.entry());
        }
        self.set_covering(Node::Wide(wide), self.covering(Node::Narrow(narrow)));
        self.set(slot, Node::Wide(wide).entry());
        gone.push(narrow);
        for number in gone {
            self.narrow.retire(number);
        }
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
            match node {
                Node::Wide(number) => self.wide.retire(number),
                Node::Narrow(number) => self.narrow.retire(number),
                Node::Path(number) | Node::Lone(number) => self.paths.retire(number),
            }
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
const fn branch(common: u8) -> u8 {
    common & !(NARROW - 1)
}

impl Notes {
    fn find(&self, position: u32) -> Result<usize, usize> {
        self.prefixes
            .binary_search_by_key(&position, |&(position, _)| position.into())
    }

    fn get(&self, position: u32) -> Option<InfoId> {
        self.find(position).ok().map(|at| self.prefixes[at].1)
    }

    fn insert(&mut self, position: u32, info: InfoId) -> Option<InfoId> {
        match self.find(position) {
            Ok(at) => Some(mem::replace(&mut self.prefixes[at].1, info)),
            Err(at) => {
                // Nine bits at most.
                self.prefixes.insert(at, (position as u16, info));
                None
            }
        }
    }

    fn remove(&mut self, position: u32) -> Option<InfoId> {
        let at = self.find(position).ok()?;
        Some(self.prefixes.remove(at).1)
    }
}
