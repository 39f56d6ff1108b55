//! What processors with vector instructions do many at a time.
#![expect(
    unsafe_code,
    reason = "instructions that not every processor has may be used only where it was asked for them"
)]

#[cfg(target_arch = "x86_64")]
pub(super) use x86_64::Avx2;

#[cfg(target_arch = "x86_64")]
mod x86_64 {
    use std::arch::{asm, is_x86_feature_detected, x86_64::*};

    use crate::route::{
        Key, Leaf, Lpm,
        lpm::{
            bucket::{Half, PLACES},
            burst::{BURST, Burst, Compare},
            key::WINDOW,
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
