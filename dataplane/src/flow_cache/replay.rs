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

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fast {
    /// It is a frame to be sent by this port.
    Leaves(IfIndex),
    /// It takes the slow path.
    Slow,
    /// It ends.
    Dropped(DropReason),
}

/// Does with the packet of this number, of those that were looked at ahead, what was done with another
/// one of its flow.
#[inline]
pub(crate) fn fast(
    cx: &mut Context<'_>,
    stamp: Stamp,
    (family, shape): (Family, Shape),
    number: usize,
    packet: &mut Packet,
) -> Fast {
    let round = Round {
        env: Env {
            now: cx.now,
            sysctls: &cx.snapshot.sysctls.conntrack,
            family,
            hook: Hook::Prerouting,
        },
        stamp,
        neighbours: cx.own.generation.load(Ordering::Acquire),
    };
    match cx.conntrack().replay(&round, number, shape, packet) {
        Replayed::Leaves(port) => return Fast::Leaves(port),
        Replayed::Slow => return Fast::Slow,
        Replayed::Dropped(reason) => return Fast::Dropped(reason),
        Replayed::NoWay => {}
        // The slow path goes on with what tracking has found.
        Replayed::Changed => cx.own.recorder.tracked = Some(mem::take(&mut packet.meta.ct)),
    }
    // What follows a SYN is another kind of packet.
    if !shape.is_syn() {
        cx.own.recorder.begin(stamp, family, shape, packet);
    }
    Fast::Slow
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
