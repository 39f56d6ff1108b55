//! Explicit congestion notification: marks instead of drops. Read RFC 3168 §5.

use super::classify::Frame;
use crate::{
    checksum,
    packet::Packet,
    wire::{ethernet::EtherType, ipv4, ipv6},
};

/// The two bits of the field: not capable, and congestion experienced.
const NOT_ECT: u8 = 0;
const CE: u8 = 3;

/// Marks a packet (`INET_ECN_set_ce`). `false` if its sender does not know of marks, or it is no IP
/// packet: then it has to be dropped.
pub(super) fn set_congested(packet: &mut Packet) -> bool {
    let ethertype = EtherType(Frame::of(packet).inner_protocol());
    let network = packet.network_mut();
    match ethertype {
        EtherType::IPV4 => set4(network),
        EtherType::IPV6 => set6(network),
        EtherType(_) => false,
    }
}

fn set4(network: &mut [u8]) -> bool {
    let Some(header) = network.first_chunk_mut::<{ ipv4::HEADER_LEN }>() else {
        return false;
    };
    match header[1] & CE {
        NOT_ECT => false,
        CE => true,
        _ => {
            let old = u16::from_be_bytes([header[0], header[1]]);
            header[1] |= CE;
            let new = u16::from_be_bytes([header[0], header[1]]);
            let field = u16::from_be_bytes([header[10], header[11]]);
            let sum = checksum::update(field, old, new);
            header[10..12].copy_from_slice(&sum.to_be_bytes());
            true
        }
    }
}

/// The traffic class stands in the lower half of the first byte and the upper half of the second.
fn set6(network: &mut [u8]) -> bool {
    let Some(header) = network.first_chunk_mut::<{ ipv6::HEADER_LEN }>() else {
        return false;
    };
    match header[1] >> 4 & CE {
        NOT_ECT => false,
        _ => {
            header[1] |= CE << 4;
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qos::testing::{packet, udp};

    #[test]
    fn marks_keep_the_header_sum_right_and_respect_the_sender() {
        for tos in 0..=255 {
            let mut packet = udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 2), tos, 60);
            let marked = set_congested(&mut packet);
            assert_eq!(marked, tos & 3 != 0);
            let header = &packet.network()[..20];
            assert_eq!(header[1], if marked { tos | 3 } else { tos });
            assert_eq!(checksum::checksum(header), 0, "tos {tos}");
        }
    }

    #[test]
    fn the_traffic_class_of_ipv6_lies_across_two_bytes() {
        for (class, marked) in [
            (0xb8_u8, None),
            (0xb9, Some(0xbb)),
            (0xba, Some(0xbb)),
            (0xff, Some(0xff)),
        ] {
            let mut frame = vec![0; 14 + 40];
            frame[12..14].copy_from_slice(&[0x86, 0xdd]);
            frame[14] = 0x60 | class >> 4;
            frame[15] = class << 4 | 0x0a;
            let mut packet = packet(&frame);
            assert_eq!(set_congested(&mut packet), marked.is_some());
            let header = packet.network();
            assert_eq!(header[0] << 4 | header[1] >> 4, marked.unwrap_or(class));
            assert_eq!((header[0] >> 4, header[1] & 0xf), (6, 0x0a));
        }
    }

    #[test]
    fn what_is_no_ip_packet_can_not_be_marked() {
        let mut frame = vec![0xff; 60];
        frame[12..14].copy_from_slice(&[0x08, 0x06]);
        assert!(!set_congested(&mut packet(&frame)));
        let mut short = packet(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x08, 0x00, 0x45, 0x01]);
        assert!(!set_congested(&mut short));
    }
}
