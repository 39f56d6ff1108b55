//! The Internet checksum: whole (RFC 1071) and by difference (RFC 1624).
//!
//! Sums are kept as the one's complement sum of the 16-bit words in network order, folded to 16
//! bits, not complemented; a header's field holds the complement.

/// A partial one's complement sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum(u64);

impl Sum {
    /// The sum of nothing.
    pub const ZERO: Self = Self(0);

    /// Adds bytes, as if they began at an even offset; an odd last byte is padded with zero.
    #[must_use]
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "bytes are not a sum: this is not the operator +"
    )]
    pub fn add(self, bytes: &[u8]) -> Self {
        // Summing wider words in native order and swapping at the end is RFC 1071 §2(B,C).
        let mut sum = self.0.swap_bytes_words();
        let (words, rest) = bytes.as_chunks::<4>();
        for word in words {
            sum += u64::from(u32::from_ne_bytes(*word));
        }
        sum += match *rest {
            [] => 0,
            [a] => u64::from(u16::from_ne_bytes([a, 0])),
            [a, b] => u64::from(u16::from_ne_bytes([a, b])),
            [a, b, c, ..] => u64::from(u32::from_ne_bytes([a, b, c, 0])),
        };
        Self(u64::from(fold(sum)).swap_bytes_words())
    }

    /// Adds one 16-bit word.
    #[must_use]
    pub fn add_u16(self, word: u16) -> Self {
        Self(self.0 + u64::from(word))
    }

    /// Adds a 32-bit number as two words.
    #[must_use]
    pub fn add_u32(self, word: u32) -> Self {
        Self(self.0 + u64::from(word >> 16) + u64::from(word & 0xffff))
    }

    /// The sum in 16 bits: what goes into a field with
    /// [`Checksum::Partial`](crate::packet::Checksum::Partial).
    #[must_use]
    pub fn folded(self) -> u16 {
        fold(self.0)
    }

    /// The checksum: the complement of the sum, for a header's field.
    #[must_use]
    pub fn complement(self) -> u16 {
        !self.folded()
    }

    /// Whether data that includes its own checksum is intact.
    #[must_use]
    pub fn is_valid(self) -> bool {
        self.folded() == 0xffff
    }
}

/// Swaps the two bytes of a 16-bit sum on little-endian machines.
trait SwapWords {
    fn swap_bytes_words(self) -> Self;
}

impl SwapWords for u64 {
    #[inline]
    fn swap_bytes_words(self) -> Self {
        u64::from(u16::from_be(fold(self)))
    }
}

/// A sum in 16 bits: 0 only if it is 0.
#[inline]
pub(crate) const fn fold(sum: u64) -> u16 {
    // What is carried out of a half goes round into the other one.
    let (sum, carry) = (sum as u32).overflowing_add((sum >> 32) as u32);
    let sum = sum + carry as u32;
    (sum.wrapping_add(sum.rotate_left(16)) >> 16) as u16
}

/// The checksum of `bytes`, for a header's field.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u16 {
    Sum::ZERO.add(bytes).complement()
}

/// The checksum field after a 16-bit word of the data changed from `old` to `new`
/// (RFC 1624 §3, equation 3: `HC' = ~(~HC + ~m + m')`).
#[must_use]
#[inline]
pub fn update(field: u16, old: u16, new: u16) -> u16 {
    let sum = u64::from(!field) + u64::from(!old) + u64::from(new);
    !fold(sum)
}

/// What happens to a sum when bytes under it change: the sum of the complements of the old words and
/// of the new words (RFC 1624 §3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change(u64);

impl Change {
    /// Nothing changes.
    pub const NONE: Self = Self(0);

    /// One more 16-bit word changes.
    #[must_use]
    #[inline]
    pub fn word(self, old: u16, new: u16) -> Self {
        Self(self.0 + u64::from(!old) + u64::from(new))
    }

    /// More bytes change, at an even offset; `old` and `new` have one length, which is even.
    #[must_use]
    #[inline]
    pub fn bytes(self, old: &[u8], new: &[u8]) -> Self {
        let pairs = old.as_chunks::<2>().0.iter().zip(new.as_chunks::<2>().0);
        pairs.fold(self, |change, (old, new)| {
            change.word(u16::from_be_bytes(*old), u16::from_be_bytes(*new))
        })
    }

    /// The checksum field after the change.
    #[must_use]
    #[inline]
    pub fn of_checksum(self, field: u16) -> u16 {
        !self.of_sum(!field)
    }

    /// The same for a sum that is not complemented: the field of a packet with
    /// [`Checksum::Partial`](crate::packet::Checksum::Partial).
    #[must_use]
    #[inline]
    pub fn of_sum(self, sum: u16) -> u16 {
        fold(u64::from(sum) + self.0)
    }
}

/// As [`Change`], in the machine's byte order, in which words need not be swapped (RFC 1071 §2(B)): fields
/// are given as their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delta(u64);

impl Delta {
    /// Nothing changes.
    pub const NONE: Self = Self(0);

    /// Puts `new` at the beginning of `bytes`, which are at an even offset; `N` is even. Nothing
    /// happens if there are too few.
    #[must_use]
    #[inline(always)]
    pub fn replace<const N: usize>(self, bytes: &mut [u8], new: [u8; N]) -> Self {
        let Some(old) = bytes.first_chunk_mut::<N>() else {
            return self;
        };
        // The complements of the old words: all ones, less the words.
        let ones = halves(&[0xff; N]);
        let sum = self.0 + (ones - halves(old)) + halves(&new);
        *old = new;
        Self(sum)
    }

    /// Puts two IPv6 addresses at the beginning of `bytes`, which are at an even offset. Nothing happens if there
    /// are too few.
    #[must_use]
    #[inline(always)]
    pub fn replace_pair(self, bytes: &mut [u8], [first, second]: [&[u8; 16]; 2]) -> Self {
        let Some(old) = bytes.first_chunk_mut::<32>() else {
            return self;
        };
        let (old, _) = old.as_chunks_mut::<8>();
        let new = first.as_chunks().0.iter().chain(second.as_chunks().0);
        // What is carried out of a word goes round into it, so that it stays the sum of its halves.
        let mut sum = 0_u64;
        let mut add = |word: u64| {
            let (all, carry) = sum.overflowing_add(word);
            sum = all + u64::from(carry);
        };
        for (old, new) in old.iter_mut().zip(new) {
            add(!u64::from_ne_bytes(*old));
            add(u64::from_ne_bytes(*new));
            *old = *new;
        }
        Self(self.0 + (sum >> 32) + (sum & 0xffff_ffff))
    }

    /// Takes one away from the first of `bytes`, which is not 0 and at an even offset. Nothing happens if there
    /// are none.
    #[must_use]
    #[inline(always)]
    pub fn decrement(self, bytes: &mut [u8]) -> Self {
        let Some(first) = bytes.first_mut() else {
            return self;
        };
        *first = first.wrapping_sub(1);
        Self(self.0 + 0xffff - u64::from(u16::from_ne_bytes([1, 0])))
    }

    /// See [`Change::of_checksum`].
    #[must_use]
    #[inline]
    pub fn of_checksum(self, field: [u8; 2]) -> [u8; 2] {
        let sum = !u16::from_ne_bytes(field);
        (!self.after(sum)).to_ne_bytes()
    }

    /// See [`Change::of_sum`].
    #[must_use]
    #[inline]
    pub fn of_sum(self, sum: [u8; 2]) -> [u8; 2] {
        self.after(u16::from_ne_bytes(sum)).to_ne_bytes()
    }

    #[inline]
    const fn after(self, sum: u16) -> u16 {
        fold(sum as u64 + self.0)
    }
}

/// A number that is the sum of the 16-bit words of `bytes`, as far as [`fold`] can tell. `N` is a power of two,
/// or twelve.
#[inline(always)]
fn halves<const N: usize>(bytes: &[u8; N]) -> u64 {
    // Read at once: of a pattern's bytes the compiler may make reads of their own.
    if N == 4
        && let Some(word) = bytes.first_chunk()
    {
        return u64::from(u32::from_ne_bytes(*word));
    }
    let (wide, rest) = bytes.as_chunks::<8>();
    let mut sum = 0;
    for word in wide {
        let word = u64::from_ne_bytes(*word);
        sum += (word >> 32) + (word & 0xffff_ffff);
    }
    match *rest {
        [a, b] => sum + u64::from(u16::from_ne_bytes([a, b])),
        [a, b, c, d] => sum + u64::from(u32::from_ne_bytes([a, b, c, d])),
        _ => sum,
    }
}

/// The sum of a TCP, UDP or ICMPv6 pseudo-header. `src` and `dst` are both four or both sixteen
/// bytes (RFC 9293 §3.1, RFC 8200 §8.1); `len` is the transport header and payload in bytes.
#[must_use]
pub fn pseudo_header(src: &[u8], dst: &[u8], protocol: u8, len: u32) -> Sum {
    Sum::ZERO
        .add(src)
        .add(dst)
        .add_u16(u16::from(protocol))
        .add_u32(len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reference(bytes: &[u8]) -> u16 {
        let mut sum = 0u32;
        for pair in bytes.chunks(2) {
            sum += u32::from(pair[0]) << 8 | u32::from(pair.get(1).copied().unwrap_or(0));
            sum = (sum & 0xffff) + (sum >> 16);
        }
        !(sum as u16)
    }

    #[test]
    fn rfc1071_example() {
        let data = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7];
        assert_eq!(Sum::ZERO.add(&data).folded(), 0xddf2);
    }

    proptest! {
        #[test]
        fn equals_the_word_by_word_sum(bytes: Vec<u8>) {
            prop_assert_eq!(checksum(&bytes), reference(&bytes));
        }

        #[test]
        fn parts_add_up(a: Vec<[u8; 2]>, b: Vec<u8>) {
            let a = a.concat();
            let whole = [a.clone(), b.clone()].concat();
            prop_assert_eq!(Sum::ZERO.add(&a).add(&b).folded(), Sum::ZERO.add(&whole).folded());
        }

        #[test]
        fn update_equals_a_new_sum(mut bytes in prop::collection::vec(any::<u8>(), 20..60), new: u16) {
            bytes[0] |= 1; // RFC 1624 needs data that is not all zero
            let field = checksum(&bytes);
            let old = u16::from_be_bytes([bytes[4], bytes[5]]);
            bytes[4..6].copy_from_slice(&new.to_be_bytes());
            prop_assert_eq!(update(field, old, new), checksum(&bytes));
        }

        #[test]
        fn a_change_equals_a_new_sum(
            mut bytes in prop::collection::vec(any::<u8>(), 20..60),
            new: [u8; 8],
        ) {
            bytes[0] |= 1;
            let (field, sum) = (checksum(&bytes), Sum::ZERO.add(&bytes).folded());
            let change = Change::NONE.bytes(&bytes[4..12], &new);
            bytes[4..12].copy_from_slice(&new);
            prop_assert_eq!(change.of_checksum(field), checksum(&bytes));
            prop_assert_eq!(change.of_sum(sum), Sum::ZERO.add(&bytes).folded());
        }

        #[test]
        fn a_pair_of_addresses_is_replaced_as_one_after_the_other(
            old: [u8; 32],
            new: [[u8; 16]; 2],
            field: [u8; 2],
        ) {
            let (mut one_by_one, mut both) = (old, old);
            let delta = Delta::NONE.replace(&mut one_by_one, new[0]);
            let delta = delta.replace(&mut one_by_one[16..], new[1]);
            let pair = Delta::NONE.replace_pair(&mut both, [&new[0], &new[1]]);
            prop_assert_eq!(one_by_one, both);
            prop_assert_eq!(pair.of_sum(field), delta.of_sum(field));
            prop_assert_eq!(pair.of_checksum(field), delta.of_checksum(field));
        }

        #[test]
        fn a_change_is_the_same_in_the_machines_order(
            mut bytes: [u8; 8],
            new: [u8; 8],
            field: [u8; 2],
        ) {
            let change = Change::NONE.bytes(&bytes, &new).word(0x4006, 0x3f06);
            let delta = Delta::NONE
                .replace(&mut bytes, new)
                .replace(&mut [0x40, 6], [0x3f, 6]);
            prop_assert_eq!(bytes, new);
            let word = u16::from_be_bytes(field);
            prop_assert_eq!(delta.of_checksum(field), change.of_checksum(word).to_be_bytes());
            prop_assert_eq!(delta.of_sum(field), change.of_sum(word).to_be_bytes());
        }
    }
}
