//! Each match by itself.

use super::*;
use crate::{
    conntrack::Ct,
    filter::{
        headers::Headers,
        matches::{
            AddrTypes, Addrtype, Comment, Compare, ConntrackMatch, CtStates, CtStatuses, Dscp, Ecn,
            Icmp, Icmp6, IcmpType, Iprange, Length, Limit, Mac, MarkMatch, Multiport, Multiports,
            Pkttype, Probe, Rpfilter, StateMatch, Statistic, StatisticMode, Tcp, TosMatch,
            TtlMatch, Udp, first_mismatch,
        },
    },
    packet::{Mark, PacketType},
};

pub(super) type Answer = Result<bool, DropReason>;

const MALFORMED: Answer = Err(DropReason::NetfilterDrop);

/// Asks one match, whose rule remembers nothing.
pub(super) fn ask_at(bench: &mut Bench, hook: Hook, one: &Match, packet: &Packet) -> Answer {
    let spec = rule(IpMatch::default(), vec![one.clone()], Target::Continue);
    ask_again(bench, hook, &spec, &RuleState::of(&spec), packet)
}

pub(super) fn ask_again(
    bench: &mut Bench,
    hook: Hook,
    spec: &RuleSpec,
    state: &RuleState,
    packet: &Packet,
) -> Answer {
    let family = packet.family();
    bench.at((family, hook), |cx, at| {
        let headers = Headers::of(family, packet)?;
        let probe = Probe {
            packet,
            headers: &headers,
            at,
        };
        first_mismatch(&spec.matches, cx, &probe, state).map(|first| first.is_none())
    })
}

fn ask(one: Match, packet: &Packet) -> Answer {
    ask_at(&mut Bench::new(), Hook::Forward, &one, packet)
}

fn with_tos(tos: u8) -> Packet {
    let mut packet = udp(1, 2);
    packet.network_mut()[1] = tos;
    packet
}

fn with_tos6(tos: u8) -> Packet {
    let mut packet = udp6(1, 2);
    packet.network_mut()[0] = 0x60 | tos >> 4;
    packet.network_mut()[1] = tos << 4 | 0xb;
    packet
}

fn icmp(kind: u8, code: u8) -> Packet {
    let header = crate::wire::ipv4::Ipv4Fields {
        tos: 0,
        total_len: 28,
        id: 0,
        fragment_bits: 0,
        ttl: 64,
        protocol: 1,
        src: LEFT.into(),
        dst: RIGHT.into(),
    };
    packet(&[&header.emit()[..], &[kind, code, 0, 0, 0, 0, 0, 0]].concat())
}

#[test]
fn addresses_of_a_kind() {
    const UNICAST: u16 = 1 << 1;
    const LOCAL: u16 = 1 << 2;
    const BROADCAST: u16 = 1 << 3;
    const MULTICAST: u16 = 1 << 5;
    let to = |dst: [u8; 4]| udp_between(LEFT, dst, (1, 2));
    let dst = |types| {
        Match::Addrtype(Addrtype {
            dst: Some(Test::is(AddrTypes(types))),
            ..Addrtype::default()
        })
    };
    for (address, kind) in [
        ([10, 2, 0, 1], UNICAST),
        ([10, 2, 0, 254], LOCAL),
        ([127, 1, 2, 3], LOCAL),
        ([10, 2, 0, 255], BROADCAST),
        ([255; 4], BROADCAST),
        ([0; 4], BROADCAST),
        ([224, 0, 0, 5], MULTICAST),
        // What the main table refuses is nothing special in the local one.
        ([192, 0, 2, 1], UNICAST),
    ] {
        for asked in [UNICAST, LOCAL, BROADCAST, MULTICAST] {
            let found = ask(dst(asked), &to(address));
            assert_eq!(found, Ok(asked == kind), "{address:?} {asked}");
        }
        assert_eq!(ask(dst(LOCAL | kind), &to(address)), Ok(true));
    }
    let src = Match::Addrtype(Addrtype {
        src: Some(not(Test::is(AddrTypes(UNICAST)))),
        ..Addrtype::default()
    });
    assert_eq!(ask(src, &to(RIGHT)), Ok(false));
    // 10.2.0.254 is an address of the interface on the right, not of the left one.
    let by = |limit_iface_in, limit_iface_out| {
        Match::Addrtype(Addrtype {
            dst: Some(Test::is(AddrTypes(LOCAL))),
            limit_iface_in,
            limit_iface_out,
            ..Addrtype::default()
        })
    };
    assert_eq!(ask(by(true, false), &to([10, 2, 0, 254])), Ok(false));
    assert_eq!(ask(by(false, true), &to([10, 2, 0, 254])), Ok(true));
}

#[test]
fn ipv6_addresses_of_a_kind() {
    const UNSPEC: u16 = 1;
    const UNICAST: u16 = 1 << 1;
    const LOCAL: u16 = 1 << 2;
    const ANYCAST: u16 = 1 << 4;
    const MULTICAST: u16 = 1 << 5;
    const UNREACHABLE: u16 = 1 << 7;
    let to = |dst: &str| {
        let mut packet = udp6(1, 2);
        let IpAddr::V6(dst) = addr(dst) else { panic!() };
        packet.network_mut()[24..40].copy_from_slice(&dst.octets());
        packet
    };
    for (dst, kinds) in [
        ("fd00:2::1", UNICAST),
        ("fd00:2::fe", UNICAST | LOCAL),
        ("fd00:2::", UNICAST | ANYCAST),
        ("ff02::1", MULTICAST),
        ("::", UNSPEC),
        ("fd00:dead::1", UNICAST | UNREACHABLE),
    ] {
        for asked in [UNSPEC, UNICAST, LOCAL, ANYCAST, MULTICAST, UNREACHABLE] {
            // To what has no route, all is unreachable.
            if asked == UNREACHABLE && kinds & (MULTICAST | UNSPEC) != 0 {
                continue;
            }
            let one = Match::Addrtype(Addrtype {
                dst: Some(Test::is(AddrTypes(asked))),
                ..Addrtype::default()
            });
            let found = ask(one, &to(dst));
            assert_eq!(found, Ok(kinds & asked != 0), "{dst} {asked}");
        }
    }
}

#[test]
fn a_comment_is_true() {
    let comment = Comment { text: "no".into() };
    assert_eq!(ask(Match::Comment(comment), &udp(1, 2)), Ok(true));
}

#[test]
fn what_has_no_connection_is_asked_for_its_state_only() {
    let state = |state: CtStates| ConntrackMatch {
        state: Some(Test::is(state)),
        ..ConntrackMatch::default()
    };
    let mut packet = udp(1, 2);
    for (ct, is) in [
        (Ct::None, CtStates::INVALID),
        (Ct::Invalid, CtStates::INVALID),
        (Ct::Untracked, CtStates::UNTRACKED),
    ] {
        packet.meta.ct = ct;
        let all = [
            CtStates::INVALID,
            CtStates::UNTRACKED,
            CtStates::NEW,
            CtStates::ESTABLISHED,
        ];
        for asked in all {
            let expected = Ok(asked == is);
            let one = state(asked);
            assert_eq!(ask(Match::Conntrack(one), &packet), expected, "{ct:?}");
            let negated = ConntrackMatch {
                state: one.state.map(not),
                ..one
            };
            assert_eq!(ask(Match::Conntrack(negated), &packet), Ok(asked != is));
            let short = StateMatch {
                state: Test::is(asked),
            };
            assert_eq!(ask(Match::State(short), &packet), expected);
            // The other questions have no answer, so they are not asked.
            let more = ConntrackMatch {
                proto: Some(Test::is(6)),
                status: Some(Test::is(CtStatuses(1 << 2))),
                ..one
            };
            assert_eq!(ask(Match::Conntrack(more), &packet), expected);
        }
        let other = ConntrackMatch {
            proto: Some(Test::is(17)),
            ..ConntrackMatch::default()
        };
        assert_eq!(ask(Match::Conntrack(other), &packet), Ok(false));
    }
}

#[test]
fn type_of_service_and_its_parts() {
    for packet in [with_tos(0xba), with_tos6(0xba)] {
        let dscp = |dscp| Match::Dscp(Dscp { dscp });
        assert_eq!(ask(dscp(Test::is(46)), &packet), Ok(true));
        assert_eq!(ask(dscp(not(Test::is(46))), &packet), Ok(false));
        let tos = |tos| Match::Tos(TosMatch { tos });
        assert_eq!(ask(tos(Test::is((0xb8, 0xfc))), &packet), Ok(true));
        assert_eq!(ask(tos(Test::is((0xb8, 0xff))), &packet), Ok(false));
        assert_eq!(ask(tos(not(Test::is((0xb8, 0xff)))), &packet), Ok(true));
        let ect = |ect| {
            Match::Ecn(Ecn {
                ip_ect: Some(ect),
                ..Ecn::default()
            })
        };
        assert_eq!(ask(ect(Test::is(2)), &packet), Ok(true));
        assert_eq!(ask(ect(not(Test::is(2))), &packet), Ok(false));
    }
}

#[test]
fn congestion_bits_of_tcp() {
    let ecn = |ece: Option<bool>, cwr: Option<bool>| {
        let test = |set: bool| Test { not: !set, of: () };
        Match::Ecn(Ecn {
            ip_ect: None,
            tcp_ece: ece.map(test),
            tcp_cwr: cwr.map(test),
        })
    };
    let mut packet = syn(&[]);
    packet.network_mut()[33] |= 0x40;
    assert_eq!(ask(ecn(Some(true), None), &packet), Ok(true));
    assert_eq!(ask(ecn(Some(true), Some(false)), &packet), Ok(true));
    assert_eq!(ask(ecn(Some(true), Some(true)), &packet), Ok(false));
    assert_eq!(ask(ecn(Some(false), None), &packet), Ok(false));
    assert_eq!(
        ask(ecn(Some(true), None), &fragment(6, 0, &[0xff; 19])),
        Ok(false)
    );
}

#[test]
fn time_to_live() {
    for (packet, hl) in [(udp(1, 2), false), (udp6(1, 2), true)] {
        for (compare, value, expected) in [
            (Compare::Equal, 64, true),
            (Compare::NotEqual, 64, false),
            (Compare::Less, 64, false),
            (Compare::Less, 65, true),
            (Compare::Greater, 64, false),
            (Compare::Greater, 63, true),
        ] {
            let ttl = TtlMatch { compare, value };
            let one = if hl { Match::Hl(ttl) } else { Match::Ttl(ttl) };
            assert_eq!(ask(one, &packet), Ok(expected), "{compare:?} {value}");
        }
    }
}

#[test]
fn types_and_codes_of_icmp() {
    let is = |kind, codes| IcmpType { kind, codes };
    let icmp4 = |icmp_type| Match::Icmp(Icmp { icmp_type });
    let packet = icmp(3, 4);
    assert_eq!(ask(icmp4(Test::is(is(3, (0, 255)))), &packet), Ok(true));
    assert_eq!(ask(icmp4(Test::is(is(3, (4, 4)))), &packet), Ok(true));
    assert_eq!(ask(icmp4(Test::is(is(3, (0, 3)))), &packet), Ok(false));
    assert_eq!(ask(icmp4(not(Test::is(is(3, (0, 3))))), &packet), Ok(true));
    assert_eq!(ask(icmp4(Test::is(is(255, (0, 255)))), &packet), Ok(true));
    let icmp6 = |icmp_type| Match::Icmp6(Icmp6 { icmp_type });
    assert_eq!(ask(icmp6(Test::is(is(255, (0, 255)))), &packet), Ok(false));
    let one = icmp4(Test::is(is(3, (0, 255))));
    assert_eq!(ask(one.clone(), &fragment(1, 0, &[3; 7])), MALFORMED);
    assert_eq!(ask(one, &fragment(1, 5, &[3; 7])), Ok(false));
}

#[test]
fn ranges_of_addresses() {
    let range = |first: &str, last: &str| Some(Test::is((addr(first), addr(last))));
    let both = |src, dst| Match::Iprange(Iprange { src, dst });
    let packet = udp(1, 2);
    let (near, far) = (range("10.1.0.1", "10.1.0.1"), range("10.2.0.2", "10.2.0.9"));
    assert_eq!(ask(both(near, None), &packet), Ok(true));
    assert_eq!(ask(both(near, far), &packet), Ok(false));
    assert_eq!(ask(both(near, far.map(not)), &packet), Ok(true));
    let six = range("fd00:1::", "fd00:1::ffff");
    assert_eq!(ask(both(six, None), &udp6(1, 2)), Ok(true));
}

#[test]
fn lengths_are_those_of_the_packet() {
    let length = |least, most| {
        Match::Length(Length {
            length: Test::is((least, most)),
        })
    };
    // 20 + 8 + 7, and 40 + 8 + 7.
    assert_eq!(ask(length(35, 35), &udp(1, 2)), Ok(true));
    assert_eq!(ask(length(36, 65_535), &udp(1, 2)), Ok(false));
    assert_eq!(ask(length(55, 55), &udp6(1, 2)), Ok(true));
}

#[test]
fn a_limit_is_a_bucket_of_tokens() {
    // --limit 10/second --limit-burst 3
    let limit = Match::Limit(Limit {
        avg: 1000,
        burst: 3,
    });
    let spec = rule(IpMatch::default(), vec![limit], Target::Continue);
    let state = RuleState::of(&spec);
    let mut bench = Bench::new();
    let mut passed = |after: Duration, packets: usize| {
        bench.now += after;
        let mut ask = || ask_again(&mut bench, Hook::Forward, &spec, &state, &udp(1, 2));
        (0..packets).filter(|_| ask() == Ok(true)).count()
    };
    assert_eq!(passed(Duration::ZERO, 10), 3);
    assert_eq!(passed(Duration::from_millis(96), 10), 0);
    assert_eq!(passed(Duration::from_millis(4), 10), 1);
    assert_eq!(passed(Duration::from_millis(250), 10), 2);
    assert_eq!(passed(Duration::from_secs(100_000_000), 10), 3);
}

#[test]
fn the_slowest_limit_lets_one_packet_pass_a_day() {
    let day = 24 * 60 * 60;
    let limit = Match::Limit(Limit {
        avg: day * 10_000,
        burst: 1,
    });
    let spec = rule(IpMatch::default(), vec![limit], Target::Continue);
    let state = RuleState::of(&spec);
    let mut bench = Bench::new();
    let mut ask = |after| {
        bench.now += Duration::from_secs(after);
        ask_again(&mut bench, Hook::Forward, &spec, &state, &udp(1, 2))
    };
    assert_eq!(ask(0), Ok(true));
    assert_eq!(ask(u64::from(day) - 1), Ok(false));
    assert_eq!(ask(1), Ok(true));
}

#[test]
fn the_ethernet_source() {
    let mut frame = vec![2, 0, 0, 0, 2, 254, 2, 0, 0, 0, 1, 1, 8, 0];
    frame.extend(udp(1, 2).network());
    let mut framed = packet(&[0x45]);
    framed.buf = PacketBuf::copy_from(&frame);
    framed.meta.l3 = 14;
    let mac = |last| {
        Match::Mac(Mac {
            source: Test::is(MacAddr([2, 0, 0, 0, 1, last])),
        })
    };
    assert_eq!(ask(mac(1), &framed), Ok(true));
    assert_eq!(ask(mac(2), &framed), Ok(false));
    let Match::Mac(Mac { source }) = mac(2) else {
        panic!()
    };
    let negated = Match::Mac(Mac {
        source: not(source),
    });
    assert_eq!(ask(negated.clone(), &framed), Ok(true));
    // What has no link layer is not "not from there" either.
    assert_eq!(ask(negated, &udp(1, 2)), Ok(false));
}

#[test]
fn marks() {
    let mut packet = udp(1, 2);
    packet.meta.mark = Mark(0x1234);
    let mark = |mark| Match::Mark(MarkMatch { mark });
    assert_eq!(ask(mark(Test::is((0x1234, !0))), &packet), Ok(true));
    assert_eq!(ask(mark(Test::is((0x34, 0xff))), &packet), Ok(true));
    assert_eq!(ask(mark(not(Test::is((0x34, 0xff)))), &packet), Ok(false));
    assert_eq!(ask(mark(Test::is((0x1234, 0xff))), &packet), Ok(false));
}

#[test]
fn lists_of_ports() {
    let multiport = |which, ports: &[(u16, u16)]| {
        Match::Multiport(Multiport {
            which,
            ports: Test::is(ports.into()),
        })
    };
    let (packet, list) = (udp(1000, 53), [(50, 60), (80, 80)]);
    for (which, expected) in [
        (Multiports::Source, false),
        (Multiports::Destination, true),
        (Multiports::Either, true),
    ] {
        assert_eq!(ask(multiport(which, &list), &packet), Ok(expected));
    }
    let one = multiport(Multiports::Either, &list);
    assert_eq!(ask(one.clone(), &fragment(17, 9, &[0; 8])), Ok(false));
    assert_eq!(ask(one.clone(), &fragment(17, 0, &[0; 3])), MALFORMED);
    assert_eq!(ask(one, &fragment(17, 0, &[0, 53, 0, 80])), Ok(true));
}

#[test]
fn types_of_frames() {
    let mut packet = udp(1, 2);
    packet.meta.packet_type = PacketType::Broadcast;
    for (kind, expected) in [(PacketType::Broadcast, true), (PacketType::Host, false)] {
        let pkt_type = Test::is(kind);
        assert_eq!(
            ask(Match::Pkttype(Pkttype { pkt_type }), &packet),
            Ok(expected)
        );
        let pkt_type = not(pkt_type);
        assert_eq!(
            ask(Match::Pkttype(Pkttype { pkt_type }), &packet),
            Ok(!expected)
        );
    }
}

#[test]
fn the_way_back() {
    let mut bench = Bench::new();
    let mut back = |src: [u8; 4], rpfilter: Rpfilter| {
        let packet = udp_between(src, RIGHT, (1, 2));
        ask_at(
            &mut bench,
            Hook::Prerouting,
            &Match::Rpfilter(rpfilter),
            &packet,
        )
    };
    let strict = Rpfilter::default();
    let loose = Rpfilter {
        loose: true,
        ..strict
    };
    let invert = Rpfilter {
        invert: true,
        ..strict
    };
    let accept_local = Rpfilter {
        accept_local: true,
        ..strict
    };
    assert_eq!(back(LEFT, strict), Ok(true));
    assert_eq!(back(LEFT, invert), Ok(false));
    assert_eq!(back([10, 2, 0, 7], strict), Ok(false));
    assert_eq!(back([10, 2, 0, 7], loose), Ok(true));
    assert_eq!(back([192, 0, 2, 1], loose), Ok(false));
    assert_eq!(back([10, 1, 0, 254], strict), Ok(false));
    assert_eq!(back([10, 1, 0, 254], accept_local), Ok(true));

    let mut back6 = |src: &str, rpfilter: Rpfilter| {
        let mut packet = udp6(1, 2);
        let IpAddr::V6(src) = addr(src) else { panic!() };
        packet.network_mut()[8..24].copy_from_slice(&src.octets());
        ask_at(
            &mut bench,
            Hook::Prerouting,
            &Match::Rpfilter(rpfilter),
            &packet,
        )
    };
    assert_eq!(back6(LEFT6, strict), Ok(true));
    assert_eq!(back6("fd00:2::7", strict), Ok(false));
    assert_eq!(back6("fd00:2::7", loose), Ok(true));
    assert_eq!(back6("::", strict), Ok(true));
    assert_eq!(back6("fd00:dead::1", loose), Ok(false));
}

#[test]
fn every_so_many_packets() {
    // --every 3 --packet 1: the second of three.
    let mode = StatisticMode::Nth {
        every: 2,
        packet: 1,
    };
    let nth = |mode| {
        let one = Match::Statistic(Statistic { mode });
        rule(IpMatch::default(), vec![one], Target::Continue)
    };
    let mut bench = Bench::new();
    let mut nine = |spec: &RuleSpec| {
        let state = RuleState::of(spec);
        let packet = udp(1, 2);
        let mut ask = |_| ask_again(&mut bench, Hook::Forward, spec, &state, &packet);
        (0..9).map(|n| ask(n) == Ok(true)).collect::<Vec<_>>()
    };
    let expected = [false, true, false].repeat(3);
    assert_eq!(nine(&nth(Test::is(mode))), expected);
    let expected: Vec<_> = expected.iter().map(|chosen| !chosen).collect();
    assert_eq!(nine(&nth(not(Test::is(mode)))), expected);
    let always = StatisticMode::Random(1 << 31);
    assert_eq!(nine(&nth(Test::is(always))), [true; 9]);
    let never = StatisticMode::Random(0);
    assert_eq!(nine(&nth(Test::is(never))), [false; 9]);
}

#[test]
fn a_quarter_of_the_packets() {
    let mode = Test::is(StatisticMode::Random(1 << 29));
    let one = Match::Statistic(Statistic { mode });
    let (mut bench, packet) = (Bench::new(), udp(1, 2));
    let mut ask = || ask_at(&mut bench, Hook::Forward, &one, &packet);
    let chosen = (0..10_000).filter(|_| ask() == Ok(true)).count();
    assert!((2300..2700).contains(&chosen), "{chosen}");
}

#[test]
fn what_two_matches_of_a_rule_remember_is_not_confused() {
    let nth = |every| {
        Match::Statistic(Statistic {
            mode: Test::is(StatisticMode::Nth {
                every,
                packet: every,
            }),
        })
    };
    let random = Match::Statistic(Statistic {
        mode: Test::is(StatisticMode::Random(1 << 31)),
    });
    let matches = vec![nth(1), random, nth(2)];
    let spec = rule(IpMatch::default(), matches, Target::Continue);
    let state = RuleState::of(&spec);
    let (mut bench, packet) = (Bench::new(), udp(1, 2));
    let mut ask = |_| ask_again(&mut bench, Hook::Forward, &spec, &state, &packet);
    // Every second packet comes to the second count, and every third of those matches.
    let chosen: Vec<_> = (1..=12).filter(|n| ask(*n) == Ok(true)).collect();
    assert_eq!(chosen, [6, 12]);
}

#[test]
fn segments() {
    let tcp = |tcp: Tcp| ask(Match::Tcp(tcp), &syn(&[2, 4, 5, 180]));
    let any = Tcp::default;
    assert_eq!(tcp(any()), Ok(true));
    let sport = Some(Test::is((40_000, 50_000)));
    assert_eq!(tcp(Tcp { sport, ..any() }), Ok(true));
    assert_eq!(
        tcp(Tcp {
            dport: sport,
            ..any()
        }),
        Ok(false)
    );
    assert_eq!(
        tcp(Tcp {
            dport: sport.map(not),
            ..any()
        }),
        Ok(true)
    );
    let syn_only = Some(Test::is((0x17, 0x02)));
    assert_eq!(
        tcp(Tcp {
            flags: syn_only,
            ..any()
        }),
        Ok(true)
    );
    assert_eq!(
        tcp(Tcp {
            flags: syn_only.map(not),
            ..any()
        }),
        Ok(false)
    );
    for (kind, expected) in [(2, true), (3, false)] {
        let option = Some(Test::is(kind));
        assert_eq!(tcp(Tcp { option, ..any() }), Ok(expected));
        let option = option.map(not);
        assert_eq!(tcp(Tcp { option, ..any() }), Ok(!expected));
    }
}

#[test]
fn malformed_segments_are_dropped_by_who_asks() {
    let any = Match::Tcp(Tcp::default());
    assert_eq!(ask(any.clone(), &fragment(6, 0, &[0x50; 19])), MALFORMED);
    assert_eq!(ask(any.clone(), &fragment(6, 1, &[0x50; 40])), MALFORMED);
    assert_eq!(ask(any.clone(), &fragment(6, 2, &[0x50; 40])), Ok(false));
    let option = Match::Tcp(Tcp {
        option: Some(Test::is(2)),
        ..Tcp::default()
    });
    for (claimed, found) in [(0x40, MALFORMED), (0x60, MALFORMED), (0x50, Ok(false))] {
        let mut segment = [0; 20];
        segment[12] = claimed;
        let segment = fragment(6, 0, &segment);
        assert_eq!(ask(option.clone(), &segment), found);
        assert_eq!(ask(any.clone(), &segment), Ok(true));
    }
    // An option of length zero does not stop the search for ever.
    let mut segment = [0; 24];
    segment[12] = 0x60;
    segment[20..].copy_from_slice(&[9, 0, 2, 4]);
    assert_eq!(ask(option, &fragment(6, 0, &segment)), Ok(true));
}

#[test]
fn datagrams() {
    let dport = Match::Udp(Udp {
        dport: Some(Test::is((53, 53))),
        ..Udp::default()
    });
    assert_eq!(ask(dport.clone(), &udp(1, 53)), Ok(true));
    assert_eq!(ask(dport.clone(), &udp6(1, 53)), Ok(true));
    assert_eq!(ask(dport.clone(), &udp(53, 1)), Ok(false));
    assert_eq!(ask(dport.clone(), &fragment(17, 0, &[0; 7])), MALFORMED);
    assert_eq!(ask(dport, &fragment(17, 1, &[0; 7])), Ok(false));
}
