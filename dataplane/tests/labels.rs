//! Labels of connections on packets' ways: with translation, and when the rules are others.

mod rig;

use std::{net::IpAddr, sync::Arc};

use dataplane::{
    filter::{
        CounterBank, Hook, Match, Policy, RuleSpec, Ruleset, TableKind, Target, Test,
        matches::Connlabel, targets::Nat,
    },
    nat::NatRange,
    snapshot::Snapshot,
};
use etherparse::PacketBuilder;
use rig::{HOST_L, HOST_R, LEFT, LEFT_MAC, Plan, RIGHT, RIGHT_MAC, Rig};

/// `-t filter -A FORWARD` with these matches, and `-t nat -A POSTROUTING -j SNAT --to-source 10.2.0.254`.
fn ruleset(matches: Vec<Match>) -> Arc<Ruleset> {
    let address: IpAddr = "10.2.0.254".parse().expect("an address");
    let snat = Target::Snat(Nat {
        range: NatRange {
            addrs: Some((address, address)),
            ..NatRange::default()
        },
    });
    let ways = [
        (TableKind::Filter, Hook::Forward, matches, Target::Accept),
        (TableKind::Nat, Hook::Postrouting, Vec::new(), snat),
    ];
    let chains = ways.map(|(table, hook, matches, target)| {
        let spec = RuleSpec {
            matches,
            target,
            ..RuleSpec::default()
        };
        (table, hook, Policy::Accept, vec![spec])
    });
    let mut counters = CounterBank::new(1);
    counters.grow(20);
    rig::rules::ruleset(chains.into(), true, &counters)
}

fn label(bit: u16) -> Vec<Match> {
    vec![Match::Connlabel(Connlabel {
        label: Test::is(bit),
        set: true,
    })]
}

/// Sends a datagram of a flow, or its answer; it passes.
fn pass(rig: &mut Rig, port: u16, back: bool) {
    let mut frame = Vec::new();
    let builder = if back {
        PacketBuilder::ethernet2(HOST_R.0, RIGHT_MAC.0)
            .ipv4([10, 2, 0, 1], [10, 2, 0, 254], 64)
            .udp(53, port)
    } else {
        PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
            .ipv4([10, 1, 0, 1], [10, 2, 0, 1], 64)
            .udp(port, 53)
    };
    builder.write(&mut frame, b"data").expect("fits");
    let (left, right) = rig.send(if back { RIGHT } else { LEFT }, &frame);
    assert_eq!(
        (left.len(), right.len()),
        if back { (1, 0) } else { (0, 1) }
    );
}

/// The labels of the connections, by the port that they come from.
fn labels(rig: &Rig) -> Vec<(u16, Option<u128>)> {
    let table = rig.router.conntrack.of(0);
    let mut labels: Vec<_> = table
        .iter(rig.now)
        .map(|(id, conn)| (conn.tuples[0].src_port, table.labels(id)))
        .collect();
    labels.sort_unstable();
    labels
}

fn reload(rig: &Rig, filter4: Arc<Ruleset>) {
    let snapshot = Snapshot {
        filter4,
        ..(*rig.router.snapshots.current()).clone()
    };
    rig.router.snapshots.publish(snapshot);
}

#[test]
fn a_connection_keeps_its_labels_through_nat_and_reload() {
    let mut plan = Plan::new();
    plan.filter4 = ruleset(Vec::new());
    let mut rig = plan.start();
    pass(&mut rig, 1000, false);
    assert_eq!(labels(&rig), [(1000, None)], "nobody asks");

    reload(&rig, ruleset(label(5)));
    pass(&mut rig, 1000, false);
    pass(&mut rig, 1001, false);
    let labelled = Some(1 << 5);
    assert_eq!(labels(&rig), [(1000, None), (1001, labelled)]);

    // Another rule: the answer, which is translated back, sets its label.
    reload(&rig, ruleset(label(127)));
    pass(&mut rig, 1001, true);
    let labelled = Some(1 << 127 | 1 << 5);
    assert_eq!(labels(&rig), [(1000, None), (1001, labelled)]);

    reload(&rig, ruleset(Vec::new()));
    pass(&mut rig, 1001, false);
    pass(&mut rig, 1002, false);
    assert_eq!(labels(&rig), [(1000, None), (1001, labelled), (1002, None)]);
}
