//! From a tree's list of qdiscs to one that can be walked, and from that to what runs.

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
};

use super::{
    ClassStats, Discipline, Fifo, Handle, Held, Parent, Qdisc, QdiscKind, QueueCx, Readings, Store,
    Tree,
};
use crate::{drop_reason::DropReason, packet::Packet, time::Instant};

/// Packets of an interface's queue where nobody said how many (`DEFAULT_TX_QUEUE_LEN`).
const TX_QUEUE_LEN: u32 = 1000;

/// What a qdisc knows of the interface it is at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setup {
    /// The time.
    pub(crate) now: Instant,
    /// How many packets the interface's queue holds (`txqueuelen`).
    pub(crate) tx_queue_len: u32,
    /// The longest packet that the interface sends, from the network header on.
    pub(crate) mtu: u32,
}

impl Setup {
    /// Of an interface that nobody has said anything about.
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            now,
            tx_queue_len: TX_QUEUE_LEN,
            mtu: 1500,
        }
    }
}

/// The qdiscs of a tree by their places.
pub(crate) struct Places<'t>(HashMap<Parent, &'t Qdisc>);

impl<'t> Places<'t> {
    pub(crate) fn new(tree: &'t Tree) -> Self {
        let qdiscs = tree.qdiscs.iter();
        let queues = qdiscs.filter(|qdisc| qdisc.kind != QdiscKind::Noqueue);
        Self(queues.map(|qdisc| (qdisc.parent, qdisc)).collect())
    }

    /// The qdisc at a place, with what stands behind it.
    pub(crate) fn at(&self, place: Parent, setup: Setup) -> Option<Node<'_>> {
        self.0.get(&place).map(|&qdisc| Node {
            qdisc,
            places: self,
            setup,
        })
    }
}

/// A configured qdisc, with what stands behind it.
#[derive(Clone, Copy)]
pub(crate) struct Node<'t> {
    /// The qdisc.
    pub(crate) qdisc: &'t Qdisc,
    places: &'t Places<'t>,
    /// The interface.
    pub(crate) setup: Setup,
}

impl<'t> Node<'t> {
    /// The qdisc at class number `minor`.
    pub(crate) fn at_class(&self, minor: u16) -> Option<Node<'t>> {
        let class = Handle::new(self.qdisc.handle.major(), minor);
        self.places.at(Parent::Class(class), self.setup)
    }

    /// The queue that classes have by themselves.
    fn pfifo(&self) -> QdiscKind {
        QdiscKind::Pfifo {
            limit: self.setup.tx_queue_len,
        }
    }
}

/// A qdisc at work in its place. What each packet needs comes first.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Child {
    work: Work,
    handle: Handle,
    parent: Parent,
    kind: &'static str,
}

/// What waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Packets.
    pub(crate) packets: usize,
    /// Their bytes, as accounted.
    pub(crate) bytes: u64,
}

/// What nearly all leaves are is where it is used, without a pointer to it and without asking what it is.
#[derive(Debug)]
pub(super) enum Work {
    Fifo(Fifo),
    Other(Box<dyn Discipline>),
}

impl Child {
    /// What the tree has at a place, built.
    pub(crate) fn new(cx: &mut QueueCx<'_>, node: &Node<'_>) -> Self {
        let mut child = Self {
            handle: node.qdisc.handle,
            parent: node.qdisc.parent,
            kind: node.qdisc.kind.name(),
            work: Work::new(&node.qdisc.kind, &node.setup),
        };
        Discipline::follow(&mut *child, cx, node);
        child
    }

    /// What a class has that nobody gave a qdisc: `kind`, without a name.
    pub(crate) fn unnamed(class: Handle, kind: &QdiscKind, setup: &Setup) -> Self {
        Self {
            handle: Handle::UNSPEC,
            parent: Parent::Class(class),
            kind: kind.name(),
            work: Work::new(kind, setup),
        }
    }

    /// What the tree has at class `minor` of `node`; without that, what the kernel puts there: a `pfifo` as
    /// long as the interface's queue.
    pub(crate) fn at_class(cx: &mut QueueCx<'_>, node: &Node<'_>, minor: u16) -> Self {
        match node.at_class(minor) {
            Some(child) => Self::new(cx, &child),
            None => {
                let class = Handle::new(node.qdisc.handle.major(), minor);
                Self::unnamed(class, &node.pfifo(), &node.setup)
            }
        }
    }

    /// Follows the tree at class `minor` of `node`, as [`at_class`](Self::at_class).
    pub(crate) fn follow_at_class(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>, minor: u16) {
        self.follow_at_class_or(cx, node, minor, &node.pfifo());
    }

    /// Follows the tree at class `minor` of `node`; without anything there, it is a `default`.
    pub(crate) fn follow_at_class_or(
        &mut self,
        cx: &mut QueueCx<'_>,
        node: &Node<'_>,
        minor: u16,
        default: &QdiscKind,
    ) {
        if let Some(child) = node.at_class(minor) {
            return self.follow(cx, &child);
        }
        let class = Handle::new(node.qdisc.handle.major(), minor);
        let same = self.handle == Handle::UNSPEC && self.kind == default.name();
        if !(same && self.change(cx, default)) {
            self.purge(cx, DropReason::QueuePurge);
            *self = Self::unnamed(class, default, &node.setup);
        }
        self.parent = Parent::Class(class);
    }

    /// Follows the tree: a qdisc of the same name and kind stays, with its packets.
    pub(crate) fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        let qdisc = node.qdisc;
        let same = self.handle == qdisc.handle && self.kind == qdisc.kind.name();
        if same && self.change(cx, &qdisc.kind) {
            Discipline::follow(&mut **self, cx, node);
        } else {
            self.purge(cx, DropReason::QueuePurge);
            *self = Self::new(cx, node);
        }
    }

    /// Follows the tree at the only class of `node`, a qdisc that does without anything there.
    pub(crate) fn follow_only(child: &mut Option<Self>, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        match (node.at_class(1), &mut *child) {
            (Some(inner), Some(child)) => child.follow(cx, &inner),
            (Some(inner), None) => *child = Some(Self::new(cx, &inner)),
            (None, Some(old)) => {
                old.purge(cx, DropReason::QueuePurge);
                *child = None;
            }
            (None, None) => {}
        }
    }

    /// Adds what such a qdisc with this handle has to tell: its class counts nothing.
    pub(crate) fn read_only_class(child: Option<&Self>, qdisc: Handle, readings: &mut Readings) {
        let class = Handle::new(qdisc.major(), 1);
        readings.classes.push((class, ClassStats::default()));
        if let Some(child) = child {
            child.read(readings);
        }
    }

    /// Adds what was counted here and behind.
    pub(crate) fn read(&self, readings: &mut Readings) {
        let stats = self.stats();
        readings.qdiscs.push((self.handle, self.parent, stats));
        self.readings(readings);
    }
}

/// What is done for each packet.
impl Child {
    /// As [`Discipline::enqueue`].
    #[inline]
    pub(crate) fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> bool {
        match &mut self.work {
            Work::Fifo(fifo) => fifo.enqueue(cx, packet),
            Work::Other(other) => other.enqueue(cx, packet),
        }
    }

    /// The same; what waits here is a part of `all`, which follows.
    #[inline(always)]
    pub(crate) fn enqueue_into(
        &mut self,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
        all: &mut Waiting,
    ) -> bool {
        if let Work::Fifo(fifo) = &mut self.work
            && let Some(len) = fifo.push(cx.store, packet)
        {
            all.packets += 1;
            all.bytes += u64::from(len);
            return true;
        }
        self.with(all, |child| child.enqueue(cx, packet))
    }

    /// Fetches the packet that [`dequeue`](Self::dequeue) will give soon. A hint.
    #[inline]
    pub(crate) fn expect_dequeue(&self, store: &Store) {
        if let Work::Fifo(fifo) = &self.work {
            fifo.expect_dequeue(store);
        }
    }

    /// As [`Discipline::dequeue`].
    #[inline]
    pub(crate) fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        match &mut self.work {
            Work::Fifo(fifo) => fifo.dequeue(cx),
            Work::Other(other) => other.dequeue(cx),
        }
    }

    /// The same; what waits here is a part of `all`, which follows. What it drops instead is added to `drops`.
    #[inline(always)]
    pub(crate) fn dequeue_from(
        &mut self,
        cx: &mut QueueCx<'_>,
        all: &mut Waiting,
        drops: &mut u64,
    ) -> Option<Held> {
        let Work::Fifo(fifo) = &mut self.work else {
            let before = all.packets;
            let packet = self.with(all, |child| child.dequeue(cx));
            let left = all.packets + usize::from(packet.is_some());
            *drops += before.saturating_sub(left) as u64;
            return packet;
        };
        let packet = fifo.pop(cx.store)?;
        all.packets -= 1;
        all.bytes -= u64::from(packet.len());
        Some(packet)
    }

    /// Does something with it; what waits here is a part of `all`, which follows.
    #[inline(never)]
    pub(crate) fn with<T>(&mut self, all: &mut Waiting, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.waiting();
        let answer = work(self);
        let after = self.waiting();
        all.packets = all.packets + after.packets - before.packets;
        all.bytes = all.bytes + after.bytes - before.bytes;
        answer
    }

    /// What waits here and behind.
    pub(crate) fn waiting(&self) -> Waiting {
        Waiting {
            packets: self.len(),
            bytes: self.backlog(),
        }
    }

    /// As [`Discipline::len`].
    #[inline]
    pub(crate) fn len(&self) -> usize {
        match &self.work {
            Work::Fifo(fifo) => fifo.len(),
            Work::Other(other) => other.len(),
        }
    }

    /// As [`Discipline::backlog`].
    #[inline]
    pub(crate) fn backlog(&self) -> u64 {
        match &self.work {
            Work::Fifo(fifo) => fifo.backlog(),
            Work::Other(other) => other.backlog(),
        }
    }
}

impl Deref for Child {
    type Target = dyn Discipline;

    #[inline]
    fn deref(&self) -> &Self::Target {
        match &self.work {
            Work::Fifo(fifo) => fifo,
            Work::Other(other) => &**other,
        }
    }
}

impl DerefMut for Child {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        match &mut self.work {
            Work::Fifo(fifo) => fifo,
            Work::Other(other) => &mut **other,
        }
    }
}
