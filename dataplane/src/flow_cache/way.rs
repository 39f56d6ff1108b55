//! What many flows have in common.

use super::{Shape, shape::Bits};
use crate::{
    checksum::Delta,
    conntrack::Tuple,
    filter::{CounterId, Hook},
    forward::network_len,
    iface::IfIndex,
    packet::{Mark, Packet},
    route::Family,
    snapshot::Epoch,
    wire::{
        ethernet,
        ipv4::{self, protocol},
        ipv6, tcp, vlan,
    },
};

/// Under which configuration something was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    /// [`Snapshot::decides_since`](crate::snapshot::Snapshot::decides_since).
    pub(crate) epoch: Epoch,
    /// How often prefixes had changed.
    pub(crate) routes: u64,
}

/// Why a flow has no way that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhyNot {
    /// A rule with this match was tried, which looks at what differs from packet to packet.
    Match(&'static str),
    /// A rule with this target matched, which does what a way can't say.
    Target(&'static str),
    /// The packet changed its connection, or what it is translated to was yet to be decided.
    Connection,
    /// The router had to say something because of the packet: an answer, a redirect, a question for a
    /// neighbour.
    Answered,
    /// The next hop depends on the flow label.
    FlowLabel,
    /// It does not leave by a port.
    Elsewhere,
    /// It was changed in another way than ways do.
    Changed,
}

/// The longest link-layer header that is kept: Ethernet and three tags.
pub(crate) const MAX_HEADER: usize = ethernet::HEADER_LEN + 3 * vlan::TAG_LEN;
/// Sub-interfaces that a frame leaves through at most.
pub(crate) const MAX_THROUGH: usize = 3;

/// A link-layer header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Header {
    bytes: [u8; MAX_HEADER],
    len: u8,
}

impl Header {
    /// `None` if it is too long.
    pub(crate) fn new(header: &[u8]) -> Option<Self> {
        let mut bytes = [0; MAX_HEADER];
        bytes.get_mut(..header.len())?.copy_from_slice(header);
        Some(Self {
            bytes,
            len: header.len() as u8,
        })
    }

    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len).min(MAX_HEADER)]
    }

    /// As an Ethernet header, if it is nothing else.
    #[inline]
    pub(crate) fn ethernet(&self) -> Option<&[u8; ethernet::HEADER_LEN]> {
        let header = self.bytes.first_chunk();
        header.filter(|_| usize::from(self.len) == ethernet::HEADER_LEN)
    }

    /// Replaces what is in front of the network header. `false` if there is no room.
    pub(crate) fn put(&self, packet: &mut Packet) -> bool {
        let (l3, header) = (usize::from(packet.meta.l3), self.bytes());
        packet.buf.pull_front(l3);
        packet.meta.l3 = u16::from(self.len);
        match packet.buf.push_front(header.len()) {
            Some(room) => {
                room.copy_from_slice(header);
                true
            }
            None => false,
        }
    }
}

/// What must hold of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Terms {
    /// Under which configuration.
    pub(crate) stamp: Stamp,
    /// Its family.
    pub(crate) family: Family,
    /// Where it came in.
    pub(crate) iif: IfIndex,
    /// The longest that it, or a segment of it, may be, in bytes from the network header on.
    pub(crate) mtu: u16,
    /// The bits of the type of service and the TCP flags that count.
    pub(crate) mask: Bits,
    /// Their values.
    pub(crate) bits: Bits,
}

/// What is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Act {
    /// Its addresses and ports become those that its connection expects to be answered.
    pub(crate) translate: bool,
    /// Bits of the type of service that are replaced, and their values.
    pub(crate) tos: (u8, u8),
    /// Its mark.
    pub(crate) mark: Mark,
    /// Its priority.
    pub(crate) priority: u32,
    /// The port that it leaves by.
    pub(crate) port: IfIndex,
    /// What is put in front of it.
    pub(crate) header: Header,
    /// The sub-interfaces that it leaves through, the first one first, and the length of the
    /// link-layer header there.
    pub(crate) through: [Option<(IfIndex, u8)>; MAX_THROUGH],
}

/// What becomes of the packets of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fate {
    /// They leave.
    Leave(Act),
    /// A rule or a policy drops them.
    Drop {
        /// Behind FORWARD: they count as forwarded.
        forwarded: bool,
        /// Where.
        hook: Hook,
    },
    /// There is nothing that could be done: each takes the slow path.
    Slow(WhyNot),
}

/// A way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    /// What must hold.
    pub(crate) terms: Terms,
    /// What becomes of it.
    pub(crate) fate: Fate,
    /// The rules and policies that it meets.
    pub(crate) counters: Box<[CounterId]>,
}

impl Way {
    /// What is done to the packets, if they leave.
    #[inline]
    pub(crate) const fn act(&self) -> Option<&Act> {
        match &self.fate {
            Fate::Leave(act) => Some(act),
            Fate::Drop { .. } | Fate::Slow(_) => None,
        }
    }
}

impl Terms {
    /// Whether they hold of a packet, the configuration apart.
    #[inline(always)]
    pub(crate) fn are_met(&self, shape: Shape, packet: &Packet) -> bool {
        packet.meta.iif.map_or(0, IfIndex::get) == self.iif.get()
            && shape.bits().and(self.mask) == self.bits
            && (shape.len() <= usize::from(self.mtu)
                || network_len(packet) <= usize::from(self.mtu))
    }
}

impl Act {
    /// Does to an IPv4 packet without options what a router does with it on its way through. `answers` is the
    /// tuple of the packets that answer it; `partial` says whether its transport checksum is.
    #[inline(always)]
    pub(crate) fn rewrite4(
        &self,
        packet: &mut [u8; WINDOW4],
        proto: u8,
        answers: &Tuple,
        partial: bool,
    ) {
        const L4: usize = ipv4::HEADER_LEN;
        let mut delta = Delta::NONE;
        if self.translate {
            delta = delta.replace(&mut packet[12..], address4(&answers.dst));
            delta = delta.replace(&mut packet[16..], address4(&answers.src));
            translate(&mut packet[L4..], (proto, partial), delta, answers);
        }
        let (mask, value) = self.tos;
        if mask != 0 {
            let [version, tos] = [packet[0], packet[1] & !mask | value];
            delta = delta.replace(&mut packet[..], [version, tos]);
        }
        delta = delta.decrement(&mut packet[8..]);
        if let Some(field) = packet[10..].first_chunk_mut() {
            *field = delta.of_checksum(*field);
        }
    }

    /// The same with an IPv6 packet without extension headers.
    #[inline(always)]
    pub(crate) fn rewrite6(
        &self,
        packet: &mut [u8; WINDOW6],
        proto: u8,
        answers: &Tuple,
        partial: bool,
    ) {
        const L4: usize = ipv6::HEADER_LEN;
        if self.translate {
            let addresses = [&answers.dst, &answers.src];
            let delta = Delta::NONE.replace_pair(&mut packet[8..], addresses);
            translate(&mut packet[L4..], (proto, partial), delta, answers);
        }
        let (mask, value) = self.tos;
        if mask != 0 {
            let tos = (packet[0] << 4 | packet[1] >> 4) & !mask | value;
            packet[0] = packet[0] & 0xf0 | tos >> 4;
            packet[1] = tos << 4 | packet[1] & 0xf;
        }
        packet[7] = packet[7].wrapping_sub(1);
    }
}

/// What is looked at of a packet: the headers of IP and TCP. Of UDP and ICMP, some payload is among it.
pub(crate) const WINDOW4: usize = ipv4::HEADER_LEN + tcp::HEADER_LEN;
pub(crate) const WINDOW6: usize = ipv6::HEADER_LEN + tcp::HEADER_LEN;
/// Where checksums are in transport headers.
const TCP_SUM: usize = 16;
const UDP_SUM: usize = 6;
const ICMP_SUM: usize = 2;
/// Where the identifier of ICMP queries and answers is.
const ICMP_ID: usize = 4;

/// An IPv4 address of a tuple.
#[inline]
const fn address4([a, b, c, d, ..]: &[u8; 16]) -> [u8; 4] {
    [*a, *b, *c, *d]
}

/// The ports of the packets that are answered by those of a tuple.
#[inline]
const fn ports(answers: &Tuple) -> [u8; 4] {
    ((answers.dst_port as u32) << 16 | answers.src_port as u32).to_be_bytes()
}

/// The identifier of the packets that are answered by those of a tuple.
#[inline]
const fn id(answers: &Tuple) -> [u8; 2] {
    answers.src_port.to_be_bytes()
}

/// Gives what is behind the IP header the ports or the identifier of the packets that `answers` answer, and mends its
/// checksum, `addresses` having changed.
#[inline(always)]
fn translate(
    transport: &mut [u8],
    (proto, partial): (u8, bool),
    addresses: Delta,
    answers: &Tuple,
) {
    match proto {
        protocol::ICMP | protocol::ICMPV6 => {
            // That of ICMP covers no addresses, that of ICMPv6 does.
            let covered = if proto == protocol::ICMP {
                Delta::NONE
            } else {
                addresses
            };
            let all = covered.replace(&mut transport[ICMP_ID..], id(answers));
            amend(&mut transport[ICMP_SUM..], partial, covered, all);
        }
        _ => {
            let all = addresses.replace(transport, ports(answers));
            if proto == protocol::TCP {
                amend(&mut transport[TCP_SUM..], partial, addresses, all);
            } else {
                amend_udp(&mut transport[UDP_SUM..], partial, addresses, all);
            }
        }
    }
}

/// Mends the checksum that `field` begins with, after `addresses` and, with ports, `all` has changed.
#[inline(always)]
fn amend(field: &mut [u8], partial: bool, addresses: Delta, all: Delta) {
    if let Some(field) = field.first_chunk_mut() {
        *field = if partial {
            // The sum of the pseudo-header: addresses, but not ports.
            addresses.of_sum(*field)
        } else {
            all.of_checksum(*field)
        };
    }
}

/// The same of UDP, in which zero says that there is none (RFC 768).
#[inline(always)]
fn amend_udp(field: &mut [u8], partial: bool, addresses: Delta, all: Delta) {
    if !partial && field.starts_with(&[0; 2]) {
        return;
    }
    amend(field, partial, addresses, all);
    if field.starts_with(&[0; 2]) {
        field[..2].fill(0xff);
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;
    use crate::{
        checksum::{self, Sum},
        conntrack::octets,
        forward::Rng,
    };

    fn translating() -> Act {
        Act {
            translate: true,
            tos: (0, 0),
            mark: Mark(0),
            priority: 0,
            port: IfIndex::LOOPBACK,
            header: Header::default(),
            through: [None; MAX_THROUGH],
        }
    }

    /// The tuple of the answers to what shall leave, from `src` to `dst` with this identifier.
    fn answers(src: IpAddr, dst: IpAddr, id: u16) -> Tuple {
        Tuple {
            src: octets(dst),
            dst: octets(src),
            src_port: id,
            dst_port: 0,
            zone: 0,
            proto: match src {
                IpAddr::V4(_) => protocol::ICMP,
                IpAddr::V6(_) => protocol::ICMPV6,
            },
            ipv6: src.is_ipv6(),
        }
    }

    #[test]
    fn an_echo_with_another_identifier_has_the_right_checksum() {
        let mut rng = Rng::new(7);
        for _ in 0..1000 {
            let id = rng.next() as u16;
            let mut packet = [0; WINDOW4];
            packet[..12].copy_from_slice(&[0x45, 0, 0, 40, 0, 1, 0, 0, 64, 1, 0, 0]);
            for byte in &mut packet[12..] {
                *byte = rng.next() as u8;
            }
            packet[20..24].copy_from_slice(&[8, 0, 0, 0]);
            let sum = Sum::ZERO.add(&packet[20..]).complement();
            packet[22..24].copy_from_slice(&sum.to_be_bytes());
            let sum = Sum::ZERO.add(&packet[..20]).complement();
            packet[10..12].copy_from_slice(&sum.to_be_bytes());
            let before = packet;
            let [src, dst] = [[192, 0, 2, 1], [198, 51, 100, 7]];
            let answers = answers(src.into(), dst.into(), id);
            translating().rewrite4(&mut packet, protocol::ICMP, &answers, false);
            assert!(Sum::ZERO.add(&packet[..20]).is_valid());
            assert!(Sum::ZERO.add(&packet[20..]).is_valid());
            assert_eq!((packet[8], &packet[12..20]), (63, &[src, dst].concat()[..]));
            assert_eq!(
                (&packet[20..22], &packet[24..26]),
                (&[8, 0][..], &id.to_be_bytes()[..])
            );
            assert_eq!(packet[26..], before[26..]);
            // One that is to be computed covers no addresses.
            let mut partial = before;
            translating().rewrite4(&mut partial, protocol::ICMP, &answers, true);
            assert_eq!(partial[22..24], before[22..24]);
            assert_eq!(partial[24..], packet[24..]);
        }
    }

    #[test]
    fn so_has_one_of_ipv6_whose_checksum_covers_addresses() {
        let mut rng = Rng::new(9);
        let pseudo = |packet: &[u8; WINDOW6]| {
            let len = (WINDOW6 - 40) as u32;
            checksum::pseudo_header(&packet[8..24], &packet[24..40], protocol::ICMPV6, len)
        };
        for _ in 0..1000 {
            let id = rng.next() as u16;
            let mut packet = [0; WINDOW6];
            packet[..8].copy_from_slice(&[0x60, 0, 0, 0, 0, 20, protocol::ICMPV6, 64]);
            for byte in &mut packet[8..] {
                *byte = rng.next() as u8;
            }
            packet[40..44].copy_from_slice(&[129, 0, 0, 0]);
            let sum = pseudo(&packet).add(&packet[40..]).complement();
            packet[42..44].copy_from_slice(&sum.to_be_bytes());
            let before = packet;
            let ends =
                ["2001:db8::1", "2001:db8:ffff::2"].map(|end| end.parse().expect("an address"));
            let answers = answers(ends[0], ends[1], id);
            translating().rewrite6(&mut packet, protocol::ICMPV6, &answers, false);
            assert!(pseudo(&packet).add(&packet[40..]).is_valid());
            assert_eq!(packet[8..40], ends.map(octets).concat());
            assert_eq!((packet[7], &packet[44..46]), (63, &id.to_be_bytes()[..]));
            assert_eq!(packet[46..], before[46..]);
            // The sum of the pseudo-header goes with the addresses.
            let mut partial = before;
            partial[42..44].copy_from_slice(&pseudo(&before).folded().to_be_bytes());
            translating().rewrite6(&mut partial, protocol::ICMPV6, &answers, true);
            assert_eq!(partial[42..44], pseudo(&partial).folded().to_be_bytes());
        }
    }
}
