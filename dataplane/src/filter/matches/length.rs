//! `-m length`: the length of the packet.

use super::Probe;
use crate::{
    filter::Test,
    route::Family,
    wire::ipv6::{self, Ipv6View},
};

/// `-m length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// `--length` in bytes (least, most): of the IPv4 packet, or of the IPv6 packet's payload and header.
    pub length: Test<(u16, u16)>,
}

impl Length {
    /// `length_mt`, `length_mt6`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let bytes = probe.packet.network();
        let len = match probe.at.family {
            // Of a super-frame, the whole (`skb_ip_totlen`).
            Family::V4 => bytes.len(),
            Family::V6 => {
                Ipv6View::header(bytes).map_or(0, |view| view.payload_len() + ipv6::HEADER_LEN)
            }
        };
        let (least, most) = self.length.of;
        let range = usize::from(least)..=usize::from(most);
        self.length.holds(range.contains(&len))
    }
}
