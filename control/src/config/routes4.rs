//! IPv4 routes: the kernel's `fib_create_info`, `fib_table_insert` and `fib_table_delete`.

use std::net::{IpAddr, Ipv4Addr};

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};
use ipnet::{IpNet, Ipv4Net};

use super::{
    Change, Errno, Existing, Model, NetError, Nexthop, Route, RouteFamily, RouteMatch,
    RouteMetrics, RuleAction,
    dirty::DirtyRoute,
    fib::{Entry, Found4, Key4, RouteBody},
};

/// The nearest scope that a route of the type may have (`fib_props`).
const fn least_scope(kind: RouteKind) -> Scope {
    match kind {
        RouteKind::Unicast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => Scope::UNIVERSE,
        RouteKind::Local => Scope::HOST,
        RouteKind::Broadcast | RouteKind::Anycast => Scope::LINK,
    }
}

/// Whether routes of the type have no next hop.
pub(super) const fn is_error(kind: RouteKind) -> bool {
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

fn invalid(message: &'static str) -> NetError {
    NetError::explained(Errno::Inval, message)
}

/// ECN is no part of what routes are chosen by.
fn check_tos(tos: u8) -> Result<(), NetError> {
    if tos & 3 == 0 {
        Ok(())
    } else {
        Err(invalid("Invalid dsfield (tos): ECN bits must be 0."))
    }
}

/// The prefix as the tables have it, without bits of a host.
fn checked_prefix(net: Ipv4Net) -> Result<Ipv4Net, NetError> {
    if net.addr() == net.network() {
        Ok(net)
    } else {
        Err(invalid("Invalid prefix for given prefix length."))
    }
}

impl Model {
    /// Adds an IPv4 route.
    pub(super) fn add_route4(
        &mut self,
        dst: Ipv4Net,
        route: &Route,
        existing: Existing,
    ) -> Result<(), NetError> {
        check_tos(route.tos)?;
        let dst = checked_prefix(dst)?;
        // It is there from now on even if the route is refused.
        self.fib4.create(route.table);
        let body = match self.checked4.get(route, self.checks_generation()) {
            Some(body) => {
                self.fib4.bodies.retain(body);
                body
            }
            None => {
                let body = self.check_route4(dst, route)?;
                let body = self.fib4.bodies.intern(body);
                // What else it may depend on than what the generation counts is not remembered; nor
                // is what costs no lookup.
                let by4 = |hop: &Nexthop| hop.gateway.is_some_and(|via| via.is_ipv4());
                if route.prefsrc.is_none() && route.nexthops.iter().all(by4) {
                    self.fib4.bodies.retain(body);
                    let generation = self.checks_generation();
                    let bodies = &mut self.fib4.bodies;
                    self.checked4.put(route, body, generation, bodies);
                }
                body
            }
        };
        let line = self.files.note(route.origin.as_ref());
        let entry = Entry { body, line };
        let key = (dst, route.tos, route.metric);
        self.fib4.insert(route.table, key, entry, existing)?;
        self.dirty.route(DirtyRoute {
            only: self.fib4.only(route.table, body),
            ..DirtyRoute::new(route.table, IpNet::V4(dst), route.tos)
        });
        if self.watched {
            // The one just put in: the first of its key that says this.
            let new = self
                .fib4
                .of_prefix_tos(route.table, dst, route.tos)
                .find(|found| found.key.metric() == route.metric && found.entry.body == body)
                .map(|found| self.route4(route.table, found));
            self.changes.extend(new.map(Change::NewRoute));
        }
        Ok(())
    }

    /// What a request becomes, if it is valid (`fib_create_info`).
    fn check_route4(&self, dst: Ipv4Net, route: &Route) -> Result<RouteBody, NetError> {
        let mut body = RouteBody::of(route);
        if least_scope(route.kind) > route.scope {
            return Err(invalid("Invalid scope."));
        }
        if is_error(route.kind) {
            let leads = |hop: &Nexthop| hop.gateway.is_some() || hop.dev.is_some();
            if route.nexthops.len() > 1 || route.nexthops.iter().any(leads) {
                return Err(invalid(
                    "Gateway, device and multipath can not be specified for this route type.",
                ));
            }
            body.nexthops = Box::default();
            // The kernel looks no further, not even at the source.
            return Ok(body);
        }
        if route.scope > Scope::HOST {
            return Err(invalid("Invalid scope."));
        }
        if route.scope == Scope::HOST {
            let [hop] = &mut *body.nexthops else {
                return Err(if route.nexthops.is_empty() {
                    Errno::NoDev.into()
                } else {
                    invalid("Route with host scope can not have multiple nexthops.")
                });
            };
            if hop.gateway.is_some() {
                return Err(invalid("Route with host scope can not have a gateway."));
            }
            hop.dev
                .filter(|dev| self.links.contains_key(dev))
                .ok_or(Errno::NoDev)?;
        } else {
            if body.nexthops.is_empty() {
                return Err(Errno::NoDev.into());
            }
            for hop in &mut body.nexthops {
                self.check_nexthop4(hop, route.table, route.scope)?;
            }
        }
        self.check_prefsrc4(dst, route)?;
        Ok(body)
    }

    fn check_prefsrc4(&self, dst: Ipv4Net, route: &Route) -> Result<(), NetError> {
        let Some(prefsrc) = route.prefsrc else {
            return Ok(());
        };
        let IpAddr::V4(prefsrc) = prefsrc else {
            return Err(Errno::Inval.into());
        };
        let own = route.kind == RouteKind::Local && dst.addr() == prefsrc;
        let is_local = |table| self.fib4.address_type(table, prefsrc) == RouteKind::Local;
        if own
            || is_local(TableId::LOCAL)
            || (route.table != TableId::MAIN && is_local(route.table))
        {
            Ok(())
        } else {
            Err(invalid("Invalid prefsrc address."))
        }
    }

    /// Fills in and checks a next hop (`fib_check_nh`).
    fn check_nexthop4(
        &self,
        hop: &mut Nexthop,
        table: TableId,
        scope: Scope,
    ) -> Result<(), NetError> {
        match hop.gateway {
            None => {
                if hop.onlink {
                    return Err(invalid(
                        "Invalid flags for nexthop - PERVASIVE and ONLINK can not be set.",
                    ));
                }
                let link = hop
                    .dev
                    .and_then(|dev| self.links.get(&dev))
                    .ok_or(Errno::NoDev)?;
                if link.up {
                    Ok(())
                } else {
                    Err(NetError::explained(
                        Errno::NetDown,
                        "Device for nexthop is not up.",
                    ))
                }
            }
            Some(IpAddr::V6(_)) => self.check_nexthop6(hop, table),
            Some(IpAddr::V4(gateway)) if hop.onlink => {
                if scope >= Scope::LINK {
                    return Err(invalid("Nexthop has invalid scope."));
                }
                let link = hop
                    .dev
                    .and_then(|dev| self.links.get(&dev))
                    .ok_or_else(|| {
                        NetError::explained(Errno::NoDev, "Nexthop device required for onlink.")
                    })?;
                if !link.up {
                    return Err(NetError::explained(
                        Errno::NetDown,
                        "Nexthop device is not up.",
                    ));
                }
                let kind = self.fib4.address_type(TableId::LOCAL, gateway);
                if kind == RouteKind::Unicast {
                    Ok(())
                } else {
                    Err(invalid("Nexthop has invalid gateway."))
                }
            }
            Some(IpAddr::V4(gateway)) => self.check_gateway4(hop, gateway, table, scope),
        }
    }

    /// Finds the link that a gateway is reached by (`fib_check_nh_v4_gw`).
    fn check_gateway4(
        &self,
        hop: &mut Nexthop,
        gateway: Ipv4Addr,
        table: TableId,
        scope: Scope,
    ) -> Result<(), NetError> {
        let scope = Scope(scope.0.saturating_add(1)).max(Scope::LINK);
        let found = if table == TableId::MAIN {
            None
        } else {
            self.lookup_table4(table, gateway, scope, hop.dev)
                .and_then(Result::ok)
        };
        let found = found.or_else(|| self.lookup_gateway4(gateway, scope, hop.dev));
        let body = found.ok_or_else(|| match self.unreachable_errno4(gateway, scope, hop.dev) {
            Some(errno) => NetError::explained(errno, "Nexthop has invalid gateway."),
            None => NetError::explained(Errno::NetUnreach, "Nexthop has invalid gateway."),
        })?;
        match body.kind {
            RouteKind::Unicast | RouteKind::Local => {}
            RouteKind::Broadcast
            | RouteKind::Anycast
            | RouteKind::Multicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => return Err(invalid("Nexthop has invalid gateway.")),
        }
        let dev = body
            .nexthops
            .iter()
            .filter_map(|via| via.dev)
            .find(|dev| hop.dev.is_none_or(|wanted| wanted == *dev));
        let link = dev
            .and_then(|dev| self.links.get(&dev))
            .ok_or_else(|| invalid("No egress device for nexthop gateway."))?;
        hop.dev = Some(link.index);
        if link.up {
            Ok(())
        } else {
            Err(Errno::NetDown.into())
        }
    }

    /// One table's answer for a gateway: a route, or an error type's refusal.
    fn lookup_table4(
        &self,
        table: TableId,
        gateway: Ipv4Addr,
        scope: Scope,
        oif: Option<IfIndex>,
    ) -> Option<Result<&RouteBody, RouteKind>> {
        let entry = self.fib4.lookup_near(table, gateway, scope, |body| {
            is_error(body.kind)
                || body.nexthops.iter().any(|hop| {
                    oif.is_none_or(|oif| hop.dev == Some(oif))
                        && (body.scope == Scope::HOST || !self.is_dead(hop))
                })
        })?;
        let body: &RouteBody = self.fib4.bodies.get(entry.body);
        Some(if is_error(body.kind) {
            Err(body.kind)
        } else {
            Ok(body)
        })
    }

    /// The rules' answer for a gateway, as for a packet of our own without mark and `tos`.
    fn lookup_gateway4(
        &self,
        gateway: Ipv4Addr,
        scope: Scope,
        oif: Option<IfIndex>,
    ) -> Option<&RouteBody> {
        self.walk_rules(IpAddr::V4(gateway), oif, |table| {
            match self.lookup_table4(table, gateway, scope, oif) {
                None | Some(Err(RouteKind::Throw)) => None,
                Some(Err(_)) => Some(None),
                Some(Ok(body)) => Some(Some(body)),
            }
        })
        .flatten()
    }

    /// What an error route or rule answers instead of "network is unreachable".
    fn unreachable_errno4(
        &self,
        gateway: Ipv4Addr,
        scope: Scope,
        oif: Option<IfIndex>,
    ) -> Option<Errno> {
        self.walk_rules(IpAddr::V4(gateway), oif, |table| {
            match self.lookup_table4(table, gateway, scope, oif)? {
                Err(RouteKind::Unreachable) => Some(Errno::HostUnreach),
                Err(RouteKind::Prohibit) => Some(Errno::Acces),
                Err(RouteKind::Blackhole) => Some(Errno::Inval),
                Ok(_) | Err(_) => None,
            }
        })
    }

    /// Goes through the rules that hold for a lookup of our own, until `lookup` has an answer.
    pub(super) fn walk_rules<T>(
        &self,
        dst: IpAddr,
        oif: Option<IfIndex>,
        lookup: impl Fn(TableId) -> Option<T>,
    ) -> Option<T> {
        let family = match dst {
            IpAddr::V4(_) => RouteFamily::Inet,
            IpAddr::V6(_) => RouteFamily::Inet6,
        };
        let rules = self.rules(family);
        let mut at = 0;
        while let Some(rule) = rules.get(at) {
            at += 1;
            if !self.rule_holds_for_own(rule, dst, oif) {
                continue;
            }
            match rule.action {
                RuleAction::Lookup(table) => {
                    if let Some(answer) = lookup(table) {
                        return Some(answer);
                    }
                }
                RuleAction::Goto(target) => {
                    // Without its target it does nothing.
                    if let Some(to) = rules.iter().position(|other| other.priority == target) {
                        at = to.max(at);
                    }
                }
                RuleAction::Nop => {}
                RuleAction::Blackhole | RuleAction::Unreachable | RuleAction::Prohibit => {
                    return None;
                }
            }
        }
        None
    }

    /// Whether a rule holds for a packet of our own to `dst` that has nothing else to select by.
    fn rule_holds_for_own(&self, rule: &super::Rule, dst: IpAddr, oif: Option<IfIndex>) -> bool {
        let is_link = |name: &str, index: Option<IfIndex>| {
            index.is_some() && self.names.get(name).copied() == index
        };
        let holds = rule.src.is_none_or(|src| src.prefix_len() == 0)
            && rule.dst.is_none_or(|net| net.contains(&dst))
            && rule
                .iif
                .as_deref()
                .is_none_or(|iif| is_link(iif, Some(IfIndex::LOOPBACK)))
            && rule.oif.as_deref().is_none_or(|name| is_link(name, oif))
            && rule.fwmark.is_none_or(|(value, mask)| value & mask == 0)
            && rule.tos == 0
            && rule.ip_proto.is_none()
            && rule.sport.is_none()
            && rule.dport.is_none();
        holds != rule.invert
    }

    /// Removes an IPv4 route.
    pub(super) fn del_route4(&mut self, dst: Ipv4Net, which: &RouteMatch) -> Result<(), NetError> {
        check_tos(which.tos)?;
        let dst = checked_prefix(dst)?;
        if !self.fib4.has(which.table) {
            return Err(NetError::explained(
                Errno::Srch,
                "FIB table does not exist.",
            ));
        }
        let found = self
            .fib4
            .of_prefix_tos(which.table, dst, which.tos)
            .find(|found| {
                (which.metric == 0 || which.metric == found.key.metric())
                    && matches(self.fib4.bodies.get(found.entry.body), which)
            })
            .ok_or(Errno::Srch)?;
        if self.watched {
            let gone = self.route4(which.table, found);
            self.changes.push(Change::DelRoute(gone));
        }
        self.remove_route4(which.table, found.key);
        Ok(())
    }

    /// Takes many routes out of their tables.
    pub(super) fn remove_routes4(&mut self, gone: &[(TableId, Key4)]) {
        self.fib4.remove_all(gone);
        for &(table, key) in gone {
            self.dirty
                .route(DirtyRoute::new(table, IpNet::V4(key.prefix()), key.tos()));
        }
    }

    /// Takes a route out of its table.
    fn remove_route4(&mut self, table: TableId, key: Key4) {
        self.fib4.remove(table, key);
        self.dirty
            .route(DirtyRoute::new(table, IpNet::V4(key.prefix()), key.tos()));
    }

    /// A route as a dump shows it.
    pub(super) fn route4(&self, table: TableId, found: Found4) -> Route {
        let body = self.fib4.bodies.get(found.entry.body);
        Route {
            dst: IpNet::V4(found.key.prefix()),
            table,
            tos: found.key.tos(),
            kind: body.kind,
            protocol: body.protocol,
            scope: body.scope,
            metric: found.key.metric(),
            prefsrc: body.prefsrc,
            nexthops: body
                .nexthops
                .iter()
                .map(|hop| self.nexthop_now(hop, body.scope == Scope::HOST))
                .collect(),
            metrics: body.metrics,
            pref: body.pref,
            origin: self.files.origin(found.entry.line),
        }
    }

    /// Whether the next hop's link is down.
    pub(super) fn is_dead(&self, hop: &Nexthop) -> bool {
        hop.dev
            .and_then(|dev| self.links.get(&dev))
            .is_some_and(|link| !link.up)
    }

    /// The next hop with the flags that its link gives it now. The kernel sets none on the routes of
    /// host scope.
    pub(super) fn nexthop_now(&self, hop: &Nexthop, host: bool) -> Nexthop {
        let link = hop.dev.and_then(|dev| self.links.get(&dev));
        Nexthop {
            dead: !host && link.is_some_and(|link| !link.up),
            linkdown: !host && link.is_some_and(|link| !self.has_carrier(link)),
            ..hop.clone()
        }
    }
}

/// Whether a route has all that is given (`fib_table_delete`, `fib_nh_match`).
fn matches(body: &RouteBody, which: &RouteMatch) -> bool {
    which.kind.is_none_or(|kind| kind == body.kind)
        && which.scope.is_none_or(|scope| scope == body.scope)
        && which.prefsrc.is_none_or(|src| Some(src) == body.prefsrc)
        && which.protocol.is_none_or(|p| p == body.protocol)
        && hops_match(body, &which.nexthops)
        && metrics_match(body.metrics, which.metrics)
}

fn hops_match(body: &RouteBody, given: &[Nexthop]) -> bool {
    let hop_matches = |hop: &Nexthop, given: &Nexthop| {
        given.dev.is_none_or(|dev| Some(dev) == hop.dev)
            && given.gateway.is_none_or(|via| Some(via) == hop.gateway)
    };
    match given {
        [] => true,
        [given] => body
            .nexthops
            .first()
            .map_or(given.dev.is_none() && given.gateway.is_none(), |hop| {
                hop_matches(hop, given)
            }),
        [first, ..] if body.nexthops.is_empty() => first.dev.is_none() && first.gateway.is_none(),
        several => {
            body.nexthops.len() <= several.len()
                && body
                    .nexthops
                    .iter()
                    .zip(several)
                    .all(|(hop, given)| hop_matches(hop, given))
        }
    }
}

fn metrics_match(have: RouteMetrics, given: RouteMetrics) -> bool {
    let same = |have: Option<u32>, given: Option<u32>| given.is_none() || have == given;
    same(have.mtu, given.mtu)
        && (!given.mtu_lock || have.mtu_lock)
        && same(have.advmss, given.advmss)
        && same(have.hoplimit, given.hoplimit)
        && same(have.window, given.window)
        && same(have.initcwnd, given.initcwnd)
        && same(have.initrwnd, given.initrwnd)
}
