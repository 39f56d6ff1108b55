//! Doing to packets of connections what was done to others: looked up, tracked by the code that tracks
//! any packet, and rewritten, in one go.

use std::mem;

use super::{
    Conntrack, Ct, Direction, Env, Status,
    ahead::{FEW, Look},
    known::{Known, noted},
    proto,
    slab::Slot,
    table::{Zones, split},
    tcp,
    track::State,
    transport::{Outcome, Segment, after},
    tuple::Upper,
    udp,
};
use crate::{
    drop_reason::DropReason,
    flow_cache::{Place, Shape, Stamp, WINDOW4, WINDOW6, WayId},
    forward::Leaving,
    iface::IfIndex,
    packet::{Checksum, Packet},
    route::Family,
    wire::{
        ethernet,
        ipv4::{self, protocol},
        ipv6,
    },
};

const LINK: usize = ethernet::HEADER_LEN;

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
        // The way that was found to hold last, by its number.
        let (mut holding, mut halt) = (0, None);
        let (mut number, end) = (from, packets.len());
        while number < end && halt.is_none() {
            self.seek(number);
            let few = number..end.min(number + FEW);
            let looks = mem::take(&mut self.ahead.looks);
            for (packet, look) in packets[few.clone()].iter_mut().zip(&looks[few]) {
                let followed = match look.shape.family() {
                    Family::V4 => self.follow::<false>(&rounds[0], look, packet, &mut holding),
                    Family::V6 => self.follow::<true>(&rounds[1], look, packet, &mut holding),
                };
                match followed {
                    Ok(port) => leaving.add(port, &packet.meta),
                    Err(why) => {
                        halt = Some(Halt {
                            number,
                            shape: look.shape,
                            why,
                        });
                        break;
                    }
                }
                number += 1;
            }
            self.ahead.looks = looks;
        }
        if !leaving.is_empty() {
            (self.now, self.max) = (rounds[0].env.now, rounds[0].env.sysctls.max);
        }
        halt
    }

    /// Does so with one packet, of IPv6 if `V6`. Gives the port that it leaves by.
    #[inline(always)]
    fn follow<const V6: bool>(
        &mut self,
        round: &Round<'_>,
        look: &Look,
        packet: &mut Packet,
        holding: &mut u32,
    ) -> Result<IfIndex, Why> {
        let shape = look.shape;
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
        let known = &mut self.known;
        let Some(slot) = self.slab.at_mut(place) else {
            return Err(Why::Slow);
        };
        let now = round.env.now;
        if node == 0 || *slot.conn.tuple(direction) != look.tuple || slot.conn.is_expired(now) {
            return Err(Why::Slow);
        }
        let noted = slot.ways & noted(direction) != 0;
        let number = noted.then(|| known.numbers.way(place, direction));
        let Some(mut id) = number.flatten() else {
            return Err(Why::NoWay);
        };
        let holds = |way: &Place| way.is_valid(round.stamp, now, round.neighbours);
        if *holding != id.get() && !known.ways.look(id).is_some_and(holds) {
            let packets = (place, direction);
            id = match known.renew(packets, &slot.conn, id, round.stamp, now) {
                Some(renewed) if known.ways.look(renewed).is_some_and(holds) => renewed,
                Some(_) | None => return Err(Why::NoWay),
            };
        }
        let Some(way) = known.ways.get(id) else {
            return Err(Why::NoWay);
        };
        let Some(act) = way.act() else {
            return Err(Why::Slow);
        };
        *holding = id.get();
        if !way.is_for(shape, packet) {
            return Err(Why::NoWay);
        }
        let Packet { buf, meta } = packet;
        let (family, window) = match V6 {
            false => (Family::V4, WINDOW4),
            true => (Family::V6, WINDOW6),
        };
        // Most frames come with a header as long as the one that they leave with, and nobody wants to know.
        let room = match usize::from(meta.l3) {
            LINK if !self.events.are_wanted() => buf.spare_mut().split_first_chunk_mut::<LINK>(),
            _ => None,
        };
        let (Some((link, network)), Some(header)) = (room, act.header.ethernet()) else {
            return self.follow_otherwise(round, (place, direction), None, (id, shape), packet);
        };
        let (Some(bytes), true) = (network.get(..shape.len()), network.len() >= window) else {
            return self.follow_otherwise(round, (place, direction), None, (id, shape), packet);
        };
        let state = State::of(&slot.conn, direction, false);
        let (env, conn) = (&round.env, &mut slot.conn);
        let outcome = if shape.proto() == protocol::UDP {
            let segment = segment(family, protocol::UDP, bytes, meta.checksum);
            udp::packet(env, conn, &segment)
        } else {
            let segment = segment(family, protocol::TCP, bytes, meta.checksum);
            tcp::packet(env, conn, direction, &segment)
        };
        if let Outcome::Refresh(seconds) = outcome
            && state.is_usual(slot, direction)
        {
            let before = mem::replace(&mut slot.conn.expires, after(now, seconds));
            // What lasts longer than it did is not looked at too late.
            if slot.conn.expires >= before || !self.wheel.is_late(slot) {
                meta.ct = Ct::Of(slot.reference(place, direction, state.of_packet));
                let answers = slot.conn.tuple(direction.other());
                let (proto, checksum) = (shape.proto(), meta.checksum);
                if V6 {
                    if let Some(head) = network.first_chunk_mut() {
                        act.rewrite6(head, proto, answers, checksum);
                    }
                } else if let Some(head) = network.first_chunk_mut() {
                    act.rewrite4(head, proto, answers, checksum);
                }
                *link = *header;
                (meta.mark, meta.priority) = (act.mark, act.priority);
                let port = act.port;
                if way.take(shape) {
                    known.ways.note_pending(id);
                }
                return Ok(port);
            }
        }
        let tracked = Some((state, outcome));
        self.follow_otherwise(round, (place, direction), tracked, (id, shape), packet)
    }

    /// The rest of that where more has to be done than usual: a header of another length goes in front, say.
    /// `tracked` is what tracking says, if it was asked.
    #[cold]
    fn follow_otherwise(
        &mut self,
        round: &Round<'_>,
        (place, direction): (u32, Direction),
        tracked: Option<(State, Outcome)>,
        (id, shape): (WayId, Shape),
        packet: &mut Packet,
    ) -> Result<IfIndex, Why> {
        let env = &round.env;
        (self.now, self.max) = (env.now, env.sysctls.max);
        let segment = segment(
            shape.family(),
            shape.proto(),
            packet.network(),
            packet.meta.checksum,
        );
        let (state, outcome) = match tracked {
            Some(tracked) => tracked,
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
        let port = way.perform(env.family, answers, shape, packet);
        if way.take(shape) {
            ways.note_pending(id);
        }
        port.ok_or(Why::Dropped(DropReason::TxFailed))
    }
}

/// A packet without options or extension headers, from the network header on.
#[inline(always)]
fn segment(family: Family, proto: u8, network: &[u8], checksum: Checksum) -> Segment<'_> {
    let offset = match family {
        Family::V4 => ipv4::HEADER_LEN,
        Family::V6 => ipv6::HEADER_LEN,
    };
    Segment {
        network,
        upper: Upper { proto, offset },
        checksum,
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
