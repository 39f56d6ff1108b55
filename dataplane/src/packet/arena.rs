//! The memory that AF_XDP ports share with the kernel (UMEM), in chunks of one frame each.
//!
//! There is one for the whole process, made when the first such port is opened: every port's socket
//! registers the same memory, so that a frame that came in by one port leaves by another one without
//! being copied. It is never unmapped, for chunks are on their way in packets anywhere.
#![expect(
    unsafe_code,
    reason = "memory that the kernel writes to is cut into pieces"
)]

use std::{
    ptr::NonNull,
    sync::{Mutex, OnceLock, PoisonError},
};

use super::storage::Storage;
use crate::memory::Words;

/// The arena.
#[derive(Debug)]
pub(crate) struct Arena {
    /// Accessed only through the [`Storage`] of a chunk, each of which has one owner.
    memory: Words,
    /// The numbers of chunks that no pool, packet or socket has.
    free: Mutex<Vec<u32>>,
}

static ARENA: OnceLock<Arena> = OnceLock::new();

impl Arena {
    /// Bytes of a chunk: what the kernel takes for a frame of up to 1,500 bytes of packet.
    pub(crate) const CHUNK: usize = 2048;
    /// How many there are: 64 MiB, which is what eight queues of two ports have at most, and as much on its
    /// way.
    pub(crate) const CHUNKS: u32 = 32_768;

    /// The arena, which is made now if there is none.
    pub(crate) fn get() -> &'static Self {
        ARENA.get_or_init(|| Self {
            memory: Words::new(Self::len() / size_of::<u32>()),
            free: Mutex::new((0..Self::CHUNKS).rev().collect()),
        })
    }

    /// Where it begins.
    fn start(&self) -> NonNull<u8> {
        NonNull::from(&*self.memory).cast()
    }

    /// Its address and its length in bytes, as a socket registers it.
    pub(crate) fn area(&self) -> (u64, u64) {
        (self.start().as_ptr() as u64, Self::len() as u64)
    }

    const fn len() -> usize {
        Self::CHUNK * Self::CHUNKS as usize
    }

    /// Where a chunk begins.
    ///
    /// # Panics
    /// If there is no such chunk.
    pub(super) fn chunk(&self, chunk: u32) -> NonNull<u8> {
        assert!(chunk < Self::CHUNKS, "no chunk {chunk}");
        // SAFETY: the memory has that many chunks.
        unsafe { self.start().add(chunk as usize * Self::CHUNK) }
    }

    /// Moves up to `count` chunks that nobody has to `to`. Takes a lock.
    pub(crate) fn take(&'static self, count: usize, to: &mut Vec<Storage>) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = free.len() - count.min(free.len());
        // SAFETY: what is in the list exists, and is nobody's: it gets there by `give_back` only.
        to.extend(
            free.drain(rest..)
                .map(|chunk| unsafe { Storage::of_chunk(self, chunk) }),
        );
    }

    /// Takes a chunk back that is nobody's from now on. Takes a lock.
    pub(super) fn give_back(chunk: u32) {
        if let Some(arena) = ARENA.get() {
            let mut free = arena.free.lock().unwrap_or_else(PoisonError::into_inner);
            free.push(chunk);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_has_one_owner_and_comes_back() {
        let arena = Arena::get();
        let free = || arena.free.lock().expect("the list").len();
        let before = free();
        let mut chunks = Vec::new();
        arena.take(3, &mut chunks);
        assert_eq!((chunks.len(), free()), (3, before - 3));
        for (value, chunk) in chunks.iter_mut().enumerate() {
            assert_eq!(chunk.len(), Arena::CHUNK);
            chunk.fill(value as u8);
        }
        for (value, chunk) in chunks.iter().enumerate() {
            assert!(chunk.iter().all(|byte| *byte == value as u8));
        }
        let number = chunks
            .pop()
            .expect("the third")
            .into_chunk()
            .expect("a chunk");
        drop(chunks);
        assert_eq!(free(), before - 1);
        // SAFETY: `into_chunk` has just given it up.
        drop(unsafe { Storage::of_chunk(arena, number) });
        assert_eq!(free(), before);
    }
}
