//! The hash of tuples: SipHash-1-3 (J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input
//! PRF", 2012), of whole words.
//!
//! Who does not know the key can't choose tuples that share a bucket.

use super::Tuple;

/// Hashes tuples.
#[derive(Clone, Debug)]
pub(super) struct TupleHasher {
    /// The state that the key makes.
    start: [u64; 4],
}

impl TupleHasher {
    pub(super) const fn new((k0, k1): (u64, u64)) -> Self {
        Self {
            start: [
                k0 ^ 0x736f_6d65_7073_6575,
                k1 ^ 0x646f_7261_6e64_6f6d,
                k0 ^ 0x6c79_6765_6e65_7261,
                k1 ^ 0x7465_6462_7974_6573,
            ],
        }
    }

    /// The hash of a tuple.
    #[inline]
    pub(super) const fn hash(&self, tuple: &Tuple) -> u32 {
        if tuple.ipv6 {
            hash(self.start, &words6(tuple)) as u32
        } else {
            hash(self.start, &words4(tuple)) as u32
        }
    }

    /// The state that the key makes.
    #[inline]
    pub(super) const fn start(&self) -> [u64; 4] {
        self.start
    }
}

/// All that is compared of an IPv4 tuple.
#[inline(always)]
pub(super) const fn words4(tuple: &Tuple) -> [u64; 2] {
    let [src, _, dst, _] = tuple.address_words();
    [tuple.word(), src & 0xffff_ffff | dst << 32]
}

/// The same of an IPv6 tuple.
#[inline(always)]
pub(super) const fn words6(tuple: &Tuple) -> [u64; 5] {
    let [a, b, c, d] = tuple.address_words();
    [tuple.word(), a, b, c, d]
}

/// Whether the first of these words is that of an IPv6 tuple.
#[inline(always)]
pub(super) const fn is_ipv6(first: u64) -> bool {
    first >> 56 != 0
}

/// SipHash-1-3 of `words` in little endian.
#[inline]
pub(super) const fn hash<const N: usize>(start: [u64; 4], words: &[u64; N]) -> u64 {
    let mut v = start;
    let mut at = 0;
    while at < N {
        v = absorb(v, words[at]);
        at += 1;
    }
    // The last word has the length in its upper byte.
    v = absorb(v, (N as u64 * 8) << 56);
    v[2] ^= 0xff;
    let [a, b, c, d] = round(round(round(v)));
    a ^ b ^ c ^ d
}

#[inline]
const fn absorb(mut v: [u64; 4], word: u64) -> [u64; 4] {
    v[3] ^= word;
    v = round(v);
    v[0] ^= word;
    v
}

#[inline]
const fn round([mut a, mut b, mut c, mut d]: [u64; 4]) -> [u64; 4] {
    a = a.wrapping_add(b);
    c = c.wrapping_add(d);
    b = b.rotate_left(13) ^ a;
    d = d.rotate_left(16) ^ c;
    a = a.rotate_left(32);
    c = c.wrapping_add(b);
    a = a.wrapping_add(d);
    b = b.rotate_left(17) ^ c;
    d = d.rotate_left(21) ^ a;
    c = c.rotate_left(32);
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use siphasher::sip::SipHasher13;

    use super::*;

    /// Every field counts, and the function is that of its authors.
    #[test]
    fn tuples_are_hashed_by_siphash_1_3() {
        let (k0, k1) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908);
        let (ours, theirs) = (
            TupleHasher::new((k0, k1)),
            SipHasher13::new_with_keys(k0, k1),
        );
        for n in 0..1000_u16 {
            let mut tuple = Tuple {
                src: [0; 16],
                dst: [0; 16],
                src_port: n,
                dst_port: n % 7,
                ipv6: n % 2 == 1,
                proto: n as u8,
                zone: n / 3,
            };
            let len = if tuple.ipv6 { 16 } else { 4 };
            tuple.src[..len].fill(n as u8 ^ 0x35);
            tuple.dst[..len].fill(n as u8 ^ 0xca);
            let mut bytes = Vec::new();
            for half in [tuple.src_port, tuple.dst_port, tuple.zone] {
                bytes.extend(half.to_le_bytes());
            }
            bytes.extend([tuple.proto, u8::from(tuple.ipv6)]);
            bytes.extend(&tuple.src[..len]);
            bytes.extend(&tuple.dst[..len]);
            let hash = theirs.hash(&bytes) as u32;
            assert_eq!(ours.hash(&tuple), hash, "{tuple:?}");
        }
    }
}
