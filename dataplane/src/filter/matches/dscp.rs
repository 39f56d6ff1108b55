//! `-m dscp`: the differentiated services field.

use super::Probe;
use crate::filter::Test;

/// `-m dscp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dscp {
    /// `--dscp`, 0 to 63.
    pub dscp: Test<u8>,
}

impl Dscp {
    /// `dscp_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        self.dscp.holds(probe.tos() >> 2 == self.dscp.of)
    }
}
