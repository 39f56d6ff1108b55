//! Packets that begin no connection, because rules of FORWARD and INPUT drop them: while connections begin in the other
//! direction and end, while some are expected, while the table is full, and while rules and routes change.

use dataplane::{
    conntrack::{Direction, Expectation, Tuple, octets},
    filter::matches::{Length, Tcp},
};

use super::*;

/// Clients, and as many servers.
const ENDS: u32 = 250;

/// What some servers are translated to. It begins connections itself, with tuples that answers to theirs would have.
const INSIDE: Ipv4Addr = Ipv4Addr::new(10, 2, 0, 7);

/// Connections begin from some addresses, and to some.
fn closed(variant: u32, counters: &CounterBank) -> Arc<Ruleset> {
    let net = |number: u32, len: u32| {
        Some(Test::is(Masked {
            addr: Ipv4Addr::from(number).into(),
            mask: Ipv4Addr::from(u32::MAX << (32 - len)).into(),
        }))
    };
    let from = |number: u32, len| IpMatch {
        src: net(0x0a01_0000 + number, len),
        ..IpMatch::default()
    };
    let to = |number: u32, len| IpMatch {
        dst: net(0xac10_0000 + number, len),
        ..IpMatch::default()
    };
    let tcp = |ip| IpMatch {
        proto: Some(Test::is(6)),
        ..ip
    };
    let inside: IpAddr = INSIDE.into();
    let dnat = |ports| {
        Target::Dnat(Nat {
            range: NatRange {
                addrs: Some((inside, inside)),
                ports,
                ..NatRange::default()
            },
        })
    };
    let mark = Target::Mark(MarkTarget {
        value: variant,
        mask: u32::MAX,
    });
    compile(
        vec![
            (
                TableKind::Filter,
                Hook::Forward,
                Policy::Drop,
                vec![
                    in_state(CtStates::RELATED, Target::Accept),
                    in_state(CtStates::ESTABLISHED, Target::Accept),
                    in_state(CtStates::INVALID, Target::Drop),
                    RuleSpec {
                        ip: tcp(from(128, 25)),
                        matches: vec![Match::Tcp(Tcp {
                            flags: Some(Test::is((0x17, 0x02))),
                            ..Tcp::default()
                        })],
                        target: Target::Drop,
                    },
                    RuleSpec {
                        ip: from((variant % 3) * 64, 27),
                        matches: vec![Match::Length(Length {
                            length: Test::is((0, 35)),
                        })],
                        target: Target::Drop,
                    },
                    rule(from((variant % 9) * 16, 28), Target::Accept),
                    rule(
                        IpMatch {
                            src: net(0xac10_0000 + (variant % 7) * 32, 27),
                            ..IpMatch::default()
                        },
                        Target::Accept,
                    ),
                    rule(
                        IpMatch {
                            src: net(INSIDE.to_bits(), 32),
                            ..IpMatch::default()
                        },
                        Target::Accept,
                    ),
                ],
            ),
            (
                TableKind::Filter,
                Hook::Input,
                Policy::Drop,
                vec![in_state(CtStates::ESTABLISHED, Target::Accept)],
            ),
            (
                TableKind::Mangle,
                Hook::Prerouting,
                Policy::Accept,
                vec![
                    rule(from((variant % 5) * 32, 27), mark),
                    rule(from(0xe0 - (variant % 4) * 4, 30), Target::Drop),
                ],
            ),
            (
                TableKind::Nat,
                Hook::Prerouting,
                Policy::Accept,
                vec![
                    rule(tcp(to(0x20, 28)), dnat(Some((8000, 8003)))),
                    rule(to(0x20, 27), dnat(None)),
                    rule(to(0x40, 28), dnat(Some((8000, 8000)))),
                ],
            ),
        ],
        true,
        counters,
    )
}

/// A frame of flow `n`, of all kinds.
fn stray(n: u32, back: bool, random: &mut Random) -> Vec<u8> {
    let server = match n % 16 {
        // The router itself.
        0 => Ipv4Addr::new(10, 1, 0, 254),
        _ if back && random.below(4) == 0 => INSIDE,
        _ => Ipv4Addr::from(0xac10_0000 + n % ENDS),
    };
    let flags = [0x02, 0x02, 0x02, 0x10, 0x12, 0x04, 0x11, 0x18];
    let mut frame = frame_to(server, n, back, &flags, random);
    if random.below(20) == 0
        && let Some(last) = frame.last_mut()
    {
        // A checksum that is not right.
        *last ^= 0x55;
    }
    frame
}

impl Both {
    /// Has one of the connections that there are expect a packet of flow `n`.
    fn expect(&mut self, n: u32, random: &mut Random) {
        let (skip, permanent) = (random.below(50), random.below(4) == 0);
        for rig in &self.rigs {
            let mut table = rig.router.conntrack.of(0);
            let Some((master, _)) = table.iter(rig.now).nth(skip) else {
                return;
            };
            let tuple = Tuple {
                src: octets(Ipv4Addr::from(0x0a01_0001 + n % 253).into()),
                dst: octets(Ipv4Addr::from(0xac10_0000 + n % ENDS).into()),
                src_port: (1024 + n % 60_000) as u16,
                dst_port: 80,
                zone: 0,
                proto: if n.is_multiple_of(3) { 6 } else { 17 },
                ipv6: false,
            };
            let expectation = Expectation {
                master,
                tuple,
                src_mask: [0xff; 16],
                src_port_mask: 0xffff,
                until: rig.now + Duration::from_secs(2),
                permanent,
                class: 0,
                class_limit: 0,
                saved: Some((Direction::Original, 0)),
            };
            // It may clash with another one, in both.
            let _ = table.expect(expectation, 100);
        }
    }
}

/// Gives the share of frames that were replayed.
fn storm(frames: usize, changes: &[u32]) -> f64 {
    let mut both = Both::with(closed, |plan| {
        let conntrack = &mut plan.sysctls.conntrack;
        conntrack.max = 200;
        conntrack.udp_timeout = 1;
        conntrack.udp_timeout_stream = 1;
        conntrack.tcp_timeout_syn_sent = 1;
        conntrack.tcp_timeout_established = 2;
    });
    for rig in &mut both.rigs {
        rig.step = Duration::from_millis(40);
    }
    let mut random = Random(0x5eed_0d09);
    let bursts = frames.div_ceil(BURST);
    let mut done = 0;
    for burst in 0..bursts {
        let sent: Vec<_> = (0..BURST)
            .map(|_| {
                let n = (random.next() % 2000) as u32;
                let back = !n.is_multiple_of(16) && random.below(8) == 0;
                (back, stray(n, back, &mut random))
            })
            .collect();
        both.burst(&sent);
        both.expect((random.next() % 2000) as u32, &mut random);
        let due = changes.len().min(changes.len() * (burst + 1) / bursts);
        for &change in &changes[done..due] {
            both.change(change);
        }
        done = due;
        if burst % 16 == 0 {
            both.compare();
        }
    }
    both.compare();
    let rig = &both.rigs[0];
    let table = rig.router.conntrack.of(0);
    let stats = table.stats();
    // All of it happened.
    assert!(stats.invalid > 0 && stats.early_drop > 0 && stats.expect_new > 0);
    let snapshot = rig.router.snapshots.current();
    let flows = table.stateless_flows(&snapshot, rig.now);
    for hook in [Hook::Prerouting, Hook::Input, Hook::Forward] {
        let dropped = |flow: &&dataplane::flow_cache::Flow| matches!(flow.way.fate, FlowFate::Drop { hook: at, .. } if at == hook);
        let taken = flows.iter().filter(dropped).map(|flow| flow.way.packets);
        assert!(taken.sum::<u64>() > 0, "{hook:?}");
    }
    let replayed = table.replayed() as f64 / frames as f64;
    println!("{replayed:.3} of {frames} frames replayed; {stats:?}");
    replayed
}

#[test]
fn what_is_dropped_unknown_is_dropped_the_same() {
    let undisturbed = storm(100_000, &[]);
    assert!(undisturbed > 0.15, "{undisturbed}");
}

#[test]
fn so_it_is_while_rules_and_routes_change() {
    let changes: Vec<u32> = (0..20).collect();
    let changing = storm(100_000, &changes);
    assert!(changing > 0.1, "{changing}");
}

/// The second packet of a flow is looked at, so that the third is replayed; a connection that the other side begins,
/// or that is expected, is found before that, and the way is there again when it has ended.
#[test]
fn a_connection_of_the_same_addresses_goes_before() {
    let mut both = Both::with(closed, |plan| plan.sysctls.conntrack.udp_timeout = 1);
    let mut random = Random(0x5eed_0001);
    // From a server whose connections are accepted, to a client whose are not.
    let n = 1000;
    let mut hear = |both: &mut Both, back: bool| {
        let before = both.rigs[0].router.conntrack.of(0).replayed();
        let server = Ipv4Addr::from(0xac10_0000 + n % 32);
        let frame = loop {
            let frame = frame_to(server, n, back, &[0x10], &mut random);
            // Not one that has come to its end, and no other type of service.
            if frame[15] == 0 && frame[22] == 64 {
                break frame;
            }
        };
        both.burst(&[(back, frame)]);
        let after = both.rigs[0].router.conntrack.of(0).replayed();
        let forwarded = both.rigs[0].totals().forwarded;
        (after - before > 0, forwarded)
    };
    let heard = [(); 4].map(|()| hear(&mut both, false));
    assert_eq!(heard, [(false, 0), (false, 0), (true, 0), (true, 0)]);
    // The server begins: from now on the client answers.
    assert_eq!(hear(&mut both, true), (false, 1));
    let heard = [(); 3].map(|()| hear(&mut both, false));
    assert_eq!(heard.map(|(_, forwarded)| forwarded), [2, 3, 4]);
    assert!(heard[2].0);
    for rig in &mut both.rigs {
        rig.now += Duration::from_secs(200);
    }
    // That one is over.
    let heard = [(); 2].map(|()| hear(&mut both, false));
    assert_eq!(heard, [(false, 4), (true, 4)]);
    both.compare();
}
