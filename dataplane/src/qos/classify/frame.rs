//! A frame as filters and actions see it: by offsets from the network header.

use crate::{
    packet::Packet,
    wire::{
        ethernet::{self, EtherType},
        ipv4::Ipv4View,
        ipv6_ext, vlan,
    },
};

/// Length of the two addresses of an Ethernet header.
const ADDRESSES: usize = 12;

/// A frame whose bytes are reached by offsets from the network header (`skb_header_pointer`). Before
/// that is an Ethernet header without tags: the kernel keeps the outermost tag elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    bytes: &'a [u8],
    l3: usize,
}

impl<'a> Frame<'a> {
    #[inline]
    pub(crate) fn of(packet: &'a Packet) -> Self {
        let bytes = packet.buf.bytes();
        Self {
            bytes,
            l3: usize::from(packet.meta.l3).min(bytes.len()),
        }
    }

    /// Length from the network header on, in bytes.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - self.l3
    }

    /// The bytes from the network header on.
    #[inline]
    pub(crate) fn network(&self) -> &'a [u8] {
        &self.bytes[self.l3..]
    }

    /// The frame's EtherType, that of its outermost tag if it has one (`skb_protocol`). `stripped` tags
    /// are passed over. A length stands for IEEE 802.3 (`eth_type_trans`).
    #[inline]
    pub(crate) fn protocol(&self, stripped: usize) -> u16 {
        /// Smaller numbers are lengths (`ETH_P_802_3_MIN`).
        const FIRST_TYPE: u16 = 0x600;
        const IEEE_802_2: u16 = 4;
        let at = ADDRESSES + stripped * vlan::TAG_LEN;
        let field = self.bytes.get(at..).and_then(<[u8]>::first_chunk);
        match field.copied().map_or(0, u16::from_be_bytes) {
            ..FIRST_TYPE => IEEE_802_2,
            ethertype => ethertype,
        }
    }

    /// What is behind the tags.
    pub(crate) fn inner_protocol(&self) -> u16 {
        self.read(-2).map_or(0, u16::from_be_bytes)
    }

    /// The outermost tag behind `stripped` ones: its control information.
    pub(crate) fn tag(&self, stripped: usize) -> Option<vlan::Tci> {
        let tagged = EtherType(self.protocol(stripped)).is_vlan();
        let at = ethernet::HEADER_LEN + stripped * vlan::TAG_LEN;
        let tag = vlan::VlanView::parse(self.bytes.get(at..)?)?;
        tagged.then(|| tag.tci())
    }

    /// The transport's protocol, and where its header is, from the network header on. `None` if there is
    /// none to be seen.
    pub(crate) fn transport(&self) -> Option<(u8, usize)> {
        let network = self.network();
        match EtherType(self.inner_protocol()) {
            EtherType::IPV4 => {
                let view = Ipv4View::header(network).ok()?;
                Some((view.protocol(), view.header_len()))
            }
            EtherType::IPV6 => {
                let upper = ipv6_ext::upper(network)?;
                let later = upper.fragment.is_some_and(|field| field & !0x7 != 0);
                (!later).then_some((upper.protocol, upper.offset))
            }
            EtherType(_) => None,
        }
    }

    /// The Ethernet addresses, destination first.
    pub(crate) fn addresses(&self) -> Option<[u8; ADDRESSES]> {
        self.bytes.first_chunk().copied()
    }

    /// `N` bytes at an offset from the network header; `None` if they are not all in the frame.
    #[inline]
    pub(crate) fn read<const N: usize>(&self, at: i64) -> Option<[u8; N]> {
        if at >= 0 {
            let at = usize::try_from(at).ok()?;
            return self.network().get(at..)?.first_chunk().copied();
        }
        let mut bytes = [0; N];
        for (at, byte) in (at..).zip(&mut bytes) {
            *byte = *self.bytes.get(self.place(at)?)?;
        }
        Some(bytes)
    }

    /// The big-endian word at an offset.
    #[inline]
    pub(crate) fn word(&self, at: i64) -> Option<u32> {
        self.read(at).map(u32::from_be_bytes)
    }

    /// Where in the frame the byte at an offset is.
    fn place(&self, at: i64) -> Option<usize> {
        place(self.bytes.len(), self.l3, at)
    }
}

/// Where in a frame of `len` bytes, whose network header is at `l3`, the byte at an offset from that
/// header is.
pub(crate) fn place(len: usize, l3: usize, at: i64) -> Option<usize> {
    let from_start = at + i64::try_from(l3).ok()?;
    let untagged = at + ethernet::HEADER_LEN as i64;
    let place = if at >= 0 || l3 < ethernet::HEADER_LEN {
        from_start
    } else if untagged < ADDRESSES as i64 {
        untagged
    } else {
        // The EtherType in front of the network header.
        from_start
    };
    usize::try_from(place).ok().filter(|place| *place < len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::{Meta, PacketBuf};

    fn packet(bytes: &[u8], l3: u16) -> Packet {
        Packet {
            buf: PacketBuf::copy_from(bytes),
            meta: Meta {
                l3,
                ..Meta::default()
            },
        }
    }

    #[test]
    fn tags_do_not_move_the_link_header() {
        let mut untagged: Vec<u8> = (1..=12).collect();
        untagged.extend([0x08, 0x00, 0x45, 0, 0, 20]);
        let mut tagged = untagged.clone();
        tagged.splice(12..12, [0x81, 0x00, 0x20, 0x05]);
        let (plain, inside) = (packet(&untagged, 14), packet(&tagged, 18));
        let (plain, inside) = (Frame::of(&plain), Frame::of(&inside));
        assert_eq!((plain.protocol(0), inside.protocol(0)), (0x0800, 0x8100));
        assert_eq!(inside.inner_protocol(), 0x0800);
        assert_eq!(inside.tag(0), Some(vlan::Tci(0x2005)));
        assert_eq!(plain.tag(0), None);
        assert_eq!((inside.protocol(1), inside.tag(1)), (0x0800, None));
        for at in -14..=0 {
            assert_eq!(inside.word(at), plain.word(at), "at {at}");
            assert!(plain.word(at).is_some());
        }
        assert_eq!(plain.word(-14), Some(0x0102_0304));
        assert_eq!(plain.word(0), Some(0x4500_0014));
        for at in [-15, 1, i64::from(i32::MAX), i64::from(i32::MIN)] {
            assert_eq!((plain.word(at), inside.word(at)), (None, None), "at {at}");
        }
    }
}
