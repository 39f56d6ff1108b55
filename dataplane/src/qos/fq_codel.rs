//! `fq_codel`: a queue for each flow, each with controlled delay. Read RFC 8290.

use std::collections::VecDeque;

use super::{
    Discipline, FqCodelParams, Held, Node, PacketQueue, QdiscExtra, QdiscKind, QueueCx, QueueStats,
    Readings, Setup, Store, Verdict,
    codel::{self, CodelStats, Control, Vars},
    flow_hash::FlowChoice,
    wire_len,
};
use crate::{drop_reason::DropReason, packet::Packet, time::Instant, wire::ethernet};

/// What one packet may wait in the memory of (`skb->truesize`).
fn memory_of(packet: &Packet) -> u64 {
    (packet.buf.capacity() + size_of::<Packet>()) as u64
}

/// A flow's queue.
#[derive(Debug, Default)]
struct Flow {
    queue: PacketQueue,
    backlog: u32,
    /// Bytes that it may still send in its turn.
    deficit: i32,
    /// It stands in one of the lists.
    listed: bool,
    vars: Vars,
}

/// What waits in all queues together.
#[derive(Debug, Default)]
struct Waiting {
    packets: usize,
    bytes: u64,
    memory: u64,
}

impl Waiting {
    fn forget(&mut self, store: &Store, packet: &Held) {
        self.packets -= 1;
        self.bytes -= u64::from(packet.len());
        self.memory -= memory_of(store.packet(packet));
    }
}

/// A flow's queue as the algorithm sees it.
struct FlowQueue<'a> {
    queue: &'a mut PacketQueue,
    backlog: &'a mut u32,
    waiting: &'a mut Waiting,
}

impl codel::Queue for FlowQueue<'_> {
    fn pop(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = self.queue.pop_front(cx.store)?;
        *self.backlog -= packet.len();
        self.waiting.forget(cx.store, &packet);
        Some(packet)
    }

    fn backlog(&self) -> u64 {
        self.waiting.bytes
    }
}

/// `fq_codel`.
#[derive(Debug)]
pub(super) struct FqCodel {
    params: FqCodelParams,
    control: Control,
    mtu: u32,
    choice: FlowChoice,
    flows: Vec<Flow>,
    new_flows: VecDeque<u32>,
    old_flows: VecDeque<u32>,
    waiting: Waiting,
    /// A packet that was taken out to be looked at.
    peeked: Option<Held>,
    stats: QueueStats,
    codel: CodelStats,
    drop_overlimit: u64,
    drop_overmemory: u64,
    new_flow_count: u64,
}

fn control(params: &FqCodelParams, mtu: u32) -> Control {
    Control::new(
        params.target,
        params.interval,
        params.ecn,
        params.ce_threshold,
        mtu,
    )
}

impl FqCodel {
    pub(super) fn new(params: FqCodelParams, setup: &Setup) -> Self {
        let mtu = setup.mtu + ethernet::HEADER_LEN as u32;
        let flows = params.flows.clamp(1, 65_536);
        Self {
            control: control(&params, mtu),
            params,
            mtu,
            choice: FlowChoice::default(),
            flows: (0..flows).map(|_| Flow::default()).collect(),
            new_flows: VecDeque::with_capacity(flows as usize),
            old_flows: VecDeque::with_capacity(flows as usize),
            waiting: Waiting::default(),
            peeked: None,
            stats: QueueStats::default(),
            codel: CodelStats::default(),
            drop_overlimit: 0,
            drop_overmemory: 0,
            new_flow_count: 0,
        }
    }

    /// The number of a packet's flow (`fq_codel_classify`).
    ///
    /// # Errors
    /// If its filters do not let it in.
    fn flow_of(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Result<usize, Verdict> {
        let count = self.flows.len() as u32;
        // The upper bits choose (RFC 8290 §4.1 leaves open how; `reciprocal_scale`).
        let by_hash = |hash| ((u64::from(hash) * u64::from(count)) >> 32) as u32;
        let flow = self.choice.of(cx, packet, count, by_hash)?;
        Ok(flow as usize)
    }

    /// Drops half of the fattest flow's backlog, at most a batch (`fq_codel_drop`). Gives the flow and how
    /// many packets.
    fn drop_from_fattest(&mut self, cx: &mut QueueCx<'_>) -> (usize, u64) {
        let fattest = (0..self.flows.len())
            .rev()
            .max_by_key(|&flow| self.flows[flow].backlog);
        let number = fattest.unwrap_or(0);
        let flow = &mut self.flows[number];
        let threshold = flow.backlog / 2;
        let (mut dropped, mut bytes) = (0_u32, 0);
        while let Some(packet) = flow.queue.pop_front(cx.store) {
            bytes += packet.len();
            dropped += 1;
            flow.backlog -= packet.len();
            self.waiting.forget(cx.store, &packet);
            cx.drop_held(packet, DropReason::QdiscOverlimit);
            if dropped >= self.params.drop_batch || bytes >= threshold {
                break;
            }
        }
        // Controlled delay is to know that there is more congestion than it saw.
        flow.vars.count = flow.vars.count.wrapping_add(dropped);
        self.stats.drops += u64::from(dropped);
        (number, dropped.into())
    }

    fn is_over(&self) -> bool {
        self.waiting.packets > self.params.limit as usize || self.is_over_memory()
    }

    fn is_over_memory(&self) -> bool {
        self.waiting.memory > u64::from(self.params.memory_limit)
    }

    /// The next packet (`fq_codel_dequeue`, RFC 8290 §4.2).
    fn take(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        loop {
            let (number, is_new) = match (self.new_flows.front(), self.old_flows.front()) {
                (Some(&flow), _) => (flow, true),
                (None, Some(&flow)) => (flow, false),
                (None, None) => return None,
            };
            let flow = &mut self.flows[number as usize];
            let list = if is_new {
                &mut self.new_flows
            } else {
                &mut self.old_flows
            };
            if flow.deficit <= 0 {
                flow.deficit += self.params.quantum as i32;
                list.pop_front();
                self.old_flows.push_back(number);
                continue;
            }
            let mut queue = FlowQueue {
                queue: &mut flow.queue,
                backlog: &mut flow.backlog,
                waiting: &mut self.waiting,
            };
            let drops = self.codel.drops;
            let packet = flow
                .vars
                .dequeue(cx, &self.control, &mut self.codel, &mut queue);
            self.stats.drops += u64::from(self.codel.drops - drops);
            if let Some(packet) = packet {
                flow.deficit -= packet.len() as i32;
                return Some(packet);
            }
            list.pop_front();
            // A new flow that is empty passes through the old ones, or it could starve them.
            if is_new && !self.old_flows.is_empty() {
                self.old_flows.push_back(number);
            } else {
                flow.listed = false;
            }
        }
    }
}

impl Discipline for FqCodel {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, mut packet: Packet) -> bool {
        let number = match self.flow_of(cx, &mut packet) {
            Ok(flow) => flow,
            Err(verdict) => return verdict.refuse(cx, packet, &mut self.stats),
        };
        packet.meta.queued = cx.now;
        let len = wire_len(&packet);
        self.waiting.packets += 1;
        self.waiting.bytes += u64::from(len);
        self.waiting.memory += memory_of(&packet);
        let flow = &mut self.flows[number];
        flow.backlog += len;
        flow.queue.push_back(cx.store, packet);
        if !flow.listed {
            flow.listed = true;
            flow.deficit = self.params.quantum as i32;
            self.new_flows.push_back(number as u32);
            self.new_flow_count += 1;
        }
        if !self.is_over() {
            return true;
        }
        let over_memory = self.is_over_memory();
        let (fattest, dropped) = self.drop_from_fattest(cx);
        self.drop_overlimit += dropped;
        if over_memory {
            self.drop_overmemory += dropped;
        }
        fattest != number
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
        self.waiting.packets + usize::from(self.peeked.is_some())
    }

    fn backlog(&self) -> u64 {
        self.waiting.bytes + self.peeked.as_ref().map_or(0, |packet| packet.len().into())
    }

    fn change(&mut self, cx: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::FqCodel(params) = kind else {
            return false;
        };
        // The number of flows is fixed (`fq_codel_change` refuses another).
        if params.flows != self.params.flows {
            return false;
        }
        self.params = *params;
        self.control = control(params, self.mtu);
        while self.is_over() {
            let Some(packet) = self.take(cx) else {
                break;
            };
            self.stats.drops += 1;
            cx.drop_held(packet, DropReason::QdiscOverlimit);
        }
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.choice.follow(cx, node);
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        for flow in &mut self.flows {
            flow.queue.purge(cx, reason);
            *flow = Flow::default();
        }
        if let Some(packet) = self.peeked.take() {
            cx.drop_held(packet, reason);
        }
        self.new_flows.clear();
        self.old_flows.clear();
        self.waiting = Waiting::default();
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn extra(&self) -> QdiscExtra {
        QdiscExtra::Numbers(vec![
            ("maxpacket", self.codel.max_packet.into()),
            ("drop_overlimit", self.drop_overlimit),
            ("new_flow_count", self.new_flow_count),
            ("ecn_mark", self.codel.ecn_mark.into()),
            ("ce_mark", self.codel.ce_mark.into()),
            ("memory_used", self.waiting.memory),
            ("drop_overmemory", self.drop_overmemory),
            ("new_flows_len", self.new_flows.len() as u64),
            ("old_flows_len", self.old_flows.len() as u64),
        ])
    }

    fn readings(&self, readings: &mut Readings) {
        self.choice.read(readings);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        qos::{
            QdiscStats,
            testing::{Bench, of_flow},
        },
        time::Duration,
    };

    /// As `tc qdisc add … fq_codel` makes it.
    const DEFAULT: FqCodelParams = FqCodelParams {
        limit: 10_240,
        flows: 1024,
        quantum: 1514,
        target: Duration::from_millis(5),
        interval: Duration::from_millis(100),
        memory_limit: 32 << 20,
        ecn: true,
        ce_threshold: None,
        drop_batch: 64,
    };

    fn number(stats: &QdiscStats, name: &str) -> u64 {
        let QdiscExtra::Numbers(numbers) = &stats.extra else {
            panic!("{stats:?}");
        };
        let found = numbers.iter().find(|(known, _)| *known == name);
        found.expect("it is counted").1
    }

    #[test]
    fn flows_share_by_bytes_whatever_they_offer() {
        let mut bench = Bench::new(3);
        let mut root = bench.root(QdiscKind::FqCodel(DEFAULT), Vec::new(), &[]);
        let mut sent = [0_u64; 3];
        for round in 0..3000_u32 {
            // A greedy one with large packets, one with small ones, and one that is just enough.
            for (flow, packets, len) in [(0, 4, 1500), (1, 20, 200), (2, 1, 1500)] {
                for _ in 0..packets {
                    let packet = of_flow(flow, flow.into(), len);
                    bench.put(&mut root, packet);
                }
            }
            for _ in 0..4 {
                if let Some(packet) = bench.take(&mut root)
                    && round > 500
                {
                    sent[packet.meta.mark.0 as usize] += packet.buf.len() as u64;
                }
            }
        }
        let most = *sent.iter().max().expect("three");
        let least = *sent.iter().min().expect("three");
        assert!(most - least <= most / 100, "{sent:?}");
    }

    /// RFC 8290 §4.1: a flow that begins goes before those that have had their turn.
    #[test]
    fn a_sparse_flow_does_not_wait_behind_a_full_one() {
        let mut bench = Bench::new(3);
        let mut root = bench.root(QdiscKind::FqCodel(DEFAULT), Vec::new(), &[]);
        for number in 0..100 {
            bench.put(&mut root, of_flow(0, number, 1500));
        }
        bench.take(&mut root);
        bench.take(&mut root);
        bench.put(&mut root, of_flow(1, 1000, 100));
        assert_eq!(bench.drain(&mut root)[..2], [1000, 2]);
    }

    #[test]
    fn the_fattest_flow_pays_when_there_are_too_many_packets() {
        let mut bench = Bench::new(3);
        let kind = QdiscKind::FqCodel(FqCodelParams {
            limit: 100,
            ..DEFAULT
        });
        let mut root = bench.root(kind, Vec::new(), &[]);
        for number in 0..10 {
            assert!(bench.put(&mut root, of_flow(1, number, 100)));
        }
        for number in 0..90 {
            assert!(bench.put(&mut root, of_flow(0, number, 1000)));
        }
        // The last straw is another flow's, so that one is not told.
        assert!(bench.put(&mut root, of_flow(1, 10, 100)));
        // Half of 90,000 bytes, from the head.
        assert_eq!(bench.dropped.len(), 45);
        let marks: Vec<_> = bench
            .dropped
            .iter()
            .map(|(_, packet)| packet.meta.mark.0)
            .collect();
        assert_eq!(marks, (0..45).collect::<Vec<_>>());
        let stats = root.stats();
        assert_eq!(number(&stats, "drop_overlimit"), 45);
        assert_eq!((stats.queue.drops, stats.queue.qlen), (45, 56));
        bench.balance(&root, 101);
    }

    #[test]
    fn memory_is_bounded_and_a_batch_is_the_most_at_once() {
        let mut bench = Bench::new(3);
        let kind = QdiscKind::FqCodel(FqCodelParams {
            memory_limit: 100 * (1628 + size_of::<Packet>() as u32),
            drop_batch: 8,
            ..DEFAULT
        });
        let mut root = bench.root(kind, Vec::new(), &[]);
        let stayed: Vec<_> = (0..101)
            .map(|number| bench.put(&mut root, of_flow(0, number, 1500)))
            .collect();
        assert_eq!(stayed.iter().position(|stayed| !stayed), Some(100));
        assert_eq!(bench.dropped.len(), 8);
        let stats = root.stats();
        assert_eq!(number(&stats, "drop_overmemory"), 8);
        assert_eq!(
            number(&stats, "memory_used"),
            93 * (1628 + size_of::<Packet>() as u64)
        );
    }

    #[test]
    fn what_waits_too_long_is_dropped_or_marked() {
        for tos in [0, 2] {
            let mut bench = Bench::new(3);
            let mut root = bench.root(QdiscKind::FqCodel(DEFAULT), Vec::new(), &[]);
            let mut marked = 0;
            // Two packets come for each that leaves: every millisecond, for a second.
            for round in 0..1000_u16 {
                for _ in 0..2 {
                    let ports = (7, 7);
                    let packet = crate::qos::testing::udp(
                        [10, 0, 0, 1],
                        [10, 0, 0, 2],
                        ports,
                        tos,
                        1000 + usize::from(round % 2),
                    );
                    bench.put(&mut root, packet);
                }
                let packet = bench.take(&mut root).expect("enough wait");
                marked += u64::from(packet.network()[1] & 3 == 3);
                bench.pass(Duration::from_millis(1));
            }
            let stats = root.stats();
            assert_eq!(number(&stats, "ecn_mark"), marked);
            let signals = stats.queue.drops + marked;
            // 100 ms after the delay passed 5 ms it begins; the time to the next signal shrinks with the
            // square root of their number: 900 ms = 100 ms × Σ 1/√n gives some 27.
            assert!((20..35).contains(&signals), "{signals}");
            assert_eq!(marked > 0, tos == 2);
            bench.balance(&root, 2000);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_flows_keep_their_order(
            steps in prop::collection::vec((0..6_u16, 60..1500_usize, 0..4_u8, 0..20_u64), 1..400),
            limit in 1..60_u32, drop_batch in 1..70_u32,
        ) {
            let mut bench = Bench::new(5);
            let kind = QdiscKind::FqCodel(FqCodelParams { limit, drop_batch, flows: 8, ..DEFAULT });
            let mut root = bench.root(kind, Vec::new(), &[]);
            let mut put = 0;
            let mut last = [0_u32; 6];
            for (flow, len, step, millis) in steps {
                if step == 0 {
                    let peeked = bench.with(|cx| root.peek(cx));
                    let packet = bench.take(&mut root);
                    prop_assert_eq!(peeked, packet.as_ref().map(wire_len));
                    if let Some(packet) = packet {
                        let port = &packet.network()[20..22];
                        let flow = usize::from(u16::from_be_bytes([port[0], port[1]]) - 1000);
                        prop_assert!(packet.meta.mark.0 > last[flow]);
                        last[flow] = packet.meta.mark.0;
                    }
                } else {
                    put += 1;
                    let before = bench.dropped.len();
                    let stayed = bench.put(&mut root, of_flow(flow, put, len));
                    prop_assert!(stayed || bench.dropped.len() > before);
                }
                prop_assert!(root.len() <= limit as usize + 1);
                bench.pass(Duration::from_millis(millis));
                bench.balance(&root, put.into());
            }
            bench.with(|cx| root.purge(cx, DropReason::QueuePurge));
            prop_assert_eq!((root.len(), root.backlog(), bench.store.len()), (0, 0, 0));
        }
    }
}
