//! What commands do with connections: list, count, change and end them.

use std::{collections::VecDeque, net::IpAddr};

use super::{
    Conn, ConnId, Conntrack, CtEvent, CtNote, CtStats, Direction, ExpectNote, Proto, Status,
    slab::Slot,
};
use crate::{
    route::Family,
    time::{Duration, Instant},
};

impl Conntrack {
    /// How many connections there are (`nf_conntrack_count`): also those that are not confirmed, and
    /// those whose time has just run out.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.slab.len()
    }

    /// How many buckets the hash table has (`nf_conntrack_buckets`); it grows by itself.
    #[must_use]
    pub const fn buckets(&self) -> u32 {
        self.buckets.len()
    }

    /// What is counted (`conntrack -S`).
    #[must_use]
    pub fn stats(&self) -> CtStats {
        CtStats {
            found: self.found.get(),
            ..self.stats
        }
    }

    /// Bytes that all connections and their indexes take.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.slab.memory()
            + self.index_memory()
            + self.counters.memory()
            + self.starts.memory()
            + self.labels.memory()
    }

    /// The connections that are confirmed and whose time is not over at `now`, from the place `from` on,
    /// `places` at most: a piece of a listing, so that the lock can be free between pieces. The second
    /// value is where the next piece begins, `None` after the last.
    pub fn chunk(
        &self,
        from: u32,
        places: u32,
        now: Instant,
    ) -> (impl Iterator<Item = (ConnId, &Conn)>, Option<u32>) {
        let end = self.slab.end();
        let stop = end.min(from.saturating_add(places));
        let conns = (from..stop).filter_map(move |place| {
            let slot = self.slab.at(place)?;
            let listed = slot.is(Slot::HASHED) && !slot.conn.is_expired(now);
            listed.then(|| (self.slab.id(place), &slot.conn))
        });
        (conns, (stop < end).then_some(stop))
    }

    /// All of them. Takes long when there are many: see [`chunk`](Self::chunk).
    pub fn iter(&self, now: Instant) -> impl Iterator<Item = (ConnId, &Conn)> {
        self.chunk(0, u32::MAX, now).0
    }

    /// How often a connection is in use, as `conntrack -L` shows it: by the table, and by the
    /// connections that it expected.
    #[must_use]
    pub fn uses(&self, id: ConnId) -> usize {
        1 + self.expectations.children(id)
    }

    /// Ends a connection of the table; `false` if it has gone already.
    pub fn delete(&mut self, id: ConnId) -> bool {
        let there = self.slab.get(id).is_some_and(|slot| slot.is(Slot::TIMED));
        if there {
            self.destroy(id.place);
        }
        there
    }

    /// Ends the connections for which `end` says so, as [`chunk`](Self::chunk) lists them. Gives how
    /// many, and where the next piece begins.
    pub fn delete_chunk(
        &mut self,
        from: u32,
        places: u32,
        mut end: impl FnMut(ConnId, &Conn) -> bool,
    ) -> (usize, Option<u32>) {
        let (last, mut count) = (self.slab.end(), 0);
        let stop = last.min(from.saturating_add(places));
        for place in from..stop {
            let ends = self
                .slab
                .at(place)
                .is_some_and(|slot| slot.is(Slot::TIMED) && end(self.slab.id(place), &slot.conn));
            if ends {
                self.destroy(place);
                count += 1;
            }
        }
        (count, (stop < last).then_some(stop))
    }

    /// Connections of a family were not tracked for a while: the windows of TCP are not known any more.
    /// Gives where the next piece begins, as [`chunk`](Self::chunk) does.
    pub fn forget_windows_chunk(&mut self, from: u32, places: u32, family: Family) -> Option<u32> {
        let last = self.slab.end();
        let stop = last.min(from.saturating_add(places));
        for place in from..stop {
            let id = self.slab.id(place);
            if let Some(conn) = self.get_mut(id)
                && conn.tuple(Direction::Original).ipv6 == (family == Family::V6)
                && let Proto::Tcp(tcp) = &mut conn.proto
            {
                tcp.forget_windows();
            }
        }
        (stop < last).then_some(stop)
    }

    /// Ends all connections of the table (`conntrack -F`). Gives how many.
    pub fn flush(&mut self) -> usize {
        self.delete_chunk(0, u32::MAX, |_, _| true).0
    }

    /// Ends the connections that were masqueraded to the interface with this number: because it went
    /// down or away, or, if an address is given, because it lost that.
    pub fn remove_masqueraded(&mut self, interface: u32, addr: Option<IpAddr>) -> usize {
        let gone = |_, conn: &Conn| {
            conn.masquerade == interface
                && addr.is_none_or(|addr| conn.tuple(Direction::Reply).dst_addr() == addr)
        };
        self.delete_chunk(0, u32::MAX, gone).0
    }

    /// Lets a connection end `seconds` after `now`.
    pub fn set_timeout(&mut self, id: ConnId, seconds: u32, now: Instant) -> bool {
        let Some(slot) = self.slab.get_mut(id) else {
            return false;
        };
        slot.conn.expires = now + Duration::from_secs(u64::from(seconds));
        self.wheel.moved(&mut self.slab, id.place, now);
        true
    }

    /// Puts a connection in by hand (`conntrack -I`), to last for `seconds`. `None` if another has one
    /// of its tuples, or there is no room.
    pub fn insert(&mut self, conn: Conn, seconds: u32, now: Instant) -> Option<ConnId> {
        self.insert_with(conn, seconds, now, None)
    }

    /// The same, with room for labels and these labels in it.
    pub fn insert_with(
        &mut self,
        conn: Conn,
        seconds: u32,
        now: Instant,
        labels: Option<u128>,
    ) -> Option<ConnId> {
        let full = self.is_full();
        let hashes = [self.hash(&conn.tuples[0]), self.hash(&conn.tuples[1])];
        let taken = |table: &mut Self, at: usize| {
            table
                .find_hashed(now, &conn.tuples[at], hashes[at], None)
                .is_some()
        };
        if full || taken(self, 0) || taken(self, 1) {
            self.stats.insert_failed += 1;
            return None;
        }
        let id = self.slab.insert(conn)?;
        self.count_for_others();
        let slot = &mut self.slab[id.place];
        slot.hash = hashes;
        slot.conn.expires = now + Duration::from_secs(u64::from(seconds));
        slot.conn.status.clear(Status::DYING);
        self.link(id.place, Direction::Original);
        self.link(id.place, Direction::Reply);
        self.enlist(id.place, now);
        self.stats.insert += 1;
        if let Some(labels) = labels {
            self.open_labels(id);
            // There is room.
            let _ = self.replace_labels(id, labels, u128::MAX);
        }
        self.note(id.place, CtEvent::New);
        Some(id)
    }

    /// Begins to count the packets of a connection (`nf_conntrack_acct`).
    pub fn open_counters(&mut self, id: ConnId) {
        if let Some(slot) = self.slab.get_mut(id) {
            slot.flags |= Slot::COUNTED;
            self.counters.open(id.place);
        }
    }

    /// Notes that a connection came into the table at `now` (`nf_conntrack_timestamp`).
    pub fn stamp(&mut self, id: ConnId, now: Instant) {
        if let Some(slot) = self.slab.get_mut(id) {
            slot.flags |= Slot::STAMPED;
            self.starts.open(id.place);
            if let Some(start) = self.starts.get_mut(id.place) {
                *start = now;
            }
        }
    }

    /// Sets the counters of a connection to 0 (`conntrack -L -z`).
    pub fn zero_counters(&mut self, id: ConnId) {
        if self.counters(id).is_some() {
            self.counters.open(id.place);
        }
    }

    /// Tells those who listen that a rule changed the connection.
    pub fn changed(&mut self, id: ConnId) {
        if self.slab.get(id).is_some() {
            self.forget_ways(id.place);
        }
        if self.slab.get(id).is_some_and(|slot| slot.is(Slot::TIMED)) {
            self.note(id.place, CtEvent::Update);
        }
    }

    /// Says what time it is, for what commands do between packets.
    pub fn advance(&mut self, now: Instant) {
        self.now = self.now.max(now);
    }

    /// Begins or ends to note what happens to connections.
    pub fn listen(&mut self, wanted: bool) {
        self.events.want(wanted);
        self.expectations.want(wanted);
    }

    /// What happened to expectations since the last time.
    pub fn take_expect_events(&mut self) -> VecDeque<ExpectNote> {
        self.events.take_expectations()
    }

    /// What happened since the last time, and how many notes were lost because too many waited.
    pub fn take_events(&mut self) -> (VecDeque<CtNote>, u64) {
        self.events.take()
    }
}
