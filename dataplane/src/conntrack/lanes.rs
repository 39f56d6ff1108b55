//! The hashes of many tuples at once: the same function as [`TupleHasher::hash`], sixteen of them side by side in
//! vector registers where the processor has wide ones.
#![expect(
    unsafe_code,
    reason = "wide registers, which the processor is asked for"
)]

use super::{
    Tuple,
    hash::{TupleHasher, hash as sip, is_ipv6, words4, words6},
};

/// Tuples that are hashed at once.
pub(super) const LANES: usize = 16;

/// One word of each tuple.
type Words = [u64; LANES];

/// What is hashed of tuples.
///
/// It is written a while before it is read: a load that is wider than the stores before it waits for them.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Lanes {
    /// Of those that are IPv4, the first two.
    words: [Words; 5],
    /// Some are IPv6, and all of them are.
    ipv6: (bool, bool),
}

impl Lanes {
    pub(super) const EMPTY: Self = Self {
        words: [[0; LANES]; 5],
        ipv6: (false, false),
    };

    /// Puts tuples in, [`LANES`] of them.
    #[inline]
    pub(super) fn fill<'t>(&mut self, tuples: impl Iterator<Item = &'t Tuple>) {
        let (mut some, mut all) = (0, u64::MAX);
        for (at, tuple) in (0..LANES).zip(tuples) {
            let [first, addresses, rest @ ..] = &mut self.words;
            let words = words4(tuple);
            [first[at], addresses[at]] = words;
            some |= words[0];
            all &= words[0];
            if is_ipv6(words[0]) {
                let [_, src, words @ ..] = words6(tuple);
                addresses[at] = src;
                for (lanes, word) in rest.iter_mut().zip(words) {
                    lanes[at] = word;
                }
            }
        }
        self.ipv6 = (is_ipv6(some), is_ipv6(all));
    }

    /// The hashes of the tuples that were put in.
    #[inline]
    pub(super) fn hashes(&self, hasher: &TupleHasher) -> [u32; LANES] {
        match self.ipv6 {
            (false, _) => hash(hasher.start(), self.short()),
            (_, true) => hash(hasher.start(), &self.words),
            (true, false) => self.mixed(hasher),
        }
    }

    /// What is hashed of IPv4 tuples.
    #[inline(always)]
    fn short(&self) -> &[Words; 2] {
        self.words.first_chunk().expect("there are more")
    }

    /// The same where some are IPv4 and some IPv6.
    #[inline(never)]
    fn mixed(&self, hasher: &TupleHasher) -> [u32; LANES] {
        let short = hash(hasher.start(), self.short());
        let mut hashes = hash(hasher.start(), &self.words);
        for ((hash, short), word) in hashes.iter_mut().zip(short).zip(self.words[0]) {
            if !is_ipv6(word) {
                *hash = short;
            }
        }
        hashes
    }
}

/// The hashes of sixteen times `N` words, by the best that the processor has.
#[inline]
fn hash<const N: usize>(start: [u64; 4], words: &[Words; N]) -> [u32; LANES] {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has it.
            return unsafe { wide::hash512(start, words) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has it.
            return unsafe { wide::hash256(start, words) };
        }
    }
    one_by_one(start, words)
}

/// The same for a processor that has neither.
fn one_by_one<const N: usize>(start: [u64; 4], words: &[Words; N]) -> [u32; LANES] {
    std::array::from_fn(|at| sip(start, &words.map(|word| word[at])) as u32)
}

/// SipHash-1-3 of each lane's words, in vector registers: the steps are those of `hash.rs`.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{
        __m256i, __m512i, _mm256_add_epi64, _mm256_or_si256, _mm256_set1_epi64x,
        _mm256_shuffle_epi32, _mm256_slli_epi64, _mm256_srli_epi64, _mm256_xor_si256,
        _mm512_add_epi64, _mm512_rol_epi64, _mm512_set1_epi64, _mm512_xor_si512,
    };

    use super::{LANES, Words};

    /// What is xored in before the last rounds.
    const END: i64 = 0xff;

    /// The last word, which has the length of `words` words in its upper byte.
    const fn length(words: usize) -> i64 {
        (words as i64 * 8) << 56
    }

    /// Two registers hold the lanes: while one round waits for itself, the other one's goes on.
    type Wide = [__m512i; 2];

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn add512(a: Wide, b: Wide) -> Wide {
        [_mm512_add_epi64(a[0], b[0]), _mm512_add_epi64(a[1], b[1])]
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn xor512(a: Wide, b: Wide) -> Wide {
        [_mm512_xor_si512(a[0], b[0]), _mm512_xor_si512(a[1], b[1])]
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn rotate512<const L: i32>(a: Wide) -> Wide {
        [_mm512_rol_epi64::<L>(a[0]), _mm512_rol_epi64::<L>(a[1])]
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn round512(v: &mut [Wide; 4]) {
        let [mut a, mut b, mut c, mut d] = *v;
        a = add512(a, b);
        c = add512(c, d);
        b = xor512(rotate512::<13>(b), a);
        d = xor512(rotate512::<16>(d), c);
        a = rotate512::<32>(a);
        c = add512(c, b);
        a = add512(a, d);
        b = xor512(rotate512::<17>(b), c);
        d = xor512(rotate512::<21>(d), a);
        c = rotate512::<32>(c);
        *v = [a, b, c, d];
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn absorb512(v: &mut [Wide; 4], word: Wide) {
        v[3] = xor512(v[3], word);
        round512(v);
        v[0] = xor512(v[0], word);
    }

    #[target_feature(enable = "avx512f")]
    pub(super) fn hash512<const N: usize>(start: [u64; 4], words: &[Words; N]) -> [u32; LANES] {
        let all = |word: i64| [_mm512_set1_epi64(word); 2];
        let mut v = start.map(|word| all(word.cast_signed()));
        for word in words {
            // SAFETY: both are 128 bytes without a meaning.
            absorb512(&mut v, unsafe { std::mem::transmute::<Words, Wide>(*word) });
        }
        absorb512(&mut v, all(length(N)));
        v[2] = xor512(v[2], all(END));
        for _ in 0..3 {
            round512(&mut v);
        }
        let [a, b, c, d] = v;
        let sum = xor512(xor512(a, b), xor512(c, d));
        // SAFETY: both are 128 bytes without a meaning.
        let sum = unsafe { std::mem::transmute::<Wide, Words>(sum) };
        sum.map(|sum| sum as u32)
    }

    /// Lanes that are hashed together.
    const HALF: usize = LANES / 2;

    /// A register for each half of them.
    type Two = [__m256i; 2];

    #[inline]
    #[target_feature(enable = "avx2")]
    fn add(a: Two, b: Two) -> Two {
        [_mm256_add_epi64(a[0], b[0]), _mm256_add_epi64(a[1], b[1])]
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn xor(a: Two, b: Two) -> Two {
        [_mm256_xor_si256(a[0], b[0]), _mm256_xor_si256(a[1], b[1])]
    }

    /// To the left by `L` bits; `R` is 64 less that.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn rotate<const L: i32, const R: i32>(a: Two) -> Two {
        let one = |a| _mm256_or_si256(_mm256_slli_epi64::<L>(a), _mm256_srli_epi64::<R>(a));
        [one(a[0]), one(a[1])]
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn rotate32(a: Two) -> Two {
        let one = |a| _mm256_shuffle_epi32::<0b10_11_00_01>(a);
        [one(a[0]), one(a[1])]
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn round256(v: &mut [Two; 4]) {
        let [mut a, mut b, mut c, mut d] = *v;
        a = add(a, b);
        c = add(c, d);
        b = xor(rotate::<13, 51>(b), a);
        d = xor(rotate::<16, 48>(d), c);
        a = rotate32(a);
        c = add(c, b);
        a = add(a, d);
        b = xor(rotate::<17, 47>(b), c);
        d = xor(rotate::<21, 43>(d), a);
        c = rotate32(c);
        *v = [a, b, c, d];
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn absorb256(v: &mut [Two; 4], word: Two) {
        v[3] = xor(v[3], word);
        round256(v);
        v[0] = xor(v[0], word);
    }

    #[target_feature(enable = "avx2")]
    pub(super) fn hash256<const N: usize>(start: [u64; 4], words: &[Words; N]) -> [u32; LANES] {
        let mut hashes = [0; LANES];
        for (half, hashes) in hashes.as_chunks_mut::<HALF>().0.iter_mut().enumerate() {
            *hashes = half256(start, words, half);
        }
        hashes
    }

    /// Half of the lanes: of all, the state would not have room in the registers.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn half256<const N: usize>(start: [u64; 4], words: &[Words; N], half: usize) -> [u32; HALF] {
        let both = |word: i64| [_mm256_set1_epi64x(word); 2];
        let mut v = start.map(|word| both(word.cast_signed()));
        for word in words {
            let word = word.as_chunks::<HALF>().0[half];
            // SAFETY: both are 64 bytes without a meaning.
            absorb256(&mut v, unsafe {
                std::mem::transmute::<[u64; HALF], Two>(word)
            });
        }
        absorb256(&mut v, both(length(N)));
        v[2] = xor(v[2], both(END));
        for _ in 0..3 {
            round256(&mut v);
        }
        let [a, b, c, d] = v;
        let sum = xor(xor(a, b), xor(c, d));
        // SAFETY: both are 64 bytes without a meaning.
        let sum = unsafe { std::mem::transmute::<Two, [u64; HALF]>(sum) };
        sum.map(|sum| sum as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the processor has: each variant gives what the plain function gives.
    #[test]
    fn side_by_side_is_as_one_by_one() {
        let hasher = TupleHasher::new((7, 0x0123_4567_89ab_cdef));
        for mixed in [0, 0xffff, 0b0101_1010_0011_0110] {
            let tuple = |at: usize| Tuple {
                src: std::array::from_fn(|byte| (byte * 7 + at) as u8),
                dst: std::array::from_fn(|byte| (byte * 13 + at * 3) as u8),
                src_port: 1000 + at as u16,
                dst_port: 53,
                zone: at as u16 % 3,
                proto: 17,
                ipv6: mixed >> at & 1 == 1,
            };
            let tuples: [Tuple; LANES] = std::array::from_fn(tuple);
            let mut lanes = Lanes::EMPTY;
            lanes.fill(tuples.iter());
            let hashes = lanes.hashes(&hasher);
            assert_eq!(hashes, tuples.map(|tuple| hasher.hash(&tuple)));
            let words: [Words; 2] =
                std::array::from_fn(|word| tuples.map(|tuple| words4(&tuple)[word]));
            let best = hash(hasher.start(), &words);
            assert_eq!(best, one_by_one(hasher.start(), &words));
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") {
                // SAFETY: the processor has it.
                assert_eq!(best, unsafe { wide::hash256(hasher.start(), &words) });
            }
        }
    }
}
