//! Reading a packet's description.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::Range,
    str::FromStr,
};

use dataplane::{
    iface::{MacAddr, VlanId},
    wire::ipv4::protocol,
};

use super::{
    build, names,
    packet::{Link, PacketSpec, TcpSpec, Transport},
};

/// What a description looks like.
const EXAMPLES: &str = "for example: tcp 1.1.1.11:40000 > 2.2.2.12:22 syn\n\
                        \x20            udp [2001:db8::1]:53 > [2001:db8::2]:5353 len 100\n\
                        \x20            icmp 1.1.1.11 > 2.2.2.12 echo-request id 7 seq 1 ttl 3";

/// What is wrong with a description, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketError {
    text: String,
    /// The bytes of `text` that are meant.
    at: Range<usize>,
    message: String,
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.text[..self.at.start].chars().count();
        let width = self.text[self.at.clone()].chars().count().max(1);
        let carets = "^".repeat(width);
        writeln!(f, "{}", self.text)?;
        writeln!(f, "{:before$}{carets} {}", "", self.message)?;
        f.write_str(EXAMPLES)
    }
}

impl std::error::Error for PacketError {}

/// The words of a description.
struct Words<'t> {
    text: &'t str,
    words: Vec<Range<usize>>,
    next: usize,
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices() {
            let arrow = c == '>';
            if (c.is_whitespace() || arrow)
                && let Some(start) = start.take()
            {
                words.push(start..at);
            }
            if arrow {
                words.push(at..at + 1);
            } else if !c.is_whitespace() && start.is_none() {
                start = Some(at);
            }
        }
        words.extend(start.map(|start| start..text.len()));
        Self {
            text,
            words,
            next: 0,
        }
    }

    fn next(&mut self) -> Option<&'t str> {
        let word = self.words.get(self.next)?;
        self.next += 1;
        Some(&self.text[word.clone()])
    }

    fn peek(&self) -> Option<&'t str> {
        let word = self.words.get(self.next)?;
        Some(&self.text[word.clone()])
    }

    /// A complaint about the word that was taken last, or about the end.
    fn wrong(&self, message: impl Into<String>) -> PacketError {
        let last = self.next.checked_sub(1).and_then(|at| self.words.get(at));
        self.about(last.cloned(), message)
    }

    /// A complaint that something is missing behind the last word.
    fn missing(&self, message: impl Into<String>) -> PacketError {
        let next = self.words.get(self.next).cloned();
        self.about(next, message)
    }

    fn about(&self, at: Option<Range<usize>>, message: impl Into<String>) -> PacketError {
        let mut text = self.text.to_owned();
        let at = at.unwrap_or_else(|| {
            text.push(' ');
            text.len()..text.len()
        });
        PacketError {
            text,
            at,
            message: message.into(),
        }
    }

    /// The value of the word that was taken last.
    fn value<T>(
        &mut self,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, PacketError> {
        let Some(word) = self.next() else {
            return Err(self.missing(format!("{what} is missing")));
        };
        read(word).ok_or_else(|| self.wrong(format!("this is not {what}")))
    }

    fn number<T: TryFrom<u64>>(&mut self, what: &str) -> Result<T, PacketError> {
        self.value(what, |word| T::try_from(number(word)?).ok())
    }
}

/// A number, decimal or with `0x`.
fn number(word: &str) -> Option<u64> {
    match word.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => word.parse().ok(),
    }
}

/// An address, with a port if there is one: `1.2.3.4:80`, `[2001:db8::1]:80`, `2001:db8::1`.
fn endpoint(word: &str) -> Option<(IpAddr, Option<u16>)> {
    if let Some(rest) = word.strip_prefix('[') {
        let (addr, rest) = rest.split_once(']')?;
        let addr: Ipv6Addr = addr.parse().ok()?;
        let port = match rest.strip_prefix(':') {
            Some(port) => Some(port.parse().ok()?),
            None if rest.is_empty() => None,
            None => return None,
        };
        return Some((addr.into(), port));
    }
    if let Ok(addr) = word.parse() {
        return Some((addr, None));
    }
    let (addr, port) = word.split_once(':')?;
    let addr: Ipv4Addr = addr.parse().ok()?;
    Some((addr.into(), Some(port.parse().ok()?)))
}

impl FromStr for PacketSpec {
    type Err = PacketError;

    fn from_str(text: &str) -> Result<Self, PacketError> {
        packet(&mut Words::new(text))
    }
}

/// Which header the protocol's name asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tcp,
    Udp,
    Icmp,
    Icmp6,
    Other(u8),
}

fn kind(words: &mut Words<'_>) -> Result<Kind, PacketError> {
    let Some(word) = words.next() else {
        return Err(words.missing("a packet begins with its protocol: tcp, udp, icmp, icmp6, …"));
    };
    let number = match word {
        "tcp" => return Ok(Kind::Tcp),
        "udp" => return Ok(Kind::Udp),
        "icmp" => return Ok(Kind::Icmp),
        "icmp6" | "icmpv6" => return Ok(Kind::Icmp6),
        "proto" => words.number("a protocol's number")?,
        name => names::protocol_number(name).ok_or_else(|| {
            words.wrong("not a protocol: tcp, udp, icmp, icmp6, gre, esp, …, or proto NUMBER")
        })?,
    };
    Ok(match number {
        protocol::TCP => Kind::Tcp,
        protocol::UDP => Kind::Udp,
        protocol::ICMP => Kind::Icmp,
        protocol::ICMPV6 => Kind::Icmp6,
        other => Kind::Other(other),
    })
}

fn packet(words: &mut Words<'_>) -> Result<PacketSpec, PacketError> {
    let kind = kind(words)?;
    let has_ports = matches!(kind, Kind::Tcp | Kind::Udp);
    let mut side = |words: &mut Words<'_>, what: &str| {
        let (addr, port) = words.value(what, endpoint)?;
        match port {
            Some(_) if !has_ports => Err(words.wrong("this protocol has no ports")),
            Some(port) => Ok((addr, port)),
            None => Ok((addr, 0)),
        }
    };
    let (src, sport) = side(words, "the source's address")?;
    if words.next() != Some(">") {
        return Err(words.wrong("here `>` and the destination are expected"));
    }
    let (dst, dport) = side(words, "the destination's address")?;
    if src.is_ipv4() != dst.is_ipv4() {
        return Err(words.wrong("source and destination must be of one family"));
    }
    let (transport, family) = match kind {
        Kind::Tcp => (tcp(sport, dport), None),
        Kind::Udp => (Transport::Udp { sport, dport }, None),
        Kind::Icmp => (echo(8), Some(true)),
        Kind::Icmp6 => (echo(128), Some(false)),
        Kind::Other(proto) => (Transport::Other { proto }, None),
    };
    match family {
        Some(true) if src.is_ipv6() => return Err(words.wrong("IPv6 has icmp6")),
        Some(false) if src.is_ipv4() => return Err(words.wrong("IPv4 has icmp")),
        Some(_) | None => {}
    }
    let mut spec = PacketSpec {
        src,
        dst,
        transport,
        data: Vec::new(),
        ttl: 64,
        tos: 0,
        id: 0,
        df: false,
        mf: false,
        offset: 0,
        link: Link::default(),
    };
    while let Some(word) = words.next() {
        let known = common(words, word, &mut spec)? || of_transport(words, word, &mut spec)?;
        if !known {
            return Err(words.wrong(expected(kind)));
        }
    }
    Ok(spec)
}

const fn tcp(sport: u16, dport: u16) -> Transport {
    Transport::Tcp(TcpSpec {
        sport,
        dport,
        flags: 0x02,
        seq: 0,
        ack: 0,
        window: 64_240,
    })
}

const fn echo(kind: u8) -> Transport {
    Transport::Icmp {
        kind,
        code: 0,
        rest: 0,
    }
}

/// What may stand in the place of a word that is not known.
const fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Tcp => {
            "not a word of a packet: flags (syn, syn-ack, ack, fin-ack, rst, psh-ack, none, …), seq N, \
             ackno N, win N, len N, ttl N, tos N, df, ipid N, frag N, mf, mark N, in PORT, vlan N, \
             src-mac MAC, dst-mac MAC"
        }
        Kind::Icmp | Kind::Icmp6 => {
            "not a word of a packet: a message (echo-request, port-unreachable, …) or type N code N, \
             id N, seq N, mtu N, about PACKET, len N, ttl N, tos N, df, ipid N, frag N, mf, mark N, \
             in PORT, vlan N, src-mac MAC, dst-mac MAC"
        }
        Kind::Udp | Kind::Other(_) => {
            "not a word of a packet: len N, ttl N, tos N, df, ipid N, frag N, mf, mark N, in PORT, \
             vlan N, src-mac MAC, dst-mac MAC"
        }
    }
}

/// Takes a word that every packet may have; whether it is one.
fn common(words: &mut Words<'_>, word: &str, spec: &mut PacketSpec) -> Result<bool, PacketError> {
    match word {
        "ttl" | "hoplimit" => spec.ttl = words.number("a number below 256")?,
        "tos" | "tclass" => spec.tos = words.number("a number below 256")?,
        "ipid" => spec.id = words.number("a number")?,
        "df" if spec.src.is_ipv4() => spec.df = true,
        "mf" => spec.mf = true,
        "frag" => {
            let multiple = |word: &str| {
                let offset = u16::try_from(number(word)?).ok()?;
                (offset % 8 == 0).then_some(offset)
            };
            spec.offset = words.value("an offset in bytes, a multiple of 8", multiple)?;
        }
        "len" => {
            let len: u16 = words.number("a number of bytes below 65536")?;
            spec.data = build::filling(len.into());
        }
        "mark" => spec.link.mark = words.number("a mark")?,
        "vlan" => {
            let vlan = |word: &str| VlanId::new(u16::try_from(number(word)?).ok()?);
            spec.link.vlan = Some(words.value("a VLAN's number", vlan)?);
        }
        "in" => spec.link.iif = Some(words.value("a port's name", |word| Some(word.to_owned()))?),
        "src-mac" => spec.link.src = Some(mac(words)?),
        "dst-mac" => spec.link.dst = Some(mac(words)?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn mac(words: &mut Words<'_>) -> Result<MacAddr, PacketError> {
    words.value("an Ethernet address", |word| word.parse().ok())
}

/// Takes a word of the transport's; whether it is one.
fn of_transport(
    words: &mut Words<'_>,
    word: &str,
    spec: &mut PacketSpec,
) -> Result<bool, PacketError> {
    let v4 = spec.src.is_ipv4();
    match &mut spec.transport {
        Transport::Tcp(tcp) => match word {
            "seq" => tcp.seq = words.number("a sequence number")?,
            "ackno" => tcp.ack = words.number("an acknowledgement number")?,
            "win" => tcp.window = words.number("a number below 65536")?,
            _ => {
                let Some(mut bits) = flags(word) else {
                    return Ok(false);
                };
                while let Some(more) = words.peek().and_then(flags) {
                    bits |= more;
                    words.next();
                }
                tcp.flags = bits;
            }
        },
        Transport::Icmp { kind, code, rest } => match word {
            "type" => *kind = words.number("a number below 256")?,
            "code" => *code = words.number("a number below 256")?,
            "id" => {
                *rest = *rest & 0xffff | words.number::<u16>("an identifier")? as u32 * 0x1_0000
            }
            "seq" => *rest = *rest & !0xffff | u32::from(words.number::<u16>("a number")?),
            "mtu" if v4 => *rest = words.number::<u16>("a number below 65536")?.into(),
            "mtu" => *rest = words.number("a number")?,
            "about" => spec.data = build::network(&packet(words)?),
            name => match names::icmp_number(v4, name) {
                Some(number) => (*kind, *code) = number,
                None => return Ok(false),
            },
        },
        Transport::Udp { .. } | Transport::Other { .. } => return Ok(false),
    }
    Ok(true)
}

/// Flags as `syn`, `syn-ack`, `fin,ack`.
fn flags(word: &str) -> Option<u8> {
    if word == "none" {
        return Some(0);
    }
    word.split(['-', ',', '+', '|']).try_fold(0, |bits, name| {
        let found = names::FLAGS.iter().find(|(known, _)| *known == name);
        found.map(|(_, bit)| bits | bit)
    })
}
