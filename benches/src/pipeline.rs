//! The whole forwarding path in memory: a port that makes frames, a worker, a port that swallows
//! them.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    os::fd::BorrowedFd,
    sync::Arc,
};

use dataplane::{
    checksum::checksum,
    counters::PerWorker,
    iface::{Address4, Address6, IfIndex, Interface, InterfaceKind, MacAddr, Scope},
    io::{Capabilities, PortQueue, TxReport},
    neigh::{Context, NeighCache, NeighOutput, Nud, Request},
    packet::{Batch, Checksum, Pool},
    qos::Tree,
    route::{FibWriter, NextHop, RouteInfo, RouteKind, TableId},
    snapshot::Snapshot,
    sysctl::{Ipv4Conf, Ipv6Conf, NeighConf, Sysctls},
    time::{Duration, Instant},
    wire::{
        ipv4::{self, Ipv4Fields, protocol},
        ipv6::Ipv6Fields,
    },
    worker::{Router, Worker},
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Gateways behind the right port, among which the routes are spread.
const GATEWAYS: u32 = 16;
/// Length of the frames, without the check sequence of four bytes: "64-byte frames".
pub(crate) const FRAME: usize = 60;

/// Makes frames to its destinations in turn. Like a network card it writes each into a buffer of
/// the pool: that, and giving the buffer back, is all it costs.
#[derive(Debug)]
pub struct Source {
    template: [u8; FRAME],
    /// Where in the frame the destination is written.
    at: usize,
    destinations: Destinations,
    next: usize,
}

/// Where the frames go. With IPv4 the header checksum comes with it.
#[derive(Debug)]
enum Destinations {
    V4(Vec<([u8; 4], [u8; 2])>),
    V6(Vec<[u8; 16]>),
}

impl Source {
    /// Frames to IPv4 addresses.
    #[must_use]
    pub fn ipv4(destinations: &[Ipv4Addr]) -> Self {
        Self::of(protocol::UDP, destinations)
    }

    fn of(protocol: u8, destinations: &[Ipv4Addr]) -> Self {
        let header = |dst| {
            let fields = Ipv4Fields {
                tos: 0,
                total_len: (FRAME - 14) as u16,
                id: 0,
                fragment_bits: ipv4::DF,
                ttl: 64,
                protocol,
                src: Ipv4Addr::new(192, 0, 2, 1),
                dst,
            };
            fields.emit()
        };
        let mut template = ethernet([8, 0]);
        template[14..34].copy_from_slice(&header(Ipv4Addr::UNSPECIFIED));
        let pairs = destinations
            .iter()
            .map(|&dst| (dst.octets(), [header(dst)[10], header(dst)[11]]));
        Self {
            template,
            at: 30,
            destinations: Destinations::V4(pairs.collect()),
            next: 0,
        }
    }

    /// Echo requests to IPv4 addresses.
    #[must_use]
    pub fn echo(destinations: &[Ipv4Addr]) -> Self {
        let mut source = Self::of(protocol::ICMP, destinations);
        let message = &mut source.template[34..];
        (message[0], message[4]) = (8, 1);
        let sum = checksum(message);
        message[2..4].copy_from_slice(&sum.to_be_bytes());
        source
    }

    /// Frames to IPv6 addresses.
    #[must_use]
    pub fn ipv6(destinations: &[Ipv6Addr]) -> Self {
        let fields = Ipv6Fields {
            traffic_class: 0,
            flow_label: 0,
            payload_len: (FRAME - 54) as u16,
            next_header: 59,
            hop_limit: 64,
            src: Ipv6Addr::new(0xfd00, 1, 0, 0, 0, 0, 0, 1),
            dst: Ipv6Addr::UNSPECIFIED,
        };
        let mut template = ethernet([0x86, 0xdd]);
        template[14..54].copy_from_slice(&fields.emit());
        Self {
            template,
            at: 38,
            destinations: Destinations::V6(destinations.iter().map(Ipv6Addr::octets).collect()),
            next: 0,
        }
    }
}

/// The beginning of a frame for the router, from the clients' side.
pub fn ethernet(ethertype: [u8; 2]) -> [u8; FRAME] {
    let mut template = [0; FRAME];
    template[..6].copy_from_slice(&mac(LEFT).0);
    template[6..12].copy_from_slice(&[2, 0, 0, 0, 9, 9]);
    template[12..14].copy_from_slice(&ethertype);
    template
}

impl Source {
    /// The next frame.
    fn write(&mut self, frame: &mut [u8; FRAME]) {
        *frame = self.template;
        let len = match &self.destinations {
            Destinations::V4(all) => {
                let (dst, sum) = all[self.next];
                frame[24..26].copy_from_slice(&sum);
                frame[self.at..self.at + 4].copy_from_slice(&dst);
                all.len()
            }
            Destinations::V6(all) => {
                frame[self.at..self.at + 16].copy_from_slice(&all[self.next]);
                all.len()
            }
        };
        self.next = if self.next + 1 == len {
            0
        } else {
            self.next + 1
        };
    }
}

/// Fills `batch` with packets that `write` writes; gives the number added.
#[inline]
pub(crate) fn fill(
    pool: &mut Pool,
    batch: &mut Batch,
    now: Instant,
    mut write: impl FnMut(&mut [u8; FRAME]),
) -> usize {
    let frames = 0..batch.room();
    pool.receive(batch, now, frames, |_, buf| {
        buf.set_len(FRAME);
        if let Some(frame) = buf.spare_mut().first_chunk_mut() {
            write(frame);
        }
        Checksum::Unverified
    })
}

impl PortQueue for Source {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        Ok(fill(pool, batch, now, |frame| self.write(frame)))
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        swallow(pool, batch)
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

/// Swallows what it is given, if it has these capabilities.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sink(pub Capabilities);

/// Gives the buffers of what is sent back.
pub(crate) fn swallow(pool: &mut Pool, batch: &mut Batch) -> TxReport {
    let packets = batch.as_slice();
    let report = TxReport {
        sent: packets.len() as u32,
        sent_bytes: packets.iter().map(|packet| packet.buf.len() as u64).sum(),
        ..TxReport::default()
    };
    pool.recycle_front(batch, report.sent as usize);
    report
}

impl PortQueue for Sink {
    fn rx(&mut self, _: &mut Pool, _: &mut Batch, _: Instant) -> io::Result<usize> {
        Ok(0)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        swallow(pool, batch)
    }

    fn capabilities(&self) -> Capabilities {
        self.0
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

/// A host of the clients' network.
pub const CLIENT: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

const LEFT: u32 = 2;
const RIGHT: u32 = 3;

fn index(n: u32) -> IfIndex {
    IfIndex::new(n).expect("not zero")
}

fn mac(n: u32) -> MacAddr {
    MacAddr([2, 0, 0, 0, n as u8, 254])
}

fn interface(n: u32, workers: usize) -> Interface {
    // Networks that no table has (RFC 5737, RFC 4193).
    let net4 = match n {
        LEFT => Ipv4Net::new_assert(Ipv4Addr::new(192, 0, 2, 254), 24),
        _ => Ipv4Net::new_assert(Ipv4Addr::new(198, 51, 100, 254), 24),
    };
    let net6 = Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, n as u16 - 1, 0, 0, 0, 0, 0, 0xfe), 64);
    Interface {
        index: index(n),
        name: format!("port{n}").into(),
        kind: InterfaceKind::Port,
        mac: mac(n),
        mtu: 1500,
        running: true,
        promiscuous: false,
        arp: true,
        addresses4: vec![Address4 {
            local: net4.addr(),
            subnet: net4.trunc(),
            broadcast: Some(net4.broadcast()),
            scope: Scope::UNIVERSE,
            secondary: false,
        }],
        addresses6: vec![Address6 {
            local: net6.addr(),
            subnet: net6.trunc(),
            scope: Scope::UNIVERSE,
            deprecated: false,
        }],
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
        vlans: std::collections::BTreeMap::default(),
        counters: Arc::new(PerWorker::new(workers)),
    }
}

/// A router with a table, and workers that forward what their sources make.
#[derive(Debug)]
pub struct Pipeline {
    /// What the worker's account is in.
    pub router: Arc<Router>,
    /// Those who do it; [`Pipeline::burst`] is the first one's.
    pub workers: Vec<Worker>,
    /// The time of the last burst.
    pub now: Instant,
    _fib: FibWriter,
}

impl Pipeline {
    /// With these routes, each with the number of its gateway (taken modulo the number of gateways
    /// there are).
    ///
    /// # Panics
    /// If the routes do not fit into the table.
    #[must_use]
    pub fn new(routes: impl IntoIterator<Item = (IpNet, u32)>, source: Source) -> Self {
        Self::with(routes, Box::new(source), |_| {})
    }

    /// The same with what else the configuration says: `adjust` changes it.
    ///
    /// # Panics
    /// If the routes do not fit into the table.
    #[must_use]
    pub fn with(
        routes: impl IntoIterator<Item = (IpNet, u32)>,
        source: Box<dyn PortQueue>,
        adjust: impl FnOnce(&mut Snapshot),
    ) -> Self {
        Self::between(routes, [source, Box::<Sink>::default()], adjust)
    }

    /// The same with what is at each end: the clients' network, where [`CLIENT`] is a neighbour, and
    /// the gateways'.
    ///
    /// # Panics
    /// If the routes do not fit into the table.
    #[must_use]
    pub fn between(
        routes: impl IntoIterator<Item = (IpNet, u32)>,
        ends: [Box<dyn PortQueue>; 2],
        adjust: impl FnOnce(&mut Snapshot),
    ) -> Self {
        Self::with_workers(routes, vec![ends], adjust)
    }

    /// The same with a worker for each pair of ends.
    ///
    /// # Panics
    /// If the routes do not fit into the table.
    #[must_use]
    pub fn with_workers(
        routes: impl IntoIterator<Item = (IpNet, u32)>,
        ends: Vec<[Box<dyn PortQueue>; 2]>,
        adjust: impl FnOnce(&mut Snapshot),
    ) -> Self {
        let mut fib = FibWriter::new();
        let info = |gateway: IpAddr| RouteInfo {
            kind: RouteKind::Unicast,
            scope: Scope::UNIVERSE,
            prefsrc: None,
            mtu: None,
            nexthops: Box::new([NextHop {
                gateway: Some(gateway),
                oif: index(RIGHT),
                weight: 1,
                onlink: false,
            }]),
        };
        let infos4: Vec<_> = (0..GATEWAYS).map(|n| info(gateway4(n).into())).collect();
        let infos6: Vec<_> = (0..GATEWAYS).map(|n| info(gateway6(n).into())).collect();
        for (prefix, hop) in routes {
            let at = (hop % GATEWAYS) as usize;
            let info = match prefix {
                IpNet::V4(_) => &infos4[at],
                IpNet::V6(_) => &infos6[at],
            };
            fib.insert(TableId::MAIN, prefix, 0, info).expect("room");
        }
        local_routes(&mut fib);
        let mut snapshot = Snapshot {
            interfaces: [LEFT, RIGHT]
                .map(|n| Arc::new(interface(n, ends.len())))
                .into_iter()
                .collect(),
            sysctls: Sysctls {
                ipv6_forwarding: true,
                ..Sysctls::default()
            },
            routing: fib.routing(),
            ..Snapshot::default()
        };
        adjust(&mut snapshot);
        let (router, _) = Router::new(snapshot, NeighCache::new(1), ends.len());
        fib.apply();
        let workers = ends.into_iter().enumerate().map(|(number, [left, right])| {
            let mut worker = Worker::new(Arc::clone(&router), number, 1);
            worker.attach(index(LEFT), left);
            worker.attach(index(RIGHT), right);
            worker
        });
        let workers = workers.collect();
        let pipeline = Self {
            router,
            workers,
            now: Instant::ZERO + Duration::from_secs(1),
            _fib: fib,
        };
        for n in 0..GATEWAYS {
            pipeline.introduce(RIGHT, gateway4(n).into(), n);
            pipeline.introduce(RIGHT, gateway6(n).into(), n);
        }
        pipeline.introduce(LEFT, CLIENT.into(), 0);
        pipeline
    }

    fn introduce(&self, side: u32, address: IpAddr, n: u32) {
        let snapshot = self.router.snapshots.current();
        let mut cx = Context {
            now: self.now,
            snapshot: &snapshot,
            pool: &mut Pool::new(1),
            out: &mut NeighOutput::default(),
        };
        let request = Request {
            address,
            mac: Some(MacAddr([2, 0, 0, 1, 0, n as u8])),
            state: Nud::Permanent,
            router: false,
            proxy: false,
            protocol: 0,
            create: true,
            exclusive: false,
            replace: true,
            resolve: false,
        };
        let interface = snapshot.interfaces.get(index(side)).expect("it is there");
        let mut cache = self.router.neighbours.lock().expect("not poisoned");
        cache.set(&mut cx, interface, &request).expect("room");
    }

    /// The same, which decides about each packet anew.
    #[must_use]
    pub fn without_flow_cache(mut self) -> Self {
        for worker in &mut self.workers {
            worker.set_flow_cache(false);
        }
        self
    }

    /// Forwards one burst; gives the number of frames.
    pub fn burst(&mut self) -> usize {
        self.burst_after(Duration::from_micros(10))
    }

    /// The same, `gap` after the burst before; what is due by then is done first.
    pub fn burst_after(&mut self, gap: Duration) -> usize {
        self.now += gap;
        let worker = &mut self.workers[0];
        if worker.next_deadline() <= self.now {
            worker.run_timers(self.now);
        }
        worker.poll(self.now)
    }

    /// Gives a configuration's right port this traffic control.
    pub fn shape(snapshot: &mut Snapshot, tree: Tree) {
        let tree = Arc::new(tree);
        let interfaces = snapshot.interfaces.iter().map(|interface| {
            let mut interface = Interface::clone(interface);
            if interface.index == index(RIGHT) {
                interface.qos = Some(Arc::clone(&tree));
            }
            Arc::new(interface)
        });
        snapshot.interfaces = interfaces.collect();
    }
}

/// What the ports' addresses bring: the table local is searched first.
fn local_routes(fib: &mut FibWriter) {
    for n in [LEFT, RIGHT] {
        let interface = interface(n, 1);
        let info = |kind, scope| RouteInfo {
            kind,
            scope,
            prefsrc: None,
            mtu: None,
            nexthops: Box::new([NextHop {
                gateway: None,
                oif: interface.index,
                weight: 1,
                onlink: false,
            }]),
        };
        let local = info(RouteKind::Local, Scope::HOST);
        let link = info(RouteKind::Unicast, Scope::LINK);
        let address4 = &interface.addresses4[0];
        let address6 = &interface.addresses6[0];
        let mut insert = |table, prefix: IpNet, info: &RouteInfo| {
            fib.insert(table, prefix, 0, info).expect("room");
        };
        insert(TableId::LOCAL, IpAddr::from(address4.local).into(), &local);
        insert(TableId::LOCAL, IpAddr::from(address6.local).into(), &local);
        insert(TableId::MAIN, address4.subnet.into(), &link);
        insert(TableId::MAIN, address6.subnet.into(), &link);
    }
}

fn gateway4(n: u32) -> Ipv4Addr {
    Ipv4Addr::new(198, 51, 100, n as u8 + 1)
}

fn gateway6(n: u32) -> Ipv6Addr {
    Ipv6Addr::new(0xfd00, 2, 0, 0, 0, 0, 0, n as u16 + 1)
}

/// The port alone: what of a pipeline's time is the bench's own.
pub fn port_alone(source: &mut impl PortQueue, pool: &mut Pool, batch: &mut Batch) -> usize {
    let received = source.rx(pool, batch, Instant::ZERO).unwrap_or(0);
    swallow(pool, batch);
    received
}
