//! Random numbers that depend on the ones before.

use crate::forward::Rng;

/// A source of numbers each of which is like the one before by a share of `correlation`, out of 2^32 - 1
/// (`struct crndstate`).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Correlated {
    correlation: u32,
    last: u32,
}

impl Correlated {
    pub(super) fn new(correlation: u32, rng: &mut Rng) -> Self {
        Self {
            correlation,
            last: rng.next() as u32,
        }
    }

    /// The next number (`get_crandom`).
    pub(super) fn next(&mut self, rng: &mut Rng) -> u32 {
        let value = rng.next() as u32;
        if self.correlation == 0 {
            return value;
        }
        let rho = u64::from(self.correlation) + 1;
        let fresh = u64::from(value) * ((1 << 32) - rho);
        // The products are of 32 and 33 bits and their sum is below 2^64.
        self.last = ((fresh + u64::from(self.last) * rho) >> 32) as u32;
        self.last
    }

    /// Whether something of this probability, out of 2^32 - 1, happens.
    pub(super) fn happens(&mut self, probability: u32, rng: &mut Rng) -> bool {
        probability > 0 && probability >= self.next(rng)
    }
}
