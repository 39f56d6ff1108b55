//! `flower`, `fw`, `matchall`, `basic` and `u32` together: the same filters and frames into the router's
//! classes and into those of a Debian kernel.
//!
//! What that kernel counted is recorded in `recorded.txt`. With `TOLLGATE_ORACLE=vm` it is asked again, in a
//! virtual machine (`control/tests/vm`, made with perl), and with `TOLLGATE_RECORD=1` too it is recorded
//! anew.

mod generate;
mod vm;

use std::fmt::Write;

use dataplane::{
    packet::{Mark, Meta, Packet, PacketBuf},
    qos::{Handle, Parent, PrioParams, Qdisc, QdiscKind, Scheduler, Tree},
    time::Instant,
};
use generate::{BANDS, Case, Random};

/// Cases in the record.
const CASES: u64 = 60;
/// Frames of each.
const FRAMES: usize = 100;

const RECORDED: &str = include_str!("recorded.txt");

/// How many frames are in each band, as the record has it.
fn classified(case: &Case) -> String {
    let tree = Tree {
        qdiscs: vec![Qdisc {
            handle: Handle::new(1, 0),
            parent: Parent::Root,
            kind: QdiscKind::Prio(PrioParams {
                bands: BANDS,
                priomap: [0; 16],
            }),
            filters: case
                .filters
                .iter()
                .map(|(filter, _)| filter.clone())
                .collect(),
            classes: Vec::new(),
        }],
    };
    let mut scheduler = Scheduler::new(&tree, Instant::ZERO, 1).expect("it has a root");
    for (mark, frame) in &case.frames {
        let packet = Packet {
            buf: PacketBuf::copy_from(frame),
            meta: Meta {
                l3: 14,
                mark: Mark(*mark),
                ..Meta::default()
            },
        };
        assert!(scheduler.enqueue(Instant::ZERO, packet));
        assert!(scheduler.dequeue(Instant::ZERO).is_some());
    }
    let classes = scheduler.readings().classes;
    let counts = classes
        .iter()
        .map(|(_, stats)| stats.queue.packets.to_string());
    counts.collect::<Vec<_>>().join(" ")
}

fn case(seed: u64) -> Case {
    generate::case(&mut Random::new(seed), FRAMES)
}

/// What the kernel counts for each case: bands in order, their packets in one line.
fn ask() -> Option<String> {
    let mut files = Vec::new();
    for seed in 1..=CASES {
        let case = case(seed);
        let mut commands = format!("qdisc add dev va root handle 1: prio bands {BANDS} priomap");
        commands.push_str(&" 0".repeat(16));
        commands.push('\n');
        for (_, command) in &case.filters {
            let _ = writeln!(commands, "{command}");
        }
        let frames = case
            .frames
            .iter()
            .map(|(mark, frame)| vm::line(*mark, frame));
        files.push((format!("case{seed}.frames"), frames.collect()));
        files.push((format!("case{seed}.tc"), commands));
    }
    let script = format!(
        "for n in $(seq {CASES}); do\n\
         tc -batch /case$n.tc || echo case $n\n\
         perl /send.pl va /case$n.frames\n\
         echo $(tc -s class show dev va | sed -n 's/^ Sent .* bytes \\([0-9]*\\) pkt.*/\\1/p')\n\
         tc qdisc del dev va root\n\
         done\n"
    );
    vm::ask(&script, &files)
}

#[test]
fn classes_are_those_of_a_debian_kernel() {
    let recorded = vm::recorded(ask(), "classifiers", RECORDED);
    let mut lines = recorded.lines();
    let kernel = lines.next().expect("the kernel's version");
    assert!(kernel.starts_with("# Linux "), "{kernel}");
    let (mut differences, mut matched) = (String::new(), 0);
    for seed in 1..=CASES {
        let theirs = lines.next().unwrap_or_default();
        let case = case(seed);
        let ours = classified(&case);
        let bands = ours.split(' ').skip(1);
        matched += bands
            .map(|count| count.parse::<u64>().expect("a number"))
            .sum::<u64>();
        if ours != theirs {
            let _ = writeln!(differences, "seed {seed}: we {ours}, {kernel}: {theirs}");
            for (_, command) in &case.filters {
                let _ = writeln!(differences, "  {command}");
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
    // Neither everything nor nothing matches.
    let all = CASES * FRAMES as u64;
    assert!(
        (all / 5..all * 9 / 10).contains(&matched),
        "{matched} of {all}"
    );
}
