//! Against a linear scan, against `treebitmap`, and with readers and a writer at the same time.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, Ipv6Addr},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use proptest::prelude::*;
use treebitmap::IpLookupTable;

use super::{InfoId, Key, Leaf, LpmWriter};

/// The slow and obvious way.
#[derive(Default)]
struct Scan<A>(BTreeMap<(u8, A), InfoId>);

impl<A: Key> Scan<A> {
    fn lookup(&self, dst: A) -> Option<Leaf> {
        self.0
            .iter()
            .rev()
            .find(|((len, prefix), _)| dst.masked(*len) == *prefix)
            .and_then(|((len, _), info)| Leaf::new(*len, *info))
    }
}

/// One change: a prefix, and what it is to stand for; `None` removes it.
type Change<A> = (A, u8, Option<u32>);

/// Addresses that share much with one another, so that prefixes nest and meet.
fn near4() -> impl Strategy<Value = u32> {
    let byte = || prop_oneof![Just(0u8), Just(1), Just(0x80), Just(0xff), any::<u8>()];
    prop_oneof![
        [
            Just(10).boxed(),
            byte().boxed(),
            byte().boxed(),
            byte().boxed()
        ],
        [
            byte().boxed(),
            byte().boxed(),
            byte().boxed(),
            byte().boxed()
        ],
    ]
    .prop_map(u32::from_be_bytes)
}

fn near6() -> impl Strategy<Value = u128> {
    // A few starts, then nibbles most of which are the same.
    let start = prop_oneof![Just(0x2001u16), Just(0x2a00), Just(0xfe80), any::<u16>()];
    let nibble = prop_oneof![6 => Just(0u8), 2 => 0..4u8, 1 => 0..16u8];
    (start, prop::collection::vec(nibble, 28)).prop_map(|(start, nibbles)| {
        nibbles.into_iter().fold(u128::from(start), |addr, nibble| {
            addr << 4 | u128::from(nibble)
        })
    })
}

fn changes<A: Key>(addr: impl Strategy<Value = A>) -> impl Strategy<Value = Vec<Change<A>>> {
    let change = (addr, 0..=A::BITS, prop::option::weighted(0.7, 2..9u32));
    prop::collection::vec(change, 1..80)
}

/// Makes the changes; after each, lookups around it must agree with the scan.
fn agrees<A: Key>(changes: &[Change<A>], flip: impl Fn(A, u8) -> A) -> Result<(), TestCaseError> {
    let mut writer = LpmWriter::new();
    let lpm = writer.reader();
    let mut scan = Scan(BTreeMap::new());
    for (number, &(addr, len, info)) in changes.iter().chain(&removals(changes)).enumerate() {
        let key = (len, addr.masked(len));
        match info {
            Some(info) => {
                let info = InfoId(info);
                prop_assert_eq!(writer.insert(addr, len, info), scan.0.insert(key, info));
            }
            None => prop_assert_eq!(writer.remove(addr, len), scan.0.remove(&key)),
        }
        if number % 16 == 0 {
            writer.reclaim();
        }
        let number = number as u8;
        let mut dsts: Vec<A> = vec![addr];
        dsts.extend(
            (0..A::BITS - 2)
                .step_by(3)
                .map(|bit| flip(addr, bit + number % 3)),
        );
        let dsts: Vec<A> = dsts.iter().flat_map(|&a| [a, a.masked(len)]).collect();
        let mut out = vec![None; dsts.len()];
        lpm.lookup_batch(&dsts, &mut out);
        for (&dst, &leaf) in dsts.iter().zip(&out) {
            prop_assert_eq!(lpm.lookup(dst), scan.lookup(dst), "{:?}", dst);
            prop_assert_eq!(leaf, scan.lookup(dst), "in a batch: {:?}", dst);
        }
    }
    prop_assert!(scan.0.is_empty());
    prop_assert!(writer.is_empty());
    prop_assert_eq!(writer.in_use(), [0; 3], "nodes are left");
    Ok(())
}

/// The removals of everything that the changes insert, some of them twice.
fn removals<A: Key>(changes: &[Change<A>]) -> Vec<Change<A>> {
    changes
        .iter()
        .map(|&(addr, len, _)| (addr, len, None))
        .collect()
}

proptest! {
    #[test]
    fn ipv4_agrees_with_a_scan(changes in changes(near4())) {
        agrees(&changes, |addr, bit| addr ^ 1 << bit)?;
    }

    #[test]
    fn ipv6_agrees_with_a_scan(changes in changes(near6())) {
        agrees(&changes, |addr, bit| addr ^ 1 << bit)?;
    }
}

/// A small generator, so that a run is the same every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

#[test]
fn ipv4_agrees_with_treebitmap() {
    let mut random = Random(4);
    let mut writer = LpmWriter::new();
    let lpm = writer.reader();
    let mut table = IpLookupTable::new();
    for round in 0..60_000u32 {
        // Few of the first bytes, so that there is much below each.
        let addr = (random.next() as u32) & 0x03ff_ffff;
        let len = 8 + random.below(25) as u8;
        let net = Ipv4Addr::from(addr.masked(len));
        if random.below(3) > 0 {
            let info = InfoId(2 + round % 1000);
            assert_eq!(
                writer.insert(addr, len, info),
                table.insert(net, len.into(), info)
            );
        } else {
            assert_eq!(writer.remove(addr, len), table.remove(net, len.into()));
        }
    }
    writer.reclaim();
    for _ in 0..200_000 {
        let dst = (random.next() as u32) & 0x07ff_ffff;
        let theirs = table.longest_match(Ipv4Addr::from(dst));
        let theirs = theirs.map(|(_, len, &info)| (len, info));
        let ours = lpm.lookup(dst);
        assert_eq!(
            ours.map(|leaf| (leaf.prefix_len().into(), leaf.info())),
            theirs
        );
    }
}

#[test]
fn ipv6_agrees_with_treebitmap() {
    let mut random = Random(6);
    let mut writer = LpmWriter::new();
    let lpm = writer.reader();
    let mut table = IpLookupTable::new();
    let addr = |random: &mut Random| {
        // Sixteen starts of 32 bits; few set bits after them.
        let sparse = u128::from(random.next() & random.next() & random.next()) << 32;
        0x2001_0000u128 << 96 | u128::from(random.below(16)) << 96 | sparse
    };
    for round in 0..60_000u32 {
        let addr = addr(&mut random);
        let len = 28 + random.below(61) as u8;
        let net = Ipv6Addr::from(addr.masked(len));
        if random.below(3) > 0 {
            let info = InfoId(2 + round % 1000);
            assert_eq!(
                writer.insert(addr, len, info),
                table.insert(net, len.into(), info)
            );
        } else {
            assert_eq!(writer.remove(addr, len), table.remove(net, len.into()));
        }
    }
    let [wide, narrow, paths] = writer.in_use();
    assert!(
        wide > 16 && narrow > 16 && paths > 16,
        "all kinds take part"
    );
    for _ in 0..200_000 {
        let dst = addr(&mut random);
        let theirs = table.longest_match(Ipv6Addr::from(dst));
        let theirs = theirs.map(|(_, len, &info)| (len, info));
        let ours = lpm.lookup(dst);
        assert_eq!(
            ours.map(|leaf| (leaf.prefix_len().into(), leaf.info())),
            theirs
        );
    }
}

/// While the writer changes what is above, below and beside some prefixes, and reuses nodes, those
/// prefixes must be found all the time.
#[test]
fn readers_find_what_stays_while_a_writer_changes_the_rest() {
    fn run<A: Key>(kept: &[(A, u8)], changed: impl Fn(&mut Random) -> (A, u8) + Sync) {
        const KEPT: InfoId = InfoId(7);
        const ROUNDS: u64 = 100;
        const READERS: usize = 2;
        let mut writer = LpmWriter::new();
        let lpm = writer.reader();
        for &(prefix, len) in kept {
            writer.insert(prefix, len, KEPT);
        }
        let done = AtomicBool::new(false);
        // Each reader counts its bursts: one that has begun and ended since is a grace period.
        let bursts: [AtomicU64; READERS] = [const { AtomicU64::new(0) }; READERS];
        thread::scope(|scope| {
            for burst in &bursts {
                let (lpm, done) = (&lpm, &done);
                scope.spawn(move || {
                    while !done.load(Ordering::Relaxed) {
                        for &(prefix, len) in kept {
                            let leaf = lpm.lookup(prefix).expect("it is there");
                            assert!(leaf.prefix_len() >= len, "{prefix:?}/{len}: {leaf:?}");
                            if leaf.prefix_len() == len {
                                assert_eq!(leaf.info(), KEPT, "{prefix:?}/{len}");
                            }
                        }
                        burst.fetch_add(1, Ordering::Release);
                    }
                });
            }
            let mut random = Random(9);
            let mut present = Vec::new();
            for _ in 0..ROUNDS {
                for _ in 0..200 {
                    let (prefix, len) = changed(&mut random);
                    if kept
                        .iter()
                        .any(|&(p, l)| l == len && p == prefix.masked(len))
                    {
                        continue;
                    }
                    writer.insert(prefix, len, InfoId(2 + random.below(5) as u32));
                    present.push((prefix, len));
                }
                while present.len() > 1000 {
                    let at = random.below(present.len() as u64) as usize;
                    let (prefix, len) = present.swap_remove(at);
                    writer.remove(prefix, len);
                }
                let before: Vec<u64> = bursts.iter().map(|b| b.load(Ordering::Acquire)).collect();
                for (burst, before) in bursts.iter().zip(before) {
                    while burst.load(Ordering::Acquire) < before + 2 {
                        thread::yield_now();
                    }
                }
                writer.reclaim();
            }
            done.store(true, Ordering::Relaxed);
        });
    }

    let kept: Vec<(u32, u8)> = (8..=32)
        .map(|len| (0x0a5a_a5a5u32.masked(len), len))
        .collect();
    run(&kept, |random| {
        let addr = 0x0a5a_a5a5 ^ (random.next() & random.next() & random.next()) as u32;
        (addr, random.below(33) as u8)
    });
    let base = 0x2001_0db8_5aa5_a55a_0123_4567_89ab_cdefu128;
    let kept: Vec<(u128, u8)> = (16..=128).map(|len| (base.masked(len), len)).collect();
    run(&kept, |random| {
        let noise = u128::from(random.next() & random.next() & random.next()) << 64
            | u128::from(random.next() & random.next() & random.next());
        (base ^ noise >> random.below(16), random.below(129) as u8)
    });
}

#[test]
fn a_small_table_is_small_and_a_large_one_within_the_budget() {
    let mut writer = LpmWriter::new();
    for n in 0..4u32 {
        writer.insert(0xc000_0200 + (n << 8), 24, InfoId(2));
        writer.insert(0xc000_0201 + (n << 8), 32, InfoId(3));
    }
    let memory = writer.memory();
    assert!(memory.shared + memory.writer < 300_000, "{memory:?}");

    // A million routes, of which most are /24s, as everywhere.
    let mut random = Random(1);
    let mut writer = LpmWriter::new();
    for _ in 0..1_000_000 {
        let addr = 0x0100_0000 + random.below(0xdf00_0000) as u32;
        let len = [24, 24, 24, 23, 22, 22, 20, 16][random.below(8) as usize];
        writer.insert(addr, len, InfoId(2));
    }
    let memory = writer.memory();
    assert!(memory.shared + memory.writer < 80_000_000, "{memory:?}");

    // 200,000 IPv6 routes all over the unicast space.
    let mut writer = LpmWriter::new();
    for _ in 0..200_000 {
        let addr = 1u128 << 125 | u128::from(random.next()) << 61;
        writer.insert(addr, 48, InfoId(2));
    }
    let memory = writer.memory();
    assert!(memory.shared + memory.writer < 60_000_000, "{memory:?}");
}
