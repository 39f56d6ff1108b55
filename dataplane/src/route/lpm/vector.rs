//! What processors with vector instructions do many at a time.
#![expect(
    unsafe_code,
    reason = "instructions that not every processor has may be used only where it was asked for them"
)]

#[cfg(target_arch = "x86_64")]
pub(super) use x86_64::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use std::{
        arch::{asm, is_x86_feature_detected, x86_64::*},
        sync::atomic::AtomicU32,
    };

    use crate::{
        memory::prefetch,
        route::{
            Key, Leaf, Lpm,
            lpm::{
                bucket::{Half, PLACES},
                burst::{BURST, Burst, Compare, List, Others, ROOM},
                key::WINDOW,
                read::{KIND_SHIFT, NUMBER, Node, REFERENCE, ROOT, WIDE, load},
            },
        },
    };

    /// Says that the processor has AVX2 (and what came with it).
    #[derive(Clone, Copy, Debug)]
    pub(in crate::route::lpm) struct Avx2(());

    impl Avx2 {
        /// `None` if it does not.
        #[inline]
        pub(in crate::route::lpm) fn detect() -> Option<Self> {
            let has = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2");
            has.then_some(Self(()))
        }

        /// As `bucket::longest`.
        #[inline]
        pub(in crate::route::lpm) fn longest(self, halves: &[Half], window: u32, depth: u8) -> u32 {
            // SAFETY: the processor has AVX2, as `self` says.
            unsafe { longest(halves, window, depth) }
        }

        /// [`Burst::run`].
        pub(in crate::route::lpm) fn run<A: Key>(
            self,
            lpm: &Lpm<A>,
            dsts: &[A; BURST],
            out: &mut [Option<Leaf>],
        ) {
            // SAFETY: the processor has those, as `self` says.
            unsafe { run(self, lpm, dsts, out) };
        }
    }

    impl Compare for Avx2 {
        #[inline(always)]
        fn longest(self, halves: &[Half], window: u32, depth: u8) -> u32 {
            Self::longest(self, halves, window, depth)
        }
    }

    /// Says that the processor has AVX-512 (and AVX2).
    #[derive(Clone, Copy, Debug)]
    pub(in crate::route::lpm) struct Avx512(Avx2);

    impl Avx512 {
        /// `None` if it does not.
        #[inline]
        pub(in crate::route::lpm) fn detect() -> Option<Self> {
            let has = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl");
            Avx2::detect().filter(|_| has).map(Self)
        }

        /// [`Burst::run`].
        pub(in crate::route::lpm) fn run<A: Key>(
            self,
            lpm: &Lpm<A>,
            dsts: &[A; BURST],
            out: &mut [Option<Leaf>],
        ) {
            // SAFETY: the processor has those, as `self` says.
            unsafe { run_wide(self, lpm, dsts, out) };
        }
    }

    /// Lookups in a vector.
    const LANES: usize = ROOM;
    /// Vectors in a burst.
    const VECTORS: usize = BURST / LANES;

    /// The same in all lanes.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn all(word: u32) -> __m512i {
        _mm512_set1_epi32(word.cast_signed())
    }

    /// A number of 32 bits.
    trait Word {}
    impl Word for u32 {}
    impl Word for i32 {}

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn read<T: Word>(words: &[T; LANES]) -> __m512i {
        // SAFETY: the load is of `words`, all of them, and needs no alignment.
        unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
    }

    #[target_feature(enable = "avx512f")]
    #[inline]
    fn write<T: Word>(words: &mut [T; LANES], vector: __m512i) {
        // SAFETY: the store is to `words`, all of them, and needs no alignment.
        unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), vector) }
    }

    /// Of each lane in `wanted` the word that `at` says, 0 for the others and for those that there are not; and
    /// which there are.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn gather(words: &[AtomicU32], at: __m512i, wanted: __mmask16) -> (__m512i, __mmask16) {
        let len = u32::try_from(words.len()).unwrap_or(u32::MAX);
        let there = _mm512_mask_cmplt_epu32_mask(wanted, at, all(len));
        let mut found = _mm512_setzero_si512();
        // The writer may be storing some of these words, each at once: no load of the language's own may race with
        // that.
        // SAFETY: it loads words of `words` only: `there` are the lanes whose number is less than their count (which
        // is less than 2³¹, so that none is negative), and nothing else is loaded. The processor loads each word at
        // once.
        unsafe {
            asm!(
                "vpgatherdd {found} {{{there}}}, [{words} + {at} * 4]",
                words = in(reg) words.as_ptr(),
                at = in(zmm_reg) at,
                found = inout(zmm_reg) found,
                there = inout(kreg) there => _,
                options(pure, readonly, nostack, preserves_flags),
            );
        }
        (found, there)
    }

    /// As [`Burst::run`] does it, sixteen lookups at once. There are no lists: those that are not at
    /// wide nodes are masked.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx2,bmi1,bmi2")]
    fn run_wide<A: Key>(vector: Avx512, lpm: &Lpm<A>, dsts: &[A; BURST], out: &mut [Option<Leaf>]) {
        let default = load(&lpm.default);
        let Some(root) = lpm.root.get() else {
            out.fill(Leaf::from_entry(default));
            return;
        };
        let mut burst = Burst::new(default);
        let (wide, coverings) = (lpm.wide.all(), lpm.wide_coverings.all());
        let vectors = out.len().div_ceil(LANES).min(VECTORS);
        // What each lane reads next, and which do.
        let mut at = [[0; LANES]; VECTORS];
        let mut going: [__mmask16; VECTORS] = [0; VECTORS];
        // 32 bits of each address, as they are needed.
        let mut bits = [[0; LANES]; VECTORS];
        for depth in (ROOT..=A::BITS).step_by(WIDE.into()) {
            if depth == ROOT || depth % 32 == 0 && depth < A::BITS {
                match depth / 32 {
                    0 => part::<A, 0>(dsts, &mut bits),
                    1 => part::<A, 1>(dsts, &mut bits),
                    2 => part::<A, 2>(dsts, &mut bits),
                    _ => part::<A, 3>(dsts, &mut bits),
                }
            }
            let shift = _mm_cvtsi32_si128(i32::from(32 - WIDE) - i32::from(depth % 32));
            let mut any = 0;
            for number in 0..vectors {
                let start = number * LANES;
                let window = read(&bits[number]);
                let (entries, there) = if depth == ROOT {
                    gather(root, _mm512_srli_epi32::<{ 32 - ROOT as u32 }>(window), !0)
                } else if going[number] == 0 {
                    continue;
                } else {
                    gather(wide, read(&at[number]), going[number])
                };
                let Some(lanes) = burst.lanes(start) else {
                    continue;
                };
                // Those that are not wide will be looked at below, at this depth.
                let kept = _mm512_mask_mov_epi32(read(lanes.entries), there, entries);
                write(lanes.entries, kept);
                for_lanes(lanes.depths, there, depth);
                let mut best = _mm512_max_epi32(read(lanes.best), entries);
                let kind = _mm512_and_si512(entries, all(!NUMBER));
                let is_wide = _mm512_mask_cmpeq_epi32_mask(there, kind, all(REFERENCE));
                let node = _mm512_and_si512(entries, all(NUMBER));
                let index = _mm512_and_si512(_mm512_srl_epi32(window, shift), all((1 << WIDE) - 1));
                let next = _mm512_or_si512(_mm512_slli_epi32::<{ WIDE as u32 }>(node), index);
                let (covering, there) = gather(coverings, node, is_wide);
                best = _mm512_max_epi32(best, covering);
                write(lanes.best, best);
                write(&mut at[number], _mm512_maskz_mov_epi32(there, next));
                going[number] = there;
                any |= there;
                if there != 0 {
                    for &at in &at[number] {
                        if let Some(word) = wide.get(at as usize) {
                            prefetch(word);
                        }
                    }
                }
            }
            if any == 0 {
                break;
            }
        }
        let others = sort(&mut burst, vectors);
        burst.through_others(lpm, vector.0, others, dsts);
        burst.finish(out);
    }

    /// A part of [`Key::to_words`] of each.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    #[inline]
    fn part<A: Key, const PART: usize>(dsts: &[A; BURST], bits: &mut [[u32; LANES]; VECTORS]) {
        for (bits, dst) in bits.as_flattened_mut().iter_mut().zip(dsts) {
            *bits = dst.to_words()[PART];
        }
    }

    /// Stores `depth` for the lanes in `which`.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    #[inline]
    fn for_lanes(depths: &mut [u8; LANES], which: __mmask16, depth: u8) {
        let depth = _mm_set1_epi8(depth.cast_signed());
        // SAFETY: the store is to `depths`, all of them at most, and needs no alignment.
        unsafe { _mm_mask_storeu_epi8(depths.as_mut_ptr().cast(), which, depth) }
    }

    /// [`Burst::sort`] for all that have come to a node.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi1,bmi2")]
    #[inline]
    fn sort(burst: &mut Burst, vectors: usize) -> Others {
        let mut others = Others {
            lone: List::EMPTY,
            few: List::EMPTY,
            many: List::EMPTY,
            rest: List::EMPTY,
        };
        let first = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        let entry = |kind: u32| all(REFERENCE | kind << KIND_SHIFT);
        for number in 0..vectors {
            let start = number * LANES;
            let Some(lanes) = burst.lanes(start) else {
                continue;
            };
            let kinds = _mm512_and_si512(read(lanes.entries), all(!NUMBER));
            let references = negative(kinds);
            if references == 0 {
                continue;
            }
            let ids = _mm512_add_epi32(first, all(start as u32));
            let is = |kind| _mm512_cmpeq_epi32_mask(kinds, entry(kind));
            let (lone, few, many) = (is(Node::LONE), is(Node::FEW), is(Node::MANY));
            append(&mut others.lone, ids, lone);
            append(&mut others.few, ids, few);
            append(&mut others.many, ids, many);
            append(&mut others.rest, ids, references & !(lone | few | many));
        }
        others
    }

    /// The lanes that are negative.
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn negative(vector: __m512i) -> __mmask16 {
        _mm512_cmplt_epi32_mask(vector, _mm512_setzero_si512())
    }

    /// Puts those of `ids` that are in `which` behind the end of a list.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    #[inline]
    fn append(list: &mut List, ids: __m512i, which: __mmask16) {
        let Some(room) = list.ids.get_mut(list.len..list.len + LANES) else {
            return;
        };
        let ids = _mm512_cvtepi32_epi8(_mm512_maskz_compress_epi32(which, ids));
        // SAFETY: the store is to `room`, which is as long, and needs no alignment.
        unsafe { _mm_storeu_si128(room.as_mut_ptr().cast(), ids) };
        list.len += which.count_ones() as usize;
    }

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    fn run<A: Key>(vector: Avx2, lpm: &Lpm<A>, dsts: &[A; BURST], out: &mut [Option<Leaf>]) {
        Burst::run(lpm, vector, dsts, out);
    }

    #[target_feature(enable = "avx2,bmi1,bmi2")]
    #[inline]
    fn longest(halves: &[Half], window: u32, depth: u8) -> u32 {
        let window = _mm256_set1_epi32(window.cast_signed());
        let end = _mm256_set1_epi32((depth + WINDOW).into());
        let mut longest = _mm256_setzero_si256();
        for half in halves {
            let (leaves, values): (__m256i, __m256i);
            // The writer may be storing some of these words, each at once: no load of the language's own may race
            // with that.
            // SAFETY: the loads are of the two parts of `half`, which are `PLACES` words each, leaves first, and
            // have no other effect. The processor loads in this order, and each word of a vector at once.
            unsafe {
                asm!(
                    "vmovdqu {leaves}, [{half}]",
                    "vmovdqu {values}, [{half} + {to_values}]",
                    half = in(reg) half,
                    leaves = out(ymm_reg) leaves,
                    values = lateout(ymm_reg) values,
                    to_values = const PLACES * size_of::<u32>(),
                    options(pure, readonly, nostack, preserves_flags),
                );
            }
            let lens = _mm256_srli_epi32::<{ Leaf::INFO_BITS as i32 }>(leaves);
            let ignored = _mm256_sub_epi32(end, lens);
            // Nothing is left where all 32 bits and more are ignored.
            let differ = _mm256_srlv_epi32(_mm256_xor_si256(values, window), ignored);
            let same = _mm256_cmpeq_epi32(differ, _mm256_setzero_si256());
            longest = _mm256_max_epi32(longest, _mm256_and_si256(same, leaves));
        }
        let four = _mm_max_epi32(
            _mm256_castsi256_si128(longest),
            _mm256_extracti128_si256::<1>(longest),
        );
        let two = _mm_max_epi32(four, _mm_shuffle_epi32::<0b01_00_11_10>(four));
        let one = _mm_max_epi32(two, _mm_shuffle_epi32::<0b10_11_00_01>(two));
        _mm_cvtsi128_si32(one).cast_unsigned()
    }
}

/// No other processor has it.
#[cfg(not(target_arch = "x86_64"))]
#[derive(Clone, Copy, Debug)]
pub(super) enum Avx2 {}

#[cfg(not(target_arch = "x86_64"))]
pub(super) type Avx512 = Avx2;

#[cfg(not(target_arch = "x86_64"))]
impl Avx2 {
    pub(super) const fn detect() -> Option<Self> {
        None
    }

    pub(super) fn longest(self, _: &[super::bucket::Half], _: u32, _: u8) -> u32 {
        match self {}
    }

    pub(super) fn run<A>(
        self,
        _: &super::Lpm<A>,
        _: &[A; super::burst::BURST],
        _: &mut [Option<super::Leaf>],
    ) {
        match self {}
    }
}
