//! IPv4 input: validation (`ip_rcv`), and where the packet goes from there (`ip_rcv_finish`).

use std::mem;

use super::{Context, Destined, Input, Options, hooks, local_in, route, transit};
use crate::{
    drop_reason::DropReason,
    host,
    iface::Interface,
    packet::{Packet, PacketType},
    route::{Decision, Family},
    wire::{
        icmpv4::kind,
        ipv4::{self, Ipv4View},
    },
};

/// Takes an IPv4 packet from the link layer.
pub(crate) fn receive<'a>(cx: &mut Context<'a>, iif: &'a Interface, mut packet: Packet) {
    match validate(&mut packet) {
        Ok(_) => route(cx, iif, &mut packet, None),
        Err(reason) => cx.drop(packet, reason),
    }
}

/// Checks the header (`ip_rcv_core`), cuts off padding, and sets `meta.l4`. Gives the destination.
#[inline]
pub(crate) fn validate(packet: &mut Packet) -> Result<u32, DropReason> {
    if packet.meta.packet_type == PacketType::OtherHost {
        return Err(DropReason::OtherHost);
    }
    let view = Ipv4View::validate(packet.network())?;
    let (header_len, total_len, dst) = (view.header_len(), view.total_len(), view.dst());
    packet.meta.l4 = header_len as u16;
    packet.buf.set_len(usize::from(packet.meta.l3) + total_len);
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
    if !hooks::prerouting(cx, Family::V4, iif, packet) {
        return;
    }
    let input = match route::input4(cx, iif, packet, known) {
        Ok(input) => {
            cx.note_route(packet, &input);
            input
        }
        Err(reason) => {
            if iif.conf4.log_martians {
                cx.tell_martian(iif, packet, reason);
            }
            return cx.drop(mem::take(packet), reason);
        }
    };
    if usize::from(packet.meta.l4) == ipv4::HEADER_LEN {
        return dispatch(cx, iif, packet, input);
    }
    // What answers the packet echoes its options.
    let (options, checked) = Options::receive(cx, packet);
    cx.own.options = Some(options);
    match judge_options(cx, iif, packet, &input, &options, checked) {
        Ok(()) => dispatch(cx, iif, packet, input),
        Err(reason) => cx.drop(mem::take(packet), reason),
    }
    cx.own.options = None;
}

#[inline]
fn dispatch<'a>(cx: &mut Context<'a>, iif: &'a Interface, packet: &mut Packet, input: Input<'a>) {
    match input {
        Input::Deliver(destined) => local_in::deliver4(cx, iif, mem::take(packet), destined),
        Input::Forward { hop, redirect } => transit::forward4(cx, packet, &hop, redirect),
        Input::Unreachable(error) => transit::unreachable4(cx, iif, mem::take(packet), error),
    }
}

/// What follows from the options (`ip_rcv_options`): malformed ones are answered with a parameter
/// problem, source routes are refused unless the interface accepts them.
fn judge_options<'a>(
    cx: &mut Context<'a>,
    iif: &Interface,
    packet: &Packet,
    input: &Input<'a>,
    options: &Options,
    checked: Result<(), u8>,
) -> Result<(), DropReason> {
    let destined = match input {
        Input::Deliver(destined) => *destined,
        Input::Forward { .. } | Input::Unreachable(_) => Destined::Elsewhere,
    };
    if let Err(pointer) = checked {
        let info = u32::from(pointer) << 24;
        host::icmp_error4(cx, packet, destined, kind::PARAMETERPROB, 0, info);
        return Err(DropReason::IpOption);
    }
    // Deviation: where `accept_source_route` is on, a packet on its way through is let pass, but a
    // source route by way of the router's own address is not followed.
    let accepted = iif.conf4.accept_source_route && destined == Destined::Elsewhere;
    if options.source_route.is_some() && !accepted {
        return Err(DropReason::IpOption);
    }
    Ok(())
}
