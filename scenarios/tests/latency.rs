//! A full TCP stream and a ping through a class of 10 Mbit/s, in the lab: real TCP stacks (CUBIC), real `tc`
//! commands, virtual time.

use dataplane::time::Duration;
use scenarios::{
    host::Host,
    lab::{HostId, Lab, Plug, RouterId},
    link::LinkSpec,
    router::Router,
    tools,
};

/// Two hosts with a router between them, 5 ms of cable on each side; what goes to the second one is shaped.
fn lab(leaf: &str) -> (Lab, [HostId; 2], RouterId) {
    let mut lab = Lab::new(1);
    let cable = LinkSpec {
        delay: Duration::from_millis(5),
        ..LinkSpec::default()
    };
    let mut router = Router::new(
        "router",
        &[("ens4", "02:00:00:00:01:01"), ("ens5", "02:00:00:00:02:01")],
        1,
    );
    for line in [
        "ip addr add 10.0.1.1/24 dev ens4",
        "ip addr add 10.0.2.1/24 dev ens5",
        "ip link set ens4 up",
        "ip link set ens5 up",
        "sysctl -w net.ipv4.ip_forward=1",
        "tc qdisc add dev ens5 root handle 1: htb default 10",
        "tc class add dev ens5 parent 1: classid 1:10 htb rate 10mbit",
        &format!("tc qdisc add dev ens5 parent 1:10 handle 10: {leaf}"),
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let done = router.execute(&words);
        assert_eq!(done.status, 0, "{line}: {}", done.output);
    }
    let router = lab.add_router(router);
    let hosts = [1, 2].map(|n: u8| {
        let card = format!("02:00:00:00:0{n}:02").parse().expect("an address");
        let mut host = Host::new("host", &[("eth0", card)], n.into());
        for line in [
            format!("ip addr add 10.0.{n}.2/24 dev eth0"),
            "ip link set eth0 up".to_owned(),
            format!("ip route add default via 10.0.{n}.1"),
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(host.configure(&words).status, 0, "{line}");
        }
        let host = lab.add_host(host);
        lab.connect(
            Plug::Host(host, 0),
            Plug::Router(router, usize::from(n) - 1),
            cable,
        );
        host
    });
    (lab, hosts, router)
}

/// The round trip that one ping in a hundred exceeds, in milliseconds, while 20 MB go the same way; and the rate
/// of those, in Mbit/s.
fn measure(leaf: &str) -> (f64, f64) {
    let (mut lab, [one, two], router) = lab(leaf);
    // Until the stream has had its slow start.
    let ping = tools::start(
        &mut lab,
        one,
        &["ping", "-i", "0.02", "-c", "700", "10.0.2.2"],
    );
    let address = "10.0.2.2".parse().expect("an address");
    let Some(stream) = tools::transfer(&mut lab, one, two, address, 20_000_000) else {
        let words = ["tc", "-s", "qdisc", "show", "dev", "ens5"];
        let shown = lab.router(router).execute(&words).output;
        panic!(
            "{leaf}: the stream does not get through\n{}\n{shown}",
            lab.jobs().output(ping)
        );
    };
    assert!(stream.intact);
    let output = tools::finish(&mut lab, ping).output;
    let mut times: Vec<f64> = output
        .split_whitespace()
        .filter_map(|word| word.strip_prefix("time=")?.parse().ok())
        .collect();
    assert!(times.len() > 600, "{output}");
    times.sort_by(f64::total_cmp);
    (times[times.len() * 99 / 100], stream.rate() / 1e6)
}

#[test]
fn fq_codel_keeps_a_ping_below_20_ms_beside_a_full_stream() {
    let (fifo, fifo_rate) = measure("pfifo limit 1000");
    let (fair, fair_rate) = measure("fq_codel");
    println!("pfifo {fifo} ms, {fifo_rate:.2} Mbit/s; fq_codel {fair} ms, {fair_rate:.2} Mbit/s");
    // 20 ms are the cables'.
    assert!(fair < 20.0 + 5.0, "{fair} ms");
    assert!(fifo > 200.0, "{fifo} ms");
    // 1,448 of 1,514 bytes are the stream's.
    assert!(
        fair_rate > 8.5 && fifo_rate > 8.5,
        "{fifo_rate}, {fair_rate}"
    );
}
