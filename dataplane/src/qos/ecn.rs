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
