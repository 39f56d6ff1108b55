//! Each target by itself.

use super::*;
use crate::{
    checksum::pseudo_header,
    conntrack::Ct,
    filter::targets::{
        Classify, CtTarget, DscpTarget, EcnTarget, Log, LogOptions, MarkTarget, Tcpmss, TosTarget,
        TtlTarget, Zone, ZoneDirection,
    },
    packet::{Checksum, Mark},
    trace::LogKind,
    wire::ipv4::Ipv4View,
};

/// Takes a packet to a target on its way from left to right.
fn apply(target: Target, packet: &mut Packet) -> (Result<(), DropReason>, Bench) {
    let family = packet.family();
    let ruleset = || {
        let rules = vec![rule(IpMatch::default(), Vec::new(), target.clone())];
        Chains::of(TableKind::Mangle, Policy::Accept)
            .chain("FORWARD", rules)
            .at(Hook::Forward)
    };
    let mut bench = Bench::with(ruleset(), ruleset());
    let result = bench.traverse((family, Hook::Forward), packet);
    (result, bench)
}

fn applied(target: Target, mut packet: Packet) -> Packet {
    assert_eq!(apply(target, &mut packet).0, Ok(()));
    packet
}

fn is_intact(packet: &Packet) -> bool {
    let Ok(view) = Ipv4View::validate(packet.network()) else {
        return false;
    };
    let (src, dst) = (view.src().octets(), view.dst().octets());
    let len = view.payload().len() as u32;
    let sum = pseudo_header(&src, &dst, view.protocol(), len);
    sum.add(view.payload()).is_valid()
}

#[test]
fn marks_are_set_by_value_and_mask() {
    let mark = |value, mask| Target::Mark(MarkTarget { value, mask });
    let mut packet = applied(mark(0x12, u32::MAX), udp(1, 2));
    assert_eq!(packet.meta.mark, Mark(0x12));
    // --or-mark 0x101, --xor-mark 0xff
    packet = applied(mark(0x101, 0x101), packet);
    assert_eq!(packet.meta.mark, Mark(0x113));
    packet = applied(mark(0xff, 0), packet);
    assert_eq!(packet.meta.mark, Mark(0x1ec));
}

#[test]
fn the_priority_is_the_class() {
    let packet = applied(Target::Classify(Classify { priority: 0x1_0010 }), udp(1, 2));
    assert_eq!(packet.meta.priority, 0x1_0010);
}

#[test]
fn type_of_service_with_its_checksum() {
    let mut with = udp(1, 2);
    with.network_mut()[1] = 0x03;
    crate::wire::ipv4::refresh_checksum(with.network_mut(), 20);
    let packet = applied(Target::Dscp(DscpTarget { dscp: 46 }), with);
    assert_eq!(packet.network()[1], 0xbb);
    assert!(is_intact(&packet));
    let tos = Target::Tos(TosTarget {
        value: 0x10,
        mask: 0xff,
    });
    let packet = applied(tos, packet);
    assert_eq!(packet.network()[1], 0x10);
    assert!(is_intact(&packet));

    let six = applied(Target::Dscp(DscpTarget { dscp: 46 }), udp6(1, 2));
    assert_eq!(six.network()[..4], [0x6b, 0x80, 0, 0]);
    let xor = Target::Tos(TosTarget {
        value: 0xff,
        mask: 0,
    });
    assert_eq!(applied(xor, six).network()[..4], [0x64, 0x70, 0, 0]);
}

#[test]
fn congestion_notification_is_switched_off() {
    let mut with = syn(&[]);
    with.network_mut()[33] |= 0xc0;
    with.network_mut()[36..38].fill(0);
    let sum = pseudo_header(&LEFT, &RIGHT, 6, 20).add(&with.network()[20..]);
    let sum = sum.complement().to_be_bytes();
    with.network_mut()[36..38].copy_from_slice(&sum);
    assert!(is_intact(&with));
    let ecn = EcnTarget::default();
    let remove = EcnTarget {
        tcp_remove: true,
        ..ecn
    };
    let ect = EcnTarget {
        ip_ect: Some(1),
        ..ecn
    };
    let ece = EcnTarget {
        tcp_ece: Some(1),
        tcp_cwr: Some(0),
        ..ecn
    };
    with = applied(Target::Ecn(ece), with);
    assert_eq!(with.network()[33], 0x42);
    assert!(is_intact(&with));
    with = applied(Target::Ecn(remove), with);
    assert_eq!(with.network()[33], 0x02);
    assert!(is_intact(&with));
    with = applied(Target::Ecn(ect), with);
    assert_eq!(with.network()[1], 1);
    assert!(is_intact(&with));
    // A checksum that is still to be made is left alone.
    with.meta.checksum = Checksum::Partial {
        start: 20,
        offset: 16,
    };
    let field = with.network()[36..38].to_vec();
    with = applied(Target::Ecn(ece), with);
    assert_eq!(with.network()[36..38], field);
}

#[test]
fn time_to_live_stays_between_0_and_255() {
    for (target, expected) in [
        (TtlTarget::Set(9), 9),
        (TtlTarget::Increase(10), 74),
        (TtlTarget::Increase(200), 255),
        (TtlTarget::Decrease(1), 63),
        (TtlTarget::Decrease(65), 0),
        (TtlTarget::Set(64), 64),
    ] {
        let packet = applied(Target::Ttl(target), udp(1, 2));
        assert_eq!(packet.network()[8], expected);
        assert!(is_intact(&packet));
        assert_eq!(
            applied(Target::Hl(target), udp6(1, 2)).network()[7],
            expected
        );
    }
}

fn mss(packet: &Packet) -> u16 {
    let bytes = packet.network();
    assert_eq!(bytes[40..42], [2, 4]);
    u16::from_be_bytes([bytes[42], bytes[43]])
}

#[test]
fn a_segment_size_is_lowered_and_never_raised() {
    let announced = [2, 4, 0x05, 0xb4];
    let packet = applied(Target::Tcpmss(Tcpmss::Set(1000)), syn(&announced));
    assert_eq!(mss(&packet), 1000);
    assert!(is_intact(&packet));
    let packet = applied(Target::Tcpmss(Tcpmss::Set(9000)), syn(&announced));
    assert_eq!(mss(&packet), 1460);
    // The way back has an MTU of 1400.
    let packet = applied(Target::Tcpmss(Tcpmss::ClampToPmtu), syn(&announced));
    assert_eq!(mss(&packet), 1360);
    assert!(is_intact(&packet));
    // Behind other options.
    let packet = applied(
        Target::Tcpmss(Tcpmss::Set(1000)),
        syn(&[1, 4, 2, 2, 4, 0x05, 0xb4, 0]),
    );
    assert_eq!(packet.network()[43..47], [2, 4, 0x03, 0xe8]);
    assert!(is_intact(&packet));
}

#[test]
fn a_segment_size_is_added_where_there_is_none() {
    let sack = [4, 2, 1, 1];
    let packet = applied(Target::Tcpmss(Tcpmss::ClampToPmtu), syn(&sack));
    assert_eq!(mss(&packet), 536);
    assert_eq!(packet.network()[44..], sack);
    assert_eq!(packet.network().len(), 48);
    assert!(is_intact(&packet));
    // With a link layer in front, and a checksum that is still to be made.
    let mut framed = syn(&[]);
    framed.buf.push_front(14).expect("headroom").fill(0xee);
    framed.meta.l3 = 14;
    framed.meta.checksum = Checksum::Partial {
        start: 20,
        offset: 16,
    };
    let sum = pseudo_header(&LEFT, &RIGHT, 6, 20).folded();
    framed.network_mut()[36..38].copy_from_slice(&sum.to_be_bytes());
    let packet = applied(Target::Tcpmss(Tcpmss::Set(400)), framed);
    assert_eq!(packet.buf.bytes()[..14], [0xee; 14]);
    assert_eq!(mss(&packet), 400);
    let field = &packet.network()[36..38];
    let sum = pseudo_header(&LEFT, &RIGHT, 6, 24).folded();
    assert_eq!(field, sum.to_be_bytes());
    assert!(Ipv4View::validate(packet.network()).is_ok());
}

#[test]
fn a_segment_size_is_not_added_to_data() {
    let mut with = syn(&[]);
    with.buf = PacketBuf::copy_from(&[with.network(), b"data"].concat());
    with.network_mut()[3] += 4;
    crate::wire::ipv4::refresh_checksum(with.network_mut(), 20);
    let packet = applied(Target::Tcpmss(Tcpmss::Set(400)), with);
    assert_eq!(packet.network().len(), 44);
}

#[test]
fn a_segment_size_of_ipv6() {
    let mut bytes = Vec::new();
    let v6 = |text| match addr(text) {
        IpAddr::V6(addr) => addr.octets(),
        IpAddr::V4(_) => [0; 16],
    };
    let (src, dst) = (v6(LEFT6), v6(RIGHT6));
    PacketBuilder::ipv6(src, dst, 64)
        .tcp(1, 2, 3, 4)
        .syn()
        .write(&mut bytes, b"")
        .expect("fits");
    let packet = applied(Target::Tcpmss(Tcpmss::Set(9000)), packet(&bytes));
    let bytes = packet.network();
    assert_eq!(bytes[4..6], [0, 24]);
    assert_eq!(bytes[60..], [2, 4, 0x04, 0xc4]);
    assert!(
        pseudo_header(&src, &dst, 6, 24)
            .add(&bytes[40..])
            .is_valid()
    );
}

#[test]
fn a_segment_without_a_whole_header_is_dropped() {
    let target = Target::Tcpmss(Tcpmss::Set(400));
    let mut claims = [0; 20];
    claims[12] = 0x60;
    for mut packet in [fragment(6, 0, &[0; 19]), fragment(6, 0, &claims)] {
        let (result, _) = apply(target.clone(), &mut packet);
        assert_eq!(result, Err(DropReason::NetfilterDrop));
    }
    let mut later = fragment(6, 3, &[0; 19]);
    assert_eq!(apply(target, &mut later).0, Ok(()));
}

#[test]
fn connections_that_are_not_to_be_tracked_and_zones() {
    let ct = |target: CtTarget, packet| applied(Target::Ct(target), packet).meta.ct;
    let notrack = CtTarget {
        notrack: true,
        ..CtTarget::default()
    };
    assert_eq!(ct(notrack.clone(), udp(1, 2)), Ct::Untracked);
    let zone = |direction, from_mark| CtTarget {
        zone: Some(Zone {
            id: 7,
            direction,
            from_mark,
        }),
        ..CtTarget::default()
    };
    let marked = || {
        let mut packet = udp(1, 2);
        packet.meta.mark = Mark(0x1_0009);
        packet
    };
    for (target, original, reply) in [
        (zone(ZoneDirection::Both, false), 7, 7),
        (zone(ZoneDirection::Original, false), 7, 0),
        (zone(ZoneDirection::Reply, false), 0, 7),
        (zone(ZoneDirection::Both, true), 9, 9),
        (CtTarget::default(), 0, 0),
    ] {
        let template = Ct::Template {
            original,
            reply,
            helper: None,
        };
        assert_eq!(ct(target, marked()), template);
    }
    let mut seen = udp(1, 2);
    seen.meta.ct = Ct::Untracked;
    assert_eq!(ct(zone(ZoneDirection::Both, false), seen), Ct::Untracked);
    let mut seen = marked();
    seen.meta.ct = Ct::Template {
        original: 1,
        reply: 1,
        helper: None,
    };
    assert_eq!(
        ct(notrack, seen),
        Ct::Template {
            original: 1,
            reply: 1,
            helper: None
        }
    );
}

#[test]
fn a_trace_begins_behind_its_rule() {
    let mut packet = udp(1, 2);
    let (_, bench) = apply(Target::Trace, &mut packet);
    assert!(packet.meta.nf_trace);
    let log = bench.log();
    let prefixes: Vec<_> = log.iter().map(|record| &*record.prefix).collect();
    assert_eq!(prefixes, ["TRACE: mangle:FORWARD:policy:2 "]);
}

#[test]
fn a_line_for_the_log() {
    let log = Log {
        level: 6,
        prefix: "seen: ".into(),
        options: LogOptions::IP_OPTIONS,
    };
    let mut packet = udp(1, 2);
    packet.meta.mark = Mark(3);
    let (_, bench) = apply(Target::Log(log), &mut packet);
    let [record] = &bench.log()[..] else {
        panic!("one line");
    };
    assert_eq!((record.kind.clone(), record.level), (LogKind::Log, 6));
    assert_eq!((&*record.prefix, record.hook), ("seen: ", Hook::Forward));
    assert_eq!(
        (record.options, record.mark),
        (LogOptions::IP_OPTIONS, Mark(3))
    );
    assert_eq!((&*record.frame, record.len), (packet.network(), 35));
}

#[test]
fn a_long_frame_is_logged_up_to_its_headers() {
    let mut packet = udp(1, 2);
    let payload = [0; 2000];
    packet.buf = PacketBuf::copy_from(&[packet.network(), &payload].concat());
    let log = Log {
        level: 4,
        prefix: "".into(),
        options: LogOptions(0),
    };
    let (_, bench) = apply(Target::Log(log), &mut packet);
    let [record] = &bench.log()[..] else {
        panic!("one line");
    };
    assert_eq!((record.frame.len(), record.len), (512, 2035));
}
