//! `-m mark`: the mark of the packet.

use super::Probe;
use crate::filter::Test;

/// `-m mark`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkMatch {
    /// `--mark VALUE/MASK`: (value, mask).
    pub mark: Test<(u32, u32)>,
}

impl MarkMatch {
    /// `mark_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let (value, mask) = self.mark.of;
        self.mark.holds(probe.packet.meta.mark.0 & mask == value)
    }
}
