//! Traffic control in memory and virtual time: packets go in in bursts and come out one by one, with
//! thousands of classes that all have something waiting. The time is that of 32 packets in and out.

use std::hint::black_box;

use benches::{
    qos::{class, htb, packet, three_levels},
    random::Random,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dataplane::{
    packet::Packet,
    qos::{Handle, Scheduler, Tree},
    time::Instant,
};

/// Bytes of a packet.
const LEN: usize = 1000;
/// Packets that come in together.
const BURST: usize = 32;

/// A scheduler that always has packets of many flows waiting: each packet that leaves comes in again for
/// another class.
struct Loaded {
    scheduler: Scheduler,
    now: Instant,
    /// Classes in the order in which flows send.
    order: Vec<u16>,
    next: usize,
    staged: Vec<Packet>,
}

impl Loaded {
    /// `flows` flows, spread over the leaves from `first` on, with a packet of each waiting.
    fn new(tree: &Tree, first: u16, leaves: u16, flows: usize) -> Self {
        let now = Instant::from_nanos(1_000_000_000);
        let mut random = Random::new(7);
        let order: Vec<_> = (0..flows)
            .map(|_| first + random.below(leaves.into()) as u16)
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

    /// Takes the next packet out, when it may leave.
    fn dequeue(&mut self) -> Packet {
        loop {
            if let Some(packet) = self.scheduler.dequeue(self.now) {
                return packet;
            }
            self.now = self.scheduler.next_event();
        }
    }

    fn burst(&mut self) {
        for _ in 0..BURST {
            let mut packet = self.dequeue();
            packet.meta.priority = Handle::new(1, self.order[self.next]).0;
            self.next = (self.next + 1) % self.order.len();
            self.staged.push(packet);
        }
        self.scheduler.enqueue_all(self.now, &mut self.staged);
    }
}

fn htb_with_many_classes(c: &mut Criterion) {
    let mut group = c.benchmark_group("htb");
    group.throughput(Throughput::Elements(BURST as u64));
    let ten_gbit = 10_000_000_000;
    let flat = |leaves: u16| {
        let of_leaf = ten_gbit / u64::from(leaves);
        htb(
            0,
            (0..leaves)
                .map(|number| class(1001 + number, 0, of_leaf, of_leaf, 1600))
                .collect(),
        )
    };
    for (name, tree, leaves, flows) in [
        ("three-levels", three_levels(10, 100, ten_gbit), 100, 1_000),
        (
            "three-levels",
            three_levels(100, 10_000, ten_gbit),
            10_000,
            100_000,
        ),
        ("flat", flat(10_000), 10_000, 100_000),
    ] {
        let mut loaded = Loaded::new(&tree, 1001, leaves, flows);
        for _ in 0..2 * flows / BURST {
            loaded.burst();
        }
        group.bench_function(BenchmarkId::new(name, leaves), |b| {
            b.iter(|| black_box(&mut loaded).burst())
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = htb_with_many_classes
}
criterion_main!(benches);
