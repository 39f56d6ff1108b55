//! Why a rule is about other packets.

use dataplane::{
    conntrack::{Ct, CtRef, CtState, Direction},
    filter::{Match, RuleSpec, matches::Side},
    iface::IfIndex,
    snapshot::Snapshot,
    trace::Mismatch,
};

use super::{names, packet::Transport, story::Seen};
use crate::lang::iptables::match_text;

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
    let link = |index: Option<IfIndex>| {
        index.map_or_else(|| "none".to_owned(), |index| interface(snapshot, index))
    };
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
        Mismatch::InputInterface => match seen.iif {
            Some(_) => format!("it came in by {}", link(seen.iif)),
            None => "the router made it: it came in by no interface".to_owned(),
        },
        Mismatch::OutputInterface => match seen.oif {
            Some(_) => format!("it leaves by {}", link(seen.oif)),
            None => "it leaves by no interface yet".to_owned(),
        },
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
        Match::Icmp(_) | Match::Icmp6(_) => match packet.transport {
            Transport::Icmp { kind, code, .. } => format!("it is of type {kind}, code {code}"),
            Transport::Tcp(_) | Transport::Udp { .. } | Transport::Other { .. } => {
                "it shows no ICMP header".to_owned()
            }
        },
        Match::Conntrack(_) | Match::State(_) => match direction(seen.ct) {
            Some(direction) => format!("it is {}, direction {direction}", ct_state(seen.ct)),
            None => format!("it is {}", ct_state(seen.ct)),
        },
        Match::Mark(_) => format!("its mark is 0x{:x}", packet.link.mark),
        Match::Ttl(_) | Match::Hl(_) => format!("it is {}", packet.ttl),
        Match::Tos(_) => format!("it is 0x{:02x}", packet.tos),
        Match::Dscp(_) => format!("it is 0x{:02x}", packet.tos >> 2),
        Match::Ecn(_) => format!("its ECN bits are {}", packet.tos & 3),
        Match::Length(_) => format!("it has {} bytes", seen.len?),
        Match::Mac(_) => match seen.mac {
            Some(mac) => format!("it is from {mac}"),
            None => "it came over no link".to_owned(),
        },
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
