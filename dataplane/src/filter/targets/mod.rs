//! What rules do with packets (`-j`): one file each.

mod checksum;
mod classify;
mod connmark;
mod ct;
mod dscp;
mod ecn;
mod log;
mod mark;
mod nat;
mod reject;
mod tcpmss;
mod tos;
mod ttl;

pub use classify::Classify;
pub use connmark::ConnmarkTarget;
pub use ct::{CtTarget, Zone, ZoneDirection};
pub use dscp::DscpTarget;
pub use ecn::EcnTarget;
pub(crate) use log::tell_invalid;
pub use log::{Log, LogOptions};
pub(super) use log::{tell_logged, tell_traced};
pub use mark::MarkTarget;
pub(super) use mark::set_mark;
pub use nat::{InterfaceNat, Nat, Netmap};
pub use reject::Reject;
pub use tcpmss::Tcpmss;
pub(super) use tcpmss::reverse_mtu;
pub use tos::TosTarget;
pub use ttl::TtlTarget;

use std::sync::Arc;

use super::{At, headers::Headers};
use crate::{
    drop_reason::DropReason, flow_cache::Consulted, forward::Context, nat::apply as translate,
    packet::Packet, trace::RuleOutcome,
};

/// What happens to a packet that a rule matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Target {
    /// Nothing: it is counted and goes on to the next rule (no `-j`).
    #[default]
    Continue,
    /// `-j ACCEPT`: it has passed this base chain.
    Accept,
    /// `-j DROP`.
    Drop,
    /// `-j RETURN`: back to the chain that it came from, or to the policy.
    Return,
    /// `-j CHAIN` and `-g CHAIN`.
    Chain {
        /// The chain's name.
        name: Arc<str>,
        /// `-g`: its end is also the end of this chain.
        goto: bool,
    },
    /// `-j CLASSIFY`.
    Classify(Classify),
    /// `-j CONNMARK`.
    Connmark(ConnmarkTarget),
    /// `-j CT` and `-j NOTRACK`.
    Ct(CtTarget),
    /// `-j DNAT`.
    Dnat(Nat),
    /// `-j DSCP`.
    Dscp(DscpTarget),
    /// `-j ECN`.
    Ecn(EcnTarget),
    /// `-j HL`.
    Hl(TtlTarget),
    /// `-j LOG`.
    Log(Log),
    /// `-j MARK`.
    Mark(MarkTarget),
    /// `-j MASQUERADE`.
    Masquerade(InterfaceNat),
    /// `-j NETMAP`.
    Netmap(Netmap),
    /// `-j REDIRECT`.
    Redirect(InterfaceNat),
    /// `-j REJECT`.
    Reject(Reject),
    /// `-j SNAT`.
    Snat(Nat),
    /// `-j TCPMSS`.
    Tcpmss(Tcpmss),
    /// `-j TOS`.
    Tos(TosTarget),
    /// `-j TRACE`.
    Trace,
    /// `-j TTL`.
    Ttl(TtlTarget),
}

impl Target {
    /// What comes of a rule with this target, if nothing goes wrong.
    pub(super) const fn outcome(&self) -> RuleOutcome {
        match self {
            Self::Accept
            | Self::Dnat(_)
            | Self::Snat(_)
            | Self::Masquerade(_)
            | Self::Netmap(_)
            | Self::Redirect(_) => RuleOutcome::Accept,
            Self::Drop => RuleOutcome::Drop(DropReason::NetfilterDrop),
            Self::Reject(_) => RuleOutcome::Drop(DropReason::NetfilterReject),
            Self::Return => RuleOutcome::Return,
            Self::Chain { .. } => RuleOutcome::Jump,
            Self::Continue
            | Self::Classify(_)
            | Self::Connmark(_)
            | Self::Ct(_)
            | Self::Dscp(_)
            | Self::Ecn(_)
            | Self::Hl(_)
            | Self::Log(_)
            | Self::Mark(_)
            | Self::Tcpmss(_)
            | Self::Tos(_)
            | Self::Trace
            | Self::Ttl(_) => RuleOutcome::Continue,
        }
    }

    /// The name after `-j`, of those that do something to the packet.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Continue => "",
            Self::Accept => "ACCEPT",
            Self::Drop => "DROP",
            Self::Return => "RETURN",
            Self::Chain { .. } => "chain",
            Self::Classify(_) => "CLASSIFY",
            Self::Connmark(_) => "CONNMARK",
            Self::Ct(_) => "CT",
            Self::Dnat(_) => "DNAT",
            Self::Dscp(_) => "DSCP",
            Self::Ecn(_) => "ECN",
            Self::Hl(_) => "HL",
            Self::Log(_) => "LOG",
            Self::Mark(_) => "MARK",
            Self::Masquerade(_) => "MASQUERADE",
            Self::Netmap(_) => "NETMAP",
            Self::Redirect(_) => "REDIRECT",
            Self::Reject(_) => "REJECT",
            Self::Snat(_) => "SNAT",
            Self::Tcpmss(_) => "TCPMSS",
            Self::Tos(_) => "TOS",
            Self::Trace => "TRACE",
            Self::Ttl(_) => "TTL",
        }
    }

    /// What a packet's fate depends on, once it has met this target, besides what all packets of a flow
    /// have in common.
    pub(super) fn consults(&self) -> Consulted {
        match self {
            Self::Continue
            | Self::Accept
            | Self::Drop
            | Self::Return
            | Self::Chain { .. }
            | Self::Classify(_)
            | Self::Connmark(_)
            | Self::Dscp(_)
            | Self::Mark(_)
            // What it is translated to is decided for a connection as a whole.
            | Self::Dnat(_)
            | Self::Netmap(_)
            | Self::Redirect(_) => Consulted::FLOW,
            Self::Tos(tos) => Consulted {
                tos: tos.mask | tos.value,
                ..Consulted::FLOW
            },
            Self::Ecn(ecn) => ecn.consults(),
            Self::Ct(ct) if ct.notrack => Consulted::FLOW,
            Self::Ct(_)
            | Self::Hl(_)
            | Self::Log(_)
            | Self::Masquerade(_)
            | Self::Reject(_)
            | Self::Snat(_)
            | Self::Tcpmss(_)
            | Self::Trace
            | Self::Ttl(_) => Consulted::MORE,
        }
    }

    /// Whether it is a bare verdict, with which a rule without tests looks like the end of a chain.
    pub(super) const fn is_verdict(&self) -> bool {
        matches!(self, Self::Accept | Self::Drop | Self::Return)
    }

    /// Whether it only says where the packet goes on.
    #[inline]
    pub(super) const fn only_leads(&self) -> bool {
        matches!(
            self,
            Self::Continue | Self::Accept | Self::Return | Self::Chain { .. }
        )
    }

    /// Whether the packet does not come back from the chain that it goes to.
    pub(super) const fn is_goto(&self) -> bool {
        matches!(self, Self::Chain { goto: true, .. })
    }

    /// Does to a packet what the target says. Where the packet goes on follows from
    /// [`outcome`](Self::outcome).
    ///
    /// # Errors
    /// Why the packet is dropped.
    #[inline(never)]
    pub(super) fn apply(
        &self,
        cx: &mut Context<'_>,
        at: &At<'_>,
        headers: &Headers,
        packet: &mut Packet,
    ) -> Result<(), DropReason> {
        match self {
            Self::Continue | Self::Accept | Self::Return | Self::Chain { .. } => {}
            Self::Drop => {
                cx.own.recorder.drop();
                return Err(DropReason::NetfilterDrop);
            }
            Self::Reject(reject) => {
                reject.answer(cx, at, packet);
                return Err(DropReason::NetfilterReject);
            }
            Self::Classify(classify) => classify.apply(packet),
            Self::Connmark(connmark) => connmark.apply(cx, packet),
            Self::Ct(ct) => ct.apply(packet),
            Self::Dscp(dscp) => dscp.apply(at.family, packet),
            Self::Ecn(ecn) => ecn.apply(headers, packet)?,
            Self::Hl(ttl) | Self::Ttl(ttl) => ttl.apply(cx, at.family, packet),
            Self::Log(log) => log.apply(cx, at, packet),
            Self::Mark(mark) => mark.apply(cx, packet),
            Self::Tcpmss(tcpmss) => {
                // The kernel wants the packet in one piece: how it came in fragments is forgotten.
                if headers.fragment == 0 {
                    cx.own.geometry.clear();
                }
                tcpmss.apply(cx, at, headers, packet)?;
            }
            Self::Tos(tos) => tos.apply(at.family, packet),
            Self::Trace => packet.meta.nf_trace = true,
            Self::Dnat(_)
            | Self::Snat(_)
            | Self::Masquerade(_)
            | Self::Netmap(_)
            | Self::Redirect(_) => translate(cx, self, at, packet)?,
        }
        Ok(())
    }
}
