//! What is done with a packet whose way is known.

use std::sync::atomic::Ordering;

use super::{Act, Stamp, Terms};
use crate::{
    conntrack::{Ct, Env, Found},
    drop_reason::DropReason,
    filter::Hook,
    forward::{Context, network_len, set_link_header},
    iface::IfIndex,
    packet::{Packet, PacketType},
    route::Family,
    wire::{
        ethernet,
        ipv4::{self, protocol},
        ipv6, tcp, udp,
    },
};

/// What became of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fast {
    /// It is a frame to be sent by this port.
    Leaves(IfIndex),
    /// It takes the slow path.
    Slow,
    /// It ends.
    Dropped(DropReason),
}

/// What terms are about, of a packet that can have a way: TCP or UDP, whole, without options, to be
/// forwarded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The type of service, or traffic class.
    pub(super) tos: u8,
    /// TCP flags; 0 of UDP.
    pub(super) flags: u8,
    /// Its length, in bytes from the network header on.
    pub(super) len: usize,
}

impl Shape {
    /// `None` if the packet is of another kind. It must still have more than `ttl` hops before it.
    #[inline]
    pub(super) fn of(family: Family, packet: &Packet, ttl: u8) -> Option<Self> {
        let network = packet.network();
        let (tos, hops, proto, transport) = match family {
            Family::V4 => {
                let (header, transport) = network.split_first_chunk::<{ ipv4::HEADER_LEN }>()?;
                let fragment = u16::from_be_bytes([header[6], header[7]]);
                let plain = header[0] == 0x45 && fragment & (ipv4::MF | ipv4::OFFSET_MASK) == 0;
                if !plain {
                    return None;
                }
                (header[1], header[8], header[9], transport)
            }
            Family::V6 => {
                let (header, transport) = network.split_first_chunk::<{ ipv6::HEADER_LEN }>()?;
                let tos = header[0] << 4 | header[1] >> 4;
                (tos, header[7], header[6], transport)
            }
        };
        let flags = match proto {
            protocol::TCP => *transport.first_chunk::<{ tcp::HEADER_LEN }>()?.get(13)?,
            protocol::UDP => {
                transport.first_chunk::<{ udp::HEADER_LEN }>()?;
                0
            }
            _ => return None,
        };
        let plain = hops > ttl && packet.meta.packet_type == PacketType::Host;
        plain.then_some(Self {
            tos,
            flags,
            len: network.len(),
        })
    }

    /// The addresses and ports, which are behind one another, of what begins with such a header.
    pub(super) fn ends(family: Family, network: &[u8]) -> Option<&[u8]> {
        match family {
            Family::V4 => network.get(12..24),
            Family::V6 => network.get(8..44),
        }
    }

    /// Whether it begins a TCP connection.
    const fn is_syn(self) -> bool {
        self.flags & tcp::flags::SYN != 0
    }
}

impl Terms {
    /// Whether they hold of a packet.
    #[inline]
    fn hold(&self, stamp: Stamp, family: Family, shape: Shape, packet: &Packet) -> bool {
        self.stamp == stamp
            && self.family == family
            && Some(self.iif) == packet.meta.iif
            && shape.tos & self.tos.0 == self.tos.1
            && shape.flags & self.flags.0 == self.flags.1
            && (shape.len <= usize::from(self.mtu) || network_len(packet) <= usize::from(self.mtu))
    }
}

/// Does with the packet of this number, of those that were looked at ahead, what was done with another
/// one of its flow.
#[inline]
pub(crate) fn fast(
    cx: &mut Context<'_>,
    stamp: Stamp,
    family: Family,
    number: usize,
    packet: &mut Packet,
) -> Fast {
    let now = cx.now;
    let Some(found) = cx.conntrack().foreseen(number, now) else {
        return Fast::Slow;
    };
    let Some(shape) = Shape::of(family, packet, 1) else {
        return Fast::Slow;
    };
    let generation = cx.own.generation.load(Ordering::Acquire);
    let table = cx.conntrack();
    let number = table.way(found);
    let place = number.and_then(|number| table.ways().get(number));
    let known = place.filter(|place| {
        let neighbour = &place.neighbour;
        place.way.act.is_err() && place.way.terms.stamp == stamp
            || place.way.terms.hold(stamp, family, shape, packet)
                && now < neighbour.until
                && generation == neighbour.generation
    });
    let (Some(number), Some(place)) = (number, known) else {
        if !shape.is_syn() {
            cx.own.recorder.begin(stamp, family, shape, packet);
        }
        return Fast::Slow;
    };
    if place.way.act.is_err() {
        return Fast::Slow;
    }
    let env = Env {
        now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family,
        hook: Hook::Prerouting,
    };
    let table = cx.conntrack();
    if let Err(reason) = table.track_found(&env, packet, found) {
        return Fast::Dropped(reason);
    }
    let is_same = matches!(packet.meta.ct, Ct::Of(_)) && table.is_unchanged(found);
    if !is_same {
        return hand_over(cx, stamp, family, shape, packet);
    }
    let (conn, ways) = table.conn_and_ways(found);
    let Some(Ok(act)) = ways.get(number).map(|place| &place.way.act) else {
        return hand_over(cx, stamp, family, shape, packet);
    };
    let answers = conn.tuple(found.direction.other());
    let checksum = packet.meta.checksum;
    act.rewrite(family, packet.network_mut(), answers, checksum);
    packet.meta.mark = act.mark;
    packet.meta.priority = act.priority;
    let port = act.port;
    if !put_header(packet, act) {
        return Fast::Dropped(DropReason::TxFailed);
    }
    ways.take(number, shape.len);
    Fast::Leaves(port)
}

/// Gives a packet to the slow path, with what tracking has found.
#[cold]
fn hand_over(
    cx: &mut Context<'_>,
    stamp: Stamp,
    family: Family,
    shape: Shape,
    packet: &mut Packet,
) -> Fast {
    let recorder = &mut cx.own.recorder;
    if !shape.is_syn() {
        recorder.begin(stamp, family, shape, packet);
    }
    recorder.tracked = Some(std::mem::take(&mut packet.meta.ct));
    Fast::Slow
}

/// Replaces what is in front of the network header.
#[inline]
fn put_header(packet: &mut Packet, act: &Act) -> bool {
    let header = act.header.bytes();
    if let Some(plain) = header.first_chunk::<{ ethernet::HEADER_LEN }>()
        && header.len() == ethernet::HEADER_LEN
    {
        return set_link_header(packet, plain);
    }
    let l3 = usize::from(packet.meta.l3);
    packet.buf.pull_front(l3);
    match packet.buf.push_front(header.len()) {
        Some(room) => {
            room.copy_from_slice(header);
            packet.meta.l3 = header.len() as u16;
            true
        }
        None => false,
    }
}

/// Counts what took ways in this burst.
pub(crate) fn flush(cx: &mut Context<'_>) {
    let (snapshot, worker, counters, now) = (cx.snapshot, cx.worker, cx.counters, cx.now);
    cx.conntrack().ways().flush(now, |way, taken| {
        let bank = &snapshot.filter(way.terms.family).counters;
        for &counter in &*way.counters {
            bank.count_many(worker, counter, taken.packets, taken.bytes);
        }
        counters.forwarded.add(taken.packets);
        let Ok(act) = &way.act else {
            return;
        };
        for (index, header) in act.through.iter().flatten() {
            if let Some(interface) = snapshot.interfaces.get(*index) {
                let counters = interface.counters.of(worker);
                counters.tx_packets.add(taken.packets);
                let header = u64::from(*header) * taken.packets;
                counters.tx_bytes.add(taken.bytes + header);
            }
        }
    });
}

impl Context<'_> {
    /// The connection of the packet in hand, if a way for it is looked for.
    #[cold]
    pub(crate) fn seek_way(&mut self, packet: &Packet) {
        let found = match packet.meta.ct {
            Ct::Of(ct) if !ct.unconfirmed => Some(Found::of(ct)),
            Ct::Of(_) | Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => None,
        };
        if let Some(found) = found {
            self.conntrack().seek_way(found);
        }
        self.own.recorder.track(found);
    }
}
