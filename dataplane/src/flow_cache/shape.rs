//! What terms are about, of a packet.

use crate::{
    route::Family,
    wire::{
        ipv4::{self, protocol},
        ipv6, tcp, udp,
    },
};

/// What terms are about, of a packet that can have a way: TCP or UDP, whole, without options or extension
/// headers, with hops left, and for the router's link-layer address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The type of service (or traffic class), and the TCP flags (0 of UDP).
    pub(super) bits: Bits,
    /// Its length, in bytes from the network header on; 0 for a packet of another kind.
    pub(super) len: u32,
    /// TCP, or UDP.
    pub(super) proto: u8,
    /// Whether it is IPv6.
    pub(super) ipv6: bool,
}

/// The type of service and TCP flags, or some bits of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Bits(pub(super) u16);

impl Bits {
    pub(crate) const fn new(tos: u8, flags: u8) -> Self {
        Self(u16::from_be_bytes([tos, flags]))
    }

    pub(crate) const fn tos(self) -> u8 {
        self.0.to_be_bytes()[0]
    }

    pub(crate) const fn and(self, mask: Self) -> Self {
        Self(self.0 & mask.0)
    }
}

impl Shape {
    /// That of any other packet.
    pub(crate) const NONE: Self = Self {
        bits: Bits(0),
        len: 0,
        proto: 0,
        ipv6: false,
    };

    /// The shape of a packet with more than so many hops left; `None` if it is of another kind.
    #[inline]
    pub(super) fn with_hops(family: Family, network: &[u8], hops: u8) -> Option<Self> {
        match family {
            Family::V4 => Self::of_ipv4(network, hops),
            Family::V6 => Self::of_ipv6(network, hops),
        }
    }

    /// The same of an IPv4 packet.
    #[inline]
    pub(crate) fn of_ipv4(network: &[u8], hops: u8) -> Option<Self> {
        let (header, transport) = network.split_first_chunk::<{ ipv4::HEADER_LEN }>()?;
        let fragment = u16::from_be_bytes([header[6], header[7]]);
        let whole = fragment & (ipv4::MF | ipv4::OFFSET_MASK) == 0;
        if header[0] != 0x45 || !whole || header[8] <= hops {
            return None;
        }
        Self::new(header[1], (header[9], false), transport, network.len())
    }

    /// The same of an IPv6 packet.
    #[inline]
    pub(crate) fn of_ipv6(network: &[u8], hops: u8) -> Option<Self> {
        let (header, transport) = network.split_first_chunk::<{ ipv6::HEADER_LEN }>()?;
        if header[7] <= hops {
            return None;
        }
        let tos = header[0] << 4 | header[1] >> 4;
        Self::new(tos, (header[6], true), transport, network.len())
    }

    #[inline]
    fn new(tos: u8, (proto, ipv6): (u8, bool), transport: &[u8], len: usize) -> Option<Self> {
        let flags = match proto {
            protocol::TCP => transport.first_chunk::<{ tcp::HEADER_LEN }>()?[13],
            protocol::UDP if transport.len() >= udp::HEADER_LEN => 0,
            _ => return None,
        };
        Some(Self {
            bits: Bits::new(tos, flags),
            len: len as u32,
            proto,
            ipv6,
        })
    }

    /// Whether it is one that can have a way.
    #[inline]
    pub(crate) const fn is_some(self) -> bool {
        self.len != 0
    }

    /// The family.
    #[inline]
    pub(crate) const fn family(self) -> Family {
        if self.ipv6 { Family::V6 } else { Family::V4 }
    }

    /// Whether it is IPv6.
    #[inline]
    pub(crate) const fn is_ipv6(self) -> bool {
        self.ipv6
    }

    /// Whether it is one of this family and protocol.
    #[inline(always)]
    pub(crate) const fn is_of(self, family: Family, proto: u8) -> bool {
        self.proto == proto && self.ipv6 == matches!(family, Family::V6)
    }

    /// Its length, in bytes from the network header on.
    #[inline]
    pub(crate) const fn len(self) -> usize {
        self.len as usize
    }

    /// TCP, or UDP.
    #[inline]
    pub(crate) const fn proto(self) -> u8 {
        self.proto
    }

    /// Whether it begins a TCP connection.
    pub(super) const fn is_syn(self) -> bool {
        self.bits.0 & tcp::flags::SYN as u16 != 0
    }
}

/// The addresses and ports, which are behind one another, of a packet without options.
pub(super) fn ends(family: Family, network: &[u8]) -> Option<&[u8]> {
    match family {
        Family::V4 => network.get(12..24),
        Family::V6 => network.get(8..44),
    }
}
