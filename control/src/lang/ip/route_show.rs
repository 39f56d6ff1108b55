//! How a route is shown.

use std::{fmt, net::IpAddr};

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};

use super::{
    context::link_name,
    json::Value,
    names,
    options::{Family, Options},
    prefix::Short,
    printer::Printer,
};
use crate::config::{Model, Nexthop, Route};

/// What of a route is not shown, because it was asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hidden {
    /// The table (`table X`, or main by default).
    pub(crate) table: bool,
    /// `tos`.
    pub(crate) tos: bool,
    /// `via`.
    pub(crate) via: bool,
    /// `dev`.
    pub(crate) dev: bool,
    /// `proto`.
    pub(crate) protocol: bool,
    /// `scope`.
    pub(crate) scope: bool,
    /// `src`.
    pub(crate) src: bool,
    /// `metric`.
    pub(crate) metric: bool,
}

/// What `ip route get` adds to a route.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Got {
    /// `from`.
    pub(crate) from: Option<IpAddr>,
    /// The flags of the kernel's route cache, in its order (IPv4).
    pub(crate) cache: Option<&'static [&'static str]>,
    /// `mark`.
    pub(crate) mark: u32,
    /// `uid` (IPv4, for what the router itself sends).
    pub(crate) uid: Option<u32>,
    /// `iif`.
    pub(crate) iif: Option<IfIndex>,
}

/// A destination, as routes show it.
struct Destination(ipnet::IpNet);

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == 0 {
            f.write_str("default")
        } else {
            Short(self.0).fmt(f)
        }
    }
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Prints a route, up to the end of its line.
pub(crate) fn print(
    printer: &mut Printer<'_>,
    model: &Model,
    route: &Route,
    options: &Options,
    hidden: Hidden,
    got: Option<&Got>,
) {
    let numeric = options.numeric;
    if route.kind != RouteKind::Unicast || options.details {
        let kind = names::kind(route.kind, numeric);
        printer.show("type", format_args!("{kind} "), Value::Shown(&kind));
    }
    match got {
        // What is got is an address, even that of no host.
        Some(_) => {
            let dst = route.dst.addr();
            printer.show("dst", format_args!("{dst} "), Value::Shown(&dst));
        }
        None => {
            let dst = Destination(route.dst);
            printer.show("dst", format_args!("{dst} "), Value::Shown(&dst));
        }
    }
    if let Some(from) = got.and_then(|got| got.from) {
        printer.show("from", format_args!("from {from} "), Value::Shown(&from));
    }
    if route.tos != 0 && !hidden.tos {
        let tos = names::dsfield(route.tos, numeric);
        printer.show("tos", format_args!("tos {tos} "), Value::Shown(&tos));
    }
    let single = match route.nexthops.as_slice() {
        [nexthop] => Some(nexthop),
        _ => None,
    };
    let family = Family::of(route.dst.addr());
    if let Some(nexthop) = single {
        if !hidden.via {
            via(printer, nexthop, family);
        }
        if let Some(dev) = nexthop.dev.filter(|_| !hidden.dev) {
            let dev = link_name(model, dev);
            printer.show("dev", format_args!("dev {dev} "), dev.as_str());
        }
    }
    if !hidden.table && (route.table != TableId::MAIN || options.details) {
        let table = names::table(route.table, numeric);
        printer.show(
            "table",
            format_args!("table {table} "),
            Value::Shown(&table),
        );
    }
    origin(printer, route, options, hidden, got);
    if let Some(src) = route.prefsrc.filter(|_| !hidden.src) {
        printer.show("prefsrc", format_args!("src {src} "), Value::Shown(&src));
    }
    let has_metric = match family {
        Family::Inet => route.metric != 0 && got.is_none(),
        Family::Inet6 => true,
    };
    if has_metric && !hidden.metric {
        let metric = route.metric;
        printer.show("metric", format_args!("metric {metric} "), metric);
    }
    let cache = got.and_then(|got| got.cache);
    flags(printer, single, cache);
    if let Some(got) = got {
        mark_and_uid(printer, got, family);
    }
    if let Some(cache) = cache {
        print_cache(printer, cache);
    }
    metrics(printer, route);
    if let Some(iif) = got.and_then(|got| got.iif) {
        let iif = link_name(model, iif);
        printer.show("iif", format_args!("iif {iif} "), iif.as_str());
    }
    if family == Family::Inet6 {
        let pref = match route.pref {
            1 => "high",
            3 => "low",
            _ => "medium",
        };
        printer.show("pref", format_args!("pref {pref}"), pref);
    }
    if single.is_none() && !route.nexthops.is_empty() {
        nexthops(printer, model, route, family);
    }
}

/// `proto` and `scope`: the kernel's route cache has neither for IPv4.
fn origin(
    printer: &mut Printer<'_>,
    route: &Route,
    options: &Options,
    hidden: Hidden,
    got: Option<&Got>,
) {
    if got.is_some_and(|got| got.cache.is_some()) {
        return;
    }
    const BOOT: u8 = 3;
    if !hidden.protocol && (route.protocol != BOOT || options.details) {
        let protocol = names::protocol(route.protocol, options.numeric);
        printer.show(
            "protocol",
            format_args!("proto {protocol} "),
            Value::Shown(&protocol),
        );
    }
    if !hidden.scope && (route.scope != Scope::UNIVERSE || options.details) {
        let scope = names::scope(route.scope, options.numeric);
        printer.show(
            "scope",
            format_args!("scope {scope} "),
            Value::Shown(&scope),
        );
    }
}

fn via(printer: &mut Printer<'_>, nexthop: &Nexthop, family: Family) {
    let Some(gateway) = nexthop.gateway else {
        return;
    };
    if Family::of(gateway) == family {
        printer.show(
            "gateway",
            format_args!("via {gateway} "),
            Value::Shown(&gateway),
        );
        return;
    }
    let name = match gateway {
        IpAddr::V4(_) => "inet",
        IpAddr::V6(_) => "inet6",
    };
    printer.open_object(Some("via"));
    printer.show("family", format_args!("via {name} "), name);
    printer.show("host", format_args!("{gateway} "), Value::Shown(&gateway));
    printer.close_object();
}

/// What the kernel's bits of the route cache are called when they are taken for those of a route.
fn as_route_flags(cache: &[&str]) -> Option<&'static str> {
    // RTCF_MULTICAST is RTM_F_OFFLOAD_FAILED.
    cache.contains(&"mc").then_some("rt_offload_failed")
}

fn flags(printer: &mut Printer<'_>, nexthop: Option<&Nexthop>, cache: Option<&[&str]>) {
    printer.open_array("flags", "");
    let mut flag = |set: bool, name: &str| {
        if set {
            printer.item(format_args!("{name} "), name);
        }
    };
    flag(nexthop.is_some_and(|nexthop| nexthop.dead), "dead");
    flag(nexthop.is_some_and(|nexthop| nexthop.onlink), "onlink");
    flag(nexthop.is_some_and(|nexthop| nexthop.linkdown), "linkdown");
    if let Some(name) = cache.and_then(as_route_flags) {
        flag(true, name);
    }
    printer.close_array("");
}

fn mark_and_uid(printer: &mut Printer<'_>, got: &Got, family: Family) {
    if got.mark != 0 && family == Family::Inet {
        let mark = got.mark;
        let shown = format!("{mark:#x}");
        if mark >= 16 {
            printer.show("mark", format_args!("mark {shown} "), mark);
        } else {
            printer.show("mark", format_args!("mark {mark} "), mark);
        }
    }
    if let Some(uid) = got.uid {
        printer.show("uid", format_args!("uid {uid} "), uid);
    }
}

fn print_cache(printer: &mut Printer<'_>, cache: &[&str]) {
    printer.newline();
    printer.open_array("cache", "    cache ");
    for (i, flag) in cache.iter().enumerate() {
        let before = if i == 0 { "<" } else { "," };
        let after = if i + 1 == cache.len() { "> " } else { "" };
        printer.item(format_args!("{before}{flag}{after}"), *flag);
    }
    printer.close_array("");
}

fn metrics(printer: &mut Printer<'_>, route: &Route) {
    let metrics = &route.metrics;
    // In the order of RTAX_*.
    let all = [
        ("mtu", metrics.mtu, metrics.mtu_lock),
        ("window", metrics.window, false),
        ("advmss", metrics.advmss, false),
        ("hoplimit", metrics.hoplimit, false),
        ("initcwnd", metrics.initcwnd, false),
        ("initrwnd", metrics.initrwnd, false),
    ];
    if all.iter().all(|(_, value, _)| value.is_none()) {
        return;
    }
    printer.open_array("metrics", "");
    printer.open_object(None);
    for (name, value, lock) in all {
        if let Some(value) = value {
            let lock = if lock { "lock " } else { "" };
            printer.show(name, format_args!("{name} {lock}{value} "), value);
        }
    }
    printer.close_object();
    printer.close_array("");
}

fn nexthops(printer: &mut Printer<'_>, model: &Model, route: &Route, family: Family) {
    printer.open_array("nexthops", "");
    for nexthop in &route.nexthops {
        printer.open_object(None);
        printer.newline();
        printer.text(format_args!("\tnexthop "));
        via(printer, nexthop, family);
        if let Some(dev) = nexthop.dev {
            let dev = link_name(model, dev);
            printer.show("dev", format_args!("dev {dev} "), dev.as_str());
        }
        let weight = nexthop.weight;
        printer.show("weight", format_args!("weight {weight} "), weight);
        flags(printer, Some(nexthop), None);
        printer.close_object();
    }
    printer.close_array("");
}
