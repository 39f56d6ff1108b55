//! The matches, one file each.

mod addrtype;
mod comment;
mod connlabel;
mod connlimit;
mod conntrack;
mod dscp;
mod ecn;
mod hashlimit;
mod icmp;
mod iprange;
mod length;
mod limit;
mod mac;
mod mark;
mod multiport;
mod pkttype;
mod ports;
mod recent;
mod rpfilter;
mod statistic;
mod tcp;
mod tos;
mod ttl;
mod udp;

use dataplane::{filter::Match, route::Family};

use super::extension::{MatchExtension, RuleView};

/// All of them, by name.
pub(super) static ALL: [&MatchExtension; 27] = [
    &addrtype::EXTENSION,
    &comment::EXTENSION,
    &connlabel::EXTENSION,
    &connlimit::EXTENSION,
    &mark::CONNMARK,
    &conntrack::CONNTRACK,
    &dscp::EXTENSION,
    &ecn::EXTENSION,
    &hashlimit::EXTENSION,
    &ttl::HL,
    &icmp::ICMP,
    &icmp::ICMP6,
    &iprange::EXTENSION,
    &length::EXTENSION,
    &limit::EXTENSION,
    &mac::EXTENSION,
    &mark::MARK,
    &multiport::EXTENSION,
    &pkttype::EXTENSION,
    &recent::EXTENSION,
    &rpfilter::EXTENSION,
    &conntrack::STATE_MATCH,
    &statistic::EXTENSION,
    &tcp::EXTENSION,
    &tos::EXTENSION,
    &ttl::TTL,
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
        Match::Addrtype(found) => addrtype::print(found, out),
        Match::Comment(found) => comment::print(found, out),
        Match::Connlabel(found) => connlabel::print(found, numeric, out),
        Match::Connlimit(found) => connlimit::print(found, out),
        Match::Connmark(found) => mark::print_connmark(found, out),
        Match::Conntrack(found) => conntrack::print(found, numeric, out),
        Match::Dscp(found) => dscp::print(found, out),
        Match::Ecn(found) => ecn::print(found, out),
        Match::Hashlimit(found) => hashlimit::print(found, rule.family, out),
        Match::Hl(found) => ttl::print("HL", *found, out),
        Match::Icmp(found) => icmp::print(found, numeric, out),
        Match::Icmp6(found) => icmp::print6(found, numeric, out),
        Match::Iprange(found) => iprange::print(found, out),
        Match::Length(found) => length::print(found, out),
        Match::Limit(found) => limit::print(found, out),
        Match::Mac(found) => mac::print(found, out),
        Match::Mark(found) => mark::print_mark(found, out),
        Match::Multiport(found) => multiport::print(found, rule, numeric, out),
        Match::Pkttype(found) => pkttype::print(found, out),
        Match::Recent(found) => recent::print(found, out),
        Match::Rpfilter(found) => rpfilter::print(found, out),
        Match::State(found) => conntrack::print_state(found, out),
        Match::Statistic(found) => statistic::print(found, out),
        Match::Tcp(found) => tcp::print(found, numeric, out),
        Match::Tos(found) => tos::print(found, numeric, out),
        Match::Ttl(found) => ttl::print("TTL", *found, out),
        Match::Udp(found) => udp::print(found, numeric, out),
    }
}

/// A match as `-S` and `iptables-save` show it, behind `-m NAME` (`save`): its options, each with a
/// leading space.
pub(super) fn save(found: &Match, rule: RuleView, out: &mut String) {
    match found {
        Match::Addrtype(found) => addrtype::save(found, out),
        Match::Comment(found) => comment::save(found, out),
        Match::Connlabel(found) => connlabel::save(found, out),
        Match::Connlimit(found) => connlimit::save(found, out),
        Match::Connmark(found) => mark::save(found.mark, out),
        Match::Conntrack(found) => conntrack::save(found, out),
        Match::Dscp(found) => dscp::save(found, out),
        Match::Ecn(found) => ecn::save(found, out),
        Match::Hashlimit(found) => hashlimit::save(found, rule.family, out),
        Match::Hl(found) => ttl::save("hl", *found, out),
        Match::Icmp(found) => icmp::save(found, out),
        Match::Icmp6(found) => icmp::save6(found, out),
        Match::Iprange(found) => iprange::save(found, out),
        Match::Length(found) => length::save(found, out),
        Match::Limit(found) => limit::save(found, out),
        Match::Mac(found) => mac::save(found, out),
        Match::Mark(found) => mark::save(found.mark, out),
        Match::Multiport(found) => multiport::save(found, out),
        Match::Pkttype(found) => pkttype::save(found, out),
        Match::Recent(found) => recent::save(found, out),
        Match::Rpfilter(found) => rpfilter::save(found, out),
        Match::State(found) => conntrack::save_state(found, out),
        Match::Statistic(found) => statistic::save(found, out),
        Match::Tcp(found) => tcp::save(found, out),
        Match::Tos(found) => tos::save(found, out),
        Match::Ttl(found) => ttl::save("ttl", *found, out),
        Match::Udp(found) => udp::save(found, out),
    }
}
