//! Flows that are decided about before a connection is looked for: a rule of the table raw drops their packets, or
//! has them not tracked. Their [ways](crate::flow_cache) are found by the packets' tuples.
//!
//! The hash is the table's own: who does not know its key can't choose tuples that share a bucket. A flow is
//! looked at when its second packet comes: one of which there is never a second would only drive others out.

use super::{Conntrack, Tuple, buckets::Buckets, known::Known, replay::Round};
use crate::{
    conntrack::Ct,
    flow_cache::{Fate, Flow, Stamp, Taken, WayId},
    forward::{Leaving, is_plain},
    packet::Packet,
    route::Family,
    snapshot::Snapshot,
    time::Instant,
};

/// Flows at most.
const FLOWS: usize = 1 << 16;
/// Sets of places for what was seen once.
const SEEN: usize = 1 << 14;

/// A flow.
#[derive(Clone, Debug)]
struct Entry {
    tuple: Tuple,
    hash: u32,
    way: WayId,
    /// A packet came since the hand did.
    recent: bool,
}

/// The flows.
#[derive(Debug, Default)]
pub(super) struct Stateless {
    /// Numbers of entries, from 1 on, by hash.
    buckets: Buckets,
    entries: Vec<Entry>,
    /// The entry that is looked at next for one that can go.
    hand: usize,
    /// Hashes of flows of which a packet was seen, or their complements if they are not to be looked at again. The newest
    /// of a set come first.
    seen: Vec<[u32; 4]>,
    /// The configurations of the two families under which they were.
    stamps: [Stamp; 2],
}

impl Stateless {
    /// The number of the flow with this tuple.
    #[inline]
    fn find(&self, hash: u32, tuple: &Tuple) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let numbers = self.buckets.find(hash).map(|node| node as usize - 1);
        let mut numbers = numbers.filter(|number| self.entries[*number].tuple == *tuple);
        numbers.next()
    }

    /// Whether it is known that a flow is one of these, or likely: so much less is to be fetched.
    #[inline]
    pub(super) fn may_have(&self, hash: u32) -> bool {
        !self.entries.is_empty() && self.buckets.first(hash) != 0
    }

    fn set(&mut self, tuple: Tuple, hash: u32, way: WayId) {
        if let Some(number) = self.find(hash, &tuple) {
            self.entries[number].way = way;
            return;
        }
        let entry = Entry {
            tuple,
            hash,
            way,
            recent: true,
        };
        if self.entries.len() < FLOWS {
            self.entries.push(entry);
            self.buckets.insert(hash, self.entries.len() as u32);
            return;
        }
        while std::mem::take(&mut self.entries[self.hand].recent) {
            self.hand = (self.hand + 1) % FLOWS;
        }
        let number = self.hand as u32 + 1;
        let old = std::mem::replace(&mut self.entries[self.hand], entry);
        self.buckets.remove(old.hash, number);
        self.buckets.insert(hash, number);
        self.hand = (self.hand + 1) % FLOWS;
    }

    /// What was seen under another configuration of this family counts no more.
    fn follow(&mut self, family: Family, stamp: Stamp) {
        let last = &mut self.stamps[family as usize];
        if *last != stamp {
            *last = stamp;
            self.seen.clear();
        }
    }

    /// What is noted of packets with this hash, from now on at least that one was seen.
    fn seen(&mut self, hash: u32) -> (&mut u32, bool) {
        if self.seen.is_empty() {
            self.seen.resize(SEEN, [0; 4]);
        }
        let set = &mut self.seen[hash as usize % SEEN];
        let known = set.iter().position(|one| *one == hash || *one == !hash);
        if known.is_none() {
            set.rotate_right(1);
            set[0] = hash;
        }
        (&mut set[known.unwrap_or(0)], known.is_some())
    }
}

impl Conntrack {
    /// Whether a packet, with this number of those that were [looked at](Self::look_ahead), is not the first of
    /// its flow, which may be one of these.
    pub(crate) fn recurs(&mut self, number: usize, stamp: Stamp) -> bool {
        let Some(look) = self
            .ahead
            .looks
            .get(number)
            .filter(|look| look.shape.is_some())
        else {
            return false;
        };
        let stateless = &mut self.known.stateless;
        stateless.follow(look.shape.family(), stamp);
        let (seen, recurs) = stateless.seen(look.hash);
        recurs && *seen == look.hash
    }

    /// Packets of this one's flow are not worth to be looked at.
    pub(crate) fn refuse_stateless(&mut self, number: usize) {
        if let Some(look) = self.ahead.looks.get(number) {
            *self.known.stateless.seen(look.hash).0 = !look.hash;
        }
    }

    /// Notes the way of this packet's flow.
    pub(crate) fn set_stateless(&mut self, number: usize, way: WayId) {
        if let Some(look) = self
            .ahead
            .looks
            .get(number)
            .filter(|look| look.shape.is_some())
        {
            self.known.stateless.set(look.tuple, look.hash, way);
        }
    }

    /// Does with packets of a burst what was done with others of their flows, as [`replay`](Self::replay) does
    /// where there are connections. Gives how many leave, which are added to `leaving`, and how many behind
    /// those are to be dropped.
    pub(crate) fn replay_stateless(
        &mut self,
        rounds: &[Round<'_>; 2],
        packets: &mut [Packet],
        from: usize,
        leaving: &mut Leaving,
    ) -> (usize, usize) {
        let (mut left, mut dropped) = (0, 0);
        for (number, packet) in packets.iter_mut().enumerate().skip(from) {
            self.seek(number);
            let Some(look) = self.ahead.looks.get(number) else {
                break;
            };
            let shape = look.shape;
            let round = &rounds[shape.family() as usize];
            let Known {
                ways, stateless, ..
            } = &mut self.known;
            let entry = match stateless.find(look.hash, &look.tuple) {
                Some(entry) if shape.is_some() => &mut stateless.entries[entry],
                Some(_) | None => break,
            };
            let Some(way) = ways.get(entry.way) else {
                break;
            };
            if !way.is_valid(round.stamp, round.env.now, round.neighbours) {
                break;
            }
            let (terms, fate, _) = way.parts();
            if !terms.are_met(shape, packet) {
                break;
            }
            match fate {
                Fate::Leave(_) if dropped == 0 => {
                    packet.meta.ct = Ct::Untracked;
                    let answers = &Tuple::NOBODYS;
                    match way.perform(round.env.family, answers, shape, packet) {
                        Some(port) => leaving.add(port, 1, !is_plain(&packet.meta)),
                        None => break,
                    }
                    left += 1;
                }
                Fate::Drop { .. } => dropped += 1,
                Fate::Leave(_) | Fate::Slow(_) => break,
            }
            entry.recent = true;
            let taken = Taken {
                packets: 1,
                bytes: shape.len() as u64,
            };
            if way.take(taken) {
                ways.note_pending(entry.way);
            }
        }
        (left, dropped)
    }

    /// Those flows, as [`flows`](Self::flows) lists those of connections.
    pub fn stateless_flows(&self, snapshot: &Snapshot, now: Instant) -> Vec<Flow> {
        let Known {
            ways, stateless, ..
        } = &self.known;
        let flow = |entry: &Entry| {
            Some(Flow {
                tuple: entry.tuple,
                conn: None,
                way: ways.describe(entry.way, snapshot, now)?,
            })
        };
        stateless.entries.iter().filter_map(flow).collect()
    }
}
