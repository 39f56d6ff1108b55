//! Packets behind one another that go one way: the loop that most packets are in.
//!
//! It is compiled for each family and protocol of its own, and knows nothing but what is usual: the connection
//! lasts longer, and nothing else follows from the packet. With any other one it ends, before it has changed
//! anything.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::{
    Ct, Direction, Env,
    ahead::Look,
    buckets::Buckets,
    known::noted,
    replay::Why,
    slab::{Slab, Slot},
    table::split,
    tcp,
    track::State,
    transport::{Outcome, Segment, after},
    udp::{self, Usual},
};
use crate::{
    flow_cache::{Act, Taken, Terms, WINDOW4, WINDOW6, WayId},
    forward::is_plain,
    packet::Packet,
    route::Family,
    wire::{ethernet, ipv4::protocol},
};

const LINK: usize = ethernet::HEADER_LEN;

/// Where connections and their ways are.
pub(super) struct Table<'t> {
    pub(super) slab: &'t mut Slab,
    pub(super) buckets: &'t Buckets,
    /// Ways by node.
    pub(super) ways: &'t [AtomicU32],
    /// The connections are those that were looked for.
    pub(super) fresh: bool,
}

impl Table<'_> {
    /// The connection of a packet, its node and the way that is noted.
    #[inline(always)]
    pub(super) fn find<const V6: bool>(
        &mut self,
        look: &Look,
        env: &Env<'_>,
    ) -> Result<(&mut Slot, u32, WayId), Why> {
        let node = if self.fresh {
            look.node
        } else {
            self.buckets.first(look.hash)
        };
        let (place, direction) = split(node);
        let Some(slot) = self.slab.at_mut(place) else {
            return Err(Why::Slow);
        };
        // Nobody lives at place 0, and packets without a shape are of nobody.
        if !slot.conn.tuple(direction).is::<V6>(&look.tuple) || slot.conn.is_expired(env.now) {
            return Err(Why::Slow);
        }
        if slot.ways & noted(direction) == 0 {
            return Err(Why::NoWay);
        }
        match self
            .ways
            .get(node as usize)
            .and_then(|way| WayId::new(way.load(Relaxed)))
        {
            Some(way) => Ok((slot, node, way)),
            None => Err(Why::NoWay),
        }
    }

    /// Notes another way by a node.
    pub(super) fn note(&self, node: u32, way: WayId) {
        if let Some(number) = self.ways.get(node as usize) {
            number.store(way.get(), Relaxed);
        }
    }
}

/// A way, and what is the same for all packets that go it.
pub(super) struct Run<'r> {
    pub(super) env: &'r Env<'r>,
    pub(super) usual: Usual,
    pub(super) id: WayId,
    pub(super) terms: &'r Terms,
    pub(super) act: &'r Act,
    /// What is put in front: it is as long as what most packets come with.
    pub(super) header: &'r [u8; LINK],
    /// Whoever sends them looks at connections.
    pub(super) controlled: bool,
}

/// Why a run ends.
pub(super) enum Stop {
    /// The next one goes another way, or there is none.
    End,
    /// The next one is not replayed.
    Halt(Why),
    /// More has to be done with the next one than usual; tracking has said this of it, if it was asked.
    Odd(Option<(State, Outcome)>),
}

/// Packets that went.
pub(super) struct Gone {
    pub(super) taken: Taken,
    /// There is one among them that not every port takes.
    pub(super) odd: bool,
    /// What comes behind them.
    pub(super) stop: Stop,
}

impl Run<'_> {
    /// Does with packets what is done with those that go this way, as far as they do.
    pub(super) fn carry(
        &self,
        table: &mut Table<'_>,
        packets: &mut [Packet],
        looks: &[Look],
    ) -> Gone {
        match looks.first().map(|look| look.shape) {
            Some(shape) if shape.is_ipv6() => match shape.proto() {
                protocol::UDP => self.carry_all::<true, false>(table, packets, looks),
                _ => self.carry_all::<true, true>(table, packets, looks),
            },
            Some(shape) if shape.proto() == protocol::UDP => {
                self.carry_all::<false, false>(table, packets, looks)
            }
            Some(_) | None => self.carry_all::<false, true>(table, packets, looks),
        }
    }

    /// The same with packets of one family and protocol.
    #[inline(never)]
    fn carry_all<const V6: bool, const TCP: bool>(
        &self,
        table: &mut Table<'_>,
        packets: &mut [Packet],
        looks: &[Look],
    ) -> Gone {
        let family = if V6 { Family::V6 } else { Family::V4 };
        let proto = if TCP { protocol::TCP } else { protocol::UDP };
        let window = if V6 { WINDOW6 } else { WINDOW4 };
        let (mut bytes, mut odd) = (0, false);
        let mut stop = Stop::End;
        let mut rest = looks.iter();
        for packet in packets {
            let Some(look) = rest.as_slice().first() else {
                break;
            };
            let shape = look.shape;
            if !shape.is_of(family, proto) {
                break;
            }
            let (slot, node) = match table.find::<V6>(look, self.env) {
                Ok((slot, node, way)) if way.get() == self.id.get() => (slot, node),
                Ok(_) => break,
                Err(why) => {
                    stop = Stop::Halt(why);
                    break;
                }
            };
            if !self.terms.are_met(shape, packet) {
                stop = Stop::Halt(Why::NoWay);
                break;
            }
            let (place, direction) = split(node);
            let Packet { buf, meta } = packet;
            let room = buf.spare_mut().split_first_chunk_mut::<LINK>();
            let room = room.filter(|_| usize::from(meta.l3) == LINK);
            let room = room.filter(|(_, network)| network.len() >= window.max(shape.len()));
            let Some((link, network)) = room else {
                stop = Stop::Odd(None);
                break;
            };
            let whole = &network[..shape.len()];
            let mut tracked = None;
            let expires = if TCP {
                let segment = Segment::plain(family, proto, whole, meta.checksum);
                let (state, outcome) = track_tcp(self.env, slot, direction, &segment);
                tracked = Some((state, outcome));
                match outcome {
                    Outcome::Refresh(seconds) if state.is_usual(slot, direction) => {
                        Some(after(self.env.now, seconds))
                    }
                    Outcome::Refresh(_)
                    | Outcome::Pass(_)
                    | Outcome::Invalid { .. }
                    | Outcome::Kill
                    | Outcome::Reopen => None,
                }
            } else if slot.is(Slot::COUNTED) {
                None
            } else {
                let datagram = (whole, family);
                udp::usual(&self.usual, &slot.conn, direction, datagram, meta.checksum)
            };
            // What lasts longer than it did is not looked at too late.
            let Some(expires) = expires.filter(|expires| *expires >= slot.conn.expires) else {
                stop = Stop::Odd(tracked);
                break;
            };
            slot.conn.expires = expires;
            let answers = slot.conn.tuple(direction.other());
            if V6 {
                if let Some(head) = network.first_chunk_mut() {
                    self.act.rewrite6(head, proto, answers, meta.checksum);
                }
            } else if let Some(head) = network.first_chunk_mut() {
                self.act.rewrite4(head, proto, answers, meta.checksum);
            }
            *link = *self.header;
            (meta.mark, meta.priority) = (self.act.mark, self.act.priority);
            if self.controlled {
                let state = State::of(&slot.conn, direction, false);
                meta.ct = Ct::Of(slot.reference(place, direction, state.of_packet));
            }
            bytes += shape.len() as u64;
            odd |= !is_plain(meta);
            rest.next();
        }
        let packets = (looks.len() - rest.len()) as u64;
        Gone {
            taken: Taken { packets, bytes },
            odd,
            stop,
        }
    }
}

/// What tracking says of a TCP segment.
#[inline(never)]
fn track_tcp(
    env: &Env<'_>,
    slot: &mut Slot,
    direction: Direction,
    segment: &Segment<'_>,
) -> (State, Outcome) {
    let state = State::of(&slot.conn, direction, false);
    (state, tcp::packet(env, &mut slot.conn, direction, segment))
}
