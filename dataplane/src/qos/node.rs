//! From a tree's list of qdiscs to one that can be walked, and from that to what runs.

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
};

use super::{Discipline, Fifo, Handle, Parent, Qdisc, QdiscKind, QueueCx, Readings, Tree};
use crate::{drop_reason::DropReason, time::Instant};

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
        let by_place = tree.qdiscs.iter().map(|qdisc| (qdisc.parent, qdisc));
        Self(by_place.collect())
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
}

/// A qdisc at work in its place.
#[derive(Debug)]
pub(crate) struct Child {
    handle: Handle,
    parent: Parent,
    kind: &'static str,
    discipline: Box<dyn Discipline>,
}

impl Child {
    /// What the tree has at a place, built.
    pub(crate) fn new(cx: &mut QueueCx<'_>, node: &Node<'_>) -> Self {
        let mut discipline = super::build(&node.qdisc.kind, &node.setup);
        discipline.follow(cx, node);
        Self {
            handle: node.qdisc.handle,
            parent: node.qdisc.parent,
            kind: node.qdisc.kind.name(),
            discipline,
        }
    }

    /// What the tree has at class `minor` of `node`; without one, what the kernel puts there: a `pfifo` as
    /// long as the interface's queue.
    pub(crate) fn at_class(cx: &mut QueueCx<'_>, node: &Node<'_>, minor: u16) -> Self {
        match node.at_class(minor) {
            Some(child) => Self::new(cx, &child),
            None => Self {
                handle: Handle::UNSPEC,
                parent: Parent::Class(Handle::new(node.qdisc.handle.major(), minor)),
                kind: "pfifo",
                discipline: Box::new(Fifo::of_packets(node.setup.tx_queue_len)),
            },
        }
    }

    /// Follows the tree at class `minor` of `node`.
    pub(crate) fn follow_at_class(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>, minor: u16) {
        match node.at_class(minor) {
            Some(child) => self.follow(cx, &child),
            None if self.handle == Handle::UNSPEC && self.kind == "pfifo" => {
                let limit = node.setup.tx_queue_len;
                self.discipline.change(cx, &QdiscKind::Pfifo { limit });
            }
            None => {
                self.purge(cx, DropReason::QueuePurge);
                *self = Self::at_class(cx, node, minor);
            }
        }
    }

    /// Follows the tree: a qdisc of the same name and kind stays, with its packets.
    pub(crate) fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        let qdisc = node.qdisc;
        let same = self.handle == qdisc.handle && self.kind == qdisc.kind.name();
        if same && self.discipline.change(cx, &qdisc.kind) {
            self.discipline.follow(cx, node);
        } else {
            self.discipline.purge(cx, DropReason::QueuePurge);
            *self = Self::new(cx, node);
        }
    }

    /// Adds what was counted here and behind.
    pub(crate) fn read(&self, readings: &mut Readings) {
        let stats = self.discipline.stats();
        readings.qdiscs.push((self.handle, self.parent, stats));
        self.discipline.readings(readings);
    }
}

impl Deref for Child {
    type Target = dyn Discipline;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &*self.discipline
    }
}

impl DerefMut for Child {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.discipline
    }
}
