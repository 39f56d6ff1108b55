//! The arithmetic of token buckets: tokens are time, in nanoseconds with 64 binary digits behind the point.
//!
//! The kernel's tokens are whole nanoseconds and a packet's price is rounded down to one
//! (`psched_l2t_ns`): at 100 Gbit/s a frame of 64 bytes costs 5.12 ns and is charged 5. Here no price is
//! wrong by more than a 10^-15th, whatever the rate, and rounding errors never add up to anything: a class
//! that has sent for an hour is where it would be if the arithmetic were exact.

use std::{
    ops::{Add, Sub},
    time::Duration,
};

use super::{LinkLayer, RateSpec};

/// Binary digits behind the point.
const FRACTION: u32 = 64;

/// An amount of tokens, or of debt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tokens(i128);

impl Tokens {
    /// None.
    pub(crate) const ZERO: Self = Self(0);

    /// So many nanoseconds.
    pub(crate) const fn from_nanos(nanos: i64) -> Self {
        Self((nanos as i128) << FRACTION)
    }

    /// A bucket that lasts so long.
    pub(crate) fn from_duration(duration: Duration) -> Self {
        Self::from_nanos(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
    }

    /// What is not in a bucket of so many nanoseconds.
    #[inline]
    pub(crate) fn at_most(self, nanos: i64) -> Self {
        // The same as the smaller one, by the whole nanoseconds alone.
        if self.nanos() >= nanos {
            Self::from_nanos(nanos)
        } else {
            self
        }
    }

    /// Whole nanoseconds, rounded down.
    pub(crate) const fn nanos(self) -> i64 {
        (self.0 >> FRACTION) as i64
    }

    /// How long it takes until a debt is paid, in whole nanoseconds, rounded up; 0 if there is none.
    #[inline]
    pub(crate) const fn time_to_zero(self) -> u64 {
        if self.0 >= 0 {
            return 0;
        }
        let debt = self.0.unsigned_abs();
        ((debt + ((1 << FRACTION) - 1)) >> FRACTION) as u64
    }
}

impl Add for Tokens {
    type Output = Self;

    #[inline]
    fn add(self, rhs: Self) -> Self {
        Self(self.0 + rhs.0)
    }
}

impl Sub for Tokens {
    type Output = Self;

    #[inline]
    fn sub(self, rhs: Self) -> Self {
        Self(self.0 - rhs.0)
    }
}

/// What packets cost at a rate (`struct psched_ratecfg`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Price {
    /// Of a byte, as [`Tokens`], without so many binary digits at the end: the 64 that are left.
    byte: u64,
    shift: u8,
    overhead: u16,
    mpu: u16,
    linklayer: LinkLayer,
}

impl Price {
    /// At `rate`; at one byte a second if that is zero.
    pub(crate) fn new(rate: RateSpec) -> Self {
        const SECOND: u128 = 1_000_000_000 << FRACTION;
        let bytes = u128::from(rate.bytes_per_second.max(1));
        let byte = SECOND / bytes;
        let shift = (u128::BITS - byte.leading_zeros()).saturating_sub(u64::BITS);
        Self {
            // Rounded down: a debt of exactly so many nanoseconds must not take one more to be paid.
            byte: (byte >> shift) as u64,
            shift: shift as u8,
            overhead: rate.overhead,
            mpu: rate.mpu,
            linklayer: rate.linklayer,
        }
    }

    /// Of a packet of `len` bytes.
    #[inline]
    pub(crate) fn of(&self, len: u32) -> Tokens {
        let len = (u64::from(len) + u64::from(self.overhead)).max(self.mpu.into());
        let len = match self.linklayer {
            LinkLayer::Ethernet => len,
            LinkLayer::Atm => len.div_ceil(48) * 53,
        };
        // At most 2^94 a byte, and less than 2^33 bytes: the shift is less than 32, and is told so.
        Tokens(((u128::from(self.byte) * u128::from(len)) << (self.shift % 32)) as i128)
    }

    /// The longest packet that a bucket pays for at once, in bytes; with cells, about.
    pub(crate) fn affordable(&self, bucket: Tokens) -> u32 {
        let bytes = bucket.0.unsigned_abs() / (u128::from(self.byte) << self.shift).max(1);
        let bytes = match self.linklayer {
            LinkLayer::Ethernet => bytes,
            LinkLayer::Atm => bytes / 53 * 48,
        };
        u32::try_from(bytes)
            .unwrap_or(u32::MAX)
            .saturating_sub(self.overhead.into())
    }
}

/// A bucket and what it pays for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
    price: Price,
    /// What it holds.
    pub(crate) size: Tokens,
    /// What is in it; negative for debt.
    pub(crate) tokens: Tokens,
}

impl Bucket {
    /// A full one.
    pub(crate) const fn full(price: Price, size: Tokens) -> Self {
        Self {
            price,
            size,
            tokens: size,
        }
    }

    /// What becomes of it by so much time and a packet of `len` bytes.
    pub(crate) fn charged(self, more: Tokens, len: u32) -> Self {
        Self {
            tokens: (self.tokens + more).min(self.size) - self.price.of(len),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ethernet(bytes_per_second: u64) -> RateSpec {
        RateSpec {
            bytes_per_second,
            ..RateSpec::default()
        }
    }

    #[test]
    fn prices_are_exact_where_the_kernels_are_rounded() {
        // 64 bytes at 100 Gbit/s: 5.12 ns.
        let price = Price::new(ethernet(12_500_000_000));
        let mut sum = Tokens::ZERO;
        for _ in 0..1000 {
            sum = sum + price.of(64);
        }
        assert_eq!((Tokens::ZERO - sum).time_to_zero(), 5120);
        // An hour of it is off by less than a thousandth of a nanosecond.
        let hour = Tokens(price.of(12_500_000).0 * 1000 * 3600);
        let off = Tokens::from_nanos(3_600_000_000_000) - hour;
        assert!(off >= Tokens::ZERO && off.0 < (1 << FRACTION) / 1000);
    }

    #[test]
    fn framing_counts() {
        let rate = RateSpec {
            overhead: 8,
            mpu: 100,
            ..ethernet(1_000_000_000)
        };
        let price = Price::new(rate);
        assert_eq!(price.of(10).nanos(), 100);
        assert_eq!(price.of(100).nanos(), 108);
        let cells = Price::new(RateSpec {
            linklayer: LinkLayer::Atm,
            ..rate
        });
        assert_eq!(cells.of(1492).nanos(), 32 * 53);
    }

    #[test]
    fn debts_are_paid_when_the_last_fraction_is() {
        let price = Price::new(ethernet(12_500_000_000));
        let debt = Tokens::ZERO - price.of(64);
        assert_eq!(debt.time_to_zero(), 6);
        assert_eq!((debt + Tokens::from_nanos(6)).time_to_zero(), 0);
        assert_eq!(debt.nanos(), -6);
        assert_eq!(Tokens::from_nanos(-5).time_to_zero(), 5);
    }

    #[test]
    fn a_bucket_pays_for_the_packets_that_fit() {
        let price = Price::new(ethernet(125_000));
        let bucket = Tokens::from_duration(Duration::from_nanos(1600 * 8000));
        assert_eq!(price.affordable(bucket), 1600);
        assert!(price.of(1600) <= bucket && price.of(1601) > bucket);
    }
}
