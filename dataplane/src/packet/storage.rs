//! What a buffer's bytes are in: memory of its own, or a chunk of the [`Arena`] that AF_XDP ports share
//! with the kernel.
#![expect(
    unsafe_code,
    reason = "a chunk belongs to a buffer or to the kernel in turn, which no container of the standard library can say"
)]

use std::{
    fmt,
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
    ptr::{self, NonNull},
    slice,
};

use super::Arena;
use crate::memory::LINE;

/// The bytes of one buffer.
///
/// Invariant: `start` begins `len` initialised bytes that nothing else refers to. With a `chunk` they are
/// that chunk of the arena; with [`LINES`] they came from a `Box<[Line]>`, and without either from a `Box<[u8]>`, of
/// that length.
pub(crate) struct Storage {
    start: NonNull<u8>,
    len: u32,
    /// The number of the chunk plus one; 0 or [`LINES`] for memory of its own.
    chunk: u32,
}

/// Memory of its own that begins with a cache line.
const LINES: u32 = u32::MAX;

/// Lines more than are used: headers of buffers that are allocated one after another would otherwise
/// have half of the places in the nearest cache to share.
const SKEW: usize = 1;

/// A cache line.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line(#[expect(dead_code, reason = "it is memory")] [u8; LINE]);

// SAFETY: it owns its bytes, as a `Box<[u8]>` does.
unsafe impl Send for Storage {}
// SAFETY: shared access gives shared access to the bytes only.
unsafe impl Sync for Storage {}

impl Storage {
    /// No bytes, as those of an empty box.
    const NONE: Self = Self {
        start: NonNull::dangling(),
        len: 0,
        chunk: 0,
    };

    /// So many cache lines, of zeroes.
    pub(crate) fn lines(count: usize) -> Self {
        let lines = vec![Line([0; LINE]); count + SKEW].into_boxed_slice();
        let len = u32::try_from(count * LINE).expect("buffers are a few packets long");
        let start = NonNull::from(Box::leak(lines)).cast();
        Self {
            start,
            len,
            chunk: LINES,
        }
    }

    /// The chunk that it is in, which is the caller's to give back from now on; `Err` if it is in none.
    pub(crate) fn into_chunk(self) -> Result<u32, Self> {
        if !self.is_chunk() {
            return Err(self);
        }
        Ok(ManuallyDrop::new(self).chunk - 1)
    }

    /// Whether it is a chunk of the arena.
    pub(crate) const fn is_chunk(&self) -> bool {
        self.chunk.wrapping_add(1) > 1
    }

    /// The bytes of a chunk.
    ///
    /// # Safety
    /// The chunk exists and nothing else refers to it: it came from [`into_chunk`](Self::into_chunk) or
    /// was never handed out, and the kernel has given it back.
    pub(crate) unsafe fn of_chunk(arena: &'static Arena, chunk: u32) -> Self {
        Self {
            start: arena.chunk(chunk),
            len: Arena::CHUNK as u32,
            chunk: chunk + 1,
        }
    }
}

impl From<Box<[u8]>> for Storage {
    fn from(bytes: Box<[u8]>) -> Self {
        let len = u32::try_from(bytes.len()).expect("buffers are a few packets long");
        let start = NonNull::from(Box::leak(bytes)).cast();
        Self {
            start,
            len,
            chunk: 0,
        }
    }
}

impl Default for Storage {
    #[inline]
    fn default() -> Self {
        Self::NONE
    }
}

impl Drop for Storage {
    #[inline]
    fn drop(&mut self) {
        if self.is_chunk() {
            return Arena::give_back(self.chunk - 1);
        }
        if self.len == 0 {
            return;
        }
        if self.chunk == LINES {
            let count = self.len as usize / LINE + SKEW;
            let lines = ptr::slice_from_raw_parts_mut(self.start.cast().as_ptr(), count);
            // SAFETY: they came from a box of so many lines, leaked by `lines`.
            return drop::<Box<[Line]>>(unsafe { Box::from_raw(lines) });
        }
        let bytes = ptr::slice_from_raw_parts_mut(self.start.as_ptr(), self.len as usize);
        // SAFETY: without a chunk, the bytes came from a box of this length, leaked by `From`.
        drop(unsafe { Box::from_raw(bytes) });
    }
}

impl Deref for Storage {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        // SAFETY: the invariant: so many initialised bytes, borrowed as long as `self` is.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len as usize) }
    }
}

impl DerefMut for Storage {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above, and `self` is borrowed exclusively.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len as usize) }
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Storage")
            .field("len", &self.len)
            .field("chunk", &self.is_chunk().then(|| self.chunk - 1))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_of_its_own_is_what_the_box_was() {
        let mut storage = Storage::from(vec![1, 2, 3].into_boxed_slice());
        storage[1] = 7;
        assert_eq!(*storage, [1, 7, 3]);
        let same = storage.into_chunk().expect_err("no chunk");
        assert_eq!(*same, [1, 7, 3]);
        assert!(Storage::default().is_empty());
        let lines = Storage::lines(3);
        assert_eq!((*lines).as_ptr().align_offset(64), 0);
        assert_eq!(*lines, [0; 192]);
        assert_eq!(lines.into_chunk().expect_err("no chunk").len(), 192);
    }
}
