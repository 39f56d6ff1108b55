//! Single values: a hash table that is built once.

/// Where nothing is.
const FREE: u32 = u32::MAX;

/// Values of up to 64 bytes, each with a number.
pub(super) enum Exact {
    Short(Table<1>),
    Middle(Table<2>),
    Long(Table<8>),
}

impl Exact {
    /// Values of `len` bytes; of equal ones, the first counts.
    pub(super) fn new(len: usize, keys: &[(&[u8], u32)]) -> Self {
        match len {
            0..=8 => Self::Short(Table::new(keys)),
            9..=16 => Self::Middle(Table::new(keys)),
            _ => Self::Long(Table::new(keys)),
        }
    }

    /// The number of a value.
    #[inline]
    pub(super) fn find(&self, key: &[u8]) -> Option<u32> {
        match self {
            Self::Short(table) => table.find(&words(key)),
            Self::Middle(table) => table.find(&words(key)),
            Self::Long(table) => table.find(&words(key)),
        }
    }
}

/// Values of up to `N` words of 64 bits.
pub(super) struct Table<const N: usize> {
    /// Open addressing, at most half full; the length is a power of two.
    slots: Box<[([u64; N], u32)]>,
}

impl<const N: usize> Table<N> {
    fn new(keys: &[(&[u8], u32)]) -> Self {
        let mut slots = vec![([0; N], FREE); (keys.len() * 2).next_power_of_two()];
        let last = slots.len() - 1;
        for (key, number) in keys {
            let key = words(key);
            let mut at = hash(&key) & last;
            while slots[at].1 != FREE && slots[at].0 != key {
                at = (at + 1) & last;
            }
            if slots[at].1 == FREE {
                slots[at] = (key, *number);
            }
        }
        Self {
            slots: slots.into(),
        }
    }

    #[inline]
    fn find(&self, key: &[u64; N]) -> Option<u32> {
        let last = self.slots.len() - 1;
        let mut at = hash(key) & last;
        loop {
            let (there, number) = self.slots.get(at)?;
            if *number == FREE {
                return None;
            }
            if there == key {
                return Some(*number);
            }
            at = (at + 1) & last;
        }
    }
}

/// The bytes of a value, and zeros.
#[inline]
fn words<const N: usize>(bytes: &[u8]) -> [u64; N] {
    let mut words = [0; N];
    for (word, chunk) in words.iter_mut().zip(bytes.chunks(8)) {
        let mut padded = [0; 8];
        padded[..chunk.len()].copy_from_slice(chunk);
        *word = u64::from_le_bytes(padded);
    }
    words
}

/// The values are the administrator's: nobody else chooses what collides.
#[inline]
fn hash<const N: usize>(words: &[u64; N]) -> usize {
    let mut state = 0xd1b5_4a32_d192_ed03;
    for word in words {
        let product = u128::from(word ^ state) * 0x9e37_79b9_7f4a_7c15;
        state = product as u64 ^ (product >> 64) as u64;
    }
    state as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_only_in_their_last_byte_are_different() {
        for len in [1, 2, 4, 6, 8, 9, 16, 17, 36, 64] {
            let keys: Vec<Vec<u8>> = (0..50u8)
                .map(|last| [vec![7; len - 1], vec![last]].concat())
                .collect();
            let given: Vec<_> = keys.iter().map(|key| &**key).zip(0..).collect();
            let exact = Exact::new(len, &given[..40]);
            for (key, number) in given {
                assert_eq!(exact.find(key), (number < 40).then_some(number), "{len}");
            }
        }
    }

    #[test]
    fn an_empty_table_has_nothing() {
        assert_eq!(Exact::new(4, &[]).find(&[0; 4]), None);
    }
}
