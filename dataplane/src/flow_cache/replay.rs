//! What is done with a packet whose way is known.

use std::{mem, ops::Range, sync::atomic::Ordering};

use super::{Fate, Shape, Stamp, Way, table::Taken};
use crate::{
    conntrack::{Ct, Env, Found, Halt, Round, Why},
    drop_reason::DropReason,
    filter::Hook,
    forward::{Context, Leaving},
    packet::{Batch, Packet},
    route::Family,
};

/// What holds for the packets of a burst, of the two families.
///
/// What is decided from now on may rest on routes that change meanwhile: it holds until they have changed again.
pub(crate) fn rounds<'a>(cx: &Context<'a>) -> [Round<'a>; 2] {
    let snapshot = cx.snapshot;
    let controlled = cx.are_any_controlled();
    [Family::V4, Family::V6].map(|family| Round {
        stateless: snapshot.filter(family).decides_before_connections(),
        env: Env {
            now: cx.now,
            sysctls: &snapshot.sysctls.conntrack,
            family,
            hook: Hook::Prerouting,
        },
        stamp: Stamp::of(snapshot, family),
        neighbours: cx.own.generation.load(Ordering::Acquire),
        controlled,
    })
}

/// Does with packets of a burst, those with the numbers of `which`, what was done with others of their
/// flows, as far as that goes. Gives the number of the first one that takes the slow path.
///
/// `rounds` are those of the [burst](rounds); `leaving` is memory to be used.
pub(crate) fn replay(
    cx: &mut Context<'_>,
    rounds: &mut [Round<'_>; 2],
    packets: &mut Batch,
    which: Range<usize>,
    leaving: &mut Leaving,
) -> usize {
    let Range {
        start: mut from,
        end,
    } = which;
    // What the slow path did meanwhile may have changed neighbours.
    for round in &mut *rounds {
        round.neighbours = cx.own.generation.load(Ordering::Acquire);
    }
    let rounds = &*rounds;
    loop {
        let chosen = &mut packets.as_mut_slice()[..end];
        let halt = cx.conntrack().replay(rounds, chosen, from, leaving);
        // They are moved a while after they were written to: in pieces of another size, that has to settle.
        cx.leave_all(packets, from, leaving);
        let Some(Halt { number, shape, why }) = halt else {
            return end;
        };
        let before = rounds[shape.family() as usize].stateless;
        // What the router has sent to itself may be about connections that have ended: while it is on its way, their
        // places are not free, and a drop is not all that becomes of a packet.
        if matches!(why, Why::Slow | Why::NoWay)
            && cx.own.looped.is_empty()
            && cx.conntrack().may_be_stateless(number, before)
        {
            from = stateless(cx, rounds, packets, number..end, leaving);
            if from == end {
                return end;
            }
            if from > number {
                continue;
            }
        }
        let packet = &mut packets.as_mut_slice()[number];
        let round = &rounds[shape.family() as usize];
        match why {
            // A second packet that is of no known connection may be of a flow that is decided about without one.
            Why::Slow if cx.conntrack().recurs(number, round.stamp, before) => {
                cx.own.recorder.begin(round.stamp, number, shape, packet);
            }
            Why::Slow => {}
            Why::NoWay => record(cx, round.stamp, number, shape, packet),
            Why::Changed => {
                // The slow path goes on with what tracking has found.
                cx.own.recorder.tracked = Some(mem::take(&mut packet.meta.ct));
                record(cx, round.stamp, number, shape, packet);
            }
            Why::Dropped(reason) => {
                cx.drop(packet.take(), reason);
                from = number + 1;
                continue;
            }
        }
        return number;
    }
}

/// Begins to note what the fate of a packet depends on, which takes the slow path.
#[cold]
fn record(cx: &mut Context<'_>, stamp: Stamp, number: usize, shape: Shape, packet: &Packet) {
    // What follows a SYN is another kind of packet.
    if !shape.is_syn() {
        cx.own.recorder.begin(stamp, number, shape, packet);
    }
}

/// Does with packets of a burst, from the first of `which` on, what was done with others of their flows that are
/// decided about without a connection. Gives the number of the first one that is of no such flow.
#[inline(never)]
fn stateless(
    cx: &mut Context<'_>,
    rounds: &[Round<'_>; 2],
    packets: &mut Batch,
    which: Range<usize>,
    leaving: &mut Leaving,
) -> usize {
    let Range {
        start: mut from,
        end,
    } = which;
    loop {
        let chosen = &mut packets.as_mut_slice()[..end];
        let (left, dropped) = cx
            .conntrack()
            .replay_stateless(rounds, chosen, from, leaving);
        cx.leave_all(packets, from, leaving);
        if left + dropped == 0 {
            return from;
        }
        from += left;
        // If that is all, nothing is left of the burst either.
        if from == end {
            return end;
        }
        for packet in &mut packets.as_mut_slice()[from..from + dropped] {
            cx.own.pool.recycle(packet.take());
        }
        cx.counters
            .drop_many(DropReason::NetfilterDrop, dropped as u64);
        from += dropped;
        if from == end {
            return end;
        }
    }
}

/// Counts what took ways in this burst.
pub(crate) fn flush(cx: &mut Context<'_>) {
    let (snapshot, worker, counters, now) = (cx.snapshot, cx.worker, cx.counters, cx.now);
    let mut count = |way: &Way, taken: Taken| {
        let bank = &snapshot.filter(way.terms.family).counters;
        for &counter in &*way.counters {
            bank.count_many(worker, counter, taken.packets, taken.bytes);
        }
        let act = match &way.fate {
            Fate::Leave(act) => Some(act),
            Fate::Drop {
                forwarded: true, ..
            } => None,
            Fate::Drop {
                forwarded: false, ..
            }
            | Fate::Slow(_) => return,
        };
        counters.forwarded.add(taken.packets);
        let Some(act) = act else {
            return;
        };
        for (index, header) in act.through.iter().flatten() {
            if let Some(interface) = snapshot.interfaces.get(*index) {
                let counters = interface.counters.of(worker);
                counters.tx_packets.add(taken.packets);
                let headers = u64::from(*header) * taken.packets;
                counters.tx_bytes.add(taken.bytes + headers);
            }
        }
    };
    cx.conntrack().ways().flush(now, &mut count);
    cx.conntrack().ways_of_tuples().flush(now, &mut count);
}

impl Context<'_> {
    /// The connection of the packet in hand, if a way for it is looked for.
    #[cold]
    pub(crate) fn seek_way(&mut self, packet: &Packet) {
        let found = match packet.meta.ct {
            Ct::Of(ct) if !ct.unconfirmed => Some(Found::of(ct)),
            Ct::Of(ct) if self.conntrack().is_plain(ct.id) => {
                return self.own.recorder.track_unknown(true);
            }
            Ct::Invalid => return self.own.recorder.track_unknown(false),
            Ct::Untracked => return self.own.recorder.leave_untracked(),
            Ct::Of(_) | Ct::None | Ct::Template { .. } => None,
        };
        if let Some(found) = found {
            self.conntrack().seek_way(found);
        }
        self.own.recorder.track(found);
    }
}
