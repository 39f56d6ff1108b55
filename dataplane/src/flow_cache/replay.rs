//! What is done with a packet whose way is known.

use std::{mem, sync::atomic::Ordering};

use super::{Shape, Stamp, Way, table::Taken};
use crate::{
    conntrack::{Ct, Env, Found, Replayed, Round},
    drop_reason::DropReason,
    filter::Hook,
    forward::Context,
    iface::IfIndex,
    packet::Packet,
    route::Family,
};

/// Does with packets of a burst, from number `from` on, what was done with others of their flows, as far
/// as that goes. Gives the number of the first one that takes the slow path.
///
/// `stamps` are those of the two families, `shapes` those of all packets of the burst; `fates` is memory to be
/// used.
pub(crate) fn replay(
    cx: &mut Context<'_>,
    stamps: [Stamp; 2],
    shapes: &[Shape],
    packets: &mut [Packet],
    from: usize,
    fates: &mut Vec<Result<IfIndex, DropReason>>,
) -> usize {
    let round = |family| Round {
        env: Env {
            now: cx.now,
            sysctls: &cx.snapshot.sysctls.conntrack,
            family,
            hook: Hook::Prerouting,
        },
        stamp: stamps[family as usize],
        neighbours: cx.own.generation.load(Ordering::Acquire),
    };
    let rounds = [round(Family::V4), round(Family::V6)];
    fates.clear();
    let mut rest = (from..).zip(packets[from..].iter_mut().zip(&shapes[from..]));
    let table = cx.conntrack();
    let next = loop {
        let Some((number, (packet, &shape))) = rest.next() else {
            break shapes.len();
        };
        if !shape.is_some() {
            break number;
        }
        let round = &rounds[usize::from(shape.ipv6)];
        match table.replay(round, number, shape, packet) {
            Replayed::Leaves(port) => fates.push(Ok(port)),
            Replayed::Dropped(reason) => fates.push(Err(reason)),
            Replayed::Slow => break number,
            Replayed::NoWay => {
                record(cx, round.stamp, shape, packet);
                break number;
            }
            Replayed::Changed => {
                // The slow path goes on with what tracking has found.
                cx.own.recorder.tracked = Some(mem::take(&mut packet.meta.ct));
                record(cx, round.stamp, shape, packet);
                break number;
            }
        }
    };
    // Each is moved a while after it was written to: in pieces of another size, that has to settle.
    for (packet, fate) in packets[from..].iter_mut().zip(fates.drain(..)) {
        match fate {
            Ok(port) => cx.enqueue(port, packet),
            Err(reason) => cx.drop(mem::take(packet), reason),
        }
    }
    next
}

/// Begins to note what the fate of a packet depends on, which takes the slow path.
#[cold]
fn record(cx: &mut Context<'_>, stamp: Stamp, shape: Shape, packet: &Packet) {
    // What follows a SYN is another kind of packet.
    if !shape.is_syn() {
        cx.own.recorder.begin(stamp, shape, packet);
    }
}

/// Counts what took ways in this burst.
pub(crate) fn flush(cx: &mut Context<'_>) {
    let (snapshot, worker, counters, now) = (cx.snapshot, cx.worker, cx.counters, cx.now);
    cx.conntrack().ways().flush(now, |way: &Way, taken: Taken| {
        let bank = &snapshot.filter(way.terms.family).counters;
        for &counter in &*way.counters {
            bank.count_many(worker, counter, taken.packets, taken.bytes);
        }
        counters.forwarded.add(taken.packets);
        let Ok(act) = &way.act else {
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
    });
}

impl Context<'_> {
    /// The connection of the packet in hand, if a way for it is looked for.
    #[cold]
    pub(crate) fn seek_way(&mut self, packet: &Packet) {
        let found = match packet.meta.ct {
            Ct::Of(ct) if !ct.unconfirmed => Some(Found::of(ct)),
            Ct::Of(_) | Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => None,
        };
        if let Some(found) = found {
            self.conntrack().seek_way(found);
        }
        self.own.recorder.track(found);
    }
}
