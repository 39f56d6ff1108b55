//! What the other side answers.

use std::net::IpAddr;

use dataplane::wire::tcp::flags;

use super::{
    names,
    packet::{Link, PacketSpec, TcpSpec, Transport},
};

/// Where the other side's sequence numbers begin, if nothing says otherwise.
const FIRST_SEQUENCE: u32 = 1_000_000;

/// What a host answers to `packet`: SYN+ACK to SYN, ACK to other segments, an echo reply to an echo
/// request, as much data over UDP.
///
/// # Errors
/// Why no host would answer.
pub(super) fn reply(packet: &PacketSpec) -> Result<PacketSpec, &'static str> {
    if packet.offset > 0 {
        return Err("nobody answers a later fragment");
    }
    let mut reply = PacketSpec {
        src: packet.dst,
        dst: packet.src,
        transport: packet.transport,
        data: Vec::new(),
        ttl: 64,
        tos: packet.tos & 0xfc,
        id: 0,
        df: packet.df,
        mf: false,
        offset: 0,
        link: Link::default(),
    };
    reply.transport = match packet.transport {
        Transport::Tcp(tcp) => Transport::Tcp(answer_segment(&tcp, packet.data.len())?),
        Transport::Udp { sport, dport } => {
            reply.data.clone_from(&packet.data);
            Transport::Udp {
                sport: dport,
                dport: sport,
            }
        }
        Transport::Icmp { kind, rest, .. } => {
            let kind = match (packet.src, kind) {
                (IpAddr::V4(_), 8) => 0,
                (IpAddr::V4(_), 13 | 15 | 17) => kind + 1,
                (IpAddr::V6(_), 128) => 129,
                (addr, kind) if names::is_query(addr, kind) => {
                    return Err("nobody answers an answer");
                }
                _ => return Err("nobody answers an ICMP message that is no question"),
            };
            reply.data.clone_from(&packet.data);
            Transport::Icmp {
                kind,
                code: 0,
                rest,
            }
        }
        Transport::Other { .. } => {
            reply.data.clone_from(&packet.data);
            packet.transport
        }
    };
    Ok(reply)
}

fn answer_segment(tcp: &TcpSpec, data: usize) -> Result<TcpSpec, &'static str> {
    let has = |flag: u8| tcp.flags & flag != 0;
    if has(flags::RST) {
        return Err("nobody answers a reset");
    }
    let taken = data as u32 + u32::from(has(flags::SYN)) + u32::from(has(flags::FIN));
    let bits = match (has(flags::SYN), has(flags::ACK)) {
        (true, false) => flags::SYN | flags::ACK,
        _ if has(flags::FIN) => flags::FIN | flags::ACK,
        _ => flags::ACK,
    };
    Ok(TcpSpec {
        sport: tcp.dport,
        dport: tcp.sport,
        flags: bits,
        seq: if has(flags::ACK) {
            tcp.ack
        } else {
            FIRST_SEQUENCE
        },
        ack: tcp.seq.wrapping_add(taken),
        window: 65_160,
    })
}
