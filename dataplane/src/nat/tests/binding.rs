//! What connections are bound to: the expectations were seen with `conntrack -L` in a namespace of the
//! kernel (6.18).

use std::{collections::HashSet, net::IpAddr};

use proptest::prelude::*;

use super::{
    answer, echo,
    gate::{Gate, Way},
    packet, segment, tuple,
};
use crate::{
    conntrack::{Status, Tuple},
    drop_reason::DropReason,
    filter::{Target, targets::Nat},
    nat::{NatFlags, NatRange},
    wire::{
        ipv4::protocol::{TCP, UDP},
        tcp::flags::{ACK, RST, SYN},
    },
};

fn range(addrs: &str, ports: Option<(u16, u16)>) -> NatRange {
    let addr = |text: &str| text.parse::<IpAddr>().expect("an address");
    let (first, last) = addrs.split_once('-').unwrap_or((addrs, addrs));
    NatRange {
        addrs: (!addrs.is_empty()).then(|| (addr(first), addr(last))),
        ports,
        ..NatRange::default()
    }
}

/// `-j SNAT --to-source`.
fn snat(addrs: &str, ports: Option<(u16, u16)>) -> Target {
    Target::Snat(Nat {
        range: range(addrs, ports),
    })
}

/// `-j DNAT --to-destination`.
fn dnat(addrs: &str, ports: Option<(u16, u16)>) -> Target {
    Target::Dnat(Nat {
        range: range(addrs, ports),
    })
}

/// What the first packet of `from` looks like behind the router.
fn first(gate: &mut Gate, from: &Tuple, way: &Way) -> Result<Tuple, DropReason> {
    let passed = gate.pass(&packet(from, b"x"), way)?;
    let seen = answer(&gate.reply(passed.id()));
    assert_eq!(passed.bytes(), packet(&seen, b"x"), "{from:?}");
    Ok(seen)
}

fn udp(src: &str, dst: &str) -> Tuple {
    tuple(UDP, src, dst)
}

#[test]
fn a_source_port_is_kept_while_it_is_free() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", None));
    for client in ["10.0.0.2:5000", "10.0.0.3:5001", "10.0.0.4:80"] {
        let seen = first(&mut gate, &udp(client, "192.0.2.9:99"), &way).expect("it passes");
        let (_, port) = client.split_once(':').expect("it has a port");
        assert_eq!(seen, udp(&format!("198.51.100.77:{port}"), "192.0.2.9:99"));
    }
}

#[test]
fn two_clients_with_one_port_are_kept_apart() {
    for (port, likely) in [
        (5000, 1024..=65535),
        (600, 600..=1023),
        (100, 1..=511),
        (511, 1..=511),
        (512, 600..=1023),
        (1023, 600..=1023),
        (1024, 1024..=65535),
    ] {
        let mut gate = Gate::new();
        let way = Way::out().src(snat("198.51.100.77", None));
        let dst = "192.0.2.9:99";
        let a = first(&mut gate, &udp(&format!("10.0.0.2:{port}"), dst), &way).expect("it passes");
        let b = first(&mut gate, &udp(&format!("10.0.0.3:{port}"), dst), &way).expect("it passes");
        assert_eq!(a.src_port, port);
        assert_ne!(b.src_port, port);
        assert!(likely.contains(&b.src_port), "{port} became {}", b.src_port);
        assert_eq!(b.src, a.src);
    }
}

#[test]
fn a_port_serves_many_destinations() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", None));
    for (client, dst) in [
        ("10.0.0.2:5000", "192.0.2.9:99"),
        ("10.0.0.3:5000", "192.0.2.10:99"),
        ("10.0.0.4:5000", "192.0.2.9:98"),
    ] {
        let seen = first(&mut gate, &udp(client, dst), &way).expect("it passes");
        assert_eq!(seen, udp("198.51.100.77:5000", dst));
    }
}

#[test]
fn a_client_keeps_the_port_that_it_got_for_other_destinations() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", None));
    first(&mut gate, &udp("10.0.0.2:5001", "192.0.2.9:99"), &way).expect("it passes");
    let b = first(&mut gate, &udp("10.0.0.3:5001", "192.0.2.9:99"), &way).expect("it passes");
    let other = first(&mut gate, &udp("10.0.0.3:5001", "192.0.2.10:99"), &way).expect("it passes");
    assert_eq!(
        other,
        tuple(
            UDP,
            &format!("198.51.100.77:{}", b.src_port),
            "192.0.2.10:99"
        )
    );
    let tcp = first(
        &mut gate,
        &tuple(TCP, "10.0.0.3:5001", "192.0.2.10:99"),
        &way,
    );
    assert_eq!(
        tcp.map(|seen| seen.src_port),
        Ok(5001),
        "another protocol is another client"
    );
}

#[test]
fn a_mapping_out_of_the_range_is_not_reused() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", None));
    first(&mut gate, &udp("10.0.0.2:5001", "192.0.2.9:99"), &way).expect("it passes");
    let way = Way::out().src(snat("198.51.100.78", None));
    let other = first(&mut gate, &udp("10.0.0.2:5001", "192.0.2.10:99"), &way);
    assert_eq!(other, Ok(udp("198.51.100.78:5001", "192.0.2.10:99")));
}

#[test]
fn the_only_port_of_a_range_is_taken_even_if_used_and_the_packet_ends_at_confirm() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", Some((7000, 7000))));
    let a = first(&mut gate, &udp("10.0.0.2:4000", "192.0.2.9:99"), &way);
    assert_eq!(a, Ok(udp("198.51.100.77:7000", "192.0.2.9:99")));
    let b = first(&mut gate, &udp("10.0.0.3:4000", "192.0.2.9:99"), &way);
    assert_eq!(b, Err(DropReason::CtInsertFailed));
    let other = first(&mut gate, &udp("10.0.0.3:4000", "192.0.2.10:99"), &way);
    assert_eq!(other, Ok(udp("198.51.100.77:7000", "192.0.2.10:99")));
}

#[test]
fn three_ports_serve_three_clients() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", Some((7000, 7002))));
    let results: Vec<_> = (2..7)
        .map(|host| {
            first(
                &mut gate,
                &udp(&format!("10.0.0.{host}:7000"), "192.0.2.9:99"),
                &way,
            )
        })
        .collect();
    assert_eq!(results[0], Ok(udp("198.51.100.77:7000", "192.0.2.9:99")));
    let ports: HashSet<_> = results.iter().flatten().map(|seen| seen.src_port).collect();
    assert_eq!(ports, HashSet::from([7000, 7001, 7002]));
    let failed = results.iter().filter(|result| result.is_err()).count();
    assert_eq!(failed, 2);
}

#[test]
fn ports_without_an_address_leave_the_address() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("", Some((5000, 5010))));
    let kept = first(&mut gate, &udp("10.0.0.2:5005", "192.0.2.9:99"), &way);
    assert_eq!(kept, Ok(udp("10.0.0.2:5005", "192.0.2.9:99")));
    let moved = first(&mut gate, &udp("10.0.0.2:100", "192.0.2.9:99"), &way).expect("it passes");
    assert_eq!(moved.src_addr(), IpAddr::from([10, 0, 0, 2]));
    assert!((5000..=5010).contains(&moved.src_port));
}

#[test]
fn a_connection_without_a_rule_changes_its_port_rather_than_clash() {
    for (port, likely) in [(4000, 1024..=65535_u16), (100, 1..=511)] {
        let mut gate = Gate::new();
        let hidden = Way::out().src(snat("10.0.0.3", None));
        let dst = "192.0.2.9:99";
        let a = first(&mut gate, &udp(&format!("10.0.0.2:{port}"), dst), &hidden);
        assert_eq!(a, Ok(udp(&format!("10.0.0.3:{port}"), dst)));
        let plain = udp(&format!("10.0.0.3:{port}"), dst);
        let passed = gate
            .pass(&packet(&plain, b"x"), &Way::out())
            .expect("it passes");
        let conn = gate.conn(passed.id()).expect("it is there");
        let seen = answer(&conn.tuples[1]);
        assert_eq!((seen.src, seen.dst), (plain.src, plain.dst));
        assert_ne!(seen.src_port, port);
        assert!(likely.contains(&seen.src_port));
        assert!(conn.status.has(Status::SRC_NAT));
        assert_eq!(passed.bytes(), packet(&seen, b"x"));
    }
}

#[test]
fn a_connection_without_a_rule_is_decided_but_not_translated() {
    let mut gate = Gate::new();
    let from = udp("10.0.0.2:4000", "192.0.2.9:99");
    let passed = gate
        .pass(&packet(&from, b"x"), &Way::out())
        .expect("it passes");
    let status = gate.conn(passed.id()).expect("it is there").status;
    assert!(status.has(Status::SRC_NAT_DONE) && status.has(Status::DST_NAT_DONE));
    assert!(!status.has(Status::SRC_NAT) && !status.has(Status::DST_NAT));
    assert_eq!(passed.bytes(), packet(&from, b"x"));
}

#[test]
fn a_destination_port_is_kept_if_the_rule_names_none() {
    let mut gate = Gate::new();
    let way = Way::back().dst(dnat("10.0.0.9", None));
    for _ in 0..2 {
        let seen = first(&mut gate, &udp("192.0.2.9:4000", "198.51.100.1:53"), &way);
        assert_eq!(seen, Ok(udp("192.0.2.9:4000", "10.0.0.9:53")));
    }
}

#[test]
fn two_ways_to_one_server_get_ports_of_their_own() {
    let mut gate = Gate::new();
    let moved = Way::out().dst(dnat("192.0.2.8", None));
    let seen = first(&mut gate, &udp("10.0.0.2:4000", "192.0.2.9:80"), &moved);
    assert_eq!(seen, Ok(udp("10.0.0.2:4000", "192.0.2.8:80")));
    let direct = first(
        &mut gate,
        &udp("10.0.0.2:4000", "192.0.2.8:80"),
        &Way::out(),
    );
    let port = direct.expect("it passes").src_port;
    assert!(port >= 1024 && port != 4000);
    let next = Way::out().dst(dnat("192.0.2.8", Some((80, 81))));
    let seen = first(&mut gate, &udp("10.0.0.2:4000", "192.0.2.7:80"), &next);
    assert_eq!(seen, Ok(udp("10.0.0.2:4000", "192.0.2.8:81")));
}

#[test]
fn a_destination_range_is_filled_from_its_first_port() {
    let mut gate = Gate::new();
    let way = Way::back().dst(dnat("10.0.0.9", Some((8000, 8009))));
    for (port, expected) in [(90, 8000), (91, 8001), (8005, 8005)] {
        let seen = first(
            &mut gate,
            &udp("192.0.2.9:4000", &format!("198.51.100.1:{port}")),
            &way,
        );
        assert_eq!(
            seen,
            Ok(udp("192.0.2.9:4000", &format!("10.0.0.9:{expected}")))
        );
    }
}

#[test]
fn a_base_port_shifts_the_range() {
    let mut gate = Gate::new();
    let shifted = NatRange {
        base_port: Some(90),
        ..range("10.0.0.9", Some((8000, 8009)))
    };
    let way = Way::back().dst(Target::Dnat(Nat { range: shifted }));
    for (port, expected) in [(90, 8000), (95, 8005), (99, 8009)] {
        let seen = first(
            &mut gate,
            &udp("192.0.2.9:4000", &format!("198.51.100.1:{port}")),
            &way,
        );
        assert_eq!(
            seen,
            Ok(udp("192.0.2.9:4000", &format!("10.0.0.9:{expected}")))
        );
    }
}

#[test]
fn random_ports_are_not_kept_and_differ() {
    let mut gate = Gate::new();
    for flags in [NatFlags::RANDOM, NatFlags::RANDOM_FULLY] {
        let random = NatRange {
            flags,
            ..range("198.51.100.77", None)
        };
        let way = Way::out().src(Target::Snat(Nat { range: random }));
        let ports: HashSet<_> = (1..9)
            .map(|host| {
                let from = udp(
                    &format!("10.0.0.2:{}", 4000 + host),
                    &format!("192.0.2.{host}:99"),
                );
                first(&mut gate, &from, &way).expect("it passes").src_port
            })
            .collect();
        assert!(ports.len() > 6, "{ports:?}");
        assert!(ports.iter().all(|port| *port >= 1024));
    }
}

#[test]
fn echo_identifiers_are_chosen_as_ports_are() {
    for (a, b, public, server) in [
        ("10.0.0.2", "10.0.0.3", "198.51.100.77", "192.0.2.9"),
        ("fd00:1::2", "fd00:1::3", "fd00:5::77", "fd00:2::9"),
    ] {
        let mut gate = Gate::new();
        let way = Way::out().src(snat(public, None));
        assert_eq!(
            first(&mut gate, &echo(a, server, 7), &way),
            Ok(echo(public, server, 7))
        );
        let second = first(&mut gate, &echo(b, server, 7), &way).expect("it passes");
        assert_ne!(second.src_port, 7);
        assert_eq!(second, echo(public, server, second.src_port));
    }
}

#[test]
fn protocols_without_ports_are_translated_once_for_each_pair_of_addresses() {
    let mut gate = Gate::new();
    let way = Way::out().src(snat("198.51.100.77", None));
    let ospf = |src: &str| tuple(89, src, "192.0.2.9:0");
    assert_eq!(
        first(&mut gate, &ospf("10.0.0.2:0"), &way),
        Ok(ospf("198.51.100.77:0"))
    );
    let second = first(&mut gate, &ospf("10.0.0.3:0"), &way);
    assert_eq!(second, Err(DropReason::CtInsertFailed));
}

#[test]
fn a_closed_tcp_connection_gives_way_to_one_with_later_sequence_numbers() {
    const SERVER: &str = "192.0.2.9:80";
    let mut gate = Gate::new();
    let out = Way::out().src(snat("198.51.100.77", Some((7000, 7001))));
    let mut open = |host: u8, reset: bool| {
        let from = tuple(TCP, &format!("10.0.0.{host}:5000"), SERVER);
        let syn = segment(&from, SYN, 1000, 0);
        let id = gate.pass(&syn, &out).map(|passed| passed.id());
        if let Ok(id) = id {
            let seen = gate.reply(id);
            let pass =
                |gate: &mut Gate, bytes: Vec<u8>, way: &Way| gate.pass(&bytes, way).map(|_| ());
            assert_eq!(
                pass(&mut gate, segment(&seen, SYN | ACK, 1, 1001), &Way::back()),
                Ok(())
            );
            assert_eq!(pass(&mut gate, segment(&from, ACK, 1001, 2), &out), Ok(()));
            if reset {
                assert_eq!(
                    pass(&mut gate, segment(&from, RST | ACK, 1001, 2), &out),
                    Ok(())
                );
            }
        }
        id
    };
    let closed = open(2, true).expect("a port is free");
    let alive = open(3, false).expect("a port is free");
    let port = gate.reply(closed).dst_port;
    let late = tuple(TCP, "10.0.0.4:5000", SERVER);
    let syn = |seq| segment(&late, SYN, seq, 0);
    let dropped = gate.pass(&syn(1000), &out).map(|_| ());
    assert_eq!(dropped, Err(DropReason::CtInsertFailed));
    let passed = gate
        .pass(&syn(1001), &out)
        .expect("the closed one gives way");
    assert_eq!(gate.reply(passed.id()).dst_port, port);
    assert!(gate.conn(closed).is_none());
    assert!(gate.conn(alive).is_some());
}

/// A client's port, address and server, all from few.
fn client() -> impl Strategy<Value = (u8, u16, u8)> {
    (
        2..6_u8,
        prop::sample::select(vec![100_u16, 600, 5000, 5001]),
        1..3_u8,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_two_connections_have_the_same_replies(
        clients in prop::collection::vec(client(), 1..60),
        ports in prop::option::of((5000..5010_u16, 5010..5020_u16)),
        flags in prop::sample::select(vec![NatFlags::default(), NatFlags::RANDOM, NatFlags::PERSISTENT]),
        ipv6: bool,
    ) {
        let mut gate = Gate::new();
        let addrs = if ipv6 { "fd00:5::77-fd00:5::78" } else { "198.51.100.77-198.51.100.78" };
        let range = NatRange { flags, ..range(addrs, ports) };
        let way = Way::out().src(Target::Snat(Nat { range }));
        let mut replies = HashSet::new();
        let mut known = HashSet::new();
        for (host, port, server) in clients {
            let from = if ipv6 {
                udp(&format!("[fd00:1::{host}]:{port}"), &format!("[fd00:2::{server}]:99"))
            } else {
                udp(&format!("10.0.0.{host}:{port}"), &format!("192.0.2.{server}:99"))
            };
            let is_new = known.insert(from);
            match first(&mut gate, &from, &way) {
                Ok(seen) => {
                    prop_assert_eq!(replies.insert(seen), is_new);
                    if let Some((first, last)) = ports {
                        prop_assert!((first..=last).contains(&seen.src_port));
                    } else if flags == NatFlags::default() {
                        prop_assert_eq!(seen.src_port < 1024, port < 1024);
                    }
                }
                // With this few ports, none may be free.
                Err(reason) => {
                    prop_assert_eq!(reason, DropReason::CtInsertFailed);
                    prop_assert!(ports.is_some());
                    known.remove(&from);
                }
            }
        }
    }
}
