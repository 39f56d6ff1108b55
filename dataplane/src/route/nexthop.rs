//! What a route says, apart from its prefix.

use std::net::IpAddr;

use crate::iface::{IfIndex, Scope};

/// The number of a routing table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub u32);

impl TableId {
    /// `RT_TABLE_DEFAULT`.
    pub const DEFAULT: Self = Self(253);
    /// `RT_TABLE_MAIN`.
    pub const MAIN: Self = Self(254);
    /// `RT_TABLE_LOCAL`.
    pub const LOCAL: Self = Self(255);
}

/// The type of a route (`rtm_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RouteKind {
    /// To a host or a gateway.
    Unicast,
    /// To the router itself.
    Local,
    /// To all on a link, received as such.
    Broadcast,
    /// To the router itself, sent from as unicast.
    Anycast,
    /// To a group.
    Multicast,
    /// Dropped in silence.
    Blackhole,
    /// Dropped with ICMP host unreachable.
    Unreachable,
    /// Dropped with ICMP administratively prohibited.
    Prohibit,
    /// As if this table had no route.
    Throw,
}

/// One way to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NextHop {
    /// The router to hand the packet to; `None` if the destination is on the link. May be of the
    /// other family than the route (`via inet6`).
    pub gateway: Option<IpAddr>,
    /// The interface to send by.
    pub oif: IfIndex,
    /// Share of the flows among the route's next hops, 1..=256.
    pub weight: u16,
    /// The gateway is on the link whatever the prefixes say.
    pub onlink: bool,
}

/// What a route says, apart from its prefix. Shared by all routes that say the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RouteInfo {
    /// The type.
    pub kind: RouteKind,
    /// The scope.
    pub scope: Scope,
    /// The source address for what the router itself sends (`src`).
    pub prefsrc: Option<IpAddr>,
    /// Largest packet, in bytes, if the route says so (`mtu`).
    pub mtu: Option<u32>,
    /// The usable next hops; empty for blackhole, unreachable, prohibit and throw.
    pub nexthops: Box<[NextHop]>,
}
