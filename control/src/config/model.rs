//! The configuration as a whole.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    net::Ipv6Addr,
};

use dataplane::{
    iface::{IfIndex, MacAddr},
    route::TableId,
    time::Instant,
};
use ipnet::IpNet;

use super::{
    Address, AddressMatch, Change, Existing, Link, LinkKind, NetError, Route, RouteFamily,
    RouteMatch, Rule,
    checked::Checked,
    dirty::{Dirty, DirtyRoute},
    fib::{Fib4, Fib6, SourceFiles},
    netfilter::Netfilter,
    qos::Traffic,
    rules::default_rules,
    sysctls::Sysctls,
};

/// What rtnetlink and sysctl hold in one network namespace, with the kernel's semantics.
#[derive(Debug)]
pub struct Model {
    pub(super) now: Instant,
    pub(super) links: BTreeMap<IfIndex, Link>,
    pub(super) names: HashMap<String, IfIndex>,
    /// The number given to a link last.
    pub(super) last_index: u32,
    /// The links of a model whose place this one takes, by name.
    pub(super) reserved: HashMap<String, Link>,
    /// Links that were given an address, or an MTU: they do not take on their port's.
    pub(super) given_mac: BTreeSet<IfIndex>,
    pub(super) given_mtu: BTreeSet<IfIndex>,
    pub(super) addresses4: BTreeMap<IfIndex, Vec<Address>>,
    pub(super) addresses6: BTreeMap<IfIndex, Vec<Address>>,
    /// Links on which IPv6 has started.
    pub(super) ready6: BTreeSet<IfIndex>,
    pub(super) fib4: Fib4,
    pub(super) fib6: Fib6,
    pub(super) checked4: Checked,
    pub(super) checked6: Checked,
    /// Gateways that `checked6` knows of, and how often it had to forget them.
    pub(super) gateways6: BTreeSet<Ipv6Addr>,
    pub(super) gateways6_generation: u64,
    pub(super) rules4: Vec<Rule>,
    pub(super) rules6: Vec<Rule>,
    pub(super) sysctls: Sysctls,
    pub(super) netfilter: Netfilter,
    pub(super) traffic: Traffic,
    /// The files that routes came from.
    pub(super) files: SourceFiles,
    pub(super) changes: Vec<Change>,
    pub(super) watched: bool,
    pub(super) dirty: Dirty,
    /// Grows when links, addresses, rules or sysctls change.
    pub(super) generation: u64,
}

impl Default for Model {
    fn default() -> Self {
        Self::new()
    }
}

impl Model {
    /// The largest number of a link: the data path has a table by number.
    pub const MAX_INDEX: u32 = 65_535;

    /// A booted router: `lo` is up, the default rules are there, forwarding is off. (In a fresh
    /// network namespace of the kernel `lo` is down.)
    #[must_use]
    pub fn new() -> Self {
        let mut model = Self {
            now: Instant::ZERO,
            links: BTreeMap::new(),
            names: HashMap::new(),
            last_index: 1,
            reserved: HashMap::new(),
            given_mac: BTreeSet::new(),
            given_mtu: BTreeSet::new(),
            addresses4: BTreeMap::new(),
            addresses6: BTreeMap::new(),
            ready6: BTreeSet::new(),
            fib4: Fib4::default(),
            fib6: Fib6::default(),
            checked4: Checked::default(),
            checked6: Checked::default(),
            gateways6: BTreeSet::new(),
            gateways6_generation: 0,
            rules4: default_rules(RouteFamily::Inet),
            rules6: default_rules(RouteFamily::Inet6),
            sysctls: Sysctls::default(),
            netfilter: Netfilter::default(),
            traffic: Traffic::default(),
            files: SourceFiles::default(),
            changes: Vec::new(),
            watched: false,
            dirty: Dirty::default(),
            generation: 0,
        };
        for table in [TableId::LOCAL, TableId::MAIN] {
            model.fib4.create(table);
        }
        for table in [TableId::LOCAL, TableId::MAIN] {
            model.fib6.create(table);
        }
        model.add_loopback();
        model
    }

    fn add_loopback(&mut self) {
        let index = IfIndex::LOOPBACK;
        let name = "lo".to_owned();
        self.names.insert(name.clone(), index);
        self.sysctls.add_link(index);
        self.links.insert(
            index,
            Link {
                index,
                name,
                kind: LinkKind::Loopback,
                mac: MacAddr::ZERO,
                permanent_mac: MacAddr::ZERO,
                mtu: 65536,
                tx_queue_len: 1000,
                up: true,
                started: true,
                carrier: true,
                arp: true,
                multicast: true,
                promisc: false,
                allmulticast: false,
                gro: false,
                group: 0,
                alias: None,
                origin: None,
            },
        );
        self.ipv4_up(index);
        self.ipv6_up(index);
        self.interfaces_changed();
        self.rules_changed();
    }

    /// The time that lifetimes count from.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Sets the time, and removes the addresses whose time is over.
    pub fn set_now(&mut self, now: Instant) {
        self.now = now;
        let over = |address: &&Address| address.valid_until.is_some_and(|until| until <= now);
        let gone: Vec<Address> = self
            .addresses4
            .values()
            .chain(self.addresses6.values())
            .flatten()
            .filter(over)
            .cloned()
            .collect();
        for address in gone {
            let which = AddressMatch {
                link: address.link,
                local: address.local,
                prefix: Some((address.peer.unwrap_or(address.local), address.prefix_len)),
                label: None,
            };
            // It may have gone with its primary.
            let _gone_already = self.del_address(&which);
        }
        self.expire_nft();
    }

    /// When the next address is over, or not preferred any more, or an element of a set of nft's goes.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        self.addresses4
            .values()
            .chain(self.addresses6.values())
            .flatten()
            .flat_map(|address| [address.valid_until, address.preferred_until])
            .flatten()
            .filter(|until| *until > self.now)
            .min()
            .unwrap_or(Instant::FAR_FUTURE)
            .min(self.nft().next_expiry())
    }

    /// Whether changes are recorded for [`Model::take_changes`]. Off at first.
    pub fn watch(&mut self, on: bool) {
        self.watched = on;
    }

    /// Whether changes are recorded.
    #[must_use]
    pub const fn is_watched(&self) -> bool {
        self.watched
    }

    /// What happened since the last call, in order, if it was recorded.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// The addresses of a link, in the kernel's order.
    #[must_use]
    pub fn addresses(&self, link: IfIndex, family: RouteFamily) -> &[Address] {
        let lists = match family {
            RouteFamily::Inet => &self.addresses4,
            RouteFamily::Inet6 => &self.addresses6,
        };
        lists.get(&link).map_or(&[], Vec::as_slice)
    }

    /// Adds an address ([`Existing::Refuse`], `Replace` or `Change`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_address(&mut self, address: Address, existing: Existing) -> Result<(), NetError> {
        if address.local.is_ipv4() {
            self.add_address4(address, existing)
        } else {
            self.add_address6(address, existing)
        }
    }

    /// Removes an address.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_address(&mut self, which: &AddressMatch) -> Result<(), NetError> {
        if which.local.is_ipv4() {
            self.del_address4(which)
        } else {
            self.del_address6(which)
        }
    }

    /// The routes of a table, or of all tables, in the order in which the kernel dumps them. The
    /// routes of an IPv6 ECMP group come as one.
    pub fn routes(
        &self,
        family: RouteFamily,
        table: Option<TableId>,
    ) -> Box<dyn Iterator<Item = Route> + '_> {
        let tables = |all: Vec<TableId>| table.map_or(all, |table| vec![table]);
        match family {
            RouteFamily::Inet => Box::new(tables(self.fib4.tables()).into_iter().flat_map(
                move |table| {
                    self.fib4
                        .iter(table)
                        .map(move |found| self.route4(table, found))
                },
            )),
            RouteFamily::Inet6 => Box::new(
                tables(self.fib6.tables())
                    .into_iter()
                    .flat_map(move |table| self.routes6(table)),
            ),
        }
    }

    /// Whether there is such a table: there is one after the first route that names it, for
    /// IPv6 also after the first rule.
    #[must_use]
    pub fn has_table(&self, family: RouteFamily, table: TableId) -> bool {
        match family {
            RouteFamily::Inet => self.fib4.has(table),
            RouteFamily::Inet6 => self.fib6.has(table),
        }
    }

    /// The tables of iptables.
    #[must_use]
    pub const fn netfilter(&self) -> &Netfilter {
        &self.netfilter
    }

    /// The same, to change them.
    pub const fn netfilter_mut(&mut self) -> &mut Netfilter {
        &mut self.netfilter
    }

    /// Adds a route. The request is filled as iproute2 fills it: scope by
    /// its rules (host for local, link without a gateway and for broadcast, universe else; IPv6
    /// universe), protocol boot, metric 0 if not given (IPv6 makes it 1024).
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_route(&mut self, route: &Route, existing: Existing) -> Result<(), NetError> {
        match route.dst {
            IpNet::V4(dst) => self.add_route4(dst, route, existing),
            IpNet::V6(dst) => self.add_route6(dst, route, existing),
        }
    }

    /// Removes a route.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_route(&mut self, which: &RouteMatch) -> Result<(), NetError> {
        match which.dst {
            IpNet::V4(dst) => self.del_route4(dst, which),
            IpNet::V6(dst) => self.del_route6(dst, which),
        }
    }

    /// A link, an address or a sysctl has changed.
    pub(super) fn interfaces_changed(&mut self) {
        self.dirty.interfaces = true;
        self.generation += 1;
    }

    /// A rule has changed, or what a rule's name of a link means.
    pub(super) fn rules_changed(&mut self) {
        self.dirty.rules = true;
        self.generation += 1;
    }

    /// What a request by an IPv4 gateway was found to be holds while this stays the same.
    pub(super) const fn checks_generation(&self) -> u64 {
        self.generation + self.fib4.near_generation + self.gateways6_generation
    }

    /// The same for IPv6.
    pub(super) const fn checks_generation6(&self) -> u64 {
        self.generation + self.gateways6_generation
    }

    /// The link's state has changed, and so may the usable next hops of the routes by it.
    pub(super) fn touch_routes_of(&mut self, link: IfIndex) {
        let wanted = self.fib4.bodies.select(|body| body.uses(link));
        if !wanted.is_empty() {
            for (table, key) in self.fib4.select(|body| wanted.contains(body)) {
                self.dirty
                    .route(DirtyRoute::new(table, IpNet::V4(key.prefix()), key.tos()));
            }
        }
        let wanted = self.fib6.bodies.select(|body| body.uses(link));
        if !wanted.is_empty() {
            for (table, key) in self.fib6.select(|body| wanted.contains(body)) {
                self.dirty
                    .route(DirtyRoute::new(table, IpNet::V6(key.prefix()), 0));
            }
        }
    }

    /// All routes are to be looked at again.
    pub(super) fn touch_all_routes(&mut self) {
        let links: Vec<IfIndex> = self.links.keys().copied().collect();
        for link in links {
            self.touch_routes_of(link);
        }
    }
}
