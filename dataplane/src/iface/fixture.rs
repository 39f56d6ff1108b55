//! Interfaces for tests.

use std::sync::Arc;

use ipnet::IpNet;

use super::{Address4, Address6, IfIndex, Interface, InterfaceKind, MacAddr, Scope};
use crate::{
    counters::PerWorker,
    sysctl::{Ipv4Conf, Ipv6Conf, NeighConf},
};

/// A running interface with the addresses of `nets`, and all else as it is by default.
pub(crate) fn interface(n: u32, name: &str, kind: InterfaceKind, nets: &[&str]) -> Interface {
    let mut interface = Interface {
        index: IfIndex::new(n).expect("not zero"),
        name: name.into(),
        kind,
        mac: MacAddr([2, 0, 0, 0, n as u8, 254]),
        mtu: 1500,
        running: true,
        promiscuous: false,
        arp: true,
        addresses4: Vec::new(),
        addresses6: Vec::new(),
        conf4: Ipv4Conf::default(),
        conf6: Ipv6Conf::default(),
        neigh4: NeighConf::default(),
        neigh6: NeighConf::default(),
        gro: false,
        qos: None,
        vlans: Default::default(),
        counters: Arc::new(PerWorker::new(1)),
    };
    for net in nets {
        match net.parse().expect("a prefix") {
            IpNet::V4(net) => interface.addresses4.push(Address4 {
                local: net.addr(),
                subnet: net.trunc(),
                broadcast: Some(net.broadcast()),
                scope: Scope::UNIVERSE,
                secondary: false,
            }),
            IpNet::V6(net) => interface.addresses6.push(Address6 {
                local: net.addr(),
                subnet: net.trunc(),
                scope: Scope::UNIVERSE,
                deprecated: false,
            }),
        }
    }
    interface
}
