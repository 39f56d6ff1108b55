//! What some matches remember from packet to packet.

use super::RuleSpec;

/// What the matches of one rule remember. Shared by the workers, and by the rule sets that the rule
/// stands in.
#[derive(Debug, Default)]
pub struct RuleState {}

impl RuleState {
    /// The state of a rule that has matched nothing yet.
    #[must_use]
    pub fn of(_spec: &RuleSpec) -> Self {
        Self {}
    }
}
