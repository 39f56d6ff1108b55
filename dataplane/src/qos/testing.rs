//! What tests of disciplines and filters work with.

use std::{
    net::Ipv4Addr,
    ops::{Deref, DerefMut},
};

use super::{
    Child, Filter, Handle, Node, Parent, Places, Qdisc, QdiscKind, QueueCx, Setup, Tree,
    scheduler::Ground,
};
use crate::{
    checksum,
    packet::{Mark, Meta, Packet, PacketBuf},
    time::{Duration, Instant},
};

/// Everything that a [`QueueCx`] borrows, and a clock.
pub(crate) struct Bench {
    pub(crate) now: Instant,
    ground: Ground,
}

impl Deref for Bench {
    type Target = Ground;

    fn deref(&self) -> &Ground {
        &self.ground
    }
}

impl DerefMut for Bench {
    fn deref_mut(&mut self) -> &mut Ground {
        &mut self.ground
    }
}

impl Bench {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            now: Instant::from_nanos(1_000_000_000),
            ground: Ground::new(seed, 64),
        }
    }

    /// Lets something work.
    pub(crate) fn with<T>(&mut self, work: impl FnOnce(&mut QueueCx<'_>) -> T) -> T {
        self.ground.with(self.now, work)
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    /// A root qdisc `1:` of this kind, with filters and with qdiscs at its classes.
    pub(crate) fn root(
        &mut self,
        kind: QdiscKind,
        filters: Vec<Filter>,
        children: &[(u16, QdiscKind)],
    ) -> Child {
        let tree = tree(kind, filters, children);
        let places = Places::new(&tree);
        let node = node(&places, self.now);
        self.with(|cx| Child::new(cx, &node))
    }

    pub(crate) fn put(&mut self, root: &mut Child, packet: Packet) -> bool {
        self.with(|cx| root.enqueue(cx, packet))
    }

    pub(crate) fn take(&mut self, root: &mut Child) -> Option<Packet> {
        self.with(|cx| {
            let packet = root.dequeue(cx)?;
            Some(cx.store.take(packet))
        })
    }

    /// The marks of all packets that leave now.
    pub(crate) fn drain(&mut self, root: &mut Child) -> Vec<u32> {
        let mut marks = Vec::new();
        while let Some(packet) = self.take(root) {
            marks.push(packet.meta.mark.0);
        }
        marks
    }

    /// Checks that nothing was lost: what was put in is gone, dropped, or waits.
    pub(crate) fn balance(&self, root: &Child, put: u64) {
        let stats = root.stats().queue;
        let dropped = self.dropped.len() as u64;
        assert_eq!(
            put + self.made,
            stats.packets + dropped + root.len() as u64,
            "{stats:?}"
        );
        assert_eq!(stats.qlen as usize, root.len());
        assert!(self.store.len() <= root.len());
    }
}

/// A tree with root `1:`.
pub(crate) fn tree(kind: QdiscKind, filters: Vec<Filter>, children: &[(u16, QdiscKind)]) -> Tree {
    let qdisc = |handle, parent, kind, filters| Qdisc {
        handle,
        parent,
        kind,
        filters,
        classes: Vec::new(),
    };
    let mut tree = Tree::default();
    tree.qdiscs
        .push(qdisc(Handle::new(1, 0), Parent::Root, kind, filters));
    for (minor, kind) in children {
        let (handle, parent) = (Handle::new(0x10 + minor, 0), Handle::new(1, *minor));
        let parent = Parent::Class(parent);
        tree.qdiscs
            .push(qdisc(handle, parent, kind.clone(), Vec::new()));
    }
    tree
}

/// The root of a tree at an interface with an MTU of 1,500 bytes.
pub(crate) fn node<'t>(places: &'t Places<'t>, now: Instant) -> Node<'t> {
    places
        .at(Parent::Root, Setup::new(now))
        .expect("it has a root")
}

/// A UDP packet over IPv4, `len` bytes long with its Ethernet header.
pub(crate) fn udp(src: [u8; 4], dst: [u8; 4], ports: (u16, u16), tos: u8, len: usize) -> Packet {
    let mut frame = vec![0; len.max(42)];
    frame[..12].copy_from_slice(&[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]);
    frame[12..14].copy_from_slice(&[0x08, 0x00]);
    let total = (frame.len() - 14) as u16;
    let ip = &mut frame[14..];
    ip[..2].copy_from_slice(&[0x45, tos]);
    ip[2..4].copy_from_slice(&total.to_be_bytes());
    ip[8..10].copy_from_slice(&[64, 17]);
    ip[12..16].copy_from_slice(&Ipv4Addr::from(src).octets());
    ip[16..20].copy_from_slice(&Ipv4Addr::from(dst).octets());
    let sum = checksum::checksum(&ip[..20]);
    ip[10..12].copy_from_slice(&sum.to_be_bytes());
    ip[20..22].copy_from_slice(&ports.0.to_be_bytes());
    ip[22..24].copy_from_slice(&ports.1.to_be_bytes());
    ip[24..26].copy_from_slice(&(total - 20).to_be_bytes());
    packet(&frame)
}

/// A frame whose network header is behind a plain Ethernet header.
pub(crate) fn packet(frame: &[u8]) -> Packet {
    Packet {
        buf: PacketBuf::copy_from(frame),
        meta: Meta {
            l3: 14,
            ..Meta::default()
        },
    }
}

/// Packet `number` of flow `flow`, `len` bytes long; its number is its mark.
pub(crate) fn of_flow(flow: u16, number: u32, len: usize) -> Packet {
    let mut packet = udp([10, 0, 0, 1], [10, 0, 1, 1], (1000 + flow, 53), 0, len);
    packet.meta.mark = Mark(number);
    packet
}
