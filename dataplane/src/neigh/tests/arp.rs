//! ARP.

use super::bench::*;

#[test]
fn arp_resolves_and_packets_go_in_order() {
    let mut bench = Bench::new();
    for tag in 0..3 {
        assert!(matches!(
            bench.resolve(HOST, packet(OWN, tag)),
            Outcome::Queued
        ));
    }
    assert_eq!(bench.state(HOST), Some(Nud::Incomplete));
    assert_eq!(
        bench.sent_arp(),
        [(
            MacAddr::BROADCAST,
            ArpFields {
                operation: Operation::REQUEST,
                sender_mac: OWN_MAC,
                sender_ip: OWN,
                target_mac: MacAddr::ZERO,
                target_ip: HOST,
            }
        )]
    );
    bench.arp(PacketType::Host, reply(HOST_MAC));
    let resolved: Vec<_> = bench
        .out
        .resolved
        .drain(..)
        .map(|(oif, mac, packet)| (oif, mac, tag(&packet)))
        .collect();
    assert_eq!(resolved, [0, 1, 2].map(|tag| (index(2), HOST_MAC, tag)));
    assert_eq!(bench.state(HOST), Some(Nud::Reachable));
    let Outcome::Known { mac, until, .. } = bench.resolve(HOST, packet(OWN, 3)) else {
        panic!("not known");
    };
    assert_eq!(mac, HOST_MAC);
    let reachable = until.saturating_since(bench.now);
    assert!((15 * SECOND..45 * SECOND).contains(&reachable));
}

#[test]
fn requests_for_own_addresses_are_answered_and_teach() {
    let mut bench = Bench::new();
    bench.arp(PacketType::Broadcast, request(OWN));
    assert_eq!(
        bench.sent_arp(),
        [(
            HOST_MAC,
            ArpFields {
                operation: Operation::REPLY,
                sender_mac: OWN_MAC,
                sender_ip: OWN,
                target_mac: HOST_MAC,
                target_ip: HOST,
            }
        )]
    );
    assert_eq!(bench.state(HOST), Some(Nud::Stale));
    bench.arp(PacketType::Broadcast, request(Ipv4Addr::new(10, 0, 0, 77)));
    assert_eq!(bench.sent_arp(), []);
}

#[test]
fn other_answers_within_the_locktime_are_ignored() {
    let mut bench = Bench::new();
    reachable(&mut bench);
    bench.arp(PacketType::Host, reply(OTHER_MAC));
    assert_eq!(known(&bench, HOST).mac, Some(HOST_MAC));
    bench.pass(SECOND + Duration::from_millis(1));
    let before = bench.cache.generation().load(Ordering::Relaxed);
    bench.arp(PacketType::Host, reply(OTHER_MAC));
    assert_eq!(known(&bench, HOST).mac, Some(OTHER_MAC));
    assert_ne!(bench.cache.generation().load(Ordering::Relaxed), before);
}

#[test]
fn replies_nobody_asked_for_make_no_entry() {
    let mut bench = Bench::new();
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(bench.state(HOST), None);
    // Neither does a gratuitous request, but it changes what is known, at once.
    let gratuitous = ArpFields {
        sender_mac: OTHER_MAC,
        ..request(HOST)
    };
    bench.arp(PacketType::Broadcast, gratuitous);
    assert_eq!(bench.state(HOST), None);
    reachable(&mut bench);
    bench.arp(PacketType::Broadcast, gratuitous);
    assert_eq!(known(&bench, HOST).mac, Some(OTHER_MAC));
    assert_eq!(bench.state(HOST), Some(Nud::Stale));
}

#[test]
fn arp_accept_makes_entries_of_what_nobody_asked_for() {
    for (accept, made) in [(0, false), (1, true), (2, true)] {
        let mut bench = Bench::with(|ens4| ens4.conf4.arp_accept = accept);
        bench.arp(PacketType::Host, reply(HOST_MAC));
        assert_eq!(bench.state(HOST).is_some(), made, "arp_accept {accept}");
    }
    let mut bench = Bench::with(|ens4| ens4.conf4.arp_accept = 2);
    let foreign = Ipv4Addr::new(192, 0, 2, 9);
    bench.arp(
        PacketType::Host,
        ArpFields {
            sender_ip: foreign,
            ..reply(HOST_MAC)
        },
    );
    assert_eq!(bench.state(foreign), None, "not of a subnet of the link");
}

#[test]
fn arp_probes_are_answered_and_teach_nothing() {
    let mut bench = Bench::new();
    let probe = ArpFields {
        sender_ip: Ipv4Addr::UNSPECIFIED,
        ..request(OWN)
    };
    bench.arp(PacketType::Broadcast, probe);
    let sent = bench.sent_arp();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].0, sent[0].1.target_ip),
        (HOST_MAC, Ipv4Addr::UNSPECIFIED)
    );
    assert!(bench.cache.is_empty());
}

#[test]
fn arp_ignore_levels() {
    let outside = Ipv4Addr::new(192, 0, 2, 9);
    for (level, near, far) in [(0, 1, 1), (1, 1, 1), (2, 1, 0), (3, 1, 1), (8, 0, 0)] {
        let mut bench = Bench::with(|ens4| {
            ens4.conf4.arp_ignore = level;
            ens4.conf4.rp_filter = 0;
            ens4.conf4.send_redirects = false;
        });
        bench.arp(PacketType::Broadcast, request(OWN));
        assert_eq!(bench.sent_arp().len(), near, "arp_ignore {level}");
        let probe = ArpFields {
            sender_ip: Ipv4Addr::UNSPECIFIED,
            ..request(OWN)
        };
        bench.arp(PacketType::Broadcast, probe);
        assert_eq!(bench.sent_arp().len(), near, "arp_ignore {level}, probe");
        let request = ArpFields {
            sender_ip: outside,
            ..request(OWN)
        };
        bench.arp(PacketType::Broadcast, request);
        assert_eq!(bench.sent_arp().len(), far, "arp_ignore {level}, outside");
    }
}

#[test]
fn arp_announce_chooses_the_source() {
    let second = Ipv4Addr::new(192, 0, 2, 1);
    let with = |announce| {
        move |ens4: &mut Interface| {
            ens4.conf4.arp_announce = announce;
            ens4.addresses4.push(Address4 {
                local: second,
                subnet: ipnet::Ipv4Net::new(second, 24).expect("a prefix").trunc(),
                broadcast: None,
                scope: Scope::UNIVERSE,
                secondary: false,
            });
        }
    };
    for (announce, src, asked_by) in [
        (0, second, second),
        (0, Ipv4Addr::new(10, 9, 9, 9), OWN),
        (1, second, OWN),
        (1, OWN, OWN),
        (2, second, OWN),
    ] {
        let mut bench = Bench::with(with(announce));
        assert!(matches!(
            bench.resolve(HOST, packet(src, 1)),
            Outcome::Queued
        ));
        let sent = bench.sent_arp();
        assert_eq!(sent[0].1.sender_ip, asked_by, "arp_announce {announce}");
    }
}

#[test]
fn arp_notify_announces_each_address() {
    let mut bench = Bench::with(|ens4| ens4.conf4.arp_notify = true);
    bench.call(|cache, cx, oif| cache.announce(cx, oif));
    assert_eq!(
        bench.sent_arp(),
        [(
            MacAddr::BROADCAST,
            ArpFields {
                operation: Operation::REQUEST,
                sender_mac: OWN_MAC,
                sender_ip: OWN,
                target_mac: MacAddr::ZERO,
                target_ip: OWN,
            }
        )]
    );
}

#[test]
fn malformed_arp_is_refused() {
    let good = request(OWN).emit();
    let mut bench = Bench::new();
    let mut input = |bytes: &[u8]| {
        let packet = frame(EtherType::ARP, PacketType::Broadcast, &[bytes]);
        bench.call(|cache, cx, iif| cache.input_arp(cx, iif, &packet))
    };
    for len in 0..good.len() {
        assert_eq!(input(&good[..len]), Err(DropReason::ArpInvalid));
    }
    let rarp = ArpFields {
        operation: Operation(3),
        ..request(OWN)
    };
    assert_eq!(input(&rarp.emit()), Err(DropReason::ArpInvalid));
    for tip in [Ipv4Addr::new(224, 0, 0, 1), Ipv4Addr::LOCALHOST] {
        let result = input(&request(tip).emit());
        assert_eq!(result, Err(DropReason::ArpIgnored));
    }
    assert!(bench.cache.is_empty());
}
