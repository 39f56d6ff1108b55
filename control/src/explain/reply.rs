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

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Result<String, &'static str> {
        reply(&text.parse().expect(text)).map(|reply| reply.to_string())
    }

    #[test]
    fn hosts_answer_as_hosts_do() {
        for (packet, expected) in [
            (
                "tcp 1.1.1.1:5 > 2.2.2.2:6 syn df",
                Ok("tcp 2.2.2.2:6 > 1.1.1.1:5 syn-ack ttl 64 df"),
            ),
            (
                "tcp 1.1.1.1:5 > 2.2.2.2:6 syn-ack",
                Ok("tcp 2.2.2.2:6 > 1.1.1.1:5 ack ttl 64"),
            ),
            (
                "tcp 1.1.1.1:5 > 2.2.2.2:6 fin-ack",
                Ok("tcp 2.2.2.2:6 > 1.1.1.1:5 fin-ack ttl 64"),
            ),
            (
                "tcp 1.1.1.1:5 > 2.2.2.2:6 rst",
                Err("nobody answers a reset"),
            ),
            (
                "udp [::1]:5 > [::2]:6 len 9",
                Ok("udp [::2]:6 > [::1]:5 ttl 64 len 9"),
            ),
            (
                "icmp 1.1.1.1 > 2.2.2.2 echo-request id 3 seq 4 len 8",
                Ok("icmp 2.2.2.2 > 1.1.1.1 echo-reply id 3 seq 4 ttl 64 len 8"),
            ),
            (
                "icmp6 ::1 > ::2 echo-request id 3 seq 4",
                Ok("icmp6 ::2 > ::1 echo-reply id 3 seq 4 ttl 64"),
            ),
            (
                "icmp 1.1.1.1 > 2.2.2.2 echo-reply",
                Err("nobody answers an answer"),
            ),
            (
                "icmp 1.1.1.1 > 2.2.2.2 host-unreachable",
                Err("nobody answers an ICMP message that is no question"),
            ),
            ("gre 1.1.1.1 > 2.2.2.2", Ok("gre 2.2.2.2 > 1.1.1.1 ttl 64")),
            (
                "udp 1.1.1.1 > 2.2.2.2 frag 8",
                Err("nobody answers a later fragment"),
            ),
        ] {
            assert_eq!(
                answer(packet).as_deref(),
                expected.as_ref().copied(),
                "{packet}"
            );
        }
    }

    #[test]
    fn sequence_numbers_go_on() {
        let packet = "tcp 1.1.1.1:5 > 2.2.2.2:6 psh-ack seq 100 ackno 7 len 10";
        let answer = reply(&packet.parse().expect("right")).expect("an answer");
        let Transport::Tcp(tcp) = answer.transport else {
            panic!("TCP is answered by TCP");
        };
        assert_eq!((tcp.seq, tcp.ack), (7, 110));
    }
}
