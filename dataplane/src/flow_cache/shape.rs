//! What terms are about, of a packet.

use crate::{
    route::Family,
    wire::{
        icmpv4, icmpv6,
        ipv4::{self, protocol},
        ipv6, tcp, udp,
    },
};

/// What terms are about, of a packet that can have a way: TCP, UDP, or an ICMP query or its answer, whole, without
/// options or extension headers, with hops left, and for the router's link-layer address.
///
/// In one word, which is written and compared at once for each packet: from the lowest bit on its length (0 for a
/// packet of another kind), 32 bits; the type of service (or traffic class) and the TCP flags (0 of others), 16 bits;
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
        let ported = match family {
            Family::V4 => Self::of_ipv4(network, hops),
            Family::V6 => Self::of_ipv6(network, hops),
        };
        ported.or_else(|| Self::of_query(family, network, hops))
    }

    /// The same of an IPv4 packet with ports.
    #[inline]
    pub(crate) fn of_ipv4(network: &[u8], hops: u8) -> Option<Self> {
        let (header, transport) = plain4(network, hops)?;
        Self::new(header[1], (header[9], false), transport, network.len())
    }

    /// The same of an IPv6 packet with ports.
    #[inline]
    pub(crate) fn of_ipv6(network: &[u8], hops: u8) -> Option<Self> {
        let (header, transport) = plain6(network, hops)?;
        Self::new(
            traffic_class(header),
            (header[6], true),
            transport,
            network.len(),
        )
    }

    #[inline]
    fn new(tos: u8, (proto, ipv6): (u8, bool), transport: &[u8], len: usize) -> Option<Self> {
        let flags = match proto {
            protocol::TCP => transport.first_chunk::<{ tcp::HEADER_LEN }>()?[13],
            protocol::UDP if transport.len() >= udp::HEADER_LEN => 0,
            _ => return None,
        };
        Some(Self::with_bits(Bits::new(tos, flags), (proto, ipv6), len))
    }

    #[inline(always)]
    fn with_bits(bits: Bits, (proto, ipv6): (u8, bool), len: usize) -> Self {
        let bits = u64::from(bits.0) << Self::BITS;
        Self(len as u32 as u64 | bits | Self::kind(proto, ipv6))
    }

    /// The same of a packet with an ICMP message that asks, or answers, and has an identifier: echo, and of IPv4
    /// timestamps. What else ICMP says is about other packets, or for the router.
    #[inline(never)]
    pub(crate) fn of_query(family: Family, network: &[u8], hops: u8) -> Option<Self> {
        let (tos, proto, message) = match family {
            Family::V4 => {
                let (header, message) = plain4(network, hops)?;
                (header[1], header[9], message)
            }
            Family::V6 => {
                let (header, message) = plain6(network, hops)?;
                (traffic_class(header), header[6], message)
            }
        };
        let [kind, code, sum @ ..] = *message.first_chunk::<{ icmpv4::HEADER_LEN }>()?;
        let asks = match (family, proto) {
            (Family::V4, protocol::ICMP) => matches!(
                kind,
                icmpv4::kind::ECHO
                    | icmpv4::kind::ECHO_REPLY
                    | icmpv4::kind::TIMESTAMP
                    | icmpv4::kind::TIMESTAMP_REPLY
            ),
            (Family::V6, protocol::ICMPV6) => {
                matches!(kind, icmpv6::kind::ECHO_REQUEST | icmpv6::kind::ECHO_REPLY)
            }
            _ => false,
        };
        // All ones, which nobody computes, is mended to one zero or the other by the order in which words change.
        let usual = asks && code == 0 && !sum.starts_with(&[0xff; 2]);
        usual.then(|| {
            let ipv6 = family == Family::V6;
            Self::with_bits(Bits::new(tos, 0), (proto, ipv6), network.len())
        })
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

    /// The protocol.
    #[inline]
    pub(crate) const fn proto(self) -> u8 {
        (self.0 >> Self::PROTO) as u8
    }

    /// What of a packet with this shape is translated: addresses, and ports or an identifier, with what is between them.
    pub(super) fn ends(self, network: &[u8]) -> Option<&[u8]> {
        let addresses = match self.family() {
            Family::V4 => 12..ipv4::HEADER_LEN,
            Family::V6 => 8..ipv6::HEADER_LEN,
        };
        let transport = match self.proto() {
            protocol::ICMP | protocol::ICMPV6 => 6,
            _ => 4,
        };
        network.get(addresses.start..addresses.end + transport)
    }

    /// Whether it begins a TCP connection.
    pub(super) const fn is_syn(self) -> bool {
        self.bits().0 & tcp::flags::SYN as u16 != 0
    }
}

/// The header of an IPv4 packet, and what is behind it, if it is whole, without options, and has more than so many hops
/// left.
#[inline(always)]
fn plain4(network: &[u8], hops: u8) -> Option<(&[u8; ipv4::HEADER_LEN], &[u8])> {
    let (header, rest) = network.split_first_chunk::<{ ipv4::HEADER_LEN }>()?;
    let fragment = u16::from_be_bytes([header[6], header[7]]);
    let whole = fragment & (ipv4::MF | ipv4::OFFSET_MASK) == 0;
    let plain = (header[0] == 0x45) & whole & (header[8] > hops);
    plain.then_some((header, rest))
}

/// The same of an IPv6 packet; its next header is yet to be looked at.
#[inline(always)]
fn plain6(network: &[u8], hops: u8) -> Option<(&[u8; ipv6::HEADER_LEN], &[u8])> {
    let (header, rest) = network.split_first_chunk::<{ ipv6::HEADER_LEN }>()?;
    (header[7] > hops).then_some((header, rest))
}

#[inline(always)]
const fn traffic_class(header: &[u8; ipv6::HEADER_LEN]) -> u8 {
    header[0] << 4 | header[1] >> 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{ipv4::Ipv4Fields, ipv6::Ipv6Fields};

    /// An ICMP message of this type and code, with a checksum of 0x1234 and the identifier 5.
    fn message(family: Family, [kind, code]: [u8; 2]) -> Vec<u8> {
        let body = [kind, code, 0x12, 0x34, 0, 5, 0, 1, b'x'];
        let header = match family {
            Family::V4 => {
                let fields = Ipv4Fields {
                    tos: 0xb8,
                    total_len: 29,
                    id: 1,
                    fragment_bits: ipv4::DF,
                    ttl: 2,
                    protocol: protocol::ICMP,
                    src: [10, 0, 0, 1].into(),
                    dst: [10, 0, 0, 2].into(),
                };
                fields.emit().to_vec()
            }
            Family::V6 => {
                let fields = Ipv6Fields {
                    traffic_class: 0xb8,
                    flow_label: 0xfffff,
                    payload_len: 9,
                    next_header: protocol::ICMPV6,
                    hop_limit: 2,
                    src: "fd00::1".parse().expect("an address"),
                    dst: "fd00::2".parse().expect("an address"),
                };
                fields.emit().to_vec()
            }
        };
        [&header[..], &body].concat()
    }

    fn is_known(family: Family, network: &[u8]) -> bool {
        Shape::of_query(family, network, 1).is_some()
    }

    #[test]
    fn what_asks_and_what_answers_has_a_shape() {
        for kind in 0..=255 {
            let four = matches!(kind, 0 | 8 | 13 | 14);
            assert_eq!(is_known(Family::V4, &message(Family::V4, [kind, 0])), four);
            let six = matches!(kind, 128 | 129);
            assert_eq!(is_known(Family::V6, &message(Family::V6, [kind, 0])), six);
        }
        for (family, kind, proto) in [
            (Family::V4, 8, protocol::ICMP),
            (Family::V6, 128, protocol::ICMPV6),
        ] {
            let network = message(family, [kind, 0]);
            let shape = Shape::with_hops(family, &network, 1).expect("it has one");
            assert!(shape.is_of(family, proto));
            assert_eq!(
                (shape.len(), shape.bits()),
                (network.len(), Bits::new(0xb8, 0))
            );
            // From the source address to the identifier.
            let ends = shape.ends(&network).expect("it is long enough");
            assert_eq!(ends.last_chunk(), Some(&[0, 5]));
        }
    }

    #[test]
    fn what_is_special_about_one_goes_the_slow_path() {
        for (family, kind, hops, header) in [(Family::V4, 8, 8, 20), (Family::V6, 128, 7, 40)] {
            let whole = message(family, [kind, 0]);
            for len in 0..whole.len() {
                let long = len >= header + icmpv4::HEADER_LEN;
                assert_eq!(is_known(family, &whole[..len]), long, "{len}");
            }
            let with = |at: usize, bytes: &[u8]| {
                let mut changed = whole.clone();
                changed[at..at + bytes.len()].copy_from_slice(bytes);
                is_known(family, &changed)
            };
            // Its code, the last hop, and the other zero of checksums.
            assert!(!with(header + 1, &[1]));
            assert!(!with(hops, &[1]));
            assert!(!with(header + 2, &[0xff, 0xff]));
            assert!(with(header + 2, &[0xff, 0xfe]) && with(header + 2, &[0, 0]));
            // Another protocol, the other family's as well.
            let proto = match family {
                Family::V4 => 9,
                Family::V6 => 6,
            };
            for other in [0, 1, 6, 17, 44, 58]
                .into_iter()
                .filter(|of| *of != whole[proto])
            {
                assert!(!with(proto, &[other]));
            }
            if family == Family::V4 {
                assert!(!with(0, &[0x46]));
                assert!(!with(6, &[0x20]) && !with(7, &[1]));
            }
        }
    }
}
