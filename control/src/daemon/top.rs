//! `tollgate top`: everything that is counted, at one moment.

use std::{
    collections::{BTreeMap, HashMap, hash_map::RandomState},
    fs,
    hash::BuildHasher,
    net::SocketAddr,
    path::Path,
};

use dataplane::{
    conntrack::Tuple,
    drop_reason::DropReason,
    qos::{ClassStats, HtbClass},
    time::{Duration, Instant},
    worker::Router,
};

use super::{connections::Connections, live::LiveRouter};
use crate::{
    config::{Link, Model},
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
            // Counters that went back were set to zero meanwhile.
            let new_packets = packets.saturating_sub(old_packets);
            let new_bytes = bytes.saturating_sub(old_bytes);
            let full = top.len() == FLOWS;
            if full
                && top
                    .first_key_value()
                    .is_some_and(|(least, _)| *least >= (new_bytes, key))
            {
                return;
            }
            if full {
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
    let (src, dst) = (tuple.src_addr(), tuple.dst_addr());
    if PORTS.contains(&tuple.proto) {
        let src = SocketAddr::new(src, tuple.src_port);
        let dst = SocketAddr::new(dst, tuple.dst_port);
        (src.to_string(), dst.to_string())
    } else {
        (src.to_string(), dst.to_string())
    }
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
    let drops = DropReason::ALL.iter().map(|reason| DropCounts {
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
        drops: drops.filter(|drops| drops.packets > 0).collect(),
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
    let stats = connections.stats();
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
