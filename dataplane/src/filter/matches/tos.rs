//! `-m tos`: the type of service, or traffic class.

use super::Probe;
use crate::filter::Test;

/// `-m tos`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TosMatch {
    /// `--tos VALUE/MASK`: (value, mask).
    pub tos: Test<(u8, u8)>,
}

impl TosMatch {
    /// `tos_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let (value, mask) = self.tos.of;
        self.tos.holds(probe.tos() & mask == value)
    }
}
