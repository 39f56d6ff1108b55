//! Echo and timestamp: read RFC 792 and RFC 4443 §4; done as Linux's `icmp_reply` and
//! `icmpv6_echo_reply` do it.

use super::icmp_error::{echoed_options, send4, send6};
use crate::{
    conntrack::Ct,
    forward::{Context, Destined, Flow, route4, route6, specific_destination},
    iface::Interface,
    packet::{Mark, Packet},
    wire::{
        icmpv4::{self, Icmpv4Fields, kind},
        icmpv6::{self, Icmpv6Fields, kind as kind6},
        ipv4::{Ipv4View, protocol},
        ipv6::Ipv6View,
    },
};

/// Answers an echo request with its own data, unless `icmp_echo_ignore_all` is set.
pub(super) fn echo4(cx: &mut Context<'_>, packet: &Packet, destined: Destined) {
    if cx.snapshot.sysctls.icmp_echo_ignore_all {
        return;
    }
    let data = data(packet);
    // As in Linux, the code of the request comes back.
    let code = packet.network().get(usize::from(packet.meta.l4) + 1);
    let code = code.copied().unwrap_or(0);
    reply4(cx, packet, destined, (kind::ECHO_REPLY, code), data);
}

/// Answers a timestamp request: when it was sent, received, and answered.
pub(super) fn timestamp4(cx: &mut Context<'_>, packet: &Packet, destined: Destined) {
    let Some(sent) = data(packet).first_chunk::<4>() else {
        return;
    };
    let now = cx.router.timestamp(cx.now).to_be_bytes();
    let data = [*sent, now, now].concat();
    reply4(cx, packet, destined, (kind::TIMESTAMP_REPLY, 0), &data);
}

/// What follows the ICMP header.
fn data(packet: &Packet) -> &[u8] {
    let at = usize::from(packet.meta.l4) + icmpv4::HEADER_LEN;
    packet.network().get(at..).unwrap_or_default()
}

/// Sends `data` back to the sender of `packet`, with its identifier and sequence number.
fn reply4(
    cx: &mut Context<'_>,
    packet: &Packet,
    destined: Destined,
    (kind, code): (u8, u8),
    data: &[u8],
) {
    let Ok(view) = Ipv4View::header(packet.network()) else {
        return;
    };
    let Some(request) = Icmpv4Fields::parse(view.payload()) else {
        return;
    };
    let src = match destined {
        Destined::Local | Destined::Elsewhere => Some(view.dst()),
        Destined::Broadcast | Destined::Multicast => specific_destination(cx, packet, &view),
    };
    let flow = Flow {
        dst: view.src(),
        src,
        tos: view.tos(),
        proto: protocol::ICMP,
        mark: Mark::default(),
    };
    let header = Icmpv4Fields {
        kind,
        code,
        rest: request.rest,
    };
    if let Ok(out) = route4(cx, &flow) {
        let options = echoed_options(cx, packet, out.src);
        send4(cx, &flow, &out, &options, Ct::None, &header, data);
    }
}

/// Answers an ICMPv6 echo request with its own data.
pub(super) fn echo6(cx: &mut Context<'_>, iif: &Interface, packet: &Packet, destined: Destined) {
    let sysctls = &cx.snapshot.sysctls;
    let ignored = match destined {
        Destined::Multicast | Destined::Broadcast => sysctls.icmp6_echo_ignore_multicast,
        Destined::Local | Destined::Elsewhere => false,
    };
    if sysctls.icmp6_echo_ignore_all || ignored {
        return;
    }
    let bytes = packet.network();
    let message = bytes.get(usize::from(packet.meta.l4)..).unwrap_or_default();
    let (Ok(view), Some(request), Some(iif)) = (
        Ipv6View::header(bytes),
        Icmpv6Fields::parse(message),
        cx.interface(iif.index),
    ) else {
        return;
    };
    // A group or an anycast address is not a source.
    let own = cx.snapshot.interfaces.is_local6(view.dst(), iif);
    let mut flow = Flow {
        dst: view.src(),
        src: own.then_some(view.dst()),
        tos: view.traffic_class(),
        proto: protocol::ICMPV6,
        mark: Mark::default(),
    };
    if flow.dst.is_unspecified() || flow.dst.is_multicast() {
        return;
    }
    let header = Icmpv6Fields {
        kind: kind6::ECHO_REPLY,
        code: request.code,
        rest: request.rest,
    };
    let Ok(out) = route6(cx, &flow, iif) else {
        return;
    };
    // Without a source, the answer is bound to where the request came from.
    if !own && out.hop.oif.index != iif.index {
        return;
    }
    flow.src = Some(out.src);
    send6(
        cx,
        &flow,
        &out,
        Ct::None,
        &header,
        &message[icmpv6::HEADER_LEN..],
    );
}
