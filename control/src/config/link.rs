//! Links: `ip link`.

use dataplane::{
    iface::{IfIndex, MacAddr, VlanId},
    io::XdpWay,
};

use crate::lang::span::Origin;

/// What a link is, and what it was made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `lo`.
    Loopback,
    /// `type tap`: makes the kernel interface of the link's name; we are its other end.
    Tap,
    /// `type packet dev DEV`: the frames of a kernel interface.
    Packet {
        /// The kernel interface.
        dev: String,
    },
    /// `type xdp dev DEV [mode copy|zerocopy|generic|auto] [offload on|off]`: the same before the kernel
    /// makes anything of them.
    Xdp {
        /// The kernel interface.
        dev: String,
        /// How they get here.
        way: XdpWay,
        /// What is decided for flows is replayed by the kernel.
        offload: bool,
    },
    /// `type pcap`: a port of `tollgate replay`.
    Pcap,
    /// `type vlan id N [protocol 802.1ad]`: a tag on `parent`.
    Vlan {
        /// The link that the tagged frames go through.
        parent: IfIndex,
        /// The tag.
        id: VlanId,
        /// The tag's EtherType, 0x8100 or 0x88a8.
        protocol: u16,
    },
    /// `type dummy`.
    Dummy,
}

impl LinkKind {
    /// Whether it is a device whose frames can be joined.
    #[must_use]
    pub const fn has_gro(&self) -> bool {
        match self {
            Self::Tap | Self::Packet { .. } | Self::Xdp { .. } => true,
            Self::Loopback | Self::Pcap | Self::Vlan { .. } | Self::Dummy => false,
        }
    }

    /// Whether they are if nothing is said: where a driver of the kernel would do it. A kernel's tap does not,
    /// and for packet ports the kernel has done it.
    #[must_use]
    pub const fn joins_by_default(&self) -> bool {
        matches!(self, Self::Xdp { .. })
    }

    /// Whether it is a device that takes super-frames.
    #[must_use]
    pub const fn takes_super_frames(&self) -> bool {
        matches!(self, Self::Tap | Self::Packet { .. })
    }
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub index: IfIndex,
    /// Its name, 1 to 15 bytes.
    pub name: String,
    /// What it is.
    pub kind: LinkKind,
    /// Its address; zero for `lo`.
    pub mac: MacAddr,
    /// The address that it was made with (`permaddr`).
    pub permanent_mac: MacAddr,
    /// In bytes.
    pub mtu: u32,
    /// `txqueuelen`.
    pub tx_queue_len: u32,
    /// Administratively up (`IFF_UP`).
    pub up: bool,
    /// It was up once: it has its queueing discipline from then on.
    pub started: bool,
    /// The device has a link (`IFF_LOWER_UP`); follows the port.
    pub carrier: bool,
    /// `arp on|off` (not `IFF_NOARP`).
    pub arp: bool,
    /// `multicast on|off` (`IFF_MULTICAST`).
    pub multicast: bool,
    /// `promisc on|off`.
    pub promisc: bool,
    /// `allmulticast on|off`.
    pub allmulticast: bool,
    /// `gro on|off`: TCP segments that come in by it are joined.
    pub gro: bool,
    /// `group`.
    pub group: u32,
    /// `alias`.
    pub alias: Option<String>,
    /// The line that made it.
    pub origin: Option<Origin>,
}

/// `ip link add`: what a new link is to be. `None`: as the kernel chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRequest {
    /// Its name; `%d` in it is replaced by the first number that is free.
    pub name: String,
    /// What it is.
    pub kind: LinkKind,
    /// `index`.
    pub index: Option<IfIndex>,
    /// `address`.
    pub mac: Option<MacAddr>,
    /// `mtu`.
    pub mtu: Option<u32>,
    /// `txqueuelen`.
    pub tx_queue_len: Option<u32>,
    /// `gro on|off` behind the type.
    pub gro: Option<bool>,
    /// `group`.
    pub group: Option<u32>,
    /// `up`: to be set up at once.
    pub up: bool,
    /// The line.
    pub origin: Option<Origin>,
}

impl LinkRequest {
    /// A link of that name and kind, all else as the kernel chooses.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: LinkKind) -> Self {
        Self {
            name: name.into(),
            kind,
            index: None,
            mac: None,
            mtu: None,
            tx_queue_len: None,
            gro: None,
            group: None,
            up: false,
            origin: None,
        }
    }
}

/// `ip link set`: what is to be changed. `None`: stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkUpdate {
    /// `up`, `down`.
    pub up: Option<bool>,
    /// `name`.
    pub name: Option<String>,
    /// `address`.
    pub mac: Option<MacAddr>,
    /// `mtu`.
    pub mtu: Option<u32>,
    /// `txqueuelen`.
    pub tx_queue_len: Option<u32>,
    /// `arp on|off`.
    pub arp: Option<bool>,
    /// `multicast on|off`.
    pub multicast: Option<bool>,
    /// `promisc on|off`.
    pub promisc: Option<bool>,
    /// `allmulticast on|off`.
    pub allmulticast: Option<bool>,
    /// `type KIND gro on|off`.
    pub gro: Option<bool>,
    /// `group`.
    pub group: Option<u32>,
    /// `alias`; empty: none any more.
    pub alias: Option<String>,
}
