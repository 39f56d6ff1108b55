//! Where a received packet goes: martian checks, the route lookup, and what the route's type means.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Context, express::is_ordinary4, source};
use crate::{
    drop_reason::DropReason,
    iface::{Interface, InterfaceKind, MacAddr},
    packet::Packet,
    route::{
        Decision, FlowKey, HashPolicy, NextHop, Refusal, RouteInfo, RouteKind, RouteMatch,
        multipath_hash,
    },
    wire::{
        ipv4::{Ipv4View, protocol},
        ipv6::{self, Ipv6View},
        ipv6_ext, ndisc,
    },
};

/// Why there is no way to a destination: the kernel's error numbers, which choose the ICMP code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RouteError {
    /// No route, or a rule `unreachable` (`ENETUNREACH`).
    NetUnreach,
    /// A route of type unreachable (`EHOSTUNREACH`).
    HostUnreach,
    /// A route or rule `prohibit` (`EACCES`).
    Prohibited,
    /// A route or rule `blackhole` (`EINVAL`): nobody is told.
    Blackhole,
    /// The router does not forward here: nobody is told.
    NotRouter,
}

impl From<RouteError> for DropReason {
    fn from(error: RouteError) -> Self {
        match error {
            RouteError::NetUnreach => Self::IpInNoRoutes,
            RouteError::HostUnreach => Self::RouteUnreachable,
            RouteError::Prohibited => Self::RouteProhibit,
            RouteError::Blackhole => Self::RouteBlackhole,
            RouteError::NotRouter => Self::ForwardingOff,
        }
    }
}

/// For whom a packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destined {
    /// For an address of the router.
    Local,
    /// For all on the link.
    Broadcast,
    /// For a group that the router is in.
    Multicast,
    /// For somebody else.
    Elsewhere,
}

/// Where a received packet goes.
pub(crate) enum Input<'a> {
    /// To the router.
    Deliver(Destined),
    /// On, to the next hop.
    Forward {
        hop: Hop<'a>,
        /// The sender could have reached the next hop without the router (`IPSKB_DOREDIRECT`).
        redirect: bool,
    },
    /// Nowhere.
    Unreachable(RouteError),
}

/// The next hop of a packet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hop<'a> {
    /// The interface to leave by.
    pub(crate) oif: &'a Interface,
    /// The neighbour: the gateway, or the destination itself.
    pub(crate) address: IpAddr,
    /// Whether `address` is a gateway.
    pub(crate) gateway: bool,
    /// The route; `None` if the packet is bound to an interface without one.
    pub(crate) info: Option<&'a RouteInfo>,
}

impl<'a> Hop<'a> {
    /// Follows `info` to one of its next hops.
    pub(crate) fn of(
        cx: &Context<'a>,
        info: &'a RouteInfo,
        next: &NextHop,
        dst: IpAddr,
    ) -> Option<Self> {
        Some(Self {
            oif: cx.interface(next.oif)?,
            address: next.gateway.unwrap_or(dst),
            gateway: next.gateway.is_some(),
            info: Some(info),
        })
    }

    /// The Ethernet address, where no neighbour has to be asked for it.
    #[inline]
    pub(crate) fn mac(&self) -> Option<MacAddr> {
        let resolved = match self.oif.kind {
            InterfaceKind::Loopback | InterfaceKind::Dummy => Some(self.oif.mac),
            InterfaceKind::Port | InterfaceKind::Vlan { .. } => {
                (!self.oif.arp).then_some(self.oif.mac)
            }
        };
        if resolved.is_some() {
            return resolved;
        }
        let broadcast = self
            .info
            .is_some_and(|info| info.kind == RouteKind::Broadcast);
        match self.address {
            IpAddr::V4(address) => {
                if broadcast || address.is_broadcast() {
                    return Some(MacAddr::BROADCAST);
                }
                // RFC 1112 §6.4.
                let [_, b, c, d] = address.octets();
                address
                    .is_multicast()
                    .then_some(MacAddr([0x01, 0x00, 0x5e, b & 0x7f, c, d]))
            }
            IpAddr::V6(address) => {
                // RFC 2464 §7.
                let [.., a, b, c, d] = address.octets();
                address
                    .is_multicast()
                    .then_some(MacAddr([0x33, 0x33, a, b, c, d]))
            }
        }
    }

    /// The largest packet for this way (`ip_dst_mtu_maybe_forward`): the route's MTU goes before
    /// the interface's, even if it is larger.
    #[inline]
    pub(crate) fn mtu(&self) -> usize {
        let route = self.info.and_then(|info| info.mtu);
        route.unwrap_or(self.oif.mtu).min(0xffff) as usize
    }
}

/// What a decision means, in the kernel's error numbers.
pub(crate) fn found(decision: Decision<'_>) -> Result<RouteMatch<'_>, RouteError> {
    match decision {
        Decision::Route(found) => Ok(found),
        Decision::NoRoute | Decision::RefusedByRule(Refusal::Unreachable, _) => {
            Err(RouteError::NetUnreach)
        }
        Decision::RefusedByRoute(Refusal::Unreachable, _) => Err(RouteError::HostUnreach),
        Decision::RefusedByRoute(Refusal::Prohibit, _)
        | Decision::RefusedByRule(Refusal::Prohibit, _) => Err(RouteError::Prohibited),
        Decision::RefusedByRoute(Refusal::Blackhole, _)
        | Decision::RefusedByRule(Refusal::Blackhole, _) => Err(RouteError::Blackhole),
    }
}

/// What of an IPv4 packet decides about its route.
pub(crate) fn key4(packet: &Packet, view: &Ipv4View<'_>) -> FlowKey {
    // As in the kernel, a first fragment shows no ports either: all fragments go one way.
    let (sport, dport) = if view.is_fragment() {
        (0, 0)
    } else {
        ports(view.protocol(), view.payload())
    };
    FlowKey {
        dst: view.dst().into(),
        src: view.src().into(),
        iif: packet.meta.iif,
        oif: None,
        mark: packet.meta.mark,
        tos: view.tos(),
        proto: view.protocol(),
        sport,
        dport,
    }
}

/// What of an IPv6 packet decides about its route.
pub(crate) fn key6(packet: &Packet, view: &Ipv6View<'_>) -> FlowKey {
    let bytes = packet.network();
    let (proto, sport, dport) = match ipv6_ext::dissected(bytes) {
        Some(upper) if upper.fragment.is_none() => {
            let payload = bytes.get(upper.offset..).unwrap_or_default();
            let (sport, dport) = ports(upper.protocol, payload);
            (upper.protocol, sport, dport)
        }
        Some(upper) => (upper.protocol, 0, 0),
        None => (view.next_header(), 0, 0),
    };
    FlowKey {
        dst: view.dst().into(),
        src: view.src().into(),
        iif: packet.meta.iif,
        oif: None,
        mark: packet.meta.mark,
        tos: view.traffic_class(),
        proto,
        sport,
        dport,
    }
}

fn ports(proto: u8, payload: &[u8]) -> (u16, u16) {
    match (proto, payload) {
        (protocol::TCP | protocol::UDP, [a, b, c, d, ..]) => {
            (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d]))
        }
        _ => (0, 0),
    }
}

impl<'a> Context<'a> {
    /// The next hop of a packet on a route; a multipath route's is chosen by the flow's hash.
    #[inline]
    pub(crate) fn hop(
        &self,
        found: &RouteMatch<'a>,
        dst: IpAddr,
        packet: &Packet,
    ) -> Option<Hop<'a>> {
        let next = match &*found.info.nexthops {
            [only] => only,
            _ => {
                let hash = self.flow_hash(packet)?;
                found.info.select(hash)?
            }
        };
        Hop::of(self, found.info, next, dst)
    }

    /// The hash that chooses among next hops.
    #[cold]
    fn flow_hash(&self, packet: &Packet) -> Option<u32> {
        let bytes = packet.network();
        let sysctls = &self.snapshot.sysctls;
        let (key, policy, label) = match Ipv4View::header(bytes) {
            Ok(view) => (key4(packet, &view), sysctls.fib_multipath_hash_policy4, 0),
            Err(_) => {
                let view = Ipv6View::header(bytes).ok()?;
                (
                    key6(packet, &view),
                    sysctls.fib_multipath_hash_policy6,
                    view.flow_label(),
                )
            }
        };
        Some(self.key_hash(&key, policy, label))
    }

    /// As [`flow_hash`](Self::flow_hash), of a packet that is yet to be made.
    pub(crate) fn key_hash(&self, key: &FlowKey, policy: u8, flow_label: u32) -> u32 {
        let policy = match policy {
            0 => HashPolicy::L3,
            _ => HashPolicy::L4,
        };
        multipath_hash(self.own.hash_secret, policy, key, flow_label)
    }
}

/// Where a received IPv4 packet goes (`ip_route_input_slow`), or why it is dropped. `known` is the
/// outcome of a lookup by destination that was made before.
pub(crate) fn input4<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    known: Option<Decision<'a>>,
) -> Result<Input<'a>, DropReason> {
    let view = Ipv4View::header(packet.network())?;
    let (src, dst) = (view.src(), view.dst());
    let ordinary = is_ordinary4(src.octets()[0]) && is_ordinary4(dst.octets()[0]);
    if (!ordinary || iif.kind == InterfaceKind::Loopback)
        && let Some(input) = special4(cx, iif, packet, &view)
    {
        return input;
    }
    let decision = known.unwrap_or_else(|| {
        let routing = &cx.snapshot.routing;
        routing.lookup4(dst.to_bits(), view.tos(), || key4(packet, &view))
    });
    let found = match found(decision) {
        Ok(found) => found,
        Err(_) if !iif.conf4.forwarding => return Ok(Input::Unreachable(RouteError::NotRouter)),
        Err(error) => return Ok(Input::Unreachable(error)),
    };
    match found.info.kind {
        RouteKind::Local => {
            source::validate4(cx, iif, packet, &view, None)?;
            Ok(Input::Deliver(Destined::Local))
        }
        RouteKind::Broadcast if !iif.conf4.bc_forwarding => broadcast4(cx, iif, packet, &view),
        RouteKind::Unicast | RouteKind::Broadcast => forward4(cx, iif, packet, &view, &found),
        RouteKind::Anycast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => Err(DropReason::MartianDestination),
    }
}

/// Where a packet goes because of what one of its addresses means to every host, or because it came by
/// `lo`. `None` if the tables decide.
#[inline(never)]
fn special4<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    view: &Ipv4View<'_>,
) -> Option<Result<Input<'a>, DropReason>> {
    let (src, dst) = (view.src(), view.dst());
    if dst.is_multicast() {
        return Some(multicast4(cx, iif, packet, view));
    }
    if iif.kind == InterfaceKind::Loopback {
        return Some(looped4(cx, packet, view));
    }
    if src.is_multicast() || src.is_broadcast() {
        return Some(Err(DropReason::MartianSource));
    }
    if dst.is_broadcast() || (src.is_unspecified() && dst.is_unspecified()) {
        return Some(broadcast4(cx, iif, packet, view));
    }
    if src.is_unspecified() {
        return Some(Err(DropReason::MartianSource));
    }
    if dst.is_unspecified() {
        return Some(Err(DropReason::MartianDestination));
    }
    if !iif.conf4.route_localnet {
        if dst.is_loopback() {
            return Some(Err(DropReason::MartianDestination));
        }
        if src.is_loopback() {
            return Some(Err(DropReason::MartianSource));
        }
    }
    None
}

/// The way on, by a unicast route (`__mkroute_input`).
#[inline]
fn forward4<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    view: &Ipv4View<'_>,
    found: &RouteMatch<'a>,
) -> Result<Input<'a>, DropReason> {
    if !iif.conf4.forwarding {
        return Ok(Input::Unreachable(RouteError::NotRouter));
    }
    let Some(hop) = cx.hop(found, view.dst().into(), packet) else {
        return Ok(Input::Unreachable(RouteError::NetUnreach));
    };
    let direct = source::validate4(cx, iif, packet, view, Some(hop.oif))?;
    let redirect = direct
        && hop.oif.index == iif.index
        && iif.conf4.send_redirects
        && (iif.conf4.shared_media || source::on_link4(iif, view.src(), &hop));
    Ok(Input::Forward { hop, redirect })
}

/// A broadcast is for the router, if its source is credible (`brd_input`).
fn broadcast4<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    view: &Ipv4View<'_>,
) -> Result<Input<'a>, DropReason> {
    if !view.src().is_unspecified() {
        source::validate4(cx, iif, packet, view, None)?;
    }
    Ok(Input::Deliver(Destined::Broadcast))
}

/// A multicast is for the router if it is in the group (`ip_route_input_mc`): in that of all hosts.
/// Multicast is not forwarded.
fn multicast4<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    view: &Ipv4View<'_>,
) -> Result<Input<'a>, DropReason> {
    let src = view.src();
    if view.dst() != Ipv4Addr::new(224, 0, 0, 1) {
        return Err(DropReason::MulticastNotForwarded);
    }
    if src.is_multicast() || src.is_broadcast() {
        return Err(DropReason::MartianSource);
    }
    if src.is_loopback() && !iif.conf4.route_localnet {
        return Err(DropReason::MartianSource);
    }
    // 224.0.0.1 is a local group, so a source of zero may speak there.
    if !src.is_unspecified() {
        source::validate4(cx, iif, packet, view, None)?;
    }
    Ok(Input::Deliver(Destined::Multicast))
}

/// What the router sent to itself was routed before: nothing is checked anew.
fn looped4<'a>(
    cx: &Context<'a>,
    packet: &Packet,
    view: &Ipv4View<'_>,
) -> Result<Input<'a>, DropReason> {
    let mut key = key4(packet, view);
    key.iif = None;
    match found(cx.snapshot.routing.lookup(&key)) {
        Ok(found) if found.info.kind == RouteKind::Local => Ok(Input::Deliver(Destined::Local)),
        Ok(_) | Err(_) => Err(DropReason::MartianDestination),
    }
}

/// Where a received IPv6 packet goes (`ip6_route_input`), or why it is dropped.
pub(crate) fn input6<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    known: Option<Decision<'a>>,
) -> Result<Input<'a>, DropReason> {
    let view = Ipv6View::header(packet.network())?;
    let dst = view.dst();
    if dst.is_multicast() {
        return if joined6(iif, dst) {
            Ok(Input::Deliver(Destined::Multicast))
        } else {
            Err(DropReason::MulticastNotForwarded)
        };
    }
    if dst.is_unicast_link_local() {
        // What the router sent to itself has been on the link of its address already.
        let mut all = cx.snapshot.interfaces.iter();
        let looped = iif.kind == InterfaceKind::Loopback;
        if looped && all.any(|iface| cx.snapshot.interfaces.is_local6(dst, iface)) {
            return Ok(Input::Deliver(Destined::Local));
        }
        return link_local6(cx, iif, packet, &view);
    }
    let decision = known.unwrap_or_else(|| {
        let routing = &cx.snapshot.routing;
        let tos = view.traffic_class();
        routing.lookup6(dst.to_bits(), tos, || key6(packet, &view))
    });
    let found = match found(decision) {
        Ok(found) => found,
        Err(error) => return Ok(Input::Unreachable(error)),
    };
    match found.info.kind {
        RouteKind::Local | RouteKind::Anycast => Ok(Input::Deliver(Destined::Local)),
        RouteKind::Unicast => {
            if !cx.snapshot.sysctls.ipv6_forwarding {
                return Err(DropReason::ForwardingOff);
            }
            match cx.hop(&found, dst.into(), packet) {
                Some(hop) => Ok(Input::Forward {
                    redirect: hop.oif.index == iif.index,
                    hop,
                }),
                None => Ok(Input::Unreachable(RouteError::NetUnreach)),
            }
        }
        RouteKind::Broadcast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => Err(DropReason::MartianDestination),
    }
}

/// A link-local destination is on the link that the packet came from, or nowhere. Rules may refuse
/// it.
fn link_local6<'a>(
    cx: &Context<'a>,
    iif: &'a Interface,
    packet: &Packet,
    view: &Ipv6View<'_>,
) -> Result<Input<'a>, DropReason> {
    let dst = view.dst();
    let mut addresses = iif.addresses6.iter();
    if addresses.clone().any(|address| address.local == dst) {
        return Ok(Input::Deliver(Destined::Local));
    }
    if !addresses.any(|address| address.subnet.contains(&dst)) {
        return Ok(Input::Unreachable(RouteError::NetUnreach));
    }
    let decision = cx.snapshot.routing.lookup(&key6(packet, view));
    if let (Decision::RefusedByRule(..), Err(error)) = (decision, found(decision)) {
        return Ok(Input::Unreachable(error));
    }
    if !cx.snapshot.sysctls.ipv6_forwarding {
        return Err(DropReason::ForwardingOff);
    }
    let hop = Hop {
        oif: iif,
        address: dst.into(),
        gateway: false,
        info: None,
    };
    Ok(Input::Forward {
        hop,
        redirect: true,
    })
}

/// Whether the router listens to an IPv6 group on an interface: all nodes, the solicited-node groups
/// of its addresses, and all routers if it is one (RFC 4291 §2.8).
fn joined6(iif: &Interface, group: Ipv6Addr) -> bool {
    const ROUTERS: [u16; 3] = [0xff01, 0xff02, 0xff05];
    let all = |scope: u16, id: u16| Ipv6Addr::new(scope, 0, 0, 0, 0, 0, 0, id);
    group == ipv6::ALL_NODES
        || group == all(0xff01, 1)
        || (iif.conf6.forwarding && ROUTERS.iter().any(|&scope| group == all(scope, 2)))
        || iif
            .addresses6
            .iter()
            .any(|address| ndisc::solicited_node(address.local) == group)
}
