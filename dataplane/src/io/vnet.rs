//! The virtio-net header before each frame of a tap or packet port (`struct virtio_net_hdr`,
//! virtio 1.2 §5.1.6), in the legacy layout of ten bytes in the machine's byte order.

use crate::packet::{Checksum, Gso, GsoKind, Meta, Packet};

/// Bytes of the header.
pub(super) const LEN: usize = 10;

/// `VIRTIO_NET_HDR_F_NEEDS_CSUM`.
const NEEDS_CSUM: u8 = 1;
/// `VIRTIO_NET_HDR_F_DATA_VALID`.
const DATA_VALID: u8 = 2;
/// `VIRTIO_NET_HDR_GSO_TCPV4`.
const GSO_TCPV4: u8 = 1;
/// `VIRTIO_NET_HDR_GSO_TCPV6`.
const GSO_TCPV6: u8 = 4;
/// `VIRTIO_NET_HDR_GSO_UDP_L4`.
const GSO_UDP_L4: u8 = 5;
/// `VIRTIO_NET_HDR_GSO_ECN`, a bit beside the others.
const GSO_ECN: u8 = 0x80;

/// Bytes of an Ethernet header.
pub(super) const ETH_LEN: usize = 14;

/// Where the network header of `frame` is: behind the Ethernet header and up to two VLAN tags.
pub(super) fn network_offset(frame: &[u8]) -> usize {
    let mut offset = ETH_LEN;
    for _ in 0..2 {
        match frame.get(offset - 2..offset) {
            Some([0x81, 0x00] | [0x88, 0xa8]) => offset += 4,
            Some(_) | None => break,
        }
    }
    offset
}

fn u16_at(header: &[u8; LEN], at: usize) -> u16 {
    u16::from_ne_bytes([header[at], header[at + 1]])
}

/// Notes in `meta` what `header` says of `frame`. `shift` is the number of bytes by which the
/// frame grew in front of its network header since the header was made.
#[inline]
pub(super) fn decode(header: &[u8; LEN], frame: &[u8], shift: u16, meta: &mut Meta) {
    let l3 = network_offset(frame) as u16;
    meta.l3 = l3;
    let start = u16_at(header, 6).wrapping_add(shift);
    meta.checksum = if header[0] & NEEDS_CSUM != 0 && start >= l3 {
        Checksum::Partial {
            start: start - l3,
            offset: u16_at(header, 8),
        }
    } else if header[0] & DATA_VALID != 0 {
        Checksum::Verified
    } else {
        Checksum::Unverified
    };
    let kind = match header[1] & !GSO_ECN {
        GSO_TCPV4 => Some(GsoKind::TcpV4),
        GSO_TCPV6 => Some(GsoKind::TcpV6),
        GSO_UDP_L4 => Some(GsoKind::UdpL4),
        // No other kind is asked for, and so none comes.
        _ => None,
    };
    meta.gso = kind.map(|kind| Gso {
        kind,
        ecn: header[1] & GSO_ECN != 0,
        fixed_id: false,
        size: u16_at(header, 4),
    });
}

/// The header for sending `packet`.
#[inline]
pub(super) fn encode(packet: &Packet) -> [u8; LEN] {
    let mut header = [0; LEN];
    let meta = &packet.meta;
    let mut put = |at: usize, value: u16| header[at..at + 2].copy_from_slice(&value.to_ne_bytes());
    let mut flags = 0;
    match meta.checksum {
        Checksum::Partial { start, offset } => {
            flags = NEEDS_CSUM;
            put(6, meta.l3 + start);
            put(8, offset);
        }
        Checksum::Verified => flags = DATA_VALID,
        Checksum::Unverified => {}
    }
    let mut kind = 0;
    if let Some(gso) = meta.gso {
        kind = match gso.kind {
            GsoKind::TcpV4 => GSO_TCPV4,
            GsoKind::TcpV6 => GSO_TCPV6,
            GsoKind::UdpL4 => GSO_UDP_L4,
        };
        if gso.ecn {
            kind |= GSO_ECN;
        }
        put(2, headers_len(packet));
        put(4, gso.size);
    }
    header[0] = flags;
    header[1] = kind;
    header
}

/// Sets the length of the part that the kernel keeps contiguous, in bytes.
pub(super) fn set_headers_len(header: &mut [u8; LEN], len: u16) {
    header[2..4].copy_from_slice(&len.to_ne_bytes());
}

/// Length of all headers of a super-frame: the part that the kernel keeps contiguous.
fn headers_len(packet: &Packet) -> u16 {
    let meta = &packet.meta;
    let l4 = match meta.checksum {
        Checksum::Partial { start, .. } => start,
        Checksum::Verified | Checksum::Unverified => meta.l4,
    };
    let start = usize::from(meta.l3 + l4);
    let transport = match meta.gso.map(|gso| gso.kind) {
        Some(GsoKind::TcpV4 | GsoKind::TcpV6) => packet
            .buf
            .bytes()
            .get(start + 12)
            .map_or(20, |data_offset| usize::from(data_offset >> 4) * 4),
        Some(GsoKind::UdpL4) | None => 8,
    };
    (start + transport).min(packet.buf.len()) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::PacketBuf;

    fn packet(vlan: bool) -> Packet {
        let mut frame = vec![2; 12];
        if vlan {
            frame.extend([0x81, 0, 0, 5]);
        }
        frame.extend([0x08, 0x00]);
        let l3 = frame.len() as u16;
        frame.extend([0x45; 20]);
        frame.extend([0x80; 32 + 3000]);
        let mut packet = Packet {
            buf: PacketBuf::copy_from(&frame),
            meta: Meta::default(),
        };
        packet.meta.l3 = l3;
        packet.meta.checksum = Checksum::Partial {
            start: 20,
            offset: 16,
        };
        packet.meta.gso = Some(Gso {
            kind: GsoKind::TcpV4,
            ecn: true,
            fixed_id: false,
            size: 1448,
        });
        packet
    }

    #[test]
    fn the_layout_is_the_kernels() {
        let header = encode(&packet(false));
        let word = |at| u16_at(&header, at);
        assert_eq!(header[0..2], [NEEDS_CSUM, GSO_TCPV4 | GSO_ECN]);
        assert_eq!(word(2), 14 + 20 + 32, "headers up to the TCP options");
        assert_eq!((word(4), word(6), word(8)), (1448, 34, 16));
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        for vlan in [false, true] {
            let packet = packet(vlan);
            let mut meta = Meta::default();
            decode(&encode(&packet), packet.buf.bytes(), 0, &mut meta);
            assert_eq!(meta.l3, packet.meta.l3);
            assert_eq!(meta.checksum, packet.meta.checksum);
            assert_eq!(meta.gso, packet.meta.gso);
        }
    }

    #[test]
    fn a_checksum_that_starts_in_the_link_layer_is_not_believed() {
        let mut header = [0; LEN];
        header[0] = NEEDS_CSUM;
        header[6..8].copy_from_slice(&5u16.to_ne_bytes());
        let mut meta = Meta::default();
        decode(&header, &[0; 60], 0, &mut meta);
        assert_eq!(meta.checksum, Checksum::Unverified);
    }
}
