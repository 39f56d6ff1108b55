//! IPv6 routes: the kernel's `ip6_route_add`, `fib6_nh_init` and `ip6_route_del`.

use std::net::{IpAddr, Ipv6Addr};

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};
use ipnet::{IpNet, Ipv6Net};

use super::{
    Change, Errno, Existing, LinkKind, Model, NetError, Nexthop, Route, RouteMatch,
    addresses4::PROTOCOL_KERNEL,
    dirty::DirtyRoute,
    fib::{BodyId, Entry, Found6, RouteBody},
    links::MIN_MTU6,
    routes4::is_error,
};

/// `IP6_RT_PRIO_USER`: the metric of a route that is given none.
pub(super) const METRIC_USER: u32 = 1024;

impl Model {
    /// Adds an IPv6 route; one with several next hops becomes as many routes of a group.
    pub(super) fn add_route6(
        &mut self,
        dst: Ipv6Net,
        route: &Route,
        existing: Existing,
    ) -> Result<(), NetError> {
        check_tos(route.tos)?;
        let dst = dst.trunc();
        let metric = if route.metric == 0 {
            METRIC_USER
        } else {
            route.metric
        };
        if route.nexthops.len() > 1 {
            let by_link = |hop: &Nexthop| hop.gateway.is_none();
            if route.nexthops.iter().any(by_link) {
                return Err(NetError::explained(
                    Errno::Inval,
                    "Device only routes can not be added for IPv6 using the multipath API.",
                ));
            }
        }
        // It is there from now on even if the route is refused.
        self.fib6.create(route.table);
        if route.nexthops.len() > 1 {
            return self.add_group6(dst, metric, route, existing);
        }
        let generation = self.checks_generation6();
        let body = match self.checked6.get(route, generation) {
            Some(body) => {
                self.fib6.bodies.retain(body);
                body
            }
            None => {
                let body = self.check_route6(route, route.nexthops.first())?;
                let body = self.fib6.bodies.intern(body);
                self.note_checked6(route, body);
                body
            }
        };
        self.insert6(route, dst, metric, body, existing)
    }

    /// Remembers that a request by a gateway is valid.
    fn note_checked6(&mut self, route: &Route, body: BodyId) {
        let gateway = route.nexthops.first().and_then(|hop| hop.gateway);
        if let Some(IpAddr::V6(gateway)) = gateway
            && route.prefsrc.is_none()
        {
            let generation = self.checks_generation6();
            self.fib6.bodies.retain(body);
            self.checked6
                .put(route, body, generation, &mut self.fib6.bodies);
            self.gateways6.insert(gateway);
        }
    }

    /// Must be called when the routes of `prefix` change: what was found out about a gateway in it
    /// does not count any more.
    fn forget_gateways6(&mut self, prefix: Ipv6Net) {
        let inside = prefix.network()..=prefix.broadcast();
        if self.gateways6.range(inside).next().is_some() {
            self.gateways6.clear();
            self.gateways6_generation += 1;
        }
    }

    /// `ip6_route_multipath_add`: one after the other; if one fails, those before it go again.
    fn add_group6(
        &mut self,
        dst: Ipv6Net,
        metric: u32,
        route: &Route,
        existing: Existing,
    ) -> Result<(), NetError> {
        let mut bodies: Vec<RouteBody> = Vec::with_capacity(route.nexthops.len());
        for hop in &route.nexthops {
            bodies.push(self.check_route6(route, Some(hop))?);
        }
        for (at, body) in bodies.iter().enumerate() {
            let hop = |body: &RouteBody| body.nexthops.first().map(|h| (h.dev, h.gateway));
            if bodies[..at].iter().any(|other| hop(other) == hop(body)) {
                return Err(Errno::Exist.into());
            }
        }
        let mut mode = existing;
        let mut added: Vec<BodyId> = Vec::new();
        for body in bodies {
            let id = self.fib6.bodies.intern(body);
            if let Err(error) = self.insert6(route, dst, metric, id, mode) {
                let group: Vec<Found6> = self
                    .fib6
                    .of_prefix(route.table, dst)
                    .filter(|found| found.key.metric() == metric)
                    .filter(|found| added.contains(&found.entry.body))
                    .collect();
                for found in group {
                    self.remove_route6(route.table, found.key);
                }
                return Err(error);
            }
            added.push(id);
            mode = Existing::Append;
        }
        Ok(())
    }

    fn insert6(
        &mut self,
        route: &Route,
        dst: Ipv6Net,
        metric: u32,
        body: BodyId,
        existing: Existing,
    ) -> Result<(), NetError> {
        let line = self.files.note(route.origin.as_ref());
        let entry = Entry { body, line };
        self.fib6
            .insert(route.table, dst, metric, entry, existing)?;
        self.touch_route6(route.table, dst);
        if self.watched {
            let new = self
                .fib6
                .of_prefix(route.table, dst)
                .find(|found| found.key.metric() == metric && found.entry.body == body)
                .map(|found| self.route6(route.table, &[found]));
            self.changes.extend(new.map(Change::NewRoute));
        }
        Ok(())
    }

    pub(super) fn touch_route6(&mut self, table: TableId, prefix: Ipv6Net) {
        self.forget_gateways6(prefix);
        self.dirty
            .route(DirtyRoute::new(table, IpNet::V6(prefix), 0));
    }

    /// Takes a route out of its table.
    pub(super) fn remove_route6(&mut self, table: TableId, key: super::fib::Key6) {
        self.fib6.remove(table, key);
        self.touch_route6(table, key.prefix());
    }

    /// What a request becomes with one of its next hops, if it is valid
    /// (`ip6_route_info_create`, `fib6_nh_init`).
    fn check_route6(&self, route: &Route, hop: Option<&Nexthop>) -> Result<RouteBody, NetError> {
        let mut hop = hop.cloned().unwrap_or(Nexthop {
            gateway: None,
            dev: None,
            weight: 1,
            onlink: false,
            linkdown: false,
            dead: false,
        });
        let body = |hop: Nexthop, pref: u8| RouteBody {
            kind: route.kind,
            protocol: route.protocol,
            scope: Scope::UNIVERSE,
            prefsrc: route.prefsrc,
            nexthops: Box::new([hop]),
            metrics: route.metrics,
            pref,
        };
        let loopback = hop
            .dev
            .and_then(|dev| self.links.get(&dev))
            .is_some_and(|link| link.kind == LinkKind::Loopback);
        let own = matches!(route.kind, RouteKind::Local | RouteKind::Anycast);
        let to_loopback = matches!(route.dst, IpNet::V6(dst) if dst.addr().is_loopback());
        let rejects = loopback && hop.gateway.is_none() && !own && !to_loopback;
        if is_error(route.kind) || rejects {
            self.check_given6(&hop)?;
            // No route leads by `lo`; it stands for "rejected".
            hop.dev = Some(IfIndex::LOOPBACK);
            hop.gateway = None;
            self.check_prefsrc6(route, IfIndex::LOOPBACK)?;
            return Ok(body(hop, 0));
        }
        self.check_nexthop6(&mut hop, route.table)?;
        if let Some(dev) = hop.dev {
            self.check_prefsrc6(route, dev)?;
        }
        Ok(body(hop, route.pref))
    }

    /// What is asked of the link that was given, whatever the type of the route.
    fn check_given6(&self, hop: &Nexthop) -> Result<(), NetError> {
        let link = match hop.dev {
            Some(dev) => {
                let link = self.links.get(&dev).ok_or(Errno::NoDev)?;
                if link.mtu < MIN_MTU6 {
                    return Err(Errno::NoDev.into());
                }
                Some(link)
            }
            None => None,
        };
        if hop.onlink {
            let link = link.ok_or_else(|| {
                NetError::explained(Errno::NoDev, "Nexthop device required for onlink.")
            })?;
            if !link.up {
                return Err(not_up());
            }
        }
        Ok(())
    }

    /// Fills in and checks a next hop (`fib6_nh_init`).
    pub(super) fn check_nexthop6(&self, hop: &mut Nexthop, table: TableId) -> Result<(), NetError> {
        self.check_given6(hop)?;
        match hop.gateway {
            None => {}
            Some(IpAddr::V4(_)) => return Err(Errno::Inval.into()),
            Some(IpAddr::V6(gateway)) => self.check_gateway6(hop, gateway, table)?,
        }
        let link = hop
            .dev
            .and_then(|dev| self.links.get(&dev))
            .ok_or(Errno::NoDev)?;
        if self.ipv6_off(link) {
            return Err(NetError::explained(
                Errno::Acces,
                "IPv6 is disabled on nexthop device.",
            ));
        }
        if link.up { Ok(()) } else { Err(not_up()) }
    }

    fn check_prefsrc6(&self, route: &Route, link: IfIndex) -> Result<(), NetError> {
        match route.prefsrc {
            Some(IpAddr::V6(src)) if !self.has_address6(src, Some(link)) => {
                Err(NetError::explained(Errno::Inval, "Invalid source address."))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Checks a gateway and finds its link (`ip6_validate_gw`).
    fn check_gateway6(
        &self,
        hop: &mut Nexthop,
        gateway: Ipv6Addr,
        table: TableId,
    ) -> Result<(), NetError> {
        let link_local = gateway.is_unicast_link_local();
        let is_own = |dev: IfIndex| {
            if link_local {
                self.has_address6(gateway, Some(dev))
            } else {
                self.has_address6(gateway, None)
            }
        };
        let own = || NetError::explained(Errno::Inval, "Gateway can not be a local address.");
        let given = hop.dev;
        if given.is_some_and(is_own) {
            return Err(own());
        }
        if !link_local {
            if gateway.is_multicast() || gateway.is_unspecified() {
                return Err(NetError::explained(
                    Errno::Inval,
                    "Invalid gateway address.",
                ));
            }
            if hop.onlink {
                self.check_onlink6(gateway, given)?;
            } else {
                hop.dev = Some(self.gateway_link6(gateway, table, given)?);
            }
        }
        let link = hop
            .dev
            .and_then(|dev| self.links.get(&dev))
            .ok_or_else(|| NetError::explained(Errno::Inval, "Egress device not specified."))?;
        if link.kind == LinkKind::Loopback {
            return Err(NetError::explained(
                Errno::Inval,
                "Egress device can not be loopback device for this route.",
            ));
        }
        if given.is_none() && is_own(link.index) {
            return Err(own());
        }
        Ok(())
    }

    /// `ip6_route_check_nh_onlink`: the main table must not lead elsewhere, but by default.
    fn check_onlink6(&self, gateway: Ipv6Addr, dev: Option<IfIndex>) -> Result<(), NetError> {
        let found = self
            .fib6
            .lookup(TableId::MAIN, gateway, |body| {
                body.nexthops.first().is_some_and(|hop| !self.is_dead(hop))
            })
            .filter(|found| !found.key.prefix().addr().is_unspecified());
        let bad = found.is_some_and(|found| {
            let body = self.fib6.bodies.get(found.entry.body);
            let by = body.nexthops.first().and_then(|hop| hop.dev);
            !rejects(body) && (body.kind != RouteKind::Unicast || by != dev)
        });
        if bad {
            return Err(NetError::explained(
                Errno::Inval,
                "Nexthop has invalid gateway or device mismatch.",
            ));
        }
        Ok(())
    }

    /// The link that the tables reach a gateway by (`ip6_route_check_nh`).
    fn gateway_link6(
        &self,
        gateway: Ipv6Addr,
        table: TableId,
        given: Option<IfIndex>,
    ) -> Result<IfIndex, NetError> {
        let direct = |table: TableId| {
            let found = self.fib6.lookup(table, gateway, |body| {
                body.nexthops.first().is_some_and(|hop| {
                    // Those that refuse are by no link: where one is given, they do not count.
                    !self.is_dead(hop) && given.is_none_or(|dev| hop.dev == Some(dev))
                })
            })?;
            let body = self.fib6.bodies.get(found.entry.body);
            Some(if rejects(body) {
                None
            } else {
                body.nexthops
                    .first()
                    .filter(|hop| hop.gateway.is_none())
                    .and_then(|hop| hop.dev)
            })
        };
        let by_table = direct(table).flatten();
        let dev = by_table.or_else(|| {
            self.walk_rules(IpAddr::V6(gateway), given, direct)
                .flatten()
        });
        dev.filter(|dev| given.is_none_or(|given| given == *dev))
            .ok_or_else(|| Errno::HostUnreach.into())
    }

    /// Removes IPv6 routes: all of a group, or the one hop whose gateway is given.
    pub(super) fn del_route6(&mut self, dst: Ipv6Net, which: &RouteMatch) -> Result<(), NetError> {
        check_tos(which.tos)?;
        if !self.fib6.has(which.table) {
            return Err(NetError::explained(
                Errno::Srch,
                "FIB table does not exist.",
            ));
        }
        let dst = dst.trunc();
        if which.nexthops.len() > 1 {
            let mut result = Ok(());
            for hop in &which.nexthops {
                if let Err(error) = self.del_hop6(dst, which, Some(hop), false) {
                    result = Err(error);
                }
            }
            return result;
        }
        self.del_hop6(dst, which, which.nexthops.first(), true)
    }

    fn del_hop6(
        &mut self,
        dst: Ipv6Net,
        which: &RouteMatch,
        hop: Option<&Nexthop>,
        whole_group: bool,
    ) -> Result<(), NetError> {
        let dev = hop.and_then(|hop| hop.dev);
        let gateway = hop.and_then(|hop| hop.gateway);
        // Without a default route the kernel has an entry by `lo` in its place that can't go.
        if dst.prefix_len() == 0
            && self.fib6.of_prefix(which.table, dst).next().is_none()
            && gateway.is_none()
            && dev.is_none_or(|dev| dev == IfIndex::LOOPBACK)
            && matches!(which.metric, 0 | u32::MAX)
            && which.protocol.is_none_or(|p| p == PROTOCOL_KERNEL)
        {
            return Err(Errno::NoEnt.into());
        }
        let found = self
            .fib6
            .of_prefix(which.table, dst)
            .find(|found| {
                let body = self.fib6.bodies.get(found.entry.body);
                let via = body.nexthops.first();
                (which.metric == 0 || which.metric == found.key.metric())
                    && which.protocol.is_none_or(|p| p == body.protocol)
                    && dev.is_none_or(|dev| via.and_then(|via| via.dev) == Some(dev))
                    && gateway.is_none_or(|gw| via.and_then(|via| via.gateway) == Some(gw))
            })
            .ok_or(Errno::Srch)?;
        let mut gone = vec![found];
        if whole_group && gateway.is_none() {
            gone = self.group6(which.table, found);
        }
        if self.watched {
            let route = self.route6(which.table, &gone);
            self.changes.push(Change::DelRoute(route));
        }
        for found in gone {
            self.remove_route6(which.table, found.key);
        }
        Ok(())
    }

    /// The ECMP group that a route is in, itself included.
    pub(super) fn group6(&self, table: TableId, found: Found6) -> Vec<Found6> {
        if !self.fib6.groups(found.entry.body) {
            return vec![found];
        }
        self.fib6
            .of_prefix(table, found.key.prefix())
            .filter(|other| {
                other.key.metric() == found.key.metric() && self.fib6.groups(other.entry.body)
            })
            .collect()
    }

    /// A route (or a group of them) as a dump shows it.
    pub(super) fn route6(&self, table: TableId, group: &[Found6]) -> Route {
        let first = group[0];
        let body = self.fib6.bodies.get(first.entry.body);
        let own = matches!(body.kind, RouteKind::Local | RouteKind::Anycast) || is_error(body.kind);
        let nexthops = group
            .iter()
            .flat_map(|found| &self.fib6.bodies.get(found.entry.body).nexthops)
            .map(|hop| self.nexthop_now(hop, own))
            .collect();
        Route {
            dst: IpNet::V6(first.key.prefix()),
            table,
            tos: 0,
            kind: body.kind,
            protocol: body.protocol,
            scope: body.scope,
            metric: first.key.metric(),
            prefsrc: body.prefsrc,
            nexthops,
            metrics: body.metrics,
            pref: body.pref,
            origin: self.files.origin(first.entry.line),
        }
    }

    /// The routes of a table in the order of a dump, the hops of a group together at the place of
    /// the first.
    pub(super) fn routes6(&self, table: TableId) -> impl Iterator<Item = Route> + '_ {
        let mut skip_to = None;
        self.fib6.iter(table).filter_map(move |found| {
            if skip_to.is_some_and(|last| found.key <= last) {
                return None;
            }
            let group = self.group6(table, found);
            // The kernel goes on behind the last hop of a group.
            skip_to = group.last().map(|last| last.key);
            Some(self.route6(table, &group))
        })
    }
}

fn check_tos(tos: u8) -> Result<(), NetError> {
    if tos == 0 {
        return Ok(());
    }
    Err(NetError::explained(
        Errno::Inval,
        "Invalid dsfield (tos): option not available for IPv6.",
    ))
}

fn not_up() -> NetError {
    NetError::explained(Errno::NetDown, "Nexthop device is not up.")
}

/// Whether a route refuses: by its type, or because it leads by `lo` to somewhere else
/// (`RTF_REJECT`).
pub(super) fn rejects(body: &RouteBody) -> bool {
    is_error(body.kind)
        || body.kind == RouteKind::Unicast
            && body.nexthops.first().and_then(|hop| hop.dev) == Some(IfIndex::LOOPBACK)
}
