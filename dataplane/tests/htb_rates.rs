//! How exact HTB is, in virtual time: rates, ceilings, shares, and no drift.

mod rig;

use std::collections::VecDeque;

use dataplane::{
    packet::{Gso, GsoKind, Packet, PacketBuf},
    qos::{Handle, HtbClass, QdiscExtra, Scheduler, Tree},
    time::{Duration, Instant},
};
use etherparse::PacketBuilder;
use rig::trees::{class, htb, lasting, packet};

const START: Instant = Instant::from_nanos(1_000_000_000);

/// A scheduler, its clock, and what is sent.
struct Line {
    scheduler: Scheduler,
    now: Instant,
    /// Class, bytes and time of each packet that left.
    sent: Vec<(u16, u32, Instant)>,
}

impl Line {
    fn new(tree: &Tree) -> Self {
        Self {
            scheduler: Scheduler::new(tree, START, 1).expect("it has a root"),
            now: START,
            sent: Vec::new(),
        }
    }

    fn put(&mut self, minor: u16, len: usize) -> bool {
        self.scheduler
            .enqueue(self.now, packet(minor, len, minor.into()))
    }

    /// Lets packets leave until `end`; each is replaced by the next one of its class.
    fn run_loaded(&mut self, end: Instant) {
        while self.now < end {
            match self.scheduler.dequeue(self.now) {
                Some(packet) => {
                    let minor = packet.meta.mark.0 as u16;
                    self.sent.push((minor, packet.buf.len() as u32, self.now));
                    self.scheduler.enqueue(self.now, packet);
                }
                None => self.now = self.scheduler.next_event(),
            }
        }
    }

    fn bytes(&self, minor: u16, from: Instant) -> f64 {
        let sent = self
            .sent
            .iter()
            .filter(|sent| sent.0 == minor && sent.2 >= from);
        sent.map(|sent| f64::from(sent.1)).sum()
    }
}

fn burst(mut class: HtbClass, bytes: u64) -> HtbClass {
    class.buffer = lasting(bytes, class.rate);
    class.cbuffer = lasting(bytes, class.ceil);
    class
}

#[test]
fn ten_and_a_hundred_gigabits_are_exact_even_with_the_shortest_frames() {
    for bits in [10_000_000_000_u64, 100_000_000_000] {
        for len in [64_usize, 1514] {
            let mut line = Line::new(&htb(0, &[burst(class(1, 0, bits, bits), 1600)]));
            for _ in 0..100 {
                assert!(line.put(1, len));
            }
            line.run_loaded(START + Duration::from_millis(2));
            let first = START + Duration::from_millis(1);
            let measured = line.bytes(1, first) * 8.0 * 1000.0;
            let error = measured / bits as f64 - 1.0;
            // Of which a packet at each end is the measurement's own.
            let ends = len as f64 * 8.0 * 1000.0 / bits as f64;
            assert!(error.abs() < 0.001, "{bits} {len}: {error}");
            assert!(error.abs() <= ends + 1e-6, "{bits} {len}: {error}");
        }
    }
}

#[test]
fn an_hour_leaves_no_drift() {
    // A rate that no power of ten is a multiple of.
    let bytes = 999_983;
    let mut only = class(1, 0, bytes * 8, bytes * 8);
    only.buffer = Duration::from_nanos(64_000);
    only.cbuffer = only.buffer;
    let mut scheduler = Scheduler::new(&htb(0, &[only]), START, 1).expect("it has a root");
    let (mut now, mut number) = (START, 0_u128);
    let len = 1514;
    for _ in 0..3 {
        scheduler.enqueue(now, packet(1, len, 0));
    }
    while now < START + Duration::from_secs(3600) {
        let Some(packet) = scheduler.dequeue(now) else {
            now = scheduler.next_event();
            continue;
        };
        // The first one is for nothing, and what comes after the n-th has to wait until that is paid.
        let paid = (number * len as u128 * 1_000_000_000).div_ceil(bytes.into());
        let due = START.as_nanos() + u64::try_from(paid).expect("an hour").saturating_sub(64_000);
        assert_eq!(now.as_nanos(), due.max(START.as_nanos()), "packet {number}");
        number += 1;
        scheduler.enqueue(now, packet);
    }
    assert!(number > 2_300_000);
}

#[test]
fn no_ceiling_is_exceeded_by_more_than_its_bucket_in_any_tenth_of_a_second() {
    const WINDOW: u64 = 100_000_000;
    let mut classes = vec![
        class(1, 0, 10_000_000, 10_000_000),
        class(2, 1, 4_000_000, 10_000_000),
        class(3, 1, 2_000_000, 3_000_000),
        class(21, 2, 1_000_000, 6_000_000),
        class(22, 2, 500_000, 10_000_000),
    ];
    for (class, bytes) in classes.iter_mut().zip([3000, 1600, 20_000, 1600, 8000]) {
        *class = burst(*class, bytes);
    }
    let mut line = Line::new(&htb(0, &classes));
    // On and off, so that buckets fill again and again.
    let mut seed = 12_345_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % below
    };
    let end = START + Duration::from_secs(20);
    let mut next_arrival = START;
    while line.now < end {
        if line.now >= next_arrival {
            let minor = [3, 21, 22][random(3) as usize];
            for _ in 0..random(60) {
                line.put(minor, 60 + random(1455) as usize);
            }
            next_arrival = line.now + Duration::from_micros(random(60_000));
        }
        match line.scheduler.dequeue(line.now) {
            Some(packet) => {
                let minor = packet.meta.mark.0 as u16;
                line.sent.push((minor, packet.buf.len() as u32, line.now));
            }
            None => line.now = line.scheduler.next_event().min(next_arrival),
        }
    }
    let below = |class: u16| -> &[u16] {
        match class {
            1 => &[3, 21, 22],
            2 => &[21, 22],
            3 => &[3],
            21 => &[21],
            _ => &[22],
        }
    };
    for class in &classes {
        let leaves = below(class.handle.minor());
        let ceil = class.ceil.bytes_per_second as f64;
        // A class does not hold back those below it that are within their own rates: what is in their
        // buckets comes on top.
        let below = classes.iter().filter(|other| {
            other.handle != class.handle && leaves.contains(&other.handle.minor())
                || other.parent == class.handle
        });
        let buckets =
            below.map(|other| other.buffer.as_secs_f64() * other.rate.bytes_per_second as f64);
        let bucket = class.cbuffer.as_secs_f64() * ceil + buckets.sum::<f64>();
        let allowed = ceil * WINDOW as f64 / 1e9 + bucket;
        let mut window = VecDeque::new();
        let (mut bytes, mut most) = (0.0, 0.0_f64);
        for &(_, len, at) in line.sent.iter().filter(|sent| leaves.contains(&sent.0)) {
            window.push_back((len, at));
            bytes += f64::from(len);
            while let Some(&(old, then)) = window.front()
                && at.as_nanos() - then.as_nanos() >= WINDOW
            {
                bytes -= f64::from(old);
                window.pop_front();
            }
            // A packet may leave as long as there is no debt: the last one may be on credit.
            most = most.max(bytes - f64::from(len));
        }
        assert!(most <= allowed, "{}: {most} > {allowed}", class.handle);
        assert!(
            most > allowed * 0.6,
            "{}: the ceiling was not tried",
            class.handle
        );
    }
}

#[test]
fn what_is_borrowed_is_shared_by_quantum_and_goes_to_the_first_priority() {
    // 10 Mbit/s: 1 + 2 + 3 are their own, 4 are left.
    let tree = |prios: [u8; 3], quanta: [u32; 3]| {
        let mut classes = vec![class(1, 0, 10_000_000, 10_000_000)];
        for (at, minor) in (0..3).zip([10, 20, 30]) {
            let mut leaf = class(minor, 1, 1_000_000 * (at as u64 + 1), 10_000_000);
            (leaf.prio, leaf.quantum) = (prios[at], quanta[at]);
            classes.push(leaf);
        }
        htb(0, &classes)
    };
    for (prios, quanta, expected) in [
        ([0, 0, 0], [1000, 1000, 2000], [2.0, 3.0, 5.0]),
        ([1, 0, 2], [1000, 1000, 1000], [1.0, 6.0, 3.0]),
        ([3, 3, 7], [3000, 1000, 1000], [4.0, 3.0, 3.0]),
    ] {
        let mut line = Line::new(&tree(prios, quanta));
        for minor in [10, 20, 30] {
            for _ in 0..20 {
                line.put(minor, 1000);
            }
        }
        let from = START + Duration::from_secs(1);
        line.run_loaded(START + Duration::from_secs(11));
        for (minor, expected) in [10, 20, 30].into_iter().zip(expected) {
            let share = line.bytes(minor, from) * 8.0 / 10e6;
            let error = share / expected - 1.0;
            assert!(error.abs() < 0.005, "{prios:?} {quanta:?} {minor}: {share}");
        }
        let readings = line.scheduler.readings();
        let (_, inner) = readings.classes[0];
        let leaves: u32 = readings.classes[1..]
            .iter()
            .map(|(_, leaf)| leaf.htb.borrows)
            .sum();
        assert_eq!(inner.htb.lends, leaves, "who borrows, borrows from it");
        let sent: u64 = readings.classes[1..]
            .iter()
            .map(|(_, leaf)| leaf.queue.bytes)
            .sum();
        assert_eq!(
            (inner.queue.bytes, sent),
            (sent, readings.qdiscs[0].2.queue.bytes)
        );
    }
}

#[test]
fn a_leaf_within_its_rate_goes_before_one_that_borrows_whatever_the_priorities() {
    let mut low = class(10, 1, 8_000_000, 10_000_000);
    low.prio = 7;
    let mut high = class(20, 1, 1_000_000, 10_000_000);
    high.prio = 0;
    let mut line = Line::new(&htb(0, &[class(1, 0, 10_000_000, 10_000_000), low, high]));
    for minor in [10, 20] {
        for _ in 0..20 {
            line.put(minor, 1000);
        }
    }
    let from = START + Duration::from_secs(1);
    line.run_loaded(START + Duration::from_secs(6));
    let share = |minor| line.bytes(minor, from) * 8.0 / 5e6;
    assert!((share(10) - 8.0).abs() < 0.05, "{}", share(10));
    assert!((share(20) - 2.0).abs() < 0.05, "{}", share(20));
}

#[test]
fn eight_levels_lend() {
    let mut classes = vec![class(1, 0, 10_000_000, 10_000_000)];
    for minor in 2..8 {
        classes.push(class(minor, minor - 1, 100_000, 10_000_000));
    }
    classes.push(class(100, 7, 100_000, 10_000_000));
    let mut line = Line::new(&htb(0, &classes));
    for _ in 0..20 {
        line.put(100, 1000);
    }
    let from = START + Duration::from_secs(1);
    line.run_loaded(START + Duration::from_secs(3));
    let share = line.bytes(100, from) * 8.0 / 2e6;
    assert!((share - 10.0).abs() < 0.05, "{share}");
}

#[test]
fn packets_without_a_class_go_first_and_unshaped() {
    let mut line = Line::new(&htb(0x99, &[class(1, 0, 100_000, 100_000)]));
    for _ in 0..10 {
        line.put(1, 1000);
    }
    // No class 1:99, no class 1:7, and 1: itself.
    for minor in [7, 0, 9] {
        line.put(minor, 1000);
    }
    let order: Vec<_> = std::iter::from_fn(|| line.scheduler.dequeue(START))
        .map(|packet| packet.meta.mark.0)
        .collect();
    assert_eq!(order, [7, 0, 9, 1, 1]);
    let readings = line.scheduler.readings();
    assert_eq!(
        readings.qdiscs[0].2.extra,
        QdiscExtra::Htb { direct_packets: 3 }
    );
}

/// A TCP super-frame with `segments` segments of 1,000 bytes of payload.
fn super_frame(minor: u16, segments: usize) -> Packet {
    let mut bytes = Vec::new();
    PacketBuilder::ethernet2([2; 6], [4; 6])
        .ipv4([10, 0, 0, 1], [10, 0, 1, 2], 64)
        .tcp(5000, 80, 1, 512)
        .write(&mut bytes, &vec![0x55; 1000 * segments])
        .expect("a packet");
    let mut packet = packet(minor, 0, minor.into());
    packet.buf = PacketBuf::copy_from(&bytes);
    packet.meta.l3 = 14;
    packet.meta.gso = Some(Gso {
        kind: GsoKind::TcpV4,
        ecn: false,
        fixed_id: false,
        size: 1000,
    });
    packet
}

#[test]
fn super_frames_cost_what_their_segments_do_and_are_cut_for_small_buckets() {
    let small = class(1, 0, 1_000_000, 1_000_000);
    let large = burst(class(2, 0, 100_000_000, 100_000_000), 100_000);
    let mut line = Line::new(&htb(0, &[small, large]));
    let wire = 40 * 1054;
    assert!(line.scheduler.enqueue(START, super_frame(2, 40)));
    assert_eq!(line.scheduler.readings().qdiscs[0].2.queue.backlog, wire);
    let whole = line.scheduler.dequeue(START).expect("it has tokens");
    assert!(whole.meta.gso.is_some(), "it leaves as it came");
    assert!(line.scheduler.enqueue(START, super_frame(1, 40)));
    assert_eq!((line.scheduler.held(), line.scheduler.made()), (40, 39));
    let now: Vec<_> = std::iter::from_fn(|| line.scheduler.dequeue(START)).collect();
    assert_eq!(now.len(), 2, "a bucket of 1,600 bytes and one on credit");
    assert!(
        now.iter()
            .all(|packet| packet.meta.gso.is_none() && packet.buf.len() == 1054)
    );
    let readings = line.scheduler.readings();
    let of = |minor| {
        let name = Handle::new(1, minor);
        let class = readings.classes.iter().find(|(handle, _)| *handle == name);
        class.expect("known").1.queue
    };
    assert_eq!((of(2).bytes, of(2).packets), (wire, 40));
    assert_eq!((of(1).bytes, of(1).packets, of(1).qlen), (2 * 1054, 2, 38));
}

#[test]
fn a_class_that_gets_its_first_child_drops_what_it_had_and_one_that_loses_its_last_starts_full() {
    let parent = class(1, 0, 1_000_000, 1_000_000);
    let child = class(2, 1, 500_000, 1_000_000);
    let mut line = Line::new(&htb(1, &[parent]));
    for _ in 0..10 {
        line.put(1, 1000);
    }
    while line.scheduler.dequeue(START).is_some() {}
    line.scheduler.follow(&htb(2, &[parent, child]), START);
    assert_eq!(
        (line.scheduler.held(), line.scheduler.take_dropped().len()),
        (0, 8)
    );
    for _ in 0..10 {
        line.put(2, 1000);
    }
    line.scheduler.follow(&htb(1, &[parent]), START);
    assert_eq!(line.scheduler.held(), 0);
    line.put(1, 1000);
    assert!(
        line.scheduler.dequeue(START).is_some(),
        "its buckets are full again"
    );
}
