//! `-m statistic`: every so many packets, or some at random.

use crate::{
    filter::{Test, state::Memory},
    forward::Rng,
};

/// `-m statistic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistic {
    /// `--mode`.
    pub mode: Test<StatisticMode>,
}

/// How packets are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatisticMode {
    /// `random`: the probability times 2³¹.
    Random(u32),
    /// `nth`.
    Nth {
        /// `--every`, less one.
        every: u32,
        /// `--packet`.
        packet: u32,
    },
}

impl Statistic {
    /// `statistic_mt`.
    pub(super) fn holds(&self, rng: &mut Rng, memory: Option<&Memory>) -> bool {
        let chosen = match self.mode.of {
            StatisticMode::Random(probability) => ((rng.next() >> 33) as u32) < probability,
            StatisticMode::Nth { every, .. } => match memory {
                Some(Memory::Count(count)) => Memory::turn(count, every),
                Some(_) | None => false,
            },
        };
        self.mode.holds(chosen)
    }
}
