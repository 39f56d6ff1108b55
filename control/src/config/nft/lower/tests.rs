//! Statements by hand, and what nft 1.0.6 makes of the same rules. The corpus of whole rules, from text to
//! expressions, is in tests/lang/nft/debug.

use std::sync::Arc;

use dataplane::{
    conntrack::Direction,
    filter::{
        nft::{ChainNumber, CtKey, MetaKey, NatKind, PayloadBase, RejectKind, SetFlags, SetId},
        targets::Reject,
    },
    nat::NatFlags,
    route::Family,
};

use super::{super::*, debug};

fn table(family: NftFamily) -> Table {
    let set = |name: &str, id, datatype: DataType, data: Option<DataType>, interval| {
        let key = |datatype: DataType| SetKey {
            bits: match &datatype {
                DataType::Concat(parts) => parts.iter().map(DataType::bits).collect(),
                one => vec![one.bits()],
            },
            datatype,
            type_of: None,
            interval: false,
        };
        Arc::new(Set {
            name: name.into(),
            handle: 0,
            id: SetId(id),
            key: key(datatype),
            data: data.map(key),
            object: None,
            flags: SetFlags {
                interval,
                ..SetFlags::default()
            },
            timeout: None,
            gc_interval: None,
            size: None,
            memory_policy: false,
            auto_merge: false,
            comment: None,
            statements: Vec::new(),
            elements: Arc::default(),
            source: None,
        })
    };
    Table {
        family,
        name: "t".into(),
        handle: 1,
        dormant: false,
        comment: None,
        chains: vec![Arc::new(Chain {
            name: "u".into(),
            handle: 1,
            number: ChainNumber(7),
            base: None,
            comment: None,
            rules: Arc::default(),
        })],
        sets: vec![
            set("wide", 1, DataType::Mark, None, true),
            set("dn", 2, DataType::Dscp, None, false),
            set(
                "markpair",
                3,
                DataType::Concat(vec![DataType::Mark, DataType::InetService]),
                None,
                true,
            ),
            set("seen", 4, DataType::Ipv4Addr, None, false),
        ],
        objects: Vec::new(),
        last_handle: 1,
    }
}

fn payload(header: Header, name: &str) -> Expr {
    Expr::Field(Field::Payload(header.field(name).unwrap()))
}

fn meta(key: MetaKey) -> Expr {
    Expr::Field(Field::Meta(MetaField { key }))
}

fn ct(key: CtKey) -> Expr {
    Expr::Field(Field::Ct(CtField {
        key,
        direction: None,
    }))
}

fn number(datatype: DataType, bits: u16, number: u128) -> Value {
    Value {
        datatype,
        bits,
        number,
    }
}

fn value(datatype: DataType, of: u128) -> Expr {
    let bits = datatype.bits();
    Expr::Value(number(datatype, bits, of))
}

fn ip(address: [u8; 4]) -> Value {
    number(DataType::Ipv4Addr, 32, u32::from_be_bytes(address).into())
}

fn port(of: u16) -> Expr {
    value(DataType::InetService, of.into())
}

fn is(left: Expr, right: Expr) -> Statement {
    test(left, RelOp::Implicit, right)
}

fn test(left: Expr, op: RelOp, right: Expr) -> Statement {
    Statement::Match { left, op, right }
}

fn anonymous(datatype: DataType, keys: Vec<Expr>) -> Box<AnonymousSet> {
    Box::new(AnonymousSet {
        id: None,
        key: SetKey {
            bits: vec![datatype.bits()],
            datatype,
            type_of: None,
            interval: false,
        },
        data: None,
        elements: keys
            .into_iter()
            .map(|key| Element {
                key,
                data: None,
                state: ElementState::default(),
            })
            .collect(),
    })
}

/// What a rule of an inet table becomes, without the sets and the line that names the chain.
fn printed(statements: &[Statement]) -> String {
    let all = debug::rule(statements, &table(NftFamily::Inet), "c");
    let lines = all.lines().filter(|line| line.starts_with("  ["));
    lines.map(|line| line.trim().to_owned() + "\n").collect()
}

#[track_caller]
fn becomes(statements: &[Statement], expected: &str) {
    let expected: String = expected
        .lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect();
    assert_eq!(printed(statements), expected.trim_start());
}

#[test]
fn a_port_needs_its_protocol_once() {
    becomes(
        &[
            is(payload(Header::Tcp, "dport"), port(22)),
            test(payload(Header::Tcp, "sport"), RelOp::Gt, port(1024)),
        ],
        "[ meta load l4proto => reg 1 ]
        [ cmp eq reg 1 0x00000006 ]
        [ payload load 2b @ transport header + 2 => reg 1 ]
        [ cmp eq reg 1 0x00001600 ]
        [ payload load 2b @ transport header + 0 => reg 1 ]
        [ cmp gt reg 1 0x00000004 ]",
    );
}

#[test]
fn neighbouring_ports_are_compared_at_once() {
    becomes(
        &[
            is(payload(Header::Tcp, "dport"), port(2)),
            is(payload(Header::Ip, "saddr"), Expr::Value(ip([10, 0, 0, 1]))),
            is(payload(Header::Tcp, "sport"), port(1)),
        ],
        "[ meta load l4proto => reg 1 ]
        [ cmp eq reg 1 0x00000006 ]
        [ meta load nfproto => reg 1 ]
        [ cmp eq reg 1 0x00000002 ]
        [ payload load 4b @ network header + 12 => reg 1 ]
        [ cmp eq reg 1 0x0100000a ]
        [ payload load 4b @ transport header + 0 => reg 1 ]
        [ cmp eq reg 1 0x02000100 ]",
    );
}

#[test]
fn prefixes_end_with_a_byte_or_are_masked() {
    becomes(
        &[
            is(
                payload(Header::Ip, "saddr"),
                Expr::Prefix(ip([10, 0, 0, 0]), 8),
            ),
            test(
                payload(Header::Ip, "daddr"),
                RelOp::Neq,
                Expr::Prefix(ip([10, 16, 0, 0]), 12),
            ),
        ],
        "[ meta load nfproto => reg 1 ]
        [ cmp eq reg 1 0x00000002 ]
        [ payload load 1b @ network header + 12 => reg 1 ]
        [ cmp eq reg 1 0x0000000a ]
        [ payload load 4b @ network header + 16 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x0000f0ff ) ^ 0x00000000 ]
        [ cmp neq reg 1 0x0000100a ]",
    );
}

#[test]
fn bits_are_masked_where_they_are_and_moved_for_sets_with_names() {
    let dscp = || payload(Header::Ip, "dscp");
    becomes(
        &[
            is(dscp(), value(DataType::Dscp, 8)),
            is(dscp(), Expr::SetRef("dn".into())),
        ],
        "[ meta load nfproto => reg 1 ]
        [ cmp eq reg 1 0x00000002 ]
        [ payload load 1b @ network header + 1 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
        [ cmp eq reg 1 0x00000020 ]
        [ payload load 1b @ network header + 1 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]
        [ bitwise reg 1 = ( reg 1 >> 0x00000002 ) ]
        [ lookup reg 1 set dn ]",
    );
    let set = anonymous(
        DataType::Dscp,
        vec![value(DataType::Dscp, 8), value(DataType::Dscp, 10)],
    );
    let rule = [is(dscp(), Expr::Set(set))];
    let all = debug::rule(&rule, &table(NftFamily::Ip), "c");
    assert_eq!(
        all,
        "__set%d t 3 size 2\n\
        __set%d t 0\n\
        \telement 00000020  : 0 [end]\telement 00000028  : 0 [end]\n\
        ip t c\n  \
          [ payload load 1b @ network header + 1 => reg 1 ]\n  \
          [ bitwise reg 1 = ( reg 1 & 0x000000fc ) ^ 0x00000000 ]\n  \
          [ lookup reg 1 set __set%d ]\n\n"
    );
}

#[test]
fn states_are_any_of_their_bits() {
    let states = || {
        Expr::Flags(vec![
            number(DataType::CtState, 32, 2),
            number(DataType::CtState, 32, 4),
        ])
    };
    becomes(
        &[
            is(ct(CtKey::State), states()),
            test(ct(CtKey::State), RelOp::Neq, states()),
            test(
                ct(CtKey::State),
                RelOp::Negation,
                value(DataType::CtState, 8),
            ),
        ],
        "[ ct load state => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x00000006 ) ^ 0x00000000 ]
        [ cmp neq reg 1 0x00000000 ]
        [ ct load state => reg 1 ]
        [ cmp neq reg 1 0x00000006 ]
        [ ct load state => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x00000008 ) ^ 0x00000000 ]
        [ cmp eq reg 1 0x00000000 ]",
    );
}

#[test]
fn numbers_of_the_host_are_turned_before_they_are_ordered() {
    let mark = || meta(MetaKey::Mark);
    let of = |of| number(DataType::Mark, 32, of);
    becomes(
        &[
            is(mark(), Expr::Range(of(0x10), of(0x20))),
            test(mark(), RelOp::Neq, Expr::Range(of(1), of(2))),
            is(mark(), Expr::SetRef("wide".into())),
            is(
                Expr::Concat(vec![mark(), payload(Header::Tcp, "dport")]),
                Expr::SetRef("markpair".into()),
            ),
        ],
        "[ meta load mark => reg 1 ]
        [ byteorder reg 1 = hton(reg 1, 4, 4) ]
        [ cmp gte reg 1 0x10000000 ]
        [ cmp lte reg 1 0x20000000 ]
        [ meta load mark => reg 1 ]
        [ byteorder reg 1 = hton(reg 1, 4, 4) ]
        [ range neq reg 1 0x01000000 0x02000000 ]
        [ meta load mark => reg 1 ]
        [ byteorder reg 1 = hton(reg 1, 4, 4) ]
        [ lookup reg 1 set wide ]
        [ meta load l4proto => reg 1 ]
        [ cmp eq reg 1 0x00000006 ]
        [ meta load mark => reg 1 ]
        [ byteorder reg 1 = hton(reg 1, 4, 4) ]
        [ payload load 2b @ transport header + 2 => reg 9 ]
        [ lookup reg 1 set markpair ]",
    );
}

#[test]
fn what_is_done_to_bits_is_one_expression() {
    let mark = |of| Box::new(value(DataType::Mark, of));
    let masked = Expr::Binary(BinOp::And, Box::new(meta(MetaKey::Mark)), mark(0xff));
    becomes(
        &[
            Statement::Set {
                field: Field::Meta(MetaField { key: MetaKey::Mark }),
                to: Expr::Binary(BinOp::Or, Box::new(masked.clone()), mark(0x10)),
            },
            test(masked, RelOp::Gt, *mark(0x10)),
        ],
        "[ meta load mark => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000000ef ) ^ 0x00000010 ]
        [ meta set mark with reg 1 ]
        [ meta load mark => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000 ]
        [ byteorder reg 1 = hton(reg 1, 4, 4) ]
        [ cmp gt reg 1 0x10000000 ]",
    );
}

#[test]
fn what_is_written_keeps_what_is_around_it() {
    let set = |header: Header, name, to: u128| Statement::Set {
        field: Field::Payload(header.field(name).unwrap()),
        to: value(DataType::Integer, to),
    };
    becomes(
        &[
            set(Header::Ip, "dscp", 8),
            set(Header::Ip, "ttl", 5),
            set(Header::Ip, "protocol", 6),
            set(Header::Ip, "saddr", 0x0a00_0001),
        ],
        "[ meta load nfproto => reg 1 ]
        [ cmp eq reg 1 0x00000002 ]
        [ payload load 2b @ network header + 0 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000003ff ) ^ 0x00002000 ]
        [ payload write reg 1 => 2b @ network header + 0 csum_type 1 csum_off 10 csum_flags 0x0 ]
        [ payload load 2b @ network header + 8 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x0000ff00 ) ^ 0x00000005 ]
        [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x0 ]
        [ payload load 2b @ network header + 8 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000600 ]
        [ payload write reg 1 => 2b @ network header + 8 csum_type 1 csum_off 10 csum_flags 0x1 ]
        [ immediate reg 1 0x0100000a ]
        [ payload write reg 1 => 4b @ network header + 12 csum_type 1 csum_off 10 csum_flags 0x1 ]",
    );
    becomes(
        &[set(Header::Ip6, "dscp", 8), set(Header::Ip6, "ecn", 3)],
        "[ meta load nfproto => reg 1 ]
        [ cmp eq reg 1 0x0000000a ]
        [ payload load 2b @ network header + 0 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x00003ff0 ) ^ 0x00000002 ]
        [ payload write reg 1 => 2b @ network header + 0 csum_type 0 csum_off 0 csum_flags 0x0 ]
        [ payload load 1b @ network header + 1 => reg 1 ]
        [ bitwise reg 1 = ( reg 1 & 0x000000cf ) ^ 0x00000030 ]
        [ payload write reg 1 => 1b @ network header + 1 csum_type 0 csum_off 0 csum_flags 0x0 ]",
    );
}

#[test]
fn translations_have_registers_for_each_end() {
    let nat = |kind, addr, port: Option<Expr>, flags| {
        Statement::Nat(Box::new(NatStatement {
            kind,
            family: Some(Family::V4),
            family_written: true,
            addr,
            port,
            prefix: false,
            flags,
        }))
    };
    let ports = Expr::Range(
        number(DataType::InetService, 16, 1024),
        number(DataType::InetService, 16, 2048),
    );
    becomes(
        &[nat(
            NatKind::Source,
            Some(Expr::Range(ip([10, 0, 0, 1]), ip([10, 0, 0, 3]))),
            Some(ports),
            NatFlags::RANDOM,
        )],
        "[ immediate reg 1 0x0100000a ]
        [ immediate reg 2 0x0300000a ]
        [ immediate reg 3 0x00000004 ]
        [ immediate reg 4 0x00000008 ]
        [ nat snat ip addr_min reg 1 addr_max reg 2 proto_min reg 3 proto_max reg 4 flags 0x6 ]",
    );
    becomes(
        &[nat(
            NatKind::Redirect,
            None,
            Some(port(8080)),
            NatFlags::default(),
        )],
        "[ immediate reg 1 0x0000901f ]
        [ redir proto_min reg 1 flags 0x2 ]",
    );
}

#[test]
fn answers_need_the_family_that_has_them() {
    let reject = |kind| Statement::Reject(RejectStatement { kind, ipv6: false });
    becomes(
        &[reject(RejectKind::With(Reject::TcpReset))],
        "[ meta load l4proto => reg 1 ]
        [ cmp eq reg 1 0x00000006 ]
        [ reject type 1 code 0 ]",
    );
    becomes(
        &[reject(RejectKind::With(Reject::NoRoute6))],
        "[ meta load nfproto => reg 1 ]
        [ cmp eq reg 1 0x0000000a ]
        [ reject type 0 code 0 ]",
    );
    becomes(&[reject(RejectKind::Icmpx(1))], "[ reject type 2 code 1 ]");
}

#[test]
fn names_of_interfaces_are_compared_as_far_as_they_go() {
    let name = |text: &str| Value::of_text(DataType::IfName, 128, text);
    becomes(
        &[
            is(meta(MetaKey::IifName), Expr::Value(name("eth0"))),
            test(
                meta(MetaKey::OifName),
                RelOp::Neq,
                Expr::Wildcard(name("eth")),
            ),
        ],
        "[ meta load iifname => reg 1 ]
        [ cmp eq reg 1 0x30687465 0x00000000 0x00000000 0x00000000 ]
        [ meta load oifname => reg 1 ]
        [ cmp neq reg 1 0x00687465 ]",
    );
}

#[test]
fn bits_that_no_register_holds_are_cut_off() {
    let raw = |offset, bits| {
        let base = PayloadBase::Transport;
        Expr::Field(Field::Raw { base, offset, bits })
    };
    for (offset, bits) in [(u16::MAX, u16::MAX), (0, u16::MAX), (u16::MAX, 0), (3, 255)] {
        let five = || value(DataType::Integer, 5);
        let field = raw(offset, bits);
        let Expr::Field(of) = field.clone() else {
            unreachable!("a field");
        };
        let text = printed(&[
            is(field, five()),
            Statement::Set {
                field: of,
                to: five(),
            },
        ]);
        assert!(text.contains("payload load"), "{text}");
    }
}

#[test]
fn connections_are_tracked_for_what_looks_at_them() {
    use super::needs_conntrack;
    let hash = Expr::Field(Field::Hash {
        of: Hashing::Jenkins {
            of: Box::new(Expr::Field(Field::Ct(CtField {
                key: CtKey::Mark,
                direction: Some(Direction::Original),
            }))),
            seed: None,
        },
        modulus: 2,
        offset: 0,
    });
    assert!(needs_conntrack(&[is(hash, value(DataType::Integer, 1))]));
    assert!(!needs_conntrack(&[
        is(meta(MetaKey::Mark), value(DataType::Mark, 1)),
        Statement::Notrack,
    ]));
}
