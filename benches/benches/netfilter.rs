//! Connections, translation and rules in memory: 60-byte UDP datagrams (64 with their check sequence)
//! through one worker. The time is that of one burst of 256 frames; criterion's throughput is in frames.

use std::{hint::black_box, time::Duration};

use benches::{
    nft,
    pipeline::Pipeline,
    rules::{GAP, Rules, notrack, pipeline},
    traffic::Traffic,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dataplane::{filter::Target, packet::Batch};

/// Frames of connections that are known: after each flow's first.
fn known(c: &mut Criterion) {
    let mut group = c.benchmark_group("known");
    group.throughput(Throughput::Elements(Batch::MAX as u64));
    for count in [1_000, 64_000, 1_000_000] {
        for (name, rules) in [
            ("tracked", Rules::new().stateful(0)),
            ("snat", Rules::new().stateful(0).snat()),
            ("snat-1000-rules", Rules::new().stateful(1000).snat()),
        ] {
            let mut pipeline = pipeline(Traffic::small(count), rules);
            for _ in 0..=count as usize / Batch::MAX {
                pipeline.burst_after(Duration::ZERO);
            }
            group.bench_function(BenchmarkId::new(name, count), |b| {
                b.iter(|| black_box(pipeline.burst_after(Duration::ZERO)));
            });
            let totals = pipeline.router.totals();
            assert_eq!(totals.sent, totals.received, "{totals:?}");
        }
    }
    group.finish();
}

/// Frames of flows that the last of 1,000 rules of the table raw drops, or has not tracked.
fn stateless(c: &mut Criterion) {
    let mut group = c.benchmark_group("stateless");
    group.throughput(Throughput::Elements(Batch::MAX as u64));
    for count in [1_000, 32_000] {
        for (name, target) in [("dropped", Target::Drop), ("untracked", notrack())] {
            let drops = matches!(target, Target::Drop);
            let rules = Rules::new().raw(1000, target).stateful(1000);
            let mut pipeline = pipeline(Traffic::small(count), rules);
            for _ in 0..=2 * count as usize / Batch::MAX {
                pipeline.burst_after(Duration::ZERO);
            }
            group.bench_function(BenchmarkId::new(name, count), |b| {
                b.iter(|| black_box(pipeline.burst_after(Duration::ZERO)));
            });
            let totals = pipeline.router.totals();
            let sent = if drops { 0 } else { totals.received };
            assert_eq!(totals.sent, sent, "{totals:?}");
        }
    }
    group.finish();
}

/// Every frame begins a connection, and as many end.
fn new(c: &mut Criterion) {
    let mut group = c.benchmark_group("new");
    group.throughput(Throughput::Elements(Batch::MAX as u64));
    for (name, rules) in [
        ("tracked", Rules::new().stateful(0)),
        ("snat", Rules::new().stateful(0).snat()),
        ("snat-10000-rules", Rules::new().stateful(10_000).snat()),
    ] {
        let mut pipeline = pipeline(Traffic::endless(), rules);
        // Until connections begin to end.
        for _ in 0..12_000 {
            pipeline.burst_after(GAP);
        }
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| black_box(pipeline.burst_after(GAP)));
        });
        let totals = pipeline.router.totals();
        assert_eq!(totals.sent, totals.received, "{totals:?}");
    }
    group.finish();
}

/// Frames that meet a chain of nft, each of them anew.
fn with_nft(c: &mut Criterion) {
    let mut group = c.benchmark_group("nft");
    group.throughput(Throughput::Elements(Batch::MAX as u64));
    for (name, rules) in [
        ("nothing", nft::nothing()),
        ("10000-rules", nft::long(10_000)),
        ("10000-values", nft::values(10_000)),
        ("10000-intervals", nft::intervals(10_000)),
        ("10000-concatenations", nft::concatenations(10_000)),
        ("meter", nft::meter()),
    ] {
        let flows = Box::new(Traffic::small(1000));
        let pipeline = Pipeline::with([(Traffic::servers()[0], 0)], flows, |snapshot| {
            snapshot.filter4 = rules;
        });
        let mut pipeline = pipeline.without_flow_cache();
        group.bench_function(BenchmarkId::from_parameter(name), |b| {
            b.iter(|| black_box(pipeline.burst_after(Duration::ZERO)));
        });
        let totals = pipeline.router.totals();
        assert_eq!(totals.sent, totals.received, "{totals:?}");
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = known, stateless, new, with_nft
}
criterion_main!(benches);
