//! Source addresses: whether one is credible (`fib_validate_source`), and which one to use
//! (`inet_select_addr`, RFC 6724).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{
    Context,
    route::{Hop, found, key4},
};
use crate::{
    drop_reason::DropReason,
    iface::{Address4, Address6, IfIndex, Interface, InterfaceKind, Scope},
    packet::{Mark, Packet},
    route::{FlowKey, RouteInfo, RouteKind, RouteMatch},
    wire::{ipv4::Ipv4View, ipv6},
};

/// Checks the source of a received packet (`fib_validate_source`, RFC 3704). `oif` is where it will
/// go, `None` if it is for the router. Says whether the source is directly on the link; only asked
/// for, and only looked at, where a redirect may have to be sent.
///
/// # Errors
/// [`DropReason::MartianSource`] or [`DropReason::IpRpFilter`].
#[inline]
pub(crate) fn validate4(
    cx: &Context<'_>,
    iif: &Interface,
    packet: &Packet,
    view: &Ipv4View<'_>,
    oif: Option<&Interface>,
) -> Result<bool, DropReason> {
    let conf = &iif.conf4;
    let may_redirect = conf.send_redirects && oif.is_some_and(|oif| oif.index == iif.index);
    if conf.rp_filter == 0 && !may_redirect {
        if conf.accept_local {
            return Ok(false);
        }
        // Where there were ever rules, the kernel asks them (`fib4_has_custom_rules`).
        if cx.snapshot.routing.merges_local() {
            return if cx.snapshot.interfaces.is_local4(view.src()) {
                Err(DropReason::MartianSource)
            } else {
                Ok(false)
            };
        }
    }
    reverse_path(cx, iif, packet, view, oif)
}

/// Looks up the way back to the source (`__fib_validate_source`).
fn reverse_path(
    cx: &Context<'_>,
    iif: &Interface,
    packet: &Packet,
    view: &Ipv4View<'_>,
    oif: Option<&Interface>,
) -> Result<bool, DropReason> {
    let conf = &iif.conf4;
    let mut key = key4(packet, view);
    (key.src, key.dst) = (key.dst, key.src);
    (key.sport, key.dport) = (key.dport, key.sport);
    key.iif = oif.map(|oif| oif.index);
    if !conf.src_valid_mark {
        key.mark = Mark::default();
    }
    let no_way_back = if conf.rp_filter == 0 {
        Ok(false)
    } else {
        Err(DropReason::IpRpFilter)
    };
    let Ok(back) = found(cx.snapshot.routing.lookup(&key)) else {
        return no_way_back;
    };
    match back.info.kind {
        RouteKind::Unicast => {}
        RouteKind::Local if conf.accept_local => {}
        RouteKind::Local
        | RouteKind::Broadcast
        | RouteKind::Anycast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => return Err(DropReason::MartianSource),
    }
    if let Some(direct) = through(&back, iif.index) {
        return Ok(direct);
    }
    if iif.addresses4.is_empty() {
        return no_way_back;
    }
    if conf.rp_filter == 1 {
        return Err(DropReason::IpRpFilter);
    }
    key.oif = Some(iif.index);
    match found(cx.snapshot.routing.lookup(&key)) {
        Ok(back) if back.info.kind == RouteKind::Unicast => {
            Ok(through(&back, iif.index).unwrap_or(false))
        }
        Ok(_) | Err(_) => Ok(false),
    }
}

/// Whether the route goes by `oif` (`fib_info_nh_uses_dev`), and then whether without a gateway.
fn through(back: &RouteMatch<'_>, oif: IfIndex) -> Option<bool> {
    let nexthops = &back.info.nexthops;
    let next = nexthops.iter().find(|next| next.oif == oif)?;
    Some(next.gateway.is_none())
}

/// Whether source and gateway are in one subnet of the interface (`inet_addr_onlink`).
pub(crate) fn on_link4(iface: &Interface, src: Ipv4Addr, hop: &Hop<'_>) -> bool {
    let gateway = match (hop.gateway, hop.address) {
        (true, IpAddr::V4(gateway)) => Some(gateway),
        (true, IpAddr::V6(_)) | (false, _) => None,
    };
    iface.addresses4.iter().any(|address| {
        !address.secondary
            && address.subnet.contains(&src)
            && gateway.is_none_or(|gateway| address.subnet.contains(&gateway))
    })
}

/// The IPv4 source address for what leaves by `oif` towards `dst` (`inet_select_addr`): the first
/// primary address in whose subnet `dst` is, else the interface's first, else that of any other
/// interface.
pub(crate) fn select_address4(
    cx: &Context<'_>,
    oif: &Interface,
    dst: Option<Ipv4Addr>,
    scope: Scope,
) -> Option<Ipv4Addr> {
    let fits = |address: &&Address4| dst.is_none_or(|dst| address.subnet.contains(&dst));
    let own = usable(oif, scope).find(fits);
    if let Some(address) = own.or_else(|| usable(oif, scope).next()) {
        return Some(address.local);
    }
    let mut others = cx
        .snapshot
        .interfaces
        .iter()
        .flat_map(|iface| usable(iface, scope));
    others
        .find(|address| address.scope != Scope::LINK)
        .map(|address| address.local)
}

fn usable(iface: &Interface, scope: Scope) -> impl Iterator<Item = &Address4> {
    let addresses = iface.addresses4.iter();
    addresses.filter(move |address| !address.secondary && address.scope <= scope)
}

/// The IPv6 source address for what leaves by `oif` towards `dst` (RFC 6724 §5, as far as the kernel
/// goes: rules 1, 2, 3, 5, 6 and 8).
pub(crate) fn select_address6(
    cx: &Context<'_>,
    oif: &Interface,
    dst: Ipv6Addr,
) -> Option<Ipv6Addr> {
    // Candidates for link-local and multicast destinations are the interface's own (§4).
    let own_only = dst.is_multicast() || dst.is_unicast_link_local();
    let others = cx
        .snapshot
        .interfaces
        .iter()
        .filter(|iface| !own_only && iface.index != oif.index);
    let candidates = std::iter::once(oif)
        .chain(others.map(|iface| &**iface))
        .filter(|iface| iface.running && !iface.conf6.disable_ipv6)
        .flat_map(|iface| iface.addresses6.iter().map(move |a| (iface, a)));
    let rank = |(iface, address): &(&Interface, &Address6)| {
        let scope = scope6(address.local);
        let wanted = scope6(dst);
        (
            address.local == dst,
            // Rule 2: the smallest scope that reaches, else the largest.
            if scope >= wanted {
                32 - i32::from(scope)
            } else {
                i32::from(scope) - 32
            },
            !address.deprecated,
            iface.index == oif.index,
            label6(address.local) == label6(dst),
            common_prefix(address, dst),
        )
    };
    let mut best = None;
    for candidate in candidates {
        let rank = rank(&candidate);
        if best.as_ref().is_none_or(|(_, top)| rank > *top) {
            best = Some((candidate.1.local, rank));
        }
    }
    best.map(|(address, _)| address)
}

/// The scope of an address, as multicast scopes are numbered (RFC 6724 §3.1).
fn scope6(address: Ipv6Addr) -> u8 {
    if address.is_multicast() {
        ipv6::multicast_scope(address)
    } else if address.is_loopback() || address.is_unicast_link_local() {
        2
    } else if address.segments()[0] & 0xffc0 == 0xfec0 {
        5
    } else {
        14
    }
}

/// The label of an address by the default policy table (RFC 6724 §2.1, and Linux's additions).
fn label6(address: Ipv6Addr) -> u8 {
    let [a, b, ..] = address.segments();
    if address.is_loopback() {
        0
    } else if address.to_ipv4_mapped().is_some() {
        4
    } else if a & 0xfe00 == 0xfc00 {
        5
    } else if a == 0x2002 {
        2
    } else if (a, b) == (0x2001, 0) {
        6
    } else if (a, b & 0xfff0) == (0x2001, 0x0010) {
        7
    } else if address.octets()[..12] == [0; 12] {
        3
    } else {
        1
    }
}

/// Bits that the address has in common with `dst`, no more than its prefix (rule 8).
fn common_prefix(address: &Address6, dst: Ipv6Addr) -> u32 {
    let same = (address.local.to_bits() ^ dst.to_bits()).leading_zeros();
    same.min(u32::from(address.subnet.prefix_len()))
}

/// The address by which the router answers a packet that was not sent to one of its own
/// (`fib_compute_spec_dst`): the one that it would use towards the sender.
pub(crate) fn specific_destination(
    cx: &Context<'_>,
    packet: &Packet,
    view: &Ipv4View<'_>,
) -> Option<Ipv4Addr> {
    let iif = cx.input(packet)?;
    if view.src().is_unspecified() {
        return select_address4(cx, iif, None, Scope::LINK);
    }
    let mut key = key4(packet, view);
    (key.dst, key.src) = (key.src, Ipv4Addr::UNSPECIFIED.into());
    key.iif = None;
    match found(cx.snapshot.routing.lookup(&key)) {
        Ok(back) => {
            let next = back.info.nexthops.first()?;
            let hop = Hop::of(cx, back.info, next, view.src().into())?;
            preferred4(cx, back.info, &hop)
        }
        Err(_) => select_address4(cx, iif, Some(view.src()), Scope::UNIVERSE),
    }
}

/// The source that a route asks for, or the one that fits its next hop (`fib_result_prefsrc`).
pub(crate) fn preferred4(cx: &Context<'_>, info: &RouteInfo, hop: &Hop<'_>) -> Option<Ipv4Addr> {
    if let Some(IpAddr::V4(src)) = info.prefsrc {
        return Some(src);
    }
    let gateway = match (hop.gateway, hop.address) {
        (true, IpAddr::V4(gateway)) => Some(gateway),
        (true, IpAddr::V6(_)) | (false, _) => None,
    };
    select_address4(cx, hop.oif, gateway, info.scope)
}

/// Whether an address is one of the router's anycast addresses (`ipv6_chk_acast_addr`).
pub(crate) fn is_anycast6(cx: &Context<'_>, address: Ipv6Addr) -> bool {
    let key = FlowKey {
        dst: address.into(),
        src: Ipv6Addr::UNSPECIFIED.into(),
        iif: None,
        oif: None,
        mark: Mark::default(),
        tos: 0,
        proto: 0,
        sport: 0,
        dport: 0,
    };
    let found = found(cx.snapshot.routing.lookup(&key));
    found.is_ok_and(|found| found.info.kind == RouteKind::Anycast)
}

/// Whether an interface is `lo`.
pub(crate) fn is_loopback(iface: &Interface) -> bool {
    iface.kind == InterfaceKind::Loopback
}
