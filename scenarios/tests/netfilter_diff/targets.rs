//! Random targets (`-j`), each where it may stand.

use scenarios::oracle::Dice;

use crate::{
    matches::mark,
    rules::{Place, Proto, Table, user_chain},
    topology::{Family, HOSTS, POOL, PORTS},
};

/// A target, and what it needs of its rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) text: String,
    pub(crate) proto: Option<Proto>,
    pub(crate) matches: Vec<String>,
}

impl From<String> for Target {
    fn from(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

impl From<&str> for Target {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A target for a rule at `place`; `users` are the table's chains.
pub(crate) fn target(dice: &mut Dice, place: &Place, users: &[&'static str]) -> Target {
    // Chains call only chains behind them, which are reached from the same hook.
    let first = place.user.map_or(0, |user| user + 1);
    let callable: Vec<usize> = (first..place.users)
        .filter(|user| users[*user] == place.hook)
        .collect();
    if !callable.is_empty() && dice.chance(if place.user.is_none() { 30 } else { 15 }) {
        let verb = dice.pick(&["-j", "-j", "-g"]);
        return format!("{verb} {}", user_chain(dice.pick(&callable))).into();
    }
    if place.user.is_some() && dice.chance(12) {
        return "-j RETURN".into();
    }
    match place.table {
        Table::Raw => raw(dice),
        Table::Mangle => mangle(dice, place),
        Table::Nat => nat(dice, place),
        Table::Filter => filter(dice, place),
    }
}

fn raw(dice: &mut Dice) -> Target {
    match dice.below(12) {
        0..=2 => "-j CT --notrack".into(),
        3 => "-j NOTRACK".into(),
        // Zones of one direction alone are in a case of their own: see docs/src/fidelity.md.
        4..=6 => format!("-j CT --zone {}", 1 + dice.below(3)).into(),
        7 => "-j TRACE".into(),
        8 => "-j ACCEPT".into(),
        9 => "-j DROP".into(),
        10 => format!("-j MARK --set-mark {}", mark(dice)).into(),
        _ => "".into(),
    }
}

fn filter(dice: &mut Dice, place: &Place) -> Target {
    match dice.below(16) {
        0..=4 => "-j ACCEPT".into(),
        5 | 6 => "-j DROP".into(),
        7 => "-j RETURN".into(),
        8..=11 => reject(dice, place.family),
        12 => "-j LOG --log-prefix \"a b: \" --log-level 7".into(),
        13 => format!("-j MARK --set-mark {}", mark(dice)).into(),
        14 => format!("-j CONNMARK --set-mark {}", mark(dice)).into(),
        _ => "".into(),
    }
}

fn reject(dice: &mut Dice, family: Family) -> Target {
    if dice.chance(35) {
        return Target {
            text: "-j REJECT --reject-with tcp-reset".into(),
            proto: Some(Proto::Tcp),
            ..Target::default()
        };
    }
    let kinds: &[&str] = match family {
        Family::V4 => &[
            "icmp-net-unreachable",
            "icmp-host-unreachable",
            "icmp-proto-unreachable",
            "icmp-port-unreachable",
            "icmp-net-prohibited",
            "icmp-host-prohibited",
            "icmp-admin-prohibited",
        ],
        Family::V6 => &[
            "icmp6-no-route",
            "icmp6-adm-prohibited",
            "icmp6-addr-unreachable",
            "icmp6-port-unreachable",
            "icmp6-policy-fail",
            "icmp6-reject-route",
        ],
    };
    match dice.below(3) {
        0 => "-j REJECT".into(),
        _ => format!("-j REJECT --reject-with {}", dice.pick(kinds)).into(),
    }
}

fn mangle(dice: &mut Dice, place: &Place) -> Target {
    let number = dice.below(26);
    // Connection tracking has summed up the packet by then: of an IPv6 header that changes afterwards
    // the kernel knows nothing, and drops longer UDP packets to itself as spoilt.
    let spoils = place.family == Family::V6 && matches!(place.hook, "PREROUTING" | "INPUT");
    match number {
        9..=14 if spoils => "".into(),
        0..=4 => match dice.below(5) {
            0 => format!("-j MARK --set-xmark {}", mark(dice)).into(),
            1 => format!("-j MARK --or-mark {:#x}", dice.below(8)).into(),
            2 => format!("-j MARK --and-mark {:#x}", dice.below(8)).into(),
            3 => format!("-j MARK --xor-mark {:#x}", dice.below(8)).into(),
            _ => format!("-j MARK --set-mark {}", mark(dice)).into(),
        },
        5..=8 => match dice.below(6) {
            0 => "-j CONNMARK --save-mark".into(),
            1 => "-j CONNMARK --restore-mark".into(),
            2 => format!(
                "-j CONNMARK --save-mark --nfmask 0x{} --ctmask 0x{}",
                dice.below(8),
                dice.below(8)
            )
            .into(),
            3 => format!("-j CONNMARK --restore-mark --mask {:#x}", dice.below(8)).into(),
            4 => format!("-j CONNMARK --set-xmark {}", mark(dice)).into(),
            _ => format!("-j CONNMARK --or-mark {:#x}", dice.below(8)).into(),
        },
        9 | 10 => {
            let name = if place.family == Family::V4 {
                "TTL --ttl"
            } else {
                "HL --hl"
            };
            let (verb, by) = dice.pick(&[
                ("set", 64),
                ("set", 1),
                ("inc", 1),
                ("inc", 250),
                ("dec", 1),
                ("dec", 70),
            ]);
            format!("-j {name}-{verb} {by}").into()
        }
        11 | 12 => match dice.below(4) {
            0 => format!(
                "-j TOS --set-tos {}",
                dice.pick(&["0x10", "Maximize-Throughput", "0"])
            )
            .into(),
            1 => format!(
                "-j TOS --set-tos {:#x}/{:#x}",
                dice.below(256),
                dice.below(256)
            )
            .into(),
            2 => format!("-j TOS --or-tos {:#x}", dice.below(256)).into(),
            _ => format!("-j TOS --and-tos {:#x}", dice.below(256)).into(),
        },
        13 | 14 => match dice.below(2) {
            0 => format!("-j DSCP --set-dscp {}", dice.below(64)).into(),
            _ => format!(
                "-j DSCP --set-dscp-class {}",
                dice.pick(&["EF", "AF21", "CS5", "BE"])
            )
            .into(),
        },
        15 if place.family == Family::V4 => Target {
            text: "-j ECN --ecn-tcp-remove".into(),
            proto: Some(Proto::Tcp),
            ..Target::default()
        },
        16..=18 => Target {
            text: match dice.below(3) {
                0 if matches!(place.hook, "FORWARD" | "OUTPUT" | "POSTROUTING") => {
                    "-j TCPMSS --clamp-mss-to-pmtu".into()
                }
                _ => format!("-j TCPMSS --set-mss {}", dice.pick(&[536, 1000, 1460])),
            },
            proto: Some(Proto::Tcp),
            matches: vec!["--tcp-flags SYN,RST SYN".into()],
        },
        19 if matches!(place.hook, "FORWARD" | "OUTPUT" | "POSTROUTING") => format!(
            "-j CLASSIFY --set-class {}:{:x}",
            1 + dice.below(4),
            dice.below(32)
        )
        .into(),
        20 => "-j ACCEPT".into(),
        21 => "-j DROP".into(),
        22 => "-j RETURN".into(),
        _ => "".into(),
    }
}

fn nat(dice: &mut Dice, place: &Place) -> Target {
    match dice.below(14) {
        0 => return "-j ACCEPT".into(),
        1 => return "-j RETURN".into(),
        2 => return "".into(),
        3 | 4 => {
            let port = dice.below(PORTS);
            let onto = dice.pick(&[place.family.near(port, 0), place.family.far(port, 0)]);
            let len = if place.family == Family::V4 { 24 } else { 64 };
            return format!("-j NETMAP --to {onto}/{len}").into();
        }
        _ => {}
    }
    let source = matches!(place.hook, "POSTROUTING" | "INPUT");
    if place.hook == "POSTROUTING" && dice.chance(50) {
        return to_ports(dice, "MASQUERADE");
    }
    if !source && dice.chance(35) {
        return to_ports(dice, "REDIRECT");
    }
    addresses(dice, place, source)
}

/// Ports to translate to: one, or a range with room for all.
fn ports(dice: &mut Dice) -> Option<String> {
    match dice.below(10) {
        // Where nothing is chosen without being told to.
        0 | 1 => Some(dice.pick(&["600-900", "513-599"]).to_owned()),
        2 | 3 => Some(dice.pick(&[80, 8080, 7777, 5353]).to_string()),
        _ => None,
    }
}

fn to_ports(dice: &mut Dice, name: &str) -> Target {
    let ports = ports(dice);
    let mut text = format!("-j {name}");
    if let Some(ports) = &ports {
        text += &format!(" --to-ports {ports}");
    }
    if name == "MASQUERADE" && dice.chance(10) {
        text += dice.pick(&[" --random", " --random-fully"]);
    }
    Target {
        text,
        proto: ports.map(|_| dice.pick(&[Proto::Tcp, Proto::Udp])),
        ..Target::default()
    }
}

/// SNAT, or DNAT.
fn addresses(dice: &mut Dice, place: &Place, source: bool) -> Target {
    let family = place.family;
    let port = dice.below(PORTS);
    let of = |host: u8| family.near(port, host);
    let (first, last) = if source {
        match dice.below(5) {
            0 => (of(POOL[0]), of(POOL[3])),
            1 => (of(POOL[1]), of(POOL[1])),
            2 => (of(HOSTS[1]), of(HOSTS[1])),
            _ => (of(1), of(1)),
        }
    } else {
        match dice.below(6) {
            0 => (of(HOSTS[0]), of(HOSTS[4])),
            1 => (family.far(port, 2), family.far(port, 2)),
            2 => (of(1), of(1)),
            _ => {
                let host = dice.pick(&HOSTS);
                (of(host), of(host))
            }
        }
    };
    let ports = ports(dice);
    let bracket = ports.is_some() && family == Family::V6;
    let mut to = if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    };
    if bracket {
        to = format!("[{to}]");
    }
    if let Some(ports) = &ports {
        to += &format!(":{ports}");
    }
    let (name, option) = if source {
        ("SNAT", "--to-source")
    } else {
        ("DNAT", "--to-destination")
    };
    let mut text = format!("-j {name} {option} {to}");
    if dice.chance(6) && source {
        text += dice.pick(&[" --random", " --random-fully"]);
    }
    if dice.chance(20) && first != last {
        text += " --persistent";
    }
    Target {
        text,
        proto: ports.map(|_| dice.pick(&[Proto::Tcp, Proto::Udp])),
        ..Target::default()
    }
}
