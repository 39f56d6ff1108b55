//! What the router does with packets for itself: it answers echo, speaks neighbour discovery, and
//! says of everything else that nobody listens.

use super::{echo, icmp_error4, icmp_error6, reset};
use crate::{
    checksum::{self, Sum},
    conntrack::Ct,
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
        protocol::UDP => return udp4(cx, packet, destined),
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
        // Deviation: redirects are not obeyed.
        _ => {}
    }
    cx.offer(packet);
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
    if cx.offer(packet) {
        return Ok(());
    }
    reset::reset4(cx, packet);
    Err(DropReason::NoSocket)
}

/// At a socket a packet belongs to no connection any more (`nf_reset_ct`): an error about it finds the
/// connection by itself.
fn forget_connection(packet: &mut Packet) {
    packet.meta.ct = Ct::None;
}

/// `__udp4_lib_rcv` without any socket.
fn udp4(cx: &mut Context<'_>, mut packet: Packet, destined: Destined) {
    let len = match Ipv4View::header(packet.network()) {
        Ok(view) => datagram_len(&packet, view.payload(), |datagram| {
            let summed = view.payload().get(6..8) != Some(&[0, 0]);
            !summed || sum4(&view, datagram).is_valid()
        }),
        Err(error) => Err(error.into()),
    };
    match len {
        Ok(len) => {
            trim(&mut packet, len);
            if cx.offer(&packet) {
                return cx.consume(packet);
            }
            forget_connection(&mut packet);
            let (kind, code) = (kind4::DEST_UNREACH, code4::PORT_UNREACH);
            icmp_error4(cx, &packet, destined, kind, code, 0);
            cx.drop(packet, DropReason::NoSocket);
        }
        Err(reason) => cx.drop(packet, reason),
    }
}

/// The length of the datagram that `payload` begins with, if it is well-formed and its checksum right.
fn datagram_len(
    packet: &Packet,
    payload: &[u8],
    is_valid: impl FnOnce(&[u8]) -> bool,
) -> Result<usize, DropReason> {
    let fields = UdpFields::parse(payload).ok_or(DropReason::UdpInvalid)?;
    let datagram = &payload[..usize::from(fields.len)];
    if is_vouched_for(packet) || is_valid(datagram) {
        Ok(datagram.len())
    } else {
        Err(DropReason::UdpCsum)
    }
}

/// Cuts off what follows a datagram of `len` bytes: errors do not quote it.
fn trim(packet: &mut Packet, len: usize) {
    let end = usize::from(packet.meta.l3) + usize::from(packet.meta.l4) + len;
    packet.buf.set_len(end);
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
        _ => return udp6(cx, packet, destined),
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
        // RFC 4443 §2.4 (b): unknown informational messages are dropped, errors are for sockets.
        // Deviation: nothing is learnt about the path MTU.
        _ => {}
    }
    cx.offer(packet);
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
    if cx.offer(packet) {
        return Ok(());
    }
    reset::reset6(cx, iif, packet);
    Err(DropReason::NoSocket)
}

fn udp6(cx: &mut Context<'_>, mut packet: Packet, destined: Destined) {
    let bytes = packet.network();
    let payload = bytes.get(usize::from(packet.meta.l4)..).unwrap_or_default();
    let len = match Ipv6View::header(bytes) {
        // RFC 8200 §8.1: a checksum of zero is not allowed.
        Ok(view) => datagram_len(&packet, payload, |datagram| {
            payload.get(6..8) != Some(&[0, 0]) && sum6(&view, protocol::UDP, datagram).is_valid()
        }),
        Err(error) => Err(error.into()),
    };
    match (len, destined) {
        (Ok(len), Destined::Local | Destined::Elsewhere) => {
            trim(&mut packet, len);
            if cx.offer(&packet) {
                return cx.consume(packet);
            }
            forget_connection(&mut packet);
            icmp_error6(cx, &packet, kind6::DEST_UNREACH, code6::PORT_UNREACH, 0);
            cx.drop(packet, DropReason::NoSocket);
        }
        (Ok(_), Destined::Broadcast | Destined::Multicast) => {
            cx.drop(packet, DropReason::NoSocket);
        }
        (Err(reason), _) => cx.drop(packet, reason),
    }
}
