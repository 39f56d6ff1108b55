//! Headers of packets and their fields, as nft names them (proto.c, exthdr.c, tcpopt.c).

use super::DataType;

/// A field of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub datatype: DataType,
    /// Bits from the start of the header.
    pub offset: u16,
    /// Bits of it.
    pub bits: u16,
}

/// A header that `payload` can load from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Header {
    /// `ether`.
    Ether,
    /// `vlan`.
    Vlan,
    /// `arp`.
    Arp,
    /// `ip`.
    Ip,
    /// `icmp`.
    Icmp,
    /// `igmp`.
    Igmp,
    /// `ip6`.
    Ip6,
    /// `icmpv6`.
    Icmpv6,
    /// `ah`.
    Ah,
    /// `esp`.
    Esp,
    /// `comp`.
    Comp,
    /// `udp`.
    Udp,
    /// `udplite`.
    Udplite,
    /// `tcp`.
    Tcp,
    /// `dccp`.
    Dccp,
    /// `sctp`.
    Sctp,
    /// `th`: whatever transport header it is.
    Th,
}

/// A field of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PayloadField {
    /// The header.
    pub header: Header,
    /// The place of the field in [`Header::fields`].
    pub field: u8,
}

/// An IPv6 extension header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExtHeader {
    /// `hbh`.
    HopByHop,
    /// `rt`: any routing header.
    Routing,
    /// `rt0`.
    Routing0,
    /// `rt2`.
    Routing2,
    /// `srh`: `rt4`.
    Segment,
    /// `frag`.
    Fragment,
    /// `dst`.
    Destination,
    /// `mh`.
    Mobility,
}

/// A TCP option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TcpOption {
    /// `eol`.
    EndOfList,
    /// `nop`.
    Nop,
    /// `maxseg`.
    MaxSeg,
    /// `window`.
    Window,
    /// `sack-perm`.
    SackPermitted,
    /// `sack`, `sack0`, … `sack3`: which block.
    Sack(u8),
    /// `timestamp`.
    Timestamp,
    /// By its number.
    Kind(u8),
}
