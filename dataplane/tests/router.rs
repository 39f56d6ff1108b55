//! What takes time or offloads: neighbours that are resolved or not, reassembly, super-frames,
//! redirects, limits, ports that fail.

mod rig;

use std::{io, os::fd::BorrowedFd};

use dataplane::{
    checksum,
    drop_reason::DropReason,
    io::{Capabilities, PortQueue, TxReport},
    packet::{Batch, Checksum, Gso, GsoKind, Packet, PacketBuf, Pool},
    route::{RouteKind, TableId},
    time::{Duration, Instant},
    wire::ipv4::Ipv4View,
    worker::Event,
};
use etherparse::{IpFragOffset, Ipv4Header, PacketBuilder, ip_number};
use rig::{HOST_L, HOST_R, LEFT, LEFT_MAC, Plan, RIGHT, RIGHT_MAC, Rig, index};

const L4: [u8; 4] = [10, 1, 0, 1];
const R4: [u8; 4] = [10, 2, 0, 1];
const ROUTER: [u8; 4] = [10, 1, 0, 254];

fn udp4(dst: [u8; 4]) -> Vec<u8> {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4(L4, dst, 64)
        .udp(4000, 5000)
        .write(&mut frame, b"hello")
        .expect("fits");
    frame
}

/// The ICMP type and code of a frame.
fn icmp(frame: &[u8]) -> (u8, u8) {
    assert_eq!(frame[23], 1, "not ICMP");
    (frame[34], frame[35])
}

#[test]
fn packets_wait_for_their_neighbour() {
    let mut rig = Rig::new();
    let (_, right) = rig.send(LEFT, &udp4([10, 2, 0, 7]));
    assert_eq!(right.len(), 1);
    assert_eq!(right[0][12..14], [8, 6], "who has 10.2.0.7?");
    assert_eq!(rig.router.held(), 1);

    let mac = [2, 0, 0, 0, 2, 7];
    let mut reply = Vec::new();
    reply.extend(RIGHT_MAC.0);
    reply.extend(mac);
    reply.extend([8, 6, 0, 1, 8, 0, 6, 4, 0, 2]);
    reply.extend(mac);
    reply.extend([10, 2, 0, 7]);
    reply.extend(RIGHT_MAC.0);
    reply.extend([10, 2, 0, 254]);
    let (_, right) = rig.send(RIGHT, &reply);
    assert_eq!(right.len(), 1);
    assert_eq!(right[0][..6], mac);
    assert_eq!(rig.router.held(), 0);

    // From now on nothing has to be asked.
    let (_, right) = rig.send(LEFT, &udp4([10, 2, 0, 7]));
    assert_eq!((right.len(), &right[0][..6]), (1, &mac[..]));
}

#[test]
fn a_neighbour_that_does_not_answer_is_unreachable() {
    let mut rig = Rig::new();
    rig.send(LEFT, &udp4([10, 2, 0, 8]));
    let mut answers = Vec::new();
    for _ in 0..40 {
        rig.now += Duration::from_millis(100);
        rig.work();
        answers.extend(std::iter::from_fn(|| rig.left.receive()));
    }
    assert_eq!(answers.len(), 1);
    assert_eq!(icmp(answers[0].buf.bytes()), (3, 1));
    assert_eq!(rig.dropped(DropReason::NeighFailed), 1);
    assert_eq!(rig.router.held(), 0);
}

fn fragment(offset: u16, more: bool, payload: &[u8]) -> Vec<u8> {
    let mut ip =
        Ipv4Header::new(payload.len() as u16, 64, ip_number::UDP, L4, ROUTER).expect("fits");
    ip.identification = 9;
    ip.dont_fragment = false;
    ip.more_fragments = more;
    ip.fragment_offset = IpFragOffset::try_new(offset / 8).expect("small");
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ip(etherparse::IpHeaders::Ipv4(ip, Default::default()))
        .write(&mut frame, ip_number::UDP, payload)
        .expect("fits");
    frame
}

#[test]
fn missing_fragments_are_reported_after_their_time() {
    let mut rig = Rig::new();
    let (left, _) = rig.send(LEFT, &fragment(0, true, &[0; 32]));
    assert!(left.is_empty());
    assert_eq!(rig.router.held(), 1);
    rig.now += Duration::from_secs(29);
    rig.work();
    assert!(rig.left.receive().is_none());
    rig.now += Duration::from_secs(2);
    rig.work();
    let report = rig.left.receive().expect("a report");
    assert_eq!(icmp(report.buf.bytes()), (11, 1));
    assert_eq!(rig.dropped(DropReason::FragReasmTimeout), 1);
}

#[test]
fn overlapping_fragments_condemn_their_packet() {
    let mut rig = Rig::new();
    rig.send(LEFT, &fragment(0, true, &[0; 32]));
    rig.send(LEFT, &fragment(0, true, &[0; 32]));
    assert_eq!(
        rig.dropped(DropReason::FragInvalid),
        1,
        "a duplicate is dropped alone"
    );
    assert_eq!(rig.router.held(), 1);
    rig.send(LEFT, &fragment(24, false, &[0; 32]));
    assert_eq!(rig.dropped(DropReason::FragInvalid), 3);
    assert_eq!(rig.router.held(), 0);
}

#[test]
fn fragments_are_limited_in_memory() {
    let mut plan = Plan::new();
    plan.sysctls.ipfrag_high_thresh = 10_000;
    let mut rig = plan.start();
    for id in 0..100 {
        let mut frame = fragment(0, true, &[0; 32]);
        frame[19] = id;
        dataplane::wire::ipv4::refresh_checksum(&mut frame[14..], 20);
        rig.send(LEFT, &frame);
    }
    assert!(rig.router.held() < 40);
    assert!(rig.dropped(DropReason::FragTableFull) > 60);
}

/// A TCP super-frame of `segments` segments of 1000 bytes, with a partial checksum.
fn super_frame(segments: usize) -> Packet {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4(L4, R4, 64)
        .tcp(1, 2, 1000, 4000)
        .ack(1)
        .psh()
        .write(&mut frame, &vec![0x5a; segments * 1000])
        .expect("fits");
    let len = (frame.len() - 34) as u32;
    let sum = checksum::pseudo_header(&L4, &R4, 6, len).folded();
    frame[50..52].copy_from_slice(&sum.to_be_bytes());
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&frame),
        ..Packet::default()
    };
    packet.meta.checksum = Checksum::Partial {
        start: 20,
        offset: 16,
    };
    packet.meta.gso = Some(Gso {
        kind: GsoKind::TcpV4,
        ecn: false,
        fixed_id: false,
        size: 1000,
    });
    packet
}

#[test]
fn a_super_frame_goes_through_whole_if_the_port_takes_it() {
    let mut plan = Plan::new();
    plan.capabilities = Capabilities {
        partial_checksum: true,
        tso4: true,
        tso6: true,
        uso: true,
    };
    let mut rig = plan.start();
    // Its segments fit into the MTU, so "don't fragment" is no obstacle.
    let (left, right) = rig.send_packet(LEFT, super_frame(20));
    assert_eq!((left.len(), right.len()), (0, 1));
    assert_eq!(right[0].len(), 14 + 20 + 20 + 20_000);
    assert_eq!(right[0][22], 63);
}

#[test]
fn a_super_frame_is_cut_for_a_port_that_needs_it() {
    let mut rig = Rig::new();
    let (_, right) = rig.send_packet(LEFT, super_frame(20));
    assert_eq!(right.len(), 20);
    for (n, frame) in right.iter().enumerate() {
        let view = Ipv4View::validate(&frame[14..]).expect("valid");
        assert_eq!(view.payload().len(), 1020);
        let sum = checksum::pseudo_header(&L4, &R4, 6, 1020).add(view.payload());
        assert!(sum.is_valid(), "segment {n}");
        let seq = u32::from_be_bytes([frame[38], frame[39], frame[40], frame[41]]);
        assert_eq!(seq as usize, 1000 + n * 1000);
    }
    assert_eq!(rig.totals().made, 19);
}

#[test]
fn segments_that_do_not_fit_are_reported() {
    let mut plan = Plan::new();
    plan.interface(RIGHT).mtu = 1000;
    let mut rig = plan.start();
    let (left, right) = rig.send_packet(LEFT, super_frame(3));
    assert!(right.is_empty());
    assert_eq!(icmp(&left[0]), (3, 4));
    assert_eq!(left[0][40..42], 1000u16.to_be_bytes());
}

#[test]
fn the_router_answers_itself_over_lo() {
    // An echo request whose source is one of the router's own addresses, let in by accept_local.
    let mut plan = Plan::new();
    plan.interface(LEFT).conf4.accept_local = true;
    let mut rig = plan.start();
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4([10, 2, 0, 254], ROUTER, 64)
        .icmpv4_echo_request(1, 2)
        .write(&mut frame, b"me")
        .expect("fits");
    let (left, right) = rig.send(LEFT, &frame);
    assert!(left.is_empty() && right.is_empty());
    // The request and the reply both ended in the router.
    assert_eq!((rig.totals().consumed, rig.totals().made), (2, 1));
}

#[test]
fn errors_to_one_host_are_limited() {
    let mut rig = Rig::new();
    let mut frame = udp4(R4);
    frame[22] = 1;
    dataplane::wire::ipv4::refresh_checksum(&mut frame[14..], 20);
    let sent: usize = (0..100).map(|_| rig.send(LEFT, &frame).0.len()).sum();
    assert_eq!(sent, 6, "the burst that Linux allows");
    rig.now += Duration::from_secs(1);
    assert_eq!(rig.send(LEFT, &frame).0.len(), 1);
}

#[test]
fn a_better_way_is_told_of_and_still_taken() {
    let mut plan = Plan::new();
    let via = Some("10.1.0.2");
    plan.route(
        TableId::MAIN,
        "10.50.0.0/16",
        RouteKind::Unicast,
        index(LEFT),
        via,
        None,
    );
    let mut rig = plan.start();
    rig.introduce(LEFT, "10.1.0.2", HOST_R);
    let (left, _) = rig.send(LEFT, &udp4([10, 50, 0, 1]));
    assert_eq!(left.len(), 2);
    assert_eq!(icmp(&left[0]), (5, 1));
    assert_eq!(left[0][38..42], [10, 1, 0, 2]);
    assert_eq!(left[1][..6], HOST_R.0);
}

#[test]
fn refusing_routes_say_why() {
    let mut plan = Plan::new();
    for (prefix, kind) in [
        ("10.60.0.0/16", RouteKind::Unreachable),
        ("10.61.0.0/16", RouteKind::Prohibit),
        ("10.62.0.0/16", RouteKind::Blackhole),
    ] {
        plan.route(TableId::MAIN, prefix, kind, index(LEFT), None, None);
    }
    let mut rig = plan.start();
    let mut answer = |second: u8| {
        rig.now += Duration::from_secs(10);
        rig.send(LEFT, &udp4([10, second, 0, 1]))
            .0
            .first()
            .map(|frame| icmp(frame))
    };
    assert_eq!(answer(60), Some((3, 1)));
    assert_eq!(answer(61), Some((3, 13)));
    assert_eq!(answer(62), None);
    assert_eq!(answer(63), Some((3, 0)));
    assert_eq!(rig.dropped(DropReason::RouteBlackhole), 1);
}

#[test]
fn forwarding_can_be_off() {
    let mut plan = Plan::new();
    plan.interface(LEFT).conf4.forwarding = false;
    plan.sysctls.ipv6_forwarding = false;
    let mut rig = plan.start();
    let (left, right) = rig.send(LEFT, &udp4(R4));
    assert!(left.is_empty() && right.is_empty());
    assert_eq!(rig.dropped(DropReason::ForwardingOff), 1);
}

/// A queue that fails when it is asked for frames.
struct Broken;

impl PortQueue for Broken {
    fn rx(&mut self, _: &mut Pool, _: &mut Batch, _: Instant) -> io::Result<usize> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        let failed = batch.len() as u32;
        for packet in batch.drain() {
            pool.recycle(packet);
        }
        TxReport {
            failed,
            ..TxReport::default()
        }
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

#[test]
fn a_port_that_fails_is_reported_once_and_survived() {
    let mut rig = Rig::new();
    rig.worker.attach(index(RIGHT), Box::new(Broken));
    rig.work();
    rig.work();
    let failures = |rig: &Rig| {
        let events = rig.events.try_iter();
        events
            .filter(|event| matches!(event, Event::PortFailed { .. }))
            .count()
    };
    assert_eq!(failures(&rig), 1);
    rig.send(LEFT, &udp4(R4));
    assert_eq!(rig.dropped(DropReason::TxFailed), 1);
    assert_eq!(failures(&rig), 0);
    // The other port works on.
    let mut echo = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4(L4, ROUTER, 64)
        .icmpv4_echo_request(1, 2)
        .write(&mut echo, b"still there?")
        .expect("fits");
    assert_eq!(rig.send(LEFT, &echo).0.len(), 1);
}
