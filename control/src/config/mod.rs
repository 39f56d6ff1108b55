//! The configuration: what rtnetlink and sysctl hold in a kernel.
//!
//! A [`Model`] takes requests with the kernel's semantics and errors. A [`Compiler`] turns what
//! changed into what the data path reads.

mod address;
mod addresses4;
mod addresses6;
mod change;
mod checked;
mod compile;
mod dirty;
mod error;
mod fib;
mod link;
mod links;
mod model;
mod neighbour;
pub mod netfilter;
pub mod nft;
pub mod qos;
mod route;
mod routes4;
mod routes6;
mod rule;
mod rules;
mod sysctls;
#[cfg(test)]
mod tests;

pub use address::{Address, AddressFlags, AddressMatch};
pub use change::Change;
pub use compile::Compiler;
pub use error::{Errno, NetError};
pub use link::{Link, LinkKind, LinkRequest, LinkUpdate};
pub use model::Model;
pub use neighbour::{Neighbour, NeighbourState};
pub use route::{Existing, Nexthop, Route, RouteFamily, RouteMatch, RouteMetrics};
pub use rule::{Rule, RuleAction, RuleMatch};
