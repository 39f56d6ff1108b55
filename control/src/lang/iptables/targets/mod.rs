//! The targets that are extensions, one file each.

use dataplane::{filter::Target, route::Family};

use super::extension::{RuleView, TargetExtension};

/// The target extension of this name, if `family` has it.
pub(super) fn find(_name: &str, _family: Family) -> Option<&'static TargetExtension> {
    None
}

/// A target as `-L` shows it, behind the columns, with its leading space (`print`).
pub(super) fn print(_target: &Target, _rule: RuleView, _numeric: bool, _out: &mut String) {}

/// A target as `-S` and `iptables-save` show it, behind `-j NAME` (`save`): its options, each with a
/// leading space.
pub(super) fn save(_target: &Target, _rule: RuleView, _out: &mut String) {}
