//! `-m pkttype`: to whom the link layer addressed the packet.

use super::Probe;
use crate::{filter::Test, packet::PacketType};

/// `-m pkttype`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pkttype {
    /// `--pkt-type`.
    pub pkt_type: Test<PacketType>,
}

impl Pkttype {
    /// `pkttype_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let found = probe.packet.meta.packet_type == self.pkt_type.of;
        self.pkt_type.holds(found)
    }
}
