//! The numbers that have names: /etc/iproute2 as Debian ships it, and route types.

use std::fmt;

use dataplane::{
    iface::Scope,
    route::{RouteKind, TableId},
};

use super::number;
use crate::{
    database,
    lang::args::{Key, find},
};

/// `rt_tables`.
const TABLES: &[(u32, &str)] = &[
    (255, "local"),
    (254, "main"),
    (253, "default"),
    (0, "unspec"),
];

/// `rt_protos`.
const PROTOCOLS: &[(u32, &str)] = &[
    (0, "unspec"),
    (1, "redirect"),
    (2, "kernel"),
    (3, "boot"),
    (4, "static"),
    (8, "gated"),
    (9, "ra"),
    (10, "mrt"),
    (11, "zebra"),
    (12, "bird"),
    (13, "dnrouted"),
    (14, "xorp"),
    (15, "ntk"),
    (16, "dhcp"),
    (18, "keepalived"),
    (42, "babel"),
    (99, "openr"),
    (186, "bgp"),
    (187, "isis"),
    (188, "ospf"),
    (189, "rip"),
    (192, "eigrp"),
];

/// `rt_scopes`.
const SCOPES: &[(u32, &str)] = &[
    (0, "global"),
    (255, "nowhere"),
    (254, "host"),
    (253, "link"),
    (200, "site"),
];

/// `rt_dsfield`.
const DSFIELDS: &[(u32, &str)] = &[
    (0x00, "default"),
    (0x28, "AF11"),
    (0x30, "AF12"),
    (0x38, "AF13"),
    (0x48, "AF21"),
    (0x50, "AF22"),
    (0x58, "AF23"),
    (0x68, "AF31"),
    (0x70, "AF32"),
    (0x78, "AF33"),
    (0x88, "AF41"),
    (0x90, "AF42"),
    (0x98, "AF43"),
    (0x20, "CS1"),
    (0x40, "CS2"),
    (0x60, "CS3"),
    (0x80, "CS4"),
    (0xa0, "CS5"),
    (0xc0, "CS6"),
    (0xe0, "CS7"),
    (0xb8, "EF"),
];

/// `group`.
const GROUPS: &[(u32, &str)] = &[(0, "default")];

/// A number that is shown by its name, if it has one and `-Numeric` was not given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    number: u32,
    name: Option<&'static str>,
    hex: bool,
}

impl Named {
    fn new(table: &[(u32, &'static str)], number: u32, numeric: bool) -> Self {
        let name = (!numeric)
            .then(|| table.iter().find(|(n, _)| *n == number))
            .flatten()
            .map(|&(_, name)| name);
        Self {
            number,
            name,
            hex: false,
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Some(name) => f.write_str(name),
            None if self.hex => write!(f, "0x{:02x}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}

/// A table, as shown.
pub(crate) fn table(table: TableId, numeric: bool) -> Named {
    Named::new(TABLES, table.0, numeric)
}

/// A routing protocol, as shown.
pub(crate) fn protocol(protocol: u8, numeric: bool) -> Named {
    Named::new(PROTOCOLS, protocol.into(), numeric)
}

/// A scope, as shown.
pub(crate) fn scope(scope: Scope, numeric: bool) -> Named {
    Named::new(SCOPES, scope.0.into(), numeric)
}

/// A TOS, as shown.
pub(crate) fn dsfield(tos: u8, numeric: bool) -> Named {
    Named {
        hex: true,
        ..Named::new(DSFIELDS, tos.into(), numeric)
    }
}

/// A group of links, as shown.
pub(crate) fn group(group: u32, numeric: bool) -> Named {
    Named::new(GROUPS, group, numeric)
}

/// A type of route, as shown.
pub(crate) fn kind(kind: RouteKind, numeric: bool) -> Named {
    let (number, name) = match kind {
        RouteKind::Unicast => (1, "unicast"),
        RouteKind::Local => (2, "local"),
        RouteKind::Broadcast => (3, "broadcast"),
        RouteKind::Anycast => (4, "anycast"),
        RouteKind::Multicast => (5, "multicast"),
        RouteKind::Blackhole => (6, "blackhole"),
        RouteKind::Unreachable => (7, "unreachable"),
        RouteKind::Prohibit => (8, "prohibit"),
        RouteKind::Throw => (9, "throw"),
    };
    Named {
        number,
        name: (!numeric).then_some(name),
        hex: false,
    }
}

fn read(table: &[(u32, &str)], word: &str, base: u32, max: u64) -> Option<u32> {
    if let Some(&(number, _)) = table.iter().find(|(_, name)| *name == word) {
        return Some(number);
    }
    let value = number::unsigned_long(word, base).filter(|&value| value <= max)?;
    u32::try_from(value).ok()
}

/// A table by name or number.
pub(crate) fn read_table(word: &str) -> Option<TableId> {
    read(TABLES, word, 0, u64::from(u32::MAX)).map(TableId)
}

/// A routing protocol by name or number.
pub(crate) fn read_protocol(word: &str) -> Option<u8> {
    u8::try_from(read(PROTOCOLS, word, 0, 255)?).ok()
}

/// A scope by name or number.
pub(crate) fn read_scope(word: &str) -> Option<Scope> {
    u8::try_from(read(SCOPES, word, 0, 255)?).ok().map(Scope)
}

/// A TOS by name or hexadecimal number.
pub(crate) fn read_dsfield(word: &str) -> Option<u8> {
    u8::try_from(read(DSFIELDS, word, 16, 255)?).ok()
}

/// A group of links by name or number.
pub(crate) fn read_group(word: &str) -> Option<u32> {
    GROUPS
        .iter()
        .find(|(_, name)| *name == word)
        .map(|&(number, _)| number)
        .or_else(|| u32::try_from(number::i32(word)?).ok())
}

/// A type of route, or what the tool takes for one but we do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KindWord {
    /// One of ours.
    Kind(RouteKind),
    /// `nat`, `xresolve` or a number without a meaning: the kernel refuses it.
    Unknown,
}

const KINDS: &[(Key, KindWord)] = &[
    (Key::Whole("local"), KindWord::Kind(RouteKind::Local)),
    (Key::Whole("nat"), KindWord::Unknown),
    (
        Key::Prefix("broadcast"),
        KindWord::Kind(RouteKind::Broadcast),
    ),
    (Key::Whole("brd"), KindWord::Kind(RouteKind::Broadcast)),
    (Key::Prefix("anycast"), KindWord::Kind(RouteKind::Anycast)),
    (
        Key::Prefix("multicast"),
        KindWord::Kind(RouteKind::Multicast),
    ),
    (Key::Prefix("prohibit"), KindWord::Kind(RouteKind::Prohibit)),
    (
        Key::Prefix("unreachable"),
        KindWord::Kind(RouteKind::Unreachable),
    ),
    (
        Key::Prefix("blackhole"),
        KindWord::Kind(RouteKind::Blackhole),
    ),
    (Key::Prefix("xresolve"), KindWord::Unknown),
    (Key::Prefix("unicast"), KindWord::Kind(RouteKind::Unicast)),
    (Key::Prefix("throw"), KindWord::Kind(RouteKind::Throw)),
];

/// A type of route by name (abbreviated) or number.
pub(crate) fn read_kind(word: &str) -> Option<KindWord> {
    if let Some(kind) = find(KINDS, word) {
        return Some(kind);
    }
    let number = number::unsigned_long(word, 0).filter(|&number| number <= 255)?;
    Some(match number {
        1 => KindWord::Kind(RouteKind::Unicast),
        2 => KindWord::Kind(RouteKind::Local),
        3 => KindWord::Kind(RouteKind::Broadcast),
        4 => KindWord::Kind(RouteKind::Anycast),
        5 => KindWord::Kind(RouteKind::Multicast),
        6 => KindWord::Kind(RouteKind::Blackhole),
        7 => KindWord::Kind(RouteKind::Unreachable),
        8 => KindWord::Kind(RouteKind::Prohibit),
        9 => KindWord::Kind(RouteKind::Throw),
        _ => KindWord::Unknown,
    })
}

/// An IP protocol, as shown.
pub(crate) fn ip_proto(proto: u8, numeric: bool) -> IpProto {
    let name = (!numeric).then(|| database::protocol_name(proto)).flatten();
    IpProto { proto, name }
}

/// An IP protocol; one without a name has its number in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IpProto {
    proto: u8,
    name: Option<&'static str>,
}

impl fmt::Display for IpProto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Some(name) => f.write_str(name),
            None => write!(f, "ipproto-{}", self.proto),
        }
    }
}

/// An IP protocol by number or name.
pub(crate) fn read_ip_proto(word: &str) -> Option<u8> {
    number::u8(word).or_else(|| database::protocol(word))
}
