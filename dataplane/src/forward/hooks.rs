//! Netfilter's hooks: what happens to a packet at each of them, in order.

use std::mem;

use super::{Context, Hop, local_out, reassemble, steer};
use crate::{
    conntrack::{Ct, CtState, Direction, Env},
    drop_reason::DropReason,
    filter::{At, Hook, Ruleset, Step, tell_invalid, traverse},
    iface::Interface,
    nat,
    packet::{Mark, Packet},
    route::Family,
    trace::TraceStep,
    wire::ipv4,
};

/// A packet that `iif` received, before its route is looked up. `false` if it does not go on from
/// there, here as at the other hooks: nothing is left of it then.
#[inline]
#[must_use]
pub(crate) fn prerouting<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: &'a Interface,
    packet: &mut Packet,
) -> bool {
    pass(cx, (family, Hook::Prerouting), Some(iif), None, packet)
}

/// A packet that `iif` received for the router itself.
#[inline]
#[must_use]
pub(crate) fn input<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: &'a Interface,
    packet: &mut Packet,
) -> bool {
    pass(cx, (family, Hook::Input), Some(iif), None, packet)
}

/// A packet on its way through.
#[inline]
#[must_use]
pub(crate) fn forward<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: Option<&'a Interface>,
    hop: &Hop<'a>,
    packet: &mut Packet,
) -> bool {
    let passed = pass(cx, (family, Hook::Forward), iif, Some(hop), packet);
    if cx.own.recorder.is_on() {
        cx.own.recorder.forward(hop, passed);
    }
    passed
}

/// A packet on its way out. `iif` is the interface that it came in by, if it did: netfilter lets its
/// rules see that here too.
#[inline]
#[must_use]
pub(crate) fn postrouting<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: Option<&'a Interface>,
    hop: &Hop<'a>,
    packet: &mut Packet,
) -> bool {
    pass(cx, (family, Hook::Postrouting), iif, Some(hop), packet)
}

/// A packet that the router made: gives its way, which is another one if a rule has changed what the
/// route depends on, or `None` if it does not go on.
#[inline]
#[must_use]
pub(crate) fn output<'a>(
    cx: &mut Context<'a>,
    family: Family,
    hop: Hop<'a>,
    packet: &mut Packet,
) -> Option<Hop<'a>> {
    let ruleset = cx.snapshot.filter(family);
    if ruleset.steps(Hook::Output).is_empty() {
        return Some(hop);
    }
    let at = At {
        hook: Hook::Output,
        family,
        iif: None,
        oif: Some(hop.oif),
        hop: Some(&hop),
    };
    let mut way = hop;
    let passed = run(cx, ruleset, &at, packet, |cx, step, packet| {
        let before = RouteInput::watched(&at, step, packet);
        take(cx, ruleset, &at, step, packet)?;
        if before.is_some() && before != RouteInput::of(&at, packet) {
            way = local_out::reroute(cx, family, hop.oif, packet)?;
            cx.note_way(packet, &way);
        }
        Ok(())
    });
    passed.then_some(way)
}

/// Takes a packet through everything at a hook where routes are not looked up again.
#[inline(always)]
fn pass<'a>(
    cx: &mut Context<'a>,
    (family, hook): (Family, Hook),
    iif: Option<&'a Interface>,
    hop: Option<&Hop<'a>>,
    packet: &mut Packet,
) -> bool {
    let ruleset = cx.snapshot.filter(family);
    if ruleset.steps(hook).is_empty() {
        return true;
    }
    let at = At {
        hook,
        family,
        iif,
        oif: hop.map(|hop| hop.oif),
        hop,
    };
    run(cx, ruleset, &at, packet, |cx, step, packet| {
        take(cx, ruleset, &at, step, packet)
    })
}

/// Does the steps of a hook, each by `take`.
#[inline]
fn run<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    at: &At<'_>,
    packet: &mut Packet,
    mut take: impl FnMut(&mut Context<'a>, &'a Step, &mut Packet) -> Result<(), DropReason>,
) -> bool {
    cx.note(|| TraceStep::Hook(at.hook));
    for step in ruleset.steps(at.hook) {
        if matches!(step, Step::Defrag) {
            if may_be_fragment(at.family, packet) && !reassemble::defragment(cx, at.family, packet)
            {
                return false;
            }
            let put_together = packet.meta.frag_max != 0 && at.hook == Hook::Prerouting;
            if put_together && steer::steer_whole(cx, at.family, packet) {
                return false;
            }
        } else if let Err(reason) = take(cx, step, packet) {
            cx.own.recorder.drop_at(at.hook);
            cx.drop(mem::take(packet), reason);
            return false;
        }
    }
    true
}

/// Whether a packet has to be looked at for being a fragment: most say at once that they are none.
#[inline]
fn may_be_fragment(family: Family, packet: &Packet) -> bool {
    const FRAGMENT: u16 = ipv4::MF | ipv4::OFFSET_MASK;
    let field = match family {
        Family::V4 => packet.network().get(6..8).and_then(<[u8]>::first_chunk),
        Family::V6 => None,
    };
    field.is_none_or(|field| u16::from_be_bytes(*field) & FRAGMENT != 0)
}

/// What of the router's own packet its route depends on.
#[derive(Debug, PartialEq, Eq)]
struct RouteInput {
    addresses: [u8; 32],
    /// Type of service; of IPv6 version, traffic class and flow label.
    class: [u8; 4],
    mark: Mark,
}

impl RouteInput {
    /// `None` before steps that don't make the kernel look up the route again.
    fn watched(at: &At<'_>, step: &Step, packet: &Packet) -> Option<Self> {
        match step {
            Step::Chain(base) if base.reroutes() => Self::of(at, packet),
            Step::Nat { .. } => Self::of(at, packet),
            Step::Chain(_) | Step::Defrag | Step::Conntrack | Step::Confirm => None,
        }
    }

    fn of(at: &At<'_>, packet: &Packet) -> Option<Self> {
        let bytes = packet.network();
        let mut input = Self {
            addresses: [0; 32],
            class: [0; 4],
            mark: packet.meta.mark,
        };
        match at.family {
            Family::V4 => {
                input.addresses[..8].copy_from_slice(bytes.get(12..20)?);
                input.class[0] = *bytes.get(1)?;
            }
            Family::V6 => {
                input.addresses.copy_from_slice(bytes.get(8..40)?);
                input.class.copy_from_slice(bytes.get(..4)?);
            }
        }
        Some(input)
    }
}

/// Does one step.
#[inline(always)]
fn take<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    at: &At<'_>,
    step: &'a Step,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    match step {
        Step::Defrag => Ok(()),
        Step::Conntrack => track(cx, at, packet),
        Step::Chain(base) => traverse(cx, ruleset, base, at, packet),
        Step::Nat { manip, chains } => nat::translate(cx, ruleset, (*manip, chains), at, packet),
        Step::Confirm => confirm(cx, at, packet),
    }
}

/// The packet's connection is found or made.
fn track(cx: &mut Context<'_>, at: &At<'_>, packet: &mut Packet) -> Result<(), DropReason> {
    match cx.own.recorder.take_tracked() {
        Some(ct) => packet.meta.ct = ct,
        None => {
            let env = env(cx, at);
            cx.conntrack().track(&env, packet)?;
        }
    }
    if cx.snapshot.sysctls.conntrack.log_invalid != 0 {
        for complaint in cx.conntrack().take_complaints() {
            tell_invalid(cx, at, packet, complaint);
        }
    }
    if cx.own.recorder.is_on() {
        cx.seek_way(packet);
    }
    let ct = packet.meta.ct;
    if let Ct::Of(of) = ct
        && of.unconfirmed
    {
        if cx.snapshot.labels() {
            cx.conntrack().open_labels(of.id);
        }
        if of.state == CtState::Related {
            nat::follow(cx, of.id);
        }
    }
    if cx.own.trace.is_some() {
        let conn = match ct {
            Ct::Of(of) => cx.conntrack().get(of.id).cloned().map(Box::new),
            Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => None,
        };
        cx.note(|| TraceStep::Conntrack { ct, conn });
    }
    Ok(())
}

/// The packet's connection becomes known.
fn confirm(cx: &mut Context<'_>, at: &At<'_>, packet: &mut Packet) -> Result<(), DropReason> {
    if let Ct::Of(of) = packet.meta.ct {
        nat::help(cx, at, of, packet)?;
    }
    let new = matches!(packet.meta.ct, Ct::Of(of)
        if of.unconfirmed && of.direction == Direction::Original);
    if new {
        let env = env(cx, at);
        cx.conntrack().confirm(&env, packet)?;
        cx.note(|| TraceStep::Confirmed);
    }
    Ok(())
}

fn env<'a>(cx: &Context<'a>, at: &At<'_>) -> Env<'a> {
    Env {
        now: cx.now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family: at.family,
        hook: at.hook,
    }
}
