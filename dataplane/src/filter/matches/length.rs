//! `-m length`: the length of the packet.

use super::Probe;
use crate::filter::Test;

/// `-m length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// `--length` in bytes (least, most), from the network header on.
    pub length: Test<(u16, u16)>,
}

impl Length {
    /// `length_mt`, `length_mt6`: of a super-frame, the whole.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let len = probe.packet.network().len();
        let (least, most) = self.length.of;
        let range = usize::from(least)..=usize::from(most);
        self.length.holds(range.contains(&len))
    }
}
