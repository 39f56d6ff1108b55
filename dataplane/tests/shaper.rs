//! Traffic control on the way out of a router: what waits, for how long, and what becomes of it.

mod rig;

use std::sync::Arc;

use dataplane::{
    drop_reason::DropReason,
    qos::{Handle, QdiscKind, Tree},
    time::{Duration, Instant},
};
use etherparse::PacketBuilder;
use rig::{
    HOST_L, LEFT, LEFT_MAC, Plan, RIGHT, Rig, VLAN, index,
    trees::{class, htb, with_leaf},
};

/// A frame of `len` bytes from the host on the left.
fn frame(dst: [u8; 4], len: usize) -> Vec<u8> {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4([10, 1, 0, 1], dst, 64)
        .udp(4000, 5000)
        .write(&mut frame, &vec![0; len - 42])
        .expect("fits");
    frame
}

const RIGHT_HOST: [u8; 4] = [10, 2, 0, 1];
const VLAN_HOST: [u8; 4] = [10, 3, 0, 1];

fn rig_with(interface: u32, tree: Tree) -> Rig {
    let mut plan = Plan::new();
    plan.interface(interface).qos = Some(Arc::new(tree));
    let mut rig = plan.start();
    // Only the clock's own steps.
    rig.step = Duration::ZERO;
    rig
}

/// Lets the timers run until `end`, exactly when they are due; gives when each frame came out on the right.
fn run(rig: &mut Rig, end: Instant) -> Vec<Instant> {
    let mut sent = Vec::new();
    loop {
        while rig.right.receive().is_some() {
            sent.push(rig.now);
        }
        let next = rig.worker.next_deadline();
        if next > end {
            rig.now = end;
            return sent;
        }
        rig.now = rig.now.max(next);
        rig.work();
    }
}

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Has the host send so many frames of 1,000 bytes at once; gives how many came out at once.
fn burst(rig: &mut Rig, dst: [u8; 4], count: usize) -> usize {
    let mut out = 0;
    for _ in 0..count {
        out += rig.send(LEFT, &frame(dst, 1000)).1.len();
    }
    out
}

#[test]
fn frames_leave_at_the_rate_of_their_class_to_the_nanosecond() {
    // 1 Mbit/s: 8 µs a byte, 8 ms a frame.
    let tree = htb(0x30, &[class(0x30, 0, 1_000_000, 1_000_000)]);
    let mut rig = rig_with(RIGHT, tree);
    let start = rig.now;
    // 1,600 tokens pay for one frame, and for the next one on credit: 400 missing.
    assert_eq!(burst(&mut rig, RIGHT_HOST, 100), 2);
    assert_eq!(rig.router.held(), 98);
    let sent = run(&mut rig, start + ms(1000));
    let expected: Vec<_> = (0..98)
        .map(|n| start + Duration::from_micros(3200 + 8000 * n))
        .collect();
    assert_eq!(sent, expected);
    assert_eq!(rig.router.held(), 0);
    assert_eq!(
        rig.worker.next_deadline(),
        Instant::FAR_FUTURE,
        "nothing to wake up for"
    );

    let readings = rig.router.qos_stats(index(RIGHT));
    let (name, class) = readings.classes[0];
    assert_eq!(name, Handle::new(1, 0x30));
    assert_eq!((class.queue.bytes, class.queue.packets), (100_000, 100));
    assert_eq!((class.htb.lends, class.htb.borrows), (100, 0));
    let root = &readings.qdiscs[0].2.queue;
    assert_eq!(
        (root.bytes, root.packets, root.backlog, root.qlen),
        (100_000, 100, 0, 0)
    );
}

#[test]
fn a_full_queue_drops_and_says_so() {
    let tree = htb(0x30, &[class(0x30, 0, 1_000_000, 1_000_000)]);
    let tree = with_leaf(tree, 0x30, QdiscKind::Pfifo { limit: 10 });
    let mut rig = rig_with(RIGHT, tree);
    assert_eq!(burst(&mut rig, RIGHT_HOST, 20), 2);
    assert_eq!(rig.router.held(), 10);
    assert_eq!(rig.dropped(DropReason::QdiscDrop), 8);
    let readings = rig.router.qos_stats(index(RIGHT));
    assert_eq!(readings.classes[0].1.queue.drops, 8);
    assert_eq!(readings.qdiscs[1].2.queue.drops, 8);
    assert_eq!(readings.qdiscs[0].2.queue.drops, 8);
    assert_eq!(readings.qdiscs[0].2.queue.backlog, 10_000);
}

#[test]
fn a_vlan_has_a_queue_of_its_own() {
    let tree = htb(0x30, &[class(0x30, 0, 1_000_000, 1_000_000)]);
    let mut rig = rig_with(VLAN, tree);
    let start = rig.now;
    assert_eq!(burst(&mut rig, VLAN_HOST, 10), 2);
    // Others on the port don't wait for it.
    assert_eq!(burst(&mut rig, RIGHT_HOST, 10), 10);
    assert_eq!(run(&mut rig, start + ms(100)).len(), 8);
    // The tag is the port's: it does not count.
    let readings = rig.router.qos_stats(index(VLAN));
    assert_eq!(readings.classes[0].1.queue.bytes, 10_000);
    let interface = rig.router.snapshots.current();
    let vlan = interface.interfaces.get(index(VLAN)).expect("there");
    assert_eq!(vlan.counters.sum(|counters| counters.tx_packets.get()), 10);
}

#[test]
fn one_class_waits_and_the_others_do_not() {
    let tree = htb(0, &[class(0x30, 0, 1_000_000, 1_000_000)]);
    let mut rig = rig_with(RIGHT, tree);
    // Nothing says that frames are in a class: they pass.
    assert_eq!(burst(&mut rig, RIGHT_HOST, 20), 20);
    let readings = rig.router.qos_stats(index(RIGHT));
    assert_eq!(
        readings.qdiscs[0].2.extra,
        dataplane::qos::QdiscExtra::Htb { direct_packets: 20 }
    );
}

#[test]
fn a_changed_rate_holds_for_what_waits_already() {
    let tree = |bits| htb(0x30, &[class(0x30, 0, bits, bits)]);
    let mut rig = rig_with(RIGHT, tree(1_000_000));
    let start = rig.now;
    burst(&mut rig, RIGHT_HOST, 100);
    let before = run(&mut rig, start + ms(40)).len();
    assert_eq!(before, 5);
    rig.change(RIGHT, |interface| {
        interface.qos = Some(Arc::new(tree(10_000_000)))
    });
    rig.work();
    // The debt is in time; then it is 0.8 ms a frame.
    let sent = run(&mut rig, start + ms(200));
    assert_eq!(sent.len(), 93);
    assert_eq!(
        sent[92].saturating_since(sent[0]),
        Duration::from_micros(92 * 800)
    );
    let readings = rig.router.qos_stats(index(RIGHT));
    assert_eq!(readings.classes[0].1.queue.packets, 100);
}

#[test]
fn what_waits_goes_with_its_queue() {
    let tree = htb(0x30, &[class(0x30, 0, 1_000_000, 1_000_000)]);
    let mut rig = rig_with(RIGHT, tree);
    burst(&mut rig, RIGHT_HOST, 20);
    rig.change(RIGHT, |interface| interface.qos = None);
    rig.work();
    assert_eq!(rig.dropped(DropReason::QueuePurge), 18);
    assert_eq!(rig.router.held(), 0);
    assert_eq!(rig.worker.next_deadline(), Instant::FAR_FUTURE);
    assert_eq!(burst(&mut rig, RIGHT_HOST, 20), 20);
    assert_eq!(rig.router.qos_stats(index(RIGHT)), Default::default());
}

#[test]
fn an_interface_that_goes_down_drops_what_waits_and_keeps_its_counters() {
    let tree = htb(0x30, &[class(0x30, 0, 1_000_000, 1_000_000)]);
    let mut rig = rig_with(RIGHT, tree);
    burst(&mut rig, RIGHT_HOST, 20);
    rig.change(RIGHT, |interface| interface.running = false);
    rig.work();
    assert_eq!(rig.dropped(DropReason::QueuePurge), 18);
    let readings = rig.router.qos_stats(index(RIGHT));
    assert_eq!(readings.classes[0].1.queue.packets, 2);
    assert_eq!(readings.qdiscs[0].2.queue.qlen, 0);
}

#[test]
fn a_port_that_is_full_drops_nothing_that_has_a_queue() {
    let tree = htb(0x30, &[class(0x30, 0, 10_000_000_000, 10_000_000_000)]);
    let tree = with_leaf(tree, 0x30, QdiscKind::Pfifo { limit: 5000 });
    let mut rig = rig_with(RIGHT, tree);
    // The wire holds 4,096 frames.
    let mut burst = 0;
    while burst < 4200 {
        for _ in 0..100 {
            let packet = dataplane::packet::Packet {
                buf: dataplane::packet::PacketBuf::copy_from(&frame(RIGHT_HOST, 1000)),
                ..Default::default()
            };
            rig.left.send(packet).expect("room");
            burst += 1;
        }
        rig.now += Duration::from_micros(100);
        rig.work();
    }
    rig.now += ms(1);
    rig.work();
    assert_eq!(rig.dropped(DropReason::TxFull), 0);
    assert_eq!(rig.totals().sent, 4096);
    assert_eq!(rig.router.held(), 4200 - 4096);
    let readings = rig.router.qos_stats(index(RIGHT));
    assert!(readings.qdiscs[0].2.queue.requeues > 0);
    assert_eq!(readings.qdiscs[0].2.queue.qlen, 4200 - 4096);
    // Room again, and the retry brings the rest, in order.
    let mut out = 0;
    while rig.right.receive().is_some() {
        out += 1;
    }
    let end = rig.now + ms(10);
    assert_eq!(out + run(&mut rig, end).len(), 4200);
    assert_eq!(rig.router.held(), 0);
    assert_eq!(rig.worker.next_deadline(), Instant::FAR_FUTURE);
}
