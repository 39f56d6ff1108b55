//! `u32`: how its tables and nodes are shown.

use dataplane::qos::{Handle, U32Key};

use super::{Showing, show_class};
use crate::{
    config::qos::{U32Entry, U32Table},
    lang::ip::printer::Printer,
};

/// A handle as it is shown (`sprint_u32_handle`).
fn show_handle(handle: u32, raw: bool) -> String {
    let (table, bucket, node) = (handle >> 20, handle >> 12 & 0xff, handle & 0xfff);
    let mut text = String::new();
    if handle == 0 {
        return "none".to_owned();
    }
    if table != 0 {
        text.push_str(&format!("{table:x}:"));
    }
    if bucket != 0 {
        text.push_str(&format!("{bucket:x}"));
    }
    if node != 0 {
        text.push_str(&format!(":{node:x}"));
    }
    if raw {
        text.push_str(&format!("[{handle:08x}]"));
    }
    text
}

/// Shows a table.
pub(super) fn print_table(printer: &mut Printer<'_>, showing: &Showing<'_>, table: &U32Table) {
    let handle = show_handle(table.id << 20, showing.options.raw);
    printer.show("fh", format_args!("fh {handle} "), handle.as_str());
    let divisor = table.buckets.len() as u32;
    printer.show("ht_divisor", format_args!("ht divisor {divisor} "), divisor);
}

/// Shows a node.
pub(super) fn print_node(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    table: &U32Table,
    entry: &U32Entry,
) {
    let node = &entry.node;
    let handle = show_handle(table.handle(node), showing.options.raw);
    printer.show("fh", format_args!("fh {handle} "), handle.as_str());
    printer.show("order", format_args!("order {} ", node.node), node.node);
    let id = format!("{:x}", table.id);
    printer.show("key_ht", format_args!("key ht {id} "), id.as_str());
    let bucket = format!("{:x}", node.bucket);
    printer.show("bkt", format_args!("bkt {bucket} "), bucket.as_str());
    match node.class.filter(|class| *class != Handle::UNSPEC) {
        Some(class) => {
            // The tool marks all that name a class themselves.
            printer.text(format_args!("*"));
            show_class(printer, "flowid", class);
        }
        None if !entry.exts.actions.is_empty() || node.class.is_some() => {
            printer.text(format_args!("terminal flowid "));
        }
        None => {}
    }
    if let Some(link) = node.link {
        let link = show_handle(link << 20, showing.options.raw);
        printer.show("link", format_args!("link {link} "), link.as_str());
    }
    printer.show("not_in_hw", format_args!("not_in_hw "), true);
    let stats = showing.stats;
    let counts = showing.options.statistics();
    if counts {
        let (asked, matched) = (stats.asked, stats.matched);
        printer.show("rule_hit", format_args!("(rule hit {asked} "), asked);
        printer.show("success", format_args!("success {matched})"), matched);
    }
    if let Some((value, mask)) = node.mark {
        printer.newline();
        for (key, number) in [("fwmark_value", value), ("fwmark_mask", mask)] {
            printer.json(key, format!("{number:#x}").as_str());
        }
        printer.text(format_args!("  mark 0x{value:04x} 0x{mask:04x} "));
        let matched = stats.matched as u32;
        printer.show(
            "fwmark_success",
            format_args!("(success {matched})"),
            matched,
        );
    }
    for (place, key) in node.keys.iter().enumerate() {
        print_key(printer, showing, key);
        if counts {
            let hits = stats.keys.get(place).copied().unwrap_or_default();
            printer.show("success", format_args!(" (success {hits} ) "), hits);
        }
    }
    if node.offset_at.is_some() || entry.fixed_offset {
        printer.newline();
        printer.text(format_args!("    offset "));
        if let Some((at, mask, shift)) = node.offset_at {
            printer.text(format_args!("{mask:04x}>>{shift} at {at} "));
        }
        if node.offset != 0 {
            printer.text(format_args!("plus {} ", node.offset as i16));
        }
    }
    if node.eat {
        printer.text(format_args!(" eat "));
    }
    if let Some((mask, at)) = node.hash.filter(|(mask, _)| *mask != 0) {
        printer.newline();
        printer.text(format_args!("    hash mask {mask:08x} at {at} "));
    }
    showing.actions(printer, &entry.exts);
}

fn print_key(printer: &mut Printer<'_>, showing: &Showing<'_>, key: &U32Key) {
    if showing.options.shown.pretty {
        match showing.protocol {
            0x0800 => return pretty(printer, key, false),
            0x86dd => return pretty(printer, key, true),
            _ => {}
        }
    }
    printer.newline();
    let next = if key.next_header { "nexthdr+" } else { "" };
    printer.text(format_args!(
        "  match {:08x}/{:08x} at {next}{}",
        key.value, key.mask, key.offset
    ));
}

/// A key in words, if it is one that the tool has words for.
fn pretty(printer: &mut Printer<'_>, key: &U32Key, v6: bool) {
    let value = key.value;
    match (key.offset, key.mask) {
        (0, 0x0f00_0000) => {
            printer.newline();
            printer.text(format_args!("  match IP ihl {}", value >> 24));
        }
        (0, 0x00ff_0000) => {
            printer.newline();
            let field = value >> 16;
            let field = if field == 0 {
                "0".to_owned()
            } else {
                format!("{field:#x}")
            };
            printer.text(format_args!("  match IP dsfield {field}"));
        }
        (8, 0x00ff_0000) => {
            printer.newline();
            printer.text(format_args!("  match IP protocol {}", value >> 16));
        }
        (12 | 16, mask) => {
            let bits = mask.leading_ones();
            if mask.checked_shl(bits).unwrap_or(0) == 0 {
                let side = if key.offset == 12 { "src" } else { "dst" };
                let address = std::net::Ipv4Addr::from_bits(value);
                printer.newline();
                printer.text(format_args!("  match IP {side} {address}/{bits}"));
            }
        }
        (20, mask) => ports(printer, value, mask, v6),
        _ => {}
    }
}

/// The ports, which the tool has the other way round for IPv6.
fn ports(printer: &mut Printer<'_>, value: u32, mask: u32, v6: bool) {
    let (high, low) = (value >> 16, value & 0xffff);
    match (mask, v6) {
        (0x0000_ffff, false) => printer.text(format_args!("match dport {low}")),
        (0xffff_0000, false) => {
            printer.newline();
            printer.text(format_args!("  match sport {high}"));
        }
        (u32::MAX, false) => {
            printer.newline();
            printer.text(format_args!("  match dport {low}, match sport {high}"));
        }
        (0x0000_ffff, true) => {
            printer.newline();
            printer.text(format_args!("  match sport {low}"));
        }
        (0xffff_0000, true) => printer.text(format_args!("match dport {high}")),
        (u32::MAX, true) => {
            printer.newline();
            printer.text(format_args!("  match sport {low}, match dport {high}"));
        }
        _ => {}
    }
}

/// The words that make a node, without class and actions.
pub(super) fn words(entry: &U32Entry) -> String {
    let node = &entry.node;
    let mut words = Vec::new();
    for key in &node.keys {
        let next = if key.next_header { "nexthdr+" } else { "" };
        words.push(format!(
            "match u32 {:#010x} {:#010x} at {next}{}",
            key.value, key.mask, key.offset
        ));
    }
    if let Some((value, mask)) = node.mark {
        words.push(format!("match mark {value:#x} {mask:#x}"));
    }
    if let Some(link) = node.link {
        words.push(format!("link {link:x}:"));
    }
    if let Some((mask, at)) = node.hash {
        words.push(format!("hashkey mask {mask:#010x} at {at}"));
    }
    if entry.fixed_offset || node.offset_at.is_some() || node.eat {
        words.push("offset".to_owned());
    }
    if entry.fixed_offset {
        words.push(format!("plus {}", node.offset));
    }
    if let Some((at, mask, shift)) = node.offset_at {
        words.push(format!("at {at} mask {mask:#06x} shift {shift}"));
    }
    if node.eat {
        words.push("eat".to_owned());
    }
    // The tool wants something behind a mark.
    if node.mark.is_some() && words.len() == node.keys.len() + 1 {
        words.push("order 0".to_owned());
    }
    words.join(" ")
}
