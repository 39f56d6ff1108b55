//! What every queueing discipline does.

use std::fmt::Debug;

use super::{
    Handle, Held, Node, QdiscExtra, QdiscKind, QdiscStats, QueueStats, Readings, Store,
    action::Taken,
};
use crate::{
    drop_reason::DropReason,
    forward::Rng,
    packet::{Batch, Packet, Pool, segments},
    time::Instant,
};

/// What filters may ask of a packet's connection besides its state (`struct flow_dissector_key_ct`); all 0
/// where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CtFields {
    /// The mark.
    pub(crate) mark: u32,
    /// The zone.
    pub(crate) zone: u16,
    /// The labels.
    pub(crate) labels: u128,
}

/// What disciplines work with.
pub(crate) struct QueueCx<'a> {
    /// The time.
    pub(crate) now: Instant,
    /// Random numbers.
    pub(crate) rng: &'a mut Rng,
    /// Buffers, for copies.
    pub(crate) pool: &'a mut Pool,
    /// Where packets wait.
    pub(crate) store: &'a mut Store,
    /// Packets that a discipline drops, for whoever called to count and to free.
    pub(crate) dropped: &'a mut Vec<(DropReason, Packet)>,
    /// Packets, and copies, that an action sends another way, for whoever called to send them there.
    pub(crate) taken: &'a mut Vec<Taken>,
    /// Packets that came into being here: copies, and every segment beyond the packet that it was cut
    /// from.
    pub(crate) made: u64,
    /// Of the connection of the packet in hand, if filters ask for it.
    pub(crate) ct: CtFields,
    /// Where somebody wants to know: the classes that the packet in hand is put into, from the root's on; a
    /// qdisc's own name if it goes past its classes.
    pub(crate) classes: Option<&'a mut Vec<Handle>>,
}

impl QueueCx<'_> {
    /// Drops a packet.
    pub(crate) fn drop(&mut self, packet: Packet, reason: DropReason) {
        self.dropped.push((reason, packet));
    }

    /// Drops a packet that has waited.
    pub(crate) fn drop_held(&mut self, packet: Held, reason: DropReason) {
        let packet = self.store.take(packet);
        self.drop(packet, reason);
    }

    /// The packet in hand is put into a class.
    #[inline]
    pub(crate) fn note_class(&mut self, class: Handle) {
        if let Some(classes) = &mut self.classes {
            classes.push(class);
        }
    }

    /// A copy of a packet; `None` if there is no buffer for it.
    pub(crate) fn copy(&mut self, packet: &Packet) -> Option<Packet> {
        let buf = self.pool.copy(packet.buf.bytes())?;
        self.made += 1;
        Some(Packet {
            buf,
            meta: packet.meta,
        })
    }

    /// Cuts a super-frame into `parts`.
    ///
    /// # Errors
    /// The packet, if it can't be cut.
    pub(crate) fn cut(&mut self, packet: Packet, parts: &mut Batch) -> Result<(), Packet> {
        let count = segments(packet, self.pool, parts)?;
        self.made += u64::from(count.saturating_sub(1));
        Ok(())
    }
}

/// A queueing discipline at work (`struct Qdisc_ops`). Packets are whole frames.
///
/// Who drops a packet puts it into [`QueueCx::dropped`] and counts it in its own statistics; so does each
/// discipline above, by what `enqueue` returns.
pub(crate) trait Discipline: Debug + Send {
    /// Takes a packet: it is moved once, from where it is to where it waits. `false` if it did not stay (this one or, where that is how the discipline works, another
    /// one was dropped: `NET_XMIT_DROP`, `NET_XMIT_CN`).
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> bool;

    /// Takes a burst. `connections` tells of their connections, in the same order, or is empty.
    fn enqueue_all(
        &mut self,
        cx: &mut QueueCx<'_>,
        packets: &mut Vec<Packet>,
        connections: &[CtFields],
    ) {
        /// So many packets before its turn, what a packet needs is fetched.
        const AHEAD: usize = 6;
        for packet in packets.iter().take(AHEAD) {
            self.expect(packet);
        }
        let mut connections = connections.iter();
        for place in 0..packets.len() {
            if let Some(ct) = connections.next() {
                cx.ct = *ct;
            }
            if let Some(later) = packets.get(place + AHEAD) {
                self.expect(later);
            }
            // What does not stay is in `dropped`.
            let _ = self.enqueue(cx, &mut packets[place]);
        }
        packets.clear();
    }

    /// Gives the next packet, if one may leave now.
    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held>;

    /// Takes out what may leave now, but no more than `room` packets: puts it behind `out`, and fetches it. Whether
    /// that was all.
    fn dequeue_all(&mut self, cx: &mut QueueCx<'_>, room: usize, out: &mut Vec<Held>) -> bool {
        for _ in 0..room {
            let Some(packet) = self.dequeue(cx) else {
                return true;
            };
            cx.store.expect(&packet);
            out.push(packet);
        }
        false
    }

    /// Length in bytes, as accounted, of the packet that [`dequeue`](Self::dequeue) would give now. A
    /// discipline that decides while dequeuing takes it out and keeps it for the next `dequeue`.
    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32>;

    /// If packets wait and none may leave now, as the last [`dequeue`](Self::dequeue) found: when the
    /// next one may. `FAR_FUTURE` otherwise.
    fn next_event(&self) -> Instant;

    /// Packets that wait, here and in the qdiscs behind it.
    fn len(&self) -> usize;

    /// Their bytes, as accounted.
    fn backlog(&self) -> u64;

    /// Fetches what [`enqueue`](Self::enqueue) will need for a packet that comes soon. A hint.
    fn expect(&self, _packet: &Packet) {}

    /// Takes on other parameters of the same kind, and keeps its packets as far as they fit; `false` if
    /// `kind` is another one's.
    fn change(&mut self, cx: &mut QueueCx<'_>, kind: &QdiscKind) -> bool;

    /// Takes on classes, filters, and the qdiscs at its classes. Called when it is new and whenever the
    /// tree has changed, after [`change`](Self::change).
    fn follow(&mut self, _cx: &mut QueueCx<'_>, _node: &Node<'_>) {}

    /// Drops everything that waits.
    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason);

    /// What it counted; what waits is not asked for here.
    fn counted(&self) -> QueueStats;

    /// What it counted that only its kind counts.
    fn extra(&self) -> QdiscExtra {
        QdiscExtra::None
    }

    /// What it counted, and what waits.
    fn stats(&self) -> QdiscStats {
        QdiscStats {
            queue: QueueStats {
                qlen: self.len() as u32,
                backlog: self.backlog(),
                ..self.counted()
            },
            extra: self.extra(),
        }
    }

    /// Adds what its classes, its filters and the qdiscs behind it counted.
    fn readings(&self, _readings: &mut Readings) {}
}
