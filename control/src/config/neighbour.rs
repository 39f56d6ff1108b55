//! Neighbours: `ip neigh`.

use std::net::IpAddr;

use dataplane::iface::{IfIndex, MacAddr};

/// `NUD_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeighbourState {
    /// NONE
    None,
    /// INCOMPLETE
    Incomplete,
    /// REACHABLE
    Reachable,
    /// STALE
    Stale,
    /// DELAY
    Delay,
    /// PROBE
    Probe,
    /// FAILED
    Failed,
    /// NOARP
    NoArp,
    /// PERMANENT
    Permanent,
}

/// A neighbour, as a request carries it and as a dump shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The link.
    pub link: IfIndex,
    /// Its network address.
    pub address: IpAddr,
    /// Its Ethernet address, if known.
    pub lladdr: Option<MacAddr>,
    /// The state.
    pub state: NeighbourState,
    /// It said that it is a router (IPv6).
    pub router: bool,
    /// An entry of the proxy list.
    pub proxy: bool,
}
