//! `pedit`: writes into a packet. Nobody corrects checksums behind it, as in the kernel: users of the
//! kernel put `action csum` there.

use super::{PeditKey, PeditSpec};
use crate::{
    packet::Packet,
    qos::classify::{Frame, place},
    wire::{ethernet, ipv4::protocol},
};

impl PeditSpec {
    /// `tcf_pedit_act`. `false` if a word is not in the packet; the words before it are changed then.
    pub(super) fn apply(&self, packet: &mut Packet) -> bool {
        self.keys.iter().all(|key| key.apply(packet))
    }
}

impl PeditKey {
    fn apply(&self, packet: &mut Packet) -> bool {
        // `tc` makes whole words of what it is asked for.
        if self.offset % 4 != 0 {
            return false;
        }
        let Some(at) = base(self.header, packet).map(|base| base + i64::from(self.offset)) else {
            return false;
        };
        let Some(old) = Frame::of(packet).word(at) else {
            return false;
        };
        let value = if self.add {
            // The kernel adds in its own byte order, so a carry goes the wrong way on little-endian
            // machines, and so it does here.
            let sum = old.swap_bytes().wrapping_add(self.value.swap_bytes());
            sum.swap_bytes() & !self.mask
        } else {
            self.value
        };
        let new = (old & self.mask) ^ value;
        let (l3, len) = (usize::from(packet.meta.l3), packet.buf.len());
        let bytes = packet.buf.bytes_mut();
        for (at, byte) in (at..).zip(new.to_be_bytes()) {
            if let Some(place) = place(len, l3, at) {
                bytes[place] = byte;
            }
        }
        true
    }
}

/// Where the header that a word is counted from is, from the network header on (`pedit_skb_hdr_offset`).
fn base(header: u8, packet: &Packet) -> Option<i64> {
    match header {
        0 | 2 | 3 => Some(0),
        1 => Some(-(ethernet::HEADER_LEN as i64)),
        4 => transport(packet, protocol::TCP),
        5 => transport(packet, protocol::UDP),
        _ => None,
    }
}

/// Where the transport header is, if it is one of this protocol (`pedit_l4_skb_offset`).
fn transport(packet: &Packet, wanted: u8) -> Option<i64> {
    let (protocol, offset) = Frame::of(packet).transport()?;
    (protocol == wanted).then_some(i64::try_from(offset).ok()?)
}
