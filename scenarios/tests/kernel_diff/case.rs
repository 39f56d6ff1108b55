//! Random configurations, as command lines that the kernel and Tollgate are both given.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dataplane::iface::MacAddr;
use ipnet::{Ipv4Net, Ipv6Net};
use scenarios::oracle::Dice;

/// Interfaces of the router.
pub(crate) const PORTS: usize = 3;

/// The address of interface `port`.
pub(crate) const fn router_mac(port: usize) -> MacAddr {
    MacAddr([2, 0, 0, 0, port as u8, 1])
}

/// The address of host `host` (2 and up) on the link of `port`.
pub(crate) const fn host_mac(port: usize, host: u8) -> MacAddr {
    MacAddr([2, 0, 0, 0, port as u8, host])
}

/// Hosts whose addresses the router knows; others it has to ask for.
pub(crate) const KNOWN_HOSTS: [u8; 3] = [2, 3, 4];

/// A configuration, and what is worth sending to it.
pub(crate) struct Case {
    /// `ip …` and `sysctl …`.
    pub(crate) lines: Vec<String>,
    pub(crate) own4: Vec<(usize, Ipv4Addr)>,
    pub(crate) own6: Vec<(usize, Ipv6Addr)>,
    pub(crate) subnets4: Vec<(usize, Ipv4Net)>,
    pub(crate) subnets6: Vec<(usize, Ipv6Net)>,
    pub(crate) routes4: Vec<Ipv4Net>,
    pub(crate) routes6: Vec<Ipv6Net>,
    /// The router may send redirects.
    pub(crate) redirects: bool,
}

impl Case {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut case = Self {
            lines: Vec::new(),
            own4: Vec::new(),
            own6: Vec::new(),
            subnets4: Vec::new(),
            subnets6: Vec::new(),
            routes4: Vec::new(),
            routes6: Vec::new(),
            redirects: dice.chance(25),
        };
        case.sysctls(&mut dice);
        for port in 0..PORTS {
            case.port(&mut dice, port);
        }
        for _ in 0..dice.below(14) {
            case.route4(&mut dice);
        }
        for _ in 0..dice.below(12) {
            case.route6(&mut dice);
        }
        if dice.chance(50) {
            for number in 0..1 + dice.below(4) {
                case.rule(&mut dice, number);
            }
        }
        case
    }

    /// Whether it is an address of the router.
    pub(crate) fn is_own(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => {
                address.is_loopback() || self.own4.iter().any(|(_, own)| *own == address)
            }
            IpAddr::V6(address) => {
                let mut subnets = self.subnets6.iter();
                self.own6.iter().any(|(_, own)| *own == address)
                    // The anycast address of its routers.
                    || subnets.any(|(_, subnet)| subnet.network() == address)
            }
        }
    }

    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn sysctl(&mut self, name: &str, value: impl std::fmt::Display) {
        self.line(format!("sysctl -q -w net.{name}={value}"));
    }

    /// Knobs of the whole router, and those that ports inherit.
    fn sysctls(&mut self, dice: &mut Dice) {
        self.sysctl("ipv4.ip_forward", u8::from(dice.chance(92)));
        self.sysctl("ipv6.conf.all.forwarding", u8::from(dice.chance(92)));
        // Rates are tested elsewhere: here every error has to come.
        self.sysctl("ipv4.icmp_ratemask", 0);
        self.sysctl("ipv6.icmp.ratelimit", 0);
        self.sysctl("ipv4.icmp_msgs_per_sec", 1_000_000);
        self.sysctl("ipv4.icmp_msgs_burst", 1_000_000);
        let redirects = u8::from(self.redirects);
        self.sysctl("ipv4.conf.all.send_redirects", redirects);
        self.sysctl("ipv4.conf.default.send_redirects", redirects);
        self.sysctl("ipv4.conf.all.rp_filter", dice.pick(&[0, 0, 1, 2]));
        if dice.chance(10) {
            self.sysctl("ipv4.icmp_echo_ignore_all", 1);
        }
        if dice.chance(20) {
            self.sysctl("ipv4.icmp_echo_ignore_broadcasts", 0);
        }
        if dice.chance(20) {
            self.sysctl("ipv4.icmp_errors_use_inbound_ifaddr", 1);
        }
        if dice.chance(20) {
            self.sysctl("ipv4.ip_default_ttl", dice.pick(&[1, 17, 255]));
        }
        if dice.chance(10) {
            self.sysctl("ipv6.icmp.echo_ignore_all", 1);
        }
        if dice.chance(10) {
            self.sysctl("ipv6.conf.all.proxy_ndp", 1);
        }
    }

    fn port(&mut self, dice: &mut Dice, port: usize) {
        let name = format!("p{port}");
        if dice.chance(25) {
            let mtu = dice.pick(&[1280, 1281, 1400, 1499]);
            self.line(format!("ip link set {name} mtu {mtu}"));
        }
        self.line(format!("ip link set {name} up"));
        for (knob, percent, values) in [
            ("rp_filter", 20, &[0, 1, 2][..]),
            ("forwarding", 8, &[0, 1]),
            ("accept_local", 10, &[1]),
            ("route_localnet", 5, &[1]),
            ("proxy_arp", 15, &[1]),
            ("arp_ignore", 15, &[1, 2, 3, 8]),
            ("arp_announce", 15, &[1, 2]),
            ("arp_accept", 10, &[1]),
            ("bc_forwarding", 5, &[1]),
        ] {
            if dice.chance(percent) {
                let value = dice.pick(values);
                self.sysctl(&format!("ipv4.conf.{name}.{knob}"), value);
            }
        }
        for (knob, percent, values) in [
            ("forwarding", 8, &[0, 1][..]),
            ("hop_limit", 10, &[9]),
            ("proxy_ndp", 10, &[1]),
        ] {
            if dice.chance(percent) {
                let value = dice.pick(values);
                self.sysctl(&format!("ipv6.conf.{name}.{knob}"), value);
            }
        }
        self.addresses4(dice, port, &name);
        self.addresses6(dice, port, &name);
    }

    fn addresses4(&mut self, dice: &mut Dice, port: usize, name: &str) {
        let count = dice.pick(&[1, 1, 1, 2, 3]);
        for number in 0..count {
            let third = (port * 4 + number) as u8;
            let (third, last, len) = match dice.below(10) {
                0 if number > 0 => (third - 1, 11, 24),
                1 => (third, 0, 31),
                2 => (third, 1, 29),
                3 => (third, 1, 25),
                _ => (third, 1, 24),
            };
            let own = Ipv4Addr::new(10, 0, third, last);
            let subnet = Ipv4Net::new(own, len).expect("a prefix");
            let broadcast = if dice.chance(60) && len < 31 {
                " broadcast +"
            } else {
                ""
            };
            let scope = if dice.chance(5) { " scope link" } else { "" };
            self.line(format!(
                "ip address add {own}/{len}{broadcast}{scope} dev {name}"
            ));
            self.own4.push((port, own));
            self.subnets4.push((port, subnet.trunc()));
            for host in KNOWN_HOSTS {
                let address = Ipv4Addr::new(10, 0, third, host);
                if subnet.contains(&address) {
                    self.neighbour(address, port, host);
                }
            }
        }
    }

    fn addresses6(&mut self, dice: &mut Dice, port: usize, name: &str) {
        let [.., a, b] = router_mac(port).0;
        let own = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0xff, 0xfe00, u16::from_be_bytes([a, b]));
        self.own6.push((port, own));
        self.neighbour(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 2), port, 2);
        for number in 0..dice.pick(&[1, 1, 2]) {
            let net = (port * 4 + number) as u16;
            let len = dice.pick(&[64, 64, 64, 112, 127]);
            let own = Ipv6Addr::new(0x2001, 0xdb8, net, 0, 0, 0, 0, 1);
            let subnet = Ipv6Net::new(own, len).expect("a prefix");
            self.line(format!("ip address add {own}/{len} dev {name} nodad"));
            self.own6.push((port, own));
            self.subnets6.push((port, subnet.trunc()));
            for host in KNOWN_HOSTS {
                let address = Ipv6Addr::new(0x2001, 0xdb8, net, 0, 0, 0, 0, host.into());
                if subnet.contains(&address) {
                    self.neighbour(address, port, host);
                }
            }
        }
    }

    fn neighbour(&mut self, address: impl std::fmt::Display, port: usize, host: u8) {
        let mac = host_mac(port, host);
        self.line(format!(
            "ip neighbour replace {address} lladdr {mac} dev p{port} nud permanent"
        ));
    }

    /// A host on a link: known or not.
    pub(crate) fn host4(&self, dice: &mut Dice) -> (usize, Ipv4Addr) {
        let (port, subnet) = dice.pick(&self.subnets4);
        let size = 32 - u32::from(subnet.prefix_len());
        let last = match dice.below(4) {
            0 => dice.bits() as u32,
            _ => u32::from(dice.pick(&KNOWN_HOSTS)),
        };
        let host = last & (1u32 << size).wrapping_sub(1);
        (port, Ipv4Addr::from(u32::from(subnet.network()) | host))
    }

    pub(crate) fn host6(&self, dice: &mut Dice) -> (usize, Ipv6Addr) {
        let (port, subnet) = dice.pick(&self.subnets6);
        let host = match dice.below(4) {
            0 => u128::from(dice.bits() as u16),
            _ => u128::from(dice.pick(&KNOWN_HOSTS)),
        };
        let mask = u128::MAX >> subnet.prefix_len();
        let network = u128::from(subnet.network());
        (port, Ipv6Addr::from(network | (host & mask)))
    }

    fn route4(&mut self, dice: &mut Dice) {
        let net = match dice.below(5) {
            0 => Ipv4Net::default(),
            1 => Ipv4Net::new(Ipv4Addr::new(10, 0, dice.byte() % 12, dice.byte()), 30)
                .expect("a prefix"),
            _ => {
                let len = dice.pick(&[8, 12, 16, 20, 24, 24, 28, 32]);
                let third = dice.pick(&[0, 1, 2]);
                let address = Ipv4Addr::new(192, 0, third, dice.byte());
                Ipv4Net::new(address, len).expect("a prefix")
            }
        }
        .trunc();
        let kind = self.kind(dice);
        let mut line = format!("ip route replace {kind}{net}");
        if kind.is_empty() {
            let (port, gateway) = self.host4(dice);
            match dice.below(6) {
                0 => line += &format!(" dev p{port}"),
                1 => line += &format!(" via {gateway} dev p{port} onlink"),
                _ if self.own4.iter().all(|(_, own)| *own != gateway) && !self.is_end(gateway) => {
                    line += &format!(" via {gateway} dev p{port}");
                }
                _ => line += &format!(" dev p{port} scope link"),
            }
            if dice.chance(12) {
                line += &format!(" mtu {}", dice.pick(&[600, 1000, 1300, 2000]));
            }
        }
        if dice.chance(15) {
            line += &format!(" tos {:#x}", dice.pick(&[0x04, 0x08, 0x10, 0x1c]));
        }
        self.table_and_metric(dice, &mut line);
        self.routes4.push(net);
        self.line(line);
    }

    /// Whether it is the first or last address of a subnet, which can't be a gateway.
    fn is_end(&self, address: Ipv4Addr) -> bool {
        self.subnets4.iter().any(|(_, subnet)| {
            subnet.prefix_len() < 31
                && (subnet.network() == address || subnet.broadcast() == address)
        })
    }

    fn route6(&mut self, dice: &mut Dice) {
        let net = match dice.below(5) {
            0 => Ipv6Net::default(),
            1 => {
                let net = u16::from(dice.byte() % 12);
                let address = Ipv6Addr::new(0x2001, 0xdb8, net, 0, 0, 0, 0, dice.byte().into());
                Ipv6Net::new(address, 126).expect("a prefix")
            }
            _ => {
                let len = dice.pick(&[16, 32, 40, 48, 56, 64, 96, 128]);
                let third = dice.pick(&[0x100, 0x101, 0x200]);
                let address = Ipv6Addr::new(0x2001, 0xdb9, third, dice.byte().into(), 0, 0, 0, 1);
                Ipv6Net::new(address, len).expect("a prefix")
            }
        }
        .trunc();
        let kind = self.kind(dice);
        let mut line = format!("ip -6 route replace {kind}{net}");
        if kind.is_empty() {
            let (port, gateway) = self.host6(dice);
            let own = self.own6.iter().any(|(_, own)| *own == gateway);
            let anycast = self.subnets6.iter().any(|(_, s)| s.network() == gateway);
            match dice.below(6) {
                0 => line += &format!(" dev p{port}"),
                1 => line += &format!(" via fe80::2 dev p{port}"),
                _ if !own && !anycast => line += &format!(" via {gateway} dev p{port}"),
                _ => line += &format!(" via fe80::3 dev p{port}"),
            }
            if dice.chance(12) {
                line += &format!(" mtu {}", dice.pick(&[1280, 1300, 1450]));
            }
        }
        self.table_and_metric(dice, &mut line);
        self.routes6.push(net);
        self.line(line);
    }

    fn kind(&self, dice: &mut Dice) -> &'static str {
        match dice.below(20) {
            0 => "blackhole ",
            1 => "unreachable ",
            2 => "prohibit ",
            3 => "throw ",
            _ => "",
        }
    }

    fn table_and_metric(&mut self, dice: &mut Dice, line: &mut String) {
        if dice.chance(20) {
            *line += &format!(" table {}", dice.pick(&[100, 101]));
        }
        if dice.chance(20) {
            *line += &format!(" metric {}", dice.pick(&[5, 50]));
        }
    }

    fn rule(&mut self, dice: &mut Dice, number: usize) {
        let six = dice.chance(40);
        let family = if six { "-6" } else { "-4" };
        let pref = dice.pick(&[100, 200, 300, 32_766, 40_000]) + number;
        let not = if dice.chance(10) { " not" } else { "" };
        let mut line = format!("ip {family} rule add pref {pref}{not}");
        match dice.below(3) {
            0 => {
                let host = if six {
                    format!("{}/112", self.host6(dice).1)
                } else {
                    format!("{}/28", self.host4(dice).1)
                };
                line += &format!(" from {}", masked(&host));
            }
            1 => line += &format!(" iif p{}", dice.below(PORTS)),
            _ => line += &format!(" tos {:#x}", dice.pick(&[0x08, 0x10])),
        }
        match dice.below(8) {
            0 => line += " ipproto udp",
            1 => line += " ipproto tcp dport 80",
            2 => line += " ipproto udp sport 1000-2000",
            _ => {}
        }
        line += match dice.below(10) {
            0 => " blackhole",
            1 => " unreachable",
            2 => " prohibit",
            3 => " lookup main suppress_prefixlength 0",
            4 => " lookup 101",
            _ => " lookup 100",
        };
        self.line(line);
    }
}

/// The prefix without host part.
fn masked(prefix: &str) -> String {
    let prefix: ipnet::IpNet = prefix.parse().expect("a prefix");
    prefix.trunc().to_string()
}
