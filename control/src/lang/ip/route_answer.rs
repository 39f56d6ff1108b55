//! What `ip route get` answers: the kernel's route lookups, as far as the answer shows them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dataplane::{
    iface::{IfIndex, Interface, Scope},
    route::{Decision, FlowKey, NextHop, Refusal, RouteInfo, RouteKind, TableId},
    snapshot::Snapshot,
};
use ipnet::IpNet;

use super::{options::Family, prefix::Prefix, route_get::Question, route_show::Got, source};
use crate::config::{Errno, Model, NetError, Nexthop, Route, RouteMetrics};

/// Where it is asked.
#[derive(Clone, Copy)]
pub(super) struct Place<'s> {
    /// What packets meet.
    pub(super) snapshot: &'s Snapshot,
    /// What it was made of.
    pub(super) model: &'s Model,
    /// Which next hop a flow takes.
    pub(super) hash: &'s dyn Fn(&FlowKey) -> u32,
}

/// What was found: the route as `ip route get` shows it, and what decided.
pub(super) struct Answer<'s> {
    /// The route.
    pub(super) route: Route,
    /// What `get` adds; nothing for `fibmatch`.
    pub(super) got: Option<Got>,
    /// How it was found.
    pub(super) decision: Decision<'s>,
    /// The route in its table, if there is one.
    pub(super) origin: Option<Route>,
}

/// The table as the kernel calls it: while it keeps IPv4's local and main in one, that is main.
fn called(snapshot: &Snapshot, dst: IpAddr, table: TableId) -> TableId {
    if dst.is_ipv4() && table == TableId::LOCAL && snapshot.routing.merges_local() {
        TableId::MAIN
    } else {
        table
    }
}

/// The best route in `table`, or else in main, that leaves by `oif`: what the workers look routes up
/// in has the best of each prefix only.
fn find_by_oif(model: &Model, table: TableId, key: &FlowKey, oif: IfIndex) -> Option<Route> {
    for table in [table, TableId::MAIN] {
        let best = model
            .routes(Family::of(key.dst), Some(table))
            .filter(|route| {
                route.dst.contains(&key.dst)
                    && (route.tos == 0 || route.tos == key.tos)
                    && (refuses(route.kind)
                        || route.nexthops.iter().any(|hop| hop.dev == Some(oif)))
            })
            .min_by_key(|route| (u8::MAX - route.dst.prefix_len(), route.metric));
        match best {
            Some(route) if route.kind == RouteKind::Throw => {}
            Some(route) => return Some(route).filter(|route| !refuses(route.kind)),
            None => {}
        }
    }
    None
}

/// Whether a route of that type leads nowhere, by whichever link.
fn refuses(kind: RouteKind) -> bool {
    match kind {
        RouteKind::Blackhole | RouteKind::Unreachable | RouteKind::Prohibit | RouteKind::Throw => {
            true
        }
        RouteKind::Unicast
        | RouteKind::Local
        | RouteKind::Broadcast
        | RouteKind::Anycast
        | RouteKind::Multicast => false,
    }
}

/// What `oif` makes of the next hops of a route.
enum HopOfOif {
    /// It does not matter.
    Any,
    /// This one leaves by it.
    Is(NextHop),
    /// None does.
    None,
}

fn by_oif(info: &RouteInfo, oif: Option<IfIndex>) -> HopOfOif {
    match oif.filter(|_| !info.nexthops.is_empty()) {
        None => HopOfOif::Any,
        Some(oif) => info
            .nexthops
            .iter()
            .find(|hop| hop.oif == oif)
            .map_or(HopOfOif::None, |hop| HopOfOif::Is(*hop)),
    }
}

/// An answer by a route that leaves by `oif`, or without any: the kernel takes the destination for a
/// neighbour then.
fn through4<'s>(
    snapshot: &Snapshot,
    route: Option<Route>,
    oif: &Interface,
    dst: Ipv4Addr,
    src: Ipv4Addr,
    from: Ipv4Addr,
    got: Got,
) -> Answer<'s> {
    let gateway = route
        .iter()
        .flat_map(|route| &route.nexthops)
        .find(|hop| hop.dev == Some(oif.index))
        .and_then(|hop| hop.gateway);
    let near = match gateway {
        Some(IpAddr::V4(gateway)) => gateway,
        Some(IpAddr::V6(_)) | None => Ipv4Addr::UNSPECIFIED,
    };
    let scope = route.as_ref().map_or(Scope::LINK, |route| route.scope);
    let src = match route.as_ref().and_then(|route| route.prefsrc) {
        _ if !src.is_unspecified() => src,
        Some(IpAddr::V4(prefsrc)) => prefsrc,
        Some(IpAddr::V6(_)) | None => source::select4(snapshot, oif, near, scope),
    };
    let mut answer = on_link(dst, RouteKind::Unicast, oif, src, from, got);
    if let Some(got) = answer
        .got
        .as_mut()
        .filter(|_| oif.index == IfIndex::LOOPBACK)
    {
        got.cache = Some(LOCAL);
    }
    if let Some(hop) = answer.route.nexthops.first_mut() {
        hop.gateway = gateway;
    }
    if let Some(route) = &route {
        answer.route.tos = route.tos;
        answer.route.metrics = route.metrics;
    }
    answer.origin = route;
    answer
}

/// What a lookup without a route answers.
pub(super) fn refusal(decision: Decision<'_>) -> Option<NetError> {
    let (refusal, by_route) = match decision {
        Decision::Route(_) => return None,
        Decision::NoRoute => return Some(Errno::NetUnreach.into()),
        Decision::RefusedByRoute(refusal, _) => (refusal, true),
        Decision::RefusedByRule(refusal, _) => (refusal, false),
    };
    Some(match refusal {
        Refusal::Blackhole => Errno::Inval.into(),
        Refusal::Unreachable if by_route => Errno::HostUnreach.into(),
        Refusal::Unreachable => Errno::NetUnreach.into(),
        Refusal::Prohibit => Errno::Acces.into(),
    })
}

/// The route of that prefix in its table.
fn find_route(
    model: &Model,
    table: TableId,
    prefix: IpNet,
    tos: u8,
    metric: Option<u32>,
) -> Option<Route> {
    let family = Family::of(prefix.addr());
    let in_table = |table| {
        model.routes(family, Some(table)).find(|route| {
            route.dst == prefix
                && route.tos == tos
                && metric.is_none_or(|metric| metric == route.metric)
        })
    };
    in_table(table).or_else(|| {
        // While the kernel keeps both in one, it calls them main.
        (table == TableId::MAIN)
            .then(|| in_table(TableId::LOCAL))
            .flatten()
    })
}

fn as_nexthop(nexthop: &NextHop) -> Nexthop {
    Nexthop {
        gateway: nexthop.gateway,
        dev: Some(nexthop.oif),
        weight: 1,
        onlink: nexthop.onlink,
        linkdown: false,
        dead: false,
    }
}

/// A route as `get` shows it, before what the lookup found.
fn bare(dst: IpAddr, kind: RouteKind, table: TableId) -> Route {
    Route {
        dst: IpNet::from(dst),
        table,
        tos: 0,
        kind,
        protocol: 0,
        scope: Scope::UNIVERSE,
        metric: 0,
        prefsrc: None,
        nexthops: Vec::new(),
        metrics: RouteMetrics::default(),
        pref: 0,
        origin: None,
    }
}

pub(super) fn v4(prefix: Option<Prefix>) -> Ipv4Addr {
    match prefix {
        Some(Prefix::Net {
            addr: IpAddr::V4(addr),
            ..
        }) => addr,
        _ => Ipv4Addr::UNSPECIFIED,
    }
}

pub(super) fn v6(prefix: Option<Prefix>) -> Ipv6Addr {
    match prefix {
        Some(Prefix::Net {
            addr: IpAddr::V6(addr),
            ..
        }) => addr,
        _ => Ipv6Addr::UNSPECIFIED,
    }
}

fn is_zeronet(addr: Ipv4Addr) -> bool {
    addr.octets()[0] == 0
}

const LOCAL: &[&str] = &["local"];
const LOCAL_BROADCAST: &[&str] = &["local", "brd"];
const MULTICAST: &[&str] = &["mc"];
const LOCAL_MULTICAST: &[&str] = &["local", "mc"];
const REDIRECT: &[&str] = &["redirect"];

/// `inet_rtm_getroute`.
pub(super) fn get4<'s>(question: &Question, place: Place<'s>) -> Result<Answer<'s>, NetError> {
    let dst = v4(question.dst);
    let from = v4(question.from);
    let key = question.key();
    let got = Got {
        from: (!from.is_unspecified()).then_some(from.into()),
        cache: Some(&[]),
        mark: question.mark,
        uid: question.uid.or(question.iif.is_none().then_some(0)),
        iif: question.iif,
    };
    if question.fibmatch {
        return fibmatch(&key, place);
    }
    match question.iif {
        Some(iif) => input4(&key, iif, got, place, dst, from),
        None => output4(key, got, place, dst, from),
    }
}

/// `fibmatch`: the route itself.
fn fibmatch<'s>(key: &FlowKey, place: Place<'s>) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot, model, ..
    } = place;
    let decision = snapshot.routing.lookup(key);
    if let Some(error) = refusal(decision) {
        return Err(error);
    }
    let found = decision.route().ok_or(Errno::NetUnreach)?;
    let prefix = IpNet::new(key.dst, found.prefix_len)
        .map_err(|_| Errno::Inval)?
        .trunc();
    let mut route =
        find_route(model, found.table, prefix, found.tos, None).ok_or(Errno::HostUnreach)?;
    let origin = route.clone();
    route.table = called(snapshot, key.dst, found.table);
    Ok(Answer {
        route,
        got: None,
        decision,
        origin: Some(origin),
    })
}

/// `ip_route_output_key_hash_rcu`.
fn output4<'s>(
    mut key: FlowKey,
    mut got: Got,
    place: Place<'s>,
    dst: Ipv4Addr,
    from: Ipv4Addr,
) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot,
        model,
        hash,
    } = place;
    let interfaces = &snapshot.interfaces;
    if !from.is_unspecified() {
        if from.is_multicast() || from.is_broadcast() || is_zeronet(from) {
            return Err(Errno::Inval.into());
        }
        if !source::is_own4(snapshot, from) {
            return Err(Errno::NetUnreach.into());
        }
    }
    let oif = key.oif.and_then(|oif| interfaces.get(oif));
    if let Some(oif) = oif {
        let up = model.link(oif.index).is_some_and(|link| link.up);
        if !up {
            return Err(Errno::NetUnreach.into());
        }
    }
    let mut src = from;
    // What stays on the link needs no route.
    if let Some(oif) = oif.filter(|_| is_link_local_group(dst) || dst.is_broadcast()) {
        if src.is_unspecified() {
            src = source::select4(snapshot, oif, Ipv4Addr::UNSPECIFIED, Scope::LINK);
        }
        let kind = if dst.is_broadcast() {
            RouteKind::Broadcast
        } else {
            RouteKind::Multicast
        };
        got.cache = Some(if dst.is_broadcast() {
            LOCAL_BROADCAST
        } else if dst == Ipv4Addr::new(224, 0, 0, 1) {
            LOCAL_MULTICAST
        } else {
            MULTICAST
        });
        return Ok(on_link(dst, kind, oif, src, from, got));
    }
    if dst.is_unspecified() {
        let dst = if from.is_unspecified() {
            src = Ipv4Addr::LOCALHOST;
            Ipv4Addr::UNSPECIFIED
        } else {
            from
        };
        got.cache = Some(LOCAL);
        let lo = interfaces.get(IfIndex::LOOPBACK).ok_or(Errno::NetUnreach)?;
        return Ok(on_link(dst, RouteKind::Local, lo, src, from, got));
    }
    key.src = src.into();
    let decision = snapshot.routing.lookup(&key);
    let found = match (refusal(decision), decision.route()) {
        (None, Some(found)) => found,
        (error, _) => {
            let error = error.unwrap_or_else(|| Errno::NetUnreach.into());
            // The kernel takes what the tables know nothing of for a neighbour of `oif`.
            let oif = oif.ok_or(error)?;
            if src.is_unspecified() {
                src = source::select4(snapshot, oif, Ipv4Addr::UNSPECIFIED, Scope::LINK);
            }
            return Ok(Answer {
                decision,
                ..on_link(dst, RouteKind::Unicast, oif, src, from, got)
            });
        }
    };
    let prefix = IpNet::new(key.dst, found.prefix_len).map_err(|_| Errno::Inval)?;
    let origin = find_route(model, found.table, prefix.trunc(), found.tos, None);
    let mut kind = found.info.kind;
    let table = called(snapshot, key.dst, found.table);
    let mut route = bare(dst.into(), kind, table);
    route.tos = found.tos;
    let hop_of_oif = by_oif(found.info, key.oif);
    if let (Some(oif), HopOfOif::None) = (oif, &hop_of_oif) {
        let route = find_by_oif(model, found.table, &key, oif.index);
        return Ok(Answer {
            decision,
            ..through4(snapshot, route, oif, dst, src, from, got)
        });
    }
    let nexthop = match hop_of_oif {
        HopOfOif::Is(hop) => Some(hop),
        HopOfOif::Any | HopOfOif::None => found.info.select(hash(&key)).copied(),
    };
    let prefsrc = match found.info.prefsrc {
        Some(IpAddr::V4(prefsrc)) => Some(prefsrc),
        Some(IpAddr::V6(_)) | None => None,
    };
    if kind == RouteKind::Local {
        if src.is_unspecified() {
            src = prefsrc.unwrap_or(dst);
        }
        got.cache = Some(LOCAL);
        route.nexthops = vec![loopback()];
        if let Some(origin) = &origin {
            route.metrics = origin.metrics;
        }
    } else {
        let nexthop = nexthop.ok_or(Errno::NetUnreach)?;
        if src.is_unspecified() {
            let gateway = match nexthop.gateway {
                Some(IpAddr::V4(gateway)) => gateway,
                Some(IpAddr::V6(_)) | None => Ipv4Addr::UNSPECIFIED,
            };
            let oif = interfaces.get(nexthop.oif).ok_or(Errno::NetUnreach)?;
            src = prefsrc
                .unwrap_or_else(|| source::select4(snapshot, oif, gateway, found.info.scope));
        }
        if dst.is_broadcast() {
            kind = RouteKind::Broadcast;
        } else if dst.is_multicast() {
            kind = RouteKind::Multicast;
        }
        let no_gateway = kind == RouteKind::Broadcast;
        got.cache = Some(match kind {
            RouteKind::Broadcast => LOCAL_BROADCAST,
            RouteKind::Multicast => MULTICAST,
            RouteKind::Unicast
            | RouteKind::Local
            | RouteKind::Anycast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => {
                if nexthop.oif == IfIndex::LOOPBACK {
                    LOCAL
                } else {
                    &[]
                }
            }
        });
        route.kind = kind;
        let mut shown = as_nexthop(&nexthop);
        shown.onlink = false;
        if no_gateway {
            shown.gateway = None;
        }
        route.nexthops = vec![shown];
        if !no_gateway && let Some(origin) = &origin {
            route.metrics = origin.metrics;
        }
    }
    route.prefsrc = (src != from && !src.is_unspecified()).then_some(src.into());
    Ok(Answer {
        route,
        got: Some(got),
        decision,
        origin,
    })
}

fn is_link_local_group(addr: Ipv4Addr) -> bool {
    let [a, b, c, _] = addr.octets();
    [a, b, c] == [224, 0, 0]
}

fn loopback() -> Nexthop {
    Nexthop {
        gateway: None,
        dev: Some(IfIndex::LOOPBACK),
        weight: 1,
        onlink: false,
        linkdown: false,
        dead: false,
    }
}

/// An answer without a route.
fn on_link<'s>(
    dst: Ipv4Addr,
    kind: RouteKind,
    oif: &Interface,
    src: Ipv4Addr,
    from: Ipv4Addr,
    got: Got,
) -> Answer<'s> {
    let mut route = bare(dst.into(), kind, TableId::MAIN);
    route.nexthops = vec![Nexthop {
        dev: Some(oif.index),
        ..loopback()
    }];
    route.prefsrc = (src != from && !src.is_unspecified()).then_some(src.into());
    Answer {
        route,
        got: Some(got),
        decision: Decision::NoRoute,
        origin: None,
    }
}

/// `ip_route_input_slow`.
fn input4<'s>(
    key: &FlowKey,
    iif: IfIndex,
    mut got: Got,
    place: Place<'s>,
    dst: Ipv4Addr,
    from: Ipv4Addr,
) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot,
        model,
        hash,
    } = place;
    let input = snapshot.interfaces.get(iif).ok_or(Errno::NoDev)?;
    let martian = from.is_multicast()
        || from.is_broadcast()
        || is_zeronet(from)
        || is_zeronet(dst)
        || !input.conf4.route_localnet && (dst.is_loopback() || from.is_loopback());
    if martian {
        return Err(Errno::Inval.into());
    }
    let decision = snapshot.routing.lookup(key);
    if dst.is_broadcast() {
        got.cache = Some(LOCAL_BROADCAST);
        let mut route = bare(dst.into(), RouteKind::Broadcast, TableId::MAIN);
        route.nexthops = vec![loopback()];
        return Ok(Answer {
            route,
            got: Some(got),
            decision,
            origin: None,
        });
    }
    if let Some(error) = refusal(decision) {
        let forwarding = input.conf4.forwarding;
        return Err(if forwarding {
            error
        } else {
            Errno::HostUnreach.into()
        });
    }
    let found = decision.route().ok_or(Errno::NetUnreach)?;
    // Whoever sends from one of our addresses is lying.
    let back = FlowKey {
        dst: key.src,
        src: key.dst,
        iif: None,
        oif: None,
        ..*key
    };
    let reverse = snapshot.routing.lookup(&back);
    let reverse_kind = reverse.route().map(|found| found.info.kind);
    if reverse_kind.is_some_and(|kind| kind != RouteKind::Unicast) {
        return Err(Errno::Inval.into());
    }
    let reverse_hop = reverse
        .route()
        .and_then(|found| found.info.nexthops.iter().find(|hop| hop.oif == iif));
    let spoofed = match input.conf4.rp_filter {
        1 => reverse_hop.is_none(),
        2 => reverse_kind.is_none(),
        _ => false,
    };
    if spoofed {
        return Err(NetError::explained(
            Errno::Inval,
            "RTNETLINK answers: Invalid cross-device link",
        ));
    }
    let prefix = IpNet::new(key.dst, found.prefix_len).map_err(|_| Errno::Inval)?;
    let origin = find_route(model, found.table, prefix.trunc(), found.tos, None);
    let kind = found.info.kind;
    let table = called(snapshot, key.dst, found.table);
    let mut route = bare(dst.into(), kind, table);
    route.tos = found.tos;
    match kind {
        RouteKind::Local | RouteKind::Broadcast => {
            got.cache = Some(if kind == RouteKind::Local {
                LOCAL
            } else {
                LOCAL_BROADCAST
            });
            route.nexthops = vec![loopback()];
        }
        _ if !input.conf4.forwarding => return Err(Errno::HostUnreach.into()),
        RouteKind::Unicast => {
            let nexthop = found.info.select(hash(key)).ok_or(Errno::NetUnreach)?;
            let on_same_link =
                nexthop.oif == iif && reverse_hop.is_some_and(|hop| hop.gateway.is_none());
            if on_same_link && input.conf4.send_redirects {
                got.cache = Some(REDIRECT);
            }
            let mut shown = as_nexthop(nexthop);
            shown.onlink = false;
            route.nexthops = vec![shown];
            if let Some(origin) = &origin {
                route.metrics = origin.metrics;
            }
        }
        RouteKind::Anycast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => return Err(Errno::Inval.into()),
    }
    Ok(Answer {
        route,
        got: Some(got),
        decision,
        origin,
    })
}

/// `inet6_rtm_getroute`.
pub(super) fn get6<'s>(question: &Question, place: Place<'s>) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot,
        model,
        hash,
    } = place;
    let dst = v6(question.dst);
    let from = v6(question.from);
    let key = question.key();
    if question.fibmatch {
        return fibmatch(&key, place);
    }
    let decision = snapshot.routing.lookup(&key);
    if let Some(error) = refusal(decision) {
        return Err(error);
    }
    let found = decision.route().ok_or(Errno::NetUnreach)?;
    let prefix = IpNet::new(key.dst, found.prefix_len).map_err(|_| Errno::Inval)?;
    let nexthop = match by_oif(found.info, question.oif) {
        HopOfOif::Is(hop) => Some(hop),
        HopOfOif::Any => found.info.select(hash(&key)).copied(),
        HopOfOif::None => None,
    };
    let dev = nexthop.map(|hop| hop.oif).or(question.oif);
    let origin = match (nexthop, question.oif) {
        (None, Some(oif)) => {
            let route = find_by_oif(model, found.table, &key, oif);
            Some(route.ok_or(Errno::NetUnreach)?)
        }
        _ => model
            .routes(Family::Inet6, Some(found.table))
            .filter(|route| route.dst == prefix.trunc() && route.kind == found.info.kind)
            .find(|route| route.nexthops.iter().any(|hop| hop.dev == dev)),
    };
    let mut route = match &origin {
        Some(origin) => Route {
            dst: IpNet::from(IpAddr::V6(dst)),
            nexthops: Vec::new(),
            ..origin.clone()
        },
        None => bare(dst.into(), found.info.kind, found.table),
    };
    let local = found.info.kind == RouteKind::Local;
    route.nexthops = match &nexthop {
        _ if local => vec![loopback()],
        Some(nexthop) => vec![as_nexthop(nexthop)],
        None => origin
            .iter()
            .flat_map(|route| &route.nexthops)
            .find(|hop| hop.dev == dev)
            .cloned()
            .into_iter()
            .collect(),
    };
    if question.iif.is_none() {
        let prefsrc = match route.prefsrc {
            Some(IpAddr::V6(prefsrc)) => Some(prefsrc),
            Some(IpAddr::V4(_)) | None => None,
        };
        let oif = dev.and_then(|dev| snapshot.interfaces.get(dev));
        route.prefsrc = prefsrc
            .or_else(|| local.then_some(dst))
            .or_else(|| source::select6(snapshot, oif?, dst))
            .map(IpAddr::V6);
    } else {
        route.prefsrc = None;
    }
    let got = Got {
        from: Some(from.into()),
        cache: None,
        mark: question.mark,
        uid: None,
        iif: question.iif,
    };
    Ok(Answer {
        route,
        got: Some(got),
        decision,
        origin,
    })
}
