//! `-m statistic`: every so many packets, or some at random.

use crate::filter::Test;

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
