//! Addresses: `ip address`.

use std::net::{IpAddr, Ipv4Addr};

use dataplane::{
    iface::{IfIndex, Scope},
    time::Instant,
};

use crate::lang::span::Origin;

/// `IFA_F_*` as far as they are ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddressFlags {
    /// Not the first of its subnet.
    pub secondary: bool,
    /// `noprefixroute`.
    pub noprefixroute: bool,
    /// `nodad`.
    pub nodad: bool,
    /// `home`.
    pub home: bool,
    /// `mngtmpaddr`.
    pub mngtmpaddr: bool,
    /// Made by the kernel from the link's address (`proto kernel_ll`).
    pub kernel_ll: bool,
}

/// An address of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The link.
    pub link: IfIndex,
    /// The address itself.
    pub local: IpAddr,
    /// The other end of a point-to-point link, if given.
    pub peer: Option<IpAddr>,
    /// Bits of the prefix (of the peer's address if there is one).
    pub prefix_len: u8,
    /// `broadcast`, IPv4 only.
    pub broadcast: Option<Ipv4Addr>,
    /// `scope`.
    pub scope: Scope,
    /// `label`, IPv4 only; the link's name if not given.
    pub label: Option<String>,
    /// `metric` of the prefix route.
    pub metric: Option<u32>,
    /// `proto` (`IFA_PROTO`).
    pub proto: Option<u8>,
    /// The flags.
    pub flags: AddressFlags,
    /// When it stops being valid; `None`: never.
    pub valid_until: Option<Instant>,
    /// When it stops being preferred; `None`: never.
    pub preferred_until: Option<Instant>,
    /// The line that made it; `None` for what we made ourselves.
    pub origin: Option<Origin>,
}

/// Which address `ip address del` means. Unset parts match anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressMatch {
    /// The link.
    pub link: IfIndex,
    /// The address itself.
    pub local: IpAddr,
    /// The peer's address (or the address itself) and the bits of its prefix; `None` for the
    /// wildcard deletion of old scripts (no `/LEN` given).
    pub prefix: Option<(IpAddr, u8)>,
    /// `label`.
    pub label: Option<String>,
}
