//! Types of values, as nft has them (datatype.c).

use std::borrow::Cow;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DataType {
    /// What it is of is not known: `ct proto-dst` of any protocol.
    Invalid,
    /// A number of no special kind.
    Integer,
    /// Bits of no special kind.
    Bitmask,
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
    /// `boolean`: exists, missing.
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

/// In which order the bytes of a value are where the kernel loads and compares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// It has none: numbers alone (they are as what they are compared with), and what is of other types.
    Invalid,
    /// That of the processor.
    Host,
    /// The most significant first.
    Network,
}

/// One type with its properties: name, description (as errors and `describe` have it), bits (0: it depends), what it is
/// a kind of, byte order.
type Properties = (
    DataType,
    &'static str,
    &'static str,
    u16,
    Option<DataType>,
    ByteOrder,
);

/// All but concatenations, in the order in which nft looks for names.
const TYPES: &[Properties] = {
    use ByteOrder::{Host, Invalid, Network};
    use DataType as T;
    const INTEGER: Option<DataType> = Some(DataType::Integer);
    const BITMASK: Option<DataType> = Some(DataType::Bitmask);
    &[
        (T::Invalid, "invalid", "invalid", 0, None, Invalid),
        (T::Verdict, "verdict", "netfilter verdict", 0, None, Invalid),
        (
            T::NfProto,
            "nf_proto",
            "netfilter protocol",
            8,
            INTEGER,
            Invalid,
        ),
        (T::Bitmask, "bitmask", "bitmask", 0, INTEGER, Invalid),
        (T::Integer, "integer", "integer", 0, None, Invalid),
        (T::String, "string", "string", 0, None, Host),
        (
            T::LlAddr,
            "ll_addr",
            "link layer address",
            0,
            INTEGER,
            Network,
        ),
        (
            T::Ipv4Addr,
            "ipv4_addr",
            "IPv4 address",
            32,
            INTEGER,
            Network,
        ),
        (
            T::Ipv6Addr,
            "ipv6_addr",
            "IPv6 address",
            128,
            INTEGER,
            Network,
        ),
        (
            T::EtherAddr,
            "ether_addr",
            "Ethernet address",
            48,
            Some(T::LlAddr),
            Network,
        ),
        (
            T::EtherType,
            "ether_type",
            "Ethernet protocol",
            16,
            INTEGER,
            Network,
        ),
        (T::ArpOp, "arp_op", "ARP operation", 16, INTEGER, Network),
        (
            T::InetProto,
            "inet_proto",
            "Internet protocol",
            8,
            INTEGER,
            Network,
        ),
        (
            T::InetService,
            "inet_service",
            "internet network service",
            16,
            INTEGER,
            Network,
        ),
        (T::IcmpType, "icmp_type", "ICMP type", 8, INTEGER, Network),
        (T::TcpFlag, "tcp_flag", "TCP flag", 8, BITMASK, Invalid),
        (
            T::DccpPktType,
            "dccp_pkttype",
            "DCCP packet type",
            4,
            INTEGER,
            Network,
        ),
        (
            T::MhType,
            "mh_type",
            "Mobility Header Type",
            8,
            INTEGER,
            Network,
        ),
        (T::Time, "time", "relative time", 64, INTEGER, Host),
        (T::Mark, "mark", "packet mark", 32, INTEGER, Host),
        (
            T::IfIndex,
            "iface_index",
            "network interface index",
            32,
            INTEGER,
            Host,
        ),
        (
            T::IfType,
            "iface_type",
            "network interface type",
            16,
            INTEGER,
            Host,
        ),
        (T::Realm, "realm", "routing realm", 32, INTEGER, Host),
        (T::ClassId, "classid", "TC classid", 32, INTEGER, Host),
        (T::Uid, "uid", "user ID", 32, INTEGER, Host),
        (T::Gid, "gid", "group ID", 32, INTEGER, Host),
        (T::CtState, "ct_state", "conntrack state", 32, BITMASK, Host),
        (
            T::CtDir,
            "ct_dir",
            "conntrack direction",
            8,
            INTEGER,
            Invalid,
        ),
        (
            T::CtStatus,
            "ct_status",
            "conntrack status",
            32,
            BITMASK,
            Host,
        ),
        (
            T::Icmpv6Type,
            "icmpv6_type",
            "ICMPv6 type",
            8,
            INTEGER,
            Network,
        ),
        (
            T::CtLabel,
            "ct_label",
            "conntrack label",
            128,
            BITMASK,
            Host,
        ),
        (T::PktType, "pkt_type", "packet type", 8, INTEGER, Host),
        (T::IcmpCode, "icmp_code", "icmp code", 8, INTEGER, Network),
        (
            T::Icmpv6Code,
            "icmpv6_code",
            "icmpv6 code",
            8,
            INTEGER,
            Network,
        ),
        (
            T::IcmpxCode,
            "icmpx_code",
            "icmpx code",
            8,
            INTEGER,
            Network,
        ),
        (T::DevGroup, "devgroup", "devgroup name", 32, INTEGER, Host),
        (
            T::Dscp,
            "dscp",
            "Differentiated Services Code Point",
            6,
            INTEGER,
            Network,
        ),
        (
            T::Ecn,
            "ecn",
            "Explicit Congestion Notification",
            2,
            INTEGER,
            Network,
        ),
        (
            T::FibAddrType,
            "fib_addrtype",
            "fib address type",
            32,
            INTEGER,
            Host,
        ),
        (T::Boolean, "boolean", "boolean type", 1, INTEGER, Invalid),
        (
            T::CtEvent,
            "ct_event",
            "conntrack event bits",
            32,
            BITMASK,
            Host,
        ),
        (
            T::IfName,
            "ifname",
            "network interface name",
            128,
            Some(T::String),
            Host,
        ),
        (T::IgmpType, "igmp_type", "IGMP type", 8, INTEGER, Network),
        (
            T::DateTime,
            "time",
            "Relative time of packet reception",
            64,
            INTEGER,
            Host,
        ),
        (
            T::Hour,
            "hour",
            "Hour of day of packet reception",
            32,
            INTEGER,
            Host,
        ),
        (
            T::Day,
            "day",
            "Day of week of packet reception",
            8,
            INTEGER,
            Invalid,
        ),
    ]
};

/// What a concatenation is called where no better name is wanted.
const CONCATENATION: &Properties = &(
    DataType::Invalid,
    "concatenation",
    "concatenation",
    0,
    None,
    ByteOrder::Invalid,
);

impl DataType {
    /// The type of a name, as sets are declared with.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = TYPES.iter().find(|(_, known, ..)| *known == name);
        found.map(|(datatype, ..)| datatype.clone())
    }

    fn properties(&self) -> &'static Properties {
        let found = TYPES.iter().find(|(datatype, ..)| datatype == self);
        found.unwrap_or(CONCATENATION)
    }

    /// Its name; of a concatenation those of its parts.
    #[must_use]
    pub fn name(&self) -> Cow<'static, str> {
        let Self::Concat(parts) = self else {
            return Cow::Borrowed(self.properties().1);
        };
        let names: Vec<_> = parts.iter().map(Self::name).collect();
        Cow::Owned(names.join(" . "))
    }

    /// What it is, in words, as errors say it.
    #[must_use]
    pub fn description(&self) -> Cow<'static, str> {
        let Self::Concat(parts) = self else {
            return Cow::Borrowed(self.properties().2);
        };
        let names: Vec<_> = parts.iter().map(Self::description).collect();
        Cow::Owned(format!("concatenation of ({})", names.join(", ")))
    }

    /// How many bits its values have; 0 where that depends on what they are of. (Of a concatenation those of all parts,
    /// each with its padding to words of 32.)
    #[must_use]
    pub fn bits(&self) -> u16 {
        let Self::Concat(parts) = self else {
            return self.properties().3;
        };
        let padded = parts.iter().map(|part| part.bits().next_multiple_of(32));
        padded.sum()
    }

    /// What it is a kind of.
    #[must_use]
    pub fn base(&self) -> Option<Self> {
        self.properties().4.clone()
    }

    /// The order of the bytes of its values.
    #[must_use]
    pub fn byteorder(&self) -> ByteOrder {
        self.properties().5
    }

    /// Whether each of its words is one bit, so that several can be said at once. (`bitmask` has no words.)
    #[must_use]
    pub fn is_bitmask(&self) -> bool {
        self.base() == Some(Self::Bitmask)
    }

    /// Whether its values are texts.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::String | Self::IfName)
    }

    /// Whether listings show its values as networks where they can (`DTYPE_F_PREFIX`).
    #[must_use]
    pub const fn has_networks(&self) -> bool {
        matches!(
            self,
            Self::Ipv4Addr | Self::Ipv6Addr | Self::Mark | Self::Realm | Self::DevGroup
        )
    }

    /// Whether its values are numbers (of whatever kind).
    #[must_use]
    pub const fn is_number(&self) -> bool {
        !self.is_text() && !matches!(self, Self::Invalid | Self::Verdict | Self::Concat(_))
    }
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

/// The `len` first bits of `bits`.
#[must_use]
pub const fn prefix_mask(bits: u16, len: u16) -> u128 {
    ones(bits) & !ones(bits.saturating_sub(len))
}

/// The `bits` lowest bits.
#[must_use]
pub const fn ones(bits: u16) -> u128 {
    match 1_u128.checked_shl(bits as u32) {
        Some(above) => above - 1,
        None => u128::MAX,
    }
}
