//! Names that files have: services and protocols (/etc/services and /etc/protocols, as getservbyname(3) and
//! getprotobyname(3) read them), users and groups, and the numbers that iproute2 gives names (/etc/iproute2). A file
//! that is missing has no names. Each is read once.

use std::{collections::HashMap, fs, sync::OnceLock};

/// The port of a service, by its name or an alias; any protocol if `proto` is `None`.
pub(crate) fn port(name: &str, proto: Option<&str>) -> Option<u16> {
    services().port(name, proto)
}

/// The name of the service at a port; any protocol if `proto` is `None`.
pub(crate) fn service(port: u16, proto: Option<&str>) -> Option<&'static str> {
    services().name(port, proto)
}

/// The number of a protocol, by its name or an alias.
pub(crate) fn protocol(name: &str) -> Option<u8> {
    protocols().numbers.get(name).copied()
}

/// The name of a protocol.
pub(crate) fn protocol_name(number: u8) -> Option<&'static str> {
    protocols().names.get(&number).map(String::as_str)
}

/// A file of names for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameFile {
    /// /etc/passwd.
    Users,
    /// /etc/group.
    Groups,
    /// /etc/iproute2/rt_realms.
    Realms,
    /// /etc/iproute2/rt_marks.
    Marks,
    /// /etc/iproute2/group, of interfaces.
    LinkGroups,
    /// /etc/connlabel.conf, where nft looks for it.
    Labels,
}

impl NameFile {
    /// The number of a name.
    pub(crate) fn number(self, name: &str) -> Option<u64> {
        let found = self.names().iter().find(|(known, _)| known == name);
        found.map(|(_, number)| *number)
    }

    /// The name of a number.
    pub(crate) fn name(self, number: u64) -> Option<&'static str> {
        let found = self.names().iter().find(|(_, of)| *of == number);
        found.map(|(name, _)| name.as_str())
    }

    /// All names with their numbers, in the order of the file.
    pub(crate) fn names(self) -> &'static [(String, u64)] {
        static FILES: [OnceLock<Vec<(String, u64)>>; 6] = [const { OnceLock::new() }; 6];
        FILES[self as usize].get_or_init(|| match self {
            Self::Users => accounts("/etc/passwd"),
            Self::Groups => accounts("/etc/group"),
            Self::Realms => numbered("/etc/iproute2/rt_realms"),
            Self::Marks => numbered("/etc/iproute2/rt_marks"),
            Self::LinkGroups => numbered("/etc/iproute2/group"),
            Self::Labels => numbered("/etc/connlabel.conf"),
        })
    }
}

/// `NAME:PASSWORD:NUMBER:…`.
fn accounts(file: &str) -> Vec<(String, u64)> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let entry = |line: &str| {
        let mut fields = line.split(':');
        Some((fields.next()?.to_owned(), fields.nth(1)?.parse().ok()?))
    };
    text.lines().filter_map(entry).collect()
}

/// `NUMBER NAME`.
fn numbered(file: &str) -> Vec<(String, u64)> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let entry = |mut words: std::str::SplitWhitespace<'_>| {
        let number = words.next()?;
        let number = match number.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        Some((words.next()?.to_owned(), number))
    };
    lines(&text).filter_map(entry).collect()
}

fn services() -> &'static Services {
    static SERVICES: OnceLock<Services> = OnceLock::new();
    SERVICES
        .get_or_init(|| Services::read(&fs::read_to_string("/etc/services").unwrap_or_default()))
}

fn protocols() -> &'static Protocols {
    static PROTOCOLS: OnceLock<Protocols> = OnceLock::new();
    PROTOCOLS
        .get_or_init(|| Protocols::read(&fs::read_to_string("/etc/protocols").unwrap_or_default()))
}

/// Protocols of /etc/services that libc's getaddrinfo(3) asks for, in this order.
pub(crate) const TRANSPORTS: [&str; 5] = ["tcp", "udp", "dccp", "udplite", "sctp"];

/// What /etc/services says: the first line that fits counts.
#[derive(Default)]
struct Services {
    /// By name or alias: ports with their protocols, in the order of the file.
    ports: HashMap<String, Vec<(String, u16)>>,
    /// By port: names with their protocols.
    names: HashMap<u16, Vec<(String, String)>>,
}

impl Services {
    fn read(text: &str) -> Self {
        let mut services = Self::default();
        for mut words in lines(text) {
            let (Some(name), Some(place)) = (words.next(), words.next()) else {
                continue;
            };
            let Some((port, proto)) = place.split_once('/') else {
                continue;
            };
            let Ok(port) = port.parse::<u16>() else {
                continue;
            };
            let at = (name.to_owned(), proto.to_owned());
            services.names.entry(port).or_default().push(at);
            for name in std::iter::once(name).chain(words) {
                let at = (proto.to_owned(), port);
                services.ports.entry(name.to_owned()).or_default().push(at);
            }
        }
        services
    }

    fn port(&self, name: &str, proto: Option<&str>) -> Option<u16> {
        let entries = self.ports.get(name)?;
        entries
            .iter()
            .find(|(of, _)| proto.is_none_or(|proto| proto == of))
            .map(|(_, port)| *port)
    }

    fn name(&self, port: u16, proto: Option<&str>) -> Option<&str> {
        let entries = self.names.get(&port)?;
        entries
            .iter()
            .find(|(_, of)| proto.is_none_or(|proto| proto == of))
            .map(|(name, _)| name.as_str())
    }
}

/// What /etc/protocols says: the first line that fits counts.
#[derive(Default)]
struct Protocols {
    /// By name or alias.
    numbers: HashMap<String, u8>,
    names: HashMap<u8, String>,
}

impl Protocols {
    fn read(text: &str) -> Self {
        let mut protocols = Self::default();
        for mut words in lines(text) {
            let (Some(name), Some(number)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse() else {
                continue;
            };
            let names = protocols.names.entry(number);
            names.or_insert_with(|| name.to_owned());
            for name in std::iter::once(name).chain(words) {
                let numbers = protocols.numbers.entry(name.to_owned());
                numbers.or_insert(number);
            }
        }
        protocols
    }
}

/// The words of each line, without comments.
fn lines(text: &str) -> impl Iterator<Item = std::str::SplitWhitespace<'_>> {
    text.lines().map(|line| {
        line.split('#')
            .next()
            .unwrap_or_default()
            .split_whitespace()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_names_and_aliases_per_protocol() {
        let services = Services::read(
            "# comment\nhttp 80/tcp www # web\ndomain 53/tcp\ndomain\t53/udp\nodd\nbad x/tcp\nsyslog 514/udp\nshell 514/tcp cmd\n",
        );
        assert_eq!(services.port("www", Some("tcp")), Some(80));
        assert_eq!(services.port("www", Some("udp")), None);
        assert_eq!(services.port("www", None), Some(80));
        assert_eq!(services.port("odd", None), None);
        assert_eq!(services.port("bad", None), None);
        assert_eq!(services.name(514, Some("tcp")), Some("shell"));
        assert_eq!(services.name(514, None), Some("syslog"));
        assert_eq!(services.name(80, Some("udp")), None);
    }

    #[test]
    fn a_protocol_has_names_and_aliases() {
        let Protocols { numbers, names } = Protocols::read(
            "tcp 6 TCP # x\nipv6-icmp 58 IPv6-ICMP icmpv6\nalso 6\n#udp 17\nbig 300\n",
        );
        assert_eq!(numbers.get("TCP"), Some(&6));
        assert_eq!(numbers.get("icmpv6"), Some(&58));
        assert_eq!(numbers.get("also"), Some(&6));
        assert_eq!(numbers.get("udp"), None);
        assert_eq!(numbers.get("big"), None);
        assert_eq!(names.get(&6).map(String::as_str), Some("tcp"));
        assert_eq!(names.get(&17), None);
    }
}
