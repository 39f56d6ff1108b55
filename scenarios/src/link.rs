//! Cables of the lab: delay, rate and loss, each direction by itself.

use std::collections::VecDeque;

use dataplane::{
    packet::Packet,
    time::{Duration, Instant},
};

use crate::clock::Dice;

/// What a cable is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSpec {
    /// Time that a bit needs from end to end.
    pub delay: Duration,
    /// Up to so much more, for each frame anew; frames stay in order.
    pub jitter: Duration,
    /// Bits a second; 0 for no limit.
    pub rate: u64,
    /// Frames lost out of 10,000.
    pub loss: u32,
}

impl Default for LinkSpec {
    /// A gigabit cable between two virtual machines on one host.
    fn default() -> Self {
        Self {
            delay: Duration::from_micros(90),
            jitter: Duration::from_micros(40),
            rate: 1_000_000_000,
            loss: 0,
        }
    }
}

/// Bytes a frame takes on the wire besides its own: preamble, FCS, gap.
const WIRE_OVERHEAD: u64 = 24;

/// One direction of a cable.
#[derive(Debug, Default)]
pub struct Direction {
    in_flight: VecDeque<(Instant, Packet)>,
    /// When the sender's end is free again.
    free_at: Instant,
    /// When the last frame arrives: none overtakes another.
    last_arrival: Instant,
}

impl Direction {
    /// Puts a frame on the wire; `false` if it gets lost.
    pub fn send(&mut self, spec: &LinkSpec, packet: Packet, now: Instant, dice: &mut Dice) -> bool {
        let bits = (packet.buf.len() as u64 + WIRE_OVERHEAD) * 8;
        let serialisation = bits * 1_000_000_000 / spec.rate.max(1);
        let serialisation = if spec.rate == 0 { 0 } else { serialisation };
        self.free_at = self.free_at.max(now) + Duration::from_nanos(serialisation);
        if dice.below(10_000) < u64::from(spec.loss) {
            return false;
        }
        let arrival = self.free_at + spec.delay + dice.duration(spec.jitter);
        self.last_arrival = self.last_arrival.max(arrival);
        self.in_flight.push_back((self.last_arrival, packet));
        true
    }

    /// Takes the next frame that has arrived.
    pub fn arrived(&mut self, now: Instant) -> Option<Packet> {
        let (arrival, _) = self.in_flight.front()?;
        (*arrival <= now)
            .then(|| self.in_flight.pop_front())?
            .map(|(_, packet)| packet)
    }

    /// When the next frame arrives.
    #[must_use]
    pub fn next_arrival(&self) -> Option<Instant> {
        self.in_flight.front().map(|(arrival, _)| *arrival)
    }
}

#[cfg(test)]
mod tests {
    use dataplane::packet::PacketBuf;

    use super::*;

    fn frame(len: usize) -> Packet {
        Packet {
            buf: PacketBuf::copy_from(&vec![0; len]),
            ..Packet::default()
        }
    }

    #[test]
    fn frames_queue_behind_each_other_and_keep_their_order() {
        let spec = LinkSpec {
            delay: Duration::from_micros(100),
            jitter: Duration::from_micros(50),
            rate: 1_000_000_000,
            loss: 0,
        };
        let mut dice = Dice::new(1);
        let mut wire = Direction::default();
        for n in 0..100 {
            assert!(wire.send(&spec, frame(1000 + n), Instant::ZERO, &mut dice));
        }
        assert!(wire.arrived(Instant::ZERO).is_none());
        // 100 frames of at least 1,024 bytes take 8.192 µs each.
        let end = Instant::ZERO + Duration::from_micros(820 + 150);
        let mut lengths = Vec::new();
        while let Some(packet) = wire.arrived(end) {
            lengths.push(packet.buf.len());
        }
        assert!(
            lengths.len() > 80 && lengths.len() < 100,
            "{}",
            lengths.len()
        );
        assert!(lengths.iter().copied().eq(1000..1000 + lengths.len()));
    }

    #[test]
    fn a_bad_cable_loses_its_share() {
        let spec = LinkSpec {
            loss: 500,
            ..LinkSpec::default()
        };
        let mut dice = Dice::new(1);
        let mut wire = Direction::default();
        let kept = (0..10_000)
            .filter(|_| wire.send(&spec, frame(60), Instant::ZERO, &mut dice))
            .count();
        assert!((9_400..9_600).contains(&kept), "{kept}");
    }
}
