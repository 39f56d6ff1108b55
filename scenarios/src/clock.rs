//! The lab's clock and dice: virtual time that jumps from event to event, and a seeded generator.

use dataplane::time::{Duration, Instant};

/// Virtual time. It moves only when the lab has nothing left to do at the present moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    now: Instant,
}

impl Clock {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Moves on to `to`; never back.
    pub fn advance(&mut self, to: Instant) {
        self.now = self.now.max(to);
    }
}

/// A small generator (SplitMix64), so that the same seed gives the same run on every machine.
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// One that repeats what every other with this `seed` throws.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, 0 if that is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        // The high half of a wide product: no modulo bias worth speaking of.
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }

    /// A duration below `bound`.
    pub fn duration(&mut self, bound: Duration) -> Duration {
        Duration::from_nanos(self.below(u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same() {
        let (mut a, mut b) = (Dice::new(7), Dice::new(7));
        let thrown: Vec<u64> = (0..100).map(|_| a.below(6)).collect();
        assert_eq!(thrown, (0..100).map(|_| b.below(6)).collect::<Vec<_>>());
        assert!((0..6).all(|face| thrown.contains(&face)));
        assert_eq!(a.below(0), 0);
    }

    #[test]
    fn time_does_not_go_back() {
        let mut clock = Clock::default();
        clock.advance(Instant::from_nanos(5));
        clock.advance(Instant::from_nanos(3));
        assert_eq!(clock.now(), Instant::from_nanos(5));
    }
}
