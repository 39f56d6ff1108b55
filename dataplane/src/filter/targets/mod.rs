//! What rules do with packets (`-j`): one file each.

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
pub use log::{Log, LogOptions};
pub use mark::MarkTarget;
pub use nat::{InterfaceNat, Nat, Netmap};
pub use reject::Reject;
pub use tcpmss::Tcpmss;
pub use tos::TosTarget;
pub use ttl::TtlTarget;

use std::sync::Arc;

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
