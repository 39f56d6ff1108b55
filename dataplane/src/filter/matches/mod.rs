//! What extensions (`-m`) compare: one file each.

mod addrtype;
mod comment;
mod connlabel;
mod connlimit;
mod connmark;
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
mod recent;
mod rpfilter;
mod statistic;
mod tcp;
mod tos;
mod ttl;
mod udp;

pub(super) use addrtype::kind4;
pub use addrtype::{AddrTypes, Addrtype};
pub use comment::Comment;
pub use connlabel::Connlabel;
pub(super) use connlimit::Connections;
pub use connlimit::Connlimit;
pub use connmark::Connmark;
pub use conntrack::{ConntrackMatch, CtStates, CtStatuses, StateMatch};
pub use dscp::Dscp;
pub use ecn::Ecn;
pub(super) use hashlimit::HashlimitTable;
pub use hashlimit::{HASHLIMIT_SCALE, Hashlimit, HashlimitKeys};
pub use icmp::{Icmp, Icmp6, IcmpType};
pub use iprange::Iprange;
pub use length::Length;
pub(super) use limit::Bucket;
pub use limit::Limit;
pub use mac::Mac;
pub use mark::MarkMatch;
pub use multiport::{Multiport, Multiports};
pub use pkttype::Pkttype;
pub(super) use recent::RecentTable;
pub use recent::{Recent, RecentAction, Side};
pub use rpfilter::Rpfilter;
pub use statistic::{Statistic, StatisticMode};
pub use tcp::Tcp;
pub use tos::TosMatch;
pub use ttl::{Compare, TtlMatch};
pub use udp::Udp;

use super::{At, RuleState, Test, headers::Headers};
use crate::{
    drop_reason::DropReason, flow_cache::Consulted, forward::Context, packet::Packet, route::Family,
};

/// A match of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// `-m addrtype`.
    Addrtype(Addrtype),
    /// `-m comment`.
    Comment(Comment),
    /// `-m connlabel`.
    Connlabel(Connlabel),
    /// `-m connlimit`.
    Connlimit(Connlimit),
    /// `-m connmark`.
    Connmark(Connmark),
    /// `-m conntrack`.
    Conntrack(ConntrackMatch),
    /// `-m dscp`.
    Dscp(Dscp),
    /// `-m ecn`.
    Ecn(Ecn),
    /// `-m hashlimit`.
    Hashlimit(Hashlimit),
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
    /// `-m recent`.
    Recent(Recent),
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
            Self::Connlabel(_) => "connlabel",
            Self::Connlimit(_) => "connlimit",
            Self::Connmark(_) => "connmark",
            Self::Conntrack(_) => "conntrack",
            Self::Dscp(_) => "dscp",
            Self::Ecn(_) => "ecn",
            Self::Hashlimit(_) => "hashlimit",
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
            Self::Recent(_) => "recent",
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

/// What a match may look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe<'p> {
    /// The packet.
    pub(crate) packet: &'p Packet,
    /// What is in its headers.
    pub(crate) headers: &'p Headers,
    /// Where it is.
    pub(crate) at: &'p At<'p>,
}

impl<'p> Probe<'p> {
    /// How far the packet may still go: the time to live, or the hop limit.
    fn ttl(&self) -> u8 {
        let at = match self.at.family {
            Family::V4 => 8,
            Family::V6 => 7,
        };
        self.packet.network().get(at).copied().unwrap_or_default()
    }

    /// The first `N` bytes of the transport header.
    ///
    /// # Errors
    /// If the packet is too short for them: "we've been asked to examine this packet, and we can't".
    #[inline]
    fn transport<const N: usize>(&self) -> Result<&'p [u8; N], DropReason> {
        let bytes = self.packet.network().get(self.headers.l4..);
        bytes
            .and_then(<[u8]>::first_chunk)
            .ok_or(DropReason::NetfilterDrop)
    }

    /// The type of service, or the traffic class.
    #[inline]
    fn tos(&self) -> u8 {
        match (self.at.family, self.packet.network()) {
            (Family::V4, [_, tos, ..]) => *tos,
            (Family::V6, [a, b, ..]) => a << 4 | b >> 4,
            (Family::V4 | Family::V6, _) => 0,
        }
    }
}

/// Whether a port is in a range.
#[inline]
fn in_range(test: Option<Test<(u16, u16)>>, port: u16) -> bool {
    test.is_none_or(|test| test.holds((test.of.0..=test.of.1).contains(&port)))
}

/// The first of `matches` that a packet fails; `None` if it fails none.
///
/// # Errors
/// Why the packet is dropped: a match was asked what it can't see (`par->hotdrop`).
#[inline(never)]
pub(super) fn first_mismatch(
    matches: &[Match],
    cx: &mut Context<'_>,
    probe: &Probe<'_>,
    state: &RuleState,
) -> Result<Option<usize>, DropReason> {
    // How many matches that remember something came before.
    let mut place = 0;
    for (number, one) in matches.iter().enumerate() {
        if !one.holds(cx, probe, state, &mut place)? {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

impl Match {
    /// What it looks at besides what all packets of a flow have in common.
    pub(super) fn consults(&self, probe: &Probe<'_>) -> Consulted {
        match self {
            // Addresses, ports, interfaces, and the connection; what they say changes with the
            // configuration, or with the connection.
            Self::Addrtype(_)
            | Self::Comment(_)
            | Self::Connlabel(_)
            | Self::Connmark(_)
            | Self::Dscp(_)
            | Self::Icmp(_)
            | Self::Icmp6(_)
            | Self::Iprange(_)
            | Self::Mark(_)
            | Self::Multiport(_)
            | Self::Pkttype(_)
            | Self::Rpfilter(_)
            | Self::State(_)
            | Self::Udp(_) => Consulted::FLOW,
            Self::Conntrack(conntrack) => conntrack.consults(),
            Self::Ecn(ecn) => ecn.consults(),
            Self::Tcp(tcp) => tcp.consults(probe),
            Self::Tos(tos) => Consulted {
                tos: tos.tos.of.1,
                ..Consulted::FLOW
            },
            Self::Connlimit(_)
            | Self::Hashlimit(_)
            | Self::Hl(_)
            | Self::Length(_)
            | Self::Limit(_)
            | Self::Mac(_)
            | Self::Recent(_)
            | Self::Statistic(_)
            | Self::Ttl(_) => Consulted::MORE,
        }
    }

    fn holds(
        &self,
        cx: &mut Context<'_>,
        probe: &Probe<'_>,
        state: &RuleState,
        place: &mut usize,
    ) -> Result<bool, DropReason> {
        let mut memory = || {
            let memory = state.get(*place);
            *place += 1;
            memory
        };
        Ok(match self {
            Self::Addrtype(addrtype) => addrtype.holds(cx, probe),
            Self::Comment(_) => true,
            Self::Connlabel(connlabel) => connlabel.holds(cx, probe),
            Self::Connlimit(connlimit) => connlimit.holds(cx, probe, memory())?,
            Self::Connmark(connmark) => connmark.holds(cx, probe),
            Self::Conntrack(conntrack) => conntrack.holds(cx, probe),
            Self::Dscp(dscp) => dscp.holds(probe),
            Self::Ecn(ecn) => ecn.holds(probe),
            Self::Hashlimit(hashlimit) => hashlimit.holds(cx.now, probe, memory())?,
            Self::Hl(ttl) | Self::Ttl(ttl) => ttl.holds(probe),
            Self::Icmp(icmp) => icmp.holds(probe)?,
            Self::Icmp6(icmp) => icmp.holds(probe)?,
            Self::Iprange(iprange) => iprange.holds(probe),
            Self::Length(length) => length.holds(probe),
            Self::Limit(limit) => limit.holds(cx.now, memory()),
            Self::Mac(mac) => mac.holds(probe),
            Self::Mark(mark) => mark.holds(probe),
            Self::Multiport(multiport) => multiport.holds(probe)?,
            Self::Pkttype(pkttype) => pkttype.holds(probe),
            Self::Recent(recent) => recent.holds(cx.now, probe, memory()),
            Self::Rpfilter(rpfilter) => rpfilter.holds(cx, probe),
            Self::State(state) => state.holds(cx, probe),
            Self::Statistic(statistic) => match statistic.mode.of {
                StatisticMode::Nth { .. } => statistic.holds(&mut cx.own.rng, memory()),
                StatisticMode::Random(_) => statistic.holds(&mut cx.own.rng, None),
            },
            Self::Tcp(tcp) => tcp.holds(probe)?,
            Self::Tos(tos) => tos.holds(probe),
            Self::Udp(udp) => udp.holds(probe)?,
        })
    }
}
