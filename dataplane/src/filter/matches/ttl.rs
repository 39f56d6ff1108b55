//! `-m ttl` and `-m hl`: how far the packet may still go.

use super::Probe;

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// `-eq`.
    Equal,
    /// `! -eq`.
    NotEqual,
    /// `-lt`.
    Less,
    /// `-gt`.
    Greater,
}

/// `-m ttl` (IPv4) and `-m hl` (IPv6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TtlMatch {
    /// How.
    pub compare: Compare,
    /// With what.
    pub value: u8,
}

impl TtlMatch {
    /// `ttl_mt`, `hl_mt6`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let ttl = probe.ttl();
        match self.compare {
            Compare::Equal => ttl == self.value,
            Compare::NotEqual => ttl != self.value,
            Compare::Less => ttl < self.value,
            Compare::Greater => ttl > self.value,
        }
    }
}
