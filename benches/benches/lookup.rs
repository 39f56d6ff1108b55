//! Longest-prefix match: ours, one by one and in bursts, beside the crates that do the same.
//!
//! First a report: where the table comes from, memory, time to build, and what single updates
//! take. `--test` uses small tables and runs everything once.

use std::{
    env,
    hint::black_box,
    time::{Duration, Instant},
};

use benches::{
    lookup::{BURST, NEXTHOPS, Peer, filled, id, keyed4, keyed6, peers4, peers6},
    random::Random,
    tables::{self, Source},
};
use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use dataplane::{
    iface::{IfIndex, Scope},
    route::{FibWriter, Hit, Key, Leaf, NextHop, RouteInfo, RouteKind, Routing, TableId},
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Different destinations, in random order.
const DESTINATIONS: usize = 1 << 20;

struct Sizes {
    ipv4: usize,
    ipv6: usize,
}

fn main() {
    let test = env::args().any(|argument| argument == "--test");
    // A test run needs neither the network nor minutes.
    let (sizes, source) = if test {
        let (ipv4, ipv6) = (10_000, 5_000);
        (Sizes { ipv4, ipv6 }, tables::source())
    } else {
        let (ipv4, ipv6) = (1_000_000, 200_000);
        (Sizes { ipv4, ipv6 }, tables::fetch())
    };
    println!(
        "tables: {} IPv4 and {} IPv6 prefixes, {}",
        sizes.ipv4,
        sizes.ipv6,
        match source {
            Source::Real => "from the npm package @ip-location-db/asn",
            Source::Generated => "generated with the lengths of a real table",
        }
    );
    let mut criterion = Criterion::default()
        .configure_from_args()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20);

    let routes = tables::ipv4(sizes.ipv4);
    let keyed = keyed4(&routes);
    report("ipv4", &keyed);
    lookup4(&mut criterion, &routes, &keyed);

    let routes = tables::ipv6(sizes.ipv6);
    report("ipv6", &keyed6(&routes));
    lookup6(&mut criterion, "ipv6", &routes);
    let routes = tables::ipv6_scattered(sizes.ipv6);
    report("ipv6, scattered", &keyed6(&routes));
    lookup6(&mut criterion, "ipv6-scattered", &routes);
    criterion.final_summary();
}

/// Prints memory, build time, and the spread of what updates take.
fn report<A: Key>(name: &str, keyed: &[(A, u8, u32)]) {
    let start = Instant::now();
    let mut writer = filled(keyed);
    let build = start.elapsed();
    let memory = writer.memory();
    println!(
        "{name}: built in {build:.0?} ({:.0?} a route); {:.1} MB for lookups, {:.1} MB for the writer",
        build / keyed.len() as u32,
        memory.shared as f64 / 1e6,
        memory.writer as f64 / 1e6,
    );
    let mut random = Random::new(7);
    let mut change = Vec::new();
    let mut remove = Vec::new();
    let mut insert = Vec::new();
    for _ in 0..keyed.len().min(200_000) {
        let (prefix, len, info) = keyed[random.below(keyed.len())];
        let timed = |times: &mut Vec<Duration>, act: &mut dyn FnMut()| {
            let start = Instant::now();
            act();
            times.push(start.elapsed());
        };
        timed(&mut change, &mut || {
            black_box(writer.insert(prefix, len, id(info + 1)));
        });
        timed(&mut remove, &mut || {
            black_box(writer.remove(prefix, len));
        });
        timed(&mut insert, &mut || {
            black_box(writer.insert(prefix, len, id(info)));
        });
        writer.reclaim();
    }
    for (what, mut times) in [("change", change), ("remove", remove), ("insert", insert)] {
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!(
            "{name}: {what}: half within {:.2?}, 99 % {:.2?}, 99.9 % {:.2?}, all {:.2?}",
            at(0.5),
            at(0.99),
            at(0.999),
            at(1.0)
        );
    }
}

/// The main table of a router with these routes, an address, and 127.0.0.0/8.
fn routing(routes: impl Iterator<Item = (IpNet, u32)>) -> Routing {
    let mut writer = FibWriter::new();
    let info = |kind, oif: u32| RouteInfo {
        kind,
        scope: Scope::UNIVERSE,
        prefsrc: None,
        mtu: None,
        nexthops: [NextHop {
            gateway: None,
            oif: IfIndex::new(oif).expect("not 0"),
            weight: 1,
            onlink: false,
        }]
        .into(),
    };
    for (net, network) in routes {
        let info = info(RouteKind::Unicast, network % NEXTHOPS + 2);
        writer
            .insert(TableId::MAIN, net, 0, &info)
            .expect("few infos");
    }
    for local in [
        "127.0.0.0/8",
        "192.0.2.1/32",
        "::1/128",
        "2001:db8::1/128",
        "fe80::1/128",
    ] {
        let net = local.parse().expect("a prefix");
        let info = info(RouteKind::Local, 1);
        writer
            .insert(TableId::LOCAL, net, 0, &info)
            .expect("few infos");
    }
    let routing = writer.routing();
    writer.apply();
    routing
}

/// Benches `act` with one burst of destinations after the other.
fn bursts<D>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    dsts: &[D],
    mut act: impl FnMut(&[D]),
) {
    let mut next = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            act(&dsts[next..next + BURST]);
            next = (next + BURST) % dsts.len();
        });
    });
}

fn ours<A: Key>(group: &mut BenchmarkGroup<'_, WallTime>, keyed: &[(A, u8, u32)], dsts: &[A]) {
    let writer = filled(keyed);
    let lpm = writer.reader();
    bursts(group, "tollgate, one by one", dsts, |dsts| {
        for &dst in dsts {
            black_box(lpm.lookup(dst));
        }
    });
    let mut out: [Option<Leaf>; BURST] = [None; BURST];
    bursts(group, "tollgate, in bursts", dsts, |dsts| {
        lpm.lookup_batch(dsts, &mut out);
        black_box(&out);
    });
}

fn peers<'r, A>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    peers: impl IntoIterator<Item = Peer<'r, A>>,
    addrs: &[A],
) {
    for (name, fill) in peers {
        let lookup = fill();
        bursts(group, name, addrs, |addrs| lookup(addrs));
    }
}

fn lookup4(criterion: &mut Criterion, routes: &[(Ipv4Net, u32)], keyed: &[(u32, u8, u32)]) {
    let mut group = criterion.benchmark_group("ipv4");
    group.throughput(Throughput::Elements(BURST as u64));
    let addrs = tables::destinations4(routes, DESTINATIONS, 5);
    let dsts: Vec<u32> = addrs.iter().map(|addr| addr.to_bits()).collect();
    ours(&mut group, keyed, &dsts);

    let routing = routing(routes.iter().map(|&(net, info)| (net.into(), info)));
    let mut hits = [Hit::default(); BURST];
    bursts(
        &mut group,
        "tollgate, rules and tables, in bursts",
        &dsts,
        |dsts| {
            routing.lookup_batch4(dsts, &mut hits);
            black_box(&hits);
        },
    );
    drop(routing);

    peers(&mut group, peers4(routes), &addrs);
    group.finish();
}

fn lookup6(criterion: &mut Criterion, name: &str, routes: &[(Ipv6Net, u32)]) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(BURST as u64));
    let addrs = tables::destinations6(routes, DESTINATIONS, 5);
    let dsts: Vec<u128> = addrs.iter().map(|addr| addr.to_bits()).collect();
    ours(&mut group, &keyed6(routes), &dsts);

    let routing = routing(routes.iter().map(|&(net, info)| (net.into(), info)));
    let mut hits = [Hit::default(); BURST];
    bursts(
        &mut group,
        "tollgate, rules and tables, in bursts",
        &dsts,
        |dsts| {
            routing.lookup_batch6(dsts, &mut hits);
            black_box(&hits);
        },
    );
    drop(routing);

    peers(&mut group, peers6(routes), &addrs);
    group.finish();
}
