//! The kernel as oracle: the same frames into a network namespace that forwards and into a worker,
//! and what comes out must be the same.
//!
//! Needs root. What differs by design is made equal first: identifications and flow labels are
//! random on both sides, and the kernel has business of its own (ARP, neighbour and multicast
//! listener discovery).

mod rig;

use std::time::Duration;

use rig::{
    LEFT, Plan, RIGHT,
    frames::{Random, seeds, spoil},
    oracle::{self, Oracle, comparable, without_limited},
};

#[test]
fn the_kernel_sends_the_same() {
    if !oracle::is_there() {
        return;
    }
    for rp_filter in 0..=2 {
        compare(rp_filter);
    }
}

/// Sends the same frames to both, with this setting of `rp_filter`.
fn compare(rp_filter: u8) {
    let mut oracle = Oracle::new("fwo", rp_filter);
    let mut plan = Plan::new();
    plan.sysctls.icmp_ratelimit = Duration::ZERO;
    plan.sysctls.icmp6_ratelimit = Duration::ZERO;
    plan.sysctls.icmp_msgs_per_sec = 1_000_000;
    plan.sysctls.icmp_msgs_burst = 1_000_000;
    plan.without_vlan();
    plan.interface(LEFT).conf4.rp_filter = rp_filter;
    plan.interface(RIGHT).conf4.rp_filter = rp_filter;
    plan.interface(RIGHT).mtu = 1280;
    let mut ours = plan.start();
    // Neither side gives up a neighbour during the test.
    ours.step = Duration::from_nanos(100);
    let seed = std::env::var("ORACLE_SEED").map_or(0x5eed_5eed, |n| n.parse().expect("a number"));
    let mut random = Random(seed);
    let seeds = seeds();
    // With many more, the kernel's table of neighbours is full of such as do not exist.
    let count = std::env::var("ORACLE_FRAMES").map_or(3000, |n| n.parse().expect("a number"));
    let (mut differences, mut sent) = (Vec::new(), 0);
    for n in 0..count {
        let mut frame = seeds[n % seeds.len()].clone();
        if n >= seeds.len() {
            spoil(&mut random, &mut frame);
        }
        // The kernel keeps fragments too, and times them by its own clock.
        if frame.len() < 14 || frame.len() > 1500 {
            continue;
        }
        let (left, right) = ours.send(LEFT, &frame);
        let we = (comparable(left), comparable(right));
        let (left, right) = oracle.send(&frame).expect("the kernel answers");
        let kernel = (comparable(left), comparable(right));
        sent += kernel.0.len() + kernel.1.len();
        let differs = |we, kernel| without_limited(we) != without_limited(kernel);
        if differs(&we.0, &kernel.0) || differs(&we.1, &kernel.1) {
            differences.push((n, frame, we, kernel));
        }
    }
    for (n, frame, we, kernel) in differences.iter().take(12) {
        eprintln!("frame {n}: {}", hex(frame));
        for (who, (left, right)) in [("we", we), ("kernel", kernel)] {
            for (side, frames) in [("left", left), ("right", right)] {
                for frame in frames {
                    eprintln!("  {who} {side}: {}", hex(frame));
                }
            }
        }
    }
    // Silence on both sides would be no agreement.
    assert!(sent > count / 8, "the kernel sent {sent} frames");
    assert!(
        differences.is_empty(),
        "{} of {count} differ",
        differences.len()
    );
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
