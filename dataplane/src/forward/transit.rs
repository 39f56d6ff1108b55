//! Packets on their way through: time to live, MTU, redirects, errors (`ip_forward`, `ip6_forward`).
//!
//! A packet that goes on is taken from where it lies only when it leaves.

use std::mem;

use super::{
    Context, fragment, hooks,
    route::{Destined, Hop, RouteError},
};
use crate::{
    drop_reason::DropReason,
    flow_cache::WhyNot,
    host,
    iface::Interface,
    packet::{Gso, GsoKind, Packet, PacketType},
    route::Family,
    wire::{
        icmpv4, icmpv6,
        ipv4::{self, Ipv4View},
        ipv6::{self, Ipv6View},
        ipv6_ext,
    },
};

/// Forwards an IPv4 packet to `hop` (`ip_forward`).
#[inline]
pub(crate) fn forward4<'a>(
    cx: &mut Context<'a>,
    packet: &mut Packet,
    hop: &Hop<'a>,
    redirect: bool,
) {
    let options = cx.own.options;
    let view = match Ipv4View::header(packet.network()) {
        Ok(view) => view,
        Err(error) => return cx.drop(mem::take(packet), error.into()),
    };
    if packet.meta.packet_type != PacketType::Host {
        return cx.drop(mem::take(packet), DropReason::BroadcastNotForwarded);
    }
    if view.ttl() <= 1 {
        let (kind, code) = (icmpv4::kind::TIME_EXCEEDED, icmpv4::code::EXC_TTL);
        host::icmp_error4(cx, packet, Destined::Elsewhere, kind, code, 0);
        return cx.drop(mem::take(packet), DropReason::TtlExpired);
    }
    if hop.gateway && options.is_some_and(|options| options.strict_route) {
        let (kind, code) = (icmpv4::kind::DEST_UNREACH, icmpv4::code::SR_FAILED);
        host::icmp_error4(cx, packet, Destined::Elsewhere, kind, code, 0);
        return cx.drop(mem::take(packet), DropReason::IpOption);
    }
    let (mtu, tos) = (hop.mtu(), view.tos());
    if view.dont_fragment() && exceeds(packet, mtu) {
        let (kind, code) = (icmpv4::kind::DEST_UNREACH, icmpv4::code::FRAG_NEEDED);
        host::icmp_error4(cx, packet, Destined::Elsewhere, kind, code, mtu as u32);
        return cx.drop(mem::take(packet), DropReason::PktTooBig);
    }
    ipv4::decrement_ttl(packet.network_mut());
    cx.note_ttl(packet);
    if redirect {
        cx.own.recorder.refuse(WhyNot::Answered);
    }
    if redirect && options.is_none_or(|options| options.source_route.is_none()) {
        host::redirect4(cx, packet, hop);
    }
    packet.meta.priority = priority_of(tos);
    let iif = cx.input(packet);
    if !hooks::forward(cx, Family::V4, iif, hop, packet) {
        return;
    }
    if let Some(options) = options {
        options.forward(cx, packet, hop);
    }
    cx.counters.forwarded.add(1);
    postrouting4(cx, iif, hop, mtu, packet);
}

/// The priority of a forwarded IPv4 packet with this type of service (`rt_tos2priority`): queueing
/// disciplines go by it.
#[inline]
pub(crate) const fn priority_of(tos: u8) -> u32 {
    const BEST_EFFORT: u32 = 0;
    const BULK: u32 = 2;
    const INTERACTIVE_BULK: u32 = 4;
    const INTERACTIVE: u32 = 6;
    match tos >> 3 & 3 {
        0 => BEST_EFFORT,
        1 => BULK,
        2 => INTERACTIVE,
        _ => INTERACTIVE_BULK,
    }
}

/// Whether a packet that must not be cut is too large (`ip_exceeds_mtu`, `ip6_pkt_too_big`). One that
/// was put together here is cut again, so its largest fragment counts.
#[inline]
fn exceeds(packet: &Packet, mtu: usize) -> bool {
    let len = match packet.meta.frag_max {
        0 => network_len(packet),
        largest => usize::from(largest),
    };
    len > mtu
}

/// The last hook of an IPv4 packet, and out (`ip_output`). `iif` is where it came in, if it did.
#[inline]
pub(crate) fn postrouting4<'a>(
    cx: &mut Context<'a>,
    iif: Option<&'a Interface>,
    hop: &Hop<'a>,
    mtu: usize,
    packet: &mut Packet,
) {
    if hooks::postrouting(cx, Family::V4, iif, hop, packet) {
        finish4(cx, hop, mtu, packet);
    }
}

/// Sends a packet, in fragments if it is larger than `mtu` (`ip_finish_output`).
#[inline]
pub(crate) fn finish4<'a>(cx: &mut Context<'a>, hop: &Hop<'a>, mtu: usize, packet: &mut Packet) {
    let fits = packet.network().len() <= mtu || network_len(packet) <= mtu;
    if fits && packet.meta.frag_max == 0 {
        cx.send(hop, packet);
    } else {
        fragment::ipv4(cx, hop, mtu, mem::take(packet));
    }
}

/// Length of the packet, or of each segment that it will be cut into, from the network header on
/// (`skb_gso_network_seglen`).
#[inline]
pub(crate) fn network_len(packet: &Packet) -> usize {
    match packet.meta.gso {
        None => packet.network().len(),
        Some(gso) => segment_len(packet, gso),
    }
}

fn segment_len(packet: &Packet, gso: Gso) -> usize {
    let bytes = packet.network();
    let l4 = match gso.kind {
        GsoKind::TcpV4 => usize::from(packet.meta.l4),
        GsoKind::TcpV6 => ipv6_ext::upper(bytes).map_or(ipv6::HEADER_LEN, |upper| upper.offset),
        GsoKind::UdpL4 => match bytes.first() {
            Some(byte) if byte >> 4 == 6 => {
                ipv6_ext::upper(bytes).map_or(ipv6::HEADER_LEN, |upper| upper.offset)
            }
            _ => usize::from(packet.meta.l4),
        },
    };
    let header = match gso.kind {
        GsoKind::TcpV4 | GsoKind::TcpV6 => bytes
            .get(l4 + 12)
            .map_or(20, |byte| usize::from(byte >> 4) * 4),
        GsoKind::UdpL4 => crate::wire::udp::HEADER_LEN,
    };
    (l4 + header + usize::from(gso.size)).min(bytes.len())
}

/// Tells the sender that there is no way (`ip_error`), if the router is one.
pub(crate) fn unreachable4(
    cx: &mut Context<'_>,
    iif: &Interface,
    packet: Packet,
    error: RouteError,
) {
    let code = match error {
        RouteError::NetUnreach => icmpv4::code::NET_UNREACH,
        RouteError::HostUnreach => icmpv4::code::HOST_UNREACH,
        RouteError::Prohibited => icmpv4::code::PKT_FILTERED,
        RouteError::Blackhole | RouteError::NotRouter => return cx.drop(packet, error.into()),
    };
    if iif.conf4.forwarding && host::may_report_unreachable(cx, &packet) {
        let kind = icmpv4::kind::DEST_UNREACH;
        host::icmp_error4(cx, &packet, Destined::Elsewhere, kind, code, 0);
    }
    cx.drop(packet, error.into());
}

/// Forwards an IPv6 packet to `hop` (`ip6_forward`).
#[inline]
pub(crate) fn forward6<'a>(
    cx: &mut Context<'a>,
    packet: &mut Packet,
    hop: &Hop<'a>,
    redirect: bool,
) {
    let view = match Ipv6View::header(packet.network()) {
        Ok(view) => view,
        Err(error) => return cx.drop(mem::take(packet), error.into()),
    };
    if packet.meta.packet_type != PacketType::Host {
        return cx.drop(mem::take(packet), DropReason::BroadcastNotForwarded);
    }
    let src = view.src();
    if view.hop_limit() <= 1 {
        let (kind, code) = (icmpv6::kind::TIME_EXCEED, icmpv6::code::EXC_HOPLIMIT);
        host::icmp_error6(cx, packet, kind, code, 0);
        return cx.drop(mem::take(packet), DropReason::TtlExpired);
    }
    if redirect {
        cx.own.recorder.refuse(WhyNot::Answered);
        host::redirect6(cx, packet, hop);
    } else if src.is_unspecified() || src.is_loopback() || src.is_multicast() {
        return cx.drop(mem::take(packet), DropReason::MartianSource);
    } else if src.is_unicast_link_local() {
        let (kind, code) = (icmpv6::kind::DEST_UNREACH, icmpv6::code::NOT_NEIGHBOUR);
        host::icmp_error6(cx, packet, kind, code, 0);
        return cx.drop(mem::take(packet), DropReason::LinkLocalNotForwarded);
    }
    let link_mtu = hop.oif.mtu.max(ipv6::MIN_MTU) as usize;
    if exceeds(packet, link_mtu) {
        // RFC 8200 §5: only the source fragments.
        host::icmp_error6(cx, packet, icmpv6::kind::PKT_TOOBIG, 0, link_mtu as u32);
        return cx.drop(mem::take(packet), DropReason::PktTooBig);
    }
    ipv6::decrement_hop_limit(packet.network_mut());
    cx.note_ttl(packet);
    let iif = cx.input(packet);
    if !hooks::forward(cx, Family::V6, iif, hop, packet) {
        return;
    }
    cx.counters.forwarded.add(1);
    let mtu = hop.mtu().max(ipv6::MIN_MTU as usize);
    postrouting6(cx, iif, hop, mtu, packet);
}

/// The last hook of an IPv6 packet, and out (`ip6_output`), in fragments if the router made it or put
/// it together. `iif` is where it came in, if it did.
#[inline]
pub(crate) fn postrouting6<'a>(
    cx: &mut Context<'a>,
    iif: Option<&'a Interface>,
    hop: &Hop<'a>,
    mtu: usize,
    packet: &mut Packet,
) {
    if !hooks::postrouting(cx, Family::V6, iif, hop, packet) {
        return;
    }
    let largest = usize::from(packet.meta.frag_max);
    let len = network_len(packet);
    if len <= mtu && (largest == 0 || len <= largest) {
        return cx.send(hop, packet);
    }
    // The kernel looks at the route's MTU where it would make fragments: the hop limit has gone
    // down, and headers that can't be followed are not answered (`ip6_fragment`).
    let made_here = packet.meta.iif.is_none();
    if largest > mtu || (largest == 0 && !made_here) {
        if ipv6_ext::upper(packet.network()).is_some() {
            host::icmp_error6(cx, packet, icmpv6::kind::PKT_TOOBIG, 0, mtu as u32);
        }
        return cx.drop(mem::take(packet), DropReason::PktTooBig);
    }
    // No fragment is larger than what came, or than every link can carry.
    let room = match largest {
        0 => mtu,
        _ => largest.max(ipv6::MIN_MTU as usize).min(mtu),
    };
    fragment::ipv6(cx, hop, room, mem::take(packet));
}

/// Tells the sender that there is no way (`ip6_pkt_discard`, `ip6_pkt_prohibit`).
pub(crate) fn unreachable6(cx: &mut Context<'_>, packet: Packet, error: RouteError) {
    let code = match error {
        RouteError::NetUnreach | RouteError::HostUnreach => icmpv6::code::NOROUTE,
        RouteError::Prohibited => icmpv6::code::ADM_PROHIBITED,
        RouteError::Blackhole | RouteError::NotRouter => return cx.drop(packet, error.into()),
    };
    host::icmp_error6(cx, &packet, icmpv6::kind::DEST_UNREACH, code, 0);
    cx.drop(packet, error.into());
}

/// Ends a packet whose neighbour did not answer, and tells its sender (`ipv4_link_failure`,
/// `ip6_link_failure`).
pub(crate) fn unreachable_neighbour(cx: &mut Context<'_>, packet: Packet) {
    if packet.meta.iif.is_some() {
        if Ipv4View::header(packet.network()).is_ok() {
            let (kind, code) = (icmpv4::kind::DEST_UNREACH, icmpv4::code::HOST_UNREACH);
            host::icmp_error4(cx, &packet, Destined::Elsewhere, kind, code, 0);
        } else {
            let (kind, code) = (icmpv6::kind::DEST_UNREACH, icmpv6::code::ADDR_UNREACH);
            host::icmp_error6(cx, &packet, kind, code, 0);
        }
    } else {
        cx.report_unreachable(&packet);
    }
    cx.drop(packet, DropReason::NeighFailed);
}
