//! One TCP stream by iperf3.

use std::{io, thread, time::Duration};

use serde_json::Value;

use super::net::{HOST, Topology};

/// Gbit/s of one TCP stream from host `from` to the other.
pub(super) fn stream(topology: &Topology, from: usize, time: Duration) -> io::Result<f64> {
    let to = 1 - from;
    let words = ["iperf3", "-s", "-1", "-B", HOST[to]].map(String::from);
    let mut server = topology.hosts[to].start(&words)?;
    let result = connect(topology, from, to, time);
    if result.is_err() {
        let _ = server.kill();
    }
    let _ = server.wait();
    result
}

fn connect(topology: &Topology, from: usize, to: usize, time: Duration) -> io::Result<f64> {
    let seconds = time.as_secs().max(1);
    let line = format!("iperf3 -c {} -t {seconds} -O 1 -J", HOST[to]);
    let mut last = io::Error::other("iperf3 did not start");
    for _ in 0..40 {
        thread::sleep(Duration::from_millis(50));
        match topology.hosts[from].exec(&line) {
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
