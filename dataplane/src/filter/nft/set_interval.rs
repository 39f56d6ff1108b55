//! Intervals of values: sorted, and searched by halves.

/// Intervals of values that are compared byte by byte (`memcmp`), each with a number.
pub(super) enum Intervals {
    /// Values of up to four bytes.
    Short(Sorted<u32>),
    /// Values of up to 16.
    Long(Sorted<u128>),
}

impl Intervals {
    /// Intervals of values of `len` bytes: first, last and number. They do not overlap.
    pub(super) fn new<'b>(
        len: usize,
        bounds: impl Iterator<Item = (&'b [u8], &'b [u8], u32)>,
    ) -> Self {
        if len <= 4 {
            Self::Short(Sorted::new(
                bounds.map(|(first, last, number)| (short(first), short(last), number)),
            ))
        } else {
            Self::Long(Sorted::new(
                bounds.map(|(first, last, number)| (value(first), value(last), number)),
            ))
        }
    }

    /// The number of the interval that a value is in.
    #[inline]
    pub(super) fn find(&self, key: &[u8]) -> Option<u32> {
        match self {
            Self::Short(sorted) => sorted.find(short(key)),
            Self::Long(sorted) => sorted.find(value(key)),
        }
    }
}

/// A value of up to 16 bytes, as a number that compares as its bytes do.
#[inline]
pub(super) fn value(bytes: &[u8]) -> u128 {
    let mut padded = [0; 16];
    let len = bytes.len().min(16);
    padded[..len].copy_from_slice(&bytes[..len]);
    u128::from_be_bytes(padded)
}

#[inline]
fn short(bytes: &[u8]) -> u32 {
    if let Ok(bytes) = bytes.try_into() {
        return u32::from_be_bytes(bytes);
    }
    (value(bytes) >> 96) as u32
}

/// Intervals, in ascending order.
pub(super) struct Sorted<V> {
    /// The first values: what is searched stands together.
    firsts: Box<[V]>,
    /// The last value and the number of each.
    rest: Box<[(V, u32)]>,
}

impl<V: Copy + Ord> Sorted<V> {
    fn new(bounds: impl Iterator<Item = (V, V, u32)>) -> Self {
        let mut bounds: Vec<_> = bounds.collect();
        bounds.sort_unstable();
        Self {
            firsts: bounds.iter().map(|(first, ..)| *first).collect(),
            rest: bounds
                .iter()
                .map(|(_, last, number)| (*last, *number))
                .collect(),
        }
    }

    #[inline]
    fn find(&self, value: V) -> Option<u32> {
        let after = self.firsts.partition_point(|first| *first <= value);
        let (last, number) = self.rest.get(after.checked_sub(1)?)?;
        (value <= *last).then_some(*number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_in_an_interval() {
        let bounds = [
            (&[10, 0, 0, 0][..], &[10, 0, 0, 255][..], 4),
            (&[0; 4], &[0; 4], 5),
            (&[224, 0, 0, 0], &[255; 4], 6),
        ];
        let intervals = Intervals::new(4, bounds.into_iter());
        for (key, found) in [
            ([0, 0, 0, 0], Some(5)),
            ([0, 0, 0, 1], None),
            ([9, 255, 255, 255], None),
            ([10, 0, 0, 0], Some(4)),
            ([10, 0, 0, 255], Some(4)),
            ([10, 0, 1, 0], None),
            ([255; 4], Some(6)),
        ] {
            assert_eq!(intervals.find(&key), found, "{key:?}");
        }
    }

    #[test]
    fn names_and_ports_compare_as_bytes() {
        let (mut first, mut last) = ([0; 16], [255; 16]);
        first[..3].copy_from_slice(b"eth");
        last[..3].copy_from_slice(b"eth");
        let names = Intervals::new(16, [(&first[..], &last[..], 0)].into_iter());
        let mut name = [0; 16];
        name[..4].copy_from_slice(b"eth7");
        assert_eq!(names.find(&name), Some(0));
        name[0] = b'f';
        assert_eq!(names.find(&name), None);
        let ports = Intervals::new(2, [(&[4, 0][..], &[255, 255][..], 1)].into_iter());
        assert_eq!(ports.find(&[3, 255]), None);
        assert_eq!(ports.find(&[4, 0]), Some(1));
    }
}
