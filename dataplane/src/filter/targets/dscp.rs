//! `-j DSCP`: the differentiated services field.

use super::tos;
use crate::{packet::Packet, route::Family};

/// `-j DSCP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DscpTarget {
    /// `--set-dscp`, 0 to 63.
    pub dscp: u8,
}

impl DscpTarget {
    /// `dscp_tg`: the two bits of congestion notification stay.
    pub(super) fn apply(self, family: Family, packet: &mut Packet) {
        const ECN: u8 = 3;
        let tos = tos::get(family, packet);
        tos::set(family, packet, (tos & ECN) | self.dscp << 2);
    }
}
