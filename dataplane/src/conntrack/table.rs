//! All connections: finding them, and putting them in and taking them out.

use std::{cell::Cell, sync::Arc};

use super::{
    Conn, ConnId, Ct, CtCounters, CtEvent, CtNote, CtRef, CtStats, Direction, Status, Tuple,
    ahead::Ahead,
    buckets::Buckets,
    clash,
    events::Events,
    expect::Expectations,
    hash::TupleHasher,
    helper::{Helper, Helpers},
    known::Known,
    owners::Owners,
    slab::{Slab, Slot},
    sources::Sources,
    stats::Aside,
    wheel::Wheel,
};
use crate::{
    drop_reason::DropReason, filter::Hook, packet::Packet, route::Family, sysctl::CtSysctls,
    time::Instant,
};

/// What tracking needs to know besides the packet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Env<'a> {
    /// The time.
    pub(crate) now: Instant,
    /// The knobs.
    pub(crate) sysctls: &'a CtSysctls,
    /// The packet's family.
    pub(crate) family: Family,
    /// Where the packet is.
    pub(crate) hook: Hook,
}

/// All connections.
///
/// A connection that is confirmed has both its tuples in the hash table and waits in the
/// wheel for its end. One that is not is known to its packet only.
#[derive(Debug)]
pub struct Conntrack {
    /// Whose this table is, and what it has in common with those of other workers.
    pub(super) worker: usize,
    pub(super) owners: Arc<Owners>,
    pub(super) slab: Slab,
    pub(super) buckets: Buckets,
    pub(super) wheel: Wheel,
    pub(super) sources: Sources,
    pub(super) hasher: TupleHasher,
    pub(super) ahead: Ahead,
    /// How often tuples were put in or taken out.
    pub(super) changes: u64,
    /// The ways of packets.
    pub(super) known: Known,
    /// Packets and bytes, if `nf_conntrack_acct` wants them.
    pub(super) counters: Aside<[CtCounters; 2]>,
    /// When connections came in, if `nf_conntrack_timestamp` wants that.
    pub(super) starts: Aside<Instant>,
    /// Labels, of connections that have room for them.
    pub(super) labels: Aside<u128>,
    pub(super) expectations: Expectations,
    pub(super) helpers: Helpers,
    pub(super) events: Events,
    /// What is wrong with the packet in hand.
    pub(super) complaints: Vec<String>,
    pub(super) stats: CtStats,
    /// [`CtStats::found`], which is counted where the table is only looked at.
    pub(super) found: Cell<u64>,
    /// Connections that are out of all lists, but whose last packet, or what it gave rise to, is still on
    /// its way.
    pub(super) dead: Vec<u32>,
    /// The time, as of the last packet.
    pub(super) now: Instant,
    /// `nf_conntrack_max`, as of the last packet.
    pub(super) max: u32,
    /// The table was full: where to look for what can be given up.
    pub(super) pressure: Option<u32>,
}

impl Default for Conntrack {
    /// No connections, and a key that is known: for tests.
    fn default() -> Self {
        Self::new((0, 0))
    }
}

impl Conntrack {
    /// No connections. `secret` keys the hash table, so that nobody can choose tuples that share a
    /// bucket.
    #[must_use]
    pub fn new(secret: (u64, u64)) -> Self {
        Self::of_worker(0, &Arc::new(Owners::new(1)), 1, secret)
    }

    /// That of one of `workers` workers, who have a secret in common.
    pub(super) fn of_worker(
        worker: usize,
        owners: &Arc<Owners>,
        workers: usize,
        secret: (u64, u64),
    ) -> Self {
        Self {
            worker,
            owners: Arc::clone(owners),
            slab: Slab::one_of(worker, workers),
            buckets: Buckets::default(),
            wheel: Wheel::default(),
            sources: Sources::default(),
            hasher: TupleHasher::new(secret),
            ahead: Ahead::default(),
            changes: 0,
            known: Known::default(),
            counters: Aside::default(),
            starts: Aside::default(),
            labels: Aside::default(),
            expectations: Expectations::of_worker(worker, owners),
            helpers: Helpers::default(),
            events: Events::default(),
            complaints: Vec::new(),
            stats: CtStats::default(),
            found: Cell::new(0),
            dead: Vec::new(),
            now: Instant::ZERO,
            max: 0,
            pressure: None,
        }
    }

    /// The connection with this number, if it is still there.
    #[must_use]
    #[inline]
    pub fn get(&self, id: ConnId) -> Option<&Conn> {
        self.slab.get(id).map(|slot| &slot.conn)
    }

    /// The same, to change it: its mark, its status. Its tuples change by `set_reply`, its
    /// timeout by [`Self::set_timeout`].
    #[inline]
    pub fn get_mut(&mut self, id: ConnId) -> Option<&mut Conn> {
        self.slab.get_mut(id).map(|slot| &mut slot.conn)
    }

    /// Makes a packet's connection known to others, if it is not yet (`nf_conntrack_confirm`).
    ///
    /// # Errors
    /// Why the packet is dropped: another connection with one of its tuples came first.
    pub(crate) fn confirm(&mut self, env: &Env<'_>, packet: &mut Packet) -> Result<(), DropReason> {
        let Ct::Of(mut ct) = packet.meta.ct else {
            return Ok(());
        };
        // An answer to the packet that began the connection (REJECT) does not make it.
        if !ct.unconfirmed || ct.direction == Direction::Reply {
            return Ok(());
        }
        let Some(slot) = self.slab.get(ct.id) else {
            return Ok(());
        };
        if !slot.conn.status.has(Status::CONFIRMED) {
            let place = ct.id.place;
            let hash = [slot.hash[0], self.hash(&slot.conn.tuples[1])];
            self.slab[place].hash = hash;
            if hash.iter().any(|hash| self.buckets.may_have(*hash))
                && let Some(winner) = self.rival(env, place)
            {
                packet.meta.ct = Ct::Of(clash::resolve(self, env, &ct, winner)?);
                return Ok(());
            }
            let tuples = &self.slab[place].conn.tuples;
            if tuples.iter().any(|tuple| self.is_elsewhere(tuple)) {
                return Err(clash::failed(self));
            }
            self.admit(place, env.now);
            if env.sysctls.timestamp {
                self.stamp(ct.id, env.now);
            }
            self.note(place, CtEvent::New);
        }
        ct.unconfirmed = false;
        packet.meta.ct = Ct::Of(ct);
        Ok(())
    }

    /// The connection that has one of the tuples of the new one at `place` already.
    #[inline(never)]
    fn rival(&mut self, env: &Env<'_>, place: u32) -> Option<(u32, Direction)> {
        let slot = &self.slab[place];
        let ([original, reply], hash) = (slot.conn.tuples, slot.hash);
        // With a zone for each direction, only what goes the same way is in the same zone.
        let split = original.zone != reply.zone;
        let want = |direction| split.then_some(direction);
        self.find_hashed(env.now, &original, hash[0], want(Direction::Original))
            .or_else(|| self.find_hashed(env.now, &reply, hash[1], want(Direction::Reply)))
    }

    /// Ends a connection that was not confirmed, as its packet ends. What the router has said about
    /// that may still be on its way to itself.
    pub(crate) fn discard(&mut self, id: ConnId) {
        if self.dies(id) {
            self.dead.push(id.place);
        }
    }

    /// The same where the router has said nothing: the connection's place is free at once.
    #[inline]
    pub(crate) fn discard_silently(&mut self, id: ConnId) {
        if self.dies(id) {
            self.release(id.place);
        }
    }

    /// Whether a connection was neither confirmed nor discarded; from now on it is.
    fn dies(&mut self, id: ConnId) -> bool {
        const KNOWN: Status = Status(Status::CONFIRMED.0 | Status::DYING.0);
        if let Some(slot) = self.slab.get_mut(id)
            && !slot.conn.status.has_any(KNOWN)
        {
            slot.conn.status.set(Status::DYING);
            return true;
        }
        false
    }

    /// Whether a connection other than `except` has packets with this tuple in either direction
    /// (`nf_conntrack_tuple_taken`). One with the original tuple of `except` does not count: both are
    /// the same, and [`confirm`](Self::confirm) finds out.
    #[must_use]
    pub(crate) fn is_taken(&self, tuple: &Tuple, except: ConnId) -> bool {
        let taken = self.has_other(tuple, except);
        if taken {
            self.found.set(self.found.get() + 1);
        }
        taken
    }

    /// How often a tuple was [taken](Self::is_taken).
    pub(crate) const fn clashes(&self) -> u64 {
        self.found.get()
    }

    /// The same for the replies that it expects so far; one with another's is not counted.
    #[must_use]
    pub(crate) fn is_reply_taken(&self, id: ConnId) -> bool {
        let reply = self.get(id).map(|conn| &conn.tuples[1]);
        reply.is_some_and(|reply| self.has_other(reply, id))
    }

    #[inline]
    fn has_other(&self, tuple: &Tuple, except: ConnId) -> bool {
        let hash = self.hash(tuple);
        self.buckets.may_have(hash) && self.has_other_in_chain(hash, tuple, except)
            || self.is_elsewhere(tuple)
    }

    /// Whether packets with this tuple would come to another worker by their ports.
    #[inline]
    pub(crate) fn would_stray(&self, tuple: &Tuple) -> bool {
        self.owners.by_hash(tuple) != self.worker
    }

    /// Whether another worker's table has this tuple.
    #[inline]
    pub(super) fn is_elsewhere(&self, tuple: &Tuple) -> bool {
        self.owners.is_taken_from(self.worker, tuple)
    }

    /// Connections that the tables of all workers have.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.slab.len() + self.owners.others(self.worker)
    }

    /// Whether there is no room for another one.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.max != 0 && self.len() >= self.max as usize
    }

    /// Tells the other workers how many connections are here.
    #[inline]
    pub(super) fn count_for_others(&self) {
        self.owners.count(self.worker, self.slab.len());
    }

    fn has_other_in_chain(&self, hash: u32, tuple: &Tuple, except: ConnId) -> bool {
        self.chain(hash).any(|(place, direction)| {
            let other = &self.slab[place].conn;
            if other.tuple(direction) != tuple || place == except.place {
                return false;
            }
            // With a zone for each direction, only what goes the same way is in the same zone.
            let own = self.get(except).map(|own| &own.tuples[0]);
            let split = own.is_some_and(|original| original.zone != tuple.zone);
            (direction == Direction::Reply || !split)
                && !other.is_expired(self.now)
                && own.is_none_or(|original| *original != other.tuples[0])
        })
    }

    /// Replaces the tuple that replies to an unconfirmed connection have
    /// (`nf_conntrack_alter_reply`).
    #[inline]
    pub(crate) fn set_reply(&mut self, id: ConnId, reply: Tuple) {
        if let Some(slot) = self.slab.get_mut(id)
            && !slot.conn.status.has(Status::CONFIRMED)
        {
            if slot.conn.tuples[1].dst != reply.dst {
                self.ahead.masked = Some((reply.dst, reply.ipv6));
            }
            slot.conn.tuples[1] = reply;
        }
    }

    /// The connection that has packets with this tuple, and which way they go.
    #[must_use]
    pub fn find(&self, tuple: &Tuple) -> Option<(ConnId, Direction)> {
        let hash = self.hash(tuple);
        let (place, direction) = self.chain(hash).find(|(place, direction)| {
            let slot = &self.slab[*place];
            slot.conn.tuple(*direction) == tuple
        })?;
        Some((self.slab.id(place), direction))
    }

    /// Packets and bytes of the two directions, if they are counted.
    #[must_use]
    pub fn counters(&self, id: ConnId) -> Option<&[CtCounters; 2]> {
        let counted = self.slab.get(id)?.is(Slot::COUNTED);
        counted.then(|| self.counters.get(id.place))?
    }

    /// When the connection came into the table, if that is noted.
    #[must_use]
    pub fn began(&self, id: ConnId) -> Option<Instant> {
        let stamped = self.slab.get(id)?.is(Slot::STAMPED);
        stamped.then(|| self.starts.get(id.place).copied())?
    }

    /// Remembers a connection by the source of its original direction (`nf_nat_bysource`).
    #[inline]
    pub(crate) fn index_source(&mut self, id: ConnId) {
        if let Some(slot) = self.slab.get(id)
            && !slot.is(Slot::BY_SOURCE)
        {
            let hash = self.hash_source(&slot.conn.tuples[0]);
            self.sources
                .insert(&mut self.slab, id.place, hash, self.max);
        }
    }

    /// Whether there may be connections in [the index](Self::index_source) [with the
    /// source](Self::with_source) of `original`.
    #[inline]
    pub(crate) fn may_have_source(&self, original: &Tuple) -> bool {
        self.sources.may_have(self.hash_source(original))
    }

    /// The connections in [the index](Self::index_source) with the source address, port, protocol and
    /// zone of `original`, newest first.
    pub(crate) fn with_source<'t>(
        &'t self,
        original: &Tuple,
    ) -> impl Iterator<Item = (ConnId, &'t Conn)> + use<'t> {
        let original = *original;
        self.sources
            .list(&self.slab, self.hash_source(&original))
            .map(|place| (self.slab.id(place), &self.slab[place].conn))
            .filter(move |(_, conn)| conn.tuples[0].same_source(&original))
    }
}

/// What the other parts of tracking do with the table.
impl Conntrack {
    #[inline]
    pub(super) fn hash(&self, tuple: &Tuple) -> u32 {
        match self.ahead.hash(tuple) {
            Some(hash) => hash,
            None => self.hash_anew(tuple),
        }
    }

    #[inline(never)]
    fn hash_anew(&self, tuple: &Tuple) -> u32 {
        self.hasher.hash(tuple)
    }

    /// The hash of the source of packets with this tuple.
    #[inline]
    fn hash_source(&self, tuple: &Tuple) -> u32 {
        match self.ahead.source(tuple) {
            Some(hash) => hash,
            None => self.hash_anew(&tuple.source()),
        }
    }

    /// What has this hash: places, and the direction of the tuple there.
    #[inline]
    pub(super) fn chain(&self, hash: u32) -> impl Iterator<Item = (u32, Direction)> {
        self.buckets.find(hash).map(split)
    }

    /// What is in a bucket.
    #[inline]
    pub(super) fn bucket(&self, bucket: u32) -> impl Iterator<Item = (u32, Direction)> {
        self.buckets.bucket(bucket).map(|(_, node)| split(node))
    }

    /// Finds the tuple with this hash, in one of the directions or in either. Connections whose time is
    /// over end when they are met.
    #[inline]
    pub(super) fn find_hashed(
        &mut self,
        now: Instant,
        tuple: &Tuple,
        hash: u32,
        want: Option<Direction>,
    ) -> Option<(u32, Direction)> {
        if self.buckets.may_have(hash) {
            self.find_in_chain(now, tuple, hash, want)
        } else {
            None
        }
    }

    fn find_in_chain(
        &mut self,
        now: Instant,
        tuple: &Tuple,
        hash: u32,
        want: Option<Direction>,
    ) -> Option<(u32, Direction)> {
        let found = self.chain(hash).find(|(place, direction)| {
            let slot = &self.slab[*place];
            slot.conn.tuple(*direction) == tuple && want.is_none_or(|want| want == *direction)
        })?;
        let slot = &self.slab[found.0];
        if slot.conn.is_expired(now) {
            self.destroy(found.0);
            return self.find_hashed(now, tuple, hash, want);
        }
        // Of two equal tuples the kernel finds the last one put in: who talks to himself answers.
        if want.is_none()
            && slot.hash[0] == slot.hash[1]
            && slot.conn.tuples[0] == slot.conn.tuples[1]
        {
            return Some((found.0, Direction::Reply));
        }
        Some(found)
    }

    /// Puts the tuple of one direction into its bucket.
    pub(super) fn link(&mut self, place: u32, direction: Direction) {
        let slot = &mut self.slab[place];
        slot.flags |= hashed(direction);
        let hash = slot.hash[direction.index()];
        self.owners.enter(self.worker, &slot.conn.tuples, direction);
        self.changes += 1;
        self.buckets.insert(hash, node(place, direction));
    }

    /// Makes a connection a member of the table.
    #[inline]
    fn admit(&mut self, place: u32, now: Instant) {
        let slot = &mut self.slab[place];
        slot.flags |= Slot::HASHED | Slot::HASHED_REPLY;
        for direction in [Direction::Original, Direction::Reply] {
            self.owners.enter(self.worker, &slot.conn.tuples, direction);
        }
        self.changes += 2;
        let [original, reply] = slot.hash;
        self.buckets
            .insert(original, node(place, Direction::Original));
        self.buckets.insert(reply, node(place, Direction::Reply));
        self.enlist(place, now);
    }

    /// Lets a connection wait for its end, as a member of the table.
    #[inline(always)]
    pub(super) fn enlist(&mut self, place: u32, now: Instant) {
        self.wheel.insert(&mut self.slab, place, now);
        let slot = &mut self.slab[place];
        slot.conn.status.set(Status::CONFIRMED);
        if slot.is(Slot::STAMPED)
            && let Some(start) = self.starts.get_mut(place)
        {
            *start = now;
        }
    }

    /// Ends a connection of the table.
    pub(super) fn destroy(&mut self, place: u32) {
        self.detach(place);
        self.release(place);
    }

    /// Ends a connection whose last packet is still on its way, and perhaps an answer of the router to
    /// that: nobody finds it any more, but their numbers hold until it is buried.
    pub(super) fn kill(&mut self, place: u32) {
        self.detach(place);
        self.dead.push(place);
    }

    /// Forgets the connections that were killed: no packet is on its way any more.
    pub(crate) fn bury(&mut self) {
        while let Some(place) = self.dead.pop() {
            self.release(place);
        }
    }

    fn detach(&mut self, place: u32) {
        self.wheel.remove(&mut self.slab, place);
        let slot = &mut self.slab[place];
        for direction in [Direction::Original, Direction::Reply] {
            if slot.is(hashed(direction)) {
                slot.flags &= !hashed(direction);
                self.owners.leave(self.worker, &slot.conn.tuples, direction);
                self.changes += 1;
                let hash = slot.hash[direction.index()];
                self.buckets.remove(hash, node(place, direction));
            }
        }
        slot.conn.status.set(Status::DYING);
        self.forget_ways(place);
        self.note(place, CtEvent::Destroy);
    }

    /// Frees the place of a connection that is not in the table.
    pub(super) fn release(&mut self, place: u32) {
        self.sources.remove(&mut self.slab, place);
        if !self.expectations.is_idle() {
            let id = self.slab.id(place);
            self.stats.expect_delete += self.expectations.forget(id);
            self.tell_expectations();
        }
        if !self.helpers.is_idle() {
            self.helpers.forget(self.slab.id(place));
        }
        self.slab.remove(place);
        self.count_for_others();
    }

    /// Tells those who listen.
    #[inline]
    pub(super) fn note(&mut self, place: u32, event: CtEvent) {
        self.note_with(place, event, event == CtEvent::New);
    }

    /// The same, with the labels or without.
    #[inline]
    pub(super) fn note_with(&mut self, place: u32, event: CtEvent, labels: bool) {
        if self.events.are_wanted() {
            self.tell(place, event, labels);
        }
    }

    #[cold]
    fn tell(&mut self, place: u32, event: CtEvent, labels: bool) {
        let id = self.slab.id(place);
        let note = CtNote {
            event,
            at: self.now,
            id,
            conn: self.slab[place].conn.clone(),
            counters: self.counters(id).copied(),
            began: self.began(id),
            helper: self.helper(id),
            labels: self.labels(id).filter(|_| labels).unwrap_or_default(),
        };
        self.events.push(note);
    }

    /// Bytes that the hash table's buckets and the index of sources take.
    pub(super) fn index_memory(&self) -> usize {
        self.buckets.memory() + self.sources.memory()
    }

    /// A new connection's packet is its only owner.
    pub(super) fn reference(
        &self,
        place: u32,
        direction: Direction,
        state: super::CtState,
    ) -> CtRef {
        self.slab[place].reference(place, direction, state)
    }
}

/// What a template says of a packet's connection: the zones of its two directions, and its helper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Zones {
    pub(super) original: u16,
    pub(super) reply: u16,
    pub(super) helper: Option<Helper>,
}

/// A node of the hash table: a place and the direction of the tuple.
#[inline]
const fn node(place: u32, direction: Direction) -> u32 {
    place << 1 | direction as u32
}

#[inline]
pub(super) const fn split(node: u32) -> (u32, Direction) {
    let direction = if node & 1 == 0 {
        Direction::Original
    } else {
        Direction::Reply
    };
    (node >> 1, direction)
}

const fn hashed(direction: Direction) -> u8 {
    match direction {
        Direction::Original => Slot::HASHED,
        Direction::Reply => Slot::HASHED_REPLY,
    }
}
