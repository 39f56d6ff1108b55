//! First in, first out (`net/sched/sch_fifo.c`).

use super::{
    Discipline, PacketQueue, QdiscExtra, QdiscKind, QdiscStats, QueueCx, QueueStats, wire_len,
};
use crate::{drop_reason::DropReason, packet::Packet, time::Instant};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    /// `pfifo`.
    Packets(u32),
    /// `bfifo`.
    Bytes(u32),
}

/// `pfifo` and `bfifo`.
#[derive(Debug)]
pub(crate) struct Fifo {
    queue: PacketQueue,
    limit: Limit,
    /// With `qlen` filled in only when it is read.
    stats: QueueStats,
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

    fn new(limit: Limit) -> Self {
        Self {
            queue: PacketQueue::new(),
            limit,
            stats: QueueStats::default(),
        }
    }

    /// Whether a packet of `len` bytes finds room.
    #[inline]
    fn has_room(&self, len: u32) -> bool {
        match self.limit {
            Limit::Packets(limit) => self.queue.len() < limit as usize,
            Limit::Bytes(limit) => self.stats.backlog + u64::from(len) <= u64::from(limit),
        }
    }
}

impl Discipline for Fifo {
    #[inline]
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        let len = wire_len(&packet);
        if !self.has_room(len) {
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscDrop);
            return false;
        }
        self.stats.backlog += u64::from(len);
        self.queue.push_back(cx.store, packet);
        true
    }

    #[inline]
    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Packet> {
        let packet = self.queue.pop_front(cx.store)?;
        self.stats.sent(&packet);
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        self.queue.front(cx.store).map(wire_len)
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
        self.stats.backlog
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let new = match (self.limit, kind) {
            (Limit::Packets(_), QdiscKind::Pfifo { limit }) => Limit::Packets(*limit),
            (Limit::Bytes(_), QdiscKind::Bfifo { limit }) => Limit::Bytes(*limit),
            (Limit::Packets(_) | Limit::Bytes(_), _) => return false,
        };
        // What waits already stays, as in the kernel, even if it is more than the new limit.
        self.limit = new;
        true
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        while let Some(packet) = self.queue.pop_front(cx.store) {
            cx.drop(packet, reason);
        }
        self.stats.backlog = 0;
    }

    fn stats(&self) -> QdiscStats {
        QdiscStats {
            queue: QueueStats {
                qlen: self.queue.len() as u32,
                ..self.stats
            },
            extra: QdiscExtra::None,
        }
    }
}
