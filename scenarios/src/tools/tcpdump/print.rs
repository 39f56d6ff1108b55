//! How tcpdump 4.99 prints a frame: link layer, ARP, IPv4, IPv6.

use std::{fmt::Write, net::IpAddr};

use dataplane::{
    checksum::checksum,
    iface::MacAddr,
    wire::{
        arp::{ArpView, Operation},
        ethernet::EtherType,
        ipv4::{self, Ipv4View, protocol},
    },
};

use super::{
    bytes::{address4, address6, long, word},
    icmp, transport,
};

/// How much is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// How often `-v` was given.
    pub(super) verbose: usize,
    /// `-e`
    pub(super) link: bool,
    /// `-S`
    pub(super) absolute: bool,
    /// `-q`
    pub(super) quick: bool,
}

/// A printer, and what it remembers of connections.
#[derive(Debug, Default)]
pub(super) struct Printer {
    pub(super) style: Style,
    pub(super) conversations: transport::Conversations,
}

fn type_name(ethertype: EtherType) -> String {
    let name = match ethertype {
        EtherType::IPV4 => "IPv4",
        EtherType::ARP => "ARP",
        EtherType::IPV6 => "IPv6",
        EtherType::VLAN => "802.1Q",
        EtherType::QINQ => "802.1Q-QinQ",
        _ => "Unknown",
    };
    format!("{name} (0x{:04x})", ethertype.0)
}

impl Printer {
    /// The line, or lines, of a frame, without the time.
    pub(super) fn frame(&mut self, frame: &[u8]) -> String {
        let mut out = String::new();
        let Some((&dst, rest)) = frame.split_first_chunk::<6>() else {
            return "[|ether]".to_owned();
        };
        let Some((&src, rest)) = rest.split_first_chunk::<6>() else {
            return "[|ether]".to_owned();
        };
        let mut ethertype = EtherType(word(rest, 0));
        let mut rest = rest.get(2..).unwrap_or_default();
        if self.style.link {
            let (src, dst) = (MacAddr(src), MacAddr(dst));
            let _ = write!(
                out,
                "{src} > {dst}, ethertype {}, length {}: ",
                type_name(ethertype),
                frame.len()
            );
        }
        while ethertype.is_vlan() {
            let tag = word(rest, 0);
            ethertype = EtherType(word(rest, 2));
            rest = rest.get(4..).unwrap_or_default();
            if self.style.link {
                let (id, priority) = (tag & 0x0fff, tag >> 13);
                let drop = if tag & 0x1000 == 0 { "" } else { ", DEI" };
                let _ = write!(
                    out,
                    "vlan {id}, p {priority}{drop}, ethertype {}, ",
                    type_name(ethertype)
                );
            }
        }
        let named = !self.style.link;
        match ethertype {
            EtherType::IPV4 => {
                out.push_str(if named { "IP " } else { "" });
                self.ip4(&mut out, rest);
            }
            EtherType::IPV6 => {
                out.push_str(if named { "IP6 " } else { "" });
                self.ip6(&mut out, rest);
            }
            EtherType::ARP => {
                out.push_str(if named { "ARP, " } else { "" });
                self.arp(&mut out, rest);
            }
            _ => {
                let _ = write!(
                    out,
                    "ethertype {}, length {}",
                    type_name(ethertype),
                    frame.len()
                );
            }
        }
        out
    }

    fn arp(&self, out: &mut String, bytes: &[u8]) {
        let Some(arp) = ArpView::parse(bytes) else {
            out.push_str("[|arp]");
            return;
        };
        if self.style.verbose > 0 {
            out.push_str("Ethernet (len 6), IPv4 (len 4), ");
        }
        let _ = match arp.operation() {
            Operation::REQUEST => {
                let asked = match arp.target_mac() {
                    MacAddr([0, 0, 0, 0, 0, 0]) => String::new(),
                    mac => format!(" ({mac})"),
                };
                write!(
                    out,
                    "Request who-has {}{asked} tell {}",
                    arp.target_ip(),
                    arp.sender_ip()
                )
            }
            Operation::REPLY => {
                write!(out, "Reply {} is-at {}", arp.sender_ip(), arp.sender_mac())
            }
            other => write!(out, "Unknown ({})", other.0),
        };
        let _ = write!(out, ", length {}", bytes.len());
    }

    /// An IPv4 packet, also one that an error quotes.
    pub(super) fn ip4(&mut self, out: &mut String, bytes: &[u8]) {
        let header_len = bytes
            .first()
            .map_or(0, |first| usize::from(first & 0xf) * 4);
        if bytes.len() < ipv4::HEADER_LEN || header_len < ipv4::HEADER_LEN {
            out.push_str("[|ip]");
            return;
        }
        let total = usize::from(word(bytes, 2));
        let fragment = word(bytes, 6);
        let offset = usize::from(fragment & ipv4::OFFSET_MASK) * 8;
        let proto = bytes[9];
        let (src, dst) = (address4(bytes, 12).into(), address4(bytes, 16).into());
        if self.style.verbose > 0 {
            self.ip4_header(out, bytes, header_len);
        }
        let payload = bytes
            .get(header_len..total.min(bytes.len()))
            .unwrap_or_default();
        let len = total.saturating_sub(header_len);
        if offset > 0 {
            let _ = write!(out, "{src} > {dst}: ip-proto-{proto}");
            return;
        }
        let more = fragment & ipv4::MF != 0;
        let upper = Upper {
            src,
            dst,
            payload,
            len,
            fragmented: more,
        };
        match proto {
            protocol::TCP => self.tcp(out, &upper),
            protocol::UDP => self.udp(out, &upper),
            protocol::ICMP => {
                let _ = write!(out, "{src} > {dst}: ");
                self.icmp4(out, &upper);
            }
            _ => {
                let _ = write!(out, "{src} > {dst}:  ip-proto-{proto} {len}");
            }
        }
    }

    fn ip4_header(&self, out: &mut String, bytes: &[u8], header_len: usize) {
        let (tos, ttl, proto) = (bytes[1], bytes[8], bytes[9]);
        let _ = write!(out, "(tos 0x{tos:x}");
        out.push_str(match tos & 3 {
            1 => ",ECT(1)",
            2 => ",ECT(0)",
            3 => ",CE",
            _ => "",
        });
        if ttl >= 1 {
            let _ = write!(out, ", ttl {ttl}");
        }
        let fragment = word(bytes, 6);
        let flags = match (fragment & ipv4::MF != 0, fragment & ipv4::DF != 0) {
            (false, false) => "none",
            (true, false) => "+",
            (false, true) => "DF",
            (true, true) => "+, DF",
        };
        let _ = write!(
            out,
            ", id {}, offset {}, flags [{flags}], proto {} ({proto}), length {}",
            word(bytes, 4),
            usize::from(fragment & ipv4::OFFSET_MASK) * 8,
            protocol_name(proto),
            word(bytes, 2)
        );
        if header_len > ipv4::HEADER_LEN {
            let options = bytes.get(ipv4::HEADER_LEN..header_len).unwrap_or_default();
            let _ = write!(out, ", options ({})", option_names(options));
        }
        let header = bytes.get(..header_len).unwrap_or_default();
        let view = Ipv4View::header(bytes);
        let mut right = header.to_vec();
        if right.len() >= 12 {
            right[10..12].fill(0);
        }
        let (has, should) = (word(bytes, 10), checksum(&right));
        if has != should && view.is_ok() {
            let _ = write!(out, ", bad cksum {has:x} (->{should:x})!");
        }
        out.push_str(")\n    ");
    }

    fn ip6(&mut self, out: &mut String, bytes: &[u8]) {
        let Some((header, rest)) = bytes.split_first_chunk::<40>() else {
            out.push_str("[|ip6]");
            return;
        };
        let (src, dst) = (address6(header, 8).into(), address6(header, 24).into());
        let announced = usize::from(word(header, 4));
        let payload = rest.get(..announced.min(rest.len())).unwrap_or_default();
        let mut next = header[6];
        if self.style.verbose > 0 {
            out.push('(');
            let class = (header[0] << 4) | (header[1] >> 4);
            let label = u32::from_be_bytes([0, header[1] & 0xf, header[2], header[3]]);
            if class != 0 {
                let _ = write!(out, "class 0x{class:02x}, ");
            }
            if label != 0 {
                let _ = write!(out, "flowlabel 0x{label:05x}, ");
            }
            let _ = write!(
                out,
                "hlim {}, next-header {} ({next}) payload length: {announced}) ",
                header[7],
                next_header_name(next)
            );
        }
        let mut upper = Upper {
            src,
            dst,
            payload,
            len: announced,
            fragmented: false,
        };
        let mut shown = false;
        loop {
            let ends = |out: &mut String, shown: &mut bool| {
                if !std::mem::replace(shown, true) {
                    let _ = write!(out, "{src} > {dst}: ");
                }
            };
            match next {
                0 | 60 => {
                    ends(out, &mut shown);
                    let len = usize::from(upper.payload.get(1).copied().unwrap_or(0)) * 8 + 8;
                    out.push_str(if next == 0 { "HBH " } else { "DSTOPT " });
                    if self.style.verbose > 0 {
                        out.push_str(&options6(upper.payload.get(2..len).unwrap_or_default()));
                    }
                    next = upper.payload.first().copied().unwrap_or(59);
                    upper.payload = upper.payload.get(len..).unwrap_or_default();
                    upper.len = upper.len.saturating_sub(len);
                }
                44 => {
                    ends(out, &mut shown);
                    let offset = word(upper.payload, 2) & 0xfff8;
                    let len = upper.len.saturating_sub(8);
                    let _ = if self.style.verbose > 0 {
                        let id = long(upper.payload, 4);
                        write!(out, "frag (0x{id:08x}:{offset}|{len})")
                    } else {
                        write!(out, "frag ({offset}|{len})")
                    };
                    if offset != 0 {
                        return;
                    }
                    out.push(' ');
                    next = upper.payload.first().copied().unwrap_or(59);
                    upper.payload = upper.payload.get(8..).unwrap_or_default();
                    upper.len = len;
                    upper.fragmented = true;
                }
                protocol::TCP => return self.tcp6(out, &upper, shown),
                protocol::UDP => return self.udp6(out, &upper, shown),
                protocol::ICMPV6 => {
                    ends(out, &mut shown);
                    return self.icmp6(out, &upper);
                }
                _ => {
                    ends(out, &mut shown);
                    let _ = write!(out, "ip-proto-{next} {}", upper.len);
                    return;
                }
            }
        }
    }

    fn icmp4(&mut self, out: &mut String, upper: &Upper<'_>) {
        icmp::print4(self, out, upper);
    }

    fn icmp6(&self, out: &mut String, upper: &Upper<'_>) {
        icmp::print6(self.style, out, upper);
    }
}

/// What IP carries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Upper<'a> {
    pub(super) src: IpAddr,
    pub(super) dst: IpAddr,
    /// What was captured of it.
    pub(super) payload: &'a [u8],
    /// How long the IP header says that it is.
    pub(super) len: usize,
    /// It is only the beginning.
    pub(super) fragmented: bool,
}

fn protocol_name(proto: u8) -> String {
    let name = match proto {
        protocol::ICMP => "ICMP",
        protocol::IGMP => "IGMP",
        4 => "IPIP",
        protocol::TCP => "TCP",
        protocol::UDP => "UDP",
        41 => "IPv6",
        47 => "GRE",
        50 => "ESP",
        51 => "AH",
        protocol::ICMPV6 => "ICMPv6",
        protocol::PIM => "PIM",
        132 => "SCTP",
        _ => "unknown",
    };
    name.to_owned()
}

fn next_header_name(proto: u8) -> String {
    match proto {
        0 => "Options".to_owned(),
        43 => "Routing".to_owned(),
        44 => "Fragment".to_owned(),
        59 => "No next header".to_owned(),
        60 => "Destination Options".to_owned(),
        _ => protocol_name(proto),
    }
}

/// The names of IPv4 options, as tcpdump lists them.
fn option_names(mut options: &[u8]) -> String {
    let mut names = Vec::new();
    while let Some(&kind) = options.first() {
        let name = match kind {
            0 => "EOL",
            1 => "NOP",
            7 => "RR",
            68 => "timestamp",
            131 => "LSRR",
            137 => "SSRR",
            148 => "RA",
            _ => "unknown",
        };
        names.push(name);
        match kind {
            0 => break,
            1 => options = &options[1..],
            _ => {
                let len = options.get(1).map_or(2, |len| usize::from(*len).max(2));
                options = options.get(len..).unwrap_or_default();
            }
        }
    }
    names.join(",")
}

/// The options of a hop-by-hop header.
fn options6(mut options: &[u8]) -> String {
    let mut out = String::new();
    while let Some(&kind) = options.first() {
        let len = match kind {
            0 => 1,
            _ => options.get(1).map_or(2, |len| usize::from(*len) + 2),
        };
        match kind {
            0 => out.push_str("(pad1) "),
            1 => out.push_str("(padn) "),
            5 => {
                let _ = write!(out, "(rtalert: 0x{:04x}) ", word(options, 2));
            }
            _ => {
                let _ = write!(out, "(opt_type 0x{kind:02x}: len={}) ", len - 2);
            }
        }
        options = options.get(len..).unwrap_or_default();
    }
    out
}
