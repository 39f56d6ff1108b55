//! Traffic control in memory and virtual time: packets go in in bursts and come out one by one, with
//! thousands of classes that all have something waiting. The time is that of 32 packets in and out, as the
//! processor's clock of this thread counts it: what others do meanwhile is not in it.

use std::{hint::black_box, time::Duration};

use benches::{
    cpu_time::thread_time,
    qos::{BURST, Loaded, flat, three_levels},
};
use criterion::{
    BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
    measurement::{Measurement, ValueFormatter, WallTime},
};

/// The processor's time that the thread takes.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = Duration;
    type Value = Duration;

    fn start(&self) -> Duration {
        thread_time()
    }

    fn end(&self, started: Duration) -> Duration {
        thread_time() - started
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, time: &Duration) -> f64 {
        WallTime.to_f64(time)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

fn htb_with_many_classes(c: &mut Criterion<CpuTime>) {
    let mut group = c.benchmark_group("htb");
    group.throughput(Throughput::Elements(BURST as u64));
    let ten_gbit = 10_000_000_000;
    for (name, tree, leaves, flows) in [
        ("three-levels", three_levels(10, 100, ten_gbit), 100, 1_000),
        (
            "three-levels",
            three_levels(100, 10_000, ten_gbit),
            10_000,
            100_000,
        ),
        ("flat", flat(10_000, ten_gbit), 10_000, 100_000),
    ] {
        let mut loaded = Loaded::new(&tree, leaves, flows);
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
    config = Criterion::default().with_measurement(CpuTime).sample_size(30);
    targets = htb_with_many_classes
}
criterion_main!(benches);
