//! The flows that are offloaded.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering},
};

use super::{
    deed::{deed, key},
    ports::Part,
};
use crate::{
    conntrack::{Candidate, ConnId, Credit, Direction, Offer},
    counters::{InterfaceCounters, PerWorker},
    filter::CounterBank,
    flow_cache::{Stamp, Way, WayId},
    iface::{IfIndex, Interface},
    io::{ENTRIES, KEY, Replayer, word},
    route::Family,
    snapshot::Snapshot,
    time::{Duration, Instant},
    wire::ethernet,
    worker::Router,
};

/// Places of a table that are looked at before its worker may have it again, and how often that is done in a
/// tick for each table.
const PIECE: u32 = 1024;
const PIECES: usize = 16;
/// New flows in a tick at most: each takes a system call.
const NEW: usize = 4096;
/// Connections that end sooner after a packet are left alone: they are looked at five times a second, and
/// none may end because the control thread was busy for a while.
const SHORTEST: Duration = Duration::from_secs(5);
/// A flow is offloaded if its last packet was not longer ago than this.
const RECENT: Duration = Duration::from_secs(1);
/// And given up when it has had none for this long.
const IDLE: Duration = Duration::from_secs(10);

/// An entry that holds no longer than this is looked at although it had no packets.
const ENDS_SOON: Duration = Duration::from_secs(1);

/// What the flows of a way have in common.
#[derive(Debug)]
struct Kept {
    way: Way,
    bank: CounterBank,
    /// Of the interfaces that they come in and leave by.
    counters: [Arc<PerWorker<InterfaceCounters>>; 2],
}

/// One flow.
#[derive(Debug)]
struct Flow {
    /// By which programs find it; `None` once it has ended.
    key: Option<[u8; KEY]>,
    worker: usize,
    id: ConnId,
    direction: Direction,
    number: WayId,
    kept: Arc<Kept>,
    lasts: Duration,
    /// Packets and bytes that were credited.
    credited: [u64; 2],
    /// When its last packet was known to be.
    last: Instant,
}

/// All of them, by the numbers of their entries.
#[derive(Debug, Default)]
pub(super) struct Flows {
    maps: Option<Arc<Replayer>>,
    flows: Vec<Option<Flow>>,
    free: Vec<u32>,
    /// Nothing finds them any more, but a program may be at work with what it has found before.
    leaving: Vec<u32>,
    /// Where the search in each table goes on.
    next: Vec<u32>,
    len: usize,
    replayed: u64,
}

impl Flows {
    /// Whether there are neither flows nor maps to give up.
    pub(super) const fn is_idle(&self) -> bool {
        self.maps.is_none()
    }

    /// How many there are, and how many packets were replayed since the first port took part.
    pub(super) const fn summary(&self) -> (usize, u64) {
        (self.len, self.replayed)
    }

    /// Credits what was replayed; finds flows that have ended.
    pub(super) fn pull(&mut self, router: &Router, now: Instant) {
        let Some(maps) = self.maps.clone() else {
            return;
        };
        let term = maps.term().load(Ordering::Acquire);
        for (entry, place) in self.flows.iter_mut().enumerate() {
            let (Some(flow), entry) = (place, entry as u32) else {
                continue;
            };
            self.replayed += flow.credit(router, &maps, entry, now);
            let words = maps.entry(entry);
            let holds = words[word::TERM].load(Ordering::Acquire) == term
                && now.saturating_since(flow.last) < IDLE;
            if !holds && let Some(key) = flow.key.take() {
                words[word::TERM].store(0, Ordering::Release);
                // It may not have got there.
                let _ = maps.forget(&key);
                self.leaving.push(entry);
            }
        }
    }

    /// Frees the entries of flows that have ended.
    pub(super) fn tidy(&mut self, router: &Router, now: Instant) {
        let Some(maps) = self.maps.clone() else {
            return;
        };
        // If that fails, they wait.
        if self.leaving.is_empty() || maps.settle().is_err() {
            return;
        }
        for entry in self.leaving.drain(..) {
            let Some(mut flow) = self.flows[entry as usize].take() else {
                continue;
            };
            self.replayed += flow.credit(router, &maps, entry, now);
            let mut table = router.conntrack.of(flow.worker);
            table.onloaded(flow.id, flow.direction, entry);
            self.len -= 1;
            self.free.push(entry);
        }
    }

    /// The maps are these from now on: there are none when no port takes part any more.
    pub(super) fn follow(&mut self, maps: Option<&Arc<Replayer>>) {
        let same = match (&self.maps, maps) {
            (Some(ours), Some(theirs)) => Arc::ptr_eq(ours, theirs),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        // Those of the old ones have ended; the last of them are credited first.
        if !same && self.len == 0 {
            *self = Self {
                maps: maps.cloned(),
                ..Self::default()
            };
        }
    }

    /// Offloads flows that are ready for it.
    pub(super) fn offload(
        &mut self,
        router: &Router,
        maps: &Arc<Replayer>,
        members: &HashMap<IfIndex, Part>,
        now: Instant,
    ) {
        let is_ours = self
            .maps
            .as_ref()
            .is_some_and(|ours| Arc::ptr_eq(ours, maps));
        if !is_ours || router.is_traced() || !members.values().any(|part| part.takes) {
            return;
        }
        // In this order: what changes after that ends the term.
        let term = maps.term().load(Ordering::Acquire);
        let neighbours = router.neighbours_generation();
        let snapshot = router.snapshots.current();
        let offer = Offer {
            now,
            stamp: Stamp::of(&snapshot, Family::V4),
            neighbours,
            sysctls: &snapshot.sysctls.conntrack,
            shortest: SHORTEST,
            recent: RECENT,
        };
        self.next.resize(router.conntrack.len(), 0);
        let (mut found, mut new) = (Vec::new(), 0);
        for worker in 0..router.conntrack.len() {
            let mut kept = None;
            for _ in 0..PIECES {
                let from = self.next[worker];
                let mut table = router.conntrack.of(worker);
                found.clear();
                let next = table.candidates((from, PIECE), &offer, &mut found);
                let mut keys = Vec::new();
                for candidate in &found {
                    if new == NEW {
                        break;
                    }
                    let way = table.ways().look(candidate.way).map(|place| place.way());
                    let Some((deed, number)) =
                        way.and_then(|way| Ends::of(way, &snapshot, members)?.deed(way, candidate))
                    else {
                        continue;
                    };
                    let of_way = way.and_then(|way| kept_for(&mut kept, way, candidate, &snapshot));
                    let (Some(of_way), Some(entry)) = (of_way, self.room()) else {
                        continue;
                    };
                    write(maps, entry, &deed, term, candidate.until);
                    table.offloaded(candidate, maps, entry);
                    let key = key(&candidate.tuple, number);
                    self.flows[entry as usize] = Some(Flow {
                        key: Some(key),
                        worker,
                        id: candidate.id,
                        direction: candidate.direction,
                        number: candidate.way,
                        kept: of_way,
                        lasts: candidate.lasts,
                        credited: [0; 2],
                        last: now,
                    });
                    self.len += 1;
                    new += 1;
                    keys.push((key, entry));
                }
                drop(table);
                for (key, entry) in keys {
                    if maps.assign(&key, entry).is_err() {
                        // It ends as others do.
                        maps.entry(entry)[word::TERM].store(0, Ordering::Release);
                    }
                }
                self.next[worker] = next.unwrap_or(0);
                if next.is_none() {
                    break;
                }
            }
        }
    }

    /// An entry that is free; `None` if there is none.
    fn room(&mut self) -> Option<u32> {
        if let Some(entry) = self.free.pop() {
            return Some(entry);
        }
        // Entry 0 is nobody's.
        if self.flows.is_empty() {
            self.flows.push(None);
        }
        let entry = self.flows.len() as u32;
        (entry < ENTRIES).then(|| {
            self.flows.push(None);
            entry
        })
    }
}

/// The interfaces of a way, and the numbers of their ports.
struct Ends<'a> {
    iif: &'a Interface,
    numbers: [u32; 2],
}

impl<'a> Ends<'a> {
    /// `None` if the packets of a way do not go from one port that takes part to another.
    fn of(way: &Way, snapshot: &'a Snapshot, members: &HashMap<IfIndex, Part>) -> Option<Self> {
        let act = way.act()?;
        let interface = |index| {
            let interface: &Arc<Interface> = snapshot.interfaces.get(index)?;
            (interface.qos.is_none() && interface.running).then_some(&**interface)
        };
        let (iif, _) = (interface(way.terms.iif)?, interface(act.port)?);
        let (from, to) = (members.get(&way.terms.iif)?, members.get(&act.port)?);
        to.takes.then_some(Self {
            iif,
            numbers: [from.number, to.number],
        })
    }

    /// What is done to the packets of a candidate, and the number of the port that they come in by.
    fn deed(&self, way: &Way, candidate: &Candidate) -> Option<(crate::io::Deed, u32)> {
        let [from, to] = self.numbers;
        let tuples = [&candidate.tuple, &candidate.answers];
        Some((deed(way, tuples, self.iif.mac, to)?, from))
    }
}

/// What flows of the candidate's way have in common; made once for those behind one another.
fn kept_for(
    kept: &mut Option<(WayId, Arc<Kept>)>,
    way: &Way,
    candidate: &Candidate,
    snapshot: &Snapshot,
) -> Option<Arc<Kept>> {
    if let Some((number, kept)) = kept
        && *number == candidate.way
    {
        return Some(Arc::clone(kept));
    }
    let counters = |index| {
        let interface: &Arc<Interface> = snapshot.interfaces.get(index)?;
        Some(Arc::clone(&interface.counters))
    };
    let act = way.act()?;
    let new = Arc::new(Kept {
        way: way.clone(),
        bank: snapshot.filter(Family::V4).counters.clone(),
        counters: [counters(way.terms.iif)?, counters(act.port)?],
    });
    *kept = Some((candidate.way, Arc::clone(&new)));
    Some(new)
}

/// Writes an entry that nothing finds yet.
fn write(maps: &Replayer, entry: u32, deed: &crate::io::Deed, term: u64, until: Instant) {
    let words = maps.entry(entry);
    for (word, value) in words[word::DEED..].iter().zip(deed.words()) {
        word.store(value, Ordering::Relaxed);
    }
    for word in [word::PACKETS, word::BYTES, word::LAST] {
        words[word].store(0, Ordering::Relaxed);
    }
    words[word::UNTIL].store(until.as_nanos(), Ordering::Relaxed);
    words[word::TERM].store(term, Ordering::Release);
}

impl Flow {
    /// Credits what the program has done since the last time; gives how many packets that were.
    fn credit(&mut self, router: &Router, maps: &Replayer, entry: u32, now: Instant) -> u64 {
        let words = maps.entry(entry);
        let [packets, bytes, last] = [word::PACKETS, word::BYTES, word::LAST]
            .map(|word| words[word].load(Ordering::Acquire));
        let before = std::mem::replace(&mut self.credited, [packets, bytes]);
        let credit = Credit {
            packets: packets - before[0],
            bytes: bytes - before[1],
            last: Instant::from_nanos(last),
            lasts: self.lasts,
            way: self.number,
        };
        // What the router does with packets lets an entry hold longer too.
        let until = words[word::UNTIL].load(Ordering::Relaxed);
        let ends_soon = Instant::from_nanos(until) < now + ENDS_SOON;
        if credit.packets == 0 && credit.bytes == 0 && !ends_soon {
            return 0;
        }
        self.last = self.last.max(credit.last);
        let mut table = router.conntrack.of(self.worker);
        if let Some(until) = table.credit((self.id, self.direction), entry, &credit) {
            words[word::UNTIL].store(until.as_nanos(), Ordering::Release);
        }
        drop(table);
        let (packets, bytes) = (credit.packets, credit.bytes);
        for &counter in &*self.kept.way.counters {
            self.kept.bank.count_offloaded(counter, packets, bytes);
        }
        let framed = bytes + packets * ethernet::HEADER_LEN as u64;
        let [iif, port] = [0, 1].map(|end| self.kept.counters[end].of_control());
        iif.rx_packets.add(packets);
        iif.rx_bytes.add(framed);
        port.tx_packets.add(packets);
        port.tx_bytes.add(framed);
        let totals = router.totals.of_control();
        totals.received.add(packets);
        totals.forwarded.add(packets);
        totals.sent.add(packets);
        packets
    }
}
