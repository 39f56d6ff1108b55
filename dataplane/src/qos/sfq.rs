//! `sfq`: stochastic fairness. Read McKenney, "Stochastic Fairness Queueing" (1990).

use super::{
    Discipline, Held, Node, PacketQueue, QdiscExtra, QdiscKind, QueueCx, QueueStats, Readings,
    SfqParams, Verdict, ecn,
    flow_hash::FlowChoice,
    red::{Advice, Average, Law},
    wire_len,
};
use crate::{drop_reason::DropReason, packet::Packet, time::Instant};

/// The longest that a flow's queue may be (`SFQ_MAX_DEPTH`), in packets.
const MAX_DEPTH: usize = 127;
/// The most flows (`SFQ_MAX_FLOWS`).
const MAX_FLOWS: u32 = 65_408;

/// No slot.
const NONE: u32 = u32::MAX;

/// A flow that has packets.
#[derive(Debug)]
struct Slot {
    queue: PacketQueue,
    backlog: u64,
    /// Bytes that it may still send in its turn.
    allot: i64,
    /// The next in the round.
    next: u32,
    hash: u32,
    average: Average,
    /// Its neighbours among the flows with as many packets.
    same: (u32, u32),
}

/// The flows by how many packets they have: the longest is found at once.
#[derive(Debug)]
struct Depths {
    first: [u32; MAX_DEPTH + 1],
    longest: usize,
}

/// `sfq`.
#[derive(Debug)]
pub(super) struct Sfq {
    params: SfqParams,
    law: Option<Law>,
    choice: FlowChoice,
    /// When the hash changes.
    perturb: Instant,
    /// The slot of each value of the hash.
    table: Vec<u32>,
    slots: Vec<Slot>,
    depths: Depths,
    /// The flow that was served last; the next is behind it.
    tail: u32,
    packets: usize,
    stats: QueueStats,
    marks: Marks,
}

/// What its `red` did.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    prob_mark: u64,
    prob_mark_head: u64,
    prob_drop: u64,
    forced_mark: u64,
    forced_mark_head: u64,
    forced_drop: u64,
}

/// Parameters within their limits, as `sfq_change` makes them.
fn settled(mut params: SfqParams) -> SfqParams {
    params.divisor = params.divisor.clamp(1, 65_536).next_power_of_two();
    params.depth = params.depth.clamp(1, MAX_DEPTH as u32);
    params.flows = params.flows.clamp(1, MAX_FLOWS).min(params.divisor);
    params.limit = params.limit.clamp(1, params.depth * params.flows);
    params.flows = params.flows.min(params.limit);
    params
}

impl Sfq {
    pub(super) fn new(params: SfqParams, now: Instant) -> Self {
        let params = settled(params);
        let mut sfq = Self {
            law: None,
            choice: FlowChoice::default(),
            perturb: Instant::FAR_FUTURE,
            table: vec![NONE; params.divisor as usize],
            slots: Vec::new(),
            depths: Depths {
                first: [NONE; MAX_DEPTH + 1],
                longest: 0,
            },
            tail: NONE,
            packets: 0,
            stats: QueueStats::default(),
            marks: Marks::default(),
            params,
        };
        sfq.set(params, now);
        sfq.make_slots();
        sfq
    }

    fn set(&mut self, params: SfqParams, now: Instant) {
        self.params = params;
        self.law = params.red.as_ref().map(Law::new);
        self.perturb = if params.perturb.is_zero() {
            Instant::FAR_FUTURE
        } else {
            now + params.perturb
        };
    }

    fn make_slots(&mut self) {
        for number in 0..self.params.flows {
            self.slots.push(Slot {
                queue: PacketQueue::new(),
                backlog: 0,
                allot: 0,
                next: NONE,
                hash: 0,
                average: Average::default(),
                same: (NONE, NONE),
            });
            self.link(number);
        }
    }

    /// The value of the hash for a packet, or what a filter says in its place (`sfq_classify`).
    ///
    /// # Errors
    /// If its filters do not let it in.
    fn place_of(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Result<u32, Verdict> {
        let divisor = self.params.divisor;
        let by_hash = |hash| hash & (divisor - 1);
        self.choice.of(cx, packet, divisor, by_hash)
    }

    fn slot(&mut self, number: u32) -> &mut Slot {
        &mut self.slots[number as usize]
    }

    /// Puts a flow among those with as many packets.
    fn link(&mut self, number: u32) {
        let depth = self.slot(number).queue.len();
        let first = std::mem::replace(&mut self.depths.first[depth], number);
        self.slot(number).same = (NONE, first);
        if first != NONE {
            self.slot(first).same.0 = number;
        }
        self.depths.longest = self.depths.longest.max(depth);
    }

    /// Takes a flow, which had `depth` packets, from among those with as many.
    fn unlink(&mut self, number: u32, depth: usize) {
        let (before, behind) = self.slot(number).same;
        if before == NONE {
            self.depths.first[depth] = behind;
        } else {
            self.slot(before).same.1 = behind;
        }
        if behind != NONE {
            self.slot(behind).same.0 = before;
        }
        // A flow loses one packet at a time, and is then among those one shorter.
        if self.depths.longest == depth && self.depths.first[depth] == NONE {
            self.depths.longest = depth.saturating_sub(1);
        }
    }

    fn push(&mut self, cx: &mut QueueCx<'_>, number: u32, packet: Packet) {
        let len = u64::from(wire_len(&packet));
        let depth = self.slot(number).queue.len();
        self.unlink(number, depth);
        let slot = self.slot(number);
        slot.backlog += len;
        slot.queue.push_back(cx.store, packet);
        self.link(number);
        self.packets += 1;
        self.stats.backlog += len;
        if depth == 0 {
            self.join_round(number);
        }
    }

    /// A flow that begins waits for its turn at the end of the round.
    fn join_round(&mut self, number: u32) {
        let allot = self.params.quantum.into();
        if self.tail == NONE {
            self.slot(number).next = number;
        } else {
            let tail = self.tail;
            self.slot(number).next = self.slot(tail).next;
            self.slot(tail).next = number;
        }
        self.tail = number;
        self.slot(number).allot = allot;
    }

    /// The flow whose turn it is; those before it that have sent what they may wait for their next one.
    fn turn(&mut self) -> Option<u32> {
        while self.tail != NONE {
            let (tail, quantum) = (self.tail, self.params.quantum);
            let number = self.slot(tail).next;
            let slot = self.slot(number);
            if slot.allot > 0 {
                return Some(number);
            }
            slot.allot += i64::from(quantum.max(1));
            self.tail = number;
        }
        None
    }

    /// Takes the flow behind the tail out of the round.
    fn leave_round(&mut self) {
        let tail = self.tail;
        let leaving = self.slot(tail).next;
        let (next, hash) = (self.slot(leaving).next, self.slot(leaving).hash);
        self.table[hash as usize] = NONE;
        if next == leaving {
            self.tail = NONE;
        } else {
            self.slot(tail).next = next;
        }
    }

    fn pop(&mut self, cx: &mut QueueCx<'_>, number: u32, head: bool) -> Option<Held> {
        let depth = self.slot(number).queue.len();
        let slot = self.slot(number);
        let packet = if head {
            slot.queue.pop_front(cx.store)
        } else {
            slot.queue.pop_back(cx.store)
        }?;
        let len = u64::from(packet.len());
        slot.backlog -= len;
        self.unlink(number, depth);
        self.link(number);
        self.packets -= 1;
        self.stats.backlog -= len;
        Some(packet)
    }

    /// Drops a packet of the longest flow (`sfq_drop`); gives the flow.
    fn drop_from_longest(&mut self, cx: &mut QueueCx<'_>) -> u32 {
        let number = match self.depths.longest {
            0 => return NONE,
            // All are equally short: the one whose turn it is.
            1 => {
                let tail = self.tail;
                let number = self.slot(tail).next;
                self.leave_round();
                number
            }
            depth => self.depths.first[depth],
        };
        if let Some(packet) = self.pop(cx, number, self.params.headdrop) {
            self.stats.drops += 1;
            cx.drop_held(packet, DropReason::QdiscOverlimit);
        }
        number
    }

    /// Marks a packet of a flow: its first, if that is where it drops, or the new one. Gives which.
    fn mark(&mut self, cx: &mut QueueCx<'_>, number: u32, packet: &mut Packet) -> Option<bool> {
        if self.params.headdrop {
            let queue = self.slot(number).queue;
            if queue.front_mut(cx.store).is_some_and(ecn::set_congested) {
                return Some(true);
            }
        }
        ecn::set_congested(packet).then_some(false)
    }

    /// What the flow's `red` says of a new packet: whether it may stay.
    fn admit(&mut self, cx: &mut QueueCx<'_>, number: u32, packet: &mut Packet) -> bool {
        let (Some(law), Some(red)) = (&self.law, &self.params.red) else {
            return true;
        };
        let (ecn, harddrop) = (red.ecn, red.harddrop);
        let slot = &mut self.slots[number as usize];
        law.update(&mut slot.average, slot.backlog, cx.now);
        let advice = law.advise(&mut slot.average, cx.rng);
        let may_mark = match advice {
            Advice::Pass => return true,
            Advice::Mark => ecn,
            Advice::HardMark => ecn && !harddrop,
        };
        self.stats.overlimits += 1;
        let marked = if may_mark {
            self.mark(cx, number, packet)
        } else {
            None
        };
        let marks = &mut self.marks;
        let count = match (advice, marked) {
            (Advice::HardMark, Some(true)) => &mut marks.forced_mark_head,
            (Advice::HardMark, Some(false)) => &mut marks.forced_mark,
            (Advice::HardMark, None) => &mut marks.forced_drop,
            (_, Some(true)) => &mut marks.prob_mark_head,
            (_, Some(false)) => &mut marks.prob_mark,
            (_, None) => &mut marks.prob_drop,
        };
        *count += 1;
        marked.is_some()
    }

    /// A flow that may not become longer drops the new packet, or its first for it. `false`.
    fn refuse(&mut self, cx: &mut QueueCx<'_>, number: u32, packet: Packet) -> bool {
        self.stats.drops += 1;
        if !self.params.headdrop {
            cx.drop(packet, DropReason::QdiscCongested);
            return false;
        }
        let slot = &mut self.slots[number as usize];
        let len = u64::from(wire_len(&packet));
        if let Some(head) = slot.queue.pop_front(cx.store) {
            let lost = u64::from(head.len());
            slot.backlog = slot.backlog + len - lost;
            self.stats.backlog = self.stats.backlog + len - lost;
            cx.drop_held(head, DropReason::QdiscCongested);
        }
        slot.queue.push_back(cx.store, packet);
        false
    }

    /// Changes the hash, if it is time.
    fn perturb(&mut self, cx: &mut QueueCx<'_>) {
        if cx.now < self.perturb {
            return;
        }
        self.perturb = cx.now + self.params.perturb;
        if self.choice.perturb(cx.rng) && self.tail != NONE {
            self.rehash(cx);
        }
    }

    /// Puts everything that waits where it is to wait now (`sfq_rehash`).
    fn rehash(&mut self, cx: &mut QueueCx<'_>) {
        let mut waiting = PacketQueue::new();
        for number in 0..self.slots.len() as u32 {
            while let Some(packet) = self.pop(cx, number, true) {
                let packet = cx.store.take(packet);
                waiting.push_back(cx.store, packet);
            }
            self.slot(number).average = Average::default();
        }
        self.table.fill(NONE);
        self.tail = NONE;
        while let Some(packet) = waiting.pop_front(cx.store) {
            let mut packet = cx.store.take(packet);
            let place = self.place_of(cx, &mut packet);
            let number = place.ok().and_then(|place| self.flow_at(place));
            match number {
                Some(number) if self.slot(number).queue.len() < self.params.depth as usize => {
                    self.push(cx, number, packet);
                }
                Some(_) | None => {
                    self.stats.drops += 1;
                    cx.drop(packet, DropReason::QdiscOverlimit);
                }
            }
        }
    }

    /// The flow for a value of the hash; `None` if there is none and none is free.
    fn flow_at(&mut self, place: u32) -> Option<u32> {
        let known = self.table[place as usize];
        if known != NONE {
            return Some(known);
        }
        let free = self.depths.first[0];
        if free == NONE {
            return None;
        }
        self.table[place as usize] = free;
        let slot = self.slot(free);
        slot.hash = place;
        slot.average = Average::default();
        Some(free)
    }
}

impl Discipline for Sfq {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, mut packet: Packet) -> bool {
        self.perturb(cx);
        let place = match self.place_of(cx, &mut packet) {
            Ok(place) => place,
            Err(verdict) => return verdict.refuse(cx, packet, &mut self.stats),
        };
        let Some(number) = self.flow_at(place) else {
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscOverlimit);
            return false;
        };
        let depth = self.slot(number).queue.len();
        if depth > 0 {
            let may_stay = self.admit(cx, number, &mut packet);
            if !may_stay || depth >= self.params.depth as usize {
                return self.refuse(cx, number, packet);
            }
        }
        self.push(cx, number, packet);
        // One of another flow may have to go.
        self.packets <= self.params.limit as usize || self.drop_from_longest(cx) != number
    }

    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        self.perturb(cx);
        let number = self.turn()?;
        let packet = self.pop(cx, number, true)?;
        self.stats.add(packet.size());
        let slot = self.slot(number);
        if slot.queue.is_empty() {
            self.leave_round();
        } else {
            slot.allot -= i64::from(packet.len());
        }
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        // Only the turns go on, as they would when it is taken.
        let number = self.turn()?;
        self.slot(number).queue.front_len(cx.store)
    }

    fn next_event(&self) -> Instant {
        Instant::FAR_FUTURE
    }

    fn len(&self) -> usize {
        self.packets
    }

    fn backlog(&self) -> u64 {
        self.stats.backlog
    }

    fn change(&mut self, cx: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Sfq(params) = kind else {
            return false;
        };
        let params = settled(*params);
        // The tables are made once.
        if (params.divisor, params.flows) != (self.params.divisor, self.params.flows) {
            return false;
        }
        if params != self.params {
            self.set(params, cx.now);
        }
        while self.packets > self.params.limit as usize {
            self.drop_from_longest(cx);
        }
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.choice.follow(cx, node);
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        for number in 0..self.slots.len() as u32 {
            while let Some(packet) = self.pop(cx, number, true) {
                cx.drop_held(packet, reason);
            }
        }
        self.table.fill(NONE);
        self.tail = NONE;
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn extra(&self) -> QdiscExtra {
        let marks = &self.marks;
        match self.law {
            None => QdiscExtra::None,
            Some(_) => QdiscExtra::Numbers(vec![
                ("prob_mark", marks.prob_mark),
                ("prob_mark_head", marks.prob_mark_head),
                ("prob_drop", marks.prob_drop),
                ("forced_mark", marks.forced_mark),
                ("forced_mark_head", marks.forced_mark_head),
                ("forced_drop", marks.forced_drop),
            ]),
        }
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
        qos::testing::{Bench, of_flow},
        time::Duration,
    };

    /// As `tc qdisc add … sfq` makes it.
    const DEFAULT: SfqParams = SfqParams {
        quantum: 1514,
        perturb: Duration::ZERO,
        limit: 127,
        divisor: 1024,
        flows: 128,
        depth: 127,
        headdrop: false,
        red: None,
    };

    fn root(bench: &mut Bench, params: SfqParams) -> crate::qos::Child {
        bench.root(QdiscKind::Sfq(params), Vec::new(), &[])
    }

    #[test]
    fn flows_share_by_bytes_whatever_they_offer() {
        let mut bench = Bench::new(3);
        let mut root = root(&mut bench, DEFAULT);
        let mut sent = [0_u64; 3];
        for round in 0..3000 {
            for (flow, packets, len) in [(0, 4, 1500), (1, 20, 200), (2, 1, 1500)] {
                for _ in 0..packets {
                    bench.put(&mut root, of_flow(flow, flow.into(), len));
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

    #[test]
    fn the_longest_flow_loses_a_packet_when_all_is_full() {
        for headdrop in [false, true] {
            let mut bench = Bench::new(3);
            let params = SfqParams {
                limit: 10,
                headdrop,
                ..DEFAULT
            };
            let mut root = root(&mut bench, params);
            for number in 0..8 {
                assert!(bench.put(&mut root, of_flow(0, number, 100)));
            }
            for number in 10..13 {
                assert!(bench.put(&mut root, of_flow(1, number, 100)));
            }
            let lost: Vec<_> = bench
                .dropped
                .iter()
                .map(|(_, packet)| packet.meta.mark.0)
                .collect();
            assert_eq!(lost, [if headdrop { 0 } else { 7 }]);
            // One of the full flow's own is told.
            assert!(!bench.put(&mut root, of_flow(0, 8, 100)));
            bench.balance(&root, 12);
        }
    }

    #[test]
    fn where_all_flows_have_one_packet_the_next_in_turn_loses_it() {
        let mut bench = Bench::new(3);
        let mut root = root(
            &mut bench,
            SfqParams {
                limit: 3,
                flows: 128,
                ..DEFAULT
            },
        );
        // The limit of packets is the limit of flows, too: a fourth flow finds no place.
        for (flow, stays) in [(0, true), (1, true), (2, true), (3, false)] {
            assert_eq!(bench.put(&mut root, of_flow(flow, flow.into(), 100)), stays);
        }
        assert_eq!(bench.drain(&mut root), [0, 1, 2]);
        bench.balance(&root, 4);
    }

    #[test]
    fn no_flow_is_longer_than_its_depth() {
        for (headdrop, left) in [(false, [0, 1, 2, 3]), (true, [6, 7, 8, 9])] {
            let mut bench = Bench::new(3);
            let params = SfqParams {
                depth: 4,
                headdrop,
                ..DEFAULT
            };
            let mut root = root(&mut bench, params);
            for number in 0..10 {
                let stayed = bench.put(&mut root, of_flow(0, number, 100 + number as usize));
                assert_eq!(stayed, number < 4);
            }
            let lens: u64 = left.iter().map(|number| 100 + u64::from(*number)).sum();
            assert_eq!(root.backlog(), lens);
            assert_eq!(bench.drain(&mut root), left);
            bench.balance(&root, 10);
        }
    }

    #[test]
    fn a_new_hash_keeps_what_waits() {
        let mut bench = Bench::new(3);
        let perturb = Duration::from_secs(10);
        let mut root = root(&mut bench, SfqParams { perturb, ..DEFAULT });
        for number in 0..20 {
            bench.put(&mut root, of_flow(number as u16 % 4, number, 100));
        }
        bench.pass(Duration::from_secs(11));
        let mut marks = bench.drain(&mut root);
        for flow in 0..4 {
            let of: Vec<_> = marks.iter().filter(|mark| **mark % 4 == flow).collect();
            assert!(of.is_sorted(), "{of:?}");
        }
        marks.sort_unstable();
        assert_eq!(marks, (0..20).collect::<Vec<_>>());
        bench.balance(&root, 20);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_flows_keep_their_order(
            steps in prop::collection::vec((0..6_u16, 60..1500_usize, 0..4_u8, 0..400_u64), 1..400),
            limit in 1..60_u32, depth in 1..20_u32, headdrop: bool, divisor in 0..4_u32, perturb: bool,
        ) {
            let mut bench = Bench::new(5);
            let params = SfqParams {
                limit, depth, headdrop, divisor: 1 << divisor,
                perturb: if perturb { Duration::from_secs(1) } else { Duration::ZERO },
                ..DEFAULT
            };
            let mut root = root(&mut bench, params);
            let mut put = 0;
            let mut last = [0_u32; 6];
            for (flow, len, step, millis) in steps {
                if step == 0 {
                    let peeked = bench.with(|cx| root.peek(cx));
                    // A new hash may come between.
                    let packet = bench.take(&mut root);
                    prop_assert_eq!(peeked.is_some(), packet.is_some());
                    if let Some(packet) = packet {
                        let port = &packet.network()[20..22];
                        let flow = usize::from(u16::from_be_bytes([port[0], port[1]]) - 1000);
                        prop_assert!(packet.meta.mark.0 > last[flow]);
                        last[flow] = packet.meta.mark.0;
                    }
                } else {
                    put += 1;
                    bench.put(&mut root, of_flow(flow, put, len));
                }
                prop_assert!(root.len() <= limit as usize);
                bench.pass(Duration::from_millis(millis));
                bench.balance(&root, put.into());
            }
            bench.with(|cx| root.purge(cx, DropReason::QueuePurge));
            prop_assert_eq!((root.len(), root.backlog(), bench.store.len()), (0, 0, 0));
        }
    }
}
