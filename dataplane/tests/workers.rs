//! Several workers, of whom each receives anything, do with it what one alone does: connections are tracked and
//! their sources translated, and most packets come to a worker that does not have theirs.

mod rig;

use std::{collections::BTreeMap, net::Ipv4Addr, sync::Arc};

use dataplane::{
    checksum::{self, Sum},
    counters::PerWorker,
    drop_reason::DropReason,
    filter::{
        CounterBank, CounterId, Hook, Policy, RuleSpec, Ruleset, TableKind, Target, targets::Nat,
    },
    iface::MacAddr,
    io::{Capabilities, MemoryPort, MemoryWire},
    nat::NatRange,
    neigh::NeighCache,
    packet::{Checksum, Packet, PacketBuf},
    route::{RouteKind, TableId},
    snapshot::Snapshot,
    time::{Duration, Instant},
    wire::ipv4::Ipv4Fields,
    worker::{Router, Worker},
};
use rig::{
    HOST_L, HOST_R, LEFT, Plan, RIGHT, Rig,
    frames::{self, Random},
    index,
    rules::compile,
};

/// The address that sources are translated to.
const OURS: Ipv4Addr = Ipv4Addr::new(10, 2, 0, 254);

/// Sources are translated, destinations are to one port, all that leaves is counted, and what is for the router is dropped.
fn rules(workers: usize) -> (Arc<Ruleset>, CounterBank) {
    let mut counters = CounterBank::new(workers);
    counters.grow(20);
    let snat = RuleSpec {
        target: Target::Snat(Nat {
            range: NatRange {
                addrs: Some((OURS.into(), OURS.into())),
                ..NatRange::default()
            },
        }),
        ..RuleSpec::default()
    };
    let dnat = RuleSpec {
        target: Target::Dnat(Nat {
            range: NatRange {
                ports: Some((53, 53)),
                ..NatRange::default()
            },
        }),
        ..RuleSpec::default()
    };
    let chains = [
        (TableKind::Nat, Hook::Prerouting, dnat),
        (TableKind::Nat, Hook::Postrouting, snat),
        (TableKind::Filter, Hook::Forward, RuleSpec::default()),
    ];
    let chains = chains.map(|(table, hook, spec)| (table, hook, Policy::Accept, vec![spec]));
    let input = (TableKind::Filter, Hook::Input, Policy::Drop, Vec::new());
    let chains = chains.into_iter().chain([input]).collect();
    (compile(chains, true, &counters), counters)
}

/// A datagram of flow `n`, the `number`th, as large as that says; of every fourth flow it is an echo.
fn datagram(n: u16, number: u32, back: bool) -> Packet {
    let client = Ipv4Addr::new(10, 1, 0, 1 + n as u8);
    let server = Ipv4Addr::new(172, 16, 0, n as u8);
    // Every fifth flow is between equal ports: its owner goes by the addresses.
    let here = if n.is_multiple_of(5) { 53 } else { 1024 + n };
    // Replies to the last hash to somebody else, mostly.
    let there = if n < 75 { 53 } else { 5353 };
    let (src, dst, ports) = match back {
        false => (client, server, (here, there)),
        true => (server, OURS, (53, here)),
    };
    let mut payload = vec![0; 4 + (number % 7) as usize * 40];
    payload[..4].copy_from_slice(&number.to_be_bytes());
    let echo = n % 4 == 3;
    let mut transport = Vec::new();
    if echo {
        transport.extend([if back { 0 } else { 8 }, 0, 0, 0]);
        transport.extend(here.to_be_bytes());
        transport.extend([0, 1]);
    } else {
        transport.extend(ports.0.to_be_bytes());
        transport.extend(ports.1.to_be_bytes());
        transport.extend((8 + payload.len() as u16).to_be_bytes());
        transport.extend([0, 0]);
    }
    transport.extend(payload);
    let (proto, at) = if echo { (1, 2) } else { (17, 6) };
    let pseudo = match echo {
        true => Sum::ZERO,
        false => {
            let len = transport.len() as u32;
            checksum::pseudo_header(&src.octets(), &dst.octets(), proto, len)
        }
    };
    // Some come from a sender on the same machine, which leaves the checksum to the device.
    let partial = number.is_multiple_of(3) && !echo;
    let sum = if partial {
        pseudo.folded()
    } else {
        pseudo.add(&transport).complement()
    };
    transport[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    let header = Ipv4Fields {
        tos: 0,
        total_len: (20 + transport.len()) as u16,
        id: n,
        fragment_bits: 0,
        ttl: 64,
        protocol: proto,
        src,
        dst,
    };
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&frames::of_host(back, &header.emit(), &transport)),
        ..Packet::default()
    };
    if partial {
        packet.meta.checksum = Checksum::Partial {
            start: 20,
            offset: 6,
        };
    }
    packet
}

/// A router whose workers each have a queue of each port.
struct Team {
    rig: Rig,
    others: Vec<Worker>,
    /// The left wire and the right one of each worker.
    wires: Vec<[MemoryWire; 2]>,
    counters: CounterBank,
}

impl Team {
    fn new(workers: usize) -> Self {
        let mut plan = Plan::new();
        let (filter4, counters) = rules(workers);
        plan.route(
            TableId::MAIN,
            "172.16.0.0/12",
            RouteKind::Unicast,
            index(RIGHT),
            Some("10.2.0.1"),
            None,
        );
        for interface in &mut plan.interfaces {
            interface.counters = Arc::new(PerWorker::new(workers));
        }
        let snapshot = Snapshot {
            interfaces: plan.interfaces.into_iter().map(Arc::new).collect(),
            sysctls: plan.sysctls,
            routing: plan.fib.routing(),
            filter4,
            ..Snapshot::default()
        };
        let (router, events) = Router::new(snapshot, NeighCache::new(1), workers);
        plan.fib.apply();
        let able = Capabilities {
            partial_checksum: true,
            ..Capabilities::default()
        };
        let (mut team, mut wires) = (Vec::new(), Vec::new());
        for id in 0..workers {
            let mut worker = Worker::new(Arc::clone(&router), id, 1);
            wires.push([LEFT, RIGHT].map(|port| {
                let (mut memory, wire) = MemoryPort::open(MacAddr::ZERO, able);
                worker.attach(index(port), memory.queues.remove(0));
                wire
            }));
            team.push(worker);
        }
        let mut rig = Rig {
            router,
            worker: team.remove(0),
            left: wires[0][0].clone(),
            right: wires[0][1].clone(),
            now: Instant::ZERO + Duration::from_secs(1000),
            step: Duration::from_micros(50),
            fib: plan.fib,
            events,
        };
        for host in 1..100 {
            rig.introduce(LEFT, &format!("10.1.0.{host}"), HOST_L);
        }
        rig.introduce(RIGHT, "10.2.0.1", HOST_R);
        Self {
            rig,
            others: team,
            wires,
            counters,
        }
    }

    /// Gives each worker's wire what `packets` say, and lets all work until nobody has anything to do. What left, by
    /// flow.
    fn burst(&mut self, packets: Vec<(usize, bool, Packet)>) -> BTreeMap<u16, Vec<Vec<u8>>> {
        let workers = self.wires.len();
        for (worker, back, packet) in packets {
            let wire = &self.wires[worker % workers][usize::from(back)];
            wire.send(packet).expect("room");
        }
        let Rig { worker, now, .. } = &mut self.rig;
        *now += Duration::from_micros(50);
        loop {
            let mut all = std::iter::once(&mut *worker).chain(&mut self.others);
            if all.by_ref().map(|worker| worker.poll(*now)).sum::<usize>() == 0 {
                break;
            }
        }
        self.rig.check();
        let mut left = BTreeMap::<_, Vec<_>>::new();
        for wire in self.wires.iter().flatten() {
            while let Some(packet) = wire.receive() {
                let bytes = packet.buf.bytes();
                let flow = u16::from_be_bytes([bytes[18], bytes[19]]);
                left.entry(flow).or_default().push(bytes.to_vec());
            }
        }
        left
    }

    /// The worker that has each flow's connection, as far as there is one.
    fn owners(&self) -> BTreeMap<u16, usize> {
        let mut owners = BTreeMap::new();
        for worker in 0..self.wires.len() {
            let table = self.rig.router.conntrack.of(worker);
            for (_, conn) in table.iter(self.rig.now) {
                let client = conn.tuples[0].src_addr();
                let flow = (0..90).find(|n| client == Ipv4Addr::new(10, 1, 0, 1 + *n as u8));
                owners.extend(flow.map(|flow| (flow, worker)));
            }
        }
        owners
    }

    /// What is counted and known, whoever did it.
    fn account(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let mut totals = self.rig.totals();
        totals.handed = 0;
        let rules: Vec<_> = (0..20)
            .map(|id| self.counters.read(CounterId(id)))
            .collect();
        let snapshot = self.rig.router.snapshots.current();
        let ports = [LEFT, RIGHT].map(|port| {
            let interface = snapshot.interfaces.get(index(port)).expect("there");
            let counters = &interface.counters;
            [
                counters.sum(|of| of.rx_packets.get()),
                counters.sum(|of| of.rx_bytes.get()),
                counters.sum(|of| of.tx_packets.get()),
                counters.sum(|of| of.tx_bytes.get()),
            ]
        });
        let mut connections = Vec::new();
        for worker in 0..self.wires.len() {
            let table = self.rig.router.conntrack.of(worker);
            let conns = table.iter(self.rig.now);
            connections.extend(conns.map(|(_, conn)| format!("{conn:?}")));
        }
        connections.sort_unstable();
        (format!("{totals:?} {rules:?} {ports:?}"), connections)
    }
}

/// How packets come to workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Steering {
    /// Those of a flow to one of them, mostly not to its own.
    None,
    /// Mostly to the one that has their connection.
    Owners,
}

/// One worker and `workers` are given the same packets.
fn storm(workers: usize, cached: bool, steering: Steering) {
    let mut teams = [Team::new(1), Team::new(workers)];
    for worker in &mut teams[1].others {
        worker.set_flow_cache(cached);
    }
    teams[1].rig.worker.set_flow_cache(cached);
    let mut random = Random(0x0417);
    let mut numbers = [0; 90];
    for burst in 0..400 {
        // Now and then more than a burst, of which the workers get unequal shares.
        let count = match burst {
            0..=20 => 200,
            _ => [1, 7, 100, 256, 700][random.below(5)],
        };
        // Whatever answers find is there.
        let back = burst > 20 && burst % 3 == 2;
        let skew = 1 + random.below(workers);
        let owners = match steering {
            Steering::Owners if burst > 20 => teams[1].owners(),
            Steering::Owners | Steering::None => BTreeMap::new(),
        };
        // Of many bursts that are all steered comes one that is not quite.
        let astray = burst % 150 == 149;
        let flows = match steering {
            // Others begin when nothing has gone astray for long.
            Steering::Owners if burst < 290 => 60,
            Steering::Owners | Steering::None => numbers.len(),
        };
        let sent: Vec<_> = (0..count)
            .map(|_| {
                let n = random.below(flows);
                numbers[n] += 1;
                let owner = owners.get(&(n as u16)).copied();
                let owner = owner.filter(|_| !astray || random.below(50) > 0);
                (owner.unwrap_or(n * 7 % skew), back, n as u16, numbers[n])
            })
            .filter(|(.., n, _)| !back || owners.is_empty() || owners.contains_key(n))
            .collect();
        let packets = || {
            let all = sent.iter();
            let all = all.map(|&(at, back, n, number)| (at, back, datagram(n, number, back)));
            all.collect::<Vec<_>>()
        };
        let [alone, together] = teams.each_mut().map(|team| team.burst(packets()));
        assert_eq!(alone, together, "burst {burst}");
    }
    let [alone, together] = teams.each_ref().map(Team::account);
    assert_eq!(alone, together);
    let totals = teams[1].rig.totals();
    assert_eq!(totals.drops[DropReason::CpuBacklog.index()], 0);
    let handed = totals.handed as f64 / totals.received as f64;
    let share = match steering {
        Steering::None => 0.3..0.9,
        Steering::Owners => 0.001..0.1,
    };
    assert!(share.contains(&handed), "{handed}");
}

#[test]
fn two_workers_do_what_one_does() {
    storm(2, true, Steering::None);
}

#[test]
fn five_workers_do_what_one_does() {
    storm(5, true, Steering::None);
}

#[test]
fn several_without_a_flow_cache_do_what_one_does() {
    storm(3, false, Steering::None);
}

#[test]
fn several_that_get_what_is_theirs_but_for_a_few_do_what_one_does() {
    storm(3, true, Steering::Owners);
}

#[test]
fn so_do_several_without_a_flow_cache() {
    storm(2, false, Steering::Owners);
}

/// What looks like an answer comes before there is a question, for so long that its drop is replayed.
#[test]
fn what_was_dropped_comes_to_the_worker_that_has_its_connection_now() {
    // Addresses say whose these are: mostly others than those of their answers.
    for (n, at) in (0..90).step_by(5).flat_map(|n| [(n, 0), (n, 1)]) {
        let mut team = Team::new(2);
        for number in 0..6 {
            let left = team.burst(vec![(at, true, datagram(n, number, true))]);
            assert!(left.is_empty(), "{left:?}");
        }
        let asked = team.burst(vec![(1 - at, false, datagram(n, 6, false))]);
        assert_eq!(asked.len(), 1);
        for number in 7..10 {
            let left = team.burst(vec![(at, true, datagram(n, number, true))]);
            assert_eq!(left.len(), 1, "{n} {at}");
        }
    }
}
