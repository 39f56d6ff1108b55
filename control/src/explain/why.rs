//! Why a rule is about other packets.

use std::sync::Arc;

use dataplane::{
    conntrack::{Ct, CtRef, CtState, Direction},
    filter::{Match, Policy, RuleSpec, TableRef, matches::Side, nft},
    iface::IfIndex,
    snapshot::Snapshot,
    trace::Mismatch,
};

use super::{
    names,
    packet::{PacketSpec, Transport},
    story::Seen,
};
use crate::lang::{iptables::match_text, nft::print};

/// Names of interfaces.
pub(super) fn interface(snapshot: &Snapshot, index: IfIndex) -> String {
    match snapshot.interfaces.get(index) {
        Some(interface) => interface.name.to_string(),
        None => format!("interface {}", index.get()),
    }
}

/// What a packet is to its connection, as `--ctstate` says it.
pub(super) const fn ct_state(ct: Ct) -> &'static str {
    match ct {
        Ct::None | Ct::Template { .. } => "not tracked yet",
        Ct::Untracked => "UNTRACKED",
        Ct::Invalid => "INVALID",
        Ct::Of(CtRef { state, .. }) => match state {
            CtState::New => "NEW",
            CtState::Established => "ESTABLISHED",
            CtState::Related => "RELATED",
        },
    }
}

/// The direction of a packet in its connection, in words of the users.
pub(super) const fn direction(ct: Ct) -> Option<&'static str> {
    match ct {
        Ct::Of(CtRef { direction, .. }) => Some(match direction {
            Direction::Original => "original",
            Direction::Reply => "reply",
        }),
        Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => None,
    }
}

/// Says what of `seen` does not fit to the part `mismatch` of a rule.
pub(super) fn why(mismatch: Mismatch, spec: &RuleSpec, seen: &Seen, snapshot: &Snapshot) -> String {
    let packet = seen.packet.as_ref();
    match mismatch {
        Mismatch::Source => match packet {
            Some(packet) => format!("it is from {}", packet.src),
            None => "its source is another".to_owned(),
        },
        Mismatch::Destination => match packet {
            Some(packet) => format!("it is to {}", packet.dst),
            None => "its destination is another".to_owned(),
        },
        Mismatch::InputInterface => came_in_by(seen, snapshot),
        Mismatch::OutputInterface => leaves_by(seen, snapshot),
        Mismatch::Protocol => match packet {
            Some(packet) => format!("its protocol is {}", protocol(packet.proto())),
            None => "its protocol is another".to_owned(),
        },
        Mismatch::Fragment => match packet {
            Some(packet) if packet.offset > 0 => "it is a later fragment".to_owned(),
            Some(_) | None => "it is no later fragment".to_owned(),
        },
        Mismatch::Match(at) => match spec.matches.get(at) {
            Some(found) => {
                let family = seen.family();
                let text = match_text(family, spec, found);
                match of_match(found, seen) {
                    Some(what) => format!("{text} does not hold: {what}"),
                    None => format!("{text} does not hold"),
                }
            }
            None => "one of its matches does not hold".to_owned(),
        },
        Mismatch::Expr(_) => "one of its matches does not hold".to_owned(),
    }
}

/// A policy as the language of its table writes it.
pub(super) fn policy(table: &TableRef, policy: Policy) -> String {
    match table {
        TableRef::Xt(_) => policy.name().to_owned(),
        TableRef::Nft(_) => print::policy(policy).to_owned(),
    }
}

/// A rule of nft's, as it is listed.
pub(crate) fn nft_rule(words: Option<&Arc<dyn nft::Words>>, snapshot: &Snapshot) -> String {
    words.map_or_else(String::new, |words| words.rule(&names(snapshot)))
}

/// The statements of a rule of nft's that do not hold, as they are listed.
pub(super) fn nft_parts(
    mismatch: Mismatch,
    words: Option<&Arc<dyn nft::Words>>,
    snapshot: &Snapshot,
) -> String {
    let Mismatch::Expr(at) = mismatch else {
        return String::new();
    };
    let parts = words.map(|words| words.statements(at, &names(snapshot)));
    parts.unwrap_or_default().join(" ")
}

/// Says what of `seen` does not fit to a rule of nft's.
pub(super) fn why_nft(
    mismatch: Mismatch,
    words: Option<&Arc<dyn nft::Words>>,
    seen: &Seen,
    snapshot: &Snapshot,
) -> String {
    let text = nft_parts(mismatch, words, snapshot);
    if text.is_empty() {
        return "one of its statements does not hold".to_owned();
    }
    match of_statement(&text, seen, snapshot) {
        Some(what) => format!("{text} does not hold: {what}"),
        None => format!("{text} does not hold"),
    }
}

fn names(snapshot: &Snapshot) -> impl Fn(IfIndex) -> Option<String> {
    |index| {
        let interface = snapshot.interfaces.get(index)?;
        Some(interface.name.to_string())
    }
}

/// What of the packet a statement of nft's looks at, where that can be said.
fn of_statement(text: &str, seen: &Seen, snapshot: &Snapshot) -> Option<String> {
    let packet = seen.packet.as_ref()?;
    let words: Vec<&str> = text.split(' ').collect();
    let words = match words.as_slice() {
        ["meta", rest @ ..] => rest,
        words => words,
    };
    let text = match words {
        ["ip" | "ip6", "saddr", ..] => format!("it is from {}", packet.src),
        ["ip" | "ip6", "daddr", ..] => format!("it is to {}", packet.dst),
        ["ip", "protocol", ..] | ["ip6", "nexthdr", ..] | ["l4proto", ..] => {
            format!("its protocol is {}", protocol(packet.proto()))
        }
        ["ip", "ttl", ..] | ["ip6", "hoplimit", ..] => format!("it is {}", packet.ttl),
        ["ip" | "ip6", "dscp", ..] => format!("it is 0x{:02x}", packet.tos >> 2),
        ["ip" | "ip6", "ecn", ..] => format!("its ECN bits are {}", packet.tos & 3),
        ["nfproto", ..] => match packet.src.is_ipv4() {
            true => "it is of IPv4".to_owned(),
            false => "it is of IPv6".to_owned(),
        },
        [
            "tcp" | "udp" | "th" | "sctp" | "dccp" | "udplite",
            "sport" | "dport",
            ..,
        ] => {
            let of = match words[0] {
                "th" => packet.proto(),
                name => names::any_protocol(name)?,
            };
            match packet.ports() {
                Some((sport, dport)) if of == packet.proto() => {
                    format!("its ports are {sport} and {dport}")
                }
                Some(_) | None => format!("its protocol is {}", protocol(packet.proto())),
            }
        }
        ["tcp", "flags", ..] => match packet.transport {
            Transport::Tcp(tcp) => format!("its flags are {}", names::flags(tcp.flags)),
            Transport::Udp { .. } | Transport::Icmp { .. } | Transport::Other { .. } => {
                "it shows no TCP header".to_owned()
            }
        },
        ["icmp" | "icmpv6", "type" | "code", ..] => of_icmp(packet),
        ["iif" | "iifname", ..] => came_in_by(seen, snapshot),
        ["oif" | "oifname", ..] => leaves_by(seen, snapshot),
        ["mark", ..] => format!("its mark is 0x{:x}", packet.link.mark),
        ["length", ..] => format!("it has {} bytes", seen.len?),
        ["ether", "saddr", ..] => of_sender(seen),
        ["ct", "state", ..] => of_connection(seen.ct),
        ["ct", "direction", ..] => match direction(seen.ct) {
            Some(direction) => format!("it is {direction}"),
            None => format!("it is {}", ct_state(seen.ct)),
        },
        ["limit", ..] | ["ct", "count", ..] | ["quota", ..] if words.contains(&"over") => {
            "there were not too many before".to_owned()
        }
        ["limit", ..] | ["ct", "count", ..] | ["quota", ..] => {
            "there were too many before".to_owned()
        }
        _ => return None,
    };
    Some(text)
}

fn came_in_by(seen: &Seen, snapshot: &Snapshot) -> String {
    match seen.iif {
        Some(index) => format!("it came in by {}", interface(snapshot, index)),
        None => "the router made it: it came in by no interface".to_owned(),
    }
}

fn leaves_by(seen: &Seen, snapshot: &Snapshot) -> String {
    match seen.oif {
        Some(index) => format!("it leaves by {}", interface(snapshot, index)),
        None => "it leaves by no interface yet".to_owned(),
    }
}

fn of_sender(seen: &Seen) -> String {
    match seen.mac {
        Some(mac) => format!("it is from {mac}"),
        None => "it came over no link".to_owned(),
    }
}

fn of_icmp(packet: &PacketSpec) -> String {
    match packet.transport {
        Transport::Icmp { kind, code, .. } => format!("it is of type {kind}, code {code}"),
        Transport::Tcp(_) | Transport::Udp { .. } | Transport::Other { .. } => {
            "it shows no ICMP header".to_owned()
        }
    }
}

fn of_connection(ct: Ct) -> String {
    let state = ct_state(ct);
    match direction(ct) {
        Some(direction) => format!("it is {state}, direction {direction}"),
        None => format!("it is {state}"),
    }
}

fn protocol(number: u8) -> String {
    names::protocol(number).map_or_else(|| number.to_string(), str::to_owned)
}

/// What of the packet a match looks at, where that can be said.
fn of_match(found: &Match, seen: &Seen) -> Option<String> {
    let packet = seen.packet.as_ref()?;
    let text = match found {
        Match::Tcp(_) => match packet.transport {
            Transport::Tcp(tcp) => format!(
                "its ports are {} and {}, its flags {}",
                tcp.sport,
                tcp.dport,
                names::flags(tcp.flags)
            ),
            Transport::Udp { .. } | Transport::Icmp { .. } | Transport::Other { .. } => {
                "it shows no TCP header".to_owned()
            }
        },
        Match::Udp(_) | Match::Multiport(_) => match packet.ports() {
            Some((sport, dport)) => format!("its ports are {sport} and {dport}"),
            None => "it shows no ports".to_owned(),
        },
        Match::Icmp(_) | Match::Icmp6(_) => of_icmp(packet),
        Match::Conntrack(_) | Match::State(_) => of_connection(seen.ct),
        Match::Mark(_) => format!("its mark is 0x{:x}", packet.link.mark),
        Match::Ttl(_) | Match::Hl(_) => format!("it is {}", packet.ttl),
        Match::Tos(_) => format!("it is 0x{:02x}", packet.tos),
        Match::Dscp(_) => format!("it is 0x{:02x}", packet.tos >> 2),
        Match::Ecn(_) => format!("its ECN bits are {}", packet.tos & 3),
        Match::Length(_) => format!("it has {} bytes", seen.len?),
        Match::Mac(_) => of_sender(seen),
        Match::Iprange(_) | Match::Addrtype(_) => {
            format!("it is from {} to {}", packet.src, packet.dst)
        }
        Match::Limit(_) => "there were too many before".to_owned(),
        Match::Hashlimit(limit) if limit.above => "there were not too many before".to_owned(),
        Match::Hashlimit(_) => "there were too many before".to_owned(),
        Match::Connlimit(limit) if limit.upto => "there are too many connections".to_owned(),
        Match::Connlimit(_) => "there are not too many connections".to_owned(),
        Match::Recent(recent) => {
            let address = match recent.side {
                Side::Source => packet.src,
                Side::Destination => packet.dst,
            };
            format!("that is not what {} remembers of {address}", recent.name)
        }
        Match::Comment(_)
        | Match::Connlabel(_)
        | Match::Connmark(_)
        | Match::Pkttype(_)
        | Match::Rpfilter(_)
        | Match::Statistic(_) => return None,
    };
    Some(text)
}
