//! The bytes of a packet, and what bytes say.

use std::net::{IpAddr, Ipv4Addr};

use dataplane::{
    checksum,
    iface::MacAddr,
    wire::{
        ethernet::{self, EtherType, EthernetFields, EthernetView},
        icmpv4::{self, Icmpv4Fields},
        icmpv6::{self, Icmpv6Fields},
        ipv4::{self, Ipv4Fields, Ipv4View, protocol},
        ipv6::{self, Ipv6Fields, Ipv6View},
        ipv6_ext::{self, FragmentFields, next_header},
        tcp::{self, TcpFields},
        udp::{self, UdpFields},
        vlan,
    },
};

use super::packet::{Link, PacketSpec, TcpSpec, Transport};

/// `len` bytes to carry.
pub(super) fn filling(len: usize) -> Vec<u8> {
    (0..len).map(|at| at as u8).collect()
}

/// The sum over the pseudo-header of a packet.
fn pseudo(spec: &PacketSpec, len: usize) -> checksum::Sum {
    let proto = spec.proto();
    match (spec.src, spec.dst) {
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            checksum::pseudo_header(&src.octets(), &dst.octets(), proto, len as u32)
        }
        (src, dst) => {
            let octets = |addr| match addr {
                IpAddr::V4(addr) => addr,
                IpAddr::V6(_) => Ipv4Addr::UNSPECIFIED,
            };
            let (src, dst) = (octets(src).octets(), octets(dst).octets());
            checksum::pseudo_header(&src, &dst, proto, len as u32)
        }
    }
}

/// The transport header and the data, with their checksum.
fn segment(spec: &PacketSpec) -> Vec<u8> {
    if spec.offset > 0 {
        return spec.data.clone();
    }
    let (header, checksum_at) = match spec.transport {
        Transport::Tcp(fields) => (tcp(&fields).emit().to_vec(), Some(16)),
        Transport::Udp { sport, dport } => {
            let fields = UdpFields {
                src_port: sport,
                dst_port: dport,
                len: (udp::HEADER_LEN + spec.data.len()) as u16,
                checksum: 0,
            };
            (fields.emit().to_vec(), Some(6))
        }
        Transport::Icmp { kind, code, rest } if spec.src.is_ipv4() => {
            let mut message = Icmpv4Fields { kind, code, rest }.emit().to_vec();
            message.extend_from_slice(&spec.data);
            icmpv4::refresh_checksum(&mut message);
            return message;
        }
        Transport::Icmp { kind, code, rest } => {
            (Icmpv6Fields { kind, code, rest }.emit().to_vec(), Some(2))
        }
        Transport::Other { .. } => (Vec::new(), None),
    };
    let mut segment = header;
    segment.extend_from_slice(&spec.data);
    if let Some(at) = checksum_at {
        let sum = pseudo(spec, segment.len()).add(&segment).complement();
        // A sum of zero would mean that there is none (RFC 768).
        let sum = if sum == 0 && spec.proto() == protocol::UDP {
            0xffff
        } else {
            sum
        };
        segment[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    }
    segment
}

fn tcp(spec: &TcpSpec) -> TcpFields {
    TcpFields {
        src_port: spec.sport,
        dst_port: spec.dport,
        seq: spec.seq,
        ack: spec.ack,
        header_len: tcp::HEADER_LEN,
        flags: spec.flags,
        window: spec.window,
    }
}

/// The packet from the network header on.
pub(super) fn network(spec: &PacketSpec) -> Vec<u8> {
    let mut payload = segment(spec);
    match (spec.src, spec.dst) {
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            let mut first = spec.proto();
            if spec.mf || spec.offset > 0 {
                let fragment = FragmentFields {
                    next_header: first,
                    offset: spec.offset.into(),
                    more: spec.mf,
                    id: spec.id,
                };
                first = next_header::FRAGMENT;
                payload.splice(..0, fragment.emit());
            }
            let header = Ipv6Fields {
                traffic_class: spec.tos,
                flow_label: 0,
                payload_len: payload.len() as u16,
                next_header: first,
                hop_limit: spec.ttl,
                src,
                dst,
            };
            [&header.emit()[..], &payload].concat()
        }
        (src, dst) => {
            let v4 = |addr| match addr {
                IpAddr::V4(addr) => addr,
                IpAddr::V6(_) => Ipv4Addr::UNSPECIFIED,
            };
            let df = if spec.df { ipv4::DF } else { 0 };
            let mf = if spec.mf { ipv4::MF } else { 0 };
            let header = Ipv4Fields {
                tos: spec.tos,
                total_len: (ipv4::HEADER_LEN + payload.len()) as u16,
                id: spec.id as u16,
                fragment_bits: df | mf | (spec.offset / 8),
                ttl: spec.ttl,
                protocol: spec.proto(),
                src: v4(src),
                dst: v4(dst),
            };
            [&header.emit()[..], &payload].concat()
        }
    }
}

/// The frame for a packet, tagged with `vlans` from the outermost on.
pub(super) fn frame(
    (dst, src): (MacAddr, MacAddr),
    vlans: &[(u16, u16)],
    packet: &[u8],
) -> Vec<u8> {
    let ethertype = match packet.first() {
        Some(byte) if byte >> 4 == 6 => EtherType::IPV6,
        _ => EtherType::IPV4,
    };
    let header = EthernetFields {
        dst,
        src,
        ethertype,
    };
    let mut frame = header.emit().to_vec();
    let mut at = ethernet::HEADER_LEN - 2;
    for (protocol, tci) in vlans {
        let tag = [protocol.to_be_bytes(), tci.to_be_bytes()].concat();
        frame.splice(at..at, tag);
        at += vlan::TAG_LEN;
    }
    frame.extend_from_slice(packet);
    frame
}

/// The link layer of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LinkLayer {
    pub(super) dst: MacAddr,
    pub(super) src: MacAddr,
    /// The tags: protocol and what follows it.
    pub(super) vlans: Vec<(u16, u16)>,
    pub(super) ethertype: u16,
    /// Where what is inside begins.
    pub(super) len: usize,
}

/// The link layer of a frame; `None` if it is cut short.
pub(super) fn link_layer(frame: &[u8]) -> Option<LinkLayer> {
    let view = EthernetView::parse(frame)?;
    let mut layer = LinkLayer {
        dst: view.dst(),
        src: view.src(),
        vlans: Vec::new(),
        ethertype: view.ethertype().0,
        len: ethernet::HEADER_LEN,
    };
    while EtherType(layer.ethertype).is_vlan() {
        let tag = frame.get(layer.len..)?.first_chunk::<{ vlan::TAG_LEN }>()?;
        let tci = u16::from_be_bytes([tag[0], tag[1]]);
        layer.vlans.push((layer.ethertype, tci));
        layer.ethertype = u16::from_be_bytes([tag[2], tag[3]]);
        layer.len += vlan::TAG_LEN;
    }
    Some(layer)
}

/// The link layer of a frame, and what is inside.
pub(super) fn inside(frame: &[u8]) -> Option<(LinkLayer, &[u8])> {
    let layer = link_layer(frame)?;
    let packet = frame.get(layer.len..)?;
    Some((layer, packet))
}

/// What the bytes of a packet say, from the network header on; `None` if they are none of IP.
pub(super) fn read(packet: &[u8]) -> Option<PacketSpec> {
    match packet.first()? >> 4 {
        4 => read4(packet),
        6 => read6(packet),
        _ => None,
    }
}

fn read4(packet: &[u8]) -> Option<PacketSpec> {
    let view = Ipv4View::header(packet).ok()?;
    let offset = view.fragment_offset();
    let (transport, data) = carried(view.protocol(), view.payload(), offset > 0, true);
    Some(PacketSpec {
        src: view.src().into(),
        dst: view.dst().into(),
        transport,
        data: data.to_vec(),
        ttl: view.ttl(),
        tos: view.tos(),
        id: view.id().into(),
        df: view.dont_fragment(),
        mf: view.fragment_bits() & ipv4::MF != 0,
        offset: offset as u16,
        link: Link::default(),
    })
}

fn read6(packet: &[u8]) -> Option<PacketSpec> {
    let view = Ipv6View::header(packet).ok()?;
    let upper = ipv6_ext::upper(packet);
    let (proto, at) = upper.map_or((view.next_header(), ipv6::HEADER_LEN), |upper| {
        (upper.protocol, upper.offset)
    });
    let field = upper.and_then(|upper| upper.fragment);
    let fragment = field.and_then(|_| FragmentFields::parse(packet.get(ipv6::HEADER_LEN..)?));
    let offset = field.map_or(0, |field| field & !0x7);
    let payload = packet.get(at..).unwrap_or_default();
    let (transport, data) = carried(proto, payload, offset > 0, false);
    Some(PacketSpec {
        src: view.src().into(),
        dst: view.dst().into(),
        transport,
        data: data.to_vec(),
        ttl: view.hop_limit(),
        tos: view.traffic_class(),
        id: fragment.map_or(0, |fragment| fragment.id),
        df: false,
        mf: field.is_some_and(|field| field & 1 != 0),
        offset,
        link: Link::default(),
    })
}

/// The transport header and what follows it.
fn carried(proto: u8, payload: &[u8], later: bool, v4: bool) -> (Transport, &[u8]) {
    let other = (Transport::Other { proto }, payload);
    if later {
        return other;
    }
    let known = match proto {
        protocol::TCP => TcpFields::parse(payload).map(|fields| {
            let transport = Transport::Tcp(TcpSpec {
                sport: fields.src_port,
                dport: fields.dst_port,
                flags: fields.flags,
                seq: fields.seq,
                ack: fields.ack,
                window: fields.window,
            });
            (transport, fields.header_len)
        }),
        // The length field of the first fragment is that of the whole.
        protocol::UDP => payload.first_chunk::<{ udp::HEADER_LEN }>().map(|header| {
            let transport = Transport::Udp {
                sport: u16::from_be_bytes([header[0], header[1]]),
                dport: u16::from_be_bytes([header[2], header[3]]),
            };
            (transport, udp::HEADER_LEN)
        }),
        protocol::ICMP if v4 => Icmpv4Fields::parse(payload).map(|fields| {
            let Icmpv4Fields { kind, code, rest } = fields;
            (Transport::Icmp { kind, code, rest }, icmpv4::HEADER_LEN)
        }),
        protocol::ICMPV6 if !v4 => Icmpv6Fields::parse(payload).map(|fields| {
            let Icmpv6Fields { kind, code, rest } = fields;
            (Transport::Icmp { kind, code, rest }, icmpv6::HEADER_LEN)
        }),
        _ => None,
    };
    match known {
        Some((transport, len)) => (transport, payload.get(len..).unwrap_or_default()),
        None => other,
    }
}
