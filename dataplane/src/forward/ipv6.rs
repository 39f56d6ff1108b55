//! IPv6 input: validation (`ip6_rcv_core`), hop-by-hop options, and where the packet goes.

use std::mem;

use super::{Context, Input, hooks, local_in, options6, route, source::is_loopback, transit};
use crate::{
    drop_reason::DropReason,
    iface::Interface,
    packet::{Packet, PacketType},
    route::{Decision, Family},
    wire::{
        ipv6::{self, Ipv6View},
        ipv6_ext::next_header,
    },
};

/// Takes an IPv6 packet from the link layer.
pub(crate) fn receive<'a>(cx: &mut Context<'a>, iif: &'a Interface, mut packet: Packet) {
    match validate(iif, &mut packet) {
        Ok(_) => route(cx, iif, &mut packet, None),
        Err(reason) => cx.drop(packet, reason),
    }
}

/// Checks the header (`ip6_rcv_core`), cuts off padding, and sets `meta.l4`. Gives the destination.
#[inline]
pub(crate) fn validate(iif: &Interface, packet: &mut Packet) -> Result<u128, DropReason> {
    if packet.meta.packet_type == PacketType::OtherHost {
        return Err(DropReason::OtherHost);
    }
    if iif.conf6.disable_ipv6 {
        return Err(DropReason::Ipv6Disabled);
    }
    let view = Ipv6View::header(packet.network())?;
    let (src, dst) = (view.src(), view.dst());
    // RFC 4291 §2.5.3, §2.7.
    if (src.is_loopback() || dst.is_loopback()) && !is_loopback(iif) {
        return Err(if src.is_loopback() {
            DropReason::MartianSource
        } else {
            DropReason::MartianDestination
        });
    }
    if dst.is_multicast() {
        let scope = ipv6::multicast_scope(dst);
        if scope == 0 || (scope == 1 && !is_loopback(iif)) {
            return Err(DropReason::MartianDestination);
        }
    }
    if src.is_multicast() {
        return Err(DropReason::MartianSource);
    }
    let len = view.payload_len();
    // A payload length of zero with hop-by-hop options announces a jumbogram (RFC 2675).
    if len != 0 || view.next_header() != next_header::HOP_BY_HOP {
        Ipv6View::validate(packet.network())?;
        let end = usize::from(packet.meta.l3) + ipv6::HEADER_LEN + len;
        packet.buf.set_len(end);
    }
    packet.meta.l4 = ipv6::HEADER_LEN as u16;
    Ok(dst.to_bits())
}

/// Routes a valid packet, of which nothing is left. `known` is the outcome of a lookup by destination.
#[inline]
pub(crate) fn route<'a>(
    cx: &mut Context<'a>,
    iif: &'a Interface,
    packet: &mut Packet,
    known: Option<Decision<'a>>,
) {
    if packet.network().get(6) == Some(&next_header::HOP_BY_HOP)
        && let Err(reason) = options6::hop_by_hop(cx, packet)
    {
        return cx.drop(mem::take(packet), reason);
    }
    if !hooks::prerouting(cx, Family::V6, iif, packet) {
        return;
    }
    let input = route::input6(cx, iif, packet, known);
    if let Ok(input) = &input {
        cx.note_route(packet, input);
    }
    match input {
        Err(reason) => cx.drop(mem::take(packet), reason),
        Ok(Input::Deliver(destined)) => local_in::deliver6(cx, iif, mem::take(packet), destined),
        Ok(Input::Forward { hop, redirect }) => transit::forward6(cx, packet, &hop, redirect),
        Ok(Input::Unreachable(error)) => transit::unreachable6(cx, mem::take(packet), error),
    }
}
