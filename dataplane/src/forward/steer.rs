//! Which worker carries a packet: that whose connection it is of, where connections are tracked.

use std::mem;

use super::{
    Context,
    burst::{Burst, whole},
};
use crate::{
    conntrack::{Tuple, flow},
    packet::{Batch, Packet},
    route::Family,
    worker::Errand,
};

/// Packets that a burst may have if others have handed over some that would otherwise be a burst of a few.
const ROOM: usize = Batch::MAX + Batch::MAX / 4;

/// What packets of other workers' connections may be in a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strays {
    /// None.
    No,
    /// Those of connections that are not where their ports say.
    Elsewhere,
    /// Any, though there were none of late.
    Any,
}

/// Gives packets of a burst that belong to connections of other workers to those, and takes what they have given in
/// instead. Says what may be left.
///
/// A packet of a connection that this worker knows is its own. Where the ports seem to know whose packets are, and most are
/// replayed, only the owners of others [are asked for](steer_unknown), when their turn comes.
pub(super) fn steer(
    cx: &mut Context<'_>,
    packets: &mut Batch,
    burst: &mut Burst,
    tracked: (bool, bool),
) -> Strays {
    burst.gaps.clear();
    let any = cx.own.flow_cache && cx.own.peers.are_steered();
    if (tracked.0 || tracked.1) && !any {
        give_away(cx, packets.as_mut_slice(), burst);
        cx.own.peers.note_strays(!burst.gaps.is_empty());
    }
    take_in(cx, packets, burst, tracked);
    if any { Strays::Any } else { Strays::Elsewhere }
}

/// Gives packets that belong to connections of other workers to those. Their places are gaps.
fn give_away(cx: &mut Context<'_>, packets: &mut [Packet], burst: &mut Burst) {
    let (owners, me) = (cx.router.conntrack.owners(), cx.worker);
    // Of a packet like most, the tuple is known already.
    let owner = |number: usize, packet: &Packet, burst: &Burst| match burst.tuple(number) {
        Some(tuple) => owners.by_hash(tuple),
        None => owner(cx, number, packet, burst),
    };
    // Where the port knows whose they are, there is none.
    let mut numbered = packets.iter().enumerate();
    let Some(first) = numbered.position(|(number, packet)| owner(number, packet, burst) != me)
    else {
        return;
    };
    let mut found = mem::take(&mut burst.owners);
    found.clear();
    found.resize(first, me as u16);
    let from_there = packets.iter().enumerate().skip(first);
    found.extend(from_there.map(|(number, packet)| owner(number, packet, burst) as u16));
    burst.owners = found;
    cx.own.peers.expect(packets.len());
    // Which of them it is follows no pattern: there is no branch for it.
    burst.gaps.resize(packets.len(), 0);
    let mut count = 0;
    for (number, owner) in burst.owners.iter().enumerate() {
        burst.gaps[count] = number as u16;
        count += usize::from(usize::from(*owner) != me);
    }
    burst.gaps.truncate(count);
    for &gap in &burst.gaps {
        let number = usize::from(gap);
        let owner = usize::from(burst.owners[number]);
        cx.own.peers.give(owner, &mut packets[number]);
    }
}

/// Who has the connection of a packet that is not like most.
#[inline(never)]
fn owner(cx: &Context<'_>, number: usize, packet: &Packet, burst: &Burst) -> usize {
    let owners = cx.router.conntrack.owners();
    sought(cx, number, packet, burst).map_or(cx.worker, |tuple| owners.of(&tuple))
}

/// The tuple by which its connection is found, if it is to be tracked.
fn sought(cx: &Context<'_>, number: usize, packet: &Packet, burst: &Burst) -> Option<Tuple> {
    let family = burst.family(number);
    let tracked = family.filter(|family| cx.snapshot.filter(*family).tracks());
    tracked.and_then(|family| flow(family, packet.network()))
}

/// Lets packets that other workers have handed over take the places of those that were given to them; there is some
/// room behind the others too.
pub(super) fn take_in(
    cx: &mut Context<'_>,
    packets: &mut Batch,
    burst: &mut Burst,
    tracked: (bool, bool),
) {
    let (gaps, before) = (&*burst.gaps, packets.len());
    let room = gaps.len() + ROOM.saturating_sub(before);
    let mut taken = 0;
    for incoming in cx.own.peers.incoming() {
        incoming.take(room - taken, |packet| {
            match gaps.get(taken) {
                Some(gap) => packets.as_mut_slice()[usize::from(*gap)] = packet,
                None => packets.push(packet),
            }
            taken += 1;
        });
    }
    let filled = taken.min(gaps.len());
    for number in 0..filled {
        seen(cx, packets, burst, burst.gaps[number].into(), tracked);
    }
    for number in before..packets.len() {
        seen(cx, packets, burst, number, tracked);
    }
    burst.close(packets, filled..burst.gaps.len());
}

/// Notes what a packet is that another worker has handed over.
#[inline]
fn seen(
    cx: &mut Context<'_>,
    packets: &mut Batch,
    burst: &mut Burst,
    number: usize,
    tracked: (bool, bool),
) {
    let packet = &mut packets.as_mut_slice()[number];
    if !burst.put(number, packet, tracked) {
        // Connections were tracked when it came.
        whole(cx, packet.take(), Vec::new());
    }
}

/// Gives those away, too, that seem to begin a connection and are of one that is not where their ports say.
pub(super) fn steer_strays(cx: &mut Context<'_>, packets: &mut [Packet], burst: &mut Burst) {
    if !cx.router.conntrack.owners().may_stray() {
        return;
    }
    for (number, packet) in packets.iter_mut().enumerate() {
        if burst.family(number).is_some()
            && let Some(owner) = cx.conntrack().stray(number)
        {
            cx.own.peers.note_strays(true);
            cx.hand_over(owner, mem::take(packet), Errand::Settled);
            burst.take(number);
        }
    }
}

/// Gives packet `number` of a burst, which can't be replayed here, away if it is of another worker's connection. Whether
/// it was.
pub(super) fn steer_unknown(
    cx: &mut Context<'_>,
    number: usize,
    packet: &mut Packet,
    burst: &Burst,
) -> bool {
    let Some(tuple) = sought(cx, number, packet, burst) else {
        return false;
    };
    let owners = cx.router.conntrack.owners();
    let elsewhere = owners.stray(&tuple);
    let owner = elsewhere.unwrap_or_else(|| owners.by_hash(&tuple));
    // Whatever they say: what is known here is in the right place.
    if owner == cx.worker || cx.conntrack().knows(number) || !cx.own.recorder.give_up() {
        return false;
    }
    cx.own.peers.note_strays(true);
    // Whoever gets it records what happens to it.
    cx.own.trace = None;
    match elsewhere {
        Some(owner) => cx.hand_over(owner, mem::take(packet), Errand::Settled),
        None => cx.own.peers.give(owner, packet),
    }
    true
}

/// Gives away a packet that was put together of fragments, if it is another worker's. Whether it was.
pub(super) fn steer_whole(cx: &mut Context<'_>, family: Family, packet: &mut Packet) -> bool {
    let owners = cx.router.conntrack.owners();
    let owner = flow(family, packet.network()).map(|tuple| owners.of(&tuple));
    let Some(owner) = owner.filter(|owner| *owner != cx.worker) else {
        return false;
    };
    let geometry = mem::take(&mut cx.own.geometry);
    cx.hand_over(owner, mem::take(packet), Errand::Whole(geometry));
    true
}
