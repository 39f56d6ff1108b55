//! `codel`: a queue whose delay is controlled. Read RFC 8289.
//!
//! Times are nanoseconds in units of 1,024, in 32 bits that wrap around, as in the kernel
//! (`codel_time_t`): drops then fall at the same moments.

use super::{
    CodelParams, Discipline, Held, PacketQueue, QdiscExtra, QdiscKind, QueueCx, QueueStats, Setup,
    ecn, wire_len,
};
use crate::{
    drop_reason::DropReason,
    packet::Packet,
    time::{Duration, Instant},
    wire::ethernet,
};

/// A moment or a span, in units of 1,024 ns.
type Ticks = u32;

/// Bits below a tick (`CODEL_SHIFT`).
const SHIFT: u32 = 10;

fn ticks(duration: Duration) -> Ticks {
    u32::try_from(duration.as_nanos() >> SHIFT).unwrap_or(u32::MAX)
}

const fn moment(now: Instant) -> Ticks {
    (now.as_nanos() >> SHIFT) as u32
}

/// A span as `tc` shows it, in microseconds (`codel_time_to_us`).
pub(super) fn micros(ticks: Ticks) -> u64 {
    (u64::from(ticks) << SHIFT) / 1000
}

/// Whether a moment is after another one, on the circle of 32 bits.
const fn after(a: Ticks, b: Ticks) -> bool {
    (a.wrapping_sub(b) as i32) > 0
}

const fn before(a: Ticks, b: Ticks) -> bool {
    after(b, a)
}

/// What the algorithm is told (`struct codel_params`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Control {
    target: Ticks,
    interval: Ticks,
    ecn: bool,
    ce_threshold: Option<Ticks>,
    /// A backlog of no more than one packet is no congestion.
    mtu: u32,
}

impl Control {
    pub(super) fn new(
        target: Duration,
        interval: Duration,
        ecn: bool,
        ce_threshold: Option<Duration>,
        mtu: u32,
    ) -> Self {
        Self {
            target: ticks(target),
            interval: ticks(interval),
            ecn,
            ce_threshold: ce_threshold.map(ticks),
            mtu,
        }
    }
}

/// What is remembered of a queue (`struct codel_vars`).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Vars {
    /// Drops since the dropping state began.
    pub(super) count: u32,
    last_count: u32,
    dropping: bool,
    /// 1 over the square root of `count`, as a fraction of 2^16.
    rec_inv_sqrt: u16,
    first_above_time: Ticks,
    drop_next: Ticks,
    /// How long the packet last looked at had waited.
    delay: Ticks,
}

/// What is counted (`struct codel_stats`).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CodelStats {
    /// The largest packet, in bytes.
    pub(super) max_packet: u32,
    /// Packets that were marked instead of dropped.
    pub(super) ecn_mark: u32,
    /// Packets that were marked for `ce_threshold`.
    pub(super) ce_mark: u32,
    /// Packets that were dropped.
    pub(super) drops: u32,
}

/// A queue that the algorithm takes packets from.
pub(super) trait Queue {
    /// The next packet, no longer counted in the backlog.
    fn pop(&mut self, cx: &mut QueueCx<'_>) -> Option<Held>;
    /// Bytes that wait in the whole qdisc.
    fn backlog(&self) -> u64;
}

impl Vars {
    /// One step of Newton's method towards the square root (RFC 8289 §5.3 leaves the method open; this
    /// is the kernel's).
    fn newton_step(&mut self) {
        let root = u64::from(self.rec_inv_sqrt) << 16;
        let square = (root * root) >> 32;
        let value = (3_u64 << 32).wrapping_sub(u64::from(self.count).wrapping_mul(square)) >> 2;
        let value = value.wrapping_mul(root) >> 31;
        self.rec_inv_sqrt = (value >> 16) as u16;
    }

    /// When to drop next: `t + interval / sqrt(count)` (RFC 8289 §5.5).
    fn control_law(&self, t: Ticks, interval: Ticks) -> Ticks {
        let root = u64::from(self.rec_inv_sqrt) << 16;
        t.wrapping_add(((u64::from(interval) * root) >> 32) as u32)
    }

    /// Whether a packet has waited too long, and so have those before it for an interval (RFC 8289 §5.6).
    fn should_drop(
        &mut self,
        cx: &QueueCx<'_>,
        packet: Option<&Held>,
        control: &Control,
        stats: &mut CodelStats,
        backlog: u64,
    ) -> bool {
        let Some(packet) = packet else {
            self.first_above_time = 0;
            return false;
        };
        let (now, queued) = (moment(cx.now), cx.store.packet(packet).meta.queued);
        self.delay = now.wrapping_sub(moment(queued));
        stats.max_packet = stats.max_packet.max(packet.len());
        if before(self.delay, control.target) || backlog <= u64::from(control.mtu) {
            self.first_above_time = 0;
            return false;
        }
        if self.first_above_time == 0 {
            // Just gone above: it is tolerated for an interval.
            self.first_above_time = now.wrapping_add(control.interval);
            return false;
        }
        after(now, self.first_above_time)
    }

    /// The next packet that is not dropped (RFC 8289 §5.5, `codel_dequeue`).
    pub(super) fn dequeue(
        &mut self,
        cx: &mut QueueCx<'_>,
        control: &Control,
        stats: &mut CodelStats,
        queue: &mut impl Queue,
    ) -> Option<Held> {
        let Some(packet) = queue.pop(cx) else {
            self.dropping = false;
            return None;
        };
        let now = moment(cx.now);
        let mut packet = Some(packet);
        let drop = self.should_drop(cx, packet.as_ref(), control, stats, queue.backlog());
        if self.dropping {
            if !drop {
                self.dropping = false;
            }
            while self.dropping && !before(now, self.drop_next) {
                self.count = self.count.wrapping_add(1);
                self.newton_step();
                if mark(cx, packet.as_ref(), control, stats) {
                    self.drop_next = self.control_law(self.drop_next, control.interval);
                    break;
                }
                packet = next(cx, packet, stats, queue);
                if self.should_drop(cx, packet.as_ref(), control, stats, queue.backlog()) {
                    self.drop_next = self.control_law(self.drop_next, control.interval);
                } else {
                    self.dropping = false;
                }
            }
        } else if drop {
            if !mark(cx, packet.as_ref(), control, stats) {
                packet = next(cx, packet, stats, queue);
                // The next one is let go whatever it says, but its delay counts.
                let _ = self.should_drop(cx, packet.as_ref(), control, stats, queue.backlog());
            }
            self.dropping = true;
            // If the last cycle was just over, its rate of drops is a good one to begin with.
            let delta = self.count.wrapping_sub(self.last_count);
            let recent = before(
                now.wrapping_sub(self.drop_next),
                control.interval.wrapping_mul(16),
            );
            if delta > 1 && recent {
                self.count = delta;
                self.newton_step();
            } else {
                self.count = 1;
                self.rec_inv_sqrt = u16::MAX;
            }
            self.last_count = self.count;
            self.drop_next = self.control_law(now, control.interval);
        }
        let packet = packet?;
        if control
            .ce_threshold
            .is_some_and(|limit| after(self.delay, limit))
            && ecn::set_congested(cx.store.packet_mut(&packet))
        {
            stats.ce_mark += 1;
        }
        Some(packet)
    }

    /// The state as `tc -s` shows it: count, last count, delay, whether it drops, and microseconds to
    /// the next drop.
    fn numbers(&self, now: Instant) -> [u64; 5] {
        let delta = self.drop_next.wrapping_sub(moment(now)) as i32;
        let micros_of = |delta: i32| {
            let micros = micros(delta.unsigned_abs()) as i64;
            if delta < 0 { -micros } else { micros }
        };
        [
            self.count.into(),
            self.last_count.into(),
            micros(self.delay),
            self.dropping.into(),
            micros_of(delta) as u64,
        ]
    }
}

/// Marks a packet, if that is wanted and its sender knows of marks.
fn mark(
    cx: &mut QueueCx<'_>,
    packet: Option<&Held>,
    control: &Control,
    stats: &mut CodelStats,
) -> bool {
    let set = |packet: &Held| ecn::set_congested(cx.store.packet_mut(packet));
    let marked = control.ecn && packet.is_some_and(set);
    stats.ecn_mark += u32::from(marked);
    marked
}

/// Drops a packet; gives the next one.
fn next(
    cx: &mut QueueCx<'_>,
    packet: Option<Held>,
    stats: &mut CodelStats,
    queue: &mut impl Queue,
) -> Option<Held> {
    if let Some(packet) = packet {
        stats.drops += 1;
        cx.drop_held(packet, DropReason::QdiscCongested);
    }
    queue.pop(cx)
}

/// The queue of `codel`.
#[derive(Debug, Default)]
struct Single {
    queue: PacketQueue,
    backlog: u64,
}

impl Queue for Single {
    fn pop(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = self.queue.pop_front(cx.store)?;
        self.backlog -= u64::from(packet.len());
        Some(packet)
    }

    fn backlog(&self) -> u64 {
        self.backlog
    }
}

/// `codel`.
#[derive(Debug)]
pub(super) struct Codel {
    limit: u32,
    control: Control,
    mtu: u32,
    vars: Vars,
    queue: Single,
    /// A packet that was taken out to be looked at.
    peeked: Option<Held>,
    stats: QueueStats,
    codel: CodelStats,
    drop_overlimit: u64,
    /// When it was last asked for a packet: moments are shown as seen from there.
    asked: Instant,
}

fn control(params: &CodelParams, mtu: u32) -> Control {
    Control::new(
        params.target,
        params.interval,
        params.ecn,
        params.ce_threshold,
        mtu,
    )
}

impl Codel {
    pub(super) fn new(params: &CodelParams, setup: &Setup) -> Self {
        let mtu = setup.mtu + ethernet::HEADER_LEN as u32;
        Self {
            limit: params.limit,
            control: control(params, mtu),
            mtu,
            vars: Vars::default(),
            queue: Single::default(),
            peeked: None,
            stats: QueueStats::default(),
            codel: CodelStats::default(),
            drop_overlimit: 0,
            asked: setup.now,
        }
    }

    fn take(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let drops = self.codel.drops;
        let (control, codel) = (&self.control, &mut self.codel);
        let packet = self.vars.dequeue(cx, control, codel, &mut self.queue);
        self.stats.drops += u64::from(self.codel.drops - drops);
        self.asked = cx.now;
        packet
    }
}

impl Discipline for Codel {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, mut packet: Packet) -> bool {
        if self.queue.queue.len() >= self.limit as usize {
            self.drop_overlimit += 1;
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscOverlimit);
            return false;
        }
        packet.meta.queued = cx.now;
        self.queue.backlog += u64::from(wire_len(&packet));
        self.queue.queue.push_back(cx.store, packet);
        true
    }

    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = match self.peeked.take() {
            Some(packet) => packet,
            None => self.take(cx)?,
        };
        self.stats.add(packet.size());
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        if self.peeked.is_none() {
            self.peeked = self.take(cx);
        }
        self.peeked.as_ref().map(Held::len)
    }

    fn next_event(&self) -> Instant {
        Instant::FAR_FUTURE
    }

    fn len(&self) -> usize {
        self.queue.queue.len() + usize::from(self.peeked.is_some())
    }

    fn backlog(&self) -> u64 {
        self.queue.backlog + self.peeked.as_ref().map_or(0, |packet| packet.len().into())
    }

    fn change(&mut self, cx: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Codel(params) = kind else {
            return false;
        };
        self.limit = params.limit;
        self.control = control(params, self.mtu);
        while self.queue.queue.len() > self.limit as usize {
            let Some(packet) = self.queue.pop(cx) else {
                break;
            };
            self.stats.drops += 1;
            cx.drop_held(packet, DropReason::QdiscOverlimit);
        }
        true
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        self.queue.queue.purge(cx, reason);
        self.queue.backlog = 0;
        if let Some(packet) = self.peeked.take() {
            cx.drop_held(packet, reason);
        }
        self.vars = Vars::default();
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn extra(&self) -> QdiscExtra {
        let [count, last_count, delay, dropping, drop_next] = self.vars.numbers(self.asked);
        QdiscExtra::Numbers(vec![
            ("count", count),
            ("lastcount", last_count),
            ("ldelay", delay),
            ("dropping", dropping),
            ("drop_next", drop_next),
            ("maxpacket", self.codel.max_packet.into()),
            ("ecn_mark", self.codel.ecn_mark.into()),
            ("drop_overlimit", self.drop_overlimit),
            ("ce_mark", self.codel.ce_mark.into()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::VecDeque, iter::repeat_n};

    use super::*;
    use crate::qos::testing::{Bench, udp};

    fn codel(ecn: bool, ce_threshold: Option<Duration>) -> QdiscKind {
        QdiscKind::Codel(CodelParams {
            limit: 1000,
            target: Duration::from_millis(5),
            interval: Duration::from_millis(100),
            ecn,
            ce_threshold,
        })
    }

    /// The algorithm as RFC 8289 §5 has it, in floating point and milliseconds; of the square root it
    /// takes a step of Newton's method for each drop, as the kernel does.
    #[derive(Default)]
    struct Model {
        first_above: Option<u32>,
        dropping: bool,
        count: u32,
        last_count: u32,
        root: f64,
        drop_next: f64,
        /// When each packet came.
        queue: VecDeque<u32>,
    }

    impl Model {
        const TARGET: u32 = 5;
        const INTERVAL: u32 = 100;

        /// The next packet, and whether it may be dropped.
        fn pop(&mut self, now: u32) -> Option<bool> {
            let Some(came) = self.queue.pop_front() else {
                self.first_above = None;
                return None;
            };
            if now - came < Self::TARGET || 1000 * self.queue.len() <= 1514 {
                self.first_above = None;
                return Some(false);
            }
            match self.first_above {
                None => self.first_above = Some(now + Self::INTERVAL),
                Some(since) => return Some(now > since),
            }
            Some(false)
        }

        fn law(&mut self, t: f64) {
            self.drop_next = t + f64::from(Self::INTERVAL) * self.root;
        }

        fn step(&mut self) {
            let count = f64::from(self.count);
            self.root = self.root / 2.0 * (3.0 - count * self.root * self.root);
        }

        /// How many packets are dropped when one is asked for.
        fn dequeue(&mut self, now: u32) -> usize {
            let mut drops = 0;
            let Some(mut ok) = self.pop(now) else {
                self.dropping = false;
                return 0;
            };
            if self.dropping {
                self.dropping = ok;
                while self.dropping && f64::from(now) >= self.drop_next {
                    drops += 1;
                    self.count += 1;
                    self.step();
                    ok = self.pop(now) == Some(true);
                    self.dropping = ok;
                    if ok {
                        self.law(self.drop_next);
                    }
                }
            } else if ok {
                drops += 1;
                self.pop(now);
                self.dropping = true;
                let delta = self.count - self.last_count;
                if delta > 1 && f64::from(now) - self.drop_next < 16.0 * f64::from(Self::INTERVAL) {
                    self.count = delta;
                    self.step();
                } else {
                    (self.count, self.root) = (1, 1.0);
                }
                self.last_count = self.count;
                self.law(now.into());
            }
            drops
        }
    }

    /// Packets come faster than they leave for a while, then not at all, then faster again.
    #[test]
    fn drops_come_when_the_control_law_says() {
        let mut bench = Bench::new(1);
        let mut root = bench.root(codel(false, None), Vec::new(), &[]);
        let mut model = Model::default();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for now in 0..6000_u32 {
            let coming = match now {
                2000..2300 => 0,
                _ => 1 + u32::from(now % 8 == 0),
            };
            for _ in 0..coming {
                bench.put(
                    &mut root,
                    udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 1), 0, 1000),
                );
                model.queue.push_back(now);
            }
            let before = bench.dropped.len();
            bench.take(&mut root);
            ours.extend(repeat_n(now, bench.dropped.len() - before));
            theirs.extend(repeat_n(now, model.dequeue(now)));
            bench.pass(Duration::from_millis(1));
        }
        assert!(theirs.len() > 100, "{}", theirs.len());
        // Units of 1,024 ns and roots of 16 bits may shift a drop to the next millisecond.
        for (a, b) in ours.iter().zip(&theirs) {
            assert!(a.abs_diff(*b) <= 2, "{ours:?} {theirs:?}");
        }
        assert!(ours.len().abs_diff(theirs.len()) <= 1);
    }

    #[test]
    fn the_square_root_comes_out_by_steps() {
        let mut vars = Vars {
            rec_inv_sqrt: u16::MAX,
            count: 1,
            ..Vars::default()
        };
        for count in 2..=1000_u32 {
            vars.count = count;
            vars.newton_step();
            let exact = 1.0 / f64::from(count).sqrt();
            let found = f64::from(vars.rec_inv_sqrt) / 65_536.0;
            // Off at the beginning, where the root itself moves most: 1/2 in the place of 0.707.
            let tolerance = match count {
                2 => 0.3,
                3..8 => 0.03,
                _ => 0.01,
            };
            assert!(
                (found - exact).abs() < tolerance * exact,
                "{count}: {found} {exact}"
            );
        }
    }

    #[test]
    fn a_standing_queue_of_one_packet_is_no_congestion() {
        let mut bench = Bench::new(1);
        let mut root = bench.root(codel(false, None), Vec::new(), &[]);
        let make = || udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 1), 0, 1000);
        bench.put(&mut root, make());
        for _ in 0..500 {
            bench.put(&mut root, make());
            // Each has waited 10 ms, but never more than one of 1,514 bytes stays behind.
            bench.pass(Duration::from_millis(10));
            assert!(bench.take(&mut root).is_some());
        }
        assert_eq!(bench.dropped.len(), 0);
    }

    #[test]
    fn marks_take_the_place_of_drops_and_tell_of_a_threshold() {
        let mut bench = Bench::new(1);
        let threshold = Some(Duration::from_millis(20));
        let mut root = bench.root(codel(false, threshold), Vec::new(), &[]);
        for wait in [10, 30] {
            bench.put(
                &mut root,
                udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 1), 1, 1000),
            );
            bench.pass(Duration::from_millis(wait));
            let packet = bench.take(&mut root).expect("one waits");
            assert_eq!(packet.network()[1], if wait > 20 { 3 } else { 1 });
        }
        let mut root = bench.root(codel(true, None), Vec::new(), &[]);
        let mut marked = 0;
        for _ in 0..500 {
            for _ in 0..2 {
                bench.put(
                    &mut root,
                    udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 1), 2, 1000),
                );
            }
            let packet = bench.take(&mut root).expect("enough wait");
            marked += u32::from(packet.network()[1] == 3);
            bench.pass(Duration::from_millis(1));
        }
        assert!(marked > 5, "{marked}");
        assert_eq!(bench.dropped.len(), 0);
    }

    #[test]
    fn the_limit_is_in_packets() {
        let mut bench = Bench::new(1);
        let kind = |limit| {
            QdiscKind::Codel(CodelParams {
                limit,
                target: Duration::from_millis(5),
                interval: Duration::from_millis(100),
                ecn: false,
                ce_threshold: None,
            })
        };
        let mut root = bench.root(kind(5), Vec::new(), &[]);
        let make = || udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 1), 0, 1000);
        let stayed = (0..8).filter(|_| bench.put(&mut root, make())).count();
        assert_eq!((stayed, bench.dropped.len()), (5, 3));
        assert!(bench.with(|cx| root.change(cx, &kind(2))));
        assert_eq!(
            (root.len(), root.backlog(), bench.dropped.len()),
            (2, 2000, 6)
        );
        bench.balance(&root, 8);
    }
}
