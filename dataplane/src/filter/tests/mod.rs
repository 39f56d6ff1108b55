//! The engine on a small router: matches and targets one by one, chains, chains compiled, and what rules
//! have to do with connections.

mod chains;
mod compiled;
mod connections;
mod matches;
mod remember;
mod targets;

use std::{net::IpAddr, sync::Arc};

use crossbeam::channel::Receiver;
use etherparse::PacketBuilder;

use super::{
    BaseChain, Chain, ChainId, CounterBank, CounterId, Counts, Hook, IfacePattern, IpMatch, Masked,
    Match, Policy, Rule, RuleSpec, RuleState, Ruleset, TableKind, Target, Test, eval::At, traverse,
};
use crate::{
    conntrack::Env,
    drop_reason::DropReason,
    forward::{Context, Hop},
    iface::{IfIndex, InterfaceKind, MacAddr, Scope, fixture::interface},
    neigh::NeighCache,
    packet::{Checksum, Packet, PacketBuf},
    route::{Family, FibWriter, NextHop, RouteInfo, RouteKind, TableId},
    snapshot::Snapshot,
    time::{Duration, Instant},
    trace::{LogRecord, NftTrace, PacketTrace, TraceStep},
    worker::{Event, Router, Worker},
};

/// The host on the left, and the one on the right.
pub(super) const LEFT: [u8; 4] = [10, 1, 0, 1];
pub(super) const RIGHT: [u8; 4] = [10, 2, 0, 1];
/// The same in IPv6.
pub(super) const LEFT6: &str = "fd00:1::1";
pub(super) const RIGHT6: &str = "fd00:2::1";

fn index(n: u32) -> IfIndex {
    IfIndex::new(n).expect("not zero")
}

fn env<'a>(cx: &Context<'a>, at: &At<'_>) -> Env<'a> {
    Env {
        now: cx.now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family: at.family,
        hook: at.hook,
    }
}

/// A router with `lo`, `left0` (10.1.0.254/24, MTU 1400) and `right0` (10.2.0.254/24), and a default
/// route to the right.
pub(super) struct Bench {
    worker: Worker,
    events: Receiver<Event>,
    pub(super) now: Instant,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(Ruleset::default(), Ruleset::default())
    }

    pub(super) fn with(filter4: Ruleset, filter6: Ruleset) -> Self {
        let mut left = interface(
            2,
            "left0",
            InterfaceKind::Port,
            &["10.1.0.254/24", "fd00:1::fe/64"],
        );
        left.mtu = 1400;
        let right = ["10.2.0.254/24", "fd00:2::fe/64"];
        let interfaces = [
            interface(
                1,
                "lo",
                InterfaceKind::Loopback,
                &["127.0.0.1/8", "::1/128"],
            ),
            left,
            interface(3, "right0", InterfaceKind::Port, &right),
        ];
        let mut fib = FibWriter::new();
        let mut add = |table, prefix: &str, kind, oif| {
            let refused = matches!(kind, RouteKind::Unreachable | RouteKind::Blackhole);
            let hop = NextHop {
                gateway: None,
                oif: index(oif),
                weight: 1,
                onlink: false,
            };
            let info = RouteInfo {
                kind,
                scope: Scope::LINK,
                prefsrc: None,
                mtu: None,
                nexthops: if refused {
                    Box::new([])
                } else {
                    Box::new([hop])
                },
            };
            let prefix = prefix.parse().expect("a prefix");
            fib.insert(table, prefix, 0, &info).expect("room");
        };
        for (side, oif) in [(1, 2), (2, 3)] {
            let local = TableId::LOCAL;
            add(local, &format!("10.{side}.0.254/32"), RouteKind::Local, oif);
            add(
                local,
                &format!("10.{side}.0.255/32"),
                RouteKind::Broadcast,
                oif,
            );
            add(
                local,
                &format!("fd00:{side}::fe/128"),
                RouteKind::Local,
                oif,
            );
            add(
                local,
                &format!("fd00:{side}::/128"),
                RouteKind::Anycast,
                oif,
            );
            let main = TableId::MAIN;
            add(main, &format!("10.{side}.0.0/24"), RouteKind::Unicast, oif);
            add(main, &format!("fd00:{side}::/64"), RouteKind::Unicast, oif);
        }
        add(TableId::LOCAL, "127.0.0.0/8", RouteKind::Local, 1);
        add(TableId::MAIN, "0.0.0.0/0", RouteKind::Unicast, 3);
        add(TableId::MAIN, "192.0.2.0/24", RouteKind::Unreachable, 3);
        add(TableId::MAIN, "fd00:dead::/64", RouteKind::Unreachable, 3);
        add(TableId::MAIN, "fd00::/16", RouteKind::Unicast, 3);
        let snapshot = Snapshot {
            interfaces: interfaces.into_iter().map(Arc::new).collect(),
            routing: fib.routing(),
            filter4: Arc::new(filter4),
            filter6: Arc::new(filter6),
            ..Snapshot::default()
        };
        let (router, events) = Router::new(snapshot, NeighCache::new(1), 1);
        fib.apply();
        Self {
            worker: Worker::new(router, 0, 1),
            events,
            now: Instant::ZERO + Duration::from_secs(1000),
        }
    }

    /// Uses the context, at a hook that a packet from left to right comes to.
    pub(super) fn at<T>(
        &mut self,
        (family, hook): (Family, Hook),
        test: impl for<'a> FnOnce(&mut Context<'a>, &At<'_>) -> T,
    ) -> T {
        let cx = &mut self.worker.context(self.now);
        let iif = cx.interface(index(2)).filter(|_| hook != Hook::Output);
        let hop = cx.interface(index(3)).map(|oif| Hop {
            oif,
            address: match family {
                Family::V4 => RIGHT.into(),
                Family::V6 => addr(RIGHT6),
            },
            gateway: false,
            info: None,
        });
        let hop = hop.filter(|_| !matches!(hook, Hook::Prerouting | Hook::Input));
        let at = At {
            hook,
            family,
            iif,
            oif: hop.map(|hop| hop.oif),
            hop: hop.as_ref(),
        };
        test(cx, &at)
    }

    /// Looks for the connection of an IPv4 packet whose checksum is right.
    pub(in crate::filter) fn track(&mut self, packet: &mut Packet) {
        packet.meta.checksum = Checksum::Verified;
        self.at((Family::V4, Hook::Prerouting), |cx, at| {
            let env = env(cx, at);
            cx.conntrack().track(&env, packet).expect("taken");
        });
    }

    /// It gets to the end of its way: its connection becomes known.
    pub(in crate::filter) fn confirm(&mut self, packet: &mut Packet) {
        self.at((Family::V4, Hook::Postrouting), |cx, at| {
            let env = env(cx, at);
            cx.conntrack().confirm(&env, packet).expect("first");
        });
    }

    /// Takes a packet through the first chain of a hook.
    pub(super) fn traverse(
        &mut self,
        (family, hook): (Family, Hook),
        packet: &mut Packet,
    ) -> Result<(), DropReason> {
        self.at((family, hook), |cx, at| {
            let ruleset = cx.snapshot.filter(family);
            let base = ruleset.steps(hook).iter().find_map(|step| {
                if let super::Step::Chain(base) = step {
                    Some(base)
                } else {
                    None
                }
            });
            traverse(cx, ruleset, base.expect("a chain"), at, packet)
        })
    }

    /// Takes a packet through all chains of a hook.
    pub(in crate::filter) fn pass(
        &mut self,
        (family, hook): (Family, Hook),
        packet: &mut Packet,
    ) -> Result<(), DropReason> {
        self.at((family, hook), |cx, at| {
            let ruleset = cx.snapshot.filter(family);
            ruleset.steps(hook).iter().try_for_each(|step| match step {
                super::Step::Chain(base) => traverse(cx, ruleset, base, at, packet),
                super::Step::Nat { manip, chains } => {
                    crate::nat::translate(cx, ruleset, (*manip, chains), at, packet)
                }
                super::Step::Defrag | super::Step::Conntrack | super::Step::Confirm => Ok(()),
            })
        })
    }

    /// As [`traverse`](Self::traverse), and tells everything that happened.
    pub(super) fn explain(
        &mut self,
        at: (Family, Hook),
        packet: &mut Packet,
    ) -> (Result<(), DropReason>, Vec<TraceStep>) {
        self.worker.context(self.now).own.trace = Some(Box::<PacketTrace>::default());
        let result = self.traverse(at, packet);
        let trace = self.worker.context(self.now).own.trace.take();
        (result, trace.expect("still there").steps)
    }

    /// The lines for the log.
    pub(super) fn log(&self) -> Vec<LogRecord> {
        let record = |event| {
            if let Event::Log(record) = event {
                Some(*record)
            } else {
                None
            }
        };
        self.events.try_iter().filter_map(record).collect()
    }

    /// Has it told what traced packets meet of nft's rules, or not.
    pub(in crate::filter) fn tell_nft_traces(&mut self, on: bool) {
        self.worker.context(self.now).router.tell_nft_traces(on);
    }

    /// What it told of them, and how much was lost.
    pub(in crate::filter) fn nft_traces(&mut self) -> (Vec<NftTrace>, u64) {
        let record = |event| {
            if let Event::NftTrace(trace) = event {
                Some(*trace)
            } else {
                None
            }
        };
        let told = self.events.try_iter().filter_map(record).collect();
        let lost = self.worker.context(self.now).router.take_lost_nft_traces();
        (told, lost)
    }

    /// What a rule's or a policy's counter shows.
    pub(super) fn counts(&mut self, family: Family, counter: u32) -> Counts {
        let cx = self.worker.context(self.now);
        cx.snapshot.filter(family).counters.read(CounterId(counter))
    }
}

pub(super) fn addr(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// A packet from the network header on, as if it had come without a link layer.
pub(super) fn packet(bytes: &[u8]) -> Packet {
    let mut packet = Packet {
        buf: PacketBuf::copy_from(bytes),
        ..Packet::default()
    };
    packet.meta.iif = Some(index(2));
    packet.meta.l4 = match bytes[0] >> 4 {
        4 => u16::from(bytes[0] & 0xf) * 4,
        _ => 40,
    };
    packet
}

pub(super) fn udp(sport: u16, dport: u16) -> Packet {
    udp_between(LEFT, RIGHT, (sport, dport))
}

pub(super) fn udp_between(src: [u8; 4], dst: [u8; 4], (sport, dport): (u16, u16)) -> Packet {
    let mut bytes = Vec::new();
    let builder = PacketBuilder::ipv4(src, dst, 64).udp(sport, dport);
    builder.write(&mut bytes, b"payload").expect("fits");
    packet(&bytes)
}

/// A SYN with these options.
pub(super) fn syn(options: &[u8]) -> Packet {
    let mut bytes = Vec::new();
    let builder = PacketBuilder::ipv4(LEFT, RIGHT, 64)
        .tcp(40_000, 80, 1000, 64_000)
        .syn();
    let builder = builder.options_raw(options).expect("few");
    builder.write(&mut bytes, b"").expect("fits");
    packet(&bytes)
}

pub(super) fn udp6(sport: u16, dport: u16) -> Packet {
    let v6 = |text| match addr(text) {
        IpAddr::V6(addr) => addr.octets(),
        IpAddr::V4(_) => [0; 16],
    };
    let mut bytes = Vec::new();
    let builder = PacketBuilder::ipv6(v6(LEFT6), v6(RIGHT6), 64).udp(sport, dport);
    builder.write(&mut bytes, b"payload").expect("fits");
    packet(&bytes)
}

/// An IPv4 fragment of `protocol` at `offset` (in units of eight bytes) with more behind it.
pub(super) fn fragment(protocol: u8, offset: u16, payload: &[u8]) -> Packet {
    use crate::wire::ipv4::{Ipv4Fields, MF};
    let header = Ipv4Fields {
        tos: 0,
        total_len: 20 + payload.len() as u16,
        id: 7,
        fragment_bits: MF | offset,
        ttl: 64,
        protocol,
        src: LEFT.into(),
        dst: RIGHT.into(),
    };
    packet(&[&header.emit(), payload].concat())
}

/// Addresses in a prefix.
pub(super) fn masked(text: &str) -> Test<Masked> {
    let net: ipnet::IpNet = text.parse().expect("a prefix");
    Test::is(Masked {
        addr: net.network(),
        mask: net.netmask(),
    })
}

/// The opposite of a test.
pub(super) fn not<T>(test: Test<T>) -> Test<T> {
    Test {
        not: !test.not,
        ..test
    }
}

pub(super) fn named(name: &str) -> Test<IfacePattern> {
    Test::is(IfacePattern {
        name: name.trim_end_matches('+').into(),
        prefix: name.ends_with('+'),
    })
}

pub(super) fn rule(ip: IpMatch, matches: Vec<Match>, target: Target) -> RuleSpec {
    RuleSpec {
        ip,
        matches,
        target,
    }
}

/// Chains, for a rule set: the first one is that of a hook, and so are those with the name of one. Counter `100 * chain`
/// is a policy's, and counter `100 * chain + n` that of rule `n` (from 1).
pub(super) struct Chains {
    table: TableKind,
    policy: Policy,
    chains: Vec<(String, Vec<RuleSpec>)>,
}

impl Chains {
    pub(super) fn of(table: TableKind, policy: Policy) -> Self {
        Self {
            table,
            policy,
            chains: Vec::new(),
        }
    }

    pub(super) fn chain(mut self, name: &str, rules: Vec<RuleSpec>) -> Self {
        self.chains.push((name.to_owned(), rules));
        self
    }

    /// The first chain is the one of `hook`, whatever its name.
    pub(super) fn at(self, hook: Hook) -> Ruleset {
        let room = self.chains.iter().map(|(_, rules)| rules.len() + 1);
        let room = room.max().unwrap_or(1).max(100) as u32;
        let names: Vec<String> = self.chains.iter().map(|(name, _)| name.clone()).collect();
        let find = |name: &str| names.iter().position(|other| other == name);
        let mut chains = Vec::new();
        for (number, (name, rules)) in (0..).zip(self.chains) {
            let rules = (1..).zip(rules).map(|(place, spec)| Rule {
                jump: if let Target::Chain { name, .. } = &spec.target {
                    Some(ChainId(find(name).expect("a chain") as u32))
                } else {
                    None
                },
                state: Arc::new(RuleState::of(&spec)),
                spec: Arc::new(spec),
                counter: CounterId(number * room + place),
                source: None,
            });
            chains.push(Chain {
                name: name.into(),
                table: self.table,
                rules: rules.collect(),
            });
        }
        let base = |number: u32, hook: Hook| BaseChain {
            chain: ChainId(number),
            table: self.table,
            priority: self.table.priority(hook),
            policy: self.policy,
            counter: CounterId(number * room),
        };
        let named = |hook: &Hook| find(hook.chain()).map(|number| (number as u32, *hook));
        let others = Hook::ALL.iter().filter(|other| **other != hook);
        let mut bases: Vec<_> = others
            .filter_map(named)
            .map(|(number, hook)| (hook, base(number, hook)))
            .collect();
        bases.push((hook, base(0, hook)));
        let mut counters = CounterBank::new(1);
        counters.grow(chains.len() * room as usize);
        Ruleset::new(chains, &bases, false, counters)
    }
}

pub(super) fn jump(name: &str) -> Target {
    Target::Chain {
        name: name.into(),
        goto: false,
    }
}

pub(super) fn goto(name: &str) -> Target {
    Target::Chain {
        name: name.into(),
        goto: true,
    }
}
