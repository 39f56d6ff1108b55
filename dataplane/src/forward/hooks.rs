//! Netfilter's hooks: what happens to a packet at each of them, in order.

use super::{Context, Hop, local_out, reassemble};
use crate::{
    conntrack::{Ct, Direction, Env},
    drop_reason::DropReason,
    filter::{At, Hook, Ruleset, Step, TableKind, traverse},
    iface::Interface,
    nat,
    packet::{Mark, Packet},
    route::Family,
    trace::TraceStep,
};

/// A packet that `iif` received, before its route is looked up.
#[inline]
pub(crate) fn prerouting<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: &'a Interface,
    packet: Packet,
) -> Option<Packet> {
    pass(cx, (family, Hook::Prerouting), Some(iif), None, packet)
}

/// A packet that `iif` received for the router itself.
#[inline]
pub(crate) fn input<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: &'a Interface,
    packet: Packet,
) -> Option<Packet> {
    pass(cx, (family, Hook::Input), Some(iif), None, packet)
}

/// A packet on its way through.
#[inline]
pub(crate) fn forward<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: Option<&'a Interface>,
    hop: &Hop<'a>,
    packet: Packet,
) -> Option<Packet> {
    pass(cx, (family, Hook::Forward), iif, Some(hop), packet)
}

/// A packet on its way out. `iif` is the interface that it came in by, if it did: netfilter lets its
/// rules see that here too.
#[inline]
pub(crate) fn postrouting<'a>(
    cx: &mut Context<'a>,
    family: Family,
    iif: Option<&'a Interface>,
    hop: &Hop<'a>,
    packet: Packet,
) -> Option<Packet> {
    pass(cx, (family, Hook::Postrouting), iif, Some(hop), packet)
}

/// A packet that the router made: gives it with its way, which is another one if a rule has changed
/// what the route depends on.
#[inline]
pub(crate) fn output<'a>(
    cx: &mut Context<'a>,
    family: Family,
    hop: Hop<'a>,
    packet: Packet,
) -> Option<(Packet, Hop<'a>)> {
    let ruleset = cx.snapshot.filter(family);
    if ruleset.steps(Hook::Output).is_empty() {
        return Some((packet, hop));
    }
    let at = At {
        hook: Hook::Output,
        family,
        iif: None,
        oif: Some(hop.oif),
        hop: Some(hop),
    };
    let mut way = hop;
    let packet = run(cx, ruleset, &at, packet, |cx, packet| {
        way = local_out::reroute(cx, family, hop.oif, packet)?;
        cx.note_way(packet, &way);
        Ok(())
    })?;
    Some((packet, way))
}

/// Takes a packet through everything at a hook; gives it back if it goes on from there.
#[inline]
fn pass<'a>(
    cx: &mut Context<'a>,
    (family, hook): (Family, Hook),
    iif: Option<&'a Interface>,
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
        oif: hop.map(|hop| hop.oif),
        hop: hop.copied(),
    };
    run(cx, ruleset, &at, packet, |_, _| Ok(()))
}

/// Does the steps of a hook. `reroute` is called when one of them has changed what the route of the
/// router's own packet depends on.
fn run<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    at: &At<'a>,
    mut packet: Packet,
    mut reroute: impl FnMut(&mut Context<'a>, &Packet) -> Result<(), DropReason>,
) -> Option<Packet> {
    cx.note(|| TraceStep::Hook(at.hook));
    for step in ruleset.steps(at.hook) {
        if matches!(step, Step::Defrag) {
            packet = reassemble::defragment(cx, at.family, packet)?;
            continue;
        }
        // Elsewhere routes are not looked up again.
        let taken = if at.hook == Hook::Output {
            let before = RouteInput::watched(at, step, &packet);
            let mut taken = take(cx, ruleset, at, step, &mut packet);
            if taken.is_ok() && before.is_some() && before != RouteInput::of(at, &packet) {
                taken = reroute(cx, &packet);
            }
            taken
        } else {
            take(cx, ruleset, at, step, &mut packet)
        };
        if let Err(reason) = taken {
            cx.drop(packet, reason);
            return None;
        }
    }
    Some(packet)
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
            Step::Chain(base) if base.table == TableKind::Mangle => Self::of(at, packet),
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
        Step::Conntrack => {
            match cx.own.recorder.take_tracked() {
                Some(ct) => packet.meta.ct = ct,
                None => cx.conntrack().track(&env, packet)?,
            }
            if cx.own.recorder.is_on() {
                cx.seek_way(packet);
            }
            let ct = packet.meta.ct;
            if let Ct::Of(of) = ct
                && of.unconfirmed
                && cx.snapshot.labels()
            {
                cx.conntrack().open_labels(of.id);
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
        Step::Chain(base) => traverse(cx, ruleset, base, at, packet),
        Step::Nat { manip, chains } => nat::translate(cx, ruleset, (*manip, chains), at, packet),
        Step::Confirm => {
            let new = matches!(packet.meta.ct, Ct::Of(of)
                if of.unconfirmed && of.direction == Direction::Original);
            cx.conntrack().confirm(&env, packet)?;
            if new {
                cx.note(|| TraceStep::Confirmed);
            }
            Ok(())
        }
    }
}
