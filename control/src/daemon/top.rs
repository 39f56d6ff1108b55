//! `tollgate top`: everything that is counted, at one moment.

use std::{
    collections::{BTreeMap, HashMap, hash_map::RandomState},
    fs,
    hash::BuildHasher,
    path::Path,
};

use dataplane::{
    conntrack::{CtStats, Tuple},
    drop_reason::DropReason,
    qos::{ClassStats, HtbClass},
    time::{Duration, Instant},
    worker::Router,
};

use super::{connections::Connections, live::LiveRouter};
use crate::{
    config::{Link, Model},
    explain::Endpoint,
    lang::{
        LinkCounters, Live,
        conntrack::{Connection, ProtocolState, protocol_name},
    },
    top::{
        ClassCounts, ConnectionCounts, Counts, DropCounts, FlowCounts, Flows, PortCounts, Totals,
        WorkerCounts,
    },
};

/// Flows that are told of.
const FLOWS: usize = 100;

/// How long it is remembered what flows had carried when nobody asks any more.
const REMEMBERED: Duration = Duration::from_secs(60);

/// What flows had carried when they were looked at last. Nothing is remembered while nobody asks.
#[derive(Debug, Default)]
pub(super) struct FlowMeter {
    /// Keys what follows: nobody outside can choose connections that share a key.
    hasher: RandomState,
    /// Packets and bytes, by a hash of the connection: 24 bytes instead of the whole tuple.
    before: HashMap<u64, (u64, u64)>,
    looked: Option<Instant>,
}

impl FlowMeter {
    /// Looks at all connections; tells of those that carried most since the last time.
    fn measure(&mut self, router: &Router, now: Instant) -> Flows {
        if !router.snapshots.current().sysctls.conntrack.acct {
            self.forget();
            return Flows::default();
        }
        let mut after = HashMap::with_capacity(self.before.len());
        let mut top: BTreeMap<(u64, u64), FlowCounts> = BTreeMap::new();
        Connections::new(router, now).each(false, &mut |connection| {
            let Some([original, reply]) = connection.counts else {
                return;
            };
            let (packets, bytes) = (
                original.packets + reply.packets,
                original.bytes + reply.bytes,
            );
            let key = self.hasher.hash_one((connection.id, connection.original));
            after.insert(key, (packets, bytes));
            let (old_packets, old_bytes) = self.before.get(&key).copied().unwrap_or_default();
            let (new_packets, new_bytes) = (since(packets, old_packets), since(bytes, old_bytes));
            if top.len() == FLOWS {
                let least = top.first_key_value();
                if least.is_some_and(|(least, _)| *least >= (new_bytes, key)) {
                    return;
                }
                top.pop_first();
            }
            let flow = FlowCounts {
                packets,
                bytes,
                new_packets,
                new_bytes,
                ..described(connection)
            };
            top.insert((new_bytes, key), flow);
        });
        let seconds = self.looked.map(|looked| now.saturating_since(looked));
        self.before = after;
        self.looked = Some(now);
        Flows {
            counted: true,
            seconds: seconds.map(|seconds| seconds.as_secs_f64()),
            top: top.into_values().rev().collect(),
        }
    }

    /// Forgets everything if nobody has asked for a while.
    pub(super) fn tick(&mut self, now: Instant) {
        if self
            .looked
            .is_some_and(|looked| now.saturating_since(looked) > REMEMBERED)
        {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.before = HashMap::new();
        self.looked = None;
    }
}

/// What was counted since a counter showed `before`; one that went back was set to zero meanwhile.
const fn since(now: u64, before: u64) -> u64 {
    match now.checked_sub(before) {
        Some(counted) => counted,
        None => now,
    }
}

/// A connection without what it has carried.
fn described(connection: &Connection) -> FlowCounts {
    let (source, destination) = ends(&connection.original);
    let state = match connection.state {
        ProtocolState::None => "",
        ProtocolState::Tcp(state) => state.name(),
        ProtocolState::Sctp(state, _) => state.name(),
    };
    FlowCounts {
        proto: protocol_name(connection.proto()).to_owned(),
        source,
        destination,
        state: state.to_owned(),
        ..FlowCounts::default()
    }
}

fn ends(tuple: &Tuple) -> (String, String) {
    /// Protocols with ports: TCP, UDP, DCCP, SCTP, UDP-Lite.
    const PORTS: [u8; 5] = [6, 17, 33, 132, 136];
    let ports = PORTS.contains(&tuple.proto);
    let end = |addr, port| Endpoint(addr, ports.then_some(port)).to_string();
    (
        end(tuple.src_addr(), tuple.src_port),
        end(tuple.dst_addr(), tuple.dst_port),
    )
}

/// Everything that is counted now.
pub(super) fn counts(
    router: &Router,
    model: &Model,
    meter: &mut FlowMeter,
    workers: usize,
    (started, now): (Instant, Instant),
) -> Counts {
    let totals = router.totals();
    let live = LiveRouter::new(router, now);
    let occurred = |reason: &&DropReason| totals.drops[reason.index()] > 0;
    let drops = DropReason::ALL.iter().filter(occurred);
    let drops = drops.map(|reason| DropCounts {
        reason: reason.name().to_owned(),
        description: reason.description().to_owned(),
        packets: totals.drops[reason.index()],
    });
    let ports = model
        .links()
        .map(|link| port(link, &live.link_counters(link.index)));
    Counts {
        at: now.as_nanos(),
        uptime: now.saturating_since(started).as_secs(),
        configuration: router.snapshots.current().epoch.0,
        totals: Totals {
            received: totals.received,
            made: totals.made,
            sent: totals.sent,
            forwarded: totals.forwarded,
            dropped: totals.dropped(),
            held: totals.held(),
        },
        drops: drops.collect(),
        workers: worker_counts(router, workers),
        ports: ports.collect(),
        classes: classes(router),
        connections: connection_counts(router, now),
        flows: meter.measure(router, now),
    }
}

/// The classes of all ports, as they are configured, with what the shapers at work have counted.
fn classes(router: &Router) -> Vec<ClassCounts> {
    let snapshot = router.snapshots.current();
    let mut all = Vec::new();
    for interface in snapshot.interfaces.iter() {
        let Some(tree) = &interface.qos else {
            continue;
        };
        let readings = router.qos_stats(interface.index);
        let counted: HashMap<_, _> = readings.classes.into_iter().collect();
        for class in tree.qdiscs.iter().flat_map(|qdisc| &qdisc.classes) {
            let counts = counted.get(&class.handle).copied().unwrap_or_default();
            all.push(of_class(&interface.name, class, &counts));
        }
    }
    all
}

fn of_class(dev: &str, class: &HtbClass, counts: &ClassStats) -> ClassCounts {
    ClassCounts {
        dev: dev.to_owned(),
        class: class.handle.to_string(),
        rate: class.rate.bytes_per_second.saturating_mul(8),
        ceil: class.ceil.bytes_per_second.saturating_mul(8),
        packets: counts.queue.packets,
        bytes: counts.queue.bytes,
        drops: counts.queue.drops,
        overlimits: counts.queue.overlimits,
        backlog: counts.queue.backlog,
        qlen: counts.queue.qlen.into(),
        lended: counts.htb.lends.into(),
        borrowed: counts.htb.borrows.into(),
    }
}

fn port(link: &Link, counters: &LinkCounters) -> PortCounts {
    let state = match (link.up, link.carrier) {
        (false, _) => "DOWN",
        (true, false) => "NO-CARRIER",
        (true, true) => "UP",
    };
    PortCounts {
        name: link.name.clone(),
        state: state.to_owned(),
        rx_packets: counters.rx_packets,
        rx_bytes: counters.rx_bytes,
        rx_errors: counters.rx_errors,
        rx_dropped: counters.rx_dropped,
        tx_packets: counters.tx_packets,
        tx_bytes: counters.tx_bytes,
        tx_errors: counters.tx_errors,
        tx_dropped: counters.tx_dropped,
    }
}

fn connection_counts(router: &Router, now: Instant) -> ConnectionCounts {
    let connections = Connections::new(router, now);
    let stats: CtStats = connections.stats().into_iter().sum();
    ConnectionCounts {
        count: connections.count() as u64,
        max: router.snapshots.current().sysctls.conntrack.max.into(),
        invalid: stats.invalid,
        insert_failed: stats.insert_failed,
        drop: stats.drop,
        early_drop: stats.early_drop,
    }
}

fn worker_counts(router: &Router, workers: usize) -> Vec<WorkerCounts> {
    let times = worker_times().unwrap_or_default();
    let counts = (0..workers).map(|worker| WorkerCounts {
        cpu: times.get(&worker).copied(),
        received: router.totals.of(worker).received.get(),
    });
    counts.collect()
}

/// Nanoseconds that the workers' threads have run, by number: they are called `worker0`, `worker1`, …
fn worker_times() -> Option<BTreeMap<usize, u64>> {
    let mut times = BTreeMap::new();
    for task in fs::read_dir("/proc/self/task").ok()?.flatten() {
        // A thread that ended meanwhile is none of the workers.
        if let Some((worker, time)) = worker_time(&task.path()) {
            times.insert(worker, time);
        }
    }
    Some(times)
}

fn worker_time(task: &Path) -> Option<(usize, u64)> {
    let name = fs::read_to_string(task.join("comm")).ok()?;
    let worker = name.trim_end().strip_prefix("worker")?.parse().ok()?;
    // Documentation/scheduler/sched-stats.rst: the first number is the time on a processor.
    let times = fs::read_to_string(task.join("schedstat")).ok()?;
    let time = times.split_whitespace().next()?.parse().ok()?;
    Some((worker, time))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use dataplane::{
        io::Capabilities,
        neigh::NeighCache,
        packet::{Packet, PacketBuf},
        snapshot::Snapshot,
        trace::TraceStep,
        worker::Worker,
    };

    use super::*;
    use crate::{
        daemon::{Control, MemoryPorts, OneWorker, Wires},
        explain::{Injection, Question, explain},
        lang::Output,
    };

    const START: Instant = Instant::from_nanos(1_000_000_000);

    /// A router between two networks that tracks what passes.
    struct Lab {
        control: Control<OneWorker>,
        wires: Wires,
        now: Instant,
        meter: FlowMeter,
    }

    impl Lab {
        fn new() -> Self {
            let (router, _events) = Router::new(Snapshot::default(), NeighCache::new(1), 1);
            let worker = OneWorker {
                worker: Worker::new(Arc::clone(&router), 0, 1),
                now: START,
            };
            let ports = MemoryPorts::new(Capabilities::default());
            let wires = ports.wires();
            let mut lab = Self {
                control: Control::new(router, worker, 1, Box::new(ports)),
                wires,
                now: START,
                meter: FlowMeter::default(),
            };
            for line in [
                "ip link add ens4 type tap",
                "ip link add ens5 type tap",
                "ip link set ens4 up",
                "ip link set ens5 up",
                "ip addr add 1.1.1.1/24 dev ens4",
                "ip addr add 2.2.2.1/24 dev ens5",
                "ip neigh add 2.2.2.12 lladdr 02:00:00:00:00:12 dev ens5",
                "sysctl -w net.ipv4.ip_forward=1",
                "sysctl -w net.netfilter.nf_conntrack_acct=1",
                "iptables -A FORWARD -m conntrack --ctstate NEW -j ACCEPT",
            ] {
                lab.execute(line);
            }
            lab
        }

        fn execute(&mut self, line: &str) {
            let argv: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let mut out = Output::default();
            self.control.workers().worker.park();
            let status = self.control.execute(&argv, None, None, self.now, &mut out);
            assert_eq!(status, 0, "{line}: {}", out.errors());
        }

        /// Sends a packet `times` times.
        fn send(&mut self, packet: &str, times: usize) {
            let question = Question {
                port: None,
                packets: vec![Injection::Packet(packet.to_owned())],
            };
            let told = explain(self.control.router(), self.now, &question).expect(packet);
            let received = told.packets[0].story.first().map(|told| told.step.clone());
            let Some(TraceStep::Received { iif, frame }) = received else {
                panic!("{packet} is not received");
            };
            for _ in 0..times {
                let frame = Packet {
                    buf: PacketBuf::copy_from(&frame),
                    ..Packet::default()
                };
                self.wires.borrow()[&iif].send(frame).expect("room");
            }
            while self.control.workers().worker.poll(self.now) > 0 {}
        }

        /// What the meter says when `seconds` more have passed.
        fn measure(&mut self, seconds: u64) -> Flows {
            self.now += Duration::from_secs(seconds);
            self.meter.measure(self.control.router(), self.now)
        }
    }

    #[test]
    fn flows_are_measured_from_look_to_look() {
        let mut lab = Lab::new();
        lab.send("udp 1.1.1.11:5 > 2.2.2.12:7 len 972", 2);
        let first = lab.measure(1);
        assert!(first.counted);
        assert_eq!((first.seconds, first.top.len()), (None, 1));
        lab.send("udp 1.1.1.11:5 > 2.2.2.12:7 len 972", 3);
        lab.send("tcp 1.1.1.11:40000 > 2.2.2.12:22 syn", 1);
        let second = lab.measure(2);
        assert_eq!(second.seconds, Some(2.0));
        let [udp, tcp] = second.top.as_slice() else {
            panic!("{second:?}");
        };
        assert_eq!((udp.packets, udp.bytes), (5, 5000));
        assert_eq!((udp.new_packets, udp.new_bytes), (3, 3000));
        assert_eq!(
            (udp.source.as_str(), udp.destination.as_str()),
            ("1.1.1.11:5", "2.2.2.12:7")
        );
        assert_eq!(
            (tcp.proto.as_str(), tcp.state.as_str()),
            ("tcp", "SYN_SENT")
        );
        assert_eq!((tcp.new_packets, tcp.new_bytes), (1, 40));
        let third = lab.measure(1);
        assert!(
            third.top.iter().all(|flow| flow.new_packets == 0),
            "{third:?}"
        );
        // What comes after counters were set to zero is not lost.
        lab.execute("conntrack -L -z");
        lab.send("udp 1.1.1.11:5 > 2.2.2.12:7 len 972", 1);
        let udp = &lab.measure(1).top[0];
        assert_eq!((udp.packets, udp.new_packets), (1, 1));
    }

    #[test]
    fn those_that_carry_most_are_told_of() {
        let mut lab = Lab::new();
        for port in 1..=150 {
            lab.send(&format!("udp 1.1.1.11:{port} > 2.2.2.12:7 len {port}"), 1);
        }
        let flows = lab.measure(1);
        assert_eq!(flows.top.len(), FLOWS);
        let sources: Vec<&str> = flows.top.iter().map(|flow| flow.source.as_str()).collect();
        assert_eq!(sources.first(), Some(&"1.1.1.11:150"));
        assert_eq!(sources.last(), Some(&"1.1.1.11:51"));
        assert_eq!(lab.meter.before.len(), 150);
    }

    #[test]
    fn nothing_is_remembered_while_nobody_asks() {
        let mut lab = Lab::new();
        lab.send("udp 1.1.1.11:5 > 2.2.2.12:7", 1);
        lab.measure(1);
        lab.meter.tick(lab.now + REMEMBERED);
        assert_eq!(lab.meter.before.len(), 1);
        lab.meter
            .tick(lab.now + REMEMBERED + Duration::from_secs(1));
        assert_eq!((lab.meter.before.len(), lab.meter.looked), (0, None));
        lab.execute("sysctl -w net.netfilter.nf_conntrack_acct=0");
        assert_eq!(lab.measure(1), Flows::default());
    }
}
