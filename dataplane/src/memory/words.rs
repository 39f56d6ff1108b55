//! Arrays of atomic words, zero at first; large ones on huge pages. And what else has to do with pages,
//! cache lines and words.
//!
//! Lookups of random addresses touch random lines of tens of megabytes: on pages of 4 KiB each
//! would miss the TLB too (docs/decisions/006 has the numbers).
#![expect(
    unsafe_code,
    reason = "memory that must be on huge pages before it is first touched has to be mapped; \
              prefetching and comparing words at once are no calls that the compiler can judge"
)]

use std::{
    alloc::{Layout, handle_alloc_error},
    mem::MaybeUninit,
    ops::Deref,
    ptr::{self, NonNull},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicPtr, AtomicU32, Ordering},
    },
};

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

/// The size of a huge page, in bytes.
const HUGE: usize = 2 << 20;
/// Words in a segment: a huge page of them.
pub(crate) const SEGMENT: usize = HUGE / size_of::<AtomicU32>();
/// Segments at most: 2 GiB.
const SEGMENTS: usize = 1024;

/// Words that are zero at first, and take up no memory before they are touched.
#[derive(Debug)]
pub(crate) struct Words {
    words: NonNull<AtomicU32>,
    len: usize,
    /// The mapping that the words are in, and how many bytes it has.
    mapping: (NonNull<u8>, usize),
}

// SAFETY: a `Words` owns its memory, as a `Box<[AtomicU32]>` does.
unsafe impl Send for Words {}
// SAFETY: shared access is by `&[AtomicU32]` only.
unsafe impl Sync for Words {}

impl Words {
    /// `len` of them, on huge pages if they would fill one.
    pub(crate) fn new(len: usize) -> Self {
        if len < SEGMENT {
            Self::small(len)
        } else {
            Self::huge(len)
        }
    }

    /// `len` of them, on small pages: what is not touched costs nothing.
    pub(crate) fn small(len: usize) -> Self {
        Self::map(len, Advice::LinuxNoHugepage)
    }

    /// `len` of them, on huge pages if the kernel has some.
    fn huge(len: usize) -> Self {
        Self::map(len, Advice::LinuxHugepage)
    }

    /// Does not return if there is no memory, as any allocation.
    fn map(len: usize, advice: Advice) -> Self {
        let layout = Layout::array::<AtomicU32>(len).expect("less than half of the address space");
        // As much more as it takes for the words to begin at the start of a huge page.
        let mapped = layout.size() + HUGE;
        // SAFETY: a new private mapping at an address of the kernel's choice: nobody else's memory
        // is touched.
        let start = unsafe {
            mmap_anonymous(
                ptr::null_mut(),
                mapped,
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::PRIVATE | MapFlags::NORESERVE,
            )
        };
        let start = start
            .ok()
            .and_then(|start| NonNull::new(start.cast::<u8>()))
            .unwrap_or_else(|| handle_alloc_error(layout));
        // SAFETY: the offset is less than a huge page, and the mapping is one longer than the
        // words.
        let words = unsafe { start.add(start.as_ptr().align_offset(HUGE)) };
        // If the kernel knows no huge pages it is slower, and works.
        // SAFETY: the range is within the mapping, and the advice changes no contents.
        let _ = unsafe { madvise(words.as_ptr().cast(), layout.size(), advice) };
        Self {
            words: words.cast(),
            len,
            mapping: (start, mapped),
        }
    }
}

impl Deref for Words {
    type Target = [AtomicU32];

    #[inline]
    fn deref(&self) -> &[AtomicU32] {
        // SAFETY: `words` begins `len` words that live as long as `self`, aligned to a huge page.
        // They were zero at first, which is a valid `AtomicU32`, and have been changed through
        // shared references only.
        unsafe { std::slice::from_raw_parts(self.words.as_ptr(), self.len) }
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        let (start, mapped) = self.mapping;
        // An error would leave it mapped, which is sound.
        // SAFETY: `map` mapped it, nothing has unmapped it, and no reference into it outlives
        // `self`.
        let _ = unsafe { munmap(start.as_ptr().cast(), mapped) };
    }
}

/// Segments of [`SEGMENT`] words each, made one by one, found without a lock.
///
/// A pointer is null until its segment is made, and does not change afterwards.
pub(crate) struct Segments {
    starts: Box<[AtomicPtr<AtomicU32>]>,
    owned: Mutex<Vec<Words>>,
}

impl Segments {
    pub(crate) fn new() -> Self {
        Self {
            starts: (0..SEGMENTS).map(|_| AtomicPtr::default()).collect(),
            owned: Mutex::new(Vec::new()),
        }
    }

    /// A segment; `None` if it was not made.
    #[inline]
    pub(crate) fn get(&self, segment: usize) -> Option<&[AtomicU32; SEGMENT]> {
        let start = self.starts.get(segment)?.load(Ordering::Acquire);
        // SAFETY: the pointer is null or, as `make` stored it, that of a `Words` of this length,
        // which `owned` keeps as long as `self` lives.
        unsafe { start.cast::<[AtomicU32; SEGMENT]>().as_ref() }
    }

    /// Makes a segment, if it is not there. The first one is on small pages, for small tables.
    ///
    /// # Panics
    /// If a table would take up more than [`SEGMENTS`] of them.
    pub(crate) fn make(&self, segment: usize) {
        let start = &self.starts[segment];
        let mut owned = self.owned.lock().unwrap_or_else(PoisonError::into_inner);
        if start.load(Ordering::Relaxed).is_null() {
            let words = if segment == 0 {
                Words::small(SEGMENT)
            } else {
                Words::huge(SEGMENT)
            };
            start.store(words.words.as_ptr(), Ordering::Release);
            owned.push(words);
        }
    }
}

/// Asks for huge pages under memory that nobody has touched yet. Small pages do as well, more slowly.
pub(crate) fn on_huge_pages<T>(memory: &mut [MaybeUninit<T>]) {
    // The advice is about whole pages: those that are partly within are left alone.
    let start = memory.as_mut_ptr().cast::<u8>();
    let skipped = start.align_offset(HUGE);
    let len = size_of_val(memory).saturating_sub(skipped) / HUGE * HUGE;
    if len > 0 {
        // SAFETY: the range is within `memory`, and the advice changes no contents.
        let _ = unsafe {
            madvise(
                start.wrapping_add(skipped).cast(),
                len,
                Advice::LinuxHugepage,
            )
        };
    }
}

/// Begins to fetch the cache line that `place` begins in.
#[inline]
pub(crate) fn prefetch<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch has no effect that a program could notice, whatever the address; SSE
        // is there on every x86-64.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(ptr::from_ref(place).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}

/// Begins to fetch all cache lines of `place`, which begins with one.
#[inline]
pub(crate) fn prefetch_all<T>(place: &T) {
    /// Bytes in a cache line.
    const LINE: usize = 64;
    let start = ptr::from_ref(place).cast::<u8>();
    for offset in (0..size_of::<T>()).step_by(LINE) {
        // SAFETY: the offset is within `place`, which is there as a reference to it is.
        prefetch(unsafe { &*start.add(offset) });
    }
}

/// Which of eight words are `wanted`, as bits.
#[inline]
pub(crate) fn equal(words: &[u32; 8], wanted: u32) -> u32 {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{
            _mm_castsi128_ps, _mm_cmpeq_epi32, _mm_loadu_si128, _mm_movemask_ps, _mm_set1_epi32,
        };
        let halves: *const [u32; 8] = words;
        // SAFETY: SSE2 is there on every x86-64; the two loads are of the two halves of `words`, and
        // need no alignment.
        let equal = unsafe {
            let wanted = _mm_set1_epi32(wanted.cast_signed());
            let (low, high) = (halves.cast(), halves.cast::<[u32; 4]>().add(1).cast());
            let low = _mm_cmpeq_epi32(_mm_loadu_si128(low), wanted);
            let high = _mm_cmpeq_epi32(_mm_loadu_si128(high), wanted);
            _mm_movemask_ps(_mm_castsi128_ps(low)) | _mm_movemask_ps(_mm_castsi128_ps(high)) << 4
        };
        equal.cast_unsigned()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let equal = words.iter().map(|&word| u32::from(word == wanted));
        (0..).zip(equal).fold(0, |bits, (at, bit)| bits | bit << at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_zero_and_keep_what_is_stored() {
        for words in [Words::small(1), Words::small(1 << 16), Words::huge(SEGMENT)] {
            assert!(words.as_ptr().cast::<u8>().align_offset(HUGE) == 0);
            for index in [0, words.len() / 2, words.len() - 1] {
                assert_eq!(words[index].swap(7, Ordering::Relaxed), 0);
                assert_eq!(words[index].swap(0, Ordering::Relaxed), 7);
            }
        }
    }

    #[test]
    fn equal_words_are_found_wherever_they_are() {
        for bits in 0..256 {
            let word = |at: u32| if bits >> at & 1 == 1 { 7 } else { at + 8 };
            assert_eq!(equal(&std::array::from_fn(|at| word(at as u32)), 7), bits);
        }
    }

    #[test]
    fn segments_are_there_once_made_and_stay() {
        let segments = Segments::new();
        assert!(segments.get(0).is_none());
        segments.make(3);
        segments.make(0);
        for segment in [0, 3] {
            segments.get(segment).unwrap()[SEGMENT - 1].store(9, Ordering::Relaxed);
            segments.make(segment);
            let word = &segments.get(segment).unwrap()[SEGMENT - 1];
            assert_eq!(word.load(Ordering::Relaxed), 9);
        }
        assert!(segments.get(1).is_none());
        assert!(segments.get(SEGMENTS).is_none());
    }
}
