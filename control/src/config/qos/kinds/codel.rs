//! `codel` (`sch_codel.c`).

use std::time::Duration;

use dataplane::qos::{CodelParams, QdiscKind};

/// Options of `codel`; `None` leaves what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodelOptions {
    /// `limit`.
    pub limit: Option<u32>,
    /// `target`.
    pub target: Option<Duration>,
    /// `interval`.
    pub interval: Option<Duration>,
    /// `ecn`, `noecn`.
    pub ecn: Option<bool>,
    /// `ce_threshold`.
    pub ce_threshold: Option<Duration>,
}

impl CodelOptions {
    /// The qdisc; `old` is what it was.
    pub(super) fn apply(&self, old: Option<&CodelParams>) -> QdiscKind {
        let old = old.copied().unwrap_or(CodelParams {
            limit: 1000,
            target: clock(Duration::from_millis(5)),
            interval: clock(Duration::from_millis(100)),
            ecn: false,
            ce_threshold: None,
        });
        QdiscKind::Codel(CodelParams {
            limit: self.limit.unwrap_or(old.limit),
            target: self.target.map_or(old.target, clock),
            interval: self.interval.map_or(old.interval, clock),
            ecn: self.ecn.unwrap_or(old.ecn),
            ce_threshold: self.ce_threshold.map(clock).or(old.ce_threshold),
        })
    }
}

/// A time by CoDel's clock, which counts 1,024 ns (`CODEL_SHIFT`).
pub(super) fn clock(time: Duration) -> Duration {
    let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(nanoseconds >> 10 << 10)
}
