//! Addresses of interfaces.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// How far an address or a route reaches (`rt_scope`). The order is the kernel's: larger is nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope(pub u8);

impl Scope {
    /// Everywhere (`global`, `universe`).
    pub const UNIVERSE: Self = Self(0);
    /// Inside a site (IPv6, deprecated).
    pub const SITE: Self = Self(200);
    /// On the link.
    pub const LINK: Self = Self(253);
    /// In this host.
    pub const HOST: Self = Self(254);
    /// Nowhere.
    pub const NOWHERE: Self = Self(255);
}

/// An IPv4 address of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address4 {
    /// The address itself (`local`).
    pub local: Ipv4Addr,
    /// The subnet: of the peer's address if there is a peer, else of `local`.
    pub subnet: Ipv4Net,
    /// The broadcast address, if one is set.
    pub broadcast: Option<Ipv4Addr>,
    /// Its scope.
    pub scope: Scope,
    /// Not the first of its subnet (`IFA_F_SECONDARY`): not chosen as a source.
    pub secondary: bool,
}

/// An IPv6 address of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address6 {
    /// The address itself.
    pub local: Ipv6Addr,
    /// The subnet: of the peer's address if there is a peer, else of `local`.
    pub subnet: Ipv6Net,
    /// Its scope.
    pub scope: Scope,
    /// Preferred lifetime is over: not chosen as a source if another will do.
    pub deprecated: bool,
}
