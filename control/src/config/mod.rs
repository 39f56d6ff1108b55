//! The configuration: what rtnetlink and sysctl hold in a kernel.
//!
//! A [`Model`] takes requests with the kernel's semantics and errors. [`compile`] (see there) turns
//! what changed into what the data path reads.

mod address;
mod error;
mod link;
mod neighbour;
mod route;
mod rule;

pub use address::{Address, AddressFlags};
pub use error::{Errno, NetError};
pub use link::{Link, LinkKind};
pub use neighbour::{Neighbour, NeighbourState};
pub use route::{Existing, Nexthop, Route, RouteFamily, RouteMetrics};
pub use rule::{Rule, RuleAction};
