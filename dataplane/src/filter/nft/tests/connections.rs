//! What rules know of connections, and do to them.

use super::*;
use crate::{
    conntrack::{Ct, Direction, Helper, Status},
    filter::{
        nft::{CtKey, LogSpec, Nat, NatKind, RejectKind},
        targets::LogOptions,
        tests::udp_between,
    },
    nat::NatFlags,
};

const V4: (Family, Hook) = (Family::V4, Hook::Forward);

/// An answer to a connection of `udp(1000, 2000)`.
fn answer() -> Packet {
    udp_between([10, 2, 0, 1], [10, 1, 0, 1], (2000, 1000))
}

fn ct(key: CtKey, direction: Option<Direction>) -> Expr {
    Expr::Ct {
        key,
        direction,
        dreg: REG,
    }
}

fn state(bench: &mut Bench, packet: &mut Packet) -> u32 {
    let state = loaded(bench, V4, ct(CtKey::State, None), packet);
    u32::from_ne_bytes(state.expect("always known"))
}

#[test]
fn states_follow_the_connection() {
    let bench = &mut Bench::new();
    let mut first = udp(1000, 2000);
    assert_eq!(state(bench, &mut first), 1, "nobody has looked");
    assert_eq!(
        loaded::<4>(bench, V4, ct(CtKey::Mark, None), &mut first),
        None
    );
    bench.track(&mut first);
    assert_eq!(state(bench, &mut first), 8, "new");
    bench.confirm(&mut first);
    let mut back = answer();
    bench.track(&mut back);
    assert_eq!(state(bench, &mut back), 2, "established");
    assert_eq!(
        loaded(bench, V4, ct(CtKey::Direction, None), &mut back),
        Some([1])
    );
    let mut untracked = udp(1, 2);
    let notrack = outcome(bench, &[Expr::Notrack], &mut untracked);
    assert_eq!((notrack, untracked.meta.ct), (Outcome::Next, Ct::Untracked));
    assert_eq!(state(bench, &mut untracked), 64);
    assert_eq!(
        loaded::<4>(bench, V4, ct(CtKey::Status, None), &mut untracked),
        None
    );
    outcome(bench, &[Expr::Notrack], &mut back);
    assert_eq!(state(bench, &mut back), 2, "what has a connection keeps it");
}

#[test]
fn a_connection_has_two_ends() {
    let bench = &mut Bench::new();
    let mut packet = udp(1000, 2000);
    bench.track(&mut packet);
    bench.confirm(&mut packet);
    let original = Some(Direction::Original);
    let reply = Some(Direction::Reply);
    let mut four = |key, direction| loaded(bench, V4, ct(key, direction), &mut packet);
    assert_eq!(four(CtKey::Src, original), Some([10, 1, 0, 1]));
    assert_eq!(four(CtKey::Dst, original), Some([10, 2, 0, 1]));
    assert_eq!(four(CtKey::Src, reply), Some([10, 2, 0, 1]));
    assert_eq!(four(CtKey::SrcIp, original), Some([10, 1, 0, 1]));
    assert_eq!(four(CtKey::SrcIp6, original), None);
    assert_eq!(four(CtKey::Helper, None), None);
    let mut two = |key, direction| loaded(bench, V4, ct(key, direction), &mut packet);
    assert_eq!(two(CtKey::ProtoSrc, original), Some(1000_u16.to_be_bytes()));
    assert_eq!(two(CtKey::ProtoSrc, reply), Some(2000_u16.to_be_bytes()));
    assert_eq!(two(CtKey::Zone, None), Some([0, 0]));
    let mut one = |key| loaded(bench, V4, ct(key, None), &mut packet);
    assert_eq!(one(CtKey::Protocol), Some([17]));
    assert_eq!(one(CtKey::L3Protocol), Some([2]));
    let status = loaded(bench, V4, ct(CtKey::Status, None), &mut packet);
    let status = Status(u32::from_ne_bytes(status.expect("known")));
    assert!(status.has(Status::CONFIRMED) && !status.has(Status::SEEN_REPLY));
    let left = loaded(bench, V4, ct(CtKey::Expiration, None), &mut packet);
    assert_eq!(left.map(u32::from_ne_bytes), Some(30_000), "milliseconds");
    let packets = loaded(bench, V4, ct(CtKey::Pkts, original), &mut packet);
    assert_eq!(packets.map(u64::from_ne_bytes), Some(0), "nobody counts");
}

/// `ct KEY set`.
fn set(key: CtKey, bytes: &[u8], direction: Option<Direction>) -> [Expr; 2] {
    let sreg = REG;
    let set = Expr::CtSet {
        key,
        direction,
        sreg,
    };
    [immediate(bytes), set]
}

#[test]
fn marks_and_labels_of_connections() {
    let bench = &mut Bench::new();
    let mark = set(CtKey::Mark, &7_u32.to_ne_bytes(), None);
    let mut packet = udp(1000, 2000);
    assert_eq!(
        outcome(bench, &mark, &mut packet),
        Outcome::Next,
        "without one, nothing"
    );
    bench.track(&mut packet);
    assert_eq!(outcome(bench, &mark, &mut packet), Outcome::Next);
    bench.confirm(&mut packet);
    let mut back = answer();
    bench.track(&mut back);
    let found = loaded(bench, V4, ct(CtKey::Mark, None), &mut back);
    assert_eq!(found.map(u32::from_ne_bytes), Some(7));
    let Ct::Of(of) = back.meta.ct else {
        panic!("tracked");
    };
    let labels = |bench: &mut Bench, packet: &mut Packet| {
        let labels = loaded(bench, V4, ct(CtKey::Labels, None), packet);
        labels.map(u128::from_ne_bytes)
    };
    let label = |bit: u32| set(CtKey::Labels, &(1_u128 << bit).to_ne_bytes(), None);
    outcome(bench, &label(3), &mut back);
    assert_eq!(labels(bench, &mut back), Some(0), "there is no room");
    bench.at(V4, |cx, _| cx.conntrack().open_labels(of.id));
    for bit in [3, 100, 3] {
        assert_eq!(outcome(bench, &label(bit), &mut back), Outcome::Next);
    }
    assert_eq!(labels(bench, &mut back), Some(1 << 3 | 1 << 100));
}

#[test]
fn a_zone_is_set_before_connections_are_looked_for() {
    let bench = &mut Bench::new();
    let mut packet = udp(1000, 2000);
    let zone = set(CtKey::Zone, &9_u16.to_ne_bytes(), Some(Direction::Original));
    assert_eq!(outcome(bench, &zone, &mut packet), Outcome::Next);
    let template = Ct::Template {
        original: 9,
        reply: 0,
        helper: None,
    };
    assert_eq!(packet.meta.ct, template);
    assert_eq!(state(bench, &mut packet), 8);
    let zone_of = |bench: &mut Bench, packet: &mut Packet| {
        let zone = loaded(
            bench,
            V4,
            ct(CtKey::Zone, Some(Direction::Original)),
            packet,
        );
        zone.map(u16::from_ne_bytes)
    };
    assert_eq!(zone_of(bench, &mut packet), Some(9));
    outcome(bench, &set(CtKey::Zone, &[1, 0], None), &mut packet);
    assert_eq!(packet.meta.ct, template, "once");
    bench.track(&mut packet);
    assert_eq!(zone_of(bench, &mut packet), Some(9));
}

#[test]
fn a_new_connection_gets_a_helper() {
    let bench = &mut Bench::new();
    let helper = [Expr::Helper(Helper::Tftp)];
    let mut packet = udp(1000, 69);
    bench.track(&mut packet);
    let Ct::Of(of) = packet.meta.ct else {
        panic!("tracked");
    };
    outcome(bench, &[Expr::Helper(Helper::Ftp)], &mut packet);
    assert_eq!(
        bench.at(V4, |cx, _| cx.conntrack().helper(of.id)),
        None,
        "FTP is TCP"
    );
    assert_eq!(outcome(bench, &helper, &mut packet), Outcome::Next);
    let found = bench.at(V4, |cx, _| cx.conntrack().helper(of.id));
    assert_eq!(found, Some(Helper::Tftp));
}

#[test]
fn lines_for_the_log() {
    let bench = &mut Bench::new();
    let log = |group| {
        Expr::Log(Arc::new(LogSpec {
            prefix: "in: ".into(),
            level: 6,
            options: LogOptions::UID,
            group,
        }))
    };
    let exprs = [log(Some(1)), log(None)];
    assert_eq!(outcome(bench, &exprs, &mut udp(1, 2)), Outcome::Next);
    let lines = bench.log();
    assert_eq!(lines.len(), 1, "nobody listens for a group");
    assert_eq!((&*lines[0].prefix, lines[0].level), ("in: ", 6));
    assert_eq!(lines[0].options, LogOptions::UID);
    let iif = lines[0].iif.as_ref().map(|(_, name)| &**name);
    assert_eq!(iif, Some("left0"));
}

#[test]
fn a_rejected_packet_ends() {
    for kind in [RejectKind::Icmpx(1), RejectKind::Code(3)] {
        for mut packet in [udp(1, 2), udp6(1, 2)] {
            let found = outcome(&mut Bench::new(), &[Expr::Reject(kind)], &mut packet);
            assert_eq!(found, Outcome::Drop(DropReason::NetfilterReject));
        }
    }
}

/// Takes the first packet of a connection through a nat chain at `hook`.
fn translated(hook: Hook, exprs: Vec<Expr>, packet: &mut Packet) -> Result<(), DropReason> {
    let priority = match hook {
        Hook::Prerouting | Hook::Output => -100,
        Hook::Input | Hook::Forward | Hook::Postrouting => 100,
    };
    let second = vec![vec![Expr::Verdict(Verdict::Drop)]];
    let rules = Tables::default()
        .base(
            "nat",
            (ChainType::Nat, hook, priority),
            Policy::Accept,
            vec![exprs],
        )
        .base(
            "behind",
            (ChainType::Nat, hook, priority + 1),
            Policy::Accept,
            second,
        )
        .ruleset(true);
    let bench = &mut Bench::with(rules, Ruleset::default());
    bench.track(packet);
    bench.pass((Family::V4, hook), packet)
}

fn nat(kind: NatKind) -> Nat {
    Nat {
        kind,
        family: None,
        addrs: None,
        ports: None,
        flags: NatFlags::default(),
    }
}

fn ends(packet: &Packet) -> ([u8; 4], u16, [u8; 4], u16) {
    let bytes = packet.network();
    let port = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
    let addr = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    (addr(12), port(20), addr(16), port(22))
}

#[test]
fn a_destination_is_translated_to_what_registers_say() {
    let load = |reg, bytes: &[u8]| Expr::Immediate {
        dreg: Reg(reg),
        data: data(bytes),
    };
    let exprs = vec![
        load(0, &[10, 2, 0, 9]),
        load(1, &8080_u16.to_be_bytes()),
        Expr::Nat(Nat {
            addrs: Some((Reg(0), Reg(0))),
            ports: Some((Reg(1), Reg(1))),
            family: Some(Family::V4),
            ..nat(NatKind::Destination)
        }),
    ];
    let mut packet = udp(1000, 2000);
    assert_eq!(translated(Hook::Prerouting, exprs, &mut packet), Ok(()));
    assert_eq!(ends(&packet), ([10, 1, 0, 1], 1000, [10, 2, 0, 9], 8080));
}

#[test]
fn what_is_for_the_other_family_is_left_alone() {
    let exprs = vec![Expr::Nat(Nat {
        family: Some(Family::V6),
        ..nat(NatKind::Destination)
    })];
    let mut packet = udp(1000, 2000);
    let behind = translated(Hook::Prerouting, exprs, &mut packet);
    assert_eq!(
        behind,
        Err(DropReason::NetfilterDrop),
        "the next chain is asked"
    );
    assert_eq!(ends(&packet), ends(&udp(1000, 2000)));
}

#[test]
fn masquerade_and_redirect_take_the_address_of_the_interface() {
    let mut packet = udp(1000, 2000);
    let exprs = vec![Expr::Nat(nat(NatKind::Masquerade))];
    assert_eq!(translated(Hook::Postrouting, exprs, &mut packet), Ok(()));
    assert_eq!(ends(&packet), ([10, 2, 0, 254], 1000, [10, 2, 0, 1], 2000));
    let mut packet = udp(1000, 2000);
    let exprs = vec![
        immediate(&3128_u16.to_be_bytes()),
        Expr::Nat(Nat {
            ports: Some((REG, REG)),
            ..nat(NatKind::Redirect)
        }),
    ];
    assert_eq!(translated(Hook::Prerouting, exprs, &mut packet), Ok(()));
    assert_eq!(ends(&packet), ([10, 1, 0, 1], 1000, [10, 1, 0, 254], 3128));
}

#[test]
fn nat_chains_see_the_first_packet_of_a_connection() {
    let count = vec![vec![Expr::Counter(CounterId(1))]];
    let hook = Hook::Prerouting;
    let rules = Tables::default()
        .base("nat", (ChainType::Nat, hook, -100), Policy::Accept, count)
        .ruleset(true);
    let bench = &mut Bench::with(rules, Ruleset::default());
    for _ in 0..3 {
        let mut packet = udp(1000, 2000);
        bench.track(&mut packet);
        assert_eq!(bench.pass((Family::V4, hook), &mut packet), Ok(()));
        bench.confirm(&mut packet);
    }
    assert_eq!(bench.counts(Family::V4, 1).packets, 1);
    let mut untracked = udp(1, 2);
    untracked.meta.ct = Ct::Untracked;
    assert_eq!(bench.pass((Family::V4, hook), &mut untracked), Ok(()));
    assert_eq!(bench.counts(Family::V4, 1).packets, 1);
}
