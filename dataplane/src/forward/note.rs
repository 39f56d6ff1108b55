//! What the stages note of a packet, if somebody wants to know.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{
    Context, Hop, Input,
    route::{key4, key6},
};
use crate::{
    iface::{Interface, MacAddr},
    packet::Packet,
    route::{Decision, Family, FlowKey},
    trace::{RouteNote, TraceStep},
    wire::{ipv4::Ipv4View, ipv6::Ipv6View},
};

impl<'a> Context<'a> {
    /// A packet was received by `meta.iif`.
    #[inline]
    pub(crate) fn note_received(&mut self, packet: &Packet) {
        if self.own.trace.is_some() {
            self.note_frame_received(packet);
        }
    }

    #[cold]
    fn note_frame_received(&mut self, packet: &Packet) {
        if let Some(iif) = packet.meta.iif {
            let frame = packet.buf.bytes().to_vec();
            self.note(|| TraceStep::Received { iif, frame });
        }
    }

    /// The route of a received packet was looked up.
    #[inline]
    pub(crate) fn note_route(&mut self, packet: &Packet, input: &Input<'a>) {
        if self.own.trace.is_some() {
            let note = self.route_of_received(packet, input);
            self.note(|| TraceStep::Route(note));
        }
    }

    #[cold]
    fn route_of_received(&self, packet: &Packet, input: &Input<'a>) -> RouteNote {
        let key = key(packet);
        match input {
            Input::Forward { hop, .. } => self.route_to(key, hop),
            Input::Deliver(_) | Input::Unreachable(_) => self.route_alone(key),
        }
    }

    /// The router made a packet and has found a way for it.
    #[inline]
    pub(crate) fn note_made(&mut self, packet: &Packet, hop: &Hop<'a>) {
        if self.own.trace.is_some() {
            let bytes = packet.network().to_vec();
            self.note(|| TraceStep::Made { packet: bytes });
            self.note_way(packet, hop);
        }
    }

    /// The way of a packet that the router made was looked up.
    #[inline]
    pub(crate) fn note_way(&mut self, packet: &Packet, hop: &Hop<'a>) {
        if self.own.trace.is_some() {
            let note = self.route_to(key(packet), hop);
            self.note(|| TraceStep::Route(note));
        }
    }

    /// The route that the tables give for `key`, with the hop that was chosen. What was bound to an
    /// interface without a route has none.
    fn route_to(&self, key: Option<FlowKey>, hop: &Hop<'a>) -> RouteNote {
        let routed = if hop.info.is_some() {
            self.route_alone(key)
        } else {
            nothing()
        };
        RouteNote {
            next_hop: Some(hop.address),
            oif: Some(hop.oif.index),
            ..routed
        }
    }

    /// The route that the tables give for `key`.
    fn route_alone(&self, key: Option<FlowKey>) -> RouteNote {
        let Some(key) = key else {
            return nothing();
        };
        match self.snapshot.routing.lookup(&key) {
            Decision::Route(found) | Decision::RefusedByRoute(_, found) => RouteNote {
                rule: Some(found.rule),
                table: Some(found.table),
                prefix_len: Some(found.prefix_len),
                kind: Some(found.info.kind),
                ..nothing()
            },
            Decision::RefusedByRule(_, rule) => RouteNote {
                rule: Some(rule),
                ..nothing()
            },
            Decision::NoRoute => nothing(),
        }
    }

    /// A frame goes out by `oif` to the neighbour `mac`.
    #[inline]
    pub(crate) fn note_sent(&mut self, oif: &Interface, mac: MacAddr, packet: &Packet) {
        if self.own.trace.is_some() {
            self.note_frame_sent(oif, mac, packet);
        }
    }

    #[cold]
    fn note_frame_sent(&mut self, oif: &Interface, mac: MacAddr, packet: &Packet) {
        if oif.running {
            let (oif, frame) = (oif.index, packet.buf.bytes().to_vec());
            self.note(|| TraceStep::Sent { oif, mac, frame });
        }
    }

    /// A packet has another time to live now.
    #[inline]
    pub(crate) fn note_ttl(&mut self, packet: &Packet) {
        self.note(|| {
            let at = match packet.family() {
                Family::V4 => 8,
                Family::V6 => 7,
            };
            TraceStep::Ttl(packet.network().get(at).copied().unwrap_or(0))
        });
    }
}

/// What of a packet decides about its route; `None` if the tables are not asked about it: it is to a
/// group, to all on the link, or came by `lo`.
fn key(packet: &Packet) -> Option<FlowKey> {
    let key = match Ipv4View::header(packet.network()) {
        Ok(view) => key4(packet, &view),
        Err(_) => key6(packet, &Ipv6View::header(packet.network()).ok()?),
    };
    let to_all = key.dst == IpAddr::V4(Ipv4Addr::BROADCAST);
    let nowhere = [
        IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    ];
    let asked = !to_all && !key.dst.is_multicast() && !nowhere.contains(&key.dst);
    asked.then_some(key)
}

const fn nothing() -> RouteNote {
    RouteNote {
        rule: None,
        table: None,
        prefix_len: None,
        kind: None,
        next_hop: None,
        oif: None,
    }
}
