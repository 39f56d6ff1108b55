//! How a link is shown: `ip link show`, and above its addresses in `ip address show`.

use super::{
    json::Value,
    names,
    options::{Family, Options},
    printer::Printer,
};
use crate::{
    config::{Link, LinkKind, Model},
    lang::LinkCounters,
};

/// What of a link is to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'o> {
    /// The options in front of the object.
    pub(crate) options: &'o Options,
    /// `ip link`: with its mode.
    pub(crate) link_command: bool,
    /// `ip monitor`: without the length of the queue.
    pub(crate) monitored: bool,
    /// Only addresses of this family are shown, so the link-layer address is not.
    pub(crate) family: Option<Family>,
}

/// How the flags of a link are named (`IFF_*`), in the order in which they are shown.
fn flags(link: &Link, parent_up: bool) -> Vec<&'static str> {
    let loopback = matches!(link.kind, LinkKind::Loopback);
    let has_carrier = link.carrier || loopback;
    let mut flags = Vec::new();
    let mut flag = |set: bool, name| {
        if set {
            flags.push(name);
        }
    };
    flag(link.up && !has_carrier, "NO-CARRIER");
    flag(loopback, "LOOPBACK");
    flag(!loopback, "BROADCAST");
    flag(link.multicast && !loopback, "MULTICAST");
    flag(!link.arp && !loopback, "NOARP");
    flag(link.allmulticast, "ALLMULTI");
    flag(link.promisc, "PROMISC");
    flag(link.up, "UP");
    flag(link.up && has_carrier, "LOWER_UP");
    flag(!parent_up, "M-DOWN");
    flags
}

/// The operational state (RFC 2863), as the kernel sets it for such a device.
fn state(link: &Link) -> &'static str {
    match (&link.kind, link.up, link.carrier) {
        (LinkKind::Loopback | LinkKind::Dummy, true, _) => "UNKNOWN",
        (LinkKind::Vlan { .. }, true, false) => "LOWERLAYERDOWN",
        (_, true, true) => "UP",
        (_, false, _) | (_, true, false) => "DOWN",
    }
}

/// The name of a link, and that of the one below it.
fn name_and_parent(model: &Model, link: &Link) -> (Option<String>, bool) {
    match link.kind {
        LinkKind::Vlan { parent, .. } => {
            let up = model.link(parent).is_none_or(|parent| parent.up);
            (Some(super::context::link_name(model, parent)), up)
        }
        LinkKind::Loopback
        | LinkKind::Tap
        | LinkKind::Packet { .. }
        | LinkKind::Pcap
        | LinkKind::Dummy => (None, true),
    }
}

fn print_name(printer: &mut Printer<'_>, link: &Link, parent: Option<&str>, brief: bool) {
    let shown = match parent {
        Some(parent) => {
            printer.json("link", parent);
            format!("{}@{parent}", link.name)
        }
        None => link.name.clone(),
    };
    let name = link.name.as_str();
    if brief {
        printer.show("ifname", format_args!("{shown:<16} "), name);
    } else {
        printer.show("ifname", format_args!("{shown}: "), name);
    }
}

fn print_flags(printer: &mut Printer<'_>, flags: &[&str]) {
    printer.open_array("flags", "<");
    for (i, flag) in flags.iter().enumerate() {
        let comma = if i + 1 == flags.len() { "" } else { "," };
        printer.item(format_args!("{flag}{comma}"), *flag);
    }
    printer.close_array("> ");
}

/// Prints a link in the brief form.
pub(crate) fn brief(printer: &mut Printer<'_>, model: &Model, link: &Link, view: View<'_>) {
    let (parent, parent_up) = name_and_parent(model, link);
    print_name(printer, link, parent.as_deref(), true);
    let state = state(link);
    printer.show("operstate", format_args!("{state:<14} "), state);
    if view.link_command {
        printer.show(
            "address",
            format_args!("{} ", link.mac),
            Value::Shown(&link.mac),
        );
        print_flags(printer, &flags(link, parent_up));
        printer.text(format_args!("\n"));
    }
}

/// Prints a link.
pub(crate) fn full(
    printer: &mut Printer<'_>,
    model: &Model,
    link: &Link,
    counters: &LinkCounters,
    view: View<'_>,
) {
    let options = view.options;
    let index = link.index.get();
    printer.show("ifindex", format_args!("{index}: "), index);
    let (parent, parent_up) = name_and_parent(model, link);
    print_name(printer, link, parent.as_deref(), false);
    print_flags(printer, &flags(link, parent_up));
    printer.show("mtu", format_args!("mtu {} ", link.mtu), link.mtu);
    // The IPv6 dump of links has neither.
    let inet6 = view.family == Some(Family::Inet6);
    if !inet6 {
        let qdisc = qdisc(link);
        printer.show("qdisc", format_args!("qdisc {qdisc} "), qdisc);
    }
    let state = state(link);
    printer.show("operstate", format_args!("state {state} "), state);
    if view.link_command {
        printer.show("linkmode", format_args!("mode DEFAULT "), "DEFAULT");
    }
    if !inet6 {
        let group = names::group(link.group, options.numeric);
        printer.show(
            "group",
            format_args!("group {group} "),
            Value::Shown(&group),
        );
    }
    if link.tx_queue_len != 0 && !view.monitored {
        let length = link.tx_queue_len;
        printer.show("txqlen", format_args!("qlen {length}"), length);
    }
    if view.family.is_none() {
        link_layer(printer, link, options);
        if options.details {
            details(printer, link, view);
        }
    }
    if let Some(alias) = link.alias.as_deref().filter(|_| !inet6) {
        printer.newline();
        printer.show("ifalias", format_args!("    alias {alias}"), alias);
    }
    if options.statistics > 0 && view.link_command {
        printer.newline();
        statistics(printer, counters, options);
    }
    printer.text(format_args!("\n"));
}

/// What `tc qdisc` would say: a queue is there once the link was up.
fn qdisc(link: &Link) -> &'static str {
    match link.kind {
        _ if !link.up => "noop",
        LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Pcap => "pfifo_fast",
        LinkKind::Loopback | LinkKind::Vlan { .. } | LinkKind::Dummy => "noqueue",
    }
}

fn link_layer(printer: &mut Printer<'_>, link: &Link, options: &Options) {
    let loopback = matches!(link.kind, LinkKind::Loopback);
    let (number, name, broadcast) = if loopback {
        (772, "loopback", dataplane::iface::MacAddr::ZERO)
    } else {
        (1, "ether", dataplane::iface::MacAddr::BROADCAST)
    };
    printer.newline();
    if options.numeric {
        let shown = format!("[{number}]");
        printer.show(
            "link_type",
            format_args!("    link/{shown} "),
            shown.as_str(),
        );
    } else {
        printer.show("link_type", format_args!("    link/{name} "), name);
    }
    printer.show(
        "address",
        format_args!("{}", link.mac),
        Value::Shown(&link.mac),
    );
    printer.show(
        "broadcast",
        format_args!(" brd {broadcast}"),
        Value::Shown(&broadcast),
    );
    if link.mac != link.permanent_mac && !loopback && shows_permanent(&link.kind) {
        printer.show(
            "permaddr",
            format_args!(" permaddr {}", link.permanent_mac),
            Value::Shown(&link.permanent_mac),
        );
    }
}

/// Devices that are made in software have no permanent address.
fn shows_permanent(kind: &LinkKind) -> bool {
    match kind {
        LinkKind::Packet { .. } => true,
        LinkKind::Loopback
        | LinkKind::Tap
        | LinkKind::Pcap
        | LinkKind::Vlan { .. }
        | LinkKind::Dummy => false,
    }
}

fn details(printer: &mut Printer<'_>, link: &Link, view: View<'_>) {
    let promiscuity = u32::from(link.promisc);
    let allmulti = u32::from(link.allmulticast);
    let (min_mtu, max_mtu) = mtu_bounds(&link.kind);
    printer.show(
        "promiscuity",
        format_args!(" promiscuity {promiscuity} "),
        promiscuity,
    );
    printer.show("allmulti", format_args!(" allmulti {allmulti} "), allmulti);
    printer.show("min_mtu", format_args!("minmtu {min_mtu} "), min_mtu);
    printer.show("max_mtu", format_args!("maxmtu {max_mtu} "), max_mtu);
    kind(printer, link);
    if view.link_command {
        printer.show(
            "inet6_addr_gen_mode",
            format_args!("addrgenmode eui64 "),
            "eui64",
        );
    }
    let tso = if matches!(link.kind, LinkKind::Loopback) {
        524_280
    } else {
        65_536
    };
    for (key, name, value) in [
        ("num_tx_queues", "numtxqueues", 1_u32),
        ("num_rx_queues", "numrxqueues", 1),
        ("gso_max_size", "gso_max_size", 65_536),
        ("gso_max_segs", "gso_max_segs", 65_535),
        ("tso_max_size", "tso_max_size", tso),
        ("tso_max_segs", "tso_max_segs", 65_535),
        ("gro_max_size", "gro_max_size", 65_536),
    ] {
        printer.show(key, format_args!("{name} {value} "), value);
    }
}

/// What a device of that kind takes, as the kernel's devices of that kind.
fn mtu_bounds(kind: &LinkKind) -> (u32, u32) {
    match kind {
        LinkKind::Loopback | LinkKind::Dummy => (0, 0),
        LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Pcap => (68, 65_521),
        LinkKind::Vlan { .. } => (0, 65_535),
    }
}

fn kind(printer: &mut Printer<'_>, link: &Link) {
    let name = kind_name(&link.kind);
    if name.is_empty() {
        return;
    }
    printer.newline();
    printer.open_object(Some("linkinfo"));
    printer.show("info_kind", format_args!("    {name} "), name);
    match &link.kind {
        LinkKind::Packet { dev } => {
            printer.open_object(Some("info_data"));
            printer.show("dev", format_args!("dev {dev} "), dev.as_str());
            printer.close_object();
        }
        LinkKind::Vlan { id, protocol, .. } => {
            printer.open_object(Some("info_data"));
            let protocol = if *protocol == 0x88a8 {
                "802.1ad"
            } else {
                "802.1Q"
            };
            printer.show("protocol", format_args!("protocol {protocol} "), protocol);
            printer.show("id", format_args!("id {} ", id.get()), id.get());
            printer.open_array("flags", "<");
            printer.item(format_args!("REORDER_HDR"), "REORDER_HDR");
            printer.close_array("> ");
            printer.close_object();
        }
        LinkKind::Loopback | LinkKind::Tap | LinkKind::Pcap | LinkKind::Dummy => {}
    }
    printer.close_object();
}

/// The name after `type`.
pub(crate) fn kind_name(kind: &LinkKind) -> &'static str {
    match kind {
        LinkKind::Loopback => "",
        LinkKind::Tap => "tap",
        LinkKind::Packet { .. } => "packet",
        LinkKind::Pcap => "pcap",
        LinkKind::Vlan { .. } => "vlan",
        LinkKind::Dummy => "dummy",
    }
}

/// A row of numbers under their titles, whose columns grow with the numbers.
fn columns(
    printer: &mut Printer<'_>,
    lead: &str,
    titles: &[&str],
    values: &[u64],
    options: &Options,
) {
    let shown: Vec<String> = values.iter().map(|&v| amount(v, options)).collect();
    let widths: Vec<usize> = titles
        .iter()
        .zip(&shown)
        .map(|(title, shown)| title.len().max(shown.len()))
        .collect();
    printer.text(format_args!("    {lead}"));
    for (title, width) in titles.iter().zip(&widths) {
        printer.text(format_args!(" {title:>width$}"));
    }
    printer.text(format_args!("{:>1$}", "", trailing(titles)));
    printer.newline();
    printer.text(format_args!("    {:1$}", "", lead.len()));
    for (value, width) in shown.iter().zip(&widths) {
        printer.text(format_args!(" {value:>width$}"));
    }
    printer.text(format_args!(" "));
}

/// Blanks that the tool leaves after the titles.
fn trailing(titles: &[&str]) -> usize {
    if titles.len() == 6 { 11 } else { 0 }
}

/// A number, short if `-human-readable` was given.
fn amount(value: u64, options: &Options) -> String {
    let (base, units) = if options.iec {
        (1024, "KMGTPE")
    } else {
        (1000, "KMGTPE")
    };
    if !options.human || value < base {
        return value.to_string();
    }
    let mut unit = base;
    let mut name = ' ';
    for next in units.chars() {
        name = next;
        if value / unit < base {
            break;
        }
        unit = unit.saturating_mul(base);
    }
    let whole = value / unit;
    let tenth = u64::try_from(u128::from(value % unit) * 10 / u128::from(unit)).unwrap_or(0);
    let binary = if options.iec { "i" } else { "" };
    if tenth == 0 {
        format!("{whole}{name}{binary}")
    } else {
        format!("{whole}.{tenth}{name}{binary}")
    }
}

/// `-statistics`.
pub(crate) fn statistics(printer: &mut Printer<'_>, counters: &LinkCounters, options: &Options) {
    let c = counters;
    let more = options.statistics > 1;
    if printer.is_json() {
        printer.open_object(Some("stats64"));
        let mut direction = |key, values: &[(&str, u64)], further: &[(&str, u64)]| {
            printer.open_object(Some(key));
            for &(key, value) in values.iter().chain(further.iter().filter(|_| more)) {
                printer.json(key, value);
            }
            printer.close_object();
        };
        direction(
            "rx",
            &[
                ("bytes", c.rx_bytes),
                ("packets", c.rx_packets),
                ("errors", c.rx_errors),
                ("dropped", c.rx_dropped),
                ("over_errors", 0),
                ("multicast", c.multicast),
            ],
            &[
                ("length_errors", 0),
                ("crc_errors", 0),
                ("frame_errors", 0),
                ("fifo_errors", 0),
                ("missed_errors", 0),
            ],
        );
        direction(
            "tx",
            &[
                ("bytes", c.tx_bytes),
                ("packets", c.tx_packets),
                ("errors", c.tx_errors),
                ("dropped", c.tx_dropped),
                ("carrier_errors", 0),
                ("collisions", 0),
            ],
            &[
                ("aborted_errors", 0),
                ("fifo_errors", 0),
                ("window_errors", 0),
                ("heartbeat_errors", 0),
                ("carrier_changes", c.carrier_changes),
            ],
        );
        printer.close_object();
        return;
    }
    let received = [
        c.rx_bytes,
        c.rx_packets,
        c.rx_errors,
        c.rx_dropped,
        0,
        c.multicast,
    ];
    let sent = [c.tx_bytes, c.tx_packets, c.tx_errors, c.tx_dropped, 0, 0];
    columns(
        printer,
        "RX: ",
        &[
            "bytes", "packets", "errors", "dropped", " missed", "  mcast",
        ],
        &received,
        options,
    );
    if more {
        printer.newline();
        columns(
            printer,
            "RX errors: ",
            &[" length", "   crc", "  frame", "   fifo", "overrun"],
            &[0, 0, 0, 0, 0],
            options,
        );
    }
    printer.newline();
    columns(
        printer,
        "TX: ",
        &[
            "bytes", "packets", "errors", "dropped", "carrier", "collsns",
        ],
        &sent,
        options,
    );
    if more {
        printer.newline();
        columns(
            printer,
            "TX errors: ",
            &["aborted", "  fifo", " window", "heartbt", "transns"],
            &[0, 0, 0, 0, c.carrier_changes],
            options,
        );
    }
}
