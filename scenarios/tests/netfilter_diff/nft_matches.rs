//! Random matches of nft's, with values that packets have.

use scenarios::oracle::Dice;

use crate::{
    matches::{CLIENTS, SERVICES},
    nft::{Chain, Set, SetKind},
    rules::Proto,
    topology::{Family, HOSTS, PORTS, host_mac},
};

/// What a rule is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    pub(crate) family: Family,
    /// Its table has both families.
    pub(crate) inet: bool,
}

impl Context {
    /// The header of the family.
    pub(crate) const fn ip(&self) -> &'static str {
        match self.family {
            Family::V4 => "ip",
            Family::V6 => "ip6",
        }
    }

    pub(crate) fn host(&self, dice: &mut Dice) -> String {
        let (port, host) = (dice.below(PORTS), dice.pick(&HOSTS));
        match dice.below(6) {
            0 => self.family.router(port),
            1 => self.family.far(port, host),
            _ => self.family.near(port, host),
        }
        .to_string()
    }

    pub(crate) fn network(&self, dice: &mut Dice) -> String {
        let (port, host) = (dice.below(PORTS), dice.pick(&HOSTS));
        let near = |host| self.family.near(port, host);
        match dice.below(8) {
            0..=2 => format!("{}/{}", near(0), self.family.link_len()),
            3 => format!("{}/{}", self.family.far(port, 0), self.family.link_len()),
            4 => format!("{}/{}", near(host & !3), self.family.bits() - 2),
            5 => format!("{}-{}", near(2), near(4)),
            _ => self.host(dice),
        }
    }

    pub(crate) fn port(&self, dice: &mut Dice) -> u16 {
        match dice.below(4) {
            0 => CLIENTS + dice.below(8) as u16,
            _ => dice.pick(&SERVICES),
        }
    }

    fn ports(&self, dice: &mut Dice) -> String {
        match dice.below(6) {
            0 => format!("{}-{}", SERVICES[0], SERVICES[2]),
            1 => format!("{{ {}, 443-8080 }}", SERVICES[dice.below(3)]),
            2 => format!("!= {}", self.port(dice)),
            3 => format!("{}-{}", CLIENTS, CLIENTS + 4),
            _ => self.port(dice).to_string(),
        }
    }
}

fn not(dice: &mut Dice) -> &'static str {
    if dice.chance(15) { "!= " } else { "" }
}

const fn proto_name(proto: Proto, family: Family) -> &'static str {
    match (proto, family) {
        (Proto::Tcp, _) => "tcp",
        (Proto::Udp, _) => "udp",
        (Proto::Icmp, Family::V4) => "icmp",
        (Proto::Icmp, Family::V6) => "icmpv6",
        (Proto::Other, _) => "sctp",
    }
}

/// The matches of a rule.
pub(crate) fn matches(
    dice: &mut Dice,
    cx: &Context,
    chain: &Chain,
    sets: &[&Set],
    proto: Option<Proto>,
) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(proto) = proto {
        words.push(transport(dice, cx, proto));
    }
    for _ in 0..dice.pick(&[0, 1, 1, 2, 2, 3]) {
        let text = match dice.below(10) {
            0..=2 => address(dice, cx, sets),
            3 => interface(dice, chain),
            4 | 5 => connection(dice, cx, chain),
            6 => header(dice, cx, chain),
            7 => known(dice, cx, chain),
            8 => other(dice, cx, chain, proto),
            _ => set(dice, cx, sets, proto),
        };
        words.extend(text);
    }
    words
}

fn transport(dice: &mut Dice, cx: &Context, proto: Proto) -> String {
    let name = proto_name(proto, cx.family);
    match (proto, dice.below(6)) {
        (Proto::Tcp | Proto::Udp, 0..=2) => {
            let side = dice.pick(&["sport", "dport", "dport"]);
            format!("{name} {side} {}", cx.ports(dice))
        }
        (Proto::Tcp, 3) => {
            let flags = [
                "tcp flags syn",
                "tcp flags & (fin|syn|rst|ack) == syn",
                "tcp flags syn / fin,syn,rst,ack",
                "tcp flags != syn",
                "tcp flags { syn, ack, psh | ack }",
                "tcp flags & (rst|fin) != 0",
                "meta l4proto tcp tcp option maxseg size 500-1400",
                "meta l4proto tcp tcp option timestamp exists",
                "meta l4proto tcp tcp option sack-perm exists",
                "meta l4proto tcp tcp option timestamp missing",
                "ct protocol tcp tcp dport 80",
                "tcp doff 5",
                "tcp window 0-1000",
            ];
            dice.pick(&flags).to_owned()
        }
        (Proto::Udp, 3) => dice
            .pick(&["udp length 8-100", "udp checksum 0"])
            .to_owned(),
        (Proto::Icmp, 0..=3) => match cx.family {
            Family::V4 => dice.pick(&[
                "icmp type echo-request",
                "icmp type { echo-reply, destination-unreachable }",
                "icmp type != echo-request",
                "icmp code 0-3",
                "icmp id 1-40000",
            ]),
            Family::V6 => dice.pick(&[
                "icmpv6 type echo-request",
                "icmpv6 type { echo-reply, destination-unreachable, packet-too-big }",
                "icmpv6 type != echo-request",
                "icmpv6 code 0-3",
            ]),
        }
        .to_owned(),
        (_, 4) => {
            let name = if proto == Proto::Icmp && cx.family == Family::V6 {
                "ipv6-icmp"
            } else {
                name
            };
            match cx.family {
                Family::V4 => format!("ip protocol {name}"),
                Family::V6 => format!("ip6 nexthdr {name}"),
            }
        }
        _ => {
            let name = if name == "icmpv6" { "ipv6-icmp" } else { name };
            format!("meta l4proto {name}")
        }
    }
}

fn address(dice: &mut Dice, cx: &Context, sets: &[&Set]) -> Option<String> {
    let (ip, side) = (cx.ip(), dice.pick(&["saddr", "daddr"]));
    let wanted = dice.pick(&[SetKind::Addresses, SetKind::Networks, SetKind::Dynamic]);
    let named = sets.iter().find(|set| set.kind == wanted);
    if let Some(set) = named
        && dice.chance(40)
    {
        return Some(format!("{ip} {side} {}@{}", not(dice), set.name));
    }
    let value = match dice.below(6) {
        0 => format!("{{ {}, {} }}", cx.host(dice), cx.network(dice)),
        // What the mask leaves out may be set on the other side: then nothing is equal.
        1 => {
            let (mask, host) = (cx.family.link_mask(), cx.host(dice));
            return Some(format!("{ip} {side} & {mask} == {host}"));
        }
        _ => format!("{}{}", not(dice), cx.network(dice)),
    };
    // Intervals that overlap are an error.
    if value.starts_with('{') && (value.contains('/') || value.contains('-')) {
        return None;
    }
    Some(format!("{ip} {side} {value}"))
}

fn interface(dice: &mut Dice, chain: &Chain) -> Option<String> {
    let before = matches!(chain.hook, "prerouting" | "input");
    let side = match (before, chain.hook) {
        (true, _) => "i",
        (_, "output") => "o",
        _ => dice.pick(&["i", "o"]),
    };
    let port = dice.below(PORTS);
    Some(match dice.below(6) {
        0 => format!("{side}if {}p{port}", not(dice)),
        1 => format!("{side}ifname {{ \"p{port}\", \"lo\" }}"),
        2 => format!("{side}ifname \"p*\""),
        _ => format!("{side}ifname {}\"p{port}\"", not(dice)),
    })
}

fn connection(dice: &mut Dice, cx: &Context, chain: &Chain) -> Option<String> {
    if chain.priority < -200 && dice.chance(80) {
        return None;
    }
    let (ip, network) = (cx.ip(), cx.network(dice));
    Some(match dice.below(18) {
        0..=5 => dice
            .pick(&[
                "ct state new",
                "ct state established,related",
                "ct state invalid",
                "ct state { new, untracked }",
                "ct state != established",
                "ct state vmap { invalid : drop, established : continue }",
            ])
            .to_owned(),
        6 => format!("ct direction {}", dice.pick(&["original", "reply"])),
        7 => format!("ct mark {}", dice.below(4)),
        8 => "ct mark & 0x3 == 0x1".to_owned(),
        9 => format!(
            "ct status {}",
            dice.pick(&["snat", "dnat", "assured", "seen-reply"])
        ),
        10 => format!("ct original {ip} saddr {}{network}", not(dice)),
        11 => format!("ct reply {ip} saddr {network}"),
        12 => format!("ct protocol {}", dice.pick(&["tcp", "udp"])),
        13 => format!("ct original proto-dst {}", cx.port(dice)),
        14 => format!("ct zone {}", dice.below(3)),
        15 => dice
            .pick(&[
                "ct bytes > 200",
                "ct original packets < 3",
                "ct avgpkt > 60",
            ])
            .to_owned(),
        _ => "ct expiration < 100h".to_owned(),
    })
}

fn header(dice: &mut Dice, cx: &Context, chain: &Chain) -> Option<String> {
    let text = match cx.family {
        Family::V4 => dice.pick(&[
            "ip ttl 64",
            "ip ttl < 10",
            "ip ttl != 63",
            "ip dscp ef",
            "ip dscp { cs0, cs1, af11 }",
            "ip dscp != cs0",
            "ip ecn ce",
            "ip length 28-60",
            "ip frag-off 0",
            "ip frag-off & 0x1fff != 0",
            "ip hdrlength 5",
            "ip version 4",
            "ip id 0-30000",
            "@nh,72,8 17",
        ]),
        Family::V6 => dice.pick(&[
            "ip6 hoplimit 64",
            "ip6 hoplimit < 10",
            "ip6 dscp ef",
            "ip6 dscp { cs0, cs1, af11 }",
            "ip6 ecn ce",
            "ip6 length 8-60",
            "ip6 flowlabel 0",
            "ip6 version 6",
            "exthdr frag exists",
            "exthdr hbh missing",
            "frag frag-off 0",
            "frag more-fragments 1",
            "@nh,48,8 17",
        ]),
    };
    // What the router makes has an identification from random keys: whether it matches is chance.
    let may_be_own = matches!(chain.hook, "output" | "postrouting");
    (!(may_be_own && text.starts_with("ip id "))).then(|| text.to_owned())
}

fn known(dice: &mut Dice, cx: &Context, chain: &Chain) -> Option<String> {
    let mac = host_mac(dice.below(PORTS), dice.pick(&HOSTS));
    Some(match dice.below(12) {
        0 | 1 => format!("meta mark {}{}", not(dice), dice.below(4)),
        2 => "meta mark & 0x3 == 0x1".to_owned(),
        3 => dice
            .pick(&["meta length 0-60", "meta length > 100"])
            .to_owned(),
        4 => format!(
            "meta pkttype {}",
            dice.pick(&["host", "broadcast", "multicast"])
        ),
        5 => format!("meta nfproto {}", cx.family.name()),
        6 => format!("meta protocol {}", cx.ip()),
        7 => dice
            .pick(&["meta priority none", "meta priority 1:2"])
            .to_owned(),
        8 if matches!(chain.hook, "prerouting" | "input" | "forward") => {
            format!("ether saddr {}{mac}", not(dice))
        }
        10 => "meta ipsec missing".to_owned(),
        _ => return None,
    })
}

fn other(dice: &mut Dice, cx: &Context, chain: &Chain, proto: Option<Proto>) -> Option<String> {
    let types = [
        "local",
        "unicast",
        "{ local, broadcast }",
        "!= local",
        "multicast",
    ];
    let incoming = matches!(chain.hook, "prerouting" | "input" | "forward");
    Some(match dice.below(14) {
        0 | 1 => format!("fib daddr type {}", dice.pick(&types)),
        2 => format!("fib saddr type {}", dice.pick(&types)),
        3 if chain.hook == "prerouting" => {
            format!("fib daddr . iif type {}", dice.pick(&types))
        }
        4 if incoming => format!("fib saddr . iif oif {}", dice.pick(&["missing", "exists"])),
        5 if incoming => format!("fib saddr oifname \"p{}\"", dice.below(PORTS)),
        6 => format!("numgen inc mod {} 0", 2 + dice.below(3)),
        7 => {
            let (modulus, seed) = (2 + dice.below(3), dice.pick(&["0xdeadbeef", "0x1"]));
            format!("jhash {} saddr mod {modulus} seed {seed} 0", cx.ip())
        }
        // Full at first, and refilled too late to matter.
        8 => format!(
            "limit rate {}{}/day burst {} packets",
            dice.pick(&["", "over "]),
            1 + dice.below(3),
            1 + dice.below(30)
        ),
        9 => format!(
            "quota {}{} bytes",
            dice.pick(&["", "over "]),
            100 + dice.below(3000)
        ),
        10 if proto.is_some_and(|proto| matches!(proto, Proto::Tcp | Proto::Udp)) => {
            format!("th dport {}", cx.port(dice))
        }
        11 if proto == Some(Proto::Udp) => format!("@th,16,16 {}", cx.port(dice)),
        12 if proto == Some(Proto::Tcp) => format!(
            "tcp dport vmap {{ {} : continue, {} : drop }}",
            SERVICES[0],
            SERVICES[dice.below(4) + 1]
        ),
        _ => return None,
    })
}

fn set(dice: &mut Dice, cx: &Context, sets: &[&Set], proto: Option<Proto>) -> Option<String> {
    let ip = cx.ip();
    let name = match proto? {
        Proto::Tcp => "tcp",
        Proto::Udp => "udp",
        Proto::Icmp | Proto::Other => return None,
    };
    let named = |kind| sets.iter().find(|set| set.kind == kind);
    match dice.below(4) {
        0 => {
            let set = named(SetKind::Pairs)?;
            Some(format!(
                "{ip} daddr . {name} dport {}@{}",
                not(dice),
                set.name
            ))
        }
        1 => {
            let set = named(SetKind::Ports)?;
            Some(format!("{name} dport {}@{}", not(dice), set.name))
        }
        2 => Some(format!(
            "{ip} saddr . {name} dport {{ {} . {}, {} . {}-{} }}",
            cx.family.near(0, 2),
            cx.port(dice),
            cx.family.near(1, 3),
            SERVICES[0],
            SERVICES[3],
        )),
        _ => Some(format!(
            "iifname . {ip} saddr {{ \"p0\" . {}, \"p1\" . {} }}",
            cx.family.near(0, 2),
            cx.family.near(1, 3),
        )),
    }
}
