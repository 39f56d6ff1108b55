//! Doing to packets of connections what was done to others: looked up, tracked by the code that tracks
//! any packet, and rewritten, in one go.

use super::{
    ConnId, Conntrack, Ct, CtRef, Direction, Env, Status,
    known::{Known, noted},
    proto,
    slab::Slot,
    table::{Zones, split},
    track::State,
    transport::{Outcome, Segment, after},
    tuple::Upper,
};
use crate::{
    drop_reason::DropReason,
    flow_cache::{Shape, Stamp, WayId},
    iface::IfIndex,
    packet::Packet,
    route::Family,
    wire::{ipv4, ipv6},
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
}

/// Frames that were made of packets: the ports that they leave by, each with how many behind one another
/// do.
pub(crate) type Leaving = Vec<(IfIndex, usize)>;

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
        // The way that was found to hold last, by its number; and the frames that leave by one port.
        let mut holding = 0;
        let (mut run, mut halt) = (None, None);
        for (number, packet) in packets.iter_mut().enumerate().skip(from) {
            self.seek(number);
            let shape = self.ahead.looks.get(number).map(|look| look.shape);
            let shape = shape.unwrap_or(Shape::NONE);
            let round = &rounds[shape.family() as usize];
            match self.follow(round, (number, shape), packet, &mut holding) {
                Ok(port) => match &mut run {
                    Some((same, count)) if *same == port => *count += 1,
                    _ => leaving.extend(run.replace((port, 1))),
                },
                Err(why) => {
                    halt = Some(Halt { number, shape, why });
                    break;
                }
            }
        }
        leaving.extend(run);
        halt
    }

    /// Does so with one packet. Gives the port that it leaves by.
    #[inline(always)]
    fn follow(
        &mut self,
        round: &Round<'_>,
        (number, shape): (usize, Shape),
        packet: &mut Packet,
        holding: &mut u32,
    ) -> Result<IfIndex, Why> {
        let Some(look) = self.ahead.looks.get(number) else {
            return Err(Why::Slow);
        };
        // A connection whose last packet was the one before is forgotten in the slow path.
        if !shape.is_some() || !self.dead.is_empty() {
            return Err(Why::Slow);
        }
        let node = if self.ahead.changes == self.changes {
            look.node
        } else {
            self.buckets.find(look.hash).next().unwrap_or(0)
        };
        let (place, direction) = split(node);
        let Known { ways, numbers } = &mut self.known;
        let Some(slot) = self.slab.at_mut(place) else {
            return Err(Why::Slow);
        };
        let now = round.env.now;
        if node == 0 || *slot.conn.tuple(direction) != look.tuple || slot.conn.is_expired(now) {
            return Err(Why::Slow);
        }
        let noted = slot.ways & noted(direction) != 0;
        let number = noted.then(|| numbers.way(place, direction));
        let Some(id) = number.flatten() else {
            return Err(Why::NoWay);
        };
        let Some(way) = ways.get(id) else {
            return Err(Why::NoWay);
        };
        if *holding != id.get() {
            if !way.is_valid(round.stamp, now, round.neighbours) {
                return Err(Why::NoWay);
            }
            if !way.leads_on() {
                return Err(Why::Slow);
            }
            *holding = id.get();
        }
        if !way.is_for(shape, packet) {
            return Err(Why::NoWay);
        }
        let state = State::of(&slot.conn, direction, self.events.are_wanted());
        let segment = plain(round.env.family, shape, packet);
        let outcome = proto::packet(&round.env, &mut slot.conn, direction, &segment);
        if let Outcome::Refresh(seconds) = outcome
            && state.is_usual(slot, direction)
        {
            let before = std::mem::replace(&mut slot.conn.expires, after(now, seconds));
            // What lasts longer than it did is not looked at too late.
            if slot.conn.expires >= before || !self.wheel.is_late(slot) {
                (self.now, self.max) = (now, round.env.sysctls.max);
                packet.meta.ct = Ct::Of(CtRef {
                    id: ConnId {
                        place,
                        generation: slot.generation,
                    },
                    direction,
                    state: state.of_packet,
                    unconfirmed: false,
                });
                let answers = slot.conn.tuple(direction.other());
                let port = way.perform(round.env.family, answers, shape, packet);
                if way.take(shape) {
                    ways.note_pending(id);
                }
                return leaves(port);
            }
        }
        self.settle_and_follow(
            round,
            (place, direction),
            (state, outcome),
            (id, shape),
            packet,
        )
    }

    /// The rest of that, where more has to be done than usual.
    #[cold]
    fn settle_and_follow(
        &mut self,
        round: &Round<'_>,
        (place, direction): (u32, Direction),
        (state, outcome): (State, Outcome),
        (id, shape): (WayId, Shape),
        packet: &mut Packet,
    ) -> Result<IfIndex, Why> {
        let env = &round.env;
        (self.now, self.max) = (env.now, env.sysctls.max);
        let segment = plain(env.family, shape, packet);
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
        let same = matches!(ct, Ct::Of(_)) && slot.ways & noted(direction) != 0;
        let Some(way) = ways.get(id).filter(|_| same) else {
            packet.meta.summed |= plain(env.family, shape, packet).is_summed(env);
            return Err(Why::Changed);
        };
        let answers = slot.conn.tuple(direction.other());
        let port = way.perform(env.family, answers, shape, packet);
        if way.take(shape) {
            ways.note_pending(id);
        }
        leaves(port)
    }
}

/// Where a packet that was rewritten leaves, if there was room for its header.
#[inline]
fn leaves(port: Option<IfIndex>) -> Result<IfIndex, Why> {
    port.ok_or(Why::Dropped(DropReason::TxFailed))
}

/// A packet without options or extension headers.
#[inline]
fn plain(family: Family, shape: Shape, packet: &Packet) -> Segment<'_> {
    let offset = match family {
        Family::V4 => ipv4::HEADER_LEN,
        Family::V6 => ipv6::HEADER_LEN,
    };
    Segment {
        network: packet.network(),
        upper: Upper {
            proto: shape.proto(),
            offset,
        },
        checksum: packet.meta.checksum,
    }
}

impl State {
    /// Whether nothing follows from a packet that was taken but that the connection lasts longer.
    #[inline]
    const fn is_usual(&self, slot: &Slot, direction: Direction) -> bool {
        let status = slot.conn.status;
        let answered = matches!(direction, Direction::Original) || status.has(Status::SEEN_REPLY);
        status.0 == self.before.0
            && answered
            && !self.told
            && !status.has(Status::FIXED_TIMEOUT)
            && !slot.is(Slot::COUNTED)
    }
}
