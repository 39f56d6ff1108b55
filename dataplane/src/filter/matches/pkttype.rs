//! `-m pkttype`: to whom the link layer addressed the packet.

use crate::{filter::Test, packet::PacketType};

/// `-m pkttype`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pkttype {
    /// `--pkt-type`.
    pub pkt_type: Test<PacketType>,
}
