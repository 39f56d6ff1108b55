//! Nothing is allocated on the warm path: a test, not a hope.
#![expect(unsafe_code, reason = "a counting allocator can't be had without")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    net::{Ipv4Addr, Ipv6Addr},
    sync::Arc,
};

use benches::{
    flows::Flows,
    pipeline::{Pipeline, Source},
    rules::Rules,
};
use dataplane::filter::CounterId;
use ipnet::IpNet;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// Counts what this thread allocates.
struct Counting;

// SAFETY: every call is passed on unchanged to the system's allocator, which keeps the contract;
// the counter is a plain thread-local number that allocates nothing itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // `try_with`: a thread that ends may allocate after its locals are gone.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise about `layout` is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System.alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations_in(mut pipeline: Pipeline) -> u64 {
    // Fills the pool, the batches and the worker's caches.
    for _ in 0..100 {
        pipeline.burst();
    }
    let before = ALLOCATIONS.get();
    let frames: usize = (0..1000).map(|_| pipeline.burst()).sum();
    let allocations = ALLOCATIONS.get() - before;
    assert_eq!(frames, 256_000);
    let totals = pipeline.router.totals();
    assert_eq!(totals.received, totals.sent);
    allocations
}

#[test]
fn forwarding_ipv4_allocates_nothing() {
    let routes = (0..200u32).map(|n| {
        let net = format!("172.16.{n}.0/24").parse().expect("a prefix");
        (IpNet::V4(net), n)
    });
    let destinations: Vec<_> = (0..200).map(|n| Ipv4Addr::new(172, 16, n, 9)).collect();
    let pipeline = Pipeline::new(routes, Source::ipv4(&destinations));
    assert_eq!(allocations_in(pipeline), 0);
}

#[test]
fn forwarding_ipv6_allocates_nothing() {
    let routes = (0..200u32).map(|n| {
        let net = format!("2001:db8:{n:x}::/48").parse().expect("a prefix");
        (IpNet::V6(net), n)
    });
    let destinations: Vec<_> = (0..200)
        .map(|n| Ipv6Addr::new(0x2001, 0xdb8, n, 0, 0, 0, 0, 9))
        .collect();
    let pipeline = Pipeline::new(routes, Source::ipv6(&destinations));
    assert_eq!(allocations_in(pipeline), 0);
}

#[test]
fn filtering_allocates_nothing() {
    let flows = Box::new(Flows::new(1000));
    let pipeline = Pipeline::with([(Flows::servers(), 0)], flows, |snapshot| {
        snapshot.filter4 = Rules::new().stateful(1000).compile();
    });
    let router = Arc::clone(&pipeline.router);
    assert_eq!(allocations_in(pipeline), 0);
    // The policy's counter is the first; the last rule's comes behind those of the 1,001 before it.
    let last = router
        .snapshots
        .current()
        .filter4
        .counters
        .read(CounterId(1002));
    assert!(last.packets >= 1000, "{last:?}");
}

#[test]
fn known_connections_allocate_nothing_whether_they_are_decided_about_or_replayed() {
    for cached in [true, false] {
        let flows = Box::new(Flows::new(1000));
        let pipeline = Pipeline::with([(Flows::servers(), 0)], flows, |snapshot| {
            snapshot.filter4 = Rules::new().stateful(100).snat().compile();
        });
        let router = Arc::clone(&pipeline.router);
        let pipeline = if cached {
            pipeline
        } else {
            pipeline.without_flow_cache()
        };
        assert_eq!(allocations_in(pipeline), 0);
        let table = router.conntrack.of(0);
        assert_eq!(table.replayed() > 250_000, cached);
    }
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.get();
    drop(std::hint::black_box(vec![1, 2, 3]));
    assert_eq!(ALLOCATIONS.get(), before + 1);
}
