//! IPv4 addresses and the routes that the kernel makes for them (`devinet.c`, `fib_frontend.c`).

use std::net::{IpAddr, Ipv4Addr};

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};
use ipnet::{IpNet, Ipv4Net};

use super::{
    Address, AddressFlags, AddressMatch, Change, Errno, Existing, LinkKind, Model, NetError,
    Nexthop, Route, RouteMatch, RouteMetrics, sysctls::conf4,
};

/// `RTPROT_KERNEL`.
pub(super) const PROTOCOL_KERNEL: u8 = 2;

/// The IPv4 parts of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ifa {
    local: Ipv4Addr,
    /// The peer, or the address itself.
    address: Ipv4Addr,
    len: u8,
    broadcast: Option<Ipv4Addr>,
    secondary: bool,
    noprefixroute: bool,
    metric: u32,
}

impl Ifa {
    fn of(address: &Address) -> Option<Self> {
        let IpAddr::V4(local) = address.local else {
            return None;
        };
        let peer = match address.peer {
            Some(IpAddr::V4(peer)) => Some(peer),
            Some(IpAddr::V6(_)) | None => None,
        };
        Some(Self {
            local,
            address: peer.unwrap_or(local),
            len: address.prefix_len.min(32),
            broadcast: address.broadcast,
            secondary: address.flags.secondary,
            noprefixroute: address.flags.noprefixroute,
            metric: address.metric.unwrap_or_default(),
        })
    }

    /// The subnet.
    fn net(self) -> Ipv4Net {
        Ipv4Net::new(self.address, self.len)
            .unwrap_or_default()
            .trunc()
    }

    fn same_subnet(self, other: Self) -> bool {
        self.net() == other.net()
    }

    /// `ipv4_is_zeronet`.
    fn zero_net(self) -> bool {
        self.net().addr().octets()[0] == 0
    }

    /// Whether there is a route to the subnet.
    fn has_subnet(self) -> bool {
        !self.zero_net() && (self.net().addr() != self.local || self.len < 32)
    }
}

impl Model {
    fn ifas(&self, link: IfIndex) -> Vec<Ifa> {
        self.addresses4
            .get(&link)
            .into_iter()
            .flatten()
            .filter_map(Ifa::of)
            .collect()
    }

    fn is_loopback(&self, link: IfIndex) -> bool {
        self.links
            .get(&link)
            .is_some_and(|link| link.kind == LinkKind::Loopback)
    }

    /// Adds or changes an IPv4 address (`inet_rtm_newaddr`).
    pub(super) fn add_address4(
        &mut self,
        address: Address,
        existing: Existing,
    ) -> Result<(), NetError> {
        if address.prefix_len > 32 {
            return Err(NetError::explained(
                Errno::Inval,
                "ipv4: Invalid prefix length.",
            ));
        }
        let link = address.link;
        if !self.links.contains_key(&link) {
            return Err(NetError::explained(Errno::NoDev, "ipv4: Device not found."));
        }
        let ifa = Ifa::of(&address).ok_or(Errno::Inval)?;
        let assigned = || NetError::explained(Errno::Exist, "ipv4: Address already assigned.");
        let list = self.addresses4.entry(link).or_default();
        let same = list.iter().position(|old| {
            Ifa::of(old).is_some_and(|old| old.local == ifa.local && old.same_subnet(ifa))
        });
        if let Some(at) = same {
            return match existing {
                Existing::Replace | Existing::Change => {
                    self.change_address4(link, at, &address);
                    Ok(())
                }
                Existing::Refuse | Existing::Append | Existing::Prepend => Err(assigned()),
            };
        }
        if ifa.local.is_unspecified() {
            // The kernel takes it and does nothing.
            return Ok(());
        }
        self.insert_address4(address, ifa)
    }

    fn change_address4(&mut self, link: IfIndex, at: usize, new: &Address) {
        let Some(old) = self
            .addresses4
            .get(&link)
            .and_then(|list| list.get(at))
            .cloned()
        else {
            return;
        };
        let mut changed = old.clone();
        changed.metric = new.metric.filter(|metric| *metric != 0);
        changed.proto = new.proto;
        changed.valid_until = new.valid_until;
        changed.preferred_until = new.preferred_until;
        if let Some(place) = self
            .addresses4
            .get_mut(&link)
            .and_then(|list| list.get_mut(at))
        {
            *place = changed.clone();
        }
        if let (Some(before), Some(after)) = (Ifa::of(&old), Ifa::of(&changed))
            && before.metric != after.metric
        {
            self.modify_metric4(link, before, after);
        }
        self.interfaces_changed();
        self.address_changed(Change::NewAddress(changed));
    }

    /// `fib_modify_prefix_metric`: the new route first, then the old one goes.
    fn modify_metric4(&mut self, link: IfIndex, before: Ifa, after: Ifa) {
        let up = self.links.get(&link).is_some_and(|link| link.up);
        if !up || before.secondary || before.noprefixroute || !before.has_subnet() {
            return;
        }
        let kind = self.subnet_kind(link);
        self.magic_add(link, kind, after.net(), after.local, after.metric);
        self.magic_del(link, kind, before.net(), before.local, before.metric);
    }

    /// `__inet_insert_ifa`.
    fn insert_address4(&mut self, mut address: Address, ifa: Ifa) -> Result<(), NetError> {
        let link = address.link;
        let list = self.addresses4.entry(link).or_default();
        address.flags = AddressFlags {
            secondary: false,
            noprefixroute: address.flags.noprefixroute,
            ..AddressFlags::default()
        };
        address.metric = address.metric.filter(|metric| *metric != 0);
        // A primary goes behind those primaries whose scope is not nearer than its own.
        let mut place = 0;
        for (at, old) in list.iter().enumerate() {
            if !old.flags.secondary && address.scope <= old.scope {
                place = at + 1;
            }
            if Ifa::of(old).is_some_and(|old| old.same_subnet(ifa)) {
                if old.scope != address.scope {
                    return Err(NetError::explained(
                        Errno::Inval,
                        "ipv4: Invalid scope value.",
                    ));
                }
                address.flags.secondary = true;
            }
        }
        if address.flags.secondary {
            place = list.len();
        }
        let secondary = address.flags.secondary;
        list.insert(place, address.clone());
        self.sysctls.has_address4(link);
        self.address_changed(Change::NewAddress(address));
        self.add_routes4(link, Ifa { secondary, ..ifa });
        Ok(())
    }

    /// The primary address of a subnet (`inet_ifa_byprefix`).
    fn primary_of(&self, link: IfIndex, ifa: Ifa) -> Option<Ifa> {
        self.ifas(link)
            .into_iter()
            .find(|other| !other.secondary && other.same_subnet(ifa))
    }

    fn subnet_kind(&self, link: IfIndex) -> RouteKind {
        if self.is_loopback(link) {
            RouteKind::Local
        } else {
            RouteKind::Unicast
        }
    }

    /// `fib_add_ifaddr`.
    fn add_routes4(&mut self, link: IfIndex, ifa: Ifa) {
        let primary = if ifa.secondary {
            self.primary_of(link, ifa)
        } else {
            Some(ifa)
        };
        let Some(primary) = primary else {
            return;
        };
        let src = primary.local;
        self.magic_add(link, RouteKind::Local, host(ifa.local), src, 0);
        if !self.links.get(&link).is_some_and(|link| link.up) {
            return;
        }
        if let Some(broadcast) = ifa.broadcast.filter(|addr| !addr.is_broadcast()) {
            self.magic_add(link, RouteKind::Broadcast, host(broadcast), src, 0);
        }
        if !ifa.secondary && ifa.has_subnet() {
            if !ifa.noprefixroute {
                let kind = self.subnet_kind(link);
                self.magic_add(link, kind, ifa.net(), src, ifa.metric);
            }
            if ifa.len < 31 {
                let last = host(ifa.net().broadcast());
                self.magic_add(link, RouteKind::Broadcast, last, src, 0);
            }
        }
    }

    /// `fib_magic` for a new route; one that is there already is as good.
    fn magic_add(
        &mut self,
        link: IfIndex,
        kind: RouteKind,
        dst: Ipv4Net,
        src: Ipv4Addr,
        metric: u32,
    ) {
        let route = Route {
            dst: IpNet::V4(dst),
            table: magic_table(kind),
            tos: 0,
            kind,
            protocol: PROTOCOL_KERNEL,
            scope: magic_scope(kind),
            metric,
            prefsrc: Some(IpAddr::V4(src)),
            nexthops: vec![by_link(link)],
            metrics: RouteMetrics::default(),
            pref: 0,
            origin: None,
        };
        let _there_already = self.add_route4(dst, &route, Existing::Append);
    }

    /// `fib_magic` for a route that goes; it may be gone already.
    fn magic_del(
        &mut self,
        link: IfIndex,
        kind: RouteKind,
        dst: Ipv4Net,
        src: Ipv4Addr,
        metric: u32,
    ) {
        let which = RouteMatch {
            kind: Some(kind),
            scope: Some(magic_scope(kind)),
            protocol: Some(PROTOCOL_KERNEL),
            metric,
            prefsrc: Some(IpAddr::V4(src)),
            nexthops: vec![by_link(link)],
            ..RouteMatch::to(IpNet::V4(dst), magic_table(kind))
        };
        let _gone_already = self.del_route4(dst, &which);
    }

    /// Removes an IPv4 address (`inet_rtm_deladdr`).
    pub(super) fn del_address4(&mut self, which: &AddressMatch) -> Result<(), NetError> {
        if !self.links.contains_key(&which.link) {
            return Err(NetError::explained(Errno::NoDev, "ipv4: Device not found."));
        }
        let name = self.links.get(&which.link).map(|link| link.name.clone());
        let wanted = |old: &Address| {
            let label = old.label.as_ref().or(name.as_ref());
            old.local == which.local
                && which
                    .label
                    .as_ref()
                    .is_none_or(|wanted| Some(wanted) == label)
                && which.prefix.is_none_or(|(address, len)| {
                    len == old.prefix_len && old.peer.unwrap_or(old.local) == address
                })
        };
        let at = self
            .addresses4
            .get(&which.link)
            .and_then(|list| list.iter().position(wanted))
            .ok_or_else(|| NetError::explained(Errno::AddrNotAvail, "ipv4: Address not found."))?;
        self.remove_address4(which.link, at, false);
        Ok(())
    }

    /// `__inet_del_ifa`: with the secondaries of its subnet, or one of them takes its place
    /// (`promote_secondaries`). When the whole link goes nobody is promoted.
    fn remove_address4(&mut self, link: IfIndex, at: usize, dying: bool) {
        let Some(gone) = self
            .addresses4
            .get(&link)
            .and_then(|list| list.get(at))
            .cloned()
        else {
            return;
        };
        let Some(ifa) = Ifa::of(&gone) else {
            return;
        };
        let promote = self.sysctls.either4(link, conf4::PROMOTE_SECONDARIES);
        let is_second = |other: &Address| {
            other.flags.secondary && Ifa::of(other).is_some_and(|other| other.same_subnet(ifa))
        };
        let mut promoted = None;
        if !ifa.secondary && !dying {
            if promote {
                promoted = self
                    .addresses4
                    .get(&link)
                    .and_then(|list| list.iter().skip(at + 1).position(is_second))
                    .map(|behind| at + 1 + behind);
            } else {
                self.remove_secondaries4(link, at, is_second);
            }
        }
        let seconds: Vec<Ifa> = promoted
            .and_then(|first| self.addresses4.get(&link).map(|list| &list[first..]))
            .into_iter()
            .flatten()
            .filter(|other| is_second(other))
            .filter_map(Ifa::of)
            .collect();
        // While all addresses are on the list: the routes of those that get another primary go.
        for second in &seconds {
            self.del_routes4(link, *second, Some(ifa), true);
        }
        if let Some(list) = self.addresses4.get_mut(&link) {
            list.remove(at);
        }
        self.address_changed(Change::DelAddress(gone.clone()));
        self.del_routes4(link, ifa, None, false);
        if self.addresses4.get(&link).is_none_or(Vec::is_empty) {
            self.ipv4_down(link, true);
        }
        if let Some(from) = promoted {
            // One place less, now that the first is gone.
            self.promote4(link, from - 1, at, gone.scope);
            for second in seconds.iter().skip(1) {
                self.add_routes4(link, *second);
            }
        }
    }

    fn remove_secondaries4(
        &mut self,
        link: IfIndex,
        behind: usize,
        is_second: impl Fn(&Address) -> bool,
    ) {
        while let Some(next) = self
            .addresses4
            .get(&link)
            .and_then(|list| list.iter().skip(behind + 1).position(&is_second))
        {
            let at = behind + 1 + next;
            let Some(list) = self.addresses4.get_mut(&link) else {
                return;
            };
            let gone = list.remove(at);
            if let Some(ifa) = Ifa::of(&gone) {
                self.address_changed(Change::DelAddress(gone));
                self.del_routes4(link, ifa, None, false);
            }
        }
    }

    /// Makes a secondary the primary of its subnet, at the place of the one before it or behind the
    /// primaries that follow there.
    fn promote4(&mut self, link: IfIndex, from: usize, slot: usize, scope: Scope) {
        let Some(list) = self.addresses4.get_mut(&link) else {
            return;
        };
        let mut address = list.remove(from);
        address.flags.secondary = false;
        let place = list
            .iter()
            .take(from)
            .enumerate()
            .filter(|(_, other)| !other.flags.secondary && scope <= other.scope)
            .map(|(at, _)| at + 1)
            .max()
            .map_or(slot, |behind| slot.max(behind));
        list.insert(place, address.clone());
        let ifa = Ifa::of(&address);
        self.address_changed(Change::NewAddress(address));
        if let Some(ifa) = ifa {
            self.add_routes4(link, ifa);
        }
    }

    /// `fib_del_ifaddr`: takes the routes of an address away, except those that another address has
    /// too. `promoting`: the primary that it is promoted from; then it is still on the list.
    fn del_routes4(&mut self, link: IfIndex, ifa: Ifa, promoting: Option<Ifa>, on_list: bool) {
        let primary = if ifa.secondary {
            self.primary_of(link, ifa)
        } else {
            Some(ifa)
        };
        let Some(primary) = primary else {
            return;
        };
        let src = primary.local;
        let first = ifa.net().addr();
        let last = Ipv4Addr::from(u32::from(ifa.address) | !u32::from(ifa.net().netmask()));
        let mut subnet = false;
        if !ifa.secondary && ifa.has_subnet() {
            if !ifa.noprefixroute {
                let kind = self.subnet_kind(link);
                self.magic_del(link, kind, ifa.net(), src, 0);
            }
            subnet = true;
        }
        let kept = self.kept_routes4(link, ifa, primary, promoting);
        let broadcast = ifa.broadcast.filter(|_| !kept.broadcast);
        if let Some(broadcast) = broadcast {
            self.magic_del(link, RouteKind::Broadcast, host(broadcast), src, 0);
        }
        if subnet && ifa.len < 31 {
            if !kept.last {
                self.magic_del(link, RouteKind::Broadcast, host(last), src, 0);
            }
            if !kept.first {
                self.magic_del(link, RouteKind::Broadcast, host(first), src, 0);
            }
        }
        if !kept.local {
            self.magic_del(link, RouteKind::Local, host(ifa.local), src, 0);
            let kind = self.fib4.address_type(TableId::LOCAL, ifa.local);
            if !on_list && kind != RouteKind::Local {
                self.forget_source4(ifa.local);
            }
        }
    }

    /// Which of an address's routes belong to another address as well.
    fn kept_routes4(
        &self,
        link: IfIndex,
        ifa: Ifa,
        primary: Ifa,
        promoting: Option<Ifa>,
    ) -> KeptRoutes {
        let first = Some(ifa.net().addr());
        let last = Some(Ipv4Addr::from(
            u32::from(ifa.address) | !u32::from(ifa.net().netmask()),
        ));
        let mut kept = KeptRoutes::default();
        let mut other_primary: Option<Ifa> = None;
        let mut same_source = false;
        for other in self.ifas(link) {
            if other == ifa || promoting.is_some_and(|from| other.same_subnet(from)) {
                continue;
            }
            if other.secondary {
                if other.same_subnet(primary) {
                    other_primary = Some(primary);
                } else {
                    if !same_source {
                        continue;
                    }
                    if !other_primary.is_some_and(|p| p.same_subnet(other)) {
                        other_primary = self.primary_of(link, other);
                    }
                    if other_primary.is_none_or(|p| p.local != primary.local) {
                        continue;
                    }
                }
            } else {
                if primary.local != other.local {
                    continue;
                }
                other_primary = Some(other);
                if primary != other {
                    same_source = true;
                }
            }
            kept.local |= ifa.local == other.local;
            kept.broadcast |= ifa.broadcast == other.broadcast;
            kept.last |= last == other.broadcast;
            kept.first |= first == other.broadcast;
            if other_primary == Some(other) && other.len < 31 && !other.zero_net() {
                let ends = [Some(other.net().addr()), Some(other.net().broadcast())];
                kept.broadcast |= ends.contains(&ifa.broadcast);
                kept.last |= ends.contains(&last);
                kept.first |= ends.contains(&first);
            }
        }
        kept
    }

    /// `fib_sync_down_addr`: routes of the main table whose source address is ours no more go.
    fn forget_source4(&mut self, source: Ipv4Addr) {
        let wanted = self
            .fib4
            .bodies
            .select(|body| body.prefsrc == Some(IpAddr::V4(source)));
        if wanted.is_empty() {
            return;
        }
        let mut gone = self.fib4.select(|body| wanted.contains(body));
        gone.retain(|(table, _)| *table == TableId::MAIN);
        self.remove_routes4(&gone);
    }

    /// The link is up: the routes of its addresses come (`fib_netdev_event`).
    pub(super) fn ipv4_up(&mut self, link: IfIndex) {
        if self.is_loopback(link) && self.addresses4.get(&link).is_none_or(Vec::is_empty) {
            let local = Ipv4Addr::LOCALHOST;
            let address = Address {
                link,
                local: IpAddr::V4(local),
                peer: None,
                prefix_len: 8,
                broadcast: None,
                scope: Scope::HOST,
                label: None,
                metric: None,
                proto: None,
                flags: AddressFlags::default(),
                valid_until: None,
                preferred_until: None,
                origin: None,
            };
            let _always_fits = self.add_address4(address, Existing::Refuse);
        }
        for ifa in self.ifas(link) {
            self.add_routes4(link, ifa);
        }
    }

    /// `fib_disable_ip`: routes all of whose next hops are on links that are down go; those of host
    /// scope only if `all`.
    pub(super) fn ipv4_down(&mut self, link: IfIndex, all: bool) {
        let wanted = self.fib4.bodies.select(|body| {
            body.uses(link)
                && (all || body.scope != Scope::HOST)
                && body
                    .nexthops
                    .iter()
                    .all(|hop| hop.dev == Some(link) || self.is_dead(hop))
        });
        if wanted.is_empty() {
            return;
        }
        let gone = self.fib4.select(|body| wanted.contains(body));
        self.remove_routes4(&gone);
    }

    /// The link goes: its addresses, and every route that uses it.
    pub(super) fn ipv4_gone(&mut self, link: IfIndex) {
        while self
            .addresses4
            .get(&link)
            .is_some_and(|list| !list.is_empty())
        {
            self.remove_address4(link, 0, true);
        }
        let wanted = self.fib4.bodies.select(|body| body.uses(link));
        if wanted.is_empty() {
            return;
        }
        let gone = self.fib4.select(|body| wanted.contains(body));
        self.remove_routes4(&gone);
    }

    /// `inetdev_changename`: the labels follow the link's name.
    pub(super) fn relabel(&mut self, link: IfIndex) {
        /// `IFNAMSIZ` less the final zero.
        const LONGEST: usize = 15;
        let Some(name) = self.links.get(&link).map(|link| link.name.clone()) else {
            return;
        };
        let Some(list) = self.addresses4.get_mut(&link) else {
            return;
        };
        for (number, address) in list.iter_mut().enumerate() {
            let old = address.label.take();
            if number == 0 {
                continue;
            }
            let tail = old
                .as_deref()
                .and_then(|label| label.find(':').map(|at| label[at..].to_owned()))
                .unwrap_or_else(|| format!(":{}", number + 1));
            let room = LONGEST.saturating_sub(tail.len());
            let head = name.get(..room.min(name.len())).unwrap_or(&name);
            address.label = Some(format!("{head}{tail}"));
        }
        let changed: Vec<Address> = list.clone();
        for address in changed {
            self.address_changed(Change::NewAddress(address));
        }
    }

    /// An address is new, has changed or is gone.
    pub(super) fn address_changed(&mut self, change: Change) {
        self.interfaces_changed();
        if self.watched {
            self.changes.push(change);
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct KeptRoutes {
    local: bool,
    broadcast: bool,
    first: bool,
    last: bool,
}

fn host(address: Ipv4Addr) -> Ipv4Net {
    Ipv4Net::from(address)
}

fn magic_table(kind: RouteKind) -> TableId {
    if kind == RouteKind::Unicast {
        TableId::MAIN
    } else {
        TableId::LOCAL
    }
}

fn magic_scope(kind: RouteKind) -> Scope {
    if kind == RouteKind::Local {
        Scope::HOST
    } else {
        Scope::LINK
    }
}

/// The next hop of what is on a link.
pub(super) const fn by_link(link: IfIndex) -> Nexthop {
    Nexthop {
        gateway: None,
        dev: Some(link),
        weight: 1,
        onlink: false,
        linkdown: false,
        dead: false,
    }
}
