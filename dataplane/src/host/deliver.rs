//! What the router does with packets for itself: it answers echo, speaks neighbour discovery, and
//! says of everything else that nobody listens.

use super::{echo, icmp_error4, icmp_error6, reset};
use crate::{
    checksum::{self, Sum},
    drop_reason::DropReason,
    forward::{Context, Destined},
    iface::Interface,
    packet::{Checksum, Packet, PacketType},
    wire::{
        icmpv4::{Icmpv4Fields, code as code4, kind as kind4},
        icmpv6::{Icmpv6Fields, code as code6, kind as kind6},
        ipv4::{Ipv4View, protocol},
        ipv6::Ipv6View,
        tcp::TcpFields,
        udp::UdpFields,
    },
};

/// Takes a whole IPv4 packet for the router (`ip_local_deliver_finish`).
pub(crate) fn deliver4(cx: &mut Context<'_>, packet: Packet, destined: Destined) {
    let view = match Ipv4View::header(packet.network()) {
        Ok(view) => view,
        Err(error) => return cx.drop(packet, error.into()),
    };
    let end = match view.protocol() {
        protocol::ICMP => icmp4(cx, &packet, &view, destined),
        protocol::TCP => tcp4(cx, &packet, &view, destined),
        protocol::UDP => udp4(cx, &packet, &view, destined),
        // These say nothing to a router that forwards no multicast.
        protocol::IGMP | protocol::PIM => Ok(()),
        // Deviation: the kernel knows UDP-Lite, and would say that nobody listens.
        protocol::UDPLITE => Err(DropReason::NoSocket),
        _ => {
            let (kind, code) = (kind4::DEST_UNREACH, code4::PROT_UNREACH);
            icmp_error4(cx, &packet, destined, kind, code, 0);
            Err(DropReason::IpNoProto)
        }
    };
    match end {
        Ok(()) => cx.consume(packet),
        Err(reason) => cx.drop(packet, reason),
    }
}

/// Whether the port has already seen to the checksum, or will.
fn is_vouched_for(packet: &Packet) -> bool {
    match packet.meta.checksum {
        Checksum::Verified | Checksum::Partial { .. } => true,
        Checksum::Unverified => false,
    }
}

fn sum4(view: &Ipv4View<'_>, payload: &[u8]) -> Sum {
    let (src, dst) = (view.src().octets(), view.dst().octets());
    checksum::pseudo_header(&src, &dst, view.protocol(), payload.len() as u32).add(payload)
}

/// `icmp_rcv`.
fn icmp4(
    cx: &mut Context<'_>,
    packet: &Packet,
    view: &Ipv4View<'_>,
    destined: Destined,
) -> Result<(), DropReason> {
    let message = view.payload();
    if !is_vouched_for(packet) && !Sum::ZERO.add(message).is_valid() {
        return Err(DropReason::IcmpCsum);
    }
    let fields = Icmpv4Fields::parse(message).ok_or(DropReason::IcmpInvalid)?;
    if fields.kind > kind4::MAX {
        return Err(DropReason::IcmpInvalid);
    }
    let to_all = match destined {
        Destined::Broadcast | Destined::Multicast => true,
        Destined::Local | Destined::Elsewhere => false,
    };
    if to_all {
        // RFC 1122 §3.2.2.6 and §3.2.2.8.
        let asks = matches!(fields.kind, kind4::ECHO | kind4::TIMESTAMP);
        if asks && cx.snapshot.sysctls.icmp_echo_ignore_broadcasts {
            return Err(DropReason::IcmpInvalid);
        }
        if !asks && !matches!(fields.kind, kind4::ADDRESS | kind4::ADDRESS_REPLY) {
            return Err(DropReason::IcmpInvalid);
        }
    }
    match fields.kind {
        kind4::ECHO => echo::echo4(cx, packet, destined),
        kind4::TIMESTAMP => echo::timestamp4(cx, packet, destined),
        // Nobody here waits for a reply or an error. Deviation: redirects are not obeyed.
        _ => {}
    }
    Ok(())
}

/// `tcp_v4_rcv` without any socket.
fn tcp4(
    cx: &mut Context<'_>,
    packet: &Packet,
    view: &Ipv4View<'_>,
    destined: Destined,
) -> Result<(), DropReason> {
    // RFC 9293 §3.9.2: a connection has one host at each end.
    if packet.meta.packet_type != PacketType::Host || destined != Destined::Local {
        return Err(DropReason::TcpInvalid);
    }
    let segment = view.payload();
    TcpFields::parse(segment).ok_or(DropReason::TcpInvalid)?;
    if !is_vouched_for(packet) && !sum4(view, segment).is_valid() {
        return Err(DropReason::TcpCsum);
    }
    reset::reset4(cx, packet);
    Err(DropReason::NoSocket)
}

/// `__udp4_lib_rcv` without any socket.
fn udp4(
    cx: &mut Context<'_>,
    packet: &Packet,
    view: &Ipv4View<'_>,
    destined: Destined,
) -> Result<(), DropReason> {
    let payload = view.payload();
    let fields = UdpFields::parse(payload).ok_or(DropReason::UdpInvalid)?;
    let datagram = &payload[..usize::from(fields.len)];
    let vouched = is_vouched_for(packet) || fields.checksum == 0;
    if !vouched && !sum4(view, datagram).is_valid() {
        return Err(DropReason::UdpCsum);
    }
    let (kind, code) = (kind4::DEST_UNREACH, code4::PORT_UNREACH);
    icmp_error4(cx, packet, destined, kind, code, 0);
    Err(DropReason::NoSocket)
}

/// Takes a whole IPv6 packet for the router, whose upper-layer header is at `meta.l4`.
pub(crate) fn deliver6(
    cx: &mut Context<'_>,
    iif: &Interface,
    packet: Packet,
    destined: Destined,
    protocol: u8,
) {
    let bytes = packet.network();
    let view = match Ipv6View::header(bytes) {
        Ok(view) => view,
        Err(error) => return cx.drop(packet, error.into()),
    };
    let payload = bytes.get(usize::from(packet.meta.l4)..).unwrap_or_default();
    let end = match protocol {
        protocol::ICMPV6 => icmp6(cx, iif, &packet, &view, payload, destined),
        protocol::TCP => tcp6(cx, iif, &packet, &view, payload),
        _ => udp6(cx, &packet, &view, payload, destined),
    };
    match end {
        Ok(()) => cx.consume(packet),
        Err(reason) => cx.drop(packet, reason),
    }
}

fn sum6(view: &Ipv6View<'_>, protocol: u8, payload: &[u8]) -> Sum {
    let (src, dst) = (view.src().octets(), view.dst().octets());
    checksum::pseudo_header(&src, &dst, protocol, payload.len() as u32).add(payload)
}

/// `icmpv6_rcv`.
fn icmp6(
    cx: &mut Context<'_>,
    iif: &Interface,
    packet: &Packet,
    view: &Ipv6View<'_>,
    message: &[u8],
    destined: Destined,
) -> Result<(), DropReason> {
    if !is_vouched_for(packet) && !sum6(view, protocol::ICMPV6, message).is_valid() {
        return Err(DropReason::IcmpCsum);
    }
    let fields = Icmpv6Fields::parse(message).ok_or(DropReason::IcmpInvalid)?;
    match fields.kind {
        kind6::ECHO_REQUEST => echo::echo6(cx, iif, packet, destined),
        kind6::ROUTER_SOLICITATION..=kind6::REDIRECT => {
            return cx.with_neighbours(|cache, cx| cache.input_nd(cx, iif, packet));
        }
        // RFC 4443 §2.4 (b): unknown informational messages are dropped, errors have nobody here
        // who would care. Deviation: nothing is learnt about the path MTU.
        _ => {}
    }
    Ok(())
}

fn tcp6(
    cx: &mut Context<'_>,
    iif: &Interface,
    packet: &Packet,
    view: &Ipv6View<'_>,
    segment: &[u8],
) -> Result<(), DropReason> {
    if packet.meta.packet_type != PacketType::Host || view.dst().is_multicast() {
        return Err(DropReason::TcpInvalid);
    }
    TcpFields::parse(segment).ok_or(DropReason::TcpInvalid)?;
    if !is_vouched_for(packet) && !sum6(view, protocol::TCP, segment).is_valid() {
        return Err(DropReason::TcpCsum);
    }
    reset::reset6(cx, iif, packet);
    Err(DropReason::NoSocket)
}

fn udp6(
    cx: &mut Context<'_>,
    packet: &Packet,
    view: &Ipv6View<'_>,
    payload: &[u8],
    destined: Destined,
) -> Result<(), DropReason> {
    let fields = UdpFields::parse(payload).ok_or(DropReason::UdpInvalid)?;
    let datagram = &payload[..usize::from(fields.len)];
    // RFC 8200 §8.1: a checksum of zero is not allowed.
    let valid = is_vouched_for(packet)
        || (fields.checksum != 0 && sum6(view, protocol::UDP, datagram).is_valid());
    if !valid {
        return Err(DropReason::UdpCsum);
    }
    match destined {
        Destined::Local | Destined::Elsewhere => {
            icmp_error6(cx, packet, kind6::DEST_UNREACH, code6::PORT_UNREACH, 0);
        }
        Destined::Broadcast | Destined::Multicast => {}
    }
    Err(DropReason::NoSocket)
}
