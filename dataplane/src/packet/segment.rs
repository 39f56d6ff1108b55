//! What hardware would do for a packet on its way out: finishing its checksum, and cutting a
//! super-frame into segments (read RFC 9293 §3.1 and the kernel's `tcp_gso_segment`).

use super::{Batch, Checksum, Gso, GsoKind, Packet, PacketBuf, Pool, SizeClass};
use crate::{
    checksum::{self, Sum},
    drop_reason::DropReason,
    io::Capabilities,
};

/// The smallest payload of a segment (`TCP_MIN_GSO_SIZE`): a smaller one would let a single frame
/// become tens of thousands.
pub(super) const MIN_SIZE: usize = 8;

/// TCP flags that only the last segment has: FIN and PSH.
pub(super) const LAST_ONLY: u8 = 0x09;
/// The TCP flag that only the first segment has: CWR (RFC 3168 §6.1.2).
const FIRST_ONLY: u8 = 0x80;

/// Puts `packet` into `out` in a form that a port with `capabilities` takes: as it is, with its
/// checksum finished, or cut into segments. Gives the number of frames put there.
///
/// # Errors
/// The packet and why it is dropped, when its headers do not allow what has to be done.
#[inline]
pub fn prepare(
    mut packet: Packet,
    capabilities: Capabilities,
    pool: &mut Pool,
    out: &mut Batch,
) -> Result<u32, (Packet, DropReason)> {
    if let Some(gso) = packet.meta.gso {
        let whole = match gso.kind {
            GsoKind::TcpV4 => capabilities.tso4,
            GsoKind::TcpV6 => capabilities.tso6,
            GsoKind::UdpL4 => capabilities.uso,
        };
        if !whole || !capabilities.partial_checksum {
            return match cut(&packet, gso, capabilities.partial_checksum, pool, out) {
                Some(count) => {
                    pool.recycle(packet);
                    Ok(count)
                }
                None => Err((packet, DropReason::GsoInvalid)),
            };
        }
    } else if !capabilities.partial_checksum && !finish_checksum(&mut packet) {
        return Err((packet, DropReason::GsoInvalid));
    }
    out.push(packet);
    Ok(1)
}

/// What a packet is on the wire: of a super-frame, what its segments are together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WireSize {
    /// Bytes, link-layer headers included.
    pub bytes: u32,
    /// Frames.
    pub packets: u32,
}

/// What `packet` will be on the wire (`qdisc_pkt_len_init`).
#[must_use]
#[inline]
pub fn wire_size(packet: &Packet) -> WireSize {
    match packet.meta.gso {
        None => WireSize {
            bytes: packet.buf.len() as u32,
            packets: 1,
        },
        Some(gso) => size_of_segments(packet, gso),
    }
}

fn size_of_segments(packet: &Packet, gso: Gso) -> WireSize {
    match Layout::of(packet, gso) {
        Some(layout) if usize::from(gso.size) >= MIN_SIZE => {
            let payload = layout.end - layout.payload;
            let packets = payload.div_ceil(usize::from(gso.size));
            WireSize {
                bytes: (packets * layout.payload + payload) as u32,
                packets: packets as u32,
            }
        }
        // It will be dropped when it is to be cut.
        Some(_) | None => WireSize {
            bytes: packet.buf.len() as u32,
            packets: 1,
        },
    }
}

/// Cuts a super-frame into `out`; the segments' checksums are left partial. Gives the number of segments.
///
/// # Errors
/// The packet, if it is none or its headers are not as they should be.
pub(crate) fn segments(packet: Packet, pool: &mut Pool, out: &mut Batch) -> Result<u32, Packet> {
    let cut = packet
        .meta
        .gso
        .and_then(|gso| cut(&packet, gso, true, pool, out));
    match cut {
        Some(count) => {
            pool.recycle(packet);
            Ok(count)
        }
        None => Err(packet),
    }
}

/// Computes the checksum of a packet that has a partial one; leaves others alone. `false` if the
/// checksum would be outside the packet.
#[must_use]
pub fn finish_checksum(packet: &mut Packet) -> bool {
    let Checksum::Partial { start, offset } = packet.meta.checksum else {
        return true;
    };
    let Some(transport) = packet.network_mut().get_mut(usize::from(start)..) else {
        return false;
    };
    // The field holds the sum of the pseudo-header, so it is summed with the rest.
    let sum = Sum::ZERO.add(transport).complement();
    let at = usize::from(offset);
    let Some(field) = transport.get_mut(at..at + 2) else {
        return false;
    };
    field.copy_from_slice(&no_zero(sum).to_be_bytes());
    packet.meta.checksum = Checksum::Verified;
    true
}

/// A computed checksum as it is sent: zero would mean that there is none (RFC 768), and 0xffff is
/// the same number in one's complement.
fn no_zero(checksum: u16) -> u16 {
    if checksum == 0 { 0xffff } else { checksum }
}

/// Where the headers of a super-frame are; offsets are from the start of the frame.
struct Layout {
    /// The network header.
    l3: usize,
    /// The transport header.
    l4: usize,
    /// The payload.
    payload: usize,
    /// The end of the payload: without link-layer padding.
    end: usize,
    ipv4: bool,
    tcp: bool,
}

impl Layout {
    /// `None` if the headers are not those of `gso.kind` or are cut short.
    fn of(packet: &Packet, gso: Gso) -> Option<Self> {
        let frame = packet.buf.bytes();
        let l3 = usize::from(packet.meta.l3);
        let ip = frame.get(l3..)?;
        let ipv4 = match (ip.first()? >> 4, gso.kind) {
            (4, GsoKind::TcpV4 | GsoKind::UdpL4) => true,
            (6, GsoKind::TcpV6 | GsoKind::UdpL4) => false,
            (_, GsoKind::TcpV4 | GsoKind::TcpV6 | GsoKind::UdpL4) => return None,
        };
        let tcp = gso.kind != GsoKind::UdpL4;
        let protocol = if tcp { 6 } else { 17 };
        let fixed = ip.get(..if ipv4 { 20 } else { 40 })?;
        let (header_len, first, ip_len) = if ipv4 {
            let len = usize::from(u16::from_be_bytes([fixed[2], fixed[3]]));
            (usize::from(fixed[0] & 0xf) * 4, fixed[9], len)
        } else {
            let len = usize::from(u16::from_be_bytes([fixed[4], fixed[5]]));
            (40, fixed[6], 40 + len)
        };
        let start = match packet.meta.checksum {
            Checksum::Partial { start, .. } => usize::from(start),
            Checksum::Verified | Checksum::Unverified if first == protocol => header_len,
            Checksum::Verified | Checksum::Unverified => usize::from(packet.meta.l4),
        };
        if header_len < fixed.len() || start < header_len || (ipv4 && first != protocol) {
            return None;
        }
        let l4 = l3 + start;
        let transport = frame.get(l4..l4 + if tcp { 20 } else { 8 })?;
        let transport_len = if tcp {
            usize::from(transport[12] >> 4) * 4
        } else {
            8
        };
        if transport_len < transport.len() {
            return None;
        }
        let payload = l4 + transport_len;
        let end = frame.len().min(l3 + ip_len);
        (payload < end).then_some(Self {
            l3,
            l4,
            payload,
            end,
            ipv4,
            tcp,
        })
    }

    /// Offset of the checksum field in the transport header.
    fn checksum_offset(&self) -> usize {
        if self.tcp { 16 } else { 6 }
    }
}

/// Cuts a super-frame; the segments' checksums are left partial if `partial`. Gives the number of
/// segments, `None` (and puts nothing into `out`) if the frame's headers are not as they should be.
#[cold]
fn cut(packet: &Packet, gso: Gso, partial: bool, pool: &mut Pool, out: &mut Batch) -> Option<u32> {
    let layout = Layout::of(packet, gso)?;
    let size = usize::from(gso.size);
    if size < MIN_SIZE {
        return None;
    }
    let frame = packet.buf.bytes();
    let headers = &frame[..layout.payload];
    let payload = &frame[layout.payload..layout.end];
    let class = SizeClass::for_len(headers.len() + size.min(payload.len()))?;
    let count = payload.len().div_ceil(size);
    let was_partial = packet.meta.checksum.is_partial();
    for (index, part) in payload.chunks(size).enumerate() {
        let mut buf = pool.get(class);
        // Both fit: the class was chosen for the headers and a full part.
        let _ = buf.extend(headers) && buf.extend(part);
        let mut segment = Packet {
            buf,
            meta: packet.meta,
        };
        segment.meta.gso = None;
        let id = if gso.fixed_id { 0 } else { index as u16 };
        fix_headers(
            &layout,
            &mut segment.buf,
            id,
            index * size,
            index + 1 == count,
        );
        let start = (layout.l4 - layout.l3) as u16;
        if fix_checksum(&layout, was_partial, &mut segment.buf) {
            segment.meta.checksum = Checksum::Partial {
                start,
                offset: layout.checksum_offset() as u16,
            };
            if !partial {
                let finished = finish_checksum(&mut segment);
                debug_assert!(finished, "the layout was checked");
            }
        }
        out.push(segment);
    }
    Some(count as u32)
}

/// Adds to the 16-bit number at `at`.
fn add_u16(bytes: &mut [u8], at: usize, n: u16) {
    let old = u16::from_be_bytes([bytes[at], bytes[at + 1]]);
    bytes[at..at + 2].copy_from_slice(&old.wrapping_add(n).to_be_bytes());
}

fn put_u16(bytes: &mut [u8], at: usize, n: usize) {
    bytes[at..at + 2].copy_from_slice(&(n as u16).to_be_bytes());
}

/// Makes the headers those of the segment whose payload begins `offset` bytes into the super-frame's and
/// whose IPv4 identification is `id` more than that one's. The checksum of the transport header is left to [`fix_checksum`].
fn fix_headers(layout: &Layout, buf: &mut PacketBuf, id: u16, offset: usize, last: bool) {
    let frame = buf.bytes_mut();
    let len = frame.len();
    let ip = layout.l3;
    if layout.ipv4 {
        put_u16(frame, ip + 2, len - ip);
        add_u16(frame, ip + 4, id);
        put_u16(frame, ip + 10, 0);
        let header_len = usize::from(frame[ip] & 0xf) * 4;
        let sum = checksum::checksum(&frame[ip..ip + header_len]);
        put_u16(frame, ip + 10, usize::from(sum));
    } else {
        put_u16(frame, ip + 4, len - ip - 40);
    }
    let transport = layout.l4;
    if layout.tcp {
        let seq = &mut frame[transport + 4..transport + 8];
        let old = u32::from_be_bytes([seq[0], seq[1], seq[2], seq[3]]);
        seq.copy_from_slice(&old.wrapping_add(offset as u32).to_be_bytes());
        if !last {
            frame[transport + 13] &= !LAST_ONLY;
        }
        if offset != 0 {
            frame[transport + 13] &= !FIRST_ONLY;
        }
    } else {
        put_u16(frame, transport + 4, len - transport);
    }
}

/// Puts the sum of the segment's pseudo-header into the checksum field; `false` if it is a UDP
/// datagram without a checksum, which it stays.
fn fix_checksum(layout: &Layout, was_partial: bool, buf: &mut PacketBuf) -> bool {
    let frame = buf.bytes_mut();
    let at = layout.l4 + layout.checksum_offset();
    let field = u16::from_be_bytes([frame[at], frame[at + 1]]);
    let len = frame.len() - layout.l4;
    let sum = if was_partial {
        // Only the length differs from the super-frame's. (The destination may not be the one in
        // the header: a routing header has another.)
        let whole = layout.end - layout.l4;
        Sum::ZERO
            .add_u16(field)
            .add_u32(!(whole as u32))
            .add_u32(len as u32)
    } else if !layout.tcp && field == 0 {
        return false;
    } else {
        let ip = &frame[layout.l3..layout.l4];
        let addresses = if layout.ipv4 { &ip[12..20] } else { &ip[8..40] };
        let (source, destination) = addresses.split_at(addresses.len() / 2);
        let protocol = if layout.tcp { 6 } else { 17 };
        checksum::pseudo_header(source, destination, protocol, len as u32)
    };
    put_u16(frame, at, usize::from(sum.folded()));
    true
}

#[cfg(test)]
mod tests {
    use std::iter::zip;

    use etherparse::{NetSlice, PacketBuilder, SlicedPacket, TcpHeader, TransportSlice};
    use proptest::prelude::*;

    use super::*;
    use crate::packet::Meta;

    const NOTHING: Capabilities = Capabilities {
        partial_checksum: false,
        tso4: false,
        tso6: false,
        uso: false,
    };
    const CHECKSUM: Capabilities = Capabilities {
        partial_checksum: true,
        ..NOTHING
    };

    /// A super-frame as a port receives it.
    fn super_frame(ipv4: bool, tcp: bool, options: bool, payload: &[u8], size: u16) -> Packet {
        let link = PacketBuilder::ethernet2([2; 6], [4; 6]);
        let link = if ipv4 {
            link.ip(etherparse::IpHeaders::Ipv4(
                etherparse::Ipv4Header {
                    identification: 0xfffe,
                    time_to_live: 64,
                    protocol: etherparse::IpNumber::TCP,
                    source: [10, 0, 0, 1],
                    destination: [10, 0, 1, 2],
                    ..Default::default()
                },
                Default::default(),
            ))
        } else {
            link.ipv6([0x20; 16], [0x21; 16], 64)
        };
        let mut bytes = Vec::new();
        if tcp {
            let mut header = TcpHeader::new(5000, 80, u32::MAX - 1000, 512);
            (header.psh, header.fin, header.cwr, header.ack) = (true, true, true, true);
            if options {
                header
                    .set_options_raw(&[1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8])
                    .expect("fits");
            }
            link.tcp_header(header)
                .write(&mut bytes, payload)
                .expect("a packet");
        } else {
            link.udp(5000, 53)
                .write(&mut bytes, payload)
                .expect("a packet");
        }
        let mut packet = Packet {
            buf: PacketBuf::copy_from(&bytes),
            meta: Meta {
                l3: 14,
                gso: Some(Gso {
                    kind: match (tcp, ipv4) {
                        (true, true) => GsoKind::TcpV4,
                        (true, false) => GsoKind::TcpV6,
                        (false, _) => GsoKind::UdpL4,
                    },
                    ecn: true,
                    fixed_id: false,
                    size,
                }),
                ..Meta::default()
            },
        };
        make_partial(&mut packet, ipv4, tcp);
        packet
    }

    /// Takes the checksum away, as a sender with offload leaves it.
    fn make_partial(packet: &mut Packet, ipv4: bool, tcp: bool) {
        let (start, offset) = (if ipv4 { 20 } else { 40 }, if tcp { 16 } else { 6 });
        let ip = packet.network().to_vec();
        let (source, destination) = if ipv4 {
            (&ip[12..16], &ip[16..20])
        } else {
            (&ip[8..24], &ip[24..40])
        };
        let len = (ip.len() - start) as u32;
        let sum = checksum::pseudo_header(source, destination, if tcp { 6 } else { 17 }, len);
        put_u16(
            packet.network_mut(),
            start + offset,
            usize::from(sum.folded()),
        );
        packet.meta.checksum = Checksum::Partial {
            start: start as u16,
            offset: offset as u16,
        };
    }

    /// Checks every checksum and length of a finished segment; gives its payload.
    fn verify(packet: &Packet) -> Vec<u8> {
        let sliced = SlicedPacket::from_ethernet(packet.buf.bytes()).expect("valid lengths");
        let addresses = match sliced.net.expect("a network header") {
            NetSlice::Ipv4(ip) => {
                let header = ip.header().to_header();
                assert_eq!(header.header_checksum, header.calc_header_checksum());
                Ok((header.source, header.destination))
            }
            NetSlice::Ipv6(ip) => Err((ip.header().source(), ip.header().destination())),
            NetSlice::Arp(_) => panic!("not ARP"),
        };
        let transport = sliced.transport.expect("a transport header");
        let (checksum, computed, payload) = if let TransportSlice::Tcp(tcp) = &transport {
            let computed = match addresses {
                Ok((source, destination)) => tcp.calc_checksum_ipv4(source, destination),
                Err((source, destination)) => tcp.calc_checksum_ipv6(source, destination),
            };
            (tcp.checksum(), computed, tcp.payload())
        } else if let TransportSlice::Udp(udp) = &transport {
            let (header, payload) = (udp.to_header(), udp.payload());
            let computed = match addresses {
                Ok((source, destination)) => {
                    header.calc_checksum_ipv4_raw(source, destination, payload)
                }
                Err((source, destination)) => {
                    header.calc_checksum_ipv6_raw(source, destination, payload)
                }
            };
            (header.checksum, computed, payload)
        } else {
            panic!("{transport:?}");
        };
        // Who finishes a checksum sends no zero, of TCP neither (`skb_checksum_help`): 0xffff is the same.
        let computed = computed.expect("a length");
        assert!(checksum == computed || (checksum, computed) == (0xffff, 0));
        payload.to_vec()
    }

    proptest! {
        #[test]
        fn segments_put_together_are_the_original(
            ipv4: bool, tcp: bool, options: bool, partial: bool, known: bool,
            payload in prop::collection::vec(any::<u8>(), 1..5000),
            size in 8u16..1500,
        ) {
            let mut packet = super_frame(ipv4, tcp, options, &payload, size);
            if known {
                prop_assert!(finish_checksum(&mut packet));
            }
            let (mut pool, mut out) = (Pool::new(16), Batch::new());
            let capabilities = if partial { CHECKSUM } else { NOTHING };
            let count = prepare(packet, capabilities, &mut pool, &mut out).expect("well-formed");
            prop_assert_eq!(count as usize, payload.len().div_ceil(usize::from(size)));
            prop_assert_eq!(out.len(), count as usize);
            let mut joined = Vec::new();
            for (index, mut segment) in out.drain().enumerate() {
                let is_partial = segment.meta.checksum.is_partial();
                prop_assert_eq!(is_partial, partial);
                prop_assert!(segment.meta.gso.is_none());
                prop_assert!(finish_checksum(&mut segment));
                let frame = segment.buf.bytes();
                let (first, last) = (index == 0, index + 1 == count as usize);
                if ipv4 {
                    let id = u16::from_be_bytes([frame[18], frame[19]]);
                    prop_assert_eq!(id, 0xfffe_u16.wrapping_add(index as u16));
                }
                if tcp {
                    let transport = if ipv4 { 34 } else { 54 };
                    let seq = u32::from_be_bytes(
                        frame[transport + 4..transport + 8].try_into().expect("four bytes"),
                    );
                    prop_assert_eq!(seq, (u32::MAX - 1000).wrapping_add(joined.len() as u32));
                    let flags = frame[transport + 13];
                    prop_assert_eq!(flags & LAST_ONLY != 0, last);
                    prop_assert_eq!(flags & FIRST_ONLY != 0, first);
                    prop_assert!(flags & 0x10 != 0, "ACK is on all");
                }
                joined.extend(verify(&segment));
            }
            prop_assert_eq!(joined, payload);
        }

        #[test]
        fn no_bytes_make_it_panic(
            mut bytes in prop::collection::vec(any::<u8>(), 0..200),
            version in prop::sample::select(vec![0x45u8, 0x60, 0x46, 0x4f]),
            start: u16, offset in 0u16..70, l3 in 0u16..30, partial: bool,
            size: u16, kind in 0usize..3,
        ) {
            if let Some(byte) = bytes.get_mut(usize::from(l3)) {
                *byte = version;
            }
            let kind = [GsoKind::TcpV4, GsoKind::TcpV6, GsoKind::UdpL4][kind];
            let packet = Packet {
                buf: PacketBuf::copy_from(&bytes),
                meta: Meta {
                    l3,
                    checksum: if partial {
                        Checksum::Partial { start: start % 128, offset }
                    } else {
                        Checksum::Unverified
                    },
                    gso: (size % 5 != 0).then_some(Gso { kind, ecn: false, fixed_id: size % 3 == 0, size: size % 64 }),
                    ..Meta::default()
                },
            };
            let (mut pool, mut out) = (Pool::new(16), Batch::new());
            match prepare(packet, NOTHING, &mut pool, &mut out) {
                Ok(count) => prop_assert_eq!(count as usize, out.len()),
                Err((_, reason)) => {
                    prop_assert_eq!(reason, DropReason::GsoInvalid);
                    prop_assert!(out.is_empty());
                }
            }
        }
    }

    #[test]
    fn what_the_port_takes_is_left_alone() {
        let all = Capabilities {
            partial_checksum: true,
            tso4: true,
            tso6: true,
            uso: true,
        };
        let (mut pool, mut out) = (Pool::new(4), Batch::new());
        for (ipv4, tcp) in [(true, true), (false, true), (true, false)] {
            let packet = super_frame(ipv4, tcp, true, &[9; 4000], 1000);
            let bytes = packet.buf.bytes().to_vec();
            assert_eq!(prepare(packet, all, &mut pool, &mut out).ok(), Some(1));
            let same = out.drain().next().expect("one packet");
            assert_eq!(same.buf.bytes(), bytes);
            assert!(same.meta.gso.is_some());
        }
    }

    #[test]
    fn link_layer_padding_is_not_payload() {
        let packet = super_frame(true, true, false, &[9; 20], 15);
        let mut padded = packet.buf.bytes().to_vec();
        padded.extend([0; 9]);
        let packet = Packet {
            buf: PacketBuf::copy_from(&padded),
            meta: packet.meta,
        };
        let (mut pool, mut out) = (Pool::new(4), Batch::new());
        assert_eq!(prepare(packet, NOTHING, &mut pool, &mut out).ok(), Some(2));
        for (segment, len) in zip(out.as_slice(), [15, 5]) {
            assert_eq!(verify(segment), vec![9; len]);
        }
    }

    #[test]
    fn a_udp_checksum_is_never_sent_as_zero() {
        let mut packet = super_frame(true, false, false, &[0; 2], 8);
        packet.meta.gso = None;
        let zero = {
            let mut probe = Packet {
                buf: PacketBuf::copy_from(packet.buf.bytes()),
                meta: packet.meta,
            };
            assert!(finish_checksum(&mut probe));
            u16::from_be_bytes([probe.buf.bytes()[40], probe.buf.bytes()[41]])
        };
        // A payload equal to the checksum makes the sum complete, and the checksum zero.
        packet.buf.bytes_mut()[42..44].copy_from_slice(&zero.to_be_bytes());
        assert!(finish_checksum(&mut packet));
        assert_eq!(packet.buf.bytes()[40..42], [0xff, 0xff]);
    }
}
