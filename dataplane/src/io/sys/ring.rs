//! The rings that a packet socket shares with the kernel
//! (`Documentation/networking/packet_mmap.rst`, `TPACKET_V2`).
//!
//! Version 2 and not 3: version 3 hands over whole blocks, so that a lone frame waits for the
//! block's timer, a millisecond or more.
#![expect(unsafe_code, reason = "the rings are memory that the kernel writes to")]

use std::{
    io,
    os::fd::{AsFd, AsRawFd},
    ptr::NonNull,
    sync::atomic::{AtomicU32, Ordering},
};

use super::packet::PacketSocket;

/// Bytes of a slot: the kernel's header, the virtio-net header and a frame. An odd number of cache
/// lines: the first lines of slots that are a power of two apart would share a few sets of the cache
/// and push each other out of it.
const SLOT: usize = 33 * 64;
/// Bytes of a block, the unit in which the kernel allocates.
const BLOCK: usize = 256 * 1024;
/// Slots of a block; what is left at its end is not used.
const SLOTS_OF_BLOCK: usize = BLOCK / SLOT;
/// Bytes of a virtio-net header, which stands right before the frame.
const VNET: usize = 10;
/// Slots between the one that is read and the one that is fetched for later.
const AHEAD: usize = 3;
/// Where the virtio-net header of a frame to be sent is in its slot: behind the kernel's header.
const TX_DATA: usize = size_of::<libc::tpacket2_hdr>();

/// One received frame, in the ring.
#[derive(Debug)]
pub(in crate::io) struct RxFrame<'a> {
    /// Its virtio-net header.
    pub(in crate::io) header: [u8; VNET],
    /// Its bytes, as many as the slot holds.
    pub(in crate::io) bytes: &'a [u8],
    /// Its length; more than `bytes` if it was cut.
    pub(in crate::io) len: usize,
    /// It is also the oldest in the socket's queue, whole (`TP_STATUS_COPY`).
    pub(in crate::io) queued: bool,
    /// The VLAN tag that was taken from it: protocol and control information.
    pub(in crate::io) vlan: Option<(u16, u16)>,
}

/// Frames of the transmit ring that were not sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::io) struct Unsent {
    /// Their number.
    pub(in crate::io) frames: u32,
    /// Their bytes.
    pub(in crate::io) bytes: u64,
}

/// The receive and the transmit ring of a packet socket, in one mapping and in that order.
#[derive(Debug)]
pub(in crate::io) struct PacketRings {
    base: NonNull<u8>,
    rx_slots: usize,
    tx_slots: usize,
    /// The slot of the oldest received frame.
    rx_next: usize,
    /// The slot of the next frame to be sent, counted from the start of the transmit ring.
    tx_next: usize,
}

// SAFETY: the rings are the sole owner of their mapping, and all access to the mapping goes through
// `&self` or `&mut self` with no thread-local state.
unsafe impl Send for PacketRings {}

impl PacketRings {
    /// The largest frame that fits into a slot of the transmit ring, in bytes.
    pub(in crate::io) const TX_MAX: usize = SLOT - TX_DATA - VNET;

    /// Makes rings of at least `rx` and `tx` slots for a socket that has virtio-net headers
    /// already.
    pub(in crate::io) fn new(socket: &PacketSocket, rx: usize, tx: usize) -> io::Result<Self> {
        let version = libc::tpacket_versions::TPACKET_V2;
        socket.set_option(libc::PACKET_VERSION, version)?;
        // A frame that the kernel finds malformed is skipped instead of blocking the ring.
        socket.set_option(libc::PACKET_LOSS, 1)?;
        let ring = |option, slots: usize| {
            let blocks = slots.div_ceil(SLOTS_OF_BLOCK).max(1);
            let slots = blocks * SLOTS_OF_BLOCK;
            let request = libc::tpacket_req {
                tp_block_size: BLOCK as u32,
                tp_block_nr: blocks as u32,
                tp_frame_size: SLOT as u32,
                tp_frame_nr: slots as u32,
            };
            socket.set_option(option, request).map(|()| slots)
        };
        let rx_slots = ring(libc::PACKET_RX_RING, rx)?;
        let tx_slots = ring(libc::PACKET_TX_RING, tx)?;
        // SAFETY: a new mapping at an address of the kernel's choice touches no existing memory.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                (rx_slots + tx_slots) / SLOTS_OF_BLOCK * BLOCK,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED | libc::MAP_POPULATE,
                socket.as_fd().as_raw_fd(),
                0,
            )
        };
        if base == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let base = NonNull::new(base.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self {
            base,
            rx_slots,
            tx_slots,
            rx_next: 0,
            tx_next: 0,
        })
    }

    /// The start of slot `index`, counted over both rings.
    fn slot(&self, index: usize) -> NonNull<u8> {
        debug_assert!(index < self.rx_slots + self.tx_slots);
        let offset = index / SLOTS_OF_BLOCK * BLOCK + index % SLOTS_OF_BLOCK * SLOT;
        // SAFETY: both rings have whole blocks, one behind the other in the mapping, so it has that
        // many slots at those offsets; every caller's `index` is `rx_next < rx_slots` (or another
        // slot of that ring) or `rx_slots + tx_next` with `tx_next < tx_slots`.
        unsafe { self.base.add(offset) }
    }

    /// The status word of slot `index`, which tells who owns the slot.
    fn status(&self, index: usize) -> &AtomicU32 {
        // SAFETY: a slot begins with its status word, aligned because slots are a multiple of
        // 64 bytes apart in a page-aligned mapping; the mapping lives as long as `self`; both sides access
        // the word atomically.
        unsafe { self.slot(index).cast::<AtomicU32>().as_ref() }
    }

    /// Asks the processor for the slot that comes [`AHEAD`] slots after the oldest frame's: another
    /// processor has written it, and the stride is too long for the hardware to foresee.
    #[inline]
    fn prefetch(&self) {
        let index = self.rx_next + AHEAD;
        let slot = self.slot(if index < self.rx_slots {
            index
        } else {
            index - self.rx_slots
        });
        #[cfg(target_arch = "x86_64")]
        for line in 0..3 {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            // SAFETY: a prefetch accesses nothing; the address is inside the slot anyway.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(slot.as_ptr().add(line * 64).cast()) };
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = slot;
    }

    /// The oldest received frame, if there is one.
    #[inline]
    pub(in crate::io) fn peek(&self) -> Option<RxFrame<'_>> {
        // Acquire: what the kernel wrote before it gave the slot away is read after this.
        let status = self.status(self.rx_next).load(Ordering::Acquire);
        if status & libc::TP_STATUS_USER == 0 {
            return None;
        }
        self.prefetch();
        let slot = self.slot(self.rx_next);
        // SAFETY: with TP_STATUS_USER the slot is ours until `release`, which needs `&mut self` and
        // so ends every borrow made here; the header stands at its start, in bounds and aligned.
        let header = unsafe { slot.cast::<libc::tpacket2_hdr>().as_ref() };
        // SAFETY: as above; the bytes are initialised, for the kernel zeroes a ring's pages.
        let bytes = unsafe { std::slice::from_raw_parts(slot.as_ptr(), SLOT) };
        let mac = usize::from(header.tp_mac);
        let vnet = bytes
            .get(mac.saturating_sub(VNET)..)
            .and_then(|from| from.first_chunk::<VNET>());
        let tagged = status & libc::TP_STATUS_VLAN_VALID != 0;
        let protocol = if status & libc::TP_STATUS_VLAN_TPID_VALID != 0 {
            header.tp_vlan_tpid
        } else {
            libc::ETH_P_8021Q as u16
        };
        Some(RxFrame {
            header: *vnet.unwrap_or(&[0; VNET]),
            bytes: bytes
                .get(mac..mac + header.tp_snaplen as usize)
                .unwrap_or_default(),
            len: header.tp_len as usize,
            queued: status & libc::TP_STATUS_COPY != 0,
            vlan: tagged.then_some((protocol, header.tp_vlan_tci)),
        })
    }

    /// Gives the slot of the oldest received frame back to the kernel. Call it only after
    /// [`PacketRings::peek`] gave a frame.
    #[inline]
    pub(in crate::io) fn release(&mut self) {
        // Release: what was read from the slot was read before the kernel may write to it.
        self.status(self.rx_next)
            .store(libc::TP_STATUS_KERNEL, Ordering::Release);
        self.rx_next += 1;
        if self.rx_next == self.rx_slots {
            self.rx_next = 0;
        }
    }

    /// Puts a frame into the transmit ring, to be sent by [`PacketSocket::flush`]; `false` if the
    /// ring is full or the frame too large.
    #[inline]
    #[must_use]
    pub(in crate::io) fn put(&mut self, header: &[u8; VNET], frame: &[u8]) -> bool {
        let index = self.rx_slots + self.tx_next;
        // Acquire: the kernel has read the slot before we write to it.
        let status = self.status(index).load(Ordering::Acquire);
        if status != libc::TP_STATUS_AVAILABLE || frame.len() > Self::TX_MAX {
            return false;
        }
        let slot = self.slot(index);
        // SAFETY: an available slot is ours until its status says otherwise; behind the status word
        // at its start, which stays out of this slice, no one else accesses it.
        let bytes =
            unsafe { std::slice::from_raw_parts_mut(slot.as_ptr().add(TX_DATA), SLOT - TX_DATA) };
        bytes[..VNET].copy_from_slice(header);
        bytes[VNET..VNET + frame.len()].copy_from_slice(frame);
        // SAFETY: as above; the header stands at the slot's start, in bounds and aligned. Only its
        // length is written, through a raw place, beside the status word.
        unsafe {
            let header = slot.cast::<libc::tpacket2_hdr>().as_ptr();
            (&raw mut (*header).tp_len).write((VNET + frame.len()) as u32);
        }
        // Release: the kernel reads what was written before this.
        self.status(index)
            .store(libc::TP_STATUS_SEND_REQUEST, Ordering::Release);
        self.tx_next += 1;
        if self.tx_next == self.tx_slots {
            self.tx_next = 0;
        }
        true
    }

    /// Whether the frame that was put last has yet to be sent.
    #[inline]
    pub(in crate::io) fn is_pending(&self) -> bool {
        self.is_unsent(self.before(self.tx_next))
    }

    /// The slot of the transmit ring before `index`.
    fn before(&self, index: usize) -> usize {
        index.checked_sub(1).unwrap_or(self.tx_slots - 1)
    }

    fn is_unsent(&self, index: usize) -> bool {
        let status = self.status(self.rx_slots + index).load(Ordering::Acquire);
        status & libc::TP_STATUS_SEND_REQUEST != 0
    }

    /// Takes back what was put and not sent. The kernel sends in order and only during
    /// [`PacketSocket::flush`], so those are the last ones.
    #[cold]
    pub(in crate::io) fn take_back(&mut self) -> Unsent {
        let mut unsent = Unsent::default();
        while unsent.frames < self.tx_slots as u32 && self.is_pending() {
            self.tx_next = self.before(self.tx_next);
            let index = self.rx_slots + self.tx_next;
            // SAFETY: the kernel looks at the slot only during a flush, which is not under way, for
            // it borrows the rings too; the header stands at the slot's start.
            let len = unsafe {
                self.slot(index)
                    .cast::<libc::tpacket2_hdr>()
                    .as_ref()
                    .tp_len
            };
            unsent.frames += 1;
            unsent.bytes += u64::from(len).saturating_sub(VNET as u64);
            self.status(index)
                .store(libc::TP_STATUS_AVAILABLE, Ordering::Release);
        }
        unsent
    }
}

impl Drop for PacketRings {
    fn drop(&mut self) {
        // SAFETY: the mapping was made with this address and length, and nothing borrows from it
        // any more.
        unsafe {
            libc::munmap(
                self.base.as_ptr().cast(),
                (self.rx_slots + self.tx_slots) / SLOTS_OF_BLOCK * BLOCK,
            );
        }
    }
}
