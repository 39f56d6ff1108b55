//! `-m udp`: ports of a datagram.

use super::{Probe, in_range};
use crate::{drop_reason::DropReason, filter::Test, wire::udp};

/// `-m udp`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Udp {
    /// `--sport` (first, last).
    pub sport: Option<Test<(u16, u16)>>,
    /// `--dport`.
    pub dport: Option<Test<(u16, u16)>>,
}

impl Udp {
    /// `udp_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> Result<bool, DropReason> {
        if probe.headers.fragment != 0 {
            return Ok(false);
        }
        let &[a, b, c, d, ..] = probe.transport::<{ udp::HEADER_LEN }>()?;
        let (sport, dport) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        Ok(in_range(self.sport, sport) && in_range(self.dport, dport))
    }
}
