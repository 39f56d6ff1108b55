//! Random frames: what routers meet, and what they should not.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dataplane::{
    checksum::{Sum, checksum, pseudo_header},
    iface::MacAddr,
    wire::{
        arp::{ArpFields, Operation},
        ethernet::{EtherType, EthernetFields},
        ndisc::{NdiscFields, solicited_node},
    },
};
use scenarios::oracle::Dice;

use crate::case::{Case, PORTS, host_mac, router_mac};

const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMPV6: u8 = 58;

/// A frame to be received by a port.
pub(crate) struct Arrival {
    pub(crate) port: usize,
    pub(crate) frame: Vec<u8>,
}

/// The `number`th frame of a case.
pub(crate) fn frame(case: &Case, dice: &mut Dice, number: usize) -> Arrival {
    let (port, mut bytes) = match dice.below(20) {
        0 => arp(case, dice),
        1 => nd(case, dice),
        2..=11 => v4(case, dice, number),
        _ => v6(case, dice, number),
    };
    match dice.below(60) {
        0 => bytes.truncate(dice.below(bytes.len() + 1)),
        1 => {
            let at = dice.below(bytes.len());
            bytes[at] = dice.byte();
        }
        2..=6 => bytes.resize(bytes.len().max(60), 0),
        _ => {}
    }
    Arrival { port, frame: bytes }
}

/// A link-layer header towards the router, mostly.
fn link(dice: &mut Dice, port: usize, host: u8, ethertype: EtherType) -> Vec<u8> {
    let dst = match dice.below(40) {
        0 => MacAddr::BROADCAST,
        1 => host_mac(port, 77),
        2 => MacAddr([0x01, 0, 0x5e, 0, 0, 1]),
        _ => router_mac(port),
    };
    let src = host_mac(port, host);
    EthernetFields {
        dst,
        src,
        ethertype,
    }
    .emit()
    .to_vec()
}

fn arp(case: &Case, dice: &mut Dice) -> (usize, Vec<u8>) {
    let (mut port, sender_ip) = case.host4(dice);
    if dice.chance(10) {
        port = dice.below(PORTS);
    }
    let target_ip = match dice.below(6) {
        0 => destination4(case, dice),
        1 => case.host4(dice).1,
        2 => sender_ip,
        _ => dice.pick(&case.own4).1,
    };
    let sender_ip = match dice.below(12) {
        0 => Ipv4Addr::UNSPECIFIED,
        1 => source4(case, dice).1,
        _ => sender_ip,
    };
    let operation = dice.pick(&[1, 1, 1, 2, 2, 3]);
    let sender_mac = host_mac(port, dice.pick(&[2, 3, 50, 51]));
    let arp = ArpFields {
        operation: Operation(operation),
        sender_mac,
        sender_ip,
        target_mac: dice.pick(&[MacAddr::ZERO, router_mac(port), sender_mac]),
        target_ip,
    };
    // Requests for others are answered late if they were broadcast: time is not compared here.
    let own = case.own4.iter().any(|(_, own)| *own == target_ip);
    let header = EthernetFields {
        dst: if own && dice.chance(70) {
            MacAddr::BROADCAST
        } else {
            router_mac(port)
        },
        src: sender_mac,
        ethertype: EtherType::ARP,
    };
    (port, [&header.emit()[..], &arp.emit()].concat())
}

fn nd(case: &Case, dice: &mut Dice) -> (usize, Vec<u8>) {
    let (port, host) = case.host6(dice);
    let own: Vec<Ipv6Addr> = case
        .own6
        .iter()
        .filter(|(at, _)| *at == port)
        .map(|(_, own)| *own)
        .collect();
    let own = dice.pick(&own);
    let other = case.host6(dice).1;
    let src = match dice.below(8) {
        0 => Ipv6Addr::UNSPECIFIED,
        1 => Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0x55),
        _ => host,
    };
    let mac = Some(host_mac(port, dice.pick(&[2, 3, 50]))).filter(|_| dice.chance(70));
    let (dst, message) = match dice.below(8) {
        0 => {
            let message = NdiscFields::NeighbourAdvertisement {
                router: dice.chance(50),
                solicited: dice.chance(50),
                override_: dice.chance(50),
                target: dice.pick(&[host, other, own]),
                target_mac: mac,
            };
            (dice.pick(&[own, all_nodes()]), message)
        }
        1 => {
            let routers = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 2);
            (routers, NdiscFields::RouterSolicitation { source_mac: mac })
        }
        _ => {
            let target = dice.pick(&[own, own, own, other]);
            let dst = dice.pick(&[solicited_node(target), own, target, all_nodes()]);
            let message = NdiscFields::NeighbourSolicitation {
                target,
                source_mac: mac,
            };
            (dst, message)
        }
    };
    let mut body = Vec::new();
    message.emit(&mut body);
    let hop_limit = dice.pick(&[255, 255, 255, 255, 255, 255, 64]);
    fill_icmp6(dice, src, dst, &mut body);
    let packet = header6(0, src, dst, ICMPV6, hop_limit, &body);
    let link_dst = if dst.is_multicast() {
        let [.., a, b, c, d] = dst.octets();
        MacAddr([0x33, 0x33, a, b, c, d])
    } else {
        router_mac(port)
    };
    let header = EthernetFields {
        dst: link_dst,
        src: host_mac(port, 2),
        ethertype: EtherType::IPV6,
    };
    (port, [&header.emit()[..], &packet].concat())
}

fn all_nodes() -> Ipv6Addr {
    Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1)
}

/// Where from: by which port, and the address.
fn source4(case: &Case, dice: &mut Dice) -> (usize, Ipv4Addr) {
    let (port, host) = case.host4(dice);
    let address = match dice.below(20) {
        0 if !case.routes4.is_empty() => inside4(case, dice),
        1 => case.host4(dice).1,
        2 => dice.pick(&case.own4).1,
        3 => dice.pick(&[
            Ipv4Addr::UNSPECIFIED,
            Ipv4Addr::LOCALHOST,
            Ipv4Addr::BROADCAST,
            Ipv4Addr::new(0, 0, 0, 9),
            Ipv4Addr::new(224, 0, 0, 1),
            Ipv4Addr::new(240, 0, 0, 1),
            Ipv4Addr::new(10, 0, 0, 255),
        ]),
        4 => Ipv4Addr::from(dice.bits() as u32),
        _ => host,
    };
    (port, address)
}

/// An address that a route is for.
fn inside4(case: &Case, dice: &mut Dice) -> Ipv4Addr {
    let net = dice.pick(&case.routes4);
    let mask = u32::MAX.checked_shr(net.prefix_len().into()).unwrap_or(0);
    Ipv4Addr::from(u32::from(net.network()) | (dice.bits() as u32 & mask))
}

fn inside6(case: &Case, dice: &mut Dice) -> Ipv6Addr {
    let net = dice.pick(&case.routes6);
    let mask = u128::MAX.checked_shr(net.prefix_len().into()).unwrap_or(0);
    let host = u128::from(dice.bits()) << 64 | u128::from(dice.bits());
    Ipv6Addr::from(u128::from(net.network()) | (host & mask))
}

fn destination4(case: &Case, dice: &mut Dice) -> Ipv4Addr {
    match dice.below(20) {
        0..=7 if !case.routes4.is_empty() => inside4(case, dice),
        8..=12 => dice.pick(&case.own4).1,
        13 => dice.pick(&case.subnets4).1.broadcast(),
        14 => dice.pick(&case.subnets4).1.network(),
        15 => dice.pick(&[
            Ipv4Addr::BROADCAST,
            Ipv4Addr::new(224, 0, 0, 1),
            Ipv4Addr::new(224, 0, 0, 5),
            Ipv4Addr::new(239, 1, 1, 1),
            Ipv4Addr::LOCALHOST,
            Ipv4Addr::UNSPECIFIED,
            Ipv4Addr::new(0, 1, 2, 3),
            Ipv4Addr::new(240, 0, 0, 1),
            Ipv4Addr::new(169, 254, 1, 1),
        ]),
        16 => Ipv4Addr::from(dice.bits() as u32),
        _ => case.host4(dice).1,
    }
}

fn v4(case: &Case, dice: &mut Dice, number: usize) -> (usize, Vec<u8>) {
    let (port, mut src) = source4(case, dice);
    let mut dst = destination4(case, dice);
    if case.redirects && dice.chance(60) {
        // Redirects are limited by source: a new one for each.
        let (at, subnet) = dice.pick(&case.subnets4);
        if at == port && subnet.prefix_len() <= 24 {
            src = Ipv4Addr::from(u32::from(subnet.network()) | (20 + number as u32 % 200));
        }
        if dice.chance(50) {
            dst = case.host4(dice).1;
        }
    }
    let ttl = dice.pick(&[64, 64, 64, 64, 64, 64, 255, 3, 2, 1, 1, 0]);
    let flags = match dice.below(12) {
        0 => 0x2000,
        1 => dice.pick(&[1, 2, 185, 0x1fff]),
        2 => 0x2000 | dice.pick(&[1, 100]),
        3 => 0x8000,
        4 => 0x6000,
        5..=8 => 0x4000,
        _ => 0,
    };
    let (protocol, mut payload) = transport(case, dice, src.into(), dst.into());
    if flags & 0x2000 != 0 {
        payload.truncate(payload.len() & !7);
    }
    let options = if dice.chance(12) {
        options4(case, dice)
    } else {
        Vec::new()
    };
    let tos = dice.pick(&[0, 0, 0, 0x08, 0x10, 0x1c, 0x02, 0xb8, 0x04]);
    let id = dice.bits() as u16;
    let header = Header4 {
        tos,
        id,
        flags,
        ttl,
        protocol,
        src,
        dst,
    };
    let mut packet = header4(&header, &options, &payload);
    match dice.below(50) {
        0 => packet[10] ^= 1,
        1 => resum(&mut packet, |p| {
            p[3] = p[3].wrapping_add(dice.pick(&[1, 8, 255, 240]))
        }),
        2 => resum(&mut packet, |p| {
            p[0] = dice.pick(&[0x44, 0x65, 0x46, 0x4f, 0x05, 0x55])
        }),
        3 => resum(&mut packet, |p| p[2..4].fill(0)),
        _ => {}
    }
    let mut bytes = link(dice, port, 2, EtherType::IPV4);
    bytes.extend(packet);
    (port, bytes)
}

/// The values of an IPv4 header.
struct Header4 {
    tos: u8,
    id: u16,
    flags: u16,
    ttl: u8,
    protocol: u8,
    src: Ipv4Addr,
    dst: Ipv4Addr,
}

fn header4(fields: &Header4, options: &[u8], payload: &[u8]) -> Vec<u8> {
    let header = 20 + options.len();
    let total = (header + payload.len()) as u16;
    let mut packet = vec![0x40 | (header / 4) as u8, fields.tos];
    packet.extend(total.to_be_bytes());
    packet.extend(fields.id.to_be_bytes());
    packet.extend(fields.flags.to_be_bytes());
    packet.extend([fields.ttl, fields.protocol, 0, 0]);
    packet.extend(fields.src.octets());
    packet.extend(fields.dst.octets());
    packet.extend(options);
    let sum = checksum(&packet);
    packet[10..12].copy_from_slice(&sum.to_be_bytes());
    packet.extend(payload);
    packet
}

/// Changes an IPv4 header and makes its checksum right again.
fn resum(packet: &mut [u8], change: impl FnOnce(&mut [u8])) {
    change(packet);
    let len = (usize::from(packet[0] & 15) * 4).clamp(20, packet.len());
    packet[10..12].fill(0);
    let sum = checksum(&packet[..len]);
    packet[10..12].copy_from_slice(&sum.to_be_bytes());
}

fn options4(case: &Case, dice: &mut Dice) -> Vec<u8> {
    let hop = match dice.below(3) {
        0 => dice.pick(&case.own4).1,
        1 => case.host4(dice).1,
        _ => destination4(case, dice),
    };
    let address = hop.octets();
    let mut options = match dice.below(14) {
        0 => vec![1, 1, 1, 1],
        1 => vec![0x94, 4, 0, 0],
        // Record route: empty, and half full.
        2 => [&[7, 11, 4][..], &[0; 8]].concat(),
        3 => [&[7, 11, 8, 9, 9, 9, 9][..], &[0; 4]].concat(),
        4 => [&[7, 7, 8][..], &[0; 4]].concat(),
        // Malformed: too short, pointer too small, longer than the header.
        5 => vec![7, 3, 4, 0],
        6 => vec![7, 7, 3, 0, 0, 0, 0],
        7 => vec![7, 40, 4, 0],
        8 => vec![7, 0],
        // Source routes: loose, strict, at their end, malformed.
        9 => [&[0x83, 7, 4][..], &address].concat(),
        10 => [&[0x89, 7, 4][..], &address].concat(),
        11 => [&[0x83, 7, 8][..], &address].concat(),
        12 => [&[0x83, 6, 4][..], &address[1..]].concat(),
        // Unknown.
        _ => vec![0x99, 6, 1, 2, 3, 4],
    };
    let len = options.len().next_multiple_of(4);
    options.resize(len, 0);
    options
}

/// A transport header and payload.
fn transport(case: &Case, dice: &mut Dice, src: IpAddr, dst: IpAddr) -> (u8, Vec<u8>) {
    let size = match dice.below(10) {
        0 => 1200 + dice.below(300),
        1 => 0,
        _ => dice.below(80),
    };
    let data = dice.bytes(size);
    let icmp = if src.is_ipv4() { ICMP } else { ICMPV6 };
    let (protocol, mut body) = match dice.below(10) {
        0..=2 => {
            let mut udp = Vec::new();
            udp.extend(dice.pick(&[1024, 1500, 5353u16]).to_be_bytes());
            udp.extend(dice.pick(&[33434, 53, 80, 7u16]).to_be_bytes());
            let len = match dice.below(20) {
                0 => dice.bits() as u16,
                _ => 8 + data.len() as u16,
            };
            udp.extend(len.to_be_bytes());
            udp.extend([0, 0]);
            udp.extend(data);
            (UDP, udp)
        }
        3..=5 => {
            let mut tcp = Vec::new();
            tcp.extend(dice.pick(&[1024, 1500u16]).to_be_bytes());
            tcp.extend(dice.pick(&[80, 443u16]).to_be_bytes());
            tcp.extend(dice.bytes(8));
            let offset = dice.pick(&[5, 5, 5, 5, 6, 4, 15]);
            let flags = dice.pick(&[0x02, 0x10, 0x18, 0x04, 0x12, 0x11, 0x00, 0x14, 0xc2]);
            tcp.extend([offset << 4, flags, 0x20, 0, 0, 0, 0, 0]);
            tcp.extend(data);
            (TCP, tcp)
        }
        6..=7 => {
            let kind = if src.is_ipv4() {
                dice.pick(&[8, 8, 8, 8, 0, 13, 17, 42])
            } else {
                dice.pick(&[128, 128, 128, 128, 129, 130, 200])
            };
            let code = dice.pick(&[0, 0, 0, 0, 0, 0, 1]);
            (icmp, [&[kind, code, 0, 0, 1, 2, 0, 7][..], &data].concat())
        }
        8 => (icmp, icmp_error(case, dice, src, dst)),
        _ => {
            let protocol = dice.pick(&[253, 132, 47, 4, 41, 50, 255, 2, 0]);
            return (protocol, data);
        }
    };
    let at = match protocol {
        TCP => 16,
        UDP => 6,
        _ => 2,
    };
    if protocol == UDP && src.is_ipv4() && dice.chance(20) {
        return (protocol, body);
    }
    let sum = if protocol == ICMP {
        Sum::ZERO
    } else {
        let len = body.len() as u32;
        match (src, dst) {
            (IpAddr::V4(src), IpAddr::V4(dst)) => {
                pseudo_header(&src.octets(), &dst.octets(), protocol, len)
            }
            (IpAddr::V6(src), IpAddr::V6(dst)) => {
                pseudo_header(&src.octets(), &dst.octets(), protocol, len)
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => Sum::ZERO,
        }
    };
    let sum = sum.add(&body).complement();
    body[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    if dice.chance(6) {
        body[at] ^= 0x55;
    }
    if dice.chance(3) {
        body.truncate(dice.below(body.len()));
    }
    (protocol, body)
}

/// An ICMP error about a packet that went the other way. The inner packet is never ICMP: the kernel
/// would learn from that, for its own packets.
fn icmp_error(case: &Case, dice: &mut Dice, src: IpAddr, dst: IpAddr) -> Vec<u8> {
    let mut inner = vec![UDP; 8];
    inner.extend(dice.bytes(20));
    match (src, dst) {
        (IpAddr::V4(src), IpAddr::V4(dst)) => {
            let other = destination4(case, dice);
            let quoted = Header4 {
                tos: 0,
                id: 1,
                flags: 0,
                ttl: 3,
                protocol: dice.pick(&[UDP, TCP]),
                src: dst,
                dst: dice.pick(&[src, other]),
            };
            let kind = dice.pick(&[3, 3, 11, 12, 4, 5]);
            let code = dice.pick(&[0, 1, 3, 4, 13, 99]);
            let mut body = vec![kind, code, 0, 0, 0, 0, 4, 0];
            body.extend(header4(&quoted, &[], &inner));
            body
        }
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            let kind = dice.pick(&[1, 2, 3, 4, 100]);
            let mut body = vec![kind, dice.pick(&[0, 1, 3, 4]), 0, 0, 0, 0, 5, 0];
            body.extend(header6(0, dst, src, UDP, 3, &inner));
            body
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => Vec::new(),
    }
}

fn source6(case: &Case, dice: &mut Dice) -> (usize, Ipv6Addr) {
    let (port, host) = case.host6(dice);
    let address = match dice.below(20) {
        0 if !case.routes6.is_empty() => inside6(case, dice),
        1 => case.host6(dice).1,
        2 => dice.pick(&case.own6).1,
        3 => dice.pick(&[
            Ipv6Addr::UNSPECIFIED,
            Ipv6Addr::LOCALHOST,
            all_nodes(),
            Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 9),
            Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0x0a00, 2),
        ]),
        4 => Ipv6Addr::new(0x2001, 0xdb9, 0x300, 0, 0, 0, 0, dice.bits() as u16),
        5 | 6 => Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 2),
        _ => host,
    };
    (port, address)
}

fn destination6(case: &Case, dice: &mut Dice, port: usize) -> Ipv6Addr {
    match dice.below(20) {
        0..=7 if !case.routes6.is_empty() => inside6(case, dice),
        8..=11 => dice.pick(&case.own6).1,
        12 => router_link_local(port),
        13 => dice.pick(&case.subnets6).1.network(),
        14 => dice.pick(&[
            all_nodes(),
            Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 2),
            Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 5),
            Ipv6Addr::new(0xff05, 0, 0, 0, 0, 0, 0, 2),
            Ipv6Addr::new(0xff0e, 0, 0, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0xff01, 0, 0, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 1),
            Ipv6Addr::LOCALHOST,
            Ipv6Addr::UNSPECIFIED,
            Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 9),
            Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0x0a00, 2),
        ]),
        15 => Ipv6Addr::new(0x2001, 0xdb9, 0x300, 0, 0, 0, 0, dice.bits() as u16),
        _ => case.host6(dice).1,
    }
}

fn router_link_local(port: usize) -> Ipv6Addr {
    let [.., a, b] = router_mac(port).0;
    Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0xff, 0xfe00, u16::from_be_bytes([a, b]))
}

fn header6(
    class_and_label: u32,
    src: Ipv6Addr,
    dst: Ipv6Addr,
    next: u8,
    hop_limit: u8,
    payload: &[u8],
) -> Vec<u8> {
    let mut packet = (0x6000_0000 | class_and_label).to_be_bytes().to_vec();
    packet.extend((payload.len() as u16).to_be_bytes());
    packet.extend([next, hop_limit]);
    packet.extend(src.octets());
    packet.extend(dst.octets());
    packet.extend(payload);
    packet
}

/// Makes an ICMPv6 message's checksum right, mostly.
fn fill_icmp6(dice: &mut Dice, src: Ipv6Addr, dst: Ipv6Addr, body: &mut [u8]) {
    let len = body.len() as u32;
    let sum = pseudo_header(&src.octets(), &dst.octets(), ICMPV6, len).add(body);
    body[2..4].copy_from_slice(&sum.complement().to_be_bytes());
    if dice.chance(4) {
        body[2] ^= 0x55;
    }
}

fn v6(case: &Case, dice: &mut Dice, number: usize) -> (usize, Vec<u8>) {
    let (port, mut src) = source6(case, dice);
    let mut dst = destination6(case, dice, port);
    if case.redirects && dice.chance(40) {
        let (at, subnet) = dice.pick(&case.subnets6);
        if at == port && subnet.prefix_len() <= 112 {
            let host = 0x20 + number as u128;
            src = Ipv6Addr::from(u128::from(subnet.network()) | host);
        }
        if dice.chance(50) {
            dst = case.host6(dice).1;
        }
    }
    let (mut next, mut payload) = transport(case, dice, src.into(), dst.into());
    for _ in 0..dice.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 2]) {
        (next, payload) = extension(case, dice, next, payload);
    }
    let hop_limit = dice.pick(&[64, 64, 64, 64, 64, 64, 255, 3, 2, 1, 1, 0]);
    let class_and_label = dice.pick(&[0, 0, 0, 0x0200_0000, 0x0b80_0000, 0x0001_2345]);
    let mut packet = header6(class_and_label, src, dst, next, hop_limit, &payload);
    match dice.below(60) {
        0 => packet[5] = packet[5].wrapping_add(dice.pick(&[1, 8, 255, 240])),
        1 => packet[0] = dice.pick(&[0x40, 0x50, 0x70]),
        2 => packet[4..6].fill(0),
        _ => {}
    }
    let mut bytes = link(dice, port, 2, EtherType::IPV6);
    bytes.extend(packet);
    (port, bytes)
}

/// Puts an extension header in front.
fn extension(case: &Case, dice: &mut Dice, next: u8, payload: Vec<u8>) -> (u8, Vec<u8>) {
    let (kind, header) = match dice.below(16) {
        0 | 1 => (0, options6(dice, next)),
        2 | 3 => (60, options6(dice, next)),
        // Fragments: the first, another, the last, one that is whole, a misaligned one.
        4..=7 => {
            let offset = dice.pick(&[1, 0, 0x0009, 0x0010, 0x0001, 0xfff9]);
            let [a, b] = u16::to_be_bytes(offset);
            (44, vec![next, 0, a, b, 0, 0, 0, dice.byte()])
        }
        8 | 9 => {
            let segments = dice.pick(&[0, 1]);
            let kind = dice.pick(&[0, 2, 4, 9]);
            let hops = [case.host6(dice).1, dice.pick(&case.own6).1];
            let hop = dice.pick(&hops);
            let mut header = vec![next, 2, kind, segments, 0, 0, 0, 0];
            header.extend(hop.octets());
            (43, header)
        }
        10 => (51, [&[next, 4][..], &[0; 22]].concat()),
        11 => (59, Vec::new()),
        12 => (135, vec![next, 0, 0, 0, 0, 0, 0, 0]),
        // Longer than what follows.
        13 => (60, vec![next, 200, 1, 4, 0, 0, 0, 0]),
        _ => (0, options6(dice, next)),
    };
    let mut payload = [header, payload].concat();
    if kind == 44 && payload[3] & 1 != 0 {
        payload.truncate(8 + (payload.len() - 8) / 8 * 8);
    }
    (kind, payload)
}

/// A hop-by-hop or destination options header.
fn options6(dice: &mut Dice, next: u8) -> Vec<u8> {
    let options: &[u8] = match dice.below(12) {
        0 | 1 => &[1, 4, 0, 0, 0, 0],
        2 => &[0, 0, 0, 0, 0, 0],
        // Router alert.
        3 | 4 => &[5, 2, 0, 0, 1, 0],
        // Unknown: skip, drop, tell, tell unless multicast.
        5 => &[0x1e, 4, 1, 2, 3, 4],
        6 => &[0x5e, 4, 1, 2, 3, 4],
        7 => &[0x9e, 4, 1, 2, 3, 4],
        8 => &[0xde, 4, 1, 2, 3, 4],
        // Longer than the header.
        9 => &[0x1e, 9, 1, 2, 3, 4],
        // Jumbo payload of a small packet.
        10 => &[0xc2, 4, 0, 0, 0, 40],
        // Padding that is not zero.
        _ => &[1, 4, 0, 0, 7, 0],
    };
    [&[next, 0], options].concat()
}
