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
///
/// In one word, which is written and compared at once for each packet: from the lowest bit on its length (0 for a
/// packet of another kind), 32 bits; the type of service (or traffic class) and the TCP flags (0 of UDP), 16 bits;
/// the protocol, 8 bits; whether it is IPv6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape(u64);

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
    pub(crate) const NONE: Self = Self(0);

    /// Where the type of service and the flags are.
    const BITS: u32 = 32;
    /// Where the protocol is.
    const PROTO: u32 = 48;
    /// Where it says whether it is IPv6.
    const IPV6: u32 = 56;

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
        if (header[0] != 0x45) | !whole | (header[8] <= hops) {
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
        let bits = u64::from(Bits::new(tos, flags).0) << Self::BITS;
        Some(Self(len as u32 as u64 | bits | Self::kind(proto, ipv6)))
    }

    /// What those of a protocol and family have in common.
    #[inline(always)]
    const fn kind(proto: u8, ipv6: bool) -> u64 {
        (proto as u64) << Self::PROTO | (ipv6 as u64) << Self::IPV6
    }

    /// Whether it is one that can have a way.
    #[inline]
    pub(crate) const fn is_some(self) -> bool {
        self.0 as u32 != 0
    }

    /// The family.
    #[inline]
    pub(crate) const fn family(self) -> Family {
        if self.is_ipv6() {
            Family::V6
        } else {
            Family::V4
        }
    }

    /// Whether it is IPv6.
    #[inline]
    pub(crate) const fn is_ipv6(self) -> bool {
        self.0 >> Self::IPV6 != 0
    }

    /// Whether it is one of this family and protocol.
    #[inline(always)]
    pub(crate) const fn is_of(self, family: Family, proto: u8) -> bool {
        self.0 >> Self::PROTO == Self::kind(proto, matches!(family, Family::V6)) >> Self::PROTO
    }

    /// Its length, in bytes from the network header on.
    #[inline]
    pub(crate) const fn len(self) -> usize {
        self.0 as u32 as usize
    }

    /// The type of service and the TCP flags.
    #[inline]
    pub(super) const fn bits(self) -> Bits {
        Bits((self.0 >> Self::BITS) as u16)
    }

    /// TCP, or UDP.
    #[inline]
    pub(crate) const fn proto(self) -> u8 {
        (self.0 >> Self::PROTO) as u8
    }

    /// Whether it begins a TCP connection.
    pub(super) const fn is_syn(self) -> bool {
        self.bits().0 & tcp::flags::SYN as u16 != 0
    }
}

/// The addresses and ports, which are behind one another, of a packet without options.
pub(super) fn ends(family: Family, network: &[u8]) -> Option<&[u8]> {
    match family {
        Family::V4 => network.get(12..24),
        Family::V6 => network.get(8..44),
    }
}
