//! What a million connections take, in a whole router. Alone in its program, whose memory is measured.

use std::{fs, time::Duration};

use benches::{
    rules::{Rules, pipeline},
    traffic::Traffic,
};
use dataplane::packet::Batch;

const CONNECTIONS: u32 = 1_000_000;
/// Bytes that a connection may take, all in.
const EACH: usize = 256;

/// Bytes of memory that the program has.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
    kib.expect("a number") * 1024
}

#[test]
fn a_million_translated_connections_are_held_in_256_megabytes() {
    let mut pipeline = pipeline(
        Traffic::small(CONNECTIONS),
        Rules::new().stateful(10_000).snat(),
    );
    // What one burst takes is taken.
    pipeline.burst_after(Duration::ZERO);
    let before = resident();
    for _ in 0..CONNECTIONS as usize / Batch::MAX {
        pipeline.burst_after(Duration::ZERO);
    }
    let conntrack = pipeline.router.conntrack.of(0);
    assert_eq!(conntrack.count(), CONNECTIONS as usize);
    let (grown, table) = (resident() - before, conntrack.memory());
    println!(
        "{} bytes of memory a connection; the table has {}",
        grown / CONNECTIONS as usize,
        table / CONNECTIONS as usize
    );
    assert!(grown <= EACH * CONNECTIONS as usize, "{grown}");
    assert!(table <= EACH * CONNECTIONS as usize, "{table}");
    let totals = pipeline.router.totals();
    assert_eq!(totals.sent, totals.received, "{totals:?}");
}
