//! Hierarchical token buckets (read `net/sched/sch_htb.c` and devik's description of it): a tree of
//! classes, each with a rate that it gets, a ceiling, and the right to borrow from its parent what that has
//! left.
//!
//! A packet waits in the qdisc of a leaf. A leaf whose buckets of rate and ceiling are both not in debt
//! sends by itself; one that is over its rate, but not over its ceiling, borrows from its parent; one
//! over its ceiling waits. The packet is paid by the leaf, by the class that lent, and by those above it; at the
//! ceiling everybody pays.
//!
//! `sched` takes turns as the kernel does: leaves that send by themselves first, then those that borrow
//! from the lowest level, and so on; at each level the lowest `prio` first, and among equals in order of
//! their numbers, each for its `quantum`.

mod class;
mod filters;
mod reconcile;
mod sched;
mod set;
mod wait;

pub use class::{QuantumOdd, quantum};
pub(crate) use sched::Htb;
