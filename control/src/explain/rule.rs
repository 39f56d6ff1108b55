//! What rules say, in iptables' words.

use dataplane::{filter::RuleSpec, route::Family};

/// The rule as `iptables -S` would print it, without `-A CHAIN`.
pub(super) fn text(spec: &RuleSpec, family: Family) -> String {
    let _ = family;
    format!("{spec:?}")
}
