//! Whatever arrives: no panic, and every frame is accounted for, exactly once.

mod rig;

use dataplane::{
    drop_reason::DropReason,
    packet::{Checksum, Gso, GsoKind, Packet, PacketBuf},
    time::Duration,
};
use rig::{
    LEFT, Plan, RIGHT, Rig,
    frames::{Random, seeds, spoil},
};

/// Sends `count` frames, spoilt at random, in bursts through both ports.
fn storm(seed: u64, count: usize) -> Rig {
    let mut plan = Plan::new();
    plan.interface(LEFT).gro = true;
    let mut rig = plan.start();
    let mut random = Random(seed);
    let seeds = seeds();
    let mut left = count;
    while left > 0 {
        let burst = (1 + random.below(256)).min(left);
        left -= burst;
        for _ in 0..burst {
            let packet = frame(&mut random, &seeds);
            let wire = if random.below(4) > 0 {
                &rig.left
            } else {
                &rig.right
            };
            wire.send(packet).expect("room");
        }
        // Now and then long enough for timers of all kinds.
        if random.below(50) == 0 {
            rig.now += Duration::from_millis(random.next() % 40_000);
        }
        rig.work();
        while rig.left.receive().is_some() || rig.right.receive().is_some() {}
    }
    rig
}

fn frame(random: &mut Random, seeds: &[Vec<u8>]) -> Packet {
    let mut bytes = if random.below(20) == 0 {
        (0..random.below(200)).map(|_| random.byte()).collect()
    } else {
        seeds[random.below(seeds.len())].clone()
    };
    spoil(random, &mut bytes);
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&bytes),
        ..Packet::default()
    };
    // What a port with offloads says of a frame may be wrong too.
    if random.below(10) == 0 {
        packet.meta.checksum = Checksum::Partial {
            start: random.below(80) as u16,
            offset: random.below(20) as u16,
        };
        if random.below(2) == 0 {
            let kinds = [GsoKind::TcpV4, GsoKind::TcpV6, GsoKind::UdpL4];
            packet.meta.gso = Some(Gso {
                kind: kinds[random.below(3)],
                ecn: random.below(2) == 0,
                fixed_id: random.below(2) == 0,
                size: random.below(60) as u16,
            });
        }
    }
    packet
}

#[test]
fn every_frame_is_accounted_for() {
    let rig = storm(0x1234_5678_9abc_def1, 100_000);
    let totals = rig.totals();
    assert_eq!(totals.received, 100_000);
    // The storm must reach most of the code: it is only worth something if most reasons occur.
    let met = DropReason::ALL
        .iter()
        .filter(|reason| rig.dropped(**reason) > 0);
    let met: Vec<_> = met.map(|reason| reason.name()).collect();
    assert!(met.len() >= 25, "only {met:?}");
    assert!(totals.forwarded > 1000 && totals.made > 1000, "{totals:?}");
}

#[test]
fn everything_held_is_given_up_in_the_end() {
    let mut rig = storm(99, 20_000);
    for _ in 0..200 {
        rig.now += Duration::from_secs(1);
        rig.work();
    }
    assert_eq!(rig.totals().held(), 0);
}

#[test]
fn every_truncation_of_every_kind_is_survived() {
    let mut rig = Rig::new();
    for seed in seeds() {
        for len in 0..=seed.len() {
            rig.send(LEFT, &seed[..len]);
            rig.send(RIGHT, &seed[..len]);
        }
    }
}

/// Ten million: `cargo test -p tollgate-dataplane --test property_frames -- --ignored`.
#[test]
#[ignore = "takes a quarter of a minute"]
fn ten_million_frames() {
    for seed in 1..=100 {
        let rig = storm(0x9e37_79b9_7f4a_7c15u64.wrapping_mul(seed), 100_000);
        assert_eq!(rig.totals().received, 100_000);
    }
}
