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
        | LinkKind::Xdp { .. }
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
        let qdisc = model.root_qdisc(link);
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
    let shows_alias = !inet6 && (view.link_command || options.details);
    if let Some(alias) = link.alias.as_deref().filter(|_| shows_alias) {
        printer.newline();
        printer.show("ifalias", format_args!("    alias {alias}"), alias);
    }
    if options.statistics > 0 && view.link_command {
        printer.newline();
        statistics(printer, counters, options);
    }
    printer.text(format_args!("\n"));
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
        LinkKind::Packet { .. } | LinkKind::Xdp { .. } => true,
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
        LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Xdp { .. } | LinkKind::Pcap => {
            (68, 65_521)
        }
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
            gro(printer, link);
            printer.close_object();
        }
        LinkKind::Xdp { dev, way, offload } => {
            printer.open_object(Some("info_data"));
            printer.show("dev", format_args!("dev {dev} "), dev.as_str());
            let way = way.name();
            printer.show("mode", format_args!("mode {way} "), way);
            if *offload {
                printer.show("offload", format_args!("offload on "), true);
            }
            gro(printer, link);
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
        LinkKind::Tap if link.gro => {
            printer.open_object(Some("info_data"));
            gro(printer, link);
            printer.close_object();
        }
        LinkKind::Loopback | LinkKind::Tap | LinkKind::Pcap | LinkKind::Dummy => {}
    }
    printer.close_object();
}

/// Whether segments are joined, where they are or could be expected to be.
fn gro(printer: &mut Printer<'_>, link: &Link) {
    if link.gro || link.kind.joins_by_default() {
        let state = if link.gro { "on" } else { "off" };
        printer.show("gro", format_args!("gro {state} "), state);
    }
}

/// The name after `type`.
pub(crate) fn kind_name(kind: &LinkKind) -> &'static str {
    match kind {
        LinkKind::Loopback => "",
        LinkKind::Tap => "tap",
        LinkKind::Packet { .. } => "packet",
        LinkKind::Xdp { .. } => "xdp",
        LinkKind::Pcap => "pcap",
        LinkKind::Vlan { .. } => "vlan",
        LinkKind::Dummy => "dummy",
    }
}

/// A number, with three digits and a unit if `-human-readable` was given.
fn amount(value: u64, options: &Options) -> String {
    let base: u64 = if options.iec { 1024 } else { 1000 };
    if !options.human || value < base {
        return value.to_string();
    }
    let mut unit = base;
    let mut names = "kMGTPE".chars();
    let mut name = names.next().unwrap_or(' ');
    while value / unit >= base
        && let Some(next) = names.next()
    {
        unit *= base;
        name = next;
    }
    let precision = match value / unit {
        0..10 => 2,
        10..100 => 1,
        _ => 0,
    };
    let binary = if options.iec { "i" } else { "" };
    // Three digits of it are shown, a double has fifteen.
    let scaled = value as f64 / unit as f64;
    format!("{scaled:.precision$}{name}{binary}")
}

/// The columns of the statistics: as wide as their titles, and as their widest number.
struct Columns([usize; 6]);

impl Columns {
    fn new(rows: &[[u64; 6]]) -> Self {
        // "*X errors:", packets, errors, dropped, heartbt, overrun.
        let mut widths = [10, 7, 6, 7, 7, 7];
        for row in rows {
            for (width, value) in widths.iter_mut().zip(row) {
                *width = value.to_string().len().max(*width);
            }
        }
        Self(widths)
    }

    /// A row of titles and one of numbers. The first column begins with what the titles are of.
    fn print(
        &self,
        printer: &mut Printer<'_>,
        lead: &str,
        titles: &[&str],
        values: &[u64; 6],
        options: &Options,
        after: &str,
    ) {
        let first = self.0[0];
        // Rows of errors have nothing in the first column.
        let errors = titles.first().is_none_or(|title| title.is_empty());
        let space = first.saturating_sub(lead.len());
        printer.text(format_args!("    {lead}{:>space$}", titles[0]));
        for (title, width) in titles.iter().zip(&self.0).skip(1) {
            printer.text(format_args!(" {title:>width$}"));
        }
        if !after.is_empty() {
            printer.text(format_args!(" {after}"));
        }
        printer.newline();
        if errors {
            printer.text(format_args!("{:1$}", "", first + 5));
        } else {
            printer.text(format_args!("    "));
        }
        let columns = self.0.iter().zip(values);
        for (width, value) in columns.skip(usize::from(errors)) {
            let value = amount(*value, options);
            printer.text(format_args!("{value:>width$} "));
        }
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
    let receive_errors = [0; 6];
    let send_errors = [0, 0, 0, 0, 0, c.carrier_changes];
    let columns = Columns::new(&[received, sent, send_errors]);
    // A column for compressed frames, which is empty.
    let compressed = "          ";
    let titles = ["bytes", "packets", "errors", "dropped", "missed", "mcast"];
    columns.print(printer, "RX:", &titles, &received, options, compressed);
    if more {
        printer.newline();
        let titles = ["", "length", "crc", "frame", "fifo", "overrun"];
        columns.print(printer, "RX errors:", &titles, &receive_errors, options, "");
    }
    printer.newline();
    let titles = [
        "bytes", "packets", "errors", "dropped", "carrier", "collsns",
    ];
    columns.print(printer, "TX:", &titles, &sent, options, compressed);
    if more {
        printer.newline();
        let titles = ["", "aborted", "fifo", "window", "heartbt", "transns"];
        columns.print(printer, "TX errors:", &titles, &send_errors, options, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn human_numbers() {
        let human = Options {
            human: true,
            ..Options::default()
        };
        let iec = Options {
            iec: true,
            ..human.clone()
        };
        assert_eq!(amount(999, &human), "999");
        assert_eq!(amount(1_903_707_369, &human), "1.90G");
        assert_eq!(amount(36_127, &human), "36.1k");
        assert_eq!(amount(105_003, &human), "105k");
        assert_eq!(amount(1_903_707_369, &iec), "1.77Gi");
        assert_eq!(amount(u64::MAX, &human), "18.4E");
    }
}
