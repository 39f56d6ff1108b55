//! Against a linear scan, against `treebitmap`, and with readers and a writer at the same time.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, Ipv6Addr},
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};

use proptest::prelude::*;
use treebitmap::IpLookupTable;

use super::{
    InfoId, Key, Leaf, LpmWriter,
    bucket::{self, Bucket, HALF, Half, PLACES},
    key::WINDOW,
};

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
    changes_of(addr, 0..=A::BITS)
}

fn changes_of<A: Key>(
    addr: impl Strategy<Value = A>,
    lens: impl Strategy<Value = u8>,
) -> impl Strategy<Value = Vec<Change<A>>> {
    let change = (addr, lens, prop::option::weighted(0.7, 2..9u32));
    prop::collection::vec(change, 1..80)
}

/// Addresses that are different in these bits only: so many that no bucket holds them.
fn crowded(base: u128, bits: std::ops::Range<u8>) -> impl Strategy<Value = u128> {
    let set = prop::collection::vec(bits, 0..7);
    set.prop_map(move |set| {
        set.into_iter()
            .fold(base, |addr, bit| addr ^ 1 << 127 >> bit)
    })
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
        let vectors = out.clone();
        lpm.lookup_batch_plainly(&dsts, &mut out);
        prop_assert_eq!(&out, &vectors, "without vectors");
        lpm.lookup_batch_avx2(&dsts, &mut out);
        prop_assert_eq!(&out, &vectors, "with smaller vectors");
    }
    prop_assert!(scan.0.is_empty());
    prop_assert!(writer.is_empty());
    prop_assert_eq!(writer.in_use(), [0; 5], "nodes are left");
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

    #[test]
    fn ipv6_agrees_with_a_scan_where_prefixes_crowd(
        changes in changes_of(crowded(0x2001_0db8 << 96, 24..64), 17..=68u8)
    ) {
        agrees(&changes, |addr, bit| addr ^ 1 << bit)?;
    }

    #[test]
    fn ipv6_agrees_with_a_scan_where_hosts_crowd(
        changes in changes_of(crowded(0x2001_0db8 << 96, 40..128), prop_oneof![30..=128u8, Just(128)])
    ) {
        agrees(&changes, |addr, bit| addr ^ 1 << bit)?;
    }

    #[test]
    fn a_bucket_is_searched_the_same_with_vectors_and_without(
        places in prop::collection::vec((0..4u32, 0..4u32, 1..=WINDOW), 2 * PLACES),
        depth in prop_oneof![Just(24u8), Just(32), Just(96)],
        covered in 0..=24u8,
        window in 0..4u32,
    ) {
        let spread = |bits: u32| bits << 31 | bits >> 1 << 7;
        let halves: [Half; 2] = Default::default();
        for (half, places) in halves.iter().zip(places.chunks(PLACES)) {
            for (at, &(info, value, len)) in places.iter().enumerate() {
                let leaf = InfoId::new(info).and_then(|info| Leaf::new(depth + len, info));
                half[at].store(leaf.map_or(0, Leaf::entry), Ordering::Relaxed);
                half[PLACES + at].store(spread(value).masked(len), Ordering::Relaxed);
            }
        }
        let covering = Leaf::new(covered, InfoId(5)).map_or(0, Leaf::entry);
        halves[0][0].store(covering, Ordering::Relaxed);
        for halves in [&halves[..1], &halves[..]] {
            let window = spread(window);
            let matching = Bucket(halves).prefixes().filter(|&(leaf, value)| {
                let len = Leaf::from_entry(leaf).map_or(0, Leaf::prefix_len) - depth;
                window.masked(len) == value
            });
            let longest = matching.map(|(leaf, _)| leaf).max().unwrap_or(covering);
            // Of places with the same prefix, of which a table has one, any will do.
            let length = |leaf: u32| leaf >> Leaf::INFO_BITS;
            prop_assert_eq!(length(bucket::one_by_one(halves, window, depth)), length(longest));
            prop_assert_eq!(
                bucket::longest(halves, window, depth),
                bucket::one_by_one(halves, window, depth)
            );
        }
        prop_assert_eq!(halves.as_flattened().len(), 2 * HALF);
    }

    #[test]
    fn parts_of_an_address_are_what_shifts_say(addr in any::<u128>(), from in 0..16u8) {
        let from = from * 8;
        prop_assert_eq!(addr.byte(from), addr.bits(from, 8));
        let window = addr.window(from);
        prop_assert_eq!(u128::from(window), addr << from >> 96);
        prop_assert_eq!(addr.masked(from).with_window(from, window), addr.masked((from + WINDOW).min(128)));
        let (addr, from) = (addr as u32, from % 32);
        prop_assert_eq!(addr.byte(from), addr.bits(from, 8));
        prop_assert_eq!(addr.with_window(from, addr.window(from)), addr);
    }
}

#[test]
fn a_prefix_that_comes_and_goes_does_not_wear_a_bucket_out() {
    let mut writer = LpmWriter::new();
    let lpm = writer.reader();
    let (stays, flaps) = (0x0a00_0040u32, 0x0a00_0080u32);
    writer.insert(stays, 26, InfoId(7));
    for round in 0..100 {
        assert_eq!(writer.insert(flaps, 26, InfoId(8)), None);
        assert_eq!(lpm.lookup(flaps | 1).map(Leaf::info), Some(InfoId(8)));
        assert_eq!(writer.remove(flaps, 26), Some(InfoId(8)));
        assert_eq!(lpm.lookup(flaps | 1), None, "round {round}");
        assert_eq!(lpm.lookup(stays | 1).map(Leaf::info), Some(InfoId(7)));
    }
    assert_eq!(writer.in_use(), [1, 0, 0, 1, 0]);
    assert!(writer.retired() > 10, "a place is used once");
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
    let kinds = writer.in_use();
    assert!(
        kinds.iter().all(|&nodes| nodes > 16),
        "all kinds take part: {kinds:?}"
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
                let dsts: Vec<A> = kept.iter().map(|&(prefix, _)| prefix).collect();
                scope.spawn(move || {
                    while !done.load(Ordering::Relaxed) {
                        for &(prefix, len) in kept {
                            let leaf = lpm.lookup(prefix).expect("it is there");
                            assert!(leaf.prefix_len() >= len, "{prefix:?}/{len}: {leaf:?}");
                            if leaf.prefix_len() == len {
                                assert_eq!(leaf.info(), KEPT, "{prefix:?}/{len}");
                            }
                        }
                        let mut leaves = vec![None; dsts.len()];
                        lpm.lookup_batch(&dsts, &mut leaves);
                        for (&(prefix, len), leaf) in kept.iter().zip(leaves) {
                            let leaf = leaf.expect("it is there");
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
