//! What happened to the configuration, for those who watch it (`ip monitor`, `tc monitor`, `nft monitor`).

use std::sync::Arc;

use super::{Address, Link, Route, Rule, nft, qos::TrafficChange};

/// One notification, as rtnetlink and nf_tables send it.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A link is new or has changed (`RTM_NEWLINK`).
    NewLink(Link),
    /// A link is gone (`RTM_DELLINK`).
    DelLink(Link),
    /// An address is new or has changed (`RTM_NEWADDR`).
    NewAddress(Address),
    /// An address is gone (`RTM_DELADDR`).
    DelAddress(Address),
    /// A route is new or has replaced another (`RTM_NEWROUTE`).
    NewRoute(Route),
    /// A route is gone (`RTM_DELROUTE`).
    DelRoute(Route),
    /// A rule is new (`RTM_NEWRULE`).
    NewRule(Rule),
    /// A rule is gone (`RTM_DELRULE`).
    DelRule(Rule),
    /// Something of traffic control (`RTM_NEWQDISC` and its like).
    Traffic(Box<TrafficChange>),
    /// A batch of changes of nft's tables (`NFT_MSG_*`).
    Nft(Arc<nft::Transaction>),
}
