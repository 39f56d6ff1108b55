//! Rules, tables and types together. What is merged, masked or passed over by TOS, goto and throw was
//! seen on Linux 6.18 with `ip route get`; the rest is from ip-rule(8).

use std::net::IpAddr;

use ipnet::IpNet;

use super::{
    Decision, Family, FibWriter, FlowKey, Hit, NextHop, Refusal, RouteInfo, RouteKind, Routing,
    Rule, RuleAction, Selector, TableId,
};
use crate::{
    iface::{IfIndex, Scope},
    packet::Mark,
};

fn net(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn info(kind: RouteKind, gateway: u8) -> RouteInfo {
    RouteInfo {
        kind,
        scope: Scope::UNIVERSE,
        prefsrc: None,
        mtu: None,
        nexthops: [NextHop {
            gateway: Some(IpAddr::from([192, 0, 2, gateway])),
            oif: IfIndex::new(2).unwrap(),
            weight: 1,
            onlink: false,
        }]
        .into_iter()
        .filter(|_| gateway != 0)
        .collect(),
    }
}

fn to(dst: &str) -> FlowKey {
    let dst: IpAddr = dst.parse().unwrap();
    FlowKey {
        dst,
        src: if dst.is_ipv4() {
            IpAddr::from([0; 4])
        } else {
            IpAddr::from([0; 16])
        },
        iif: None,
        oif: None,
        mark: Mark(0),
        tos: 0,
        proto: 0,
        sport: 0,
        dport: 0,
    }
}

/// A writer with these routes: table, prefix, TOS, type, last byte of the gateway.
fn writer(routes: &[(u32, &str, u8, RouteKind, u8)]) -> FibWriter {
    let mut writer = FibWriter::new();
    for &(table, prefix, tos, kind, gateway) in routes {
        writer
            .insert(TableId(table), net(prefix), tos, &info(kind, gateway))
            .unwrap();
    }
    writer
}

fn publish(writer: &mut FibWriter) -> Routing {
    let routing = writer.routing();
    writer.reclaim();
    writer.apply();
    routing
}

fn rule(priority: u32, selector: Selector, action: RuleAction) -> Rule {
    Rule {
        priority,
        selector,
        action,
    }
}

fn look_up(table: u32) -> RuleAction {
    RuleAction::Lookup {
        table: TableId(table),
        suppress_prefixlength: None,
    }
}

/// The default rules and `more`.
fn with_defaults(more: impl IntoIterator<Item = Rule>) -> Vec<Rule> {
    let mut rules = Rule::defaults(Family::V4);
    rules.extend(more);
    rules
}

/// Table and gateway of the route.
fn way(decision: Decision<'_>) -> Option<(u32, u8)> {
    let found = decision.route()?;
    let gateway = match found.info.nexthops.first()?.gateway? {
        IpAddr::V4(gateway) => gateway.octets()[3],
        IpAddr::V6(_) => return None,
    };
    Some((found.table.0, gateway))
}

const LOCAL: u32 = TableId::LOCAL.0;
const MAIN: u32 = TableId::MAIN.0;
const DEFAULT: u32 = TableId::DEFAULT.0;

#[test]
fn local_and_main_are_one_table_until_there_is_a_rule() {
    let mut writer = writer(&[
        (LOCAL, "10.0.0.0/8", 0, RouteKind::Local, 1),
        (MAIN, "10.1.0.0/16", 0, RouteKind::Unicast, 9),
        (LOCAL, "10.2.0.0/16", 0, RouteKind::Local, 2),
        (MAIN, "10.2.0.0/16", 0, RouteKind::Unicast, 8),
    ]);
    let routing = publish(&mut writer);
    assert!(routing.merges_local());
    assert_eq!(way(routing.lookup(&to("10.1.2.3"))), Some((MAIN, 9)));
    assert_eq!(way(routing.lookup(&to("10.3.2.3"))), Some((LOCAL, 1)));
    assert_eq!(way(routing.lookup(&to("10.2.2.3"))), Some((LOCAL, 2)));

    let from = Selector {
        src: Some(net("1.1.1.1/32")),
        ..Selector::default()
    };
    writer.set_rules(Family::V4, with_defaults([rule(32765, from, look_up(100))]));
    let routing = publish(&mut writer);
    assert_eq!(way(routing.lookup(&to("10.1.2.3"))), Some((LOCAL, 1)));

    writer.set_rules(Family::V4, Rule::defaults(Family::V4));
    let routing = publish(&mut writer);
    assert!(!routing.merges_local(), "they stay apart");
    assert_eq!(way(routing.lookup(&to("10.1.2.3"))), Some((LOCAL, 1)));
}

#[test]
fn throw_goes_to_the_next_rule_and_the_others_end_the_search() {
    let routing = publish(&mut writer(&[
        (LOCAL, "10.0.0.0/8", 0, RouteKind::Local, 1),
        (MAIN, "10.2.2.0/24", 0, RouteKind::Throw, 0),
        (MAIN, "10.2.3.0/24", 0, RouteKind::Unreachable, 0),
        (MAIN, "10.2.4.0/24", 0, RouteKind::Prohibit, 0),
        (MAIN, "10.2.5.0/24", 0, RouteKind::Blackhole, 0),
        (MAIN, "0.0.0.0/0", 0, RouteKind::Throw, 0),
        (DEFAULT, "0.0.0.0/0", 0, RouteKind::Unicast, 7),
        (DEFAULT, "10.2.2.8/32", 0, RouteKind::Throw, 0),
    ]));
    assert_eq!(way(routing.lookup(&to("10.2.2.3"))), Some((DEFAULT, 7)));
    assert_eq!(way(routing.lookup(&to("8.8.8.8"))), Some((DEFAULT, 7)));
    assert_eq!(routing.lookup(&to("10.2.2.8")), Decision::NoRoute);
    for (dst, refusal) in [
        ("10.2.3.3", Refusal::Unreachable),
        ("10.2.4.3", Refusal::Prohibit),
        ("10.2.5.3", Refusal::Blackhole),
    ] {
        let decision = routing.lookup(&to(dst));
        assert!(
            matches!(decision, Decision::RefusedByRoute(r, found)
                if r == refusal && found.rule == 32766 && found.prefix_len == 24),
            "{decision:?}"
        );
    }
}

#[test]
fn the_longest_prefix_comes_first_and_then_the_tos() {
    let routing = publish(&mut writer(&[
        (MAIN, "172.16.0.0/12", 0, RouteKind::Unicast, 3),
        (MAIN, "172.16.0.0/12", 0x10, RouteKind::Unicast, 4),
        (MAIN, "172.16.0.0/12", 0x20, RouteKind::Unicast, 5),
        (MAIN, "172.16.0.0/12", 0x08, RouteKind::Throw, 0),
        (MAIN, "172.20.0.0/16", 0, RouteKind::Unicast, 6),
        (MAIN, "172.21.0.0/16", 0x04, RouteKind::Unicast, 8),
        (DEFAULT, "0.0.0.0/0", 0, RouteKind::Unicast, 7),
    ]));
    let with_tos = |dst, tos| way(routing.lookup(&FlowKey { tos, ..to(dst) }));
    assert!(!routing.by_destination4());
    assert_eq!(with_tos("172.16.1.1", 0), Some((MAIN, 3)));
    for tos in [0x10, 0x12, 0x30] {
        assert_eq!(with_tos("172.16.1.1", tos), Some((MAIN, 4)), "{tos:#x}");
    }
    assert_eq!(with_tos("172.16.1.1", 0x20), Some((MAIN, 3)));
    assert_eq!(with_tos("172.16.1.1", 0x08), Some((DEFAULT, 7)));
    assert_eq!(with_tos("172.20.1.1", 0x10), Some((MAIN, 6)));
    assert_eq!(with_tos("172.21.1.1", 0x10), Some((MAIN, 4)));
    assert_eq!(with_tos("172.21.1.1", 0x04), Some((MAIN, 8)));
}

#[test]
fn rules_jump_refuse_and_do_nothing() {
    let mut writer = writer(&[(MAIN, "0.0.0.0/0", 0, RouteKind::Unicast, 1)]);
    let mut decide = |rules: Vec<Rule>| {
        writer.set_rules(Family::V4, with_defaults(rules));
        let routing = publish(&mut writer);
        match routing.lookup(&to("8.8.8.8")) {
            Decision::Route(found) => Ok(found.rule),
            Decision::RefusedByRule(refusal, rule) => Err((refusal, rule)),
            Decision::RefusedByRoute(..) | Decision::NoRoute => panic!("neither"),
        }
    };
    let all = Selector::default;
    let goto = |priority, target| rule(priority, all(), RuleAction::Goto(target));
    let unreachable = rule(200, all(), RuleAction::Unreachable);
    let prohibit = rule(150, all(), RuleAction::Prohibit);
    let blackhole = rule(120, all(), RuleAction::Blackhole);
    let nop = rule(110, all(), RuleAction::Nop);
    assert_eq!(decide(vec![nop.clone()]), Ok(32766));
    // Unresolved: the next rule is tried.
    assert_eq!(
        decide(vec![goto(100, 151), nop.clone(), unreachable.clone()]),
        Err((Refusal::Unreachable, 200))
    );
    assert_eq!(
        decide(vec![
            goto(100, 150),
            nop,
            blackhole.clone(),
            prohibit.clone(),
            unreachable.clone()
        ]),
        Err((Refusal::Prohibit, 150))
    );
    assert_eq!(
        decide(vec![blackhole, prohibit.clone(), unreachable.clone()]),
        Err((Refusal::Blackhole, 120))
    );
    // Backwards, which the control side refuses, is like unresolved: there is no loop.
    assert_eq!(decide(vec![goto(300, 100), goto(100, 100)]), Ok(32766));
    let inverted = |selector| Selector {
        invert: true,
        ..selector
    };
    let unless = rule(100, inverted(all()), RuleAction::Prohibit);
    assert_eq!(decide(vec![unless]), Ok(32766));
}

#[test]
fn a_short_result_is_suppressed_and_a_refusal_is_not() {
    let mut writer = writer(&[
        (MAIN, "0.0.0.0/0", 0, RouteKind::Unicast, 1),
        (MAIN, "10.0.0.0/8", 0, RouteKind::Unicast, 2),
        (MAIN, "11.0.0.0/8", 0, RouteKind::Unreachable, 0),
        (100, "0.0.0.0/0", 0, RouteKind::Unicast, 3),
    ]);
    let suppress = |len| RuleAction::Lookup {
        table: TableId::MAIN,
        suppress_prefixlength: Some(len),
    };
    let mut routing = |len| {
        writer.set_rules(
            Family::V4,
            with_defaults([
                rule(10, Selector::default(), suppress(len)),
                rule(20, Selector::default(), look_up(100)),
            ]),
        );
        publish(&mut writer)
    };
    let zero = routing(0);
    assert_eq!(way(zero.lookup(&to("9.9.9.9"))), Some((100, 3)));
    assert_eq!(way(zero.lookup(&to("10.9.9.9"))), Some((MAIN, 2)));
    let eight = routing(8);
    assert_eq!(way(eight.lookup(&to("10.9.9.9"))), Some((100, 3)));
    assert!(matches!(
        eight.lookup(&to("11.9.9.9")),
        Decision::RefusedByRoute(Refusal::Unreachable, found) if found.rule == 10
    ));
}

#[test]
fn every_selector_selects() {
    let eth = |n| IfIndex::new(n).unwrap();
    let key = FlowKey {
        src: "192.0.2.7".parse().unwrap(),
        iif: Some(eth(3)),
        oif: None,
        mark: Mark(0x12),
        tos: 0x1b,
        proto: 6,
        sport: 1000,
        dport: 80,
        ..to("198.51.100.9")
    };
    let own = FlowKey {
        iif: None,
        oif: Some(eth(4)),
        ..key
    };
    let s = Selector::default;
    // Selector, whether it holds for `key` (forwarded), whether for `own` (sent by the router).
    let cases = [
        (s(), true, true),
        (
            Selector {
                src: Some(net("192.0.2.0/24")),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                src: Some(net("192.0.3.0/24")),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                src: Some(net("0.0.0.0/0")),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                dst: Some(net("198.51.100.9/32")),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                dst: Some(net("198.51.100.8/32")),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                iif: Some(Some(eth(3))),
                ..s()
            },
            true,
            false,
        ),
        (
            Selector {
                iif: Some(Some(IfIndex::LOOPBACK)),
                ..s()
            },
            false,
            true,
        ),
        (
            Selector {
                iif: Some(None),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                oif: Some(Some(eth(4))),
                ..s()
            },
            false,
            true,
        ),
        (
            Selector {
                oif: Some(None),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                fwmark: Some((0x10, 0xf0)),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                fwmark: Some((0x10, 0xff)),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                fwmark: Some((0, 0)),
                ..s()
            },
            true,
            true,
        ),
        (Selector { tos: 0x18, ..s() }, true, true),
        (Selector { tos: 0x10, ..s() }, false, false),
        (
            Selector {
                ip_proto: Some(6),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                ip_proto: Some(17),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                sport: Some(1000..=1000),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                sport: Some(1..=999),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                dport: Some(1..=80),
                ..s()
            },
            true,
            true,
        ),
        (
            Selector {
                dport: Some(81..=81),
                ..s()
            },
            false,
            false,
        ),
        (
            Selector {
                dport: Some(80..=80),
                src: Some(net("10.0.0.0/8")),
                ..s()
            },
            false,
            false,
        ),
    ];
    for (selector, forwarded, sent) in cases {
        for invert in [false, true] {
            let selector = Selector {
                invert,
                ..selector.clone()
            };
            let mut writer = FibWriter::new();
            let rules = vec![rule(5, selector.clone(), RuleAction::Prohibit)];
            writer.set_rules(Family::V4, rules);
            let routing = publish(&mut writer);
            let holds = |key| routing.lookup(key) != Decision::NoRoute;
            assert_eq!(holds(&key), forwarded != invert, "{selector:?}");
            assert_eq!(holds(&own), sent != invert, "{selector:?}");
        }
    }
}

#[test]
fn a_batch_decides_as_single_lookups_do() {
    for merged in [true, false] {
        let mut writer = writer(&[
            (LOCAL, "10.0.0.0/8", 0, RouteKind::Local, 1),
            (LOCAL, "127.0.0.0/8", 0, RouteKind::Local, 1),
            (LOCAL, "10.1.0.0/16", 0, RouteKind::Throw, 0),
            (MAIN, "10.1.2.0/24", 0, RouteKind::Unicast, 9),
            (MAIN, "10.2.2.0/24", 0, RouteKind::Throw, 0),
            (MAIN, "10.2.3.0/24", 0, RouteKind::Unreachable, 0),
            (MAIN, "12.0.0.0/6", 0, RouteKind::Unicast, 5),
            (DEFAULT, "8.0.0.0/5", 0, RouteKind::Unicast, 7),
        ]);
        if !merged {
            writer.set_rules(Family::V4, Vec::new());
            writer.set_rules(Family::V4, Rule::defaults(Family::V4));
        }
        let routing = publish(&mut writer);
        assert!(routing.by_destination4());
        let dsts: Vec<u32> = (0..1 << 12)
            .map(|i: u32| 0x0a00_0003 ^ (i & 3) << 24 ^ (i >> 2 & 3) << 16 ^ (i >> 4) << 8)
            .collect();
        let mut hits = vec![Hit::default(); dsts.len()];
        routing.lookup_batch4(&dsts, &mut hits);
        for (&dst, &hit) in dsts.iter().zip(&hits) {
            let dst = std::net::Ipv4Addr::from_bits(dst);
            let single = routing.lookup(&to(&dst.to_string()));
            assert_eq!(routing.decision4(hit), single, "{dst} {merged}");
        }
    }
}

#[test]
fn ipv6_tables_stay_apart_and_tos_is_refused() {
    let mut writer = writer(&[
        (LOCAL, "2001:db8::/32", 0, RouteKind::Local, 1),
        (MAIN, "2001:db8:1::/48", 0, RouteKind::Unicast, 2),
        (MAIN, "::/0", 0, RouteKind::Unicast, 3),
    ]);
    let error = writer.insert(TableId::MAIN, net("::/0"), 4, &info(RouteKind::Throw, 0));
    assert!(error.is_err());
    let routing = publish(&mut writer);
    assert_eq!(way(routing.lookup(&to("2001:db8:1::1"))), Some((LOCAL, 1)));
    assert_eq!(way(routing.lookup(&to("2001:db9::1"))), Some((MAIN, 3)));
    assert!(routing.by_destination6());
    let mut hits = [Hit::default(); 2];
    routing.lookup_batch6(&[0x2001_0db8 << 96 | 1, 1], &mut hits);
    assert_eq!(way(routing.decision6(hits[0])), Some((LOCAL, 1)));
    assert_eq!(way(routing.decision6(hits[1])), Some((MAIN, 3)));
}

#[test]
fn infos_are_shared_and_their_numbers_reused_after_a_grace_period() {
    let mut writer = FibWriter::new();
    let prefix = |n: u8| IpNet::from(ipnet::Ipv4Net::new([10, n, 0, 0].into(), 16).unwrap());
    let unicast = |gateway| info(RouteKind::Unicast, gateway);
    for n in 0..10 {
        writer
            .insert(TableId::MAIN, prefix(n), 0, &unicast(1))
            .unwrap();
    }
    assert!(writer.changed());
    let routing = publish(&mut writer);
    let first = routing.lookup(&to("10.0.0.1")).route().unwrap().id;
    assert_eq!(routing.lookup(&to("10.9.0.1")).route().unwrap().id, first);
    // Known infos need no snapshot.
    writer
        .insert(TableId::MAIN, prefix(10), 0, &unicast(1))
        .unwrap();
    assert!(!writer.changed());
    writer.apply();
    assert!(routing.lookup(&to("10.10.0.1")).route().is_some());
    // A new one does.
    for n in 0..=10 {
        writer
            .insert(TableId::MAIN, prefix(n), 0, &unicast(2))
            .unwrap();
    }
    assert!(writer.changed());
    let second = publish(&mut writer);
    assert_eq!(writer.retired(), 1);
    assert_ne!(second.lookup(&to("10.0.0.1")).route().unwrap().id, first);
    // Whoever still holds the first number finds its info until the grace period has passed.
    assert_eq!(second.info(first), Some(&unicast(1)));
    writer.reclaim();
    writer
        .insert(TableId::MAIN, prefix(3), 0, &unicast(3))
        .unwrap();
    let third = publish(&mut writer);
    assert_eq!(third.lookup(&to("10.3.0.1")).route().unwrap().id, first);
    // An empty table goes too, and comes back as a new one.
    for n in 0..=10 {
        writer.remove(TableId::MAIN, prefix(n), 0);
        writer.remove(TableId::MAIN, prefix(n), 0);
    }
    writer.apply();
    writer.reclaim();
    assert_eq!(third.lookup(&to("10.3.0.1")), Decision::NoRoute);
    assert_eq!(writer.retired(), 0);
    writer
        .insert(TableId::MAIN, prefix(3), 0, &unicast(3))
        .unwrap();
    assert!(writer.changed());
    let fourth = publish(&mut writer);
    assert!(fourth.lookup(&to("10.3.0.1")).route().is_some());
}
