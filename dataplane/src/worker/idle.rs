//! How a live worker waits that has no frames.
//!
//! A processor that sleeps for some milliseconds does so deeply, and its caches are empty afterwards: where it was
//! measured (docs/decisions/028), the next frame took three times as long as after a millisecond. So a worker
//! sleeps lightly for a while after each frame.

use crate::time::{Duration, Instant};

/// How long the worker asks in vain before it sleeps: about what sleeping and being woken would cost. A time and
/// no number of polls, because asking a ring costs nothing to speak of, but asking a tap a system call.
const SPIN: Duration = Duration::from_micros(3);

/// Times that a queue may wake the worker for nothing before the worker leaves it alone for a while:
/// a device in trouble is readable without having frames.
const FRUITLESS: u32 = 16;

/// How long the worker sleeps lightly after a frame.
const LIVELY: Duration = Duration::from_millis(50);
/// How long it sleeps at most meanwhile.
const NAP: Duration = Duration::from_millis(1);

/// What a worker without frames has been through.
#[derive(Debug)]
pub(super) struct Idle {
    /// When a frame was last received.
    last: Instant,
    /// Since when it asks in vain.
    since: Option<Instant>,
    /// Times that it was woken for nothing since the last frame.
    fruitless: u32,
}

impl Idle {
    /// A worker that has just received its first frame.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            last: now,
            since: None,
            fruitless: 0,
        }
    }

    /// Notes that frames were received.
    pub(super) fn received(&mut self, now: Instant) {
        *self = Self::new(now);
    }

    /// Notes that a poll gave nothing. Until when the worker may sleep, if it is to sleep now.
    pub(super) fn note(&mut self, now: Instant) -> Option<Instant> {
        let since = *self.since.get_or_insert(now);
        if now.saturating_since(since) < SPIN {
            None
        } else if now.saturating_since(self.last) < LIVELY {
            Some(now + NAP)
        } else {
            Some(Instant::FAR_FUTURE)
        }
    }

    /// Notes that a queue ended the sleep.
    pub(super) fn woken(&mut self) {
        self.fruitless += 1;
    }

    /// Whether queues wake the worker again and again without having frames.
    pub(super) const fn is_fruitless(&self) -> bool {
        self.fruitless > FRUITLESS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MICROSECOND: Duration = Duration::from_micros(1);

    /// Asks in vain from `now` on until the worker sleeps; gives how long it asked and how long it may sleep.
    fn asks(idle: &mut Idle, now: Instant) -> (Duration, Duration) {
        let mut at = now;
        loop {
            match idle.note(at) {
                Some(until) => return (at.saturating_since(now), until.saturating_since(at)),
                None => at += MICROSECOND,
            }
        }
    }

    #[test]
    fn it_asks_a_while_before_it_sleeps_but_not_after_each_nap() {
        let now = Instant::from_nanos(1_000_000_000);
        let mut idle = Idle::new(now);
        assert_eq!(asks(&mut idle, now), (SPIN, NAP));
        assert_eq!(asks(&mut idle, now + NAP), (Duration::ZERO, NAP));
        idle.received(now + NAP);
        assert_eq!(asks(&mut idle, now + NAP), (SPIN, NAP));
    }

    #[test]
    fn without_frames_it_sleeps_until_it_is_woken() {
        let now = Instant::from_nanos(1_000_000_000);
        let mut idle = Idle::new(now);
        let (mut at, mut naps) = (now, 0);
        loop {
            let (_, sleep) = asks(&mut idle, at);
            if sleep > NAP {
                break;
            }
            at += sleep;
            naps += 1;
        }
        assert_eq!(naps, 50);
        assert_eq!(idle.note(at), Some(Instant::FAR_FUTURE));
    }

    #[test]
    fn queues_that_wake_it_for_nothing_are_noticed_until_a_frame_comes() {
        let now = Instant::ZERO;
        let mut idle = Idle::new(now);
        for _ in 0..FRUITLESS {
            idle.woken();
        }
        assert!(!idle.is_fruitless());
        idle.woken();
        assert!(idle.is_fruitless());
        idle.received(now);
        assert!(!idle.is_fruitless());
    }
}
