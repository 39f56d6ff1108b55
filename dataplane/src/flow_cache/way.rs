//! What many flows have in common.

use super::shape::Bits;
use crate::{
    checksum::Delta,
    conntrack::Tuple,
    filter::CounterId,
    iface::IfIndex,
    packet::{Checksum, Mark},
    route::Family,
    snapshot::Epoch,
    wire::{ethernet, ipv4, ipv4::protocol, ipv6, vlan},
};

/// Under which configuration something was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    /// That of the snapshot.
    pub(crate) epoch: Epoch,
    /// How often prefixes had changed.
    pub(crate) routes: u64,
}

/// Why a flow has no way that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WhyNot {
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
    /// Its protocol has no ways: neither TCP nor UDP.
    Protocol,
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

/// A way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    /// What must hold.
    pub(crate) terms: Terms,
    /// What is done; or why there is nothing that could be done, and the packet takes the slow path.
    pub(crate) act: Result<Act, WhyNot>,
    /// The rules and policies that it meets.
    pub(crate) counters: Box<[CounterId]>,
}

impl Act {
    /// Does to a packet what a router does with it on its way through; `network` begins with its IP header,
    /// has no options or extension headers, and holds all of the transport header. `answers` is
    /// the tuple of the packets that answer it.
    #[inline]
    pub(crate) fn rewrite(
        &self,
        family: Family,
        network: &mut [u8],
        answers: &Tuple,
        checksum: Checksum,
    ) {
        match family {
            Family::V4 => self.rewrite4(network, answers, checksum),
            Family::V6 => self.rewrite6(network, answers, checksum),
        }
    }

    #[inline]
    fn rewrite4(&self, network: &mut [u8], answers: &Tuple, checksum: Checksum) {
        let Some((header, transport)) = network.split_first_chunk_mut::<{ ipv4::HEADER_LEN }>()
        else {
            return;
        };
        let mut delta = Delta::NONE;
        if self.translate {
            let [a, b, c, d, ..] = answers.dst;
            let [e, f, g, h, ..] = answers.src;
            delta = delta.replace(&mut header[12..], [a, b, c, d, e, f, g, h]);
            ports(transport, answers, delta, checksum);
        }
        let (mask, value) = self.tos;
        if mask != 0 {
            let tos = header[1] & !mask | value;
            delta = delta.replace(&mut header[..], [0x45, tos]);
        }
        // The time to live, and the protocol.
        let [ttl, proto] = [header[8].wrapping_sub(1), header[9]];
        delta = delta.replace(&mut header[8..], [ttl, proto]);
        if let Some(field) = header[10..].first_chunk_mut() {
            *field = delta.of_checksum(*field);
        }
    }

    #[inline]
    fn rewrite6(&self, network: &mut [u8], answers: &Tuple, checksum: Checksum) {
        let Some((header, transport)) = network.split_first_chunk_mut::<{ ipv6::HEADER_LEN }>()
        else {
            return;
        };
        if self.translate {
            let delta = Delta::NONE
                .replace(&mut header[8..], answers.dst)
                .replace(&mut header[24..], answers.src);
            ports(transport, answers, delta, checksum);
        }
        let (mask, value) = self.tos;
        if mask != 0 {
            let tos = (header[0] << 4 | header[1] >> 4) & !mask | value;
            header[0] = header[0] & 0xf0 | tos >> 4;
            header[1] = tos << 4 | header[1] & 0xf;
        }
        header[7] = header[7].wrapping_sub(1);
    }
}

/// Replaces the ports, and mends the checksum, whose pseudo-header has changed by `addresses`.
#[inline]
fn ports(transport: &mut [u8], answers: &Tuple, addresses: Delta, checksum: Checksum) {
    let [a, b] = answers.dst_port.to_be_bytes();
    let [c, d] = answers.src_port.to_be_bytes();
    let delta = addresses.replace(transport, [a, b, c, d]);
    let tcp = answers.proto == protocol::TCP;
    let field = transport.get_mut(if tcp { 16 } else { 6 }..);
    let Some(field) = field.and_then(<[u8]>::first_chunk_mut::<2>) else {
        return;
    };
    let new = match checksum {
        // The sum of the pseudo-header: addresses, but not ports.
        Checksum::Partial { .. } => addresses.of_sum(*field),
        // RFC 768: there is none.
        Checksum::Unverified | Checksum::Verified if !tcp && *field == [0; 2] => return,
        Checksum::Unverified | Checksum::Verified => delta.of_checksum(*field),
    };
    *field = if !tcp && new == [0; 2] {
        [0xff; 2]
    } else {
        new
    };
}
