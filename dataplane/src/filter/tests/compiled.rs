//! Compiled chains against the plain walk.

use proptest::prelude::*;

use super::*;
use crate::filter::{
    classify::{Candidates, Classifier},
    matches::{
        Icmp, IcmpType, Limit, Multiport, Multiports, Statistic, StatisticMode, Tcp, TtlMatch, Udp,
    },
    targets::{MarkTarget, TtlTarget},
};

const FORWARD: (Family, Hook) = (Family::V4, Hook::Forward);

/// Few different values, so that rules are about the packets.
fn address() -> impl Strategy<Value = [u8; 4]> {
    (0..3u8, 0..2u8, 0..4u8).prop_map(|(a, b, c)| [10, a, b, c])
}

fn port() -> impl Strategy<Value = u16> {
    prop_oneof![0..8u16, Just(80), Just(1023), Just(1024), Just(65_535)]
}

fn maybe<T: std::fmt::Debug>(
    some: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<Test<T>>> {
    prop::option::of((prop::bool::weighted(0.2), some).prop_map(|(not, of)| Test { not, of }))
}

fn any_masked() -> impl Strategy<Value = Masked> {
    let mask = prop_oneof![
        (0..=32u32).prop_map(|len| !u32::MAX.checked_shr(len).unwrap_or(0)),
        Just(0xff00_00ff),
    ];
    (address(), mask).prop_map(|(addr, mask)| {
        let addr = u32::from_be_bytes(addr) & mask;
        Masked {
            addr: std::net::Ipv4Addr::from(addr).into(),
            mask: std::net::Ipv4Addr::from(mask).into(),
        }
    })
}

fn name() -> impl Strategy<Value = IfacePattern> {
    const NAMES: [&str; 6] = ["left0", "right0", "left+", "r+", "+", "other"];
    prop::sample::select(&NAMES[..]).prop_map(|name| named(name).of)
}

fn range() -> impl Strategy<Value = (u16, u16)> {
    (port(), port(), any::<bool>()).prop_map(|(a, b, one)| match one {
        true => (a, a),
        false => (a.min(b), a.max(b)),
    })
}

/// A match that may stand in a rule about `proto`.
fn any_match(proto: Option<Test<u8>>) -> BoxedStrategy<Match> {
    let ttl = any::<bool>().prop_map(|less| {
        use crate::filter::matches::Compare;
        Match::Ttl(TtlMatch {
            compare: if less {
                Compare::Less
            } else {
                Compare::Greater
            },
            value: 64,
        })
    });
    let nth = (0..4u32).prop_map(|every| {
        Match::Statistic(Statistic {
            mode: Test::is(StatisticMode::Nth { every, packet: 0 }),
        })
    });
    let limit = (1..4u32).prop_map(|burst| Match::Limit(Limit { avg: 10_000, burst }));
    let common = prop_oneof![ttl, nth, limit];
    let multiport = || {
        let which = prop_oneof![
            Just(Multiports::Source),
            Just(Multiports::Destination),
            Just(Multiports::Either)
        ];
        let ports = prop::collection::vec(range(), 1..4);
        (which, any::<bool>(), ports).prop_map(|(which, not, ports)| {
            Match::Multiport(Multiport {
                which,
                ports: Test {
                    not,
                    of: ports.into(),
                },
            })
        })
    };
    match proto {
        Some(Test { not: false, of: 6 }) => {
            let option = maybe(2..4u8);
            let tcp =
                (maybe(range()), maybe(range()), option).prop_map(|(sport, dport, option)| {
                    Match::Tcp(Tcp {
                        sport,
                        dport,
                        flags: None,
                        option,
                    })
                });
            prop_oneof![common, tcp, multiport()].boxed()
        }
        Some(Test { not: false, of: 17 }) => {
            let udp = (maybe(range()), maybe(range()))
                .prop_map(|(sport, dport)| Match::Udp(Udp { sport, dport }));
            prop_oneof![common, udp, multiport()].boxed()
        }
        Some(Test { not: false, of: 1 }) => {
            let icmp = (0..10u8).prop_map(|kind| {
                let codes = (0, 255);
                let icmp_type = Test::is(IcmpType { kind, codes });
                Match::Icmp(Icmp { icmp_type })
            });
            prop_oneof![common, icmp].boxed()
        }
        _ => common.boxed(),
    }
}

fn any_target() -> impl Strategy<Value = Target> {
    prop_oneof![
        6 => Just(Target::Continue),
        1 => Just(Target::Accept),
        1 => Just(Target::Drop),
        1 => Just(Target::Return),
        1 => any::<u32>().prop_map(|value| Target::Mark(MarkTarget { value, mask: 0 })),
        1 => Just(Target::Ttl(TtlTarget::Increase(1))),
        2 => Just(jump("user")),
        1 => Just(goto("user")),
    ]
}

fn any_rule(in_user: bool) -> impl Strategy<Value = RuleSpec> {
    let proto = maybe(prop::sample::select(&[1u8, 6, 17, 47][..]));
    let ip = (
        maybe(any_masked()),
        maybe(any_masked()),
        maybe(name()),
        maybe(name()),
        proto,
        prop::option::weighted(0.1, any::<bool>()),
    );
    ip.prop_flat_map(move |(src, dst, iif, oif, proto, fragment)| {
        let matches = prop::collection::vec(any_match(proto), 0..3);
        (matches, any_target()).prop_map(move |(matches, target)| RuleSpec {
            ip: IpMatch {
                src,
                dst,
                iif: iif.clone(),
                oif: oif.clone(),
                proto,
                fragment: fragment.map(|not| Test { not, of: () }),
            },
            matches,
            // The user's chain calls nobody.
            target: if in_user && matches!(target, Target::Chain { .. }) {
                Target::Continue
            } else {
                target
            },
        })
    })
}

/// A packet: addresses, protocol, ports or other bytes, length of the payload, fragment offset.
fn any_packet() -> impl Strategy<Value = Vec<u8>> {
    let fragment = prop_oneof![8 => Just(0u16), 1 => Just(1), 1 => Just(5)];
    let len = prop_oneof![4 => Just(40usize), 1 => 0..20usize];
    let protocol = prop::sample::select(&[1u8, 6, 17, 47][..]);
    (
        address(),
        address(),
        protocol,
        (port(), port()),
        len,
        fragment,
    )
        .prop_map(|(src, dst, protocol, (sport, dport), len, offset)| {
            let mut payload = [0; 40];
            payload[..2].copy_from_slice(&sport.to_be_bytes());
            payload[2..4].copy_from_slice(&dport.to_be_bytes());
            // A TCP header of 24 bytes, with a segment size; or one that is malformed.
            payload[12] = if dport == 7 { 0x40 } else { 0x60 };
            payload[20..24].copy_from_slice(&[2, 4, 5, 180]);
            let header = crate::wire::ipv4::Ipv4Fields {
                tos: 0,
                total_len: 20 + len as u16,
                id: 0,
                fragment_bits: offset,
                ttl: 64,
                protocol,
                src: src.into(),
                dst: dst.into(),
            };
            [&header.emit()[..], &payload[..len]].concat()
        })
}

/// What a bench did with packets: verdicts, the packets, counters, and what the matches remember.
fn outcome(ruleset: Ruleset, packets: &[Vec<u8>]) -> (Vec<String>, Vec<u64>) {
    let states: Vec<_> = ruleset
        .chains
        .iter()
        .flat_map(|chain| &chain.rules)
        .map(|rule| (Arc::clone(&rule.state), rule.counter))
        .collect();
    let mut bench = Bench::with(ruleset, Ruleset::default());
    let verdicts = packets.iter().map(|bytes| {
        let mut packet = packet(bytes);
        let result = bench.traverse(FORWARD, &mut packet);
        let ttl = packet.network()[8];
        format!("{result:?} {:?} {ttl}", packet.meta.mark)
    });
    let verdicts = verdicts.collect();
    let mut numbers = vec![bench.counts(Family::V4, 0).packets];
    for (state, counter) in states {
        let counts = bench.counts(Family::V4, counter.0);
        numbers.extend([counts.packets, counts.bytes]);
        numbers.extend(state.numbers());
    }
    (verdicts, numbers)
}

fn ruleset(rules: &[RuleSpec], user: &[RuleSpec]) -> Ruleset {
    Chains::of(TableKind::Mangle, Policy::Accept)
        .chain("FORWARD", rules.to_vec())
        .chain("user", user.to_vec())
        .at(Hook::Forward)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_compiled_chain_does_what_the_plain_walk_does(
        rules in prop::collection::vec(any_rule(false), 16..60),
        user in prop::collection::vec(any_rule(true), 16..30),
        packets in prop::collection::vec(any_packet(), 1..40),
    ) {
        let compiled = outcome(ruleset(&rules, &user), &packets);
        let plain = outcome(ruleset(&rules, &user).uncompiled(), &packets);
        prop_assert_eq!(compiled, plain);
    }
}

fn about(n: u32) -> RuleSpec {
    let src = std::net::Ipv4Addr::from(0xc000_0000 + n);
    rule(
        IpMatch {
            src: Some(masked(&format!("{src}/32"))),
            proto: Some(Test::is(17)),
            ..IpMatch::default()
        },
        vec![Match::Udp(Udp {
            dport: Some(Test::is((53, 53))),
            ..Udp::default()
        })],
        Target::Drop,
    )
}

/// The rules that a packet has to try.
fn tried(ruleset: &Ruleset, packet: &Packet) -> Vec<usize> {
    Bench::new().at(FORWARD, |_, at| {
        let headers = crate::filter::headers::Headers::of(Family::V4, packet).expect("a header");
        let classifier = ruleset.classifier(ChainId(0)).expect("compiled");
        let mut candidates = Candidates::default();
        assert!(classifier.candidates_of(&headers, at, 0, &mut candidates));
        std::iter::from_fn(|| candidates.next()).collect()
    })
}

#[test]
fn of_ten_thousand_rules_a_packet_tries_its_own() {
    let mut rules: Vec<_> = (0..10_000).map(about).collect();
    rules.push(rule(IpMatch::default(), vec![], Target::Accept));
    let ruleset = ruleset(&rules, &[]);
    assert_eq!(tried(&ruleset, &udp(1, 53)), [10_000]);
    let from = udp_between([192, 0, 0, 9], RIGHT, (1, 53));
    assert_eq!(tried(&ruleset, &from), [9, 10_000]);
    let classifier = ruleset.classifier(ChainId(0)).expect("compiled");
    assert!(classifier.memory() < 200 * rules.len());
}

#[test]
fn short_chains_and_chains_about_anything_are_not_compiled() {
    let rules: Vec<_> = (0..15).map(about).collect();
    let user = vec![rule(IpMatch::default(), vec![], Target::Continue); 100];
    let ruleset = ruleset(&rules, &user);
    assert!(ruleset.classifier(ChainId(0)).is_none());
    assert!(ruleset.classifier(ChainId(1)).is_none());
    assert!(Classifier::of(&ruleset.chains[1].rules).is_none());
}

#[test]
fn rules_hang_at_what_the_fewest_others_say() {
    // All are about one source; each is about a destination port of its own, or a range of them.
    let dport = |n: u16| {
        rule(
            IpMatch {
                src: Some(masked("10.1.0.1/32")),
                proto: Some(Test::is(17)),
                ..IpMatch::default()
            },
            vec![Match::Udp(Udp {
                dport: Some(Test::is((n * 100, n * 100 + 70))),
                ..Udp::default()
            })],
            Target::Continue,
        )
    };
    let rules: Vec<_> = (0..200).map(dport).collect();
    let ruleset = ruleset(&rules, &[]);
    assert_eq!(tried(&ruleset, &udp(1, 1234)), [12]);
    assert_eq!(tried(&ruleset, &udp(1, 1270)), [12]);
    assert_eq!(tried(&ruleset, &udp(1, 1271)), []);
}
