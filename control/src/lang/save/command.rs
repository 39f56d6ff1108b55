//! Command lines that make what there is.

use std::{fmt::Write, net::IpAddr};

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
    time::{Duration, Instant},
};
use ipnet::IpNet;

use crate::config::{
    Address, Link, LinkKind, Model, Neighbour, Nexthop, Route, RouteFamily, Rule, RuleAction,
};

/// A command line that grows option by option.
pub(super) struct Line(String);

impl Line {
    pub(super) fn new(start: &str) -> Self {
        Self(start.to_owned())
    }

    fn word(&mut self, word: &str) {
        self.0.push(' ');
        self.0.push_str(word);
    }

    fn flag(&mut self, flag: &str, on: bool) {
        if on {
            self.word(flag);
        }
    }

    fn option(&mut self, name: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            // Writing to a string never fails.
            let _ = write!(self.0, " {name} {value}");
        }
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

/// A word for the runbook's lexer.
pub(super) fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The name of a link.
fn name(model: &Model, index: IfIndex) -> String {
    model
        .link(index)
        .map_or_else(|| format!("if{}", index.get()), |link| quote(&link.name))
}

fn scope(scope: Scope) -> String {
    match scope {
        Scope::UNIVERSE => "global".to_owned(),
        Scope::SITE => "site".to_owned(),
        Scope::LINK => "link".to_owned(),
        Scope::HOST => "host".to_owned(),
        Scope::NOWHERE => "nowhere".to_owned(),
        Scope(other) => other.to_string(),
    }
}

fn table(table: TableId) -> String {
    match table {
        TableId::DEFAULT => "default".to_owned(),
        TableId::MAIN => "main".to_owned(),
        TableId::LOCAL => "local".to_owned(),
        TableId(other) => other.to_string(),
    }
}

fn protocol(protocol: u8) -> String {
    match protocol {
        2 => "kernel".to_owned(),
        3 => "boot".to_owned(),
        4 => "static".to_owned(),
        other => other.to_string(),
    }
}

fn family(family: RouteFamily) -> &'static str {
    match family {
        RouteFamily::Inet => "ip",
        RouteFamily::Inet6 => "ip -6",
    }
}

/// `ip link add`; `None` for `lo`, which is always there.
pub(super) fn link_add(model: &Model, link: &Link) -> Option<String> {
    let mut line = Line::new("ip link add");
    if let LinkKind::Vlan { parent, .. } = link.kind {
        line.option("link", Some(name(model, parent)));
    }
    line.option("name", Some(quote(&link.name)));
    line.option("index", Some(link.index.get()));
    line.option("address", Some(link.mac));
    line.option("mtu", Some(link.mtu));
    match &link.kind {
        LinkKind::Loopback => return None,
        LinkKind::Tap => line.word("type tap"),
        LinkKind::Packet { dev } => line.option("type packet dev", Some(quote(dev))),
        LinkKind::Xdp { dev, way, offload } => {
            line.option("type xdp dev", Some(quote(dev)));
            line.option("mode", Some(way.name()));
            line.option("offload", offload.then_some("on"));
        }
        LinkKind::Pcap => line.word("type pcap"),
        LinkKind::Vlan { id, protocol, .. } => {
            line.option(
                "type vlan protocol",
                Some(match protocol {
                    0x88a8 => "802.1ad",
                    _ => "802.1Q",
                }),
            );
            line.option("id", Some(id.get()));
        }
        LinkKind::Dummy => line.word("type dummy"),
    }
    if link.gro != link.kind.joins_by_default() {
        line.option("gro", Some(switch(link.gro)));
    }
    Some(line.into_string())
}

fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// `ip link set` for what differs between `new` and `link`; `None` if nothing does.
pub(super) fn link_set(new: &Link, link: &Link) -> Option<String> {
    let start = format!("ip link set dev {}", quote(&link.name));
    let mut line = Line::new(&start);
    let differs = |now: bool, then: bool| (now != then).then_some(switch(then));
    line.option("mtu", (new.mtu != link.mtu).then_some(link.mtu));
    line.option(
        "txqueuelen",
        (new.tx_queue_len != link.tx_queue_len).then_some(link.tx_queue_len),
    );
    line.option("arp", differs(new.arp, link.arp));
    line.option("multicast", differs(new.multicast, link.multicast));
    line.option("promisc", differs(new.promisc, link.promisc));
    line.option("allmulticast", differs(new.allmulticast, link.allmulticast));
    line.option("group", (new.group != link.group).then_some(link.group));
    if new.alias != link.alias {
        line.option("alias", link.alias.as_deref().map(quote));
    }
    if new.up != link.up {
        line.word(if link.up { "up" } else { "down" });
    }
    let line = line.into_string();
    (line != start).then_some(line)
}

/// `ip address add`.
pub(super) fn address_add(model: &Model, address: &Address) -> String {
    let mut line = Line::new("ip address add");
    let seconds = |until: Option<Instant>| {
        let left = until?.saturating_since(model.now());
        // Rounded up: what is left for half a second must not come back as over.
        Some((left + Duration::from_nanos(999_999_999)).as_secs())
    };
    match address.peer {
        Some(peer) => {
            line.word(&address.local.to_string());
            line.option("peer", Some(format!("{peer}/{}", address.prefix_len)));
        }
        None => line.word(&format!("{}/{}", address.local, address.prefix_len)),
    }
    line.option("broadcast", address.broadcast);
    if address.local.is_ipv4() {
        line.option("scope", Some(scope(address.scope)));
    }
    line.option("dev", Some(name(model, address.link)));
    line.option("label", address.label.as_deref().map(quote));
    line.option("metric", address.metric);
    line.flag("noprefixroute", address.flags.noprefixroute);
    line.flag("nodad", address.flags.nodad);
    line.flag("home", address.flags.home);
    line.flag("mngtmpaddr", address.flags.mngtmpaddr);
    line.option("valid_lft", seconds(address.valid_until));
    line.option("preferred_lft", seconds(address.preferred_until));
    line.into_string()
}

/// `ip address del`.
pub(super) fn address_del(model: &Model, address: &Address) -> String {
    let mut line = Line::new("ip address del");
    line.word(&format!("{}/{}", address.local, address.prefix_len));
    line.option("dev", Some(name(model, address.link)));
    line.into_string()
}

/// `ip rule VERB`.
pub(super) fn rule(verb: &str, rule: &Rule) -> String {
    let mut line = Line::new(family(rule.family));
    line.option("rule", Some(verb));
    line.option("pref", Some(rule.priority));
    line.flag("not", rule.invert);
    line.option(
        "from",
        Some(rule.src.map_or("all".to_owned(), |src| src.to_string())),
    );
    line.option("to", rule.dst);
    line.option("iif", rule.iif.as_deref().map(quote));
    line.option("oif", rule.oif.as_deref().map(quote));
    line.option(
        "fwmark",
        rule.fwmark
            .map(|(value, mask)| format!("{value:#x}/{mask:#x}")),
    );
    line.option("tos", (rule.tos != 0).then(|| format!("{:#04x}", rule.tos)));
    line.option("ipproto", rule.ip_proto);
    let ports = |range: &dataplane::route::PortRange| format!("{}-{}", range.start(), range.end());
    line.option("sport", rule.sport.as_ref().map(ports));
    line.option("dport", rule.dport.as_ref().map(ports));
    match rule.action {
        RuleAction::Lookup(id) => line.option("lookup", Some(table(id))),
        RuleAction::Goto(priority) => line.option("goto", Some(priority)),
        RuleAction::Nop => line.word("nop"),
        RuleAction::Blackhole => line.word("blackhole"),
        RuleAction::Unreachable => line.word("unreachable"),
        RuleAction::Prohibit => line.word("prohibit"),
    }
    line.option("suppress_prefixlength", rule.suppress_prefixlength);
    line.option("protocol", Some(protocol(rule.protocol)));
    line.into_string()
}

fn kind(kind: RouteKind) -> &'static str {
    match kind {
        RouteKind::Unicast => "unicast",
        RouteKind::Local => "local",
        RouteKind::Broadcast => "broadcast",
        RouteKind::Anycast => "anycast",
        RouteKind::Multicast => "multicast",
        RouteKind::Blackhole => "blackhole",
        RouteKind::Unreachable => "unreachable",
        RouteKind::Prohibit => "prohibit",
        RouteKind::Throw => "throw",
    }
}

fn nexthop(line: &mut Line, model: &Model, dst: &IpNet, hop: &Nexthop) {
    match (hop.gateway, dst) {
        (Some(gateway @ IpAddr::V6(_)), IpNet::V4(_)) => line.option("via inet6", Some(gateway)),
        (gateway, _) => line.option("via", gateway),
    }
    line.option("dev", hop.dev.map(|dev| name(model, dev)));
}

/// `ip route VERB`.
pub(super) fn route(verb: &str, model: &Model, route: &Route) -> String {
    let v6 = matches!(route.dst, IpNet::V6(_));
    let mut line = Line::new(if v6 { "ip -6 route" } else { "ip route" });
    line.word(verb);
    if route.kind != RouteKind::Unicast {
        line.word(kind(route.kind));
    }
    line.word(&route.dst.to_string());
    line.option(
        "tos",
        (route.tos != 0).then(|| format!("{:#04x}", route.tos)),
    );
    if let [hop] = route.nexthops.as_slice() {
        nexthop(&mut line, model, &route.dst, hop);
    }
    line.option("table", Some(table(route.table)));
    line.option("proto", Some(protocol(route.protocol)));
    if !v6 {
        line.option("scope", Some(scope(route.scope)));
    }
    line.option("src", route.prefsrc);
    line.option("metric", (route.metric != 0).then_some(route.metric));
    let lock = if route.metrics.mtu_lock {
        "mtu lock"
    } else {
        "mtu"
    };
    line.option(lock, route.metrics.mtu);
    line.option("advmss", route.metrics.advmss);
    line.option("hoplimit", route.metrics.hoplimit);
    line.option("window", route.metrics.window);
    line.option("initcwnd", route.metrics.initcwnd);
    line.option("initrwnd", route.metrics.initrwnd);
    line.option(
        "pref",
        match route.pref {
            1 => Some("high"),
            3 => Some("low"),
            _ => None,
        },
    );
    match route.nexthops.as_slice() {
        [] => {}
        [hop] => line.flag("onlink", hop.onlink),
        hops => {
            for hop in hops {
                line.word("nexthop");
                nexthop(&mut line, model, &route.dst, hop);
                line.option("weight", Some(hop.weight));
                line.flag("onlink", hop.onlink);
            }
        }
    }
    line.into_string()
}

/// `ip neighbour add`.
pub(super) fn neighbour_add(model: &Model, neighbour: &Neighbour) -> String {
    let mut line = Line::new("ip neighbour add");
    line.flag("proxy", neighbour.proxy);
    line.word(&neighbour.address.to_string());
    line.option("lladdr", neighbour.lladdr);
    line.option("dev", Some(name(model, neighbour.link)));
    if !neighbour.proxy {
        let noarp = neighbour.state == crate::config::NeighbourState::NoArp;
        line.option("nud", Some(if noarp { "noarp" } else { "permanent" }));
    }
    line.flag("router", neighbour.router);
    line.into_string()
}
