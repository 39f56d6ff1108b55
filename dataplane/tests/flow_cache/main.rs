//! What the flow cache must not change: two routers, of which one decides about each packet anew, are given
//! the same frames while rules, routes, neighbours and addresses change. They send the same frames, and count
//! the same.

mod echo;
#[path = "../rig/mod.rs"]
mod rig;
mod unknown;

use std::{
    hash::{DefaultHasher, Hasher},
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use dataplane::{
    checksum,
    filter::{
        CounterBank, CounterId, Hook, IpMatch, Masked, Match, Policy, RuleSpec, Ruleset, TableKind,
        Target, Test,
        matches::{ConntrackMatch, CtStates, Tcp},
        targets::{CtTarget, MarkTarget, Nat, TosTarget},
    },
    flow_cache::FlowFate,
    iface::MacAddr,
    nat::NatRange,
    packet::{Packet, PacketBuf},
    route::{RouteKind, TableId},
    snapshot::Snapshot,
    time::Duration,
    wire::ipv4::Ipv4Fields,
};
use rig::{
    HOST_L, LEFT, Plan, RIGHT, Rig,
    frames::{self, Random},
    index,
    rules::compile,
};

/// Frames in a burst.
const BURST: usize = 256;

/// What happens to packets with these addresses and this protocol.
fn rule(ip: IpMatch, target: Target) -> RuleSpec {
    RuleSpec {
        ip,
        target,
        ..RuleSpec::default()
    }
}

/// What happens to packets of connections in these states.
fn in_state(states: CtStates, target: Target) -> RuleSpec {
    RuleSpec {
        matches: vec![Match::Conntrack(ConntrackMatch {
            state: Some(Test::is(states)),
            ..ConntrackMatch::default()
        })],
        target,
        ..RuleSpec::default()
    }
}

/// Rules of which the `n`th variant differs from the others, for some flows: all that established flows
/// can meet.
fn rules(variant: u32, counters: &CounterBank) -> Arc<Ruleset> {
    let any = RuleSpec::default;
    let from = |net: u32, len: u32| IpMatch {
        src: Some(Test::is(Masked {
            addr: Ipv4Addr::from(net).into(),
            mask: Ipv4Addr::from(u32::MAX << (32 - len)).into(),
        })),
        ..IpMatch::default()
    };
    let to: IpAddr = Ipv4Addr::new(10, 2, 0, 254).into();
    let chains = [
        (
            TableKind::Mangle,
            Hook::Prerouting,
            vec![
                RuleSpec {
                    ip: from(0x0a01_0000 + (variant % 7) * 16, 28),
                    target: Target::Mark(MarkTarget {
                        value: variant,
                        mask: u32::MAX,
                    }),
                    ..any()
                },
                RuleSpec {
                    ip: from(0x0a01_0000 + (variant % 5) * 32, 27),
                    target: Target::Tos(TosTarget {
                        value: 0x10,
                        mask: 0x3c,
                    }),
                    ..any()
                },
            ],
        ),
        (
            TableKind::Filter,
            Hook::Forward,
            vec![
                RuleSpec {
                    ip: from(0x0a01_0000 + (variant % 11) * 8, 29),
                    target: Target::Drop,
                    ..any()
                },
                RuleSpec {
                    ip: IpMatch {
                        proto: Some(Test::is(6)),
                        ..IpMatch::default()
                    },
                    matches: vec![Match::Tcp(Tcp {
                        flags: Some(Test::is((0x3f, 0x10))),
                        ..Tcp::default()
                    })],
                    ..any()
                },
                in_state(CtStates::ESTABLISHED, Target::Accept),
                any(),
            ],
        ),
        (
            TableKind::Raw,
            Hook::Prerouting,
            vec![
                RuleSpec {
                    ip: from(0x0a01_0000 + (variant % 13) * 16, 29),
                    target: Target::Drop,
                    ..any()
                },
                RuleSpec {
                    ip: IpMatch {
                        proto: Some(Test::is(6)),
                        ..from(0x0a01_0020, 28)
                    },
                    matches: vec![Match::Tcp(Tcp {
                        flags: Some(Test::is((0x08, 0x08))),
                        ..Tcp::default()
                    })],
                    target: Target::Drop,
                },
                RuleSpec {
                    ip: from(0x0a01_0000 + (variant % 9) * 32, 28),
                    target: Target::Ct(CtTarget {
                        notrack: true,
                        ..CtTarget::default()
                    }),
                    ..any()
                },
            ],
        ),
        (
            TableKind::Nat,
            Hook::Postrouting,
            vec![RuleSpec {
                ip: from(0x0a01_0080, 25),
                target: Target::Snat(Nat {
                    range: NatRange {
                        addrs: Some((to, to)),
                        ..NatRange::default()
                    },
                }),
                ..any()
            }],
        ),
    ];
    let chains = chains.map(|(table, hook, specs)| (table, hook, Policy::Accept, specs));
    compile(chains.into(), true, counters)
}

/// The same in nft's language, and more: rules that look at what differs from packet to packet, for some flows.
fn nft_rules(variant: u32, counters: &CounterBank) -> Arc<Ruleset> {
    use dataplane::filter::nft::{ChainType, Verdict};
    use rig::nft;
    const ESTABLISHED: u32 = 2;
    let from = |number: u32, len| nft::saddr(0x0a01_0000 + number, len);
    let drop = || nft::verdict(Verdict::Drop);
    let chains = vec![
        (
            (ChainType::Filter, Hook::Prerouting, -150),
            vec![
                [
                    from((variant % 7) * 16, 28),
                    nft::count(1),
                    nft::set_mark(variant),
                ]
                .concat(),
                [
                    from((variant % 5) * 32, 27),
                    nft::count(2),
                    nft::set_dscp(4),
                ]
                .concat(),
                [nft::dscp(0x2e), nft::count(3)].concat(),
            ],
        ),
        (
            (ChainType::Filter, Hook::Forward, 0),
            vec![
                [from((variant % 11) * 8, 29), nft::count(4), drop()].concat(),
                [nft::tcp_flags(0x3f, 0x10), nft::count(5)].concat(),
                [nft::icmp_type(8), nft::count(13)].concat(),
                [nft::icmp_even(1024 + 11), nft::count(14)].concat(),
                [
                    from((variant % 3) * 64, 28),
                    nft::longer_than(32),
                    nft::count(6),
                ]
                .concat(),
                [
                    nft::state(ESTABLISHED),
                    nft::count(7),
                    nft::verdict(Verdict::Accept),
                ]
                .concat(),
                nft::count(8),
            ],
        ),
        (
            (ChainType::Filter, Hook::Prerouting, -300),
            vec![
                [from((variant % 13) * 16, 29), nft::count(9), drop()].concat(),
                [
                    from(0x20, 28),
                    nft::tcp_flags(0x08, 0x08),
                    nft::count(10),
                    drop(),
                ]
                .concat(),
                [from((variant % 9) * 32, 28), nft::count(11), nft::notrack()].concat(),
            ],
        ),
        (
            (ChainType::Nat, Hook::Postrouting, 100),
            vec![
                [
                    from(0x80, 25),
                    nft::count(12),
                    nft::snat(Ipv4Addr::new(10, 2, 0, 254)),
                ]
                .concat(),
            ],
        ),
    ];
    nft::ruleset(chains, counters)
}

/// Makes rules.
type Rules = fn(u32, &CounterBank) -> Arc<Ruleset>;

/// A frame of flow `n`: every third is TCP, in the middle of a connection, every sixth an echo.
fn frame(n: u32, back: bool, random: &mut Random) -> Vec<u8> {
    let server = Ipv4Addr::from(0xac10_0001 + n % 4093);
    // Mostly an acknowledgment, with data or without.
    frame_to(server, n, back, &[0x10, 0x10, 0x10, 0x18], random)
}

/// The same to this server, with some TCP flags of these.
fn frame_to(server: Ipv4Addr, n: u32, back: bool, flags: &[u8], random: &mut Random) -> Vec<u8> {
    let client = Ipv4Addr::from(0x0a01_0001 + n % 253);
    let (here, there) = ((1024 + n % 60_000) as u16, 80);
    let proto = match n % 6 {
        0 | 3 => 6,
        5 => 1,
        _ => 17,
    };
    let (src, dst, ports) = match back {
        false => (client, server, (here, there)),
        true => (server, client, (there, here)),
    };
    let mut transport = Vec::new();
    transport.extend(ports.0.to_be_bytes());
    transport.extend(ports.1.to_be_bytes());
    let at = match proto {
        6 => {
            transport.extend([0, 0, 0, 9, 0, 0, 0, 9, 0x50]);
            transport.push(flags[random.below(flags.len())]);
            transport.extend([0xff, 0xff, 0, 0, 0, 0]);
            16
        }
        1 => {
            // Now and then something else, which has an identifier or has none.
            let others = [8, 0, 13, 17, 3];
            let usual = if back { 0 } else { 8 };
            let kind = *others.get(random.below(40)).unwrap_or(&usual);
            let code = u8::from(random.below(20) == 0);
            transport = vec![kind, code, 0, 0];
            transport.extend(here.to_be_bytes());
            transport.extend([random.byte(), random.byte(), 1, 2, 3, 4]);
            2
        }
        _ => {
            transport.extend([0, 8 + 4, 0, 0, 1, 2, 3, 4]);
            6
        }
    };
    let len = transport.len() as u32;
    let pseudo = match proto {
        1 => checksum::Sum::ZERO,
        _ => checksum::pseudo_header(&src.octets(), &dst.octets(), proto, len),
    };
    let sum = pseudo.add(&transport).complement();
    transport[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    let header = Ipv4Fields {
        tos: [0, 0, 0, 0x02, 0xb8][random.below(5)],
        total_len: (20 + transport.len()) as u16,
        id: 7,
        fragment_bits: 0,
        ttl: 64 - (random.below(30) == 0) as u8 * 63,
        protocol: proto,
        src,
        dst,
    };
    frames::of_host(back, &header.emit(), &transport)
}

struct Both {
    rules: Rules,
    rigs: [Rig; 2],
    counters: [CounterBank; 2],
}

impl Both {
    fn new(rules: Rules) -> Self {
        Self::with(rules, |plan| {
            plan.sysctls.conntrack.max = 4_000_000;
            plan.sysctls.conntrack.udp_timeout = 300;
        })
    }

    /// Routers that are changed before they start.
    fn with(rules: Rules, change: impl Fn(&mut Plan)) -> Self {
        let counters = [(); 2].map(|()| {
            let mut bank = CounterBank::new(1);
            bank.grow(40);
            bank
        });
        let rigs = [0, 1].map(|cached: usize| {
            let mut plan = Plan::new();
            plan.filter4 = rules(0, &counters[cached]);
            change(&mut plan);
            plan.route(
                TableId::MAIN,
                "172.16.0.0/12",
                RouteKind::Unicast,
                index(RIGHT),
                Some("10.2.0.1"),
                None,
            );
            let mut rig = plan.start();
            rig.worker.set_flow_cache(cached == 0);
            rig.step = Duration::from_micros(20);
            for host in 2..254 {
                rig.introduce(LEFT, &format!("10.1.0.{host}"), HOST_L);
            }
            rig.introduce(RIGHT, "10.2.0.7", MacAddr([2, 0, 0, 0, 7, 7]));
            rig
        });
        Self {
            rules,
            rigs,
            counters,
        }
    }

    /// Changes something, in both.
    fn change(&mut self, n: u32) {
        for (rig, counters) in self.rigs.iter_mut().zip(&self.counters) {
            let now = rig.router.snapshots.current();
            match n % 4 {
                0 => {
                    rig.router.snapshots.publish(Snapshot {
                        filter4: (self.rules)(n, counters),
                        ..Snapshot::clone(&now)
                    });
                }
                1 => {
                    // Another gateway for some destinations, or none.
                    let prefix = format!("172.16.{}.0/24", n % 16).parse().expect("a prefix");
                    if n % 8 == 1 {
                        let info = route_by(7);
                        rig.fib
                            .insert(TableId::MAIN, prefix, 0, &info)
                            .expect("room");
                    } else {
                        rig.fib.remove(TableId::MAIN, prefix, 0);
                    }
                    if rig.fib.changed() {
                        rig.router.snapshots.publish(Snapshot {
                            routing: rig.fib.routing(),
                            ..Snapshot::clone(&now)
                        });
                    }
                    rig.fib.apply();
                }
                2 => {
                    let mac = MacAddr([2, 0, 0, 0, 9, n as u8]);
                    rig.introduce(RIGHT, "10.2.0.1", mac);
                }
                _ => {
                    // What the right port carries.
                    let mut interfaces: Vec<_> = now.interfaces.iter().cloned().collect();
                    for interface in &mut interfaces {
                        if interface.index == index(RIGHT) {
                            let mut changed = dataplane::iface::Interface::clone(interface);
                            changed.mtu = if n % 8 == 3 { 1400 } else { 1500 };
                            *interface = Arc::new(changed);
                        }
                    }
                    rig.router.snapshots.publish(Snapshot {
                        interfaces: interfaces.into_iter().collect(),
                        ..Snapshot::clone(&now)
                    });
                }
            }
        }
    }

    /// Gives both the same burst; whether they do the same.
    fn burst(&mut self, frames: &[(bool, Vec<u8>)]) {
        let [ours, theirs] = self.rigs.each_mut().map(|rig| {
            for (back, frame) in frames {
                let wire = if *back { &rig.right } else { &rig.left };
                let packet = Packet {
                    buf: PacketBuf::copy_from(frame),
                    ..Packet::default()
                };
                wire.send(packet).expect("room");
            }
            rig.work();
            let mut hasher = DefaultHasher::new();
            for wire in [&rig.left, &rig.right] {
                while let Some(packet) = wire.receive() {
                    hasher.write(packet.buf.bytes());
                }
                hasher.write_u8(0);
            }
            hasher.finish()
        });
        assert_eq!(ours, theirs);
    }

    /// Whether both have counted the same, and know the same connections.
    fn compare(&self) {
        let [ours, theirs] = self.rigs.each_ref();
        assert_eq!(ours.totals(), theirs.totals());
        for counter in (0..40).map(CounterId) {
            let [ours, theirs] = self.counters.each_ref();
            assert_eq!(ours.read(counter), theirs.read(counter), "{counter:?}");
        }
        let connections = |rig: &Rig| {
            let table = rig.router.conntrack.of(0);
            let conns = table.iter(rig.now);
            let conns = conns.map(|(id, conn)| format!("{id:?} {conn:?}"));
            conns.collect::<Vec<_>>()
        };
        assert_eq!(connections(ours), connections(theirs));
        let stats = |rig: &Rig| rig.router.conntrack.of(0).stats();
        assert_eq!(stats(ours), stats(theirs));
        for port in [LEFT, RIGHT] {
            let sent = |rig: &Rig| {
                let snapshot = rig.router.snapshots.current();
                let interface = snapshot.interfaces.get(index(port)).expect("there");
                let counters = interface.counters.of(0);
                (counters.tx_packets.get(), counters.tx_bytes.get())
            };
            assert_eq!(sent(ours), sent(theirs));
        }
    }
}

/// A route by the gateway 10.2.0.`host`.
fn route_by(host: u8) -> dataplane::route::RouteInfo {
    dataplane::route::RouteInfo {
        kind: RouteKind::Unicast,
        scope: dataplane::iface::Scope::UNIVERSE,
        prefsrc: None,
        mtu: None,
        nexthops: Box::new([dataplane::route::NextHop {
            gateway: Some(Ipv4Addr::new(10, 2, 0, host).into()),
            oif: index(RIGHT),
            weight: 1,
            onlink: false,
        }]),
    }
}

/// `frames` frames of `flows` flows in random order, with `changes` among the first half of them. Gives the share of frames that
/// were replayed.
fn storm(rules: Rules, frames: usize, flows: u32, changes: &[u32]) -> f64 {
    let mut both = Both::new(rules);
    let mut random = Random(0x5eed_0009);
    let bursts = frames.div_ceil(BURST);
    let (mut done, mut sent) = (0, Vec::with_capacity(BURST));
    for burst in 0..bursts {
        sent.clear();
        for _ in 0..BURST {
            let n = (random.next() % u64::from(flows)) as u32;
            let back = random.below(4) == 0;
            sent.push((back, frame(n, back, &mut random)));
        }
        both.burst(&sent);
        let due = changes.len().min(changes.len() * 2 * (burst + 1) / bursts);
        for &change in &changes[done..due] {
            both.change(change);
        }
        done = due;
    }
    both.compare();
    let rig = &both.rigs[0];
    let table = rig.router.conntrack.of(0);
    let snapshot = rig.router.snapshots.current();
    let (known, _) = table.flows(0, u32::MAX, &snapshot, rig.now);
    let echo = |flow: &dataplane::flow_cache::Flow| {
        flow.tuple.proto == 1 && matches!(flow.way.fate, FlowFate::Leave(_))
    };
    assert!(known.filter(echo).count() > 0);
    // Flows without connections, too, of either kind.
    let flows = table.stateless_flows(&snapshot, rig.now);
    let taken = |drops: bool| {
        let taken = flows.iter().filter(|flow| {
            flow.way.packets > 0 && matches!(flow.way.fate, FlowFate::Drop { .. }) == drops
        });
        taken.count()
    };
    assert!(taken(true) > 0 && taken(false) > 0, "{}", flows.len());
    let replayed = table.replayed() as f64 / frames as f64;
    println!("{replayed:.3} of {frames} frames replayed");
    replayed
}

#[test]
fn a_storm_of_flows_and_changes_gives_the_same_frames() {
    let changes: Vec<u32> = (0..20).collect();
    assert!(storm(rules, 60_000, 300, &changes) > 0.2);
}

#[test]
fn a_storm_with_rules_of_nft_gives_the_same_frames() {
    let changes: Vec<u32> = (0..20).collect();
    assert!(storm(nft_rules, 60_000, 300, &changes) > 0.15);
}

#[test]
fn a_route_that_changes_leaves_flows_to_elsewhere_alone() {
    // Routes alone: each to one in sixteen of the destinations.
    let changes: Vec<u32> = (0..60).map(|n| 4 * n + 1).collect();
    let (undisturbed, changing) = (
        storm(rules, 60_000, 300, &[]),
        storm(rules, 60_000, 300, &changes),
    );
    assert!(changing > 0.95 * undisturbed, "{changing} of {undisturbed}");
}

/// `cargo test --release -p tollgate-dataplane --test flow_cache -- --ignored`; `TOLLGATE_STORM_FRAMES` says how
/// many frames, with fewer flows if there are fewer.
#[test]
#[ignore = "takes minutes"]
fn twenty_four_million_frames_of_a_million_flows() {
    const FRAMES: usize = 24_000_000;
    let frames = std::env::var("TOLLGATE_STORM_FRAMES");
    let frames = frames.map_or(FRAMES, |frames| frames.parse().expect("a number"));
    // Most let every flow be decided about anew.
    let changes: Vec<u32> = (0..100).collect();
    assert!(storm(rules, frames, (frames / 24) as u32, &changes) > 0.2);
}
