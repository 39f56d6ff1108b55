//! Bob Jenkins' hash "lookup3" of bytes, as include/linux/jhash.h has it.

/// The hash of `key`. Of whole words in the order of a little-endian machine it is that of `jhash2`.
pub(crate) fn jhash(key: &[u8], seed: u32) -> u32 {
    const INITIAL: u32 = 0xdead_beef;
    let start = INITIAL.wrapping_add(key.len() as u32).wrapping_add(seed);
    let mut state = [start; 3];
    let mut rest = key;
    // The last block, even if it is whole, is mixed otherwise.
    while let Some((block, after)) = rest.split_at_checked(12)
        && !after.is_empty()
    {
        add(&mut state, block);
        mix(&mut state);
        rest = after;
    }
    if !rest.is_empty() {
        add(&mut state, rest);
        finish(&mut state);
    }
    state[2]
}

/// Adds up to 12 bytes, three words in little-endian order, missing ones as zeros.
fn add(state: &mut [u32; 3], block: &[u8]) {
    for (word, bytes) in state.iter_mut().zip(block.chunks(4)) {
        let mut padded = [0; 4];
        padded[..bytes.len()].copy_from_slice(bytes);
        *word = word.wrapping_add(u32::from_le_bytes(padded));
    }
}

/// `__jhash_mix`.
fn mix(state: &mut [u32; 3]) {
    let [mut a, mut b, mut c] = *state;
    for (shift_c, shift_a, shift_b) in [(4, 6, 8), (16, 19, 4)] {
        a = a.wrapping_sub(c) ^ c.rotate_left(shift_c);
        c = c.wrapping_add(b);
        b = b.wrapping_sub(a) ^ a.rotate_left(shift_a);
        a = a.wrapping_add(c);
        c = c.wrapping_sub(b) ^ b.rotate_left(shift_b);
        b = b.wrapping_add(a);
    }
    *state = [a, b, c];
}

/// `__jhash_final`.
const fn finish(state: &mut [u32; 3]) {
    let [mut a, mut b, mut c] = *state;
    c = (c ^ b).wrapping_sub(b.rotate_left(14));
    a = (a ^ c).wrapping_sub(c.rotate_left(11));
    b = (b ^ a).wrapping_sub(a.rotate_left(25));
    c = (c ^ b).wrapping_sub(b.rotate_left(16));
    a = (a ^ c).wrapping_sub(c.rotate_left(4));
    b = (b ^ a).wrapping_sub(a.rotate_left(14));
    c = (c ^ b).wrapping_sub(b.rotate_left(24));
    *state = [a, b, c];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_lookup3() {
        // From Bob Jenkins' lookup3.c (driver5), whose initial value has the length and no seed.
        assert_eq!(jhash(b"", 0), 0xdead_beef);
        assert_eq!(jhash(b"Four score and seven years ago", 0), 0x1777_0551);
        assert_eq!(jhash(b"Four score and seven years ago", 1), 0xcd62_8161);
    }

    #[test]
    fn hashes_are_those_of_linux() {
        // What `meta mark set jhash … mod 65536` of Linux 6.18 gives for a ping from 127.0.0.1 to 127.0.0.2.
        let high = |key: &[u8], seed| jhash(key, seed) >> 16;
        assert_eq!(high(&[127, 0, 0, 2], 0x1234), 0x432f);
        assert_eq!(high(&[127, 0, 0, 1, 127, 0, 0, 2, 1, 0, 0, 0], 1), 0x51de);
        assert_eq!(high(&[1], 0xdead_beef), 0xbc46);
    }
}
