//! The configuration: what rtnetlink and sysctl hold in a kernel.
//!
//! A [`Model`] takes requests with the kernel's semantics and errors. [`compile`] (see there) turns
//! what changed into what the data path reads.

mod address;
mod change;
mod compile;
mod error;
mod link;
mod model;
mod neighbour;
mod route;
mod rule;

pub use address::{Address, AddressFlags, AddressMatch};
pub use change::Change;
pub use compile::Compiler;
pub use error::{Errno, NetError};
pub use link::{Link, LinkKind, LinkRequest, LinkUpdate};
pub use model::Model;
pub use neighbour::{Neighbour, NeighbourState};
pub use route::{Existing, Nexthop, Route, RouteFamily, RouteMatch, RouteMetrics};
pub use rule::{Rule, RuleAction, RuleMatch};
