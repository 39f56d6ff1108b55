//! A full TCP stream and a ping through a class of 10 Mbit/s, with the kernel's TCP and the real programs.

use scenarios::netns::available;

use crate::topology::{ADDRESSES, Deck, FORWARDING, Ports};

const TOOLS: &[&str] = &["ping", "iperf3"];

/// `ens4` leads to server1.
const SHAPE: &str = "\
tc qdisc add dev ens4 root handle 1: htb default 10
tc class add dev ens4 parent 1: classid 1:10 htb rate 10mbit
";

/// The round trip that one ping in a hundred exceeds, in milliseconds, while server2 sends to server1; and what
/// it could send, in Mbit/s.
fn measure(deck: &Deck, leaf: &str) -> (f64, f64) {
    for line in SHAPE.lines() {
        assert_eq!(deck.router(line), "", "{line}");
    }
    let line = format!("tc qdisc add dev ens4 parent 1:10 handle 10: {leaf}");
    assert_eq!(deck.router(&line), "");
    let argv = ["iperf3", "-s", "-1", "--forceflush"];
    let _server = deck.spawn("server1", &argv, "Server listening");
    // BBR, where it is the default, keeps no queue by itself.
    let argv = [
        "iperf3",
        "-C",
        "reno",
        "-c",
        "1.1.1.11",
        "-t",
        "12",
        "-f",
        "m",
        "--forceflush",
    ];
    let mut stream = deck.spawn("server2", &argv, "connected to");
    // After its slow start.
    let pings = deck.on("server2", "sleep 3; ping -i 0.01 -c 700 1.1.1.11 || true");
    let (status, report) = stream.finish();
    assert_eq!(status, 0, "{report}");
    deck.router("tc qdisc del dev ens4 root");
    let mut times: Vec<f64> = pings
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("time=")?.parse().ok())
        .collect();
    assert!(times.len() > 300, "{pings}");
    times.sort_by(f64::total_cmp);
    let received = report.lines().find(|line| line.ends_with("receiver"));
    let rate = received.and_then(|line| {
        line.split(" Mbits/sec")
            .next()?
            .split_whitespace()
            .last()?
            .parse()
            .ok()
    });
    (
        times[times.len() * 99 / 100],
        rate.expect("iperf3's report"),
    )
}

#[test]
fn fq_codel_keeps_a_ping_below_20_ms_beside_a_full_stream() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("latency", Ports::Tap, &format!("{ADDRESSES}{FORWARDING}"));
    let (fifo, fifo_rate) = measure(&deck, "pfifo limit 1000");
    let (fair, fair_rate) = measure(&deck, "fq_codel");
    println!("pfifo {fifo} ms, {fifo_rate} Mbit/s; fq_codel {fair} ms, {fair_rate} Mbit/s");
    assert!(fair < 20.0, "{fair} ms");
    assert!(fifo > 200.0, "{fifo} ms");
    assert!(
        fair_rate > 7.5 && fifo_rate > 7.5,
        "{fifo_rate}, {fair_rate}"
    );
}
