//! Capture filters, in pcap's language: primitives joined by `and`, `or` and `not`, and comparisons of
//! bytes of the packet.

use std::{fmt, net::IpAddr};

use dataplane::iface::MacAddr;
use ipnet::IpNet;

use super::lexer::{Token, tokens};
use crate::tools::services;

/// What a packet has to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    All,
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Proto(Proto),
    Host(Option<Proto>, Direction, IpAddr),
    Net(Option<Proto>, Direction, IpNet),
    Port(Option<Proto>, Direction, u16, u16),
    Ether(Direction, MacAddr),
    Vlan(Option<u16>),
    Broadcast,
    Multicast,
    /// `ip proto N`, `ip6 proto N`, `proto N`.
    Upper(Option<Proto>, u8),
    Compare(Number, Comparison, Number),
}

/// Protocols that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proto {
    Ether,
    Ip,
    Ip6,
    Arp,
    Rarp,
    Icmp,
    Icmp6,
    Tcp,
    Udp,
    Sctp,
    Igmp,
}

impl Proto {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "ether" => Self::Ether,
            "ip" => Self::Ip,
            "ip6" => Self::Ip6,
            "arp" => Self::Arp,
            "rarp" => Self::Rarp,
            "icmp" => Self::Icmp,
            "icmp6" => Self::Icmp6,
            "tcp" => Self::Tcp,
            "udp" => Self::Udp,
            "sctp" => Self::Sctp,
            "igmp" => Self::Igmp,
            _ => return None,
        })
    }
}

/// Which end is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Either,
    Both,
    Source,
    Destination,
}

/// A number in a comparison.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Number {
    Constant(u32),
    Length,
    Bytes(Proto, Box<Self>, u32),
    Two(Box<Self>, &'static str, Box<Self>),
}

/// How numbers are compared.
pub(super) type Comparison = &'static str;

/// What is wrong with a filter, as tcpdump says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FilterError {
    Syntax,
    Host(String),
    Port(String),
    EtherHost(String),
    NetBits(String),
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("can't parse filter expression: syntax error"),
            Self::Host(name) => write!(f, "unknown host '{name}'"),
            Self::Port(name) => write!(f, "unknown port '{name}'"),
            Self::EtherHost(name) => write!(f, "unknown ether host '{name}'"),
            Self::NetBits(net) => write!(f, "non-network bits set in \"{net}\""),
        }
    }
}

impl std::error::Error for FilterError {}

/// Reads a filter; `names` knows the hosts' addresses.
pub(super) fn parse(
    text: &str,
    names: &dyn Fn(&str) -> Option<IpAddr>,
) -> Result<Filter, FilterError> {
    let tokens = tokens(text).ok_or(FilterError::Syntax)?;
    if tokens.is_empty() {
        return Ok(Filter::All);
    }
    let mut parser = Parser {
        tokens,
        at: 0,
        names,
        last: None,
    };
    let filter = parser.expression()?;
    match parser.peek() {
        None => Ok(filter),
        Some(_) => Err(FilterError::Syntax),
    }
}

/// The qualifiers of a primitive: what a bare name behind it means.
#[derive(Clone, Copy, Debug)]
struct Qualifiers {
    proto: Option<Proto>,
    direction: Direction,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Host,
    Net,
    Port,
    PortRange,
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    names: &'a dyn Fn(&str) -> Option<IpAddr>,
    last: Option<Qualifiers>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_sign(&self, wanted: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(sign)) if *sign == wanted)
    }

    fn is_word(&self, wanted: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if word == wanted)
    }

    fn take_sign(&mut self, wanted: &str) -> bool {
        let is = self.is_sign(wanted);
        self.at += usize::from(is);
        is
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let is = self.is_word(wanted);
        self.at += usize::from(is);
        is
    }

    /// `and` and `or` bind equally, from left to right.
    fn expression(&mut self) -> Result<Filter, FilterError> {
        let mut left = self.term()?;
        loop {
            if self.take_word("and") || self.take_sign("&&") {
                left = Filter::And(Box::new(left), Box::new(self.term()?));
            } else if self.take_word("or") || self.take_sign("||") {
                left = Filter::Or(Box::new(left), Box::new(self.term()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn term(&mut self) -> Result<Filter, FilterError> {
        if self.take_word("not") || self.take_sign("!") {
            return Ok(Filter::Not(Box::new(self.term()?)));
        }
        let begin = self.at;
        if let Some(comparison) = self.comparison() {
            return Ok(comparison);
        }
        self.at = begin;
        if self.take_sign("(") {
            let inner = self.expression()?;
            return match self.take_sign(")") {
                true => Ok(inner),
                false => Err(FilterError::Syntax),
            };
        }
        self.primitive()
    }

    fn comparison(&mut self) -> Option<Filter> {
        let left = self.number(0)?;
        let Some(Token::Sign(sign)) = self.peek() else {
            return None;
        };
        let sign = *sign;
        if !matches!(sign, "=" | "==" | "!=" | "<" | ">" | "<=" | ">=") {
            return None;
        }
        self.at += 1;
        Some(Filter::Compare(left, sign, self.number(0)?))
    }

    /// A number whose operators bind at least as strongly as `least`.
    fn number(&mut self, least: u8) -> Option<Number> {
        let mut left = self.operand()?;
        loop {
            let Some(Token::Sign(sign)) = self.peek() else {
                return Some(left);
            };
            let sign = *sign;
            let strength = match sign {
                "|" => 1,
                "^" => 2,
                "&" => 3,
                "<<" | ">>" => 4,
                "+" | "-" => 5,
                "*" | "/" | "%" => 6,
                _ => return Some(left),
            };
            if strength <= least {
                return Some(left);
            }
            self.at += 1;
            left = Number::Two(Box::new(left), sign, Box::new(self.number(strength)?));
        }
    }

    fn operand(&mut self) -> Option<Number> {
        if self.take_sign("(") {
            let inner = self.number(0)?;
            return self.take_sign(")").then_some(inner);
        }
        if self.take_sign("-") {
            let zero = Box::new(Number::Constant(0));
            return Some(Number::Two(zero, "-", Box::new(self.operand()?)));
        }
        match self.peek()?.clone() {
            Token::Number(number) => {
                self.at += 1;
                Some(Number::Constant(number))
            }
            Token::Word(word) => {
                self.at += 1;
                if word == "len" {
                    return Some(Number::Length);
                }
                if let Some(constant) = constant(&word) {
                    return Some(Number::Constant(constant));
                }
                let proto = Proto::of(&word)?;
                if !self.take_sign("[") {
                    return None;
                }
                let offset = Box::new(self.number(0)?);
                let mut size = 1;
                if self.take_sign(":") {
                    let Token::Number(number) = self.peek()? else {
                        return None;
                    };
                    size = *number;
                    self.at += 1;
                }
                let good = matches!(size, 1 | 2 | 4) && self.take_sign("]");
                good.then_some(Number::Bytes(proto, offset, size))
            }
            Token::Sign(_) => None,
        }
    }

    fn primitive(&mut self) -> Result<Filter, FilterError> {
        let mut proto = None;
        if let Some(Token::Word(word)) = self.peek()
            && let Some(named) = Proto::of(word)
        {
            proto = Some(named);
            self.at += 1;
        }
        if proto.is_none() {
            if self.take_word("vlan") {
                let id = match self.peek() {
                    Some(Token::Number(id)) => Some(*id as u16),
                    Some(Token::Word(_) | Token::Sign(_)) | None => None,
                };
                self.at += usize::from(id.is_some());
                return Ok(Filter::Vlan(id));
            }
            for (word, sign) in [("less", "<="), ("greater", ">=")] {
                if self.take_word(word) {
                    let Some(Token::Number(number)) = self.peek().cloned() else {
                        return Err(FilterError::Syntax);
                    };
                    self.at += 1;
                    return Ok(Filter::Compare(
                        Number::Length,
                        sign,
                        Number::Constant(number),
                    ));
                }
            }
        }
        if self.take_word("broadcast") {
            return Ok(Filter::Broadcast);
        }
        if self.take_word("multicast") {
            return Ok(Filter::Multicast);
        }
        if self.take_word("proto") {
            return self.upper(proto);
        }
        let direction = self.direction();
        let kind = [
            ("host", Kind::Host),
            ("net", Kind::Net),
            ("port", Kind::Port),
            ("portrange", Kind::PortRange),
        ]
        .into_iter()
        .find(|(word, _)| self.take_word(word))
        .map(|(_, kind)| kind);
        if direction.is_none() && kind.is_none() {
            match (proto, self.last, self.peek()) {
                // A name by itself means what the one before it meant.
                (None, Some(last), Some(_)) => return self.named(last),
                (Some(proto), _, _) if proto != Proto::Ether => return Ok(Filter::Proto(proto)),
                (_, _, _) => return Err(FilterError::Syntax),
            }
        }
        let qualifiers = Qualifiers {
            proto,
            direction: direction.unwrap_or(Direction::Either),
            kind: kind.unwrap_or(Kind::Host),
        };
        self.last = Some(qualifiers);
        self.named(qualifiers)
    }

    fn direction(&mut self) -> Option<Direction> {
        let first = match self.peek() {
            Some(Token::Word(word)) if word == "src" => Direction::Source,
            Some(Token::Word(word)) if word == "dst" => Direction::Destination,
            Some(_) | None => return None,
        };
        self.at += 1;
        let begin = self.at;
        let joined = match () {
            () if self.take_word("or") => Direction::Either,
            () if self.take_word("and") => Direction::Both,
            () => return Some(first),
        };
        let other = match first {
            Direction::Source => "dst",
            Direction::Destination | Direction::Either | Direction::Both => "src",
        };
        if self.take_word(other) {
            return Some(joined);
        }
        self.at = begin;
        Some(first)
    }

    fn upper(&mut self, proto: Option<Proto>) -> Result<Filter, FilterError> {
        self.take_sign("\\");
        let number = match self.peek().cloned() {
            Some(Token::Number(number)) => u8::try_from(number).ok(),
            Some(Token::Word(word)) => match word.as_str() {
                "icmp" => Some(1),
                "tcp" => Some(6),
                "udp" => Some(17),
                "gre" => Some(47),
                "icmp6" => Some(58),
                "sctp" => Some(132),
                _ => None,
            },
            Some(Token::Sign(_)) | None => None,
        };
        self.at += 1;
        let number = number.ok_or(FilterError::Syntax)?;
        Ok(Filter::Upper(proto, number))
    }

    /// What stands behind the qualifiers.
    fn named(&mut self, qualifiers: Qualifiers) -> Result<Filter, FilterError> {
        let Qualifiers {
            proto,
            direction,
            kind,
        } = qualifiers;
        let word = match self.peek().cloned() {
            Some(Token::Word(word)) => word,
            Some(Token::Number(number)) => number.to_string(),
            Some(Token::Sign(_)) | None => return Err(FilterError::Syntax),
        };
        self.at += 1;
        match kind {
            Kind::Port => {
                let port = port(&word)?;
                Ok(Filter::Port(proto, direction, port, port))
            }
            Kind::PortRange => {
                let (first, last) = word.split_once('-').unwrap_or((&word, &word));
                let (first, last) = (port(first)?, port(last)?);
                Ok(Filter::Port(
                    proto,
                    direction,
                    first.min(last),
                    first.max(last),
                ))
            }
            Kind::Host if proto == Some(Proto::Ether) => {
                let mac = word.parse().map_err(|_| FilterError::EtherHost(word))?;
                Ok(Filter::Ether(direction, mac))
            }
            Kind::Host => {
                let address = word.parse().ok().or_else(|| (self.names)(&word));
                let address = address.ok_or_else(|| match word.parse::<u32>() {
                    Ok(_) => FilterError::Syntax,
                    Err(_) => FilterError::Host(word.clone()),
                })?;
                Ok(Filter::Host(proto, direction, address))
            }
            Kind::Net => {
                let mask = match self.take_word("mask") {
                    true => match self.peek().cloned() {
                        Some(Token::Word(mask)) => {
                            self.at += 1;
                            Some(mask)
                        }
                        Some(Token::Number(_) | Token::Sign(_)) | None => {
                            return Err(FilterError::Syntax);
                        }
                    },
                    false => None,
                };
                Ok(Filter::Net(proto, direction, net(&word, mask.as_deref())?))
            }
        }
    }
}

fn port(word: &str) -> Result<u16, FilterError> {
    services::port(word).ok_or_else(|| FilterError::Port(word.to_owned()))
}

/// `10.0.0.0/8`, `10.1` (as long as it is), `10.0.0.0` with a mask, `fd00::/64`.
fn net(word: &str, mask: Option<&str>) -> Result<IpNet, FilterError> {
    let bad = || FilterError::NetBits(word.to_owned());
    let (address, len) = match word.split_once('/') {
        Some((address, len)) => (address, Some(len.parse().map_err(|_| FilterError::Syntax)?)),
        None => (word, None),
    };
    let mask = match mask.map(str::parse::<std::net::Ipv4Addr>) {
        Some(Ok(mask)) => Some(u32::from(mask).leading_ones() as u8),
        Some(Err(_)) => return Err(FilterError::Syntax),
        None => None,
    };
    let net = match address.parse::<IpAddr>() {
        Ok(address) => {
            let octets_given = match address {
                // As pcap: zeros at the end of a net without a length are its hosts' part.
                IpAddr::V4(v4) => 32 - (u32::from(v4).trailing_zeros().min(32) / 8 * 8) as u8,
                IpAddr::V6(_) => 128,
            };
            let len = len.or(mask).unwrap_or(octets_given);
            IpNet::new(address, len).map_err(|_| FilterError::Syntax)?
        }
        Err(_) => {
            let parts: Result<Vec<u8>, _> = address.split('.').map(str::parse).collect();
            let mut parts = parts.map_err(|_| FilterError::Host(word.to_owned()))?;
            let len = len.or(mask).unwrap_or(parts.len() as u8 * 8);
            parts.resize(4, 0);
            let octets: [u8; 4] = parts.try_into().map_err(|_| FilterError::Syntax)?;
            IpNet::new(octets.into(), len).map_err(|_| FilterError::Syntax)?
        }
    };
    if net.network() == net.addr() {
        Ok(net)
    } else {
        Err(bad())
    }
}

/// Names of offsets and values.
fn constant(word: &str) -> Option<u32> {
    Some(match word {
        "tcpflags" => 13,
        "tcp-fin" => 0x01,
        "tcp-syn" => 0x02,
        "tcp-rst" => 0x04,
        "tcp-push" => 0x08,
        "tcp-ack" => 0x10,
        "tcp-urg" => 0x20,
        "tcp-ece" => 0x40,
        "tcp-cwr" => 0x80,
        "icmptype" | "icmp6type" => 0,
        "icmpcode" | "icmp6code" => 1,
        "icmp-echoreply" => 0,
        "icmp-unreach" => 3,
        "icmp-sourcequench" => 4,
        "icmp-redirect" => 5,
        "icmp-echo" => 8,
        "icmp-routeradvert" => 9,
        "icmp-routersolicit" => 10,
        "icmp-timxceed" => 11,
        "icmp-paramprob" => 12,
        "icmp-tstamp" => 13,
        "icmp-tstampreply" => 14,
        "icmp6-destinationrunreach" | "icmp6-destinationunreach" => 1,
        "icmp6-packettoobig" => 2,
        "icmp6-timeexceeded" => 3,
        "icmp6-parameterproblem" => 4,
        "icmp6-echo" => 128,
        "icmp6-echoreply" => 129,
        "icmp6-routersolicit" => 133,
        "icmp6-routeradvert" => 134,
        "icmp6-neighborsolicit" => 135,
        "icmp6-neighboradvert" => 136,
        "icmp6-redirect" => 137,
        _ => return None,
    })
}
