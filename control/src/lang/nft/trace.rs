//! Traced packets as `nft monitor trace` prints them (trace of netlink.c).

use std::fmt::{self, Write};

use dataplane::{
    filter::nft::{PayloadBase, TableFamily},
    trace::{NftMet, NftPacket, NftTrace, NftVerdict},
};

use super::print;
use crate::config::nft::{DataType, Header, Numeric, Template, Value};

/// Bits in a byte.
const BITS: usize = 8;

/// What is printed of an event; `rule` is what its rule says, if it has met one.
pub(super) fn print(trace: &NftTrace, rule: &str, numeric: Numeric) -> String {
    let NftTrace {
        id, table, chain, ..
    } = trace;
    let begin = format!("trace id {id:08x} {table} {chain}");
    let mut text = String::new();
    // Writing to a string never fails.
    if let Some(packet) = &trace.packet {
        let packet = packet_text(table.family, packet, numeric);
        let _ = writeln!(text, "{begin} packet: {packet}");
    }
    match &trace.met {
        NftMet::Rule { verdict, .. } => {
            let _ = writeln!(text, "{begin} rule {rule} (verdict {})", Word(verdict));
        }
        NftMet::Policy(policy) => {
            let _ = write!(text, "{begin} policy {} ", print::policy(*policy));
            if trace.mark.0 != 0 {
                let mark = Value::new(DataType::Mark, trace.mark.0);
                let _ = write!(text, "meta mark {} ", mark.print(numeric, &()));
            }
            text.push('\n');
        }
    }
    text
}

/// A verdict as it is written.
struct Word<'a>(&'a NftVerdict);

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            NftVerdict::Accept => f.write_str("accept"),
            NftVerdict::Drop => f.write_str("drop"),
            NftVerdict::Continue => f.write_str("continue"),
            NftVerdict::Return => f.write_str("return"),
            NftVerdict::Jump(chain) => write!(f, "jump {chain}"),
            NftVerdict::Goto(chain) => write!(f, "goto {chain}"),
        }
    }
}

/// A packet as expressions that it fits, each with a space behind it.
fn packet_text(family: TableFamily, packet: &NftPacket, numeric: Numeric) -> String {
    let mut text = String::new();
    for (word, interface) in [("iif", &packet.iif), ("oif", &packet.oif)] {
        if let Some((_, name)) = interface {
            let _ = write!(text, "{word} \"{name}\" ");
        }
    }
    let link = packet.is_ethernet.then_some(Header::Ether);
    let network = match packet.network.first().map(|first| first >> 4) {
        Some(4) => Some(Header::Ip),
        Some(6) => Some(Header::Ip6),
        Some(_) | None => None,
    };
    let protocol = match network {
        Some(Header::Ip) => packet.network.get(9),
        Some(Header::Ip6) => packet.network.get(6),
        Some(_) | None => None,
    };
    let transport = protocol.and_then(|protocol| Header::of_l4proto((*protocol).into()));
    // What the header behind it says already is not said: of the EtherType never, of the protocol only in tables
    // where it is the network header alone that tells.
    let follows = transport.is_some() && !packet.transport.is_empty();
    let implied = match family {
        TableFamily::Ip | TableFamily::Ip6 => follows,
        TableFamily::Inet => false,
    };
    let mut layers = Layers { text, numeric };
    layers.layer(
        (PayloadBase::LinkLayer, link),
        &packet.link,
        network.map(|_| "type"),
    );
    layers.layer(
        (PayloadBase::Network, network),
        &packet.network,
        implied.then_some(if network == Some(Header::Ip) {
            "protocol"
        } else {
            "nexthdr"
        }),
    );
    layers.layer((PayloadBase::Transport, transport), &packet.transport, None);
    layers.text
}

/// Writes headers one after the other.
struct Layers {
    text: String,
    numeric: Numeric,
}

impl Layers {
    /// Writes a header; its field `implied` is left out.
    fn layer(
        &mut self,
        (base, header): (PayloadBase, Option<Header>),
        bytes: &[u8],
        implied: Option<&str>,
    ) {
        if bytes.is_empty() {
            return;
        }
        let fields = header.map_or(&[][..], Header::fields);
        let (parts, rest) = cut(header, fields, bytes);
        let mut parts: Vec<_> = parts
            .into_iter()
            .filter(|part| implied != Some(part.name))
            .collect();
        if let Some(header) = header {
            let shown = shown(header);
            if !shown.is_empty() {
                let place = |part: &&Template| shown.iter().position(|name| *name == part.name);
                parts.retain(|part| place(part).is_some());
                parts.sort_by_key(place);
            }
            parts.retain(|part| part.name != "checksum" || header == Header::Udplite);
            for part in parts {
                let _ = write!(self.text, "{} {} ", header.name(), part.name);
                self.value(
                    part,
                    bits(bytes, usize::from(part.offset), part.bits.into()),
                );
            }
        }
        let len = bytes.len() * BITS - rest;
        if len > 0 {
            let hex: String = bytes[rest / BITS..]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let hex = hex.trim_start_matches('0');
            let hex = if hex.is_empty() { "0" } else { hex };
            let _ = write!(self.text, "@{},{rest},{len} 0x{hex} ", base.name());
        }
    }

    fn value(&mut self, field: &Template, number: u128) {
        let value = Value {
            datatype: field.datatype.clone(),
            bits: field.bits,
            number,
        };
        // A single flag has its name, several are a number.
        if field.datatype == DataType::TcpFlag {
            self.text.push_str("== ");
            if number.count_ones() != 1 {
                let _ = write!(self.text, "0x{number:x} ");
                return;
            }
        }
        let _ = write!(self.text, "{} ", value.print(self.numeric, &()));
    }
}

/// The fields that follow one another from the start of a header (`payload_expr_expand`), and how many bits they take.
fn cut<'f>(
    header: Option<Header>,
    fields: &'f [Template],
    bytes: &[u8],
) -> (Vec<&'f Template>, usize) {
    let (mut parts, mut at) = (Vec::new(), 0);
    for field in fields {
        let len = usize::from(field.bits);
        // nft looks at the checksum of IGMP before it looks at what stands in front of it.
        let skipped = header == Some(Header::Igmp) && field.name == "checksum";
        if usize::from(field.offset) == at && at + len <= bytes.len() * BITS && !skipped {
            parts.push(field);
            at += len;
        }
    }
    (parts, at)
}

/// The fields of a header that are shown, in this order; all in that of the header if there are none.
const fn shown(header: Header) -> &'static [&'static str] {
    match header {
        Header::Ether => &["saddr", "daddr", "type"],
        Header::Ip => &[
            "saddr", "daddr", "dscp", "ecn", "ttl", "id", "protocol", "length",
        ],
        Header::Ip6 => &[
            "saddr",
            "daddr",
            "dscp",
            "ecn",
            "hoplimit",
            "flowlabel",
            "nexthdr",
            "length",
        ],
        Header::Tcp => &["sport", "dport", "flags", "window"],
        Header::Vlan
        | Header::Arp
        | Header::Icmp
        | Header::Igmp
        | Header::Icmpv6
        | Header::Ah
        | Header::Esp
        | Header::Comp
        | Header::Udp
        | Header::Udplite
        | Header::Dccp
        | Header::Sctp
        | Header::Th => &[],
    }
}

/// `len` bits of `bytes` from bit `at` on.
fn bits(bytes: &[u8], at: usize, len: usize) -> u128 {
    (at..at + len).fold(0, |number, bit| {
        let byte = bytes.get(bit / BITS).copied().unwrap_or_default();
        number << 1 | u128::from(byte >> (BITS - 1 - bit % BITS) & 1)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use dataplane::{
        filter::{Policy, nft::Table},
        iface::IfIndex,
        packet::Mark,
        route::Family,
    };

    use super::*;

    const RECORDED: &str = include_str!("../../../tests/lang/nft/traces.txt");

    fn hex(text: &str) -> Vec<u8> {
        let digits = text.as_bytes().chunks_exact(2);
        digits
            .map(|pair| {
                let pair = str::from_utf8(pair).expect("digits");
                u8::from_str_radix(pair, 16).expect("digits")
            })
            .collect()
    }

    fn family(name: &str) -> TableFamily {
        match name {
            "ip" => TableFamily::Ip,
            "ip6" => TableFamily::Ip6,
            _ => TableFamily::Inet,
        }
    }

    /// A packet of the recording.
    fn packet(words: &[&str]) -> (TableFamily, NftPacket) {
        let [table, iif, oif, link, network, transport] = words else {
            panic!("a record has six words: {words:?}");
        };
        let interface = |name: &str| {
            let index = IfIndex::new(7).expect("an index");
            (name != "-").then(|| (index, name.to_owned()))
        };
        let packet = NftPacket {
            iif: interface(iif),
            oif: interface(oif),
            is_ethernet: *iif != "lo",
            link: hex(link),
            network: hex(network),
            transport: hex(transport),
        };
        (family(table), packet)
    }

    #[test]
    fn packets_are_printed_as_nft_prints_them() {
        let mut lines = RECORDED.lines().filter(|line| !line.starts_with('#'));
        let mut count = 0;
        while let (Some(record), Some(expected)) = (lines.next(), lines.next()) {
            let words: Vec<_> = record.split(' ').collect();
            let (table, packet) = packet(&words);
            let printed = packet_text(table, &packet, Numeric::default());
            assert_eq!(printed, expected.trim_start(), "{record}");
            count += 1;
        }
        assert!(count > 100, "{count}");
    }

    #[test]
    fn rules_and_policies_follow_with_what_came_of_them() {
        let mut trace = NftTrace {
            id: 0x4dc34d9,
            family: Family::V4,
            table: Arc::new(Table {
                family: TableFamily::Inet,
                name: "filter".into(),
            }),
            chain: "forward".into(),
            met: NftMet::Rule {
                handle: 4,
                words: None,
                verdict: NftVerdict::Jump("other".into()),
            },
            mark: Mark(0x34),
            packet: None,
        };
        let numeric = Numeric::default();
        assert_eq!(
            print(&trace, "jump other", numeric),
            "trace id 04dc34d9 inet filter forward rule jump other (verdict jump other)\n"
        );
        trace.met = NftMet::Policy(Policy::Drop);
        assert_eq!(
            print(&trace, "", numeric),
            "trace id 04dc34d9 inet filter forward policy drop meta mark 0x00000034 \n"
        );
        trace.mark = Mark(0);
        trace.met = NftMet::Policy(Policy::Accept);
        assert_eq!(
            print(&trace, "", numeric),
            "trace id 04dc34d9 inet filter forward policy accept \n"
        );
    }

    #[test]
    fn headers_that_are_cut_off_are_no_trouble() {
        let lines = RECORDED
            .lines()
            .filter(|line| !line.starts_with(['#', ' ']));
        for record in lines {
            let words: Vec<_> = record.split(' ').collect();
            let (table, whole) = packet(&words);
            for len in 0..40 {
                let mut packet = whole.clone();
                packet.link.truncate(len);
                packet.network.truncate(len);
                packet.transport.truncate(len);
                let _ = packet_text(table, &packet, Numeric::ALL);
            }
        }
    }
}
