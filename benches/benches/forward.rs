//! Forwarding in memory: 64-byte frames, random destinations, tables of 1 k to 1 M routes. The time is
//! that of one burst of 256 frames; criterion's throughput is in frames.

use std::hint::black_box;

use benches::{
    pipeline::{Pipeline, Source, port_alone},
    tables,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dataplane::packet::{Batch, Pool};
use ipnet::IpNet;

/// Routes, and as many destinations as there are routes.
const SIZES: [usize; 3] = [1_000, 64_000, 1_000_000];

fn forward(c: &mut Criterion) {
    let mut group = c.benchmark_group("forward");
    group.throughput(Throughput::Elements(Batch::MAX as u64));
    for size in SIZES {
        let routes = tables::ipv4(size);
        let source = Source::ipv4(&tables::destinations4(&routes, size, 1));
        let routes = routes.into_iter().map(|(net, hop)| (IpNet::from(net), hop));
        measure(&mut group, "ipv4", size, Pipeline::new(routes, source));
    }
    for size in SIZES {
        let routes = tables::ipv6(size);
        let source = Source::ipv6(&tables::destinations6(&routes, size, 1));
        let routes = routes.into_iter().map(|(net, hop)| (IpNet::from(net), hop));
        measure(&mut group, "ipv6", size, Pipeline::new(routes, source));
    }
    group.finish();
}

fn measure(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    family: &str,
    size: usize,
    mut pipeline: Pipeline,
) {
    pipeline.burst();
    group.bench_function(BenchmarkId::new(family, size), |b| {
        b.iter(|| black_box(pipeline.burst()));
    });
    // A real table has some routes to where nothing is sent on: it must be some only.
    let totals = pipeline.router.totals();
    assert!(totals.sent * 100 > totals.received * 99, "{totals:?}");
}

/// What of the above is the bench's own: its ports.
fn port(c: &mut Criterion) {
    let mut group = c.benchmark_group("port");
    group.throughput(Throughput::Elements(Batch::MAX as u64));
    let destinations: Vec<_> = (0..1_000_000u32)
        .map(|n| n.wrapping_mul(0x9e37_79b9).into())
        .collect();
    let mut source = Source::ipv4(&destinations);
    let (mut pool, mut batch) = (Pool::new(4096), Batch::new());
    group.bench_function("alone", |b| {
        b.iter(|| black_box(port_alone(&mut source, &mut pool, &mut batch)));
    });
    group.finish();
}

criterion_group!(benches, forward, port);
criterion_main!(benches);
