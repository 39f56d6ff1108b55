//! Listings of what is made by hand, against what nft 1.0.6 lists for it. What commands make is listed in the
//! transcripts (`tests/lang/nft`).

use std::sync::Arc;

use dataplane::{
    filter::{
        Counts, Hook, Policy, Priority,
        nft::{
            ChainNumber, ConnCount, CtKey, DynsetOp, Limit, LimitUnit, LogSpec, MetaKey, NatKind,
            PayloadBase, Quota, RejectKind, SetFlags, SetId,
        },
        targets::{LogOptions, Reject},
    },
    nat::NatFlags,
    route::Family,
    time::{Duration, Instant},
};

use super::print::{self, Context, Options};
use crate::config::{
    netfilter::Readings,
    nft::{
        AnonymousSet, BaseChain, BinOp, Chain, ChainType, ConnCountState, CounterState, CtField,
        DataType as T, Element, ElementState, Expr, Field, Header, LimitState, LogStatement,
        MapRef, MetaField, NatStatement, NftFamily, Numeric, NumgenMode, Object, ObjectKind,
        ObjectState, QuotaState, RejectStatement, RelOp, Rule, Set, SetChange, SetKey, Statement,
        Table, Value, Verdict,
    },
};

fn payload(header: &str, name: &str) -> Expr {
    let header = Header::find(header).unwrap();
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

fn raw(offset: u16, bits: u16) -> Expr {
    Expr::Field(Field::Raw {
        base: PayloadBase::Transport,
        offset,
        bits,
    })
}

fn value(datatype: T, text: &str) -> Value {
    datatype.parse(text, &()).unwrap()
}

fn constant(datatype: T, text: &str) -> Expr {
    Expr::Value(value(datatype, text))
}

fn and(left: Expr, datatype: T, mask: u128) -> Expr {
    let mask = Expr::Value(Value::new(datatype, mask));
    Expr::Binary(BinOp::And, Box::new(left), Box::new(mask))
}

fn matched(left: Expr, op: RelOp, right: Expr) -> Statement {
    Statement::Match { left, op, right }
}

fn plain(key: Expr) -> Element {
    Element {
        key,
        data: None,
        state: ElementState::default(),
    }
}

fn mapped(key: Expr, data: Expr) -> Element {
    Element {
        data: Some(data),
        ..plain(key)
    }
}

fn key(datatype: T) -> SetKey {
    SetKey {
        bits: vec![datatype.bits()],
        datatype,
        type_of: None,
        interval: false,
    }
}

fn anonymous(of: T, data: Option<T>, elements: Vec<Element>) -> Box<AnonymousSet> {
    Box::new(AnonymousSet {
        id: None,
        key: key(of),
        data: data.map(key),
        elements,
    })
}

/// Lists something with these options.
fn listed<R>(options: Options, list: impl FnOnce(&Context<'_>) -> R) -> R {
    let readings = Readings::default();
    list(&Context {
        options,
        interfaces: &(),
        readings: &readings,
        now: Instant::from_nanos(0),
        members: &|_| None,
    })
}

fn text(of: &Statement, family: NftFamily) -> String {
    listed(Options::default(), |cx| print::statement(of, family, cx))
}

fn assert_listed(cases: impl IntoIterator<Item = (Statement, &'static str)>) {
    for (of, expected) in cases {
        assert_eq!(text(&of, NftFamily::Inet), expected);
    }
}

#[test]
fn comparisons_say_what_was_most_likely_written() {
    let flags = || payload("tcp", "flags");
    let flag = |number: u128| Expr::Value(Value::new(T::TcpFlag, number));
    let state = |number: u128| Expr::Value(Value::new(T::CtState, number));
    let several = |datatype: T, numbers: &[u128]| {
        let values = numbers
            .iter()
            .map(|number| Value::new(datatype.clone(), *number));
        Expr::Flags(values.collect())
    };
    let addr = |text| constant(T::Ipv4Addr, text);
    let port = |text| constant(T::InetService, text);
    let mark = |text| constant(T::Mark, text);
    let saddr = || payload("ip", "saddr");
    let dport = || payload("tcp", "dport");
    use RelOp::{Eq, Gte, Implicit, Lt, Negation, Neq};
    assert_listed([
        (matched(dport(), Implicit, port("22")), "tcp dport 22"),
        (matched(dport(), Eq, port("22")), "tcp dport 22"),
        (matched(dport(), Neq, port("22")), "tcp dport != 22"),
        (matched(dport(), Lt, port("22")), "tcp dport < 22"),
        (matched(dport(), Gte, port("22")), "tcp dport >= 22"),
        (
            matched(
                dport(),
                Neq,
                Expr::Range(value(T::InetService, "22"), value(T::InetService, "80")),
            ),
            "tcp dport != 22-80",
        ),
        (
            matched(
                saddr(),
                Implicit,
                Expr::Prefix(value(T::Ipv4Addr, "10.0.0.0"), 8),
            ),
            "ip saddr 10.0.0.0/8",
        ),
        (
            matched(and(saddr(), T::Ipv4Addr, 0xff00_0000), Eq, addr("10.0.0.0")),
            "ip saddr 10.0.0.0/8",
        ),
        (
            matched(
                and(saddr(), T::Ipv4Addr, 0xffff_ff00),
                Neq,
                addr("10.0.0.0"),
            ),
            "ip saddr != 10.0.0.0/24",
        ),
        (
            matched(and(saddr(), T::Ipv4Addr, 0xff), Eq, addr("0.0.0.1")),
            "ip saddr & 0.0.0.255 == 0.0.0.1",
        ),
        (matched(flags(), Implicit, flag(2)), "tcp flags syn"),
        (matched(flags(), Eq, flag(2)), "tcp flags == syn"),
        (matched(flags(), Neq, flag(2)), "tcp flags != syn"),
        (matched(flags(), Implicit, flag(0)), "tcp flags 0x0"),
        (
            matched(flags(), Implicit, several(T::TcpFlag, &[2, 16])),
            "tcp flags syn,ack",
        ),
        (matched(flags(), Implicit, flag(0x12)), "tcp flags syn,ack"),
        (matched(flags(), Eq, flag(0x12)), "tcp flags == 0x12"),
        (
            matched(flags(), Neq, several(T::TcpFlag, &[2, 16])),
            "tcp flags != 0x12",
        ),
        (
            matched(flags(), Negation, several(T::TcpFlag, &[2, 16])),
            "tcp flags ! syn,ack",
        ),
        (
            matched(and(flags(), T::TcpFlag, 3), Eq, flag(2)),
            "tcp flags syn / fin,syn",
        ),
        (
            matched(and(flags(), T::TcpFlag, 3), Neq, flag(2)),
            "tcp flags != syn / fin,syn",
        ),
        (
            matched(and(flags(), T::TcpFlag, 2), Eq, flag(2)),
            "tcp flags & syn == syn",
        ),
        (
            matched(and(flags(), T::TcpFlag, 0x12), Eq, flag(0)),
            "tcp flags ! syn,ack",
        ),
        (
            matched(and(flags(), T::TcpFlag, 0x12), Neq, flag(0)),
            "tcp flags syn,ack",
        ),
        (
            matched(
                and(flags(), T::TcpFlag, 3),
                Implicit,
                Expr::Set(anonymous(
                    T::TcpFlag,
                    None,
                    vec![plain(flag(1)), plain(flag(3))],
                )),
            ),
            "tcp flags & (fin | syn) == { fin, fin | syn }",
        ),
        (
            matched(ct(CtKey::State), Implicit, several(T::CtState, &[2, 8])),
            "ct state established,new",
        ),
        (
            matched(ct(CtKey::State), Eq, state(2)),
            "ct state == established",
        ),
        (
            matched(ct(CtKey::State), Eq, state(0xa)),
            "ct state established | new",
        ),
        (
            matched(ct(CtKey::State), Neq, state(0xa)),
            "ct state != established | new",
        ),
        (
            matched(ct(CtKey::State), Negation, state(8)),
            "ct state ! new",
        ),
        (
            matched(and(ct(CtKey::State), T::CtState, 0xa), Eq, state(8)),
            "ct state new / established,new",
        ),
        (
            matched(and(ct(CtKey::Mark), T::Mark, 0xff), Eq, mark("16")),
            "ct mark & 0x000000ff == 0x00000010",
        ),
        (
            matched(
                and(ct(CtKey::Mark), T::Mark, 0xffff_0000),
                Eq,
                mark("0x10000"),
            ),
            "ct mark 0x00010000/16",
        ),
        (
            matched(meta(MetaKey::IifName), Implicit, constant(T::IfName, "lo")),
            "iifname \"lo\"",
        ),
        (
            matched(
                meta(MetaKey::OifName),
                Neq,
                Expr::Wildcard(value(T::IfName, "eth")),
            ),
            "oifname != \"eth*\"",
        ),
        (
            matched(
                meta(MetaKey::L4Proto),
                Implicit,
                constant(T::InetProto, "tcp"),
            ),
            "meta l4proto tcp",
        ),
        (
            matched(raw(0, 32), Implicit, constant(T::Integer, "22")),
            "@th,0,32 0x16",
        ),
        (
            matched(
                and(raw(0, 8), T::Integer, 15),
                Eq,
                constant(T::Integer, "5"),
            ),
            "@th,0,8 & 0xf == 0x5",
        ),
        (
            matched(raw(13, 9), Implicit, constant(T::Integer, "5")),
            "@th,8,16 & 0x7fc == 0x14",
        ),
        (
            matched(
                ct(CtKey::Expiration),
                Implicit,
                Expr::Range(value(T::Time, "1m"), value(T::Time, "1h")),
            ),
            "ct expiration 60s-3600s",
        ),
        (
            matched(saddr(), Implicit, Expr::SetRef("bad".into())),
            "ip saddr @bad",
        ),
        (
            matched(saddr(), Neq, Expr::SetRef("bad".into())),
            "ip saddr != @bad",
        ),
    ]);
}

#[test]
fn sets_of_rules_are_in_one_line() {
    let port = |text| constant(T::InetService, text);
    let addr = |text| constant(T::Ipv4Addr, text);
    let both = T::Concat(vec![T::Ipv4Addr, T::InetService]);
    let left = Expr::Concat(vec![payload("ip", "saddr"), payload("tcp", "dport")]);
    let many = (1..=24).map(|port| plain(Expr::Value(Value::new(T::InetService, port as u32))));
    let numbers: Vec<_> = (1..=24).map(|port: u32| port.to_string()).collect();
    let long = matched(
        payload("tcp", "dport"),
        RelOp::Implicit,
        Expr::Set(anonymous(T::InetService, None, many.collect())),
    );
    assert_eq!(
        text(&long, NftFamily::Inet),
        format!("tcp dport {{ {} }}", numbers.join(", "))
    );
    let vmap = anonymous(
        T::InetService,
        Some(T::Verdict),
        vec![
            mapped(port("22"), Expr::Verdict(Verdict::Accept)),
            mapped(
                Expr::Range(value(T::InetService, "80"), value(T::InetService, "90")),
                Expr::Verdict(Verdict::Jump("web".into())),
            ),
            mapped(Expr::Any, Expr::Verdict(Verdict::Drop)),
        ],
    );
    assert_listed([
        (
            matched(
                left,
                RelOp::Neq,
                Expr::Set(anonymous(
                    both,
                    None,
                    vec![plain(Expr::Concat(vec![
                        Expr::Prefix(value(T::Ipv4Addr, "10.0.0.0"), 8),
                        port("22"),
                    ]))],
                )),
            ),
            "ip saddr . tcp dport != { 10.0.0.0/8 . 22 }",
        ),
        (
            Statement::Vmap {
                key: payload("tcp", "dport"),
                map: MapRef::Anonymous(vmap),
            },
            "tcp dport vmap { 22 : accept, 80-90 : jump web, * : drop }",
        ),
        (
            Statement::Vmap {
                key: payload("ip", "saddr"),
                map: MapRef::Named("v".into()),
            },
            "ip saddr vmap @v",
        ),
        (
            matched(
                Expr::Concat(vec![payload("ip", "saddr"), raw(0, 32)]),
                RelOp::Implicit,
                Expr::Set(anonymous(
                    T::Concat(vec![T::Ipv4Addr, T::Integer]),
                    None,
                    vec![plain(Expr::Concat(vec![
                        addr("1.1.1.1"),
                        constant(T::Integer, "5"),
                    ]))],
                )),
            ),
            "ip saddr . @th,0,32 { 1.1.1.1 . 0x5 }",
        ),
    ]);
}

#[test]
fn what_is_set_is_an_expression() {
    let mark = |number: u32| Expr::Value(Value::new(T::Mark, number));
    let set = |key, to| Statement::Set {
        field: Field::Meta(MetaField { key }),
        to,
    };
    let binary = |op, left, right| Expr::Binary(op, Box::new(left), Box::new(right));
    let masked = || and(meta(MetaKey::Mark), T::Mark, 0xff);
    let map = anonymous(
        T::Ipv4Addr,
        Some(T::Mark),
        vec![mapped(constant(T::Ipv4Addr, "1.2.3.4"), mark(5))],
    );
    assert_listed([
        (set(MetaKey::Mark, mark(5)), "meta mark set 0x00000005"),
        (
            set(MetaKey::Mark, binary(BinOp::Or, masked(), mark(0x100))),
            "meta mark set meta mark & 0x000000ff | 0x00000100",
        ),
        (
            set(
                MetaKey::Mark,
                binary(BinOp::ShiftLeft, masked(), constant(T::Integer, "8")),
            ),
            "meta mark set (meta mark & 0x000000ff) << 8",
        ),
        (set(MetaKey::Mark, ct(CtKey::Mark)), "meta mark set ct mark"),
        (
            set(
                MetaKey::Mark,
                Expr::Map(Box::new(payload("ip", "saddr")), MapRef::Anonymous(map)),
            ),
            "meta mark set ip saddr map { 1.2.3.4 : 0x00000005 }",
        ),
        (
            set(
                MetaKey::Mark,
                Expr::Field(Field::Numgen {
                    mode: NumgenMode::Random,
                    modulus: 10,
                    offset: 100,
                }),
            ),
            "meta mark set numgen random mod 10 offset 100",
        ),
        (
            set(MetaKey::Priority, constant(T::ClassId, "1:10")),
            "meta priority set 1:10",
        ),
        (
            Statement::Set {
                field: Field::Ct(CtField {
                    key: CtKey::EventMask,
                    direction: None,
                }),
                to: Expr::Value(Value::new(T::CtEvent, 5_u32)),
            },
            "ct event set new,destroy",
        ),
        (
            Statement::Set {
                field: Field::Payload(Header::Tcp.field("flags").unwrap()),
                to: Expr::Value(Value::new(T::TcpFlag, 0x12_u32)),
            },
            "tcp flags set syn | ack",
        ),
    ]);
}

#[test]
fn limits_and_quotas_have_the_largest_unit_that_fits() {
    let limit = |rate, unit, seconds, burst, over| {
        let limit = Limit::new(rate, (unit, seconds), burst, over);
        Statement::Limit(LimitState(Arc::new(limit)))
    };
    let quota =
        |bytes, over, used| Statement::Quota(QuotaState(Arc::new(Quota::new(bytes, over, used))));
    let count = |over| Statement::ConnCount(ConnCountState(Arc::new(ConnCount::new(5, over))));
    use LimitUnit::{Bytes, Packets};
    assert_listed([
        (limit(10, Packets, 1, 5, false), "limit rate 10/second"),
        (limit(10, Packets, 60, 0, false), "limit rate 10/minute"),
        (
            limit(10, Packets, 3600, 7, true),
            "limit rate over 10/hour burst 7 packets",
        ),
        (limit(1, Packets, 604_800, 5, false), "limit rate 1/week"),
        (
            limit(1025, Bytes, 86_400, 0, false),
            "limit rate 1025 bytes/day",
        ),
        (
            limit(1 << 20, Bytes, 1, 500 << 10, false),
            "limit rate 1 mbytes/second burst 500 kbytes",
        ),
        (quota(1000, false, 0), "quota 1000 bytes"),
        (
            quota(1 << 30, true, 512),
            "quota over 1024 mbytes used 512 bytes",
        ),
        (count(false), "ct count 5"),
        (count(true), "ct count over 5"),
    ]);
}

#[test]
fn rejections_leave_out_what_is_meant_anyway() {
    let reject = |kind| Statement::Reject(RejectStatement { kind, ipv6: false });
    let with = |kind| reject(RejectKind::With(kind));
    for (of, inet, ip, ip6) in [
        (
            with(Reject::TcpReset),
            "reject with tcp reset",
            "reject with tcp reset",
            "reject with tcp reset",
        ),
        (
            with(Reject::PortUnreachable),
            "reject with icmp port-unreachable",
            "reject",
            "reject with icmp port-unreachable",
        ),
        (
            with(Reject::PortUnreachable6),
            "reject with icmpv6 port-unreachable",
            "reject with icmpv6 port-unreachable",
            "reject",
        ),
        (reject(RejectKind::Icmpx(1)), "reject", "reject", "reject"),
        (
            reject(RejectKind::Icmpx(3)),
            "reject with icmpx admin-prohibited",
            "reject with icmpx admin-prohibited",
            "reject with icmpx admin-prohibited",
        ),
        (
            reject(RejectKind::Code(5)),
            "reject with icmp 5",
            "reject with icmp 5",
            "reject with icmp 5",
        ),
    ] {
        assert_eq!(text(&of, NftFamily::Inet), inet);
        assert_eq!(text(&of, NftFamily::Ip), ip);
        assert_eq!(text(&of, NftFamily::Ip6), ip6);
    }
}

#[test]
fn translations_have_brackets_where_ports_follow() {
    let nat = |kind, addr: Option<Expr>, port: Option<Expr>, flags| {
        Statement::Nat(Box::new(NatStatement {
            kind,
            family: Some(Family::V4),
            family_written: false,
            addr,
            port,
            prefix: false,
            flags,
        }))
    };
    let range = |datatype: T, first, last| {
        Some(Expr::Range(
            value(datatype.clone(), first),
            value(datatype, last),
        ))
    };
    let one = |datatype: T, text| Some(constant(datatype, text));
    use NatKind::{Destination, Masquerade, Redirect, Source};
    let none = NatFlags::default();
    let (v4, v6, port) = (T::Ipv4Addr, T::Ipv6Addr, T::InetService);
    assert_listed([
        (
            nat(Destination, one(v4.clone(), "10.0.0.1"), None, none),
            "dnat to 10.0.0.1",
        ),
        (
            nat(
                Source,
                range(v4.clone(), "10.0.0.1", "10.0.0.9"),
                one(port.clone(), "5"),
                NatFlags::PERSISTENT,
            ),
            "snat to 10.0.0.1-10.0.0.9:5 persistent",
        ),
        (
            nat(Source, range(v4, "10.0.0.0", "10.0.0.3"), None, none),
            "snat to 10.0.0.0/30",
        ),
        (
            nat(Destination, one(v6.clone(), "::1"), None, none),
            "dnat to ::1",
        ),
        (
            nat(
                Destination,
                one(v6.clone(), "::1"),
                one(port.clone(), "5"),
                none,
            ),
            "dnat to [::1]:5",
        ),
        (
            nat(
                Destination,
                range(v6, "::1", "::9"),
                range(port.clone(), "5", "7"),
                none,
            ),
            "dnat to [::1]-[::9]:5-7",
        ),
        (
            nat(Masquerade, None, None, NatFlags::RANDOM_FULLY),
            "masquerade fully-random",
        ),
        (
            nat(Redirect, None, one(port, "8080"), NatFlags::RANDOM),
            "redirect to :8080 random",
        ),
    ]);
    let mut of = NatStatement {
        kind: Source,
        family: Some(Family::V6),
        family_written: true,
        addr: one(T::Ipv6Addr, "::1"),
        port: None,
        prefix: false,
        flags: none,
    };
    assert_eq!(
        text(&Statement::Nat(Box::new(of.clone())), NftFamily::Inet),
        "snat ip6 to ::1"
    );
    of.addr = Some(Expr::Prefix(value(T::Ipv6Addr, "fe80::"), 64));
    of.prefix = true;
    assert_eq!(
        text(&Statement::Nat(Box::new(of)), NftFamily::Inet),
        "snat ip6 prefix to fe80::/64"
    );
}

#[test]
fn logs_say_what_is_not_usual() {
    let log = |spec: LogSpec| LogStatement {
        spec: Arc::new(spec),
        level_given: true,
        snaplen: Some(20),
        queue_threshold: None,
    };
    let spec = |level, options, group| LogSpec {
        prefix: "x: ".into(),
        level,
        options: LogOptions(options),
        group,
    };
    assert_listed([
        (Statement::Log(log(spec(4, 0, None))), "log prefix \"x: \""),
        (
            Statement::Log(log(spec(7, 0x0b, None))),
            "log prefix \"x: \" level debug flags tcp sequence,options flags skuid",
        ),
        (
            Statement::Log(log(spec(4, 0x2f, None))),
            "log prefix \"x: \" flags all",
        ),
        (
            Statement::Log(log(spec(4, 0, Some(5)))),
            "log prefix \"x: \" group 5 snaplen 20",
        ),
    ]);
}

#[test]
fn changes_of_sets_have_timeouts_and_statements_without_counts() {
    let change = |data, timeout, statements| {
        Statement::ChangeSet(Box::new(SetChange {
            op: DynsetOp::Update,
            set: "s".into(),
            key: payload("ip", "saddr"),
            data,
            timeout,
            statements,
        }))
    };
    let counter = Statement::Counter(CounterState::from(Counts {
        packets: 5,
        bytes: 6,
    }));
    assert_listed([
        (change(None, None, vec![]), "update @s { ip saddr }"),
        (
            change(None, Some(Duration::from_secs(300)), vec![counter.clone()]),
            "update @s { ip saddr timeout 5m counter }",
        ),
        (
            change(Some(payload("ip", "daddr")), None, vec![]),
            "update @s { ip saddr : ip daddr }",
        ),
        (counter, "counter packets 5 bytes 6"),
        (
            Statement::Object {
                kind: ObjectKind::CtHelper,
                name: Expr::ObjectName("h".into()),
            },
            "ct helper set \"h\"",
        ),
    ]);
}

#[test]
fn priorities_have_the_name_that_is_near_and_fits_the_hook() {
    let named = Numeric::default();
    let name = |of, at| print::priority(Priority(of), NftFamily::Inet, at, named);
    assert_eq!(name(0, Hook::Input), "filter");
    assert_eq!(name(10, Hook::Input), "filter + 10");
    assert_eq!(name(11, Hook::Input), "11");
    assert_eq!(name(-310, Hook::Forward), "raw - 10");
    assert_eq!(name(-100, Hook::Prerouting), "dstnat");
    assert_eq!(name(-100, Hook::Output), "-100");
    assert_eq!(name(105, Hook::Postrouting), "srcnat + 5");
    assert_eq!(name(105, Hook::Input), "105");
    assert_eq!(name(i32::MIN, Hook::Input), "-2147483648");
    let numeric = print::priority(Priority(0), NftFamily::Inet, Hook::Input, Numeric::ALL);
    assert_eq!(numeric, "0");
}

fn set(name: &str, key: SetKey, elements: Vec<Element>) -> Set {
    Set {
        name: name.into(),
        handle: 7,
        id: SetId(0),
        key,
        data: None,
        object: None,
        flags: SetFlags::default(),
        timeout: None,
        gc_interval: None,
        size: None,
        memory_policy: false,
        auto_merge: false,
        comment: None,
        statements: Vec::new(),
        elements: Arc::new(elements),
        source: None,
    }
}

/// A table with one of everything.
fn table() -> Table {
    let addr = |text| constant(T::Ipv4Addr, text);
    let mut timed = set(
        "timed",
        key(T::Ipv4Addr),
        ["10.0.0.1", "10.0.0.2", "10.0.0.3"]
            .map(addr)
            .map(|key| Element {
                state: ElementState {
                    timeout: Some(Duration::from_secs(600)),
                    expires: Some(Instant::from_nanos(299_992_000_000)),
                    ..ElementState::default()
                },
                ..plain(key)
            })
            .to_vec(),
    );
    timed.timeout = Some(Duration::from_secs(5400));
    timed.flags.timeout = true;
    timed.flags.dynamic = true;
    timed.size = Some(1000);
    timed.comment = Some("bla".into());
    let ports = (1..=6).map(|port: u32| plain(Expr::Value(Value::new(T::InetService, port))));
    let ports = set("ports", key(T::InetService), ports.collect());
    let mut typed = set(
        "typed",
        SetKey {
            datatype: T::Integer,
            bits: vec![32],
            type_of: Some(raw(0, 32)),
            interval: false,
        },
        vec![plain(constant(T::Integer, "10"))],
    );
    typed.flags.constant = true;
    typed.flags.interval = true;
    let mut map = set(
        "map",
        key(T::Ipv4Addr),
        vec![mapped(addr("1.2.3.4"), Expr::Verdict(Verdict::Drop))],
    );
    map.data = Some(key(T::Verdict));
    let rule = Rule {
        handle: 12,
        statements: [
            Statement::Counter(CounterState::default()),
            Statement::Verdict(Verdict::Accept),
        ]
        .into(),
        comment: Some("all".into()),
        source: None,
    };
    let base = BaseChain {
        kind: ChainType::Filter,
        hook: Hook::Input,
        priority: Priority(10),
        policy: Policy::Drop,
    };
    let chain = |name: &str, base, comment: Option<&str>, rules| {
        Arc::new(Chain {
            name: name.into(),
            handle: 9,
            number: ChainNumber(0),
            base,
            comment: comment.map(Into::into),
            rules: Arc::new(rules),
        })
    };
    Table {
        family: NftFamily::Inet,
        name: "t".into(),
        handle: 1,
        dormant: true,
        comment: Some("hello".into()),
        chains: vec![
            chain("user", None, None, Vec::new()),
            chain("base", Some(base), Some("b"), vec![rule]),
        ],
        sets: [timed, ports, typed, map].map(Arc::new).to_vec(),
        objects: vec![Arc::new(Object {
            name: "c".into(),
            handle: 5,
            state: ObjectState::Counter(CounterState::default()),
            comment: Some("counts".into()),
        })],
        last_handle: 12,
    }
}

const TABLE: &str = "\
table inet t {
	flags dormant
	comment \"hello\"

	counter c {
		comment \"counts\"
		packets 0 bytes 0
	}

	set timed {
		type ipv4_addr
		size 1000
		flags dynamic,timeout
		timeout 1h30m
		comment \"bla\"
		elements = { 10.0.0.1 timeout 10m expires 4m59s992ms, 10.0.0.2 timeout 10m expires 4m59s992ms,
			     10.0.0.3 timeout 10m expires 4m59s992ms }
	}

	set ports {
		type inet_service
		elements = { 1, 2, 3, 4, 5,
			     6 }
	}

	set typed {
		typeof @th,0,32
		flags constant,interval
		elements = { 0xa }
	}

	map map {
		type ipv4_addr : verdict
		elements = { 1.2.3.4 : drop }
	}

	chain user {
	}

	chain base {
		comment \"b\"
		type filter hook input priority filter + 10; policy drop;
		counter packets 0 bytes 0 accept comment \"all\"
	}
}
";

#[test]
fn a_table_has_an_empty_line_between_its_parts() {
    let table = table();
    let text = listed(Options::default(), |cx| print::table(&table, cx));
    assert_eq!(text, TABLE);
}

#[test]
fn options_add_handles_and_leave_out_what_changes() {
    let table = table();
    let options = Options {
        handles: true,
        stateless: true,
        terse: true,
        json: false,
        meant: false,
        numeric: Numeric::ALL,
    };
    let text = listed(options, |cx| print::table(&table, cx));
    let expected = "\
table inet t { # handle 1
	flags dormant
	comment \"hello\"

	counter c { # handle 5
		comment \"counts\"
	}

	set timed { # handle 7
		type ipv4_addr
		size 1000
		flags dynamic,timeout
		timeout 5400s
		comment \"bla\"
	}
";
    assert!(text.starts_with(expected), "{text}");
    let end = "\
	chain base { # handle 9
		comment \"b\"
		type filter hook input priority 10; policy drop;
		counter accept comment \"all\" # handle 12
	}
}
";
    assert!(text.ends_with(end), "{text}");
}

#[test]
fn parts_of_a_table_have_no_empty_lines() {
    let table = table();
    let text = listed(Options::default(), |cx| print::sets_in(&table, true, cx));
    let expected = "\
table inet t {
	map map {
		type ipv4_addr : verdict
		elements = { 1.2.3.4 : drop }
	}
}
";
    assert_eq!(text, expected);
    let text = listed(Options::default(), |cx| {
        print::objects_in(&table, ObjectKind::Quota, cx)
    });
    assert_eq!(text, "table inet t {\n}\n");
}
