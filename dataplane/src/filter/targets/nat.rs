//! `-j SNAT`, `DNAT`, `MASQUERADE`, `REDIRECT` and `NETMAP`: translation of addresses.

use std::net::IpAddr;

use crate::nat::{NatFlags, NatRange};

/// `-j SNAT` and `-j DNAT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nat {
    /// `--to-source`, `--to-destination`.
    pub range: NatRange,
}

/// `-j MASQUERADE` and `-j REDIRECT`: the address follows from the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InterfaceNat {
    /// `--to-ports` (first, last).
    pub ports: Option<(u16, u16)>,
    /// `--random`, `--random-fully`.
    pub flags: NatFlags,
}

/// `-j NETMAP`: one network onto another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Netmap {
    /// `--to`: the first address of the network.
    pub addr: IpAddr,
    /// The mask.
    pub mask: IpAddr,
}
