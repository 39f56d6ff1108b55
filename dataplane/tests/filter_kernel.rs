//! The kernel as oracle of rules: the same rules (iptables-legacy) and the same frames into a network
//! namespace and into a worker. Every rule must count the same, and what comes out must be the same.
//! Needs root.

mod rig;

use std::{fmt::Write, net::IpAddr, sync::Arc};

use dataplane::{
    filter::{
        BaseChain, Chain, ChainId, CounterBank, CounterId, Hook, IfacePattern, IpMatch, Masked,
        Match, Policy, Rule, RuleSpec, RuleState, Ruleset, TableKind, Target, Test,
        matches::{
            AddrTypes, Addrtype, Compare, Dscp, Ecn, Icmp, Icmp6, IcmpType, Iprange, Length, Mac,
            MarkMatch, Multiport, Multiports, Pkttype, Rpfilter, Statistic, StatisticMode, Tcp,
            TosMatch, TtlMatch, Udp,
        },
        targets::{DscpTarget, EcnTarget, MarkTarget, Tcpmss, TosTarget, TtlTarget},
    },
    packet::PacketType,
    time::Duration,
    wire::{ipv4, ipv6},
};
use rig::{
    HOST_L, LEFT, LEFT_MAC, Plan, RIGHT,
    frames::{Random, spoil},
    oracle::{self, Oracle, comparable, without_limited},
};

/// The rule that lets the oracle's own pings pass; the router gets none.
const MARKER: &str = "-s 10.1.0.1 -d 10.1.0.254 -p icmp -j ACCEPT";

/// A rule as iptables is given it, and as the router has it.
type Both = (&'static str, RuleSpec);

const ANY: IpMatch = IpMatch {
    src: None,
    dst: None,
    iif: None,
    oif: None,
    proto: None,
    fragment: None,
};

fn not<T>(test: Test<T>) -> Test<T> {
    Test {
        not: !test.not,
        ..test
    }
}

fn addr(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn masked(text: &str, mask: &str) -> Option<Test<Masked>> {
    Some(Test::is(Masked {
        addr: addr(text),
        mask: addr(mask),
    }))
}

fn named(name: &str, prefix: bool) -> Option<Test<IfacePattern>> {
    let name = name.into();
    Some(Test::is(IfacePattern { name, prefix }))
}

fn ip(ip: IpMatch) -> RuleSpec {
    RuleSpec {
        ip,
        ..RuleSpec::default()
    }
}

fn of(proto: u8, matches: &[Match]) -> RuleSpec {
    RuleSpec {
        ip: IpMatch {
            proto: (proto != 0).then_some(Test::is(proto)),
            ..ANY
        },
        matches: matches.to_vec(),
        target: Target::Continue,
    }
}

fn to(proto: u8, matches: &[Match], target: Target) -> RuleSpec {
    RuleSpec {
        target,
        ..of(proto, matches)
    }
}

const TCP: Tcp = Tcp {
    sport: None,
    dport: None,
    flags: None,
    option: None,
};

fn tcp(tcp: Tcp) -> RuleSpec {
    of(6, &[Match::Tcp(tcp)])
}

fn udp(sport: Option<Test<(u16, u16)>>, dport: Option<Test<(u16, u16)>>) -> RuleSpec {
    of(17, &[Match::Udp(Udp { sport, dport })])
}

fn multiport(proto: u8, which: Multiports, ports: Test<&[(u16, u16)]>) -> RuleSpec {
    let ports = Test {
        not: ports.not,
        of: ports.of.into(),
    };
    of(proto, &[Match::Multiport(Multiport { which, ports })])
}

fn nth(every: u32, packet: u32) -> Match {
    Match::Statistic(Statistic {
        mode: Test::is(StatisticMode::Nth {
            every: every - 1,
            packet,
        }),
    })
}

fn ports(first: u16, last: u16) -> Option<Test<(u16, u16)>> {
    Some(Test::is((first, last)))
}

fn addrtype(source: bool, types: u16) -> RuleSpec {
    let test = Some(Test::is(AddrTypes(types)));
    let (src, dst) = if source { (test, None) } else { (None, test) };
    let addrtype = Addrtype {
        src,
        dst,
        ..Addrtype::default()
    };
    of(0, &[Match::Addrtype(addrtype)])
}

/// What does not depend on the family.
fn common() -> Vec<Both> {
    let nonames = [(1, 7), (53, 53), (80, 1024)];
    let ports_of = Test::is(&nonames[..]);
    let length = |least, most| {
        Match::Length(Length {
            length: Test::is((least, most)),
        })
    };
    let tos = |tos| of(0, &[Match::Tos(TosMatch { tos })]);
    let rpfilter = |rpfilter| of(0, &[Match::Rpfilter(rpfilter)]);
    let strict = Rpfilter::default();
    let ecn = |ecn| of(6, &[Match::Ecn(ecn)]);
    let set = Some(Test::is(()));
    let pkttype = |pkt_type| of(0, &[Match::Pkttype(Pkttype { pkt_type })]);
    let mac = |source| of(0, &[Match::Mac(Mac { source })]);
    let mark = |value, mask| {
        Match::Mark(MarkMatch {
            mark: Test::is((value, mask)),
        })
    };
    let mark_to = |value, mask| Target::Mark(MarkTarget { value, mask });
    vec![
        (
            "-i left",
            ip(IpMatch {
                iif: named("left", false),
                ..ANY
            }),
        ),
        (
            "-i lef+",
            ip(IpMatch {
                iif: named("lef", true),
                ..ANY
            }),
        ),
        (
            "! -i left",
            ip(IpMatch {
                iif: named("left", false).map(not),
                ..ANY
            }),
        ),
        (
            "-i +",
            ip(IpMatch {
                iif: named("", true),
                ..ANY
            }),
        ),
        ("-p udp", of(17, &[])),
        (
            "! -p tcp",
            ip(IpMatch {
                proto: Some(not(Test::is(6))),
                ..ANY
            }),
        ),
        ("-p 47", of(47, &[])),
        ("-m length --length 60", of(0, &[length(60, 60)])),
        ("-m length --length 100:", of(0, &[length(100, 65_535)])),
        ("-m tos --tos 0x10/0x1c", tos(Test::is((0x10, 0x1c)))),
        ("-m tos ! --tos 0xb8/0xff", tos(not(Test::is((0xb8, 0xff))))),
        (
            "-m dscp --dscp 46",
            of(0, &[Match::Dscp(Dscp { dscp: Test::is(46) })]),
        ),
        (
            "-m pkttype --pkt-type unicast",
            pkttype(Test::is(PacketType::Host)),
        ),
        (
            "-m pkttype ! --pkt-type multicast",
            pkttype(not(Test::is(PacketType::Multicast))),
        ),
        (
            "-m mac --mac-source 02:00:00:00:01:01",
            mac(Test::is(HOST_L)),
        ),
        (
            "-m mac ! --mac-source 02:00:00:00:01:fe",
            mac(not(Test::is(LEFT_MAC))),
        ),
        ("-m rpfilter", rpfilter(strict)),
        (
            "-m rpfilter --loose",
            rpfilter(Rpfilter {
                loose: true,
                ..strict
            }),
        ),
        (
            "-m rpfilter --invert",
            rpfilter(Rpfilter {
                invert: true,
                ..strict
            }),
        ),
        (
            "-m rpfilter --accept-local",
            rpfilter(Rpfilter {
                accept_local: true,
                ..strict
            }),
        ),
        ("-m addrtype --dst-type LOCAL", addrtype(false, 1 << 2)),
        ("-m addrtype --dst-type UNICAST", addrtype(false, 1 << 1)),
        ("-m addrtype --dst-type MULTICAST", addrtype(false, 1 << 5)),
        ("-m addrtype --src-type UNICAST", addrtype(true, 1 << 1)),
        ("-m addrtype --src-type LOCAL", addrtype(true, 1 << 2)),
        (
            "-m statistic --mode nth --every 3 --packet 0",
            of(0, &[nth(3, 0)]),
        ),
        (
            "-m statistic --mode nth --every 5 --packet 2",
            of(0, &[nth(5, 2)]),
        ),
        (
            "-p udp -m statistic --mode nth --every 2 --packet 1",
            of(17, &[nth(2, 1)]),
        ),
        (
            "-j MARK --set-xmark 0x5/0xffffffff",
            to(0, &[], mark_to(5, u32::MAX)),
        ),
        (
            "-p tcp -j MARK --or-mark 0x10",
            to(6, &[], mark_to(0x10, 0x10)),
        ),
        ("-m mark --mark 0x15", of(0, &[mark(0x15, u32::MAX)])),
        ("-m mark --mark 0x10/0x10", of(0, &[mark(0x10, 0x10)])),
        // From here on malformed packets are dropped by who asks for more of them than there is.
        ("-p udp -m udp --dport 53", udp(None, ports(53, 53))),
        (
            "-p udp -m udp --sport 1:7 ! --dport 53",
            udp(ports(1, 7), ports(53, 53).map(not)),
        ),
        (
            "-p udp -m multiport --dports 1:7,53,80:1024",
            multiport(17, Multiports::Destination, ports_of),
        ),
        (
            "-p udp -m multiport ! --sports 1:7,53,80:1024",
            multiport(17, Multiports::Source, not(ports_of)),
        ),
        (
            "-p sctp -m multiport --ports 53",
            multiport(132, Multiports::Either, Test::is(&[(53, 53)])),
        ),
        (
            "-p tcp -m ecn --ecn-tcp-ece",
            ecn(Ecn {
                tcp_ece: set,
                ..Ecn::default()
            }),
        ),
        (
            "-p tcp -m ecn ! --ecn-tcp-cwr",
            ecn(Ecn {
                tcp_cwr: set.map(not),
                ..Ecn::default()
            }),
        ),
        (
            "-p tcp -m ecn --ecn-ip-ect 2",
            ecn(Ecn {
                ip_ect: Some(Test::is(2)),
                ..Ecn::default()
            }),
        ),
        (
            "-p tcp -m tcp --sport 1024:65535",
            tcp(Tcp {
                sport: ports(1024, 65_535),
                ..TCP
            }),
        ),
        (
            "-p tcp -m tcp ! --dport 80",
            tcp(Tcp {
                dport: ports(80, 80).map(not),
                ..TCP
            }),
        ),
        (
            "-p tcp -m tcp --tcp-flags SYN,RST,ACK,FIN SYN",
            tcp(Tcp {
                flags: Some(Test::is((0x17, 0x02))),
                ..TCP
            }),
        ),
        (
            "-p tcp -m tcp ! --tcp-flags ALL NONE",
            tcp(Tcp {
                flags: Some(not(Test::is((0x3f, 0)))),
                ..TCP
            }),
        ),
        (
            "-p tcp -m multiport --ports 1:7,53,80:1024",
            multiport(6, Multiports::Either, ports_of),
        ),
        (
            "-p tcp -m tcp --tcp-option 2",
            tcp(Tcp {
                option: Some(Test::is(2)),
                ..TCP
            }),
        ),
        (
            "-p tcp -m tcp ! --tcp-option 4",
            tcp(Tcp {
                option: Some(not(Test::is(4))),
                ..TCP
            }),
        ),
    ]
}

fn only4() -> Vec<Both> {
    let ttl = |compare, value| of(0, &[Match::Ttl(TtlMatch { compare, value })]);
    let icmp = |icmp_type| of(1, &[Match::Icmp(Icmp { icmp_type })]);
    let kind = |kind, codes| IcmpType { kind, codes };
    let range = |first: &str, last: &str| Some(Test::is((addr(first), addr(last))));
    let within = |src, dst| of(0, &[Match::Iprange(Iprange { src, dst })]);
    let all = "255.255.255.255";
    vec![
        (
            "-s 10.1.0.1",
            ip(IpMatch {
                src: masked("10.1.0.1", all),
                ..ANY
            }),
        ),
        (
            "! -s 10.1.0.0/24",
            ip(IpMatch {
                src: masked("10.1.0.0", "255.255.255.0").map(not),
                ..ANY
            }),
        ),
        (
            "-d 10.0.0.1/255.0.0.255",
            ip(IpMatch {
                dst: masked("10.0.0.1", "255.0.0.255"),
                ..ANY
            }),
        ),
        (
            "-f",
            ip(IpMatch {
                fragment: Some(Test::is(())),
                ..ANY
            }),
        ),
        (
            "! -f",
            ip(IpMatch {
                fragment: Some(not(Test::is(()))),
                ..ANY
            }),
        ),
        ("-m ttl --ttl-eq 64", ttl(Compare::Equal, 64)),
        ("-m ttl ! --ttl-eq 64", ttl(Compare::NotEqual, 64)),
        ("-m ttl --ttl-lt 64", ttl(Compare::Less, 64)),
        ("-m ttl --ttl-gt 64", ttl(Compare::Greater, 64)),
        (
            "-m iprange --src-range 10.1.0.2-10.1.0.99",
            within(range("10.1.0.2", "10.1.0.99"), None),
        ),
        (
            "-m iprange ! --dst-range 10.2.0.2-10.2.0.255",
            within(None, range("10.2.0.2", "10.2.0.255").map(not)),
        ),
        ("-m addrtype --dst-type BROADCAST", addrtype(false, 1 << 3)),
        (
            "-p icmp -m icmp --icmp-type any",
            icmp(Test::is(kind(255, (0, 255)))),
        ),
        (
            "-p icmp -m icmp --icmp-type 8",
            icmp(Test::is(kind(8, (0, 255)))),
        ),
        (
            "-p icmp -m icmp ! --icmp-type 3/1",
            icmp(not(Test::is(kind(3, (1, 1))))),
        ),
    ]
}

fn only6() -> Vec<Both> {
    let hl = |compare, value| of(0, &[Match::Hl(TtlMatch { compare, value })]);
    let icmp = |icmp_type| of(58, &[Match::Icmp6(Icmp6 { icmp_type })]);
    let kind = |kind, codes| IcmpType { kind, codes };
    vec![
        (
            "-s fd00:1::/64",
            ip(IpMatch {
                src: masked("fd00:1::", "ffff:ffff:ffff:ffff::"),
                ..ANY
            }),
        ),
        (
            "! -d fd00:2::1",
            ip(IpMatch {
                dst: masked("fd00:2::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").map(not),
                ..ANY
            }),
        ),
        ("-m hl --hl-eq 64", hl(Compare::Equal, 64)),
        ("-m hl --hl-lt 64", hl(Compare::Less, 64)),
        ("-m addrtype --dst-type ANYCAST", addrtype(false, 1 << 4)),
        (
            "-p 58 -m icmp6 --icmpv6-type 128",
            icmp(Test::is(kind(128, (0, 255)))),
        ),
        (
            "-p 58 -m icmp6 ! --icmpv6-type 1/4",
            icmp(not(Test::is(kind(1, (4, 4))))),
        ),
        ("-p 60", of(60, &[])),
        ("-p 59", of(59, &[])),
    ]
}

/// What FORWARD does to packets.
fn changes(v4: bool) -> Vec<Both> {
    let tos = |value, mask| Target::Tos(TosTarget { value, mask });
    let syn = Match::Tcp(Tcp {
        flags: Some(Test::is((0x06, 0x02))),
        ..TCP
    });
    let out = named("right", false);
    let mut rules = vec![
        (
            "-o right",
            ip(IpMatch {
                oif: out.clone(),
                ..ANY
            }),
        ),
        (
            "! -o right",
            ip(IpMatch {
                oif: out.map(not),
                ..ANY
            }),
        ),
        (
            "-p udp -j DSCP --set-dscp 46",
            to(17, &[], Target::Dscp(DscpTarget { dscp: 46 })),
        ),
        (
            "-p 47 -j TOS --set-tos 0x14/0xf0",
            to(47, &[], tos(0x14, 0xf0)),
        ),
        (
            "-p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu",
            to(
                6,
                std::slice::from_ref(&syn),
                Target::Tcpmss(Tcpmss::ClampToPmtu),
            ),
        ),
        (
            "-p tcp -m tcp --tcp-flags SYN,RST SYN -m statistic --mode nth --every 2 --packet 0 -j TCPMSS --set-mss 400",
            to(6, &[syn, nth(2, 0)], Target::Tcpmss(Tcpmss::Set(400))),
        ),
        (
            "-m statistic --mode nth --every 9 --packet 0 -j DROP",
            to(0, &[nth(9, 0)], Target::Drop),
        ),
    ];
    let ttl = |by| Target::Ttl(by);
    if v4 {
        let ecn = EcnTarget {
            tcp_remove: true,
            ..EcnTarget::default()
        };
        rules.extend([
            ("-m ttl --ttl-lt 60 -j TTL --ttl-inc 7", {
                let below = Match::Ttl(TtlMatch {
                    compare: Compare::Less,
                    value: 60,
                });
                to(0, &[below], ttl(TtlTarget::Increase(7)))
            }),
            (
                "-p icmp -j TTL --ttl-set 9",
                to(1, &[], ttl(TtlTarget::Set(9))),
            ),
            (
                "-p udp -j TTL --ttl-dec 100",
                to(17, &[], ttl(TtlTarget::Decrease(100))),
            ),
            ("-p tcp ! -f -j ECN --ecn-tcp-remove", {
                let mut rule = to(6, &[], Target::Ecn(ecn));
                rule.ip.fragment = Some(not(Test::is(())));
                rule
            }),
        ]);
    } else {
        let hl = |by| Target::Hl(by);
        rules.extend([
            (
                "-p tcp -j HL --hl-inc 200",
                to(6, &[], hl(TtlTarget::Increase(200))),
            ),
            (
                "-p udp -j HL --hl-set 9",
                to(17, &[], hl(TtlTarget::Set(9))),
            ),
        ]);
    }
    rules
}

/// The chains PREROUTING and FORWARD of mangle. The first rule lets the oracle's marker pass uncounted.
fn chains(v4: bool) -> [(Hook, Vec<Both>); 2] {
    let mut prerouting = if v4 {
        let marker = IpMatch {
            src: masked("10.1.0.1", "255.255.255.255"),
            dst: masked("10.1.0.254", "255.255.255.255"),
            proto: Some(Test::is(1)),
            ..ANY
        };
        let marker = RuleSpec {
            target: Target::Accept,
            ..ip(marker)
        };
        vec![(MARKER, marker)]
    } else {
        Vec::new()
    };
    prerouting.extend(if v4 { only4() } else { only6() });
    prerouting.extend(common());
    // What the hosts answer for themselves is not this test's concern.
    let dropped = |types| RuleSpec {
        target: Target::Drop,
        ..addrtype(false, types)
    };
    prerouting.push(("-m addrtype --dst-type LOCAL -j DROP", dropped(1 << 2)));
    if !v4 {
        prerouting.push(("-m addrtype --dst-type ANYCAST -j DROP", dropped(1 << 4)));
    }
    [(Hook::Prerouting, prerouting), (Hook::Forward, changes(v4))]
}

/// What `iptables-restore` is given.
fn script(chains: &[(Hook, Vec<Both>)]) -> String {
    let mut script = "*mangle\n".to_owned();
    for (hook, rules) in chains {
        for (line, _) in rules {
            writeln!(script, "-A {} {line}", hook.chain()).expect("it is a string");
        }
    }
    script + "COMMIT\n"
}

/// The same rules compiled: rule `n` (from 0) of chain `c` has counter `1000 * c + n`.
fn ruleset(chains: &[(Hook, Vec<Both>)]) -> Arc<Ruleset> {
    let (mut built, mut bases) = (Vec::new(), Vec::new());
    for (number, (hook, rules)) in (0..).zip(chains) {
        let rules = (0..).zip(rules).map(|(place, (_, spec))| Rule {
            spec: Arc::new(spec.clone()),
            jump: None,
            counter: CounterId(1000 * number + place),
            state: Arc::new(RuleState::of(spec)),
            source: None,
        });
        built.push(Chain {
            name: hook.chain().into(),
            table: TableKind::Mangle,
            rules: rules.collect(),
        });
        let base = BaseChain {
            chain: ChainId(number),
            table: TableKind::Mangle,
            priority: TableKind::Mangle.priority(*hook),
            policy: Policy::Accept,
            counter: CounterId(1000 * number + 999),
        };
        bases.push((*hook, base));
    }
    let mut counters = CounterBank::new(1);
    counters.grow(2000);
    Arc::new(Ruleset::new(built, &bases, false, counters))
}

/// A frame of a kind that the rules tell apart.
fn frame(random: &mut Random) -> Vec<u8> {
    const PORTS: [u16; 8] = [1, 7, 53, 80, 1023, 1024, 40_000, 65_535];
    const TTLS: [u8; 6] = [2, 59, 60, 64, 65, 255];
    const TOS: [u8; 6] = [0, 0x10, 0xb8, 0x02, 0xba, 0xff];
    let mut one = |of: &[u8]| of[random.below(of.len())];
    let (ttl, tos) = (one(&TTLS), one(&TOS));
    let protocol = one(&[6, 6, 6, 17, 17, 1, 47, 132]);
    let v6 = one(&[0, 0, 1]) == 1;
    let mut payload = Vec::new();
    match protocol {
        1 => payload.extend([one(&[0, 3, 8, 128, 1]), one(&[0, 1, 4]), 0, 0, 1, 2, 3, 4]),
        _ => {
            for _ in 0..2 {
                payload.extend(PORTS[random.below(8)].to_be_bytes());
            }
        }
    }
    if protocol == 6 {
        let options: &[u8] = match random.below(5) {
            0 => &[2, 4, 5, 180],
            1 => &[1, 1, 4, 2, 2, 4, 5, 180],
            2 => &[9, 0, 2, 4, 5, 180, 1, 1],
            3 => &[8, 10, 1, 2, 3, 4, 5, 6, 7, 8, 4, 2],
            _ => &[],
        };
        let flags = match random.below(4) {
            0 => random.byte(),
            1 => 0xc2,
            _ => 0x02,
        };
        payload.extend([
            0,
            0,
            3,
            232,
            0,
            0,
            0,
            0,
            0x50 + 4 * options.len() as u8,
            flags,
        ]);
        payload.extend([250, 240, 0x12, 0x34, 0, 0]);
        payload.extend(options);
    }
    if random.below(2) == 0 {
        payload.extend((0..random.below(90)).map(|n| n as u8));
    }
    // Now and then what is there is cut.
    if random.below(12) == 0 {
        payload.truncate(random.below(20));
    }
    let mut frame = [&LEFT_MAC.0[..], &HOST_L.0].concat();
    if v6 {
        return frame6(random, frame, (protocol, ttl, tos), &payload);
    }
    let src = [
        [10, 1, 0, 1],
        [10, 1, 0, 254],
        [10, 1, 0, 77],
        [10, 2, 0, 9],
    ];
    let dst = [
        [10, 2, 0, 1],
        [224, 0, 0, 5],
        [10, 2, 0, 254],
        [10, 2, 0, 255],
    ];
    let src = src[random.below(4)];
    let dst = dst[[0, 0, 0, 0, 1, 2, 3][random.below(7)]];
    let fields = ipv4::Ipv4Fields {
        tos,
        total_len: 20 + payload.len() as u16,
        id: random.next() as u16,
        fragment_bits: match random.below(10) {
            0 => ipv4::MF,
            1 => 1 + random.below(3) as u16,
            _ => 0,
        },
        ttl,
        protocol,
        src: src.into(),
        dst: dst.into(),
    };
    frame.extend([8, 0]);
    frame.extend(fields.emit());
    frame.extend(payload);
    frame
}

fn frame6(
    random: &mut Random,
    mut frame: Vec<u8>,
    (protocol, hop_limit, traffic_class): (u8, u8, u8),
    payload: &[u8],
) -> Vec<u8> {
    let protocol = if protocol == 1 { 58 } else { protocol };
    let (next_header, extension): (u8, Vec<u8>) = match random.below(8) {
        0 => (60, vec![protocol, 0, 1, 4, 0, 0, 0, 0]),
        1 => (44, vec![protocol, 0, 0, 1, 0, 0, 0, 1]),
        2 => (44, vec![protocol, 0, 0, 9, 0, 0, 0, 1]),
        3 => (59, Vec::new()),
        4 => (60, vec![protocol, 9, 1, 4, 0, 0, 0, 0]),
        _ => (protocol, Vec::new()),
    };
    let v6 = |text: &str| match addr(text) {
        IpAddr::V6(addr) => addr,
        IpAddr::V4(addr) => addr.to_ipv6_mapped(),
    };
    let src = ["fd00:1::1", "fd00:1::fe", "fd00:1::77", "fd00:2::9"];
    let dst = ["fd00:2::1", "fd00:2::fe", "fd00:2::", "ff05::9"];
    let src = src[random.below(4)];
    let dst = dst[[0, 0, 0, 0, 1, 2, 3][random.below(7)]];
    let fields = ipv6::Ipv6Fields {
        traffic_class,
        flow_label: 5,
        payload_len: (extension.len() + payload.len()) as u16,
        next_header,
        hop_limit,
        src: v6(src),
        dst: v6(dst),
    };
    frame.extend([0x86, 0xdd]);
    frame.extend(fields.emit());
    frame.extend(extension);
    frame.extend(payload);
    frame
}

/// Whether the kernel hears its own answer to an IPv4 packet, which not every one gets: the source is a
/// broadcast, or its own address and the destination is nowhere.
fn answers_itself(frame: &[u8]) -> bool {
    let Some([8, 0, header @ ..]) = frame.get(12..34) else {
        return false;
    };
    let (src, dst) = (&header[12..16], &header[16..20]);
    src[3] == 255 || (src[3] == 254 && dst[..3] != [10, 2, 0])
}

/// Packets and bytes of each rule, in the order of the chains.
fn kernel_counts(oracle: &Oracle, tool: &str) -> Vec<(u64, u64)> {
    let listing = oracle.ask(&format!("{tool}-save -c -t mangle"));
    let rules = listing.lines().filter(|line| line.starts_with('['));
    rules
        .map(|line| {
            let end = line.find(']').expect("it is closed");
            let (packets, bytes) = line[1..end].split_once(':').expect("two numbers");
            let number = |text: &str| text.parse().expect("a number");
            (number(packets), number(bytes))
        })
        .collect()
}

fn our_counts(ruleset: &Ruleset) -> Vec<(u64, u64)> {
    let chains = (0..).zip(&ruleset.chains);
    chains
        .flat_map(|(number, chain)| {
            (0..chain.rules.len() as u32).map(move |place| CounterId(1000 * number + place))
        })
        .map(|counter| ruleset.counters.read(counter))
        .map(|counts| (counts.packets, counts.bytes))
        .collect()
}

#[test]
fn rules_match_what_they_match_in_the_kernel() {
    if !oracle::is_there() {
        return;
    }
    let mut oracle = Oracle::new("flt", 0);
    let (chains4, chains6) = (chains(true), chains(false));
    for (tool, chains) in [
        ("iptables-legacy", &chains4),
        ("ip6tables-legacy", &chains6),
    ] {
        let path = std::env::temp_dir().join(format!("tollgate-{tool}-{}", std::process::id()));
        std::fs::write(&path, script(chains)).expect("there is room");
        oracle.ask(&format!("{tool}-restore {}", path.display()));
        std::fs::remove_file(&path).expect("it is there");
    }
    let mut plan = Plan::new();
    plan.without_vlan();
    plan.sysctls.icmp_ratelimit = Duration::ZERO;
    plan.sysctls.icmp6_ratelimit = Duration::ZERO;
    plan.sysctls.icmp_msgs_per_sec = 1_000_000;
    plan.sysctls.icmp_msgs_burst = 1_000_000;
    plan.interface(RIGHT).mtu = 1280;
    (plan.filter4, plan.filter6) = (ruleset(&chains4), ruleset(&chains6));
    let rulesets = [Arc::clone(&plan.filter4), Arc::clone(&plan.filter6)];
    let mut ours = plan.start();
    ours.step = Duration::from_nanos(100);
    let seed = std::env::var("ORACLE_SEED").map_or(0x5eed_0002, |n| n.parse().expect("a number"));
    let count = std::env::var("ORACLE_FRAMES").map_or(3000, |n| n.parse().expect("a number"));
    // From this one on, counters are compared after each frame.
    let each = std::env::var("ORACLE_EACH").map_or(count, |n| n.parse().expect("a number"));
    let mut random = Random(seed);
    for n in 0..count {
        let mut frame = frame(&mut random);
        if random.below(5) == 0 {
            spoil(&mut random, &mut frame);
        }
        if frame.len() < 14 || frame.len() > 1200 || answers_itself(&frame) {
            continue;
        }
        let hex: String = frame.iter().map(|byte| format!("{byte:02x}")).collect();
        let (left, right) = ours.send(LEFT, &frame);
        let we = (comparable(left), comparable(right));
        let (left, right) = oracle.send(&frame).expect("the kernel answers");
        let kernel = (comparable(left), comparable(right));
        assert_eq!(
            without_limited(&we.0),
            without_limited(&kernel.0),
            "frame {n}: {hex}"
        );
        assert_eq!(
            without_limited(&we.1),
            without_limited(&kernel.1),
            "frame {n}: {hex}"
        );
        if n % 500 != 499 && n < each {
            continue;
        }
        let tools = ["iptables-legacy", "ip6tables-legacy"];
        for ((tool, chains), ruleset) in tools.iter().zip([&chains4, &chains6]).zip(&rulesets) {
            let lines = chains.iter().flat_map(|(_, rules)| rules);
            let counts = our_counts(ruleset)
                .into_iter()
                .zip(kernel_counts(&oracle, tool));
            for ((line, _), (we, kernel)) in lines.zip(counts) {
                if *line != MARKER {
                    assert_eq!(we, kernel, "{tool} {line}, frame {n}: {hex}");
                }
            }
        }
    }
    // Rules that nothing matched would have proved nothing.
    for (chains, ruleset) in [&chains4, &chains6].iter().zip(&rulesets) {
        let lines = chains.iter().flat_map(|(_, rules)| rules);
        for ((line, _), (packets, _)) in lines.zip(our_counts(ruleset)) {
            // Protocols are those behind all extension headers.
            let never = [MARKER, "! -i left", "! -o right", "-p 60"].contains(line);
            assert!(
                packets > 0 || never || count < 3000,
                "nothing matched {line}"
            );
        }
    }
}
