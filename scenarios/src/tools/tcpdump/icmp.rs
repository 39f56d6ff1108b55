//! How tcpdump prints ICMP and ICMPv6, neighbour discovery included.

use std::{fmt::Write, net::IpAddr};

use dataplane::{checksum::Sum, iface::MacAddr, wire::ipv4::protocol};

use super::{
    bytes::{address4, address6, long, word},
    print::{Printer, Style, Upper},
    transport,
};

/// An ICMP message, and the packet that it quotes.
pub(super) fn print4(printer: &mut Printer, out: &mut String, upper: &Upper<'_>) {
    let bytes = upper.payload;
    let (Some(&kind), Some(&code)) = (bytes.first(), bytes.get(1)) else {
        out.push_str("[|icmp]");
        return;
    };
    let _ = write!(
        out,
        "ICMP {}, length {}",
        message4(bytes, kind, code),
        upper.len
    );
    if printer.style.verbose > 0 && !upper.fragmented && bytes.len() >= upper.len {
        let sum = Sum::ZERO.add(bytes);
        if !sum.is_valid() {
            let field = word(bytes, 2);
            let right = transport::right(sum, field);
            let _ = write!(out, " (wrong icmp cksum {field:x} (->{right:x})!)");
        }
    }
    if printer.style.verbose > 0 && matches!(kind, 3 | 4 | 5 | 11 | 12) {
        out.push_str(if printer.style.link {
            "\n\t"
        } else {
            "\n\tIP "
        });
        printer.ip4(out, bytes.get(8..).unwrap_or_default());
    }
}

fn message4(bytes: &[u8], kind: u8, code: u8) -> String {
    let quoted = bytes.get(8..).unwrap_or_default();
    let target = address4(quoted, 16);
    match (kind, code) {
        (0 | 8, _) => {
            let what = if kind == 8 { "request" } else { "reply" };
            format!("echo {what}, id {}, seq {}", word(bytes, 4), word(bytes, 6))
        }
        (3, 0) => format!("net {target} unreachable"),
        (3, 1) => format!("host {target} unreachable"),
        (3, 2) => {
            let proto = quoted.get(9).copied().unwrap_or(0);
            format!("{target} protocol {proto} unreachable")
        }
        (3, 3) => {
            let header = quoted
                .first()
                .map_or(20, |first| usize::from(first & 0xf) * 4);
            let port = word(quoted, header + 2);
            match quoted.get(9) {
                Some(&protocol::TCP) => format!("{target} tcp port {port} unreachable"),
                Some(&protocol::UDP) => format!("{target} udp port {port} unreachable"),
                Some(proto) => format!("{target} protocol {proto} port {port} unreachable"),
                None => "unreachable".to_owned(),
            }
        }
        (3, 4) => match word(bytes, 6) {
            0 => format!("{target} unreachable - need to frag"),
            mtu => format!("{target} unreachable - need to frag (mtu {mtu})"),
        },
        (3, 5) => format!("{target} unreachable - source route failed"),
        (3, 6) => format!("net {target} unreachable - unknown"),
        (3, 7) => format!("host {target} unreachable - unknown"),
        (3, 8) => format!("{target} unreachable - source host isolated"),
        (3, 9) => format!("net {target} unreachable - admin prohibited"),
        (3, 10) => format!("host {target} unreachable - admin prohibited"),
        (3, 11) => format!("net {target} unreachable - tos prohibited"),
        (3, 12) => format!("host {target} unreachable - tos prohibited"),
        (3, 13) => format!("host {target} unreachable - admin prohibited filter"),
        (3, 14) => format!("host {target} unreachable - host precedence violation"),
        (3, 15) => format!("host {target} unreachable - precedence cutoff"),
        (3, _) => format!("{target} unreachable - #{code}"),
        (4, _) => "source quench".to_owned(),
        (5, _) => {
            let to = match code {
                0 => "net",
                1 => "host",
                2 => "net-tos",
                _ => "host-tos",
            };
            format!("redirect {target} to {to} {}", address4(bytes, 4))
        }
        (11, 0) => "time exceeded in-transit".to_owned(),
        (11, 1) => "ip reassembly time exceeded".to_owned(),
        (11, _) => format!("time exceeded-#{code}"),
        (12, 0) => format!(
            "parameter problem - octet {}",
            bytes.get(4).copied().unwrap_or(0)
        ),
        (12, _) => format!("parameter problem - code {code}"),
        (13, _) => format!(
            "time stamp query id {} seq {}",
            word(bytes, 4),
            word(bytes, 6)
        ),
        (14, _) => {
            let (id, seq) = (word(bytes, 4), word(bytes, 6));
            let (sent, came, back) = (long(bytes, 8), long(bytes, 12), long(bytes, 16));
            format!(
                "time stamp reply id {id} seq {seq}: org {}, recv {}, xmit {}",
                clock(sent),
                clock(came),
                clock(back)
            )
        }
        (_, _) => format!("type-#{kind}"),
    }
}

/// Milliseconds since midnight.
fn clock(millis: u32) -> String {
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000
    )
}

/// An ICMPv6 message.
pub(super) fn print6(style: Style, out: &mut String, upper: &Upper<'_>) {
    let bytes = upper.payload;
    let (Some(&kind), Some(&code)) = (bytes.first(), bytes.get(1)) else {
        out.push_str("[|icmp6]");
        return;
    };
    let verbose = style.verbose > 0;
    if verbose && !upper.fragmented && bytes.len() >= upper.len {
        let sum = transport::sum(upper, protocol::ICMPV6);
        let field = word(bytes, 2);
        let _ = match sum.is_valid() {
            true => write!(out, "[icmp6 sum ok] "),
            false => write!(
                out,
                "[bad icmp6 cksum 0x{field:04x} -> 0x{:04x}!] ",
                transport::right(sum, field)
            ),
        };
    }
    let _ = write!(out, "ICMP6, {}", name6(kind));
    let len = upper.len;
    let with_len = format!(", length {len}");
    match kind {
        1 => {
            let quoted = bytes.get(8..).unwrap_or_default();
            let target: IpAddr = address6(quoted, 24).into();
            let _ = match code {
                0 => write!(out, ", unreachable route {target}"),
                1 => write!(out, ",  unreachable prohibited {target}"),
                2 => write!(
                    out,
                    ", beyond scope {target}, source address {}",
                    address6(quoted, 8)
                ),
                3 => write!(out, ", unreachable address {target}"),
                4 => {
                    let port = word(quoted, 42);
                    match quoted.get(6) {
                        Some(&protocol::TCP) => {
                            write!(out, ", unreachable port, {target} tcp port {port}")
                        }
                        Some(&protocol::UDP) => {
                            write!(out, ", unreachable port, {target} udp port {port}")
                        }
                        Some(proto) => write!(
                            out,
                            ", unreachable port, {target} protocol {proto} port {port} unreachable"
                        ),
                        None => Ok(()),
                    }
                }
                _ => write!(out, ", unknown unreach code ({code})"),
            };
            out.push_str(if verbose { "" } else { &with_len });
        }
        2 => {
            let _ = write!(out, ", mtu {}", long(bytes, 4));
            out.push_str(if verbose { "" } else { &with_len });
        }
        3 => {
            let target = address6(bytes.get(8..).unwrap_or_default(), 24);
            let _ = match code {
                0 => write!(out, " in-transit for {target}"),
                1 => write!(out, " (reassembly)"),
                _ => write!(out, ", unknown code ({code})"),
            };
            out.push_str(if verbose { "" } else { &with_len });
        }
        128 | 129 => {
            let _ = write!(out, ", id {}, seq {}", word(bytes, 4), word(bytes, 6));
            out.push_str(if verbose { "" } else { &with_len });
        }
        133 => {
            out.push_str(&with_len);
            options6(style, out, bytes.get(8..).unwrap_or_default());
        }
        135 => {
            let target = address6(bytes, 8);
            neighbour(style, out, &format!(", who has {target}"), &with_len, "");
            options6(style, out, bytes.get(24..).unwrap_or_default());
        }
        136 => {
            let target = address6(bytes, 8);
            let flags = bytes.get(4).copied().unwrap_or(0);
            let flags: Vec<&str> = [(0x80, "router"), (0x40, "solicited"), (0x20, "override")]
                .into_iter()
                .filter(|(bit, _)| flags & bit != 0)
                .map(|(_, name)| name)
                .collect();
            let flags = match flags.is_empty() {
                true => ", Flags [none]".to_owned(),
                false => format!(", Flags [{}]", flags.join(", ")),
            };
            neighbour(style, out, &format!(", tgt is {target}"), &with_len, &flags);
            options6(style, out, bytes.get(24..).unwrap_or_default());
        }
        143 => listener_report(style, out, bytes, &with_len),
        _ => out.push_str(&with_len),
    }
}

/// What is asked or told of a neighbour: the length comes before it if there is more to say.
fn neighbour(style: Style, out: &mut String, what: &str, len: &str, flags: &str) {
    if style.verbose > 0 {
        let _ = write!(out, "{len}{what}{flags}");
    } else {
        let _ = write!(out, "{what}{len}");
    }
}

fn name6(kind: u8) -> String {
    let name = match kind {
        1 => "destination unreachable",
        2 => "packet too big",
        3 => "time exceeded",
        4 => "parameter problem",
        128 => "echo request",
        129 => "echo reply",
        130 => "multicast listener query",
        131 => "multicast listener report",
        132 => "multicast listener done",
        133 => "router solicitation",
        134 => "router advertisement",
        135 => "neighbor solicitation",
        136 => "neighbor advertisement",
        137 => "redirect",
        143 => "multicast listener report v2",
        _ => return format!("unknown icmp6 type ({kind})"),
    };
    name.to_owned()
}

/// The options of neighbour discovery.
fn options6(style: Style, out: &mut String, mut options: &[u8]) {
    if style.verbose == 0 {
        return;
    }
    while let [kind, units, ..] = options {
        let len = usize::from(*units) * 8;
        let Some(option) = options.get(..len).filter(|_| len > 0) else {
            return;
        };
        let name = match kind {
            1 => "source link-address option",
            2 => "destination link-address option",
            3 => "prefix info option",
            4 => "redirected header option",
            5 => "mtu option",
            _ => "unknown option",
        };
        let _ = write!(out, "\n\t  {name} ({kind}), length {len} ({units}): ");
        let data = &option[2..];
        if let (1 | 2, Some(mac)) = (kind, data.first_chunk::<6>()) {
            let _ = write!(out, "{}", MacAddr(*mac));
        }
        if style.verbose > 1 {
            out.push_str("\n\t    0x0000: ");
            for pair in data.chunks(2) {
                out.push(' ');
                for byte in pair {
                    let _ = write!(out, "{byte:02x}");
                }
            }
        }
        options = &options[len..];
    }
}

fn listener_report(style: Style, out: &mut String, bytes: &[u8], len: &str) {
    let groups = word(bytes, 6);
    let _ = write!(out, ", {groups} group record(s)");
    if style.verbose == 0 {
        out.push_str(len);
        return;
    }
    let mut rest = bytes.get(8..).unwrap_or_default();
    for _ in 0..groups {
        if rest.len() < 20 {
            return;
        }
        let kind = match rest[0] {
            1 => "is_in",
            2 => "is_ex",
            3 => "to_in",
            4 => "to_ex",
            5 => "allow",
            6 => "block",
            _ => "unknown",
        };
        let sources = usize::from(word(rest, 2));
        let _ = write!(out, " [gaddr {} {kind}", address6(rest, 4));
        if style.verbose > 1 {
            out.push_str(" {");
            for source in 0..sources {
                let _ = write!(out, " {}", address6(rest, 20 + source * 16));
            }
            out.push_str(" }");
        } else {
            let _ = write!(out, ", {sources} source(s)");
        }
        out.push(']');
        let len = 20 + sources * 16 + usize::from(rest[1]) * 4;
        rest = rest.get(len..).unwrap_or_default();
    }
}
