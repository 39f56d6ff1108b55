//! Many lookups at once.
//!
//! A lookup of a random address waits for memory at every level. So a burst goes down together: at
//! each level the memory that all need next is asked for before any of it is read. Most
//! lookups go through wide nodes and end in one or in a bucket; these steps are loops without branches. What
//! comes by another node leaves the others, and goes down with those that do likewise.

use std::sync::atomic::AtomicU32;

use super::{
    Key, Leaf, Lpm,
    bucket::{self, Half},
    read::{NUMBER, Node, Path, REFERENCE, ROOT, WIDE, load},
    vector::Avx2,
};
use crate::memory::{Nodes, prefetch};

/// Lookups that go down together: as many as a byte counts.
pub(super) const BURST: usize = 256;

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

/// Lookups by number, the first `len` of them.
#[derive(Clone, Copy)]
struct List {
    ids: [u8; BURST],
    len: usize,
}

impl List {
    const EMPTY: Self = Self {
        ids: [0; BURST],
        len: 0,
    };

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = u8> {
        self.ids[..self.len.min(BURST)].iter().copied()
    }
}

/// Lookups on their way down.
///
/// Lists are made without branches where no processor could tell beforehand which lookup belongs there: each
/// is written behind the end of a list, and the end moves on if it belongs.
pub(super) struct Burst<'a> {
    /// The longest leaf that each has met. Longer ones are greater, and references (being negative) less than
    /// any.
    best: [i32; BURST],
    /// Those at wide nodes, and the word that each is to read there.
    wide: List,
    words: [&'a AtomicU32; BURST],
    /// Those at other nodes. By number of the lookup: which node, and at which depth.
    other: List,
    entries: [u32; BURST],
    depths: [u8; BURST],
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

impl<'a> Burst<'a> {
    /// Looks up the first of `dsts`, as many as `out` has places.
    #[inline(always)]
    pub(super) fn run<A: Key>(
        lpm: &'a Lpm<A>,
        compare: impl Compare,
        dsts: &[A; BURST],
        out: &mut [Option<Leaf>],
    ) {
        let default = load(&lpm.default);
        let Some(root) = lpm.root.get().and_then(|root| root.first_chunk()) else {
            out.fill(Leaf::from_entry(default));
            return;
        };
        let mut burst = Self {
            best: [default.cast_signed(); BURST],
            wide: List::EMPTY,
            words: [&EMPTY; BURST],
            other: List::EMPTY,
            entries: [0; BURST],
            depths: [0; BURST],
        };
        let count = out.len().min(BURST);
        let wide = Wide {
            nodes: lpm.wide.nodes(),
            coverings: lpm.wide_coverings.nodes(),
        };
        burst.through_root(wide, root, &dsts[..count]);
        burst.through_first(wide, &dsts[..count]);
        for depth in (ROOT + 2 * WIDE..A::BITS).step_by(WIDE.into()) {
            if burst.wide.len == 0 {
                break;
            }
            burst.through_wide(wide, depth, dsts);
        }
        burst.through_last();
        if burst.other.len > 0 {
            burst.through_others(lpm, compare, dsts);
        }
        for (out, best) in out.iter_mut().zip(burst.best) {
            *out = Leaf::from_entry(best.cast_unsigned());
        }
    }

    /// From the root to the wide nodes there.
    #[inline(always)]
    fn through_root<A: Key>(&mut self, wide: Wide<'a>, root: &[AtomicU32; 1 << ROOT], dsts: &[A]) {
        let places = self.best.iter_mut().zip(&mut self.words);
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
    fn through_first<A: Key>(&mut self, wide: Wide<'a>, dsts: &[A]) {
        let depth = ROOT + WIDE;
        let (mut len, mut others) = (0, 0);
        for (i, dst) in dsts.iter().enumerate() {
            let entry = load(self.words[i % BURST]);
            let mut best = self.best[i % BURST].max(entry.cast_signed());
            if entry & REFERENCE != 0 {
                let is_wide = Node::kind(entry) == Node::WIDE;
                let (word, covering) = wide.enter(is_wide, entry, dst.byte(depth));
                // Never ahead of what is read.
                self.words[len % BURST] = word;
                self.wide.ids[len % BURST] = i as u8;
                len += usize::from(is_wide);
                self.entries[i % BURST] = entry;
                self.depths[i % BURST] = depth;
                self.other.ids[others % BURST] = i as u8;
                others += usize::from(!is_wide);
                best = best.max(covering);
            }
            self.best[i % BURST] = best;
        }
        (self.wide.len, self.other.len) = (len, others);
    }

    /// From wide nodes to `depth`, where they end.
    #[inline(always)]
    fn through_wide<A: Key>(&mut self, wide: Wide<'a>, depth: u8, dsts: &[A; BURST]) {
        let mut references = [0; BURST];
        let mut len = 0;
        for k in 0..self.wide.len.min(BURST) {
            let (i, entry) = (self.wide.ids[k], load(self.words[k]));
            let best = &mut self.best[usize::from(i)];
            *best = (*best).max(entry.cast_signed());
            references[len % BURST] = entry;
            // Never ahead of what is read.
            self.wide.ids[len % BURST] = i;
            len += usize::from(entry & REFERENCE != 0);
        }
        let references = &references[..len.min(BURST)];
        let (mut len, mut others) = (0, self.other.len);
        for (k, &entry) in references.iter().enumerate() {
            let i = self.wide.ids[k % BURST];
            let at = usize::from(i);
            let is_wide = Node::kind(entry) == Node::WIDE;
            let (word, covering) = wide.enter(is_wide, entry, dsts[at].byte(depth));
            self.words[len % BURST] = word;
            self.wide.ids[len % BURST] = i;
            len += usize::from(is_wide);
            self.best[at] = self.best[at].max(covering);
            self.entries[at] = entry;
            self.depths[at] = depth;
            self.other.ids[others % BURST] = i;
            others += usize::from(!is_wide);
        }
        (self.wide.len, self.other.len) = (len, others);
    }

    /// From wide nodes to the end of the address, where there are leaves only.
    #[inline(always)]
    fn through_last(&mut self) {
        for (i, word) in self.wide.iter().zip(&self.words) {
            let best = &mut self.best[usize::from(i)];
            *best = (*best).max(load(word).cast_signed());
        }
    }

    /// From all other nodes to the end.
    #[inline(always)]
    fn through_others<A: Key>(&mut self, lpm: &Lpm<A>, compare: impl Compare, dsts: &[A; BURST]) {
        let [mut lone, mut few, mut many, mut rest] = [const { List::EMPTY }; 4];
        let (mut lones, mut fews, mut manys, mut rests) = (0, 0, 0, 0);
        for i in self.other.iter() {
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
        match Avx2::detect() {
            Some(vector) => Self::in_bursts(dsts, out, |dsts, out| vector.run(self, dsts, out)),
            None => self.lookup_batch_plainly(dsts, out),
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
