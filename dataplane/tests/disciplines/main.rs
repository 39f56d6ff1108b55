//! What disciplines keep and drop when nothing leaves: the same frames to the router's and to a Debian kernel's,
//! behind a class that is too slow to send more than two.
//!
//! What that kernel counted is recorded in `recorded.txt`. With `TOLLGATE_ORACLE=vm` it is asked again, in a
//! virtual machine (`control/tests/vm`, made with perl), and with `TOLLGATE_RECORD=1` too it is recorded
//! anew.

#[path = "../rig/mod.rs"]
mod rig;
#[path = "../classifiers/vm.rs"]
mod vm;

use std::fmt::Write;

use dataplane::{
    packet::{Meta, Packet, PacketBuf},
    qos::{
        CodelParams, FqCodelParams, Handle, HtbClass, NetemParams, Parent, PrioParams, Qdisc,
        QdiscExtra, QdiscKind, QdiscStats, RedParams, Scheduler, SfqParams, Tree,
    },
    time::{Duration, Instant},
};
use rig::trees::{class, htb};

const RECORDED: &str = include_str!("recorded.txt");

/// Bytes a second: one packet in twelve seconds.
const RATE: u64 = 125;
/// Frames that are sent in each case.
const FRAMES: usize = 60;

/// A discipline as `tc` is told and as the router takes it, and those at its classes.
struct Case {
    command: &'static str,
    kind: QdiscKind,
    inner: Option<(&'static str, QdiscKind)>,
}

const SFQ: SfqParams = SfqParams {
    quantum: 1514,
    perturb: Duration::ZERO,
    limit: 127,
    divisor: 1024,
    flows: 128,
    depth: 127,
    headdrop: false,
    red: None,
};

const FQ_CODEL: FqCodelParams = FqCodelParams {
    limit: 10_240,
    flows: 1024,
    quantum: 1514,
    target: Duration::from_millis(5),
    interval: Duration::from_millis(100),
    memory_limit: 32 << 20,
    ecn: true,
    ce_threshold: None,
    drop_batch: 64,
};

/// As `tc` computes it of `min 3000 max 3001 avpkt 1000 burst 4`: between the two there is nothing to be
/// decided by chance.
const RED: RedParams = RedParams {
    limit: 30_000,
    min: 3000,
    max: 3001,
    max_p: 85_899_345,
    wlog: 2,
    plog: 6,
    scell_log: 10,
    packet_time: 125_000,
    ecn: false,
    harddrop: false,
    adaptive: false,
    nodrop: false,
};

fn cases() -> Vec<Case> {
    let single = |command, kind| Case {
        command,
        kind,
        inner: None,
    };
    let netem = |params| {
        QdiscKind::Netem(Box::new(NetemParams {
            limit: 30,
            ..params
        }))
    };
    vec![
        single(
            "sfq limit 20",
            QdiscKind::Sfq(SfqParams { limit: 20, ..SFQ }),
        ),
        single(
            "sfq limit 20 headdrop",
            QdiscKind::Sfq(SfqParams {
                limit: 20,
                headdrop: true,
                ..SFQ
            }),
        ),
        single(
            "sfq limit 50 depth 6",
            QdiscKind::Sfq(SfqParams {
                limit: 50,
                depth: 6,
                ..SFQ
            }),
        ),
        single(
            "sfq limit 50 depth 6 headdrop",
            QdiscKind::Sfq(SfqParams {
                limit: 50,
                depth: 6,
                headdrop: true,
                ..SFQ
            }),
        ),
        single(
            "fq_codel limit 30",
            QdiscKind::FqCodel(FqCodelParams {
                limit: 30,
                ..FQ_CODEL
            }),
        ),
        single(
            "fq_codel limit 40 drop_batch 3",
            QdiscKind::FqCodel(FqCodelParams {
                limit: 40,
                drop_batch: 3,
                ..FQ_CODEL
            }),
        ),
        single(
            "codel limit 10",
            QdiscKind::Codel(CodelParams {
                limit: 10,
                target: Duration::from_millis(5),
                interval: Duration::from_millis(100),
                ecn: false,
                ce_threshold: None,
            }),
        ),
        single(
            "red limit 30000 min 3000 max 3001 avpkt 1000 burst 4 bandwidth 1mbit",
            QdiscKind::Red(RED),
        ),
        single(
            "red limit 30000 min 3000 max 3001 avpkt 1000 burst 4 bandwidth 1mbit ecn",
            QdiscKind::Red(RedParams { ecn: true, ..RED }),
        ),
        single(
            "red limit 30000 min 3000 max 3001 avpkt 1000 burst 4 bandwidth 1mbit ecn nodrop",
            QdiscKind::Red(RedParams {
                ecn: true,
                nodrop: true,
                ..RED
            }),
        ),
        single(
            "red limit 30000 min 3000 max 3001 avpkt 1000 burst 4 bandwidth 1mbit ecn harddrop",
            QdiscKind::Red(RedParams {
                ecn: true,
                harddrop: true,
                ..RED
            }),
        ),
        Case {
            command: "prio bands 2 priomap 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            kind: QdiscKind::Prio(PrioParams {
                bands: 2,
                priomap: [1; 16],
            }),
            inner: Some(("2:2", QdiscKind::Pfifo { limit: 7 })),
        },
        single(
            "netem limit 30 delay 200s",
            netem(NetemParams {
                delay: Duration::from_secs(200),
                ..NetemParams::default()
            }),
        ),
        single(
            "netem limit 30 loss 100%",
            netem(NetemParams {
                loss: u32::MAX,
                ..NetemParams::default()
            }),
        ),
        single(
            "netem limit 30 duplicate 100% delay 200s",
            netem(NetemParams {
                duplicate: u32::MAX,
                delay: Duration::from_secs(200),
                ..NetemParams::default()
            }),
        ),
        single(
            "netem limit 30 delay 200s reorder 100% gap 3",
            netem(NetemParams {
                delay: Duration::from_secs(200),
                reorder: u32::MAX,
                gap: 3,
                ..NetemParams::default()
            }),
        ),
    ]
}

/// Frames of three flows, one of which sends as much as the others together; every fourth can be marked.
fn frames() -> Vec<Vec<u8>> {
    let frame = |n: usize| {
        let flow = [0, 0, 1, 2][n % 4];
        let len = 100 + (n * 397 + flow * 211) % 1400;
        let mut frame = vec![0; len];
        frame[..14].copy_from_slice(&[2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 1, 8, 0]);
        frame[14..16].copy_from_slice(&[0x45, if n % 4 == 1 { 2 } else { 0 }]);
        frame[16..18].copy_from_slice(&((len - 14) as u16).to_be_bytes());
        frame[22..24].copy_from_slice(&[64, 17]);
        frame[26..34].copy_from_slice(&[10, 0, 0, 1, 10, 0, 0, 2]);
        frame[34..38].copy_from_slice(&[4, flow as u8, 0, 53]);
        let sum = dataplane::checksum::checksum(&frame[14..34]);
        frame[24..26].copy_from_slice(&sum.to_be_bytes());
        frame
    };
    (0..FRAMES).map(frame).collect()
}

fn tree(case: &Case) -> Tree {
    let class = HtbClass {
        quantum: 1514,
        ..class(1, 0, 8 * RATE, 8 * RATE)
    };
    let mut tree = htb(1, &[class]);
    let mut add = |major, at, kind: &QdiscKind| {
        tree.qdiscs.push(Qdisc {
            handle: Handle::new(major, 0),
            parent: Parent::Class(at),
            kind: kind.clone(),
            filters: Vec::new(),
            classes: Vec::new(),
        });
    };
    add(2, Handle::new(1, 1), &case.kind);
    if let Some((_, kind)) = &case.inner {
        add(3, Handle::new(2, 2), kind);
    }
    tree
}

/// What the discipline counts, by the names that `tc -j` has for it.
fn numbers(stats: &QdiscStats) -> Vec<(&'static str, u64)> {
    let queue = stats.queue;
    let mut numbers = vec![
        ("bytes", queue.bytes),
        ("packets", queue.packets),
        ("drops", queue.drops),
        ("overlimits", queue.overlimits),
        ("requeues", queue.requeues),
        ("backlog", queue.backlog),
        ("qlen", queue.qlen.into()),
    ];
    if let QdiscExtra::Numbers(extra) = &stats.extra {
        // What depends on the size of buffers or on the time.
        let vague = ["memory_used", "ldelay", "drop_next"];
        numbers.extend(extra.iter().filter(|(name, _)| !vague.contains(name)));
    }
    numbers
}

fn run(case: &Case) -> QdiscStats {
    let now = Instant::ZERO + Duration::from_secs(1);
    let mut scheduler = Scheduler::new(&tree(case), now, 1).expect("it has a root");
    for frame in frames() {
        let packet = Packet {
            buf: PacketBuf::copy_from(&frame),
            meta: Meta {
                l3: 14,
                ..Meta::default()
            },
        };
        scheduler.enqueue(now, packet);
        while scheduler.dequeue(now).is_some() {}
    }
    let readings = scheduler.readings();
    let leaf = readings
        .qdiscs
        .iter()
        .find(|(handle, ..)| *handle == Handle::new(2, 0));
    leaf.expect("it is there").2.clone()
}

/// What the kernel counts in each case: a line of JSON for each.
fn ask() -> Option<String> {
    let mut script = String::new();
    for case in cases() {
        let _ = write!(
            script,
            "tc qdisc add dev va root handle 1: htb default 1\n\
             tc class add dev va parent 1: classid 1:1 htb rate 1kbit burst 1600 cburst 1600 quantum 1514\n\
             tc qdisc add dev va parent 1:1 handle 2: {}\n",
            case.command
        );
        if let Some((class, QdiscKind::Pfifo { limit })) = &case.inner {
            let _ = writeln!(
                script,
                "tc qdisc add dev va parent {class} handle 3: pfifo limit {limit}"
            );
        }
        script.push_str(
            "perl /send.pl va /frames\n\
             tc -s -d -j qdisc show dev va | sed 's/},{/}\\n{/g' | grep '\"handle\":\"2:\"'\n\
             tc qdisc del dev va root\n",
        );
    }
    let lines = frames().iter().map(|frame| vm::line(0, frame)).collect();
    vm::ask(&script, &[("frames".to_owned(), lines)])
}

/// A number in a line of JSON; `None` if it is not there.
fn number(json: &str, name: &str) -> Option<u64> {
    let behind = json.split(&format!("\"{name}\":")).nth(1)?;
    let digits: String = behind.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[test]
fn disciplines_keep_and_drop_what_a_debian_kernels_do() {
    let recorded = vm::recorded(ask(), "disciplines", RECORDED);
    let mut lines = recorded.lines();
    let kernel = lines.next().expect("the kernel's version");
    assert!(kernel.starts_with("# Linux "), "{kernel}");
    let mut differences = String::new();
    for case in cases() {
        let json = lines.next().unwrap_or_default();
        let stats = run(&case);
        for (name, ours) in numbers(&stats) {
            // What is zero may be left out.
            let theirs = number(json, name).unwrap_or(0);
            if ours != theirs {
                let _ = writeln!(differences, "{}: {name} {ours}, {theirs}", case.command);
            }
        }
        if json.is_empty() {
            let _ = writeln!(differences, "{}: nothing recorded", case.command);
        }
    }
    assert!(differences.is_empty(), "we, {kernel}:\n{differences}");
}
