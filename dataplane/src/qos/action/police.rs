//! `police`: a token bucket that packets pass or not, without waiting.

use super::PoliceSpec;
use crate::{
    qos::tokens::{Price, Tokens},
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

/// Tokens of a rate.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    price: Price,
    most: Tokens,
    tokens: Tokens,
}

impl Bucket {
    /// A full one.
    const fn new(price: Price, most: Tokens) -> Self {
        Self {
            price,
            most,
            tokens: most,
        }
    }

    /// What is left of it behind a packet of `len` bytes, after it was filled for a time.
    fn charged(self, passed: Tokens, len: u32) -> Self {
        Self {
            tokens: (self.tokens + passed).min(self.most) - self.price.of(len),
            ..self
        }
    }

    fn in_debt(&self) -> bool {
        self.tokens < Tokens::ZERO
    }
}

impl Police {
    /// With full buckets.
    pub(super) fn new(spec: &PoliceSpec, now: Instant) -> Self {
        // 0 stands for any.
        let mtu = if spec.mtu == 0 { u32::MAX } else { spec.mtu };
        let rate = Some(spec.rate).filter(|rate| rate.bytes_per_second > 0);
        let burst = Tokens::from_duration(spec.burst);
        Self {
            rate: rate.map(|rate| Bucket::new(Price::new(rate), burst)),
            peak: spec.peak.map(|peak| {
                let price = Price::new(peak);
                // One packet at a time.
                Bucket::new(price, price.of(mtu))
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
        let passed = Tokens::from_duration(now.saturating_since(self.counted)).min(rate.most);
        let rate = rate.charged(passed, len);
        let peak = self.peak.map(|peak| peak.charged(passed, len));
        if rate.in_debt() || peak.is_some_and(|peak| peak.in_debt()) {
            return false;
        }
        self.rate = Some(rate);
        self.peak = peak;
        self.counted = now;
        true
    }
}
