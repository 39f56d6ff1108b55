//! The matches, one file each.

mod comment;
mod conntrack;
mod icmp;
mod limit;
mod mark;
mod multiport;
mod ports;
mod tcp;
mod udp;

use dataplane::{filter::Match, route::Family};

use super::extension::{MatchExtension, RuleView};

/// All of them, by name.
static ALL: [&MatchExtension; 11] = [
    &comment::EXTENSION,
    &mark::CONNMARK,
    &conntrack::CONNTRACK,
    &icmp::ICMP,
    &icmp::ICMP6,
    &limit::EXTENSION,
    &mark::MARK,
    &multiport::EXTENSION,
    &conntrack::STATE_MATCH,
    &tcp::EXTENSION,
    &udp::EXTENSION,
];

/// The match extension of this name, if `family` has it.
pub(super) fn find(name: &str, family: Family) -> Option<&'static MatchExtension> {
    ALL.into_iter()
        .find(|extension| extension.name == name && extension.families.contains(&family))
}

/// A match as `-L` shows it, with its leading space (`print`).
pub(super) fn print(found: &Match, rule: RuleView, numeric: bool, out: &mut String) {
    match found {
        Match::Comment(found) => comment::print(found, out),
        Match::Connmark(found) => mark::print_connmark(found, out),
        Match::Conntrack(found) => conntrack::print(found, numeric, out),
        Match::Icmp(found) => icmp::print(found, numeric, out),
        Match::Icmp6(found) => icmp::print6(found, numeric, out),
        Match::Limit(found) => limit::print(found, out),
        Match::Mark(found) => mark::print_mark(found, out),
        Match::Multiport(found) => multiport::print(found, rule, numeric, out),
        Match::State(found) => conntrack::print_state(found, out),
        Match::Tcp(found) => tcp::print(found, numeric, out),
        Match::Udp(found) => udp::print(found, numeric, out),
        Match::Addrtype(_)
        | Match::Dscp(_)
        | Match::Ecn(_)
        | Match::Hl(_)
        | Match::Iprange(_)
        | Match::Length(_)
        | Match::Mac(_)
        | Match::Pkttype(_)
        | Match::Rpfilter(_)
        | Match::Statistic(_)
        | Match::Tos(_)
        | Match::Ttl(_) => {}
    }
}

/// A match as `-S` and `iptables-save` show it, behind `-m NAME` (`save`): its options, each with a
/// leading space.
pub(super) fn save(found: &Match, _rule: RuleView, out: &mut String) {
    match found {
        Match::Comment(found) => comment::save(found, out),
        Match::Connmark(found) => mark::save(found.mark, out),
        Match::Conntrack(found) => conntrack::save(found, out),
        Match::Icmp(found) => icmp::save(found, out),
        Match::Icmp6(found) => icmp::save6(found, out),
        Match::Limit(found) => limit::save(found, out),
        Match::Mark(found) => mark::save(found.mark, out),
        Match::Multiport(found) => multiport::save(found, out),
        Match::State(found) => conntrack::save_state(found, out),
        Match::Tcp(found) => tcp::save(found, out),
        Match::Udp(found) => udp::save(found, out),
        Match::Addrtype(_)
        | Match::Dscp(_)
        | Match::Ecn(_)
        | Match::Hl(_)
        | Match::Iprange(_)
        | Match::Length(_)
        | Match::Mac(_)
        | Match::Pkttype(_)
        | Match::Rpfilter(_)
        | Match::Statistic(_)
        | Match::Tos(_)
        | Match::Ttl(_) => {}
    }
}
