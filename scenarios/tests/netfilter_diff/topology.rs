//! The network around the router: the same in all cases, so that rules and packets meet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dataplane::iface::MacAddr;
use scenarios::oracle::Dice;

/// Interfaces of the router.
pub(crate) const PORTS: usize = 3;

/// Hosts on each link, by the last part of their addresses. The first is the gateway to networks
/// behind.
pub(crate) const HOSTS: [u8; 6] = [2, 3, 4, 5, 6, 200];

/// Addresses for translation: nobody's, but on a link.
pub(crate) const POOL: [u8; 4] = [100, 101, 102, 103];

/// The router's second address on a link, if it has one.
const SECOND: u8 = 9;

/// IPv4 or IPv6: a case is about one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    V4,
    V6,
}

/// The address of interface `port`.
pub(crate) const fn router_mac(port: usize) -> MacAddr {
    MacAddr([2, 0, 0, 0, port as u8, 1])
}

/// The address of host `host` on the link of `port`.
pub(crate) const fn host_mac(port: usize, host: u8) -> MacAddr {
    MacAddr([2, 0, 0, 0, port as u8, host])
}

impl Family {
    /// An address on the link of `port`.
    pub(crate) fn near(self, port: usize, host: u8) -> IpAddr {
        match self {
            Self::V4 => Ipv4Addr::new(10, 0, port as u8, host).into(),
            Self::V6 => Ipv6Addr::new(0x2001, 0xdb8, port as u16, 0, 0, 0, 0, host.into()).into(),
        }
    }

    /// An address behind the gateway on the link of `port`.
    pub(crate) fn far(self, port: usize, host: u8) -> IpAddr {
        match self {
            Self::V4 => Ipv4Addr::new(198, 51, port as u8, host).into(),
            Self::V6 => {
                Ipv6Addr::new(0x2001, 0xdb8, 0x100 + port as u16, 0, 0, 0, 0, host.into()).into()
            }
        }
    }

    /// The router's address on the link of `port`.
    pub(crate) fn router(self, port: usize) -> IpAddr {
        self.near(port, 1)
    }

    /// Another of the router's addresses there.
    pub(crate) fn second(self, port: usize) -> IpAddr {
        self.near(port, SECOND)
    }

    /// The length of a link's prefix.
    pub(crate) const fn link_len(self) -> u8 {
        match self {
            Self::V4 => 24,
            Self::V6 => 64,
        }
    }

    /// The same as a mask.
    pub(crate) const fn link_mask(self) -> &'static str {
        match self {
            Self::V4 => "255.255.255.0",
            Self::V6 => "ffff:ffff:ffff:ffff::",
        }
    }

    /// The length of an address.
    pub(crate) const fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// The command.
    pub(crate) const fn iptables(self) -> &'static str {
        match self {
            Self::V4 => "iptables",
            Self::V6 => "ip6tables",
        }
    }

    /// Its name for `conntrack`, and for nft where it is a value.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::V4 => "ipv4",
            Self::V6 => "ipv6",
        }
    }

    /// The ICMP of the family, by number.
    pub(crate) const fn icmp(self) -> u8 {
        match self {
            Self::V4 => 1,
            Self::V6 => 58,
        }
    }

    /// A host, near or far: its port, its address, and the link-layer address that it is reached by.
    pub(crate) fn host(self, dice: &mut Dice) -> (usize, IpAddr, MacAddr) {
        let port = dice.below(PORTS);
        let host = dice.pick(&HOSTS);
        if dice.chance(30) {
            (port, self.far(port, host), host_mac(port, HOSTS[0]))
        } else {
            (port, self.near(port, host), host_mac(port, host))
        }
    }
}

/// The command lines that make the network.
pub(crate) fn network(family: Family, dice: &mut Dice) -> Vec<String> {
    let mut lines: Vec<String> = [
        "ipv4.ip_forward=1",
        "ipv6.conf.all.forwarding=1",
        // Rates are tested elsewhere: here every error has to come.
        "ipv4.icmp_ratemask=0",
        "ipv4.icmp_msgs_per_sec=1000000",
        "ipv4.icmp_msgs_burst=1000000",
        "ipv6.icmp.ratelimit=0",
        "ipv4.conf.all.send_redirects=0",
        "ipv4.conf.default.send_redirects=0",
    ]
    .map(|knob| format!("sysctl -q -w net.{knob}"))
    .into();
    if dice.chance(15) {
        lines.push(format!(
            "sysctl -q -w net.ipv4.conf.all.rp_filter={}",
            dice.pick(&[1, 2])
        ));
    }
    for (knob, percent) in [("route_localnet", 4), ("accept_local", 8)] {
        if dice.chance(percent) {
            lines.push(format!("sysctl -q -w net.ipv4.conf.all.{knob}=1"));
        }
    }
    let ip = if family == Family::V6 { "ip -6" } else { "ip" };
    for port in 0..PORTS {
        lines.push(format!(
            "sysctl -q -w net.ipv4.conf.p{port}.send_redirects=0"
        ));
        if dice.chance(12) {
            let mtu = dice.pick(&[1280, 1400, 1480]);
            lines.push(format!("ip link set p{port} mtu {mtu}"));
        }
        lines.push(format!("ip link set p{port} up"));
        let len = family.link_len();
        let nodad = if family == Family::V6 {
            " nodad"
        } else {
            " broadcast +"
        };
        lines.push(format!(
            "ip address add {}/{len} dev p{port}{nodad}",
            family.router(port)
        ));
        let second = dice.chance(25);
        if second {
            lines.push(format!(
                "ip address add {}/{len} dev p{port}{nodad}",
                family.second(port)
            ));
        }
        // Everybody's link-layer address is known: nothing waits.
        let hosts = HOSTS.into_iter().chain(POOL);
        for host in hosts.chain((!second).then_some(SECOND)) {
            lines.push(format!(
                "ip neighbour replace {} lladdr {} dev p{port} nud permanent",
                family.near(port, host),
                host_mac(port, host)
            ));
        }
        if family == Family::V6 {
            let mac = host_mac(port, HOSTS[0]);
            lines.push(format!(
                "ip neighbour replace fe80::2 lladdr {mac} dev p{port} nud permanent"
            ));
        }
        let far_len = if family == Family::V4 { 24 } else { 48 };
        lines.push(format!(
            "{ip} route add {}/{far_len} via {} dev p{port}",
            family.far(port, 0),
            family.near(port, HOSTS[0])
        ));
    }
    if dice.chance(40) {
        let port = dice.below(PORTS);
        lines.push(format!(
            "{ip} route add default via {} dev p{port}",
            family.near(port, 3)
        ));
    }
    lines
}
