//! `u32` on random tables and frames: against a plain reading of tc-u32(8), and against the kernel in a
//! namespace (needs root): the same frames must be in the same classes.

mod generate;
mod kernel;
mod model;

use dataplane::{
    packet::{Mark, Meta, Packet, PacketBuf},
    qos::{Filter, FilterKind, Handle, PrioParams, Qdisc, QdiscKind, Scheduler, Tree, U32Spec},
    time::Instant,
};
use generate::{CLASSES, Frame, Random};

/// Band 1 is for what no filter wants; filters name the others.
fn prio(filters: Vec<Filter>) -> Tree {
    Tree {
        qdiscs: vec![Qdisc {
            handle: Handle::new(1, 0),
            parent: dataplane::qos::Parent::Root,
            kind: QdiscKind::Prio(PrioParams {
                bands: 1 + CLASSES,
                priomap: [0; 16],
            }),
            filters,
            classes: Vec::new(),
        }],
    }
}

fn filter(spec: &U32Spec) -> Filter {
    Filter {
        parent: Handle::new(1, 0),
        chain: 0,
        priority: 1,
        protocol: 3,
        handle: 0x800 << 20,
        kind: FilterKind::U32(Box::new(spec.clone())),
        class: None,
        actions: Vec::new(),
    }
}

fn packet(frame: &Frame) -> Packet {
    Packet {
        buf: PacketBuf::copy_from(&frame.bytes),
        meta: Meta {
            l3: 14,
            mark: Mark(frame.mark),
            ..Meta::default()
        },
    }
}

/// How many of `frames` are in each class.
fn classified(spec: &U32Spec, frames: &[Frame]) -> Vec<u64> {
    let tree = prio(vec![filter(spec)]);
    let mut scheduler = Scheduler::new(&tree, Instant::ZERO, 1).expect("it has a root");
    for frame in frames {
        assert!(scheduler.enqueue(Instant::ZERO, packet(frame)));
        assert!(scheduler.dequeue(Instant::ZERO).is_some());
    }
    let classes = scheduler.readings().classes;
    classes
        .iter()
        .map(|(_, stats)| stats.queue.packets)
        .collect()
}

#[test]
fn classes_are_those_of_a_plain_reading() {
    let mut hits = 0;
    for seed in 1..=400 {
        let mut random = Random::new(seed);
        let spec = generate::spec(&mut random, true);
        for _ in 0..30 {
            let frame = generate::frame(&mut random, true);
            let class = model::classify(&spec, &frame);
            let counts = classified(&spec, std::slice::from_ref(&frame));
            let place = counts.iter().position(|count| *count == 1);
            let expected = class.map_or(0, |class| usize::from(class.minor()) - 1);
            assert_eq!(place, Some(expected), "seed {seed}: {spec:#x?}\n{frame:x?}");
            hits += u64::from(class.is_some());
        }
    }
    // Neither everything nor nothing matches.
    assert!((2000..10_000).contains(&hits), "{hits} of 12,000");
}

#[test]
fn classes_are_those_of_the_kernel() {
    if !kernel::is_there() {
        return;
    }
    let mut kernel = kernel::Kernel::new("qdiscs-u32");
    let mut hits = 0;
    for seed in 1..=60 {
        let mut random = Random::new(seed);
        // Marks are not on frames of a packet socket, and before the first byte the kernel has its own.
        let spec = generate::spec(&mut random, false);
        let frames: Vec<_> = (0..200)
            .map(|_| generate::frame(&mut random, false))
            .collect();
        let ours = classified(&spec, &frames);
        let theirs = kernel.classified(&spec, &frames);
        hits += theirs[1..].iter().sum::<u64>();
        assert_eq!(
            ours,
            theirs,
            "seed {seed}: {spec:#x?}\n{}",
            kernel::commands(&spec, "X")
        );
    }
    assert!((2000..11_000).contains(&hits), "{hits} of 12,000");
}
