//! The rules that both get, as text and as the router has them.

use dataplane::{
    filter::{
        Hook, IpMatch, Match, RuleSpec, Target, Test,
        matches::{
            Compare, Dscp, Ecn, Icmp, Icmp6, IcmpType, Iprange, Length, Mac, MarkMatch, Multiports,
            Pkttype, Rpfilter, Tcp, TosMatch, TtlMatch,
        },
        targets::{DscpTarget, EcnTarget, MarkTarget, Tcpmss, TosTarget, TtlTarget},
    },
    packet::PacketType,
};

use super::{
    rig::{HOST_L, LEFT_MAC},
    spec::{
        ANY, TCP, addr, addrtype, ip, masked, multiport, named, not, nth, of, ports, tcp, to, udp,
    },
};

/// The rule that lets the oracle's own pings pass; the router gets none.
pub(super) const MARKER: &str = "-s 10.1.0.1 -d 10.1.0.254 -p icmp -j ACCEPT";

/// A rule as iptables is given it, and as the router has it.
pub(super) type Both = (&'static str, RuleSpec);

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
pub(super) fn chains(v4: bool) -> [(Hook, Vec<Both>); 2] {
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
