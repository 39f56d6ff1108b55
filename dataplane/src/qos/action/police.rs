//! `police`: a token bucket that packets pass or not, without waiting.

use super::PoliceSpec;
use crate::{
    qos::tokens::{Bucket, Price, Tokens},
    time::Instant,
};

/// A policer's buckets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Police {
    rate: Option<Bucket>,
    peak: Option<Bucket>,
    /// The longest packet that conforms.
    mtu: u32,
    /// When tokens were counted.
    counted: Instant,
}

impl Police {
    /// With full buckets.
    pub(super) fn new(spec: &PoliceSpec, now: Instant) -> Self {
        // 0 stands for any.
        let mtu = if spec.mtu == 0 { u32::MAX } else { spec.mtu };
        let rate = Some(spec.rate).filter(|rate| rate.bytes_per_second > 0);
        let burst = Tokens::from_duration(spec.burst);
        Self {
            rate: rate.map(|rate| Bucket::full(Price::new(rate), burst)),
            peak: spec.peak.map(|peak| {
                let price = Price::new(peak);
                // One packet at a time.
                Bucket::full(price, price.of(mtu))
            }),
            mtu,
            counted: now,
        }
    }

    /// Whether a packet of `len` bytes is within the rates; then it is charged (`tcf_police_act`).
    pub(super) fn conforms(&mut self, now: Instant, len: u32) -> bool {
        if len > self.mtu {
            return false;
        }
        let Some(rate) = self.rate else {
            return true;
        };
        let passed = Tokens::from_duration(now.saturating_since(self.counted)).min(rate.size);
        let rate = rate.charged(passed, len);
        let peak = self.peak.map(|peak| peak.charged(passed, len));
        let in_debt = |bucket: Bucket| bucket.tokens < Tokens::ZERO;
        if in_debt(rate) || peak.is_some_and(in_debt) {
            return false;
        }
        self.rate = Some(rate);
        self.peak = peak;
        self.counted = now;
        true
    }
}
