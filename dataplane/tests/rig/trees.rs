//! Trees of traffic control, in few words.

use dataplane::{
    packet::{Packet, PacketBuf},
    qos::{Handle, HtbClass, HtbParams, Parent, Qdisc, QdiscKind, RateSpec, Tree},
    time::Duration,
};

/// A rate in bits a second.
pub fn rate(bits: u64) -> RateSpec {
    RateSpec {
        bytes_per_second: bits / 8,
        ..RateSpec::default()
    }
}

/// How long `bytes` last at a rate, as `tc` passes it on: whole ticks of 64 ns.
pub fn lasting(bytes: u64, rate: RateSpec) -> Duration {
    let nanos = bytes * 1_000_000_000 / rate.bytes_per_second;
    Duration::from_nanos(nanos / 64 * 64)
}

/// Class `1:minor` at `1:parent` (0 for the qdisc), rate and ceiling in bits a second, buckets of 1,600
/// bytes.
pub fn class(minor: u16, parent: u16, bits: u64, ceil: u64) -> HtbClass {
    HtbClass {
        handle: Handle::new(1, minor),
        parent: Handle::new(1, parent),
        rate: rate(bits),
        ceil: rate(ceil),
        buffer: lasting(1600, rate(bits)),
        cbuffer: lasting(1600, rate(ceil)),
        quantum: 0,
        prio: 0,
    }
}

/// `htb` as `1:` at the root, with these classes.
pub fn htb(default: u32, classes: &[HtbClass]) -> Tree {
    Tree {
        qdiscs: vec![Qdisc {
            handle: Handle::new(1, 0),
            parent: Parent::Root,
            kind: QdiscKind::Htb(HtbParams {
                default,
                r2q: 10,
                direct_qlen: None,
            }),
            filters: Vec::new(),
            classes: classes.to_vec(),
        }],
    }
}

/// The same tree with a qdisc at class `1:minor`.
pub fn with_leaf(mut tree: Tree, minor: u16, kind: QdiscKind) -> Tree {
    tree.qdiscs.push(Qdisc {
        handle: Handle::new(0x8000 + minor, 0),
        parent: Parent::Class(Handle::new(1, minor)),
        kind,
        filters: Vec::new(),
        classes: Vec::new(),
    });
    tree
}

/// A packet of `len` bytes for class `1:minor`, with a number to know it again by.
pub fn packet(minor: u16, len: usize, number: u32) -> Packet {
    let mut packet = Packet {
        buf: PacketBuf::copy_from(&vec![0; len]),
        ..Packet::default()
    };
    packet.meta.priority = Handle::new(1, minor).0;
    packet.meta.mark = dataplane::packet::Mark(number);
    packet
}
