//! Whether a frame is what a filter selects.

use std::net::IpAddr;

use dataplane::wire::ethernet::EtherType;

use super::filter::{Direction, Filter, Number, Proto};
use crate::stack::packet::word;

const RARP: EtherType = EtherType(0x8035);

/// A frame, as filters see it: as on Linux, tags are taken off before they look.
struct Frame<'a> {
    bytes: &'a [u8],
    vlan: Option<u16>,
    ethertype: EtherType,
    l3: &'a [u8],
}

impl<'a> Frame<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut at = 12;
        let mut ethertype = EtherType(word(bytes, at)?);
        let mut vlan = None;
        while ethertype.is_vlan() {
            vlan.get_or_insert(word(bytes, at + 2)? & 0x0fff);
            at += 4;
            ethertype = EtherType(word(bytes, at)?);
        }
        Some(Self {
            bytes,
            vlan,
            ethertype,
            l3: bytes.get(at + 2..)?,
        })
    }

    /// The upper layer's protocol, and its header if it is all there.
    fn upper(&self) -> Option<(u8, Option<&'a [u8]>)> {
        match self.ethertype {
            EtherType::IPV4 => {
                let len = usize::from(self.l3.first()? & 0xf) * 4;
                let is_first = word(self.l3, 6)? & 0x1fff == 0;
                let upper = self.l3.get(len..).filter(|_| is_first);
                Some((*self.l3.get(9)?, upper))
            }
            EtherType::IPV6 => {
                let (next, rest) = (*self.l3.get(6)?, self.l3.get(40..)?);
                // As in pcap: one fragment header is looked through for the protocol, not for ports.
                if next == 44 {
                    return Some((*rest.first()?, None));
                }
                Some((next, Some(rest)))
            }
            _ => None,
        }
    }

    fn has(&self, proto: Proto) -> bool {
        let upper = |number: u8| self.upper().is_some_and(|(proto, _)| proto == number);
        match proto {
            Proto::Ether => true,
            Proto::Ip => self.ethertype == EtherType::IPV4,
            Proto::Ip6 => self.ethertype == EtherType::IPV6,
            Proto::Arp => self.ethertype == EtherType::ARP,
            Proto::Rarp => self.ethertype == RARP,
            Proto::Icmp => self.ethertype == EtherType::IPV4 && upper(1),
            Proto::Icmp6 => self.ethertype == EtherType::IPV6 && upper(58),
            Proto::Tcp => upper(6),
            Proto::Udp => upper(17),
            Proto::Sctp => upper(132),
            Proto::Igmp => self.ethertype == EtherType::IPV4 && upper(2),
        }
    }

    /// Source and destination: of IP, or who asks and who is asked.
    fn addresses(&self) -> Option<(IpAddr, IpAddr)> {
        let v4 = |at: usize| {
            Some(IpAddr::from(
                <[u8; 4]>::try_from(self.l3.get(at..at + 4)?).ok()?,
            ))
        };
        let v6 = |at: usize| {
            Some(IpAddr::from(
                <[u8; 16]>::try_from(self.l3.get(at..at + 16)?).ok()?,
            ))
        };
        match self.ethertype {
            EtherType::IPV4 => Some((v4(12)?, v4(16)?)),
            EtherType::ARP | RARP => Some((v4(14)?, v4(24)?)),
            EtherType::IPV6 => Some((v6(8)?, v6(24)?)),
            _ => None,
        }
    }

    fn ends<T>(direction: Direction, ends: (T, T), is: impl Fn(T) -> bool) -> bool {
        let (source, destination) = ends;
        match direction {
            Direction::Either => is(source) || is(destination),
            Direction::Both => is(source) && is(destination),
            Direction::Source => is(source),
            Direction::Destination => is(destination),
        }
    }

    fn number(&self, number: &Number) -> Option<u32> {
        match number {
            Number::Constant(value) => Some(*value),
            Number::Length => Some(self.bytes.len() as u32),
            Number::Bytes(proto, offset, size) => {
                if !self.has(*proto) {
                    return None;
                }
                let bytes = match proto {
                    Proto::Ether => self.bytes,
                    Proto::Ip | Proto::Ip6 | Proto::Arp | Proto::Rarp => self.l3,
                    Proto::Icmp
                    | Proto::Icmp6
                    | Proto::Tcp
                    | Proto::Udp
                    | Proto::Sctp
                    | Proto::Igmp => {
                        // As in pcap, `tcp[…]` is of IPv4 only.
                        if *proto != Proto::Icmp6 && self.ethertype != EtherType::IPV4 {
                            return None;
                        }
                        self.upper()?.1?
                    }
                };
                let at = self.number(offset)? as usize;
                let bytes = bytes.get(at..at.checked_add(*size as usize)?)?;
                Some(
                    bytes
                        .iter()
                        .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
                )
            }
            Number::Two(left, sign, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                Some(match *sign {
                    "|" => left | right,
                    "^" => left ^ right,
                    "&" => left & right,
                    "<<" => left.checked_shl(right).unwrap_or(0),
                    ">>" => left.checked_shr(right).unwrap_or(0),
                    "+" => left.wrapping_add(right),
                    "-" => left.wrapping_sub(right),
                    "*" => left.wrapping_mul(right),
                    "/" => left.checked_div(right)?,
                    _ => left.checked_rem(right)?,
                })
            }
        }
    }

    fn is(&self, filter: &Filter) -> bool {
        let of = |proto: &Option<Proto>| proto.is_none_or(|proto| self.has(proto));
        match filter {
            Filter::All => true,
            Filter::And(left, right) => self.is(left) && self.is(right),
            Filter::Or(left, right) => self.is(left) || self.is(right),
            Filter::Not(inner) => !self.is(inner),
            Filter::Proto(proto) => self.has(*proto),
            Filter::Host(proto, direction, host) => {
                let ends = self.addresses().filter(|_| of(proto));
                ends.is_some_and(|ends| Self::ends(*direction, ends, |end| end == *host))
            }
            Filter::Net(proto, direction, net) => {
                let ends = self.addresses().filter(|_| of(proto));
                ends.is_some_and(|ends| Self::ends(*direction, ends, |end| net.contains(&end)))
            }
            Filter::Port(proto, direction, first, last) => {
                let Some((6 | 17 | 132, Some(upper))) = self.upper() else {
                    return false;
                };
                let (Some(source), Some(destination)) = (word(upper, 0), word(upper, 2)) else {
                    return false;
                };
                let within = |port: u16| (*first..=*last).contains(&port);
                of(proto) && Self::ends(*direction, (source, destination), within)
            }
            Filter::Ether(direction, mac) => {
                let (Some(destination), Some(source)) =
                    (self.bytes.get(..6), self.bytes.get(6..12))
                else {
                    return false;
                };
                Self::ends(*direction, (source, destination), |end| end == mac.0)
            }
            Filter::Vlan(id) => match (self.vlan, id) {
                (Some(has), Some(wanted)) => has == *wanted,
                (has, None) => has.is_some(),
                (None, Some(_)) => false,
            },
            Filter::Broadcast => self.bytes.starts_with(&[0xff; 6]),
            Filter::Multicast => self.bytes.first().is_some_and(|first| first & 1 != 0),
            Filter::Upper(proto, number) => {
                of(proto) && self.upper().is_some_and(|(upper, _)| upper == *number)
            }
            Filter::Compare(left, sign, right) => {
                let (Some(left), Some(right)) = (self.number(left), self.number(right)) else {
                    return false;
                };
                match *sign {
                    "=" | "==" => left == right,
                    "!=" => left != right,
                    "<" => left < right,
                    ">" => left > right,
                    "<=" => left <= right,
                    _ => left >= right,
                }
            }
        }
    }
}

/// Whether `frame` is what `filter` selects.
pub(super) fn selects(filter: &Filter, frame: &[u8]) -> bool {
    Frame::read(frame).is_some_and(|frame| frame.is(filter))
}
