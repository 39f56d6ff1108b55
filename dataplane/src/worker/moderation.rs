//! When a live worker lets frames gather, as a NIC moderates its interrupts.
//!
//! Waking up, or polling for each frame alone, costs a worker more than forwarding the frame does.
//! When many frames come, waiting a little between bursts makes all of them cheaper, and even lets
//! more through. A lone frame, or a few large ones, are never made to wait; nor are streams of super-frames,
//! whose bytes cost more than waking up.

use crate::time::{Duration, Instant};

/// How long frames may gather. NICs that adapt wait as long (`ethtool -C … adaptive-rx on`).
pub(super) const GATHER: Duration = Duration::from_micros(100);

/// A burst of as many is worth its costs: the next is asked for at once.
const FULL: usize = 32;
/// Fewer than this after gathering are not worth the delay.
const WORTH: usize = 8;
/// Frames that have to come before the worker thinks about gathering.
const BEGIN: usize = 64;
/// The time between frames below which it begins: more than 100,000 come a second.
const DENSE: Duration = Duration::from_micros(10);
/// Frames with more bytes than this, on the average, are not made to wait: there are super-frames among them.
const LARGE: u64 = 2048;

/// What a worker has seen lately.
#[derive(Debug)]
pub(super) struct Moderation {
    since: Instant,
    frames: usize,
    bytes: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Every frame is served at once.
    Off,
    /// Frames come in crowds.
    On,
    /// As `On`, and the next burst is what has gathered.
    Gathered,
}

impl Moderation {
    /// A worker that has seen nothing before `now`.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            since: now,
            frames: 0,
            bytes: 0,
            state: State::Off,
        }
    }

    /// Notes a poll that gave `received` frames, and sent so many `bytes`. Whether to wait for [`GATHER`]
    /// before the next.
    pub(super) fn note(&mut self, received: usize, bytes: u64, now: Instant) -> bool {
        match self.state {
            State::Off => {
                self.frames += received;
                self.bytes += bytes;
                if self.frames < BEGIN {
                    return false;
                }
                let dense = now.saturating_since(self.since) <= DENSE * self.frames as u32;
                let large = self.bytes > LARGE * self.frames as u64;
                *self = Self::new(now);
                dense && !large && self.gather(received)
            }
            // Nothing came: the worker sleeps, and the next frame wakes it.
            State::On if received == 0 => false,
            State::Gathered if received < WORTH => {
                *self = Self::new(now);
                false
            }
            State::On | State::Gathered if bytes > LARGE * received as u64 => {
                *self = Self::new(now);
                false
            }
            State::On | State::Gathered => self.gather(received),
        }
    }

    fn gather(&mut self, received: usize) -> bool {
        let wait = received < FULL;
        self.state = if wait { State::Gathered } else { State::On };
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes bursts of `burst` frames of `bytes` bytes that come every `nanos` nanoseconds a frame; gives how
    /// often it waited.
    fn waits(burst: usize, bytes: u64, nanos: u64, bursts: usize) -> usize {
        let mut moderation = Moderation::new(Instant::ZERO);
        let mut now = Instant::ZERO;
        let mut waits = 0;
        let mut next = burst;
        for _ in 0..bursts {
            let received = std::mem::replace(&mut next, burst);
            now += Duration::from_nanos(nanos * received as u64);
            if moderation.note(received, bytes * received as u64, now) {
                waits += 1;
                next = burst.max(GATHER.as_nanos() as usize / nanos as usize);
            }
        }
        waits
    }

    #[test]
    fn single_frames_that_come_fast_are_gathered() {
        assert!(waits(1, 60, 2_000, 1000) > 100);
    }

    #[test]
    fn slow_frames_are_served_at_once() {
        assert_eq!(waits(1, 60, 20_000, 1000), 0);
        assert_eq!(waits(4, 60, 20_000, 1000), 0);
    }

    #[test]
    fn full_bursts_do_not_wait() {
        assert_eq!(waits(64, 60, 700, 1000), 0);
    }

    #[test]
    fn super_frames_and_what_acknowledges_them_do_not_wait() {
        assert!(waits(2, 1514, 5_000, 1000) > 100);
        assert_eq!(waits(2, 30_000, 5_000, 1000), 0);
    }

    #[test]
    fn it_ends_when_super_frames_come() {
        let mut moderation = Moderation::new(Instant::ZERO);
        let now = Instant::ZERO + Duration::from_micros(64);
        assert!((0..64).any(|_| moderation.note(1, 60, now)));
        assert!(!moderation.note(16, 500_000, now));
        assert_eq!(moderation.state, State::Off);
    }

    #[test]
    fn it_ends_when_the_crowd_is_over() {
        let mut moderation = Moderation::new(Instant::ZERO);
        let now = Instant::ZERO + Duration::from_micros(64);
        assert!((0..64).any(|_| moderation.note(1, 60, now)));
        assert!(!moderation.note(3, 180, now), "three are not worth waiting");
        assert!(!moderation.note(1, 60, now));
        assert!((0..64).any(|_| moderation.note(1, 60, now)));
        assert!(!moderation.note(0, 0, now), "nor is nothing");
        assert_eq!(moderation.state, State::Off);
    }
}
