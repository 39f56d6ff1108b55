//! One look at the frames that most are: untagged, to the port's own address, with a sound IP header without
//! options. It finds what the link layer's and IP's input would find
//! (`ingress.rs`, `ipv4.rs`, `ipv6.rs`) at a fraction of the cost; any other frame is left to those.

use super::{express::is_ordinary6, source::is_loopback};
use crate::{
    iface::Interface,
    packet::{Packet, PacketType},
    wire::{
        ethernet::{self, EtherType},
        ipv4, ipv6,
        ipv6_ext::next_header,
    },
};

const LINK: usize = ethernet::HEADER_LEN;

/// What the frames begin with: the port's address, whatever address they are from, the EtherType, and the first
/// byte of IP as far as it says the version.
struct Beginning {
    words: [u64; 2],
    /// The bits that count.
    mask: [u64; 2],
}

impl Beginning {
    fn new(port: &Interface, ethertype: EtherType, (first, counts): (u8, u8)) -> Self {
        let [a, b, c, d, e, f] = port.mac.0;
        let [high, low] = ethertype.0.to_be_bytes();
        let words = |bytes: [u8; 16]| {
            let (words, _) = bytes.as_chunks();
            [u64::from_ne_bytes(words[0]), u64::from_ne_bytes(words[1])]
        };
        Self {
            words: words([a, b, c, d, e, f, 0, 0, 0, 0, 0, 0, high, low, first, 0]),
            mask: words([
                0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, counts, 0,
            ]),
        }
    }

    /// Whether a frame begins so.
    #[inline(always)]
    fn is_of<const N: usize>(&self, frame: &[u8; N]) -> bool {
        let (words, _) = frame.as_chunks();
        let other = |at: usize| (u64::from_ne_bytes(words[at]) ^ self.words[at]) & self.mask[at];
        other(0) | other(1) == 0
    }
}

/// What such a frame is cut to, and known by from then on.
#[inline(always)]
fn set(port: &Interface, packet: &mut Packet, header: usize, len: usize) {
    packet.meta.iif = Some(port.index);
    packet.meta.l3 = LINK as u16;
    packet.meta.l4 = header as u16;
    packet.meta.packet_type = PacketType::Host;
    packet.buf.truncate(LINK + len);
}

/// Looks at frames that `port` received, as long as they are such frames with IPv4 inside, and lets `note` note
/// each one's packet. Gives how many they are, and how many bytes.
#[inline(always)]
pub(super) fn ipv4<'p, N>(
    port: &Interface,
    frames: impl Iterator<Item = (&'p mut Packet, N)>,
    mut note: impl FnMut(N, &[u8]),
) -> (usize, u64) {
    let (mut count, mut bytes) = (0, 0);
    if !port.running {
        return (0, 0);
    }
    let beginning = Beginning::new(port, EtherType::IPV4, (0x45, 0xff));
    for (packet, place) in frames {
        let frame = packet.buf.bytes();
        let received = frame.len() as u64;
        let Some(network) = network4(&beginning, frame) else {
            break;
        };
        let len = network.len();
        note(place, network);
        set(port, packet, ipv4::HEADER_LEN, len);
        count += 1;
        bytes += received;
    }
    (count, bytes)
}

/// As [`ipv4`], with IPv6 inside.
#[inline(always)]
pub(super) fn ipv6<'p, N>(
    port: &Interface,
    frames: impl Iterator<Item = (&'p mut Packet, N)>,
    mut note: impl FnMut(N, &[u8]),
) -> (usize, u64) {
    let (mut count, mut bytes) = (0, 0);
    if !port.running || port.conf6.disable_ipv6 || is_loopback(port) {
        return (0, 0);
    }
    let beginning = Beginning::new(port, EtherType::IPV6, (0x60, 0xf0));
    for (packet, place) in frames {
        let frame = packet.buf.bytes();
        let received = frame.len() as u64;
        let Some(network) = network6(&beginning, frame) else {
            break;
        };
        let len = network.len();
        note(place, network);
        set(port, packet, ipv6::HEADER_LEN, len);
        count += 1;
        bytes += received;
    }
    (count, bytes)
}

/// The IPv4 packet in a frame.
#[inline(always)]
fn network4<'f>(beginning: &Beginning, frame: &'f [u8]) -> Option<&'f [u8]> {
    let head: &[u8; LINK + ipv4::HEADER_LEN] = frame.first_chunk()?;
    let header: &[u8; ipv4::HEADER_LEN] = head.last_chunk()?;
    let len = usize::from(u16::from_be_bytes([header[2], header[3]]));
    let sound = beginning.is_of(head) & (len >= ipv4::HEADER_LEN) & ipv4::is_intact(header);
    frame[LINK..].get(..len).filter(|_| sound)
}

/// The IPv6 packet in a frame.
#[inline(always)]
fn network6<'f>(beginning: &Beginning, frame: &'f [u8]) -> Option<&'f [u8]> {
    let head: &[u8; LINK + ipv6::HEADER_LEN] = frame.first_chunk()?;
    let header: &[u8; ipv6::HEADER_LEN] = head.last_chunk()?;
    let len = ipv6::HEADER_LEN + usize::from(u16::from_be_bytes([header[4], header[5]]));
    let (src, dst) = (header[8], header[24]);
    let sound = beginning.is_of(head)
        // Hop-by-hop options may hold the length.
        & (header[6] != next_header::HOP_BY_HOP)
        & is_ordinary6(src)
        & is_ordinary6(dst);
    frame[LINK..].get(..len).filter(|_| sound)
}

/// Where an IPv4 packet goes.
#[inline]
pub(super) fn destination4(network: &[u8]) -> Option<u32> {
    let dst = network.get(16..)?.first_chunk()?;
    Some(u32::from_be_bytes(*dst))
}

/// Where an IPv6 packet goes.
#[inline]
pub(super) fn destination6(network: &[u8]) -> Option<u128> {
    let dst = network.get(24..)?.first_chunk()?;
    Some(u128::from_be_bytes(*dst))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        forward::{Context, Rng, ingress, ipv4 as input4, ipv6 as input6},
        iface::{InterfaceKind, fixture},
        neigh::NeighCache,
        packet::PacketBuf,
        snapshot::Snapshot,
        time::Instant,
        wire::{ipv4::Ipv4Fields, ipv6::Ipv6Fields},
        worker::{Router, Worker},
    };

    /// What is known of a frame, and its destination.
    type Known = (u128, Packet);

    fn by_one_look(port: &Interface, mut packet: Packet) -> Option<Known> {
        let mut dst = None;
        let all = || std::iter::once(()).cycle();
        let alone = std::slice::from_mut(&mut packet);
        ipv4(port, alone.iter_mut().zip(all()), |(), network| {
            dst = destination4(network).map(u128::from);
        });
        if dst.is_none() {
            ipv6(port, alone.iter_mut().zip(all()), |(), network| {
                dst = destination6(network);
            });
        }
        Some((dst?, packet))
    }

    fn step_by_step<'a>(
        cx: &mut Context<'a>,
        port: &'a Interface,
        mut packet: Packet,
    ) -> Option<Known> {
        let dst = match ingress::link_layer(cx, port, &mut packet).ok()? {
            (_, ingress::Payload::Ipv4) => input4::validate(&mut packet).ok()?.into(),
            (iif, ingress::Payload::Ipv6) => input6::validate(iif, &mut packet).ok()?,
            (_, ingress::Payload::Arp | ingress::Payload::Taken) => return None,
        };
        Some((dst, packet))
    }

    fn frame(port: &Interface, v6: bool, proto: u8) -> Vec<u8> {
        let mut frame = port.mac.0.to_vec();
        frame.extend([2, 0, 0, 0, 9, 9]);
        let payload = [7; 24];
        if v6 {
            frame.extend([0x86, 0xdd]);
            let fields = Ipv6Fields {
                traffic_class: 0,
                flow_label: 0,
                payload_len: payload.len() as u16,
                next_header: proto,
                hop_limit: 64,
                src: "2001:db8:1::5".parse().expect("an address"),
                dst: "2001:db8:2::5".parse().expect("an address"),
            };
            frame.extend(fields.emit());
        } else {
            frame.extend([8, 0]);
            let fields = Ipv4Fields {
                tos: 0,
                total_len: (20 + payload.len()) as u16,
                id: 1,
                fragment_bits: 0,
                ttl: 64,
                protocol: proto,
                src: [10, 0, 0, 5].into(),
                dst: [192, 0, 2, 5].into(),
            };
            frame.extend(fields.emit());
        }
        frame.extend(payload);
        frame
    }

    /// Whatever the frame: what one look takes for sound, the long way does too, and knows the same of it.
    #[test]
    fn one_look_finds_what_the_long_way_finds() {
        let nets = ["10.0.0.254/24", "2001:db8:1::fe/64"];
        let port = fixture::interface(2, "eth2", InterfaceKind::Port, &nets);
        let snapshot = Snapshot {
            interfaces: [Arc::new(port)].into_iter().collect(),
            ..Snapshot::default()
        };
        let (router, _events) = Router::new(snapshot, NeighCache::new(1), 1);
        let mut worker = Worker::new(router, 0, 1);
        let mut cx = worker.context(Instant::ZERO);
        let index = crate::iface::IfIndex::new(2).expect("not zero");
        let port = cx.interface(index).expect("it is there");
        let mut rng = Rng::new(5);
        let mut below = |bound: usize| (rng.next() % bound as u64) as usize;
        let mut sound = 0;
        for _ in 0..40_000 {
            let v6 = below(2) == 0;
            let mut bytes = frame(port, v6, [6, 17, 1, 0, 59][below(5)]);
            for _ in 0..below(3) {
                let at = below(bytes.len());
                bytes[at] = [0, 1, 0x45, 0x46, 0x60, 0xff, below(256) as u8][below(7)];
            }
            if !v6 && below(4) != 0 {
                bytes[24..26].fill(0);
                let sum = crate::checksum::Sum::ZERO.add(&bytes[14..34]).complement();
                bytes[24..26].copy_from_slice(&sum.to_be_bytes());
            }
            match below(4) {
                0 => bytes.truncate(below(bytes.len() + 1)),
                1 => bytes.extend([0; 6]),
                _ => {}
            }
            let packet = || Packet {
                buf: PacketBuf::copy_from(&bytes),
                ..Packet::default()
            };
            let Some((dst, quick)) = by_one_look(port, packet()) else {
                continue;
            };
            sound += 1;
            let (other_dst, other) = step_by_step(&mut cx, port, packet()).expect("sound");
            assert_eq!((dst, quick.buf.bytes()), (other_dst, other.buf.bytes()));
            let known = |packet: &Packet| {
                let meta = packet.meta;
                (meta.iif, meta.l3, meta.l4, meta.packet_type)
            };
            assert_eq!(known(&quick), known(&other), "{bytes:x?}");
        }
        assert!(sound > 10_000, "{sound}");
    }
}
