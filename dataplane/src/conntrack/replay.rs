//! Doing to a packet of a connection what was done to another one: looked up, tracked by the code that tracks
//! any packet, and rewritten, in one go.

use super::{
    Conntrack, Ct, Direction, Env, Status,
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

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replayed {
    /// It is a frame, ready to leave by this port.
    Leaves(IfIndex),
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
    /// Does so with the packet of this number, of those that were [looked at](Self::look_ahead), if it
    /// is of a connection that has a way for it.
    #[inline]
    pub(crate) fn replay(
        &mut self,
        round: &Round<'_>,
        number: usize,
        shape: Shape,
        packet: &mut Packet,
    ) -> Replayed {
        let Some(ahead) = self.ahead.packet(number) else {
            return Replayed::Slow;
        };
        let node = if self.ahead.changes == self.changes {
            ahead.node
        } else {
            self.buckets.find(ahead.hash).next().unwrap_or(0)
        };
        // A connection whose last packet was the one before is forgotten in the slow path.
        if node == 0 || !self.dead.is_empty() {
            return Replayed::Slow;
        }
        let (place, direction) = split(node);
        let Known { ways, numbers } = &mut self.known;
        let slot = &mut self.slab[place];
        // Of one that talks to itself, packets could go either way.
        let is_it = *slot.conn.tuple(direction) == ahead.tuple
            && !slot.conn.is_expired(round.env.now)
            && slot.hash[0] != slot.hash[1];
        if !is_it {
            return Replayed::Slow;
        }
        let way = if slot.ways & noted(direction) == 0 {
            None
        } else {
            numbers.way(place, direction)
        };
        let Some((id, way)) = way.and_then(|id| Some((id, ways.get(id)?))) else {
            return Replayed::NoWay;
        };
        if !way.is_valid(round.stamp, round.env.now, round.neighbours) {
            return Replayed::NoWay;
        }
        if !way.leads_on() {
            return Replayed::Slow;
        }
        if !way.is_for(shape, packet) {
            return Replayed::NoWay;
        }
        let state = State::of(&slot.conn, direction, self.events.are_wanted());
        let segment = plain(round.env.family, shape, packet);
        let outcome = proto::packet(&round.env, &mut slot.conn, direction, &segment);
        if let Outcome::Refresh(seconds) = outcome
            && state.is_usual(slot, direction)
        {
            slot.conn.expires = after(round.env.now, seconds);
            if !self.wheel.is_late(slot) {
                (self.now, self.max) = (round.env.now, round.env.sysctls.max);
                packet.meta.ct = Ct::Of(slot.reference(place, direction, state.of_packet));
                let answers = slot.conn.tuple(direction.other());
                let port = way.perform(round.env.family, answers, shape, packet);
                if way.take(shape) {
                    ways.note_pending(id);
                }
                return leaves(port);
            }
        }
        self.settle_and_replay(
            round,
            (place, direction),
            (state, outcome),
            (id, shape),
            packet,
        )
    }

    /// The rest of that, where more has to be done than usual.
    fn settle_and_replay(
        &mut self,
        round: &Round<'_>,
        (place, direction): (u32, Direction),
        (state, outcome): (State, Outcome),
        (id, shape): (WayId, Shape),
        packet: &mut Packet,
    ) -> Replayed {
        let env = &round.env;
        (self.now, self.max) = (env.now, env.sysctls.max);
        let segment = plain(env.family, shape, packet);
        let ct = match self.settle(env, (place, direction), (state, outcome), &segment) {
            Some(ct) => ct,
            None => match self.resolve(env, Zones::default(), &segment) {
                Ok(ct) => ct,
                Err(reason) => return Replayed::Dropped(reason),
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
            packet.meta.summed |= plain(env.family, shape, packet).is_summed(env);
            return Replayed::Changed;
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
fn leaves(port: Option<IfIndex>) -> Replayed {
    port.map_or(Replayed::Dropped(DropReason::TxFailed), Replayed::Leaves)
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
        ack_shift: 0,
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
