//! Netfilter's hooks: what happens to a packet at each of them, in order.

use super::{Context, Hop, reassemble};
use crate::{
    conntrack::Env,
    drop_reason::DropReason,
    filter::{At, Hook, Ruleset, Step, traverse},
    iface::Interface,
    nat,
    packet::Packet,
    route::Family,
    trace::TraceStep,
};

/// Takes a packet through everything at a hook; gives it back if it goes on from there. `hop` is its
/// way on, where that is known.
pub(crate) fn hook<'a>(
    cx: &mut Context<'a>,
    (family, hook): (Family, Hook),
    (iif, oif): (Option<&'a Interface>, Option<&'a Interface>),
    hop: Option<&Hop<'a>>,
    packet: Packet,
) -> Option<Packet> {
    let ruleset = cx.snapshot.filter(family);
    if ruleset.steps(hook).is_empty() {
        return Some(packet);
    }
    let at = At {
        hook,
        family,
        iif,
        oif,
        hop: hop.copied(),
    };
    run(cx, ruleset, &at, packet)
}

fn run<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    at: &At<'a>,
    mut packet: Packet,
) -> Option<Packet> {
    cx.note(|| TraceStep::Hook(at.hook));
    for step in ruleset.steps(at.hook) {
        if let Step::Defrag = step {
            packet = reassemble::defragment(cx, at.family, packet)?;
            continue;
        }
        if let Err(reason) = take(cx, ruleset, at, step, &mut packet) {
            cx.drop(packet, reason);
            return None;
        }
    }
    Some(packet)
}

/// Does one step.
fn take<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    at: &At<'a>,
    step: &'a Step,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let env = Env {
        now: cx.now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family: at.family,
        hook: at.hook,
    };
    match step {
        Step::Defrag => Ok(()),
        Step::Conntrack => cx.conntrack().track(&env, packet),
        Step::Chain(base) => traverse(cx, ruleset, base, at, packet),
        Step::Nat { manip, chains } => nat::translate(cx, ruleset, (*manip, chains), at, packet),
        Step::Confirm => cx.conntrack().confirm(&env, packet),
    }
}
