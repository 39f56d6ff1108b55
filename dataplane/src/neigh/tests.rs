//! The cache against a link whose frames the tests write and read.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, atomic::Ordering},
};

use proptest::prelude::*;

use super::*;
use crate::{
    checksum::pseudo_header,
    counters::PerWorker,
    drop_reason::DropReason,
    iface::{
        Address4, Address6, IfIndex, Interface, InterfaceKind, InterfaceTable, MacAddr, Scope,
    },
    packet::{Packet, PacketBuf, PacketType, Pool},
    route::{FibWriter, NextHop, RouteInfo, RouteKind, Routing, TableId},
    snapshot::Snapshot,
    time::{Duration, Instant},
    wire::{
        arp::{ArpFields, ArpView, Operation},
        ethernet::{EtherType, EthernetFields, EthernetView},
        ndisc::{NdiscFields, solicited_node},
    },
};

const OWN_MAC: MacAddr = MacAddr([2, 0, 0, 0, 0, 1]);
const HOST_MAC: MacAddr = MacAddr([2, 0, 0, 0, 0, 9]);
const OWN: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);
const HOST: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 9);
const OWN6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
const HOST6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 9);
const OWN_LL: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1);

fn index(n: u32) -> IfIndex {
    IfIndex::new(n).expect("not zero")
}

/// Interface 2: 10.0.0.1/24, 2001:db8::1/64 and fe80::1/64.
fn interface() -> Interface {
    let address6 = |local: Ipv6Addr, scope| Address6 {
        local,
        subnet: ipnet::Ipv6Net::new(local, 64).expect("a prefix").trunc(),
        scope,
        deprecated: false,
    };
    Interface {
        index: index(2),
        name: "ens4".into(),
        kind: InterfaceKind::Port,
        mac: OWN_MAC,
        mtu: 1500,
        running: true,
        promiscuous: false,
        arp: true,
        addresses4: vec![Address4 {
            local: OWN,
            subnet: ipnet::Ipv4Net::new(OWN, 24).expect("a prefix").trunc(),
            broadcast: Some(Ipv4Addr::new(10, 0, 0, 255)),
            scope: Scope::UNIVERSE,
            secondary: false,
        }],
        addresses6: vec![
            address6(OWN6, Scope::UNIVERSE),
            address6(OWN_LL, Scope::LINK),
        ],
        conf4: crate::sysctl::Ipv4Conf::default(),
        conf6: crate::sysctl::Ipv6Conf::default(),
        neigh4: crate::sysctl::NeighConf::default(),
        neigh6: crate::sysctl::NeighConf::default(),
        vlans: BTreeMap::new(),
        counters: Arc::new(PerWorker::new(1)),
    }
}

/// The routes that an interface's addresses bring.
fn routing(interface: &Interface) -> Routing {
    let mut writer = FibWriter::new();
    let mut add = |table, kind, prefix: ipnet::IpNet| {
        let info = RouteInfo {
            kind,
            scope: Scope::LINK,
            prefsrc: None,
            mtu: None,
            nexthops: Box::new([NextHop {
                gateway: None,
                oif: interface.index,
                weight: 1,
                onlink: false,
            }]),
        };
        writer.insert(table, prefix, 0, &info).expect("a route");
    };
    for own in &interface.addresses4 {
        let broadcast = IpAddr::from(own.subnet.broadcast());
        add(
            TableId::LOCAL,
            RouteKind::Local,
            IpAddr::from(own.local).into(),
        );
        add(TableId::LOCAL, RouteKind::Broadcast, broadcast.into());
        add(TableId::MAIN, RouteKind::Unicast, own.subnet.into());
    }
    let routing = writer.routing();
    writer.reclaim();
    writer.apply();
    routing
}

/// A cache on one link, and a clock.
struct Bench {
    cache: NeighCache,
    snapshot: Snapshot,
    pool: Pool,
    now: Instant,
    out: NeighOutput,
}

impl Bench {
    fn new() -> Self {
        Self::with(|_| ())
    }

    fn with(change: impl FnOnce(&mut Interface)) -> Self {
        let mut interface = interface();
        change(&mut interface);
        Self {
            cache: NeighCache::new(7),
            snapshot: Snapshot {
                routing: routing(&interface),
                interfaces: InterfaceTable::from_iter([Arc::new(interface)]),
                ..Snapshot::default()
            },
            pool: Pool::new(16),
            now: Instant::from_nanos(1_000_000_000_000),
            out: NeighOutput::default(),
        }
    }

    fn call<R>(&mut self, f: impl FnOnce(&mut NeighCache, &mut Context<'_>, &Interface) -> R) -> R {
        let interface = Arc::clone(self.snapshot.interfaces.get(index(2)).expect("ens4"));
        let mut cx = Context {
            now: self.now,
            snapshot: &self.snapshot,
            pool: &mut self.pool,
            out: &mut self.out,
        };
        f(&mut self.cache, &mut cx, &interface)
    }

    fn resolve(&mut self, next_hop: impl Into<IpAddr>, packet: Packet) -> Outcome {
        let next_hop = next_hop.into();
        self.call(|cache, cx, oif| cache.resolve(cx, oif, next_hop, packet))
    }

    /// Receives an ARP packet.
    fn arp(&mut self, to: PacketType, arp: ArpFields) {
        let packet = frame(EtherType::ARP, to, &[&arp.emit()]);
        self.call(|cache, cx, iif| cache.input_arp(cx, iif, &packet))
            .expect("taken in");
    }

    /// Receives a neighbour discovery message.
    fn nd(&mut self, src: Ipv6Addr, dst: Ipv6Addr, message: NdiscFields) {
        let packet = nd_frame(src, dst, &message);
        self.call(|cache, cx, iif| cache.input_nd(cx, iif, &packet))
            .expect("taken in");
    }

    /// Lets time pass; every timer goes off at its time.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.cache.next_deadline() <= end {
            self.now = self.cache.next_deadline().max(self.now);
            self.call(|cache, cx, _| cache.poll(cx));
        }
        self.now = end;
    }

    fn state(&self, address: impl Into<IpAddr>) -> Option<Nud> {
        let address = address.into();
        let found = self.cache.list(self.now);
        found.iter().find(|n| n.address == address).map(|n| n.state)
    }

    /// The ARP packets sent since the last call, with the address each was sent to.
    fn sent_arp(&mut self) -> Vec<(MacAddr, ArpFields)> {
        self.out
            .send
            .drain(..)
            .map(|(oif, packet)| {
                assert_eq!(oif, index(2));
                let frame = EthernetView::parse(packet.buf.bytes()).expect("a frame");
                assert_eq!((frame.src(), frame.ethertype()), (OWN_MAC, EtherType::ARP));
                let arp = ArpView::parse(packet.network()).expect("an ARP packet");
                (frame.dst(), ArpFields::parse(&arp).expect("for IPv4"))
            })
            .collect()
    }

    /// The neighbour discovery messages sent since the last call: link destination, source,
    /// destination, message.
    fn sent_nd(&mut self) -> Vec<(MacAddr, Ipv6Addr, Ipv6Addr, NdiscFields)> {
        self.out
            .send
            .drain(..)
            .map(|(oif, packet)| {
                assert_eq!(oif, index(2));
                let frame = EthernetView::parse(packet.buf.bytes()).expect("a frame");
                assert_eq!((frame.src(), frame.ethertype()), (OWN_MAC, EtherType::IPV6));
                let (header, message) = packet.network().split_at(40);
                assert_eq!(&header[..4], [0x60, 0, 0, 0]);
                assert_eq!(
                    usize::from(u16::from_be_bytes([header[4], header[5]])),
                    message.len()
                );
                assert_eq!((header[6], header[7]), (58, 255));
                let address = |at: usize| {
                    Ipv6Addr::from(*header[at..].first_chunk::<16>().expect("an address"))
                };
                let sum = pseudo_header(&header[8..24], &header[24..40], 58, message.len() as u32);
                assert!(sum.add(message).is_valid(), "checksum");
                let message = NdiscFields::parse(message).expect("a message");
                (frame.dst(), address(8), address(24), message)
            })
            .collect()
    }
}

fn frame(ethertype: EtherType, to: PacketType, parts: &[&[u8]]) -> Packet {
    let header = EthernetFields {
        dst: OWN_MAC,
        src: HOST_MAC,
        ethertype,
    };
    let bytes = [&header.emit()[..], &parts.concat()].concat();
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&bytes),
        ..Packet::default()
    };
    packet.meta.l3 = 14;
    packet.meta.iif = Some(index(2));
    packet.meta.packet_type = to;
    packet
}

fn nd_frame(src: Ipv6Addr, dst: Ipv6Addr, message: &NdiscFields) -> Packet {
    let mut body = Vec::new();
    message.emit(&mut body);
    let mut header = vec![0x60, 0, 0, 0, 0, body.len() as u8, 58, 255];
    header.extend(src.octets());
    header.extend(dst.octets());
    let to = if dst.is_multicast() {
        PacketType::Multicast
    } else {
        PacketType::Host
    };
    let mut packet = frame(EtherType::IPV6, to, &[&header, &body]);
    packet.meta.l4 = 40;
    packet
}

/// An IP packet of the router's own, told from others by its last byte.
fn packet(src: impl Into<IpAddr>, tag: u8) -> Packet {
    let mut bytes = vec![0; 14];
    match src.into() {
        IpAddr::V4(src) => {
            bytes.extend([0x45, 0, 0, 21, 0, 0, 0, 0, 64, 17, 0, 0]);
            bytes.extend(src.octets());
            bytes.extend(HOST.octets());
        }
        IpAddr::V6(src) => {
            bytes.extend([0x60, 0, 0, 0, 0, 1, 17, 64]);
            bytes.extend(src.octets());
            bytes.extend(HOST6.octets());
        }
    }
    bytes.push(tag);
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&bytes),
        ..Packet::default()
    };
    packet.meta.l3 = 14;
    packet
}

fn tag(packet: &Packet) -> u8 {
    *packet.buf.bytes().last().expect("not empty")
}

fn request(tip: Ipv4Addr) -> ArpFields {
    ArpFields {
        operation: Operation::REQUEST,
        sender_mac: HOST_MAC,
        sender_ip: HOST,
        target_mac: MacAddr::ZERO,
        target_ip: tip,
    }
}

fn reply(mac: MacAddr) -> ArpFields {
    ArpFields {
        operation: Operation::REPLY,
        sender_mac: mac,
        sender_ip: HOST,
        target_mac: OWN_MAC,
        target_ip: OWN,
    }
}

fn solicitation(target: Ipv6Addr, source_mac: Option<MacAddr>) -> NdiscFields {
    NdiscFields::NeighbourSolicitation { target, source_mac }
}

fn advertisement(mac: MacAddr, solicited: bool, override_: bool) -> NdiscFields {
    NdiscFields::NeighbourAdvertisement {
        router: false,
        solicited,
        override_,
        target: HOST6,
        target_mac: Some(mac),
    }
}

const SECOND: Duration = Duration::from_secs(1);

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
fn nd_resolves_with_the_packets_source() {
    let mut bench = Bench::new();
    assert!(matches!(
        bench.resolve(HOST6, packet(OWN6, 1)),
        Outcome::Queued
    ));
    let group = solicited_node(HOST6);
    assert_eq!(
        bench.sent_nd(),
        [(
            MacAddr([0x33, 0x33, 0xff, 0, 0, 9]),
            OWN6,
            group,
            solicitation(HOST6, Some(OWN_MAC))
        )]
    );
    bench.nd(HOST6, OWN6, advertisement(HOST_MAC, true, true));
    assert_eq!(bench.out.resolved.len(), 1);
    assert_eq!(bench.state(HOST6), Some(Nud::Reachable));
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
fn solicitations_for_own_addresses_are_answered_and_teach() {
    let mut bench = Bench::new();
    bench.nd(
        HOST6,
        solicited_node(OWN6),
        solicitation(OWN6, Some(HOST_MAC)),
    );
    assert_eq!(
        bench.sent_nd(),
        [(
            HOST_MAC,
            OWN6,
            HOST6,
            NdiscFields::NeighbourAdvertisement {
                router: false,
                solicited: true,
                override_: true,
                target: OWN6,
                target_mac: Some(OWN_MAC),
            }
        )]
    );
    // The answer used the entry.
    assert_eq!(bench.state(HOST6), Some(Nud::Delay));
}

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

/// Makes the host reachable by asking for it.
fn reachable(bench: &mut Bench) {
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 0)),
        Outcome::Queued
    ));
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(bench.state(HOST), Some(Nud::Reachable));
    bench.out = NeighOutput::default();
}

/// What the host is known by.
fn known(bench: &Bench, address: impl Into<IpAddr>) -> Neighbour {
    let address = address.into();
    let found = bench.cache.list(bench.now);
    let mut found = found.into_iter().filter(|n| n.address == address);
    found.next().expect("an entry")
}

const OTHER_MAC: MacAddr = MacAddr([2, 0, 0, 0, 0, 0xa]);

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

/// Sends an advertisement to an entry in state `nud` at [`HOST_MAC`]; gives what it is afterwards.
fn advertised(
    nud: Nud,
    mac: Option<MacAddr>,
    solicited: bool,
    override_: bool,
) -> (Nud, Option<MacAddr>) {
    let mut bench = Bench::new();
    set(
        &mut bench,
        &Request {
            mac: nud.is_valid().then_some(HOST_MAC),
            ..asked(HOST6, nud)
        },
    )
    .expect("set");
    let message = NdiscFields::NeighbourAdvertisement {
        router: true,
        solicited,
        override_,
        target: HOST6,
        target_mac: mac,
    };
    bench.nd(HOST6, if solicited { OWN6 } else { ALL_NODES }, message);
    let found = known(&bench, HOST6);
    (found.state, found.mac)
}

const ALL_NODES: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

/// RFC 4861 appendix C, as Linux does it.
#[test]
fn advertisements_change_state_by_their_flags() {
    use Nud::{Incomplete, Reachable, Stale};
    let (same, other) = (Some(HOST_MAC), Some(OTHER_MAC));
    for (before, mac, solicited, override_, after) in [
        // Not known yet: what is said counts, whatever O says.
        (Incomplete, same, true, false, (Reachable, same)),
        (Incomplete, same, false, false, (Stale, same)),
        (Incomplete, None, true, false, (Incomplete, None)),
        // The same address, or none.
        (Reachable, same, false, true, (Reachable, same)),
        (Stale, same, true, false, (Reachable, same)),
        (Stale, None, true, false, (Reachable, same)),
        (Stale, None, false, false, (Stale, same)),
        // Another address without O: doubt, but the old address stays.
        (Reachable, other, true, false, (Stale, same)),
        (Stale, other, true, false, (Stale, same)),
        // With O: it is replaced.
        (Reachable, other, true, true, (Reachable, other)),
        (Reachable, other, false, true, (Stale, other)),
        (Stale, other, false, true, (Stale, other)),
    ] {
        assert_eq!(
            advertised(before, mac, solicited, override_),
            after,
            "{before:?} {mac:?} S={solicited} O={override_}"
        );
    }
}

#[test]
fn failed_and_unknown_neighbours_learn_nothing_from_advertisements() {
    assert_eq!(
        advertised(Nud::Failed, Some(HOST_MAC), true, true),
        (Nud::Failed, None)
    );
    let mut bench = Bench::new();
    bench.nd(HOST6, OWN6, advertisement(HOST_MAC, true, true));
    assert!(bench.cache.is_empty());
}

#[test]
fn the_router_flag_comes_from_advertisements_and_goes_with_solicitations() {
    let mut bench = Bench::with(|ens4| ens4.conf6.forwarding = true);
    assert!(matches!(
        bench.resolve(HOST6, packet(OWN6, 1)),
        Outcome::Queued
    ));
    let message = NdiscFields::NeighbourAdvertisement {
        router: true,
        solicited: true,
        override_: true,
        target: HOST6,
        target_mac: Some(HOST_MAC),
    };
    bench.nd(HOST6, OWN6, message);
    assert!(known(&bench, HOST6).router);
    let routers = "ff02::2".parse().expect("an address");
    let source_mac = Some(HOST_MAC);
    bench.nd(
        HOST6,
        routers,
        NdiscFields::RouterSolicitation { source_mac },
    );
    assert!(!known(&bench, HOST6).router);
}

#[test]
fn solicitations_from_nobody_are_answered_to_all() {
    let mut bench = Bench::with(|ens4| ens4.conf6.forwarding = true);
    bench.nd(
        Ipv6Addr::UNSPECIFIED,
        solicited_node(OWN6),
        solicitation(OWN6, None),
    );
    assert_eq!(
        bench.sent_nd(),
        [(
            MacAddr([0x33, 0x33, 0, 0, 0, 1]),
            OWN6,
            ALL_NODES,
            NdiscFields::NeighbourAdvertisement {
                router: true,
                solicited: false,
                override_: true,
                target: OWN6,
                target_mac: Some(OWN_MAC),
            }
        )]
    );
    assert!(bench.cache.is_empty());
}

#[test]
fn unicast_solicitations_are_answered_without_address() {
    let mut bench = Bench::new();
    bench.nd(HOST6, OWN6, solicitation(OWN6, Some(HOST_MAC)));
    let sent = bench.sent_nd();
    let NdiscFields::NeighbourAdvertisement {
        override_,
        target_mac,
        ..
    } = sent[0].3
    else {
        panic!("not an advertisement");
    };
    assert_eq!((override_, target_mac), (false, None));
}

#[test]
fn an_answer_waits_for_a_sender_that_does_not_say_where_it_is() {
    let mut bench = Bench::new();
    bench.nd(HOST6, OWN6, solicitation(OWN6, None));
    let sent = bench.sent_nd();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].3, solicitation(HOST6, Some(OWN_MAC)));
    assert_eq!(bench.cache.held(), 1);
    bench.nd(HOST6, OWN6, advertisement(HOST_MAC, true, true));
    let (oif, mac, packet) = &bench.out.resolved[0];
    assert_eq!((*oif, *mac), (index(2), HOST_MAC));
    assert_eq!(packet.network()[40], 136, "the advertisement");
    assert_eq!(bench.out.made, 2);
}

#[test]
fn malformed_neighbour_discovery_is_refused() {
    let group = solicited_node(OWN6);
    let good = solicitation(OWN6, Some(HOST_MAC));
    let mut bench = Bench::new();
    let mut refused = |packet: &Packet| {
        let result = bench.call(|cache, cx, iif| cache.input_nd(cx, iif, packet));
        assert_eq!(result, Err(DropReason::NdInvalid));
        assert!(bench.out.send.is_empty() && bench.cache.is_empty());
    };
    let mut forwarded = nd_frame(HOST6, group, &good);
    forwarded.network_mut()[7] = 254;
    refused(&forwarded);
    let mut code = nd_frame(HOST6, group, &good);
    code.network_mut()[41] = 1;
    refused(&code);
    refused(&nd_frame(HOST6, group, &solicitation(ALL_NODES, None)));
    refused(&nd_frame(Ipv6Addr::UNSPECIFIED, group, &good));
    let none = solicitation(OWN6, None);
    refused(&nd_frame(Ipv6Addr::UNSPECIFIED, OWN6, &none));
    refused(&nd_frame(
        HOST6,
        ALL_NODES,
        &advertisement(HOST_MAC, true, true),
    ));
    let whole = nd_frame(HOST6, group, &good);
    for len in 0..whole.buf.len() {
        let mut cut = Packet {
            buf: PacketBuf::copy_from(&whole.buf.bytes()[..len]),
            meta: whole.meta,
        };
        refused(&cut);
        // The same with a length that says so.
        if len >= 14 + 40 && len != 14 + 40 + 24 {
            cut.network_mut()[5] = (len - 14 - 40) as u8;
            refused(&cut);
        }
    }
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

fn asked(address: impl Into<IpAddr>, state: Nud) -> Request {
    Request {
        address: address.into(),
        mac: None,
        state,
        router: false,
        proxy: false,
        protocol: 0,
        create: true,
        exclusive: false,
        replace: true,
        resolve: false,
    }
}

fn set(bench: &mut Bench, request: &Request) -> Result<(), NeighError> {
    bench.call(|cache, cx, oif| cache.set(cx, oif, request))
}

fn delete(bench: &mut Bench, address: impl Into<IpAddr>, proxy: bool) -> Result<(), NeighError> {
    let address = address.into();
    bench.call(|cache, cx, oif| cache.delete(cx, oif, address, proxy))
}

#[test]
fn add_change_replace_and_delete() {
    let mut bench = Bench::new();
    let permanent = Request {
        mac: Some(HOST_MAC),
        ..asked(HOST, Nud::Permanent)
    };
    let add = Request {
        exclusive: true,
        replace: false,
        ..permanent
    };
    let change = Request {
        create: false,
        mac: Some(OTHER_MAC),
        ..permanent
    };
    assert_eq!(set(&mut bench, &change), Err(NeighError::NotFound));
    assert_eq!(set(&mut bench, &add), Ok(()));
    assert_eq!(set(&mut bench, &add), Err(NeighError::Exists));
    assert_eq!(known(&bench, HOST).mac, Some(HOST_MAC));
    assert_eq!(set(&mut bench, &change), Ok(()));
    assert_eq!(known(&bench, HOST).mac, Some(OTHER_MAC));
    // What is permanent learns nothing.
    bench.pass(2 * SECOND);
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(known(&bench, HOST).mac, Some(OTHER_MAC));
    let Outcome::Known { until, .. } = bench.resolve(HOST, packet(OWN, 1)) else {
        panic!("not known");
    };
    assert_eq!(until, Instant::FAR_FUTURE);
    let before = bench.cache.generation().load(Ordering::Relaxed);
    assert_eq!(delete(&mut bench, HOST, false), Ok(()));
    assert_eq!(delete(&mut bench, HOST, false), Err(NeighError::NotFound));
    assert_ne!(bench.cache.generation().load(Ordering::Relaxed), before);
}

#[test]
fn a_valid_state_needs_an_address() {
    let mut bench = Bench::new();
    let request = asked(HOST, Nud::Permanent);
    assert_eq!(set(&mut bench, &request), Err(NeighError::NoAddress));
    // As in Linux, an entry without state stays behind.
    assert_eq!(bench.state(HOST), Some(Nud::None));
}

#[test]
fn deletion_fails_the_packets_that_wait() {
    let mut bench = Bench::new();
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 1)),
        Outcome::Queued
    ));
    assert_eq!(delete(&mut bench, HOST, false), Ok(()));
    assert_eq!(bench.out.failed.len(), 1);
    assert_eq!(bench.cache.held(), 0);
    assert_eq!(bench.cache.next_deadline(), Instant::FAR_FUTURE);
}

#[test]
fn using_an_entry_resolves_it() {
    let mut bench = Bench::new();
    let request = Request {
        resolve: true,
        ..asked(HOST, Nud::None)
    };
    assert_eq!(set(&mut bench, &request), Ok(()));
    assert_eq!(bench.state(HOST), Some(Nud::Incomplete));
    assert_eq!(bench.sent_arp().len(), 1);
}

#[test]
fn an_interface_that_goes_down_forgets() {
    let mut bench = Bench::new();
    let permanent = Request {
        mac: Some(HOST_MAC),
        ..asked(HOST, Nud::Permanent)
    };
    set(&mut bench, &permanent).expect("set");
    bench.resolve(HOST6, packet(OWN6, 1));
    bench.call(|cache, cx, oif| cache.flush_interface(cx, oif.index, Flush::CarrierLost));
    assert_eq!(bench.state(HOST), Some(Nud::Permanent));
    assert_eq!(bench.state(HOST6), None);
    assert_eq!(bench.out.dropped.len(), 1);
    bench.call(|cache, cx, oif| cache.flush_interface(cx, oif.index, Flush::Down));
    assert!(bench.cache.is_empty());
    let deleted = bench
        .out
        .changes
        .iter()
        .filter(|change| matches!(change, NeighbourChange::Deleted(_)));
    assert_eq!(deleted.count(), 2);
}

#[test]
fn proxied_solicitations_are_answered_late_and_once() {
    let target: Ipv6Addr = "2001:db8::77".parse().expect("an address");
    let mut bench = Bench::with(|ens4| {
        ens4.conf6.forwarding = true;
        ens4.conf6.proxy_ndp = true;
    });
    let proxy = Request {
        proxy: true,
        ..asked(target, Nud::Permanent)
    };
    set(&mut bench, &proxy).expect("set");
    bench.nd(
        HOST6,
        solicited_node(target),
        solicitation(target, Some(HOST_MAC)),
    );
    assert_eq!(bench.sent_nd(), []);
    bench.pass(Duration::from_millis(800));
    let sent = bench.sent_nd();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].1, sent[0].2, sent[0].3),
        (
            OWN6,
            HOST6,
            NdiscFields::NeighbourAdvertisement {
                router: false,
                solicited: true,
                override_: false,
                target,
                target_mac: Some(OWN_MAC),
            }
        )
    );
    assert_eq!(delete(&mut bench, target, true), Ok(()));
    assert_eq!(delete(&mut bench, target, true), Err(NeighError::NotFound));
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
