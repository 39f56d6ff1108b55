//! `fq_codel` (`sch_fq_codel.c`).

use std::time::Duration;

use dataplane::qos::{FqCodelParams, QdiscKind};

use super::{codel::clock, psched_mtu};
use crate::config::{Errno, Link, NetError};

/// Options of `fq_codel`; `None` leaves what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FqCodelOptions {
    /// `limit`.
    pub limit: Option<u32>,
    /// `flows`.
    pub flows: Option<u32>,
    /// `quantum`.
    pub quantum: Option<u32>,
    /// `target`.
    pub target: Option<Duration>,
    /// `interval`.
    pub interval: Option<Duration>,
    /// `memory_limit`.
    pub memory_limit: Option<u32>,
    /// `ecn`, `noecn`.
    pub ecn: Option<bool>,
    /// `ce_threshold`.
    pub ce_threshold: Option<Duration>,
    /// `drop_batch`.
    pub drop_batch: Option<u32>,
}

impl FqCodelOptions {
    /// The qdisc; `old` is what it was.
    pub(super) fn apply(
        &self,
        old: Option<&FqCodelParams>,
        link: &Link,
    ) -> Result<QdiscKind, NetError> {
        const LEAST_QUANTUM: u32 = 256;
        const MOST_QUANTUM: u32 = 1 << 20;
        const MOST_FLOWS: u32 = 65_536;
        let before = old.copied().unwrap_or(FqCodelParams {
            limit: 10 * 1024,
            flows: 1024,
            quantum: psched_mtu(link),
            target: clock(Duration::from_millis(5)),
            interval: clock(Duration::from_millis(100)),
            memory_limit: 32 << 20,
            ecn: true,
            ce_threshold: None,
            drop_batch: 64,
        });
        if let Some(flows) = self.flows
            && (old.is_some() || flows == 0 || flows > MOST_FLOWS)
        {
            return Err(Errno::Inval.into());
        }
        if self.quantum.is_some_and(|quantum| quantum > MOST_QUANTUM) {
            return Err(NetError::explained(Errno::Inval, "invalid quantum."));
        }
        Ok(QdiscKind::FqCodel(FqCodelParams {
            limit: self.limit.unwrap_or(before.limit),
            flows: self.flows.unwrap_or(before.flows),
            quantum: self
                .quantum
                .map_or(before.quantum, |quantum| quantum.max(LEAST_QUANTUM)),
            target: self.target.map_or(before.target, clock),
            interval: self.interval.map_or(before.interval, clock),
            memory_limit: self
                .memory_limit
                .map_or(before.memory_limit, |limit| limit.min(1 << 31)),
            ecn: self.ecn.unwrap_or(before.ecn),
            ce_threshold: self.ce_threshold.map(clock).or(before.ce_threshold),
            drop_batch: self
                .drop_batch
                .map_or(before.drop_batch, |batch| batch.max(1)),
        }))
    }
}
