//! All interfaces, by number.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    sync::Arc,
};

use super::{IfIndex, Interface};

/// The interfaces, by number.
#[derive(Clone, Debug, Default)]
pub struct InterfaceTable {
    by_index: Vec<Option<Arc<Interface>>>,
    /// The IPv4 addresses of all interfaces, in order.
    local4: Vec<Ipv4Addr>,
    /// Has a bit set for the last byte of each of them: most other addresses need no search.
    local4_filter: [u64; 4],
}

impl InterfaceTable {
    /// The interface with this number.
    #[must_use]
    #[inline]
    pub fn get(&self, index: IfIndex) -> Option<&Arc<Interface>> {
        self.by_index.get(index.get() as usize)?.as_ref()
    }

    /// All, by ascending number.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Interface>> {
        self.by_index.iter().flatten()
    }

    /// Whether an interface has this IPv4 address (`inet_lookup_ifaddr_rcu`).
    #[must_use]
    #[inline]
    pub fn is_local4(&self, address: Ipv4Addr) -> bool {
        let [.., last] = address.octets();
        let word = self.local4_filter[usize::from(last / 64)];
        word >> (last % 64) & 1 != 0 && self.local4.binary_search(&address).is_ok()
    }

    /// Whether an interface has this IPv6 address, `iif` itself if it is a link-local one
    /// (`ipv6_chk_addr`).
    #[must_use]
    pub fn is_local6(&self, address: Ipv6Addr, iif: &Interface) -> bool {
        if address.is_unicast_link_local() {
            iif.has6(address)
        } else {
            self.iter().any(|iface| iface.has6(address))
        }
    }
}

impl FromIterator<Arc<Interface>> for InterfaceTable {
    fn from_iter<I: IntoIterator<Item = Arc<Interface>>>(interfaces: I) -> Self {
        let mut by_index: Vec<Option<Arc<Interface>>> = Vec::new();
        for interface in interfaces {
            let index = interface.index.get() as usize;
            if by_index.len() <= index {
                by_index.resize(index + 1, None);
            }
            by_index[index] = Some(interface);
        }
        let addresses = |iface: &Arc<Interface>| {
            let addresses = iface.addresses4.iter();
            addresses.map(|address| address.local).collect::<Vec<_>>()
        };
        let mut local4: Vec<_> = by_index.iter().flatten().flat_map(addresses).collect();
        local4.sort_unstable();
        let mut local4_filter = [0; 4];
        for [.., last] in local4.iter().map(Ipv4Addr::octets) {
            local4_filter[usize::from(last / 64)] |= 1 << (last % 64);
        }
        Self {
            by_index,
            local4,
            local4_filter,
        }
    }
}
