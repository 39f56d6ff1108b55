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

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::memory::{Slab, prefetch};

/// Words in a line.
const WORDS: usize = 16;
/// Entries in a line: first their hashes, then their nodes.
const ENTRIES: usize = WORDS / 2;
/// Where the nodes begin.
const NODES: usize = ENTRIES;
/// The last node of a line may be, with [`LINK`], the number of the line that this one goes on in.
const LAST: usize = WORDS - 1;
/// Nodes are smaller than this.
pub(super) const LINK: u32 = 1 << 31;
/// Entries that a bucket has on average before another one is added. Buckets that wait to be split
/// have up to twice as many.
const LOAD: u32 = 6;
/// Buckets to begin with: a power of two.
const INITIAL: u32 = 64;

type Line = [AtomicU32; WORDS];

/// The buckets: nodes by hash. A node is a number that is not 0, and less than [`LINK`].
#[derive(Debug)]
pub(super) struct Buckets {
    /// The first line of each bucket.
    lines: Slab<WORDS>,
    /// Lines that full ones go on in, from number 1; 0 stands for none.
    further: Slab<WORDS>,
    /// The further lines that were ever in use.
    end: u32,
    /// The first further line that is free, linked by [`LAST`]; 0 for none.
    free: u32,
    len: u32,
    /// The largest power of two that is not above `len`, less one.
    mask: u32,
    nodes: u32,
}

impl Default for Buckets {
    fn default() -> Self {
        let buckets = Self {
            lines: Slab::new(),
            further: Slab::new(),
            end: 0,
            free: 0,
            len: INITIAL,
            mask: INITIAL - 1,
            nodes: 0,
        };
        buckets.lines.make(0);
        buckets
    }
}

impl Clone for Buckets {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        while copy.len < self.len {
            copy.grow();
        }
        for bucket in 0..self.len {
            for (hash, node) in self.bucket(bucket) {
                copy.put(bucket, hash, node);
            }
        }
        copy.nodes = self.nodes;
        copy
    }
}

impl Buckets {
    /// How many there are.
    pub(super) const fn len(&self) -> u32 {
        self.len
    }

    /// How many nodes there are.
    #[cfg(test)]
    pub(super) const fn nodes(&self) -> u32 {
        self.nodes
    }

    /// The bucket that a hash belongs to.
    #[inline]
    pub(super) const fn of(&self, hash: u32) -> u32 {
        let bucket = hash & (self.mask << 1 | 1);
        if bucket < self.len {
            bucket
        } else {
            hash & self.mask
        }
    }

    /// The nodes with this hash.
    #[inline]
    pub(super) fn find(&self, hash: u32) -> Found<'_> {
        let line = self.lines.get(self.of(hash));
        Found {
            buckets: self,
            line,
            hash,
            equal: line.map_or(0, |line| equal(line, hash)),
        }
    }

    /// All hashes and nodes of a bucket.
    pub(super) fn bucket(&self, bucket: u32) -> impl Iterator<Item = (u32, u32)> {
        self.lines(bucket).flat_map(entries)
    }

    /// Begins to fetch the bucket of a hash that is about to be looked for.
    #[inline]
    pub(super) fn prefetch(&self, hash: u32) {
        if let Some(line) = self.lines.get(self.of(hash)) {
            prefetch(line);
        }
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
    pub(super) fn insert(&mut self, hash: u32, node: u32) {
        self.put(self.of(hash), hash, node);
        self.nodes += 1;
        if self.nodes > self.len.saturating_mul(LOAD) {
            self.split();
        }
    }

    /// Takes a node out.
    pub(super) fn remove(&mut self, hash: u32, node: u32) {
        if self.take_from(self.of(hash), node) {
            self.nodes -= 1;
        }
    }

    /// The line that another one goes on in.
    #[inline]
    fn next(&self, line: &Line) -> Option<&Line> {
        let last = line[LAST].load(Relaxed);
        if last & LINK == 0 {
            return None;
        }
        self.further.get(last & !LINK)
    }

    /// The lines of a bucket.
    #[inline]
    fn lines(&self, bucket: u32) -> impl Iterator<Item = &Line> {
        std::iter::successors(self.lines.get(bucket), |line| self.next(line))
    }

    /// Puts a node into the first free entry of a bucket.
    fn put(&mut self, bucket: u32, hash: u32, node: u32) {
        let mut last = None;
        for line in self.lines(bucket) {
            if let Some(entry) = entry_of(line, 0) {
                line[entry].store(hash, Relaxed);
                line[NODES + entry].store(node, Relaxed);
                return;
            }
            last = Some(line);
        }
        let number = if self.free == 0 {
            self.end + 1
        } else {
            self.free
        };
        self.further.make(number);
        let (Some(last), Some(line)) = (last, self.further.get(number)) else {
            return;
        };
        let free = line[LAST].swap(0, Relaxed) & !LINK;
        // The link takes the place of the last entry, which goes to the new line as well.
        line[0].store(last[LAST - NODES].load(Relaxed), Relaxed);
        line[NODES].store(last[LAST].swap(LINK | number, Relaxed), Relaxed);
        line[1].store(hash, Relaxed);
        line[NODES + 1].store(node, Relaxed);
        self.end = self.end.max(number);
        self.free = free;
    }

    /// Takes a node out of a bucket; `false` if it is not there.
    fn take_from(&mut self, bucket: u32, node: u32) -> bool {
        let Some(free) = self.cut(bucket, node) else {
            return false;
        };
        self.free = free;
        true
    }

    /// Does that, and gives the first free further line then.
    fn cut(&self, bucket: u32, node: u32) -> Option<u32> {
        let mut before: Option<&Line> = None;
        for line in self.lines(bucket) {
            let Some(entry) = entry_of(line, node) else {
                before = Some(line);
                continue;
            };
            line[NODES + entry].store(0, Relaxed);
            let empty = || !line[NODES..].iter().any(|node| is_node(node.load(Relaxed)));
            // A further line that is empty is free.
            return Some(match before {
                Some(before) if empty() => {
                    let after = line[LAST].swap(self.free, Relaxed);
                    before[LAST].swap(after, Relaxed) & !LINK
                }
                Some(_) | None => self.free,
            });
        }
        None
    }

    /// Adds a bucket and moves there what belongs there.
    fn split(&mut self) {
        let (old, new) = self.grow();
        let mut moved = [(0, 0); 4 * ENTRIES];
        // A bucket with more than this is a rare thing: what is left moves in further rounds.
        loop {
            let stays = |hash: u32| self.of(hash) != new;
            let goes = self.bucket(old).filter(|&(hash, _)| !stays(hash));
            let mut count = 0;
            for (place, entry) in moved.iter_mut().zip(goes) {
                *place = entry;
                count += 1;
            }
            for &(hash, node) in &moved[..count] {
                self.take_from(old, node);
                self.put(new, hash, node);
            }
            if count < moved.len() {
                break;
            }
        }
        self.draw_together(old);
    }

    /// Moves entries of a bucket from its further lines to what has become free before them.
    fn draw_together(&mut self, bucket: u32) {
        let mut further = [(0, 0); 2 * ENTRIES];
        let mut count = 0;
        let entries = self.lines(bucket).skip(1).flat_map(entries);
        for (place, entry) in further.iter_mut().zip(entries) {
            *place = entry;
            count += 1;
        }
        for &(hash, node) in &further[..count] {
            self.take_from(bucket, node);
            self.put(bucket, hash, node);
        }
    }

    /// Adds an empty bucket; gives the one to be split, and the new one.
    fn grow(&mut self) -> (u32, u32) {
        let new = self.len;
        self.lines.make(new);
        self.len += 1;
        if self.len.is_power_of_two() {
            self.mask = self.len - 1;
            // All bits of `new` were in the mask already but the highest.
            return (new & (self.mask >> 1), new);
        }
        (new & self.mask, new)
    }

    /// Bytes that they take.
    pub(super) const fn memory(&self) -> usize {
        (self.len as usize + self.end as usize) * size_of::<Line>()
    }
}

/// The hashes and nodes of a line.
fn entries(line: &Line) -> impl Iterator<Item = (u32, u32)> {
    let (hashes, nodes) = line.split_at(NODES);
    let entries = hashes.iter().zip(nodes);
    entries
        .map(|(hash, node)| (hash.load(Relaxed), node.load(Relaxed)))
        .filter(|&(_, node)| is_node(node))
}

/// Whether an entry is in use, and no link.
#[inline]
const fn is_node(node: u32) -> bool {
    node != 0 && node & LINK == 0
}

/// The entry of a line that holds `node`; of 0, the first that is free.
#[inline]
fn entry_of(line: &Line, node: u32) -> Option<usize> {
    (0..ENTRIES).find(|&at| line[NODES + at].load(Relaxed) == node)
}

/// The entries of a line with this hash, as bits; those that are free count as well.
#[inline]
fn equal(line: &Line, hash: u32) -> u32 {
    let bit = |(at, word): (usize, &AtomicU32)| u32::from(word.load(Relaxed) == hash) << at;
    line[..ENTRIES]
        .iter()
        .enumerate()
        .map(bit)
        .fold(0, |bits, bit| bits | bit)
}

/// The nodes with one hash.
pub(super) struct Found<'b> {
    buckets: &'b Buckets,
    line: Option<&'b Line>,
    hash: u32,
    /// The entries of the line that have the hash and were not looked at, as bits.
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
                let node = line[NODES + at].load(Relaxed);
                if is_node(node) {
                    return Some(node);
                }
            }
            self.line = self.buckets.next(line);
            line = self.line?;
            self.equal = equal(line, self.hash);
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
        assert_eq!(all(&buckets.clone()), model);
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
            assert!(buckets.end <= 20, "{} after round {round}", buckets.end);
        }
    }
}
