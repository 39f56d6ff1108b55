//! A burst: each step is done for all its frames before the next step, so that the misses of one
//! frame's route lookup overlap with those of the others.

use super::{
    Context, express,
    ingress::{self, Payload},
    ipv4, ipv6, plain,
};
use crate::{
    conntrack::{Leaving, Look},
    drop_reason::DropReason,
    filter::{Hook, Ruleset},
    flow_cache::{self, Shape, Stamp},
    iface::{IfIndex, Interface},
    packet::{Batch, Mark, Packet},
    route::{Family, Hit},
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
            leaving: Vec::with_capacity(Batch::MAX),
            dst4: Vec::with_capacity(Batch::MAX),
            dst6: Vec::with_capacity(Batch::MAX),
            hits4: Vec::with_capacity(Batch::MAX),
            hits6: Vec::with_capacity(Batch::MAX),
        }
    }
}

/// Carries the frames that `port` received as far as they go; `rx` is empty afterwards.
pub(crate) fn burst(cx: &mut Context<'_>, port: IfIndex, rx: &mut Batch, burst: &mut Burst) {
    cx.counters.received.add(rx.len() as u64);
    let Some(port) = cx.interface(port) else {
        for packet in rx.drain() {
            cx.drop(packet, DropReason::DevDown);
        }
        return;
    };
    let routing = &cx.snapshot.routing;
    // What is decided from now on may rest on routes that change meanwhile: it holds until they have
    // changed again.
    let stamps = [Family::V4, Family::V6].map(|family| Stamp::of(cx.snapshot, family));
    let fast = cx.own.flow_cache;
    let tracked = (cx.snapshot.filter4.tracks(), cx.snapshot.filter6.tracks());
    let tracks = tracked.0 || tracked.1;
    classify(cx, port, rx.as_mut_slice(), tracked, burst);
    cx.send_taken();
    let fast = fast && tracks;
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
    let (mut hits4, mut hits6) = (burst.hits4.iter(), burst.hits6.iter());
    let (mut express, mut number) = (0, 0);
    let packets = rx.as_mut_slice();
    while number < packets.len() {
        if burst.classes[number] == Class::Taken {
            number += 1;
            continue;
        }
        if let Some(selectors) = &selectors {
            cx.begin_trace(selectors, &packets[number]);
        }
        if fast && cx.own.trace.is_none() {
            // One by one, if each of them may have to be told of.
            let end = if quiet { packets.len() } else { number + 1 };
            let packets = &mut packets[..end];
            number = flow_cache::replay(cx, stamps, packets, number, &mut burst.leaving);
            if number == end {
                continue;
            }
        }
        let (mut packet, class) = (packets[number].take(), burst.classes[number]);
        if tracks {
            cx.conntrack().turn(number);
        }
        number += 1;
        let Some(iif) = cx.input(&packet) else {
            cx.drop(packet, DropReason::DevDown);
            continue;
        };
        cx.note_received(&packet);
        match class {
            Class::Ipv4 => {
                let hit = hits4.next().copied();
                let short = hit.filter(|_| short4);
                if let Some(port) = short.and_then(|hit| express::ipv4(cx, iif, &mut packet, hit)) {
                    express += 1;
                    cx.enqueue(port, packet);
                } else {
                    let known = hit.map(|hit| routing.decision4(hit));
                    ipv4::route(cx, iif, packet, known);
                }
            }
            Class::Ipv6 => {
                let hit = hits6.next().copied();
                let short = hit.filter(|_| short6);
                if let Some(port) = short.and_then(|hit| express::ipv6(cx, iif, &mut packet, hit)) {
                    express += 1;
                    cx.enqueue(port, packet);
                } else {
                    let known = hit.map(|hit| routing.decision6(hit));
                    ipv6::route(cx, iif, packet, known);
                }
            }
            Class::Arp => ingress::arp(cx, iif, packet),
            Class::Taken => {}
            Class::Bad(reason) => cx.drop(packet, reason),
        }
        cx.end_record();
        if selectors.is_some() {
            cx.end_trace();
        }
    }
    rx.clear();
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
    burst.classes.clear();
    burst.looks.clear();
    burst.dst4.clear();
    burst.dst6.clear();
    let mut bytes = 0;
    // Filters see each frame before anything else does.
    let ungated = port.qos.is_none();
    for packet in &mut *frames {
        bytes += packet.buf.len() as u64;
        // What is dropped at once still has an interface.
        packet.meta.iif = Some(port.index);
        let class = if ungated && let Some(dst) = plain::ipv4(port, packet) {
            burst.dst4.push(dst);
            Class::Ipv4
        } else if ungated && let Some(dst) = plain::ipv6(port, packet) {
            burst.dst6.push(dst);
            Class::Ipv6
        } else {
            parse(cx, port, packet, burst)
        };
        burst.classes.push(class);
        if tracked.0 || tracked.1 {
            burst.looks.push(look(class, tracked, packet));
        }
    }
    let counters = port.counters.of(cx.worker);
    counters.rx_packets.add(frames.len() as u64);
    counters.rx_bytes.add(bytes);
}

/// What a packet can be tracked and replayed by.
#[inline(always)]
fn look(class: Class, tracked: (bool, bool), packet: &Packet) -> Look {
    let family = match class {
        Class::Ipv4 if tracked.0 => Family::V4,
        Class::Ipv6 if tracked.1 => Family::V6,
        Class::Ipv4 | Class::Ipv6 | Class::Arp | Class::Taken | Class::Bad(_) => {
            return Look::NONE;
        }
    };
    // What a filter has marked is not like others of its flow.
    let marked = packet.meta.mark != Mark(0) || packet.meta.priority != 0;
    let shape = if marked {
        Shape::NONE
    } else {
        Shape::of(family, packet)
    };
    Look::at(family, shape, packet.network())
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
