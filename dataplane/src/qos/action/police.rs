//! `police`: a token bucket that packets pass or not, without waiting.

use super::PoliceSpec;
use crate::{qos::RateSpec, time::Instant};

/// The tokens of a policer, in nanoseconds at its rates.
#[derive(Clone, Copy, Debug)]
pub(super) struct Police {
    tokens: i64,
    /// Of the peak rate.
    peak: i64,
    /// When they were counted.
    counted: Instant,
}

impl Police {
    /// With full buckets.
    pub(super) fn new(spec: &PoliceSpec, now: Instant) -> Self {
        Self {
            tokens: nanos(spec.burst.as_nanos()),
            peak: peak_bucket(spec),
            counted: now,
        }
    }

    /// Whether a packet of `len` bytes is within the rates; then it is counted (`tcf_police_act`).
    pub(super) fn conforms(&mut self, spec: &PoliceSpec, now: Instant, len: u32) -> bool {
        if len > mtu(spec) {
            return false;
        }
        if spec.rate.bytes_per_second == 0 {
            return true;
        }
        let burst = nanos(spec.burst.as_nanos());
        let passed = nanos(now.saturating_since(self.counted).as_nanos()).min(burst);
        let tokens = (self.tokens + passed).min(burst) - time_of(&spec.rate, len);
        let peak = match &spec.peak {
            Some(rate) => (self.peak + passed).min(peak_bucket(spec)) - time_of(rate, len),
            None => 0,
        };
        if tokens < 0 || peak < 0 {
            return false;
        }
        *self = Self {
            tokens,
            peak,
            counted: now,
        };
        true
    }
}

/// The longest packet that conforms; 0 stands for any.
const fn mtu(spec: &PoliceSpec) -> u32 {
    match spec.mtu {
        0 => u32::MAX,
        mtu => mtu,
    }
}

/// How much the bucket of the peak rate holds: one packet.
fn peak_bucket(spec: &PoliceSpec) -> i64 {
    spec.peak.map_or(0, |peak| time_of(&peak, mtu(spec)))
}

/// How long `len` bytes take at a rate, in nanoseconds (`psched_l2t_ns`).
fn time_of(rate: &RateSpec, len: u32) -> i64 {
    let len = u64::from(len) + u64::from(rate.overhead);
    let len = match rate.linklayer {
        crate::qos::LinkLayer::Ethernet => len,
        crate::qos::LinkLayer::Atm => len.div_ceil(48) * 53,
    };
    nanos(u128::from(len) * 1_000_000_000 / u128::from(rate.bytes_per_second.max(1)))
}

fn nanos(nanos: u128) -> i64 {
    i64::try_from(nanos).unwrap_or(i64::MAX)
}
