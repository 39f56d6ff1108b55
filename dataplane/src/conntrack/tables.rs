//! The tables of a router's workers.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, TryLockError},
    thread,
};

use crossbeam::utils::CachePadded;

use super::{ConnId, Conntrack, Direction, Tuple, owners::Owners, slab::Slot};
use crate::{memory::Block, worker::lock};

/// The connections of a router: a table for each worker.
///
/// A worker holds the lock of its own table from the first packet of a burst that needs it to the end of the
/// burst, and takes no other table's meanwhile, but looks into one that nobody holds. So the control side waits
/// for a burst at most, and nobody else waits. A thread waits for one of these locks at a time.
#[derive(Debug)]
pub struct Tables {
    owners: Arc<Owners>,
    tables: Box<[CachePadded<Mutex<Conntrack>>]>,
}

impl Tables {
    /// Empty ones, with a key that is known.
    pub(crate) fn new(workers: usize) -> Self {
        let workers = workers.max(1);
        let owners = Arc::new(Owners::new(workers));
        let tables = (0..workers).map(|worker| {
            let table = Conntrack::of_worker(worker, &owners, workers, (0, 0));
            CachePadded::new(Mutex::new(table))
        });
        Self {
            tables: tables.collect(),
            owners,
        }
    }

    /// Forgets all connections, and keys tables and owners with a secret.
    pub(crate) fn key(&self, secret: (u64, u64)) {
        self.owners.set_key(secret.0 ^ secret.1.rotate_left(32));
        for (worker, table) in self.tables.iter().enumerate() {
            *lock(table) = Conntrack::of_worker(worker, &self.owners, self.tables.len(), secret);
        }
    }

    /// How many there are: one for each worker.
    #[expect(clippy::len_without_is_empty, reason = "there is at least one")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.len()
    }

    /// The table of a worker.
    ///
    /// # Panics
    /// If there are not that many.
    pub fn of(&self, worker: usize) -> MutexGuard<'_, Conntrack> {
        lock(&self.tables[worker])
    }

    /// Makes room for connections to come, some of what is lacking at a time, so that workers need not wait for it:
    /// to be done now and then, by who may take a few milliseconds.
    pub fn make_room(&self) {
        for table in &self.tables {
            let (slots, lines) = {
                let table = lock(table);
                let most = match table.max {
                    0 => usize::MAX,
                    max => max as usize,
                };
                let (slots, lines) = (&table.slab.slots, &table.buckets.lines);
                // Nodes are twice as many as connections, and lines fewer.
                (slots.lack_spare(most), lines.lack_spare(most))
            };
            if !slots && !lines {
                continue;
            }
            // Nobody waits meanwhile.
            let slots = slots.then(Block::ready);
            let lines = lines.then(Block::ready);
            let mut table = lock(table);
            if let Some(slots) = slots {
                table.slab.slots.keep_spare(slots);
            }
            if let Some(lines) = lines {
                table.buckets.lines.keep_spare(lines);
            }
        }
    }

    /// The table of a worker, if that is not at work.
    pub(crate) fn glance(&self, worker: usize) -> Option<MutexGuard<'_, Conntrack>> {
        match self.tables.get(worker)?.try_lock() {
            Ok(table) => Some(table),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// The worker that tracks packets with this tuple.
    #[must_use]
    pub fn owner(&self, tuple: &Tuple) -> usize {
        self.owners.of(tuple)
    }

    /// What goes into the hash of ports by which packets have owners, for ports that spread frames over workers.
    #[must_use]
    pub fn port_key(&self) -> u32 {
        self.owners.key()
    }

    /// Who has what.
    #[inline]
    pub(crate) fn owners(&self) -> &Owners {
        &self.owners
    }

    /// All connections, for one worker to go on with. They are copied in pieces, so that no worker waits
    /// for long: one that comes or goes meanwhile may be missing, or still be there.
    pub(crate) fn merged(&self) -> Conntrack {
        let mut all = Conntrack::of_worker(0, &Arc::new(Owners::new(1)), 1, (0, 0));
        for table in &self.tables {
            all.hasher = lock(table).hasher.clone();
            let (mut ids, mut next) = (HashMap::new(), Some(0));
            while let Some(from) = next {
                next = all.absorb(&lock(table), from, &mut ids);
                // A worker may be waiting.
                thread::yield_now();
            }
            let parts = lock(table).expectations.parts();
            let known = |id| ids.get(&id).copied();
            all.expectations.take_over(parts, known);
        }
        all
    }
}

/// Places that are copied at a time: a fraction of a millisecond.
const PIECE: u32 = 1024;

impl Conntrack {
    /// Takes over copies of a piece of another table with the same key, and notes their numbers by those
    /// there. Gives where the next piece begins.
    fn absorb(
        &mut self,
        other: &Self,
        from: u32,
        ids: &mut HashMap<ConnId, ConnId>,
    ) -> Option<u32> {
        let end = other.slab.end();
        let stop = end.min(from.saturating_add(PIECE));
        for place in from..stop {
            let Some(slot) = other.slab.at(place).filter(|slot| slot.is(Slot::TIMED)) else {
                continue;
            };
            let id = self.slab.insert(slot.conn.clone())?;
            let of = other.slab.id(place);
            ids.insert(of, id);
            self.slab[id.place].hash = slot.hash;
            if slot.is(Slot::HASHED) {
                self.link(id.place, Direction::Original);
            }
            if slot.is(Slot::HASHED_REPLY) {
                self.link(id.place, Direction::Reply);
            }
            self.enlist(id.place, other.now);
            if slot.is(Slot::BY_SOURCE) {
                self.index_source(id);
            }
            self.slab[id.place].flags |=
                slot.flags & (Slot::COUNTED | Slot::STAMPED | Slot::LABELLED);
            self.counters.copy(id.place, &other.counters, place);
            self.starts.copy(id.place, &other.starts, place);
            self.labels.copy(id.place, &other.labels, place);
            self.helpers.copy(id, &other.helpers, of);
        }
        (stop < end).then_some(stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conntrack::{Conn, CtCounters, testing::tuple},
        time::{Duration, Instant},
    };

    /// A connection between hosts 1 and 2, and what answers it.
    fn conn(ports: (u16, u16), answers: (u16, u16)) -> Conn {
        Conn::new([tuple((1, 2), ports), tuple((2, 1), answers)])
    }

    fn insert(tables: &Tables, worker: usize, conn: &Conn) -> Option<ConnId> {
        let now = Instant::ZERO + Duration::from_secs(1);
        tables.of(worker).insert(conn.clone(), 100, now)
    }

    #[test]
    fn both_directions_of_a_connection_have_one_owner() {
        let tables = Tables::new(4);
        tables.key((3, 5));
        let mut owned = [0; 4];
        for port in 1024..5120 {
            let conn = conn((port, 443), (443, port));
            let [original, reply] = conn.tuples.map(|tuple| tables.owner(&tuple));
            assert_eq!(original, reply);
            // Nor does another address change it.
            assert_eq!(tables.owner(&tuple((9, 2), (port, 443))), original);
            owned[original] += 1;
        }
        // Ports one behind another are spread.
        assert!(
            owned.iter().all(|count| (900..1150).contains(count)),
            "{owned:?}"
        );
        let equal = [tuple((1, 2), (500, 500)), tuple((2, 1), (500, 500))];
        assert_eq!(tables.owner(&equal[0]), tables.owner(&equal[1]));
    }

    #[test]
    fn room_is_made_once_there_are_many_and_used_without_losing_any() {
        let tables = Tables::new(1);
        let lacks = || tables.of(0).slab.slots.lack_spare(usize::MAX);
        tables.make_room();
        for port in 1..=u16::MAX {
            // The first block is half full, and the second one begins in the spare room.
            if port == 16_384 {
                assert!(lacks());
                tables.make_room();
                assert!(!lacks());
            }
            let added = insert(&tables, 0, &conn((port, 9), (9, port)));
            assert!(added.is_some(), "{port}");
        }
        assert!(lacks());
        for port in 1..=u16::MAX {
            let found = tables.of(0).find(&tuple((2, 1), (9, port)));
            assert!(found.is_some_and(|(_, direction)| direction == Direction::Reply));
        }
    }

    #[test]
    fn what_is_not_where_the_hash_says_is_found_and_is_not_given_away() {
        let tables = Tables::new(2);
        let mut strays = 0;
        for port in 1024..1124 {
            let conn = conn((port, 2222), (22, port));
            let owner = tables.owner(&conn.tuples[0]);
            let by_hash = tables.owner(&conn.tuples[1]);
            let id = insert(&tables, owner, &conn).expect("it is new");
            assert_eq!(tables.owner(&conn.tuples[1]), owner);
            if by_hash != owner {
                strays += 1;
                let nobody = ConnId {
                    place: 0,
                    generation: 0,
                };
                assert!(tables.of(by_hash).is_taken(&conn.tuples[1], nobody));
                assert!(tables.of(owner).is_taken(&conn.tuples[1], nobody));
            }
            assert!(tables.of(owner).delete(id));
            assert_eq!(tables.owner(&conn.tuples[1]), by_hash);
        }
        assert!((20..80).contains(&strays), "{strays}");
    }

    #[test]
    fn the_limit_is_that_of_all_tables_together() {
        let tables = Tables::new(2);
        for worker in 0..2 {
            tables.of(worker).max = 3;
        }
        let of = |port| conn((port, 443), (443, port));
        let inserted = (0..4).map(|n| insert(&tables, n % 2, &of(2000 + n as u16)).is_some());
        assert_eq!(inserted.collect::<Vec<_>>(), [true, true, true, false]);
    }

    #[test]
    fn one_table_can_go_on_with_all_connections() {
        let tables = Tables::new(3);
        let mut all = Vec::new();
        for port in 3000..3050 {
            let conn = conn((port, 80), (8080, port));
            let owner = tables.owner(&conn.tuples[0]);
            let id = insert(&tables, owner, &conn).expect("it is new");
            tables.of(owner).open_counters(id);
            let mut table = tables.of(owner);
            table.counters.get_mut(id.place).expect("it is open")[0].packets = u64::from(port);
            all.push(conn);
        }
        let merged = tables.merged();
        assert_eq!(merged.count(), all.len());
        for conn in all {
            for (tuple, direction) in conn
                .tuples
                .iter()
                .zip([Direction::Original, Direction::Reply])
            {
                let (id, found) = merged.find(tuple).expect("it is there");
                assert_eq!(found, direction);
                let counters = merged.counters(id).map(|[original, _]| *original);
                let packets = conn.tuples[0].src_port.into();
                assert_eq!(counters, Some(CtCounters { packets, bytes: 0 }));
            }
        }
    }
}
