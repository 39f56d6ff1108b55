//! From the configuration to what the data path reads.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use dataplane::{
    counters::{InterfaceCounters, PerWorker},
    iface::{Address4, Address6, IfIndex, Interface, InterfaceKind, MacAddr, Scope},
    qos::Tree,
    route::{
        Family, FibWriter, NextHop, RouteInfo, RouteKind, Routing, Rule as CompiledRule,
        RuleAction as CompiledAction, Selector,
    },
    snapshot::{Publisher, Snapshot},
    sysctl::{self, Ipv4Conf, Ipv6Conf, NeighConf},
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::{
    Address, Link, LinkKind, Model, Nexthop, RouteFamily, Rule, RuleAction,
    dirty::DirtyRoute,
    fib::{BodyId, RouteBody},
    netfilter::RulesetCompiler,
    routes4::is_error,
    sysctls::{conf4, conf6, global, neigh},
};

/// Carries what changes in a [`Model`] to the workers.
///
/// Keeps what outlives a snapshot: the tables, and the counters of interfaces by number.
#[derive(Debug)]
pub struct Compiler {
    workers: usize,
    fib: FibWriter,
    /// What the last snapshot had; `None` before the first.
    routing: Option<Routing>,
    counters: HashMap<IfIndex, Arc<PerWorker<InterfaceCounters>>>,
    /// What the traffic control of links was last compiled to.
    trees: HashMap<IfIndex, Arc<Tree>>,
    filters: RulesetCompiler,
}

/// What retired infos and trie nodes may number before a grace period is spent on them alone.
const MOST_RETIRED: usize = 4096;

impl Compiler {
    /// A compiler for a router with `workers` workers, for a fresh model.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self {
            workers,
            fib: FibWriter::new(),
            routing: None,
            counters: HashMap::new(),
            trees: HashMap::new(),
            filters: RulesetCompiler::new(workers),
        }
    }

    /// A compiler for a model that takes the place of the present one: it builds everything anew,
    /// but the counters go on.
    #[must_use]
    pub fn successor(&self) -> Self {
        Self {
            counters: self.counters.clone(),
            ..Self::new(self.workers)
        }
    }

    /// Publishes what has changed in `model` since the last commit, and waits until it is in force.
    ///
    /// A change of routes alone, by known next hops, is written into the tables that the workers
    /// read; all else needs a new snapshot (see [`FibWriter`] for the order).
    pub fn commit(&mut self, model: &mut Model, publisher: &Publisher) {
        let dirty = std::mem::take(&mut model.dirty);
        self.queue_routes(model, &dirty.routes);
        model.fib4.bodies.recycle();
        model.fib6.bodies.recycle();
        if dirty.rules {
            for (family, of) in [
                (Family::V4, RouteFamily::Inet),
                (Family::V6, RouteFamily::Inet6),
            ] {
                let rules = model.rules(of).iter().map(|rule| compile_rule(model, rule));
                self.fib.set_rules(family, rules.collect());
            }
        }
        for link in model.take_changed_traffic() {
            match model.compile_traffic(link) {
                Some(tree) => self.trees.insert(link, tree),
                None => self.trees.remove(&link),
            };
        }
        let filters = self.filters.update(&mut model.netfilter, model.now);
        let known = self.routing.clone();
        match known {
            Some(routing) if !dirty.interfaces && !self.fib.changed() => {
                self.fib.apply();
                if filters || self.fib.retired() > MOST_RETIRED {
                    // Perhaps only for the sake of the grace period.
                    let current = publisher.current();
                    publisher.publish(Snapshot {
                        routing,
                        filter4: self.filters.ruleset(Family::V4),
                        filter6: self.filters.ruleset(Family::V6),
                        ..Snapshot::clone(&current)
                    });
                    publisher.synchronize();
                    self.fib.reclaim();
                }
            }
            Some(routing) => {
                let routing = if self.fib.changed() {
                    self.fib.routing()
                } else {
                    routing
                };
                self.publish(model, routing, publisher, dirty.interfaces);
                publisher.synchronize();
                self.fib.reclaim();
                self.fib.apply();
            }
            None => {
                // Nobody reads these tables yet: they are filled before they are shown.
                let routing = self.fib.routing();
                self.fib.apply();
                self.publish(model, routing, publisher, true);
                publisher.synchronize();
                self.fib.reclaim();
            }
        }
        if filters {
            self.filters.reclaim(&model.netfilter);
        }
    }

    /// Publishes a configuration; interfaces that have not changed are those that they were.
    fn publish(
        &mut self,
        model: &Model,
        routing: Routing,
        publisher: &Publisher,
        interfaces_changed: bool,
    ) {
        self.routing = Some(routing.clone());
        let interfaces = if interfaces_changed {
            let links = model.links();
            let links = links.map(|link| Arc::new(self.interface(model, link)));
            links.collect()
        } else {
            publisher.current().interfaces.clone()
        };
        let here = |index: &IfIndex, _: &mut _| model.link(*index).is_some();
        self.counters.retain(here);
        publisher.publish(Snapshot {
            interfaces,
            sysctls: model.sysctls(),
            routing,
            filter4: self.filters.ruleset(Family::V4),
            filter6: self.filters.ruleset(Family::V6),
            ..Snapshot::default()
        });
    }

    fn interface(&mut self, model: &Model, link: &Link) -> Interface {
        let counters = self
            .counters
            .entry(link.index)
            .or_insert_with(|| Arc::new(PerWorker::new(self.workers)));
        Interface {
            index: link.index,
            name: link.name.as_str().into(),
            kind: kind(link),
            mac: link.mac,
            mtu: link.mtu,
            running: model.has_carrier(link),
            promiscuous: link.promisc,
            arp: link.arp,
            addresses4: addresses4(model.addresses(link.index, RouteFamily::Inet)),
            addresses6: model
                .addresses(link.index, RouteFamily::Inet6)
                .iter()
                .filter_map(|address| address6(model, address))
                .collect(),
            conf4: model.conf4(link.index),
            conf6: model.conf6(link),
            neigh4: neigh_conf(|place| model.sysctls.neigh4(link.index, place)),
            neigh6: neigh_conf(|place| model.sysctls.neigh6(link.index, place)),
            gro: model.joins_segments(link),
            qos: self.trees.get(&link.index).cloned(),
            vlans: model
                .links()
                .filter_map(|child| match kind(child) {
                    InterfaceKind::Vlan {
                        parent,
                        id,
                        protocol,
                    } if parent == link.index => Some(((protocol, id), child.index)),
                    InterfaceKind::Vlan { .. }
                    | InterfaceKind::Loopback
                    | InterfaceKind::Port
                    | InterfaceKind::Dummy => None,
                })
                .collect(),
            counters: Arc::clone(counters),
        }
    }

    fn queue_routes(&mut self, model: &Model, routes: &[DirtyRoute]) {
        let mut infos = BodyInfos::default();
        for dirty in routes {
            let gone = |body: BodyId| model.fib4.bodies.find(body).is_none();
            if dirty.only.is_some_and(gone) {
                // It was only passing by: the prefix has a later record.
                continue;
            }
            let info = match dirty.prefix {
                IpNet::V4(prefix) => infos.best4(model, dirty, prefix),
                IpNet::V6(prefix) => infos.best6(model, dirty, prefix),
            };
            match info {
                Some(info) => {
                    let queued = self.fib.insert(dirty.table, dirty.prefix, dirty.tos, &info);
                    if let Err(error) = queued {
                        tracing::error!(prefix = %dirty.prefix, %error, "a route is not in force");
                    }
                }
                None => self.fib.remove(dirty.table, dirty.prefix, dirty.tos),
            }
        }
    }
}

/// What bodies become, remembered while one commit lasts (numbers of bodies are used again later).
#[derive(Debug, Default)]
struct BodyInfos {
    v4: BTreeMap<BodyId, Option<Arc<RouteInfo>>>,
}

impl BodyInfos {
    /// The route that counts for a prefix: the first in order that has a usable next hop.
    fn best4(
        &mut self,
        model: &Model,
        dirty: &DirtyRoute,
        prefix: Ipv4Net,
    ) -> Option<Arc<RouteInfo>> {
        if let Some(only) = dirty.only {
            return self.of4(model, only);
        }
        model
            .fib4
            .of_prefix_tos(dirty.table, prefix, dirty.tos)
            .find_map(|found| self.of4(model, found.entry.body))
    }

    /// What a body becomes.
    fn of4(&mut self, model: &Model, id: BodyId) -> Option<Arc<RouteInfo>> {
        self.v4
            .entry(id)
            .or_insert_with(|| {
                let body = model.fib4.bodies.find(id)?;
                info(model, body, body.nexthops.iter(), false).map(Arc::new)
            })
            .clone()
    }

    #[expect(clippy::unused_self, reason = "beside its IPv4 twin")]
    fn best6(&self, model: &Model, dirty: &DirtyRoute, prefix: Ipv6Net) -> Option<Arc<RouteInfo>> {
        model.fib6.of_prefix(dirty.table, prefix).find_map(|found| {
            let group = model.group6(dirty.table, found);
            let bodies: Vec<&RouteBody> = group
                .iter()
                .map(|member| &**model.fib6.bodies.get(member.entry.body))
                .collect();
            let hops = bodies.iter().flat_map(|body| &body.nexthops);
            let body = model.fib6.bodies.get(found.entry.body);
            // Routes by `lo` that are not to the router itself refuse.
            let rejects = body.kind == RouteKind::Unicast
                && body.nexthops.first().and_then(|hop| hop.dev) == Some(IfIndex::LOOPBACK);
            info(model, body, hops, rejects).map(Arc::new)
        })
    }
}

/// What a route becomes, one that `rejects` as if it were of type unreachable; `None` if it has no
/// usable next hop.
fn info<'a>(
    model: &Model,
    body: &RouteBody,
    hops: impl Iterator<Item = &'a Nexthop>,
    rejects: bool,
) -> Option<RouteInfo> {
    let nexthops: Box<[NextHop]> = if is_error(body.kind) || rejects {
        Box::default()
    } else {
        let usable: Box<[NextHop]> = hops
            .filter(|hop| model.is_usable(hop, body.scope == Scope::HOST))
            .filter_map(|hop| {
                Some(NextHop {
                    gateway: hop.gateway,
                    oif: hop.dev?,
                    weight: hop.weight,
                    onlink: hop.onlink,
                })
            })
            .collect();
        if usable.is_empty() {
            return None;
        }
        usable
    };
    Some(RouteInfo {
        kind: if rejects {
            RouteKind::Unreachable
        } else {
            body.kind
        },
        scope: body.scope,
        prefsrc: body.prefsrc,
        mtu: body.metrics.mtu,
        nexthops,
    })
}

fn kind(link: &Link) -> InterfaceKind {
    match link.kind {
        LinkKind::Loopback => InterfaceKind::Loopback,
        LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Xdp { .. } | LinkKind::Pcap => {
            InterfaceKind::Port
        }
        LinkKind::Dummy => InterfaceKind::Dummy,
        LinkKind::Vlan {
            parent,
            id,
            protocol,
        } => InterfaceKind::Vlan {
            parent,
            id,
            protocol,
        },
    }
}

fn addresses4(addresses: &[Address]) -> Vec<Address4> {
    addresses
        .iter()
        .filter_map(|address| {
            let (IpNet::V4(own), IpNet::V4(subnet)) = nets(address)? else {
                return None;
            };
            Some(Address4 {
                local: own.addr(),
                subnet: subnet.trunc(),
                broadcast: address.broadcast,
                scope: address.scope,
                secondary: address.flags.secondary,
            })
        })
        .collect()
}

fn address6(model: &Model, address: &Address) -> Option<Address6> {
    let (IpNet::V6(own), IpNet::V6(subnet)) = nets(address)? else {
        return None;
    };
    Some(Address6 {
        local: own.addr(),
        subnet: subnet.trunc(),
        scope: address.scope,
        deprecated: address
            .preferred_until
            .is_some_and(|until| until <= model.now()),
    })
}

/// The address with its prefix, and the same for the peer (or again itself).
fn nets(address: &Address) -> Option<(IpNet, IpNet)> {
    let of = |addr| IpNet::new(addr, address.prefix_len).ok();
    Some((
        of(address.local)?,
        of(address.peer.unwrap_or(address.local))?,
    ))
}

fn compile_rule(model: &Model, rule: &Rule) -> CompiledRule {
    let by_name = |name: &String| model.link_by_name(name).map(|link| link.index);
    let net = |net: Option<IpNet>| {
        net.filter(|net| net.prefix_len() > 0)
            .map(|net| net.trunc())
    };
    CompiledRule {
        priority: rule.priority,
        selector: Selector {
            invert: rule.invert,
            src: net(rule.src),
            dst: net(rule.dst),
            iif: rule.iif.as_ref().map(by_name),
            oif: rule.oif.as_ref().map(by_name),
            fwmark: rule.fwmark,
            tos: rule.tos,
            ip_proto: rule.ip_proto,
            sport: rule.sport.clone(),
            dport: rule.dport.clone(),
        },
        action: match rule.action {
            RuleAction::Lookup(table) => CompiledAction::Lookup {
                table,
                suppress_prefixlength: rule.suppress_prefixlength,
            },
            RuleAction::Goto(target) => CompiledAction::Goto(target),
            RuleAction::Nop => CompiledAction::Nop,
            RuleAction::Blackhole => CompiledAction::Blackhole,
            RuleAction::Unreachable => CompiledAction::Unreachable,
            RuleAction::Prohibit => CompiledAction::Prohibit,
        },
    }
}

fn neigh_conf(get: impl Fn(usize) -> i64) -> NeighConf {
    NeighConf {
        base_reachable_time: millis(get(neigh::BASE_REACHABLE_TIME_MS)),
        retrans_time: millis(get(neigh::RETRANS_TIME_MS)),
        delay_first_probe_time: seconds(get(neigh::DELAY_FIRST_PROBE_TIME)),
        gc_stale_time: seconds(get(neigh::GC_STALE_TIME)),
        mcast_solicit: count(get(neigh::MCAST_SOLICIT)),
        ucast_solicit: count(get(neigh::UCAST_SOLICIT)),
        unres_qlen_bytes: count(get(neigh::UNRES_QLEN_BYTES)),
    }
}

fn millis(value: i64) -> Duration {
    Duration::from_millis(u64::try_from(value).unwrap_or_default())
}

fn seconds(value: i64) -> Duration {
    Duration::from_secs(u64::try_from(value).unwrap_or_default())
}

fn count(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

/// A small number; what is larger or negative counts as the largest, as it is "more than" all that
/// has a meaning.
fn small(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

impl Model {
    /// Whether packets can be sent by a next hop now.
    fn is_usable(&self, hop: &Nexthop, host: bool) -> bool {
        if host {
            return true;
        }
        let Some(link) = hop.dev.and_then(|dev| self.links.get(&dev)) else {
            return false;
        };
        let ignores = || {
            self.sysctls
                .either4(link.index, conf4::IGNORE_ROUTES_WITH_LINKDOWN)
                || self
                    .sysctls
                    .own6(link.index, conf6::IGNORE_ROUTES_WITH_LINKDOWN)
                    != 0
        };
        link.up && (self.has_carrier(link) || !ignores())
    }

    /// The knobs of the whole router.
    fn sysctls(&self) -> sysctl::Sysctls {
        let get = |place| self.sysctls.global(place);
        let size = |place| usize::try_from(get(place)).unwrap_or_default();
        sysctl::Sysctls {
            ip_default_ttl: small(get(global::IP_DEFAULT_TTL)),
            icmp_echo_ignore_all: get(global::ICMP_ECHO_IGNORE_ALL) != 0,
            icmp_echo_ignore_broadcasts: get(global::ICMP_ECHO_IGNORE_BROADCASTS) != 0,
            icmp_ratelimit: millis(get(global::ICMP_RATELIMIT)),
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is a mask of 32 bits"
            )]
            icmp_ratemask: get(global::ICMP_RATEMASK) as u32,
            icmp_msgs_per_sec: count(get(global::ICMP_MSGS_PER_SEC)),
            icmp_msgs_burst: count(get(global::ICMP_MSGS_BURST)),
            icmp_errors_use_inbound_ifaddr: get(global::ICMP_ERRORS_USE_INBOUND_IFADDR) != 0,
            ip_forward_use_pmtu: get(global::IP_FORWARD_USE_PMTU) != 0,
            ip_no_pmtu_disc: small(get(global::IP_NO_PMTU_DISC)),
            fib_multipath_hash_policy4: small(get(global::FIB_MULTIPATH_HASH_POLICY4)),
            ipfrag_time: seconds(get(global::IPFRAG_TIME)),
            ipfrag_high_thresh: size(global::IPFRAG_HIGH_THRESH),
            ipfrag_max_dist: count(get(global::IPFRAG_MAX_DIST)),
            ipv6_forwarding: self.sysctls.all6(conf6::FORWARDING) != 0,
            icmp6_ratelimit: millis(get(global::ICMP6_RATELIMIT)),
            icmp6_echo_ignore_all: get(global::ICMP6_ECHO_IGNORE_ALL) != 0,
            icmp6_echo_ignore_multicast: get(global::ICMP6_ECHO_IGNORE_MULTICAST) != 0,
            fib_multipath_hash_policy6: small(get(global::FIB_MULTIPATH_HASH_POLICY6)),
            ip6frag_time: seconds(get(global::IP6FRAG_TIME)),
            ip6frag_high_thresh: size(global::IP6FRAG_HIGH_THRESH),
            neigh4_gc_thresh3: count(get(global::NEIGH4_GC_THRESH3)),
            neigh6_gc_thresh3: count(get(global::NEIGH6_GC_THRESH3)),
            conntrack: self.ct_sysctls(),
        }
    }

    /// The knobs of connection tracking.
    fn ct_sysctls(&self) -> sysctl::CtSysctls {
        let get = |place| self.sysctls.global(place);
        let is_on = |place| get(place) != 0;
        // A time before now has passed.
        let time = |place| count(get(place).max(0));
        sysctl::CtSysctls {
            max: count(get(global::CT_MAX)),
            expect_max: count(get(global::CT_EXPECT_MAX)),
            acct: is_on(global::CT_ACCT),
            checksum: is_on(global::CT_CHECKSUM),
            log_invalid: small(get(global::CT_LOG_INVALID)),
            timestamp: is_on(global::CT_TIMESTAMP),
            tcp_be_liberal: is_on(global::CT_TCP_BE_LIBERAL),
            tcp_loose: is_on(global::CT_TCP_LOOSE),
            tcp_max_retrans: small(get(global::CT_TCP_MAX_RETRANS)),
            tcp_ignore_invalid_rst: is_on(global::CT_TCP_IGNORE_INVALID_RST),
            generic_timeout: time(global::CT_GENERIC_TIMEOUT),
            icmp_timeout: time(global::CT_ICMP_TIMEOUT),
            icmpv6_timeout: time(global::CT_ICMPV6_TIMEOUT),
            udp_timeout: time(global::CT_UDP_TIMEOUT),
            udp_timeout_stream: time(global::CT_UDP_TIMEOUT_STREAM),
            gre_timeout: time(global::CT_GRE_TIMEOUT),
            gre_timeout_stream: time(global::CT_GRE_TIMEOUT_STREAM),
            tcp_timeout_syn_sent: time(global::CT_TCP_TIMEOUT_SYN_SENT),
            tcp_timeout_syn_recv: time(global::CT_TCP_TIMEOUT_SYN_RECV),
            tcp_timeout_established: time(global::CT_TCP_TIMEOUT_ESTABLISHED),
            tcp_timeout_fin_wait: time(global::CT_TCP_TIMEOUT_FIN_WAIT),
            tcp_timeout_close_wait: time(global::CT_TCP_TIMEOUT_CLOSE_WAIT),
            tcp_timeout_last_ack: time(global::CT_TCP_TIMEOUT_LAST_ACK),
            tcp_timeout_time_wait: time(global::CT_TCP_TIMEOUT_TIME_WAIT),
            tcp_timeout_close: time(global::CT_TCP_TIMEOUT_CLOSE),
            tcp_timeout_max_retrans: time(global::CT_TCP_TIMEOUT_MAX_RETRANS),
            tcp_timeout_unacknowledged: time(global::CT_TCP_TIMEOUT_UNACKNOWLEDGED),
            sctp_timeout_closed: time(global::CT_SCTP_TIMEOUT_CLOSED),
            sctp_timeout_cookie_wait: time(global::CT_SCTP_TIMEOUT_COOKIE_WAIT),
            sctp_timeout_cookie_echoed: time(global::CT_SCTP_TIMEOUT_COOKIE_ECHOED),
            sctp_timeout_established: time(global::CT_SCTP_TIMEOUT_ESTABLISHED),
            sctp_timeout_shutdown_sent: time(global::CT_SCTP_TIMEOUT_SHUTDOWN_SENT),
            sctp_timeout_shutdown_recd: time(global::CT_SCTP_TIMEOUT_SHUTDOWN_RECD),
            sctp_timeout_shutdown_ack_sent: time(global::CT_SCTP_TIMEOUT_SHUTDOWN_ACK_SENT),
            sctp_timeout_heartbeat_sent: time(global::CT_SCTP_TIMEOUT_HEARTBEAT_SENT),
        }
    }

    /// IPv4 knobs in force on a link; how each is combined with `all` is in the kernel's
    /// include/linux/inetdevice.h.
    fn conf4(&self, link: IfIndex) -> Ipv4Conf {
        let own = |place| self.sysctls.own4(link, place) != 0;
        let either = |place| self.sysctls.either4(link, place);
        let both = |place| self.sysctls.both4(link, place);
        let most = |place| small(self.sysctls.most4(link, place).max(0));
        let forwarding = own(conf4::FORWARDING);
        Ipv4Conf {
            forwarding,
            rp_filter: most(conf4::RP_FILTER),
            send_redirects: either(conf4::SEND_REDIRECTS),
            accept_redirects: if forwarding {
                both(conf4::ACCEPT_REDIRECTS)
            } else {
                either(conf4::ACCEPT_REDIRECTS)
            },
            secure_redirects: either(conf4::SECURE_REDIRECTS),
            shared_media: either(conf4::SHARED_MEDIA),
            accept_source_route: both(conf4::ACCEPT_SOURCE_ROUTE),
            accept_local: either(conf4::ACCEPT_LOCAL),
            route_localnet: either(conf4::ROUTE_LOCALNET),
            log_martians: either(conf4::LOG_MARTIANS),
            proxy_arp: either(conf4::PROXY_ARP),
            arp_ignore: most(conf4::ARP_IGNORE),
            arp_announce: most(conf4::ARP_ANNOUNCE),
            arp_accept: most(conf4::ARP_ACCEPT),
            arp_notify: most(conf4::ARP_NOTIFY) != 0,
            src_valid_mark: either(conf4::SRC_VALID_MARK),
            bc_forwarding: both(conf4::BC_FORWARDING),
            ignore_routes_with_linkdown: either(conf4::IGNORE_ROUTES_WITH_LINKDOWN),
        }
    }

    /// IPv6 knobs in force on a link.
    fn conf6(&self, link: &Link) -> Ipv6Conf {
        let own = |place| self.sysctls.own6(link.index, place);
        let least =
            own(conf6::ACCEPT_SOURCE_ROUTE).min(self.sysctls.all6(conf6::ACCEPT_SOURCE_ROUTE));
        Ipv6Conf {
            forwarding: own(conf6::FORWARDING) != 0,
            hop_limit: small(own(conf6::HOP_LIMIT)),
            disable_ipv6: self.ipv6_off(link),
            accept_redirects: own(conf6::ACCEPT_REDIRECTS) != 0,
            accept_source_route: i32::try_from(least).unwrap_or_default(),
            proxy_ndp: own(conf6::PROXY_NDP) != 0 || self.sysctls.all6(conf6::PROXY_NDP) != 0,
        }
    }

    /// Prepares a fresh model for taking the place of `old`: a link that gets the name and kind of
    /// one there gets its number too, and its address if none is given. Actions that are the same go on counting.
    pub fn inherit(&mut self, old: &Self) {
        self.reserved = old
            .links()
            .filter(|link| link.kind != LinkKind::Loopback)
            .map(|link| (link.name.clone(), link.clone()))
            .collect();
        self.last_index = self.last_index.max(old.last_index);
        self.traffic.inherit(&old.traffic);
    }

    /// The port of a link was opened: the link takes on its address and MTU, where the request that
    /// made the link gave none.
    pub fn adopt(&mut self, index: IfIndex, mac: MacAddr, mtu: u32) {
        let Some(link) = self.links.get_mut(&index) else {
            return;
        };
        let before = (link.mac, link.mtu);
        if !self.given_mtu.contains(&index) {
            link.mtu = mtu;
        }
        if before.1 != link.mtu {
            self.interfaces_changed();
        }
        if before.0 != mac {
            self.adopt_mac(index, mac);
        }
    }

    /// A link and the VLANs on it have had `mac` all along, unless they were given another.
    fn adopt_mac(&mut self, index: IfIndex, mac: MacAddr) {
        if self.given_mac.contains(&index) {
            return;
        }
        let Some(link) = self.links.get_mut(&index) else {
            return;
        };
        link.mac = mac;
        link.permanent_mac = mac;
        self.interfaces_changed();
        // The link-local address was made from the other one.
        let made = |address: &Address| address.flags.kernel_ll;
        let addresses = self.addresses6.get(&index);
        if let Some(at) = addresses.and_then(|list| list.iter().position(made)) {
            self.remove_address6(index, at);
            self.ready6.remove(&index);
            self.ipv6_up(index);
        }
        let on_it =
            |link: &&Link| matches!(link.kind, LinkKind::Vlan { parent, .. } if parent == index);
        let vlans: Vec<IfIndex> = self
            .links
            .values()
            .filter(on_it)
            .map(|link| link.index)
            .collect();
        for vlan in vlans {
            self.adopt_mac(vlan, mac);
        }
    }
}
