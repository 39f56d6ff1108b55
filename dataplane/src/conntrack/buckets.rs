//! The hash table's buckets: linear hashing, which grows by one bucket at a time (W. Litwin, "Linear
//! hashing: a new tool for file and table addressing", 1980).
//!
//! With `n` buckets, where `2^k <= n < 2^(k+1)`, a hash belongs to the bucket that its low `k + 1` bits
//! name, or, if that does not exist yet, to the one that its low `k` bits name. A new bucket takes its
//! share from the one that it was split off.

/// Heads in a segment.
const SEGMENT: usize = 4096;
/// Buckets to begin with: a power of two.
const INITIAL: u32 = 1024;

/// The heads of the buckets. A head is 0 if the bucket is empty.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    segments: Vec<Box<[u32]>>,
    len: u32,
    /// The largest power of two that is not above `len`, less one.
    mask: u32,
}

impl Default for Buckets {
    fn default() -> Self {
        Self {
            segments: vec![segment()],
            len: INITIAL,
            mask: INITIAL - 1,
        }
    }
}

fn segment() -> Box<[u32]> {
    vec![0; SEGMENT].into_boxed_slice()
}

impl Buckets {
    /// How many there are.
    pub(super) const fn len(&self) -> u32 {
        self.len
    }

    /// The bucket that a hash belongs to.
    #[inline]
    pub(super) const fn of(&self, hash: u32) -> u32 {
        let bucket = hash & (self.mask << 1 | 1);
        if bucket < self.len {
            bucket
        } else {
            hash & self.mask
        }
    }

    /// The head of a bucket that exists.
    #[inline]
    pub(super) fn head(&self, bucket: u32) -> u32 {
        self.segments[bucket as usize / SEGMENT][bucket as usize % SEGMENT]
    }

    /// The same, to change it.
    #[inline]
    pub(super) fn head_mut(&mut self, bucket: u32) -> &mut u32 {
        &mut self.segments[bucket as usize / SEGMENT][bucket as usize % SEGMENT]
    }

    /// Adds a bucket; gives the one to be split, and the new one.
    pub(super) fn grow(&mut self) -> (u32, u32) {
        let new = self.len;
        if new as usize == self.segments.len() * SEGMENT {
            self.segments.push(segment());
        }
        self.len += 1;
        if self.len.is_power_of_two() {
            self.mask = self.len - 1;
            // All bits of `new` were in the mask already but the highest.
            return (new & (self.mask >> 1), new);
        }
        (new & self.mask, new)
    }

    /// Bytes that they take.
    pub(super) fn memory(&self) -> usize {
        self.segments.len() * SEGMENT * size_of::<u32>()
            + self.segments.capacity() * size_of::<Box<[u32]>>()
    }
}
