//! `skbedit`: changes what is known of a packet.

use super::SkbeditSpec;
use crate::packet::{Mark, Packet, PacketType};

impl SkbeditSpec {
    /// `tcf_skbedit_act`.
    pub(super) fn apply(self, packet: &mut Packet) {
        if let Some(priority) = self.priority {
            packet.meta.priority = priority;
        }
        if let Some((mark, mask)) = self.mark {
            packet.meta.mark = Mark((packet.meta.mark.0 & !mask) | (mark & mask));
        }
        if let Some(kind) = self.packet_type.and_then(packet_type) {
            packet.meta.packet_type = kind;
        }
    }
}

/// The number of a packet type (`PACKET_*`). Deviation: `outgoing`, which `tc` refuses, changes nothing.
const fn packet_type(number: u16) -> Option<PacketType> {
    match number {
        0 => Some(PacketType::Host),
        1 => Some(PacketType::Broadcast),
        2 => Some(PacketType::Multicast),
        3 => Some(PacketType::OtherHost),
        _ => None,
    }
}
