//! IPv6 addresses and the routes that the kernel makes for them (`addrconf.c`).
//!
//! Deviation: there is no duplicate address detection; an address counts as valid at once, as in a
//! kernel with `accept_dad=0`.

use std::net::{IpAddr, Ipv6Addr};

use dataplane::{
    iface::{IfIndex, MacAddr, Scope},
    route::{RouteKind, TableId},
};
use ipnet::Ipv6Net;

use super::{
    Address, AddressFlags, AddressMatch, Change, Errno, Existing, Link, LinkKind, Model, NetError,
    Route, RouteMetrics,
    addresses4::{PROTOCOL_KERNEL, by_link},
    fib::{Entry, Found6, RouteBody},
    links::MIN_MTU6,
    sysctls::conf6,
};

/// `IP6_RT_PRIO_ADDRCONF`: the metric of the routes to subnets.
const METRIC_ADDRCONF: u32 = 256;
/// `IFAPROT_KERNEL_LO`, `IFAPROT_KERNEL_LL`.
const PROTO_KERNEL_LO: u8 = 1;
const PROTO_KERNEL_LL: u8 = 3;

/// The scope of an address, which nobody can choose in IPv6.
fn scope_of(address: Ipv6Addr) -> Scope {
    if address.is_loopback() {
        Scope::HOST
    } else if address.is_unicast_link_local() {
        Scope::LINK
    } else if address.segments()[0] & 0xffc0 == 0xfec0 {
        Scope::SITE
    } else {
        Scope::UNIVERSE
    }
}

/// The address of RFC 4291 appendix A: fe80:: and the modified EUI-64 of the link's address.
fn link_local(mac: MacAddr) -> Ipv6Addr {
    let [a, b, c, d, e, f] = mac.0.map(u16::from);
    Ipv6Addr::new(
        0xfe80,
        0,
        0,
        0,
        (a ^ 2) << 8 | b,
        c << 8 | 0xff,
        0xfe00 | d,
        e << 8 | f,
    )
}

fn v6(address: IpAddr) -> Option<Ipv6Addr> {
    match address {
        IpAddr::V6(address) => Some(address),
        IpAddr::V4(_) => None,
    }
}

fn subnet(address: Ipv6Addr, len: u8) -> Ipv6Net {
    Ipv6Net::new(address, len.min(128))
        .unwrap_or_default()
        .trunc()
}

/// The subnet router's anycast address (RFC 4291 §2.6.1), if the subnet has one.
fn anycast(address: Ipv6Addr, len: u8) -> Option<Ipv6Addr> {
    let first = subnet(address, len).addr();
    // RFC 6164: none on links between two routers.
    (len < 127 && !first.is_unspecified()).then_some(first)
}

impl Model {
    /// Whether a link has no IPv6: switched off, or its MTU is too small.
    pub(super) fn ipv6_off(&self, link: &Link) -> bool {
        link.mtu < MIN_MTU6 || self.sysctls.own6(link.index, conf6::DISABLE_IPV6) != 0
    }

    /// Whether the address is ours: on that link, or on any if it reaches further than its link.
    pub(super) fn has_address6(&self, address: Ipv6Addr, link: Option<IfIndex>) -> bool {
        let any = link.is_none() || scope_of(address) < Scope::LINK;
        self.addresses6
            .iter()
            .filter(|(index, _)| any || Some(**index) == link)
            .flat_map(|(_, list)| list)
            .any(|known| known.local == IpAddr::V6(address))
    }

    /// Adds or changes an IPv6 address (`inet6_rtm_newaddr`).
    pub(super) fn add_address6(
        &mut self,
        mut address: Address,
        existing: Existing,
    ) -> Result<(), NetError> {
        let local = v6(address.local).ok_or(Errno::Inval)?;
        if address.prefix_len > 128 {
            return Err(NetError::explained(
                Errno::Inval,
                "ipv6: Invalid prefix length.",
            ));
        }
        let link = self.links.get(&address.link).ok_or_else(|| {
            NetError::explained(Errno::NoDev, "ipv6: Unable to find the interface.")
        })?;
        let loopback = link.kind == LinkKind::Loopback;
        let known = self
            .addresses6
            .get(&address.link)
            .and_then(|list| list.iter().position(|old| old.local == address.local));
        if let Some(at) = known {
            return match existing {
                Existing::Replace | Existing::Change => {
                    self.change_address6(at, &address);
                    Ok(())
                }
                Existing::Refuse | Existing::Append | Existing::Prepend => Err(
                    NetError::explained(Errno::Exist, "ipv6: address already assigned."),
                ),
            };
        }
        if link.mtu < MIN_MTU6 {
            return Err(Errno::Inval.into());
        }
        if self.ipv6_off(link) {
            return Err(NetError::explained(
                Errno::Acces,
                "ipv6: IPv6 is disabled on this device.",
            ));
        }
        let refused = |message| Err(NetError::explained(Errno::AddrNotAvail, message));
        if local.is_multicast() {
            return refused(
                "ipv6: Cannot assign multicast address without \"IFA_F_MCAUTOJOIN\" flag.",
            );
        }
        if local.is_unspecified() {
            return refused("ipv6: Invalid address.");
        }
        if local.is_loopback() && !loopback {
            return refused("ipv6: Cannot assign loopback address on this device.");
        }
        address.scope = scope_of(local);
        address.metric = address.metric.filter(|metric| *metric != 0);
        address.label = None;
        address.broadcast = None;
        address.flags.secondary = false;
        self.insert_address6(address);
        Ok(())
    }

    /// Puts the address into the list, farther scopes first, and the newest first among equals; and
    /// its routes into the tables.
    fn insert_address6(&mut self, address: Address) {
        let list = self.addresses6.entry(address.link).or_default();
        let place = list
            .iter()
            .position(|old| old.scope >= address.scope)
            .unwrap_or(list.len());
        list.insert(place, address.clone());
        self.address_changed(Change::NewAddress(address.clone()));
        // The kernel's own ::1 has no route to a subnet, one that is added by hand has.
        if address.proto != Some(PROTO_KERNEL_LO) {
            self.add_subnet_route6(&address);
        }
        self.add_own_routes6(&address);
    }

    fn link_is_up(&self, link: IfIndex) -> bool {
        self.links.get(&link).is_some_and(|link| link.up)
    }

    /// The route to the subnet (`addrconf_prefix_route`).
    fn add_subnet_route6(&mut self, address: &Address) {
        let Some(local) = v6(address.local) else {
            return;
        };
        if address.flags.noprefixroute || !self.link_is_up(address.link) {
            return;
        }
        let metric = address.metric.unwrap_or(METRIC_ADDRCONF);
        self.kernel_route6(
            address.link,
            RouteKind::Unicast,
            subnet(local, address.prefix_len),
            metric,
        );
    }

    /// The routes of the address itself, its peer, and the subnet router's anycast address
    /// (`__ipv6_ifa_notify`).
    fn add_own_routes6(&mut self, address: &Address) {
        let Some(local) = v6(address.local) else {
            return;
        };
        self.kernel_route6(address.link, RouteKind::Local, Ipv6Net::from(local), 0);
        if let Some(peer) = address.peer.and_then(v6)
            && self.link_is_up(address.link)
        {
            let metric = address.metric.unwrap_or(METRIC_ADDRCONF);
            self.kernel_route6(
                address.link,
                RouteKind::Unicast,
                Ipv6Net::from(peer),
                metric,
            );
        }
        self.add_anycast6(address.link, local, address.prefix_len);
    }

    fn add_anycast6(&mut self, link: IfIndex, local: Ipv6Addr, len: u8) {
        if self.sysctls.own6(link, conf6::FORWARDING) == 0 || local.is_loopback() {
            return;
        }
        if let Some(first) = anycast(local, len) {
            self.kernel_route6(link, RouteKind::Anycast, Ipv6Net::from(first), 0);
        }
    }

    /// Puts in a route of the kernel's own; one that is there already is as good.
    fn kernel_route6(&mut self, link: IfIndex, kind: RouteKind, dst: Ipv6Net, metric: u32) {
        let table = if kind == RouteKind::Unicast {
            TableId::MAIN
        } else {
            TableId::LOCAL
        };
        let body = self.fib6.bodies.intern(RouteBody {
            kind,
            protocol: PROTOCOL_KERNEL,
            scope: Scope::UNIVERSE,
            prefsrc: None,
            nexthops: Box::new([by_link(link)]),
            metrics: RouteMetrics::default(),
            pref: 0,
        });
        let entry = Entry {
            body,
            line: super::fib::SourceLine::default(),
        };
        if self
            .fib6
            .insert(table, dst, metric, entry, Existing::Append)
            .is_ok()
        {
            self.touch_route6(table, dst);
            self.tell_route6(table, dst, link);
        }
    }

    fn tell_route6(&mut self, table: TableId, dst: Ipv6Net, link: IfIndex) {
        if self.watched
            && let Some(found) = self.find_route6(table, dst, link)
        {
            let route: Route = self.route6(table, &[found]);
            self.changes.push(Change::NewRoute(route));
        }
    }

    /// The first route to `dst` by `link` without a gateway.
    fn find_route6(&self, table: TableId, dst: Ipv6Net, link: IfIndex) -> Option<Found6> {
        self.fib6.of_prefix(table, dst).find(|found| {
            let body = self.fib6.bodies.get(found.entry.body);
            body.nexthops
                .first()
                .is_some_and(|hop| hop.dev == Some(link) && hop.gateway.is_none())
        })
    }

    fn drop_route6(&mut self, table: TableId, dst: Ipv6Net, link: IfIndex) {
        if let Some(found) = self.find_route6(table, dst, link) {
            if self.watched {
                let route = self.route6(table, &[found]);
                self.changes.push(Change::DelRoute(route));
            }
            self.remove_route6(table, found.key);
        }
    }

    /// `inet6_addr_modify`.
    fn change_address6(&mut self, at: usize, new: &Address) {
        let Some(old) = self
            .addresses6
            .get(&new.link)
            .and_then(|list| list.get(at))
            .cloned()
        else {
            return;
        };
        let mut changed = old.clone();
        // One that is not given stays.
        changed.metric = new.metric.filter(|metric| *metric != 0).or(old.metric);
        changed.proto = new.proto;
        changed.valid_until = new.valid_until;
        changed.preferred_until = new.preferred_until;
        changed.flags = AddressFlags {
            kernel_ll: old.flags.kernel_ll,
            secondary: false,
            ..new.flags
        };
        if let Some(place) = self
            .addresses6
            .get_mut(&new.link)
            .and_then(|list| list.get_mut(at))
        {
            *place = changed.clone();
        }
        if changed.flags.noprefixroute {
            if !old.flags.noprefixroute {
                self.drop_subnet_route6(&old);
            }
        } else {
            let net = v6(changed.local).map(|local| subnet(local, changed.prefix_len));
            if !old.flags.noprefixroute
                && let Some(net) = net
                && let Some(found) = self.find_route6(TableId::MAIN, net, changed.link)
                && found.key.metric() != changed.metric.unwrap_or(METRIC_ADDRCONF)
            {
                self.drop_route6(TableId::MAIN, net, changed.link);
            }
            // One that is there already is as good.
            self.add_subnet_route6(&changed);
        }
        self.address_changed(Change::NewAddress(changed));
    }

    /// Takes the route to the subnet away if no other address of the link has it.
    fn drop_subnet_route6(&mut self, address: &Address) {
        let Some(local) = v6(address.local) else {
            return;
        };
        let net = subnet(local, address.prefix_len);
        let shared = self
            .addresses6
            .get(&address.link)
            .into_iter()
            .flatten()
            .filter(|other| other.local != address.local)
            .any(|other| {
                other.prefix_len == address.prefix_len
                    && v6(other.local).is_some_and(|local| net.contains(&local))
            });
        if !shared {
            self.drop_route6(TableId::MAIN, net, address.link);
        }
    }

    /// Removes an IPv6 address (`inet6_addr_del`).
    pub(super) fn del_address6(&mut self, which: &AddressMatch) -> Result<(), NetError> {
        let link = self.links.get(&which.link).ok_or_else(|| {
            NetError::explained(Errno::NoDev, "ipv6: Unable to find the interface.")
        })?;
        if link.mtu < MIN_MTU6 {
            return Err(NetError::explained(
                Errno::Nxio,
                "ipv6: IPv6 is disabled on this device.",
            ));
        }
        let at = self
            .addresses6
            .get(&which.link)
            .and_then(|list| {
                list.iter().position(|old| {
                    old.local == which.local
                        && which.prefix.is_none_or(|(_, len)| len == old.prefix_len)
                })
            })
            .ok_or_else(|| NetError::explained(Errno::AddrNotAvail, "ipv6: address not found."))?;
        self.remove_address6(which.link, at);
        Ok(())
    }

    /// `ipv6_del_addr`.
    pub(super) fn remove_address6(&mut self, link: IfIndex, at: usize) {
        let Some(list) = self.addresses6.get_mut(&link) else {
            return;
        };
        let gone = list.remove(at);
        self.address_changed(Change::DelAddress(gone.clone()));
        let Some(local) = v6(gone.local) else {
            return;
        };
        if let Some(first) = anycast(local, gone.prefix_len)
            && !self.shares_anycast(link, first)
        {
            self.drop_kind6(RouteKind::Anycast, first, link);
        }
        if let Some(peer) = gone.peer.and_then(v6) {
            self.drop_route6(TableId::MAIN, Ipv6Net::from(peer), link);
        }
        self.drop_kind6(RouteKind::Local, local, link);
        if !gone.flags.noprefixroute {
            self.drop_subnet_route6(&gone);
        }
        if !self.has_address6(local, None) {
            self.forget_source6(local);
        }
    }

    fn shares_anycast(&self, link: IfIndex, first: Ipv6Addr) -> bool {
        self.addresses6
            .get(&link)
            .into_iter()
            .flatten()
            .any(|other| {
                v6(other.local).and_then(|local| anycast(local, other.prefix_len)) == Some(first)
            })
    }

    /// Takes away the kernel's own route of that type to that address.
    fn drop_kind6(&mut self, kind: RouteKind, address: Ipv6Addr, link: IfIndex) {
        let dst = Ipv6Net::from(address);
        let found = self.find_route6(TableId::LOCAL, dst, link);
        if found.is_some_and(|found| self.fib6.bodies.get(found.entry.body).kind == kind) {
            self.drop_route6(TableId::LOCAL, dst, link);
        }
    }

    /// `rt6_remove_prefsrc`: routes lose a source address that is ours no more.
    fn forget_source6(&mut self, source: Ipv6Addr) {
        let source = Some(IpAddr::V6(source));
        let wanted = self.fib6.bodies.select(|body| body.prefsrc == source);
        if wanted.is_empty() {
            return;
        }
        for (table, key) in self.fib6.select(|body| wanted.contains(body)) {
            self.fib6.change_body(table, key, |body| RouteBody {
                prefsrc: None,
                ..body.clone()
            });
            self.touch_route6(table, key.prefix());
        }
    }

    /// IPv6 starts on a link that is up and has a carrier: its link-local address, the routes of
    /// the addresses that it has already (`addrconf_notify`).
    pub(super) fn ipv6_up(&mut self, index: IfIndex) {
        let Some(link) = self.links.get(&index) else {
            return;
        };
        if !link.up || self.ipv6_off(link) {
            return;
        }
        if link.kind == LinkKind::Loopback {
            if !self.has_address6(Ipv6Addr::LOCALHOST, Some(index)) {
                let mut address = own_address(index, Ipv6Addr::LOCALHOST, 128);
                address.proto = Some(PROTO_KERNEL_LO);
                self.insert_address6(address);
            }
            return;
        }
        let mac = link.mac;
        let ready = self.has_carrier(link);
        // Addresses given while the link was down get their routes with or without a carrier.
        let waiting: Vec<Address> = self.addresses6.get(&index).cloned().unwrap_or_default();
        for address in waiting {
            self.add_subnet_route6(&address);
        }
        if !ready || !self.ready6.insert(index) {
            return;
        }
        let group = Ipv6Net::new(Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8).unwrap_or_default();
        self.kernel_route6(index, RouteKind::Multicast, group, METRIC_ADDRCONF);
        let local = link_local(mac);
        if self.sysctls.own6(index, conf6::ADDR_GEN_MODE) == 0
            && !self.has_address6(local, Some(index))
        {
            let mut address = own_address(index, local, 64);
            address.flags.kernel_ll = true;
            address.proto = Some(PROTO_KERNEL_LL);
            self.insert_address6(address);
        }
    }

    /// IPv6 ends on a link (`addrconf_ifdown`): its addresses go (`keep_addr_on_down` is not
    /// supported), and its routes; of a group only if no other hop is left, unless the link goes for
    /// good.
    pub(super) fn ipv6_down(&mut self, link: IfIndex, for_good: bool) {
        self.ready6.remove(&link);
        let addresses = self.addresses6.get_mut(&link).map(std::mem::take);
        for address in addresses.into_iter().flatten() {
            self.address_changed(Change::DelAddress(address));
        }
        let wanted = self.fib6.bodies.select(|body| body.uses(link));
        if wanted.is_empty() {
            return;
        }
        for (table, key) in self.fib6.select(|body| wanted.contains(body)) {
            let others_left = !for_good
                && self.fib6.find(table, key).is_some_and(|found| {
                    self.group6(table, found).iter().any(|other| {
                        let body = self.fib6.bodies.get(other.entry.body);
                        body.nexthops
                            .first()
                            .is_some_and(|hop| hop.dev != Some(link) && !self.is_dead(hop))
                    })
                });
            if !others_left {
                let dead = self.fib6.find(table, key).into_iter().flat_map(|found| {
                    if for_good {
                        vec![found]
                    } else {
                        self.group6(table, found)
                    }
                });
                let dead: Vec<Found6> = dead.collect();
                for found in dead {
                    self.remove_route6(table, found.key);
                }
            }
        }
    }

    /// The `forwarding` of a link has changed: the subnet router's anycast addresses come or go
    /// (`dev_forward_change`).
    pub(super) fn forwarding6_changed(&mut self, link: IfIndex) {
        let on = self.sysctls.own6(link, conf6::FORWARDING) != 0;
        let addresses: Vec<(Ipv6Addr, u8)> = self
            .addresses6
            .get(&link)
            .into_iter()
            .flatten()
            .filter_map(|address| Some((v6(address.local)?, address.prefix_len)))
            .collect();
        for (local, len) in addresses {
            if on {
                self.add_anycast6(link, local, len);
            } else if let Some(first) = anycast(local, len) {
                self.drop_kind6(RouteKind::Anycast, first, link);
            }
        }
    }
}

fn own_address(link: IfIndex, local: Ipv6Addr, prefix_len: u8) -> Address {
    Address {
        link,
        local: IpAddr::V6(local),
        peer: None,
        prefix_len,
        broadcast: None,
        scope: scope_of(local),
        label: None,
        metric: None,
        proto: None,
        flags: AddressFlags::default(),
        valid_until: None,
        preferred_until: None,
        origin: None,
    }
}
