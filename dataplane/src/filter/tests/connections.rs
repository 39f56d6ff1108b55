//! What rules ask of connections, and do to them.

use super::{
    matches::{Answer, ask_at},
    *,
};
use crate::{
    conntrack::{Ct, CtRef, CtState, Direction, TcpState},
    filter::{
        matches::{Connlabel, Connmark, ConntrackMatch, CtStates, CtStatuses},
        targets::{ConnmarkTarget, Reject},
    },
    packet::Mark,
    wire::tcp::flags,
};

/// Tracks a packet at PREROUTING, and makes its connection known.
fn track(bench: &mut Bench, packet: &mut Packet) {
    bench.track(packet);
    bench.confirm(packet);
}

fn tracked(packet: &Packet) -> CtRef {
    let Ct::Of(ct) = packet.meta.ct else {
        panic!("tracked");
    };
    ct
}

/// A segment from left to right, or back.
fn segment(back: bool, flag: u8) -> Packet {
    let (src, dst, ports) = match back {
        false => (LEFT, RIGHT, (40_000, 80)),
        true => (RIGHT, LEFT, (80, 40_000)),
    };
    let mut bytes = Vec::new();
    let ack = if flag & flags::ACK == 0 { 0 } else { 1001 };
    let builder = PacketBuilder::ipv4(src, dst, 64).tcp(ports.0, ports.1, 1000, 64_000);
    builder.write(&mut bytes, b"").expect("fits");
    bytes[28..32].copy_from_slice(&u32::to_be_bytes(ack));
    if flag & flags::SYN == 0 {
        bytes[24..28].copy_from_slice(&1001_u32.to_be_bytes());
    }
    bytes[33] = flag;
    packet(&bytes)
}

/// A router that knows an established connection; its last packet.
fn established(mut bench: Bench) -> (Bench, Packet) {
    let mut last = Packet::default();
    for (back, flag) in [
        (false, flags::SYN),
        (true, flags::SYN | flags::ACK),
        (false, flags::ACK),
    ] {
        last = segment(back, flag);
        track(&mut bench, &mut last);
    }
    (bench, last)
}

fn ask(bench: &mut Bench, one: ConntrackMatch, packet: &Packet) -> bool {
    let answer: Answer = ask_at(bench, Hook::Forward, &Match::Conntrack(one), packet);
    answer.expect("not malformed")
}

#[test]
fn states_follow_the_connection() {
    let mut bench = Bench::new();
    let is = |state: CtStates| ConntrackMatch {
        state: Some(Test::is(state)),
        ..ConntrackMatch::default()
    };
    let mut syn = segment(false, flags::SYN);
    track(&mut bench, &mut syn);
    assert!(ask(&mut bench, is(CtStates::NEW), &syn));
    assert!(!ask(&mut bench, is(CtStates::ESTABLISHED), &syn));
    let mut answer = segment(true, flags::SYN | flags::ACK);
    track(&mut bench, &mut answer);
    assert!(ask(&mut bench, is(CtStates::ESTABLISHED), &answer));
    let direction = |direction| ConntrackMatch {
        direction: Some(direction),
        ..ConntrackMatch::default()
    };
    assert!(ask(&mut bench, direction(Direction::Reply), &answer));
    assert!(!ask(&mut bench, direction(Direction::Original), &answer));
    let mut stray = segment(true, flags::ACK);
    stray.network_mut()[20..22].copy_from_slice(&[0, 81]);
    stray.network_mut()[33] = flags::RST;
    track(&mut bench, &mut stray);
    assert!(ask(&mut bench, is(CtStates::INVALID), &stray));
}

#[test]
fn addresses_ports_status_and_time_of_a_connection() {
    let (mut bench, packet) = established(Bench::new());
    let any = ConntrackMatch::default;
    let mut holds = |one| ask(&mut bench, one, &packet);
    let range = |first, last| Some(Test::is((first, last)));
    let net = |text| Some(masked(text));
    for (one, expected) in [
        (
            ConntrackMatch {
                proto: Some(Test::is(6)),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                proto: Some(Test::is(17)),
                ..any()
            },
            false,
        ),
        (
            ConntrackMatch {
                orig_src: net("10.1.0.0/24"),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                orig_dst: net("10.1.0.0/24"),
                ..any()
            },
            false,
        ),
        (
            ConntrackMatch {
                reply_src: net("10.2.0.1/32"),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                reply_dst: net("10.2.0.1/32"),
                ..any()
            },
            false,
        ),
        (
            ConntrackMatch {
                orig_src_port: range(40_000, 40_000),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                orig_dst_port: range(1, 79),
                ..any()
            },
            false,
        ),
        (
            ConntrackMatch {
                reply_src_port: range(80, 81),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                reply_dst_port: range(80, 81),
                ..any()
            },
            false,
        ),
        // SEEN_REPLY, EXPECTED, ASSURED, NONE.
        (
            ConntrackMatch {
                status: Some(Test::is(CtStatuses(1 << 1))),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                status: Some(Test::is(CtStatuses(1))),
                ..any()
            },
            false,
        ),
        (
            ConntrackMatch {
                status: Some(Test::is(CtStatuses(1 << 2))),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                status: Some(Test::is(CtStatuses(1 << 5))),
                ..any()
            },
            false,
        ),
        (
            ConntrackMatch {
                expire: range32(431_999, 432_000),
                ..any()
            },
            true,
        ),
        (
            ConntrackMatch {
                expire: range32(0, 431_998),
                ..any()
            },
            false,
        ),
    ] {
        assert_eq!(holds(one), expected, "{one:?}");
    }
}

fn range32(first: u32, last: u32) -> Option<Test<(u32, u32)>> {
    Some(Test::is((first, last)))
}

#[test]
fn labels_are_seen_and_set() {
    let bench = Bench::with(Ruleset::default(), Ruleset::default());
    let (mut bench, packet) = established(bench);
    let id = tracked(&packet).id;
    let ask = |bench: &mut Bench, label, set, packet: &Packet| {
        let one = Match::Connlabel(Connlabel { label, set });
        ask_at(bench, Hook::Forward, &one, packet)
    };
    let labels = |bench: &mut Bench| {
        bench.at((Family::V4, Hook::Forward), |cx, _| {
            cx.conntrack().labels(id)
        })
    };
    let (is, is_not) = (Test::is(5), not(Test::is(5)));
    for set in [false, true] {
        let none = udp(1, 2);
        for packet in [&packet, &none] {
            assert_eq!(ask(&mut bench, is, set, packet), Ok(false), "no room");
            assert_eq!(ask(&mut bench, is_not, set, packet), Ok(true), "no room");
        }
    }
    bench.at((Family::V4, Hook::Forward), |cx, _| {
        cx.conntrack().open_labels(id);
    });
    assert_eq!(ask(&mut bench, is, false, &packet), Ok(false));
    assert_eq!(ask(&mut bench, is_not, false, &packet), Ok(true));
    assert_eq!(labels(&mut bench), Some(0), "only seen");
    assert_eq!(ask(&mut bench, is_not, true, &packet), Ok(false));
    assert_eq!(labels(&mut bench), Some(1 << 5), "set although negated");
    assert_eq!(ask(&mut bench, is, false, &packet), Ok(true));
    assert_eq!(ask(&mut bench, is_not, false, &packet), Ok(false));
    assert_eq!(ask(&mut bench, Test::is(127), true, &packet), Ok(true));
    assert_eq!(labels(&mut bench), Some(1 << 127 | 1 << 5));
}

#[test]
fn new_connections_have_room_while_a_rule_asks_for_labels() {
    let rules = |spec| {
        let rules = Chains::of(TableKind::Filter, Policy::Accept).chain("FORWARD", vec![spec]);
        rules.at(Hook::Forward)
    };
    let plain = rules(rule(IpMatch::default(), Vec::new(), Target::Accept));
    assert!(!plain.labels());
    let label = Match::Connlabel(Connlabel {
        label: Test::is(1),
        set: false,
    });
    let asks = rules(rule(IpMatch::default(), vec![label], Target::Accept));
    assert!(asks.labels());
}

#[test]
fn marks_go_from_packets_to_connections_and_back() {
    let chain = |target| {
        let rules = vec![rule(
            IpMatch::default(),
            Vec::new(),
            Target::Connmark(target),
        )];
        let rules = Chains::of(TableKind::Mangle, Policy::Accept).chain("FORWARD", rules);
        Bench::with(rules.at(Hook::Forward), Ruleset::default())
    };
    let forward = (Family::V4, Hook::Forward);
    let conn_mark = |bench: &mut Bench, packet: &Packet| {
        let id = tracked(packet).id;
        bench.at(forward, |cx, _| cx.conntrack().get(id).expect("there").mark)
    };
    let set = ConnmarkTarget::Set {
        value: 0x0f,
        mask: 0xff,
    };
    let (mut bench, mut packet) = established(chain(set));
    assert_eq!(bench.traverse(forward, &mut packet), Ok(()));
    assert_eq!(conn_mark(&mut bench, &packet), 0x0f);
    let mut is = |mark| {
        let one = Match::Connmark(Connmark { mark });
        ask_at(&mut bench, Hook::Forward, &one, &packet)
    };
    assert_eq!(is(Test::is((0x0f, !0))), Ok(true));
    assert_eq!(is(not(Test::is((0x0f, !0)))), Ok(false));
    // What has no connection has no mark, and not another one either.
    let one = Match::Connmark(Connmark {
        mark: not(Test::is((0x0f, !0))),
    });
    assert_eq!(
        ask_at(&mut bench, Hook::Forward, &one, &udp(1, 2)),
        Ok(false)
    );

    let save = ConnmarkTarget::Save {
        nfmask: 0xff,
        ctmask: 0xffff,
    };
    let (mut bench, mut packet) = established(chain(save));
    packet.meta.mark = Mark(0x1234);
    assert_eq!(bench.traverse(forward, &mut packet), Ok(()));
    assert_eq!(conn_mark(&mut bench, &packet), 0x34);

    let restore = ConnmarkTarget::Restore {
        nfmask: 0xff,
        ctmask: 0xff,
    };
    let (mut bench, mut packet) = established(chain(restore));
    let id = tracked(&packet).id;
    bench.at(forward, |cx, _| {
        cx.conntrack().get_mut(id).expect("there").mark = 0x56;
    });
    packet.meta.mark = Mark(0x1234);
    assert_eq!(bench.traverse(forward, &mut packet), Ok(()));
    assert_eq!(packet.meta.mark, Mark(0x1256));
    let mut none = udp(1, 2);
    assert_eq!(bench.traverse(forward, &mut none), Ok(()));
    assert_eq!(none.meta.mark, Mark(0));
}

/// A router whose FORWARD resets TCP, and whose OUTPUT counts what is related to a connection.
#[test]
fn a_reset_belongs_to_the_connection_that_it_ends() {
    let reset = vec![rule(
        IpMatch::default(),
        Vec::new(),
        Target::Reject(Reject::TcpReset),
    )];
    let related = |direction| {
        let one = ConntrackMatch {
            state: Some(Test::is(CtStates::RELATED)),
            direction: Some(direction),
            ..ConntrackMatch::default()
        };
        rule(
            IpMatch::default(),
            vec![Match::Conntrack(one)],
            Target::Continue,
        )
    };
    let output = vec![related(Direction::Original), related(Direction::Reply)];
    let rules = Chains::of(TableKind::Filter, Policy::Accept)
        .chain("FORWARD", reset)
        .chain("OUTPUT", output);
    let (mut bench, mut packet) =
        established(Bench::with(rules.at(Hook::Forward), Ruleset::default()));
    let id = tracked(&packet).id;
    let rejected = Err(DropReason::NetfilterReject);
    let (result, steps) = bench.explain((Family::V4, Hook::Forward), &mut packet);
    assert_eq!(result, rejected);
    assert!(
        steps
            .iter()
            .any(|step| matches!(step, TraceStep::Made { .. }))
    );
    assert_eq!(bench.counts(Family::V4, 101).packets, 0);
    assert_eq!(bench.counts(Family::V4, 102).packets, 1);
    let (state, left) = bench.at((Family::V4, Hook::Forward), |cx, _| {
        let now = cx.now;
        let conn = cx.conntrack().get(id).expect("it is still there");
        (conn.tcp_state(), conn.seconds_left(now))
    });
    // As Linux 6.18: "tcp 6 9 CLOSE … [ASSURED]", a second later.
    assert_eq!((state, left), (Some(TcpState::Close), 10));
    assert_eq!(tracked(&packet).state, CtState::Established);
}
