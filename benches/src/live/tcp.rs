//! TCP streams by iperf3.

use std::{
    io, thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::net::{HOST, Topology};

/// How long it is tried to reach the server.
const BEGIN: Duration = Duration::from_secs(4);

/// Which way the bytes go. The first host connects to the second in any case, so that the router
/// translates both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    There,
    Back,
}

/// Gbit/s of `count` TCP streams together.
pub(super) fn streams(
    topology: &Topology,
    way: Way,
    count: usize,
    time: Duration,
) -> io::Result<f64> {
    let words = ["iperf3", "-s", "-1", "-B", HOST[1]].map(String::from);
    let mut server = topology.hosts[1].start(&words)?;
    let result = connect(topology, way, count, time);
    // It ends by itself, but not where the client did not come so far.
    let _ = server.kill();
    let _ = server.wait();
    result
}

fn connect(topology: &Topology, way: Way, count: usize, time: Duration) -> io::Result<f64> {
    let seconds = time.as_secs().max(1);
    let reverse = match way {
        Way::There => "",
        Way::Back => "-R",
    };
    let line = format!(
        "iperf3 -c {} --connect-timeout 2000 -t {seconds} -O 1 -P {count} {reverse} -J",
        HOST[1]
    );
    let start = Instant::now();
    let mut last = io::Error::other("iperf3 did not start");
    while start.elapsed() < BEGIN {
        thread::sleep(Duration::from_millis(50));
        match topology.hosts[0].exec(&line) {
            Ok(output) => return bits(&output.stdout),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Gbit/s received, from iperf3's JSON.
fn bits(json: &[u8]) -> io::Result<f64> {
    let value: Value = serde_json::from_slice(json)?;
    value["end"]["sum_received"]["bits_per_second"]
        .as_f64()
        .map(|bits| bits / 1e9)
        .ok_or_else(|| io::Error::other("iperf3 gave no rate"))
}
