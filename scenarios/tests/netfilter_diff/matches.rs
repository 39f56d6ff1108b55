//! Random matches (`-m`), with values that packets have.

use scenarios::oracle::Dice;

use crate::{
    rules::{Place, Proto, Table, network, not},
    topology::{Family, HOSTS, PORTS, host_mac},
};

/// Ports that servers have.
pub(crate) const SERVICES: [u16; 6] = [22, 53, 80, 443, 5353, 8080];

/// The first port that clients have; how many of them there are depends on the case. Rules name those from
/// here on: of ports that are chosen at random, few are among them, so that it seldom decides what happens.
pub(crate) const CLIENTS: u16 = 64_800;

/// A match's name, and how it is written.
pub(crate) fn extension(
    dice: &mut Dice,
    place: &Place,
    proto: Option<Proto>,
) -> Option<(&'static str, String)> {
    if let Some(proto) = proto
        && dice.chance(60)
    {
        let found = match proto {
            Proto::Tcp => tcp(dice),
            Proto::Udp => ports_of(dice, "udp", 2),
            Proto::Icmp => icmp(dice, place.family),
            Proto::Other => return None,
        };
        return Some(found);
    }
    let name = dice.pick(&[
        "conntrack",
        "conntrack",
        "conntrack",
        "conntrack",
        "state",
        "state",
        "mark",
        "mark",
        "connmark",
        "connmark",
        "connlimit",
        "hashlimit",
        "hashlimit",
        "limit",
        "length",
        "ttl",
        "ttl",
        "tos",
        "dscp",
        "ecn",
        "addrtype",
        "addrtype",
        "pkttype",
        "statistic",
        "statistic",
        "comment",
        "rpfilter",
        "iprange",
        "iprange",
        "mac",
        "recent",
        "recent",
    ]);
    let text = match name {
        "conntrack" => conntrack(dice, place.family),
        "state" => format!("-m state {}--state {}", not(dice), states(dice, false)),
        "mark" => format!("-m mark {}--mark {}", not(dice), mark(dice)),
        "connmark" => format!("-m connmark {}--mark {}", not(dice), mark(dice)),
        "connlimit" => connlimit(dice, place.family),
        "hashlimit" => hashlimit(dice, place.family),
        "recent" => recent(dice, place.family),
        // Full at first, and refilled too late to matter.
        "limit" => format!(
            "-m limit --limit {} --limit-burst {}",
            dice.pick(&["1/hour", "2/day", "1/h"]),
            1 + dice.below(30)
        ),
        "length" => format!(
            "-m length {}--length {}",
            not(dice),
            dice.pick(&["0:60", "60", "100:500", "41:", ":99"])
        ),
        "ttl" => {
            let (name, option) = match place.family {
                Family::V4 => ("ttl", "ttl"),
                Family::V6 => ("hl", "hl"),
            };
            let text = match dice.below(3) {
                0 => format!("{}--{option}-eq {}", not(dice), dice.pick(&[64, 63, 2, 1])),
                1 => format!("--{option}-lt {}", dice.pick(&[64, 10])),
                _ => format!("--{option}-gt {}", dice.pick(&[63, 10])),
            };
            return Some((name, format!("-m {name} {text}")));
        }
        "tos" => format!(
            "-m tos {}--tos {}",
            not(dice),
            dice.pick(&[
                "0x10",
                "0x08/0x3f",
                "0x0/0x1e",
                "Minimize-Delay",
                "0xb8/0xfc"
            ])
        ),
        "dscp" => match dice.below(2) {
            0 => format!(
                "-m dscp {}--dscp {}",
                not(dice),
                dice.pick(&["0x2e", "0", "4"])
            ),
            _ => format!(
                "-m dscp {}--dscp-class {}",
                not(dice),
                dice.pick(&["EF", "CS1", "AF11", "BE"])
            ),
        },
        "ecn" => match dice.below(3) {
            0 if proto == Some(Proto::Tcp) => format!("-m ecn {}--ecn-tcp-cwr", not(dice)),
            1 if proto == Some(Proto::Tcp) => format!("-m ecn {}--ecn-tcp-ece", not(dice)),
            _ => format!("-m ecn {}--ecn-ip-ect {}", not(dice), dice.below(4)),
        },
        "addrtype" => addrtype(dice, place),
        "pkttype" => format!(
            "-m pkttype {}--pkt-type {}",
            not(dice),
            dice.pick(&["unicast", "broadcast", "multicast"])
        ),
        "statistic" => {
            let every = 1 + dice.below(5);
            match dice.below(6) {
                // The outcome is certain.
                0 => format!(
                    "-m statistic --mode random {}--probability {}",
                    not(dice),
                    dice.pick(&["0", "1"])
                ),
                _ => format!(
                    "-m statistic --mode nth {}--every {every} --packet {}",
                    not(dice),
                    dice.below(every)
                ),
            }
        }
        "comment" => format!(
            "-m comment --comment {}",
            dice.pick(&["x", "\"two words\"", "a-b_c"])
        ),
        "rpfilter" => {
            if !(place.hook == "PREROUTING" && matches!(place.table, Table::Raw | Table::Mangle)) {
                return None;
            }
            let options: String = ["--loose", "--validmark", "--accept-local", "--invert"]
                .iter()
                .filter(|_| dice.chance(35))
                .map(|option| format!(" {option}"))
                .collect();
            format!("-m rpfilter{options}")
        }
        "iprange" => {
            let (port, side) = (dice.below(PORTS), dice.pick(&["src", "dst"]));
            let near = |host| place.family.near(port, host);
            let (first, last) = dice.pick(&[(3, 5), (2, 2), (1, 100), (100, 255)]);
            format!(
                "-m iprange {}--{side}-range {}-{}",
                not(dice),
                near(first),
                near(last)
            )
        }
        "mac" => {
            if !matches!(place.hook, "PREROUTING" | "FORWARD" | "INPUT") {
                return None;
            }
            let mac = host_mac(dice.below(PORTS), dice.pick(&HOSTS));
            format!(
                "-m mac {}--mac-source {}",
                not(dice),
                mac.to_string().to_uppercase()
            )
        }
        _ => return None,
    };
    Some((name, text))
}

pub(crate) fn mark(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("{:#x}/{:#x}", dice.below(8), dice.pick(&[1, 3, 7, 0xff])),
        1 => "0".to_owned(),
        _ => format!("{:#x}", 1 + dice.below(4)),
    }
}

fn states(dice: &mut Dice, nat: bool) -> String {
    let all: &[&str] = &[
        "NEW",
        "ESTABLISHED",
        "RELATED",
        "INVALID",
        "UNTRACKED",
        "SNAT",
        "DNAT",
    ];
    let all = if nat { all } else { &all[..5] };
    let mut picked: Vec<&str> = all.iter().copied().filter(|_| dice.chance(30)).collect();
    if picked.is_empty() {
        picked.push(dice.pick(all));
    }
    picked.join(",")
}

fn conntrack(dice: &mut Dice, family: Family) -> String {
    let mut options = Vec::new();
    let mut some = false;
    while !some {
        if dice.chance(50) {
            options.push(format!("{}--ctstate {}", not(dice), states(dice, true)));
        }
        if dice.chance(8) {
            options.push(format!(
                "{}--ctproto {}",
                not(dice),
                dice.pick(&["tcp", "udp", "17"])
            ));
        }
        for side in ["origsrc", "origdst", "replsrc", "repldst"] {
            if dice.chance(5) {
                options.push(format!(
                    "{}--ct{side} {}",
                    not(dice),
                    contiguous(dice, family)
                ));
            }
            if dice.chance(5) {
                options.push(format!("{}--ct{side}port {}", not(dice), port_range(dice)));
            }
        }
        if dice.chance(10) {
            let status = dice.pick(&[
                "NONE",
                "SEEN_REPLY",
                "ASSURED",
                "CONFIRMED",
                "ASSURED,CONFIRMED",
                "EXPECTED",
            ]);
            options.push(format!("{}--ctstatus {status}", not(dice)));
        }
        if dice.chance(7) {
            // No timeout is near these.
            options.push(format!(
                "{}--ctexpire {}",
                not(dice),
                dice.pick(&["48:90", "0:80", "150:500000"])
            ));
        }
        if dice.chance(8) {
            options.push(format!("--ctdir {}", dice.pick(&["ORIGINAL", "REPLY"])));
        }
        some = !options.is_empty();
    }
    format!("-m conntrack {}", options.join(" "))
}

fn contiguous(dice: &mut Dice, family: Family) -> String {
    loop {
        let network = network(dice, family);
        if !network.contains("255.255") {
            return network;
        }
    }
}

pub(crate) fn port_range(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => "1:1023".to_owned(),
        1 => format!("{}:", CLIENTS),
        2 => ":100".to_owned(),
        _ => dice.pick(&SERVICES).to_string(),
    }
}

/// Ports for `conntrack` and the like have no open ends everywhere; here they do.
fn ports_of(dice: &mut Dice, proto: &'static str, side: usize) -> (&'static str, String) {
    if dice.chance(40) {
        let option = dice.pick(&["sports", "dports", "dports", "ports"]);
        let mut list = Vec::new();
        for _ in 0..1 + dice.below(4) {
            list.push(match dice.below(4) {
                0 => "1:1023".to_owned(),
                1 => format!("{CLIENTS}:{}", CLIENTS + 20),
                _ => dice.pick(&SERVICES).to_string(),
            });
        }
        return (
            "multiport",
            format!("-m multiport {}--{option} {}", not(dice), list.join(",")),
        );
    }
    let mut options = Vec::new();
    for option in ["sport", "dport"] {
        if options.is_empty() && option == "dport" || dice.chance(50 / side) {
            options.push(format!("{}--{option} {}", not(dice), port_range(dice)));
        }
    }
    let explicit = if dice.chance(50) {
        format!("-m {proto} ")
    } else {
        String::new()
    };
    (proto, format!("{explicit}{}", options.join(" ")))
}

fn tcp(dice: &mut Dice) -> (&'static str, String) {
    match dice.below(6) {
        0 => ("tcp", format!("{}--syn", not(dice))),
        1 => {
            let (mask, comp) = dice.pick(&[
                ("SYN,ACK", "SYN"),
                ("FIN,SYN,RST,ACK", "SYN"),
                ("ALL", "NONE"),
                ("RST", "RST"),
                ("ACK,FIN", "FIN"),
                ("ALL", "ACK"),
                ("PSH,ACK", "PSH,ACK"),
                ("SYN,RST", "SYN,RST"),
            ]);
            (
                "tcp",
                format!("-m tcp {}--tcp-flags {mask} {comp}", not(dice)),
            )
        }
        2 => (
            "tcp",
            format!(
                "-m tcp {}--tcp-option {}",
                not(dice),
                dice.pick(&[2, 3, 4, 8])
            ),
        ),
        _ => ports_of(dice, "tcp", 2),
    }
}

fn icmp(dice: &mut Dice, family: Family) -> (&'static str, String) {
    match family {
        Family::V4 => {
            let kind = dice.pick(&[
                "echo-request",
                "8",
                "echo-reply",
                "destination-unreachable",
                "3/3",
                "port-unreachable",
                "11",
                "time-exceeded",
                "any",
                "fragmentation-needed",
                "ttl-zero-during-transit",
            ]);
            ("icmp", format!("{}--icmp-type {kind}", not(dice)))
        }
        Family::V6 => {
            let kind = dice.pick(&[
                "echo-request",
                "128",
                "echo-reply",
                "destination-unreachable",
                "1/4",
                "port-unreachable",
                "packet-too-big",
                "time-exceeded",
                "3/0",
            ]);
            ("icmp6", format!("{}--icmpv6-type {kind}", not(dice)))
        }
    }
}

fn addrtype(dice: &mut Dice, place: &Place) -> String {
    let mut options = Vec::new();
    let types = [
        "LOCAL",
        "UNICAST",
        "BROADCAST",
        "MULTICAST",
        "LOCAL,UNICAST",
        "UNREACHABLE",
        "ANYCAST",
    ];
    if dice.chance(60) {
        options.push(format!("{}--dst-type {}", not(dice), dice.pick(&types)));
    }
    if options.is_empty() || dice.chance(30) {
        options.push(format!("{}--src-type {}", not(dice), dice.pick(&types)));
    }
    let limited = dice.chance(15);
    // With one of these, the kernel looks for IPv6 routes by that interface, less specific ones too: see
    // docs/src/fidelity.md.
    let routed = |option: &String| option.contains("UNREACHABLE") || option.contains("ANYCAST");
    if limited && !(place.family == Family::V6 && options.iter().any(routed)) {
        match place.hook {
            "PREROUTING" | "INPUT" => options.push("--limit-iface-in".to_owned()),
            "POSTROUTING" | "OUTPUT" => options.push("--limit-iface-out".to_owned()),
            _ => options.push(
                dice.pick(&["--limit-iface-in", "--limit-iface-out"])
                    .to_owned(),
            ),
        }
    }
    format!("-m addrtype {}", options.join(" "))
}

/// Few enough for the traffic of a case to reach. How packets count that have no connection is not compared:
/// that depends on what the kernel has forgotten by then.
fn connlimit(dice: &mut Dice, family: Family) -> String {
    let mut text = format!(
        "-m state --state NEW -m connlimit {}--connlimit-{} {}",
        not(dice),
        dice.pick(&["upto", "above"]),
        dice.below(6)
    );
    if dice.chance(40) {
        text += &format!(" --connlimit-mask {}", grouping(dice, family));
    }
    if dice.chance(40) {
        text += dice.pick(&[" --connlimit-saddr", " --connlimit-daddr"]);
    }
    text
}

/// The length of a prefix that groups hosts, ports' networks, or everything.
fn grouping(dice: &mut Dice, family: Family) -> u8 {
    match family {
        Family::V4 => dice.pick(&[0, 8, 24, 30, 31, 32]),
        Family::V6 => dice.pick(&[0, 32, 64, 126, 127, 128]),
    }
}

/// Accounts that are full at first, are refilled too late to matter, and stay open. Rules of one name
/// share them.
fn hashlimit(dice: &mut Dice, family: Family) -> String {
    let mut text = format!(
        "-m hashlimit {}--hashlimit-{} {} --hashlimit-name {} --hashlimit-burst {}",
        not(dice),
        dice.pick(&["upto", "above"]),
        dice.pick(&["1/hour", "2/hour"]),
        dice.pick(&["one", "two"]),
        1 + dice.below(8)
    );
    if dice.chance(70) {
        text += " --hashlimit-mode ";
        text += dice.pick(&[
            "srcip",
            "dstip",
            "srcip,dstip",
            "srcip,dstport",
            "srcport,dstport",
            "srcip,srcport,dstip,dstport",
        ]);
    }
    if dice.chance(30) {
        text += &format!(" --hashlimit-srcmask {}", grouping(dice, family));
    }
    if dice.chance(30) {
        text += &format!(" --hashlimit-dstmask {}", grouping(dice, family));
    }
    text + " --hashlimit-htable-expire 3600000"
}

fn recent(dice: &mut Dice, family: Family) -> String {
    let action = dice.pick(&["set", "set", "rcheck", "rcheck", "update", "remove"]);
    let mut text = format!(
        "-m recent {}--{action} --name {}",
        not(dice),
        dice.pick(&["A", "B"])
    );
    if matches!(action, "rcheck" | "update") {
        if dice.chance(40) {
            text += " --seconds 3600";
            if dice.chance(30) {
                text += " --reap";
            }
        }
        if dice.chance(50) {
            text += &format!(" --hitcount {}", 1 + dice.below(5));
        }
        if dice.chance(25) {
            text += " --rttl";
        }
    }
    if dice.chance(40) {
        text += dice.pick(&[" --rsource", " --rdest"]);
    }
    if dice.chance(25) {
        text += match family {
            Family::V4 => dice.pick(&[" --mask 255.255.255.0", " --mask 255.0.0.255"]),
            Family::V6 => dice.pick(&[" --mask ffff:ffff:ffff:ffff::", " --mask ffff::ffff"]),
        };
    }
    text
}
