//! iptables' tables: what the kernel's `ip_tables` and `ip6_tables` hold.
//!
//! A command works on a [`Draft`] of one table. [`Tables::commit`] checks the draft as the kernel checks
//! a table that is to be replaced, and puts it in place; a draft that is refused, or forgotten, changes
//! nothing.

mod check;
mod compile;
mod counters;
mod draft;
mod error;
mod grow;
mod hooks;
mod table;
mod tables;
#[cfg(test)]
mod tests;

pub(super) use compile::RulesetCompiler;
pub(super) use counters::CounterIds;
pub use counters::Readings;
pub use draft::Draft;
pub use error::{TableError, Violation};
pub use table::{Base, Chain, Counted, Rule, Table};
pub use tables::{Netfilter, Tables};
