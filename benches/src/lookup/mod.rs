//! `tollgate-bench lookup`: longest-prefix match beside the crates and DPDK's structures, and connections beside
//! DPDK's hash, in one run.

mod connections;
mod crates;
mod dpdk;

use std::{
    hint::black_box,
    io,
    path::PathBuf,
    time::{Duration, Instant},
};

use dataplane::route::{InfoId, Key, Leaf, LpmWriter};
use ipnet::{Ipv4Net, Ipv6Net};

pub use crates::{Lookup, Peer, peers4, peers6};

use crate::{
    results::{Table, count, median, publish},
    tables,
};

/// Destinations in a burst.
pub const BURST: usize = 256;
/// Different next hops.
pub const NEXTHOPS: u32 = 64;
/// Different destinations, in random order.
const DESTINATIONS: usize = 1 << 20;

/// What is looked up.
#[derive(Clone, Debug)]
pub struct LookupOptions {
    /// Sizes of the tables, in routes.
    pub sizes: Vec<usize>,
    /// Sizes of the tables, in connections.
    pub connections: Vec<usize>,
    /// Rounds, of which the medians are reported.
    pub rounds: usize,
    /// Only contestants with this in their name.
    pub filter: Option<String>,
    /// Where results go as JSON.
    pub json: Option<PathBuf>,
    /// Where plots go.
    pub plots: Option<PathBuf>,
}

/// A prefix with its next hop as the structures here take it: from 2 on.
#[must_use]
pub fn keyed4(routes: &[(Ipv4Net, u32)]) -> Vec<(u32, u8, u32)> {
    let key =
        |&(net, info): &(Ipv4Net, u32)| (net.network().to_bits(), net.prefix_len(), hop(info));
    routes.iter().map(key).collect()
}

/// The same of IPv6.
#[must_use]
pub fn keyed6(routes: &[(Ipv6Net, u32)]) -> Vec<(u128, u8, u32)> {
    let key =
        |&(net, info): &(Ipv6Net, u32)| (net.network().to_bits(), net.prefix_len(), hop(info));
    routes.iter().map(key).collect()
}

const fn hop(info: u32) -> u32 {
    info % NEXTHOPS + 2
}

/// Our structure with these routes.
#[must_use]
pub fn filled<A: Key>(keyed: &[(A, u8, u32)]) -> LpmWriter<A> {
    let mut writer = LpmWriter::new();
    for (number, &(prefix, len, info)) in keyed.iter().enumerate() {
        writer.insert(prefix, len, id(info));
        // The control side does it when much has gathered; nobody looks up yet.
        if number % 4096 == 0 {
            writer.reclaim();
        }
    }
    writer
}

/// The number of a route's info.
///
/// # Panics
/// If it is larger than there can be.
#[must_use]
pub fn id(info: u32) -> InfoId {
    InfoId::new(info).expect("a small number")
}

/// The number of the table of [`run`] that is about connections.
const CONNECTIONS: usize = 4;

/// Runs the comparison.
///
/// # Errors
/// If a peer can't be run, or results can't be written.
pub fn run(options: &LookupOptions) -> io::Result<()> {
    let dpdk = dpdk::Driver::build()?;
    if dpdk.is_none() {
        eprintln!("without DPDK: install dpdk-dev, libdpdk-dev, gcc and pkg-config to have it");
    }
    let source = tables::fetch();
    let mut all = [
        Table::new("IPv4 lookup", "ns a lookup", "routes"),
        Table::new("IPv6 lookup", "ns a lookup", "routes"),
        Table::new("Memory for IPv4 lookups", "MB", "routes"),
        Table::new("Memory for IPv6 lookups", "MB", "routes"),
        Table::new("Connection lookup", "ns a lookup", "connections"),
    ];
    println!("prefixes: {source:?}; destinations inside of them at random\n");
    for &size in &options.sizes {
        let column = count(size);
        eprintln!("{column} routes");
        let routes = tables::ipv4(size);
        let addrs = tables::destinations4(&routes, DESTINATIONS, 5);
        let keyed = keyed4(&routes);
        let mut contest = Contest::new(options, &column, &mut all, 0);
        let dsts: Vec<u32> = addrs.iter().map(|addr| addr.to_bits()).collect();
        contest.ours(&keyed, &dsts);
        contest.peers(peers4(&routes), &addrs);
        if let Some(dpdk) = &dpdk {
            let words = dpdk::words4(&keyed, &dsts);
            contest.dpdk(dpdk, &words)?;
        }
        let routes = tables::ipv6(size);
        let addrs = tables::destinations6(&routes, DESTINATIONS, 5);
        let keyed = keyed6(&routes);
        let mut contest = Contest::new(options, &column, &mut all, 1);
        let dsts: Vec<u128> = addrs.iter().map(|addr| addr.to_bits()).collect();
        contest.ours(&keyed, &dsts);
        contest.peers(peers6(&routes), &addrs);
        if let Some(dpdk) = &dpdk {
            let words = dpdk::words6(&keyed, &dsts);
            contest.dpdk(dpdk, &words)?;
        }
    }
    for &size in &options.connections {
        let column = count(size);
        eprintln!("{column} connections");
        let known = connections::connections(size);
        let tuples = connections::looked_for(&known, DESTINATIONS);
        let mut contest = Contest::new(options, &column, &mut all, CONNECTIONS);
        connections::ours(&mut contest, &known, &tuples);
        if let Some(dpdk) = &dpdk {
            let words = dpdk::words_of_tuples(&known, &tuples);
            contest.dpdk(dpdk, &words)?;
        }
    }
    let all: Vec<_> = all
        .into_iter()
        .filter(|table| !table.rows.is_empty())
        .collect();
    publish(&all, options.json.as_deref(), options.plots.as_deref())
}

/// The contestants of one family and one table, or of one table of connections.
struct Contest<'a> {
    options: &'a LookupOptions,
    column: &'a str,
    tables: &'a mut [Table],
    /// 0 for IPv4, 1 for IPv6; or [`CONNECTIONS`].
    table: usize,
}

impl<'a> Contest<'a> {
    fn new(
        options: &'a LookupOptions,
        column: &'a str,
        tables: &'a mut [Table],
        table: usize,
    ) -> Self {
        Self {
            options,
            column,
            tables,
            table,
        }
    }

    fn wants(&self, name: &str) -> bool {
        self.options
            .filter
            .as_deref()
            .is_none_or(|filter| name.contains(filter))
    }

    fn note(&mut self, name: &str, nanos: f64) {
        self.tables[self.table].put(name, self.column, nanos);
    }

    fn note_memory(&mut self, name: &str, bytes: usize) {
        // What a connection takes is more than what finds it.
        if self.table != CONNECTIONS {
            self.tables[2 + self.table].put(name, self.column, bytes as f64 / 1e6);
        }
    }

    /// Times `act` over all destinations, in bursts.
    fn time<D>(&mut self, name: &str, dsts: &[D], mut act: impl FnMut(&[D])) {
        if !self.wants(name) {
            return;
        }
        let rounds = (0..self.options.rounds).map(|_| {
            let start = Instant::now();
            dsts.chunks_exact(BURST).for_each(&mut act);
            nanos(start.elapsed()) / (dsts.len() / BURST * BURST) as f64
        });
        let rounds: Vec<f64> = rounds.collect();
        self.note(name, median(&rounds));
    }

    fn ours<A: Key>(&mut self, keyed: &[(A, u8, u32)], dsts: &[A]) {
        let writer = filled(keyed);
        let lpm = writer.reader();
        let mut out: [Option<Leaf>; BURST] = [None; BURST];
        self.time("tollgate, in bursts", dsts, |dsts| {
            lpm.lookup_batch(dsts, &mut out);
            black_box(&out);
        });
        self.time("tollgate, one by one", dsts, |dsts| {
            for &dst in dsts {
                black_box(lpm.lookup(dst));
            }
        });
        self.note_memory("tollgate", writer.memory().shared);
    }

    fn peers<A>(&mut self, peers: impl IntoIterator<Item = Peer<'a, A>>, addrs: &[A]) {
        for (name, fill) in peers {
            if self.wants(name) {
                let lookup = fill();
                self.time(name, addrs, |addrs| lookup(addrs));
            }
        }
    }

    fn dpdk(&mut self, driver: &dpdk::Driver, words: &[u32]) -> io::Result<()> {
        if !self.wants("rte_") {
            return Ok(());
        }
        for (name, rounds, bytes) in driver.run(words, self.options.rounds)? {
            self.note(&name, median(&rounds));
            self.note_memory(&name, bytes);
        }
        Ok(())
    }
}

fn nanos(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e9
}
