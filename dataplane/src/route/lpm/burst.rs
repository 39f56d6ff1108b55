//! Many lookups at once.
//!
//! A lookup of a random address waits for memory at every level. So a burst goes down together: at
//! each level first the memory that all need is asked for, then it is read. Which kind of node a
//! lookup comes to can't be predicted, so they are sorted by it without branches.

use std::sync::atomic::AtomicU32;

use super::{
    Key, Leaf, Lpm,
    read::{KIND_SHIFT, NARROW, NUMBER, REFERENCE, ROOT, Step, WIDE, load, or},
};
use crate::memory::{Slab, prefetch};

/// Lookups that go down together: as many as a byte counts.
const BURST: usize = 256;

/// What is known of each lookup of a burst, and which of them are at nodes of which kind.
struct Burst {
    /// The best leaf on the way so far.
    best: [u32; BURST],
    /// Where they are.
    entries: [u32; BURST],
    depths: [u8; BURST],
}

/// Which lookups are at nodes of which kind.
struct Kinds {
    /// Wide ones, narrow ones, path and lone ones, none.
    lists: [[u8; BURST]; 4],
    lens: [u16; 4],
}

const WIDES: usize = 0;
const NARROWS: usize = 1;
const PATHS: usize = 2;
const ENDED: usize = 3;

impl Kinds {
    const fn new() -> Self {
        Self {
            lists: [[0; BURST]; 4],
            lens: [0; 4],
        }
    }

    fn list(&self, kind: usize) -> &[u8] {
        &self.lists[kind][..usize::from(self.lens[kind]).min(BURST)]
    }

    /// Puts lookup `i`, which has come to `entry`, where it belongs.
    #[inline]
    fn sort(&mut self, i: u8, entry: u32) {
        let kind = (entry >> KIND_SHIFT & 3) as usize;
        // Paths and lone prefixes are gone through alike.
        let kind = if entry & REFERENCE == 0 {
            ENDED
        } else {
            kind.min(PATHS)
        };
        self.lists[kind][usize::from(self.lens[kind]) % BURST] = i;
        self.lens[kind] += 1;
    }
}

impl Burst {
    /// Lookup `i` has made a step.
    #[inline]
    fn step(&mut self, i: u8, step: Step, next: &mut Kinds) {
        next.sort(i, step.entry);
        let i = usize::from(i);
        self.best[i] = or(step.covering, self.best[i]);
        self.entries[i] = step.entry;
        self.depths[i] = step.depth;
    }

    /// Takes all on `list`, which are at nodes of an array kind, one level down.
    fn through_arrays<A: Key, const WORDS: usize>(
        &mut self,
        (slab, coverings): (&Slab<WORDS>, &Slab<1>),
        (list, dsts): (&[u8], &[A]),
        next: &mut Kinds,
    ) {
        let empty = AtomicU32::new(0);
        let mut words = [(&empty, &empty); BURST];
        let stride = WORDS.ilog2() as u8;
        for (&i, words) in list.iter().zip(&mut words) {
            let i = usize::from(i);
            let number = self.entries[i] & NUMBER;
            let index = dsts
                .get(i)
                .map_or(0, |dst| dst.bits(self.depths[i], stride));
            if let Some(word) = slab.word(number, index) {
                prefetch(word);
                words.0 = word;
            }
            if let Some(word) = coverings.word(number, 0) {
                prefetch(word);
                words.1 = word;
            }
        }
        for (&i, (word, covering)) in list.iter().zip(&words) {
            let step = Step {
                covering: load(covering),
                entry: load(word),
                depth: self.depths[usize::from(i)] + stride,
            };
            self.step(i, step, next);
        }
    }

    /// Takes all on `list`, which are at paths and lone prefixes, to their ends.
    fn through_paths<A: Key>(
        &mut self,
        lpm: &Lpm<A>,
        (list, dsts): (&[u8], &[A]),
        next: &mut Kinds,
    ) {
        for &i in list {
            if let Some(word) = lpm.paths.word(self.entries[usize::from(i)] & NUMBER, 0) {
                prefetch(word);
            }
        }
        for &i in list {
            let path = lpm.path(self.entries[usize::from(i)] & NUMBER);
            let step = path
                .zip(dsts.get(usize::from(i)))
                .map_or(Step::default(), |(path, &dst)| path.step(dst));
            self.step(i, step, next);
        }
    }
}

impl<A: Key> Lpm<A> {
    /// [`Lpm::lookup`] for each of `dsts`, into the same places of `out`.
    pub fn lookup_batch(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        for (dsts, out) in dsts.chunks(BURST).zip(out.chunks_mut(BURST)) {
            self.lookup_burst(dsts, out);
        }
    }

    /// At most [`BURST`] of them.
    fn lookup_burst(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        let default = load(&self.default);
        let Some(root) = self.root.get() else {
            out.fill(Leaf::from_entry(default));
            return;
        };
        let mut burst = Burst {
            best: [default; BURST],
            entries: [0; BURST],
            depths: [ROOT; BURST],
        };
        let mut at = Kinds::new();
        let mut next = Kinds::new();
        for ((i, &dst), entry) in (0..=u8::MAX).zip(dsts).zip(&mut burst.entries) {
            *entry = root.get(dst.bits(0, ROOT)).map_or(0, load);
            at.sort(i, *entry);
        }
        while at.lens[..ENDED] != [0; ENDED] {
            next.lens = [0; 4];
            let wide = (&self.wide, &self.wide_coverings);
            burst.through_arrays::<A, { 1 << WIDE }>(wide, (at.list(WIDES), dsts), &mut next);
            let narrow = (&self.narrow, &self.narrow_coverings);
            burst.through_arrays::<A, { 1 << NARROW }>(narrow, (at.list(NARROWS), dsts), &mut next);
            burst.through_paths(self, (at.list(PATHS), dsts), &mut next);
            std::mem::swap(&mut at, &mut next);
        }
        for ((out, best), entry) in out.iter_mut().zip(burst.best).zip(burst.entries) {
            *out = Leaf::from_entry(or(entry, best));
        }
    }
}
