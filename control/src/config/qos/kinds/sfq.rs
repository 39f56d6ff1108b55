//! `sfq` (`sch_sfq.c`).

use std::time::Duration;

use dataplane::qos::{QdiscKind, RedParams, SfqParams};

use super::psched_mtu;
use crate::config::{Errno, Link, NetError};

/// Options of `sfq`; 0 for what it has by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SfqOptions {
    /// `quantum`.
    pub quantum: u32,
    /// `perturb`, in seconds.
    pub perturb: u32,
    /// `limit`.
    pub limit: u32,
    /// `divisor`.
    pub divisor: u32,
    /// `flows`.
    pub flows: u32,
    /// `depth`.
    pub depth: u32,
    /// `headdrop`.
    pub headdrop: bool,
    /// `redflowlimit` and what goes with it.
    pub red: Option<RedParams>,
}

/// Packets of a flow at most (`SFQ_MAX_DEPTH`).
const DEPTH: u32 = 127;
/// Flows at most (`SFQ_DEFAULT_FLOWS`).
const FLOWS: u32 = 128;
/// `SFQ_MAX_FLOWS`: 65,408 slots without those of the lengths.
const MOST_FLOWS: u32 = 65_536 - DEPTH - 1;

impl SfqOptions {
    /// The qdisc. It can't be changed.
    pub(super) fn kind(&self, link: &Link) -> Result<QdiscKind, NetError> {
        let mut params = SfqParams {
            quantum: psched_mtu(link),
            perturb: Duration::ZERO,
            limit: DEPTH,
            divisor: 1024,
            flows: FLOWS,
            depth: DEPTH,
            headdrop: false,
            red: self.red,
        };
        if self.divisor != 0 && (!self.divisor.is_power_of_two() || self.divisor > 65_536) {
            return Err(Errno::Inval.into());
        }
        if i32::try_from(self.quantum).is_err() {
            return Err(NetError::explained(
                Errno::Inval,
                "sch_sfq: invalid quantum.",
            ));
        }
        if self.quantum != 0 {
            params.quantum = self.quantum;
        }
        params.perturb = Duration::from_secs(self.perturb.into());
        if self.flows != 0 {
            params.flows = self.flows.min(MOST_FLOWS);
        }
        if self.divisor != 0 {
            params.divisor = self.divisor;
            params.flows = params.flows.min(self.divisor);
        }
        if self.depth != 0 {
            params.depth = self.depth.min(DEPTH);
        }
        params.headdrop = self.headdrop;
        if self.limit != 0 {
            params.limit = self.limit.min(params.depth * params.flows);
            params.flows = params.flows.min(params.limit);
        }
        Ok(QdiscKind::Sfq(params))
    }
}
