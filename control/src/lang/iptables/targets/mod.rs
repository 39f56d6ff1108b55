//! The targets that are extensions, one file each.

mod classify;
mod connmark;
mod ct;
mod dscp;
mod ecn;
mod log;
mod mark;
mod nat;
mod netmap;
mod reject;
mod tcpmss;
mod tos;
mod trace;
mod ttl;

use dataplane::{filter::Target, route::Family};

use super::extension::{RuleView, TargetExtension};

/// All of them, by name.
pub(super) static ALL: [&TargetExtension; 21] = [
    &classify::EXTENSION,
    &connmark::EXTENSION,
    &ct::CT,
    &nat::DNAT,
    &dscp::EXTENSION,
    &ecn::EXTENSION,
    &ttl::HL,
    &log::EXTENSION,
    &mark::EXTENSION,
    &nat::MASQUERADE,
    &netmap::EXTENSION,
    &ct::NOTRACK,
    &nat::REDIRECT,
    &reject::REJECT4,
    &reject::REJECT6,
    &nat::SNAT,
    &tcpmss::TCPMSS4,
    &tcpmss::TCPMSS6,
    &tos::EXTENSION,
    &trace::EXTENSION,
    &ttl::TTL,
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
        Target::Classify(target) => classify::print(target, out),
        Target::Connmark(target) => connmark::print(target, out),
        Target::Ct(target) => ct::print(target, out),
        Target::Dscp(target) => dscp::print(target, out),
        Target::Ecn(target) => ecn::print(target, out),
        Target::Hl(target) => ttl::print("HL", *target, out),
        Target::Netmap(target) => netmap::print(target, out),
        Target::Tcpmss(target) => tcpmss::print(*target, out),
        Target::Tos(target) => tos::print(target, numeric, out),
        Target::Ttl(target) => ttl::print("TTL", *target, out),
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
        Target::Classify(target) => classify::save(target, out),
        Target::Connmark(target) => connmark::save(target, out),
        Target::Ct(target) => ct::save(target, out),
        Target::Dscp(target) => dscp::save(target, out),
        Target::Ecn(target) => ecn::save(target, out),
        Target::Hl(target) => ttl::save("hl", *target, out),
        Target::Netmap(target) => netmap::save(target, out),
        Target::Tcpmss(target) => tcpmss::save(*target, out),
        Target::Tos(target) => tos::save(target, out),
        Target::Ttl(target) => ttl::save("ttl", *target, out),
    }
}
