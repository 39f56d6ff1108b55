//! Many lookups at once.
//!
//! A lookup of a random address waits for memory at every level. So a burst goes down together: at
//! each level the memory that all need next is asked for before any of it is read. Most
//! lookups go through wide nodes and end in one or in a bucket; these steps are loops without branches. What
//! comes by another node leaves the others, and goes down with those that do likewise.
//!
//! `vector.rs` has the way through wide nodes for IPv6 and processors that look at sixteen addresses at once.

use std::sync::atomic::AtomicU32;

use super::{
    Key, Leaf, Lpm,
    bucket::{self, Half},
    read::{NUMBER, Node, Path, REFERENCE, ROOT, WIDE, load},
    vector::{Avx2, Avx512},
};
use crate::memory::{Nodes, prefetch};

/// Lookups that go down together: as many as a byte counts.
pub(super) const BURST: usize = 256;

/// Up to so many are faster one by one than a burst begins.
const ONES: usize = 4;

/// As many as the largest vectors have.
pub(super) const ROOM: usize = 16;

/// What an entry that is not there is read as.
static EMPTY: AtomicU32 = AtomicU32::new(0);

/// A way to look for the longest prefix in a bucket.
pub(super) trait Compare: Copy {
    /// As [`bucket::longest`].
    fn longest(self, halves: &[Half], window: u32, depth: u8) -> u32;
}

/// [`bucket::one_by_one`].
#[derive(Clone, Copy, Debug)]
struct OneByOne;

impl Compare for OneByOne {
    #[inline(always)]
    fn longest(self, halves: &[Half], window: u32, depth: u8) -> u32 {
        bucket::one_by_one(halves, window, depth)
    }
}

/// Lookups by number, the first `len` of them; behind them there is room to write a vector.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub(super) ids: [u8; BURST + ROOM],
    pub(super) len: usize,
}

impl List {
    pub(super) const EMPTY: Self = Self {
        ids: [0; BURST + ROOM],
        len: 0,
    };

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = u8> {
        self.ids[..self.len.min(BURST)].iter().copied()
    }
}

/// Lookups on their way down. All by number of the lookup.
pub(super) struct Burst {
    /// The longest leaf that each has met. Longer ones are greater, and references (being negative) less than
    /// any.
    pub(super) best: [i32; BURST],
    /// What each that has come to another node than a wide one refers to, and at which depth.
    pub(super) entries: [u32; BURST],
    pub(super) depths: [u8; BURST],
}

/// A part of a [`Burst`].
pub(super) struct Lanes<'a> {
    pub(super) best: &'a mut [i32; ROOM],
    pub(super) entries: &'a mut [u32; ROOM],
    pub(super) depths: &'a mut [u8; ROOM],
}

/// Lookups that are not at wide nodes, by kind of node.
pub(super) struct Others {
    pub(super) lone: List,
    pub(super) few: List,
    pub(super) many: List,
    pub(super) rest: List,
}

/// Which lookups are where while they go through wide nodes.
///
/// Lists are made without branches where no processor could tell beforehand which lookup belongs there: each
/// is written behind the end of a list, and the end moves on if it belongs.
struct Way<'a> {
    /// Those at wide nodes, and the word that each is to read there.
    wide: List,
    words: [&'a AtomicU32; BURST],
    /// Those at other nodes.
    other: List,
}

/// What is at wide nodes.
#[derive(Clone, Copy)]
struct Wide<'a> {
    nodes: Nodes<'a, { 1 << WIDE }>,
    coverings: Nodes<'a, 1>,
}

impl<'a> Wide<'a> {
    /// The word that a lookup has to read at the wide node that `entry` refers to, and what that covers. If it
    /// is not one any word and nothing, so that no branch is taken on it.
    #[inline(always)]
    fn enter(&self, is_wide: bool, entry: u32, index: usize) -> (&'a AtomicU32, i32) {
        let mask = if is_wide { u32::MAX } else { 0 };
        // If there is a wide node, there is number 0.
        let number = entry & NUMBER & mask;
        let word = self.nodes.word(number, index).unwrap_or(&EMPTY);
        prefetch(word);
        let covering = self.coverings.word(number, 0).map_or(0, load);
        (word, (covering & mask).cast_signed())
    }
}

impl Burst {
    #[inline(always)]
    pub(super) fn new(default: u32) -> Self {
        Self {
            best: [default.cast_signed(); BURST],
            entries: [0; BURST],
            depths: [ROOT; BURST],
        }
    }

    /// Some of the lookups, from number `start` on.
    #[inline(always)]
    pub(super) fn lanes(&mut self, start: usize) -> Option<Lanes<'_>> {
        Some(Lanes {
            best: self.best.get_mut(start..)?.first_chunk_mut()?,
            entries: self.entries.get_mut(start..)?.first_chunk_mut()?,
            depths: self.depths.get_mut(start..)?.first_chunk_mut()?,
        })
    }

    /// Looks up the first of `dsts`, as many as `out` has places.
    #[inline(always)]
    pub(super) fn run<A: Key>(
        lpm: &Lpm<A>,
        compare: impl Compare,
        dsts: &[A; BURST],
        out: &mut [Option<Leaf>],
    ) {
        let default = load(&lpm.default);
        let Some(root) = lpm.root.get().and_then(|root| root.first_chunk()) else {
            out.fill(Leaf::from_entry(default));
            return;
        };
        let mut burst = Self::new(default);
        let mut way = Way {
            wide: List::EMPTY,
            words: [&EMPTY; BURST],
            other: List::EMPTY,
        };
        let count = out.len().min(BURST);
        let wide = Wide {
            nodes: lpm.wide.nodes(),
            coverings: lpm.wide_coverings.nodes(),
        };
        burst.through_root(&mut way, wide, root, &dsts[..count]);
        burst.through_first(&mut way, wide, &dsts[..count]);
        for depth in (ROOT + 2 * WIDE..A::BITS).step_by(WIDE.into()) {
            if way.wide.len == 0 {
                break;
            }
            burst.through_wide(&mut way, wide, depth, dsts);
        }
        burst.through_last(&way);
        if way.other.len > 0 {
            let others = burst.sort(&way.other);
            burst.through_others(lpm, compare, others, dsts);
        }
        burst.finish(out);
    }

    #[inline(always)]
    pub(super) fn finish(&self, out: &mut [Option<Leaf>]) {
        for (out, best) in out.iter_mut().zip(self.best) {
            *out = Leaf::from_entry(best.cast_unsigned());
        }
    }

    /// From the root to the wide nodes there.
    #[inline(always)]
    fn through_root<'a, A: Key>(
        &mut self,
        way: &mut Way<'a>,
        wide: Wide<'a>,
        root: &[AtomicU32; 1 << ROOT],
        dsts: &[A],
    ) {
        let places = self.best.iter_mut().zip(&mut way.words);
        for (dst, (best, place)) in dsts.iter().zip(places) {
            let entry = load(&root[dst.bits(0, ROOT) % (1 << ROOT)]);
            // Below the root there are no other nodes.
            let is_wide = entry & REFERENCE != 0;
            let (word, covering) = wide.enter(is_wide, entry, dst.byte(ROOT));
            *place = if is_wide { word } else { &EMPTY };
            *best = (*best).max(entry.cast_signed()).max(covering);
        }
    }

    /// From there to what is below. Nearly all IPv4 lookups end here, and nearly all IPv6 lookups do not: that is a
    /// branch that processors foresee.
    #[inline(always)]
    fn through_first<'a, A: Key>(&mut self, way: &mut Way<'a>, wide: Wide<'a>, dsts: &[A]) {
        let depth = ROOT + WIDE;
        let (mut len, mut others) = (0, 0);
        for (i, dst) in dsts.iter().enumerate() {
            let entry = load(way.words[i % BURST]);
            let mut best = self.best[i % BURST].max(entry.cast_signed());
            if entry & REFERENCE != 0 {
                let is_wide = Node::kind(entry) == Node::WIDE;
                let (word, covering) = wide.enter(is_wide, entry, dst.byte(depth));
                // Never ahead of what is read.
                way.words[len % BURST] = word;
                way.wide.ids[len % BURST] = i as u8;
                len += usize::from(is_wide);
                self.entries[i % BURST] = entry;
                self.depths[i % BURST] = depth;
                way.other.ids[others % BURST] = i as u8;
                others += usize::from(!is_wide);
                best = best.max(covering);
            }
            self.best[i % BURST] = best;
        }
        (way.wide.len, way.other.len) = (len, others);
    }

    /// From wide nodes to `depth`, where they end.
    #[inline(always)]
    fn through_wide<'a, A: Key>(
        &mut self,
        way: &mut Way<'a>,
        wide: Wide<'a>,
        depth: u8,
        dsts: &[A; BURST],
    ) {
        let mut references = [0; BURST];
        let mut len = 0;
        for k in 0..way.wide.len.min(BURST) {
            let (i, entry) = (way.wide.ids[k], load(way.words[k]));
            let best = &mut self.best[usize::from(i)];
            *best = (*best).max(entry.cast_signed());
            references[len % BURST] = entry;
            // Never ahead of what is read.
            way.wide.ids[len % BURST] = i;
            len += usize::from(entry & REFERENCE != 0);
        }
        let references = &references[..len.min(BURST)];
        let (mut len, mut others) = (0, way.other.len);
        for (k, &entry) in references.iter().enumerate() {
            let i = way.wide.ids[k % BURST];
            let at = usize::from(i);
            let is_wide = Node::kind(entry) == Node::WIDE;
            let (word, covering) = wide.enter(is_wide, entry, dsts[at].byte(depth));
            way.words[len % BURST] = word;
            way.wide.ids[len % BURST] = i;
            len += usize::from(is_wide);
            self.best[at] = self.best[at].max(covering);
            self.entries[at] = entry;
            self.depths[at] = depth;
            way.other.ids[others % BURST] = i;
            others += usize::from(!is_wide);
        }
        (way.wide.len, way.other.len) = (len, others);
    }

    /// From wide nodes to the end of the address, where there are leaves only.
    #[inline(always)]
    fn through_last(&mut self, way: &Way<'_>) {
        for (i, word) in way.wide.iter().zip(&way.words) {
            let best = &mut self.best[usize::from(i)];
            *best = (*best).max(load(word).cast_signed());
        }
    }

    /// By kind of the node that each has come to.
    #[inline(always)]
    fn sort(&self, list: &List) -> Others {
        let [mut lone, mut few, mut many, mut rest] = [const { List::EMPTY }; 4];
        let (mut lones, mut fews, mut manys, mut rests) = (0, 0, 0, 0);
        for i in list.iter() {
            let kind = Node::kind(self.entries[usize::from(i)]);
            few.ids[fews % BURST] = i;
            fews += usize::from(kind == Node::FEW);
            many.ids[manys % BURST] = i;
            manys += usize::from(kind == Node::MANY);
            lone.ids[lones % BURST] = i;
            lones += usize::from(kind == Node::LONE);
            rest.ids[rests % BURST] = i;
            rests += usize::from(kind < Node::LONE);
        }
        (lone.len, few.len, many.len, rest.len) = (lones, fews, manys, rests);
        Others {
            lone,
            few,
            many,
            rest,
        }
    }

    /// From all other nodes to the end.
    #[inline(always)]
    pub(super) fn through_others<A: Key>(
        &mut self,
        lpm: &Lpm<A>,
        compare: impl Compare,
        others: Others,
        dsts: &[A; BURST],
    ) {
        let Others {
            lone,
            few,
            many,
            mut rest,
        } = others;
        let (paths, fews, manys) = (lpm.paths.nodes(), lpm.few.nodes(), lpm.many.nodes());
        for i in lone.iter() {
            let number = self.entries[usize::from(i)] & NUMBER;
            prefetch(paths.word(number, 0).unwrap_or(&EMPTY));
        }
        for i in few.iter() {
            let number = self.entries[usize::from(i)] & NUMBER;
            prefetch(fews.word(number, 0).unwrap_or(&EMPTY));
        }
        for i in many.iter() {
            let number = self.entries[usize::from(i)] & NUMBER;
            for half in 0..2 {
                prefetch(manys.word(number, half * bucket::HALF).unwrap_or(&EMPTY));
            }
        }
        for i in lone.iter().map(usize::from) {
            if let Some(words) = paths.get(self.entries[i] & NUMBER) {
                let lone = Path::<A>::read(words);
                let step = lone.step(dsts[i]);
                let found = step.entry.max(step.covering);
                self.best[i] = self.best[i].max(found.cast_signed());
            }
        }
        for i in few.iter() {
            if let Some(words) = fews.get(self.entries[usize::from(i)] & NUMBER) {
                self.in_bucket(compare, words.as_chunks().0, i, dsts);
            }
        }
        for i in many.iter() {
            if let Some(words) = manys.get(self.entries[usize::from(i)] & NUMBER) {
                self.in_bucket(compare, words.as_chunks().0, i, dsts);
            }
        }
        if rest.len > 0 {
            self.step_by_step(lpm, &mut rest, dsts);
        }
    }

    #[inline(always)]
    fn in_bucket<A: Key>(
        &mut self,
        compare: impl Compare,
        halves: &[Half],
        i: u8,
        dsts: &[A; BURST],
    ) {
        let i = usize::from(i);
        let depth = self.depths[i];
        let found = compare.longest(halves, dsts[i].window(depth), depth);
        self.best[i] = self.best[i].max(found.cast_signed());
    }

    /// From any nodes to the end.
    #[inline(never)]
    fn step_by_step<A: Key>(&mut self, lpm: &Lpm<A>, list: &mut List, dsts: &[A; BURST]) {
        while list.len > 0 {
            for at in list.iter().map(usize::from) {
                if let Some(node) = Node::of(self.entries[at]) {
                    lpm.ask_for(node, self.depths[at], dsts[at]);
                }
            }
            let mut left = List::EMPTY;
            for i in list.iter() {
                let at = usize::from(i);
                let Some(node) = Node::of(self.entries[at]) else {
                    continue;
                };
                let step = lpm.step(node, self.depths[at], dsts[at]);
                let best = self.best[at].max(step.covering.cast_signed());
                self.best[at] = best.max(step.entry.cast_signed());
                self.entries[at] = step.entry;
                self.depths[at] = step.depth;
                left.ids[left.len % BURST] = i;
                left.len += usize::from(step.entry & REFERENCE != 0);
            }
            *list = left;
        }
    }
}

impl<A: Key> Lpm<A> {
    /// [`Lpm::lookup`] for each of `dsts`, into the same places of `out`.
    pub fn lookup_batch(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        if dsts.len() <= ONES {
            for (&dst, out) in dsts.iter().zip(out) {
                *out = self.lookup(dst);
            }
            return;
        }
        // An IPv4 lookup takes two steps, as a rule: too few for what it costs to begin.
        if let Some(vector) = Avx512::detect().filter(|_| A::BITS > 32) {
            Self::in_bursts(dsts, out, |dsts, out| vector.run(self, dsts, out));
        } else {
            self.lookup_batch_avx2(dsts, out);
        }
    }

    /// [`Lpm::lookup_batch`] as it is with AVX2, if there is.
    pub(super) fn lookup_batch_avx2(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        if let Some(vector) = Avx2::detect() {
            Self::in_bursts(dsts, out, |dsts, out| vector.run(self, dsts, out));
        } else {
            self.lookup_batch_plainly(dsts, out);
        }
    }

    /// [`Lpm::lookup_batch`] as it is where there are no vectors.
    pub(super) fn lookup_batch_plainly(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        Self::in_bursts(dsts, out, |dsts, out| Burst::run(self, OneByOne, dsts, out));
    }

    fn in_bursts(
        dsts: &[A],
        out: &mut [Option<Leaf>],
        run: impl Fn(&[A; BURST], &mut [Option<Leaf>]),
    ) {
        for (dsts, out) in dsts.chunks(BURST).zip(out.chunks_mut(BURST)) {
            if let Some(dsts) = dsts.first_chunk() {
                run(dsts, out);
            } else {
                let mut padded = [A::UNSPECIFIED; BURST];
                padded[..dsts.len()].copy_from_slice(dsts);
                let count = out.len().min(dsts.len());
                run(&padded, &mut out[..count]);
            }
        }
    }
}
