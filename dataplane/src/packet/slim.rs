//! A packet in less than a cache line.

use super::{Checksum, Meta, Packet, PacketBuf, PacketType};
use crate::{conntrack::Ct, iface::IfIndex, time::Instant, wire::ethernet};

const LINK: usize = ethernet::HEADER_LEN;

/// A packet as most are that were just received, of which only what differs is kept: what another processor reads
/// has to come from there, line by line.
#[derive(Debug)]
pub(crate) struct Slim {
    buf: PacketBuf,
    received: Instant,
    iif: IfIndex,
    l4: u8,
    checksum: Summed,
}

/// What is known of the transport checksum.
#[derive(Clone, Copy, Debug)]
enum Summed {
    Unverified,
    Verified,
    /// It is to be computed from the transport header on, and is so far behind its start.
    Partial(u8),
}

impl Slim {
    /// Takes a packet, if it is such a one; then what stays in its place has no bytes.
    #[inline]
    pub(crate) fn take(packet: &mut Packet) -> Option<Self> {
        let Meta {
            iif,
            l3,
            l4,
            packet_type,
            checksum,
            summed,
            gso,
            joined,
            mark,
            priority,
            received,
            ct,
            nf_trace,
            trace_id,
            frag_max,
            queued: _,
            redirects,
        } = packet.meta;
        let plain = usize::from(l3) == LINK
            && packet_type == PacketType::Host
            && gso.is_none()
            && joined.is_none()
            && !summed
            && !nf_trace
            && mark.0 | priority | trace_id == 0
            && frag_max | u16::from(redirects) == 0
            && matches!(ct, Ct::None);
        if !plain {
            return None;
        }
        let checksum = match checksum {
            Checksum::Unverified => Summed::Unverified,
            Checksum::Verified => Summed::Verified,
            Checksum::Partial { start, offset } if start == l4 => {
                Summed::Partial(offset.try_into().ok()?)
            }
            Checksum::Partial { .. } => return None,
        };
        Some(Self {
            iif: iif?,
            l4: l4.try_into().ok()?,
            received,
            checksum,
            buf: std::mem::take(&mut packet.buf),
        })
    }

    /// Its buffer.
    #[inline]
    pub(crate) const fn buf(&self) -> &PacketBuf {
        &self.buf
    }

    /// The packet.
    #[inline]
    pub(crate) fn into_packet(self) -> Packet {
        let l4 = u16::from(self.l4);
        let checksum = match self.checksum {
            Summed::Unverified => Checksum::Unverified,
            Summed::Verified => Checksum::Verified,
            Summed::Partial(offset) => Checksum::Partial {
                start: l4,
                offset: u16::from(offset),
            },
        };
        let meta = Meta {
            iif: Some(self.iif),
            l3: LINK as u16,
            l4,
            checksum,
            received: self.received,
            ..Meta::NONE
        };
        Packet {
            buf: self.buf,
            meta,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::{FlowHash, Gso, GsoKind, Mark};

    /// One that was just received, as [`plain`](crate::forward) leaves it.
    fn packet(change: impl FnOnce(&mut Meta)) -> Packet {
        let mut packet = Packet::received(PacketBuf::copy_from(b"frame"), Instant::from_nanos(7));
        packet.meta.iif = IfIndex::new(3);
        packet.meta.l3 = 14;
        packet.meta.l4 = 20;
        change(&mut packet.meta);
        packet
    }

    #[test]
    fn what_most_packets_are_comes_back_whole() {
        for checksum in [
            Checksum::Unverified,
            Checksum::Verified,
            Checksum::Partial {
                start: 20,
                offset: 16,
            },
        ] {
            let mut before = packet(|meta| meta.checksum = checksum);
            let known = format!("{before:?}");
            let slim = Slim::take(&mut before).expect("like most");
            assert_eq!(before.buf.capacity(), 0);
            let after = slim.into_packet();
            assert_eq!(after.buf.bytes(), b"frame");
            assert_eq!(format!("{:?}", after.meta), known_meta(&known));
        }
        assert!(size_of::<Slim>() <= 40, "{}", size_of::<Slim>());
    }

    fn known_meta(packet: &str) -> &str {
        let (_, meta) = packet.split_once("meta: ").expect("it is there");
        meta.strip_suffix(" }").expect("it ends there")
    }

    /// Whatever is not kept has its usual value, or the packet is not taken.
    #[test]
    fn what_others_are_is_not_lost() {
        let gso = Gso {
            kind: GsoKind::TcpV4,
            ecn: false,
            fixed_id: false,
            size: 1,
        };
        let changes: [fn(&mut Meta, Gso); 15] = [
            |meta, _| meta.iif = None,
            |meta, _| meta.l3 = 18,
            |meta, _| meta.l4 = 300,
            |meta, _| meta.packet_type = PacketType::OtherHost,
            |meta, _| meta.summed = true,
            |meta, gso| meta.gso = Some(gso),
            |meta, _| meta.joined = Some(FlowHash::of(5)),
            |meta, _| meta.mark = Mark(1),
            |meta, _| meta.priority = 1,
            |meta, _| meta.ct = Ct::Untracked,
            |meta, _| meta.nf_trace = true,
            |meta, _| meta.trace_id = 1,
            |meta, _| meta.frag_max = 1,
            |meta, _| meta.redirects = 1,
            |meta, _| {
                meta.checksum = Checksum::Partial {
                    start: 0,
                    offset: 6,
                }
            },
        ];
        for change in changes {
            let mut packet = packet(|meta| change(meta, gso));
            assert!(Slim::take(&mut packet).is_none(), "{packet:?}");
            assert_eq!(packet.buf.bytes(), b"frame");
        }
    }
}
