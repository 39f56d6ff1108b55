//! When a live worker lets frames gather, as a NIC moderates its interrupts.
//!
//! Waking up, or polling for each frame alone, costs a worker more than forwarding the frame does.
//! When many frames come, waiting a little between bursts makes all of them cheaper, and even lets
//! more through. A lone frame, or a few large ones, are never made to wait; nor are streams of super-frames,
//! whose bytes cost more than waking up. A frame by a port where few come ends the waiting.

use crate::time::{Duration, Instant};

/// How long frames may gather, if nobody says anything else. NICs that adapt wait as long (`ethtool -C …
/// adaptive-rx on`).
pub const GATHER: Duration = Duration::from_micros(100);
/// Less is not worth going to sleep.
const SHORTEST: Duration = Duration::from_micros(20);

/// A burst of as many is worth its costs: the next is asked for at once.
const FULL: usize = 32;
/// So many frames are to gather: with fewer a frame costs more than the kernel's does.
const CROWD: usize = 64;
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
    /// When the last poll began.
    last: Instant,
    /// How long frames gather the next time.
    gather: Duration,
    /// How long they may.
    longest: Duration,
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
    /// A worker that has seen nothing before `now`, and lets frames gather for `longest` at most; if that is no time,
    /// never.
    pub(super) fn new(now: Instant, longest: Duration) -> Self {
        Self {
            since: now,
            frames: 0,
            bytes: 0,
            state: State::Off,
            last: now,
            gather: longest,
            longest,
        }
    }

    /// Notes a poll that began at `now`, gave `received` frames, and sent so many `bytes`. How long to wait before
    /// the next, if frames are to gather.
    pub(super) fn note(&mut self, received: usize, bytes: u64, now: Instant) -> Option<Duration> {
        let cycle = now.saturating_since(self.last);
        self.last = now;
        match self.state {
            State::Off => {
                self.frames += received;
                self.bytes += bytes;
                if self.frames < BEGIN {
                    return None;
                }
                let dense = now.saturating_since(self.since) <= DENSE * self.frames as u32;
                let large = self.bytes > LARGE * self.frames as u64;
                self.end(now);
                (dense && !large).then(|| self.gather(received)).flatten()
            }
            // Nothing came: the worker sleeps, and the next frame wakes it.
            State::On if received == 0 => None,
            State::Gathered if received < WORTH => {
                self.end(now);
                None
            }
            State::On | State::Gathered if bytes > LARGE * received as u64 => {
                self.end(now);
                None
            }
            State::On => self.gather(received),
            State::Gathered => {
                self.adapt(received, cycle);
                self.gather(received)
            }
        }
    }

    /// Notes that a frame has ended the gathering: how many others came says nothing.
    pub(super) fn cut_short(&mut self) {
        self.state = State::On;
    }

    fn gather(&mut self, received: usize) -> Option<Duration> {
        let wait = received < FULL && !self.longest.is_zero();
        self.state = if wait { State::Gathered } else { State::On };
        wait.then_some(self.gather)
    }

    /// Adapts the time after a `cycle` in which so many frames came.
    fn adapt(&mut self, received: usize, cycle: Duration) {
        let each = cycle / received as u32;
        // By a fourth of what it was wrong: rates are never quite the same from one time to the next.
        self.gather = if received < CROWD {
            self.gather + each * (CROWD - received) as u32 / 4
        } else {
            self.gather
                .saturating_sub(each * (received - CROWD) as u32 / 4)
        }
        .clamp(SHORTEST.min(self.longest), self.longest);
    }

    /// Frames are served at once from now on.
    fn end(&mut self, now: Instant) {
        *self = Self {
            gather: self.gather,
            ..Self::new(now, self.longest)
        };
    }
}

/// How many frames come by a port from one gathering to the next.
#[derive(Debug, Default)]
pub(crate) struct Arrivals {
    /// Since the last one.
    fresh: u32,
    /// On the average of about [`Self::SPAN`], in 256ths.
    average: u32,
}

impl Arrivals {
    /// Gatherings that the average is taken of.
    const SPAN: u32 = 16;
    /// Where fewer come, on the average, each may end a gathering: then at most every second one is ended so.
    const RARE: u32 = 128;

    /// Notes that frames came.
    #[inline]
    pub(crate) fn add(&mut self, frames: usize) {
        self.fresh = self.fresh.saturating_add(frames as u32);
    }

    /// Another gathering begins. Whether frames come so rarely that one may end it.
    pub(crate) fn turn(&mut self) -> bool {
        // What came before frames began to gather counts as a crowd at most.
        let fresh = std::mem::take(&mut self.fresh).min(CROWD as u32);
        self.average = self.average - self.average / Self::SPAN + fresh * (256 / Self::SPAN);
        self.average < Self::RARE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of `bytes` bytes that come in bursts of `burst`, one every `nanos` nanoseconds.
    #[derive(Clone, Copy)]
    struct Stream {
        burst: usize,
        bytes: u64,
        nanos: u64,
    }

    /// What a worker did with a stream.
    struct Served {
        /// How often it let frames gather.
        waits: usize,
        /// How long, the last time.
        gather: Duration,
        /// What had gathered then.
        burst: usize,
    }

    /// Polls `polls` times; what it does with a frame takes no time.
    fn serve(stream: Stream, polls: usize) -> Served {
        let mut moderation = Moderation::new(Instant::ZERO, GATHER);
        let mut now = Instant::ZERO;
        let mut served = Served {
            waits: 0,
            gather: Duration::ZERO,
            burst: 0,
        };
        let (mut next, mut gathered) = (stream.burst, false);
        for _ in 0..polls {
            let received = std::mem::replace(&mut next, stream.burst);
            now += Duration::from_nanos(stream.nanos * received as u64);
            if std::mem::take(&mut gathered) {
                served.burst = received;
            }
            if let Some(gather) = moderation.note(received, stream.bytes * received as u64, now) {
                (served.waits, served.gather) = (served.waits + 1, gather);
                next = (gather.as_nanos() as usize / stream.nanos as usize).max(stream.burst);
                gathered = true;
            }
        }
        served
    }

    fn waits(burst: usize, bytes: u64, nanos: u64, polls: usize) -> usize {
        let stream = Stream {
            burst,
            bytes,
            nanos,
        };
        serve(stream, polls).waits
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
    fn frames_gather_for_as_long_as_a_crowd_takes() {
        for (nanos, micros) in [(500, 32), (1_000, 64), (1_300, 83)] {
            let served = serve(
                Stream {
                    burst: 1,
                    bytes: 60,
                    nanos,
                },
                1000,
            );
            let wrong = served.burst.abs_diff(CROWD);
            assert!(wrong <= 8, "{} frames, {nanos} ns apart", served.burst);
            let wrong = served.gather.as_micros().abs_diff(micros);
            assert!(wrong <= 8, "{:?}, {nanos} ns apart", served.gather);
        }
    }

    #[test]
    fn frames_gather_neither_too_long_nor_too_short() {
        let slow = Stream {
            burst: 1,
            bytes: 60,
            nanos: 9_000,
        };
        assert_eq!(serve(slow, 1000).gather, GATHER);
        let fast = Stream { nanos: 100, ..slow };
        assert_eq!(serve(fast, 1000).gather, SHORTEST);
    }

    #[test]
    fn no_frames_gather_if_none_are_to() {
        let mut moderation = Moderation::new(Instant::ZERO, Duration::ZERO);
        let now = Instant::ZERO + Duration::from_micros(64);
        assert!((0..1000).all(|_| moderation.note(1, 60, now).is_none()));
    }

    #[test]
    fn it_ends_when_super_frames_come() {
        let mut moderation = Moderation::new(Instant::ZERO, GATHER);
        let now = Instant::ZERO + Duration::from_micros(64);
        assert!((0..64).any(|_| moderation.note(1, 60, now).is_some()));
        assert_eq!(moderation.note(16, 500_000, now), None);
        assert_eq!(moderation.state, State::Off);
    }

    #[test]
    fn it_ends_when_the_crowd_is_over() {
        let mut moderation = Moderation::new(Instant::ZERO, GATHER);
        let now = Instant::ZERO + Duration::from_micros(64);
        assert!((0..64).any(|_| moderation.note(1, 60, now).is_some()));
        let few = moderation.note(3, 180, now);
        assert_eq!(few, None, "three are not worth waiting");
        assert_eq!(moderation.note(1, 60, now), None);
        assert!((0..64).any(|_| moderation.note(1, 60, now).is_some()));
        assert_eq!(moderation.note(0, 0, now), None, "nor is nothing");
        assert_eq!(moderation.state, State::Off);
    }

    #[test]
    fn it_goes_on_when_a_rare_frame_cuts_a_gathering_short() {
        let mut moderation = Moderation::new(Instant::ZERO, GATHER);
        let now = Instant::ZERO + Duration::from_micros(64);
        assert!((0..64).any(|_| moderation.note(1, 60, now).is_some()));
        moderation.cut_short();
        let gather = moderation.note(3, 180, now + Duration::from_micros(5));
        assert_eq!(gather, Some(GATHER), "nothing is learnt from three");
    }

    /// Whether the frames of a port may end gatherings after `turns` of them, of which every `every`-th had one.
    fn is_rare(arrivals: &mut Arrivals, every: usize, turns: usize) -> bool {
        let mut rare = false;
        for turn in 0..turns {
            arrivals.add(usize::from(turn % every == 0));
            rare = arrivals.turn();
        }
        rare
    }

    #[test]
    fn frames_that_come_rarely_end_a_gathering() {
        let mut arrivals = Arrivals::default();
        assert!(is_rare(&mut arrivals, 4, 100));
        assert!(!is_rare(&mut arrivals, 1, 100), "one each time");
        assert!(is_rare(&mut arrivals, 4, 100));
        arrivals.add(1_000_000);
        assert!(!arrivals.turn());
        assert!(is_rare(&mut arrivals, 4, 100), "what was is forgotten");
        assert!(is_rare(&mut arrivals, 100, 100));
    }
}
