//! Trees of traffic control with many classes, and packets for them.

use dataplane::{
    packet::{Packet, PacketBuf},
    qos::{Handle, HtbClass, HtbParams, Parent, Qdisc, QdiscKind, RateSpec, Scheduler, Tree},
    time::{Duration, Instant},
};

use crate::random::Random;

/// Number of the first leaf.
const FIRST: u16 = 1001;
/// Bytes of a packet.
pub const LEN: usize = 1000;
/// Packets that come in together.
pub const BURST: usize = 32;

/// A scheduler that always has packets of many flows waiting: each packet that leaves comes in again for
/// another class.
#[derive(Debug)]
pub struct Loaded {
    scheduler: Scheduler,
    now: Instant,
    /// Classes in the order in which flows send.
    order: Vec<u16>,
    next: usize,
    staged: Vec<Packet>,
}

impl Loaded {
    /// `flows` flows, spread over the leaves from 1,001 on, with a packet of each waiting.
    ///
    /// # Panics
    /// If the tree has no root, or a queue in it is too short.
    #[must_use]
    pub fn new(tree: &Tree, leaves: u16, flows: usize) -> Self {
        let now = Instant::from_nanos(1_000_000_000);
        let mut random = Random::new(7);
        let order: Vec<_> = (0..flows)
            .map(|_| FIRST + random.below(leaves.into()) as u16)
            .collect();
        let mut scheduler = Scheduler::new(tree, now, 1).expect("it has a root");
        for &minor in &order {
            assert!(scheduler.enqueue(now, packet(minor, LEN)), "it fits");
        }
        Self {
            scheduler,
            now,
            order,
            next: 0,
            staged: Vec::with_capacity(BURST),
        }
    }

    /// A burst out and in again.
    pub fn burst(&mut self) {
        let (now, staged) = (self.now, &mut self.staged);
        self.now = self.scheduler.dequeue_all(now, BURST, staged);
        for packet in staged {
            packet.meta.priority = Handle::new(1, self.order[self.next]).0;
            self.next = (self.next + 1) % self.order.len();
        }
        self.scheduler.enqueue_all(self.now, &mut self.staged);
    }
}

/// Class `1:minor` at `1:parent` (0 for the qdisc), rate and ceiling in bits a second, buckets of
/// `burst` bytes.
#[must_use]
pub fn class(minor: u16, parent: u16, bits: u64, ceil: u64, burst: u64) -> HtbClass {
    let rate = |bits: u64| RateSpec {
        bytes_per_second: bits / 8,
        ..RateSpec::default()
    };
    let lasts = |bits: u64| Duration::from_nanos(burst * 8_000_000_000 / bits / 64 * 64);
    HtbClass {
        handle: Handle::new(1, minor),
        parent: Handle::new(1, parent),
        rate: rate(bits),
        ceil: rate(ceil),
        buffer: lasts(bits),
        cbuffer: lasts(ceil),
        quantum: 1514,
        prio: 0,
    }
}

/// `htb` as `1:` at the root, with these classes; what names none of them is in that of number `default`,
/// or in none for 0.
#[must_use]
pub fn htb(default: u16, classes: Vec<HtbClass>) -> Tree {
    Tree {
        qdiscs: vec![Qdisc {
            handle: Handle::new(1, 0),
            parent: Parent::Root,
            kind: QdiscKind::Htb(HtbParams {
                default: default.into(),
                r2q: 10,
                direct_qlen: None,
            }),
            filters: Vec::new(),
            classes,
        }],
    }
}

/// Three levels: one class, `inner` below it, and `leaves` spread below those, numbered from 1,001 on. All
/// leaves together have three quarters of `bits`, each may have four times its rate, and the tree has `bits`.
#[must_use]
pub fn three_levels(inner: u16, leaves: u16, bits: u64) -> Tree {
    let burst = 1600;
    let mut classes = vec![class(1, 0, bits, bits, 4 * burst)];
    let of_inner = bits / u64::from(inner);
    classes.extend((2..2 + inner).map(|minor| class(minor, 1, of_inner, of_inner * 2, burst)));
    let of_leaf = bits * 3 / 4 / u64::from(leaves);
    let leaves = (0..leaves).map(|number| {
        class(
            FIRST + number,
            2 + number % inner,
            of_leaf,
            of_leaf * 4,
            burst,
        )
    });
    classes.extend(leaves);
    htb(0, classes)
}

/// Leaves without anything between them and the qdisc, numbered from 1,001 on, that have `bits` together.
#[must_use]
pub fn flat(leaves: u16, bits: u64) -> Tree {
    let of_leaf = bits / u64::from(leaves);
    let leaves = 0..leaves;
    htb(
        0,
        leaves
            .map(|number| class(FIRST + number, 0, of_leaf, of_leaf, 1600))
            .collect(),
    )
}

/// A packet of `len` bytes for class `1:minor`.
#[must_use]
pub fn packet(minor: u16, len: usize) -> Packet {
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&vec![0; len]),
        ..Packet::default()
    };
    packet.meta.priority = Handle::new(1, minor).0;
    packet
}
