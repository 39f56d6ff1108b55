//! An allocator that counts: what is on the warm path allocates nothing, and that is measured.
#![expect(unsafe_code, reason = "a counting allocator can't be had without")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// How often this thread has allocated, if [`Counting`] is the program's allocator.
#[must_use]
pub fn allocations() -> u64 {
    ALLOCATIONS.get()
}

/// The system's allocator, which counts for each thread what it allocates.
#[derive(Clone, Copy, Debug)]
pub struct Counting;

// SAFETY: every call is passed on unchanged to the system's allocator, which keeps the contract;
// the counter is a plain thread-local number that allocates nothing itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // `try_with`: a thread that ends may allocate after its locals are gone.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise about `layout` is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System.alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}
