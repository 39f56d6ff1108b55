//! Tests: with one seed everything is the same again, so shares and means can be checked closely.

use std::fs;

use proptest::prelude::*;

use super::{
    distribution::{self, ENTRIES},
    random::Correlated,
};
use crate::{
    forward::Rng,
    packet::Packet,
    qos::{
        Child, Dist, NetemParams, QdiscKind,
        testing::{Bench, of_flow},
    },
    time::{Duration, Instant},
};

/// A probability.
fn share(percent: f64) -> u32 {
    (percent / 100.0 * f64::from(u32::MAX)).round() as u32
}

fn netem(params: NetemParams) -> QdiscKind {
    QdiscKind::Netem(Box::new(NetemParams {
        limit: 100_000,
        ..params
    }))
}

/// Puts packets in at once, and gives the times at which they leave, with their marks.
fn arrivals(bench: &mut Bench, root: &mut Child, count: u32, len: usize) -> Vec<(Duration, u32)> {
    let start = bench.now;
    for number in 0..count {
        bench.put(root, of_flow(0, number, len));
    }
    let mut out = Vec::new();
    loop {
        while let Some(packet) = bench.take(root) {
            out.push((bench.now.saturating_since(start), packet.meta.mark.0));
        }
        match root.next_event() {
            Instant::FAR_FUTURE => break,
            event => bench.now = event,
        }
    }
    bench.now = start;
    out
}

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// iproute2's own tables, which it computes at its build; `None` where it is not installed.
fn installed(name: &str) -> Option<Vec<i16>> {
    let path = format!("/usr/lib/x86_64-linux-gnu/tc/{name}.dist");
    let text = fs::read_to_string(path).ok()?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let numbers = lines.flat_map(str::split_whitespace);
    Some(
        numbers
            .map(|number| number.parse().expect("a number"))
            .collect(),
    )
}

#[test]
fn tables_are_those_of_iproute2() {
    for (name, dist) in [
        ("normal", Dist::Normal),
        ("pareto", Dist::Pareto),
        ("paretonormal", Dist::ParetoNormal),
    ] {
        let table = distribution::table(dist).expect("it has one");
        let Some(installed) = installed(name) else {
            assert!(
                std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
                "no {name}.dist"
            );
            eprintln!("skipped: iproute2 has installed no {name}.dist");
            continue;
        };
        assert_eq!(installed.len(), ENTRIES);
        for (at, (ours, theirs)) in table.iter().zip(&installed).enumerate() {
            // Theirs are taken from a grid.
            let off = (i32::from(*ours) - i32::from(*theirs)).abs();
            assert!(off <= 2, "{name} {at}: {ours}, {theirs}");
        }
    }
}

#[test]
fn a_delay_keeps_the_order_and_the_distances() {
    let mut bench = Bench::new(1);
    let mut root = bench.root(
        netem(NetemParams {
            delay: millis(100),
            ..Default::default()
        }),
        Vec::new(),
        &[],
    );
    assert!(bench.put(&mut root, of_flow(0, 1, 100)));
    bench.pass(millis(30));
    assert!(bench.put(&mut root, of_flow(0, 2, 100)));
    assert!(bench.take(&mut root).is_none());
    let first = root.next_event();
    assert_eq!(first.saturating_since(bench.now), millis(70));
    bench.now = first;
    assert_eq!(bench.drain(&mut root), [1]);
    assert_eq!(root.next_event().saturating_since(first), millis(30));
    bench.pass(millis(30));
    assert_eq!(bench.drain(&mut root), [2]);
    bench.balance(&root, 2);
}

/// Mean and deviation of delays, in milliseconds.
fn moments(times: &[(Duration, u32)]) -> (f64, f64) {
    let n = times.len() as f64;
    let of = |(time, _): &(Duration, u32)| time.as_secs_f64() * 1000.0;
    let mean = times.iter().map(of).sum::<f64>() / n;
    let square = times
        .iter()
        .map(|time| (of(time) - mean).powi(2))
        .sum::<f64>()
        / n;
    (mean, square.sqrt())
}

#[test]
fn jitter_is_distributed_as_asked() {
    for (distribution, deviation) in [
        // Evenly over twice the jitter.
        (Dist::Uniform, 10.0 / 3_f64.sqrt()),
        (Dist::Normal, 10.0),
        // The tables end where 16 bits do, so they are a little narrower.
        (Dist::Pareto, 8.0),
        (Dist::ParetoNormal, 8.0),
    ] {
        let mut bench = Bench::new(1);
        let params = NetemParams {
            delay: millis(100),
            jitter: millis(10),
            distribution,
            ..Default::default()
        };
        let mut root = bench.root(netem(params), Vec::new(), &[]);
        let times = arrivals(&mut bench, &mut root, 20_000, 100);
        let (mean, found) = moments(&times);
        assert!((mean - 100.0).abs() < 0.5, "{distribution:?}: mean {mean}");
        assert!(
            (found - deviation).abs() < deviation / 4.0,
            "{distribution:?}: {found}"
        );
        assert!(times.is_sorted_by_key(|(time, _)| *time));
        // Those that were faster overtook others.
        assert!(!times.is_sorted_by_key(|(_, mark)| *mark));
        bench.balance(&root, 20_000);
    }
}

/// Of delays the kernel takes the remainder of such a number, which leaves no correlation to be seen.
#[test]
fn a_correlated_number_is_like_the_one_before() {
    let mean_step = |percent: f64| {
        let mut rng = Rng::new(1);
        let mut source = Correlated::new(share(percent), &mut rng);
        let numbers: Vec<_> = (0..5000).map(|_| source.next(&mut rng)).collect();
        let steps = numbers
            .windows(2)
            .map(|pair| f64::from(pair[0].abs_diff(pair[1])));
        steps.sum::<f64>() / 5000.0 / f64::from(u32::MAX)
    };
    // Two even numbers are a third apart. With 90 %, a step is a tenth of the way to a new one.
    assert!((0.32..0.35).contains(&mean_step(0.0)));
    assert!(
        (0.02..0.03).contains(&mean_step(90.0)),
        "{}",
        mean_step(90.0)
    );
}

#[test]
fn loss_duplicates_and_corruption_have_their_shares() {
    let mut bench = Bench::new(1);
    let params = NetemParams {
        loss: share(10.0),
        duplicate: share(5.0),
        corrupt: share(20.0),
        ..Default::default()
    };
    let mut root = bench.root(netem(params), Vec::new(), &[]);
    let (mut seen, mut corrupted) = (vec![0; 20_000], 0);
    for number in 0..20_000 {
        let stayed = bench.put(&mut root, of_flow(0, number, 100));
        let whole = of_flow(0, number, 100);
        let mut count = 0;
        while let Some(packet) = bench.take(&mut root) {
            count += 1;
            seen[number as usize] += 1;
            let flipped: u32 = packet
                .buf
                .bytes()
                .iter()
                .zip(whole.buf.bytes())
                .map(|(a, b)| (a ^ b).count_ones())
                .sum();
            assert!(flipped <= 1);
            corrupted += flipped;
        }
        assert_eq!(stayed, count > 0);
    }
    let lost = seen.iter().filter(|count| **count == 0).count();
    let twice = seen.iter().filter(|count| **count == 2).count();
    // Two chances: the packet's and the copy's.
    assert!((1800..2000).contains(&lost), "{lost}");
    assert!((720..900).contains(&twice), "{twice}");
    let left = root.stats().queue.packets;
    assert!(
        (left / 5 - 250..left / 5 + 250).contains(&u64::from(corrupted)),
        "{corrupted} of {left}"
    );
    bench.balance(&root, 20_000);
}

#[test]
fn correlated_loss_comes_in_bursts() {
    let runs = |correlation: f64| {
        let mut bench = Bench::new(1);
        let params = NetemParams {
            loss: share(30.0),
            loss_correlation: share(correlation),
            ..Default::default()
        };
        let mut root = bench.root(netem(params), Vec::new(), &[]);
        let lost: Vec<_> = (0..20_000)
            .map(|number| !bench.put(&mut root, of_flow(0, number, 100)))
            .collect();
        let both = lost.windows(2).filter(|pair| pair[0] && pair[1]).count();
        let alone = lost.iter().filter(|lost| **lost).count();
        // How much likelier than otherwise a loss is behind another.
        both as f64 * lost.len() as f64 / (alone as f64).powi(2)
    };
    let (alone, together) = (runs(0.0), runs(50.0));
    assert!((0.95..1.05).contains(&alone), "{alone}");
    assert!(together > 2.0, "{together}");
}

#[test]
fn each_so_many_th_packet_overtakes() {
    let mut bench = Bench::new(1);
    let params = NetemParams {
        delay: millis(10),
        gap: 5,
        reorder: u32::MAX,
        ..Default::default()
    };
    let mut root = bench.root(netem(params), Vec::new(), &[]);
    let times = arrivals(&mut bench, &mut root, 20, 100);
    let early: Vec<_> = times
        .iter()
        .filter(|(time, _)| time.is_zero())
        .map(|(_, mark)| *mark)
        .collect();
    // The last that overtakes is the first of them.
    assert_eq!(early, [19, 14, 9, 4]);
    assert!(times[4..].iter().all(|(time, _)| *time == millis(10)));
    assert_eq!(root.stats().queue.requeues, 4);
}

#[test]
fn a_rate_counts_overhead_and_cells() {
    let take = |params: NetemParams| {
        let mut bench = Bench::new(1);
        let mut root = bench.root(
            netem(NetemParams {
                rate: 100_000,
                ..params
            }),
            Vec::new(),
            &[],
        );
        let times = arrivals(&mut bench, &mut root, 3, 100);
        times
            .iter()
            .map(|(time, _)| time.as_micros())
            .collect::<Vec<_>>()
    };
    assert_eq!(take(NetemParams::default()), [1000, 2000, 3000]);
    let overhead = NetemParams {
        packet_overhead: 20,
        ..Default::default()
    };
    assert_eq!(take(overhead), [1200, 2400, 3600]);
    // 100 bytes are three cells of 48, each with 5 more.
    let cells = NetemParams {
        cell_size: 48,
        cell_overhead: 5,
        ..Default::default()
    };
    assert_eq!(take(cells), [1590, 3180, 4770]);
    // A delay is waited for while others are sent.
    let delay = NetemParams {
        delay: Duration::from_micros(1500),
        ..Default::default()
    };
    assert_eq!(take(delay), [2500, 3500, 4500]);
}

#[test]
fn what_arrives_goes_into_the_inner_qdisc() {
    let mut bench = Bench::new(1);
    let params = NetemParams {
        delay: millis(5),
        ..Default::default()
    };
    let mut root = bench.root(
        netem(params),
        Vec::new(),
        &[(1, QdiscKind::Pfifo { limit: 2 })],
    );
    for number in 0..4 {
        assert!(bench.put(&mut root, of_flow(0, number, 100)));
    }
    assert!(bench.take(&mut root).is_none());
    bench.pass(millis(5));
    assert_eq!(bench.drain(&mut root), [0, 1]);
    assert_eq!((root.stats().queue.drops, root.len()), (2, 0));
    bench.balance(&root, 4);
}

proptest! {
    #[test]
    fn nothing_is_lost_unseen(
        seed: u64, delay in 0..50_u64, jitter in 0..50_u64, loss in 0..50_u8, duplicate in 0..50_u8,
        reorder in 0..100_u8, gap in 0..5_u32, corrupt in 0..50_u8, rate in 0..1_000_000_u64, limit in 1..100_u32,
        steps in prop::collection::vec((any::<bool>(), 0..30_u64), 1..200),
    ) {
        let mut bench = Bench::new(seed);
        let params = NetemParams {
            limit, delay: millis(delay), jitter: millis(jitter),
            loss: share(loss.into()), duplicate: share(duplicate.into()), reorder: share(reorder.into()), gap,
            corrupt: share(corrupt.into()), rate, ..Default::default()
        };
        let mut root = bench.root(QdiscKind::Netem(Box::new(params)), Vec::new(), &[]);
        let mut put = 0;
        for (enqueue, time) in steps {
            if enqueue {
                put += 1;
                bench.put(&mut root, of_flow(0, put, 100));
            } else {
                bench.pass(millis(time));
                let peeked = bench.with(|cx| root.peek(cx));
                let packet: Option<Packet> = bench.take(&mut root);
                prop_assert_eq!(peeked.is_some(), packet.is_some());
                if packet.is_none() && root.len() > 0 {
                    prop_assert!(root.next_event() > bench.now);
                    prop_assert!(root.next_event() < Instant::FAR_FUTURE);
                }
            }
            bench.balance(&root, put.into());
        }
    }
}
