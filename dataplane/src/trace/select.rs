//! Which packets of the live router are recorded.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::PacketTrace;
use crate::{
    iface::IfIndex,
    packet::Packet,
    time::Instant,
    wire::{
        ipv4::{self, Ipv4View, protocol},
        ipv6::Ipv6View,
        ipv6_ext,
    },
};

/// What a packet must be, for somebody to want to know of it. All that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// The interface that it came in by.
    pub iif: Option<IfIndex>,
    /// The protocol.
    pub proto: Option<u8>,
    /// The source.
    pub src: Option<IpNet>,
    /// The destination.
    pub dst: Option<IpNet>,
    /// Source or destination.
    pub host: Option<IpNet>,
    /// The source port.
    pub sport: Option<u16>,
    /// The destination port.
    pub dport: Option<u16>,
    /// Source or destination port.
    pub port: Option<u16>,
}

/// What a selector looks at.
#[derive(Clone, Copy, Debug)]
struct Facts {
    src: IpAddr,
    dst: IpAddr,
    proto: u8,
    ports: Option<(u16, u16)>,
}

impl Facts {
    fn of(bytes: &[u8]) -> Option<Self> {
        let (src, dst, proto, offset, later): (IpAddr, IpAddr, u8, usize, bool) =
            match bytes.first()? >> 4 {
                4 => {
                    let view = Ipv4View::header(bytes).ok()?;
                    let (src, dst): (Ipv4Addr, Ipv4Addr) = (view.src(), view.dst());
                    let later = view.fragment_bits() & ipv4::OFFSET_MASK != 0;
                    let proto = view.protocol();
                    (src.into(), dst.into(), proto, view.header_len(), later)
                }
                _ => {
                    let view = Ipv6View::header(bytes).ok()?;
                    let (src, dst): (Ipv6Addr, Ipv6Addr) = (view.src(), view.dst());
                    let upper = ipv6_ext::upper(bytes)?;
                    let later = upper.fragment.is_some_and(|field| field & !0x7 != 0);
                    (src.into(), dst.into(), upper.protocol, upper.offset, later)
                }
            };
        let has_ports = matches!(
            proto,
            protocol::TCP | protocol::UDP | protocol::UDPLITE | protocol::SCTP
        );
        let ports = bytes
            .get(offset..)
            .and_then(|payload| payload.first_chunk::<4>())
            .filter(|_| has_ports && !later)
            .map(|[a, b, c, d]| (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])));
        Some(Self {
            src,
            dst,
            proto,
            ports,
        })
    }
}

impl Selector {
    /// Whether `packet`, which was received and is as it came, is such a packet.
    #[must_use]
    pub fn selects(&self, packet: &Packet) -> bool {
        self.selects_bytes(packet.meta.iif, packet.network())
    }

    /// As [`selects`](Self::selects), from the interface and the bytes from the network header on.
    #[must_use]
    pub fn selects_bytes(&self, iif: Option<IfIndex>, network: &[u8]) -> bool {
        if self.iif.is_some() && self.iif != iif {
            return false;
        }
        let asks = *self
            != Self {
                iif: self.iif,
                ..Self::default()
            };
        if !asks {
            return true;
        }
        Facts::of(network).is_some_and(|facts| self.holds(&facts))
    }

    fn holds(&self, facts: &Facts) -> bool {
        let within = |net: &Option<IpNet>, addr: &IpAddr| net.is_none_or(|net| net.contains(addr));
        let port = |wanted: Option<u16>, of: fn((u16, u16)) -> u16| {
            wanted.is_none_or(|wanted| facts.ports.map(of) == Some(wanted))
        };
        self.proto.is_none_or(|proto| proto == facts.proto)
            && within(&self.src, &facts.src)
            && within(&self.dst, &facts.dst)
            && (within(&self.host, &facts.src) || within(&self.host, &facts.dst))
            && port(self.sport, |(sport, _)| sport)
            && port(self.dport, |(_, dport)| dport)
            && self.port.is_none_or(|wanted| {
                facts
                    .ports
                    .is_some_and(|(sport, dport)| [sport, dport].contains(&wanted))
            })
    }
}

/// A packet of the live router that was recorded.
#[derive(Clone, Debug)]
pub struct LiveTrace {
    /// When it was received.
    pub at: Instant,
    /// What happened to it. It begins as it was received.
    pub trace: PacketTrace,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TCP 10.0.0.1:1000 > 10.0.1.2:80.
    fn packet() -> Vec<u8> {
        let mut bytes = vec![
            0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 1, 2,
        ];
        bytes.extend([0x03, 0xe8, 0, 80]);
        bytes.resize(40, 0);
        bytes
    }

    fn net(text: &str) -> Option<IpNet> {
        Some(text.parse().expect("a network"))
    }

    #[test]
    fn all_that_is_asked_must_hold() {
        let any = Selector::default;
        let yes = [
            any(),
            Selector {
                proto: Some(6),
                src: net("10.0.0.0/24"),
                dport: Some(80),
                ..any()
            },
            Selector {
                host: net("10.0.1.2/32"),
                port: Some(1000),
                ..any()
            },
            Selector {
                iif: IfIndex::new(3),
                ..any()
            },
        ];
        let no = [
            Selector {
                proto: Some(17),
                ..any()
            },
            Selector {
                dst: net("10.0.0.0/24"),
                ..any()
            },
            Selector {
                host: net("fd00::/8"),
                ..any()
            },
            Selector {
                sport: Some(80),
                ..any()
            },
            Selector {
                iif: IfIndex::new(4),
                ..any()
            },
        ];
        let iif = IfIndex::new(3);
        for selector in yes {
            assert!(selector.selects_bytes(iif, &packet()), "{selector:?}");
        }
        for selector in no {
            assert!(!selector.selects_bytes(iif, &packet()), "{selector:?}");
        }
    }

    #[test]
    fn a_later_fragment_shows_no_ports() {
        let mut bytes = packet();
        bytes[7] = 1;
        let by_port = Selector {
            port: Some(80),
            ..Selector::default()
        };
        assert!(!by_port.selects_bytes(None, &bytes));
        let by_proto = Selector {
            proto: Some(6),
            ..Selector::default()
        };
        assert!(by_proto.selects_bytes(None, &bytes));
        for len in 0..40 {
            let _ = by_port.selects_bytes(None, &bytes[..len]);
        }
    }
}
