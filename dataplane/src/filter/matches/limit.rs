//! `-m limit`: a token bucket.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::{filter::state::Memory, time::Instant};

/// `-m limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// `--limit`: the time of one packet, in 1/10,000 s (`XT_LIMIT_SCALE`).
    pub avg: u32,
    /// `--limit-burst`: packets.
    pub burst: u32,
}

/// Of the kernel's clock, in 1/s (`CONFIG_HZ` of Debian and Ubuntu).
pub(super) const HZ: u64 = 250;
/// Credits that a bucket gains each tick (`CREDITS_PER_JIFFY`): the largest power of two with which a
/// day fits in 32 bits.
const CREDITS: u64 = 128;
/// `XT_LIMIT_SCALE`.
const SCALE: u64 = 10_000;

/// The tick of the kernel's clock that a time is in (`jiffies`).
pub(super) const fn tick(now: Instant) -> u64 {
    now.as_nanos() / (1_000_000_000 / HZ)
}

/// Credits of a time in 1/10,000 s (`user2credits`), in 32 bits as there: more than that wraps.
fn credits(time: u32) -> u32 {
    let time = u64::from(time);
    let credits = if time > u64::from(u32::MAX) / (HZ * CREDITS) {
        time / SCALE * HZ * CREDITS
    } else {
        time * HZ * CREDITS / SCALE
    };
    credits as u32
}

/// The tokens of one rule (`struct xt_limit_priv`): it begins full.
#[derive(Debug)]
pub(crate) struct Bucket {
    credit: AtomicU32,
    /// When it was last filled, in ticks; the far future before the first packet.
    filled: AtomicU64,
}

impl Bucket {
    pub(crate) fn of(limit: &Limit) -> Self {
        Self {
            credit: AtomicU32::new(limit.cap()),
            filled: AtomicU64::new(u64::MAX),
        }
    }

    /// One that is as this one is now.
    pub(crate) fn copied(&self) -> Self {
        Self {
            credit: AtomicU32::new(self.credit.load(Ordering::Relaxed)),
            filled: AtomicU64::new(self.filled.load(Ordering::Relaxed)),
        }
    }

    /// The credit that was left when it was last asked.
    #[cfg(test)]
    pub(crate) fn credit(&self) -> u32 {
        self.credit.load(Ordering::Relaxed)
    }

    /// Takes `cost` if there is as much at `tick` (`limit_mt`).
    fn take(&self, tick: u64, cost: u32, cap: u32) -> bool {
        let filled = self.filled.swap(tick, Ordering::Relaxed);
        let gained = tick.saturating_sub(filled).saturating_mul(CREDITS);
        let filled_up =
            |credit: u32| (u64::from(credit).saturating_add(gained)).min(cap.into()) as u32;
        let spend = |credit| {
            let credit = filled_up(credit);
            Some(credit.checked_sub(cost).unwrap_or(credit))
        };
        let before = self
            .credit
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
        before.is_ok_and(|before| filled_up(before) >= cost)
    }
}

impl Limit {
    /// The most that its bucket holds.
    fn cap(&self) -> u32 {
        credits(self.avg.wrapping_mul(self.burst))
    }

    /// Whether the kernel takes it (`limit_mt_check`): a burst that overflows, and has less credit
    /// for that than one packet costs, is refused.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.burst != 0 && self.cap() >= credits(self.avg)
    }

    pub(super) fn holds(&self, now: Instant, memory: Option<&Memory>) -> bool {
        match memory {
            Some(Memory::Bucket(bucket)) => bucket.take(tick(now), credits(self.avg), self.cap()),
            Some(_) | None => false,
        }
    }
}
