//! `-m mac`: the Ethernet source address.

use super::Probe;
use crate::{
    filter::Test,
    iface::{IfIndex, MacAddr},
    wire::ethernet::EthernetView,
};

/// `-m mac`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mac {
    /// `--mac-source`.
    pub source: Test<MacAddr>,
}

impl Mac {
    /// `mac_mt`: what has no Ethernet header does not match, negated or not.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let meta = &probe.packet.meta;
        if meta.iif.is_none_or(|iif| iif == IfIndex::LOOPBACK) || meta.l3 == 0 {
            return false;
        }
        EthernetView::parse(probe.packet.buf.bytes())
            .is_some_and(|frame| self.source.holds(frame.src() == self.source.of))
    }
}
