//! What happened between two moments, per second.

use std::collections::HashMap;

use serde::Serialize;

use super::counts::{ClassCounts, ConnectionCounts, Counts, FlowCounts, PortCounts, Totals};

/// What the router did in a stretch of time. Numbers are per second unless they say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Rates {
    /// How long the stretch was; 0 if nothing is known yet.
    pub seconds: f64,
    /// Seconds since the daemon's start.
    pub uptime: u64,
    /// The number of the running configuration.
    pub configuration: u64,
    /// Frames that ports gave.
    pub received: f64,
    /// Packets that went through.
    pub forwarded: f64,
    /// Frames that ports took.
    pub sent: f64,
    /// Packets that the router made.
    pub made: f64,
    /// Packets that were dropped.
    pub dropped: f64,
    /// Packets that wait, now.
    pub held: u64,
    /// The table of connections.
    pub connections: ConnectionRates,
    /// The workers, by number.
    pub workers: Vec<WorkerRates>,
    /// The links.
    pub ports: Vec<PortRates>,
    /// The classes of queueing disciplines.
    pub classes: Vec<ClassRates>,
    /// The connections that carry most; `None` if connections are not counted.
    pub flows: Option<Vec<FlowRates>>,
    /// Why packets were dropped.
    pub drops: Vec<DropRates>,
}

/// The table of connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ConnectionRates {
    /// Connections, now.
    pub count: u64,
    /// How many there may be.
    pub max: u64,
    /// Packets that belong to none.
    pub invalid: f64,
    /// Connections that could not be put in.
    pub insert_failed: f64,
    /// Packets dropped because their connection could not be made.
    pub drop: f64,
    /// Connections that were given up to make room.
    pub early_drop: f64,
}

/// A worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct WorkerRates {
    /// The part of a processor that it took, 0 to 1.
    pub load: Option<f64>,
    /// Frames that it received.
    pub received: f64,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PortRates {
    /// Its name.
    pub name: String,
    /// `UP`, `DOWN` or `NO-CARRIER`.
    pub state: String,
    /// Frames received.
    pub rx_packets: f64,
    /// Their bits.
    pub rx_bits: f64,
    /// Frames sent.
    pub tx_packets: f64,
    /// Their bits.
    pub tx_bits: f64,
    /// Frames that nobody took or that there was no room for.
    pub drops: f64,
    /// Frames that were malformed or refused.
    pub errors: f64,
}

/// A class.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClassRates {
    /// The port.
    pub dev: String,
    /// The class.
    pub class: String,
    /// Bits per second that it may always send.
    pub rate: u64,
    /// Bits per second that it may borrow up to.
    pub ceil: u64,
    /// Bits that left.
    pub bits: f64,
    /// Packets that left.
    pub packets: f64,
    /// Bytes that wait, now.
    pub backlog: u64,
    /// Packets that wait, now.
    pub qlen: u64,
    /// Packets that were dropped.
    pub drops: f64,
    /// How often a limit was met.
    pub overlimits: f64,
    /// Packets that were sent within its rate.
    pub lended: f64,
    /// Packets that were sent on somebody else's.
    pub borrowed: f64,
}

/// A connection.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FlowRates {
    /// Its protocol.
    pub proto: String,
    /// Where its first packet came from.
    pub source: String,
    /// Where that was sent to.
    pub destination: String,
    /// Its state.
    pub state: String,
    /// Packets of both directions.
    pub packets: f64,
    /// Their bits.
    pub bits: f64,
    /// Bytes of both directions, all in all.
    pub bytes: u64,
}

/// A reason for which packets were dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DropRates {
    /// Its name.
    pub reason: String,
    /// A sentence about it.
    pub description: String,
    /// Packets.
    pub packets: f64,
    /// Packets since the daemon's start.
    pub total: u64,
}

/// How counters become rates over a stretch of time.
#[derive(Clone, Copy, Debug)]
struct Span {
    seconds: f64,
}

impl Span {
    fn rate(self, before: u64, now: u64) -> f64 {
        // A counter that went back belongs to something that was made anew.
        per_second(now.saturating_sub(before), self.seconds)
    }
}

fn per_second(count: u64, seconds: f64) -> f64 {
    if seconds > 0.0 {
        count as f64 / seconds
    } else {
        0.0
    }
}

impl Rates {
    /// What happened from `before` to `now`; without `before`, or if the daemon was started anew since,
    /// only what holds now is known.
    #[must_use]
    pub fn between(before: Option<&Counts>, now: &Counts) -> Self {
        let before = before.filter(|before| before.uptime <= now.uptime && before.at < now.at);
        let seconds = before.map_or(0.0, |before| (now.at - before.at) as f64 / 1e9);
        let span = Span { seconds };
        let nothing = Counts::default();
        // Without a time all rates are 0, whatever is compared.
        let before = before.unwrap_or(&nothing);
        let total = |of: fn(&Totals) -> u64| span.rate(of(&before.totals), of(&now.totals));
        Self {
            seconds,
            uptime: now.uptime,
            configuration: now.configuration,
            received: total(|totals| totals.received),
            forwarded: total(|totals| totals.forwarded),
            sent: total(|totals| totals.sent),
            made: total(|totals| totals.made),
            dropped: total(|totals| totals.dropped),
            held: now.totals.held,
            connections: span.connections(&before.connections, &now.connections),
            workers: span.workers(before, now),
            ports: span.ports(&before.ports, &now.ports),
            classes: span.classes(&before.classes, &now.classes),
            flows: now.flows.counted.then(|| {
                let seconds = now.flows.seconds.unwrap_or_default();
                now.flows
                    .top
                    .iter()
                    .map(|flow| of_flow(flow, seconds))
                    .collect()
            }),
            drops: span.drops(before, now),
        }
    }
}

impl Span {
    fn connections(self, before: &ConnectionCounts, now: &ConnectionCounts) -> ConnectionRates {
        ConnectionRates {
            count: now.count,
            max: now.max,
            invalid: self.rate(before.invalid, now.invalid),
            insert_failed: self.rate(before.insert_failed, now.insert_failed),
            drop: self.rate(before.drop, now.drop),
            early_drop: self.rate(before.early_drop, now.early_drop),
        }
    }

    fn workers(self, before: &Counts, now: &Counts) -> Vec<WorkerRates> {
        let workers = now.workers.iter().enumerate();
        workers
            .map(|(number, now)| {
                let before = before.workers.get(number).copied().unwrap_or_default();
                let cpu = before.cpu.zip(now.cpu);
                WorkerRates {
                    load: cpu.map(|(before, now)| self.rate(before, now) / 1e9),
                    received: self.rate(before.received, now.received),
                }
            })
            .collect()
    }

    fn ports(self, before: &[PortCounts], now: &[PortCounts]) -> Vec<PortRates> {
        let nothing = PortCounts::default();
        let before: HashMap<_, _> = before.iter().map(|port| (&port.name, port)).collect();
        now.iter()
            .map(|now| {
                let before = before.get(&now.name).copied().unwrap_or(&nothing);
                let rate = |of: fn(&PortCounts) -> u64| self.rate(of(before), of(now));
                PortRates {
                    name: now.name.clone(),
                    state: now.state.clone(),
                    rx_packets: rate(|port| port.rx_packets),
                    rx_bits: 8.0 * rate(|port| port.rx_bytes),
                    tx_packets: rate(|port| port.tx_packets),
                    tx_bits: 8.0 * rate(|port| port.tx_bytes),
                    drops: rate(|port| port.rx_dropped + port.tx_dropped),
                    errors: rate(|port| port.rx_errors + port.tx_errors),
                }
            })
            .collect()
    }

    fn classes(self, before: &[ClassCounts], now: &[ClassCounts]) -> Vec<ClassRates> {
        let nothing = ClassCounts::default();
        fn key(class: &ClassCounts) -> (&str, &str) {
            (&class.dev, &class.class)
        }
        let before: HashMap<_, _> = before.iter().map(|class| (key(class), class)).collect();
        now.iter()
            .map(|now| {
                let before = before.get(&key(now)).copied().unwrap_or(&nothing);
                let rate = |of: fn(&ClassCounts) -> u64| self.rate(of(before), of(now));
                ClassRates {
                    dev: now.dev.clone(),
                    class: now.class.clone(),
                    rate: now.rate,
                    ceil: now.ceil,
                    bits: 8.0 * rate(|class| class.bytes),
                    packets: rate(|class| class.packets),
                    backlog: now.backlog,
                    qlen: now.qlen,
                    drops: rate(|class| class.drops),
                    overlimits: rate(|class| class.overlimits),
                    lended: rate(|class| class.lended),
                    borrowed: rate(|class| class.borrowed),
                }
            })
            .collect()
    }

    fn drops(self, before: &Counts, now: &Counts) -> Vec<DropRates> {
        let before: HashMap<_, _> = before
            .drops
            .iter()
            .map(|drops| (&drops.reason, drops.packets))
            .collect();
        now.drops
            .iter()
            .map(|now| DropRates {
                reason: now.reason.clone(),
                description: now.description.clone(),
                packets: self.rate(before.get(&now.reason).copied().unwrap_or(0), now.packets),
                total: now.packets,
            })
            .collect()
    }
}

fn of_flow(flow: &FlowCounts, seconds: f64) -> FlowRates {
    FlowRates {
        proto: flow.proto.clone(),
        source: flow.source.clone(),
        destination: flow.destination.clone(),
        state: flow.state.clone(),
        packets: per_second(flow.new_packets, seconds),
        bits: 8.0 * per_second(flow.new_bytes, seconds),
        bytes: flow.bytes,
    }
}
