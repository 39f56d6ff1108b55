//! `tbf` (`sch_tbf.c`).

use std::time::Duration;

use dataplane::qos::{QdiscKind, RateSpec, TbfParams};

use super::ratecfg::RateConfig;
use crate::config::{Errno, NetError};

/// Options of `tbf`, all of which it has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TbfOptions {
    /// `rate`.
    pub rate: RateSpec,
    /// `burst`, in bytes.
    pub burst: u32,
    /// `peakrate`.
    pub peak: Option<RateSpec>,
    /// `mtu`, in bytes.
    pub peak_burst: u32,
    /// `limit`, in bytes.
    pub limit: u32,
}

impl TbfOptions {
    /// The peak burst in bytes that lasts so long: the least that does.
    #[must_use]
    pub fn peak_burst_of(peak: RateSpec, buffer: Duration) -> u32 {
        let rate = RateConfig::new(peak);
        let wanted = u64::try_from(buffer.as_nanos()).unwrap_or(u64::MAX);
        least(|burst| rate.nanoseconds(burst) >= wanted)
    }

    /// The qdisc.
    pub(super) fn kind(&self) -> Result<QdiscKind, NetError> {
        // The kernel's 64 bits are cut to 32 where bursts are kept as times.
        let time = |rate, burst| Duration::from_nanos(RateConfig::new(rate).nanoseconds(burst));
        let most = match self.peak {
            Some(peak) if peak.bytes_per_second <= self.rate.bytes_per_second => 0,
            Some(_) => self.burst.min(self.peak_burst),
            None => self.burst,
        };
        if most == 0 {
            return Err(Errno::Inval.into());
        }
        Ok(QdiscKind::Tbf(TbfParams {
            rate: self.rate,
            buffer: time(self.rate, self.burst),
            peak: self.peak,
            peak_buffer: self
                .peak
                .map_or(Duration::ZERO, |peak| time(peak, self.peak_burst)),
            limit: self.limit,
            burst: self.burst,
        }))
    }
}

/// The least number from 1 on for which something holds that holds for all above it.
fn least(holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (1, u32::MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
