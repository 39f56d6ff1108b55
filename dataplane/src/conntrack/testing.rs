//! What the tests of this module build packets and connections with.

use super::{Conn, ConnId, Conntrack, Ct, CtState, Direction, Env, Tuple};
use crate::{
    checksum,
    drop_reason::DropReason,
    filter::Hook,
    packet::{Packet, PacketBuf},
    route::Family,
    sysctl::CtSysctls,
    time::{Duration, Instant},
    wire::{icmpv4, icmpv6, ipv4::protocol, tcp::TcpFields},
};

/// A table, its knobs and the time.
#[derive(Debug, Default)]
pub(super) struct Lab {
    pub(super) table: Conntrack,
    pub(super) sysctls: CtSysctls,
    pub(super) now: Instant,
}

impl Lab {
    pub(super) fn new() -> Self {
        Self {
            now: Instant::ZERO + Duration::from_secs(1000),
            ..Self::default()
        }
    }

    pub(super) fn wait(&mut self, seconds: f64) {
        self.now += Duration::from_secs_f64(seconds);
    }

    pub(super) fn env(&self, packet: &Packet, hook: Hook) -> Env<'_> {
        let family = match packet.buf.bytes().first().map(|byte| byte >> 4) {
            Some(6) => Family::V6,
            _ => Family::V4,
        };
        Env {
            now: self.now,
            sysctls: &self.sysctls,
            family,
            hook,
        }
    }

    /// Tracks a packet and does not confirm its connection.
    pub(super) fn track(&mut self, packet: &mut Packet) -> Result<(), DropReason> {
        let mut table = std::mem::take(&mut self.table);
        let tracked = table.track(&self.env(packet, Hook::Prerouting), packet);
        self.table = table;
        tracked
    }

    pub(super) fn confirm(&mut self, packet: &mut Packet) -> Result<(), DropReason> {
        let mut table = std::mem::take(&mut self.table);
        let confirmed = table.confirm(&self.env(packet, Hook::Postrouting), packet);
        self.table = table;
        confirmed
    }

    /// Takes a packet all the way through; gives what it was.
    pub(super) fn pass(&mut self, mut packet: Packet) -> Ct {
        self.track(&mut packet).expect("not dropped");
        self.confirm(&mut packet).expect("no clash");
        self.table.bury();
        packet.meta.ct
    }

    /// The same, as text: `new`, `established reply`, `invalid` …
    pub(super) fn see(&mut self, packet: Packet) -> String {
        describe(self.pass(packet))
    }

    /// The only connection, as `conntrack -L` would show it without the addresses.
    pub(super) fn line(&self) -> String {
        let mut conns = self.table.iter(self.now);
        let Some((_, conn)) = conns.next() else {
            return String::from("-");
        };
        assert!(conns.next().is_none(), "more than one connection");
        self.show(conn)
    }

    pub(super) fn show(&self, conn: &Conn) -> String {
        use super::Status;
        let mut line = conn.seconds_left(self.now).to_string();
        if let Some(name) = conn.state_name() {
            line = format!("{line} {name}");
        }
        if !conn.status.has(Status::SEEN_REPLY) {
            line += " [UNREPLIED]";
        }
        if conn.status.has(Status::ASSURED) {
            line += " [ASSURED]";
        }
        line
    }

    pub(super) fn only(&self) -> (ConnId, Conn) {
        let (id, conn) = self.table.iter(self.now).next().expect("a connection");
        (id, conn.clone())
    }
}

pub(super) fn describe(ct: Ct) -> String {
    let of = match ct {
        Ct::None => return String::from("none"),
        Ct::Template { .. } => return String::from("template"),
        Ct::Untracked => return String::from("untracked"),
        Ct::Invalid => return String::from("invalid"),
        Ct::Of(of) => of,
    };
    let state = match of.state {
        CtState::New => "new",
        CtState::Established => "established",
        CtState::Related => "related",
    };
    match of.direction {
        Direction::Original => String::from(state),
        Direction::Reply => format!("{state} reply"),
    }
}

/// The bytes of an IPv4 or IPv6 packet from host `src` to host `dst` (the last byte of 10.0.0.x or
/// fd00::x).
pub(super) fn ip(family: Family, src: u8, dst: u8, proto: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = match family {
        Family::V4 => {
            let [a, b] = (20 + payload.len() as u16).to_be_bytes();
            let mut header = [
                0x45, 0, a, b, 0, 1, 0, 0, 64, proto, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ];
            header[12..16].copy_from_slice(&[10, 0, 0, src]);
            header[16..20].copy_from_slice(&[10, 0, 0, dst]);
            let sum = checksum::checksum(&header);
            header[10..12].copy_from_slice(&sum.to_be_bytes());
            header.to_vec()
        }
        Family::V6 => {
            let [a, b] = (payload.len() as u16).to_be_bytes();
            let mut header = [0; 40];
            header[..8].copy_from_slice(&[0x60, 0, 0, 0, a, b, proto, 64]);
            (header[8], header[23]) = (0xfd, src);
            (header[24], header[39]) = (0xfd, dst);
            header.to_vec()
        }
    };
    bytes.extend_from_slice(payload);
    bytes
}

/// A packet of these bytes.
pub(super) fn packet(bytes: &[u8]) -> Packet {
    Packet {
        buf: PacketBuf::copy_from(bytes),
        ..Packet::default()
    }
}

/// Writes the checksum of a transport into its field.
fn with_checksum(family: Family, src: u8, dst: u8, proto: u8, mut payload: Vec<u8>) -> Vec<u8> {
    let at = match proto {
        protocol::TCP => 16,
        protocol::UDP | protocol::UDPLITE => 6,
        _ => 2,
    };
    payload[at..at + 2].fill(0);
    let header = ip(family, src, dst, proto, &[]);
    let addresses = match family {
        Family::V4 => &header[12..20],
        Family::V6 => &header[8..40],
    };
    let (a, b) = addresses.split_at(addresses.len() / 2);
    let pseudo = match (family, proto) {
        (Family::V4, protocol::ICMP) => checksum::Sum::ZERO,
        _ => checksum::pseudo_header(a, b, proto, payload.len() as u32),
    };
    let sum = pseudo.add(&payload).complement();
    payload[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    payload
}

/// A packet with a right checksum.
pub(super) fn sealed(family: Family, (src, dst): (u8, u8), proto: u8, payload: &[u8]) -> Packet {
    let payload = with_checksum(family, src, dst, proto, payload.to_vec());
    packet(&ip(family, src, dst, proto, &payload))
}

/// A UDP datagram.
pub(super) fn udp(family: Family, hosts: (u8, u8), ports: (u16, u16), data: &[u8]) -> Packet {
    sealed(family, hosts, protocol::UDP, &udp_bytes(ports, data))
}

pub(super) fn udp_bytes((src, dst): (u16, u16), data: &[u8]) -> Vec<u8> {
    let fields = crate::wire::udp::UdpFields {
        src_port: src,
        dst_port: dst,
        len: 8 + data.len() as u16,
        checksum: 0,
    };
    [&fields.emit(), data].concat()
}

/// A TCP segment of IPv4, options padded to whole words.
pub(super) fn tcp(hosts: (u8, u8), fields: TcpFields, options: &[u8], data: usize) -> Packet {
    let mut header = fields.emit().to_vec();
    header.extend_from_slice(options);
    header.resize(header.len().next_multiple_of(4), 0);
    header[12] = (header.len() as u8 / 4) << 4;
    header.resize(header.len() + data, b'x');
    sealed(Family::V4, hosts, protocol::TCP, &header)
}

/// An echo request or reply, or another message with an identifier.
pub(super) fn icmp(hosts: (u8, u8), kind: u8, code: u8, id: u16) -> Packet {
    let fields = icmpv4::Icmpv4Fields {
        kind,
        code,
        rest: u32::from(id) << 16 | 1,
    };
    sealed(Family::V4, hosts, protocol::ICMP, &fields.emit())
}

/// The same of ICMPv6.
pub(super) fn icmp6(hosts: (u8, u8), kind: u8, id: u16) -> Packet {
    let fields = icmpv6::Icmpv6Fields {
        kind,
        code: 0,
        rest: u32::from(id) << 16 | 1,
    };
    sealed(Family::V6, hosts, protocol::ICMPV6, &fields.emit())
}

/// A UDP tuple of IPv4.
pub(super) fn tuple((src, dst): (u8, u8), (src_port, dst_port): (u16, u16)) -> Tuple {
    let address = |host| {
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&[10, 0, 0, host]);
        bytes
    };
    Tuple {
        src: address(src),
        dst: address(dst),
        src_port,
        dst_port,
        ipv6: false,
        proto: protocol::UDP,
        zone: 0,
    }
}
