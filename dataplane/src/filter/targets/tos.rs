//! `-j TOS`: the type of service, or traffic class.

use crate::{packet::Packet, route::Family, wire::ipv4};

/// `-j TOS`: the field is ANDed with the complement of `mask` and XORed with `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TosTarget {
    /// The bits to flip.
    pub value: u8,
    /// The bits to clear.
    pub mask: u8,
}

impl TosTarget {
    /// `tos_tg`.
    pub(super) fn apply(self, family: Family, packet: &mut Packet) {
        let tos = get(family, packet);
        set(family, packet, (tos & !self.mask) ^ self.value);
    }
}

/// The type of service, or the traffic class.
pub(super) fn get(family: Family, packet: &Packet) -> u8 {
    match (family, packet.network()) {
        (Family::V4, [_, tos, ..]) => *tos,
        (Family::V6, [a, b, ..]) => a << 4 | b >> 4,
        (Family::V4 | Family::V6, _) => 0,
    }
}

/// Sets it.
pub(super) fn set(family: Family, packet: &mut Packet, tos: u8) {
    match (family, packet.network_mut()) {
        (Family::V4, bytes) => ipv4::set_word(bytes, 0, |[version, _]| [version, tos]),
        (Family::V6, [a, b, ..]) => {
            *a = *a & 0xf0 | tos >> 4;
            *b = tos << 4 | *b & 0xf;
        }
        (Family::V6, _) => {}
    }
}
