//! Redirects: the sender could reach the next hop without the router (RFC 1812 §5.2.7.2, RFC 4861
//! §8.2).

use std::net::{IpAddr, Ipv6Addr};

use super::icmp_error::icmp_error4;
use crate::{
    forward::{Context, Destined, Flow, Hop, output_nd, route6},
    packet::{Mark, Packet},
    wire::{
        icmpv4::{code, kind},
        icmpv6,
        ipv4::{Ipv4View, protocol},
        ipv6::{self, Ipv6Fields, Ipv6View},
    },
    worker::lock,
};

/// Tells the sender of an IPv4 packet about a better way (`ip_rt_send_redirect`).
#[cold]
pub(crate) fn redirect4(cx: &mut Context<'_>, packet: &Packet, hop: &Hop<'_>) {
    let Ok(view) = Ipv4View::header(packet.network()) else {
        return;
    };
    let IpAddr::V4(gateway) = hop.address else {
        return;
    };
    if !hop.oif.conf4.send_redirects {
        return;
    }
    let allowed = lock(&cx.router.icmp_limits).allow_redirect4(cx.now, view.src().into());
    if allowed {
        let gateway = gateway.to_bits();
        icmp_error4(
            cx,
            packet,
            Destined::Elsewhere,
            kind::REDIRECT,
            code::REDIR_HOST,
            gateway,
        );
    }
}

/// Tells the sender of an IPv6 packet about a better way (`ndisc_send_redirect`).
#[cold]
pub(crate) fn redirect6<'a>(cx: &mut Context<'a>, packet: &Packet, hop: &Hop<'a>) {
    let Ok(view) = Ipv6View::header(packet.network()) else {
        return;
    };
    let (sender, dst) = (view.src(), view.dst());
    let IpAddr::V6(target) = hop.address else {
        return;
    };
    // Each destination is spoken of seldom, and to each sender is spoken seldom.
    if !allowed(cx, dst) {
        return;
    }
    let unicast = !(sender.is_unspecified() || sender.is_multicast() || sender.is_loopback());
    // RFC 4861 §8.2: a router as target is named by its link-local address.
    if !unicast || dst.is_multicast() || (target != dst && !target.is_unicast_link_local()) {
        return;
    }
    let Some(own) = link_local(hop) else {
        return;
    };
    let flow = Flow {
        dst: sender,
        src: Some(own),
        tos: 0,
        proto: protocol::ICMPV6,
        mark: Mark::default(),
    };
    let Ok(out) = route6(cx, &flow, hop.oif) else {
        return;
    };
    // Only to a neighbour.
    if out.hop.gateway {
        return;
    }
    if !allowed(cx, sender) {
        return;
    }
    let mut message = Vec::with_capacity(ipv6::MIN_MTU as usize);
    message.extend([icmpv6::kind::REDIRECT, 0, 0, 0, 0, 0, 0, 0]);
    message.extend(target.octets());
    message.extend(dst.octets());
    // The target's link-layer address, if it is known (RFC 4861 §4.6.1).
    let mac = lock(&cx.router.neighbours).address(hop.oif.index, hop.address);
    if let Some(mac) = mac {
        message.extend([2, 1]);
        message.extend(mac.0);
    }
    // The redirected header option (RFC 4861 §4.6.3), with as much as fits into the minimum MTU.
    let bytes = packet.network();
    let room = ipv6::MIN_MTU as usize - ipv6::HEADER_LEN - message.len() - 8;
    let quote = &bytes[..bytes.len().min(room) & !7];
    message.extend([4, (quote.len() / 8 + 1) as u8, 0, 0, 0, 0, 0, 0]);
    message.extend(quote);
    icmpv6::refresh_checksum(own, sender, &mut message);
    let ip = Ipv6Fields {
        traffic_class: 0,
        flow_label: 0,
        payload_len: message.len() as u16,
        next_header: protocol::ICMPV6,
        // RFC 4861 §8.1: receivers take it for proof that the sender is on the link.
        hop_limit: 255,
        src: own,
        dst: sender,
    };
    if let Some(packet) = cx.make(&[&ip.emit(), &message]) {
        output_nd(cx, &out, hop.oif, packet);
    }
}

fn allowed(cx: &Context<'_>, peer: Ipv6Addr) -> bool {
    lock(&cx.router.icmp_limits).allow_redirect6(cx.now, peer.into())
}

fn link_local(hop: &Hop<'_>) -> Option<Ipv6Addr> {
    let mut addresses = hop.oif.addresses6.iter().map(|address| address.local);
    addresses.find(Ipv6Addr::is_unicast_link_local)
}
