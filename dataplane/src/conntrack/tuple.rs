//! What the packets of one direction of a connection have in common.

use std::{
    hash::{Hash, Hasher},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use zerocopy::{Immutable, IntoBytes, transmute};

use super::{gre, icmp, udp};
use crate::{
    flow_cache::Shape,
    route::Family,
    wire::{
        ipv4::{self, protocol},
        ipv6, ipv6_ext,
    },
};

/// Addresses, protocol and ports of the packets of one direction (`struct nf_conntrack_tuple`).
///
/// What is not an address is one word: tuples are compared and hashed for each packet.
#[derive(Clone, Copy, Debug, Eq, Immutable, IntoBytes)]
#[repr(C)]
pub struct Tuple {
    /// Source address; of IPv4 the first four bytes, the others are zero.
    pub src: [u8; 16],
    /// Destination address.
    pub dst: [u8; 16],
    /// Source port; ICMP identifier; GRE key or 0.
    pub src_port: u16,
    /// Destination port; for ICMP type (high byte) and code; GRE key or 0.
    pub dst_port: u16,
    /// The zone of this direction.
    pub zone: u16,
    /// The protocol.
    pub proto: u8,
    /// Whether the addresses are IPv6.
    pub ipv6: bool,
}

impl PartialEq for Tuple {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        let ([a, b, c, d, e], [f, g, h, i, j]) = (self.words(), other.words());
        (a ^ f) | (b ^ g) | (c ^ h) | (d ^ i) | (e ^ j) == 0
    }
}

impl Hash for Tuple {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.word(), self.src, self.dst).hash(state);
    }
}

impl Tuple {
    /// All zero.
    pub(crate) const NOBODYS: Self = Self {
        src: [0; 16],
        dst: [0; 16],
        src_port: 0,
        dst_port: 0,
        zone: 0,
        proto: 0,
        ipv6: false,
    };

    /// All of it, to be compared without a branch.
    #[inline(always)]
    const fn words(&self) -> [u64; 5] {
        transmute!(*self)
    }

    /// Whether it is this one, which is IPv4 if not `V6`: then its addresses are four bytes and zeroes.
    #[inline(always)]
    pub(super) fn is<const V6: bool>(&self, other: &Self) -> bool {
        let ([a, b, c, d, e], [f, g, h, i, j]) = (self.words(), other.words());
        let same = (a ^ f) | (c ^ h) | (e ^ j);
        let wide = if V6 { (b ^ g) | (d ^ i) } else { 0 };
        same | wide == 0
    }

    /// The addresses, in little endian.
    #[inline(always)]
    pub(super) const fn address_words(&self) -> [u64; 4] {
        let [a, b, c, d, _] = self.words();
        [
            u64::from_le(a),
            u64::from_le(b),
            u64::from_le(c),
            u64::from_le(d),
        ]
    }

    /// All but the addresses.
    #[inline]
    pub(super) const fn word(&self) -> u64 {
        if cfg!(target_endian = "little") {
            // As it lies there.
            let [.., word] = self.words();
            return word;
        }
        self.src_port as u64
            | (self.dst_port as u64) << 16
            | (self.zone as u64) << 32
            | (self.proto as u64) << 48
            | (self.ipv6 as u64) << 56
    }

    /// The source address.
    #[must_use]
    pub fn src_addr(&self) -> IpAddr {
        address(self.ipv6, &self.src)
    }

    /// The destination address.
    #[must_use]
    pub fn dst_addr(&self) -> IpAddr {
        address(self.ipv6, &self.dst)
    }

    /// Replaces the source address by one of the same family.
    pub fn set_src(&mut self, addr: IpAddr) {
        self.src = octets(addr);
    }

    /// Replaces the destination address by one of the same family.
    pub fn set_dst(&mut self, addr: IpAddr) {
        self.dst = octets(addr);
    }

    /// The tuple of the packet that begins at the start of `network`, whose transport header is at
    /// `upper` (`nf_ct_get_tuple`). `None` if too little of that is there, or it is none that can be
    /// tracked.
    #[inline]
    pub(super) fn parse(family: Family, network: &[u8], upper: Upper, zone: u16) -> Option<Self> {
        let (src, dst) = Self::addresses(family, network)?;
        let header = network.get(upper.offset..).unwrap_or_default();
        let (src_port, dst_port) = match upper.proto {
            protocol::TCP | protocol::UDP | protocol::UDPLITE | protocol::SCTP => {
                udp::ports(header)?
            }
            protocol::ICMP | protocol::ICMPV6 => icmp::ports(header)?,
            protocol::GRE => gre::keys(header)?,
            _ => (0, 0),
        };
        Some(Self {
            src,
            dst,
            src_port,
            dst_port,
            zone,
            proto: upper.proto,
            ipv6: family == Family::V6,
        })
    }

    /// The tuple of the packet that `network` is, in a zone.
    pub(crate) fn of_packet(family: Family, network: &[u8], zone: u16) -> Option<Self> {
        Self::parse(family, network, upper(family, network)?, zone)
    }

    /// The same of a TCP or UDP packet without options or extension headers, in no zone.
    #[inline(always)]
    pub(super) fn of_plain(shape: Shape, network: &[u8]) -> Option<Self> {
        let (ports, src, dst) = match shape.family() {
            Family::V4 => {
                let ends: &[u8; 12] = network.get(12..)?.first_chunk()?;
                let (src, rest) = ends.split_first_chunk::<4>()?;
                let (dst, ports) = rest.split_first_chunk::<4>()?;
                let wide = |addr: &[u8; 4]| u128::from(u32::from_le_bytes(*addr)).to_le_bytes();
                (ports.first_chunk()?, wide(src), wide(dst))
            }
            Family::V6 => {
                let ends: &[u8; 36] = network.get(8..)?.first_chunk()?;
                let (src, rest) = ends.split_first_chunk::<16>()?;
                let (dst, ports) = rest.split_first_chunk::<16>()?;
                (ports.first_chunk()?, *src, *dst)
            }
        };
        let ports = u32::from_be_bytes(*ports);
        Some(Self {
            src,
            dst,
            src_port: (ports >> 16) as u16,
            dst_port: ports as u16,
            zone: 0,
            proto: shape.proto(),
            ipv6: shape.family() == Family::V6,
        })
    }

    /// Source and destination of the packet that begins at the start of `network`.
    #[inline]
    pub(super) fn addresses(family: Family, network: &[u8]) -> Option<([u8; 16], [u8; 16])> {
        let of = |addr: u32| u128::from(addr).to_le_bytes();
        Some(match family {
            Family::V4 => {
                let (src, dst) = (network.get(12..16)?, network.get(16..20)?);
                (
                    of(u32::from_le_bytes(*src.first_chunk()?)),
                    of(u32::from_le_bytes(*dst.first_chunk()?)),
                )
            }
            Family::V6 => {
                let (src, dst) = (network.get(8..24)?, network.get(24..40)?);
                (*src.first_chunk()?, *dst.first_chunk()?)
            }
        })
    }

    /// The tuple of answers to packets with this one (`nf_ct_invert_tuple`), in the same zone. `None`
    /// for ICMP messages that have no answer.
    #[must_use]
    #[inline]
    pub fn invert(&self) -> Option<Self> {
        let (src_port, dst_port) = match self.proto {
            protocol::ICMP => (self.src_port, icmp::answer4(self.dst_port)?),
            protocol::ICMPV6 => (self.src_port, icmp::answer6(self.dst_port)?),
            _ => (self.dst_port, self.src_port),
        };
        Some(Self {
            src: self.dst,
            dst: self.src,
            src_port,
            dst_port,
            ..*self
        })
    }

    /// Whether both have the same source: address, port, protocol and zone.
    pub(super) fn same_source(&self, other: &Self) -> bool {
        self.src == other.src
            && self.src_port == other.src_port
            && self.proto == other.proto
            && self.ipv6 == other.ipv6
            && self.zone == other.zone
    }

    /// The same with the destination left out: what [`same_source`](Self::same_source) compares.
    pub(super) const fn source(&self) -> Self {
        Self {
            dst: [0; 16],
            dst_port: 0,
            ..*self
        }
    }
}

/// Where the transport header of a packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Upper {
    /// Its protocol.
    pub(super) proto: u8,
    /// Its offset from the network header, in bytes. Of IPv6 it may lie behind the end of the packet.
    pub(super) offset: usize,
}

impl Upper {
    pub(super) const fn is_icmp(self) -> bool {
        matches!(self.proto, protocol::ICMP | protocol::ICMPV6)
    }
}

/// Finds the transport header of the packet that begins at the start of `network`, which may be one
/// that an ICMP error quotes (`get_l4proto`). `None` for fragments that are not the first.
pub(super) fn upper(family: Family, network: &[u8]) -> Option<Upper> {
    match family {
        Family::V4 => {
            // Of a quoted header the kernel checks neither the version nor that it is 20 bytes long.
            let header = network.first_chunk::<{ ipv4::HEADER_LEN }>()?;
            let fragment = u16::from_be_bytes([header[6], header[7]]);
            let upper = Upper {
                proto: header[9],
                offset: usize::from(header[0] & 0xf) * 4,
            };
            let whole = fragment & ipv4::OFFSET_MASK == 0 && upper.offset <= network.len();
            whole.then_some(upper)
        }
        Family::V6 => {
            if network.len() < ipv6::HEADER_LEN {
                return None;
            }
            let upper = ipv6_ext::claimed_upper(network)?;
            if upper.fragment.is_some_and(|field| field & !0x7 != 0) {
                return None;
            }
            Some(Upper {
                proto: upper.protocol,
                offset: upper.offset,
            })
        }
    }
}

fn address(ipv6: bool, octets: &[u8; 16]) -> IpAddr {
    if ipv6 {
        Ipv6Addr::from(*octets).into()
    } else {
        let [a, b, c, d, ..] = *octets;
        Ipv4Addr::new(a, b, c, d).into()
    }
}

/// The bytes of an address as tuples hold them.
#[must_use]
pub fn octets(addr: IpAddr) -> [u8; 16] {
    match addr {
        IpAddr::V4(addr) => {
            let mut octets = [0; 16];
            octets[..4].copy_from_slice(&addr.octets());
            octets
        }
        IpAddr::V6(addr) => addr.octets(),
    }
}
