//! Flows that are decided about without a connection. Their [ways](crate::flow_cache) are found by the packets' tuples.
//!
//! Of some, that is so whatever connections are known: a rule of the table raw drops their packets, or has them not
//! tracked. Of others, each packet would begin a connection, or is invalid, and a rule drops it later
//! (`unknown.rs`).
//!
//! The hash is the table's own: who does not know its key can't choose tuples that share a bucket. A flow is
//! looked at when its second packet comes: one of which there is never a second would only drive others out. Nor can
//! flows that are dropped, which anybody can make, drive out those that are let pass, for which there is room of its
//! own, or the ways of connections: those of all these flows are apart.

use std::mem;

use super::{
    Conntrack, Tuple,
    ahead::{FEW, Look},
    buckets::Buckets,
    known::{Known, renewed},
    replay::Round,
};
use crate::{
    conntrack::Ct,
    flow_cache::{Fate, Flow, Place, Stamp, Taken, WayId, Ways},
    forward::{Leaving, is_plain},
    memory::prefetch,
    packet::Packet,
    route::Family,
    snapshot::Snapshot,
    time::Instant,
};

/// Flows at most, and how many of them may be dropped.
const FLOWS: usize = 1 << 17;
const DROPPED: usize = 1 << 16;
/// Flows that are asked to make room for another one, at most.
const ASKED: usize = 16;
/// Flows that are not looked at once there was no room for one: those that are there come too often, and who looks at
/// all others in vain works twice.
const PAUSE: usize = 64;
/// Sets of places for what was seen once.
const SEEN: usize = 1 << 14;
/// Ways that are found for a flow under one configuration: one whose packets differ in what rules look at is left alone
/// then.
const WAYS: u8 = 8;

/// What a flow's way depends on, besides the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Premise {
    /// Nothing: it was decided about before a connection was looked for.
    None,
    /// Its packets would begin a connection: there is none yet, and none is expected.
    Begins,
    /// Its packets are of no connection, and can't begin one.
    Invalid,
}

/// A flow, in a cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Entry {
    tuple: Tuple,
    hash: u32,
    way: WayId,
    /// What answers to a connection that it would begin would be, if it was decided where that is translated to: nobody
    /// else has them.
    answers: Option<Box<Tuple>>,
    premise: Premise,
    /// It is dropped.
    drops: bool,
    /// A packet came since the hand did.
    recent: bool,
    /// Ways that it had under this configuration.
    ways: u8,
}

const _: () = assert!(size_of::<Entry>() == 64);

/// The flows.
#[derive(Debug)]
pub(super) struct Stateless {
    /// Numbers of entries, from 1 on, by hash.
    buckets: Buckets,
    entries: Vec<Entry>,
    /// How many of them are dropped.
    dropped: usize,
    /// The entry that is looked at next for one that can go.
    hand: usize,
    /// Flows that are not looked at before the next one is.
    pause: usize,
    /// Hashes of flows of which a packet was seen, and whether they are [worth](worth) to be looked at.
    seen: Vec<[u32; 4]>,
    /// The place of a set that is taken next. As if by chance: if the oldest went, of more flows than there are places
    /// each would be forgotten before it comes again.
    next: usize,
    /// The configurations of the two families under which they were.
    stamps: [Stamp; 2],
    ways: Ways,
}

impl Default for Stateless {
    fn default() -> Self {
        Self {
            buckets: Buckets::default(),
            entries: Vec::new(),
            dropped: 0,
            hand: 0,
            pause: 0,
            seen: Vec::new(),
            next: 0,
            stamps: [Stamp::default(); 2],
            ways: Ways::apart(),
        }
    }
}

impl Stateless {
    /// The number of the flow with this tuple.
    #[inline]
    fn find(&self, hash: u32, tuple: &Tuple) -> Option<usize> {
        let number = (self.buckets.first(hash) as usize).wrapping_sub(1);
        let entry = self.entries.get(number)?;
        if entry.tuple == *tuple {
            Some(number)
        } else {
            self.find_further(hash, tuple)
        }
    }

    /// The same where another one has the same hash.
    #[cold]
    fn find_further(&self, hash: u32, tuple: &Tuple) -> Option<usize> {
        let mut numbers = self.buckets.find(hash).map(|node| node as usize - 1);
        numbers.find(|number| self.entries[*number].tuple == *tuple)
    }

    /// Begins to fetch what is known of packets with this hash. Whether it is likely to be one of these flows: so much less
    /// of others is to be fetched.
    #[inline]
    pub(super) fn prefetch(&self, hash: u32) -> bool {
        if !self.entries.is_empty() {
            let number = self.buckets.first(hash) as usize;
            if let Some(entry) = self.entries.get(number.wrapping_sub(1)) {
                prefetch(entry);
                return true;
            }
        }
        if let Some(set) = self.seen.get(hash as usize % SEEN) {
            prefetch(set);
        }
        false
    }

    /// Packets that took ways.
    pub(super) const fn hits(&self) -> u64 {
        self.ways.hits()
    }

    /// Adds a flow, or what is known of it now. One for which there is no room is forgotten.
    fn set(&mut self, mut entry: Entry) {
        let (hash, drops) = (entry.hash, entry.drops);
        if let Some(number) = self.find(hash, &entry.tuple) {
            entry.ways = self.count_ways(number, entry.way);
            self.replace(number, entry);
        } else if self.entries.len() < FLOWS && !self.is_reserved(drops) {
            self.dropped += usize::from(drops);
            self.entries.push(entry);
            self.buckets.insert(hash, self.entries.len() as u32);
        } else if let Some(number) = self.victim(drops) {
            let old = self.replace(number, entry);
            self.buckets.remove(old, number as u32 + 1);
            self.buckets.insert(hash, number as u32 + 1);
        } else {
            self.pause = PAUSE;
        }
    }

    /// Whether a flow that is not among these is to be looked at now.
    const fn may_look(&mut self) -> bool {
        let may = self.pause == 0;
        self.pause = self.pause.saturating_sub(1);
        may
    }

    /// Puts another flow in place of one; gives the hash of that.
    fn replace(&mut self, number: usize, new: Entry) -> u32 {
        self.dropped += usize::from(new.drops);
        let old = mem::replace(&mut self.entries[number], new);
        self.dropped -= usize::from(old.drops);
        old.hash
    }

    /// How many ways the flow at `number`, which is to have another one, has had under the configuration of that.
    fn count_ways(&self, number: usize, new: WayId) -> u8 {
        let old = &self.entries[number];
        let stamp = |way| Some(self.ways.look(way)?.way().terms.stamp);
        if old.way == new {
            old.ways
        } else if stamp(old.way) == stamp(new) {
            WAYS.min(old.ways + 1)
        } else {
            1
        }
    }

    /// Whether the rest of the room is for flows that are not dropped.
    const fn is_reserved(&self, drops: bool) -> bool {
        drops && self.dropped >= DROPPED
    }

    /// One that makes room for a flow that is dropped or is not: nothing came of it lately. `None` if none is met soon.
    fn victim(&mut self, drops: bool) -> Option<usize> {
        let reserved = self.is_reserved(drops);
        for _ in 0..ASKED {
            let number = self.hand;
            self.hand = (self.hand + 1) % self.entries.len();
            let entry = &mut self.entries[number];
            let spared = reserved && !entry.drops;
            if !spared && !mem::take(&mut entry.recent) {
                return Some(number);
            }
        }
        None
    }

    /// What was seen under another configuration of this family counts no more.
    fn follow(&mut self, family: Family, stamp: Stamp) {
        let last = &mut self.stamps[family as usize];
        if *last != stamp {
            *last = stamp;
            self.seen.clear();
        }
    }

    /// What is noted of packets with this hash: `None` if nothing is, else whether they are worth to be looked at.
    #[inline]
    pub(super) fn noted(&self, hash: u32) -> Option<bool> {
        let set = self.seen.get(hash as usize % SEEN)?;
        let at = place_of(set, hash)?;
        Some(set[at] == worth(hash))
    }

    /// Notes that a packet with this hash was seen, and is worth to be looked at or not; with `anew`, whatever is
    /// noted already.
    #[inline]
    fn note(&mut self, hash: u32, noted: u32, anew: bool) {
        if self.seen.is_empty() {
            self.seen.resize(SEEN, [0; 4]);
        }
        let set = &mut self.seen[hash as usize % SEEN];
        match place_of(set, hash) {
            Some(at) if anew => set[at] = noted,
            Some(_) => {}
            None => {
                self.next += 1;
                set[self.next % 4] = noted;
            }
        }
    }
}

/// The lowest bit of a hash, which all that share a set have in common, makes room to say whether packets are worth to be
/// looked at.
const WORTH: u32 = 1;

/// What is noted of packets with this hash that are.
const fn worth(hash: u32) -> u32 {
    hash | WORTH
}

/// The place of a set where something is noted of packets with this hash.
#[inline]
fn place_of(set: &[u32; 4], hash: u32) -> Option<usize> {
    let is = |at: usize| u32::from(worth(set[at]) == worth(hash)) << at;
    let places = is(0) | is(1) | is(2) | is(3);
    (places != 0).then(|| places.trailing_zeros() as usize)
}

/// Packets that were replayed.
#[derive(Debug, Default)]
struct Gone {
    /// Those that leave.
    left: usize,
    /// Those behind them, that are dropped.
    dropped: usize,
}

impl Conntrack {
    /// Whether a packet, with this number of those that were [looked at](Self::look_ahead), may be of such a flow. `before`
    /// says whether something is decided before connections.
    #[inline]
    pub(crate) fn may_be_stateless(&self, number: usize, before: bool) -> bool {
        let look = self.ahead.looks.get(number);
        look.is_some_and(|look| look.is_stateless() || before && look.node != 0)
    }

    /// Whether a packet is not the first of its flow, which may be one of these. `before` says whether something is
    /// decided before connections: then the packet is noted as the first, if it is that.
    #[inline]
    pub(crate) fn recurs(&mut self, number: usize, stamp: Stamp, before: bool) -> bool {
        (before || !self.known.stateless.seen.is_empty()) && self.has_come(number, stamp, before)
    }

    #[inline(never)]
    fn has_come(&mut self, number: usize, stamp: Stamp, before: bool) -> bool {
        let Some(look) = self.ahead.looks.get(number) else {
            return false;
        };
        let stateless = &mut self.known.stateless;
        if !look.shape.is_some() || !before && look.node != 0 {
            return false;
        }
        stateless.follow(look.shape.family(), stamp);
        if look.is_stateless()
            && let Some(number) = stateless.find(look.hash, &look.tuple)
        {
            return stateless.entries[number].ways < WAYS;
        }
        let noted = stateless.noted(look.hash);
        if before && noted.is_none() {
            stateless.note(look.hash, worth(look.hash), false);
        }
        noted == Some(true) && stateless.may_look()
    }

    /// The packet in hand was dropped by a rule, and no connection is known that it is of. `stamp` says under which
    /// configuration.
    #[inline]
    pub(crate) fn see_dropped(&mut self, stamp: impl Fn(Family) -> Stamp) {
        if let Some(look) = self.ahead.in_turn()
            && look.node == 0
            && look.shape.is_some()
        {
            let family = look.shape.family();
            let stateless = &mut self.known.stateless;
            stateless.follow(family, stamp(family));
            stateless.note(look.hash, worth(look.hash), false);
        }
    }

    /// Packets of this one's flow are not worth to be looked at.
    pub(crate) fn refuse_stateless(&mut self, number: usize) {
        if let Some(look) = self.ahead.looks.get(number) {
            let hash = look.hash;
            self.known.stateless.note(hash, hash & !WORTH, true);
        }
    }

    /// Notes the way of this packet's flow, which [is one of those](Self::ways_of_tuples), what it depends on, and what
    /// answers would be.
    pub(crate) fn set_stateless(
        &mut self,
        number: usize,
        way: WayId,
        (premise, answers): (Premise, Option<Tuple>),
    ) {
        let look = self.ahead.looks.get(number);
        let Some(look) = look.filter(|look| look.shape.is_some()) else {
            return;
        };
        let stateless = &mut self.known.stateless;
        let place = stateless.ways.look(way);
        stateless.set(Entry {
            tuple: look.tuple,
            hash: look.hash,
            way,
            answers: answers.map(Box::new),
            premise,
            drops: place.is_some_and(Place::drops),
            recent: true,
            ways: 1,
        });
    }

    /// The ways of such flows, as [`ways`](Self::ways) are those of connections.
    #[inline]
    pub(crate) fn ways_of_tuples(&mut self) -> &mut Ways {
        &mut self.known.stateless.ways
    }

    /// Does with packets of a burst what was done with others of their flows, as [`replay`](Self::replay) does
    /// where there are connections. Gives how many leave, which are added to `leaving`, and how many behind
    /// those are to be dropped.
    #[inline(never)]
    pub(crate) fn replay_stateless(
        &mut self,
        rounds: &[Round<'_>; 2],
        packets: &mut [Packet],
        from: usize,
        leaving: &mut Leaving,
    ) -> (usize, usize) {
        let mut gone = Gone::default();
        let mut number = from;
        while number < packets.len() {
            self.seek(number);
            let few = number..packets.len().min(number + FEW);
            let end = few.end;
            let looks = mem::take(&mut self.ahead.looks);
            let some = &mut packets[few.clone()];
            self.replay_few(rounds, some, &looks[few], (&mut gone, &mut *leaving));
            self.ahead.looks = looks;
            number = from + gone.left + gone.dropped;
            if number < end {
                break;
            }
        }
        (gone.left, gone.dropped)
    }

    /// Does so with the next few, up to the first that is not replayed here.
    fn replay_few(
        &mut self,
        rounds: &[Round<'_>; 2],
        packets: &mut [Packet],
        looks: &[Look],
        (gone, leaving): (&mut Gone, &mut Leaving),
    ) {
        let (mut passing, mut valid) = (None, None);
        for (packet, look) in packets.iter_mut().zip(looks) {
            let shape = look.shape;
            let round = &rounds[shape.family() as usize];
            let found = self.known.stateless.find(look.hash, &look.tuple);
            let Some(number) = found.filter(|_| shape.is_some()) else {
                return;
            };
            let mut way = self.known.stateless.entries[number].way;
            if valid != Some(way) {
                way = match self.valid(number, round) {
                    Some(way) => way,
                    None => return,
                };
                valid = Some(way);
            }
            let Stateless { ways, entries, .. } = &mut self.known.stateless;
            let (entry, Some(place)) = (&mut entries[number], ways.get(way)) else {
                return;
            };
            if !place.way().terms.are_met(shape, packet) {
                return;
            }
            let taken = Taken {
                packets: 1,
                bytes: shape.len() as u64,
            };
            let first = match place.way().fate {
                Fate::Leave(_) if gone.dropped == 0 => {
                    packet.meta.ct = Ct::Untracked;
                    let answers = &Tuple::NOBODYS;
                    match place.perform(round.env.family, answers, shape, packet) {
                        Some(port) => leaving.add(port, 1, !is_plain(&packet.meta)),
                        None => return,
                    }
                    entry.recent = true;
                    gone.left += 1;
                    place.take(taken)
                }
                Fate::Drop { .. } if entry.premise == Premise::None => {
                    entry.recent = true;
                    gone.dropped += 1;
                    place.take(taken)
                }
                Fate::Drop { .. } => {
                    entry.recent = true;
                    let invalid = entry.premise == Premise::Invalid;
                    if entry.answers.is_some() && self.are_answered(number) {
                        return;
                    }
                    let passing = passing.get_or_insert_with(|| self.passing(&round.env));
                    if !self.pass(passing, &round.env, (look, packet), invalid) {
                        return;
                    }
                    gone.dropped += 1;
                    let place = self.known.stateless.ways.get(way);
                    place.is_some_and(|place| place.take(taken))
                }
                Fate::Leave(_) | Fate::Slow(_) => return,
            };
            if first {
                self.known.stateless.ways.note_pending(way);
            }
        }
    }

    /// Whether a connection may have the answers of a flow, here or in another worker's table.
    #[cold]
    fn are_answered(&self, number: usize) -> bool {
        let answers = self.known.stateless.entries[number].answers.as_deref();
        answers.is_some_and(|answers| {
            self.buckets.may_have(self.hash(answers)) || self.is_elsewhere(answers)
        })
    }

    /// The way of a flow, if it holds: under today's stamp, if nothing but routes to elsewhere have changed.
    #[inline]
    fn valid(&mut self, entry: usize, round: &Round<'_>) -> Option<WayId> {
        let Stateless { ways, entries, .. } = &self.known.stateless;
        let way = entries[entry].way;
        let holds = |place: &Place| place.is_valid(round.stamp, round.env.now, round.neighbours);
        if ways.look(way).is_some_and(holds) {
            return Some(way);
        }
        self.renew(entry, round)
    }

    #[cold]
    fn renew(&mut self, entry: usize, round: &Round<'_>) -> Option<WayId> {
        let Known {
            stateless, recent, ..
        } = &mut self.known;
        let Stateless { ways, entries, .. } = stateless;
        let entry = &mut entries[entry];
        let answers = match &entry.answers {
            Some(answers) => **answers,
            None => entry.tuple.invert()?,
        };
        let (tuples, now) = ([entry.tuple, answers], round.env.now);
        let id = renewed((ways, recent), &tuples, entry.way, round.stamp, now)?;
        entry.way = id;
        let holds = |place: &Place| place.is_valid(round.stamp, now, round.neighbours);
        ways.look(id).is_some_and(holds).then_some(id)
    }

    /// Those flows, as [`flows`](Self::flows) lists those of connections.
    pub fn stateless_flows(&self, snapshot: &Snapshot, now: Instant) -> Vec<Flow> {
        let Stateless { entries, ways, .. } = &self.known.stateless;
        let flow = |entry: &Entry| {
            Some(Flow {
                tuple: entry.tuple,
                conn: None,
                way: ways.describe(entry.way, snapshot, now)?,
            })
        };
        entries.iter().filter_map(flow).collect()
    }
}
