//! `netem` (`sch_netem.c`).

use dataplane::qos::{NetemParams, QdiscKind};

/// Options of `netem`. What the tool always sends is in `params`; of the rest, only what was given counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetemOptions {
    /// All values.
    pub params: NetemParams,
    /// Correlations of delay, loss and duplication were given.
    pub correlations: bool,
    /// `reorder` was given.
    pub reorder: bool,
    /// `corrupt` was given.
    pub corrupt: bool,
    /// `rate` was given.
    pub rate: bool,
    /// `distribution` was given.
    pub distribution: bool,
}

impl NetemOptions {
    /// The qdisc; `old` is what it was.
    pub(super) fn apply(&self, old: Option<&NetemParams>) -> QdiscKind {
        let mut new = self.params.clone();
        let fresh = NetemParams::default();
        let old = old.unwrap_or(&fresh);
        if !self.correlations {
            new.delay_correlation = old.delay_correlation;
            new.loss_correlation = old.loss_correlation;
            new.duplicate_correlation = old.duplicate_correlation;
        }
        if !self.reorder {
            new.reorder_correlation = old.reorder_correlation;
            // A gap alone means all packets.
            new.reorder = if new.gap > 0 { u32::MAX } else { old.reorder };
        }
        if !self.corrupt {
            new.corrupt = old.corrupt;
            new.corrupt_correlation = old.corrupt_correlation;
        }
        if !self.rate {
            new.rate = old.rate;
            new.packet_overhead = old.packet_overhead;
            new.cell_size = old.cell_size;
            new.cell_overhead = old.cell_overhead;
        }
        if !self.distribution {
            new.distribution = old.distribution;
        }
        QdiscKind::Netem(Box::new(new))
    }
}
