//! A burst: each step is done for all its frames before the next step, so that the misses of one
//! frame's route lookup overlap with those of the others.

use std::ops::Range;

use super::{
    Context, Leaving, express,
    ingress::{self, Payload},
    ipv4, ipv6, plain,
    steer::{self, Strays},
    transit,
};
use crate::{
    conntrack::{Look, Tuple},
    drop_reason::DropReason,
    filter::{Hook, Ruleset},
    flow_cache::{self, Shape},
    iface::{IfIndex, Interface},
    packet::{Batch, Mark, Packet, PacketType},
    route::{Family, Hit},
    worker::{Errand, Handed},
};

/// What a frame turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Ipv4,
    Ipv6,
    Arp,
    Taken,
    Bad(DropReason),
}

/// The steps' intermediate results, kept from burst to burst for their allocations.
#[derive(Debug)]
pub(crate) struct Burst {
    classes: Vec<Class>,
    /// What they are tracked and replayed by, if connections are tracked.
    looks: Vec<Look>,
    /// Whose they are, if some of them are of other workers.
    pub(super) owners: Vec<u16>,
    /// The numbers of those that were given to other workers, whose places may be taken by others.
    pub(super) gaps: Vec<u16>,
    /// Where those that were replayed leave.
    leaving: Leaving,
    dst4: Vec<u32>,
    dst6: Vec<u128>,
    hits4: Vec<Hit>,
    hits6: Vec<Hit>,
}

impl Burst {
    pub(crate) fn new() -> Self {
        Self {
            classes: Vec::with_capacity(Batch::MAX),
            looks: Vec::with_capacity(Batch::MAX),
            owners: Vec::with_capacity(Batch::MAX),
            gaps: Vec::with_capacity(Batch::MAX),
            leaving: Leaving::default(),
            dst4: Vec::with_capacity(Batch::MAX),
            dst6: Vec::with_capacity(Batch::MAX),
            hits4: Vec::with_capacity(Batch::MAX),
            hits6: Vec::with_capacity(Batch::MAX),
        }
    }

    /// The family of packet `number`, if it is an IP packet.
    #[inline]
    pub(super) fn family(&self, number: usize) -> Option<Family> {
        match self.classes[number] {
            Class::Ipv4 => Some(Family::V4),
            Class::Ipv6 => Some(Family::V6),
            Class::Arp | Class::Taken | Class::Bad(_) => None,
        }
    }

    /// The tuple of packet `number`, if it can be replayed.
    #[inline]
    pub(super) fn tuple(&self, number: usize) -> Option<&Tuple> {
        let look = self.looks.get(number)?;
        look.shape().is_some().then(|| look.tuple())
    }

    /// Packet `number`, whose route was not looked up, is no more here.
    #[inline]
    pub(super) fn take(&mut self, number: usize) {
        self.classes[number] = Class::Taken;
        if let Some(look) = self.looks.get_mut(number) {
            *look = Look::NONE;
        }
    }

    fn clear(&mut self) {
        self.classes.clear();
        self.dst4.clear();
        self.dst6.clear();
    }

    /// Packet `number` is one that another worker has validated, in the place of one that was given away or behind
    /// all that are here. Whether it can be carried with them: those of its family are tracked.
    #[inline]
    pub(super) fn put(&mut self, number: usize, packet: &Packet, tracked: (bool, bool)) -> bool {
        let family = packet.family();
        let (class, tracks) = match family {
            Family::V4 => (Class::Ipv4, tracked.0),
            Family::V6 => (Class::Ipv6, tracked.1),
        };
        if number >= self.classes.len() {
            self.classes.push(Class::Taken);
            let looks = usize::from(tracked.0 || tracked.1);
            self.looks.extend(std::iter::repeat_n(Look::NONE, looks));
        }
        match self.looks.get_mut(number).filter(|_| tracks) {
            Some(place) => {
                look_at(place, family, packet);
                self.classes[number] = class;
            }
            None => self.take(number),
        }
        tracks
    }

    /// Closes gaps, those with the numbers of `gaps`.
    pub(super) fn close(&mut self, packets: &mut Batch, gaps: Range<usize>) {
        let mut gaps = self.gaps[gaps].iter().map(|gap| usize::from(*gap));
        let Some(mut to) = gaps.next() else {
            return;
        };
        let mut gap = gaps.next();
        for from in to + 1..packets.len() {
            if Some(from) == gap {
                gap = gaps.next();
                continue;
            }
            packets.as_mut_slice().swap(to, from);
            self.looks.swap(to, from);
            self.classes.swap(to, from);
            to += 1;
        }
        packets.truncate(to);
        self.looks.truncate(to);
        self.classes.truncate(to);
    }
}

/// Whether connections are tracked, of either family.
fn is_tracked(cx: &Context<'_>) -> (bool, bool) {
    (cx.snapshot.filter4.tracks(), cx.snapshot.filter6.tracks())
}

/// Carries the frames that `port` received as far as they go; `rx` is empty afterwards. Those of other
/// workers' connections are theirs to carry.
pub(crate) fn burst(cx: &mut Context<'_>, port: IfIndex, rx: &mut Batch, burst: &mut Burst) {
    cx.counters.received.add(rx.len() as u64);
    let Some(port) = cx.interface(port) else {
        for packet in rx.drain() {
            cx.drop(packet, DropReason::DevDown);
        }
        return;
    };
    if port.gro {
        join(cx, port, rx);
    }
    let tracked = is_tracked(cx);
    classify(cx, port, rx.as_mut_slice(), tracked, burst);
    cx.send_taken();
    let strays = if cx.router.conntrack.owners().are_several() {
        steer::steer(cx, rx, burst, tracked)
    } else {
        Strays::No
    };
    carry(cx, rx, burst, tracked, strays);
}

/// Joins segments of TCP streams; the port has received them one by one.
fn join(cx: &mut Context<'_>, port: &Interface, rx: &mut Batch) {
    let (own, cut) = (&mut *cx.own, &cx.router.cut_flows);
    let joined = own.joiner.join(rx, &mut own.pool, cut, cx.now);
    let counters = port.counters.of(cx.worker);
    counters.rx_packets.add(joined.frames);
    counters.rx_bytes.add(joined.bytes);
    cx.counters.consumed.add(joined.frames);
}

/// Carries what other workers have handed over and no burst had room for; `rx` is memory to be used.
pub(crate) fn handed(cx: &mut Context<'_>, rx: &mut Batch, burst: &mut Burst) {
    let tracked = is_tracked(cx);
    loop {
        burst.clear();
        burst.looks.clear();
        burst.gaps.clear();
        steer::take_in(cx, rx, burst, tracked);
        if !rx.is_empty() {
            carry(cx, rx, burst, tracked, Strays::Elsewhere);
            continue;
        }
        let Some(Handed { packet, errand, .. }) = cx.own.peers.errand() else {
            break;
        };
        match errand {
            // What is just to be carried has been taken in.
            Errand::Carry | Errand::Settled => settled(cx, packet, rx, burst, tracked),
            Errand::Whole(geometry) => whole(cx, packet, geometry),
            Errand::Unreachable => transit::unreachable_neighbour(cx, packet),
        }
    }
}

/// Carries a packet of a connection that another worker says is here. `rx` and `burst` are empty.
fn settled(
    cx: &mut Context<'_>,
    packet: Packet,
    rx: &mut Batch,
    burst: &mut Burst,
    tracked: (bool, bool),
) {
    if burst.put(0, &packet, tracked) {
        rx.push(packet);
        carry(cx, rx, burst, tracked, Strays::No);
    } else {
        whole(cx, packet, Vec::new());
    }
}

/// Carries a packet that another worker has put together, or that needs not be tracked any more.
pub(super) fn whole(cx: &mut Context<'_>, mut packet: Packet, geometry: Vec<u16>) {
    let Some(iif) = cx.input(&packet) else {
        return cx.drop(packet, DropReason::DevDown);
    };
    cx.own.geometry = geometry;
    match packet.family() {
        Family::V4 => ipv4::route(cx, iif, &mut packet, None),
        Family::V6 => ipv6::route(cx, iif, &mut packet, None),
    }
}

/// Carries classified packets as far as they go. `strays` says which of them may be of connections that another
/// worker has.
fn carry(
    cx: &mut Context<'_>,
    rx: &mut Batch,
    burst: &mut Burst,
    tracked: (bool, bool),
    strays: Strays,
) {
    let routing = &cx.snapshot.routing;
    let mut rounds = flow_cache::rounds(cx);
    let tracks = tracked.0 || tracked.1;
    let fast = cx.own.flow_cache && tracks;
    if fast {
        cx.conntrack().follow_routes(routing);
    }
    // Where PREROUTING may change a packet, its route is looked up behind that; and no packet takes the
    // short way past a hook.
    let (filter4, filter6) = (&cx.snapshot.filter4, &cx.snapshot.filter6);
    let unchanged = |filter: &Ruleset| filter.steps(Hook::Prerouting).is_empty();
    let known4 = routing.by_destination4() && unchanged(filter4);
    let known6 = routing.by_destination6() && unchanged(filter6);
    // Nor if somebody wants to know each step.
    let selectors = cx.selectors();
    let quiet = cx.own.trace.is_none() && selectors.is_none();
    let (short4, short6) = (quiet && filter4.is_empty(), quiet && filter6.is_empty());
    burst.hits4.clear();
    burst.hits6.clear();
    if known4 {
        burst.hits4.resize(burst.dst4.len(), Hit::default());
        routing.lookup_batch4(&burst.dst4, &mut burst.hits4);
    }
    if known6 {
        burst.hits6.resize(burst.dst6.len(), Hit::default());
        routing.lookup_batch6(&burst.dst6, &mut burst.hits6);
    }
    if tracks {
        cx.conntrack().look_ahead(&mut burst.looks);
    }
    if tracks && strays == Strays::Elsewhere {
        steer::steer_strays(cx, rx.as_mut_slice(), burst);
    }
    let (mut hits4, mut hits6) = (burst.hits4.iter(), burst.hits6.iter());
    // Flows that are decided about before connections have none.
    let stateless = rounds.iter().any(|round| round.stateless);
    let (mut express, mut number) = (0, 0);
    while number < rx.len() {
        if burst.classes[number] == Class::Taken {
            number += 1;
            continue;
        }
        if let Some(selectors) = &selectors {
            cx.begin_trace(selectors, &rx.as_slice()[number]);
        }
        if fast && cx.own.trace.is_none() && (stateless || !cx.conntrack().begins(number)) {
            // One by one, if each of them may have to be told of.
            let end = if quiet { rx.len() } else { number + 1 };
            number = flow_cache::replay(cx, &mut rounds, rx, number..end, &mut burst.leaving);
            if number == end || burst.classes[number] == Class::Taken {
                continue;
            }
        }
        if strays == Strays::Any
            && steer::steer_unknown(cx, number, &mut rx.as_mut_slice()[number], burst)
        {
            number += 1;
            continue;
        }
        let class = burst.classes[number];
        let packets = rx.as_mut_slice()[number..].iter_mut();
        let alike = packets.zip(&burst.classes[number..]);
        let alike = alike.map_while(|(packet, other)| (*other == class).then_some(packet));
        let short = match class {
            Class::Ipv4 if short4 => {
                let count = express::ipv4(cx, alike.zip(hits4.as_slice()), &mut burst.leaving);
                hits4 = hits4.as_slice()[count..].iter();
                count
            }
            Class::Ipv6 if short6 => {
                let count = express::ipv6(cx, alike.zip(hits6.as_slice()), &mut burst.leaving);
                hits6 = hits6.as_slice()[count..].iter();
                count
            }
            Class::Ipv4 | Class::Ipv6 | Class::Arp | Class::Taken | Class::Bad(_) => 0,
        };
        if short > 0 {
            cx.leave_all(rx, number, &mut burst.leaving);
            express += short as u64;
            number += short;
            continue;
        }
        let packet = &mut rx.as_mut_slice()[number];
        if tracks {
            cx.conntrack().turn(number);
        }
        number += 1;
        let Some(iif) = cx.input(packet) else {
            cx.drop(packet.take(), DropReason::DevDown);
            continue;
        };
        cx.note_received(packet);
        match class {
            Class::Ipv4 => {
                let known = hits4.next().map(|hit| routing.decision4(*hit));
                ipv4::route(cx, iif, packet, known);
            }
            Class::Ipv6 => {
                let known = hits6.next().map(|hit| routing.decision6(*hit));
                ipv6::route(cx, iif, packet, known);
            }
            Class::Arp => ingress::arp(cx, iif, packet.take()),
            Class::Taken => {}
            Class::Bad(reason) => cx.drop(packet.take(), reason),
        }
        cx.end_record();
        if selectors.is_some() {
            cx.end_trace();
        }
    }
    rx.clear();
    if tracks {
        // The memory that was used last is warmer.
        cx.conntrack().end_looks(&mut burst.looks);
    }
    cx.counters.forwarded.add(express);
    if fast {
        flow_cache::flush(cx);
    }
}

/// Parses and validates each frame, and counts them on the port. `tracked` says of the two families
/// whether connections are.
fn classify<'a>(
    cx: &mut Context<'a>,
    port: &'a Interface,
    frames: &mut [Packet],
    tracked: (bool, bool),
    burst: &mut Burst,
) {
    burst.clear();
    // What they hold is replaced.
    let mut looks = std::mem::take(&mut burst.looks);
    let tracks = tracked.0 || tracked.1;
    looks.resize(if tracks { frames.len() } else { 0 }, Look::NONE);
    let (mut number, mut bytes) = (0, 0);
    // Filters see each frame before anything else does.
    let ungated = port.qos.is_none();
    while number < frames.len() {
        let rest = &mut frames[number..];
        let places = looks.get_mut(number..).unwrap_or_default();
        if ungated {
            let (class, (count, received)) = plain(port, rest, places, tracked, burst);
            if count > 0 {
                burst.classes.extend(std::iter::repeat_n(class, count));
                bytes += received;
                number += count;
                continue;
            }
        }
        let packet = &mut rest[0];
        bytes += packet.buf.len() as u64;
        // What is dropped at once still has an interface.
        packet.meta.iif = Some(port.index);
        let class = parse(cx, port, packet, burst);
        burst.classes.push(class);
        if let Some(place) = places.first_mut() {
            match class {
                Class::Ipv4 if tracked.0 => look_at(place, Family::V4, packet),
                Class::Ipv6 if tracked.1 => look_at(place, Family::V6, packet),
                Class::Ipv4 | Class::Ipv6 | Class::Arp | Class::Taken | Class::Bad(_) => {
                    *place = Look::NONE;
                }
            }
        }
        number += 1;
    }
    burst.looks = looks;
    let counters = port.counters.of(cx.worker);
    counters.rx_packets.add(frames.len() as u64);
    counters.rx_bytes.add(bytes);
}

/// The first frames, if they are plain and of one family: how many, and how many bytes.
///
/// Where connections are tracked, `looks` are theirs, and their routes are looked up behind that.
fn plain(
    port: &Interface,
    frames: &mut [Packet],
    looks: &mut [Look],
    tracked: (bool, bool),
    burst: &mut Burst,
) -> (Class, (usize, u64)) {
    let (dst4, dst6) = (&mut burst.dst4, &mut burst.dst6);
    let four = if tracked.0 {
        let frames = frames.iter_mut().zip(&mut *looks);
        plain::ipv4(port, frames, |look, network| look.set_ipv4(network))
    } else {
        let unknown = looks
            .iter_mut()
            .map(Some)
            .chain(std::iter::repeat_with(|| None));
        plain::ipv4(port, frames.iter_mut().zip(unknown), |look, network| {
            forget(look);
            dst4.extend(plain::destination4(network));
        })
    };
    if four.0 > 0 {
        return (Class::Ipv4, four);
    }
    let six = if tracked.1 {
        let frames = frames.iter_mut().zip(&mut *looks);
        plain::ipv6(port, frames, |look, network| look.set_ipv6(network))
    } else {
        let unknown = looks
            .iter_mut()
            .map(Some)
            .chain(std::iter::repeat_with(|| None));
        plain::ipv6(port, frames.iter_mut().zip(unknown), |look, network| {
            forget(look);
            dst6.extend(plain::destination6(network));
        })
    };
    (Class::Ipv6, six)
}

/// A packet is not tracked.
#[inline]
fn forget(look: Option<&mut Look>) {
    if let Some(look) = look {
        *look = Look::NONE;
    }
}

/// Makes `place` what a valid packet can be tracked and replayed by.
#[inline]
fn look_at(place: &mut Look, family: Family, packet: &Packet) {
    let (meta, network) = (&packet.meta, packet.network());
    // What a filter has marked is not like others of its flow, nor is what was not for the router.
    let marked = meta.mark != Mark(0) || meta.priority != 0;
    match family {
        _ if marked || meta.packet_type != PacketType::Host => {
            *place = Look::at(family, Shape::NONE, network);
        }
        Family::V4 => place.set_ipv4(network),
        Family::V6 => place.set_ipv6(network),
    }
}

/// Parses and validates a frame.
fn parse<'a>(
    cx: &mut Context<'a>,
    port: &'a Interface,
    packet: &mut Packet,
    burst: &mut Burst,
) -> Class {
    match ingress::link_layer(cx, port, packet) {
        Err(reason) => Class::Bad(reason),
        Ok((_, Payload::Arp)) => Class::Arp,
        Ok((_, Payload::Taken)) => Class::Taken,
        Ok((_, Payload::Ipv4)) => match ipv4::validate(packet) {
            Ok(dst) => {
                burst.dst4.push(dst);
                Class::Ipv4
            }
            Err(reason) => Class::Bad(reason),
        },
        Ok((iif, Payload::Ipv6)) => match ipv6::validate(iif, packet) {
            Ok(dst) => {
                burst.dst6.push(dst);
                Class::Ipv6
            }
            Err(reason) => Class::Bad(reason),
        },
    }
}
