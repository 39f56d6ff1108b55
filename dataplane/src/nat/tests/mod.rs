//! Translation, with packets made by hand.

mod address;
mod binding;
mod gate;
mod hook;
mod icmp_error;
mod rewrite;

use std::net::{IpAddr, SocketAddr};

use crate::{conntrack::Tuple, wire::ipv4::protocol};
pub(super) use crate::{
    nat::ports::inverse as answer,
    wire::ipv4::protocol::{GRE, SCTP},
};

/// The tuple of packets from `src` to `dst`: addresses with ports.
pub(super) fn tuple(proto: u8, src: &str, dst: &str) -> Tuple {
    let [src, dst]: [SocketAddr; 2] = [src, dst].map(|end| end.parse().expect("address and port"));
    let mut tuple = Tuple {
        src: [0; 16],
        dst: [0; 16],
        src_port: src.port(),
        dst_port: dst.port(),
        ipv6: src.is_ipv6(),
        proto,
        zone: 0,
    };
    tuple.set_src(src.ip());
    tuple.set_dst(dst.ip());
    tuple
}

/// The tuple of echo requests (type 8 or 128) with an identifier.
pub(super) fn echo(src: &str, dst: &str, id: u16) -> Tuple {
    let [src, dst]: [IpAddr; 2] = [src, dst].map(|end| end.parse().expect("an address"));
    let (proto, kind) = if src.is_ipv6() {
        (protocol::ICMPV6, 128)
    } else {
        (protocol::ICMP, 8)
    };
    let mut tuple = tuple(proto, "0.0.0.0:0", "0.0.0.0:0");
    tuple.ipv6 = src.is_ipv6();
    tuple.set_src(src);
    tuple.set_dst(dst);
    tuple.src_port = id;
    tuple.dst_port = kind << 8;
    tuple
}

/// A packet with this tuple: IP header, transport header, payload, and right checksums.
pub(super) fn packet(tuple: &Tuple, payload: &[u8]) -> Vec<u8> {
    with_extension(tuple, &[], payload)
}

/// The same, with extension headers of `ext` bytes before the transport header: destination options
/// that are padding.
pub(super) fn with_extension(tuple: &Tuple, ext: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut l4 = transport(tuple, payload);
    let total = ext.len() + l4.len();
    let mut packet = if tuple.ipv6 {
        let mut header = vec![0x60, 0, 0, 0];
        header.extend((total as u16).to_be_bytes());
        header.extend([if ext.is_empty() { tuple.proto } else { 60 }, 64]);
        header.extend(tuple.src);
        header.extend(tuple.dst);
        header.extend(ext);
        header
    } else {
        let mut header = vec![0x45, 0];
        header.extend((20 + total as u16).to_be_bytes());
        header.extend([0x12, 0x34, 0x40, 0, 64, tuple.proto, 0, 0]);
        header.extend(&tuple.src[..4]);
        header.extend(&tuple.dst[..4]);
        let sum = slow_sum(&header);
        header[10..12].copy_from_slice(&(!sum).to_be_bytes());
        header
    };
    if let Some(at) = checksum_place(tuple.proto) {
        let sum = !slow_sum(&[pseudo(tuple, l4.len()), l4.clone()].concat());
        let udp = matches!(tuple.proto, protocol::UDP | protocol::UDPLITE);
        let sum = if udp && sum == 0 { 0xffff } else { sum };
        l4[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    } else if tuple.proto == SCTP {
        crate::wire::sctp::refresh_checksum(&mut l4);
    }
    packet.extend(l4);
    packet
}

fn transport(tuple: &Tuple, payload: &[u8]) -> Vec<u8> {
    let [src, dst] = [tuple.src_port, tuple.dst_port].map(u16::to_be_bytes);
    let ports = [src[0], src[1], dst[0], dst[1]];
    let mut header = match tuple.proto {
        protocol::TCP => [
            &ports[..],
            &[0, 0, 0, 1, 0, 0, 0, 2, 0x50, 0x18, 1, 0, 0, 0, 0, 0],
        ]
        .concat(),
        protocol::UDP | protocol::UDPLITE => {
            let len = (8 + payload.len() as u16).to_be_bytes();
            [&ports[..], &len, &[0, 0]].concat()
        }
        protocol::ICMP | protocol::ICMPV6 => vec![dst[0], dst[1], 0, 0, src[0], src[1], 0, 7],
        SCTP => [&ports[..], &[9; 4], &[0; 4]].concat(),
        GRE => vec![0x30, 1, 0x88, 0x0b, 0, 0, dst[0], dst[1], 0, 0, 0, 1],
        _ => Vec::new(),
    };
    header.extend(payload);
    header
}

/// A TCP segment without payload: the flags, the sequence number and what it acknowledges.
pub(super) fn segment(tuple: &Tuple, flags: u8, seq: u32, ack: u32) -> Vec<u8> {
    let mut bytes = packet(tuple, b"");
    let at = if tuple.ipv6 { 40 } else { 20 };
    let l4 = &mut bytes[at..];
    l4[4..8].copy_from_slice(&seq.to_be_bytes());
    l4[8..12].copy_from_slice(&ack.to_be_bytes());
    l4[13] = flags;
    l4[16..18].fill(0);
    let sum = !slow_sum(&[pseudo(tuple, l4.len()), l4.to_vec()].concat());
    l4[16..18].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// Where the checksum of a protocol is that is the one's complement sum.
pub(super) fn checksum_place(proto: u8) -> Option<usize> {
    match proto {
        protocol::TCP => Some(16),
        protocol::UDP | protocol::UDPLITE => Some(6),
        protocol::ICMP | protocol::ICMPV6 => Some(2),
        _ => None,
    }
}

/// The pseudo-header of a transport header and payload of `len` bytes; ICMP of IPv4 has none.
pub(super) fn pseudo(tuple: &Tuple, len: usize) -> Vec<u8> {
    if tuple.proto == protocol::ICMP {
        return Vec::new();
    }
    let addresses = if tuple.ipv6 { 16 } else { 4 };
    let mut bytes = [&tuple.src[..addresses], &tuple.dst[..addresses]].concat();
    bytes.extend((len as u32).to_be_bytes());
    bytes.extend([0, 0, 0, tuple.proto]);
    bytes
}

/// The one's complement sum, word by word.
pub(super) fn slow_sum(bytes: &[u8]) -> u16 {
    bytes.chunks(2).fold(0, |sum: u16, pair| {
        let word = u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]);
        let (sum, carry) = sum.overflowing_add(word);
        sum + u16::from(carry)
    })
}

/// Checks that `bytes` is what [`packet`] would make of `tuple`, checksums included: those of zero
/// and 0xffff are one number.
#[track_caller]
pub(super) fn assert_packet(bytes: &[u8], tuple: &Tuple, payload: &[u8]) {
    assert_eq!(bytes, packet(tuple, payload), "packet of {tuple:?}");
}
