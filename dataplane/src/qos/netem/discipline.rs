//! The discipline.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{
    distribution::{self, draw},
    random::Correlated,
};
use crate::{
    drop_reason::DropReason,
    packet::{self, Batch, Checksum, Packet},
    qos::{
        Child, Discipline, Handle, Held, NetemParams, Node, PacketQueue, QdiscKind, QueueCx,
        QueueStats, Readings, wire_len,
    },
    time::Instant,
};

/// A packet on its way through the bad network.
#[derive(Debug)]
struct Delayed {
    at: Instant,
    /// Of two with one time the first goes first.
    number: u64,
    packet: Held,
}

impl Ord for Delayed {
    /// The one that leaves first is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

impl PartialOrd for Delayed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Delayed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Delayed {}

/// The dice.
#[derive(Clone, Copy, Debug, Default)]
struct Dice {
    delay: Correlated,
    loss: Correlated,
    duplicate: Correlated,
    reorder: Correlated,
    corrupt: Correlated,
}

/// `netem`.
#[derive(Debug)]
pub(in crate::qos) struct Netem {
    params: NetemParams,
    dice: Option<Dice>,
    handle: Handle,
    /// What is on its way.
    delayed: BinaryHeap<Delayed>,
    /// When the last of them arrives; means nothing while there are none.
    last: Instant,
    numbers: u64,
    /// What overtakes all others.
    front: PacketQueue,
    /// Packets since the last that overtook.
    counter: u32,
    /// Where packets go when they have arrived.
    child: Option<Child>,
    /// A packet that was taken out to be looked at.
    peeked: Option<Held>,
    /// Bytes that are on their way or overtake.
    bytes: u64,
    stats: QueueStats,
    event: Instant,
}

impl Netem {
    pub(in crate::qos) fn new(params: NetemParams) -> Self {
        Self {
            params,
            dice: None,
            handle: Handle::UNSPEC,
            delayed: BinaryHeap::new(),
            last: Instant::ZERO,
            numbers: 0,
            front: PacketQueue::new(),
            counter: 0,
            child: None,
            peeked: None,
            bytes: 0,
            stats: QueueStats::default(),
            event: Instant::FAR_FUTURE,
        }
    }

    fn dice<'d>(
        dice: &'d mut Option<Dice>,
        params: &NetemParams,
        cx: &mut QueueCx<'_>,
    ) -> &'d mut Dice {
        dice.get_or_insert_with(|| Dice {
            delay: Correlated::new(params.delay_correlation, cx.rng),
            loss: Correlated::new(params.loss_correlation, cx.rng),
            duplicate: Correlated::new(params.duplicate_correlation, cx.rng),
            reorder: Correlated::new(params.reorder_correlation, cx.rng),
            corrupt: Correlated::new(params.corrupt_correlation, cx.rng),
        })
    }

    fn drop(&mut self, cx: &mut QueueCx<'_>, packet: Packet, reason: DropReason) {
        self.stats.drops += 1;
        cx.drop(packet, reason);
    }

    /// Takes a packet, and perhaps a copy of it. Deviation: the copy begins here, not at the root.
    fn admit(&mut self, cx: &mut QueueCx<'_>, packet: Packet, may_duplicate: bool) -> bool {
        let dice = Self::dice(&mut self.dice, &self.params, cx);
        let twice = may_duplicate && dice.duplicate.happens(self.params.duplicate, cx.rng);
        let lost = dice.loss.happens(self.params.loss, cx.rng);
        // The copy of one that is lost is all there is of it.
        let copy = match (twice, lost) {
            (false, true) => {
                self.drop(cx, packet, DropReason::QdiscDrop);
                return false;
            }
            (true, false) => cx.copy(&packet),
            (true, true) | (false, false) => None,
        };
        let corrupts = dice.corrupt.happens(self.params.corrupt, cx.rng);
        let (packet, rest) = match self.mangle(cx, packet, corrupts) {
            Ok(mangled) => mangled,
            Err(packet) => {
                self.drop(cx, packet, DropReason::GsoInvalid);
                if let Some(copy) = copy {
                    self.drop(cx, copy, DropReason::GsoInvalid);
                }
                return false;
            }
        };
        if self.len() >= self.params.limit as usize {
            for packet in std::iter::once(packet).chain(rest) {
                self.drop(cx, packet, DropReason::QdiscOverlimit);
            }
            // The kernel does not count the copy, either.
            if let Some(copy) = copy {
                cx.drop(copy, DropReason::QdiscOverlimit);
            }
            return false;
        }
        if let Some(copy) = copy {
            self.admit(cx, copy, false);
        }
        self.delay(cx, packet);
        for segment in rest {
            self.admit(cx, segment, may_duplicate);
        }
        true
    }

    /// Flips a bit of a packet if it is its turn. Of a super-frame it is one of the first segment; gives the
    /// others, too.
    fn mangle(
        &self,
        cx: &mut QueueCx<'_>,
        packet: Packet,
        corrupts: bool,
    ) -> Result<(Packet, Vec<Packet>), Packet> {
        if !corrupts {
            return Ok((packet, Vec::new()));
        }
        let (mut packet, rest) = if packet.meta.gso.is_some() {
            let mut cut = Batch::new();
            cx.cut(packet, &mut cut)?;
            let mut segments = cut.drain();
            let first = segments.next().unwrap_or_default();
            (first, segments.collect())
        } else {
            (packet, Vec::new())
        };
        if !packet::finish_checksum(&mut packet) {
            return Err(packet);
        }
        packet.meta.checksum = Checksum::Unverified;
        let len = packet.buf.len() as u32;
        if len > 0 {
            let at = cx.rng.below(len) as usize;
            packet.buf.bytes_mut()[at] ^= 1 << cx.rng.below(8);
        }
        Ok((packet, rest))
    }

    /// Sends a packet on its way, or past all others.
    fn delay(&mut self, cx: &mut QueueCx<'_>, packet: Packet) {
        let params = &self.params;
        let len = wire_len(&packet);
        self.bytes += u64::from(len);
        let dice = Self::dice(&mut self.dice, params, cx);
        let waits = params.gap == 0
            || self.counter < params.gap - 1
            || params.reorder < dice.reorder.next(cx.rng);
        if !waits {
            self.counter = 0;
            self.stats.requeues += 1;
            self.front.push_front(cx.store, packet);
            return;
        }
        let nanos =
            |time: crate::time::Duration| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX / 4);
        // The kernel's deviation has 32 bits.
        let sigma = nanos(params.jitter).min(i32::MAX.into());
        let table = distribution::table(params.distribution);
        let mut delay = draw(nanos(params.delay), sigma, &mut dice.delay, table, cx.rng);
        let mut from = i64::try_from(cx.now.as_nanos()).unwrap_or(i64::MAX / 4);
        if params.rate > 0 {
            if !self.delayed.is_empty() {
                // It begins when the last one has arrived, and has waited for that already.
                let last = i64::try_from(self.last.as_nanos()).unwrap_or(i64::MAX / 4);
                delay = (delay - (last - from)).max(0);
                from = last;
            }
            delay += transmission(params, len);
        }
        self.counter = self.counter.wrapping_add(1);
        let at = Instant::from_nanos(from.saturating_add(delay).max(0) as u64);
        self.last = if self.delayed.is_empty() {
            at
        } else {
            self.last.max(at)
        };
        self.numbers += 1;
        self.delayed.push(Delayed {
            at,
            number: self.numbers,
            packet: cx.store.put(packet),
        });
    }

    /// The next packet that has arrived.
    fn take(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        self.event = Instant::FAR_FUTURE;
        loop {
            if let Some(packet) = self.front.pop_front(cx.store) {
                self.bytes -= u64::from(packet.len());
                return Some(packet);
            }
            let arrived = self.delayed.peek().is_some_and(|next| next.at <= cx.now);
            let arrived = if arrived { self.delayed.pop() } else { None };
            let Some(Delayed { packet, .. }) = arrived else {
                break;
            };
            self.bytes -= u64::from(packet.len());
            let Some(child) = &mut self.child else {
                return Some(packet);
            };
            let packet = cx.store.take(packet);
            self.stats.drops += u64::from(!child.enqueue(cx, packet));
        }
        if let Some(child) = &mut self.child {
            if let Some(packet) = child.dequeue(cx) {
                return Some(packet);
            }
            self.event = child.next_event();
        }
        if let Some(next) = self.delayed.peek() {
            self.event = self.event.min(next.at);
        }
        None
    }
}

/// How long a packet takes at the rate, in nanoseconds (`packet_time_ns`).
fn transmission(params: &NetemParams, len: u32) -> i64 {
    let mut len = i128::from(len) + i128::from(params.packet_overhead);
    if params.cell_size > 0 {
        let size = i128::from(params.cell_size);
        let cells = (len.max(0) + size - 1) / size;
        len = cells * (size + i128::from(params.cell_overhead));
    }
    let nanos = len.max(0) * 1_000_000_000 / i128::from(params.rate);
    i64::try_from(nanos).unwrap_or(i64::MAX / 4)
}

impl Discipline for Netem {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        self.admit(cx, packet, true)
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
        self.event
    }

    fn len(&self) -> usize {
        let behind = self.child.as_ref().map_or(0, |child| child.len());
        let peeked = usize::from(self.peeked.is_some());
        self.delayed.len() + self.front.len() + behind + peeked
    }

    fn backlog(&self) -> u64 {
        let behind = self.child.as_ref().map_or(0, |child| child.backlog());
        let peeked = self.peeked.as_ref().map_or(0, |packet| packet.len().into());
        self.bytes + behind + peeked
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Netem(params) = kind else {
            return false;
        };
        if **params != self.params {
            self.params = NetemParams::clone(params);
            self.counter = 0;
            self.dice = None;
        }
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.handle = node.qdisc.handle;
        Child::follow_only(&mut self.child, cx, node);
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        for Delayed { packet, .. } in self.delayed.drain() {
            cx.drop_held(packet, reason);
        }
        self.front.purge(cx, reason);
        if let Some(packet) = self.peeked.take() {
            cx.drop_held(packet, reason);
        }
        if let Some(child) = &mut self.child {
            child.purge(cx, reason);
        }
        self.bytes = 0;
        self.event = Instant::FAR_FUTURE;
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn readings(&self, readings: &mut Readings) {
        Child::read_only_class(self.child.as_ref(), self.handle, readings);
    }
}
