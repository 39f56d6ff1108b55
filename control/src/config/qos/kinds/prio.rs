//! `prio` (`sch_prio.c`).

use dataplane::qos::{PrioParams, QdiscKind};

use crate::config::{Errno, NetError};

/// Options of `prio`: the tool fills in its defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrioOptions {
    /// `bands`.
    pub bands: u32,
    /// `priomap`.
    pub priomap: [u8; 16],
}

impl PrioOptions {
    /// The qdisc.
    pub(super) fn kind(&self) -> Result<QdiscKind, NetError> {
        let in_range = (2..=16).contains(&self.bands)
            && self
                .priomap
                .iter()
                .all(|&band| u32::from(band) < self.bands);
        let bands = u8::try_from(self.bands).ok().filter(|_| in_range);
        let bands = bands.ok_or(Errno::Inval)?;
        Ok(QdiscKind::Prio(PrioParams {
            bands,
            priomap: self.priomap,
        }))
    }
}
