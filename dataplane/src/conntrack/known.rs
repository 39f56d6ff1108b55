//! What the [flow cache](crate::flow_cache) keeps in the table: for each connection that has them, the
//! numbers of the ways that its packets take.
//!
//! They hold as long as what rules can see of the connection stays: whatever changes that forgets them.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::{
    Conn, Conntrack, CtRef, Direction, Status, Tuple, offloaded::Offloaded, slab::Slot,
    stateless::Stateless,
};
use crate::{
    flow_cache::{Flow, FlowConn, Stamp, WayId, Ways},
    memory::Slab,
    route::{Recent, Routing},
    snapshot::Snapshot,
    time::Instant,
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
    pub(super) numbers: Numbers,
    /// What devices do.
    pub(super) offloaded: Offloaded,
    /// Which routes have changed lately.
    pub(super) recent: Recent,
    pub(super) stateless: Stateless,
}

/// Numbers of ways, by the places of connections, for the two directions.
#[derive(Debug)]
pub(super) struct Numbers(Slab<2>);

impl Numbers {
    /// All of them: that of a direction has the number of its node in the hash table.
    #[inline]
    pub(super) fn all(&self) -> &[AtomicU32] {
        self.0.all()
    }

    #[inline]
    fn way(&self, place: u32, direction: Direction) -> Option<WayId> {
        let number = self.0.word(place, direction.index())?;
        WayId::new(number.load(Relaxed))
    }

    fn set(&self, place: u32, direction: Direction, way: WayId) {
        self.0.make(place);
        if let Some(number) = self.0.word(place, direction.index()) {
            number.store(way.get(), Relaxed);
        }
    }
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
            numbers: Numbers(Slab::new()),
            offloaded: Offloaded::default(),
            recent: Recent::default(),
            stateless: Stateless::default(),
        }
    }
}

/// The way of packets with one of these tuples, and answers with the other, if nothing but routes to other addresses
/// have changed since `old` was found: the same under today's stamp.
#[cold]
pub(super) fn renewed(
    (ways, recent): (&mut Ways, &Recent),
    [one, other]: &[Tuple; 2],
    old: WayId,
    stamp: Stamp,
    now: Instant,
) -> Option<WayId> {
    let terms = ways.look(old)?.way().terms;
    let addresses = [&one.src, &one.dst, &other.src, &other.dst];
    let spared = || {
        let span = (terms.stamp.routes, stamp.routes);
        recent.spare(span, terms.family, addresses)
    };
    if terms.stamp.epoch != stamp.epoch || !spared() {
        return None;
    }
    ways.renewed(old, stamp, now)
}

/// The bit that says that the way of packets of a direction is noted.
pub(super) const fn noted(direction: Direction) -> u8 {
    match direction {
        Direction::Original => Slot::WAY,
        Direction::Reply => Slot::WAY_BACK,
    }
}

impl Conntrack {
    /// The connection.
    #[inline]
    pub(crate) fn of(&self, found: Found) -> &Conn {
        &self.slab[found.place].conn
    }

    /// Begins to look for a way: [`set_way`](Self::set_way) does nothing if the connection changes
    /// meanwhile.
    pub(crate) fn seek_way(&mut self, found: Found) {
        self.slab[found.place].ways |= Slot::WAY_SOUGHT;
    }

    /// Notes the way that was looked for.
    pub(crate) fn set_way(&mut self, found: Found, way: WayId) {
        let slot = &mut self.slab[found.place];
        // Of one that talks to itself, packets could go either way.
        if slot.ways & Slot::WAY_SOUGHT == 0 || slot.conn.tuples[0] == slot.conn.tuples[1] {
            return;
        }
        slot.ways &= !Slot::WAY_SOUGHT;
        slot.ways |= noted(found.direction);
        self.known.numbers.set(found.place, found.direction, way);
    }

    /// Forgets the ways of a connection that is not what it was.
    #[inline]
    pub(super) fn forget_ways(&mut self, place: u32) {
        let ways = std::mem::take(&mut self.slab[place].ways);
        if ways & Slot::OFFLOADED != 0 {
            self.known.offloaded.revoke(place);
        }
    }

    /// The number of the way that packets of a connection take, if one is noted.
    pub(super) fn way(&self, found: Found) -> Option<WayId> {
        let is_noted = self.slab[found.place].ways & noted(found.direction) != 0;
        let numbers = &self.known.numbers;
        is_noted.then(|| numbers.way(found.place, found.direction))?
    }

    /// The flows that have a way, from the place `from` on, `places` at most: a piece of a listing, as
    /// [`chunk`](Self::chunk) gives it. `snapshot` is the configuration of now.
    pub fn flows<'t>(
        &'t self,
        from: u32,
        places: u32,
        snapshot: &'t Snapshot,
        now: Instant,
    ) -> (impl Iterator<Item = Flow>, Option<u32>) {
        let (conns, next) = self.chunk(from, places, now);
        let flows = conns.flat_map(move |(id, conn)| {
            [Direction::Original, Direction::Reply]
                .into_iter()
                .filter_map(move |direction| {
                    let place = id.place;
                    let way = self.way(Found { place, direction })?;
                    Some(Flow {
                        tuple: *conn.tuple(direction),
                        conn: Some(FlowConn {
                            answers: *conn.tuple(direction.other()),
                            left: conn.expires.saturating_since(now),
                        }),
                        way: self.known.ways.describe(way, snapshot, now)?,
                    })
                })
        });
        (flows, next)
    }

    /// Packets that took ways that were kept, instead of being decided about.
    #[must_use]
    pub fn replayed(&self) -> u64 {
        self.known.ways.hits() + self.known.stateless.hits()
    }

    /// The ways.
    #[inline]
    pub(crate) fn ways(&mut self) -> &mut Ways {
        &mut self.known.ways
    }

    /// Learns which routes have changed lately: to be done after [`Stamp`]s are taken.
    #[inline]
    pub(crate) fn follow_routes(&mut self, routing: &Routing) {
        routing.read_journal(&mut self.known.recent);
    }

    /// Forgets all ways, so that their numbers can be used anew.
    pub(crate) fn forget_all_ways(&mut self) {
        // What devices do was copied from ways that hold.
        self.known = Known {
            offloaded: std::mem::take(&mut self.known.offloaded),
            ..Known::default()
        };
    }
}

/// Whether it is translated.
pub(crate) const fn is_translated(conn: &Conn) -> bool {
    conn.status
        .has_any(Status(Status::SRC_NAT.0 | Status::DST_NAT.0))
}
