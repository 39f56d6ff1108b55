//! What expressions of nft remember, and sets that packets change.

use super::*;
use crate::{
    conntrack::Ct,
    filter::{
        Counts,
        nft::{
            ConnCount, Dest, DynsetOp, Element, ElementKey, Hash, Limit, LimitUnit, Mapped, Numgen,
            Quota, SetFlags, SetSpec, State,
        },
        tests::{LEFT, RIGHT, udp_between},
    },
    time::Duration,
};

pub(super) const AT: (Family, Hook) = (Family::V4, Hook::Forward);
const SET: SetId = SetId(1);

fn saddr() -> Expr {
    Expr::Payload {
        base: PayloadBase::Network,
        offset: 12,
        len: 4,
        dreg: Reg(0),
    }
}

pub(super) fn is(bytes: &[u8]) -> Expr {
    Expr::Cmp {
        op: CmpOp::Eq,
        sreg: Reg(0),
        data: data(bytes),
    }
}

pub(super) fn counter(number: u32) -> Expr {
    Expr::Counter(CounterId(number))
}

fn dynset(op: DynsetOp, seconds: u64, exprs: Vec<Expr>) -> Expr {
    Expr::Dynset {
        op,
        set: SET,
        key: Reg(0),
        data: None,
        timeout: seconds * 1_000_000_000,
        exprs: exprs.into(),
    }
}

fn lookup(not: bool, dest: Option<Dest>) -> Expr {
    Expr::Lookup {
        set: SET,
        sreg: Reg(0),
        not,
        dest,
    }
}

pub(super) fn bench(rules: Vec<Vec<Expr>>, set: Option<Arc<Set>>) -> Bench {
    let tables = Tables::default().base("root", FORWARD, Policy::Accept, rules);
    let tables = match set {
        Some(set) => tables.set(SET, set),
        None => tables,
    };
    let ruleset = tables.ruleset(false);
    Bench::with(ruleset, Ruleset::default())
}

/// Packets that a counter counts when one rule of these expressions has met these packets.
pub(super) fn counted(mut exprs: Vec<Expr>, set: Option<Arc<Set>>, packets: &mut [Packet]) -> u64 {
    exprs.push(counter(1));
    let mut bench = bench(vec![exprs], set);
    for packet in packets {
        bench.traverse(AT, packet).expect("not dropped");
    }
    bench.counts(Family::V4, 1).packets
}

pub(super) fn from(last: u8) -> Packet {
    udp_between([10, 1, 0, last], RIGHT, (1, 53))
}

/// A set of addresses.
fn addresses(flags: SetFlags, size: Option<u32>, elements: Vec<Element>) -> Arc<Set> {
    let spec = SetSpec {
        flags,
        key_len: 4,
        size,
        timeout: if flags.timeout { 10_000_000_000 } else { 0 },
        ..SetSpec::default()
    };
    Arc::new(Set::new(spec, elements))
}

const DYNAMIC: SetFlags = SetFlags {
    constant: false,
    interval: false,
    timeout: true,
    dynamic: true,
};

fn element(last: u8, data: Option<Mapped>, exprs: Vec<Expr>) -> Element {
    Element {
        key: ElementKey::One(self::data(&[10, 1, 0, last])),
        data,
        exprs: exprs.into(),
        timeout: None,
        expires: None,
    }
}

#[test]
fn each_element_has_a_limit_of_its_own() {
    let set = addresses(DYNAMIC, None, vec![]);
    let over = Limit::new(1, (LimitUnit::Packets, 1), 2, true);
    let meter = dynset(DynsetOp::Update, 0, vec![Expr::Limit(Arc::new(over))]);
    let mut packets = [1, 1, 1, 2, 1].map(from);
    let counted = counted(vec![saddr(), meter], Some(set.clone()), &mut packets);
    assert_eq!(counted, 2, "the third and fourth of the first source");
    let now = Bench::new().now;
    assert_eq!(set.members(now).len(), 2);
}

#[test]
fn elements_that_packets_add_go_in_time_and_stay_as_long_as_they_are_updated() {
    let set = addresses(DYNAMIC, None, vec![]);
    let add = vec![
        saddr(),
        is(&[10, 1, 0, 1]),
        dynset(DynsetOp::Add, 0, vec![]),
    ];
    let update = vec![
        saddr(),
        is(&[10, 1, 0, 2]),
        dynset(DynsetOp::Update, 3, vec![]),
    ];
    let known = vec![saddr(), lookup(false, None), counter(1)];
    let mut bench = bench(vec![known, add, update], Some(set.clone()));
    let seen = |bench: &mut Bench, seconds| {
        bench.now += Duration::from_secs(seconds);
        for last in [1, 2] {
            bench.traverse(AT, &mut from(last)).expect("accepted");
        }
        bench.counts(Family::V4, 1).packets
    };
    assert_eq!(seen(&mut bench, 0), 0);
    assert_eq!(seen(&mut bench, 2), 2);
    let left = |bench: &Bench| {
        let members = set.members(bench.now).into_iter();
        members
            .map(|member| {
                (
                    member.timeout,
                    member.expires.map(|at| at.saturating_since(bench.now)),
                )
            })
            .collect::<Vec<_>>()
    };
    let seconds = Duration::from_secs;
    let expected = vec![
        (None, Some(seconds(8))),
        (Some(3_000_000_000), Some(seconds(3))),
    ];
    assert_eq!(left(&bench), expected, "the second began anew");
    assert_eq!(seen(&mut bench, 4), 3, "the second has gone");
    assert_eq!(seen(&mut bench, 4), 3, "so has the first");
}

#[test]
fn a_set_that_is_full_ends_the_rule() {
    let set = addresses(DYNAMIC, Some(2), vec![]);
    let add = dynset(DynsetOp::Add, 0, vec![]);
    let mut packets = [1, 2, 3, 1, 4].map(from);
    assert_eq!(counted(vec![saddr(), add], Some(set), &mut packets), 3);
}

#[test]
fn packets_take_elements_out() {
    let set = addresses(
        DYNAMIC,
        None,
        vec![element(1, None, vec![]), element(2, None, vec![])],
    );
    let delete = dynset(DynsetOp::Delete, 0, vec![]);
    let mut packets = [1, 7].map(from);
    assert_eq!(
        counted(vec![saddr(), delete], Some(set.clone()), &mut packets),
        2
    );
    let now = Bench::new().now;
    assert_eq!(set.members(now).len(), 1);
}

#[test]
fn elements_count_the_packets_that_find_them() {
    let set = addresses(DYNAMIC, None, vec![element(1, None, vec![counter(0)])]);
    let mut packets = [1, 2, 1].map(from);
    assert_eq!(
        counted(
            vec![saddr(), lookup(false, None)],
            Some(set.clone()),
            &mut packets
        ),
        2
    );
    let members = set.members(Bench::new().now);
    let bytes = 2 * from(1).network_len() as u64;
    let expected = Counts { packets: 2, bytes };
    assert!(matches!(members[0].states[..], [State::Counter(counts)] if counts == expected));
    // Nobody counts whom a rule is not about.
    assert_eq!(
        counted(
            vec![saddr(), lookup(true, None)],
            Some(set.clone()),
            &mut packets
        ),
        1
    );
    let members = set.members(Bench::new().now);
    assert!(matches!(members[0].states[..], [State::Counter(counts)] if counts == expected));
}

#[test]
fn elements_of_fixed_sets_have_limits_too() {
    let limit = Limit::new(1, (LimitUnit::Packets, 1), 2, false);
    let elements = vec![element(
        1,
        None,
        vec![counter(9), Expr::Limit(Arc::new(limit))],
    )];
    let set = addresses(SetFlags::default(), None, elements);
    let mut bench = bench(
        vec![vec![saddr(), lookup(false, None), counter(1)]],
        Some(set),
    );
    for last in [1, 1, 1, 2] {
        bench.traverse(AT, &mut from(last)).expect("accepted");
    }
    assert_eq!(bench.counts(Family::V4, 9).packets, 3);
    assert_eq!(bench.counts(Family::V4, 1).packets, 2);
}

#[test]
fn maps_give_values_verdicts_and_objects() {
    let object = Arc::new(Code([counter(7)].into()));
    for flags in [SetFlags::default(), DYNAMIC] {
        let values = vec![element(
            1,
            Some(Mapped::Data(super::data(&[7, 0, 0, 9]))),
            vec![],
        )];
        let map = lookup(false, Some(Dest::Reg(Reg(0))));
        let mut packets = [1, 2].map(from);
        let set = addresses(flags, None, values);
        assert_eq!(
            counted(
                vec![saddr(), map, is(&[7, 0, 0, 9])],
                Some(set),
                &mut packets
            ),
            1
        );

        let verdicts = vec![
            element(1, Some(Mapped::Verdict(Verdict::Drop)), vec![]),
            element(2, Some(Mapped::Verdict(Verdict::Accept)), vec![]),
            element(3, Some(Mapped::Verdict(Verdict::Continue)), vec![]),
            element(4, Some(Mapped::Object(Arc::clone(&object))), vec![]),
            Element {
                key: ElementKey::Any,
                ..element(0, Some(Mapped::Verdict(Verdict::Drop)), vec![counter(6)])
            },
        ];
        let set = addresses(flags, None, verdicts);
        let rule = vec![saddr(), lookup(false, Some(Dest::Verdict)), counter(1)];
        let mut bench = bench(vec![rule, vec![counter(2)]], Some(set));
        let fate = [1, 2, 3, 4, 5].map(|last| bench.traverse(AT, &mut from(last)).is_ok());
        assert_eq!(fate, [false, true, true, true, false]);
        let mut counts = |counter| bench.counts(Family::V4, counter).packets;
        assert_eq!([1, 2, 7].map(&mut counts), [2, 2, 1]);
    }
}

#[test]
fn rules_have_limits_quotas_and_a_memory() {
    let limit = Limit::new(1, (LimitUnit::Packets, 1), 2, false);
    let packets = || [1, 1, 1].map(from);
    assert_eq!(
        counted(vec![Expr::Limit(Arc::new(limit))], None, &mut packets()),
        2
    );
    let len = from(1).network_len() as u64;
    let quota = Arc::new(Quota::new(2 * len, false, 0));
    assert_eq!(
        counted(vec![Expr::Quota(Arc::clone(&quota))], None, &mut packets()),
        2
    );
    assert_eq!(quota.used(), 2 * len);
}

#[test]
fn connections_are_counted_together() {
    let over = || Expr::Connlimit(Arc::new(ConnCount::new(2, true)));
    let up_to = Expr::Connlimit(Arc::new(ConnCount::new(2, false)));
    let own = dynset(DynsetOp::Add, 0, vec![over()]);
    let set = addresses(DYNAMIC, None, vec![]);
    let rules = vec![
        vec![over(), counter(1)],
        vec![up_to, counter(2)],
        vec![saddr(), own, counter(3)],
    ];
    let mut bench = bench(rules, Some(set));
    // A packet of a known connection is not another one, and the last is of another source.
    for (source, port) in [(1, 1), (1, 2), (1, 2), (1, 3), (2, 1)] {
        let mut packet = udp_between([10, 1, 0, source], RIGHT, (port, 53));
        bench.track(&mut packet);
        bench.traverse(AT, &mut packet).expect("accepted");
        if packet_is_new(&packet) {
            bench.confirm(&mut packet);
        }
    }
    let mut counts = |counter| bench.counts(Family::V4, counter).packets;
    assert_eq!([1, 2, 3].map(&mut counts), [2, 3, 1]);
}

fn packet_is_new(packet: &Packet) -> bool {
    matches!(packet.meta.ct, Ct::Of(ct) if ct.unconfirmed)
}

#[test]
fn numbers_are_given_one_after_the_other() {
    let numgen = |kind| Expr::Numgen {
        kind,
        modulus: 3,
        offset: 10,
        dreg: Reg(0),
    };
    let packets = || [1; 7].map(from);
    let numbers: Vec<_> = (10..13u32)
        .map(|number| {
            let numgen = numgen(Numgen::Incremental(Arc::default()));
            counted(
                vec![numgen, is(&number.to_ne_bytes())],
                None,
                &mut packets(),
            )
        })
        .collect();
    assert_eq!(numbers, [3, 2, 2]);
    let random: u64 = (10..13u32)
        .map(|number| {
            counted(
                vec![numgen(Numgen::Random), is(&number.to_ne_bytes())],
                None,
                &mut packets(),
            )
        })
        .sum();
    assert!(random > 0);
}

#[test]
fn a_flow_has_one_hash_both_ways() {
    let hash = Expr::Hash {
        hash: Hash::Symmetric,
        modulus: 1 << 16,
        offset: 0,
        dreg: Reg(0),
    };
    let keep = dynset(DynsetOp::Add, 0, vec![]);
    let set = addresses(DYNAMIC, None, vec![]);
    let mut packets = [
        udp_between(LEFT, RIGHT, (1000, 53)),
        udp_between(RIGHT, LEFT, (53, 1000)),
        udp_between(LEFT, RIGHT, (53, 1000)),
    ];
    counted(vec![hash, keep], Some(set.clone()), &mut packets);
    assert_eq!(set.members(Bench::new().now).len(), 2);
}

#[test]
fn explaining_changes_nothing() {
    let numgen = Numgen::Incremental(Arc::default());
    let limit = Arc::new(Limit::new(1, (LimitUnit::Packets, 1), 1, false));
    let rule = vec![
        Expr::Numgen {
            kind: numgen,
            modulus: 2,
            offset: 0,
            dreg: Reg(0),
        },
        Expr::Limit(limit),
        saddr(),
        dynset(DynsetOp::Add, 0, vec![]),
        counter(1),
    ];
    let set = addresses(DYNAMIC, None, vec![]);
    let tables = Tables::default().base("root", FORWARD, Policy::Accept, vec![rule]);
    let ruleset = tables.set(SET, Arc::clone(&set)).ruleset(false);
    let mut other = Bench::with(ruleset.detached(), Ruleset::default());
    other.traverse(AT, &mut from(1)).expect("accepted");
    assert_eq!(other.counts(Family::V4, 1).packets, 1);
    assert_eq!(set.members(other.now).len(), 0);
    let mut bench = Bench::with(ruleset, Ruleset::default());
    bench.traverse(AT, &mut from(1)).expect("accepted");
    assert_eq!(
        bench.counts(Family::V4, 1).packets,
        1,
        "the limit was not touched"
    );
    assert_eq!(set.members(bench.now).len(), 1);
}
