//! Arrays of atomic words, zero at first; large ones on huge pages.
//!
//! Lookups of random addresses touch random lines of tens of megabytes: on pages of 4 KiB each
//! would miss the TLB too (docs/decisions/003 has the numbers).
#![expect(
    unsafe_code,
    reason = "memory that must be on huge pages before it is first touched has to be mapped"
)]

use std::{
    alloc::{Layout, alloc_zeroed, dealloc, handle_alloc_error},
    ops::Deref,
    ptr::{self, NonNull},
    sync::atomic::AtomicU32,
};

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

/// The size of a huge page, in bytes.
const HUGE: usize = 2 << 20;

/// Words that are zero at first. What was never touched takes up no memory if there are many.
#[derive(Debug)]
pub(super) struct Words {
    words: NonNull<AtomicU32>,
    len: usize,
    /// The mapping that the words are in, and how long it is; `None` if they are on the heap.
    mapping: Option<(NonNull<u8>, usize)>,
}

// SAFETY: a `Words` owns its memory, as a `Box<[AtomicU32]>` does.
unsafe impl Send for Words {}
// SAFETY: shared access is by `&[AtomicU32]` only.
unsafe impl Sync for Words {}

impl Words {
    /// `len` of them.
    ///
    /// Does not return if there is no memory, as any allocation.
    pub(super) fn new(len: usize) -> Self {
        let layout = Self::layout(len);
        if layout.size() < HUGE {
            assert!(len > 0, "no words");
            // SAFETY: the layout's size is not 0.
            let start = unsafe { alloc_zeroed(layout) };
            return Self {
                words: NonNull::new(start)
                    .unwrap_or_else(|| handle_alloc_error(layout))
                    .cast(),
                len,
                mapping: None,
            };
        }
        // One huge page more, for the words to begin at the start of one.
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
        let skip = start.as_ptr().align_offset(HUGE);
        // SAFETY: `skip` is less than a huge page, and the mapping is one longer than the words.
        let words = unsafe { start.add(skip) };
        // Without huge pages it is slower, and works.
        // SAFETY: the range is within the mapping, and the advice changes no contents.
        let _ = unsafe { madvise(words.as_ptr().cast(), layout.size(), Advice::LinuxHugepage) };
        Self {
            words: words.cast(),
            len,
            mapping: Some((start, mapped)),
        }
    }

    fn layout(len: usize) -> Layout {
        // Whole cache lines: nodes are looked up by lines.
        Layout::array::<AtomicU32>(len)
            .and_then(|layout| layout.align_to(64))
            .expect("less than half of the address space")
    }
}

impl Deref for Words {
    type Target = [AtomicU32];

    #[inline]
    fn deref(&self) -> &[AtomicU32] {
        // SAFETY: `words` begins `len` words that live as long as `self`, aligned by `layout` or to
        // a huge page. They were zero at first, which is a valid `AtomicU32`, and have been changed
        // through shared references only.
        unsafe { std::slice::from_raw_parts(self.words.as_ptr(), self.len) }
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        match self.mapping {
            // SAFETY: `new` mapped it, nothing has unmapped it, and no reference into it outlives
            // `self`. An error would leave it mapped, which is sound.
            Some((start, mapped)) => unsafe {
                let _ = munmap(start.as_ptr().cast(), mapped);
            },
            // SAFETY: `new` allocated it with this layout.
            None => unsafe { dealloc(self.words.as_ptr().cast(), Self::layout(self.len)) },
        }
    }
}

/// Begins to fetch the cache line of a word that is about to be loaded.
#[inline]
pub(super) fn prefetch(word: &AtomicU32) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch has no effect that a program could notice, whatever the address; SSE
        // is there on every x86-64.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(ptr::from_ref(word).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = word;
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;

    #[test]
    fn words_are_zero_and_keep_what_is_stored() {
        for len in [1, 1024, HUGE / 4 - 1, HUGE / 4, HUGE] {
            let words = Words::new(len);
            assert_eq!(words.len(), len);
            assert!(words.as_ptr().cast::<u8>().align_offset(64) == 0);
            for index in [0, len / 2, len - 1] {
                assert_eq!(words[index].swap(7, Ordering::Relaxed), 0);
                assert_eq!(words[index].swap(0, Ordering::Relaxed), 7);
            }
        }
    }
}
