//! The short way for plain packets: what the route and the neighbour said is kept, and the next packet
//! on that route costs a comparison and a new header.
//!
//! Whatever is not plain (options, fragments to be cut, redirects, `rp_filter`, odd addresses, a
//! neighbour not known) takes the long way, which alone decides; this one only repeats.

use std::{net::Ipv4Addr, sync::atomic::Ordering};

use super::{
    Context, Leaving,
    egress::{is_plain, set_link_header},
    transit,
};
use crate::{
    iface::{IfIndex, Interface, InterfaceKind},
    packet::{Packet, PacketType},
    route::{Hit, InfoId, RouteKind},
    snapshot::Epoch,
    time::Instant,
    wire::{
        ethernet::{self, EtherType, EthernetFields},
        ipv4, ipv6,
        ipv6_ext::next_header,
    },
};

/// Places for adjacencies.
const PLACES: usize = 1024;
const LINK: usize = ethernet::HEADER_LEN;

/// The way on for the packets of a route with one next hop: a gateway on a port.
#[derive(Clone, Copy, Debug)]
struct Adjacency {
    info: InfoId,
    /// It holds while the configuration, the neighbours' addresses and the time allow.
    epoch: Epoch,
    generation: u64,
    until: Instant,
    port: IfIndex,
    /// A route may serve both families.
    ethertype: EtherType,
    header: [u8; ethernet::HEADER_LEN],
    mtu: usize,
}

/// A worker's adjacencies, by the number of the route's info.
#[derive(Debug)]
pub(crate) struct Adjacencies {
    places: Box<[Option<Adjacency>; PLACES]>,
}

impl Adjacencies {
    pub(crate) fn new() -> Self {
        Self {
            places: Box::new([None; PLACES]),
        }
    }
}

/// Forwards valid IPv4 packets, whose routes are known, as long as they are plain: makes frames of them.
/// Gives how many; where they leave is added to `leaving`.
pub(crate) fn ipv4<'p>(
    cx: &mut Context<'_>,
    packets: impl Iterator<Item = (&'p mut Packet, &'p Hit)>,
    leaving: &mut Leaving,
) -> usize {
    let own = |iif: &Interface| iif.conf4.forwarding && iif.conf4.rp_filter == 0;
    forward(cx, packets, leaving, own, |cx, iif, packet, hit| {
        let network = packet.network();
        let (len, header) = (
            network.len(),
            network.first_chunk::<{ ipv4::HEADER_LEN }>()?,
        );
        let [
            version,
            tos,
            _,
            _,
            _,
            _,
            _,
            _,
            ttl,
            _,
            _,
            _,
            a,
            b,
            c,
            d,
            dst,
            ..,
        ] = *header;
        let plain = packet.meta.packet_type == PacketType::Host
            && version == 0x45
            && ttl > 1
            && is_ordinary4(a)
            && is_ordinary4(dst)
            && !cx.snapshot.interfaces.is_local4(Ipv4Addr::new(a, b, c, d));
        if !plain {
            return None;
        }
        let adjacency = cx.adjacency(hit.info()?, EtherType::IPV4)?;
        let back = adjacency.port == iif.index && iif.conf4.send_redirects;
        if len > adjacency.mtu || back || !adjacency.put_header(packet) {
            return None;
        }
        if let Some(frame) = packet.buf.bytes_mut().get_mut(LINK..) {
            ipv4::decrement_ttl(frame);
        }
        packet.meta.priority = transit::priority_of(tos);
        Some(adjacency.port)
    })
}

/// Neither zero, loopback, multicast nor reserved.
#[inline]
pub(super) const fn is_ordinary4(first_byte: u8) -> bool {
    matches!(first_byte, 1..=126 | 128..=223)
}

/// As [`ipv4`], for IPv6.
pub(crate) fn ipv6<'p>(
    cx: &mut Context<'_>,
    packets: impl Iterator<Item = (&'p mut Packet, &'p Hit)>,
    leaving: &mut Leaving,
) -> usize {
    let forwarding = cx.snapshot.sysctls.ipv6_forwarding;
    forward(
        cx,
        packets,
        leaving,
        |_| forwarding,
        |cx, iif, packet, hit| {
            let network = packet.network();
            let (len, header) = (
                network.len(),
                network.first_chunk::<{ ipv6::HEADER_LEN }>()?,
            );
            let plain = packet.meta.packet_type == PacketType::Host
                && header[6] != next_header::HOP_BY_HOP
                && header[7] > 1
                && is_ordinary6(header[8])
                && is_ordinary6(header[24]);
            if !plain {
                return None;
            }
            let adjacency = cx.adjacency(hit.info()?, EtherType::IPV6)?;
            let fits = len <= adjacency.mtu.max(ipv6::MIN_MTU as usize);
            if !fits || adjacency.port == iif.index || !adjacency.put_header(packet) {
                return None;
            }
            if let Some(frame) = packet.buf.bytes_mut().get_mut(LINK..) {
                ipv6::decrement_hop_limit(frame);
            }
            Some(adjacency.port)
        },
    )
}

/// Neither unspecified, loopback, link-local nor multicast (those begin with 0x00, 0xfe and 0xff).
#[inline]
pub(super) const fn is_ordinary6(first_byte: u8) -> bool {
    matches!(first_byte, 0x01..=0xfd)
}

/// Forwards packets by `one`, as long as that gives ports and they came in by interfaces that `may`
/// forward them like that.
#[inline(always)]
fn forward<'a, 'p>(
    cx: &mut Context<'a>,
    packets: impl Iterator<Item = (&'p mut Packet, &'p Hit)>,
    leaving: &mut Leaving,
    may: impl Fn(&Interface) -> bool,
    one: impl Fn(&mut Context<'a>, &Interface, &mut Packet, Hit) -> Option<IfIndex>,
) -> usize {
    let (mut iif, mut count) = (None::<&Interface>, 0);
    for (packet, &hit) in packets {
        if iif.is_none_or(|iif| packet.meta.iif != Some(iif.index)) {
            iif = cx.input(packet).filter(|iif| may(iif));
        }
        let port = iif.and_then(|iif| one(cx, iif, packet, hit));
        let Some(port) = port else {
            break;
        };
        leaving.add(port, 1, !is_plain(&packet.meta));
        count += 1;
    }
    count
}

impl Adjacency {
    /// Puts the link-layer header in front. `false` if there is no room.
    #[inline(always)]
    fn put_header(&self, packet: &mut Packet) -> bool {
        let same = usize::from(packet.meta.l3) == LINK;
        match packet.buf.bytes_mut().first_chunk_mut() {
            Some(room) if same => *room = self.header,
            Some(_) | None => return set_link_header(packet, &self.header),
        }
        true
    }
}

impl Context<'_> {
    /// The adjacency of a route, if it has one and its neighbour is known.
    #[inline(always)]
    fn adjacency(&mut self, info: InfoId, ethertype: EtherType) -> Option<&Adjacency> {
        let at = info.get() as usize % PLACES;
        let generation = self.own.generation.load(Ordering::Acquire);
        let (epoch, now) = (self.snapshot.epoch, self.now);
        let holds = |adjacency: &Adjacency| {
            adjacency.info == info
                && adjacency.ethertype == ethertype
                && adjacency.epoch == epoch
                && adjacency.generation == generation
                && now < adjacency.until
        };
        if !self.own.adjacencies.places[at].as_ref().is_some_and(holds) {
            self.own.adjacencies.places[at] = self.find_adjacency(info, ethertype, generation);
        }
        self.own.adjacencies.places[at].as_ref()
    }

    #[cold]
    fn find_adjacency(
        &self,
        info: InfoId,
        ethertype: EtherType,
        generation: u64,
    ) -> Option<Adjacency> {
        let route = self.snapshot.routing.info(info)?;
        let [next] = &*route.nexthops else {
            return None;
        };
        let (gateway, oif) = (next.gateway?, self.interface(next.oif)?);
        let same_family = gateway.is_ipv4() == (ethertype == EtherType::IPV4);
        let is_port = oif.kind == InterfaceKind::Port && oif.running && oif.arp;
        if route.kind != RouteKind::Unicast || !same_family || !is_port {
            return None;
        }
        let known = self.own.hops.get(oif.index, gateway, self.now, generation);
        let (mac, until) = known?;
        let header = EthernetFields {
            dst: mac,
            src: oif.mac,
            ethertype,
        };
        Some(Adjacency {
            info,
            epoch: self.snapshot.epoch,
            generation,
            until,
            port: oif.index,
            ethertype,
            header: header.emit(),
            mtu: route.mtu.unwrap_or(oif.mtu).min(0xffff) as usize,
        })
    }
}
