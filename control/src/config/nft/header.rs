//! Headers of packets and their fields, as nft names them (proto.c, exthdr.c, tcpopt.c).

use std::borrow::Cow;

use dataplane::filter::nft::PayloadBase;

use super::{DataType, header_fields as fields};

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
    /// By its number, which is none of the above.
    Kind(u8),
}

impl Header {
    /// All, in the order of nft's.
    pub const ALL: [Self; 17] = [
        Self::Ah,
        Self::Esp,
        Self::Comp,
        Self::Icmp,
        Self::Igmp,
        Self::Udp,
        Self::Udplite,
        Self::Tcp,
        Self::Dccp,
        Self::Sctp,
        Self::Th,
        Self::Ip,
        Self::Ip6,
        Self::Icmpv6,
        Self::Arp,
        Self::Vlan,
        Self::Ether,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ether => "ether",
            Self::Vlan => "vlan",
            Self::Arp => "arp",
            Self::Ip => "ip",
            Self::Icmp => "icmp",
            Self::Igmp => "igmp",
            Self::Ip6 => "ip6",
            Self::Icmpv6 => "icmpv6",
            Self::Ah => "ah",
            Self::Esp => "esp",
            Self::Comp => "comp",
            Self::Udp => "udp",
            Self::Udplite => "udplite",
            Self::Tcp => "tcp",
            Self::Dccp => "dccp",
            Self::Sctp => "sctp",
            Self::Th => "th",
        }
    }

    /// The header of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|header| header.name() == name)
    }

    /// From where its fields are counted.
    #[must_use]
    pub const fn base(self) -> PayloadBase {
        match self {
            Self::Ether | Self::Vlan => PayloadBase::LinkLayer,
            Self::Arp | Self::Ip | Self::Ip6 => PayloadBase::Network,
            Self::Icmp
            | Self::Igmp
            | Self::Icmpv6
            | Self::Ah
            | Self::Esp
            | Self::Comp
            | Self::Udp
            | Self::Udplite
            | Self::Tcp
            | Self::Dccp
            | Self::Sctp
            | Self::Th => PayloadBase::Transport,
        }
    }

    /// Of a transport header its protocol number (`IPPROTO_*`); `th` stands for any.
    #[must_use]
    pub const fn l4proto(self) -> Option<u8> {
        match self {
            Self::Icmp => Some(1),
            Self::Igmp => Some(2),
            Self::Tcp => Some(6),
            Self::Udp => Some(17),
            Self::Dccp => Some(33),
            Self::Esp => Some(50),
            Self::Ah => Some(51),
            Self::Icmpv6 => Some(58),
            Self::Comp => Some(108),
            Self::Sctp => Some(132),
            Self::Udplite => Some(136),
            Self::Ether | Self::Vlan | Self::Arp | Self::Ip | Self::Ip6 | Self::Th => None,
        }
    }

    /// The transport header of a protocol number.
    #[must_use]
    pub fn of_l4proto(number: u128) -> Option<Self> {
        let known = |header: &Self| header.l4proto().map(u128::from) == Some(number);
        Self::ALL.into_iter().find(known)
    }

    /// Of a network header (and of `vlan`) its EtherType.
    #[must_use]
    pub const fn ether_type(self) -> Option<u16> {
        match self {
            Self::Ip => Some(0x0800),
            Self::Arp => Some(0x0806),
            Self::Ip6 => Some(0x86dd),
            Self::Vlan => Some(0x8100),
            Self::Ether
            | Self::Icmp
            | Self::Igmp
            | Self::Icmpv6
            | Self::Ah
            | Self::Esp
            | Self::Comp
            | Self::Udp
            | Self::Udplite
            | Self::Tcp
            | Self::Dccp
            | Self::Sctp
            | Self::Th => None,
        }
    }

    /// The network header (or `vlan`) of an EtherType.
    #[must_use]
    pub fn of_ether_type(number: u128) -> Option<Self> {
        let known = |header: &Self| header.ether_type().map(u128::from) == Some(number);
        Self::ALL.into_iter().find(known)
    }

    /// Its fields. Of two that are at the same place the first is the one that listings name.
    #[must_use]
    pub const fn fields(self) -> &'static [Template] {
        match self {
            Self::Ether => fields::ETHER,
            Self::Vlan => fields::VLAN,
            Self::Arp => fields::ARP,
            Self::Ip => fields::IP,
            Self::Icmp => fields::ICMP,
            Self::Igmp => fields::IGMP,
            Self::Ip6 => fields::IP6,
            Self::Icmpv6 => fields::ICMPV6,
            Self::Ah => fields::AH,
            Self::Esp => fields::ESP,
            Self::Comp => fields::COMP,
            Self::Udp => fields::UDP,
            Self::Udplite => fields::UDPLITE,
            Self::Tcp => fields::TCP,
            Self::Dccp => fields::DCCP,
            Self::Sctp => fields::SCTP,
            Self::Th => fields::TH,
        }
    }

    /// The field of a name, or of another word that nft takes for it.
    #[must_use]
    pub fn field(self, name: &str) -> Option<PayloadField> {
        let name = match (self, name) {
            (Self::Vlan, "cfi") => "dei",
            (Self::Icmp | Self::Icmpv6, "seq") => "sequence",
            (Self::Icmpv6, "param-problem") => "parameter-problem",
            (_, name) => name,
        };
        Some(PayloadField {
            header: self,
            field: place(self.fields(), name)?,
        })
    }
}

impl PayloadField {
    /// What it holds and where.
    #[must_use]
    pub fn template(self) -> &'static Template {
        let fields = self.header.fields();
        // Fields are only made by names that there are; the first is there for the others.
        fields.get(usize::from(self.field)).unwrap_or(&fields[0])
    }
}

fn place(fields: &[Template], name: &str) -> Option<u8> {
    let place = fields.iter().position(|field| field.name == name)?;
    u8::try_from(place).ok()
}

impl ExtHeader {
    /// All.
    pub const ALL: [Self; 8] = [
        Self::HopByHop,
        Self::Routing,
        Self::Routing0,
        Self::Routing2,
        Self::Segment,
        Self::Fragment,
        Self::Destination,
        Self::Mobility,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HopByHop => "hbh",
            Self::Routing => "rt",
            Self::Routing0 => "rt0",
            Self::Routing2 => "rt2",
            Self::Segment => "srh",
            Self::Fragment => "frag",
            Self::Destination => "dst",
            Self::Mobility => "mh",
        }
    }

    /// The header of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|header| header.name() == name)
    }

    /// Its protocol number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::HopByHop => 0,
            Self::Routing | Self::Routing0 | Self::Routing2 | Self::Segment => 43,
            Self::Fragment => 44,
            Self::Destination => 60,
            Self::Mobility => 135,
        }
    }

    /// Of routing headers of one kind: which (`rt type`), so that rules ask for it first.
    #[must_use]
    pub const fn routing_type(self) -> Option<u8> {
        match self {
            Self::Routing0 => Some(0),
            Self::Routing2 => Some(2),
            Self::Segment => Some(4),
            Self::HopByHop
            | Self::Routing
            | Self::Fragment
            | Self::Destination
            | Self::Mobility => None,
        }
    }

    /// Its fields.
    #[must_use]
    pub const fn fields(self) -> &'static [Template] {
        match self {
            Self::HopByHop => fields::HOP_BY_HOP,
            Self::Routing => fields::ROUTING,
            Self::Routing0 => fields::ROUTING0,
            Self::Routing2 => fields::ROUTING2,
            Self::Segment => fields::SEGMENT,
            Self::Fragment => fields::FRAGMENT,
            Self::Destination => fields::DESTINATION,
            Self::Mobility => fields::MOBILITY,
        }
    }

    /// The place of the field of a name in [`Self::fields`].
    #[must_use]
    pub fn field(self, name: &str) -> Option<u8> {
        place(self.fields(), name)
    }
}

impl TcpOption {
    /// The option of a name: `maxseg`, `sack1`, `md5sig`.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Some(match name {
            "eol" => Self::EndOfList,
            "nop" | "noop" => Self::Nop,
            "maxseg" | "mss" => Self::MaxSeg,
            "window" => Self::Window,
            "sack-perm" | "sack-permitted" => Self::SackPermitted,
            "sack" | "sack0" => Self::Sack(0),
            "sack1" => Self::Sack(1),
            "sack2" => Self::Sack(2),
            "sack3" => Self::Sack(3),
            "timestamp" | "echo" => Self::Timestamp,
            "md5sig" => Self::Kind(19),
            "mptcp" => Self::Kind(30),
            "fastopen" => Self::Kind(34),
            _ => return None,
        })
    }

    /// The option of a number.
    #[must_use]
    pub const fn of_kind(kind: u8) -> Self {
        match kind {
            0 => Self::EndOfList,
            1 => Self::Nop,
            2 => Self::MaxSeg,
            3 => Self::Window,
            4 => Self::SackPermitted,
            5 => Self::Sack(0),
            8 => Self::Timestamp,
            kind => Self::Kind(kind),
        }
    }

    /// Its number.
    #[must_use]
    pub const fn kind(self) -> u8 {
        match self {
            Self::EndOfList => 0,
            Self::Nop => 1,
            Self::MaxSeg => 2,
            Self::Window => 3,
            Self::SackPermitted => 4,
            Self::Sack(_) => 5,
            Self::Timestamp => 8,
            Self::Kind(kind) => kind,
        }
    }

    /// Its name; the number of one that has none.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::EndOfList => "eol",
            Self::Nop => "nop",
            Self::MaxSeg => "maxseg",
            Self::Window => "window",
            Self::SackPermitted => "sack-perm",
            Self::Sack(1) => "sack1",
            Self::Sack(2) => "sack2",
            Self::Sack(3) => "sack3",
            Self::Sack(_) => "sack",
            Self::Timestamp => "timestamp",
            Self::Kind(19) => "md5sig",
            Self::Kind(30) => "mptcp",
            Self::Kind(34) => "fastopen",
            Self::Kind(kind) => return Cow::Owned(kind.to_string()),
        })
    }

    /// Its fields; the first is its kind.
    #[must_use]
    pub const fn fields(self) -> &'static [Template] {
        match self {
            Self::EndOfList | Self::Nop => fields::TCP_KIND,
            Self::MaxSeg => fields::TCP_MAXSEG,
            Self::Window => fields::TCP_WINDOW,
            Self::Sack(1) => fields::TCP_SACK1,
            Self::Sack(2) => fields::TCP_SACK2,
            Self::Sack(3) => fields::TCP_SACK3,
            Self::Sack(_) => fields::TCP_SACK,
            Self::Timestamp => fields::TCP_TIMESTAMP,
            Self::Kind(30) => fields::TCP_MPTCP,
            Self::SackPermitted | Self::Kind(_) => fields::TCP_LENGTH,
        }
    }

    /// The place of the field of a name in [`Self::fields`].
    #[must_use]
    pub fn field(self, name: &str) -> Option<u8> {
        place(self.fields(), name)
    }
}

/// An option of IPv4, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IpOption(pub u8);

impl IpOption {
    /// The option of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Some(Self(match name {
            "lsrr" => 131,
            "rr" => 7,
            "ssrr" => 137,
            "ra" => 148,
            _ => return None,
        }))
    }

    /// Its name; the number of one that has none.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self.0 {
            131 => "lsrr",
            7 => "rr",
            137 => "ssrr",
            148 => "ra",
            kind => return Cow::Owned(kind.to_string()),
        })
    }

    /// Its fields.
    #[must_use]
    pub const fn fields(self) -> &'static [Template] {
        match self.0 {
            148 => fields::IP_ALERT,
            _ => fields::IP_ROUTE,
        }
    }

    /// The place of the field of a name in [`Self::fields`].
    #[must_use]
    pub fn field(self, name: &str) -> Option<u8> {
        place(self.fields(), name)
    }
}
