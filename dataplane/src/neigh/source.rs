//! What ARP asks of routing: whether a sender is credible, and from which address to ask.

use std::net::Ipv4Addr;

use crate::{
    iface::{IfIndex, Interface, Scope},
    packet::Mark,
    route::{FlowKey, RouteKind, RouteMatch},
    snapshot::Snapshot,
};

const fn key(src: Ipv4Addr, dst: Ipv4Addr, iif: Option<IfIndex>) -> FlowKey {
    FlowKey {
        dst: std::net::IpAddr::V4(dst),
        src: std::net::IpAddr::V4(src),
        iif,
        oif: None,
        mark: Mark(0),
        tos: 0,
        proto: 0,
        sport: 0,
        dport: 0,
    }
}

/// The route of a packet from `sip` to `tip` that `iif` received (`ip_route_input`), if it would
/// be accepted: local, or unicast where the router forwards.
pub(super) fn route<'a>(
    snapshot: &'a Snapshot,
    iif: &Interface,
    sip: Ipv4Addr,
    tip: Ipv4Addr,
) -> Option<RouteMatch<'a>> {
    let martian = sip.is_multicast()
        || sip.is_broadcast()
        || sip.is_unspecified()
        || tip.is_unspecified()
        || tip.is_broadcast()
        || sip.is_loopback() && !iif.conf4.route_localnet;
    if martian {
        return None;
    }
    let found = snapshot
        .routing
        .lookup(&key(sip, tip, Some(iif.index)))
        .route()?;
    let oif = match found.info.kind {
        RouteKind::Local => None,
        RouteKind::Unicast if iif.conf4.forwarding => Some(found.info.nexthops.first()?.oif),
        RouteKind::Unicast
        | RouteKind::Broadcast
        | RouteKind::Anycast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => return None,
    };
    is_credible(snapshot, iif, sip, tip, oif).then_some(found)
}

/// Whether `sip` can have sent it (`fib_validate_source`).
fn is_credible(
    snapshot: &Snapshot,
    iif: &Interface,
    sip: Ipv4Addr,
    tip: Ipv4Addr,
    oif: Option<IfIndex>,
) -> bool {
    let conf = &iif.conf4;
    if conf.rp_filter == 0 && !(conf.send_redirects && oif == Some(iif.index)) {
        if conf.accept_local {
            return true;
        }
        if snapshot.routing.merges_local() {
            return !snapshot.interfaces.is_local4(sip);
        }
    }
    let Some(back) = snapshot.routing.lookup(&key(tip, sip, oif)).route() else {
        return conf.rp_filter == 0;
    };
    let credible = match back.info.kind {
        RouteKind::Unicast => true,
        RouteKind::Local => conf.accept_local,
        RouteKind::Broadcast
        | RouteKind::Anycast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => false,
    };
    let through = back.info.nexthops.iter().any(|next| next.oif == iif.index);
    credible && (through || conf.rp_filter != 1 && !iif.addresses4.is_empty())
}

/// The address to speak to `target` from (`inet_select_addr`), unspecified if there is none.
pub(super) fn select(
    snapshot: &Snapshot,
    oif: &Interface,
    target: Ipv4Addr,
    scope: Scope,
) -> Ipv4Addr {
    let primaries = || {
        oif.addresses4
            .iter()
            .filter(|own| !own.secondary && own.scope <= scope)
    };
    let elsewhere = || {
        snapshot
            .interfaces
            .iter()
            .flat_map(|interface| &interface.addresses4)
            .find(|own| !own.secondary && own.scope != Scope::LINK && own.scope <= scope)
    };
    primaries()
        .find(|own| own.subnet.contains(&target))
        .or_else(|| primaries().next())
        .or_else(elsewhere)
        .map_or(Ipv4Addr::UNSPECIFIED, |own| own.local)
}
