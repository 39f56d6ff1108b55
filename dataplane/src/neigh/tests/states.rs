//! Reachability states, their timers, and the limits of the table.

use proptest::prelude::*;

use super::bench::*;

#[test]
fn no_answer_fails_the_packets_after_three_seconds() {
    let mut bench = Bench::new();
    let start = bench.now;
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 1)),
        Outcome::Queued
    ));
    bench.pass(3 * SECOND - Duration::from_millis(1));
    assert_eq!(bench.sent_arp().len(), 3);
    assert_eq!(bench.state(HOST), Some(Nud::Incomplete));
    bench.pass(Duration::from_millis(1));
    assert_eq!(bench.now, start + 3 * SECOND);
    assert_eq!(bench.state(HOST), Some(Nud::Failed));
    assert_eq!(bench.out.failed.len(), 1);
    assert_eq!(bench.sent_arp(), []);
    assert_eq!(bench.cache.held(), 0);
}

#[test]
fn a_stale_neighbour_in_use_is_probed_and_fails() {
    let mut bench = Bench::new();
    bench.arp(PacketType::Broadcast, request(OWN));
    bench.sent_arp();
    let before = bench.cache.generation().load(Ordering::Relaxed);
    let Outcome::Known { until, .. } = bench.resolve(HOST, packet(OWN, 1)) else {
        panic!("a stale address is used");
    };
    assert_eq!(until, bench.now + 5 * SECOND);
    assert_eq!(bench.state(HOST), Some(Nud::Delay));
    bench.pass(5 * SECOND);
    assert_eq!(bench.state(HOST), Some(Nud::Probe));
    assert_eq!(
        bench.sent_arp(),
        [(
            HOST_MAC,
            ArpFields {
                operation: Operation::REQUEST,
                sender_mac: OWN_MAC,
                sender_ip: OWN,
                target_mac: MacAddr::ZERO,
                target_ip: HOST,
            }
        )]
    );
    bench.pass(3 * SECOND);
    assert_eq!(bench.sent_arp().len(), 2);
    assert_eq!(bench.state(HOST), Some(Nud::Failed));
    assert_ne!(bench.cache.generation().load(Ordering::Relaxed), before);
}

#[test]
fn a_reachable_neighbour_becomes_stale_when_unused() {
    let mut bench = Bench::new();
    reachable(&mut bench);
    bench.pass(46 * SECOND);
    assert_eq!(bench.state(HOST), Some(Nud::Stale));
    assert_eq!(bench.sent_arp(), []);
    assert_eq!(bench.cache.next_deadline(), Instant::FAR_FUTURE);
    let changes: Vec<Nud> = bench
        .out
        .changes
        .iter()
        .map(|change| match change {
            NeighbourChange::Updated(n) | NeighbourChange::Deleted(n) => n.state,
        })
        .collect();
    assert_eq!(changes, [Nud::Stale]);
}

#[test]
fn a_reachable_neighbour_in_use_is_probed_again() {
    let mut bench = Bench::new();
    reachable(&mut bench);
    let Outcome::Known { until, .. } = bench.resolve(HOST, packet(OWN, 1)) else {
        panic!("not known");
    };
    // Asked again within delay_first_probe_time of the end, as a worker does that forgot.
    bench.pass(until.saturating_since(bench.now) - SECOND);
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 2)),
        Outcome::Known { .. }
    ));
    bench.pass(SECOND);
    bench.pass(Duration::from_millis(20));
    assert_eq!(bench.state(HOST), Some(Nud::Delay));
    bench.pass(5 * SECOND);
    assert_eq!(bench.state(HOST), Some(Nud::Probe));
    assert_eq!(bench.sent_arp().len(), 1);
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(bench.state(HOST), Some(Nud::Reachable));
}

#[test]
fn confirmation_during_the_delay_ends_it() {
    let mut bench = Bench::new();
    bench.arp(PacketType::Broadcast, request(OWN));
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 1)),
        Outcome::Known { .. }
    ));
    assert_eq!(bench.state(HOST), Some(Nud::Delay));
    bench.pass(2 * SECOND);
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(bench.state(HOST), Some(Nud::Reachable));
    bench.out.send.clear();
    bench.pass(5 * SECOND);
    assert_eq!(bench.sent_arp(), [], "no probe");
}

#[test]
fn a_failed_neighbour_is_asked_for_again() {
    let mut bench = Bench::new();
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 1)),
        Outcome::Queued
    ));
    bench.pass(3 * SECOND);
    assert_eq!(bench.state(HOST), Some(Nud::Failed));
    bench.sent_arp();
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 2)),
        Outcome::Queued
    ));
    assert_eq!(bench.state(HOST), Some(Nud::Incomplete));
    assert_eq!(bench.sent_arp().len(), 1);
}

#[test]
fn the_queue_drops_the_oldest() {
    let mut bench = Bench::with(|ens4| ens4.neigh4.unres_qlen_bytes = 3 * 256);
    for tag in 0..5 {
        // The tests' packets hold less than 256 bytes; three of them fit.
        let mut packet = packet(OWN, tag);
        let mut buf = PacketBuf::new(vec![0; 256].into_boxed_slice(), 0);
        assert!(buf.extend(packet.buf.bytes()));
        packet.buf = buf;
        assert!(matches!(bench.resolve(HOST, packet), Outcome::Queued));
    }
    let dropped: Vec<_> = bench
        .out
        .dropped
        .iter()
        .map(|(_, reason, packet)| (*reason, tag(packet)))
        .collect();
    assert_eq!(dropped, [0, 1].map(|tag| (DropReason::NeighQueueFull, tag)));
    assert_eq!(bench.cache.held(), 3);
}

#[test]
fn groups_and_broadcasts_need_no_asking() {
    let mut bench = Bench::new();
    for (address, mac) in [
        ("224.129.1.3", "01:00:5e:01:01:03"),
        ("255.255.255.255", "ff:ff:ff:ff:ff:ff"),
        ("10.0.0.255", "ff:ff:ff:ff:ff:ff"),
        ("ff02::1:ff00:9", "33:33:ff:00:00:09"),
    ] {
        let address: IpAddr = address.parse().expect("an address");
        let Outcome::Known { mac: found, .. } = bench.resolve(address, packet(OWN, 1)) else {
            panic!("{address} is not known");
        };
        assert_eq!(found.to_string(), mac);
    }
    assert!(bench.cache.is_empty());
}

#[test]
fn a_full_table_refuses_and_makes_room_when_it_can() {
    let mut bench = Bench::new();
    bench.snapshot.sysctls.neigh4_gc_thresh3 = 10;
    let host = |n: u8| Ipv4Addr::new(10, 0, 0, 100 + n);
    for n in 0..10 {
        assert!(matches!(
            bench.resolve(host(n), packet(OWN, n)),
            Outcome::Queued
        ));
    }
    let Outcome::Refused(refused, reason) = bench.resolve(host(10), packet(OWN, 10)) else {
        panic!("there is room");
    };
    assert_eq!((tag(&refused), reason), (10, DropReason::NeighTableFull));
    // When they have failed they make room.
    bench.pass(3 * SECOND);
    assert!(matches!(
        bench.resolve(host(10), packet(OWN, 10)),
        Outcome::Queued
    ));
    // What is permanent is not counted.
    for n in 20..40 {
        let request = Request {
            mac: Some(HOST_MAC),
            ..asked(host(n), Nud::Permanent)
        };
        assert_eq!(set(&mut bench, &request), Ok(()));
    }
}

#[test]
fn what_nobody_uses_is_collected() {
    let mut bench = Bench::new();
    for n in 0..200 {
        bench.arp(
            PacketType::Broadcast,
            ArpFields {
                sender_ip: Ipv4Addr::new(10, 0, 0, 10 + n as u8),
                ..request(OWN)
            },
        );
    }
    assert_eq!(bench.cache.len(), 200);
    bench.pass(30 * SECOND);
    assert_eq!(bench.cache.len(), 200);
    bench.pass(50 * SECOND);
    assert!(bench.cache.is_empty());
}

/// What can happen to a cache.
#[derive(Clone, Debug)]
enum Step {
    Send(u8),
    Reply(u8),
    Pass(u16),
    Delete(u8),
    Down,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => any::<u8>().prop_map(Step::Send),
        3 => any::<u8>().prop_map(Step::Reply),
        3 => (0..4000u16).prop_map(Step::Pass),
        1 => any::<u8>().prop_map(Step::Delete),
        1 => Just(Step::Down),
    ]
}

proptest! {
    /// Every packet handed in comes out exactly once, and the tables stay within their bounds.
    #[test]
    fn no_packet_is_lost(steps in prop::collection::vec(step(), 1..200)) {
        let mut bench = Bench::with(|ens4| ens4.neigh4.unres_qlen_bytes = 1000);
        bench.snapshot.sysctls.neigh4_gc_thresh3 = 8;
        let (mut given, mut back) = (0, 0);
        for step in steps {
            match step {
                Step::Send(n) => {
                    given += 1;
                    let host = Ipv4Addr::new(10, 0, 0, 2 + n % 12);
                    match bench.resolve(host, packet(OWN, n)) {
                        Outcome::Known { .. } | Outcome::Refused(..) => back += 1,
                        Outcome::Queued => {}
                    }
                }
                Step::Reply(n) => {
                    let sender_ip = Ipv4Addr::new(10, 0, 0, 2 + n % 12);
                    let sender_mac = MacAddr([2, 0, 0, 0, 1, n]);
                    bench.arp(PacketType::Host, ArpFields { sender_ip, ..reply(sender_mac) });
                }
                Step::Pass(ms) => bench.pass(Duration::from_millis(ms.into())),
                Step::Delete(n) => {
                    let _ = delete(&mut bench, Ipv4Addr::new(10, 0, 0, 2 + n % 12), false);
                }
                Step::Down => {
                    bench.call(|cache, cx, oif| cache.flush_interface(cx, oif.index, Flush::Down));
                }
            }
            back += bench.out.resolved.len() + bench.out.failed.len() + bench.out.dropped.len();
            bench.out = NeighOutput::default();
            prop_assert_eq!(given, back + bench.cache.held());
            prop_assert!(bench.cache.len() <= 8);
        }
        bench.pass(Duration::from_secs(10));
        prop_assert_eq!(bench.cache.held(), 0);
        back += bench.out.resolved.len() + bench.out.failed.len() + bench.out.dropped.len();
        prop_assert_eq!(given, back);
    }
}
