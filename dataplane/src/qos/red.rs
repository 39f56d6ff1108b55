//! `red`: random early detection. Read Floyd and Jacobson, "Random Early Detection Gateways for
//! Congestion Avoidance" (1993); the fixed-point arithmetic is the kernel's (`include/net/red.h`).

use super::{
    Child, Discipline, Fifo, Handle, Held, Node, QdiscExtra, QdiscKind, QueueCx, QueueStats,
    Readings, RedParams, ecn,
};
use crate::{
    drop_reason::DropReason,
    forward::Rng,
    packet::Packet,
    time::{Duration, Instant},
};

/// One in a hundred, of 2^32 (`RED_ONE_PERCENT`).
const ONE_PERCENT: u32 = 42_949_673;
/// Between these `adaptative` moves the probability (`MAX_P_MIN`, `MAX_P_MAX`).
const MAX_P: (u32, u32) = (ONE_PERCENT, 50 * ONE_PERCENT);
/// How often it does.
const ADAPT: Duration = Duration::from_millis(500);
/// Steps that are made up for at most: by then the probability has reached an end.
const ADAPT_STEPS: u64 = 100;

/// Parameters in the form in which they are used (`struct red_parms`).
#[derive(Clone, Debug)]
pub(super) struct Law {
    /// Thresholds of the average, with the point at `wlog`.
    min: u64,
    max: u64,
    /// `max - min` in bytes.
    delta: u32,
    /// What `adaptative` aims at, in bytes.
    target: (u32, u32),
    /// The probability at `max`, of 2^32.
    max_p: u32,
    /// A random number is divided by this.
    max_p_delta: u32,
    wlog: u8,
    scell_log: u8,
    /// By how many bits the average is shifted for each cell of idle time.
    stab: [u8; 256],
}

/// What is remembered of a queue (`struct red_vars`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Average {
    /// Packets since the last mark; -1 for none yet.
    count: i32,
    random: u32,
    /// The average queue, with the point at `wlog`.
    average: u64,
    idle_since: Option<Instant>,
}

impl Default for Average {
    fn default() -> Self {
        Self {
            count: -1,
            random: 0,
            average: 0,
            idle_since: None,
        }
    }
}

/// What is to happen to a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Advice {
    /// Nothing.
    Pass,
    /// It is its turn.
    Mark,
    /// The average is too high.
    HardMark,
}

impl Law {
    pub(super) fn new(params: &RedParams) -> Self {
        let delta = params.max.saturating_sub(params.min).max(1);
        let max_p = match params.max_p {
            0 => {
                let at_plog = u32::MAX.checked_shr(params.plog.into()).unwrap_or(u32::MAX);
                at_plog.wrapping_mul(delta)
            }
            given => given,
        };
        let wlog = params.wlog.min(31);
        Self {
            min: u64::from(params.min) << wlog,
            max: u64::from(params.max) << wlog,
            delta,
            target: (params.min + delta / 5 * 2, params.min + delta / 5 * 3),
            max_p,
            max_p_delta: (max_p / delta).max(1),
            wlog,
            scell_log: params.scell_log.min(31),
            stab: damping(wlog, params.scell_log, params.packet_time),
        }
    }

    /// The average after the queue was found to be `backlog` bytes long (`red_calc_qavg`).
    pub(super) fn update(&self, average: &mut Average, backlog: u64, now: Instant) {
        average.average = match average.idle_since.take() {
            Some(since) => self.after_idle(average, now.saturating_since(since)),
            None => self.weigh(average.average, backlog),
        };
    }

    fn weigh(&self, average: u64, backlog: u64) -> u64 {
        (average + backlog).saturating_sub(average >> self.wlog)
    }

    /// The average after nothing waited for a time (`red_calc_qavg_from_idle_time`): as if small packets
    /// had come all the while. The table is made for ticks of 64 ns and read by microseconds, as in the
    /// kernel.
    fn after_idle(&self, average: &Average, idle: Duration) -> u64 {
        let cell_max = 255_u64 << self.scell_log;
        let micros = u64::try_from(idle.as_micros())
            .unwrap_or(u64::MAX)
            .min(cell_max);
        let shift = self.stab[(micros >> self.scell_log) as usize & 0xff];
        let average = average.average;
        if shift > 0 {
            return average >> shift;
        }
        let decay = average.wrapping_mul(micros) >> self.scell_log;
        if decay < average >> 1 {
            average - decay
        } else {
            average >> 1
        }
    }

    /// What is to happen to the packet that comes now (`red_action`).
    pub(super) fn advise(&self, average: &mut Average, rng: &mut Rng) -> Advice {
        let level = average.average;
        if level < self.min {
            average.count = -1;
            return Advice::Pass;
        }
        if level >= self.max {
            average.count = -1;
            return Advice::HardMark;
        }
        average.count = average.count.saturating_add(1);
        if average.count == 0 {
            average.random = self.random(rng);
            return Advice::Pass;
        }
        let over = (level - self.min) >> self.wlog;
        if over * u64::from(average.count.unsigned_abs()) < u64::from(average.random) {
            return Advice::Pass;
        }
        average.count = 0;
        average.random = self.random(rng);
        Advice::Mark
    }

    fn random(&self, rng: &mut Rng) -> u32 {
        rng.next() as u32 / self.max_p_delta
    }

    /// Lets the probability follow the load (`red_adaptative_algo`).
    fn adapt(&mut self, average: &Average, now: Instant) {
        let level = match average.idle_since {
            Some(since) => self.after_idle(average, now.saturating_since(since)),
            None => average.average,
        };
        let level = level >> self.wlog;
        if level > self.target.1.into() && self.max_p <= MAX_P.1 {
            self.max_p += MAX_P.0.min(self.max_p / 4);
        } else if level < self.target.0.into() && self.max_p >= MAX_P.0 {
            self.max_p = self.max_p / 10 * 9;
        }
        let rounded = u64::from(self.max_p) + u64::from(self.delta) / 2;
        self.max_p_delta = ((rounded / u64::from(self.delta)) as u32).max(1);
    }
}

/// By how many bits an average is shifted for each cell of idle time, as `tc` computes it
/// (`tc_red_eval_idle_damping`). `packet_time` is in ticks of 64 ns.
fn damping(wlog: u8, scell_log: u8, packet_time: u32) -> [u8; 256] {
    let mut table = [0; 256];
    let weight = 1.0 - 1.0 / f64::from(1_u32 << wlog);
    let rate = -weight.ln() / f64::from(packet_time.max(1));
    for (cell, shift) in (0_u32..).zip(&mut table) {
        let ticks = f64::from(cell) * f64::from(1_u32 << scell_log.min(31));
        *shift = (ticks * rate).min(31.0) as u8;
    }
    table[255] = 31;
    table
}

/// What `red` counts besides.
#[derive(Clone, Copy, Debug, Default)]
struct RedStats {
    early: u64,
    pdrop: u64,
    marked: u64,
}

/// `red`.
#[derive(Debug)]
pub(super) struct Red {
    params: RedParams,
    law: Law,
    average: Average,
    adapted: Instant,
    handle: Handle,
    /// The queue, if nobody put another one into its place.
    fifo: Fifo,
    child: Option<Child>,
    stats: QueueStats,
    red: RedStats,
}

impl Red {
    pub(super) fn new(params: RedParams, now: Instant) -> Self {
        Self {
            law: Law::new(&params),
            average: Average {
                idle_since: Some(now),
                ..Average::default()
            },
            adapted: now,
            handle: Handle::UNSPEC,
            fifo: Fifo::of_bytes(params.limit),
            child: None,
            stats: QueueStats::default(),
            red: RedStats::default(),
            params,
        }
    }

    fn inner(&self) -> &dyn Discipline {
        match &self.child {
            Some(child) => &**child,
            None => &self.fifo,
        }
    }

    fn inner_mut(&mut self) -> &mut dyn Discipline {
        match &mut self.child {
            Some(child) => &mut **child,
            None => &mut self.fifo,
        }
    }

    fn adapt(&mut self, now: Instant) {
        let steps = now.saturating_since(self.adapted).as_nanos() / ADAPT.as_nanos();
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        for _ in 0..steps.min(ADAPT_STEPS) {
            self.law.adapt(&self.average, now);
        }
        self.adapted =
            Instant::from_nanos(self.adapted.as_nanos() + steps * ADAPT.as_nanos() as u64);
    }

    /// Whether a packet may stay; it may be marked.
    fn admit(&mut self, packet: &mut Packet, rng: &mut Rng) -> bool {
        let harddrop = match self.law.advise(&mut self.average, rng) {
            Advice::Pass => return true,
            Advice::Mark => false,
            Advice::HardMark => self.params.harddrop,
        };
        self.stats.overlimits += 1;
        if !self.params.ecn || harddrop {
            return false;
        }
        if ecn::set_congested(packet) {
            self.red.marked += 1;
            return true;
        }
        self.params.nodrop
    }
}

impl Discipline for Red {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, mut packet: Packet) -> bool {
        if self.params.adaptive {
            self.adapt(cx.now);
        }
        let backlog = self.inner().backlog();
        self.law.update(&mut self.average, backlog, cx.now);
        if !self.admit(&mut packet, cx.rng) {
            self.red.early += 1;
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscCongested);
            return false;
        }
        let taken = self.inner_mut().enqueue(cx, packet);
        if !taken {
            self.red.pdrop += 1;
            self.stats.drops += 1;
        }
        taken
    }

    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = self.inner_mut().dequeue(cx);
        match &packet {
            Some(packet) => self.stats.add(packet.size()),
            None if self.average.idle_since.is_none() => self.average.idle_since = Some(cx.now),
            None => {}
        }
        packet
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        self.inner_mut().peek(cx)
    }

    fn next_event(&self) -> Instant {
        self.inner().next_event()
    }

    fn len(&self) -> usize {
        self.inner().len()
    }

    fn backlog(&self) -> u64 {
        self.inner().backlog()
    }

    fn change(&mut self, cx: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Red(params) = kind else {
            return false;
        };
        if *params != self.params {
            self.params = *params;
            self.law = Law::new(params);
            self.average = Average {
                idle_since: (self.len() == 0).then_some(cx.now),
                ..Average::default()
            };
            let limit = params.limit;
            self.fifo.change(cx, &QdiscKind::Bfifo { limit });
        }
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.handle = node.qdisc.handle;
        if node.at_class(1).is_some() {
            self.fifo.purge(cx, DropReason::QueuePurge);
        }
        Child::follow_only(&mut self.child, cx, node);
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        self.inner_mut().purge(cx, reason);
        self.average = Average::default();
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn extra(&self) -> QdiscExtra {
        QdiscExtra::Numbers(vec![
            ("marked", self.red.marked),
            ("early", self.red.early),
            ("pdrop", self.red.pdrop),
            ("other", 0),
        ])
    }

    fn readings(&self, readings: &mut Readings) {
        Child::read_only_class(self.child.as_ref(), self.handle, readings);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::qos::testing::{Bench, of_flow, udp};

    /// As `tc qdisc add … red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 bandwidth 10Mbit` makes
    /// it: 2^-9 is the weight, 1,000 bytes take 800 µs.
    const DEFAULT: RedParams = RedParams {
        limit: 400_000,
        min: 30_000,
        max: 90_000,
        max_p: 85_899_345,
        wlog: 9,
        plog: 21,
        scell_log: 17,
        packet_time: 12_500,
        ecn: false,
        harddrop: false,
        adaptive: false,
        nodrop: false,
    };

    fn root(bench: &mut Bench, params: RedParams) -> Child {
        bench.root(QdiscKind::Red(params), Vec::new(), &[])
    }

    fn numbers(root: &Child) -> [u64; 3] {
        match root.stats().extra {
            QdiscExtra::Numbers(numbers) => [numbers[0].1, numbers[1].1, numbers[2].1],
            other @ (QdiscExtra::None | QdiscExtra::Htb { .. }) => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_average_follows_the_queue_by_its_weight() {
        let law = Law::new(&DEFAULT);
        let mut average = Average::default();
        let mut exact = 0.0;
        for n in 0..5000_u64 {
            let backlog = 20_000 + n * 97 % 60_000;
            law.update(&mut average, backlog, Instant::ZERO);
            exact += (backlog as f64 - exact) / 512.0;
            let found = average.average as f64 / 512.0;
            assert!((found - exact).abs() <= 2.0, "{found} {exact}");
        }
    }

    /// In powers of two, though `tc` computes with natural logarithms.
    #[test]
    fn the_average_decays_while_nothing_waits() {
        let law = Law::new(&DEFAULT);
        // The time constant is 512 packets of 12,500 ticks: 6.4 million ticks, here taken for microseconds.
        for seconds in [1_u64, 4, 8, 20] {
            let mut average = Average {
                average: 50_000 << 9,
                idle_since: Some(Instant::ZERO),
                ..Average::default()
            };
            law.update(
                &mut average,
                0,
                Instant::ZERO + Duration::from_secs(seconds),
            );
            let found = average.average as f64 / 512.0;
            let exact = 50_000.0 * (-(seconds as f64) / 6.4).exp2();
            // Whole powers, and at most half of it before the first.
            assert!(
                found <= exact * 2.0 && found >= exact / 2.0,
                "{seconds}: {found} {exact}"
            );
        }
    }

    /// Floyd and Jacobson §7: marks are spread evenly, one in `(max - min) / (max_p (avg - min))` or so.
    #[test]
    fn the_probability_grows_from_min_to_max() {
        let law = Law::new(&DEFAULT);
        let mut rng = crate::forward::Rng::new(1);
        let mut share = |bytes: u64| {
            let mut average = Average {
                average: bytes << 9,
                ..Average::default()
            };
            let advised = (0..100_000).map(|_| law.advise(&mut average, &mut rng));
            advised.filter(|advice| *advice != Advice::Pass).count() as f64 / 100_000.0
        };
        assert_eq!(share(29_999), 0.0);
        assert_eq!(share(90_000), 1.0);
        for (bytes, p) in [(45_000, 0.005), (60_000, 0.01), (89_000, 0.0197)] {
            // The distance between two marks is even between 1 and 1/p, so their share is about twice p.
            let found = share(bytes);
            assert!((found / (2.0 * p) - 1.0).abs() < 0.1, "{bytes}: {found}");
        }
    }

    #[test]
    fn beyond_max_packets_are_marked_if_that_is_allowed() {
        for (ecn, harddrop, nodrop, tos, marked, stays) in [
            (false, false, false, 2, 0, false),
            (true, false, false, 2, 1, true),
            (true, false, false, 0, 0, false),
            (true, false, true, 0, 0, true),
            (true, true, true, 2, 0, false),
        ] {
            let mut bench = Bench::new(1);
            let params = RedParams {
                min: 0,
                max: 0,
                wlog: 1,
                ecn,
                harddrop,
                nodrop,
                ..DEFAULT
            };
            let mut root = root(&mut bench, params);
            let packet = udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 2), tos, 1000);
            assert_eq!(bench.put(&mut root, packet), stays);
            assert_eq!(numbers(&root), [marked, u64::from(!stays), 0]);
            assert_eq!(root.stats().queue.overlimits, 1);
            bench.balance(&root, 1);
        }
    }

    #[test]
    fn the_limit_is_in_bytes_and_counted_apart() {
        let mut bench = Bench::new(1);
        let mut root = root(
            &mut bench,
            RedParams {
                limit: 3000,
                ..DEFAULT
            },
        );
        let stayed = (0..5)
            .filter(|n| bench.put(&mut root, of_flow(0, *n, 1000)))
            .count();
        assert_eq!((stayed, numbers(&root)), (3, [0, 0, 2]));
        bench.balance(&root, 5);
    }

    /// Floyd, Gummadi and Shenker, "Adaptive RED" (2001): the probability moves to keep the average between
    /// 0.4 and 0.6 of the way from `min` to `max`.
    #[test]
    fn an_adaptive_probability_follows_the_load() {
        let adapted = |bytes: u64, halves: u32| {
            let mut law = Law::new(&DEFAULT);
            let average = Average {
                average: bytes << 9,
                ..Average::default()
            };
            for _ in 0..halves {
                law.adapt(&average, Instant::ZERO);
            }
            f64::from(law.max_p) / f64::from(DEFAULT.max_p)
        };
        assert_eq!(adapted(60_000, 10), 1.0);
        // Each half second: a quarter more, at most 1 % of all; or a tenth less.
        assert!((adapted(80_000, 2) - 1.5).abs() < 0.07);
        assert!((adapted(40_000, 3) - 0.729).abs() < 0.001);
        assert!(adapted(80_000, 1000) * 2.0 < 53.0);
        assert!(adapted(40_000, 1000) * 2.0 > 0.85);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(
            steps in prop::collection::vec((any::<bool>(), 60..1500_usize, 0..100_u64, 0..4_u8), 1..400),
            min in 0..5000_u32, max in 0..10_000_u32, wlog in 1..10_u8, plog in 0..32_u8,
            limit in 1000..20_000_u32, ecn: bool, harddrop: bool, adaptive: bool, nodrop: bool, max_p: u32,
        ) {
            let mut bench = Bench::new(1);
            let params = RedParams { min, max, wlog, plog, limit, ecn, harddrop, adaptive, nodrop, max_p, ..DEFAULT };
            let mut root = root(&mut bench, params);
            let mut put = 0;
            for (enqueue, len, millis, tos) in steps {
                bench.pass(Duration::from_millis(millis));
                if enqueue {
                    put += 1;
                    bench.put(&mut root, udp([10, 0, 0, 1], [10, 0, 0, 2], (1, 2), tos, len));
                } else {
                    bench.take(&mut root);
                }
                prop_assert!(root.backlog() <= limit.into());
                bench.balance(&root, put);
            }
        }
    }
}
