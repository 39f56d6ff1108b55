//! `flower`: how its fields are shown.

use std::{fmt, net::IpAddr};

use dataplane::{iface::MacAddr, qos::FlowerKey};

use super::{
    Showing,
    flower::{IPV4, IPV6, PROTOCOLS, STATES},
    show_class,
};
use crate::{
    config::{Model, qos::Entry},
    lang::{
        ip::{context::link_name, printer::Printer},
        tc::protocol,
    },
};

/// A line of the list.
fn line(printer: &mut Printer<'_>, key: &str, value: impl fmt::Display) {
    let text = value.to_string();
    printer.newline();
    printer.show(key, format_args!("  {key} {text}"), text.as_str());
}

/// A number with a mask that is shown if it isn't `all`.
fn number(printer: &mut Printer<'_>, key: &str, value: u32, mask: u32, all: u32) {
    printer.newline();
    printer.show(key, format_args!("  {key} {value}"), value);
    if mask != all {
        let hex = format!("{mask:x}");
        let name = format!("{key}_mask");
        printer.show(&name, format_args!("/0x{hex}"), hex.as_str());
    }
}

/// Shows a filter.
pub(super) fn print(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    entry: &Entry,
    key: &FlowerKey,
) {
    let handle = entry.handle;
    printer.show("handle", format_args!("handle {handle:#x} "), handle);
    if let Some(class) = entry.class {
        show_class(printer, "classid", class);
    }
    if let Some(indev) = key.indev {
        line(printer, "indev", link_name(showing.model, indev));
    }
    printer.open_object(Some("keys"));
    link_layer(printer, showing, key);
    network(printer, key);
    transport(printer, key);
    connection(printer, key);
    printer.close_object();
    printer.newline();
    printer.show("not_in_hw", format_args!("  not_in_hw"), true);
    showing.actions(printer, &entry.exts);
}

fn link_layer(printer: &mut Printer<'_>, showing: &Showing<'_>, key: &FlowerKey) {
    if let Some(id) = key.vlan_id {
        number(printer, "vlan_id", id.into(), 0, 0);
    }
    if let Some(prio) = key.vlan_prio {
        number(printer, "vlan_prio", prio.into(), 0, 0);
    }
    if let Some(ethertype) = key.vlan_ethtype {
        line(printer, "vlan_ethtype", protocol::name(ethertype));
    }
    for (name, address) in [("dst_mac", key.dst_mac), ("src_mac", key.src_mac)] {
        if let Some((address, mask)) = address {
            line(printer, name, MaskedMac(address, mask));
        }
    }
    let ethertype = key.vlan_ethtype.unwrap_or(showing.protocol);
    match ethertype {
        IPV4 => line(printer, "eth_type", "ipv4"),
        IPV6 => line(printer, "eth_type", "ipv6"),
        // What is for all, or for tags alone, says nothing of what follows.
        protocol::ALL | 0x8100 | 0x88a8 => {}
        other => line(printer, "eth_type", format_args!("{other:04x}")),
    }
}

fn network(printer: &mut Printer<'_>, key: &FlowerKey) {
    if let Some(protocol) = key.ip_proto {
        let mut protocols = PROTOCOLS.iter();
        match protocols.find(|(_, number)| *number == protocol) {
            Some((name, _)) => line(printer, "ip_proto", name),
            None => line(printer, "ip_proto", format_args!("{protocol:02x}")),
        }
    }
    for (name, field) in [("ip_tos", key.ip_tos), ("ip_ttl", key.ip_ttl)] {
        if let Some((value, mask)) = field {
            number(printer, name, value.into(), mask.into(), 0xff);
        }
    }
    for (name, address) in [("dst_ip", key.dst), ("src_ip", key.src)] {
        if let Some((address, mask)) = address {
            line(printer, name, MaskedIp(address, mask));
        }
    }
}

fn transport(printer: &mut Printer<'_>, key: &FlowerKey) {
    for (name, port, range) in [
        ("dst_port", key.dst_port, key.dst_range),
        ("src_port", key.src_port, key.src_range),
    ] {
        let Some((first, second)) = port else {
            continue;
        };
        if range {
            printer.newline();
            printer.open_object(Some(name));
            printer.show("start", format_args!("  {name} {first}"), first);
            printer.show("end", format_args!("-{second}"), second);
            printer.close_object();
        } else {
            number(printer, name, first.into(), second.into(), 0xffff);
        }
    }
    if let Some((value, mask)) = key.tcp_flags {
        line(printer, "tcp_flags", format_args!("{value:#x}/{mask:x}"));
    }
    for (name, field) in [("icmp_type", key.icmp_type), ("icmp_code", key.icmp_code)] {
        match field {
            Some((value, 0xff)) => line(printer, name, value),
            Some((value, mask)) => line(printer, name, format_args!("{value}/{mask}")),
            None => {}
        }
    }
}

fn connection(printer: &mut Printer<'_>, key: &FlowerKey) {
    if let Some((value, mask)) = key.ct_state {
        let mut text = String::new();
        for (name, bit) in STATES {
            if mask & bit != 0 {
                text.push(if value & bit != 0 { '+' } else { '-' });
                text.push_str(name);
            }
        }
        line(printer, "ct_state", text);
    }
    if let Some((value, mask)) = key.ct_zone {
        number(printer, "ct_zone", value.into(), mask.into(), 0xffff);
    }
    if let Some((value, mask)) = key.ct_mark {
        number(printer, "ct_mark", value, mask, u32::MAX);
    }
    if let Some(labels) = key.ct_label {
        line(printer, "ct_label", Labels(labels));
    }
}

/// Labels of a connection with their mask, if that is not all of them.
struct Labels((u128, u128));

impl fmt::Display for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self((labels, mask)) = *self;
        // The bytes as they are in memory.
        write!(f, "{:032x}", labels.swap_bytes())?;
        match mask {
            u128::MAX => Ok(()),
            mask => write!(f, "/{:032x}", mask.swap_bytes()),
        }
    }
}

/// An address with its mask as a length, if it is one.
struct MaskedIp(IpAddr, IpAddr);

impl fmt::Display for MaskedIp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ones, all) = match self.1 {
            IpAddr::V4(mask) => (mask.to_bits().leading_ones(), 32),
            IpAddr::V6(mask) => (mask.to_bits().leading_ones(), 128),
        };
        self.0.fmt(f)?;
        if ones < all {
            write!(f, "/{ones}")
        } else {
            Ok(())
        }
    }
}

/// A link-layer address with its mask, as a length if it is one.
struct MaskedMac(MacAddr, MacAddr);

impl fmt::Display for MaskedMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(address, mask) = self;
        let bits = mask
            .0
            .iter()
            .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
            << 16;
        let ones = bits.leading_ones();
        address.fmt(f)?;
        match (ones, bits.checked_shl(ones).unwrap_or(0)) {
            (48, _) => Ok(()),
            (ones, 0) => write!(f, "/{ones}"),
            _ => write!(f, "/{mask}"),
        }
    }
}

/// The words that make it.
pub(super) fn words(model: &Model, key: &FlowerKey) -> String {
    let mut words = Vec::new();
    let mut say = |name: &str, value: Option<String>| {
        words.extend(value.map(|value| format!("{name} {value}")));
    };
    let numbers =
        |field: Option<(u32, u32)>| field.map(|(value, mask)| format!("{value}/{mask:#x}"));
    let bytes =
        |field: Option<(u8, u8)>| numbers(field.map(|(value, mask)| (value.into(), mask.into())));
    let halves =
        |field: Option<(u16, u16)>| numbers(field.map(|(value, mask)| (value.into(), mask.into())));
    say("indev", key.indev.map(|indev| link_name(model, indev)));
    say("vlan_id", key.vlan_id.map(|id| id.to_string()));
    say("vlan_prio", key.vlan_prio.map(|prio| prio.to_string()));
    say(
        "vlan_ethtype",
        key.vlan_ethtype.map(|number| format!("{number:#x}")),
    );
    for (name, address) in [("dst_mac", key.dst_mac), ("src_mac", key.src_mac)] {
        say(
            name,
            address.map(|(address, mask)| format!("{address}/{mask}")),
        );
    }
    say("ip_proto", key.ip_proto.map(|number| format!("{number:x}")));
    say("ip_tos", bytes(key.ip_tos));
    say("ip_ttl", bytes(key.ip_ttl));
    for (name, address) in [("dst_ip", key.dst), ("src_ip", key.src)] {
        say(
            name,
            address.map(|(address, mask)| MaskedIp(address, mask).to_string()),
        );
    }
    for (name, port, range) in [
        ("dst_port", key.dst_port, key.dst_range),
        ("src_port", key.src_port, key.src_range),
    ] {
        say(
            name,
            match (port, range) {
                (Some((least, most)), true) => Some(format!("{least}-{most}")),
                (port, _) => halves(port),
            },
        );
    }
    say("tcp_flags", halves(key.tcp_flags));
    say("type", bytes(key.icmp_type));
    say("code", bytes(key.icmp_code));
    say("ct_state", halves(key.ct_state));
    say("ct_zone", halves(key.ct_zone));
    say("ct_mark", numbers(key.ct_mark));
    say(
        "ct_label",
        key.ct_label.map(|labels| Labels(labels).to_string()),
    );
    words.join(" ")
}
