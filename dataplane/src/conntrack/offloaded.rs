//! What the [offload](crate::offload) does with the table: it looks for connections whose packets a device can
//! replay, and says what the device has counted.
//!
//! Which entries a connection's packets have is kept here, so that whatever changes the connection ends them
//! by a store to memory, before the connection changes.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use super::{
    ConnId, Conntrack, Direction, Proto, Status, Tuple,
    known::{Found, noted},
    slab::Slot,
};
use crate::{
    flow_cache::{Stamp, WayId},
    io::{Replayer, word},
    sysctl::CtSysctls,
    time::{Duration, Instant},
    wire::ipv4::protocol,
};

/// The entries of the flows of connections, by place.
#[derive(Debug, Default)]
pub(super) struct Offloaded(HashMap<u32, Held>);

/// Those of one connection's directions; 0 for none.
#[derive(Debug)]
struct Held {
    maps: Arc<Replayer>,
    entries: [u32; 2],
}

impl Held {
    fn end(&self) {
        for &entry in &self.entries {
            if let Some(term) = self.maps.entry(entry).get(word::TERM) {
                term.store(0, Ordering::Release);
            }
        }
    }
}

impl Offloaded {
    /// From the next packet on, none of a connection's is replayed.
    #[cold]
    pub(super) fn revoke(&mut self, place: u32) {
        if let Some(held) = self.0.remove(&place) {
            held.end();
        }
    }
}

/// Under what flows are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer<'a> {
    pub(crate) now: Instant,
    pub(crate) stamp: Stamp,
    /// The generation of neighbours.
    pub(crate) neighbours: u64,
    pub(crate) sysctls: &'a CtSysctls,
    /// Connections that end sooner after a packet are not worth it.
    pub(crate) shortest: Duration,
    /// How long ago the last packet was at most.
    pub(crate) recent: Duration,
}

/// A flow whose packets change nothing but timeouts and counters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) id: ConnId,
    pub(crate) direction: Direction,
    pub(crate) tuple: Tuple,
    /// That of the packets that answer it.
    pub(crate) answers: Tuple,
    pub(crate) way: WayId,
    /// How long it lasts after a packet.
    pub(crate) lasts: Duration,
    /// When its connection or what is known of its neighbour ends.
    pub(crate) until: Instant,
}

/// What a device has done for a flow since the last time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Credit {
    pub(crate) packets: u64,
    /// From the network header on.
    pub(crate) bytes: u64,
    /// When the last packet came.
    pub(crate) last: Instant,
    /// How long the connection lasts from there.
    pub(crate) lasts: Duration,
    pub(crate) way: WayId,
}

impl Conntrack {
    /// Finds such flows of IPv4/UDP that no device has yet, from the place `from` on, `places` at most. Gives
    /// where the next piece begins, `None` after the last.
    pub(crate) fn candidates(
        &self,
        (from, places): (u32, u32),
        offer: &Offer<'_>,
        found: &mut Vec<Candidate>,
    ) -> Option<u32> {
        let end = self.slab.end();
        let stop = end.min(from.saturating_add(places));
        for place in from..stop {
            let Some(slot) = self.slab.at(place) else {
                continue;
            };
            for direction in [Direction::Original, Direction::Reply] {
                if slot.is(Slot::HASHED) && slot.ways & noted(direction) != 0 {
                    found.extend(self.candidate(place, slot, direction, offer));
                }
            }
        }
        (stop < end).then_some(stop)
    }

    fn candidate(
        &self,
        place: u32,
        slot: &Slot,
        direction: Direction,
        offer: &Offer<'_>,
    ) -> Option<Candidate> {
        const BUSY: Status = Status(
            Status::DYING.0 | Status::FIXED_TIMEOUT.0 | Status::HELPER.0 | Status::NAT_CLASH.0,
        );
        let conn = &slot.conn;
        let [tuple, answers] = [*conn.tuple(direction), *conn.tuple(direction.other())];
        let plain = |tuple: &Tuple| tuple.proto == protocol::UDP && !tuple.ipv6 && tuple.zone == 0;
        let (status, now) = (conn.status, offer.now);
        if !plain(&tuple) || !plain(&answers) || status.has_any(BUSY) || conn.is_expired(now) {
            return None;
        }
        let Proto::Udp(udp) = conn.proto else {
            return None;
        };
        // As `udp::packet` decides: what its next packet does not change.
        let seconds = match (status.has(Status::SEEN_REPLY), direction) {
            (false, Direction::Original) => offer.sysctls.udp_timeout,
            (false, Direction::Reply) => return None,
            (true, _) if udp.is_stream(now) && status.has(Status::ASSURED) => {
                offer.sysctls.udp_timeout_stream
            }
            (true, _) => return None,
        };
        let lasts = Duration::from_secs(seconds.into());
        let is_recent = conn.expires + offer.recent >= now + lasts;
        if lasts < offer.shortest || !is_recent || self.entry(place, direction) != 0 {
            return None;
        }
        let number = self.way(Found { place, direction })?;
        let way = self.known.ways.look(number)?;
        let holds = way.is_valid(offer.stamp, now, offer.neighbours);
        holds.then_some(Candidate {
            id: self.slab.id(place),
            direction,
            tuple,
            answers,
            way: number,
            lasts,
            until: conn.expires.min(way.until()),
        })
    }

    fn entry(&self, place: u32, direction: Direction) -> u32 {
        let held = self.known.offloaded.0.get(&place);
        held.map_or(0, |held| held.entries[direction.index()])
    }

    /// The packets of a candidate have this entry from now on.
    pub(crate) fn offloaded(&mut self, candidate: &Candidate, maps: &Arc<Replayer>, entry: u32) {
        let place = candidate.id.place;
        self.slab[place].ways |= Slot::OFFLOADED;
        let held = self.known.offloaded.0.entry(place);
        let held = held.or_insert_with(|| Held {
            maps: Arc::clone(maps),
            entries: [0; 2],
        });
        held.entries[candidate.direction.index()] = entry;
    }

    /// They have it no more, if it was this one.
    pub(crate) fn onloaded(&mut self, id: ConnId, direction: Direction, entry: u32) {
        let Some(held) = self.known.offloaded.0.get_mut(&id.place) else {
            return;
        };
        let one = &mut held.entries[direction.index()];
        if *one == entry {
            *one = 0;
        }
        if held.entries == [0; 2] {
            self.known.offloaded.0.remove(&id.place);
            self.slab[id.place].ways &= !Slot::OFFLOADED;
        }
    }

    /// Does for packets that a device has replayed what was left to do. If the flow still has the entry, its
    /// connection lasts longer; gives when it, or what is known of its neighbour, ends, if that is known.
    pub(crate) fn credit(
        &mut self,
        (id, direction): (ConnId, Direction),
        entry: u32,
        credit: &Credit,
    ) -> Option<Instant> {
        let has = self.entry(id.place, direction) == entry;
        self.known
            .ways
            .note_offloaded(credit.way, credit.packets, credit.bytes, credit.last);
        let slot = self.slab.get_mut(id)?;
        if slot.is(Slot::COUNTED)
            && let Some(counters) = self.counters.get_mut(id.place)
        {
            let counters = &mut counters[direction.index()];
            counters.packets += credit.packets;
            counters.bytes += credit.bytes;
        }
        if !has {
            return None;
        }
        // Later than before, so it is not looked at too late.
        slot.conn.expires = slot.conn.expires.max(credit.last + credit.lasts);
        let way = self.known.ways.look(credit.way)?;
        Some(slot.conn.expires.min(way.until()))
    }
}
