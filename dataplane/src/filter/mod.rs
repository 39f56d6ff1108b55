//! Packet filtering: chains of rules at the hooks, as netfilter has them.

mod classify;
mod counter;
mod eval;
mod headers;
mod hook;
pub mod matches;
mod rule;
mod ruleset;
mod state;
pub mod targets;
#[cfg(test)]
mod tests;

pub use counter::{CounterBank, CounterId, Counts};
pub(crate) use eval::{At, traverse};
pub use hook::{Hook, Priority, TableKind};
pub use matches::Match;
pub use rule::{IfacePattern, IpMatch, Masked, RuleSpec, SourceLine, Test};
pub use ruleset::{BaseChain, Chain, ChainId, Policy, Rule, Ruleset, Step};
pub use state::RuleState;
pub use targets::Target;
