//! Packets: put together, taken apart.

use std::net::IpAddr;

use dataplane::{
    checksum::{Sum, checksum, pseudo_header},
    iface::MacAddr,
};

pub(crate) const ICMP: u8 = 1;
pub(crate) const TCP: u8 = 6;
pub(crate) const UDP: u8 = 17;
pub(crate) const GRE: u8 = 47;
pub(crate) const ICMPV6: u8 = 58;
/// The type of an IPv6 redirect.
const ND_REDIRECT: u8 = 137;
pub(crate) const SCTP: u8 = 132;
/// The extension header of IPv6 fragments.
const FRAGMENT: u8 = 44;

/// Bytes of a link-layer header.
pub(crate) const LINK: usize = 14;

/// What a packet is to have in its network header.
#[derive(Clone, Debug)]
pub(crate) struct Ip {
    pub(crate) src: IpAddr,
    pub(crate) dst: IpAddr,
    pub(crate) ttl: u8,
    /// Type of service, traffic class.
    pub(crate) tos: u8,
    /// IPv4 identification.
    pub(crate) id: u16,
    pub(crate) dont_fragment: bool,
    /// IPv4 options, padded; IPv6: whole extension headers, each with its type in front, of 8 bytes.
    pub(crate) options: Vec<u8>,
    /// IPv6 flow label.
    pub(crate) label: u32,
}

impl Ip {
    /// An ordinary packet between these.
    pub(crate) fn new(src: IpAddr, dst: IpAddr) -> Self {
        Self {
            src,
            dst,
            ttl: 64,
            tos: 0,
            id: 0,
            dont_fragment: true,
            options: Vec::new(),
            label: 0,
        }
    }

    /// The packet with this payload.
    pub(crate) fn packet(&self, proto: u8, payload: &[u8]) -> Vec<u8> {
        match (self.src, self.dst) {
            (IpAddr::V4(src), IpAddr::V4(dst)) => {
                let header = 20 + self.options.len();
                let total = (header + payload.len()) as u16;
                let mut packet = vec![0x40 | (header / 4) as u8, self.tos];
                packet.extend(total.to_be_bytes());
                packet.extend(self.id.to_be_bytes());
                packet.extend(if self.dont_fragment {
                    [0x40, 0]
                } else {
                    [0, 0]
                });
                packet.extend([self.ttl, proto, 0, 0]);
                packet.extend(src.octets());
                packet.extend(dst.octets());
                packet.extend(&self.options);
                let sum = checksum(&packet);
                packet[10..12].copy_from_slice(&sum.to_be_bytes());
                packet.extend(payload);
                packet
            }
            (IpAddr::V6(src), IpAddr::V6(dst)) => {
                let first = 0x6000_0000 | u32::from(self.tos) << 20 | self.label;
                let mut packet = first.to_be_bytes().to_vec();
                let extensions = self.options.len() / 9 * 8;
                packet.extend(((extensions + payload.len()) as u16).to_be_bytes());
                let mut kinds: Vec<u8> = self.options.chunks(9).map(|header| header[0]).collect();
                kinds.push(proto);
                packet.extend([kinds[0], self.ttl]);
                packet.extend(src.octets());
                packet.extend(dst.octets());
                for (number, header) in self.options.chunks(9).enumerate() {
                    packet.push(kinds[number + 1]);
                    packet.extend(&header[2..]);
                }
                packet.extend(payload);
                packet
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => Vec::new(),
        }
    }
}

/// A frame for a packet.
pub(crate) fn frame(dst: MacAddr, src: MacAddr, packet: &[u8]) -> Vec<u8> {
    let ethertype = match packet.first() {
        Some(first) if first >> 4 == 6 => [0x86, 0xdd],
        _ => [0x08, 0x00],
    };
    [&dst.0[..], &src.0, &ethertype, packet].concat()
}

/// The sum over the addresses that transport checksums include.
pub(crate) fn pseudo(src: IpAddr, dst: IpAddr, proto: u8, len: usize) -> Sum {
    match (src, dst) {
        (IpAddr::V4(src), IpAddr::V4(dst)) => {
            pseudo_header(&src.octets(), &dst.octets(), proto, len as u32)
        }
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            pseudo_header(&src.octets(), &dst.octets(), proto, len as u32)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => Sum::ZERO,
    }
}

/// Where a protocol has its checksum.
pub(crate) const fn checksum_at(proto: u8) -> Option<usize> {
    match proto {
        TCP => Some(16),
        UDP => Some(6),
        ICMP | ICMPV6 => Some(2),
        _ => None,
    }
}

/// Puts the right checksum into a transport header, if it has one.
pub(crate) fn fill(src: IpAddr, dst: IpAddr, proto: u8, body: &mut [u8]) {
    let Some(at) = checksum_at(proto).filter(|at| body.len() >= at + 2) else {
        return;
    };
    body[at..at + 2].fill(0);
    let sum = if proto == ICMP {
        Sum::ZERO
    } else {
        pseudo(src, dst, proto, body.len())
    };
    let mut sum = sum.add(body).complement();
    if proto == UDP && sum == 0 {
        sum = 0xffff;
    }
    body[at..at + 2].copy_from_slice(&sum.to_be_bytes());
}

/// The values of a TCP header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tcp {
    pub(crate) ports: (u16, u16),
    pub(crate) seq: u32,
    pub(crate) ack: u32,
    pub(crate) flags: u8,
    pub(crate) window: u16,
    /// Padded to words.
    pub(crate) options: Vec<u8>,
}

pub(crate) const FIN: u8 = 1;
pub(crate) const SYN: u8 = 2;
pub(crate) const RST: u8 = 4;
pub(crate) const PSH: u8 = 8;
pub(crate) const ACK: u8 = 16;

impl Tcp {
    pub(crate) fn segment(&self, data: &[u8]) -> Vec<u8> {
        let mut tcp = Vec::new();
        tcp.extend(self.ports.0.to_be_bytes());
        tcp.extend(self.ports.1.to_be_bytes());
        tcp.extend(self.seq.to_be_bytes());
        tcp.extend(self.ack.to_be_bytes());
        let words = 5 + self.options.len() / 4;
        tcp.extend([(words << 4) as u8, self.flags]);
        tcp.extend(self.window.to_be_bytes());
        tcp.extend([0; 4]);
        tcp.extend(&self.options);
        tcp.extend(data);
        tcp
    }
}

pub(crate) fn udp(ports: (u16, u16), data: &[u8]) -> Vec<u8> {
    let mut udp = Vec::new();
    udp.extend(ports.0.to_be_bytes());
    udp.extend(ports.1.to_be_bytes());
    udp.extend((8 + data.len() as u16).to_be_bytes());
    udp.extend([0, 0]);
    udp.extend(data);
    udp
}

/// An ICMP message; `rest` is the second word of its header.
pub(crate) fn icmp(kind: u8, code: u8, rest: u32, data: &[u8]) -> Vec<u8> {
    let mut icmp = vec![kind, code, 0, 0];
    icmp.extend(rest.to_be_bytes());
    icmp.extend(data);
    icmp
}

/// Where the parts of a packet are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) src: IpAddr,
    pub(crate) dst: IpAddr,
    /// The protocol behind all extension headers.
    pub(crate) proto: u8,
    /// Where the transport header begins.
    pub(crate) l4: usize,
    /// Offset of the fragment in bytes; 0 for the first and for whole packets.
    pub(crate) offset: usize,
    /// Where an IPv6 fragment header has its identification.
    pub(crate) identification: Option<usize>,
}

impl Layout {
    /// The layout of a packet (from the network header on), if it is sound enough to have one.
    pub(crate) fn of(packet: &[u8]) -> Option<Self> {
        match packet.first()? >> 4 {
            4 if packet.len() >= 20 => {
                let word = |at: usize| u16::from_be_bytes([packet[at], packet[at + 1]]);
                let address = |at: usize| {
                    IpAddr::from([packet[at], packet[at + 1], packet[at + 2], packet[at + 3]])
                };
                Some(Self {
                    src: address(12),
                    dst: address(16),
                    proto: packet[9],
                    l4: usize::from(packet[0] & 15) * 4,
                    offset: usize::from(word(6) & 0x1fff) * 8,
                    identification: None,
                })
            }
            6 if packet.len() >= 40 => {
                let address = |at: usize| {
                    let mut octets = [0; 16];
                    octets.copy_from_slice(&packet[at..at + 16]);
                    IpAddr::from(octets)
                };
                let (mut proto, mut l4, mut offset) = (packet[6], 40, 0);
                let mut identification = None;
                while let 0 | 43 | 60 | FRAGMENT = proto {
                    let header = packet.get(l4..l4 + 8)?;
                    if proto == FRAGMENT {
                        offset = usize::from(u16::from_be_bytes([header[2], header[3]]) & !7);
                        identification = Some(l4 + 4);
                        l4 += 8;
                    } else {
                        l4 += 8 + usize::from(header[1]) * 8;
                    }
                    proto = header[0];
                    if offset > 0 {
                        break;
                    }
                }
                Some(Self {
                    src: address(8),
                    dst: address(24),
                    proto,
                    l4,
                    offset,
                    identification,
                })
            }
            _ => None,
        }
    }

    /// What the fragments of one packet have in common.
    pub(crate) fn id(&self, packet: &[u8]) -> (IpAddr, IpAddr, u32) {
        let id = self.identification.map_or_else(
            || u32::from(word(packet, 4)),
            |identification| long(packet, identification),
        );
        (self.src, self.dst, id)
    }

    /// The transport header, if it is here.
    pub(crate) fn transport<'p>(&self, packet: &'p [u8]) -> Option<&'p [u8]> {
        packet.get(self.l4..).filter(|_| self.offset == 0)
    }

    /// Where the packet that an ICMP error is about begins, or the one that was redirected.
    pub(crate) fn quoted(&self, packet: &[u8]) -> Option<usize> {
        let kind = *self.transport(packet)?.first()?;
        if (self.proto, kind) == (ICMPV6, ND_REDIRECT) {
            return self.redirected(packet);
        }
        let error = match self.proto {
            ICMP => matches!(kind, 3 | 4 | 5 | 11 | 12),
            ICMPV6 => kind < 128,
            _ => false,
        };
        error.then_some(self.l4 + 8)
    }

    /// Where the packet in an IPv6 redirect begins: in the option of that name (RFC 4861 §4.6.3).
    fn redirected(&self, packet: &[u8]) -> Option<usize> {
        let mut option = self.l4 + 40;
        loop {
            match *packet.get(option..option + 2)? {
                [4, _] => return Some(option + 8),
                [_, 0] => return None,
                [_, words] => option += usize::from(words) * 8,
                _ => return None,
            }
        }
    }
}

/// The two words at the start of a transport header that say which connection it is: ports, or for
/// ICMP the identifier, twice.
pub(crate) fn ports_at(proto: u8, transport: &[u8]) -> Option<[usize; 2]> {
    match proto {
        TCP | UDP | SCTP if transport.len() >= 4 => Some([0, 2]),
        ICMP if transport.len() >= 6 && matches!(transport[0], 0 | 8 | 13..=18) => Some([4, 4]),
        ICMPV6 if transport.len() >= 6 && matches!(transport[0], 128 | 129) => Some([4, 4]),
        _ => None,
    }
}

pub(crate) fn word(bytes: &[u8], at: usize) -> u16 {
    bytes
        .get(at..at + 2)
        .map_or(0, |word| u16::from_be_bytes([word[0], word[1]]))
}

pub(crate) fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(word(bytes, at)) << 16 | u32::from(word(bytes, at + 2))
}
