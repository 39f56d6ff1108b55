//! Answers to TCP segments that no connection is for: read RFC 9293 §3.10.7.1; done as Linux's
//! `tcp_v4_send_reset` and `tcp_v6_send_reset` do it.

use super::icmp_error::{echoed_options, with_options};
use crate::{
    checksum,
    forward::{Context, Flow, output4, output6, route4, route6},
    iface::Interface,
    packet::{Checksum, Mark, Packet},
    wire::{
        ipv4::{self, Ipv4Fields, Ipv4View, protocol},
        ipv6::{self, Ipv6Fields, Ipv6View},
        tcp::{self, TcpFields, flags},
    },
};

/// Where the checksum is in a TCP header.
const CHECKSUM: usize = 16;

/// The two bits of congestion notification: a reset does not carry them.
const ECN: u8 = 3;

/// The reset that answers a segment with `payload_len` bytes of data; `None` for a reset.
pub(super) fn reset(segment: &TcpFields, payload_len: usize) -> Option<TcpFields> {
    let has = |flag: u8| segment.flags & flag != 0;
    if has(flags::RST) {
        return None;
    }
    let ends = u32::from(has(flags::SYN)) + u32::from(has(flags::FIN));
    let taken = (payload_len as u32).wrapping_add(ends);
    let (seq, ack, ack_flag) = if has(flags::ACK) {
        (segment.ack, 0, 0)
    } else {
        (0, segment.seq.wrapping_add(taken), flags::ACK)
    };
    Some(TcpFields {
        src_port: segment.dst_port,
        dst_port: segment.src_port,
        seq,
        ack,
        header_len: tcp::HEADER_LEN,
        flags: flags::RST | ack_flag,
        window: 0,
    })
}

/// The header's bytes, checksum included.
pub(super) fn with_checksum(reset: &TcpFields, src: &[u8], dst: &[u8]) -> [u8; tcp::HEADER_LEN] {
    let mut header = reset.emit();
    let len = header.len() as u32;
    let sum = checksum::pseudo_header(src, dst, protocol::TCP, len).add(&header);
    header[CHECKSUM..][..2].copy_from_slice(&sum.complement().to_be_bytes());
    header
}

/// The header's bytes with the sum of the pseudo-header only: the port that it leaves by finishes it.
/// Errors about such a reset quote it like this, as the kernel's do.
pub(super) fn with_pseudo_sum(reset: &TcpFields, src: &[u8], dst: &[u8]) -> [u8; tcp::HEADER_LEN] {
    let mut header = reset.emit();
    let sum = checksum::pseudo_header(src, dst, protocol::TCP, header.len() as u32);
    header[CHECKSUM..][..2].copy_from_slice(&sum.folded().to_be_bytes());
    header
}

/// What is known of the checksum of such a packet, whose IP header has so many bytes.
pub(super) const fn unfinished(ip_len: usize) -> Checksum {
    Checksum::Partial {
        start: ip_len as u16,
        offset: CHECKSUM as u16,
    }
}

/// Whether the options of a segment can be followed as far as a signature could stand there
/// (`tcp_parse_auth_options`): what may be signed wrongly is not answered.
fn has_sound_options(segment: &[u8]) -> bool {
    const END: u8 = 0;
    const NOP: u8 = 1;
    const SIGNATURE: u8 = 19;
    /// Length of a TCP MD5 signature option (RFC 2385 §3.0).
    const SIGNATURE_LEN: usize = 18;
    let end = segment.get(12).map_or(0, |byte| usize::from(byte >> 4) * 4);
    let mut options = segment.get(tcp::HEADER_LEN..end).unwrap_or_default();
    let mut signed = false;
    while options.len() >= SIGNATURE_LEN {
        let len = match options {
            [END, ..] => return true,
            [NOP, ..] => 1,
            [kind, len, ..] => {
                let len = usize::from(*len);
                if len < 2 || len > options.len() {
                    return false;
                }
                if *kind == SIGNATURE {
                    if signed || len != SIGNATURE_LEN {
                        return false;
                    }
                    signed = true;
                }
                len
            }
            [] | [_] => return true,
        };
        options = &options[len..];
    }
    true
}

/// Resets the connection that an IPv4 segment is for.
pub(super) fn reset4(cx: &mut Context<'_>, packet: &Packet) {
    let Ok(view) = Ipv4View::header(packet.network()) else {
        return;
    };
    let payload = view.payload();
    if !has_sound_options(payload) {
        return;
    }
    let Some(reset) = TcpFields::parse(payload)
        .and_then(|segment| reset(&segment, payload.len() - segment.header_len))
    else {
        return;
    };
    let flow = Flow {
        dst: view.src(),
        src: Some(view.dst()),
        tos: view.tos() & !ECN,
        proto: protocol::TCP,
        mark: Mark::default(),
    };
    let Ok(out) = route4(cx, &flow) else {
        return;
    };
    let header = with_checksum(&reset, &view.dst().octets(), &view.src().octets());
    let options = echoed_options(cx, packet, view.dst());
    let ip_len = ipv4::HEADER_LEN + options.bytes().len();
    let ip = Ipv4Fields {
        tos: flow.tos,
        total_len: (ip_len + header.len()) as u16,
        // An unfragmentable packet needs no identification (RFC 6864 §4.1).
        id: 0,
        fragment_bits: ipv4::DF,
        ttl: cx.snapshot.sysctls.ip_default_ttl,
        protocol: protocol::TCP,
        src: view.dst(),
        dst: view.src(),
    };
    let mut ip_header = [0; ipv4::MAX_HEADER_LEN];
    let ip_header = &mut ip_header[..ip_len];
    with_options(ip_header, &ip, &options);
    if let Some(packet) = cx.make(&[ip_header, &header]) {
        output4(cx, &out, packet);
    }
}

/// Resets the connection that an IPv6 segment is for.
pub(super) fn reset6(cx: &mut Context<'_>, iif: &Interface, packet: &Packet) {
    let bytes = packet.network();
    let payload = bytes.get(usize::from(packet.meta.l4)..).unwrap_or_default();
    let (Ok(view), Some(iif)) = (Ipv6View::header(bytes), cx.interface(iif.index)) else {
        return;
    };
    // An anycast address has no connections.
    if !has_sound_options(payload) || !cx.snapshot.interfaces.is_local6(view.dst(), iif) {
        return;
    }
    let Some(reset) = TcpFields::parse(payload)
        .and_then(|segment| reset(&segment, payload.len() - segment.header_len))
    else {
        return;
    };
    let flow = Flow {
        dst: view.src(),
        src: Some(view.dst()),
        tos: view.traffic_class() & !ECN,
        proto: protocol::TCP,
        mark: Mark::default(),
    };
    let Ok(out) = route6(cx, &flow, iif) else {
        return;
    };
    let (src, dst) = (view.dst().octets(), view.src().octets());
    let header = with_pseudo_sum(&reset, &src, &dst);
    let ip = Ipv6Fields {
        traffic_class: flow.tos,
        flow_label: cx.own.identifications.flow_label(&src, &dst, flow.proto),
        payload_len: header.len() as u16,
        next_header: protocol::TCP,
        hop_limit: out.hop.oif.conf6.hop_limit,
        src: view.dst(),
        dst: view.src(),
    };
    if let Some(mut packet) = cx.make(&[&ip.emit(), &header]) {
        packet.meta.checksum = unfinished(ipv6::HEADER_LEN);
        output6(cx, &out, packet);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(flags: u8) -> TcpFields {
        TcpFields {
            src_port: 40_000,
            dst_port: 22,
            seq: 1000,
            ack: 7777,
            header_len: 20,
            flags,
            window: 100,
        }
    }

    #[test]
    fn a_segment_without_ack_is_acknowledged() {
        let reset = reset(&segment(flags::SYN), 10).expect("a reset");
        assert_eq!((reset.seq, reset.ack), (0, 1011));
        assert_eq!(reset.flags, flags::RST | flags::ACK);
        assert_eq!((reset.src_port, reset.dst_port), (22, 40_000));
    }

    #[test]
    fn a_segment_with_ack_is_answered_where_it_is() {
        let reset = reset(&segment(flags::ACK | flags::FIN), 10).expect("a reset");
        assert_eq!((reset.seq, reset.ack, reset.flags), (7777, 0, flags::RST));
    }

    #[test]
    fn a_reset_is_not_answered() {
        assert_eq!(reset(&segment(flags::RST | flags::ACK), 0), None);
    }
}
