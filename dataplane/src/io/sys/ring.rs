//! The receive ring that a packet socket shares with the kernel
//! (`Documentation/networking/packet_mmap.rst`, `TPACKET_V2`).
//!
//! Version 2 and not 3: version 3 hands over whole blocks, so that a lone frame waits for the
//! block's timer, a millisecond or more.
#![expect(unsafe_code, reason = "the ring is memory that the kernel writes to")]

use std::{
    io,
    os::fd::{AsFd, AsRawFd},
    ptr::NonNull,
    sync::atomic::{AtomicU32, Ordering},
};

use super::packet::PacketSocket;

/// Bytes of a slot: the kernel's header, the virtio-net header and a frame of up to 1,972 bytes.
const SLOT: usize = 2048;
/// Bytes of a block, the unit in which the kernel allocates.
const BLOCK: usize = 256 * 1024;
/// Bytes of a virtio-net header, which stands right before the frame.
const VNET: usize = 10;

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

/// The receive ring of a packet socket.
#[derive(Debug)]
pub(in crate::io) struct RxRing {
    base: NonNull<u8>,
    slots: usize,
    next: usize,
}

// SAFETY: the ring is the sole owner of its mapping, and all access to the mapping goes through
// `&self` or `&mut self` with no thread-local state.
unsafe impl Send for RxRing {}

impl RxRing {
    /// Makes a ring of at least `slots` slots for a socket that has virtio-net headers already.
    pub(in crate::io) fn new(socket: &PacketSocket, slots: usize) -> io::Result<Self> {
        socket.set_option(libc::PACKET_VERSION, libc::tpacket_versions::TPACKET_V2)?;
        let blocks = (slots * SLOT).div_ceil(BLOCK).max(1);
        let slots = blocks * (BLOCK / SLOT);
        socket.set_option(
            libc::PACKET_RX_RING,
            libc::tpacket_req {
                tp_block_size: BLOCK as u32,
                tp_block_nr: blocks as u32,
                tp_frame_size: SLOT as u32,
                tp_frame_nr: slots as u32,
            },
        )?;
        // SAFETY: a new mapping at an address of the kernel's choice touches no existing memory.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                slots * SLOT,
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
            slots,
            next: 0,
        })
    }

    /// The start of slot `index`.
    fn slot(&self, index: usize) -> NonNull<u8> {
        debug_assert!(index < self.slots);
        // SAFETY: the mapping has `slots` slots of SLOT bytes, and `index` is below `slots`.
        unsafe { self.base.add(index * SLOT) }
    }

    /// The status word of slot `index`, which tells who owns the slot.
    fn status(&self, index: usize) -> &AtomicU32 {
        // SAFETY: a slot begins with its status word, aligned because slots are aligned to SLOT
        // bytes in a page-aligned mapping; the mapping lives as long as `self`; both sides access
        // the word atomically.
        unsafe { self.slot(index).cast::<AtomicU32>().as_ref() }
    }

    /// The oldest frame, if there is one.
    #[inline]
    pub(in crate::io) fn peek(&self) -> Option<RxFrame<'_>> {
        // Acquire: what the kernel wrote before it gave the slot away is read after this.
        let status = self.status(self.next).load(Ordering::Acquire);
        if status & libc::TP_STATUS_USER == 0 {
            return None;
        }
        let slot = self.slot(self.next);
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

    /// Gives the slot of the oldest frame back to the kernel. Call it only after
    /// [`RxRing::peek`] gave a frame.
    #[inline]
    pub(in crate::io) fn release(&mut self) {
        // Release: what was read from the slot was read before the kernel may write to it.
        self.status(self.next)
            .store(libc::TP_STATUS_KERNEL, Ordering::Release);
        self.next += 1;
        if self.next == self.slots {
            self.next = 0;
        }
    }
}

impl Drop for RxRing {
    fn drop(&mut self) {
        // SAFETY: the mapping was made with this address and length, and nothing borrows from it
        // any more.
        unsafe {
            libc::munmap(self.base.as_ptr().cast(), self.slots * SLOT);
        }
    }
}
