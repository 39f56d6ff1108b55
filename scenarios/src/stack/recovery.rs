//! Losses found sooner than smoltcp finds them.
//!
//! smoltcp repeats a segment when its acknowledgement was asked for three times (RFC 5681 §3.2), once for each
//! time that something was lost, or after no less than a second. What else Linux goes by is looked at here, from
//! the segments that pass: an acknowledgement of a part of what was sent when the loss was noticed (RFC 6582 §3.2),
//! and a round trip and a fifth of a second without a word (RFC 8985 §7, `TCP_RTO_MIN`). smoltcp is told in
//! the only way that it listens to: it hears the last acknowledgement again, three times.

use dataplane::time::{Duration, Instant};

/// What Linux waits beyond a round trip (`TCP_RTO_MIN`).
const PATIENCE: Duration = Duration::from_millis(200);
/// How often silence is taken for a loss until something is heard; then smoltcp's own timer is waited for.
const GUESSES: u32 = 2;

/// What is known of the data that a connection has sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Recovery {
    /// The sequence number behind the last byte that was ever sent.
    sent: Option<u32>,
    /// What was acknowledged.
    acknowledged: Option<u32>,
    /// What had been sent when a loss was noticed: until that is acknowledged, more may be lost.
    until: Option<u32>,
    /// The byte whose round trip is measured, and since when.
    measured: Option<(u32, Instant)>,
    /// The round trip, smoothed.
    round_trip: Option<Duration>,
    /// When silence means a loss.
    due: Option<Instant>,
    /// How often it has meant that.
    guesses: u32,
    /// The last packet, if it acknowledged and did nothing else, and where its TCP header is.
    last: Option<(Vec<u8>, usize)>,
}

/// Whether `a` is behind `b`: numbers are compared by the sign of their difference (RFC 9293 §3.4).
fn is_after(a: u32, b: u32) -> bool {
    a.wrapping_sub(b) as i32 > 0
}

impl Recovery {
    /// A segment was sent with bytes up to `end`; whether they had been sent before.
    pub(super) fn sent(&mut self, end: u32, now: Instant) -> bool {
        let again = self.sent.is_some_and(|sent| !is_after(end, sent));
        if again {
            // Karn's: which of the two is acknowledged can't be known.
            self.measured = None;
            self.until = self.until.or(self.sent);
        } else {
            self.sent = Some(end);
            self.measured = self.measured.or(Some((end, now)));
        }
        if again || self.due.is_none() {
            self.wait(now);
        }
        again
    }

    fn wait(&mut self, now: Instant) {
        let outstanding = match (self.sent, self.acknowledged) {
            (Some(sent), Some(acknowledged)) => is_after(sent, acknowledged),
            (sent, _) => sent.is_some(),
        };
        self.due = match self.round_trip {
            Some(round_trip) if outstanding && self.guesses < GUESSES => {
                Some(now + (round_trip + PATIENCE) * (1 << self.guesses))
            }
            Some(_) | None => None,
        };
    }

    /// A packet has come that acknowledges everything before `number`, and that `does_nothing_else` if it is
    /// there, with where its TCP header is; whether more must have been lost.
    pub(super) fn heard(
        &mut self,
        number: u32,
        does_nothing_else: Option<(&[u8], usize)>,
        now: Instant,
    ) -> bool {
        self.last = does_nothing_else.map(|(packet, l4)| (packet.to_vec(), l4));
        let advances = self
            .acknowledged
            .is_none_or(|before| is_after(number, before));
        if !advances {
            return false;
        }
        self.acknowledged = Some(number);
        self.guesses = 0;
        if let Some((end, since)) = self.measured
            && !is_after(end, number)
        {
            let sample = now.saturating_since(since);
            // RFC 6298 §2.3
            let smoothed = self
                .round_trip
                .map_or(sample, |before| (before * 7 + sample) / 8);
            self.round_trip = Some(smoothed);
            self.measured = None;
        }
        self.wait(now);
        match self.until {
            Some(until) if is_after(until, number) => true,
            Some(_) | None => {
                self.until = None;
                false
            }
        }
    }

    /// When [`Self::is_missed`] is to be asked.
    pub(super) fn due(&self) -> Instant {
        self.due.unwrap_or(Instant::FAR_FUTURE)
    }

    /// Whether an acknowledgement is late by now.
    pub(super) fn is_missed(&mut self, now: Instant) -> bool {
        let missed = self.due() <= now;
        if missed {
            self.guesses += 1;
            self.wait(now);
        }
        missed
    }

    /// The packets that make smoltcp send again what was not acknowledged: the last acknowledgement with another
    /// window and as it was, which lets smoltcp begin to count, and then three times more.
    pub(super) fn reminders(&self) -> Vec<Vec<u8>> {
        /// Where the window is in the header.
        const WINDOW: usize = 14;
        let Some((last, l4)) = &self.last else {
            return Vec::new();
        };
        let at = l4 + WINDOW;
        let mut other = last.clone();
        match other.get_mut(at..at + 2) {
            // A closed window is another matter.
            Some([0, 0]) | None => return Vec::new(),
            Some(window) => window[1] ^= 1,
        }
        let mut packets = vec![other];
        packets.extend(std::iter::repeat_n(last.clone(), 4));
        packets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An acknowledgement.
    const PURE: Option<(&[u8], usize)> = Some((&[7; 40], 20));

    const fn at(millis: u64) -> Instant {
        Instant::from_nanos(millis * 1_000_000)
    }

    /// Four segments of 100 bytes, of which the first was acknowledged after 40 ms.
    fn sender() -> Recovery {
        let mut sender = Recovery::default();
        for end in [100, 200, 300, 400] {
            assert!(!sender.sent(end, at(0)));
        }
        assert_eq!(
            sender.due(),
            Instant::FAR_FUTURE,
            "nothing was measured yet"
        );
        assert!(!sender.heard(100, PURE, at(40)));
        sender
    }

    #[test]
    fn silence_is_a_loss_after_a_round_trip_and_a_fifth_of_a_second() {
        let mut sender = sender();
        assert_eq!(sender.due(), at(40 + 240));
        assert!(!sender.is_missed(at(279)));
        assert!(sender.is_missed(at(280)));
        // The next time it waits for twice as long, and then no more.
        assert_eq!(sender.due(), at(280 + 480));
        assert!(sender.is_missed(at(760)));
        assert_eq!(sender.due(), Instant::FAR_FUTURE);
        // Who has everything is not waited for.
        assert!(!sender.heard(400, PURE, at(800)));
        assert_eq!(sender.due(), Instant::FAR_FUTURE);
    }

    #[test]
    fn an_acknowledgement_of_a_part_means_another_loss() {
        let mut sender = sender();
        assert!(sender.sent(200, at(100)), "it had been sent");
        assert!(sender.heard(300, PURE, at(140)));
        assert!(!sender.heard(400, PURE, at(180)));
        assert!(!sender.sent(500, at(190)));
        assert!(!sender.heard(500, PURE, at(230)));
    }

    #[test]
    fn reminders_are_the_last_acknowledgement() {
        let sender = sender();
        let reminders = sender.reminders();
        assert_eq!(reminders.len(), 5);
        assert_eq!(reminders[0][35], 6);
        assert!(reminders[1..].iter().all(|packet| packet == &[7; 40]));
        let mut talks = sender.clone();
        assert!(!talks.heard(200, None, at(50)));
        assert!(
            talks.reminders().is_empty(),
            "what carries data is not repeated"
        );
    }

    #[test]
    fn numbers_go_round() {
        let mut sender = Recovery::default();
        assert!(!sender.sent(u32::MAX, at(0)));
        assert!(!sender.sent(50, at(0)));
        assert!(sender.sent(u32::MAX, at(1)));
        assert!(!sender.heard(50, Some((&[], 0)), at(2)));
    }
}
