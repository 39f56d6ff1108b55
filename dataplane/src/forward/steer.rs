//! Which worker carries a packet: that whose connection it is of, where connections are tracked.

use super::{Context, burst::Burst};
use crate::{conntrack::flow, packet::Packet, route::Family, worker::Errand};

/// Gives packets of a burst that belong to connections of other workers to those.
pub(super) fn steer(cx: &mut Context<'_>, packets: &mut [Packet], burst: &mut Burst) {
    let owners = cx.router.conntrack.owners();
    for (number, packet) in packets.iter_mut().enumerate() {
        // Of a packet like most, the tuple is known already.
        let known = burst.tuple(number).map(|tuple| owners.by_hash(tuple));
        let owner = known.or_else(|| {
            let family = burst.family(number)?;
            let tracked = cx.snapshot.filter(family).tracks();
            let tuple = tracked.then(|| flow(family, packet.network()))??;
            Some(owners.of(&tuple))
        });
        if let Some(owner) = owner
            && owner != cx.worker
        {
            cx.hand_over(owner, std::mem::take(packet), Errand::Carry);
            burst.take(number);
        }
    }
}

/// The same with those that seem to begin a connection, and are of one that is not where their ports say.
pub(super) fn steer_strays(cx: &mut Context<'_>, packets: &mut [Packet], burst: &mut Burst) {
    if !cx.router.conntrack.owners().may_stray() {
        return;
    }
    for (number, packet) in packets.iter_mut().enumerate() {
        if burst.family(number).is_some()
            && let Some(owner) = cx.conntrack().stray(number)
        {
            cx.hand_over(owner, std::mem::take(packet), Errand::Settled);
            burst.take(number);
        }
    }
}

/// The same with a packet that was put together of fragments. Whether it was given away.
pub(super) fn steer_whole(cx: &mut Context<'_>, family: Family, packet: &mut Packet) -> bool {
    let owners = cx.router.conntrack.owners();
    let owner = flow(family, packet.network()).map(|tuple| owners.of(&tuple));
    let Some(owner) = owner.filter(|owner| *owner != cx.worker) else {
        return false;
    };
    let geometry = std::mem::take(&mut cx.own.geometry);
    cx.hand_over(owner, std::mem::take(packet), Errand::Whole(geometry));
    true
}
