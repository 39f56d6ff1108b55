//! One interface.

use std::{collections::BTreeMap, fmt, net::Ipv6Addr, num::NonZeroU32, str::FromStr, sync::Arc};

use super::{Address4, Address6};
use crate::{
    counters::{InterfaceCounters, PerWorker},
    qos::Tree,
    sysctl::{Ipv4Conf, Ipv6Conf, NeighConf},
};

/// The number of an interface (`ifindex`), from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IfIndex(NonZeroU32);

impl IfIndex {
    /// The loopback interface's.
    pub const LOOPBACK: Self = Self(NonZeroU32::MIN);

    /// `None` if `index` is 0.
    #[must_use]
    pub const fn new(index: u32) -> Option<Self> {
        match NonZeroU32::new(index) {
            Some(index) => Some(Self(index)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }
}

/// An Ethernet address.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MacAddr(pub [u8; 6]);

impl MacAddr {
    /// To all.
    pub const BROADCAST: Self = Self([0xff; 6]);
    /// The one that means none.
    pub const ZERO: Self = Self([0; 6]);

    /// Whether it names a group (broadcast included).
    #[must_use]
    pub const fn is_multicast(self) -> bool {
        self.0[0] & 1 != 0
    }
}

impl fmt::Display for MacAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl fmt::Debug for MacAddr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not six hexadecimal bytes with colons between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MacAddrError;

impl fmt::Display for MacAddrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an Ethernet address")
    }
}

impl std::error::Error for MacAddrError {}

impl FromStr for MacAddr {
    type Err = MacAddrError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 6];
        let mut parts = text.split(':');
        for byte in &mut bytes {
            let part = parts
                .next()
                .filter(|p| (1..=2).contains(&p.len()))
                .ok_or(MacAddrError)?;
            *byte = u8::from_str_radix(part, 16).map_err(|_| MacAddrError)?;
        }
        parts
            .next()
            .is_none()
            .then_some(Self(bytes))
            .ok_or(MacAddrError)
    }
}

/// An 802.1Q VLAN number, 0..=4094.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VlanId(u16);

impl VlanId {
    /// The largest.
    pub const MAX: u16 = 4094;

    /// `None` if `id` is reserved (4095) or larger.
    #[must_use]
    pub const fn new(id: u16) -> Option<Self> {
        if id <= Self::MAX {
            Some(Self(id))
        } else {
            None
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// What is behind an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InterfaceKind {
    /// `lo`.
    Loopback,
    /// A port, whose queues the workers know by the interface's index.
    Port,
    /// An 802.1Q sub-interface.
    Vlan {
        /// The interface that the tagged frames go through.
        parent: IfIndex,
        /// The tag.
        id: VlanId,
        /// The tag's EtherType: 0x8100 or 0x88a8.
        protocol: u16,
    },
    /// An interface that swallows what it is given.
    Dummy,
}

/// An interface, as compiled by the control side.
#[derive(Clone, Debug)]
pub struct Interface {
    /// Its number.
    pub index: IfIndex,
    /// Its name.
    pub name: Box<str>,
    /// What is behind it.
    pub kind: InterfaceKind,
    /// Its own address.
    pub mac: MacAddr,
    /// Largest network-layer packet that it sends, in bytes.
    pub mtu: u32,
    /// Administratively up, with a carrier, and so is its parent: frames pass.
    pub running: bool,
    /// Takes frames for other hosts too (they are counted, captured, and dropped).
    pub promiscuous: bool,
    /// Resolves neighbours (not `NOARP`).
    pub arp: bool,
    /// IPv4 addresses, primary ones of each subnet before their secondaries.
    pub addresses4: Vec<Address4>,
    /// IPv6 addresses.
    pub addresses6: Vec<Address6>,
    /// IPv4 knobs in force here: `all` and the interface's own are combined.
    pub conf4: Ipv4Conf,
    /// IPv6 knobs in force here.
    pub conf6: Ipv6Conf,
    /// Neighbour knobs for IPv4 (`net.ipv4.neigh.IF`).
    pub neigh4: NeighConf,
    /// Neighbour knobs for IPv6 (`net.ipv6.neigh.IF`).
    pub neigh6: NeighConf,
    /// Sub-interfaces by tag protocol (EtherType) and number.
    pub vlans: BTreeMap<(u16, VlanId), IfIndex>,
    /// TCP segments that it receives are joined (`ethtool -K … gro on`).
    pub gro: bool,
    /// Its traffic control, if there is any.
    pub qos: Option<Arc<Tree>>,
    /// Counters; they outlive the snapshot.
    pub counters: Arc<PerWorker<InterfaceCounters>>,
}

impl Interface {
    /// Whether it has this IPv6 address.
    #[must_use]
    pub fn has6(&self, address: Ipv6Addr) -> bool {
        self.addresses6.iter().any(|own| own.local == address)
    }
}
