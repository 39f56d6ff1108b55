//! Two workers, one shaper: on threads of their own, against the clock.

mod rig;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant as Clock,
};

use dataplane::{
    counters::PerWorker,
    iface::MacAddr,
    io::{Capabilities, MemoryPort, MemoryWire},
    neigh::NeighCache,
    packet::{Packet, PacketBuf},
    snapshot::Snapshot,
    time::{Duration, Instant},
    worker::{Router, Worker},
};
use etherparse::PacketBuilder;
use rig::{
    HOST_L, HOST_R, LEFT, LEFT_MAC, Plan, RIGHT, Rig, index,
    trees::{class, htb, lasting},
};

/// A frame of 1,000 bytes of flow `flow`, number `number` of it.
fn frame(flow: u16, number: u32) -> Packet {
    let mut payload = vec![0; 958];
    payload[..4].copy_from_slice(&number.to_be_bytes());
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4([10, 1, 0, 1], [10, 2, 0, 1], 64)
        .udp(flow, 5000)
        .write(&mut frame, &payload)
        .expect("fits");
    Packet {
        buf: PacketBuf::copy_from(&frame),
        ..Packet::default()
    }
}

#[test]
fn two_workers_share_one_rate_lose_nothing_and_reorder_nothing() {
    const BITS: u64 = 40_000_000;
    let mut only = class(0x30, 0, BITS, BITS);
    only.buffer = lasting(16_000, only.rate);
    only.cbuffer = only.buffer;
    let mut plan = Plan::new();
    plan.interface(RIGHT).qos = Some(Arc::new(htb(0x30, &[only])));
    for interface in &mut plan.interfaces {
        interface.counters = Arc::new(PerWorker::new(2));
    }
    let snapshot = Snapshot {
        interfaces: plan.interfaces.into_iter().map(Arc::new).collect(),
        routing: plan.fib.routing(),
        ..Snapshot::default()
    };
    let (router, events) = Router::new(snapshot, NeighCache::new(1), 2);
    plan.fib.apply();
    let start = Clock::now();
    let clock = move || Instant::from_nanos(1_000_000_000 + start.elapsed().as_nanos() as u64);
    let wire = || MemoryPort::open(MacAddr::ZERO, Capabilities::default());
    let mut lefts = Vec::new();
    let mut workers = Vec::new();
    // Both workers' queues of the right port end in one wire.
    let (right_port, right): (_, MemoryWire) = wire();
    drop(right_port);
    for id in 0..2 {
        let mut worker = Worker::new(Arc::clone(&router), id, 1);
        let (mut port, left) = wire();
        worker.attach(index(LEFT), port.queues.remove(0));
        worker.attach(index(RIGHT), right.queue(Capabilities::default()));
        lefts.push(left);
        workers.push(worker);
    }
    let mut rig = Rig {
        router: Arc::clone(&router),
        worker: Worker::new(Arc::clone(&router), 0, 1),
        left: lefts[0].clone(),
        right: right.clone(),
        now: clock(),
        step: Duration::ZERO,
        fib: plan.fib,
        events,
    };
    rig.introduce(RIGHT, "10.2.0.1", HOST_R);

    let stop = AtomicBool::new(false);
    let (mut arrived, mut first, mut last) = (0_u64, None, clock());
    let mut next = [0_u32; 2];
    thread::scope(|scope| {
        for (id, (mut worker, left)) in workers.into_iter().zip(&lefts).enumerate() {
            let (stop, clock) = (&stop, &clock);
            scope.spawn(move || {
                let mut number = 0;
                while !stop.load(Ordering::Relaxed) {
                    // Both offer more than there is; what is too much is dropped, and counted.
                    for _ in 0..8 {
                        if left.send(frame(id as u16 + 1, number)).is_ok() {
                            number += 1;
                        }
                    }
                    let now = clock();
                    if worker.next_deadline() <= now {
                        worker.run_timers(now);
                    }
                    worker.poll(now);
                    thread::sleep(std::time::Duration::from_micros(200));
                }
            });
        }
        while start.elapsed().as_millis() < 700 {
            while let Some(packet) = right.receive() {
                let bytes = packet.buf.bytes();
                let flow = u16::from_be_bytes([bytes[34], bytes[35]]);
                let number = u32::from_be_bytes([bytes[42], bytes[43], bytes[44], bytes[45]]);
                let expected = &mut next[usize::from(flow) - 1];
                assert!(
                    number >= *expected,
                    "flow {flow}: {number} after {expected}"
                );
                *expected = number + 1;
                (first, last) = (first.or(Some(clock())), clock());
                arrived += 1;
            }
            thread::sleep(std::time::Duration::from_micros(300));
        }
        stop.store(true, Ordering::Relaxed);
    });
    while right.receive().is_some() {
        arrived += 1;
    }
    let totals = router.totals();
    assert_eq!(totals.held(), router.held() as u64, "{totals:?}");
    assert_eq!(totals.sent, arrived);
    assert!(next.iter().all(|&next| next > 0), "both flows get through");
    let took = last
        .saturating_since(first.expect("something arrived"))
        .as_secs_f64();
    // Full speed from the first packet on: the bucket, and what makes up for late workers, not more.
    let most = BITS as f64 / 8e3 * (took + 0.012) + 40.0;
    assert!((arrived as f64) < most, "{arrived} > {most} in {took}");
    assert!(
        (arrived as f64) > most * 0.5,
        "{arrived} of {most} in {took}"
    );
    let readings = router.qos_stats(index(RIGHT));
    assert_eq!(readings.classes[0].1.queue.packets, arrived);
}
