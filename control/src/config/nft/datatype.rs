//! Types of values, as nft has them (datatype.c).

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DataType {
    /// A number of no special kind.
    Integer,
    /// `nf_proto`: ipv4, ipv6.
    NfProto,
    /// A text.
    String,
    /// A link-layer address.
    LlAddr,
    /// `ipv4_addr`.
    Ipv4Addr,
    /// `ipv6_addr`.
    Ipv6Addr,
    /// `ether_addr`.
    EtherAddr,
    /// `ether_type`: ip, ip6, arp, vlan.
    EtherType,
    /// `arp_op`.
    ArpOp,
    /// `inet_proto`: tcp, udp, …
    InetProto,
    /// `inet_service`: a port.
    InetService,
    /// `icmp_type`.
    IcmpType,
    /// `tcp_flag`.
    TcpFlag,
    /// `dccp_pkttype`.
    DccpPktType,
    /// `mh_type`.
    MhType,
    /// `time`: in milliseconds as a number, printed as `1d2h3m4s`.
    Time,
    /// `mark`: printed as `0x00000001`.
    Mark,
    /// `iface_index`.
    IfIndex,
    /// `iface_type`: ether, loopback, …
    IfType,
    /// `realm`.
    Realm,
    /// `classid`: `1:10`.
    ClassId,
    /// `uid`.
    Uid,
    /// `gid`.
    Gid,
    /// `ct_state`.
    CtState,
    /// `ct_dir`.
    CtDir,
    /// `ct_status`.
    CtStatus,
    /// `icmpv6_type`.
    Icmpv6Type,
    /// `ct_label`.
    CtLabel,
    /// `pkt_type`.
    PktType,
    /// `icmp_code`.
    IcmpCode,
    /// `icmpv6_code`.
    Icmpv6Code,
    /// `icmpx_code`.
    IcmpxCode,
    /// `devgroup`.
    DevGroup,
    /// `dscp`.
    Dscp,
    /// `ecn`.
    Ecn,
    /// `fib_addrtype`.
    FibAddrType,
    /// `boolean`: exists, missing; of other fields true, false.
    Boolean,
    /// `ct_event`.
    CtEvent,
    /// `ifname`: 16 bytes.
    IfName,
    /// `igmp_type`.
    IgmpType,
    /// `time` of `meta time`: nanoseconds since the epoch.
    DateTime,
    /// `day`.
    Day,
    /// `hour`: seconds since midnight, UTC.
    Hour,
    /// `verdict`, as what a map maps to.
    Verdict,
    /// A concatenation: its parts.
    Concat(Vec<DataType>),
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value {
    /// Its type.
    pub datatype: DataType,
    /// How many bits it has. Of a text 8 for each byte; names of interfaces have 128.
    pub bits: u16,
    /// The number: of addresses and texts as in network order (the first byte is the most significant of
    /// `bits`), a text that is shorter than its field is padded at its end.
    pub number: u128,
}
