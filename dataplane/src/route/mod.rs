//! Routing: policy rules, tables, longest-prefix match, next hops.

mod nexthop;
mod rule;

pub use nexthop::{NextHop, RouteInfo, RouteKind, TableId};
pub use rule::{PortRange, Rule, RuleAction, Selector};
