//! One family's neighbours with their timers and counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use super::{
    entry::{Entry, Nud},
    limits::GC_THRESH1,
    output::Neighbour,
};
use crate::{
    iface::IfIndex,
    time::{Duration, Instant},
};

/// How often the reachable time is drawn anew (RFC 4861 §6.3.4: "at least every few hours").
const REDRAW: Duration = Duration::from_secs(300);

/// Which neighbour: the address is an address of the link that the interface is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) oif: IfIndex,
    pub(super) address: IpAddr,
}

impl Key {
    /// The keys that an interface has at most.
    pub(super) fn of(oif: IfIndex) -> std::ops::RangeInclusive<Self> {
        let least = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let most = IpAddr::V6(Ipv6Addr::from([0xff; 16]));
        Self {
            oif,
            address: least,
        }..=Self { oif, address: most }
    }
}

/// Numbers that nobody needs to be unable to guess: spread of timers.
#[derive(Debug)]
pub(super) struct Rng(u64);

impl Rng {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A time from zero up to, without, `limit`.
    pub(super) fn below(&mut self, limit: Duration) -> Duration {
        let limit = limit.as_nanos() as u64;
        Duration::from_nanos(((u128::from(self.next()) * u128::from(limit)) >> 64) as u64)
    }
}

/// The reachable time of one interface and family at the moment.
#[derive(Debug)]
struct ReachableTime {
    base: Duration,
    drawn: Instant,
    time: Duration,
}

/// One family's neighbours.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Ordered, not hashed: nobody can aim collisions, and an interface's neighbours are a range.
    pub(super) entries: BTreeMap<Key, Entry>,
    pub(super) timers: BTreeSet<(Instant, Key)>,
    reachable: BTreeMap<IfIndex, ReachableTime>,
    /// Entries that the administrator made permanent; they don't count against the limits.
    permanent: usize,
    /// Packets that wait.
    pub(super) held: usize,
    /// When a forced collection last ran.
    pub(super) collected: Option<Instant>,
    /// When the next periodic collection is due.
    pub(super) collect_at: Instant,
}

impl Table {
    /// Changes an entry; keeps the timers and counts in step.
    pub(super) fn with<R>(&mut self, key: Key, f: impl FnOnce(&mut Entry) -> R) -> Option<R> {
        let entry = self.entries.get_mut(&key)?;
        let (due, nud, held) = (entry.state.due(), entry.state.nud(), entry.state.held());
        let result = f(entry);
        let after = (entry.state.due(), entry.state.nud(), entry.state.held());
        self.account(key, (due, nud, held), after);
        Some(result)
    }

    fn account(
        &mut self,
        key: Key,
        before: (Option<Instant>, Nud, usize),
        after: (Option<Instant>, Nud, usize),
    ) {
        if before.0 != after.0 {
            if let Some(due) = before.0 {
                self.timers.remove(&(due, key));
            }
            if let Some(due) = after.0 {
                self.timers.insert((due, key));
            }
        }
        self.permanent -= usize::from(before.1 == Nud::Permanent);
        self.permanent += usize::from(after.1 == Nud::Permanent);
        self.held = self.held + after.2 - before.2;
    }

    pub(super) fn remove(&mut self, key: Key) -> Option<Entry> {
        let entry = self.entries.remove(&key)?;
        let before = (entry.state.due(), entry.state.nud(), entry.state.held());
        self.account(key, before, (None, Nud::None, 0));
        Some(entry)
    }

    /// When the next periodic collection is due, if there is enough to collect.
    pub(super) fn collection_due(&self) -> Option<Instant> {
        (self.counted() > GC_THRESH1).then_some(self.collect_at)
    }

    /// Entries that count against the limits.
    pub(super) fn counted(&self) -> usize {
        self.entries.len() - self.permanent
    }

    /// The reachable time of an interface, drawn anew every [`REDRAW`] and when its base changes.
    pub(super) fn reachable_time(
        &mut self,
        now: Instant,
        oif: IfIndex,
        base: Duration,
        rng: &mut Rng,
    ) -> Duration {
        let mut draw = || base / 2 + rng.below(base);
        let known = self.reachable.entry(oif).or_insert_with(|| ReachableTime {
            base,
            drawn: now,
            time: draw(),
        });
        if known.base != base || now.saturating_since(known.drawn) > REDRAW {
            *known = ReachableTime {
                base,
                drawn: now,
                time: draw(),
            };
        }
        known.time
    }
}

pub(super) fn describe(now: Instant, key: Key, entry: &Entry) -> Neighbour {
    Neighbour {
        oif: key.oif,
        address: key.address,
        mac: entry.state.mac(),
        state: entry.state.nud(),
        router: entry.router,
        proxy: false,
        protocol: entry.protocol,
        used: now.saturating_since(entry.used),
        confirmed: now.saturating_since(entry.confirmed),
        updated: now.saturating_since(entry.updated),
        probes: entry.state.probes(),
    }
}
