//! Random statements of nft's, each where it may stand.

use scenarios::oracle::Dice;

use crate::{
    matches::SERVICES,
    nft::{Chain, Set, SetKind},
    nft_matches::Context,
    rules::Proto,
    topology::{Family, HOSTS, POOL, PORTS},
};

/// What a rule does before it decides.
pub(crate) fn statements(
    dice: &mut Dice,
    cx: &Context,
    chain: &Chain,
    sets: &[&Set],
    proto: Option<Proto>,
) -> Vec<String> {
    let mut words = Vec::new();
    if dice.chance(70) {
        words.push("counter".to_owned());
    }
    if dice.chance(35) {
        let statement = statement(dice, cx, chain, sets, proto);
        words.extend(statement.filter(|text| !(is_summed_up(cx, chain) && spoils(text))));
    }
    words
}

/// Connection tracking has summed up the packet by then, and it may be one for the router itself: of an
/// IPv6 header that changes afterwards the kernel knows nothing, and drops longer UDP packets as spoilt.
fn is_summed_up(cx: &Context, chain: &Chain) -> bool {
    let may_be_own = matches!(chain.hook, "prerouting" | "input");
    cx.family == Family::V6 && may_be_own && chain.priority > -200
}

/// Whether a statement changes the sum of an IPv6 packet. With an address, its transport checksum changes
/// too, so that the sum stays.
fn spoils(statement: &str) -> bool {
    let fields = ["dscp", "ecn", "flowlabel", "hoplimit"].map(|field| format!("ip6 {field} set "));
    let starts = |field: &String| statement.starts_with(&**field);
    fields.iter().any(starts) || statement.starts_with("@nh,56,8 set ")
}

fn statement(
    dice: &mut Dice,
    cx: &Context,
    chain: &Chain,
    sets: &[&Set],
    proto: Option<Proto>,
) -> Option<String> {
    let ip = cx.ip();
    let named = |kind| sets.iter().find(|set| set.kind == kind);
    let mangles = chain.priority == -150 || chain.kind == "filter" && dice.chance(30);
    Some(match dice.below(24) {
        0 | 1 => format!("meta mark set {}", dice.below(4)),
        2 => "meta mark set ct mark".to_owned(),
        3 => "meta mark set mark or 0x2".to_owned(),
        4 => format!("ct mark set {}", dice.below(4)),
        5 => "ct mark set meta mark".to_owned(),
        6 => format!("meta priority set 1:{}", dice.below(20)),
        7 if mangles => format!("{ip} dscp set {}", dice.pick(&["ef", "cs1", "af11", "cs0"])),
        8 if mangles => match cx.family {
            Family::V4 => format!("ip ttl set {}", dice.pick(&[64, 2, 1])),
            Family::V6 => format!("ip6 hoplimit set {}", dice.pick(&[64, 2, 1])),
        },
        9 if mangles => format!("{ip} ecn set {}", dice.pick(&["ce", "ect0"])),
        10 if mangles && proto == Some(Proto::Tcp) => dice
            .pick(&[
                "tcp option maxseg size set 1000",
                "tcp option maxseg size set 536",
                "tcp window set 999",
                "tcp flags set ack",
                "tcp dport set 80",
                "reset tcp option timestamp",
                "@th,16,16 set 443",
            ])
            .to_owned(),
        10 if mangles && proto == Some(Proto::Udp) => dice
            .pick(&[
                "udp sport set 1000",
                "udp checksum set 0",
                "@th,0,16 set 99",
            ])
            .to_owned(),
        10 if mangles => match cx.family {
            Family::V4 => dice.pick(&["ip id set 7", "ip saddr set 10.0.0.9"]),
            Family::V6 => dice.pick(&[
                "ip6 flowlabel set 7",
                "@nh,56,8 set 16",
                "ip6 saddr set 2001:db8::9",
            ]),
        }
        .to_owned(),
        11 => "log prefix \"a b: \" level debug".to_owned(),
        12 => {
            let set = named(SetKind::Dynamic)?;
            let verb = dice.pick(&["add", "update"]);
            format!("{verb} @{} {{ {ip} saddr }}", set.name)
        }
        13 => {
            let set = named(SetKind::Marks)?;
            format!("meta mark set {ip} saddr map @{}", set.name)
        }
        14 => format!(
            "meta mark set {ip} daddr map {{ {} : 1, {} : 2 }}",
            cx.family.near(0, HOSTS[0]),
            cx.family.near(1, HOSTS[1]),
        ),
        15 if chain.priority < -200 => format!("ct zone set {}", 1 + dice.below(2)),
        16 | 17 if chain.priority < -200 => "notrack".to_owned(),
        18 if chain.hook == "prerouting" => "meta pkttype set host".to_owned(),
        19 => "meta nftrace set 0".to_owned(),
        20 => format!("ct label set {}", dice.below(3)),
        21 => format!(
            "meta mark set {}",
            dice.pick(&["numgen inc mod 4", "ct mark and 0xf2"])
        ),
        22 => format!("meta mark set jhash {ip} saddr mod 8 seed 5"),
        23 => "ct mark set meta mark or 0x10".to_owned(),
        _ => return None,
    })
}

/// What a rule decides.
pub(crate) fn terminal(
    dice: &mut Dice,
    cx: &Context,
    chain: &Chain,
    callable: &[&str],
    proto: Option<Proto>,
) -> Option<String> {
    if !callable.is_empty() && dice.chance(35) {
        let verb = dice.pick(&["jump", "jump", "goto"]);
        return Some(format!("{verb} {}", dice.pick(callable)));
    }
    if chain.user.is_some() && dice.chance(15) {
        return Some("return".to_owned());
    }
    if chain.kind == "nat" {
        return nat(dice, cx, chain, proto);
    }
    match dice.below(14) {
        0..=3 => Some("accept".to_owned()),
        4 if chain.priority >= 0 => Some("drop".to_owned()),
        5 => Some("return".to_owned()),
        6..=8 if chain.priority >= 0 && chain.hook != "postrouting" => reject(dice, cx, proto),
        9 if chain.hook == "prerouting" && dice.chance(30) => reject(dice, cx, proto),
        10 => Some("continue".to_owned()),
        _ => None,
    }
}

fn reject(dice: &mut Dice, cx: &Context, proto: Option<Proto>) -> Option<String> {
    if proto == Some(Proto::Tcp) && dice.chance(50) {
        return Some("reject with tcp reset".to_owned());
    }
    if cx.inet && dice.chance(60) {
        let code = dice.pick(&[
            "admin-prohibited",
            "port-unreachable",
            "host-unreachable",
            "no-route",
        ]);
        return Some(format!("reject with icmpx type {code}"));
    }
    Some(match cx.family {
        Family::V4 => {
            let code = dice.pick(&["port-unreachable", "host-prohibited", "admin-prohibited"]);
            format!("reject with icmp type {code}")
        }
        Family::V6 => {
            let code = dice.pick(&["port-unreachable", "admin-prohibited", "no-route"]);
            format!("reject with icmpv6 type {code}")
        }
    })
}

fn nat(dice: &mut Dice, cx: &Context, chain: &Chain, proto: Option<Proto>) -> Option<String> {
    let ports = proto.is_some_and(|proto| matches!(proto, Proto::Tcp | Proto::Udp));
    let source = matches!(chain.hook, "postrouting" | "input");
    let family = if cx.inet {
        format!(" {}", cx.ip())
    } else {
        String::new()
    };
    let port = dice.below(PORTS);
    let (first, last) = match source {
        true => (cx.family.near(port, POOL[0]), cx.family.near(port, POOL[3])),
        false => (
            cx.family.near(port, HOSTS[0]),
            cx.family.near(port, HOSTS[3]),
        ),
    };
    let with_port = |port: &str| match cx.family {
        Family::V4 => format!("{first}:{port}"),
        Family::V6 => format!("[{first}]:{port}"),
    };
    let verb = if source { "snat" } else { "dnat" };
    let service = SERVICES[dice.below(4)];
    Some(match dice.below(14) {
        0..=2 => format!("{verb}{family} to {first}"),
        3 if ports => format!("{verb}{family} to {}", with_port(&service.to_string())),
        4 if ports => format!("{verb}{family} to {}", with_port("20000-20050")),
        5 => format!("{verb}{family} to {first}-{last}"),
        6 => format!("{verb}{family} to {first}-{last} persistent"),
        7 if chain.hook == "postrouting" => "masquerade".to_owned(),
        8 if chain.hook == "postrouting" && ports => "masquerade to :30000-30100".to_owned(),
        7 if !source => "redirect".to_owned(),
        8 if !source && ports => format!("redirect to :{service}"),
        // Of an address that stays as it is, what the kernel does in IPv4 depends on what was on its stack.
        10 if cx.family == Family::V6 => {
            let (net, len) = (cx.family.near(port, 0), cx.family.link_len());
            format!("{verb}{family} prefix to {net}/{len}")
        }
        11 => format!("{verb}{family} to numgen inc mod 2 map {{ 0 : {first}, 1 : {last} }}"),
        12 if ports => format!(
            "{verb} {} addr . port to {} saddr map {{ {} : {first} . {service}, {} : {last} . 53 }}",
            cx.ip(),
            cx.ip(),
            cx.family.near(0, HOSTS[1]),
            cx.family.near(1, HOSTS[2]),
        ),
        9 => format!(
            "{verb}{family} to {} saddr map {{ {} : {first}, {} : {last} }}",
            cx.ip(),
            cx.family.near(0, HOSTS[1]),
            cx.family.near(1, HOSTS[2]),
        ),
        _ => "accept".to_owned(),
    })
}
