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
    read::{NUMBER, Node, REFERENCE, ROOT, WIDE, load},
    vector::Avx2,
};
use crate::memory::{Nodes, prefetch};

/// Lookups that go down together: as many as a byte counts.
const BURST: usize = 256;

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

/// Numbers of lookups.
struct List {
    ids: [u8; BURST],
    len: usize,
}

impl List {
    const fn new() -> Self {
        Self {
            ids: [0; BURST],
            len: 0,
        }
    }

    /// Adds `id` if `wanted`, without a branch.
    #[inline(always)]
    fn push_if(&mut self, wanted: bool, id: u8) {
        self.ids[self.len % BURST] = id;
        self.len += usize::from(wanted);
    }

    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = u8> {
        self.ids[..self.len.min(BURST)].iter().copied()
    }
}

/// Lookups on their way down.
pub(super) struct Burst<'a> {
    /// The longest leaf that each has met. Longer ones are greater, and references (being negative) less than
    /// any.
    best: [i32; BURST],
    /// The references that they have come to, and at which depth.
    entries: [u32; BURST],
    depths: [u8; BURST],
    /// Those at wide nodes, and the word that each is to read there.
    wide: List,
    words: [&'a AtomicU32; BURST],
    /// Those at other nodes.
    other: List,
}

impl<'a> Burst<'a> {
    /// At most [`BURST`] lookups.
    #[inline(always)]
    pub(super) fn run<A: Key>(
        lpm: &'a Lpm<A>,
        compare: impl Compare,
        dsts: &[A],
        out: &mut [Option<Leaf>],
    ) {
        let default = load(&lpm.default);
        let Some(root) = lpm.root.get().and_then(|root| root.first_chunk()) else {
            out.fill(Leaf::from_entry(default));
            return;
        };
        let mut burst = Self {
            best: [default.cast_signed(); BURST],
            entries: [0; BURST],
            depths: [0; BURST],
            wide: List::new(),
            words: [&EMPTY; BURST],
            other: List::new(),
        };
        burst.through_root(lpm, root, dsts);
        for depth in (ROOT..A::BITS).step_by(WIDE.into()) {
            if burst.wide.len == 0 {
                break;
            }
            burst.through_wide(lpm, depth + WIDE, dsts);
        }
        if burst.other.len > 0 {
            burst.through_others(lpm, compare, dsts);
        }
        for (out, best) in out.iter_mut().zip(burst.best) {
            *out = Leaf::from_entry(best.cast_unsigned());
        }
    }

    #[inline(always)]
    fn through_root<A: Key>(
        &mut self,
        lpm: &'a Lpm<A>,
        root: &[AtomicU32; 1 << ROOT],
        dsts: &[A],
    ) {
        let (wide, coverings) = (lpm.wide.nodes(), lpm.wide_coverings.nodes());
        for (i, &dst) in (0..=u8::MAX).zip(dsts) {
            let entry = load(&root[dst.bits(0, ROOT) % (1 << ROOT)]);
            let best = &mut self.best[usize::from(i)];
            *best = (*best).max(entry.cast_signed());
            // There are none but wide nodes.
            self.enter((wide, coverings), entry & REFERENCE != 0, (i, entry), dst.bits(ROOT, WIDE));
        }
    }

    /// Lookup `i` has come to `entry`: if it `is_wide`, it will read word `index` there.
    #[inline(always)]
    fn enter(
        &mut self,
        (wide, coverings): (Nodes<'a, { 1 << WIDE }>, Nodes<'a, 1>),
        is_wide: bool,
        (i, entry): (u8, u32),
        index: usize,
    ) {
        // A number that there is (if there is any), so that the branches in here always go one way.
        let number = if is_wide { entry & NUMBER } else { 0 };
        let word = wide.word(number, index).unwrap_or(&EMPTY);
        prefetch(word);
        self.words[self.wide.len % BURST] = word;
        self.wide.push_if(is_wide, i);
        let covering = coverings.word(number, 0).map_or(0, load);
        let best = &mut self.best[usize::from(i)];
        *best = (*best).max(if is_wide { covering.cast_signed() } else { 0 });
    }

    /// From wide nodes to `depth`, where they end.
    #[inline(always)]
    fn through_wide<A: Key>(&mut self, lpm: &'a Lpm<A>, depth: u8, dsts: &[A]) {
        let mut references = List::new();
        for (&i, word) in self.wide.ids[..self.wide.len.min(BURST)].iter().zip(&self.words) {
            let entry = load(word);
            let best = &mut self.best[usize::from(i)];
            *best = (*best).max(entry.cast_signed());
            self.entries[usize::from(i)] = entry;
            references.push_if(entry & REFERENCE != 0, i);
        }
        self.wide.len = 0;
        let (wide, coverings) = (lpm.wide.nodes(), lpm.wide_coverings.nodes());
        for i in references.iter() {
            let entry = self.entries[usize::from(i)];
            let is_wide = Node::kind(entry) == Node::WIDE;
            let index = dsts.get(usize::from(i)).map_or(0, |dst| dst.bits(depth, WIDE));
            self.enter((wide, coverings), is_wide, (i, entry), index);
            self.depths[usize::from(i)] = depth;
            self.other.push_if(!is_wide, i);
        }
    }

    /// From all other nodes to the end.
    #[inline(always)]
    fn through_others<A: Key>(&mut self, lpm: &Lpm<A>, compare: impl Compare, dsts: &[A]) {
        let (mut few, mut many, mut rest) = (List::new(), List::new(), List::new());
        for i in self.other.iter() {
            let kind = Node::kind(self.entries[usize::from(i)]);
            few.push_if(kind == Node::FEW, i);
            many.push_if(kind == Node::MANY, i);
            rest.push_if(kind != Node::FEW && kind != Node::MANY, i);
        }
        let number = |i: u8| self.entries[usize::from(i)] & NUMBER;
        let (fews, manys) = (lpm.few.nodes(), lpm.many.nodes());
        for i in few.iter() {
            prefetch(fews.word(number(i), 0).unwrap_or(&EMPTY));
        }
        for i in many.iter() {
            for half in 0..2 {
                prefetch(manys.word(number(i), half * bucket::HALF).unwrap_or(&EMPTY));
            }
        }
        let mut compare = |i: u8, halves: Option<&[Half]>| {
            let (depth, best) = (self.depths[usize::from(i)], &mut self.best[usize::from(i)]);
            let window = dsts.get(usize::from(i)).map_or(0, |dst| dst.window(depth));
            let found = compare.longest(halves.unwrap_or_default(), window, depth);
            *best = (*best).max(found.cast_signed());
        };
        for i in few.iter() {
            let number = self.entries[usize::from(i)] & NUMBER;
            compare(i, fews.get(number).map(|words| words.as_chunks().0));
        }
        for i in many.iter() {
            let number = self.entries[usize::from(i)] & NUMBER;
            compare(i, manys.get(number).map(|words| words.as_chunks().0));
        }
        if rest.len > 0 {
            self.step_by_step(lpm, &mut rest, dsts);
        }
    }

    /// From any nodes to the end.
    #[inline(never)]
    fn step_by_step<A: Key>(&mut self, lpm: &Lpm<A>, list: &mut List, dsts: &[A]) {
        while list.len > 0 {
            for i in list.iter() {
                let at = usize::from(i);
                if let (Some(node), Some(&dst)) = (Node::of(self.entries[at]), dsts.get(at)) {
                    lpm.ask_for(node, self.depths[at], dst);
                }
            }
            let mut left = List::new();
            for i in list.iter() {
                let at = usize::from(i);
                let (Some(node), Some(&dst)) = (Node::of(self.entries[at]), dsts.get(at)) else {
                    continue;
                };
                let step = lpm.step(node, self.depths[at], dst);
                let best = self.best[at].max(step.covering.cast_signed());
                self.best[at] = best.max(step.entry.cast_signed());
                self.entries[at] = step.entry;
                self.depths[at] = step.depth;
                left.push_if(step.entry & REFERENCE != 0, i);
            }
            *list = left;
        }
    }
}

impl<A: Key> Lpm<A> {
    /// [`Lpm::lookup`] for each of `dsts`, into the same places of `out`.
    pub fn lookup_batch(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        let vector = Avx2::detect();
        for (dsts, out) in dsts.chunks(BURST).zip(out.chunks_mut(BURST)) {
            match vector {
                Some(vector) => vector.run(self, dsts, out),
                None => Burst::run(self, OneByOne, dsts, out),
            }
        }
    }

    /// [`Lpm::lookup_batch`] as it is where there are no vectors.
    #[cfg(test)]
    pub(super) fn lookup_batch_plainly(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        for (dsts, out) in dsts.chunks(BURST).zip(out.chunks_mut(BURST)) {
            Burst::run(self, OneByOne, dsts, out);
        }
    }
}
