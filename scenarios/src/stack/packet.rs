//! IP packets of the stack: what of their headers a socket looks at, and how they are made.

use std::net::{IpAddr, SocketAddr};

use dataplane::{
    checksum::{self, Sum},
    wire::{
        ipv4::{self, Ipv4Fields, Ipv4View, protocol},
        ipv6::{self, Ipv6Fields, Ipv6View},
        tcp::{self, TcpFields, flags},
        udp::{self, UdpFields},
    },
};

/// The TTL and hop limit of what a socket sends.
const TTL: u8 = 64;
/// The window that Linux offers in its first segment, whatever it will offer then: as many segments of
/// an Ethernet as fit into 65,535 bytes.
const FIRST_WINDOW: u16 = 64_240;
/// TCP's flag that asks for delivery.
const PUSH: u8 = 0x08;

/// What a socket looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headers {
    /// Source address.
    pub src: IpAddr,
    /// Destination address.
    pub dst: IpAddr,
    /// The upper layer's protocol.
    pub protocol: u8,
    /// TTL or hop limit.
    pub ttl: u8,
    /// Where the upper layer's header begins.
    pub l4: usize,
    /// Source and destination port of TCP and UDP; else zeros.
    pub ports: (u16, u16),
    /// TCP's flags.
    pub flags: u8,
}

impl Headers {
    /// Reads a packet whose upper-layer header is at `l4`.
    #[must_use]
    pub fn read(packet: &[u8], l4: usize) -> Option<Self> {
        let mut headers = Self::network(packet)?;
        // What stands before the upper layer has been walked through: a protocol follows.
        if headers.src.is_ipv6() && l4 != headers.l4 {
            headers.protocol = last_header(packet, l4)?;
        }
        headers.l4 = l4;
        let upper = packet.get(l4..)?;
        if matches!(headers.protocol, protocol::TCP | protocol::UDP) {
            headers.ports = (word(upper, 0)?, word(upper, 2)?);
        }
        if headers.protocol == protocol::TCP {
            headers.flags = *upper.get(13)?;
        }
        Some(headers)
    }

    /// Reads a packet without extension headers.
    #[must_use]
    pub fn plain(packet: &[u8]) -> Option<Self> {
        let Self { l4, .. } = Self::network(packet)?;
        Self::read(packet, l4)
    }

    /// Reads a packet without extension headers that is quoted in an error: four bytes behind the
    /// network header are enough.
    #[must_use]
    pub fn of_quoted(packet: &[u8]) -> Option<Self> {
        let headers = Self::network(packet)?;
        let upper = packet.get(headers.l4..)?;
        Some(Self {
            ports: (word(upper, 0)?, word(upper, 2)?),
            ..headers
        })
    }

    /// What the network header says.
    fn network(packet: &[u8]) -> Option<Self> {
        let (src, dst, protocol, ttl, l4): (IpAddr, IpAddr, _, _, _) = match packet.first()? >> 4 {
            4 => {
                let view = Ipv4View::header(packet).ok()?;
                let (src, dst) = (view.src().into(), view.dst().into());
                (src, dst, view.protocol(), view.ttl(), view.header_len())
            }
            6 => {
                let view = Ipv6View::header(packet).ok()?;
                let (src, dst) = (view.src().into(), view.dst().into());
                let (next, hops) = (view.next_header(), view.hop_limit());
                (src, dst, next, hops, ipv6::HEADER_LEN)
            }
            _ => return None,
        };
        Some(Self {
            src,
            dst,
            protocol,
            ttl,
            l4,
            ports: (0, 0),
            flags: 0,
        })
    }

    /// Whether it is a first segment of a connection.
    pub(super) const fn opens(&self) -> bool {
        self.flags & (flags::SYN | flags::ACK | flags::RST) == flags::SYN
    }

    /// Address and port that it is from.
    #[must_use]
    pub fn from(&self) -> SocketAddr {
        SocketAddr::new(self.src, self.ports.0)
    }

    /// Address and port that it is for.
    #[must_use]
    pub fn to(&self) -> SocketAddr {
        SocketAddr::new(self.dst, self.ports.1)
    }
}

/// The protocol at `l4` of an IPv6 packet with extension headers.
fn last_header(packet: &[u8], l4: usize) -> Option<u8> {
    let (mut next, mut at) = (*packet.get(6)?, ipv6::HEADER_LEN);
    while at < l4 {
        let header = packet.get(at..)?;
        let len = dataplane::wire::ipv6_ext::extension_len(next, header)?;
        next = *header.first()?;
        at += len;
    }
    (at == l4).then_some(next)
}

/// The 16 bits at a place, if they are there.
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// An IP packet around `payload`, whose checksum is in place. One of IPv4 may not be fragmented.
#[must_use]
pub(crate) fn ip(
    src: IpAddr,
    dst: IpAddr,
    protocol: u8,
    ttl: u8,
    id: u16,
    payload: &[u8],
) -> Option<Vec<u8>> {
    let mut packet = match (src, dst) {
        (IpAddr::V4(src), IpAddr::V4(dst)) => Ipv4Fields {
            tos: 0,
            total_len: u16::try_from(ipv4::HEADER_LEN + payload.len()).ok()?,
            id,
            fragment_bits: ipv4::DF,
            ttl,
            protocol,
            src,
            dst,
        }
        .emit()
        .to_vec(),
        (IpAddr::V6(src), IpAddr::V6(dst)) => Ipv6Fields {
            traffic_class: 0,
            flow_label: 0,
            payload_len: u16::try_from(payload.len()).ok()?,
            next_header: protocol,
            hop_limit: ttl,
            src,
            dst,
        }
        .emit()
        .to_vec(),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => return None,
    };
    packet.extend_from_slice(payload);
    Some(packet)
}

/// The sum over a segment of TCP, UDP or ICMPv6 and its pseudo-header.
pub(crate) fn sum(src: IpAddr, dst: IpAddr, protocol: u8, segment: &[u8]) -> Sum {
    let len = segment.len() as u32;
    let pseudo = match (src, dst) {
        (IpAddr::V4(src), IpAddr::V4(dst)) => {
            checksum::pseudo_header(&src.octets(), &dst.octets(), protocol, len)
        }
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            checksum::pseudo_header(&src.octets(), &dst.octets(), protocol, len)
        }
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => Sum::ZERO,
    };
    pseudo.add(segment)
}

/// Computes the checksum of a TCP segment and writes it.
fn seal(src: IpAddr, dst: IpAddr, segment: &mut [u8]) {
    segment[16..18].fill(0);
    let field = sum(src, dst, protocol::TCP, segment).complement();
    segment[16..18].copy_from_slice(&field.to_be_bytes());
}

/// A UDP datagram in its packet; `None` if it is too long, or the families differ.
#[must_use]
pub(crate) fn udp(from: SocketAddr, to: SocketAddr, id: u16, data: &[u8]) -> Option<Vec<u8>> {
    let header = UdpFields {
        src_port: from.port(),
        dst_port: to.port(),
        len: u16::try_from(udp::HEADER_LEN + data.len()).ok()?,
        checksum: 0,
    };
    let mut datagram = header.emit().to_vec();
    datagram.extend_from_slice(data);
    let field = match sum(from.ip(), to.ip(), protocol::UDP, &datagram).complement() {
        // RFC 768: zero says that there is none.
        0 => 0xffff,
        field => field,
    };
    datagram[6..8].copy_from_slice(&field.to_be_bytes());
    let mut packet = ip(from.ip(), to.ip(), protocol::UDP, TTL, id, &datagram)?;
    if from.is_ipv4() && packet.len() > 1500 {
        // What fits into no Ethernet frame may be fragmented.
        ipv4::set_word(&mut packet, 6, |_| [0, 0]);
    }
    Some(packet)
}

/// A TCP segment without data in its packet, as a scanner makes it.
#[must_use]
pub(crate) fn tcp(
    from: SocketAddr,
    to: SocketAddr,
    fields: &TcpFields,
    options: &[u8],
    id: u16,
) -> Option<Vec<u8>> {
    let mut segment = fields.emit().to_vec();
    segment.extend_from_slice(options);
    segment[12] = ((segment.len() / 4) << 4) as u8;
    seal(from.ip(), to.ip(), &mut segment);
    let mut packet = ip(from.ip(), to.ip(), protocol::TCP, TTL, id, &segment)?;
    if from.is_ipv4() {
        ipv4::set_word(&mut packet, 6, |_| [0, 0]);
    }
    Some(packet)
}

/// Gives an IPv4 packet that has no identification the next one of its sender.
pub(super) fn identify(packet: &mut [u8], next: &mut u16) {
    let is_unidentified =
        packet.first().is_some_and(|first| first >> 4 == 4) && packet.get(4..6) == Some(&[0, 0]);
    if is_unidentified {
        ipv4::set_word(packet, 4, |_| next.to_be_bytes());
        *next = next.wrapping_add(1).max(1);
    }
}

/// Makes the first segment of either side look as Linux's does: its options in Linux's order, its window,
/// and the MSS that fits `mtu`.
pub(super) fn dress(packet: &mut Vec<u8>, mtu: usize) {
    let Some(headers) = Headers::plain(packet) else {
        return;
    };
    if headers.protocol != protocol::TCP || headers.flags & flags::SYN == 0 {
        return;
    }
    let segment = packet.split_off(headers.l4);
    let options = segment.get(tcp::HEADER_LEN..).unwrap_or_default();
    let room = mtu.saturating_sub(headers.l4 + tcp::HEADER_LEN) as u16;
    let options = linux_options(options, room);
    let mut dressed = segment.get(..tcp::HEADER_LEN).unwrap_or_default().to_vec();
    dressed.extend_from_slice(&options);
    dressed[12] = ((dressed.len() / 4) << 4) as u8;
    let window = u16::from_be_bytes([dressed[14], dressed[15]]).min(window(headers.flags, room));
    dressed[14..16].copy_from_slice(&window.to_be_bytes());
    seal(headers.src, headers.dst, &mut dressed);
    let len = packet.len() + dressed.len();
    if headers.src.is_ipv4() {
        ipv4::set_word(packet, 2, |_| (len as u16).to_be_bytes());
        // As Linux, the answer to a first segment needs no identification.
    } else {
        packet[4..6].copy_from_slice(&(dressed.len() as u16).to_be_bytes());
    }
    packet.extend_from_slice(&dressed);
}

/// The window that Linux offers in its first segment and in the answer to one (`tcp_select_initial_window`).
fn window(tcp_flags: u8, mss: u16) -> u16 {
    let per_ethernet = match mss {
        0 => return FIRST_WINDOW,
        mss => u16::MAX / mss * mss,
    };
    if tcp_flags & flags::ACK == 0 {
        per_ethernet
    } else {
        // With timestamps: as many as fit behind their twelve bytes.
        let data = mss.saturating_sub(12).max(1);
        (u16::MAX / data * data).max(per_ethernet)
    }
}

/// Cuts a TCP segment into packets of `mtu` bytes at most, as a card that segments does.
pub(super) fn cut(packet: &[u8], headers: &Headers, mtu: usize) -> Vec<Vec<u8>> {
    let segment = packet.get(headers.l4..).unwrap_or_default();
    let Some(fields) = TcpFields::parse(segment) else {
        return vec![packet.to_vec()];
    };
    let (header, data) = segment.split_at(fields.header_len);
    let room = mtu.saturating_sub(headers.l4 + header.len()).max(1);
    let pieces = data.len().div_ceil(room);
    let piece = |(number, data): (usize, &[u8])| {
        let mut bytes = header.to_vec();
        let seq = fields.seq.wrapping_add((number * room) as u32);
        bytes[4..8].copy_from_slice(&seq.to_be_bytes());
        if number + 1 < pieces {
            bytes[13] &= !(flags::FIN | PUSH);
        }
        bytes.extend_from_slice(data);
        seal(headers.src, headers.dst, &mut bytes);
        ip(headers.src, headers.dst, protocol::TCP, TTL, 0, &bytes)
    };
    data.chunks(room).enumerate().filter_map(piece).collect()
}

/// MSS, selective acknowledgement, timestamps, window scale: as Linux writes them (`tcp_options_write`).
fn linux_options(options: &[u8], mss: u16) -> Vec<u8> {
    const MSS: u8 = 2;
    const SCALE: u8 = 3;
    const SACK: u8 = 4;
    const TIMESTAMP: u8 = 8;
    let find = |kind: u8| {
        let mut rest = options;
        loop {
            match rest {
                [0, ..] | [] | [_] => return None,
                [1, tail @ ..] => rest = tail,
                [this, len, ..] => {
                    let len = usize::from(*len).max(2);
                    if *this == kind {
                        return rest.get(..len);
                    }
                    rest = rest.get(len..)?;
                }
            }
        }
    };
    let mut out = Vec::with_capacity(20);
    if find(MSS).is_some() {
        out.extend([MSS, 4]);
        out.extend(mss.to_be_bytes());
    }
    let sack = find(SACK).is_some();
    if let Some(timestamp) = find(TIMESTAMP) {
        out.extend(if sack { [SACK, 2] } else { [1, 1] });
        out.extend_from_slice(timestamp);
    } else if sack {
        out.extend([1, 1, SACK, 2]);
    }
    if let Some(scale) = find(SCALE) {
        out.push(1);
        out.extend_from_slice(scale);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_stand_as_linux_writes_them() {
        // As smoltcp writes them: MSS, window scale, SACK permitted, timestamps.
        let written = [
            2, 4, 5, 180, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 0,
        ];
        assert_eq!(
            linux_options(&written, 1400),
            [
                2, 4, 5, 120, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7
            ]
        );
        assert_eq!(linux_options(&[1, 1, 4, 2], 1400), [1, 1, 4, 2]);
        assert!(linux_options(&[], 1400).is_empty());
    }

    #[test]
    fn a_datagram_is_read_as_it_was_made() {
        for (from, to, l4) in [
            ("192.0.2.1:7", "192.0.2.2:9", 20),
            ("[2001:db8::1]:7", "[2001:db8::2]:9", 40),
        ] {
            let (from, to) = (from.parse().expect("from"), to.parse().expect("to"));
            let packet = udp(from, to, 1, b"data").expect("it fits");
            let headers = Headers::read(&packet, l4).expect("headers");
            assert_eq!((headers.from(), headers.to()), (from, to));
            let quoted = Headers::of_quoted(&packet[..l4 + 8]).expect("headers");
            assert_eq!((quoted.from(), quoted.to()), (from, to));
        }
    }
}
