//! Cycles that a thread takes.
//!
//! The processor's own counter says how many its work took, at whatever rate it ran. A virtual machine may have
//! none: then there are those of the time stamp counter, which ticks at a constant rate, and says no more than the
//! clock does, in other units.

use perf_event::{Builder, Counter, events::Hardware};
use quanta::Clock;

/// Counts cycles of the thread that made it.
#[derive(Debug)]
pub(crate) enum Cycles {
    /// Those of its work.
    Own(Counter),
    /// The time stamp counter's.
    TimeStamp(Clock),
    /// The machine counts none.
    None,
}

impl Cycles {
    /// Those of this thread, from now on.
    pub(crate) fn of_thread() -> Self {
        if let Ok(mut counter) = Builder::new(Hardware::CPU_CYCLES).build()
            && counter.enable().is_ok()
        {
            return Self::Own(counter);
        }
        let clock = Clock::new();
        if time_stamp_rate(&clock).is_some() {
            Self::TimeStamp(clock)
        } else {
            Self::None
        }
    }

    /// How many there were; what counts is how far two readings are apart.
    pub(crate) fn read(&mut self) -> Option<u64> {
        match self {
            Self::Own(counter) => counter.read().ok(),
            Self::TimeStamp(clock) => Some(clock.raw()),
            Self::None => None,
        }
    }

    /// What they are, for tables.
    pub(crate) fn unit(&self) -> String {
        match self {
            Self::Own(_) => "cycles".to_owned(),
            Self::TimeStamp(clock) => {
                let rate = time_stamp_rate(clock).unwrap_or(f64::NAN);
                format!("cycles of the time stamp counter, {rate:.1} a ns,")
            }
            Self::None => "no cycles,".to_owned(),
        }
    }
}

/// How often the time stamp counter ticks in a nanosecond; `None` if the clock goes by another one, which counts
/// nanoseconds.
fn time_stamp_rate(clock: &Clock) -> Option<f64> {
    const TICKS: u64 = 1_000_000_000;
    let nanos = clock.delta_as_nanos(0, TICKS);
    (nanos != TICKS).then(|| TICKS as f64 / nanos as f64)
}

#[cfg(test)]
mod tests {
    use std::{hint::black_box, time::Duration};

    use super::*;

    #[test]
    fn work_takes_cycles_and_more_work_takes_more() {
        let mut cycles = Cycles::of_thread();
        let mut work = |rounds: u64| {
            let before = cycles.read()?;
            let start = std::time::Instant::now();
            let mut sum = 0_u64;
            for round in 0..rounds {
                sum = black_box(sum.wrapping_mul(3) ^ round);
            }
            Some((cycles.read()? - before, start.elapsed()))
        };
        let (Some(less), Some(more)) = (work(100_000), work(10_000_000)) else {
            return;
        };
        assert!(more.0 > 5 * less.0, "{less:?} {more:?}");
        // Between a twentieth of a cycle and ten cycles a nanosecond, whatever counts them.
        let (count, spent) = more;
        let nanos = spent.max(Duration::from_nanos(1)).as_nanos() as u64;
        assert!(count > nanos / 20 && count < nanos * 10, "{more:?}");
    }
}
