//! The matches, one file each.

use dataplane::{filter::Match, route::Family};

use super::extension::{MatchExtension, RuleView};

/// The match extension of this name, if `family` has it.
pub(super) fn find(_name: &str, _family: Family) -> Option<&'static MatchExtension> {
    None
}

/// A match as `-L` shows it, with its leading space (`print`).
pub(super) fn print(_found: &Match, _rule: RuleView, _numeric: bool, _out: &mut String) {}

/// A match as `-S` and `iptables-save` show it, behind `-m NAME` (`save`): its options, each with a
/// leading space.
pub(super) fn save(_found: &Match, _rule: RuleView, _out: &mut String) {}
