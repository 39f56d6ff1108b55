//! Routing tables: a real one, or one with the same distribution of prefix lengths, of any size.
//!
//! The real one is made of the npm package `@ip-location-db/asn` (route collectors' view of which
//! network announces what, CC-BY, see the package's licence files): [`fetch`] puts it into
//! `target/tables`. Its address ranges do not overlap; what is added to reach a larger size lies
//! inside of what is there, as more specific announcements do.

use std::{
    collections::BTreeSet,
    fs,
    hash::Hash,
    net::{Ipv4Addr, Ipv6Addr},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    str::FromStr,
    sync::OnceLock,
};

use ipnet::{Ipv4Net, Ipv4Subnets, Ipv6Net, Ipv6Subnets};

use crate::random::Random;

/// Where tables come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The npm package.
    Real,
    /// The package is not there: prefixes are random, their lengths as frequent as in it.
    Generated,
}

const PACKAGE: &str = "@ip-location-db/asn";

/// How many of 100,000 IPv4 prefixes have the lengths 8, 9, …
const LENGTHS4: [u32; 25] = [
    1, 1, 5, 17, 46, 87, 198, 435, 1653, 1193, 2095, 3910, 5892, 8159, 18364, 18371, 38732, 239,
    256, 283, 25, 29, 6, 1, 1,
];
/// How many of 100,000 IPv6 prefixes have the lengths 20, 21, …
const LENGTHS6: [u32; 45] = [
    6, 4, 9, 13, 31, 24, 41, 39, 104, 6200, 580, 907, 16879, 1077, 1294, 1537, 2895, 1592, 1983,
    2227, 4777, 2241, 2602, 3037, 5858, 2983, 3769, 5737, 25300, 230, 241, 248, 310, 293, 230, 216,
    272, 229, 320, 407, 476, 497, 518, 531, 1020,
];

/// An address of either family, as a number.
trait Bits: Copy + Ord + Hash {
    const LEN: u8;
    /// The shortest and longest prefix that is added to a table, and how frequent which is.
    const SHORTEST: u8;
    const LONGEST: u8;
    const LENGTHS: &'static [u32];
    fn random(random: &mut Random) -> Self;
    fn masked(self, len: u8) -> Self;
    fn join(self, len: u8, rest: Self) -> Self;
}

impl Bits for u32 {
    const LEN: u8 = 32;
    const SHORTEST: u8 = 8;
    const LONGEST: u8 = 24;
    const LENGTHS: &'static [Self] = &LENGTHS4;

    fn random(random: &mut Random) -> Self {
        random.bits() as Self
    }

    fn masked(self, len: u8) -> Self {
        self & !Self::MAX.checked_shr(len.into()).unwrap_or(0)
    }

    fn join(self, len: u8, rest: Self) -> Self {
        self | rest & Self::MAX.checked_shr(len.into()).unwrap_or(0)
    }
}

impl Bits for u128 {
    const LEN: u8 = 128;
    const SHORTEST: u8 = 20;
    const LONGEST: u8 = 64;
    const LENGTHS: &'static [u32] = &LENGTHS6;

    fn random(random: &mut Random) -> Self {
        Self::from(random.bits()) << 64 | Self::from(random.bits())
    }

    fn masked(self, len: u8) -> Self {
        self & !Self::MAX.checked_shr(len.into()).unwrap_or(0)
    }

    fn join(self, len: u8, rest: Self) -> Self {
        self | rest & Self::MAX.checked_shr(len.into()).unwrap_or(0)
    }
}

/// An IPv4 table of `size` routes, in random order, each with the number of one of many networks.
#[must_use]
pub fn ipv4(size: usize) -> Vec<(Ipv4Net, u32)> {
    static BASE: OnceLock<Vec<(u32, u8, u32)>> = OnceLock::new();
    let base = BASE.get_or_init(|| {
        real("asn-ipv4.csv", |from: Ipv4Addr, to| {
            Ipv4Subnets::new(from, to, 0)
                .map(|net| (net.network().to_bits(), net.prefix_len()))
                .collect()
        })
        // From 1.0.0.0 to 223.255.255.255, over 18,000 starts of 16 bits.
        .unwrap_or_else(|| {
            generated(560_000, 18_000, 16, |addr: u32| {
                (addr % 0xdf00_0000) + 0x0100_0000
            })
        })
    });
    sized(base, size)
        .into_iter()
        .filter_map(|(addr, len, network)| Some((Ipv4Net::new(addr.into(), len).ok()?, network)))
        .collect()
}

/// As [`ipv4`], for IPv6.
#[must_use]
pub fn ipv6(size: usize) -> Vec<(Ipv6Net, u32)> {
    static BASE: OnceLock<Vec<(u128, u8, u32)>> = OnceLock::new();
    let base = BASE.get_or_init(|| {
        real("asn-ipv6.csv", |from: Ipv6Addr, to| {
            Ipv6Subnets::new(from, to, 0)
                .map(|net| (net.network().to_bits(), net.prefix_len()))
                .collect()
        })
        .unwrap_or_else(|| {
            generated(168_000, 12_000, 32, |addr: u128| {
                // The registries' blocks are few.
                addr.masked(32) & !(0xff_f0 << 112) | 0x2400 << 112
            })
        })
    });
    sized(base, size)
        .into_iter()
        .filter_map(|(addr, len, network)| Some((Ipv6Net::new(addr.into(), len).ok()?, network)))
        .collect()
}

/// 200,000 and the like IPv6 routes of 48 bits that have nothing to do with each other.
#[must_use]
pub fn ipv6_scattered(size: usize) -> Vec<(Ipv6Net, u32)> {
    let mut random = Random::new(48);
    let mut seen = BTreeSet::new();
    while seen.len() < size {
        seen.insert((1u128 << 125 | u128::random(&mut random) >> 3).masked(48));
    }
    let mut routes: Vec<_> = seen
        .into_iter()
        .filter_map(|addr| Some((Ipv6Net::new(addr.into(), 48).ok()?, addr as u32 % 64)))
        .collect();
    random.shuffle(&mut routes);
    routes
}

/// `count` addresses, each in a random one of the routes.
#[must_use]
pub fn destinations4(routes: &[(Ipv4Net, u32)], count: usize, seed: u64) -> Vec<Ipv4Addr> {
    let mut random = Random::new(seed);
    let within = |_| {
        let (net, _) = routes[random.below(routes.len())];
        let rest = u32::random(&mut random);
        net.network().to_bits().join(net.prefix_len(), rest).into()
    };
    (0..count).map(within).collect()
}

/// As [`destinations4`], for IPv6.
#[must_use]
pub fn destinations6(routes: &[(Ipv6Net, u32)], count: usize, seed: u64) -> Vec<Ipv6Addr> {
    let mut random = Random::new(seed);
    let within = |_| {
        let (net, _) = routes[random.below(routes.len())];
        let rest = u128::random(&mut random);
        net.network().to_bits().join(net.prefix_len(), rest).into()
    };
    (0..count).map(within).collect()
}

/// Which source the tables come from (or will, if [`fetch`] is not called).
#[must_use]
pub fn source() -> Source {
    if folder().join("package/asn-ipv4.csv").exists() {
        Source::Real
    } else {
        Source::Generated
    }
}

/// Fetches the real table with `npm pack`, if it is not there; says what there is now.
#[must_use]
pub fn fetch() -> Source {
    if source() == Source::Generated && fs::create_dir_all(folder()).is_ok() {
        let run = |program: &str, arguments: &[&str]| {
            Command::new(program)
                .args(arguments)
                .current_dir(folder())
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .output()
                .ok()
                .filter(|output| output.status.success())
        };
        // npm says the archive's name last.
        if let Some(output) = run("npm", &["pack", "--silent", PACKAGE])
            && let Ok(said) = String::from_utf8(output.stdout)
            && let Some(archive) = said.split_whitespace().last()
        {
            let _ = run("tar", &["xzf", archive]);
        }
    }
    source()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tables")
}

/// The prefixes that the ranges of a file of the package come to.
fn real<A: FromStr, B: Bits>(
    file: &str,
    summarise: impl Fn(A, A) -> Vec<(B, u8)>,
) -> Option<Vec<(B, u8, u32)>> {
    let text = fs::read_to_string(folder().join("package").join(file)).ok()?;
    let mut base = Vec::new();
    for line in text.lines() {
        let mut fields = line.splitn(4, ',');
        let (from, to) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let network = fields.next()?.parse().ok()?;
        let prefixes = summarise(from, to).into_iter();
        base.extend(prefixes.map(|(addr, len)| (addr, len, network)));
    }
    // Some ranges are there twice.
    base.sort_unstable();
    base.dedup_by_key(|(addr, len, _)| (*addr, *len));
    Some(base)
}

/// Random prefixes, which begin with one of `starts` random numbers of `start_len` bits.
fn generated<B: Bits>(
    size: usize,
    starts: usize,
    start_len: u8,
    place: impl Fn(B) -> B,
) -> Vec<(B, u8, u32)> {
    let mut random = Random::new(1);
    let starts: Vec<B> = (0..starts)
        .map(|_| place(B::random(&mut random)).masked(start_len))
        .collect();
    let mut seen = BTreeSet::new();
    let mut base = Vec::new();
    // Short prefixes run out before the share that they should have is reached: so be it.
    for _ in 0..2 * size {
        let len = random_length::<B>(&mut random, 0);
        let start = starts[random.below(starts.len())];
        let addr = start.join(start_len, B::random(&mut random)).masked(len);
        if base.len() < size && seen.insert((addr, len)) {
            base.push((addr, len, random.below(80_000) as u32));
        }
    }
    base
}

/// A prefix length, longer than `above`, as frequent as it is in the real table.
fn random_length<B: Bits>(random: &mut Random, above: u8) -> u8 {
    let skip = usize::from((above + 1).saturating_sub(B::SHORTEST));
    let lengths = B::LENGTHS.get(skip..).unwrap_or_default();
    let total: u32 = lengths.iter().sum();
    let mut left = random.below(total.max(1) as usize) as u32;
    let mut len = B::SHORTEST + skip as u8;
    for &share in lengths {
        if left < share {
            break;
        }
        left -= share;
        len += 1;
    }
    len.min(B::LEN)
}

/// `size` routes: some of the base, or all of it and more specific ones.
fn sized<B: Bits>(base: &[(B, u8, u32)], size: usize) -> Vec<(B, u8, u32)> {
    let mut random = Random::new(2);
    let mut routes = base.to_vec();
    random.shuffle(&mut routes);
    routes.truncate(size);
    let mut seen: BTreeSet<(B, u8)> = if routes.len() < size {
        routes.iter().map(|&(addr, len, _)| (addr, len)).collect()
    } else {
        BTreeSet::new()
    };
    while routes.len() < size && !base.is_empty() {
        let (addr, len, _) = base[random.below(base.len())];
        if len >= B::LONGEST {
            continue;
        }
        let longer = random_length::<B>(&mut random, len).min(B::LONGEST);
        let addr = addr.join(len, B::random(&mut random)).masked(longer);
        if seen.insert((addr, longer)) {
            routes.push((addr, longer, random.below(80_000) as u32));
        }
    }
    random.shuffle(&mut routes);
    routes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_the_size_that_was_asked_for_and_no_prefix_twice() {
        for size in [1000, 600_000] {
            let routes = ipv4(size);
            let distinct: BTreeSet<_> = routes.iter().map(|(net, _)| *net).collect();
            assert_eq!((routes.len(), distinct.len()), (size, size));
            assert!(routes.iter().all(|(net, _)| net.trunc() == *net));
        }
        for size in [1000, 180_000] {
            let routes = ipv6(size);
            let distinct: BTreeSet<_> = routes.iter().map(|(net, _)| *net).collect();
            assert_eq!((routes.len(), distinct.len()), (size, size));
            assert!(routes.iter().all(|(net, _)| net.trunc() == *net));
        }
    }

    #[test]
    fn a_generated_table_is_like_a_real_one() {
        let base = generated(50_000, 18_000, 16, |addr: u32| addr);
        let long = base.iter().filter(|(_, len, _)| *len == 24).count();
        assert!((15_000..25_000).contains(&long), "{long} of 24 bits");
        assert!(base.iter().all(|(_, len, _)| (8..=32).contains(len)));
    }

    #[test]
    fn destinations_are_in_the_table() {
        let routes = ipv4(100);
        for dst in destinations4(&routes, 1000, 3) {
            assert!(routes.iter().any(|(net, _)| net.contains(&dst)));
        }
        let routes = ipv6_scattered(100);
        for dst in destinations6(&routes, 1000, 3) {
            assert!(routes.iter().any(|(net, _)| net.contains(&dst)));
        }
    }
}
