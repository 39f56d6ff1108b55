//! Nothing is allocated on the warm path: a test, not a hope.

use std::{
    net::{Ipv4Addr, Ipv6Addr},
    sync::Arc,
};

use benches::{
    alloc_count::{Counting, allocations},
    nft,
    pipeline::{Pipeline, Source},
    rules::Rules,
    traffic::Traffic,
};
use dataplane::filter::CounterId;
use ipnet::IpNet;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations_in(mut pipeline: Pipeline) -> u64 {
    // Fills the pool, the batches and the worker's caches.
    for _ in 0..100 {
        pipeline.burst();
    }
    let before = allocations();
    let frames: usize = (0..1000).map(|_| pipeline.burst()).sum();
    let allocations = allocations() - before;
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
    let flows = Box::new(Traffic::small(1000));
    let pipeline = Pipeline::with([(Traffic::servers()[0], 0)], flows, |snapshot| {
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
fn rules_and_sets_of_nft_allocate_nothing() {
    for rules in [
        nft::long(1000),
        nft::values(1000),
        nft::intervals(1000),
        nft::concatenations(1000),
        nft::meter(),
    ] {
        let flows = Box::new(Traffic::small(1000));
        let pipeline = Pipeline::with([(Traffic::servers()[0], 0)], flows, |snapshot| {
            snapshot.filter4 = Arc::clone(&rules);
        });
        assert_eq!(allocations_in(pipeline.without_flow_cache()), 0);
        let counted = rules.counters.read(nft::COUNTER).packets;
        assert!(counted >= 256_000, "{counted}");
    }
}

#[test]
fn known_connections_allocate_nothing_whether_they_are_decided_about_or_replayed() {
    for cached in [true, false] {
        let flows = Box::new(Traffic::small(1000));
        let pipeline = Pipeline::with([(Traffic::servers()[0], 0)], flows, |snapshot| {
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
    let before = allocations();
    drop(std::hint::black_box(vec![1, 2, 3]));
    assert_eq!(allocations(), before + 1);
}
