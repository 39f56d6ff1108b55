//! What is done with a packet whose way is known.

use std::sync::atomic::Ordering;

use super::{Act, Shape, Stamp, Way, table::Taken};
use crate::{
    conntrack::{Ct, Env, Found, is_summed},
    drop_reason::DropReason,
    filter::Hook,
    forward::{Context, network_len, set_link_header},
    iface::IfIndex,
    packet::Packet,
    route::Family,
    wire::ethernet,
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
    let now = cx.now;
    let generation = cx.own.generation.load(Ordering::Acquire);
    let table = cx.conntrack();
    let Some(found) = table.foreseen(number, now) else {
        return Fast::Slow;
    };
    let way = table.way(found);
    let place = way.and_then(|way| table.ways().get(way));
    let place = place.filter(|place| place.is_valid(stamp, now, generation));
    let (Some(way), Some(place)) = (way, place) else {
        return begin(cx, stamp, family, shape, packet);
    };
    let terms = &place.way.terms;
    let fits = shape.len <= u32::from(terms.mtu) || network_len(packet) <= usize::from(terms.mtu);
    let holds =
        Some(terms.iif) == packet.meta.iif && shape.bits.and(terms.mask) == terms.bits && fits;
    if place.way.act.is_err() {
        return Fast::Slow;
    }
    if !holds {
        return begin(cx, stamp, family, shape, packet);
    }
    let env = Env {
        now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family,
        hook: Hook::Prerouting,
    };
    let table = cx.conntrack();
    if let Err(reason) = table.track_found(&env, packet, found, shape.proto) {
        return Fast::Dropped(reason);
    }
    // It is what it was, as far as rules can see.
    if matches!(packet.meta.ct, Ct::Of(_)) && table.has_way(found) {
        let (conn, ways) = table.conn_and_ways(found);
        if let Some(Ok(act)) = ways.get(way).map(|place| &place.way.act) {
            let answers = conn.tuple(found.direction.other());
            let checksum = packet.meta.checksum;
            act.rewrite(family, packet.network_mut(), answers, checksum);
            packet.meta.mark = act.mark;
            packet.meta.priority = act.priority;
            let port = act.port;
            if !put_header(packet, act) {
                return Fast::Dropped(DropReason::TxFailed);
            }
            ways.take(way, shape.len);
            return Fast::Leaves(port);
        }
    }
    hand_over(cx, (stamp, family, shape), packet)
}

/// Begins to note what the fate of a packet depends on, which takes the slow path.
#[cold]
fn begin(
    cx: &mut Context<'_>,
    stamp: Stamp,
    family: Family,
    shape: Shape,
    packet: &Packet,
) -> Fast {
    // What follows a SYN is another kind of packet.
    if !shape.is_syn() {
        cx.own.recorder.begin(stamp, family, shape, packet);
    }
    Fast::Slow
}

/// Gives a packet to the slow path, with what tracking has found.
#[cold]
fn hand_over(
    cx: &mut Context<'_>,
    (stamp, family, shape): (Stamp, Family, Shape),
    packet: &mut Packet,
) -> Fast {
    let env = Env {
        now: cx.now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family,
        hook: Hook::Prerouting,
    };
    packet.meta.summed |= is_summed(&env, shape.proto, packet);
    cx.own.recorder.tracked = Some(std::mem::take(&mut packet.meta.ct));
    begin(cx, stamp, family, shape, packet)
}

/// Replaces what is in front of the network header.
#[inline]
fn put_header(packet: &mut Packet, act: &Act) -> bool {
    let header = act.header.bytes();
    if let Some(plain) = header.first_chunk::<{ ethernet::HEADER_LEN }>()
        && header.len() == ethernet::HEADER_LEN
    {
        return set_link_header(packet, plain);
    }
    let l3 = usize::from(packet.meta.l3);
    packet.buf.pull_front(l3);
    match packet.buf.push_front(header.len()) {
        Some(room) => {
            room.copy_from_slice(header);
            packet.meta.l3 = header.len() as u16;
            true
        }
        None => false,
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
