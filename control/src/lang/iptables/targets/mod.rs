//! The targets that are extensions, one file each.

mod log;
mod mark;
mod nat;
mod reject;
mod trace;

use dataplane::{filter::Target, route::Family};

use super::extension::{RuleView, TargetExtension};

/// All of them, by name.
static ALL: [&TargetExtension; 8] = [
    &nat::DNAT,
    &log::EXTENSION,
    &mark::EXTENSION,
    &nat::MASQUERADE,
    &nat::REDIRECT,
    &reject::EXTENSION,
    &nat::SNAT,
    &trace::EXTENSION,
];

/// The target extension of this name, if `family` has it.
pub(super) fn find(name: &str, family: Family) -> Option<&'static TargetExtension> {
    ALL.into_iter()
        .find(|extension| extension.name == name && extension.families.contains(&family))
}

/// A target as `-L` shows it, behind the columns, with its leading space (`print`).
pub(super) fn print(target: &Target, _rule: RuleView, numeric: bool, out: &mut String) {
    match target {
        Target::Dnat(target) | Target::Snat(target) => nat::print(target, out),
        Target::Log(target) => log::print(target, numeric, out),
        Target::Mark(target) => mark::print(target, out),
        Target::Masquerade(target) => nat::print_masquerade(target, out),
        Target::Redirect(target) => nat::print_redirect(target, out),
        Target::Reject(target) => reject::print(*target, out),
        Target::Continue
        | Target::Accept
        | Target::Drop
        | Target::Return
        | Target::Chain { .. }
        | Target::Trace => {}
        Target::Classify(_)
        | Target::Connmark(_)
        | Target::Ct(_)
        | Target::Dscp(_)
        | Target::Ecn(_)
        | Target::Hl(_)
        | Target::Netmap(_)
        | Target::Tcpmss(_)
        | Target::Tos(_)
        | Target::Ttl(_) => {}
    }
}

/// A target as `-S` and `iptables-save` show it, behind `-j NAME` (`save`): its options, each with a
/// leading space.
pub(super) fn save(target: &Target, _rule: RuleView, out: &mut String) {
    match target {
        Target::Dnat(target) => nat::save_dnat(target, out),
        Target::Log(target) => log::save(target, out),
        Target::Mark(target) => mark::save(target, out),
        Target::Masquerade(target) | Target::Redirect(target) => nat::save_interface(target, out),
        Target::Reject(target) => reject::save(*target, out),
        Target::Snat(target) => nat::save_snat(target, out),
        Target::Continue
        | Target::Accept
        | Target::Drop
        | Target::Return
        | Target::Chain { .. }
        | Target::Trace => {}
        Target::Classify(_)
        | Target::Connmark(_)
        | Target::Ct(_)
        | Target::Dscp(_)
        | Target::Ecn(_)
        | Target::Hl(_)
        | Target::Netmap(_)
        | Target::Tcpmss(_)
        | Target::Tos(_)
        | Target::Ttl(_) => {}
    }
}
