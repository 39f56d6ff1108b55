//! What a rule can look at: the left sides of its comparisons.

use dataplane::{
    conntrack::Direction,
    filter::nft::{CtKey, Fib, FibResult, MetaKey, PayloadBase, RtKey, SocketKey},
};

use super::{ByteOrder, DataType, Expr, ExtHeader, IpOption, PayloadField, TcpOption, Template};

/// Something that is loaded when a packet comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A field of a header: `ip saddr`.
    Payload(PayloadField),
    /// Bits of a packet: `@th,16,16`.
    Raw {
        /// From where they are counted.
        base: PayloadBase,
        /// Bits from there.
        offset: u16,
        /// Bits.
        bits: u16,
    },
    /// `meta …`; some may be written without `meta`.
    Meta(MetaField),
    /// `ct …`.
    Ct(CtField),
    /// `rt …`.
    Rt(RtField),
    /// `socket …`.
    Socket(SocketField),
    /// `fib saddr . iif oif`: `present` where it is only asked whether there is one (`fib … oif exists`).
    Fib(Fib),
    /// A field of an IPv6 extension header; the place is that in [`ExtHeader::fields`].
    Exthdr(ExtHeader, u8),
    /// `exthdr hbh`: whether there is one.
    ExthdrExists(ExtHeader),
    /// A field of a TCP option; the place is that in [`TcpOption::fields`].
    TcpOption(TcpOption, u8),
    /// `tcp option sack-perm`: whether there is one.
    TcpOptionExists(TcpOption),
    /// `ip option …`: the kind and the place of the field of it; `None` for whether there is one.
    IpOption(u8, Option<u8>),
    /// `numgen`.
    Numgen {
        /// How.
        mode: NumgenMode,
        /// How many numbers.
        modulus: u32,
        /// The first.
        offset: u32,
    },
    /// `jhash`, `symhash`.
    Hash {
        /// Of what.
        of: Hashing,
        /// How many values (0: all).
        modulus: u32,
        /// The first.
        offset: u32,
    },
}

/// `meta KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MetaField {
    /// What.
    pub key: MetaKey,
}

/// `ct [DIRECTION] KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CtField {
    /// What.
    pub key: CtKey,
    /// Of which direction.
    pub direction: Option<Direction>,
}

/// `rt [ip|ip6] KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RtField {
    /// What.
    pub key: RtKey,
}

/// `socket KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SocketField {
    /// What.
    pub key: SocketKey,
}

/// How `numgen` numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumgenMode {
    /// `inc`.
    Incremental,
    /// `random`.
    Random,
}

impl NumgenMode {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incremental => "inc",
            Self::Random => "random",
        }
    }
}

/// What is hashed.
#[derive(Clone, Debug, PartialEq)]
pub enum Hashing {
    /// `jhash EXPR`, with its seed if one is given.
    Jenkins {
        /// Of what.
        of: Box<Expr>,
        /// The seed.
        seed: Option<u32>,
    },
    /// `symhash`.
    Symmetric,
}

/// A key with its name, its type and its bits.
type Key<K> = (K, &'static str, DataType, u16);

/// The key of a name.
fn of_name<K: Copy>(keys: &[Key<K>], name: &str) -> Option<K> {
    let found = keys.iter().find(|(_, known, ..)| *known == name);
    found.map(|(key, ..)| *key)
}

/// What is known of a key; all are there.
fn properties<K: PartialEq>(keys: &'static [Key<K>], key: &K) -> &'static Key<K> {
    let found = keys.iter().find(|(known, ..)| known == key);
    found.unwrap_or(&keys[0])
}

impl MetaField {
    /// All keys, in the order in which nft names them.
    const ALL: &[Key<MetaKey>] = &[
        (MetaKey::Length, "length", DataType::Integer, 32),
        (MetaKey::Protocol, "protocol", DataType::EtherType, 16),
        (MetaKey::Priority, "priority", DataType::ClassId, 32),
        (MetaKey::Mark, "mark", DataType::Mark, 32),
        (MetaKey::Iif, "iif", DataType::IfIndex, 32),
        (MetaKey::Oif, "oif", DataType::IfIndex, 32),
        (MetaKey::IifName, "iifname", DataType::IfName, 128),
        (MetaKey::OifName, "oifname", DataType::IfName, 128),
        (MetaKey::IifType, "iiftype", DataType::IfType, 16),
        (MetaKey::OifType, "oiftype", DataType::IfType, 16),
        (MetaKey::SkUid, "skuid", DataType::Uid, 32),
        (MetaKey::SkGid, "skgid", DataType::Gid, 32),
        (MetaKey::NfTrace, "nftrace", DataType::Integer, 1),
        (MetaKey::RtClassid, "rtclassid", DataType::Realm, 32),
        (MetaKey::SecMark, "secmark", DataType::Integer, 32),
        (MetaKey::NfProto, "nfproto", DataType::NfProto, 8),
        (MetaKey::L4Proto, "l4proto", DataType::InetProto, 8),
        (MetaKey::BriIifName, "ibrname", DataType::IfName, 128),
        (MetaKey::BriOifName, "obrname", DataType::IfName, 128),
        (MetaKey::PktType, "pkttype", DataType::PktType, 8),
        (MetaKey::Cpu, "cpu", DataType::Integer, 32),
        (MetaKey::IifGroup, "iifgroup", DataType::DevGroup, 32),
        (MetaKey::OifGroup, "oifgroup", DataType::DevGroup, 32),
        (MetaKey::Cgroup, "cgroup", DataType::Integer, 32),
        (MetaKey::PRandom, "random", DataType::Integer, 32),
        (MetaKey::SecPath, "ipsec", DataType::Boolean, 8),
        (MetaKey::IifKind, "iifkind", DataType::IfName, 128),
        (MetaKey::OifKind, "oifkind", DataType::IfName, 128),
        (MetaKey::TimeNs, "time", DataType::DateTime, 64),
        (MetaKey::TimeDay, "day", DataType::Day, 8),
        (MetaKey::TimeHour, "hour", DataType::Hour, 32),
    ];

    /// The key of a name, or of another word that nft takes for it.
    #[must_use]
    pub fn find(name: &str) -> Option<MetaKey> {
        let name = match name {
            "secpath" => "ipsec",
            "ibriport" => "ibrname",
            "obriport" => "obrname",
            name => name,
        };
        of_name(Self::ALL, name)
    }

    fn properties(self) -> &'static Key<MetaKey> {
        properties(Self::ALL, &self.key)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.properties().1
    }

    /// Whether it is written without `meta`.
    #[must_use]
    pub const fn is_bare(self) -> bool {
        matches!(
            self.key,
            MetaKey::Iif
                | MetaKey::Oif
                | MetaKey::IifName
                | MetaKey::OifName
                | MetaKey::IifGroup
                | MetaKey::OifGroup
        )
    }

    /// In which order the kernel has its bytes.
    #[must_use]
    pub const fn byteorder(self) -> ByteOrder {
        if matches!(self.key, MetaKey::Protocol | MetaKey::PRandom) {
            ByteOrder::Network
        } else {
            ByteOrder::Host
        }
    }
}

impl CtField {
    /// All keys. Of those whose names say the family the name is `ip saddr`.
    const ALL: &[Key<CtKey>] = &[
        (CtKey::State, "state", DataType::CtState, 32),
        (CtKey::Direction, "direction", DataType::CtDir, 8),
        (CtKey::Status, "status", DataType::CtStatus, 32),
        (CtKey::Mark, "mark", DataType::Mark, 32),
        (CtKey::Expiration, "expiration", DataType::Time, 32),
        (CtKey::Helper, "helper", DataType::String, 128),
        (CtKey::L3Protocol, "l3proto", DataType::NfProto, 8),
        (CtKey::Src, "saddr", DataType::Invalid, 0),
        (CtKey::Dst, "daddr", DataType::Invalid, 0),
        (CtKey::Protocol, "protocol", DataType::InetProto, 8),
        (CtKey::ProtoSrc, "proto-src", DataType::Invalid, 16),
        (CtKey::ProtoDst, "proto-dst", DataType::Invalid, 16),
        (CtKey::Labels, "label", DataType::CtLabel, 128),
        (CtKey::Pkts, "packets", DataType::Integer, 64),
        (CtKey::Bytes, "bytes", DataType::Integer, 64),
        (CtKey::AvgPkt, "avgpkt", DataType::Integer, 64),
        (CtKey::Zone, "zone", DataType::Integer, 16),
        (CtKey::EventMask, "event", DataType::CtEvent, 32),
        (CtKey::SrcIp, "ip saddr", DataType::Ipv4Addr, 32),
        (CtKey::DstIp, "ip daddr", DataType::Ipv4Addr, 32),
        (CtKey::SrcIp6, "ip6 saddr", DataType::Ipv6Addr, 128),
        (CtKey::DstIp6, "ip6 daddr", DataType::Ipv6Addr, 128),
        (CtKey::SecMark, "secmark", DataType::Integer, 32),
        (CtKey::Id, "id", DataType::Integer, 32),
    ];

    /// The key of a name (`state`, `ip saddr`).
    #[must_use]
    pub fn find(name: &str) -> Option<CtKey> {
        of_name(Self::ALL, name)
    }

    fn properties(self) -> &'static Key<CtKey> {
        properties(Self::ALL, &self.key)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.properties().1
    }

    /// Of which direction it is in listings: protocols are those of both, and the kernel forgets what was said.
    #[must_use]
    pub const fn kept_direction(self) -> Option<Direction> {
        if matches!(self.key, CtKey::L3Protocol | CtKey::Protocol) {
            None
        } else {
            self.direction
        }
    }

    /// In which order the kernel has its bytes.
    #[must_use]
    pub const fn byteorder(self) -> ByteOrder {
        if matches!(
            self.key,
            CtKey::Src
                | CtKey::Dst
                | CtKey::Protocol
                | CtKey::ProtoSrc
                | CtKey::ProtoDst
                | CtKey::Id
                | CtKey::SrcIp
                | CtKey::DstIp
                | CtKey::SrcIp6
                | CtKey::DstIp6
        ) {
            ByteOrder::Network
        } else {
            ByteOrder::Host
        }
    }
}

impl RtField {
    const fn properties(self) -> (&'static str, DataType, u16) {
        match self.key {
            RtKey::Classid => ("classid", DataType::Realm, 32),
            RtKey::NextHop4 => ("ip nexthop", DataType::Ipv4Addr, 32),
            RtKey::NextHop6 => ("ip6 nexthop", DataType::Ipv6Addr, 128),
            RtKey::TcpMss => ("mtu", DataType::Integer, 16),
            RtKey::Xfrm => ("ipsec", DataType::Boolean, 8),
        }
    }

    /// Its name, with the family where there are two.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.properties().0
    }
}

impl SocketField {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.key {
            SocketKey::Transparent => "transparent",
            SocketKey::Mark => "mark",
            SocketKey::Wildcard => "wildcard",
        }
    }
}

/// The words of `fib`: which parts of the packet are looked up with, and what is asked.
#[must_use]
pub fn fib_words(of: Fib) -> (Vec<&'static str>, &'static str) {
    let parts = [
        (of.source, "saddr"),
        (!of.source, "daddr"),
        (of.mark, "mark"),
        (of.iif, "iif"),
        (of.oif, "oif"),
    ];
    let parts = parts.into_iter().filter(|(is, _)| *is);
    let result = match of.result {
        FibResult::Oif => "oif",
        FibResult::OifName => "oifname",
        FibResult::AddrType => "type",
    };
    (parts.map(|(_, word)| word).collect(), result)
}

impl Field {
    /// The type of what it gives, and how many bits.
    fn kind(&self) -> (DataType, u16) {
        let template = |fields: &[Template], place: u8| {
            let field = fields.get(usize::from(place));
            field.map_or((DataType::Integer, 8), |of| (of.datatype.clone(), of.bits))
        };
        match self {
            Self::Payload(field) => template(field.header.fields(), field.field),
            Self::Raw { bits, .. } => (DataType::Integer, *bits),
            Self::Meta(field) => {
                let (_, _, datatype, bits) = field.properties();
                (datatype.clone(), *bits)
            }
            Self::Ct(field) => {
                let (_, _, datatype, bits) = field.properties();
                (datatype.clone(), *bits)
            }
            Self::Rt(field) => {
                let (_, datatype, bits) = field.properties();
                (datatype, bits)
            }
            Self::Socket(field) => match field.key {
                SocketKey::Mark => (DataType::Mark, 32),
                SocketKey::Transparent | SocketKey::Wildcard => (DataType::Integer, 8),
            },
            Self::Fib(field) if field.present => (DataType::Boolean, 8),
            Self::Fib(field) => match field.result {
                FibResult::Oif => (DataType::IfIndex, 32),
                FibResult::OifName => (DataType::String, 128),
                FibResult::AddrType => (DataType::FibAddrType, 32),
            },
            Self::Exthdr(header, place) => template(header.fields(), *place),
            Self::TcpOption(option, place) => template(option.fields(), *place),
            Self::IpOption(kind, Some(place)) => template(IpOption(*kind).fields(), *place),
            Self::ExthdrExists(_) | Self::TcpOptionExists(_) | Self::IpOption(_, None) => {
                (DataType::Boolean, 8)
            }
            Self::Numgen { .. } | Self::Hash { .. } => (DataType::Integer, 32),
        }
    }

    /// The type of what it gives.
    #[must_use]
    pub fn datatype(&self) -> DataType {
        self.kind().0
    }

    /// How many bits it has. (0 of addresses of connections whose family is not known.)
    #[must_use]
    pub fn bits(&self) -> u16 {
        self.kind().1
    }

    /// In which order the kernel has the bytes that it loads.
    #[must_use]
    pub const fn byteorder(&self) -> ByteOrder {
        match self {
            Self::Meta(field) => field.byteorder(),
            Self::Ct(field) => field.byteorder(),
            Self::Rt(field) => match field.key {
                RtKey::NextHop4 | RtKey::NextHop6 => ByteOrder::Network,
                RtKey::Classid | RtKey::TcpMss | RtKey::Xfrm => ByteOrder::Host,
            },
            Self::Socket(_) | Self::Fib(_) | Self::Numgen { .. } | Self::Hash { .. } => {
                ByteOrder::Host
            }
            Self::Payload(_)
            | Self::Raw { .. }
            | Self::Exthdr(..)
            | Self::ExthdrExists(_)
            | Self::TcpOption(..)
            | Self::TcpOptionExists(_)
            | Self::IpOption(..) => ByteOrder::Network,
        }
    }

    /// How listings name it.
    #[must_use]
    pub fn name(&self) -> String {
        let of = |fields: &'static [Template], place: u8| {
            let field = fields.get(usize::from(place));
            field.map_or("unknown", |of| of.name)
        };
        let offset = |offset: &u32| match offset {
            0 => String::new(),
            offset => format!(" offset {offset}"),
        };
        match self {
            Self::Payload(field) => {
                format!("{} {}", field.header.name(), field.template().name)
            }
            Self::Raw { base, offset, bits } => {
                format!("@{},{offset},{bits}", base.name())
            }
            Self::Meta(field) if field.is_bare() => field.name().to_owned(),
            Self::Meta(field) => format!("meta {}", field.name()),
            Self::Ct(field) => match field.kept_direction() {
                Some(Direction::Original) => format!("ct original {}", field.name()),
                Some(Direction::Reply) => format!("ct reply {}", field.name()),
                None => format!("ct {}", field.name()),
            },
            Self::Rt(field) => format!("rt {}", field.name()),
            Self::Socket(field) => format!("socket {}", field.name()),
            Self::Fib(field) => {
                let (parts, result) = fib_words(*field);
                format!("fib {} {result}", parts.join(" . "))
            }
            Self::Exthdr(header, place) => {
                format!("{} {}", header.name(), of(header.fields(), *place))
            }
            Self::ExthdrExists(header) => format!("exthdr {}", header.name()),
            Self::TcpOption(option, place) => {
                let field = of(option.fields(), *place);
                format!("tcp option {} {field}", option.name())
            }
            Self::TcpOptionExists(option) => format!("tcp option {}", option.name()),
            Self::IpOption(kind, Some(place)) => {
                let option = IpOption(*kind);
                let field = of(option.fields(), *place);
                format!("ip option {} {field}", option.name())
            }
            Self::IpOption(kind, None) => format!("ip option {}", IpOption(*kind).name()),
            Self::Numgen {
                mode,
                modulus,
                offset: first,
            } => {
                format!("numgen {} mod {modulus}{}", mode.name(), offset(first))
            }
            Self::Hash {
                of: Hashing::Symmetric,
                modulus,
                offset: first,
            } => format!("symhash mod {modulus}{}", offset(first)),
            Self::Hash {
                of: Hashing::Jenkins { of, seed },
                modulus,
                offset: first,
            } => {
                let seed = seed.map_or_else(String::new, |seed| format!(" seed 0x{seed:x}"));
                format!(
                    "jhash {} mod {modulus}{seed}{}",
                    of.field_names(),
                    offset(first)
                )
            }
        }
    }
}
