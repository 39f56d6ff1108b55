//! What every queueing discipline does.

use std::fmt::Debug;

use super::{QdiscKind, QdiscStats};
use crate::{
    drop_reason::DropReason,
    forward::Rng,
    packet::{Packet, Pool},
    time::Instant,
};

/// What disciplines work with.
pub(crate) struct QueueCx<'a> {
    /// The time.
    pub(crate) now: Instant,
    /// Random numbers.
    pub(crate) rng: &'a mut Rng,
    /// Buffers, for copies.
    pub(crate) pool: &'a mut Pool,
    /// Packets that a discipline drops, for whoever called to count and to free.
    pub(crate) dropped: &'a mut Vec<(DropReason, Packet)>,
}

/// A queueing discipline at work (`struct Qdisc_ops`). Packets are whole frames.
///
/// Who drops a packet puts it into [`QueueCx::dropped`] and counts it in its own statistics; so does each
/// discipline above, by what `enqueue` returns.
pub(crate) trait Discipline: Debug + Send {
    /// Takes a packet. `false` if it did not stay (this one or, where that is how the discipline works, another
    /// one was dropped: `NET_XMIT_DROP`, `NET_XMIT_CN`).
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool;

    /// Gives the next packet, if one may leave now.
    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Packet>;

    /// Length in bytes, as accounted, of the packet that [`dequeue`](Self::dequeue) would give now. A
    /// discipline that decides while dequeuing takes it out and keeps it for the next `dequeue`.
    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32>;

    /// If packets wait and none may leave now: when the next one may. `FAR_FUTURE` otherwise.
    fn next_event(&self) -> Instant;

    /// Packets that wait.
    fn len(&self) -> usize;

    /// Takes on other parameters of the same kind, and keeps its packets as far as they fit; `false` if
    /// `kind` is another one's.
    fn change(&mut self, cx: &mut QueueCx<'_>, kind: &QdiscKind) -> bool;

    /// Drops everything that waits.
    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason);

    /// What it counted.
    fn stats(&self) -> QdiscStats;
}
