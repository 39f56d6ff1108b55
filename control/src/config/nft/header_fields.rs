//! The fields of headers: their names, types, first bits and numbers of bits.

use super::{
    DataType::{
        self, ArpOp, Bitmask, DccpPktType, Dscp, Ecn, EtherAddr, EtherType, IcmpCode, IcmpType,
        Icmpv6Code, Icmpv6Type, IgmpType, InetProto, InetService, Integer, Ipv4Addr, Ipv6Addr,
        MhType, TcpFlag,
    },
    Template,
};

const fn at(name: &'static str, datatype: DataType, offset: u16, bits: u16) -> Template {
    Template {
        name,
        datatype,
        offset,
        bits,
    }
}

/// The Ethernet header.
pub(super) const ETHER: &[Template] = &[
    at("daddr", EtherAddr, 0, 48),
    at("saddr", EtherAddr, 48, 48),
    at("type", EtherType, 96, 16),
];

/// The VLAN tag.
pub(super) const VLAN: &[Template] = &[
    at("pcp", Integer, 0, 3),
    at("dei", Integer, 3, 1),
    at("id", Integer, 4, 12),
    at("type", EtherType, 16, 16),
];

/// ARP, RFC 826.
pub(super) const ARP: &[Template] = &[
    at("htype", Integer, 0, 16),
    at("ptype", EtherType, 16, 16),
    at("hlen", Integer, 32, 8),
    at("plen", Integer, 40, 8),
    at("operation", ArpOp, 48, 16),
    at("saddr ether", EtherAddr, 64, 48),
    at("daddr ether", EtherAddr, 144, 48),
    at("saddr ip", Ipv4Addr, 112, 32),
    at("daddr ip", Ipv4Addr, 192, 32),
];

/// IPv4, RFC 791.
pub(super) const IP: &[Template] = &[
    at("version", Integer, 0, 4),
    at("hdrlength", Integer, 4, 4),
    at("dscp", Dscp, 8, 6),
    at("ecn", Ecn, 14, 2),
    at("length", Integer, 16, 16),
    at("id", Integer, 32, 16),
    at("frag-off", Integer, 48, 16),
    at("ttl", Integer, 64, 8),
    at("protocol", InetProto, 72, 8),
    at("checksum", Integer, 80, 16),
    at("saddr", Ipv4Addr, 96, 32),
    at("daddr", Ipv4Addr, 128, 32),
];

/// ICMP, RFC 792.
pub(super) const ICMP: &[Template] = &[
    at("type", IcmpType, 0, 8),
    at("code", IcmpCode, 8, 8),
    at("checksum", Integer, 16, 16),
    at("id", Integer, 32, 16),
    at("sequence", Integer, 48, 16),
    at("gateway", Integer, 32, 32),
    at("mtu", Integer, 48, 16),
];

/// IGMP, RFC 2236.
pub(super) const IGMP: &[Template] = &[
    at("type", IgmpType, 0, 8),
    at("mrt", Integer, 8, 8),
    at("checksum", Integer, 16, 16),
    at("group", Integer, 32, 32),
];

/// IPv6, RFC 8200.
pub(super) const IP6: &[Template] = &[
    at("version", Integer, 0, 4),
    at("dscp", Dscp, 4, 6),
    at("ecn", Ecn, 10, 2),
    at("flowlabel", Integer, 12, 20),
    at("length", Integer, 32, 16),
    at("nexthdr", InetProto, 48, 8),
    at("hoplimit", Integer, 56, 8),
    at("saddr", Ipv6Addr, 64, 128),
    at("daddr", Ipv6Addr, 192, 128),
];

/// ICMPv6, RFC 4443.
pub(super) const ICMPV6: &[Template] = &[
    at("type", Icmpv6Type, 0, 8),
    at("code", Icmpv6Code, 8, 8),
    at("checksum", Integer, 16, 16),
    at("parameter-problem", Integer, 32, 32),
    at("mtu", Integer, 32, 32),
    at("id", Integer, 32, 16),
    at("sequence", Integer, 48, 16),
    at("max-delay", Integer, 32, 16),
];

/// AH, RFC 4302.
pub(super) const AH: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("hdrlength", Integer, 8, 8),
    at("reserved", Integer, 16, 16),
    at("spi", Integer, 32, 32),
    at("sequence", Integer, 64, 32),
];

/// ESP, RFC 4303.
pub(super) const ESP: &[Template] = &[at("spi", Integer, 0, 32), at("sequence", Integer, 32, 32)];

/// IPComp, RFC 3173.
pub(super) const COMP: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("flags", Bitmask, 8, 8),
    at("cpi", Integer, 16, 16),
];

/// UDP, RFC 768.
pub(super) const UDP: &[Template] = &[
    at("sport", InetService, 0, 16),
    at("dport", InetService, 16, 16),
    at("length", Integer, 32, 16),
    at("checksum", Integer, 48, 16),
];

/// UDP-Lite, RFC 3828.
pub(super) const UDPLITE: &[Template] = &[
    at("sport", InetService, 0, 16),
    at("dport", InetService, 16, 16),
    at("csumcov", Integer, 32, 16),
    at("checksum", Integer, 48, 16),
];

/// TCP, RFC 9293.
pub(super) const TCP: &[Template] = &[
    at("sport", InetService, 0, 16),
    at("dport", InetService, 16, 16),
    at("sequence", Integer, 32, 32),
    at("ackseq", Integer, 64, 32),
    at("doff", Integer, 96, 4),
    at("reserved", Integer, 100, 4),
    at("flags", TcpFlag, 104, 8),
    at("window", Integer, 112, 16),
    at("checksum", Integer, 128, 16),
    at("urgptr", Integer, 144, 16),
];

/// DCCP, RFC 4340.
pub(super) const DCCP: &[Template] = &[
    at("sport", InetService, 0, 16),
    at("dport", InetService, 16, 16),
    at("type", DccpPktType, 67, 4),
];

/// SCTP, RFC 9260.
pub(super) const SCTP: &[Template] = &[
    at("sport", InetService, 0, 16),
    at("dport", InetService, 16, 16),
    at("vtag", Integer, 32, 32),
    at("checksum", Integer, 64, 32),
];

/// What transport headers have in common.
pub(super) const TH: &[Template] = &[
    at("sport", InetService, 0, 16),
    at("dport", InetService, 16, 16),
];

/// Hop-by-hop options, RFC 8200 §4.3.
pub(super) const HOP_BY_HOP: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("hdrlength", Integer, 8, 8),
];

/// Any routing header, RFC 8200 §4.4.
pub(super) const ROUTING: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("hdrlength", Integer, 8, 8),
    at("type", Integer, 16, 8),
    at("seg-left", Integer, 24, 8),
];

/// Routing header of type 0, RFC 2460.
pub(super) const ROUTING0: &[Template] = &[
    at("reserved", Integer, 32, 32),
    at("addr[1]", Ipv6Addr, 64, 128),
];

/// Routing header of type 2, RFC 6275.
pub(super) const ROUTING2: &[Template] = &[
    at("reserved", Integer, 32, 32),
    at("addr", Ipv6Addr, 64, 128),
];

/// Segment routing header, RFC 8754.
pub(super) const SEGMENT: &[Template] = &[
    at("last-entry", Integer, 32, 8),
    at("flags", Integer, 40, 8),
    at("tag", Integer, 48, 16),
    at("sid[1]", Ipv6Addr, 64, 128),
    at("sid[2]", Ipv6Addr, 192, 128),
];

/// Fragment header, RFC 8200 §4.5.
pub(super) const FRAGMENT: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("reserved", Integer, 8, 8),
    at("frag-off", Integer, 16, 13),
    at("reserved2", Integer, 29, 2),
    at("more-fragments", Integer, 31, 1),
    at("id", Integer, 32, 32),
];

/// Destination options, RFC 8200 §4.6.
pub(super) const DESTINATION: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("hdrlength", Integer, 8, 8),
];

/// Mobility header, RFC 6275.
pub(super) const MOBILITY: &[Template] = &[
    at("nexthdr", InetProto, 0, 8),
    at("hdrlength", Integer, 8, 8),
    at("type", MhType, 16, 8),
    at("reserved", Integer, 24, 8),
    at("checksum", Integer, 32, 16),
];

/// TCP options of one byte.
pub(super) const TCP_KIND: &[Template] = &[at("kind", Integer, 0, 8)];

/// TCP options of which no more is named.
pub(super) const TCP_LENGTH: &[Template] =
    &[at("kind", Integer, 0, 8), at("length", Integer, 8, 8)];

/// `maxseg`.
pub(super) const TCP_MAXSEG: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("size", Integer, 16, 16),
];

/// `window`.
pub(super) const TCP_WINDOW: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("count", Integer, 16, 8),
];

/// `sack`: its first block.
pub(super) const TCP_SACK: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("left", Integer, 16, 32),
    at("right", Integer, 48, 32),
];

/// `sack1`.
pub(super) const TCP_SACK1: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("left", Integer, 80, 32),
    at("right", Integer, 112, 32),
];

/// `sack2`.
pub(super) const TCP_SACK2: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("left", Integer, 144, 32),
    at("right", Integer, 176, 32),
];

/// `sack3`.
pub(super) const TCP_SACK3: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("left", Integer, 208, 32),
    at("right", Integer, 240, 32),
];

/// `timestamp`.
pub(super) const TCP_TIMESTAMP: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("tsval", Integer, 16, 32),
    at("tsecr", Integer, 48, 32),
];

/// `mptcp`.
pub(super) const TCP_MPTCP: &[Template] = &[
    at("kind", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("subtype", Integer, 16, 4),
];

/// `lsrr`, `rr`, `ssrr`.
pub(super) const IP_ROUTE: &[Template] = &[
    at("type", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("ptr", Integer, 16, 8),
    at("addr", Integer, 24, 32),
];

/// `ra`.
pub(super) const IP_ALERT: &[Template] = &[
    at("type", Integer, 0, 8),
    at("length", Integer, 8, 8),
    at("value", Integer, 16, 16),
];
