//! Whole ways of packets: translations, replies, errors.

use std::net::IpAddr;

use super::{
    answer, echo,
    gate::{BARE, Gate, INSIDE, OUTSIDE, Way},
    packet, tuple,
};
use crate::{
    conntrack::{Status, Tuple},
    drop_reason::DropReason,
    filter::{
        Target,
        targets::{InterfaceNat, Nat, Netmap},
    },
    nat::{Manip, NatFlags, NatRange},
    packet::{Checksum, Packet, PacketBuf},
    trace::TraceStep,
    wire::ipv4::protocol::{TCP, UDP},
};

fn udp(src: &str, dst: &str) -> Tuple {
    tuple(UDP, src, dst)
}

fn one(addr: &str, ports: Option<(u16, u16)>) -> NatRange {
    let addr: IpAddr = addr.parse().expect("an address");
    NatRange {
        addrs: Some((addr, addr)),
        ports,
        ..NatRange::default()
    }
}

fn snat(addr: &str) -> Target {
    Target::Snat(Nat {
        range: one(addr, None),
    })
}

fn dnat(addr: &str, port: Option<u16>) -> Target {
    let ports = port.map(|port| (port, port));
    Target::Dnat(Nat {
        range: one(addr, ports),
    })
}

fn masquerade() -> Target {
    Target::Masquerade(InterfaceNat::default())
}

/// Passes a packet and checks what it looks like behind the router.
#[track_caller]
fn passes(gate: &mut Gate, from: &Tuple, way: &Way, to: &Tuple) {
    let passed = gate.pass(&packet(from, b"data"), way).expect("it passes");
    assert_eq!(passed.bytes(), packet(to, b"data"));
}

#[test]
fn a_translated_source_gets_its_replies() {
    for (proto, client, server, public) in [
        (UDP, "10.0.0.2:5000", "192.0.2.9:53", "198.51.100.1:5000"),
        (
            UDP,
            "[fd00:1::2]:5000",
            "[fd00:2::9]:53",
            "[fd00:5::1]:5000",
        ),
        (TCP, "10.0.0.2:5000", "192.0.2.9:53", "198.51.100.1:5000"),
    ] {
        let mut gate = Gate::new();
        let from = tuple(proto, client, server);
        let to = tuple(proto, public, server);
        let out = Way::out().src(masquerade());
        passes(&mut gate, &from, &out, &to);
        passes(&mut gate, &answer(&to), &Way::back(), &answer(&from));
        // The rule is not asked again: its connection is known.
        let moved = Way::out().src(snat("203.0.113.99"));
        passes(&mut gate, &from, &moved, &to);
    }
}

#[test]
fn a_translated_echo_gets_its_reply() {
    for (client, server, public) in [
        ("10.0.0.2", "192.0.2.9", "198.51.100.1"),
        ("fd00:1::2", "fd00:2::9", "fd00:5::1"),
    ] {
        let mut gate = Gate::new();
        let (from, to) = (echo(client, server, 7), echo(public, server, 7));
        passes(&mut gate, &from, &Way::out().src(masquerade()), &to);
        passes(&mut gate, &answer(&to), &Way::back(), &answer(&from));
    }
}

#[test]
fn a_translated_destination_answers_from_the_address_that_was_asked() {
    let mut gate = Gate::new();
    let from = udp("192.0.2.9:4000", "198.51.100.1:80");
    let to = udp("192.0.2.9:4000", "10.0.0.9:8080");
    passes(
        &mut gate,
        &from,
        &Way::back().dst(dnat("10.0.0.9", Some(8080))),
        &to,
    );
    passes(&mut gate, &answer(&to), &Way::out(), &answer(&from));
}

#[test]
fn hairpin_needs_both_ends_translated() {
    // A client inside asks the public address of a server inside.
    let mut gate = Gate::new();
    let from = udp("10.0.0.2:4000", "198.51.100.1:80");
    let to = udp("10.0.0.254:4000", "10.0.0.9:8080");
    let way = Way::out()
        .by(INSIDE, None)
        .dst(dnat("10.0.0.9", Some(8080)))
        .src(Target::Snat(Nat {
            range: one("10.0.0.254", None),
        }));
    passes(&mut gate, &from, &way, &to);
    let back = Way::out().by(INSIDE, None);
    passes(&mut gate, &answer(&to), &back, &answer(&from));
}

#[test]
fn what_is_translated_is_noted_with_both_ends() {
    let mut gate = Gate::new();
    let from = udp("10.0.0.2:4000", "198.51.100.1:80");
    let way = Way::out()
        .dst(dnat("10.0.0.9", Some(8080)))
        .src(snat("10.0.0.254"));
    let passed = gate.pass(&packet(&from, b""), &way).expect("it passes");
    let addr = |text: &str| text.parse::<IpAddr>().expect("an address");
    let mut notes = Vec::new();
    for note in &passed.notes {
        if let TraceStep::Translated { manip, from, to } = note {
            notes.push((*manip, *from, *to));
        }
    }
    let expected = [
        (
            Manip::Dst,
            (addr("198.51.100.1"), 80),
            (addr("10.0.0.9"), 8080),
        ),
        (
            Manip::Src,
            (addr("10.0.0.2"), 4000),
            (addr("10.0.0.254"), 4000),
        ),
    ];
    assert_eq!(notes, expected);
    let plain = gate.pass(&packet(&udp("10.0.0.2:1", "192.0.2.1:1"), b""), &Way::out());
    let notes = plain.expect("it passes").notes;
    assert!(
        !notes
            .iter()
            .any(|note| matches!(note, TraceStep::Translated { .. }))
    );
}

#[test]
fn masquerade_uses_the_address_for_the_next_hop() {
    for (gateway, public) in [
        (Some("203.0.113.254"), "203.0.113.1:5000"),
        (Some("198.51.100.254"), "198.51.100.1:5000"),
        (Some("192.0.2.254"), "198.51.100.1:5000"),
        (None, "198.51.100.1:5000"),
    ] {
        let mut gate = Gate::new();
        let way = Way::out().by(OUTSIDE, gateway).src(masquerade());
        let to = udp(public, "192.0.2.9:53");
        passes(&mut gate, &udp("10.0.0.2:5000", "192.0.2.9:53"), &way, &to);
    }
    let mut gate = Gate::new();
    let way = Way::out().src(masquerade());
    let to = udp("203.0.113.1:5000", "203.0.113.7:53");
    passes(
        &mut gate,
        &udp("10.0.0.2:5000", "203.0.113.7:53"),
        &way,
        &to,
    );
}

#[test]
fn masquerade_ports_and_randomness_are_obeyed() {
    let mut gate = Gate::new();
    let nat = InterfaceNat {
        ports: Some((2000, 2003)),
        flags: NatFlags::RANDOM,
    };
    let way = Way::out().src(Target::Masquerade(nat));
    let from = udp("10.0.0.2:5000", "192.0.2.9:53");
    let passed = gate.pass(&packet(&from, b""), &way).expect("it passes");
    let reply = gate.reply(passed.id());
    assert!((2000..=2003).contains(&reply.dst_port));
    assert_eq!(reply.dst_addr(), IpAddr::from([198, 51, 100, 1]));
}

#[test]
fn masquerade_borrows_an_address_of_another_interface_as_the_kernel_does() {
    let mut gate = Gate::new();
    let way = Way::out().by(BARE, None).src(masquerade());
    let to = udp("10.0.0.254:5000", "192.0.2.9:53");
    passes(&mut gate, &udp("10.0.0.2:5000", "192.0.2.9:53"), &way, &to);
}

#[test]
fn a_packet_without_a_source_is_not_masqueraded() {
    let mut gate = Gate::new();
    let from = udp("0.0.0.0:68", "255.255.255.255:67");
    let way = Way::from_router().src(masquerade());
    passes(&mut gate, &from, &way, &from);
}

#[test]
fn a_masqueraded_connection_ends_when_it_leaves_by_another_interface() {
    let mut gate = Gate::new();
    let from = udp("10.0.0.2:5000", "192.0.2.9:53");
    let way = Way::out().src(masquerade());
    let passed = gate.pass(&packet(&from, b""), &way).expect("it passes");
    let id = passed.id();
    assert_eq!(gate.conn(id).map(|conn| conn.masquerade), Some(OUTSIDE));
    let elsewhere = Way::out().by(BARE, None).src(masquerade());
    let dropped = gate.pass(&packet(&from, b""), &elsewhere);
    assert_eq!(dropped.map(|_| ()), Err(DropReason::NatFailed));
    assert!(gate.conn(id).is_none());
    // The next one begins a new connection.
    let passed = gate
        .pass(&packet(&from, b""), &elsewhere)
        .expect("it passes");
    assert_eq!(
        gate.conn(passed.id()).map(|conn| conn.masquerade),
        Some(BARE)
    );
}

#[test]
fn a_reply_may_leave_by_any_interface() {
    let mut gate = Gate::new();
    let (from, to) = (
        udp("10.0.0.2:5000", "192.0.2.9:53"),
        udp("198.51.100.1:5000", "192.0.2.9:53"),
    );
    passes(&mut gate, &from, &Way::out().src(masquerade()), &to);
    passes(
        &mut gate,
        &answer(&to),
        &Way::back().by(BARE, None),
        &answer(&from),
    );
}

#[test]
fn masqueraded_connections_end_with_their_interface_or_address() {
    let own = IpAddr::from([198, 51, 100, 1]);
    let other = IpAddr::from([203, 0, 113, 1]);
    for (interface, addr, ends) in [
        (OUTSIDE, None, true),
        (INSIDE, None, false),
        (OUTSIDE, Some(own), true),
        (OUTSIDE, Some(other), false),
        (INSIDE, Some(own), false),
    ] {
        let mut gate = Gate::new();
        let mut id = |client, rule| {
            let from = udp(client, "192.0.2.9:53");
            let passed = gate.pass(&packet(&from, b""), &Way::out().src(rule));
            passed.expect("it passes").id()
        };
        let masqueraded = id("10.0.0.2:5000", masquerade());
        let fixed = id("10.0.0.2:5001", snat("198.51.100.1"));
        gate.lose(interface, addr);
        assert_eq!(
            gate.conn(masqueraded).is_none(),
            ends,
            "{interface} {addr:?}"
        );
        assert!(gate.conn(fixed).is_some());
    }
}

#[test]
fn redirect_goes_to_the_router_itself() {
    let redirect = Target::Redirect(InterfaceNat {
        ports: Some((3128, 3128)),
        flags: NatFlags::default(),
    });
    let mut gate = Gate::new();
    for (way, from, to) in [
        (
            Way::into_router(),
            udp("10.0.0.2:5000", "192.0.2.9:80"),
            udp("10.0.0.2:5000", "10.0.0.254:3128"),
        ),
        (
            Way::from_router(),
            udp("10.0.0.254:5000", "192.0.2.9:80"),
            udp("10.0.0.254:5000", "127.0.0.1:3128"),
        ),
        (
            Way::into_router(),
            udp("[fd00:1::2]:5000", "[fd00:2::9]:80"),
            udp("[fd00:1::2]:5000", "[fd00:1::fe]:3128"),
        ),
        (
            Way::from_router(),
            udp("[fd00:1::fe]:5000", "[fd00:2::9]:80"),
            udp("[fd00:1::fe]:5000", "[::1]:3128"),
        ),
    ] {
        passes(&mut gate, &from, &way.dst(redirect.clone()), &to);
    }
    let nowhere = Way::into_router().from(BARE).dst(redirect);
    for from in [
        udp("10.0.0.2:5001", "192.0.2.9:80"),
        udp("[fd00:1::2]:5001", "[fd00:2::9]:80"),
    ] {
        let dropped = gate.pass(&packet(&from, b""), &nowhere);
        assert_eq!(dropped.map(|_| ()), Err(DropReason::NatFailed));
    }
}

#[test]
fn netmap_replaces_the_network_of_either_end() {
    let netmap = |addr: &str, mask: &str| {
        Target::Netmap(Netmap {
            addr: addr.parse().expect("an address"),
            mask: mask.parse().expect("a mask"),
        })
    };
    let mut gate = Gate::new();
    let v4 = netmap("127.4.128.0", "255.255.128.0");
    let v6 = netmap("fd00:99::", "ffff:ffff:ffff:ffff::");
    for (way, from, to) in [
        (
            Way::back().dst(v4.clone()),
            udp("192.0.2.9:1", "127.3.150.9:53"),
            udp("192.0.2.9:1", "127.4.150.9:53"),
        ),
        (
            Way::out().src(v4),
            udp("127.3.150.9:4000", "192.0.2.9:53"),
            udp("127.4.150.9:4000", "192.0.2.9:53"),
        ),
        (
            Way::back().dst(v6.clone()),
            udp("[fd00:2::9]:1", "[fd00:1::7]:53"),
            udp("[fd00:2::9]:1", "[fd00:99::7]:53"),
        ),
        (
            Way::out().src(v6),
            udp("[fd00:1::8]:1", "[fd00:2::9]:53"),
            udp("[fd00:99::8]:1", "[fd00:2::9]:53"),
        ),
    ] {
        passes(&mut gate, &from, &way, &to);
        assert_eq!(
            gate.pass(&packet(&answer(&to), b""), &way)
                .expect("it passes")
                .bytes(),
            packet(&answer(&from), b"")
        );
    }
}

#[test]
fn sources_are_translated_on_the_way_into_the_router_too() {
    let mut gate = Gate::new();
    let from = udp("10.0.0.2:5000", "10.0.0.254:53");
    let to = udp("10.9.9.9:5000", "10.0.0.254:53");
    passes(
        &mut gate,
        &from,
        &Way::into_router().src(snat("10.9.9.9")),
        &to,
    );
    let answer_way = Way::from_router().by(INSIDE, None);
    passes(&mut gate, &answer(&to), &answer_way, &answer(&from));
}

#[test]
fn an_icmp_error_about_a_masqueraded_packet_reaches_the_client() {
    for (client, public, server, router) in [
        (
            "10.0.0.2:5000",
            "198.51.100.1:5000",
            "192.0.2.9:53",
            "192.0.2.254",
        ),
        (
            "[fd00:1::2]:5000",
            "[fd00:5::1]:5000",
            "[fd00:2::9]:53",
            "fd00:77::1",
        ),
    ] {
        let mut gate = Gate::new();
        let (from, to) = (udp(client, server), udp(public, server));
        passes(&mut gate, &from, &Way::out().src(masquerade()), &to);
        let error = |dst: &Tuple, quoted: &[u8]| {
            let mut tuple = echo(router, &dst.src_addr().to_string(), 0);
            tuple.dst_port = if tuple.ipv6 { 1 << 8 } else { 3 << 8 | 1 };
            packet(&tuple, quoted)
        };
        let got = gate
            .pass(&error(&to, &packet(&to, b"data")), &Way::back())
            .expect("it passes");
        assert_eq!(got.bytes(), error(&from, &packet(&from, b"data")));
    }
}

#[test]
fn a_super_frame_is_translated_once_and_stays_partial() {
    let mut gate = Gate::new();
    let from = tuple(TCP, "10.0.0.2:5000", "192.0.2.9:80");
    let to = tuple(TCP, "198.51.100.1:5000", "192.0.2.9:80");
    let partial = |tuple: &Tuple| {
        let mut bytes = packet(tuple, &[7; 9000]);
        let sum = super::slow_sum(&super::pseudo(tuple, bytes.len() - 20));
        bytes[36..38].copy_from_slice(&sum.to_be_bytes());
        bytes
    };
    let checksum = Checksum::Partial {
        start: 20,
        offset: 16,
    };
    let mut sent = Packet {
        buf: PacketBuf::copy_from(&partial(&from)),
        ..Packet::default()
    };
    sent.meta.checksum = checksum;
    let passed = gate
        .pass_packet(sent, &Way::out().src(masquerade()))
        .expect("it passes");
    assert_eq!(passed.bytes(), partial(&to));
    assert_eq!(passed.packet.meta.checksum, checksum);
}

#[test]
fn an_invalid_packet_keeps_its_addresses() {
    let mut gate = Gate::new();
    // An echo reply that nobody asked for.
    let stray = answer(&echo("192.0.2.9", "10.0.0.2", 7));
    let passed = gate
        .pass(&packet(&stray, b""), &Way::out().src(masquerade()))
        .expect("it passes");
    assert_eq!(passed.bytes(), packet(&stray, b""));
}

#[test]
fn both_questions_are_decided_with_the_first_packet() {
    let mut gate = Gate::new();
    let from = udp("10.0.0.2:5000", "192.0.2.9:53");
    let passed = gate
        .pass(&packet(&from, b""), &Way::out().src(masquerade()))
        .expect("it passes");
    let status = gate.conn(passed.id()).expect("it is there").status;
    for bit in [Status::SRC_NAT, Status::SRC_NAT_DONE, Status::DST_NAT_DONE] {
        assert!(status.has(bit));
    }
    assert!(!status.has(Status::DST_NAT));
}
