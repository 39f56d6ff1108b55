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
    icmp,
    known::noted,
    replay::Why,
    slab::{Slab, Slot},
    table::split,
    tcp,
    track::State,
    transport::{Outcome, Segment, after},
    udp::{Usual, sums_up, usual},
};
use crate::{
    flow_cache::{Act, Taken, Terms, WINDOW4, WINDOW6, WayId},
    forward::is_plain,
    packet::{Checksum, Packet},
    route::Family,
    wire::{
        ethernet,
        ipv4::{self, protocol},
        ipv6, udp,
    },
};

const LINK: usize = ethernet::HEADER_LEN;

const TCP: u8 = protocol::TCP;
const UDP: u8 = protocol::UDP;
const ICMP: u8 = protocol::ICMP;
const ICMPV6: u8 = protocol::ICMPV6;

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
        const HEAD4: usize = LINK + WINDOW4;
        const HEAD6: usize = LINK + WINDOW6;
        let first = looks.first().map(|look| look.shape);
        match first.map(|shape| (shape.is_ipv6(), shape.proto())) {
            Some((false, UDP)) => self.carry_all::<false, UDP, HEAD4>(table, packets, looks),
            Some((false, TCP)) => self.carry_all::<false, TCP, HEAD4>(table, packets, looks),
            Some((true, UDP)) => self.carry_all::<true, UDP, HEAD6>(table, packets, looks),
            Some((true, TCP)) => self.carry_all::<true, TCP, HEAD6>(table, packets, looks),
            Some((true, _)) => self.carry_all::<true, ICMPV6, HEAD6>(table, packets, looks),
            Some((false, _)) | None => self.carry_all::<false, ICMP, HEAD4>(table, packets, looks),
        }
    }

    /// The same with packets of one family and protocol, of which the first `HEAD` bytes of the frame are looked
    /// at.
    #[inline(never)]
    fn carry_all<const V6: bool, const PROTO: u8, const HEAD: usize>(
        &self,
        table: &mut Table<'_>,
        packets: &mut [Packet],
        looks: &[Look],
    ) -> Gone {
        let (mut taken, mut odd) = (Taken::default(), false);
        let mut stop = Stop::End;
        for (packet, look) in packets.iter_mut().zip(looks) {
            match self.carry_one::<V6, PROTO, HEAD>(table, packet, look) {
                Ok(()) => {
                    taken.packets += 1;
                    taken.bytes += look.shape.len() as u64;
                    odd |= !is_plain(&packet.meta);
                }
                Err(why) => {
                    stop = why;
                    break;
                }
            }
        }
        Gone { taken, odd, stop }
    }

    /// The same with one packet.
    #[inline(always)]
    fn carry_one<const V6: bool, const PROTO: u8, const HEAD: usize>(
        &self,
        table: &mut Table<'_>,
        packet: &mut Packet,
        look: &Look,
    ) -> Result<(), Stop> {
        let (family, l4) = if V6 {
            (Family::V6, ipv6::HEADER_LEN)
        } else {
            (Family::V4, ipv4::HEADER_LEN)
        };
        let shape = look.shape;
        if !shape.is_of(family, PROTO) {
            return Err(Stop::End);
        }
        let (slot, node, way) = table.find::<V6>(look, self.env).map_err(Stop::Halt)?;
        if way.get() != self.id.get() {
            return Err(Stop::End);
        }
        if !self.terms.are_met(shape, packet) {
            return Err(Stop::Halt(Why::NoWay));
        }
        let (place, direction) = split(node);
        if usize::from(packet.meta.l3) != LINK {
            return Err(Stop::Odd(None));
        }
        let mut tracked = None;
        let expires = if PROTO != UDP {
            let segment = Segment::plain(family, PROTO, packet.network(), packet.meta.checksum);
            let (state, outcome) = if PROTO == TCP {
                track_tcp(self.env, slot, direction, &segment)
            } else {
                // What is wrong with it is looked at in the slow path.
                track_query(self.env, slot, direction, &segment).ok_or(Stop::Halt(Why::Slow))?
            };
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
        } else {
            let Some(head) = packet.buf.head_mut::<HEAD>() else {
                return Err(Stop::Odd(None));
            };
            let mut header = [0; udp::HEADER_LEN];
            header.copy_from_slice(&head[LINK + l4..][..udp::HEADER_LEN]);
            let unknown = self.usual.summed && matches!(packet.meta.checksum, Checksum::Unverified);
            if slot.is(Slot::COUNTED)
                || unknown && header[6..] != [0, 0] && !sums_up(packet.network(), family)
            {
                return Err(Stop::Odd(None));
            }
            let room = shape.len() - l4;
            usual(&self.usual, &slot.conn, direction, &header, room)
        };
        // What lasts longer than it did is not looked at too late.
        let expires = expires.filter(|expires| *expires >= slot.conn.expires);
        let Packet { buf, meta } = packet;
        let (Some(expires), Some(head)) = (expires, buf.head_mut::<HEAD>()) else {
            return Err(Stop::Odd(tracked));
        };
        slot.conn.expires = expires;
        let answers = slot.conn.tuple(direction.other());
        let partial = meta.checksum.is_partial();
        let (link, network) = head.split_at_mut(LINK);
        if V6 {
            if let Some(head) = network.first_chunk_mut() {
                self.act.rewrite6(head, PROTO, answers, partial);
            }
        } else if let Some(head) = network.first_chunk_mut() {
            self.act.rewrite4(head, PROTO, answers, partial);
        }
        link.copy_from_slice(self.header);
        (meta.mark, meta.priority) = (self.act.mark, self.act.priority);
        if self.controlled {
            let state = State::of(&slot.conn, direction, false);
            meta.ct = Ct::Of(slot.reference(place, direction, state.of_packet));
        }
        Ok(())
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

/// The same of an ICMP query or its answer; `None` if its checksum is wrong.
#[inline(never)]
fn track_query(
    env: &Env<'_>,
    slot: &Slot,
    direction: Direction,
    segment: &Segment<'_>,
) -> Option<(State, Outcome)> {
    let state = State::of(&slot.conn, direction, false);
    icmp::is_sound(env, segment).then(|| (state, icmp::packet(env, &slot.conn)))
}
