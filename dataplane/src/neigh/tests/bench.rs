//! A link whose frames the tests write and read, and a clock that they turn.

pub(super) use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, atomic::Ordering},
};

pub(super) use crate::neigh::*;
pub(super) use crate::{
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

pub(super) const OWN_MAC: MacAddr = MacAddr([2, 0, 0, 0, 0, 1]);

pub(super) const HOST_MAC: MacAddr = MacAddr([2, 0, 0, 0, 0, 9]);

pub(super) const OWN: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 1);

pub(super) const HOST: Ipv4Addr = Ipv4Addr::new(10, 0, 0, 9);

pub(super) const OWN6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

pub(super) const HOST6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 9);

pub(super) const OWN_LL: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1);

pub(super) fn index(n: u32) -> IfIndex {
    IfIndex::new(n).expect("not zero")
}

/// Interface 2: 10.0.0.1/24, 2001:db8::1/64 and fe80::1/64.
pub(super) fn interface() -> Interface {
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
        gro: false,
        qos: None,
        vlans: BTreeMap::new(),
        counters: Arc::new(PerWorker::new(1)),
    }
}

/// The routes that an interface's addresses bring.
pub(super) fn routing(interface: &Interface) -> Routing {
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
pub(super) struct Bench {
    pub(super) cache: NeighCache,
    pub(super) snapshot: Snapshot,
    pub(super) pool: Pool,
    pub(super) now: Instant,
    pub(super) out: NeighOutput,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(|_| ())
    }

    pub(super) fn with(change: impl FnOnce(&mut Interface)) -> Self {
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

    pub(super) fn call<R>(
        &mut self,
        f: impl FnOnce(&mut NeighCache, &mut Context<'_>, &Interface) -> R,
    ) -> R {
        let interface = Arc::clone(self.snapshot.interfaces.get(index(2)).expect("ens4"));
        let mut cx = Context {
            now: self.now,
            snapshot: &self.snapshot,
            pool: &mut self.pool,
            out: &mut self.out,
        };
        f(&mut self.cache, &mut cx, &interface)
    }

    pub(super) fn resolve(&mut self, next_hop: impl Into<IpAddr>, packet: Packet) -> Outcome {
        let next_hop = next_hop.into();
        self.call(|cache, cx, oif| cache.resolve(cx, oif, next_hop, packet))
    }

    /// Receives an ARP packet.
    pub(super) fn arp(&mut self, to: PacketType, arp: ArpFields) {
        let packet = frame(EtherType::ARP, to, &[&arp.emit()]);
        self.call(|cache, cx, iif| cache.input_arp(cx, iif, &packet))
            .expect("taken in");
    }

    /// Receives a neighbour discovery message.
    pub(super) fn nd(&mut self, src: Ipv6Addr, dst: Ipv6Addr, message: NdiscFields) {
        let packet = nd_frame(src, dst, &message);
        self.call(|cache, cx, iif| cache.input_nd(cx, iif, &packet))
            .expect("taken in");
    }

    /// Lets time pass; every timer goes off at its time.
    pub(super) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.cache.next_deadline() <= end {
            self.now = self.cache.next_deadline().max(self.now);
            self.call(|cache, cx, _| cache.poll(cx));
        }
        self.now = end;
    }

    pub(super) fn state(&self, address: impl Into<IpAddr>) -> Option<Nud> {
        let address = address.into();
        let found = self.cache.list(self.now);
        found.iter().find(|n| n.address == address).map(|n| n.state)
    }

    /// The ARP packets sent since the last call, with the address each was sent to.
    pub(super) fn sent_arp(&mut self) -> Vec<(MacAddr, ArpFields)> {
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
    pub(super) fn sent_nd(&mut self) -> Vec<(MacAddr, Ipv6Addr, Ipv6Addr, NdiscFields)> {
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

pub(super) fn frame(ethertype: EtherType, to: PacketType, parts: &[&[u8]]) -> Packet {
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

pub(super) fn nd_frame(src: Ipv6Addr, dst: Ipv6Addr, message: &NdiscFields) -> Packet {
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
pub(super) fn packet(src: impl Into<IpAddr>, tag: u8) -> Packet {
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

pub(super) fn tag(packet: &Packet) -> u8 {
    *packet.buf.bytes().last().expect("not empty")
}

pub(super) fn request(tip: Ipv4Addr) -> ArpFields {
    ArpFields {
        operation: Operation::REQUEST,
        sender_mac: HOST_MAC,
        sender_ip: HOST,
        target_mac: MacAddr::ZERO,
        target_ip: tip,
    }
}

pub(super) fn reply(mac: MacAddr) -> ArpFields {
    ArpFields {
        operation: Operation::REPLY,
        sender_mac: mac,
        sender_ip: HOST,
        target_mac: OWN_MAC,
        target_ip: OWN,
    }
}

pub(super) fn solicitation(target: Ipv6Addr, source_mac: Option<MacAddr>) -> NdiscFields {
    NdiscFields::NeighbourSolicitation { target, source_mac }
}

pub(super) fn advertisement(mac: MacAddr, solicited: bool, override_: bool) -> NdiscFields {
    NdiscFields::NeighbourAdvertisement {
        router: false,
        solicited,
        override_,
        target: HOST6,
        target_mac: Some(mac),
    }
}

pub(super) const SECOND: Duration = Duration::from_secs(1);

/// Makes the host reachable by asking for it.
pub(super) fn reachable(bench: &mut Bench) {
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 0)),
        Outcome::Queued
    ));
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(bench.state(HOST), Some(Nud::Reachable));
    bench.out = NeighOutput::default();
}

/// What the host is known by.
pub(super) fn known(bench: &Bench, address: impl Into<IpAddr>) -> Neighbour {
    let address = address.into();
    let found = bench.cache.list(bench.now);
    let mut found = found.into_iter().filter(|n| n.address == address);
    found.next().expect("an entry")
}

pub(super) const OTHER_MAC: MacAddr = MacAddr([2, 0, 0, 0, 0, 0xa]);

pub(super) const ALL_NODES: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

pub(super) fn asked(address: impl Into<IpAddr>, state: Nud) -> Request {
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

pub(super) fn set(bench: &mut Bench, request: &Request) -> Result<(), NeighError> {
    bench.call(|cache, cx, oif| cache.set(cx, oif, request))
}

pub(super) fn delete(
    bench: &mut Bench,
    address: impl Into<IpAddr>,
    proxy: bool,
) -> Result<(), NeighError> {
    let address = address.into();
    bench.call(|cache, cx, oif| cache.delete(cx, oif, address, proxy))
}
