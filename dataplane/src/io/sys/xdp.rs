//! AF_XDP sockets: rings of frames in memory that the kernel and Tollgate share
//! (`Documentation/networking/af_xdp.rst`).
//!
//! Each chunk of the [`Arena`] is a [`Storage`] of Tollgate's, or with the kernel by one socket: to be
//! filled (fill ring, receive ring) or sent (transmit ring, completion ring). A socket remembers which
//! ones are with the kernel, and believes nothing that the kernel says about others.
#![expect(unsafe_code, reason = "the rings are memory that the kernel writes to")]

use std::{
    io,
    os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    ptr::{self, NonNull},
    sync::atomic::{AtomicU32, Ordering},
};

use super::socket::{self, check, socklen};
use crate::packet::{Arena, PacketBuf, Storage};

/// Entries of the receive and of the fill ring, a power of two: what comes in during some milliseconds at
/// full rate.
const RX_ENTRIES: u32 = 4096;
/// Entries of the transmit and of the completion ring, a power of two.
const TX_ENTRIES: u32 = 2048;
/// Bytes that stay free in front of a received frame beside the kernel's own 256 (`XDP_PACKET_HEADROOM`).
const HEADROOM: u32 = 0;
/// `XDP_MAX_TX_SKB_BUDGET`: frames that one call may send in copy mode. From Linux 6.17 on.
const MAX_TX_SKB_BUDGET: libc::c_int = 9;

/// How frames get into the arena and out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::io) enum Transfer {
    /// The kernel copies them.
    Copy,
    /// The device reads and writes them.
    ZeroCopy,
}

/// A ring of `T` with one producer and one consumer, of which one is the kernel.
#[derive(Debug)]
struct Ring<T> {
    map: NonNull<u8>,
    map_len: usize,
    producer: NonNull<AtomicU32>,
    consumer: NonNull<AtomicU32>,
    flags: NonNull<AtomicU32>,
    entries: NonNull<T>,
    mask: u32,
    /// Our own end, as far as we have got; published by [`Ring::publish`].
    own: u32,
    /// The kernel's end, as last seen.
    other: u32,
}

// SAFETY: a ring is the sole owner of its mapping; all access goes through `&self` or `&mut self`.
unsafe impl<T: Send> Send for Ring<T> {}

impl<T: Copy> Ring<T> {
    /// Makes the ring (`option`) of `entries` entries and maps it.
    fn new(
        fd: BorrowedFd<'_>,
        option: libc::c_int,
        entries: u32,
        offsets: &libc::xdp_ring_offset,
        page_offset: libc::off_t,
    ) -> io::Result<Self> {
        set(fd, option, entries)?;
        let map_len = offsets.desc as usize + entries as usize * size_of::<T>();
        // SAFETY: a new mapping at an address of the kernel's choice touches no existing memory.
        let map = unsafe {
            libc::mmap(
                ptr::null_mut(),
                map_len,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED | libc::MAP_POPULATE,
                fd.as_raw_fd(),
                page_offset,
            )
        };
        if map == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let map = NonNull::new(map.cast::<u8>()).ok_or(io::ErrorKind::OutOfMemory)?;
        // SAFETY: the kernel says that the ring's words and entries are at these offsets of the mapping,
        // whose length is computed from them; they are aligned as their types need.
        let at = |offset: u64| unsafe { map.add(offset as usize) };
        Ok(Self {
            map,
            map_len,
            producer: at(offsets.producer).cast(),
            consumer: at(offsets.consumer).cast(),
            flags: at(offsets.flags).cast(),
            entries: at(offsets.desc).cast(),
            mask: entries - 1,
            own: 0,
            other: 0,
        })
    }

    /// A word of the ring.
    fn word(&self, word: NonNull<AtomicU32>) -> &AtomicU32 {
        // SAFETY: it is inside the mapping, which lives as long as `self`; both sides access it
        // atomically.
        unsafe { word.as_ref() }
    }

    /// The entry of a place, which is ours at the moment.
    fn entry(&self, place: u32) -> *mut T {
        // SAFETY: the mask keeps it inside the ring.
        unsafe { self.entries.add((place & self.mask) as usize) }.as_ptr()
    }

    /// The kernel wants to be called (`XDP_RING_NEED_WAKEUP`).
    fn needs_wakeup(&self) -> bool {
        self.word(self.flags).load(Ordering::Relaxed) & libc::XDP_RING_NEED_WAKEUP != 0
    }

    /// Produces: the room that there is.
    fn room(&mut self) -> u32 {
        let used = self.own.wrapping_sub(self.other);
        if used > self.mask {
            // Acquire: the kernel has read the entries before we write to them.
            self.other = self.word(self.consumer).load(Ordering::Acquire);
        }
        (self.mask + 1).saturating_sub(self.own.wrapping_sub(self.other))
    }

    /// Produces: writes the next entry. There is room for it.
    fn put(&mut self, value: T) {
        // SAFETY: an entry between the producer's and the consumer's end is the producer's, which we are.
        unsafe { self.entry(self.own).write(value) };
        self.own = self.own.wrapping_add(1);
    }

    /// Produces: shows the kernel what was put.
    fn publish_produced(&self) {
        // Release: the entries were written before this.
        self.word(self.producer).store(self.own, Ordering::Release);
    }

    /// Produces: whether the kernel has consumed everything.
    fn is_consumed(&self) -> bool {
        self.word(self.consumer).load(Ordering::Acquire) == self.own
    }

    /// Consumes: the next entry, if there is one.
    fn take(&mut self) -> Option<T> {
        if self.own == self.other {
            // Acquire: the entries were written before this.
            self.other = self.word(self.producer).load(Ordering::Acquire);
            if self.own == self.other {
                return None;
            }
        }
        // SAFETY: an entry between the consumer's and the producer's end is the consumer's, which we
        // are, and the kernel has written it.
        let value = unsafe { self.entry(self.own).read() };
        self.own = self.own.wrapping_add(1);
        Some(value)
    }

    /// Consumes: gives the kernel the room of what was taken.
    fn publish_consumed(&self) {
        // Release: the entries were read before this.
        self.word(self.consumer).store(self.own, Ordering::Release);
    }
}

impl<T> Drop for Ring<T> {
    fn drop(&mut self) {
        // SAFETY: the mapping was made with this address and length, and nothing borrows from it any
        // more.
        unsafe { libc::munmap(self.map.as_ptr().cast(), self.map_len) };
    }
}

/// The chunks that are with the kernel, as bits.
#[derive(Debug)]
struct Lent(Box<[u64]>);

impl Lent {
    fn none() -> Self {
        Self(vec![0; Arena::CHUNKS as usize / 64].into_boxed_slice())
    }

    fn lend(&mut self, chunk: u32) {
        self.0[chunk as usize / 64] |= 1 << (chunk % 64);
    }

    /// Whether it was lent; it no longer is.
    fn end(&mut self, chunk: u32) -> bool {
        let bit = 1_u64 << (chunk % 64);
        match self.0.get_mut(chunk as usize / 64) {
            Some(word) => std::mem::replace(word, *word & !bit) & bit != 0,
            None => false,
        }
    }

    /// All that are lent.
    fn drain(&mut self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter_mut().enumerate().flat_map(|(at, word)| {
            let bits = std::mem::take(word);
            (0..64)
                .filter(move |bit| bits >> bit & 1 != 0)
                .map(move |bit| at as u32 * 64 + bit)
        })
    }
}

/// A socket at one queue of a device.
#[derive(Debug)]
pub(in crate::io) struct XdpSocket {
    /// Closed first: the kernel uses the rings and the chunks no more then.
    fd: Option<OwnedFd>,
    rx: Ring<libc::xdp_desc>,
    tx: Ring<libc::xdp_desc>,
    fill: Ring<u64>,
    done: Ring<u64>,
    arena: &'static Arena,
    lent: Lent,
}

impl XdpSocket {
    /// Binds a socket to queue `queue` of the device of number `ifindex`.
    ///
    /// # Errors
    /// What the kernel says: `EOPNOTSUPP` if the device has no zero-copy, `EBUSY` if the queue has
    /// a socket, `EINVAL` if there is no such queue.
    pub(in crate::io) fn bind(ifindex: u32, queue: u32, transfer: Transfer) -> io::Result<Self> {
        let arena = Arena::get();
        let kind = libc::SOCK_RAW | libc::SOCK_CLOEXEC;
        // SAFETY: socket takes no pointers.
        let fd = check(unsafe { libc::socket(libc::AF_XDP, kind, 0) })?;
        // SAFETY: the call returned a new descriptor that nothing else owns.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        let (addr, len) = arena.area();
        let register = libc::xdp_umem_reg {
            addr,
            len,
            chunk_size: Arena::CHUNK as u32,
            headroom: HEADROOM,
            flags: 0,
            tx_metadata_len: 0,
        };
        set(fd.as_fd(), libc::XDP_UMEM_REG, register)?;
        let fill_option = libc::XDP_UMEM_FILL_RING;
        let done_option = libc::XDP_UMEM_COMPLETION_RING;
        let offsets = offsets(fd.as_fd())?;
        let fill = Ring::new(
            fd.as_fd(),
            fill_option,
            RX_ENTRIES,
            &offsets.fr,
            libc::XDP_UMEM_PGOFF_FILL_RING as libc::off_t,
        )?;
        let done = Ring::new(
            fd.as_fd(),
            done_option,
            TX_ENTRIES,
            &offsets.cr,
            libc::XDP_UMEM_PGOFF_COMPLETION_RING as libc::off_t,
        )?;
        let rx = Ring::new(
            fd.as_fd(),
            libc::XDP_RX_RING,
            RX_ENTRIES,
            &offsets.rx,
            libc::XDP_PGOFF_RX_RING,
        )?;
        let tx = Ring::new(
            fd.as_fd(),
            libc::XDP_TX_RING,
            TX_ENTRIES,
            &offsets.tx,
            libc::XDP_PGOFF_TX_RING,
        )?;
        // Older kernels send 32 frames a call; they are called more often.
        let _ = set(fd.as_fd(), MAX_TX_SKB_BUDGET, TX_ENTRIES);
        let mode = match transfer {
            Transfer::Copy => libc::XDP_COPY,
            Transfer::ZeroCopy => libc::XDP_ZEROCOPY,
        };
        let address = libc::sockaddr_xdp {
            sxdp_family: libc::AF_XDP as u16,
            sxdp_flags: mode | libc::XDP_USE_NEED_WAKEUP,
            sxdp_ifindex: ifindex,
            sxdp_queue_id: queue,
            sxdp_shared_umem_fd: 0,
        };
        // SAFETY: bind only reads the address, whose length is passed.
        check(unsafe {
            libc::bind(
                fd.as_raw_fd(),
                (&raw const address).cast(),
                socklen::<libc::sockaddr_xdp>(),
            )
        })?;
        Ok(Self {
            fd: Some(fd),
            rx,
            tx,
            fill,
            done,
            arena,
            lent: Lent::none(),
        })
    }

    /// The arena.
    pub(in crate::io) const fn arena(&self) -> &'static Arena {
        self.arena
    }

    /// How many chunks the fill ring has room for.
    pub(in crate::io) fn wanted(&mut self) -> u32 {
        self.fill.room()
    }

    /// Gives the kernel a chunk to receive into; there is [room](Self::wanted). One that is none comes to an
    /// end. Seen by the kernel after [`publish_fill`](Self::publish_fill).
    pub(in crate::io) fn give(&mut self, storage: Storage) {
        if let Ok(chunk) = storage.into_chunk() {
            self.lent.lend(chunk);
            self.fill.put(u64::from(chunk) * Arena::CHUNK as u64);
        }
    }

    /// Shows the kernel what was given, and wakes it if it waits for that.
    pub(in crate::io) fn publish_fill(&mut self) {
        self.fill.publish_produced();
        if self.fill.needs_wakeup() {
            // What it says is said again by the next frame or by `take_error`.
            // SAFETY: without a buffer, the call only wakes the device's queue.
            let _ = unsafe {
                libc::recvfrom(
                    self.raw(),
                    ptr::null_mut(),
                    0,
                    libc::MSG_DONTWAIT,
                    ptr::null_mut(),
                    ptr::null_mut(),
                )
            };
        }
    }

    /// The oldest received frame, in the chunk that it was received into.
    pub(in crate::io) fn receive(&mut self) -> Option<PacketBuf> {
        loop {
            let frame = self.rx.take()?;
            let offset = frame.addr as usize % Arena::CHUNK;
            if let Some(storage) = self.take_back(frame.addr) {
                let mut buf = PacketBuf::over(storage, offset);
                buf.set_len(frame.len as usize);
                return Some(buf);
            }
        }
    }

    /// Gives the kernel the room of the received frames.
    pub(in crate::io) fn publish_received(&self) {
        self.rx.publish_consumed();
    }

    /// The chunk that an address of the kernel's lies in, which the kernel no longer has.
    fn take_back(&mut self, address: u64) -> Option<Storage> {
        let chunk = u32::try_from(address / Arena::CHUNK as u64).ok()?;
        // SAFETY: it was lent to this socket, by which it was no storage's; the kernel gives it back, and
        // the bit that said so is gone.
        let storage = || unsafe { Storage::of_chunk(self.arena, chunk) };
        self.lent.end(chunk).then(storage)
    }

    /// Frames that the transmit ring has room for.
    pub(in crate::io) fn room(&mut self) -> u32 {
        self.tx.room()
    }

    /// Puts a frame into the transmit ring, which has [room](Self::room). `Err` if it is in no chunk. Sent
    /// by [`send`](Self::send).
    pub(in crate::io) fn put(&mut self, buf: PacketBuf) -> Result<(), PacketBuf> {
        let (offset, len) = (buf.headroom(), buf.len());
        let chunk = match buf.into_storage().into_chunk() {
            Ok(chunk) => chunk,
            Err(storage) => {
                let mut buf = PacketBuf::over(storage, offset);
                buf.set_len(len);
                return Err(buf);
            }
        };
        self.lent.lend(chunk);
        self.tx.put(libc::xdp_desc {
            addr: u64::from(chunk) * Arena::CHUNK as u64 + offset as u64,
            len: len as u32,
            options: 0,
        });
        Ok(())
    }

    /// Has the kernel send what was put. `Ok(true)` if it has taken everything.
    ///
    /// # Errors
    /// What the kernel says, unless it only has no room at the moment.
    pub(in crate::io) fn send(&mut self) -> io::Result<bool> {
        self.tx.publish_produced();
        if !self.tx.needs_wakeup() {
            return Ok(true);
        }
        // SAFETY: without a buffer, the call refers to the ring alone.
        let sent = unsafe {
            libc::sendto(
                self.raw(),
                ptr::null(),
                0,
                libc::MSG_DONTWAIT,
                ptr::null(),
                0,
            )
        };
        if sent < 0 {
            let error = io::Error::last_os_error();
            return match error.raw_os_error() {
                Some(libc::EAGAIN | libc::EBUSY | libc::ENOBUFS) => Ok(self.tx.is_consumed()),
                Some(_) | None => Err(error),
            };
        }
        Ok(self.tx.is_consumed())
    }

    /// A chunk whose frame has been sent.
    pub(in crate::io) fn completed(&mut self) -> Option<Storage> {
        loop {
            let address = self.done.take()?;
            if let Some(storage) = self.take_back(address) {
                return Some(storage);
            }
        }
    }

    /// Gives the kernel the room of the completed frames.
    pub(in crate::io) fn publish_completed(&self) {
        self.done.publish_consumed();
    }

    /// Takes the error that it waits with, if there is one: `ENETDOWN` if the device is gone.
    pub(in crate::io) fn take_error(&self) -> io::Result<Option<io::Error>> {
        socket::take_error(self.as_fd())
    }

    fn raw(&self) -> libc::c_int {
        self.as_fd().as_raw_fd()
    }
}

impl AsFd for XdpSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_ref().expect("open until it is dropped").as_fd()
    }
}

impl Drop for XdpSocket {
    fn drop(&mut self) {
        // Closing takes the socket off the device's queue and waits for who uses it.
        self.fd = None;
        for chunk in self.lent.drain() {
            // SAFETY: it was lent to this socket, which is closed: the kernel uses it no more, and the bit
            // that said so is gone.
            drop(unsafe { Storage::of_chunk(self.arena, chunk) });
        }
    }
}

/// Sets an option of the XDP level.
fn set<T: Copy>(fd: BorrowedFd<'_>, option: libc::c_int, value: T) -> io::Result<()> {
    socket::set(fd, (libc::SOL_XDP, option), value)
}

fn offsets(fd: BorrowedFd<'_>) -> io::Result<libc::xdp_mmap_offsets> {
    // SAFETY: a C struct of integers, for which zero bytes are a value.
    let mut offsets: libc::xdp_mmap_offsets = unsafe { std::mem::zeroed() };
    socket::get(fd, (libc::SOL_XDP, libc::XDP_MMAP_OFFSETS), &mut offsets)?;
    Ok(offsets)
}
