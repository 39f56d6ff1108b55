//! The hash table's buckets: linear hashing, which grows by one bucket at a time (W. Litwin, "Linear
//! hashing: a new tool for file and table addressing", 1980).
//!
//! With `n` buckets, where `2^k <= n < 2^(k+1)`, a hash belongs to the bucket that its low `k + 1` bits
//! name, or, if that does not exist yet, to the one that its low `k` bits name. A new bucket takes its
//! share from the one that it was split off.
//!
//! A bucket is a cache line with the whole hashes beside each other, and then what they stand for: to
//! learn that a tuple is not there costs one miss and a few comparisons, and nothing but this line is
//! looked at to split it.

use crate::memory::{self, Blocks, equal, prefetch};

/// Entries in a line.
const ENTRIES: usize = 8;
/// The last node of a line may be, with [`LINK`], the number of the line that this one goes on in.
const LAST: usize = ENTRIES - 1;
/// Nodes are smaller than this.
pub(super) const LINK: u32 = 1 << 31;
/// Entries that a bucket has on average before another one is added. Buckets that wait to be split
/// have up to twice as many: most fit into one line.
const LOAD: u32 = 4;
/// Buckets to begin with: a power of two.
const INITIAL: u32 = 64;

/// A cache line of entries: a node and its hash each. An entry is free if its node is 0.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub(super) struct Line {
    hashes: [u32; ENTRIES],
    nodes: [u32; ENTRIES],
}

/// Where a line is.
#[derive(Clone, Copy, Debug)]
enum At {
    /// The first of a bucket.
    First(u32),
    /// One that another goes on in.
    Further(u32),
}

/// The buckets: nodes by hash. A node is a number that is not 0, and less than [`LINK`].
#[derive(Debug)]
pub(super) struct Buckets {
    /// The first line of each bucket.
    pub(super) lines: Blocks<Line>,
    /// Lines that full ones go on in.
    further: Blocks<Line>,
    /// The link to the first further line that is free, which has the link to the next one; 0 for none.
    free: u32,
    /// The largest power of two that is not above the number of buckets, less one.
    mask: u32,
    nodes: u32,
}

impl Default for Buckets {
    fn default() -> Self {
        let mut lines = Blocks::default();
        for _ in 0..INITIAL {
            lines.push(Line::default());
        }
        Self {
            lines,
            further: Blocks::default(),
            free: 0,
            mask: INITIAL - 1,
            nodes: 0,
        }
    }
}

impl Buckets {
    /// How many there are.
    #[inline]
    pub(super) const fn len(&self) -> u32 {
        self.lines.len()
    }

    /// How many nodes there are.
    #[cfg(test)]
    pub(super) const fn nodes(&self) -> u32 {
        self.nodes
    }

    /// To look at many of them.
    #[inline]
    pub(super) fn view(&self) -> View<'_> {
        View {
            all: self,
            lines: self.lines.view(),
            mask: self.mask,
        }
    }

    /// The bucket that a hash belongs to.
    #[inline]
    pub(super) fn of(&self, hash: u32) -> u32 {
        self.view().of(hash)
    }

    /// The nodes with this hash.
    #[inline]
    pub(super) fn find(&self, hash: u32) -> Found<'_> {
        self.find_from(self.lines.get(self.of(hash)), hash)
    }

    /// The same in the bucket that begins with `line`.
    #[inline]
    fn find_from<'b>(&'b self, line: Option<&'b Line>, hash: u32) -> Found<'b> {
        Found {
            buckets: self,
            line,
            hash,
            equal: line.map_or(0, |line| equal(&line.hashes, hash)),
        }
    }

    /// The first node with this hash in the bucket that begins with `line`, wherever in it that is.
    #[inline(never)]
    fn first_from(&self, line: &Line, hash: u32) -> u32 {
        self.find_from(Some(line), hash).next().unwrap_or(0)
    }

    /// The first node with this hash; 0 if there is none.
    #[inline]
    pub(super) fn first(&self, hash: u32) -> u32 {
        self.view().first(hash)
    }

    /// Whether there may be a node with this hash: what most new tuples ask is answered by this alone.
    #[inline]
    pub(super) fn may_have(&self, hash: u32) -> bool {
        let mut line = &self.lines[self.of(hash)];
        loop {
            if equal(&line.hashes, hash) != 0 {
                return true;
            }
            match self.next(line) {
                Some(next) => line = next,
                None => return false,
            }
        }
    }

    /// All hashes and nodes of a bucket.
    pub(super) fn bucket(&self, bucket: u32) -> impl Iterator<Item = (u32, u32)> {
        self.lines(bucket).flat_map(Line::entries)
    }

    /// Begins to fetch the bucket of a hash that is about to be looked for.
    #[inline]
    pub(super) fn prefetch(&self, hash: u32) {
        self.view().prefetch(hash);
    }

    /// Does so with the line that the bucket goes on in, when the first one is there.
    #[inline]
    pub(super) fn prefetch_further(&self, hash: u32) {
        let line = self.lines.get(self.of(hash));
        if let Some(further) = line.and_then(|line| self.next(line)) {
            prefetch(further);
        }
    }

    /// Adds a node; once in a while a bucket for it, too.
    #[inline]
    pub(super) fn insert(&mut self, hash: u32, node: u32) {
        self.place(self.of(hash), hash, node);
        self.nodes += 1;
        if self.nodes > self.len().saturating_mul(LOAD) {
            self.split();
        }
    }

    /// Takes a node out.
    #[inline]
    pub(super) fn remove(&mut self, hash: u32, node: u32) {
        let bucket = self.of(hash);
        let line = &mut self.lines[bucket];
        let taken = match line.entry_of(node) {
            Some(entry) => {
                line.nodes[entry] = 0;
                true
            }
            None => self.take_from(bucket, node),
        };
        self.nodes -= u32::from(taken);
    }

    /// The lines of a bucket.
    #[inline]
    fn lines(&self, bucket: u32) -> impl Iterator<Item = &Line> {
        std::iter::successors(self.lines.get(bucket), |line| self.next(line))
    }

    /// The line that another one goes on in.
    #[inline]
    fn next(&self, line: &Line) -> Option<&Line> {
        self.further.get(line.next()?)
    }

    #[inline]
    fn line_mut(&mut self, at: At) -> &mut Line {
        match at {
            At::First(bucket) => &mut self.lines[bucket],
            At::Further(number) => &mut self.further[number],
        }
    }

    /// Puts a node into the first free entry of a bucket.
    #[inline]
    fn place(&mut self, bucket: u32, hash: u32, node: u32) {
        let line = &mut self.lines[bucket];
        match line.entry_of(0) {
            Some(entry) => line.set(entry, (hash, node)),
            None => self.put(bucket, hash, node),
        }
    }

    /// The same if its first line is full.
    #[inline(never)]
    fn put(&mut self, bucket: u32, hash: u32, node: u32) {
        let mut at = At::First(bucket);
        loop {
            let line = self.line_mut(at);
            if let Some(entry) = line.entry_of(0) {
                line.set(entry, (hash, node));
                return;
            }
            match line.next() {
                Some(number) => at = At::Further(number),
                None => break,
            }
        }
        // The link takes the place of the last entry, which goes to the new line as well.
        let number = self.free_line();
        let last = self.line_mut(at);
        let moved = (last.hashes[LAST], last.nodes[LAST]);
        last.nodes[LAST] = LINK | number;
        let further = &mut self.further[number];
        *further = Line::default();
        further.set(0, moved);
        further.set(1, (hash, node));
    }

    /// A further line that is not in use.
    fn free_line(&mut self) -> u32 {
        if self.free == 0 {
            return self.further.push(Line::default());
        }
        let number = self.free & !LINK;
        self.free = self.further[number].nodes[LAST];
        number
    }

    /// Takes a node out of a bucket; `false` if it is not there.
    #[inline(never)]
    fn take_from(&mut self, bucket: u32, node: u32) -> bool {
        let (mut before, mut at) = (None, At::First(bucket));
        loop {
            let free = self.free;
            let line = self.line_mut(at);
            if let Some(entry) = line.entry_of(node) {
                line.nodes[entry] = 0;
                // A further line that is empty is free.
                if let (Some(before), At::Further(number)) = (before, at)
                    && line.is_empty()
                {
                    let after = std::mem::replace(&mut line.nodes[LAST], free);
                    self.line_mut(before).nodes[LAST] = after;
                    self.free = LINK | number;
                }
                return true;
            }
            let Some(number) = line.next() else {
                return false;
            };
            (before, at) = (Some(at), At::Further(number));
        }
    }

    /// Adds a bucket and moves there what belongs there.
    #[inline(never)]
    fn split(&mut self) {
        let old = self.grow();
        // All are put in anew, into as few lines as they need; lines are free when they have been read.
        let mut line = std::mem::take(&mut self.lines[old]);
        loop {
            for (hash, node) in line.entries() {
                self.place(self.of(hash), hash, node);
            }
            let Some(number) = line.next() else {
                return;
            };
            line = self.further[number];
            self.further[number].nodes[LAST] = self.free;
            self.free = LINK | number;
        }
    }

    /// Adds an empty bucket; gives the one to be split.
    fn grow(&mut self) -> u32 {
        let new = self.lines.push(Line::default());
        let len = self.len();
        if len.is_power_of_two() {
            self.mask = len - 1;
            // All bits of `new` were in the mask already but the highest.
            return new & (self.mask >> 1);
        }
        new & self.mask
    }

    /// Bytes that they take.
    pub(super) fn memory(&self) -> usize {
        self.lines.memory() + self.further.memory()
    }
}

/// Buckets that stay as they are: where they are need not be read again for each.
#[derive(Clone, Copy)]
pub(super) struct View<'b> {
    all: &'b Buckets,
    lines: memory::View<'b, Line>,
    mask: u32,
}

impl<'b> View<'b> {
    /// See [`Buckets::of`].
    #[inline(always)]
    const fn of(&self, hash: u32) -> u32 {
        let bucket = hash & (self.mask << 1 | 1);
        if bucket < self.lines.len() {
            bucket
        } else {
            hash & self.mask
        }
    }

    /// See [`Buckets::first`].
    #[inline(always)]
    pub(super) fn first(&self, hash: u32) -> u32 {
        let Some(line) = self.lines.get(self.of(hash)) else {
            return 0;
        };
        let equal = equal(&line.hashes, hash);
        let node = line.nodes[equal.trailing_zeros() as usize % ENTRIES];
        if equal != 0 && is_node(node) {
            return node;
        }
        if equal == 0 && line.next().is_none() {
            return 0;
        }
        self.all.first_from(line, hash)
    }

    /// See [`Buckets::prefetch`].
    #[inline(always)]
    pub(super) fn prefetch(&self, hash: u32) {
        if let Some(line) = self.lines.get(self.of(hash)) {
            prefetch(line);
        }
    }
}

impl Line {
    /// The hashes and nodes.
    fn entries(&self) -> impl Iterator<Item = (u32, u32)> {
        let entries = self.hashes.into_iter().zip(self.nodes);
        entries.filter(|&(_, node)| is_node(node))
    }

    /// The entry that holds `node`; of 0, the first that is free.
    #[inline]
    fn entry_of(&self, node: u32) -> Option<usize> {
        let equal = equal(&self.nodes, node);
        (equal != 0).then(|| equal.trailing_zeros() as usize % ENTRIES)
    }

    #[inline]
    const fn set(&mut self, entry: usize, (hash, node): (u32, u32)) {
        self.hashes[entry] = hash;
        self.nodes[entry] = node;
    }

    fn is_empty(&self) -> bool {
        !self.nodes.iter().any(|&node| is_node(node))
    }

    /// The number of the line that this one goes on in.
    #[inline]
    fn next(&self) -> Option<u32> {
        let last = self.nodes[LAST];
        (last & LINK != 0).then_some(last & !LINK)
    }
}

/// Whether an entry is in use, and no link.
#[inline]
const fn is_node(node: u32) -> bool {
    node != 0 && node & LINK == 0
}

/// The nodes with one hash.
pub(super) struct Found<'b> {
    buckets: &'b Buckets,
    line: Option<&'b Line>,
    hash: u32,
    /// The entries of the line that have the hash and were not looked at, as bits; those that are free
    /// count as well.
    equal: u32,
}

impl Iterator for Found<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let mut line = self.line?;
        loop {
            while self.equal != 0 {
                let at = self.equal.trailing_zeros() as usize % ENTRIES;
                self.equal &= self.equal - 1;
                let node = line.nodes[at];
                if is_node(node) {
                    return Some(node);
                }
            }
            self.line = self.buckets.next(line);
            line = self.line?;
            self.equal = equal(&line.hashes, self.hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Numbers without a pattern.
    fn mix(n: u32) -> u32 {
        let n = n.wrapping_mul(0x9e37_79b1);
        (n ^ n >> 15).wrapping_mul(0x85eb_ca77)
    }

    fn all(buckets: &Buckets) -> BTreeSet<(u32, u32)> {
        (0..buckets.len())
            .flat_map(|bucket| buckets.bucket(bucket))
            .collect()
    }

    #[test]
    fn what_goes_in_is_found_and_comes_out_while_buckets_split() {
        let mut buckets = Buckets::default();
        let mut model = BTreeSet::new();
        for n in 1..20_000 {
            // Some hashes are the same, as a flood of one source's would be.
            let hash = if n % 100 == 0 { 77 } else { mix(n) };
            buckets.insert(hash, n);
            model.insert((hash, n));
            if n % 3 == 0 {
                let (hash, node) = *model.first().unwrap();
                buckets.remove(hash, node);
                model.remove(&(hash, node));
            }
        }
        assert_eq!(all(&buckets), model);
        assert!(buckets.len() > INITIAL);
        for &(hash, node) in &model {
            assert!(buckets.find(hash).any(|found| found == node));
        }
        for (hash, node) in model {
            buckets.remove(hash, node);
        }
        assert_eq!(all(&buckets), BTreeSet::new());
        assert_eq!(buckets.nodes, 0);
    }

    #[test]
    fn further_lines_are_used_again() {
        let mut buckets = Buckets::default();
        for round in 0..10 {
            for n in 1..=100 {
                buckets.insert(5, n);
            }
            for n in 1..=100 {
                buckets.remove(5, n);
            }
            let further = buckets.further.len();
            assert!(further <= 20, "{further} after round {round}");
        }
    }
}
