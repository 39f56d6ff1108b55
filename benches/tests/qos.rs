//! What traffic control takes of memory: little for a class, nothing for a packet, and all of it is given
//! back.
#![expect(unsafe_code, reason = "a counting allocator can't be had without")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use benches::qos::{class, htb, packet, three_levels};
use dataplane::{
    packet::Packet,
    qos::{Handle, Scheduler},
    time::Instant,
};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
    static BYTES: Cell<i64> = const { Cell::new(0) };
}

/// Counts what this thread allocates, and what it holds.
struct Counting;

// SAFETY: every call is passed on unchanged to the system's allocator, which keeps the contract;
// the counters are plain thread-local numbers that allocate nothing themselves.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // `try_with`: a thread that ends may allocate after its locals are gone.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        let _ = BYTES.try_with(|bytes| bytes.set(bytes.get() + layout.size() as i64));
        // SAFETY: the caller's promise about `layout` is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let _ = BYTES.try_with(|bytes| bytes.set(bytes.get() - layout.size() as i64));
        // SAFETY: `pointer` came from `System.alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const NOW: Instant = Instant::from_nanos(1_000_000_000);

/// Takes the next packet out, when it may leave.
fn next(scheduler: &mut Scheduler, now: &mut Instant) -> Packet {
    loop {
        if let Some(packet) = scheduler.dequeue(*now) {
            return packet;
        }
        *now = scheduler.next_event();
    }
}

#[test]
fn an_idle_class_takes_less_than_a_kibibyte() {
    let tree = three_levels(100, 10_000, 10_000_000_000);
    let before = BYTES.get();
    let mut scheduler = Scheduler::new(&tree, NOW, 1).expect("it has a root");
    let fresh = (BYTES.get() - before) / 10_101;
    assert!(fresh < 512, "{fresh} bytes a class");
    // And no more when each has had something to send.
    let mut now = NOW;
    for round in 0..10_u16 {
        for minor in 1001..11_001 {
            assert!(scheduler.enqueue(now, packet(minor, 100 + usize::from(round))));
        }
    }
    while scheduler.held() > 0 {
        drop(next(&mut scheduler, &mut now));
    }
    let used = (BYTES.get() - before) / 10_101;
    assert!(used < 640, "{used} bytes a class");
}

#[test]
fn packets_take_no_memory_of_their_own() {
    let mut scheduler =
        Scheduler::new(&three_levels(10, 1000, 10_000_000_000), NOW, 1).expect("it has a root");
    let mut now = NOW;
    for number in 0..10_000 {
        assert!(scheduler.enqueue(now, packet(1001 + number % 1000, 1000)));
    }
    let step = |scheduler: &mut Scheduler, now: &mut Instant, number: u16| {
        let mut packet = next(scheduler, now);
        packet.meta.priority = Handle::new(1, 1001 + number * 7 % 1000).0;
        scheduler.enqueue(*now, packet);
    };
    // Until each set and heap has been as large as it gets.
    for number in 0..50_000_u32 {
        step(&mut scheduler, &mut now, (number % 1000) as u16);
    }
    let before = ALLOCATIONS.get();
    for number in 0..100_000_u32 {
        step(&mut scheduler, &mut now, (number % 1000) as u16);
    }
    assert_eq!(ALLOCATIONS.get() - before, 0);
}

#[test]
fn a_hundred_thousand_changes_leave_nothing_behind() {
    let base = vec![
        class(1, 0, 10_000_000, 10_000_000, 1600),
        class(2, 1, 1_000_000, 10_000_000, 1600),
    ];
    let mut more = base.clone();
    more.push(class(3, 1, 1_000_000, 10_000_000, 1600));
    let (base, more) = (htb(0, base), htb(0, more));
    let mut scheduler = Scheduler::new(&base, NOW, 1).expect("it has a root");
    let (mut put, mut sent, mut dropped) = (0, 0, 0);
    let mut cycle = |scheduler: &mut Scheduler| {
        scheduler.follow(&more, NOW);
        for minor in [2, 3, 3] {
            put += usize::from(scheduler.enqueue(NOW, packet(minor, 200)));
        }
        sent += usize::from(scheduler.dequeue(NOW).is_some());
        scheduler.follow(&base, NOW);
        // What waits in 1:2 stays, until it is full.
        for (reason, _) in scheduler.take_dropped() {
            dropped += usize::from(reason.name() == "queue_purge");
        }
        (put, sent, dropped)
    };
    for _ in 0..2000 {
        cycle(&mut scheduler);
    }
    let before = BYTES.get();
    for _ in 0..100_000 {
        cycle(&mut scheduler);
    }
    let (put, sent, dropped) = cycle(&mut scheduler);
    assert_eq!(put, sent + dropped + scheduler.held());
    assert_eq!(BYTES.get() - before, 0, "bytes that stayed");
}
