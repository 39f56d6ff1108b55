//! Packets that the router itself sends (`ip_local_out`, `ip6_local_out`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{
    Context, hooks,
    route::{Hop, found},
    source, transit,
};
use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, Interface},
    packet::{Mark, Packet},
    route::{Decision, Family, FlowKey, RouteKind},
    wire::{ipv4::Ipv4View, ipv6::Ipv6View},
};

/// The way of an IPv4 packet that the router is about to make.
pub(crate) struct Out4<'a> {
    pub(crate) hop: Hop<'a>,
    pub(crate) src: Ipv4Addr,
}

/// The way of an IPv6 packet that the router is about to make.
pub(crate) struct Out6<'a> {
    pub(crate) hop: Hop<'a>,
    pub(crate) src: Ipv6Addr,
    /// Length of the route's prefix, in bits.
    pub(crate) prefix_len: u8,
}

/// What of the router's own packet decides about its route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flow<A> {
    pub(crate) dst: A,
    /// `None`: to be chosen.
    pub(crate) src: Option<A>,
    pub(crate) tos: u8,
    pub(crate) proto: u8,
    pub(crate) mark: Mark,
}

impl<A: Copy + Into<IpAddr>> Flow<A> {
    fn key(&self, unspecified: A) -> FlowKey {
        FlowKey {
            dst: self.dst.into(),
            src: self.src.unwrap_or(unspecified).into(),
            iif: None,
            oif: None,
            mark: self.mark,
            tos: self.tos,
            proto: self.proto,
            sport: 0,
            dport: 0,
        }
    }
}

/// The way to `flow.dst` and the source address to use (`ip_route_output_key`).
///
/// # Errors
/// When there is no way, or no address to send from.
pub(crate) fn route4<'a>(cx: &Context<'a>, flow: &Flow<Ipv4Addr>) -> Result<Out4<'a>, DropReason> {
    const NO_ROUTE: DropReason = DropReason::IpOutNoRoutes;
    let key = flow.key(Ipv4Addr::UNSPECIFIED);
    let found = found(cx.snapshot.routing.lookup(&key)).map_err(|_| NO_ROUTE)?;
    if found.info.kind == RouteKind::Local {
        let preferred = match found.info.prefsrc {
            Some(IpAddr::V4(src)) => src,
            Some(IpAddr::V6(_)) | None => flow.dst,
        };
        return Ok(Out4 {
            hop: loopback(cx, flow.dst.into())?,
            src: flow.src.unwrap_or(preferred),
        });
    }
    let hash = cx.key_hash(&key, cx.snapshot.sysctls.fib_multipath_hash_policy4, 0);
    let next = found.info.select(hash).ok_or(NO_ROUTE)?;
    let hop = Hop::of(cx, found.info, next, flow.dst.into()).ok_or(NO_ROUTE)?;
    let src = match flow.src {
        Some(src) => src,
        // The kernel sends from 0.0.0.0 rather than not at all; RFC 7600 has an address for that.
        None => source::preferred4(cx, found.info, &hop).unwrap_or(Ipv4Addr::new(192, 0, 0, 8)),
    };
    Ok(Out4 { hop, src })
}

/// The way to `flow.dst` and the source address to use (`ip6_route_output`). Link-local
/// destinations and groups are on the link of `oif`.
///
/// # Errors
/// When there is no way, or no address to send from.
pub(crate) fn route6<'a>(
    cx: &Context<'a>,
    flow: &Flow<Ipv6Addr>,
    oif: &'a Interface,
) -> Result<Out6<'a>, DropReason> {
    const NO_ROUTE: DropReason = DropReason::IpOutNoRoutes;
    let (dst, bound) = (flow.dst, flow.dst.is_unicast_link_local());
    let own = || oif.addresses6.iter();
    if bound && own().any(|address| address.local == dst) {
        return Ok(Out6 {
            hop: loopback(cx, dst.into())?,
            src: flow.src.unwrap_or(dst),
            prefix_len: 128,
        });
    }
    if bound && !own().any(|address| address.subnet.contains(&dst)) {
        return Err(NO_ROUTE);
    }
    let key = flow.key(Ipv6Addr::UNSPECIFIED);
    let decision = cx.snapshot.routing.lookup(&key);
    if bound && matches!(decision, Decision::RefusedByRule(..)) {
        return Err(NO_ROUTE);
    }
    if bound || dst.is_multicast() {
        let hop = Hop {
            oif,
            address: dst.into(),
            gateway: false,
            info: None,
        };
        let src = flow.src.or_else(|| source::select_address6(cx, oif, dst));
        return Ok(Out6 {
            hop,
            src: src.ok_or(NO_ROUTE)?,
            prefix_len: if bound { 64 } else { 8 },
        });
    }
    let found = found(decision).map_err(|_| NO_ROUTE)?;
    let (hop, prefix_len) = match found.info.kind {
        RouteKind::Local | RouteKind::Anycast => (loopback(cx, dst.into())?, 128),
        RouteKind::Unicast
        | RouteKind::Broadcast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => {
            let hash = cx.key_hash(&key, cx.snapshot.sysctls.fib_multipath_hash_policy6, 0);
            let next = found.info.select(hash).ok_or(NO_ROUTE)?;
            let hop = Hop::of(cx, found.info, next, dst.into()).ok_or(NO_ROUTE)?;
            (hop, found.prefix_len)
        }
    };
    let preferred = match found.info.prefsrc {
        Some(IpAddr::V6(src)) => Some(src),
        Some(IpAddr::V4(_)) | None => None,
    };
    let src = flow
        .src
        .or(preferred)
        .or_else(|| source::select_address6(cx, hop.oif, dst))
        .ok_or(NO_ROUTE)?;
    Ok(Out6 {
        hop,
        src,
        prefix_len,
    })
}

fn loopback<'a>(cx: &Context<'a>, dst: IpAddr) -> Result<Hop<'a>, DropReason> {
    Ok(Hop {
        oif: cx
            .interface(IfIndex::LOOPBACK)
            .ok_or(DropReason::IpOutNoRoutes)?,
        address: dst,
        gateway: false,
        info: None,
    })
}

/// Sends an IPv4 packet that the router made.
pub(crate) fn output4<'a>(cx: &mut Context<'a>, out: &Out4<'a>, mut packet: Packet) {
    cx.note_made(&packet, &out.hop);
    if let Some(hop) = hooks::output(cx, Family::V4, out.hop, &mut packet) {
        transit::postrouting4(cx, None, &hop, hop.mtu(), &mut packet);
    }
}

/// Sends an IPv6 packet that the router made, in fragments if it is too large.
pub(crate) fn output6<'a>(cx: &mut Context<'a>, out: &Out6<'a>, mut packet: Packet) {
    cx.note_made(&packet, &out.hop);
    if let Some(hop) = hooks::output(cx, Family::V6, out.hop, &mut packet) {
        transit::postrouting6(cx, None, &hop, hop.mtu(), &mut packet);
    }
}

/// Sends a neighbour discovery packet that the router made for the link of `link`. Behind OUTPUT it looks
/// to rules as if it had come in there (`ndisc_send_skb` names it as its device).
pub(crate) fn output_nd<'a>(
    cx: &mut Context<'a>,
    out: &Out6<'a>,
    link: &'a Interface,
    mut packet: Packet,
) {
    cx.note_made(&packet, &out.hop);
    if let Some(hop) = hooks::output(cx, Family::V6, out.hop, &mut packet) {
        transit::postrouting6(cx, Some(link), &hop, hop.mtu(), &mut packet);
    }
}

/// The way of a packet that the router made, once more: a rule has changed what its route depends on
/// (`ip_route_me_harder`, `ip6_route_me_harder`).
///
/// # Errors
/// If there is none.
pub(crate) fn reroute<'a>(
    cx: &Context<'a>,
    family: Family,
    oif: &'a Interface,
    packet: &Packet,
) -> Result<Hop<'a>, DropReason> {
    let bytes = packet.network();
    match family {
        Family::V4 => {
            let view = Ipv4View::header(bytes)?;
            let kind = cx.snapshot.routing.address_type(view.src().into());
            let flow = Flow {
                dst: view.dst(),
                src: matches!(kind, RouteKind::Local | RouteKind::Unicast).then_some(view.src()),
                tos: view.tos(),
                proto: 0,
                mark: packet.meta.mark,
            };
            Ok(route4(cx, &flow)?.hop)
        }
        Family::V6 => {
            let view = Ipv6View::header(bytes)?;
            let flow = Flow {
                dst: view.dst(),
                src: Some(view.src()),
                tos: view.traffic_class(),
                proto: 0,
                mark: packet.meta.mark,
            };
            Ok(route6(cx, &flow, oif)?.hop)
        }
    }
}
