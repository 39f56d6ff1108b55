//! `tollgate replay`: captures in, captures out, to the byte and the nanosecond.

use std::{fs, path::Path};

use control::replay::{Capture, CaptureWriter, Frame};
use dataplane::time::Instant;
use etherparse::{NetSlice, PacketBuilder, SlicedPacket, TransportSlice};

use super::harness::{Folder, exists, run};

const RUNBOOK: &str = "\
ip link add p0 address 02:00:00:00:00:01 type pcap
ip link add p1 address 02:00:00:00:00:02 type pcap
ip link add p2 type pcap
ip address add 10.0.0.1/24 dev p0
ip address add 10.0.1.1/24 dev p1
ip link set p0 up
ip link set p1 up
sysctl -w net.ipv4.ip_forward=1
";

const SECOND: u64 = 1_000_000_000;
/// When the captures begin: some moment of November 2023.
const START: u64 = 1_700_000_000 * SECOND;

const ROUTER: [[u8; 6]; 2] = [[2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]];
const HOST: [[u8; 6]; 2] = [[2, 0, 0, 0, 1, 1], [2, 0, 0, 0, 1, 2]];

fn arp(operation: u8, sender: ([u8; 6], [u8; 4]), target: ([u8; 6], [u8; 4])) -> Vec<u8> {
    let to = if operation == 1 { [0xff; 6] } else { target.0 };
    [
        &to[..],
        &sender.0,
        &[8, 6, 0, 1, 8, 0, 6, 4, 0, operation],
        &sender.0,
        &sender.1,
        &target.0,
        &target.1,
    ]
    .concat()
}

/// A ping from host 0 to host 1, on its way to the router.
fn ping(sequence: u16) -> Vec<u8> {
    let builder = PacketBuilder::ethernet2(HOST[0], ROUTER[0])
        .ipv4([10, 0, 0, 2], [10, 0, 1, 2], 64)
        .icmpv4_echo_request(1, sequence);
    let mut frame = Vec::new();
    builder.write(&mut frame, b"payload").expect("memory");
    frame
}

fn write(path: &Path, frames: &[(u64, Vec<u8>)]) {
    let mut writer = CaptureWriter::create(path, true).expect("writable");
    for (at, frame) in frames {
        let at = Instant::from_nanos(START + at);
        writer.write(at, frame).expect("writable");
    }
    writer.finish().expect("writable");
}

/// The frames of a capture: times since the start, and bytes.
fn read(path: &Path) -> Vec<(u64, Vec<u8>)> {
    let mut capture = Capture::open(path).expect("a capture");
    let mut frames = Vec::new();
    while let Some(Frame { at, bytes, .. }) = capture.next_frame().expect("good") {
        frames.push((at.as_nanos() - START, bytes));
    }
    frames
}

/// What a frame is, for people.
fn describe(frame: &[u8]) -> String {
    let packet = SlicedPacket::from_ethernet(frame).expect("a good frame");
    match (packet.net, packet.transport) {
        (Some(NetSlice::Ipv4(ip)), Some(TransportSlice::Icmpv4(icmp))) => {
            let header = ip.header();
            format!(
                "{} > {} ttl {} {:?}",
                header.source_addr(),
                header.destination_addr(),
                header.ttl(),
                icmp.icmp_type()
            )
        }
        _ => match &frame[12..] {
            [8, 6, _, _, _, _, _, _, 0, 1, rest @ ..] => format!("who-has {:?}", &rest[16..20]),
            [8, 6, _, _, _, _, _, _, 0, 2, rest @ ..] => format!("is-at {:?}", &rest[..6]),
            other => format!("{other:x?}"),
        },
    }
}

fn described(path: &Path) -> Vec<(u64, String)> {
    let frames = read(path);
    let describe = |(at, bytes): &(u64, Vec<u8>)| (*at, describe(bytes));
    frames.iter().map(describe).collect()
}

const ARGUMENTS: &[&str] = &[
    "replay",
    "-c",
    "router.conf",
    "--in",
    "p0=in0.pcap",
    "--in",
    "p1=in1.pcap",
    "--out",
    "out",
    "--nanoseconds",
];

#[test]
fn frames_go_through_the_router_in_virtual_time() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    write(
        &folder.path("in0.pcap"),
        &[
            (0, arp(1, (HOST[0], [10, 0, 0, 2]), ([0; 6], [10, 0, 0, 1]))),
            (SECOND, ping(1)),
            (2 * SECOND, ping(2)),
        ],
    );
    write(
        &folder.path("in1.pcap"),
        &[(
            SECOND + 500_123,
            arp(2, (HOST[1], [10, 0, 1, 2]), (ROUTER[1], [10, 0, 1, 1])),
        )],
    );
    let (status, stdout, stderr) = run(&folder, ARGUMENTS);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    let first = stdout.lines().next().unwrap_or_default();
    assert!(first.starts_with("frames replayed: 4, in 2.0"), "{stdout}");

    let p0 = described(&folder.path("out/p0.pcap"));
    assert_eq!(p0, [(0, "is-at [2, 0, 0, 0, 0, 1]".to_owned())]);
    let p1 = described(&folder.path("out/p1.pcap"));
    let echo = |sequence| {
        format!(
            "10.0.0.2 > 10.0.1.2 ttl 63 EchoRequest(IcmpEchoHeader {{ id: 1, seq: {sequence} }})"
        )
    };
    assert_eq!(
        p1,
        [
            (SECOND, "who-has [10, 0, 1, 2]".to_owned()),
            (SECOND + 500_123, echo(1)),
            (2 * SECOND, echo(2)),
        ]
    );
    assert!(read(&folder.path("out/p2.pcap")).is_empty());
}

#[test]
fn timers_run_at_their_own_times() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    write(
        &folder.path("in0.pcap"),
        &[
            (0, arp(1, (HOST[0], [10, 0, 0, 2]), ([0; 6], [10, 0, 0, 1]))),
            (SECOND, ping(1)),
        ],
    );
    write(&folder.path("in1.pcap"), &[]);
    let (status, stdout, stderr) = run(&folder, ARGUMENTS);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    let p1 = described(&folder.path("out/p1.pcap"));
    let probe = |at| (at * SECOND, "who-has [10, 0, 1, 2]".to_owned());
    assert_eq!(p1, [probe(1), probe(2), probe(3)]);
    let p0 = described(&folder.path("out/p0.pcap"));
    let (at, unreachable) = p0.last().expect("an answer");
    assert_eq!(*at, 4 * SECOND);
    assert!(
        unreachable.starts_with("10.0.0.1 > 10.0.0.2 ttl 64 DestinationUnreachable(Host"),
        "{unreachable}"
    );
    assert!(stdout.contains("held 0"), "{stdout}");
}

#[test]
fn an_address_lives_as_long_as_it_was_given() {
    let folder = Folder::new();
    let runbook = RUNBOOK.replace(
        "10.0.0.1/24 dev p0",
        "10.0.0.1/24 dev p0 valid_lft 5 preferred_lft 5",
    );
    folder.write("router.conf", runbook);
    let ask = || arp(1, (HOST[0], [10, 0, 0, 2]), ([0; 6], [10, 0, 0, 1]));
    write(
        &folder.path("in0.pcap"),
        &[(0, ask()), (4 * SECOND, ask()), (7 * SECOND, ask())],
    );
    write(&folder.path("in1.pcap"), &[]);
    let (status, stdout, stderr) = run(&folder, ARGUMENTS);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    let p0 = described(&folder.path("out/p0.pcap"));
    let answer = |at| (at, "is-at [2, 0, 0, 0, 0, 1]".to_owned());
    assert_eq!(p0, [answer(0), answer(4 * SECOND)]);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    let pings: Vec<_> = (0..50)
        .map(|i| (u64::from(i) * SECOND / 7, ping(i)))
        .collect();
    write(&folder.path("in0.pcap"), &pings);
    let answer = arp(2, (HOST[1], [10, 0, 1, 2]), (ROUTER[1], [10, 0, 1, 1]));
    write(&folder.path("in1.pcap"), &[(SECOND, answer)]);
    let outputs = ["one", "two"].map(|out| {
        let mut arguments = ARGUMENTS.to_vec();
        arguments[8] = out;
        arguments.extend(["--seed", "7"]);
        let (status, _, stderr) = run(&folder, &arguments);
        assert_eq!((status, stderr.as_str()), (0, ""));
        ["p0", "p1", "p2"].map(|port| {
            fs::read(folder.path(out).join(port).with_extension("pcap")).expect("written")
        })
    });
    assert_eq!(outputs[0], outputs[1]);
}

#[test]
fn what_cannot_be_replayed_is_said() {
    let folder = Folder::new();
    folder.write("router.conf", RUNBOOK);
    write(&folder.path("in0.pcap"), &[]);
    write(&folder.path("in1.pcap"), &[(0, ping(1)), (1, ping(2))]);
    let refused = |arguments: &[&str], expected: &str| {
        let (status, _, stderr) = run(&folder, arguments);
        assert_eq!(status, 1);
        assert!(stderr.contains(expected), "{stderr}");
    };
    let with = |place: usize, word| {
        let mut arguments = ARGUMENTS.to_vec();
        arguments[place] = word;
        arguments
    };
    refused(
        &with(4, "p9=in0.pcap"),
        "--in p9: the configuration has no such port",
    );
    refused(&with(4, "p1=in0.pcap"), "--in p1: given twice");
    refused(&with(4, "p0=none.pcap"), "none.pcap: No such file");
    refused(&with(4, "p0=router.conf"), "not a pcap or pcapng file");
    refused(&with(2, "none.conf"), "none.conf: No such file");
    assert!(!exists(&folder.path("out")), "nothing was written");

    // A frame of which only a part was captured is left out, and the status says so.
    let mut bytes = fs::read(folder.path("in1.pcap")).expect("written above");
    bytes[24 + 12] += 1;
    folder.write("in1.pcap", bytes);
    let (status, stdout, _) = run(&folder, ARGUMENTS);
    assert_eq!(status, 1);
    assert!(stdout.contains("frames replayed: 1,"), "{stdout}");
    assert!(
        stdout.contains("frames left out, captured in part only: 1"),
        "{stdout}"
    );
}
