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
