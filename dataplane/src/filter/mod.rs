//! Packet filtering: chains of rules at the hooks, as netfilter has them.
//!
//! A [`Ruleset`] is all tables of one family. `traverse` takes a packet through a base chain: it asks each
//! rule ([`RuleSpec`]) for its addresses, interfaces and protocol, then its matches ([`Match`]) in the order
//! given, counts those that all hold for, and does what the target ([`Target`]) says. It is the walk
//! of the kernel's legacy tables (`ipt_do_table`, `ip6t_do_table`); in long chains it goes only by the
//! rules that may match (`classify`).

mod classify;
mod counter;
mod eval;
mod headers;
mod hook;
pub mod matches;
pub mod nft;
mod rule;
mod ruleset;
mod shared;
mod state;
pub mod targets;
#[cfg(test)]
mod tests;

pub use counter::{CounterBank, CounterId, Counts};
pub(crate) use eval::{At, traverse};
pub use hook::{Hook, Priority, TableKind};
pub use matches::Match;
pub use rule::{IfacePattern, IpMatch, Masked, RuleSpec, SourceLine, Test};
pub use ruleset::{Base, BaseChain, Chain, ChainId, Policy, Rule, Ruleset, Step, TableRef};
pub use shared::SharedTables;
pub use state::RuleState;
pub use targets::Target;
pub(crate) use targets::tell_invalid;
