//! BPF maps: what a program and this process both know, made by descriptor and gone with it.
#![expect(unsafe_code, reason = "bpf(2) and its shared memory have no safe form")]

use std::{
    io,
    os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd},
    ptr::{self, NonNull},
    slice,
    sync::atomic::AtomicU64,
};

use super::bpf::{MapCreate, MapUpdate, bpf, call};

/// `BPF_MAP_CREATE`.
const CREATE: libc::c_int = 0;
/// `BPF_MAP_UPDATE_ELEM`.
const UPDATE: libc::c_int = 2;
/// `BPF_MAP_DELETE_ELEM`.
const DELETE: libc::c_int = 3;
/// `BPF_F_MMAPABLE`.
const SHAREABLE: u32 = 1 << 10;

/// What a map is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `BPF_MAP_TYPE_HASH`.
    Hash = 1,
    /// `BPF_MAP_TYPE_ARRAY`.
    Array = 2,
    /// `BPF_MAP_TYPE_DEVMAP`: devices that frames are redirected to.
    Devices = 14,
}

/// A map whose keys take `K` bytes. Its values are numbers of 32 bits, but those of a [shared array](Shared).
#[derive(Debug)]
pub(super) struct Map<const K: usize> {
    fd: OwnedFd,
}

impl<const K: usize> Map<K> {
    /// An empty map.
    pub(super) fn create(kind: Kind, entries: u32) -> io::Result<Self> {
        let create = MapCreate {
            map_type: kind as u32,
            key_size: K as u32,
            value_size: 4,
            max_entries: entries,
            map_flags: 0,
        };
        let fd = bpf(CREATE, &create)?;
        Ok(Self { fd })
    }

    /// Puts a value in, in place of the one that the key had.
    pub(super) fn set(&self, key: &[u8; K], value: u32) -> io::Result<()> {
        self.change(UPDATE, key, (&raw const value) as u64)
    }

    /// Takes a value out.
    pub(super) fn remove(&self, key: &[u8; K]) -> io::Result<()> {
        self.change(DELETE, key, 0)
    }

    fn change(&self, command: libc::c_int, key: &[u8; K], value: u64) -> io::Result<()> {
        let update = MapUpdate {
            map_fd: self.fd.as_raw_fd() as u32,
            padding: 0,
            key: key.as_ptr() as u64,
            value,
            flags: 0,
        };
        call(command, &update).map(drop)
    }
}

impl<const K: usize> AsFd for Map<K> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// An array of words that this process and programs share.
#[derive(Debug)]
pub(super) struct Shared {
    fd: OwnedFd,
    words: NonNull<AtomicU64>,
    len: usize,
}

// SAFETY: it owns its mapping, in which there are nothing but atomic words.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// An array of so many entries of so many words each, all zero.
    pub(super) fn create(entries: u32, words: u32) -> io::Result<Self> {
        let create = MapCreate {
            map_type: Kind::Array as u32,
            key_size: 4,
            value_size: words * 8,
            max_entries: entries,
            map_flags: SHAREABLE,
        };
        let fd = bpf(CREATE, &create)?;
        let len = entries as usize * words as usize;
        // SAFETY: a new mapping of a map that was made for it, of the size that it has; the kernel rounds
        // both up to pages. It is unmapped when this is dropped.
        let at = unsafe {
            libc::mmap(
                ptr::null_mut(),
                len * 8,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED,
                fd.as_raw_fd(),
                0,
            )
        };
        if at == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let words = NonNull::new(at.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { fd, words, len })
    }

    /// The words.
    pub(super) fn words(&self) -> &[AtomicU64] {
        // SAFETY: `len` words are mapped at `words`, which is the beginning of a page, as long as this
        // lives. The kernel's programs write to them as other threads would, 64 bits at a time.
        unsafe { slice::from_raw_parts(self.words.as_ptr(), self.len) }
    }
}

impl AsFd for Shared {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: it was mapped with this length, and no slice of it outlives this.
        unsafe { libc::munmap(self.words.as_ptr().cast(), self.len * 8) };
    }
}

/// Waits until no program runs any more that ran when this was called.
pub(super) fn wait_for_programs() -> io::Result<()> {
    /// `MEMBARRIER_CMD_GLOBAL`: waits as `synchronize_rcu` does, and programs run under RCU.
    const GLOBAL: libc::c_int = 1;
    // SAFETY: the call has no memory of ours to do with.
    let result = unsafe { libc::syscall(libc::SYS_membarrier, GLOBAL, 0, 0) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}
