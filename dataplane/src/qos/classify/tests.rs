//! Filters against what their manual pages and the kernel's sources say.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::{Classifier, Verdict};
use crate::{
    conntrack::{ConnId, Ct, CtRef, CtState, Direction},
    iface::{IfIndex, MacAddr},
    packet::{Mark, Packet, PacketType},
    qos::{
        Action, ActionKind, BasicMatch, Control, CtFields, Filter, FilterKind, FlowerKey, FwSpec,
        GactSpec, Handle, SkbeditSpec, U32Hash, U32Key, U32Node, U32Spec,
        testing::{Bench, packet, udp},
    },
    time::Instant,
};

const PLACE: Handle = Handle::new(1, 0);
const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;
const DOT1Q: u16 = 0x8100;
const ALL: u16 = 3;

fn class(minor: u16) -> Handle {
    Handle::new(1, minor)
}

fn filter(priority: u16, protocol: u16, kind: FilterKind, minor: u16) -> Filter {
    Filter {
        parent: PLACE,
        chain: 0,
        priority,
        protocol,
        handle: minor.into(),
        kind,
        class: (minor > 0).then(|| class(minor)),
        actions: Vec::new(),
    }
}

fn matchall(priority: u16, minor: u16) -> Filter {
    filter(priority, ALL, FilterKind::Matchall, minor)
}

fn gact(control: Control) -> Action {
    Action::new(1, ActionKind::Gact(GactSpec { control }), Instant::ZERO)
}

fn classifier(bench: &mut Bench, filters: &[Filter]) -> Classifier {
    let mut classifier = Classifier::default();
    bench.with(|cx| classifier.follow(PLACE, filters, cx));
    classifier
}

/// What filters say of a packet.
fn ask(filters: &[Filter], packet: &mut Packet) -> Verdict {
    let mut bench = Bench::new(1);
    let mut classifier = classifier(&mut bench, filters);
    bench.with(|cx| classifier.classify(cx, packet))
}

fn plain() -> Packet {
    udp([10, 0, 0, 1], [10, 0, 0, 2], (1000, 53), 0xb8, 100)
}

fn marked(mark: u32) -> Packet {
    let mut packet = plain();
    packet.meta.mark = Mark(mark);
    packet
}

mod order {
    use super::*;

    #[test]
    fn the_lowest_priority_is_asked_first() {
        let filters = [matchall(20, 2), matchall(10, 1), matchall(30, 3)];
        assert_eq!(ask(&filters, &mut plain()), Verdict::Class(class(1)));
    }

    #[test]
    fn a_protocol_is_that_of_the_outermost_header() {
        let filters = [
            filter(1, IPV6, FilterKind::Matchall, 1),
            filter(2, DOT1Q, FilterKind::Matchall, 2),
            filter(3, IPV4, FilterKind::Matchall, 3),
            matchall(4, 4),
        ];
        assert_eq!(ask(&filters, &mut plain()), Verdict::Class(class(3)));
        let mut frame = plain().buf.bytes().to_vec();
        frame.splice(12..12, [0x81, 0x00, 0x00, 0x05]);
        let mut tagged = packet(&frame);
        tagged.meta.l3 = 18;
        assert_eq!(ask(&filters, &mut tagged), Verdict::Class(class(2)));
        frame[12..14].copy_from_slice(&[0x08, 0x06]);
        assert_eq!(ask(&filters, &mut packet(&frame)), Verdict::Class(class(4)));
    }

    #[test]
    fn filters_of_another_place_are_not_asked() {
        let mut elsewhere = matchall(1, 1);
        elsewhere.parent = class(7);
        assert_eq!(ask(&[elsewhere], &mut plain()), Verdict::Unmatched);
        assert_eq!(ask(&[], &mut plain()), Verdict::Unmatched);
    }

    #[test]
    fn actions_say_what_follows() {
        for (control, expected) in [
            (Control::Ok, Verdict::Class(class(1))),
            (Control::Pipe, Verdict::Class(class(1))),
            (Control::Shot, Verdict::Shot),
            (Control::Stolen, Verdict::Stolen),
            (Control::Continue, Verdict::Class(class(2))),
            // Round and round: dropped.
            (Control::Reclassify, Verdict::Shot),
            (Control::GotoChain(5), Verdict::Class(class(3))),
            (Control::GotoChain(6), Verdict::Unmatched),
        ] {
            let mut first = matchall(1, 1);
            first.actions = vec![gact(control)];
            let mut in_chain = matchall(1, 3);
            in_chain.chain = 5;
            let filters = [first, matchall(2, 2), in_chain];
            assert_eq!(ask(&filters, &mut plain()), expected, "{control:?}");
        }
    }

    #[test]
    fn a_packet_that_an_action_changed_is_seen_changed() {
        let edit = SkbeditSpec {
            priority: Some(7),
            mark: Some((0x50, 0xf0)),
            packet_type: Some(3),
            control: Control::Reclassify,
        };
        let fw = |mark: u32| {
            FilterKind::Fw(FwSpec {
                mask: mark | 1,
                indev: None,
            })
        };
        let mut first = filter(2, ALL, fw(0), 1);
        first.handle = 1;
        first.actions = vec![Action::new(1, ActionKind::Skbedit(edit), Instant::ZERO)];
        let mut second = filter(1, ALL, fw(0x50), 2);
        second.handle = 0x51;
        let mut packet = marked(0x01);
        assert_eq!(ask(&[first, second], &mut packet), Verdict::Class(class(2)));
        assert_eq!((packet.meta.mark, packet.meta.priority), (Mark(0x51), 7));
        assert_eq!(packet.meta.packet_type, PacketType::OtherHost);
    }

    #[test]
    fn counters_go_on_in_a_new_configuration() {
        let mut bench = Bench::new(1);
        let mut counted = matchall(5, 1);
        counted.actions = vec![gact(Control::Ok)];
        let mut filters = vec![counted];
        let mut classifier = classifier(&mut bench, &filters);
        bench.with(|cx| classifier.classify(cx, &mut plain()));
        filters.push(filter(1, IPV6, FilterKind::Matchall, 2));
        bench.with(|cx| classifier.follow(PLACE, &filters, cx));
        bench.with(|cx| classifier.classify(cx, &mut plain()));
        let mut stats = classifier.stats();
        let of_first = stats.find(|((_, _, priority, ..), _)| *priority == 5);
        let counts = of_first.map(|(_, stats)| (stats.asked, stats.matched));
        assert_eq!(counts, Some((2, 2)));
        assert_eq!(filters[0].actions[0].state.stats().queue.bytes, 200);
    }
}

mod fw {
    use super::*;

    fn fw(mark: u32, mask: u32, minor: u16) -> Filter {
        let spec = FwSpec { mask, indev: None };
        Filter {
            handle: mark,
            ..filter(1, ALL, FilterKind::Fw(spec), minor)
        }
    }

    #[test]
    fn the_mark_is_compared_under_the_mask() {
        let filters = [fw(0x10, 0xf0, 1), fw(0x20, 0xf0, 2)];
        for (mark, expected) in [
            (0x10, Verdict::Class(class(1))),
            (0x1f, Verdict::Class(class(1))),
            (0x2001, Verdict::Unmatched),
            (0xffff_ff2f, Verdict::Class(class(2))),
            (0, Verdict::Unmatched),
        ] {
            assert_eq!(ask(&filters, &mut marked(mark)), expected, "{mark:#x}");
        }
    }

    /// tc-fw(8): "If no handle is given, the mark is the class."
    #[test]
    fn without_a_handle_the_mark_is_the_class() {
        let filters = [fw(0, u32::MAX, 0)];
        for (mark, expected) in [
            (0x0001_0030, Verdict::Class(class(0x30))),
            (0x30, Verdict::Class(Handle::new(0, 0x30))),
            (0x0002_0030, Verdict::Unmatched),
            (0, Verdict::Unmatched),
        ] {
            assert_eq!(ask(&filters, &mut marked(mark)), expected, "{mark:#x}");
        }
    }

    #[test]
    fn the_interface_counts_if_one_is_named() {
        let indev = IfIndex::new(7);
        let mut filters = [fw(1, u32::MAX, 1)];
        filters[0].kind = FilterKind::Fw(FwSpec {
            mask: u32::MAX,
            indev,
        });
        let mut packet = marked(1);
        assert_eq!(ask(&filters, &mut packet), Verdict::Unmatched);
        packet.meta.iif = indev;
        assert_eq!(ask(&filters, &mut packet), Verdict::Class(class(1)));
    }
}

mod flower {
    use super::*;

    fn flower(protocol: u16, key: FlowerKey, minor: u16) -> Filter {
        filter(1, protocol, FilterKind::Flower(Box::new(key)), minor)
    }

    fn matches(protocol: u16, key: FlowerKey, packet: &mut Packet) -> bool {
        ask(&[flower(protocol, key, 1)], packet) == Verdict::Class(class(1))
    }

    fn v4(addr: [u8; 4], len: u32) -> Option<(IpAddr, IpAddr)> {
        let mask = Ipv4Addr::from_bits(u32::MAX << (32 - len));
        Some((Ipv4Addr::from(addr).into(), mask.into()))
    }

    fn tcp(flags: u16) -> Packet {
        let mut frame = plain().buf.bytes().to_vec();
        frame[23] = 6;
        frame[46..48].copy_from_slice(&(0x5000 | flags).to_be_bytes());
        packet(&frame)
    }

    #[test]
    fn each_field_is_compared_under_its_mask() {
        let none = FlowerKey::default;
        let mac = |last| MacAddr([2, 0, 0, 0, 0, last]);
        let cases = [
            (none(), true),
            (
                FlowerKey {
                    dst_mac: Some((mac(2), MacAddr([0xff; 6]))),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    dst_mac: Some((mac(3), MacAddr([0xff; 6]))),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    src_mac: Some((mac(9), MacAddr([0xff, 0xff, 0, 0, 0, 0]))),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    ip_proto: Some(17),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    ip_proto: Some(6),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    ip_tos: Some((0xb8, 0xfc)),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    ip_tos: Some((0xb9, 0xff)),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    ip_ttl: Some((64, 0xff)),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    ip_ttl: Some((1, 0xff)),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    src: v4([10, 0, 0, 77], 24),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    src: v4([10, 0, 1, 1], 24),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    dst: v4([10, 0, 0, 2], 32),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    dst_port: Some((53, 0xffff)),
                    ip_proto: Some(17),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    dst_port: Some((54, 0xfffe)),
                    ip_proto: Some(17),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    src_port: Some((1001, 0xfffe)),
                    ip_proto: Some(17),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    dst_port: Some((50, 60)),
                    dst_range: true,
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    dst_port: Some((54, 60)),
                    dst_range: true,
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    dst_port: Some((50, 60)),
                    dst_range: true,
                    src_port: Some((1, 999)),
                    src_range: true,
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    indev: IfIndex::new(3),
                    ..none()
                },
                true,
            ),
            (
                FlowerKey {
                    indev: IfIndex::new(4),
                    ..none()
                },
                false,
            ),
            // Of what is not there, nothing is set.
            (
                FlowerKey {
                    tcp_flags: Some((2, 2)),
                    ip_proto: Some(17),
                    ..none()
                },
                false,
            ),
            (
                FlowerKey {
                    icmp_type: Some((8, 0xff)),
                    ..none()
                },
                false,
            ),
        ];
        for (key, expected) in cases {
            let mut packet = plain();
            packet.meta.iif = IfIndex::new(3);
            assert_eq!(matches(IPV4, key.clone(), &mut packet), expected, "{key:?}");
        }
    }

    #[test]
    fn what_is_not_known_of_a_connection_is_zero() {
        let key = |mark, zone| FlowerKey {
            ct_mark: Some((mark, 0xff)),
            ct_zone: Some((zone, 0xffff)),
            ..FlowerKey::default()
        };
        assert!(matches(IPV4, key(0, 0), &mut plain()));
        assert!(!matches(IPV4, key(1, 0), &mut plain()));
        assert!(!matches(IPV4, key(0, 1), &mut plain()));
    }

    #[test]
    fn tcp_flags_are_there_for_tcp() {
        let key = |flags, mask| FlowerKey {
            ip_proto: Some(6),
            tcp_flags: Some((flags, mask)),
            ..FlowerKey::default()
        };
        assert!(matches(IPV4, key(0x02, 0x17), &mut tcp(0x02)));
        assert!(!matches(IPV4, key(0x02, 0x17), &mut tcp(0x12)));
        assert!(matches(IPV4, key(0x100, 0xf00), &mut tcp(0x102)));
    }

    #[test]
    fn a_fragment_shows_no_ports() {
        for bits in [0x2000_u16, 0x0010, 0x4000] {
            let mut frame = plain().buf.bytes().to_vec();
            frame[20..22].copy_from_slice(&bits.to_be_bytes());
            let key = FlowerKey {
                ip_proto: Some(17),
                dst_port: Some((53, 0xffff)),
                ..FlowerKey::default()
            };
            // Only "don't fragment" is no fragment.
            assert_eq!(matches(IPV4, key, &mut packet(&frame)), bits == 0x4000);
        }
    }

    #[test]
    fn ipv6_is_seen_behind_its_extension_headers() {
        let mut frame = vec![0; 14 + 40 + 8 + 20];
        frame[12..14].copy_from_slice(&[0x86, 0xdd]);
        frame[14] = 0x6b;
        frame[15] = 0x80;
        frame[20..22].copy_from_slice(&[0, 63]);
        frame[22..54].fill(0x20);
        // Destination options, then UDP.
        frame[54] = 17;
        frame[20] = 60;
        frame[62..66].copy_from_slice(&[0, 7, 0, 8]);
        let src = IpAddr::from(Ipv6Addr::from([0x20; 16]));
        let key = |dst_port, tos| FlowerKey {
            src: Some((src, Ipv6Addr::from_bits(u128::MAX).into())),
            ip_proto: Some(17),
            dst_port: Some((dst_port, 0xffff)),
            ip_tos: Some((tos, 0xff)),
            ip_ttl: Some((63, 0xff)),
            ..FlowerKey::default()
        };
        assert!(matches(IPV6, key(8, 0xb8), &mut packet(&frame)));
        assert!(!matches(IPV6, key(9, 0xb8), &mut packet(&frame)));
        assert!(!matches(IPV6, key(8, 0xb0), &mut packet(&frame)));
        // An address of the other family is no zero address.
        let zero = (Ipv4Addr::UNSPECIFIED.into(), Ipv4Addr::UNSPECIFIED.into());
        let key = FlowerKey {
            src: Some(zero),
            ..FlowerKey::default()
        };
        assert!(!matches(ALL, key.clone(), &mut packet(&frame)));
        assert!(matches(ALL, key, &mut plain()));
    }

    #[test]
    fn a_tag_has_a_number_and_a_priority() {
        let mut frame = plain().buf.bytes().to_vec();
        frame.splice(12..12, [0x81, 0x00, 0xa0, 0x05]);
        let tagged = || {
            let mut tagged = packet(&frame);
            tagged.meta.l3 = 18;
            tagged
        };
        let key = |id, prio, inner| FlowerKey {
            vlan_id: Some(id),
            vlan_prio: Some(prio),
            vlan_ethtype: Some(inner),
            ..FlowerKey::default()
        };
        assert!(matches(DOT1Q, key(5, 5, IPV4), &mut tagged()));
        assert!(!matches(DOT1Q, key(6, 5, IPV4), &mut tagged()));
        assert!(!matches(DOT1Q, key(5, 4, IPV4), &mut tagged()));
        assert!(!matches(DOT1Q, key(5, 5, IPV6), &mut tagged()));
        let behind = FlowerKey {
            dst: v4([10, 0, 0, 2], 32),
            ..key(5, 5, IPV4)
        };
        assert!(matches(DOT1Q, behind.clone(), &mut tagged()));
        assert!(!matches(DOT1Q, behind, &mut plain()));
    }

    #[test]
    fn the_state_of_a_connection_is_seen_where_it_was_tracked() {
        let reply = |state| {
            Ct::Of(CtRef {
                id: ConnId {
                    place: 1,
                    generation: 1,
                },
                direction: Direction::Reply,
                state,
                unconfirmed: false,
            })
        };
        for (ct, state, expected) in [
            (Ct::None, (8, 8), false),
            (Ct::None, (0, 8), true),
            (Ct::Invalid, (16, 16), false),
            (reply(CtState::Established), (8 | 2 | 32, 8 | 2 | 32), true),
            (reply(CtState::Established), (2, 2 | 32), false),
            (reply(CtState::Related), (4, 4), true),
            (reply(CtState::New), (1, 1), true),
        ] {
            let mut packet = plain();
            packet.meta.ct = ct;
            let key = FlowerKey {
                ct_state: Some(state),
                ..FlowerKey::default()
            };
            assert_eq!(
                matches(IPV4, key, &mut packet),
                expected,
                "{ct:?} {state:?}"
            );
        }
    }

    #[test]
    fn mark_zone_and_labels_are_the_connections() {
        let ct = CtFields {
            mark: 0x15,
            zone: 7,
            labels: 1 << 100 | 1,
        };
        let mark = |value, mask| FlowerKey {
            ct_mark: Some((value, mask)),
            ..FlowerKey::default()
        };
        let zone = |value| FlowerKey {
            ct_zone: Some((value, u16::MAX)),
            ..FlowerKey::default()
        };
        let labels = |value, mask| FlowerKey {
            ct_label: Some((value, mask)),
            ..FlowerKey::default()
        };
        for (key, of_one, of_none) in [
            (mark(0x15, u32::MAX), true, false),
            (mark(0x05, 0x0f), true, false),
            (mark(0, u32::MAX), false, true),
            (zone(7), true, false),
            (zone(0), false, true),
            (labels(1 << 100, 1 << 100), true, false),
            (labels(1, u128::MAX), false, false),
            (labels(0, 2), true, true),
        ] {
            let mut bench = Bench::new(1);
            let mut classifier = classifier(&mut bench, &[flower(IPV4, key.clone(), 1)]);
            for (ct, expected) in [(ct, of_one), (CtFields::default(), of_none)] {
                let found = bench.with(|cx| {
                    cx.ct = ct;
                    classifier.classify(cx, &mut plain())
                });
                let matched = found == Verdict::Class(class(1));
                assert_eq!(matched, expected, "{key:?} {ct:?}");
            }
        }
    }

    /// Filters with one mask are one table (`fl_classify`); the tables are asked as they came.
    #[test]
    fn the_mask_that_came_first_is_looked_at_first() {
        let to = |addr, len| FlowerKey {
            dst: v4(addr, len),
            ..FlowerKey::default()
        };
        let filters = [
            flower(IPV4, to([10, 0, 0, 0], 8), 1),
            flower(IPV4, to([10, 0, 0, 2], 32), 2),
            flower(IPV4, to([11, 0, 0, 0], 8), 3),
        ];
        assert_eq!(ask(&filters, &mut plain()), Verdict::Class(class(1)));
        let mut refused = filters.clone();
        refused[0].actions = vec![gact(Control::Continue)];
        // Of one priority only one filter is asked what to do.
        assert_eq!(ask(&refused, &mut plain()), Verdict::Unmatched);
    }

    proptest! {
        /// The tables by masks against asking every filter.
        #[test]
        fn tables_find_what_a_search_finds(
            filters in prop::collection::vec((0..4_u8, 0..4_u8, 0..4_u16, 0..3_u32, any::<bool>()), 1..12),
            src in 0..4_u8, dst in 0..4_u8, port in 0..4_u16,
        ) {
            let keys: Vec<_> = filters.iter().map(|&(src, dst, port, len, by_port)| FlowerKey {
                src: v4([10, 0, 0, src], 30 + len),
                dst: v4([10, 0, 0, dst], 32),
                ip_proto: Some(17),
                dst_port: by_port.then_some((port, 0xffff)),
                ..FlowerKey::default()
            }).collect();
            let made: Vec<_> = (1..).zip(&keys).map(|(minor, key)| flower(IPV4, key.clone(), minor)).collect();
            let mut packet = udp([10, 0, 0, src], [10, 0, 0, dst], (9, port), 0, 60);
            // By mask in the order of their first filters, and then the first filter.
            let mut masks = Vec::new();
            let mask = |&(_, _, _, len, by_port): &(u8, u8, u16, u32, bool)| (len, by_port);
            for filter in &filters {
                if !masks.contains(&mask(filter)) {
                    masks.push(mask(filter));
                }
            }
            let hit = |filter: &(u8, u8, u16, u32, bool)| {
                let bits = u8::MAX << (2 - filter.3);
                filter.0 & bits == src & bits && filter.1 == dst && (!filter.4 || filter.2 == port)
            };
            let expected = masks.iter().find_map(|wanted| {
                filters.iter().position(|filter| mask(filter) == *wanted && hit(filter))
            });
            let expected = expected.map_or(Verdict::Unmatched, |place| Verdict::Class(class(place as u16 + 1)));
            prop_assert_eq!(ask(&made, &mut packet), expected);
        }
    }
}

mod basic {
    use super::*;

    fn matches(of: BasicMatch, packet: &mut Packet) -> bool {
        let filters = [filter(1, IPV4, FilterKind::Basic(Box::new(of)), 1)];
        ask(&filters, packet) == Verdict::Class(class(1))
    }

    fn cmp(align: u8, layer: u8, offset: u16, mask: u32, ordering: i8, value: u32) -> BasicMatch {
        BasicMatch::Cmp {
            align,
            layer,
            offset,
            mask,
            ordering,
            value,
        }
    }

    fn meta(object: &'static str, ordering: i8, value: u32) -> BasicMatch {
        BasicMatch::Meta {
            object,
            ordering,
            mask: 0,
            value,
        }
    }

    /// ematch(8): `cmp(u16 at 3 layer 2 mask 0xff00 gt 20)`, `u32(u16 0x1122 0xffff at nexthdr+4)`,
    /// `meta(nf_mark gt 24)`.
    #[test]
    fn fields_are_compared() {
        let mut packet = plain();
        packet.meta.mark = Mark(24);
        packet.meta.priority = 6;
        for (of, expected) in [
            (BasicMatch::All, true),
            (cmp(1, 1, 8, 0, 0, 64), true),
            (cmp(1, 1, 8, 0, 1, 63), true),
            (cmp(1, 1, 8, 0, -1, 64), false),
            (cmp(2, 2, 2, 0, 0, 53), true),
            (cmp(2, 2, 2, 0xfff0, 0, 48), true),
            (cmp(4, 1, 16, 0, 0, 0x0a00_0002), true),
            (cmp(2, 0, 12, 0, 0, 0x0800), true),
            (cmp(4, 2, 500, 0, 0, 0), false),
            (meta("fwmark", 1, 23), true),
            (meta("nf_mark", 1, 24), false),
            (meta("priority", 0, 6), true),
            (meta("protocol", 0, 0x0800), true),
            (meta("pkt_len", -1, 101), true),
            (meta("vlan", 0, 0), false),
        ] {
            assert_eq!(matches(of.clone(), &mut packet), expected, "{of:?}");
        }
    }

    #[test]
    fn expressions_combine_matches() {
        let (yes, no) = (meta("priority", 0, 0), meta("priority", 0, 1));
        let not = |of: &BasicMatch| BasicMatch::Not(Box::new(of.clone()));
        let both = |a: &BasicMatch, b: &BasicMatch| BasicMatch::And(vec![a.clone(), b.clone()]);
        let either = |a: &BasicMatch, b: &BasicMatch| BasicMatch::Or(vec![a.clone(), b.clone()]);
        for (of, expected) in [
            (both(&yes, &not(&no)), true),
            (both(&yes, &no), false),
            (either(&no, &yes), true),
            (either(&no, &not(&yes)), false),
            (not(&both(&yes, &either(&no, &yes))), false),
        ] {
            assert_eq!(matches(of.clone(), &mut plain()), expected, "{of:?}");
        }
    }
}

mod u32 {
    use super::*;

    fn node(node: u16, keys: Vec<U32Key>, minor: u16) -> U32Node {
        U32Node {
            bucket: 0,
            node,
            keys,
            class: (minor > 0).then(|| class(minor)),
            link: None,
            hash: None,
            offset: 0,
            offset_at: None,
            eat: false,
            mark: None,
            actions: Vec::new(),
        }
    }

    fn root(nodes: Vec<U32Node>) -> FilterKind {
        FilterKind::U32(Box::new(U32Spec {
            tables: vec![U32Hash {
                id: 0x800,
                divisor: 1,
                nodes,
            }],
        }))
    }

    fn key(value: u32, mask: u32, offset: i32) -> U32Key {
        U32Key {
            value,
            mask,
            offset,
            next_header: false,
        }
    }

    #[test]
    fn what_was_asked_and_what_matched_is_counted() {
        let mut bench = Bench::new(1);
        let keys = vec![key(17 << 16, 0xff << 16, 8), key(80, 0xffff, 20)];
        let nodes = vec![node(0x800, keys, 1), node(0x801, Vec::new(), 2)];
        let mut classifier = classifier(&mut bench, &[filter(1, IPV4, root(nodes), 0)]);
        for port in [53, 80, 80] {
            let mut packet = udp([10, 0, 0, 1], [10, 0, 0, 2], (1, port), 0, 60);
            let expected = if port == 80 { 1 } else { 2 };
            let verdict = bench.with(|cx| classifier.classify(cx, &mut packet));
            assert_eq!(verdict, Verdict::Class(class(expected)));
        }
        let stats: Vec<_> = classifier.stats().collect();
        let (key, first) = &stats[0];
        assert_eq!(*key, (PLACE, 0, 1, IPV4, 0x8000_0800));
        assert_eq!(
            (first.asked, first.matched, &first.keys),
            (3, 2, &vec![3, 2])
        );
        assert_eq!((stats[1].1.asked, stats[1].1.matched), (1, 1));
    }

    /// A word behind the end ends the priority: the next one is asked, no later node of this one.
    #[test]
    fn a_word_behind_the_end_ends_the_search() {
        let nodes = vec![node(1, vec![key(0, 0, 5000)], 1), node(2, Vec::new(), 2)];
        let filters = [filter(1, IPV4, root(nodes), 0), matchall(2, 3)];
        assert_eq!(ask(&filters, &mut plain()), Verdict::Class(class(3)));
    }

    #[test]
    fn a_node_that_says_nothing_is_passed_over() {
        let nodes = vec![node(1, Vec::new(), 0), node(2, Vec::new(), 2)];
        let filters = [filter(1, IPV4, root(nodes), 0)];
        assert_eq!(ask(&filters, &mut plain()), Verdict::Class(class(2)));
    }

    #[test]
    fn an_action_may_pass_a_packet_on_to_the_next_node() {
        let mut first = node(1, Vec::new(), 1);
        first.actions = vec![gact(Control::Continue)];
        let filters = [filter(
            1,
            IPV4,
            root(vec![first, node(2, Vec::new(), 2)]),
            0,
        )];
        assert_eq!(ask(&filters, &mut plain()), Verdict::Class(class(2)));
    }

    #[test]
    fn the_mark_counts_first() {
        let mut first = node(1, Vec::new(), 1);
        first.mark = Some((0x10, 0xf0));
        let filters = [filter(
            1,
            IPV4,
            root(vec![first, node(2, Vec::new(), 2)]),
            0,
        )];
        assert_eq!(ask(&filters, &mut marked(0x1f)), Verdict::Class(class(1)));
        assert_eq!(ask(&filters, &mut marked(0x2f)), Verdict::Class(class(2)));
    }
}
