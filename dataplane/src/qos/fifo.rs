//! First in, first out (`net/sched/sch_fifo.c`).

use super::{Discipline, Held, PacketQueue, QdiscKind, QueueCx, QueueStats, Store, wire_len};
use crate::{
    drop_reason::DropReason,
    packet::{Packet, wire_size},
    time::Instant,
};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// `pfifo`.
    Packets(u32),
    /// `bfifo`.
    Bytes(u32),
    /// `pfifo_head_drop`.
    Head(u32),
}

impl Limit {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "no other kind is one of these"
    )]
    fn of(kind: &QdiscKind) -> Option<Self> {
        match kind {
            QdiscKind::Pfifo { limit } => Some(Self::Packets(*limit)),
            QdiscKind::Bfifo { limit } => Some(Self::Bytes(*limit)),
            QdiscKind::PfifoHeadDrop { limit } => Some(Self::Head(*limit)),
            _ => None,
        }
    }
}

/// `pfifo`, `bfifo` and `pfifo_head_drop`.
#[derive(Debug)]
pub(crate) struct Fifo {
    queue: PacketQueue,
    limit: Limit,
    backlog: u64,
    bytes: u64,
    packets: u64,
    drops: u64,
}

impl Fifo {
    /// A `pfifo` of so many packets.
    pub(crate) fn of_packets(limit: u32) -> Self {
        Self::new(Limit::Packets(limit))
    }

    /// A `bfifo` of so many bytes.
    pub(crate) fn of_bytes(limit: u32) -> Self {
        Self::new(Limit::Bytes(limit))
    }

    /// A `pfifo_head_drop` of so many packets.
    pub(crate) fn that_drops_its_head(limit: u32) -> Self {
        Self::new(Limit::Head(limit))
    }

    fn new(limit: Limit) -> Self {
        Self {
            queue: PacketQueue::new(),
            limit,
            backlog: 0,
            bytes: 0,
            packets: 0,
            drops: 0,
        }
    }

    /// Fetches what is asked of the first packet when it is taken.
    #[inline]
    pub(crate) fn expect_dequeue(&self, store: &Store) {
        self.queue.expect_pop(store);
    }

    /// Whether a packet of `len` bytes finds room.
    #[inline]
    fn has_room(&self, len: u32) -> bool {
        match self.limit {
            Limit::Packets(limit) | Limit::Head(limit) => self.queue.len() < limit as usize,
            Limit::Bytes(limit) => self.backlog + u64::from(len) <= u64::from(limit),
        }
    }

    /// Takes a packet that there is room for, and gives its bytes as accounted; `None` if there is none.
    #[inline(always)]
    pub(super) fn push(&mut self, store: &mut Store, packet: &mut Packet) -> Option<u32> {
        let size = wire_size(packet);
        if !self.has_room(size.bytes) {
            return None;
        }
        self.backlog += u64::from(size.bytes);
        self.queue.push_back_sized(store, packet, size);
        Some(size.bytes)
    }

    /// Takes the first packet out.
    #[inline(always)]
    pub(super) fn pop(&mut self, store: &Store) -> Option<Held> {
        let packet = self.queue.pop_front(store)?;
        self.bytes += u64::from(packet.size().bytes);
        self.packets += u64::from(packet.size().packets);
        self.backlog -= u64::from(packet.len());
        Some(packet)
    }

    /// Drops what there is no room for: `packet`, or the oldest in its favour (`pfifo_tail_enqueue`). Either way
    /// who asked is told of a drop, as by `NET_XMIT_CN`.
    #[cold]
    fn overflow(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> bool {
        self.drops += 1;
        if matches!(self.limit, Limit::Head(1..))
            && let Some(oldest) = self.queue.pop_front(cx.store)
        {
            self.backlog -= u64::from(oldest.len());
            self.backlog += u64::from(wire_len(packet));
            self.queue.push_back(cx.store, packet);
            cx.drop_held(oldest, DropReason::QdiscDrop);
        } else {
            cx.drop(packet.take(), DropReason::QdiscDrop);
        }
        false
    }
}

impl Discipline for Fifo {
    #[inline(always)]
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> bool {
        self.push(cx.store, packet).is_some() || self.overflow(cx, packet)
    }

    #[inline(always)]
    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        self.pop(cx.store)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        self.queue.front_len(cx.store)
    }

    fn next_event(&self) -> Instant {
        Instant::FAR_FUTURE
    }

    #[inline]
    fn len(&self) -> usize {
        self.queue.len()
    }

    #[inline]
    fn backlog(&self) -> u64 {
        self.backlog
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let Some(new) = Limit::of(kind) else {
            return false;
        };
        if std::mem::discriminant(&new) != std::mem::discriminant(&self.limit) {
            return false;
        }
        // What waits already stays, as in the kernel, even if it is more than the new limit.
        self.limit = new;
        true
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        self.queue.purge(cx, reason);
        self.backlog = 0;
    }

    fn counted(&self) -> QueueStats {
        QueueStats {
            bytes: self.bytes,
            packets: self.packets,
            drops: self.drops,
            ..QueueStats::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        drop_reason::DropReason,
        qos::{
            QdiscKind,
            testing::{Bench, of_flow},
        },
    };

    #[test]
    fn a_full_queue_drops_what_comes_or_the_oldest() {
        for (kind, left) in [
            (QdiscKind::Pfifo { limit: 3 }, [0, 1, 2]),
            (QdiscKind::PfifoHeadDrop { limit: 3 }, [2, 3, 4]),
        ] {
            let mut bench = Bench::new(1);
            let mut root = bench.root(kind, Vec::new(), &[]);
            // The last two are told of a drop, whichever packet that is.
            let stayed: Vec<_> = (0..5)
                .map(|number| bench.put(&mut root, of_flow(1, number, 100 + number as usize)))
                .collect();
            assert_eq!(stayed, [true, true, true, false, false]);
            assert_eq!(
                root.backlog(),
                left.iter().map(|number| 100 + u64::from(*number)).sum()
            );
            assert_eq!(root.stats().queue.drops, 2);
            assert!(
                bench
                    .dropped
                    .iter()
                    .all(|(reason, _)| *reason == DropReason::QdiscDrop)
            );
            bench.balance(&root, 5);
            assert_eq!(bench.drain(&mut root), left);
            assert_eq!((root.len(), root.backlog()), (0, 0));
        }
    }

    #[test]
    fn a_queue_without_room_for_one_drops_what_comes() {
        let mut bench = Bench::new(1);
        let mut root = bench.root(QdiscKind::PfifoHeadDrop { limit: 0 }, Vec::new(), &[]);
        assert!(!bench.put(&mut root, of_flow(1, 0, 100)));
        assert_eq!((root.len(), bench.dropped.len()), (0, 1));
        bench.balance(&root, 1);
    }
}
