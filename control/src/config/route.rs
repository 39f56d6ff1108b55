//! Routes: `ip route`.

use std::{net::IpAddr, sync::Arc};

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};
use ipnet::IpNet;

use crate::lang::span::Origin;

/// The family of a route (`-4`, `-6`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RouteFamily {
    /// IPv4.
    Inet,
    /// IPv6.
    Inet6,
}

/// One way to go on, as given and as shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Nexthop {
    /// `via`; may be of the other family (`via inet6`).
    pub gateway: Option<IpAddr>,
    /// `dev`; found from the gateway if not given. `None` for blackhole and its like (IPv4).
    pub dev: Option<IfIndex>,
    /// `weight`, 1..=256.
    pub weight: u16,
    /// `onlink`.
    pub onlink: bool,
    /// The link has no carrier (`linkdown`).
    pub linkdown: bool,
    /// The link is down (`dead`).
    pub dead: bool,
}

/// `RTAX_*` that were given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RouteMetrics {
    /// `mtu`.
    pub mtu: Option<u32>,
    /// `mtu lock`.
    pub mtu_lock: bool,
    /// `advmss`.
    pub advmss: Option<u32>,
    /// `hoplimit`.
    pub hoplimit: Option<u32>,
    /// `window`.
    pub window: Option<u32>,
    /// `initcwnd`.
    pub initcwnd: Option<u32>,
    /// `initrwnd`.
    pub initrwnd: Option<u32>,
}

/// A route, as a request carries it and as a dump shows it. (The table stores it denser.)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The destination; its family is the route's.
    pub dst: IpNet,
    /// The table.
    pub table: TableId,
    /// `tos` (`dsfield`), IPv4 only.
    pub tos: u8,
    /// The type.
    pub kind: RouteKind,
    /// `proto`: 2 kernel, 3 boot, 4 static, …
    pub protocol: u8,
    /// `scope`.
    pub scope: Scope,
    /// `metric` (`priority`); IPv6 has 1024 where none is given.
    pub metric: u32,
    /// `src`.
    pub prefsrc: Option<IpAddr>,
    /// One, or several for multipath.
    pub nexthops: Vec<Nexthop>,
    /// `mtu` and the like.
    pub metrics: RouteMetrics,
    /// `pref` (RFC 4191), IPv6 only: 0 medium, 1 high, 3 low.
    pub pref: u8,
    /// The line that made it; `None` for what we made ourselves.
    pub origin: Option<Arc<Origin>>,
}

/// What a new route does when there is one already (`NLM_F_*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// `add`: it must be new (`CREATE|EXCL`).
    Refuse,
    /// `append`: it goes behind (`CREATE|APPEND`).
    Append,
    /// `prepend`: it goes in front (`CREATE`).
    Prepend,
    /// `replace`: it takes the place of the old one, or is new (`CREATE|REPLACE`).
    Replace,
    /// `change`: there must be an old one (`REPLACE`).
    Change,
}

/// Which route `ip route del` means: the first with this destination, table and `tos` that has all
/// that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteMatch {
    /// The destination.
    pub dst: IpNet,
    /// The table.
    pub table: TableId,
    /// `tos`; 0: any.
    pub tos: u8,
    /// The type.
    pub kind: Option<RouteKind>,
    /// `scope`.
    pub scope: Option<Scope>,
    /// `proto`.
    pub protocol: Option<u8>,
    /// `metric`; 0: any.
    pub metric: u32,
    /// `src`.
    pub prefsrc: Option<IpAddr>,
    /// The next hops that were given: `via` and `dev`, or several with `nexthop`.
    pub nexthops: Vec<Nexthop>,
    /// `mtu` and the like.
    pub metrics: RouteMetrics,
}

impl RouteMatch {
    /// Any route to that destination in that table.
    #[must_use]
    pub const fn to(dst: IpNet, table: TableId) -> Self {
        Self {
            dst,
            table,
            tos: 0,
            kind: None,
            scope: None,
            protocol: None,
            metric: 0,
            prefsrc: None,
            nexthops: Vec::new(),
            metrics: RouteMetrics {
                mtu: None,
                mtu_lock: false,
                advmss: None,
                hoplimit: None,
                window: None,
                initcwnd: None,
                initrwnd: None,
            },
        }
    }
}
