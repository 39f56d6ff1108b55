//! What addresses and ports may be translated to.

use std::net::IpAddr;

/// Which half of a packet's addresses is translated (`enum nf_nat_manip_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Manip {
    /// The source.
    Src,
    /// The destination.
    Dst,
}

/// How a choice is made (`NF_NAT_RANGE_*`, without the bits that say what is given).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NatFlags(pub u8);

impl NatFlags {
    /// `--random`: the port is not kept.
    pub const RANDOM: Self = Self(1);
    /// `--random-fully`.
    pub const RANDOM_FULLY: Self = Self(1 << 1);
    /// `--persistent`: a client has the same address for all destinations.
    pub const PERSISTENT: Self = Self(1 << 2);
    /// The network of the range replaces the network of the address (NETMAP).
    pub const NETMAP: Self = Self(1 << 3);

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What to translate to (`struct nf_nat_range2`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NatRange {
    /// Addresses (first, last); `None` leaves the address as it is.
    pub addrs: Option<(IpAddr, IpAddr)>,
    /// Ports, or ICMP identifiers (first, last); `None` leaves the choice.
    pub ports: Option<(u16, u16)>,
    /// `--to-destination A:P-Q/BASE`: the port that is mapped to the first of the range.
    pub base_port: Option<u16>,
    /// How to choose.
    pub flags: NatFlags,
}
