//! Rules as the router has them, in few words.

use std::net::IpAddr;

use dataplane::filter::{
    IfacePattern, IpMatch, Masked, Match, RuleSpec, Target, Test,
    matches::{AddrTypes, Addrtype, Multiport, Multiports, Statistic, StatisticMode, Tcp, Udp},
};

/// What every packet matches.
pub(super) const ANY: IpMatch = IpMatch {
    src: None,
    dst: None,
    iif: None,
    oif: None,
    proto: None,
    fragment: None,
};

pub(super) fn not<T>(test: Test<T>) -> Test<T> {
    Test {
        not: !test.not,
        ..test
    }
}

pub(super) fn addr(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

pub(super) fn masked(text: &str, mask: &str) -> Option<Test<Masked>> {
    Some(Test::is(Masked {
        addr: addr(text),
        mask: addr(mask),
    }))
}

pub(super) fn named(name: &str, prefix: bool) -> Option<Test<IfacePattern>> {
    let name = name.into();
    Some(Test::is(IfacePattern { name, prefix }))
}

pub(super) fn ip(ip: IpMatch) -> RuleSpec {
    RuleSpec {
        ip,
        ..RuleSpec::default()
    }
}

pub(super) fn of(proto: u8, matches: &[Match]) -> RuleSpec {
    RuleSpec {
        ip: IpMatch {
            proto: (proto != 0).then_some(Test::is(proto)),
            ..ANY
        },
        matches: matches.to_vec(),
        target: Target::Continue,
    }
}

pub(super) fn to(proto: u8, matches: &[Match], target: Target) -> RuleSpec {
    RuleSpec {
        target,
        ..of(proto, matches)
    }
}

pub(super) const TCP: Tcp = Tcp {
    sport: None,
    dport: None,
    flags: None,
    option: None,
};

pub(super) fn tcp(tcp: Tcp) -> RuleSpec {
    of(6, &[Match::Tcp(tcp)])
}

pub(super) fn udp(sport: Option<Test<(u16, u16)>>, dport: Option<Test<(u16, u16)>>) -> RuleSpec {
    of(17, &[Match::Udp(Udp { sport, dport })])
}

pub(super) fn multiport(proto: u8, which: Multiports, ports: Test<&[(u16, u16)]>) -> RuleSpec {
    let ports = Test {
        not: ports.not,
        of: ports.of.into(),
    };
    of(proto, &[Match::Multiport(Multiport { which, ports })])
}

pub(super) fn nth(every: u32, packet: u32) -> Match {
    Match::Statistic(Statistic {
        mode: Test::is(StatisticMode::Nth {
            every: every - 1,
            packet,
        }),
    })
}

pub(super) fn ports(first: u16, last: u16) -> Option<Test<(u16, u16)>> {
    Some(Test::is((first, last)))
}

pub(super) fn addrtype(source: bool, types: u16) -> RuleSpec {
    let test = Some(Test::is(AddrTypes(types)));
    let (src, dst) = if source { (test, None) } else { (None, test) };
    let addrtype = Addrtype {
        src,
        dst,
        ..Addrtype::default()
    };
    of(0, &[Match::Addrtype(addrtype)])
}
