//! Routing: policy rules, tables, longest-prefix match, next hops.

mod fib;
mod info;
mod journal;
mod lookup;
mod lpm;
mod multipath;
mod nexthop;
mod policy;
mod rule;
#[cfg(test)]
mod tests;

pub use fib::{Family, FibError, FibWriter, Routing};
pub(crate) use journal::Recent;
pub use lookup::{Decision, FlowKey, Hit, RouteMatch};
pub use lpm::{InfoId, Key, Leaf, Lpm, LpmMemory, LpmWriter};
pub use multipath::{HashPolicy, multipath_hash};
pub use nexthop::{NextHop, RouteInfo, RouteKind, TableId};
pub use policy::Refusal;
pub use rule::{PortRange, Rule, RuleAction, Selector};
