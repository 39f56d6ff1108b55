//! The way through chains: jumps, policies, counters, traces. What the kernel says of the same rules
//! was asked of Linux 6.18 with iptables-legacy.

use super::*;
use crate::{
    filter::{
        matches::{Comment, Tcp},
        targets::{LogOptions, MarkTarget},
    },
    trace::{LogKind, Mismatch, RuleOutcome},
};

const FORWARD: (Family, Hook) = (Family::V4, Hook::Forward);

fn bench(policy: Policy, chains: &[(&str, Vec<RuleSpec>)]) -> Bench {
    let all = chains.iter().fold(
        Chains::of(TableKind::Filter, policy),
        |all, (name, rules)| all.chain(name, rules.clone()),
    );
    Bench::with(all.at(Hook::Forward), Ruleset::default())
}

fn proto(proto: u8) -> IpMatch {
    IpMatch {
        proto: Some(Test::is(proto)),
        ..IpMatch::default()
    }
}

fn any(target: Target) -> RuleSpec {
    rule(IpMatch::default(), Vec::new(), target)
}

#[test]
fn an_empty_chain_is_its_policy() {
    let mut packet = udp(1, 2);
    let bytes = packet.buf.len() as u64;
    for (policy, result) in [
        (Policy::Accept, Ok(())),
        (Policy::Drop, Err(DropReason::NetfilterDrop)),
    ] {
        let mut bench = bench(policy, &[("FORWARD", vec![])]);
        assert_eq!(bench.traverse(FORWARD, &mut packet), result);
        let counts = bench.counts(Family::V4, 0);
        assert_eq!((counts.packets, counts.bytes), (1, bytes));
    }
}

#[test]
fn a_jump_comes_back_and_a_goto_does_not() {
    let chains = |first| {
        [
            ("FORWARD", vec![any(first), any(Target::Drop)]),
            ("user", vec![rule(proto(6), vec![], Target::Accept)]),
        ]
    };
    let mut back = bench(Policy::Accept, &chains(jump("user")));
    let dropped = Err(DropReason::NetfilterDrop);
    assert_eq!(back.traverse(FORWARD, &mut udp(1, 2)), dropped);
    assert_eq!(back.traverse(FORWARD, &mut syn(&[])), Ok(()));
    assert_eq!(back.counts(Family::V4, 1).packets, 2);
    assert_eq!(back.counts(Family::V4, 101).packets, 1);
    assert_eq!(back.counts(Family::V4, 2).packets, 1);
    assert_eq!(back.counts(Family::V4, 0).packets, 0);

    let mut gone = bench(Policy::Accept, &chains(goto("user")));
    assert_eq!(gone.traverse(FORWARD, &mut udp(1, 2)), Ok(()));
    assert_eq!(gone.counts(Family::V4, 2).packets, 0);
    assert_eq!(gone.counts(Family::V4, 0).packets, 1);
}

#[test]
fn a_chain_that_was_gone_to_returns_to_where_its_caller_was_called() {
    let mut bench = bench(
        Policy::Drop,
        &[
            ("FORWARD", vec![any(jump("a")), any(Target::Accept)]),
            ("a", vec![any(goto("b")), any(Target::Drop)]),
            ("b", vec![any(Target::Return), any(Target::Drop)]),
        ],
    );
    assert_eq!(bench.traverse(FORWARD, &mut udp(1, 2)), Ok(()));
    assert_eq!(bench.counts(Family::V4, 2).packets, 1);
}

#[test]
fn a_return_from_a_built_in_chain_is_its_policy() {
    let rules = vec![any(Target::Return), any(Target::Drop)];
    let mut bench = bench(Policy::Accept, &[("FORWARD", rules)]);
    assert_eq!(bench.traverse(FORWARD, &mut udp(1, 2)), Ok(()));
    assert_eq!(bench.counts(Family::V4, 1).packets, 1);
    assert_eq!(bench.counts(Family::V4, 2).packets, 0);
    assert_eq!(bench.counts(Family::V4, 0).packets, 1);
}

#[test]
fn jumps_may_be_deep() {
    let name = |n: u32| format!("c{n}");
    let mut all = Chains::of(TableKind::Filter, Policy::Drop)
        .chain("FORWARD", vec![any(jump("c0")), any(Target::Accept)]);
    for n in 0..60 {
        let mut rules = vec![any(Target::Continue)];
        if n < 59 {
            rules.push(any(jump(&name(n + 1))));
        }
        all = all.chain(&name(n), rules);
    }
    let mut bench = Bench::with(all.at(Hook::Forward), Ruleset::default());
    assert_eq!(bench.traverse(FORWARD, &mut udp(1, 2)), Ok(()));
    assert_eq!(bench.counts(Family::V4, 6001).packets, 1);
    assert_eq!(bench.counts(Family::V4, 2).packets, 1);
}

#[test]
fn a_loop_that_nobody_refused_ends_in_a_drop() {
    let mut bench = bench(
        Policy::Accept,
        &[
            ("FORWARD", vec![any(jump("a"))]),
            ("a", vec![any(jump("a"))]),
        ],
    );
    let dropped = Err(DropReason::NetfilterDrop);
    assert_eq!(bench.traverse(FORWARD, &mut udp(1, 2)), dropped);
}

#[test]
fn the_parts_of_a_rule_that_need_no_extension() {
    let mut rig = Bench::new();
    let mut holds = |packet: &Packet, ip: IpMatch| {
        rig.at(FORWARD, |_, at| {
            let headers = crate::filter::headers::Headers::of(at.family, packet)?;
            headers.mismatch(&ip, at.iif, at.oif)
        })
    };
    let packet = udp(1, 2);
    let ip = IpMatch::default;
    for (ip, mismatch) in [
        (
            IpMatch {
                src: Some(masked("10.1.0.0/24")),
                ..ip()
            },
            None,
        ),
        (
            IpMatch {
                src: Some(not(masked("10.1.0.0/24"))),
                ..ip()
            },
            Some(Mismatch::Source),
        ),
        (
            IpMatch {
                dst: Some(masked("10.1.0.0/24")),
                ..ip()
            },
            Some(Mismatch::Destination),
        ),
        (
            IpMatch {
                dst: Some(masked("0.0.0.0/0")),
                ..ip()
            },
            None,
        ),
        (
            IpMatch {
                src: Some(masked("fd00::/16")),
                ..ip()
            },
            Some(Mismatch::Source),
        ),
        (
            IpMatch {
                iif: Some(named("left0")),
                ..ip()
            },
            None,
        ),
        (
            IpMatch {
                iif: Some(named("left")),
                ..ip()
            },
            Some(Mismatch::InputInterface),
        ),
        (
            IpMatch {
                iif: Some(named("left+")),
                ..ip()
            },
            None,
        ),
        (
            IpMatch {
                iif: Some(named("+")),
                ..ip()
            },
            None,
        ),
        (
            IpMatch {
                iif: Some(not(named("+"))),
                ..ip()
            },
            Some(Mismatch::InputInterface),
        ),
        (
            IpMatch {
                oif: Some(named("left0")),
                ..ip()
            },
            Some(Mismatch::OutputInterface),
        ),
        (
            IpMatch {
                oif: Some(not(named("left0"))),
                ..ip()
            },
            None,
        ),
        (proto(17), None),
        (proto(6), Some(Mismatch::Protocol)),
        (
            IpMatch {
                fragment: Some(Test::is(())),
                ..ip()
            },
            Some(Mismatch::Fragment),
        ),
        (
            IpMatch {
                fragment: Some(not(Test::is(()))),
                ..ip()
            },
            None,
        ),
    ] {
        assert_eq!(holds(&packet, ip.clone()), Ok(mismatch), "{ip:?}");
    }
    let odd = Masked {
        addr: addr("10.0.0.1"),
        mask: addr("255.0.0.255"),
    };
    let ip = IpMatch {
        src: Some(Test::is(odd)),
        ..ip()
    };
    assert_eq!(holds(&packet, ip), Ok(None));
    let fragments = IpMatch {
        fragment: Some(Test::is(())),
        ..IpMatch::default()
    };
    assert_eq!(
        holds(&fragment(17, 3, &[0; 8]), fragments.clone()),
        Ok(None)
    );
    assert_eq!(
        holds(&fragment(17, 0, &[0; 8]), fragments),
        Ok(Some(Mismatch::Fragment))
    );
}

#[test]
fn an_ipv6_protocol_stands_behind_the_extension_headers() {
    let mut rig = Bench::new();
    let mut holds = |bytes: &[u8], proto| {
        let packet = packet(bytes);
        rig.at((Family::V6, Hook::Forward), |_, at| {
            let headers = crate::filter::headers::Headers::of(at.family, &packet)?;
            let ip = IpMatch {
                proto: Some(proto),
                ..IpMatch::default()
            };
            headers.mismatch(&ip, at.iif, at.oif)
        })
    };
    let with = |first: u8, extensions: &[u8]| {
        let plain = udp6(1, 2);
        let (header, payload) = plain.network().split_at(40);
        let mut bytes = [header, extensions, payload].concat();
        bytes[6] = first;
        bytes[5] = (bytes.len() - 40) as u8;
        bytes
    };
    let (udp, tcp) = (Test::is(17), Test::is(6));
    let options = [17, 0, 1, 4, 0, 0, 0, 0];
    assert_eq!(holds(&with(60, &options), udp), Ok(None));
    assert_eq!(
        holds(&with(60, &options), tcp),
        Ok(Some(Mismatch::Protocol))
    );
    // "-p 60" is not about destination options.
    assert_eq!(
        holds(&with(60, &options), Test::is(60)),
        Ok(Some(Mismatch::Protocol))
    );
    // A later fragment says what it is a fragment of, unless that is another extension header.
    assert_eq!(holds(&with(44, &[17, 0, 0, 9, 0, 0, 0, 1]), udp), Ok(None));
    let malformed = Err(DropReason::NetfilterDrop);
    assert_eq!(holds(&with(44, &[60, 0, 0, 9, 0, 0, 0, 1]), udp), malformed);
    // A header that ends behind the packet: who asks what comes then gets it dropped.
    let cut = with(60, &[17, 9, 1, 4, 0, 0, 0, 0]);
    assert_eq!(holds(&cut, udp), Ok(None));
    let cut = with(60, &[0, 9, 1, 4, 0, 0, 0, 0]);
    assert_eq!(holds(&cut, udp), malformed);
    assert_eq!(holds(&cut, not(tcp)), malformed);
    let none = with(59, &[]);
    assert_eq!(holds(&none, Test::is(59)), Ok(None));
}

#[test]
fn a_malformed_packet_is_dropped_by_the_first_match_that_can_not_see_it() {
    let tcp = vec![Match::Tcp(Tcp::default())];
    let rules = vec![
        rule(proto(17), vec![], Target::Drop),
        rule(proto(6), tcp, Target::Accept),
    ];
    let mut bench = bench(Policy::Accept, &[("FORWARD", rules)]);
    let dropped = Err(DropReason::NetfilterDrop);
    let mut short = fragment(6, 0, &[0; 19]);
    assert_eq!(bench.traverse(FORWARD, &mut short), dropped);
    let mut overwriting = fragment(6, 1, &[0; 40]);
    assert_eq!(bench.traverse(FORWARD, &mut overwriting), dropped);
    assert_eq!(bench.counts(Family::V4, 2).packets, 0);
    let mut later = fragment(6, 2, &[0; 40]);
    assert_eq!(bench.traverse(FORWARD, &mut later), Ok(()));
    assert_eq!(bench.counts(Family::V4, 0).packets, 1);
}

/// The rules of `an_iptables_trace`: what Linux logs of them was captured.
fn traced() -> Bench {
    let icmp = || proto(1);
    let comment = || vec![Match::Comment(Comment { text: "x".into() })];
    bench(
        Policy::Accept,
        &[
            (
                "FORWARD",
                vec![any(jump("U")), rule(icmp(), vec![], goto("W"))],
            ),
            (
                "U",
                vec![
                    rule(icmp(), vec![], jump("V")),
                    any(Target::Return),
                    any(Target::Accept),
                ],
            ),
            ("V", vec![rule(icmp(), comment(), Target::Continue)]),
            ("W", vec![rule(proto(6), vec![], Target::Continue)]),
        ],
    )
}

fn ping() -> Packet {
    let mut bytes = Vec::new();
    etherparse::PacketBuilder::ipv4(LEFT, RIGHT, 64)
        .icmpv4_echo_request(1, 2)
        .write(&mut bytes, &[7; 56])
        .expect("fits");
    packet(&bytes)
}

#[test]
fn an_iptables_trace() {
    let mut bench = traced();
    let mut packet = ping();
    assert_eq!(bench.traverse(FORWARD, &mut packet), Ok(()));
    assert_eq!(bench.log(), []);
    packet.meta.nf_trace = true;
    assert_eq!(bench.traverse(FORWARD, &mut packet), Ok(()));
    let log = bench.log();
    let prefixes: Vec<_> = log.iter().map(|record| &*record.prefix).collect();
    assert_eq!(
        prefixes,
        [
            "TRACE: filter:FORWARD:rule:1 ",
            "TRACE: filter:U:rule:1 ",
            "TRACE: filter:V:rule:1 ",
            "TRACE: filter:V:return:2 ",
            "TRACE: filter:U:return:2 ",
            "TRACE: filter:FORWARD:rule:2 ",
            "TRACE: filter:W:return:2 ",
            "TRACE: filter:FORWARD:policy:3 ",
        ]
    );
    let first = &log[0];
    assert_eq!((first.kind.clone(), first.level), (LogKind::Trace, 4));
    assert_eq!(first.options, LogOptions(0x0f));
    assert_eq!(first.iif, Some((index(2), "left0".to_owned())));
    assert_eq!(first.oif, Some((index(3), "right0".to_owned())));
    assert_eq!(
        (&*first.frame, first.l3, first.len),
        (packet.network(), 0, 84)
    );
}

#[test]
fn a_bare_verdict_in_a_built_in_chain_is_traced_as_a_policy() {
    for (target, prefixes) in [
        (Target::Accept, &["TRACE: filter:FORWARD:policy:1 "][..]),
        (
            Target::Return,
            &[
                "TRACE: filter:FORWARD:policy:1 ",
                "TRACE: filter:FORWARD:policy:2 ",
            ],
        ),
    ] {
        let mut bench = bench(Policy::Accept, &[("FORWARD", vec![any(target)])]);
        let mut packet = udp(1, 2);
        packet.meta.nf_trace = true;
        assert_eq!(bench.traverse(FORWARD, &mut packet), Ok(()));
        let log = bench.log();
        let found: Vec<_> = log.iter().map(|record| &*record.prefix).collect();
        assert_eq!(found, prefixes);
    }
}

#[test]
fn every_rule_that_is_tried_is_explained() {
    let mark = MarkTarget {
        value: 7,
        mask: u32::MAX,
    };
    let mut bench = bench(
        Policy::Accept,
        &[
            (
                "FORWARD",
                vec![
                    rule(proto(6), vec![], Target::Drop),
                    any(Target::Mark(mark)),
                    any(jump("user")),
                    any(Target::Drop),
                ],
            ),
            (
                "user",
                vec![rule(
                    proto(17),
                    vec![Match::Udp(crate::filter::matches::Udp {
                        dport: Some(Test::is((53, 53))),
                        ..Default::default()
                    })],
                    Target::Accept,
                )],
            ),
        ],
    );
    let (result, steps) = bench.explain(FORWARD, &mut udp(1, 2));
    assert_eq!(result, Err(DropReason::NetfilterDrop));
    let tell = |step: &TraceStep| {
        if let TraceStep::Rule {
            chain,
            number,
            outcome,
            ..
        } = step
        {
            format!("{chain}:{number} {outcome:?}")
        } else if let TraceStep::Chain { chain, .. } = step {
            format!("chain {chain}")
        } else if let TraceStep::Return { chain, .. } = step {
            format!("return {chain}")
        } else {
            format!("{step:?}")
        }
    };
    let told: Vec<String> = steps.iter().map(tell).collect();
    let dropped = RuleOutcome::Drop(DropReason::NetfilterDrop);
    assert_eq!(
        told,
        [
            "chain FORWARD".to_owned(),
            "FORWARD:1 Mismatch(Protocol)".to_owned(),
            "FORWARD:2 Continue".to_owned(),
            "Mark(Mark(7))".to_owned(),
            "FORWARD:3 Jump".to_owned(),
            "user:1 Mismatch(Match(0))".to_owned(),
            "return user".to_owned(),
            format!("FORWARD:4 {dropped:?}"),
        ]
    );
}
