//! Packets: bytes with headroom, the pool they come from, and what the router knows about each.

use std::mem;

mod arena;
mod batch;
mod buf;
mod join;
#[cfg(test)]
mod join_tests;
mod meta;
mod pool;
mod segment;
mod slim;
mod storage;

pub(crate) use arena::Arena;
pub use batch::Batch;
pub use buf::PacketBuf;
pub use join::FlowHash;
pub(crate) use join::{CutFlows, Joiner};
pub use meta::{Checksum, Gso, GsoKind, Mark, Meta, PacketType};
pub(crate) use pool::BufKind;
pub use pool::{Pool, SizeClass};
pub(crate) use segment::segments;
pub use segment::{WireSize, finish_checksum, prepare, wire_size};
pub(crate) use slim::Slim;
pub(crate) use storage::Storage;

use crate::{route::Family, time::Instant};

/// One packet on its way: its bytes and what is known about them.
#[derive(Debug, Default)]
pub struct Packet {
    /// The frame, from the Ethernet header on (no FCS, no virtio-net header).
    pub buf: PacketBuf,
    /// What the router knows about the frame.
    pub meta: Meta,
}

impl Packet {
    /// The family of an IP packet, by its version; anything else counts as IPv4.
    #[must_use]
    #[inline]
    pub fn family(&self) -> Family {
        match self.network().first() {
            Some(byte) if byte >> 4 == 6 => Family::V6,
            Some(_) | None => Family::V4,
        }
    }

    /// One that was received, of which nothing else is known yet.
    #[must_use]
    #[inline]
    pub const fn received(buf: PacketBuf, received: Instant) -> Self {
        let meta = Meta {
            received,
            ..Meta::NONE
        };
        Self { buf, meta }
    }

    /// The packet; what stays in its place has no bytes.
    #[inline]
    pub(crate) fn take(&mut self) -> Self {
        Self {
            buf: mem::take(&mut self.buf),
            meta: self.meta,
        }
    }

    /// The bytes from the network header to the end of the frame.
    #[must_use]
    #[inline]
    pub fn network(&self) -> &[u8] {
        self.buf.bytes_from(self.meta.l3)
    }

    /// How many bytes [`network`](Self::network) are.
    #[must_use]
    #[inline]
    pub fn network_len(&self) -> usize {
        self.buf.len().saturating_sub(usize::from(self.meta.l3))
    }

    /// Lets `change` change the first `N` bytes from the network header on. What of them is behind the
    /// end of the frame has no meaning.
    #[inline]
    pub(crate) fn change_head<const N: usize>(&mut self, change: impl FnOnce(&mut [u8; N])) {
        let l3 = usize::from(self.meta.l3);
        let room = self.buf.spare_mut().get_mut(l3..);
        if let Some(head) = room.and_then(<[u8]>::first_chunk_mut) {
            return change(head);
        }
        // The buffer ends before.
        let (mut head, network) = ([0; N], self.network_mut());
        let len = network.len().min(N);
        head[..len].copy_from_slice(&network[..len]);
        change(&mut head);
        network[..len].copy_from_slice(&head[..len]);
    }

    /// As [`Packet::network`], to change them.
    #[inline]
    pub fn network_mut(&mut self) -> &mut [u8] {
        self.buf.bytes_from_mut(self.meta.l3)
    }
}
