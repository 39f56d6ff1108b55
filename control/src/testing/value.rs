//! Values that are expected: addresses with ports, numbers, times, refusals.

use std::net::IpAddr;

use dataplane::{qos::Handle, time::Duration, wire::tcp::flags};
use ipnet::IpNet;

use crate::explain::{self, PacketSpec, Transport, icmp_number};

/// An end of a packet: `2.2.2.1`, `2.2.2.1:40000`, `2.2.2.0/24:1024-65535`, `[2001:db8::1]:53`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Side {
    net: IpNet,
    ports: Option<(u16, u16)>,
}

impl Side {
    pub(super) fn read(word: &str) -> Option<Self> {
        let net = |text: &str| {
            let net = text.parse::<IpNet>();
            net.or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
                .ok()
        };
        if let Some(net) = net(word) {
            return Some(Self { net, ports: None });
        }
        let (addr, ports) = word.rsplit_once(':')?;
        let inner = addr.strip_prefix('[').and_then(|a| a.strip_suffix(']'));
        // Without brackets, an IPv6 address would not end where its port begins.
        let net = match inner {
            Some(inner) => net(inner)?,
            None => net(addr).filter(|net| net.addr().is_ipv4())?,
        };
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then_some(Self {
            net,
            ports: Some((first, last)),
        })
    }

    pub(super) fn holds(&self, addr: IpAddr, port: Option<u16>) -> bool {
        let port = match self.ports {
            Some((first, last)) => port.is_some_and(|port| (first..=last).contains(&port)),
            None => true,
        };
        port && self.net.contains(&addr)
    }
}

/// What the sender of a refused packet is told: as `--reject-with` calls it, or `icmp-` and what
/// `explain` calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Reset,
    Icmp { v4: bool, kind: u8, code: u8 },
}

/// The names that `REJECT` has for ICMP messages: name, IPv4, type, code.
const REJECT_WITH: [(&str, bool, u8, u8); 13] = [
    ("icmp-net-unreachable", true, 3, 0),
    ("icmp-host-unreachable", true, 3, 1),
    ("icmp-proto-unreachable", true, 3, 2),
    ("icmp-port-unreachable", true, 3, 3),
    ("icmp-net-prohibited", true, 3, 9),
    ("icmp-host-prohibited", true, 3, 10),
    ("icmp-admin-prohibited", true, 3, 13),
    ("icmp6-no-route", false, 1, 0),
    ("icmp6-adm-prohibited", false, 1, 1),
    ("icmp6-addr-unreachable", false, 1, 3),
    ("icmp6-port-unreachable", false, 1, 4),
    ("icmp6-policy-fail", false, 1, 5),
    ("icmp6-reject-route", false, 1, 6),
];

impl Refusal {
    pub(super) fn read(word: &str) -> Option<Self> {
        if word == "tcp-reset" {
            return Some(Self::Reset);
        }
        let known = REJECT_WITH.iter().find(|(name, ..)| *name == word);
        if let Some(&(_, v4, kind, code)) = known {
            return Some(Self::Icmp { v4, kind, code });
        }
        let (v4, name) = match word.strip_prefix("icmp-") {
            Some(name) => (true, name),
            None => (false, word.strip_prefix("icmp6-")?),
        };
        let (kind, code) = icmp_number(v4, name)?;
        Some(Self::Icmp { v4, kind, code })
    }

    /// Whether `answer` says that.
    pub(super) fn is(self, answer: &PacketSpec) -> bool {
        match (self, answer.transport) {
            (Self::Reset, Transport::Tcp(tcp)) => tcp.flags & flags::RST != 0,
            (
                Self::Icmp { v4, kind, code },
                Transport::Icmp {
                    kind: k, code: c, ..
                },
            ) => v4 == answer.src.is_ipv4() && (kind, code) == (k, c),
            (Self::Reset | Self::Icmp { .. }, _) => false,
        }
    }
}

/// A number, decimal or with `0x`, that fits.
pub(super) fn number<T: TryFrom<u64>>(word: &str) -> Option<T> {
    T::try_from(explain::number(word)?).ok()
}

/// A number with a mask that it is within: `1`, `0x10/0xf0`.
pub(super) fn masked(word: &str) -> Option<(u32, u32)> {
    let (value, mask): (u32, u32) = match word.split_once('/') {
        Some((value, mask)) => (number(value)?, number(mask)?),
        None => (number(word)?, u32::MAX),
    };
    (value & !mask == 0).then_some((value, mask))
}

/// A class as `tc` writes it, `1:30`, both parts hexadecimal; `1:` is the qdisc itself.
pub(super) fn class(word: &str) -> Option<Handle> {
    let (major, minor) = word.split_once(':')?;
    let part = |text: &str| u16::from_str_radix(text, 16).ok();
    let minor = if minor.is_empty() { "0" } else { minor };
    Some(Handle::new(part(major)?, part(minor)?))
}

/// A time: `35s`, `100ms`, `2min`, `5d`.
pub(super) fn time(word: &str) -> Option<Duration> {
    let at = word.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = word.split_at(at);
    let count: u64 = count.parse().ok()?;
    let millis = match unit {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    Some(Duration::from_millis(count.checked_mul(millis)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_an_address_with_or_without_a_port() {
        let holds = |side: &str, addr: &str, port: Option<u16>| {
            let side = Side::read(side).expect(side);
            side.holds(addr.parse().expect("an address"), port)
        };
        assert!(holds("2.2.2.1", "2.2.2.1", Some(5)));
        assert!(holds("2.2.2.1:5", "2.2.2.1", Some(5)));
        assert!(!holds("2.2.2.1:5", "2.2.2.1", Some(6)));
        assert!(!holds("2.2.2.1:5", "2.2.2.1", None));
        assert!(!holds("2.2.2.1", "2.2.2.2", None));
        assert!(holds("2.2.2.0/24:1024-2000", "2.2.2.9", Some(2000)));
        assert!(!holds("2.2.2.0/24:1024-2000", "2.2.2.9", Some(2001)));
        assert!(holds("2001:db8::1", "2001:db8::1", Some(53)));
        assert!(holds("[2001:db8::/32]:53", "2001:db8::1", Some(53)));
        for wrong in [
            "",
            "2.2.2",
            "2.2.2.1:",
            "2.2.2.1:9-8",
            "2.2.2.1:70000",
            "[::1]",
        ] {
            assert_eq!(Side::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn refusals_have_the_names_of_iptables_and_of_explain() {
        let v4 = |kind, code| {
            Some(Refusal::Icmp {
                v4: true,
                kind,
                code,
            })
        };
        assert_eq!(Refusal::read("icmp-admin-prohibited"), v4(3, 13));
        assert_eq!(Refusal::read("icmp-ttl-exceeded"), v4(11, 0));
        assert_eq!(Refusal::read("tcp-reset"), Some(Refusal::Reset));
        let v6 = Refusal::Icmp {
            v4: false,
            kind: 1,
            code: 4,
        };
        assert_eq!(Refusal::read("icmp6-port-unreachable"), Some(v6));
        assert_eq!(Refusal::read("port-unreachable"), None);
    }

    #[test]
    fn times_classes_and_marks() {
        assert_eq!(time("35s"), Some(Duration::from_secs(35)));
        assert_eq!(time("5d"), Some(Duration::from_secs(432_000)));
        assert_eq!(time("5"), None);
        assert_eq!(time("5 s"), None);
        assert_eq!(time("99999999999999999999d"), None);
        assert_eq!(class("1:30"), Some(Handle::new(1, 0x30)));
        assert_eq!(class("1:"), Some(Handle::new(1, 0)));
        assert_eq!((class("1"), class(":30"), class("1:x")), (None, None, None));
        assert_eq!(masked("0x10/0xf0"), Some((0x10, 0xf0)));
        assert_eq!(masked("7"), Some((7, u32::MAX)));
        assert_eq!(masked("0x100/0xf0"), None, "no packet has this");
    }
}
