//! What expressions know of a packet's headers (`struct nft_pktinfo`).

use crate::{
    packet::Packet,
    route::Family,
    wire::{
        ipv4::{self, Ipv4View},
        ipv6::{self, Ipv6View},
        ipv6_ext::{self, Claim, next_header},
    },
};

/// Where the transport header is, and of what protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PacketInfo {
    /// The transport protocol; `None` if it can't be found (`NFT_PKTINFO_L4PROTO`).
    pub(super) l4proto: Option<u8>,
    /// Offset of the transport header from the network header, in bytes.
    pub(super) l4: usize,
    /// Where a fragment belongs that is not the first; else 0.
    pub(super) fragment: u16,
}

impl PacketInfo {
    /// What is known of a packet (`nft_set_pktinfo_ipv4`, `nft_set_pktinfo_ipv6`).
    #[inline]
    pub(super) fn of(family: Family, packet: &Packet) -> Self {
        match family {
            Family::V4 => Self::of_ipv4(packet.network()),
            Family::V6 => Self::of_ipv6(packet.network()),
        }
        .unwrap_or_default()
    }

    #[inline]
    fn of_ipv4(bytes: &[u8]) -> Option<Self> {
        let view = Ipv4View::header(bytes).ok()?;
        Some(Self {
            l4proto: Some(view.protocol()),
            l4: view.header_len(),
            fragment: view.fragment_bits() & ipv4::OFFSET_MASK,
        })
    }

    /// Follows the extension headers as `ipv6_find_hdr` does if it is told to stop at an authentication
    /// header (`IP6_FH_F_AUTH`).
    fn of_ipv6(bytes: &[u8]) -> Option<Self> {
        let mut protocol = Ipv6View::header(bytes).ok()?.next_header();
        let mut l4 = ipv6::HEADER_LEN;
        while ipv6_ext::is_followed(protocol) && protocol != next_header::AUTHENTICATION {
            let claim = Claim::read(protocol, bytes.get(l4..)?)?;
            let fragment = claim.offset();
            if fragment != 0 {
                // What follows is not there to be seen, nor is it said where it would be.
                let known = !ipv6_ext::is_followed(claim.next);
                return known.then_some(Self {
                    l4proto: Some(claim.next),
                    l4: 0,
                    fragment,
                });
            }
            protocol = claim.next;
            l4 += claim.len;
        }
        Some(Self {
            l4proto: Some(protocol),
            l4,
            fragment: 0,
        })
    }

    /// Where the transport header would be, whether this packet shows it or not.
    #[inline]
    pub(super) fn claimed_transport(&self) -> Option<usize> {
        self.l4proto.map(|_| self.l4)
    }

    /// Where the transport header is, if this packet shows it.
    #[inline]
    pub(super) fn transport(&self) -> Option<usize> {
        (self.l4proto.is_some() && self.fragment == 0).then_some(self.l4)
    }
}
