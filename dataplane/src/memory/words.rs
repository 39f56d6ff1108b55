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
        atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering},
    },
};

use rustix::mm::{
    Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap_anonymous, mprotect, munmap,
};

/// Bytes in a cache line.
pub(crate) const LINE: usize = 64;
/// The size of a huge page, in bytes.
pub(super) const HUGE: usize = 2 << 20;
/// Words in a huge page.
const SEGMENT: usize = HUGE / size_of::<AtomicU32>();

/// Address space for words, which begin with a huge page.
#[derive(Debug)]
struct Mapping {
    words: NonNull<AtomicU32>,
    /// Of all of it.
    start: NonNull<u8>,
    bytes: usize,
}

// SAFETY: a `Mapping` owns its memory, as a `Box<[AtomicU32]>` does.
unsafe impl Send for Mapping {}
// SAFETY: shared access is by `&[AtomicU32]` only.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Does not return if there is no address space, as any allocation.
    fn new(len: usize, protection: ProtFlags) -> Self {
        let layout = Layout::array::<AtomicU32>(len).expect("less than half of the address space");
        // As much more as it takes for the words to begin at the start of a huge page.
        let bytes = layout.size() + HUGE;
        // SAFETY: a new private mapping at an address of the kernel's choice: nobody else's memory
        // is touched.
        let start = unsafe {
            mmap_anonymous(
                ptr::null_mut(),
                bytes,
                protection,
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
        Self {
            words: words.cast(),
            start,
            bytes,
        }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // An error would leave it mapped, which is sound.
        // SAFETY: `new` mapped it, nothing has unmapped it, and no reference into it outlives the owner.
        let _ = unsafe { munmap(self.start.as_ptr().cast(), self.bytes) };
    }
}

/// Words that are zero at first, and take up no memory before they are touched.
#[derive(Debug)]
pub(crate) struct Words {
    mapping: Mapping,
    len: usize,
}

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

    fn map(len: usize, advice: Advice) -> Self {
        let mapping = Mapping::new(len, ProtFlags::READ | ProtFlags::WRITE);
        // If the kernel knows no huge pages it is slower, and works.
        // SAFETY: the range is within the mapping, and the advice changes no contents.
        let _ = unsafe {
            madvise(
                mapping.words.as_ptr().cast(),
                len * size_of::<AtomicU32>(),
                advice,
            )
        };
        Self { mapping, len }
    }
}

impl Deref for Words {
    type Target = [AtomicU32];

    #[inline]
    fn deref(&self) -> &[AtomicU32] {
        // SAFETY: the mapping has `len` words that live as long as `self`, aligned to a huge page.
        // They were zero at first, which is a valid `AtomicU32`, and have been changed through
        // shared references only.
        unsafe { std::slice::from_raw_parts(self.mapping.words.as_ptr(), self.len) }
    }
}

/// Words that there are more and more of, in one piece: address space is reserved when the first is made,
/// and becomes memory a huge page at a time. Found without a lock.
pub(crate) struct Region {
    /// The first word; null until one is made, and the same from then on.
    start: AtomicPtr<AtomicU32>,
    /// How many words are memory, from the first on. Grows only.
    made: AtomicUsize,
    /// How many may become it.
    most: usize,
    owned: Mutex<Option<Mapping>>,
}

impl Region {
    /// With room for `most` words.
    pub(crate) const fn new(most: usize) -> Self {
        Self {
            start: AtomicPtr::new(ptr::null_mut()),
            made: AtomicUsize::new(0),
            most: most.next_multiple_of(SEGMENT),
            owned: Mutex::new(None),
        }
    }

    /// Those that are made by now.
    #[inline]
    pub(crate) fn words(&self) -> &[AtomicU32] {
        let made = self.made.load(Ordering::Acquire);
        let start = NonNull::new(self.start.load(Ordering::Relaxed));
        // SAFETY: `make` stored `start` before `made`, and that many words from there on are memory that
        // was zero at first, has been changed through shared references only, and stays as long as `self`.
        // Before that both are zero, and the slice is empty.
        unsafe { std::slice::from_raw_parts(start.unwrap_or(NonNull::dangling()).as_ptr(), made) }
    }

    /// Makes all words before `end`, if they are not there. The first [`SEGMENT`] of them are on small pages,
    /// for small tables. Does not return if there is no memory, as any allocation.
    ///
    /// # Panics
    /// If there is no room for so many.
    pub(crate) fn make(&self, end: usize) {
        assert!(end <= self.most, "a table of more than {} words", self.most);
        let mut owned = self.owned.lock().unwrap_or_else(PoisonError::into_inner);
        let mapping = owned.get_or_insert_with(|| Mapping::new(self.most, ProtFlags::empty()));
        let start = mapping.words;
        self.start.store(start.as_ptr(), Ordering::Relaxed);
        let mut made = self.made.load(Ordering::Relaxed);
        while made < end {
            let advice = if made == 0 {
                Advice::LinuxNoHugepage
            } else {
                Advice::LinuxHugepage
            };
            // SAFETY: `made` is less than `most`, and a multiple of a segment as that is: the segment is within
            // the mapping, and nobody has a reference into it yet.
            let usable = unsafe {
                let segment = start.add(made).as_ptr().cast();
                let usable = mprotect(segment, HUGE, MprotectFlags::READ | MprotectFlags::WRITE);
                // If the kernel knows no huge pages it is slower, and works.
                let _ = madvise(segment, HUGE, advice);
                usable
            };
            if usable.is_err() {
                handle_alloc_error(Layout::new::<[AtomicU32; SEGMENT]>());
            }
            made += SEGMENT;
            self.made.store(made, Ordering::Release);
        }
    }
}

/// Asks for huge pages under memory that nobody has touched yet. Small pages do as well, more slowly.
pub(super) fn on_huge_pages<T>(memory: &mut [MaybeUninit<T>]) {
    // SAFETY: what kind of pages they are on changes no contents.
    unsafe { advise(memory, HUGE, Advice::LinuxHugepage) };
}

/// Has the kernel put memory behind whole pages of this now. Where it does not know how (before Linux 5.14), they get it
/// when they are touched.
pub(super) fn make_ready<T>(memory: &mut [MaybeUninit<T>]) {
    /// The size of the smallest page, in bytes.
    const PAGE: usize = 4096;
    // SAFETY: pages that are there already are left as they are.
    unsafe { advise(memory, PAGE, Advice::LinuxPopulateWrite) };
}

/// Advises the kernel about those pages of `page` bytes that are all within `memory`: what is partly within is left
/// alone. It may not follow.
///
/// # Safety
/// The advice is one that changes no contents.
unsafe fn advise<T>(memory: &mut [MaybeUninit<T>], page: usize, advice: Advice) {
    let start = memory.as_mut_ptr().cast::<u8>();
    let skipped = start.align_offset(page);
    let len = size_of_val(memory).saturating_sub(skipped) / page * page;
    if len > 0 {
        // SAFETY: the range is within `memory`, and the advice changes no contents.
        let _ = unsafe { madvise(start.wrapping_add(skipped).cast(), len, advice) };
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

/// Begins to fetch the cache line that `place` begins in, to be written to: no other processor has it then.
#[inline]
pub(crate) fn prefetch_mut<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch has no effect that a program could notice, whatever the address; processors that do not
    // have this one do nothing. The intrinsic for it gives that of loads unless told that all have it.
    unsafe {
        std::arch::asm!("prefetchw [{}]", in(reg) ptr::from_ref(place), options(nostack, preserves_flags, readonly));
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}

/// Begins to fetch all cache lines of `place`, which begins with one.
#[inline]
pub(crate) fn prefetch_all<T>(place: &T) {
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
    fn a_region_grows_in_place_and_keeps_what_is_stored() {
        let region = Region::new(3 * SEGMENT - 1);
        assert!(region.words().is_empty());
        region.make(1);
        let first = &region.words()[0];
        first.store(9, Ordering::Relaxed);
        assert_eq!(region.words().len(), SEGMENT);
        region.make(2 * SEGMENT + 1);
        let words = region.words();
        assert_eq!(words.len(), 3 * SEGMENT);
        assert!(ptr::eq(first, &words[0]) && words[0].load(Ordering::Relaxed) == 9);
        for word in [
            &words[SEGMENT - 1],
            &words[SEGMENT],
            &words[3 * SEGMENT - 1],
        ] {
            assert_eq!(word.swap(7, Ordering::Relaxed), 0);
        }
        region.make(5);
        assert_eq!(region.words()[3 * SEGMENT - 1].load(Ordering::Relaxed), 7);
    }

    #[test]
    #[should_panic(expected = "more than")]
    fn a_region_does_not_outgrow_what_was_reserved() {
        Region::new(SEGMENT).make(SEGMENT + 1);
    }
}
