//! What extensions (`-m`) compare: one file each.

mod addrtype;
mod comment;
mod connmark;
mod conntrack;
mod dscp;
mod ecn;
mod icmp;
mod iprange;
mod length;
mod limit;
mod mac;
mod mark;
mod multiport;
mod pkttype;
mod rpfilter;
mod statistic;
mod tcp;
mod tos;
mod ttl;
mod udp;

pub use addrtype::{AddrTypes, Addrtype};
pub use comment::Comment;
pub use connmark::Connmark;
pub use conntrack::{ConntrackMatch, CtStates, CtStatuses, StateMatch};
pub use dscp::Dscp;
pub use ecn::Ecn;
pub use icmp::{Icmp, Icmp6, IcmpType};
pub use iprange::Iprange;
pub use length::Length;
pub use limit::Limit;
pub use mac::Mac;
pub use mark::MarkMatch;
pub use multiport::{Multiport, Multiports};
pub use pkttype::Pkttype;
pub use rpfilter::Rpfilter;
pub use statistic::{Statistic, StatisticMode};
pub use tcp::Tcp;
pub use tos::TosMatch;
pub use ttl::{Compare, TtlMatch};
pub use udp::Udp;

/// A match of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// `-m addrtype`.
    Addrtype(Addrtype),
    /// `-m comment`.
    Comment(Comment),
    /// `-m connmark`.
    Connmark(Connmark),
    /// `-m conntrack`.
    Conntrack(ConntrackMatch),
    /// `-m dscp`.
    Dscp(Dscp),
    /// `-m ecn`.
    Ecn(Ecn),
    /// `-m hl`.
    Hl(TtlMatch),
    /// `-m icmp`.
    Icmp(Icmp),
    /// `-m icmp6`.
    Icmp6(Icmp6),
    /// `-m iprange`.
    Iprange(Iprange),
    /// `-m length`.
    Length(Length),
    /// `-m limit`.
    Limit(Limit),
    /// `-m mac`.
    Mac(Mac),
    /// `-m mark`.
    Mark(MarkMatch),
    /// `-m multiport`.
    Multiport(Multiport),
    /// `-m pkttype`.
    Pkttype(Pkttype),
    /// `-m rpfilter`.
    Rpfilter(Rpfilter),
    /// `-m state`.
    State(StateMatch),
    /// `-m statistic`.
    Statistic(Statistic),
    /// `-m tcp`.
    Tcp(Tcp),
    /// `-m tos`.
    Tos(TosMatch),
    /// `-m ttl`.
    Ttl(TtlMatch),
    /// `-m udp`.
    Udp(Udp),
}

impl Match {
    /// The name after `-m`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Addrtype(_) => "addrtype",
            Self::Comment(_) => "comment",
            Self::Connmark(_) => "connmark",
            Self::Conntrack(_) => "conntrack",
            Self::Dscp(_) => "dscp",
            Self::Ecn(_) => "ecn",
            Self::Hl(_) => "hl",
            Self::Icmp(_) => "icmp",
            Self::Icmp6(_) => "icmp6",
            Self::Iprange(_) => "iprange",
            Self::Length(_) => "length",
            Self::Limit(_) => "limit",
            Self::Mac(_) => "mac",
            Self::Mark(_) => "mark",
            Self::Multiport(_) => "multiport",
            Self::Pkttype(_) => "pkttype",
            Self::Rpfilter(_) => "rpfilter",
            Self::State(_) => "state",
            Self::Statistic(_) => "statistic",
            Self::Tcp(_) => "tcp",
            Self::Tos(_) => "tos",
            Self::Ttl(_) => "ttl",
            Self::Udp(_) => "udp",
        }
    }
}
