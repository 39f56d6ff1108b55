//! What ping and traceroute send, and what they hear back.

use std::net::IpAddr;

use dataplane::wire::ipv4::protocol;
use smoltcp::{
    phy::ChecksumCapabilities,
    wire::{
        Icmpv4Packet, Icmpv4Repr, Icmpv6Packet, Icmpv6Repr, IpAddress, IpProtocol, IpRepr,
        UdpPacket, UdpRepr,
    },
};

use crate::stack::{Headers, packet::word};

/// A probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// An echo request.
    Echo {
        /// Whose.
        ident: u16,
        /// Which.
        seq: u16,
    },
    /// A datagram to a port where nobody listens.
    Udp {
        /// From.
        source: u16,
        /// To.
        destination: u16,
    },
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Who sent it.
    pub from: IpAddr,
    /// With what TTL or hop limit it came in.
    pub ttl: u8,
    /// Length of the ICMP message, in bytes.
    pub len: usize,
    /// The probe that it answers.
    pub probe: Probe,
    /// What it says.
    pub answer: Answer,
}

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An echo reply.
    Reply,
    /// An ICMP error: its type, code and second word.
    Error {
        /// Type.
        kind: u8,
        /// Code.
        code: u8,
        /// The word behind the checksum: an MTU, for some.
        word: u32,
    },
}

impl Probe {
    /// The protocol of its packet.
    #[must_use]
    pub fn protocol(self, destination: IpAddr) -> IpProtocol {
        match (self, destination) {
            (Self::Echo { .. }, IpAddr::V4(_)) => IpProtocol::Icmp,
            (Self::Echo { .. }, IpAddr::V6(_)) => IpProtocol::Icmpv6,
            (Self::Udp { .. }, _) => IpProtocol::Udp,
        }
    }

    /// The whole IP packet, with `data` bytes behind the ICMP or UDP header.
    #[must_use]
    pub fn packet(self, source: IpAddr, destination: IpAddr, ttl: u8, data: usize) -> Vec<u8> {
        let caps = ChecksumCapabilities::default();
        let data: Vec<u8> = (0..data).map(|i| i as u8).collect();
        let protocol = self.protocol(destination);
        let (src, dst) = (IpAddress::from(source), IpAddress::from(destination));
        let ip = IpRepr::new(src, dst, protocol, 8 + data.len(), ttl);
        let mut packet = vec![0; ip.header_len() + 8 + data.len()];
        let (header, payload) = packet.split_at_mut(ip.header_len());
        ip.emit(header, &caps);
        match (self, source, destination) {
            (Self::Echo { ident, seq }, IpAddr::V6(source), IpAddr::V6(destination)) => {
                let echo = Icmpv6Repr::EchoRequest {
                    ident,
                    seq_no: seq,
                    data: &data,
                };
                let mut icmp = Icmpv6Packet::new_unchecked(payload);
                echo.emit(&source, &destination, &mut icmp, &caps);
            }
            (Self::Echo { ident, seq }, _, _) => {
                let echo = Icmpv4Repr::EchoRequest {
                    ident,
                    seq_no: seq,
                    data: &data,
                };
                echo.emit(&mut Icmpv4Packet::new_unchecked(payload), &caps);
            }
            (
                Self::Udp {
                    source: src_port,
                    destination: dst_port,
                },
                _,
                _,
            ) => {
                let udp = UdpRepr { src_port, dst_port };
                udp.emit(
                    &mut UdpPacket::new_unchecked(payload),
                    &src,
                    &dst,
                    data.len(),
                    |room| room.copy_from_slice(&data),
                    &caps,
                );
            }
        }
        packet
    }
}

/// Reads a whole IP packet that holds ICMP; `None` if it answers no probe.
#[must_use]
pub fn hear(packet: &[u8]) -> Option<Heard> {
    let headers = Headers::plain(packet)?;
    let (icmp, v6) = (packet.get(headers.l4..)?, headers.src.is_ipv6());
    let (kind, code) = (*icmp.first()?, *icmp.get(1)?);
    let is_reply = kind == if v6 { 129 } else { 0 };
    let is_error = if v6 {
        (1..=4).contains(&kind)
    } else {
        matches!(kind, 3 | 11 | 12)
    };
    let (answer, probe) = if is_reply {
        (Answer::Reply, echo(icmp)?)
    } else if is_error {
        let word = u32::from_be_bytes(icmp.get(4..8)?.try_into().ok()?);
        (Answer::Error { kind, code, word }, quoted(icmp.get(8..)?)?)
    } else {
        return None;
    };
    Some(Heard {
        from: headers.src,
        ttl: headers.ttl,
        len: icmp.len(),
        probe,
        answer,
    })
}

fn echo(icmp: &[u8]) -> Option<Probe> {
    Some(Probe::Echo {
        ident: word(icmp, 4)?,
        seq: word(icmp, 6)?,
    })
}

/// The probe whose packet an ICMP error quotes.
fn quoted(packet: &[u8]) -> Option<Probe> {
    let headers = Headers::of_quoted(packet)?;
    match headers.protocol {
        protocol::ICMP | protocol::ICMPV6 => echo(packet.get(headers.l4..)?),
        protocol::UDP => Some(Probe::Udp {
            source: headers.ports.0,
            destination: headers.ports.1,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_probe_that_it_quotes() {
        for (source, destination) in [("192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::2")] {
            let (source, destination): (IpAddr, IpAddr) = (
                source.parse().expect("address"),
                destination.parse().expect("address"),
            );
            for probe in [
                Probe::Echo { ident: 7, seq: 9 },
                Probe::Udp {
                    source: 40000,
                    destination: 33434,
                },
            ] {
                let sent = probe.packet(source, destination, 3, 32);
                assert_eq!(quoted(&sent), Some(probe));
                // Cut short, as RFC 792 allows: the header and eight bytes are enough.
                let header = sent.len() - 40;
                assert_eq!(quoted(&sent[..header + 8]), Some(probe));
                assert_eq!(quoted(&sent[..header]), None);
            }
        }
    }
}
