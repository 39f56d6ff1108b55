//! A router on memory wires, for tests: two ports, a VLAN, both families, neighbours by hand.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

pub mod frames;
pub mod nft;
pub mod oracle;
pub mod rules;
pub mod trees;

use std::{net::IpAddr, sync::Arc};

use dataplane::{
    counters::{PerWorker, Totals},
    drop_reason::DropReason,
    filter::Ruleset,
    iface::{Address4, Address6, IfIndex, Interface, InterfaceKind, MacAddr, Scope, VlanId},
    io::{Capabilities, MemoryPort, MemoryWire},
    neigh::NeighCache,
    packet::{Packet, PacketBuf},
    route::{FibWriter, NextHop, RouteInfo, RouteKind, TableId},
    snapshot::Snapshot,
    sysctl::{Ipv4Conf, Ipv6Conf, NeighConf, Sysctls},
    time::{Duration, Instant},
    worker::{Router, Worker},
};

/// The router's address on the left port's link.
pub const LEFT_MAC: MacAddr = MacAddr([2, 0, 0, 0, 1, 254]);
/// The router's address on the right port's link.
pub const RIGHT_MAC: MacAddr = MacAddr([2, 0, 0, 0, 2, 254]);
/// The host on the left, 10.1.0.1 and fd00:1::1.
pub const HOST_L: MacAddr = MacAddr([2, 0, 0, 0, 1, 1]);
/// The host on the right, 10.2.0.1 and fd00:2::1.
pub const HOST_R: MacAddr = MacAddr([2, 0, 0, 0, 2, 1]);

pub const LO: u32 = 1;
pub const LEFT: u32 = 2;
pub const RIGHT: u32 = 3;
pub const VLAN: u32 = 4;

pub fn index(n: u32) -> IfIndex {
    IfIndex::new(n).expect("not zero")
}

/// An interface that is up, with forwarding on.
pub fn interface(
    n: u32,
    name: &str,
    kind: InterfaceKind,
    mac: MacAddr,
    nets: &[&str],
) -> Interface {
    let mut interface = Interface {
        index: index(n),
        name: name.into(),
        kind,
        mac,
        mtu: 1500,
        running: true,
        promiscuous: false,
        arp: kind != InterfaceKind::Loopback,
        addresses4: Vec::new(),
        addresses6: Vec::new(),
        conf4: Ipv4Conf {
            forwarding: true,
            ..Ipv4Conf::default()
        },
        conf6: Ipv6Conf {
            forwarding: true,
            ..Ipv6Conf::default()
        },
        neigh4: NeighConf::default(),
        neigh6: NeighConf::default(),
        gro: false,
        qos: None,
        vlans: Default::default(),
        counters: Arc::new(PerWorker::new(1)),
    };
    for net in nets {
        match net.parse().expect("a prefix") {
            ipnet::IpNet::V4(net) => interface.addresses4.push(Address4 {
                local: net.addr(),
                subnet: net.trunc(),
                broadcast: Some(net.broadcast()),
                scope: if net.addr().is_loopback() {
                    Scope::HOST
                } else {
                    Scope::UNIVERSE
                },
                secondary: false,
            }),
            ipnet::IpNet::V6(net) => interface.addresses6.push(Address6 {
                local: net.addr(),
                subnet: net.trunc(),
                scope: if net.addr().is_unicast_link_local() {
                    Scope::LINK
                } else {
                    Scope::UNIVERSE
                },
                deprecated: false,
            }),
        }
    }
    interface
}

/// What a test may change before the router starts.
pub struct Plan {
    pub interfaces: Vec<Interface>,
    pub sysctls: Sysctls,
    pub fib: FibWriter,
    pub capabilities: Capabilities,
    pub filter4: Arc<Ruleset>,
    pub filter6: Arc<Ruleset>,
}

impl Plan {
    /// Two ports with a subnet of each family, and VLAN 100 on the right one.
    pub fn new() -> Self {
        let tag = InterfaceKind::Vlan {
            parent: index(RIGHT),
            id: VlanId::new(100).expect("small"),
            protocol: 0x8100,
        };
        let port = InterfaceKind::Port;
        let mut right = interface(
            RIGHT,
            "right",
            port,
            RIGHT_MAC,
            &["10.2.0.254/24", "fd00:2::fe/64", "fe80::2/64"],
        );
        right
            .vlans
            .insert((0x8100, VlanId::new(100).expect("small")), index(VLAN));
        let interfaces = vec![
            interface(
                LO,
                "lo",
                InterfaceKind::Loopback,
                MacAddr::ZERO,
                &["127.0.0.1/8", "::1/128"],
            ),
            interface(
                LEFT,
                "left",
                port,
                LEFT_MAC,
                &["10.1.0.254/24", "fd00:1::fe/64", "fe80::1/64"],
            ),
            right,
            interface(
                VLAN,
                "right.100",
                tag,
                RIGHT_MAC,
                &["10.3.0.254/24", "fd00:3::fe/64", "fe80::2/64"],
            ),
        ];
        let sysctls = Sysctls {
            ipv6_forwarding: true,
            ..Sysctls::default()
        };
        let mut plan = Self {
            interfaces,
            sysctls,
            fib: FibWriter::new(),
            capabilities: Capabilities::default(),
            filter4: Arc::default(),
            filter6: Arc::default(),
        };
        for at in 0..plan.interfaces.len() {
            plan.connect(at);
        }
        plan
    }

    /// The routes that an interface's addresses bring.
    fn connect(&mut self, at: usize) {
        let interface = self.interfaces[at].clone();
        for address in &interface.addresses4 {
            let (local, subnet) = (address.local, address.subnet);
            let host = format!("{local}/32");
            self.route(
                TableId::LOCAL,
                &host,
                RouteKind::Local,
                interface.index,
                None,
                Some(local.into()),
            );
            if interface.kind == InterfaceKind::Loopback {
                let net = subnet.to_string();
                self.route(
                    TableId::LOCAL,
                    &net,
                    RouteKind::Local,
                    interface.index,
                    None,
                    Some(local.into()),
                );
                continue;
            }
            let all = format!("{}/32", subnet.broadcast());
            self.route(
                TableId::LOCAL,
                &all,
                RouteKind::Broadcast,
                interface.index,
                None,
                Some(local.into()),
            );
            let net = subnet.to_string();
            self.route(
                TableId::MAIN,
                &net,
                RouteKind::Unicast,
                interface.index,
                None,
                Some(local.into()),
            );
        }
        for address in &interface.addresses6 {
            let host = format!("{}/128", address.local);
            self.route(
                TableId::LOCAL,
                &host,
                RouteKind::Local,
                interface.index,
                None,
                None,
            );
            if interface.kind != InterfaceKind::Loopback && !address.local.is_unicast_link_local() {
                // RFC 4291 §2.6.1: a router answers to its subnets' anycast addresses.
                let any = format!("{}/128", address.subnet.network());
                self.route(
                    TableId::LOCAL,
                    &any,
                    RouteKind::Anycast,
                    interface.index,
                    None,
                    None,
                );
                let net = address.subnet.to_string();
                self.route(
                    TableId::MAIN,
                    &net,
                    RouteKind::Unicast,
                    interface.index,
                    None,
                    None,
                );
            }
        }
    }

    pub fn route(
        &mut self,
        table: TableId,
        prefix: &str,
        kind: RouteKind,
        oif: IfIndex,
        gateway: Option<&str>,
        prefsrc: Option<IpAddr>,
    ) {
        let hop = NextHop {
            gateway: gateway.map(|gateway| gateway.parse().expect("an address")),
            oif,
            weight: 1,
            onlink: false,
        };
        let scope = match (kind, gateway) {
            (RouteKind::Local, _) => Scope::HOST,
            (_, None) => Scope::LINK,
            (_, Some(_)) => Scope::UNIVERSE,
        };
        let refused = matches!(
            kind,
            RouteKind::Blackhole | RouteKind::Unreachable | RouteKind::Prohibit
        );
        let info = RouteInfo {
            kind,
            scope,
            prefsrc,
            mtu: None,
            nexthops: if refused {
                Box::new([])
            } else {
                Box::new([hop])
            },
        };
        let prefix = prefix.parse().expect("a prefix");
        self.fib.insert(table, prefix, 0, &info).expect("room");
    }

    pub fn interface(&mut self, n: u32) -> &mut Interface {
        let mut all = self.interfaces.iter_mut();
        all.find(|interface| interface.index == index(n))
            .expect("known")
    }

    /// Without the VLAN.
    pub fn without_vlan(&mut self) {
        self.interface(RIGHT).vlans.clear();
        self.interfaces.retain(|iface| iface.index != index(VLAN));
        for (table, prefix) in [
            (TableId::MAIN, "10.3.0.0/24"),
            (TableId::LOCAL, "10.3.0.254/32"),
            (TableId::LOCAL, "10.3.0.255/32"),
            (TableId::MAIN, "fd00:3::/64"),
            (TableId::LOCAL, "fd00:3::/128"),
            (TableId::LOCAL, "fd00:3::fe/128"),
        ] {
            let prefix = prefix.parse().expect("a prefix");
            self.fib.remove(table, prefix, 0);
        }
    }

    pub fn start(mut self) -> Rig {
        let snapshot = Snapshot {
            interfaces: self.interfaces.into_iter().map(Arc::new).collect(),
            sysctls: self.sysctls,
            routing: self.fib.routing(),
            filter4: self.filter4,
            filter6: self.filter6,
            ..Snapshot::default()
        };
        let (router, events) = Router::new(snapshot, NeighCache::new(1), 1);
        self.fib.apply();
        let mut worker = Worker::new(Arc::clone(&router), 0, 1);
        let wires = [LEFT, RIGHT].map(|n| {
            let (mut port, wire) = MemoryPort::open(MacAddr::ZERO, self.capabilities);
            worker.attach(index(n), port.queues.remove(0));
            wire
        });
        let [left, right] = wires;
        let mut rig = Rig {
            router,
            worker,
            left,
            right,
            now: Instant::ZERO + Duration::from_secs(1000),
            step: Duration::from_millis(1),
            fib: self.fib,
            events,
        };
        rig.introduce(LEFT, "10.1.0.1", HOST_L);
        rig.introduce(RIGHT, "10.2.0.1", HOST_R);
        rig.introduce(LEFT, "fd00:1::1", HOST_L);
        rig.introduce(RIGHT, "fd00:2::1", HOST_R);
        rig.introduce(LEFT, "fe80::aa", HOST_L);
        rig.introduce(VLAN, "10.3.0.1", HOST_R);
        rig
    }
}

/// The router, its wires and its clock.
pub struct Rig {
    pub router: Arc<Router>,
    pub worker: Worker,
    pub left: MemoryWire,
    pub right: MemoryWire,
    pub now: Instant,
    /// How far the clock goes each time that the router works.
    pub step: Duration,
    pub fib: FibWriter,
    pub events: crossbeam::channel::Receiver<dataplane::worker::Event>,
}

impl Rig {
    pub fn new() -> Self {
        Plan::new().start()
    }

    /// Makes a neighbour known for good.
    pub fn introduce(&mut self, oif: u32, address: &str, mac: MacAddr) {
        use dataplane::neigh::{Context, NeighOutput, Nud, Request};
        let snapshot = self.router.snapshots.current();
        let mut out = NeighOutput::default();
        let mut pool = dataplane::packet::Pool::new(1);
        let mut cx = Context {
            now: self.now,
            snapshot: &snapshot,
            pool: &mut pool,
            out: &mut out,
        };
        let request = Request {
            address: address.parse().expect("an address"),
            mac: Some(mac),
            state: Nud::Permanent,
            router: false,
            proxy: false,
            protocol: 0,
            create: true,
            exclusive: false,
            replace: true,
            resolve: false,
        };
        let Some(iface) = snapshot.interfaces.get(index(oif)) else {
            return;
        };
        self.router
            .neighbours
            .lock()
            .expect("not poisoned")
            .set(&mut cx, iface, &request)
            .expect("taken");
    }

    /// Puts a frame on a wire and lets the router work; gives what came out left and right.
    pub fn send(&mut self, from: u32, frame: &[u8]) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        self.send_packet(
            from,
            Packet {
                buf: PacketBuf::copy_from(frame),
                ..Packet::default()
            },
        )
    }

    pub fn send_packet(&mut self, from: u32, packet: Packet) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        let wire = if from == LEFT {
            &self.left
        } else {
            &self.right
        };
        wire.send(packet).expect("room");
        self.work();
        (received(&self.left), received(&self.right))
    }

    /// Publishes the configuration anew with a change of an interface.
    pub fn change(&mut self, n: u32, change: impl Fn(&mut Interface)) {
        let mut snapshot = Snapshot::clone(&self.router.snapshots.current());
        let interfaces = snapshot.interfaces.iter().map(|interface| {
            let mut interface = Interface::clone(interface);
            if interface.index == index(n) {
                change(&mut interface);
            }
            Arc::new(interface)
        });
        snapshot.interfaces = interfaces.collect();
        self.router.snapshots.publish(snapshot);
    }

    pub fn work(&mut self) {
        self.now += self.step;
        while self.worker.poll(self.now) > 0 {}
        while self.worker.next_deadline() <= self.now {
            self.worker.run_timers(self.now);
        }
        self.check();
    }

    /// The account must hold whenever the worker is not at work.
    pub fn check(&self) {
        let totals = self.router.totals();
        assert_eq!(totals.held(), self.router.held() as u64, "{totals:?}");
    }

    pub fn totals(&self) -> Totals {
        self.router.totals()
    }

    pub fn dropped(&self, reason: DropReason) -> u64 {
        self.totals().drops[reason.index()]
    }
}

fn received(wire: &MemoryWire) -> Vec<Vec<u8>> {
    std::iter::from_fn(|| wire.receive())
        .map(|packet| packet.buf.bytes().to_vec())
        .collect()
}
