//! The packet path from wire to wire. Frames are built and read by etherparse, as an independent
//! opinion.

mod rig;

use dataplane::drop_reason::DropReason;
use etherparse::{PacketBuilder, SlicedPacket, TransportSlice};
use rig::{HOST_L, HOST_R, LEFT, LEFT_MAC, RIGHT, RIGHT_MAC, Rig};

const L4: [u8; 4] = [10, 1, 0, 1];
const R4: [u8; 4] = [10, 2, 0, 1];
const L6: &str = "fd00:1::1";
const R6: &str = "fd00:2::1";

fn v6(text: &str) -> [u8; 16] {
    text.parse::<std::net::Ipv6Addr>()
        .expect("an address")
        .octets()
}

fn udp4(dst: [u8; 4], ttl: u8, payload: &[u8]) -> Vec<u8> {
    let builder = PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4(L4, dst, ttl)
        .udp(4000, 5000);
    let mut frame = Vec::new();
    builder.write(&mut frame, payload).expect("fits");
    frame
}

fn udp6(dst: &str, hop_limit: u8, payload: &[u8]) -> Vec<u8> {
    let builder = PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv6(v6(L6), v6(dst), hop_limit)
        .udp(4000, 5000);
    let mut frame = Vec::new();
    builder.write(&mut frame, payload).expect("fits");
    frame
}

/// The frame's bytes from the network header on, when its checksums are right.
fn checked(frame: &[u8]) -> SlicedPacket<'_> {
    let sliced = SlicedPacket::from_ethernet(frame).expect("well-formed");
    if let Some(etherparse::NetSlice::Ipv4(ip)) = &sliced.net {
        let header = ip.header().to_header();
        assert_eq!(header.header_checksum, header.calc_header_checksum());
    }
    sliced
}

#[test]
fn ipv4_is_forwarded() {
    let mut rig = Rig::new();
    let (left, right) = rig.send(LEFT, &udp4(R4, 64, b"hello"));
    assert_eq!((left.len(), right.len()), (0, 1));
    let frame = &right[0];
    assert_eq!(frame[..6], HOST_R.0);
    assert_eq!(frame[6..12], RIGHT_MAC.0);
    let sliced = checked(frame);
    let Some(etherparse::NetSlice::Ipv4(ip)) = sliced.net else {
        panic!("not IPv4");
    };
    assert_eq!(ip.header().ttl(), 63);
    assert_eq!(rig.totals().forwarded, 1);
}

#[test]
fn ipv6_is_forwarded() {
    let mut rig = Rig::new();
    let (left, right) = rig.send(LEFT, &udp6(R6, 64, b"hello"));
    assert_eq!((left.len(), right.len()), (0, 1));
    assert_eq!(right[0][14 + 7], 63);
    assert_eq!(right[0][..6], HOST_R.0);
}

#[test]
fn echo_is_answered() {
    let mut rig = Rig::new();
    let builder = PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4(L4, [10, 1, 0, 254], 64)
        .icmpv4_echo_request(7, 9);
    let mut frame = Vec::new();
    builder.write(&mut frame, b"data").expect("fits");
    let (left, _) = rig.send(LEFT, &frame);
    let sliced = checked(&left[0]);
    let Some(TransportSlice::Icmpv4(icmp)) = sliced.transport else {
        panic!("not ICMP");
    };
    assert_eq!(icmp.type_u8(), 0);
    assert_eq!(icmp.payload(), b"data");
    let mut header = icmp.header();
    let sum = header.checksum;
    header.update_checksum(icmp.payload());
    assert_eq!(header.checksum, sum);
}

#[test]
fn the_hop_limit_ends_the_way() {
    let mut rig = Rig::new();
    let (left, right) = rig.send(LEFT, &udp4(R4, 1, b"hello"));
    assert!(right.is_empty());
    let sliced = checked(&left[0]);
    let Some(etherparse::NetSlice::Ipv4(ip)) = &sliced.net else {
        panic!("not IPv4");
    };
    assert_eq!(ip.header().source(), [10, 1, 0, 254]);
    assert_eq!(ip.header().to_header().dscp.value() << 2, 0xc0);
    let Some(TransportSlice::Icmpv4(icmp)) = sliced.transport else {
        panic!("not ICMP");
    };
    assert_eq!((icmp.type_u8(), icmp.code_u8()), (11, 0));
    assert_eq!(rig.dropped(DropReason::TtlExpired), 1);

    let (left, _) = rig.send(LEFT, &udp6(R6, 1, b"hello"));
    assert_eq!((left[0][14 + 40], left[0][14 + 41]), (3, 0));
    assert_eq!(left[0][14 + 8..14 + 24], v6("fd00:1::fe"));
}

#[test]
fn vlans_are_tagged_and_untagged() {
    let mut rig = Rig::new();
    let (_, right) = rig.send(LEFT, &udp4([10, 3, 0, 1], 64, b"hello"));
    assert_eq!(right[0][12..18], [0x81, 0, 0, 100, 8, 0]);
    // And back.
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_R.0, RIGHT_MAC.0)
        .single_vlan(etherparse::VlanId::try_new(100).expect("small"))
        .ipv4([10, 3, 0, 1], L4, 9)
        .udp(1, 2)
        .write(&mut frame, b"back")
        .expect("fits");
    let (left, _) = rig.send(RIGHT, &frame);
    assert_eq!(left[0][12..14], [8, 0]);
    frame[15] = 101;
    rig.send(RIGHT, &frame);
    assert_eq!(rig.dropped(DropReason::VlanUnknown), 1);
}
