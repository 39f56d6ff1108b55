//! What the [flow cache](crate::flow_cache) keeps in the table: for each connection that has them, the
//! numbers of the ways that its packets take.
//!
//! They hold as long as what rules can see of the connection stays: whatever changes that forgets them.

use std::sync::atomic::Ordering::Relaxed;

use super::{
    Conn, Conntrack, CtRef, Direction, Env, Status,
    slab::Slot,
    table::{Zones, split},
    transport::Segment,
    tuple::Upper,
};
use crate::{
    drop_reason::DropReason,
    flow_cache::{WayId, Ways},
    memory::{Slab, prefetch},
    packet::Packet,
    route::Family,
    time::Instant,
    wire::{ipv4, ipv6},
};

/// A connection of the table that a packet belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(super) place: u32,
    pub(crate) direction: Direction,
}

/// The ways, and by the places of connections their numbers for the two directions.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) ways: Ways,
    numbers: Slab<2>,
}

impl Found {
    /// That of a packet that was tracked.
    pub(crate) const fn of(ct: CtRef) -> Self {
        Self {
            place: ct.id.place,
            direction: ct.direction,
        }
    }
}

impl Default for Known {
    fn default() -> Self {
        Self {
            ways: Ways::default(),
            numbers: Slab::new(),
        }
    }
}

/// A copy knows none.
impl Clone for Known {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Known {
    /// Begins to fetch the numbers of a connection.
    #[inline]
    pub(super) fn prefetch(&self, place: u32) {
        if let Some(numbers) = self.numbers.get(place) {
            prefetch(numbers);
        }
    }
}

const fn noted(direction: Direction) -> u8 {
    match direction {
        Direction::Original => Slot::WAY,
        Direction::Reply => Slot::WAY_BACK,
    }
}

impl Conntrack {
    /// The connection of the packet with this number, of those that were
    /// [looked at](Self::look_ahead). `None` if there is none, or if only tracking can tell which.
    #[inline]
    pub(crate) fn foreseen(&self, packet: usize, now: Instant) -> Option<Found> {
        let known = self.ahead.packet(packet)?;
        let node = if self.ahead.changes == self.changes {
            known.node
        } else {
            self.buckets.find(known.hash).next()
        };
        let (place, direction) = split(node?);
        let slot = &self.slab[place];
        let conn = &slot.conn;
        // Of one that talks to itself, packets could go either way.
        let is_it = *conn.tuple(direction) == known.tuple
            && !conn.is_expired(now)
            && slot.hash[0] != slot.hash[1];
        is_it.then_some(Found { place, direction })
    }

    /// The connection.
    #[inline]
    pub(crate) fn of(&self, found: Found) -> &Conn {
        &self.slab[found.place].conn
    }

    /// The connection, and the ways.
    #[inline]
    pub(crate) fn conn_and_ways(&mut self, found: Found) -> (&Conn, &mut Ways) {
        (&self.slab[found.place].conn, &mut self.known.ways)
    }

    /// The number of the way that packets of a connection take, if one is noted.
    #[inline]
    pub(crate) fn way(&self, found: Found) -> Option<WayId> {
        if self.slab[found.place].ways & noted(found.direction) == 0 {
            return None;
        }
        let number = self
            .known
            .numbers
            .word(found.place, found.direction.index())?;
        WayId::new(number.load(Relaxed))
    }

    /// Whether a connection is as it was when its way was noted, as far as rules can see.
    #[inline]
    pub(crate) fn has_way(&self, found: Found) -> bool {
        self.slab[found.place].ways & noted(found.direction) != 0
    }

    /// Begins to look for a way: [`set_way`](Self::set_way) does nothing if the connection changes
    /// meanwhile.
    pub(crate) fn seek_way(&mut self, found: Found) {
        self.slab[found.place].ways |= Slot::WAY_SOUGHT;
    }

    /// Notes the way that was looked for.
    pub(crate) fn set_way(&mut self, found: Found, way: WayId) {
        let slot = &mut self.slab[found.place];
        if slot.ways & Slot::WAY_SOUGHT == 0 {
            return;
        }
        slot.ways &= !Slot::WAY_SOUGHT;
        slot.ways |= noted(found.direction);
        let numbers = &self.known.numbers;
        numbers.make(found.place);
        if let Some(number) = numbers.word(found.place, found.direction.index()) {
            number.store(way.get(), Relaxed);
        }
    }

    /// Forgets the ways of a connection that is not what it was.
    #[inline]
    pub(super) fn forget_ways(&mut self, place: u32) {
        self.slab[place].ways = 0;
    }

    /// Packets that took ways that were kept, instead of being decided about.
    #[must_use]
    pub const fn replayed(&self) -> u64 {
        self.known.ways.hits()
    }

    /// The ways.
    #[inline]
    pub(crate) fn ways(&mut self) -> &mut Ways {
        &mut self.known.ways
    }

    /// Forgets all ways, so that their numbers can be used anew.
    pub(crate) fn forget_all_ways(&mut self) {
        self.known = Known::default();
    }

    /// Does with a packet of a connection what [`track`](Self::track) does at PREROUTING. It is TCP or UDP, as
    /// `proto` says, and has no options or extension headers.
    ///
    /// # Errors
    /// Why the packet is dropped.
    #[inline]
    pub(crate) fn track_found(
        &mut self,
        env: &Env<'_>,
        packet: &mut Packet,
        found: Found,
        proto: u8,
    ) -> Result<(), DropReason> {
        self.begin_packet(env);
        let segment = plain(env.family, proto, packet);
        packet.meta.ct = match self.packet(env, (found.place, found.direction), &segment) {
            Some(ct) => ct,
            None => self.resolve(env, Zones::default(), &segment)?,
        };
        Ok(())
    }
}

/// A packet without options or extension headers.
#[inline]
fn plain(family: Family, proto: u8, packet: &Packet) -> Segment<'_> {
    let offset = match family {
        Family::V4 => ipv4::HEADER_LEN,
        Family::V6 => ipv6::HEADER_LEN,
    };
    Segment {
        network: packet.network(),
        upper: Upper { proto, offset },
        checksum: packet.meta.checksum,
    }
}

/// Whether [tracking such a packet](Conntrack::track_found) has looked at its checksum.
pub(crate) fn is_summed(env: &Env<'_>, proto: u8, packet: &Packet) -> bool {
    plain(env.family, proto, packet).is_summed(env)
}

/// Whether it is translated.
pub(crate) const fn is_translated(conn: &Conn) -> bool {
    conn.status
        .has_any(Status(Status::SRC_NAT.0 | Status::DST_NAT.0))
}
