//! The hashes of many tuples at once: the same function as [`TupleHasher::hash`], eight of them side by side in
//! vector registers where the processor has wide ones.
#![expect(
    unsafe_code,
    reason = "wide registers, which the processor is asked for"
)]

use super::{
    Tuple,
    hash::{TupleHasher, hash as sip, words4, words6},
};

/// Tuples that are hashed at once.
pub(super) const LANES: usize = 8;

/// One word of each tuple.
type Words = [u64; LANES];

/// The hashes of tuples of one family or mixed.
#[inline]
pub(super) fn hashes(hasher: &TupleHasher, tuples: [&Tuple; LANES]) -> [u32; LANES] {
    let start = hasher.start();
    let has = |ipv6: bool| tuples.iter().any(|tuple| tuple.ipv6 == ipv6);
    match (has(false), has(true)) {
        (_, false) => hash4(start, tuples),
        (false, true) => hash6(start, tuples),
        (true, true) => {
            let (v4, v6) = (hash4(start, tuples), hash6(start, tuples));
            std::array::from_fn(|at| if tuples[at].ipv6 { v6[at] } else { v4[at] })
        }
    }
}

#[inline]
fn hash4(start: [u64; 4], tuples: [&Tuple; LANES]) -> [u32; LANES] {
    let [mut first, mut addresses] = [[0; LANES]; 2];
    for (at, tuple) in tuples.into_iter().enumerate() {
        [first[at], addresses[at]] = words4(tuple);
    }
    hash(start, &[first, addresses])
}

fn hash6(start: [u64; 4], tuples: [&Tuple; LANES]) -> [u32; LANES] {
    let mut words = [[0; LANES]; 5];
    for (at, tuple) in tuples.into_iter().enumerate() {
        for (lanes, word) in words.iter_mut().zip(words6(tuple)) {
            lanes[at] = word;
        }
    }
    hash(start, &words)
}

/// The hashes of eight times `N` words, by the best that the processor has.
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

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn round512(v: &mut [__m512i; 4]) {
        let [mut a, mut b, mut c, mut d] = *v;
        a = _mm512_add_epi64(a, b);
        c = _mm512_add_epi64(c, d);
        b = _mm512_xor_si512(_mm512_rol_epi64::<13>(b), a);
        d = _mm512_xor_si512(_mm512_rol_epi64::<16>(d), c);
        a = _mm512_rol_epi64::<32>(a);
        c = _mm512_add_epi64(c, b);
        a = _mm512_add_epi64(a, d);
        b = _mm512_xor_si512(_mm512_rol_epi64::<17>(b), c);
        d = _mm512_xor_si512(_mm512_rol_epi64::<21>(d), a);
        c = _mm512_rol_epi64::<32>(c);
        *v = [a, b, c, d];
    }

    #[inline]
    #[target_feature(enable = "avx512f")]
    fn absorb512(v: &mut [__m512i; 4], word: __m512i) {
        v[3] = _mm512_xor_si512(v[3], word);
        round512(v);
        v[0] = _mm512_xor_si512(v[0], word);
    }

    #[target_feature(enable = "avx512f")]
    pub(super) fn hash512<const N: usize>(start: [u64; 4], words: &[Words; N]) -> [u32; LANES] {
        let mut v = start.map(|word| _mm512_set1_epi64(word.cast_signed()));
        for word in words {
            // SAFETY: both are 64 bytes without a meaning.
            absorb512(&mut v, unsafe {
                std::mem::transmute::<Words, __m512i>(*word)
            });
        }
        absorb512(&mut v, _mm512_set1_epi64(length(N)));
        v[2] = _mm512_xor_si512(v[2], _mm512_set1_epi64(END));
        for _ in 0..3 {
            round512(&mut v);
        }
        let [a, b, c, d] = v;
        let sum = _mm512_xor_si512(_mm512_xor_si512(a, b), _mm512_xor_si512(c, d));
        // SAFETY: both are 64 bytes without a meaning.
        let sum = unsafe { std::mem::transmute::<__m512i, Words>(sum) };
        sum.map(|sum| sum as u32)
    }

    /// A register for each half of the lanes.
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
        let both = |word: i64| [_mm256_set1_epi64x(word); 2];
        let mut v = start.map(|word| both(word.cast_signed()));
        for word in words {
            // SAFETY: both are 64 bytes without a meaning.
            absorb256(&mut v, unsafe { std::mem::transmute::<Words, Two>(*word) });
        }
        absorb256(&mut v, both(length(N)));
        v[2] = xor(v[2], both(END));
        for _ in 0..3 {
            round256(&mut v);
        }
        let [a, b, c, d] = v;
        let sum = xor(xor(a, b), xor(c, d));
        // SAFETY: both are 64 bytes without a meaning.
        let sum = unsafe { std::mem::transmute::<Two, Words>(sum) };
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
        for mixed in [0, 0xff, 0b0101_1010] {
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
            let hashes = hashes(&hasher, tuples.each_ref());
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
