//! `tollgate explain` from the command line.

use control::replay::CaptureWriter;
use dataplane::time::Instant;
use etherparse::PacketBuilder;

use super::harness::{Folder, run};

const RUNBOOK: &str = "\
ip link add p0 address 02:00:00:00:00:01 type pcap
ip link add p1 address 02:00:00:00:00:02 type pcap
ip address add 10.0.0.1/24 dev p0
ip address add 10.0.1.1/24 dev p1
ip link set p0 up
ip link set p1 up
sysctl -w net.ipv4.ip_forward=1
iptables -A FORWARD -p udp --dport 53 -j ACCEPT
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -A FORWARD -j DROP
";

#[test]
fn a_packet_is_explained_without_a_daemon() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    let packet = "udp 10.0.0.2:5 > 10.0.1.2:53";
    let arguments = ["explain", "-c", "router.conf", packet, "--then", "reply"];
    let (status, told, errors) = run(&folder, &arguments);
    assert_eq!((status, errors.as_str()), (0, ""));
    assert!(
        told.contains("-p udp -m udp --dport 53 -j ACCEPT (router.conf:8)"),
        "{told}"
    );
    assert!(
        told.contains("verdict: it leaves by p0 as udp 10.0.1.2:53 > 10.0.0.2:5"),
        "{told}"
    );
    let (status, json, _) = run(&folder, &["explain", "-c", "router.conf", "--json", packet]);
    assert_eq!(status, 0);
    assert!(json.contains("\"dev\": \"p1\""), "{json}");
}

#[test]
fn each_frame_of_a_capture_is_explained() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    let file = folder.path("in.pcap");
    let mut writer = CaptureWriter::create(&file, true).expect("writable");
    for (at, port) in [(0_u64, 53), (1, 54), (2, 53)] {
        let mut frame = Vec::new();
        PacketBuilder::ethernet2([2, 0, 0, 0, 1, 1], [2, 0, 0, 0, 0, 1])
            .ipv4([10, 0, 0, 2], [10, 0, 1, 2], 64)
            .udp(1000, port)
            .write(&mut frame, b"payload")
            .expect("memory");
        let at = Instant::from_nanos(1_700_000_000_000_000_000 + at * 1_000_000_000);
        writer.write(at, &frame).expect("writable");
    }
    writer.finish().expect("writable");
    let arguments = [
        "explain",
        "-c",
        "router.conf",
        "--in",
        "p0",
        "--pcap",
        "in.pcap",
    ];
    let (status, told, errors) = run(&folder, &arguments);
    assert_eq!((status, errors.as_str()), (0, ""));
    let verdicts: Vec<_> = told
        .lines()
        .filter(|line| line.starts_with("verdict"))
        .collect();
    let leaves = "verdict: it leaves by p1 as udp 10.0.0.2:1000 > 10.0.1.2:53 ttl 63 df len 7";
    let dropped = "verdict: dropped by rule 3 of filter FORWARD (router.conf:10): netfilter_drop";
    assert_eq!(verdicts, [leaves, dropped, leaves], "{told}");
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    let (status, told, errors) = run(
        &folder,
        &[
            "explain",
            "-c",
            "router.conf",
            "udp 10.0.0.2:5 > 10.0.1.256:53",
        ],
    );
    assert_eq!((status, told.as_str()), (1, ""));
    let mut lines = errors.lines();
    assert_eq!(lines.next(), Some("udp 10.0.0.2:5 > 10.0.1.256:53"));
    let caret = lines.next().expect("a line with carets");
    assert_eq!(caret.find('^'), Some(17), "{errors}");
    assert!(errors.contains("for example: tcp"), "{errors}");
    folder.write(
        "bad.conf",
        "ip link add p0 type pcap\niptables -A FORWARD -j NOWHERE\n",
    );
    let (status, _, errors) = run(
        &folder,
        &["explain", "-c", "bad.conf", "udp 10.0.0.2:5 > 10.0.1.2:53"],
    );
    assert_eq!(status, 1);
    assert!(errors.contains("bad.conf:2"), "{errors}");
    // Somewhere it has to be told what is explained.
    assert_eq!(
        run(&folder, &["explain", "udp 10.0.0.2:5 > 10.0.1.2:53"]).0,
        2
    );
    assert_eq!(run(&folder, &["trace", "tpc"]).0, 1);
}
