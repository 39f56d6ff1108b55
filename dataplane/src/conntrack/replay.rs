//! Doing to packets of connections what was done to others: looked up, tracked by the code that tracks
//! any packet, and rewritten, in one go.

use std::mem;

use super::{
    Conntrack, Ct, Direction, Env, Status,
    ahead::{FEW, Look},
    icmp,
    known::{Known, noted, renewed},
    proto,
    run::{Run, Stop, Table},
    slab::Slot,
    table::{Zones, split},
    track::State,
    transport::{Outcome, Segment},
    udp::Usual,
};
use crate::{
    drop_reason::DropReason,
    flow_cache::{Fate, Place, Shape, Stamp, Taken, WayId},
    forward::{Leaving, is_plain},
    iface::IfIndex,
    packet::Packet,
};

/// What holds for the packets of a burst.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round<'a> {
    /// What tracking needs to know.
    pub(crate) env: Env<'a>,
    /// Under which configuration ways hold.
    pub(crate) stamp: Stamp,
    /// The generation of neighbours under which they do.
    pub(crate) neighbours: u64,
    /// There are rules before connections are looked for.
    pub(crate) stateless: bool,
    /// Filters or shapers look at what leaves.
    pub(crate) controlled: bool,
}

/// The packet that was not replayed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Halt {
    /// Its number.
    pub(crate) number: usize,
    /// Its shape.
    pub(crate) shape: Shape,
    /// Why.
    pub(crate) why: Why,
}

/// Why a packet was not replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It was not touched, and whatever becomes of it is of no use to later packets.
    Slow,
    /// It was not touched. A way for its flow would be welcome.
    NoWay,
    /// It was tracked, and its connection is not what it was: it needs to be decided about.
    Changed,
    /// It ends.
    Dropped(DropReason),
}

impl Conntrack {
    /// Does so with packets of a burst that were [looked at](Self::look_ahead), from number `from` on, as
    /// long as they are of connections that have ways for them. `rounds` are those of the two families.
    /// What `packets` become is added to `leaving`.
    pub(crate) fn replay(
        &mut self,
        rounds: &[Round<'_>; 2],
        packets: &mut [Packet],
        from: usize,
        leaving: &mut Leaving,
    ) -> Option<Halt> {
        if self.ahead.looks.len() < packets.len() {
            // Nobody has looked at them.
            return Some(Halt {
                number: from,
                shape: Shape::NONE,
                why: Why::Slow,
            });
        }
        let (mut number, end) = (from, packets.len());
        let mut halt = None;
        while number < end && halt.is_none() {
            self.seek(number);
            let few = number..end.min(number + FEW);
            let looks = mem::take(&mut self.ahead.looks);
            let round = &rounds[looks[number].shape.family() as usize];
            let (count, why) = self.follow(round, &mut packets[few.clone()], &looks[few], leaving);
            number += count;
            halt = why.map(|why| Halt {
                number,
                shape: looks[number].shape,
                why,
            });
            self.ahead.looks = looks;
        }
        if !leaving.is_empty() {
            (self.now, self.max) = (rounds[0].env.now, rounds[0].env.sysctls.max);
        }
        halt
    }

    /// Does so with the first few packets that go one way. Gives how many those are, and why the next one is not
    /// replayed.
    fn follow(
        &mut self,
        round: &Round<'_>,
        packets: &mut [Packet],
        looks: &[Look],
        leaving: &mut Leaving,
    ) -> (usize, Option<Why>) {
        // A connection whose last packet was the one before is forgotten in the slow path.
        let first = looks.first().filter(|look| look.shape.is_some());
        let Some(first) = first.filter(|_| self.dead.is_empty()) else {
            return (0, Some(Why::Slow));
        };
        let env = &round.env;
        let Known {
            ways,
            numbers,
            recent,
            ..
        } = &mut self.known;
        let mut table = Table {
            slab: &mut self.slab,
            buckets: &self.buckets,
            ways: numbers.all(),
            fresh: self.ahead.changes == self.changes,
        };
        let (slot, node, mut id) = match table.find::<true>(first, env) {
            Ok(found) => found,
            Err(why) => return (0, Some(why)),
        };
        let holds = |way: &Place| way.is_valid(round.stamp, env.now, round.neighbours);
        if !ways.look(id).is_some_and(holds) {
            let renewed = renewed((ways, recent), &slot.conn.tuples, id, round.stamp, env.now);
            match renewed.filter(|id| ways.look(*id).is_some_and(holds)) {
                Some(renewed) => id = renewed,
                None => return (0, Some(Why::NoWay)),
            }
            table.note(node, id);
        }
        let Some(place) = ways.get(id) else {
            return (0, Some(Why::NoWay));
        };
        let (terms, fate, pending) = place.parts();
        let act = match fate {
            Fate::Leave(act) => Some(act),
            Fate::Drop { .. } if !terms.are_met(first.shape, &packets[0]) => {
                return (0, Some(Why::NoWay));
            }
            Fate::Drop { .. } => None,
            Fate::Slow(_) => return (0, Some(Why::Slow)),
        };
        let mut count = 0;
        let mut stop = Stop::Odd(None);
        // Most frames come with a header as long as the one that they leave with, and nobody wants to know.
        if let Some(act) = act
            && let Some(header) = act.header.ethernet()
            && !self.events.are_wanted()
        {
            let run = Run {
                env,
                usual: Usual::of(env),
                id,
                terms,
                act,
                header,
                controlled: round.controlled,
            };
            let gone = run.carry(&mut table, packets, looks);
            stop = gone.stop;
            count = gone.taken.packets as usize;
            if count > 0 {
                leaving.add(act.port, count, gone.odd);
                if pending.add(gone.taken) {
                    ways.note_pending(id);
                }
            }
        }
        let tracked = match stop {
            Stop::End => return (count, None),
            Stop::Halt(why) => return (count, Some(why)),
            Stop::Odd(tracked) => tracked,
        };
        let (Some(packet), Some(look)) = (packets.get_mut(count), looks.get(count)) else {
            return (count, None);
        };
        let node = match table.find::<true>(look, env) {
            Ok((_, node, _)) => node,
            Err(why) => return (count, Some(why)),
        };
        match self.follow_otherwise(round, (node, tracked), (id, look.shape), packet) {
            Ok(port) => {
                leaving.add(port, 1, !is_plain(&packet.meta));
                (count + 1, None)
            }
            Err(why) => (count, Some(why)),
        }
    }

    /// The rest of that where more has to be done than usual: a header of another length goes in front, say.
    /// `tracked` is what tracking says, if it was asked. Gives the port that the packet leaves by.
    #[cold]
    fn follow_otherwise(
        &mut self,
        round: &Round<'_>,
        (node, tracked): (u32, Option<(State, Outcome)>),
        (id, shape): (WayId, Shape),
        packet: &mut Packet,
    ) -> Result<IfIndex, Why> {
        let (place, direction) = split(node);
        let env = &round.env;
        (self.now, self.max) = (env.now, env.sysctls.max);
        let segment = Segment::plain(
            shape.family(),
            shape.proto(),
            packet.network(),
            packet.meta.checksum,
        );
        let (state, outcome) = match tracked {
            Some(tracked) => tracked,
            None if !icmp::is_sound(env, &segment) => return Err(Why::Slow),
            None => {
                let told = self.events.are_wanted();
                let conn = &mut self.slab[place].conn;
                let state = State::of(conn, direction, told);
                (state, proto::packet(env, conn, direction, &segment))
            }
        };
        let summed = segment.is_summed(env);
        let ct = match self.settle(env, (place, direction), (state, outcome), &segment) {
            Some(ct) => ct,
            None => match self.resolve(env, Zones::default(), &segment) {
                Ok(ct) => ct,
                Err(reason) => return Err(Why::Dropped(reason)),
            },
        };
        packet.meta.ct = ct;
        let Known { ways, .. } = &mut self.known;
        let slot = &self.slab[place];
        // What is wrong with it is told where it is looked at whole.
        let same = matches!(ct, Ct::Of(_))
            && slot.ways & noted(direction) != 0
            && self.complaints.is_empty();
        let Some(way) = ways.get(id).filter(|_| same) else {
            packet.meta.summed |= summed;
            return Err(Why::Changed);
        };
        let answers = slot.conn.tuple(direction.other());
        let drops = way.drops();
        let port = way.perform(env.family, answers, shape, packet);
        let taken = Taken {
            packets: 1,
            bytes: shape.len() as u64,
        };
        if way.take(taken) {
            ways.note_pending(id);
        }
        port.ok_or(Why::Dropped(if drops {
            DropReason::NetfilterDrop
        } else {
            DropReason::TxFailed
        }))
    }
}

impl State {
    /// Whether nothing follows from a packet that was taken but that the connection lasts longer.
    #[inline]
    pub(super) const fn is_usual(&self, slot: &Slot, direction: Direction) -> bool {
        let status = slot.conn.status;
        let answered = matches!(direction, Direction::Original) || status.has(Status::SEEN_REPLY);
        status.0 == self.before.0
            && answered
            && !self.told
            && !status.has(Status::FIXED_TIMEOUT)
            && !slot.is(Slot::COUNTED)
    }
}
