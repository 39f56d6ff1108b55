//! Packets for the router itself: reassembly, extension headers, then the host stack
//! (`ip_local_deliver`, `ip6_input`).

use super::{Context, hooks, options6, reassemble, route::Destined};
use crate::{
    drop_reason::DropReason,
    host,
    iface::Interface,
    packet::Packet,
    route::Family,
    trace::TraceStep,
    wire::{
        icmpv6::code,
        ipv4::{Ipv4View, protocol},
        ipv6,
        ipv6_ext::{self, next_header},
    },
};

/// Extension headers that a packet may have, at most.
const MAX_EXTENSIONS: usize = 16;

/// Takes an IPv4 packet for the router.
pub(crate) fn deliver4<'a>(
    cx: &mut Context<'a>,
    iif: &'a Interface,
    mut packet: Packet,
    destined: Destined,
) {
    if Ipv4View::header(packet.network()).is_ok_and(|view| view.is_fragment()) {
        match reassemble::add4(cx, packet, reassemble::User::LocalDeliver) {
            Some(whole) => packet = whole,
            None => return,
        }
    }
    if hooks::input(cx, Family::V4, iif, &mut packet) {
        cx.note(|| TraceStep::Delivered);
        cx.record_delivery();
        host::deliver4(cx, packet, destined);
    }
}

/// Takes an IPv6 packet for the router: walks through its extension headers.
pub(crate) fn deliver6<'a>(
    cx: &mut Context<'a>,
    iif: &'a Interface,
    mut packet: Packet,
    destined: Destined,
) {
    if !hooks::input(cx, Family::V6, iif, &mut packet) {
        return;
    }
    cx.note(|| TraceStep::Delivered);
    cx.record_delivery();
    let (mut pointer, mut offset) = (6, ipv6::HEADER_LEN);
    let mut fragmented = false;
    for _ in 0..MAX_EXTENSIONS {
        let Some(&protocol) = packet.network().get(pointer) else {
            return cx.drop(packet, DropReason::Ipv6ExtHdr);
        };
        let step = match protocol {
            // Its options were obeyed on arrival (RFC 8200 §4.1: it comes first or not at all).
            next_header::HOP_BY_HOP if pointer == 6 => skip(&packet, protocol, offset),
            next_header::DESTINATION => options6::destination(cx, &packet, offset)
                .and_then(|()| skip(&packet, protocol, offset)),
            next_header::ROUTING => routing(cx, &packet, offset),
            // A fragment has no fragments.
            next_header::FRAGMENT if fragmented => {
                reassemble::refuse6(cx, packet, (code::HDR_FIELD, offset));
                return;
            }
            next_header::FRAGMENT => match reassemble::add6(cx, packet, (pointer, offset)) {
                Some(reassemble::Added6::Whole(whole)) => {
                    // The fragment header is gone: what it announced stands in its place.
                    packet = whole;
                    fragmented = true;
                    continue;
                }
                Some(reassemble::Added6::Atomic(whole)) => {
                    packet = whole;
                    fragmented = true;
                    Ok(ipv6_ext::FRAGMENT_LEN)
                }
                None => return,
            },
            next_header::NONE => return cx.consume(packet),
            _ => return upper(cx, iif, packet, destined, protocol, pointer, offset),
        };
        match step {
            Ok(len) => (pointer, offset) = (offset, offset + len),
            Err(reason) => return cx.drop(packet, reason),
        }
    }
    cx.drop(packet, DropReason::Ipv6ExtHdr);
}

fn upper(
    cx: &mut Context<'_>,
    iif: &Interface,
    mut packet: Packet,
    destined: Destined,
    protocol: u8,
    pointer: usize,
    offset: usize,
) {
    packet.meta.l4 = offset as u16;
    match protocol {
        protocol::TCP | protocol::UDP | protocol::ICMPV6 => {
            host::deliver6(cx, iif, packet, destined, protocol);
        }
        // It says nothing to a router that forwards no multicast.
        protocol::PIM => cx.consume(packet),
        // Deviation: the kernel knows UDP-Lite, and would say that nobody listens.
        protocol::UDPLITE => cx.drop(packet, DropReason::NoSocket),
        _ => {
            host::parameter_problem6(cx, &packet, code::UNK_NEXTHDR, pointer);
            cx.drop(packet, DropReason::IpNoProto);
        }
    }
}

/// The length of an extension header, to be passed over.
fn skip(packet: &Packet, protocol: u8, offset: usize) -> Result<usize, DropReason> {
    let header = packet.network().get(offset..).unwrap_or_default();
    ipv6_ext::extension_len(protocol, header).ok_or(DropReason::Ipv6ExtHdr)
}

/// A routing header: no type is supported, so one with segments left is an error (RFC 8200 §4.4;
/// RFC 5095 for type 0). Segment routing is known but off, which is kept silent about.
fn routing(cx: &mut Context<'_>, packet: &Packet, offset: usize) -> Result<usize, DropReason> {
    const SEGMENT_ROUTING: u8 = 4;
    let len = skip(packet, next_header::ROUTING, offset)?;
    let header = packet
        .network()
        .get(offset..offset + len)
        .unwrap_or_default();
    match header {
        [_, _, SEGMENT_ROUTING, ..] => Err(DropReason::Ipv6ExtHdr),
        [_, _, _, 0, ..] => Ok(len),
        _ => {
            host::parameter_problem6(cx, packet, code::HDR_FIELD, offset + 2);
            Err(DropReason::Ipv6ExtHdr)
        }
    }
}
