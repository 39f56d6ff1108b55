//! The table of neighbours, its timers and its limits. Read Linux's net/core/neighbour.c.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    entry::{Effect, Entry, Nud, Times, Update},
    output::{NeighOutput, Neighbour, NeighbourChange, Outcome},
};
use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, Interface, InterfaceKind, MacAddr},
    packet::{Packet, Pool, SizeClass},
    route::RouteKind,
    snapshot::Snapshot,
    sysctl::NeighConf,
    time::{Duration, Instant},
};

/// `gc_thresh1`: with fewer neighbours nothing is collected. Deviation: Linux's default, not
/// settable.
const GC_THRESH1: usize = 128;
/// `gc_thresh2`: with more, a new neighbour makes room every [`GC_PAUSE`]. Deviation: as above.
const GC_THRESH2: usize = 512;
/// Entries that changed more recently are spared by a forced collection.
const GC_PAUSE: Duration = Duration::from_secs(5);
/// A collection that found nothing is not repeated sooner. Linux has no such pause but limits each
/// collection to a millisecond.
const GC_RETRY: Duration = Duration::from_millis(100);
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
    fn of(oif: IfIndex) -> std::ops::RangeInclusive<Self> {
        let least = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let most = IpAddr::V6(Ipv6Addr::from([0xff; 16]));
        Self {
            oif,
            address: least,
        }..=Self { oif, address: most }
    }
}

/// What every step needs besides the cache.
#[derive(Debug)]
pub struct Context<'a> {
    /// The time.
    pub now: Instant,
    /// The configuration.
    pub snapshot: &'a Snapshot,
    /// Where buffers for what the cache sends come from.
    pub pool: &'a mut Pool,
    /// What the caller has to do; added to.
    pub out: &'a mut NeighOutput,
}

impl Context<'_> {
    /// A frame of these parts, from the Ethernet header on.
    pub(super) fn frame(&mut self, parts: &[&[u8]]) -> Packet {
        let mut buf = self.pool.get(SizeClass::Small);
        for part in parts {
            let fits = buf.extend(part);
            debug_assert!(fits, "an ARP or ND frame fits in a small buffer");
        }
        let mut packet = Packet {
            buf,
            ..Packet::default()
        };
        packet.meta.l3 = crate::wire::ethernet::HEADER_LEN as u16;
        packet.meta.received = self.now;
        self.out.made += 1;
        packet
    }
}

/// Numbers that nobody needs to be unable to guess: spread of timers.
#[derive(Debug)]
pub(super) struct Rng(u64);

impl Rng {
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
    timers: BTreeSet<(Instant, Key)>,
    reachable: BTreeMap<IfIndex, ReachableTime>,
    /// Entries that the administrator made permanent; they don't count against the limits.
    permanent: usize,
    /// Packets that wait.
    held: usize,
    /// When a forced collection last ran.
    collected: Option<Instant>,
    /// When the next periodic collection is due.
    collect_at: Instant,
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

    fn remove(&mut self, key: Key) -> Option<Entry> {
        let entry = self.entries.remove(&key)?;
        let before = (entry.state.due(), entry.state.nud(), entry.state.held());
        self.account(key, before, (None, Nud::None, 0));
        Some(entry)
    }

    /// Entries that count against the limits.
    fn counted(&self) -> usize {
        self.entries.len() - self.permanent
    }

    /// The reachable time of an interface, drawn anew every [`REDRAW`] and when its base changes.
    fn reachable_time(
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

/// The router's neighbours, of both families.
///
/// One for the router, behind a mutex: workers come here only for what they don't remember
/// ([`Outcome::Known`]), and for ARP and neighbour discovery packets.
#[derive(Debug)]
pub struct NeighCache {
    arp: Table,
    nd: Table,
    pub(super) proxies: BTreeMap<Key, super::admin::Proxy>,
    pub(super) delayed: super::admin::Delayed,
    generation: Arc<AtomicU64>,
    pub(super) rng: Rng,
}

impl NeighCache {
    /// An empty cache. `seed` spreads its timers.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            arp: Table::default(),
            nd: Table::default(),
            proxies: BTreeMap::new(),
            delayed: super::admin::Delayed::default(),
            generation: Arc::default(),
            rng: Rng(seed),
        }
    }

    /// A number that changes when an address that a worker may remember no longer holds.
    ///
    /// Read it before [`NeighCache::resolve`] and keep it with the answer.
    #[must_use]
    pub fn generation(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.generation)
    }

    /// Packets that wait for an answer.
    #[must_use]
    pub fn held(&self) -> usize {
        self.arp.held + self.nd.held
    }

    /// Neighbours of both families, proxy entries not counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arp.entries.len() + self.nd.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The address to send `packet` to, so that it reaches `next_hop` on `oif`'s link; or the
    /// packet waits until it is known.
    pub fn resolve(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        next_hop: IpAddr,
        packet: Packet,
    ) -> Outcome {
        self.resolve_in(cx, oif, next_hop, packet)
    }

    pub(super) fn resolve_in(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        next_hop: IpAddr,
        packet: Packet,
    ) -> Outcome {
        let key = Key {
            oif: oif.index,
            address: next_hop,
        };
        if !self.table(next_hop).entries.contains_key(&key) {
            if let Some(mac) = without_asking(cx.snapshot, oif, next_hop) {
                return Outcome::Known {
                    mac,
                    until: Instant::FAR_FUTURE,
                    packet,
                };
            }
            if !self.create(cx, oif, next_hop) {
                return Outcome::Refused(packet, DropReason::NeighTableFull);
            }
        }
        match self.send(cx, oif, key, Some(packet)) {
            Some((packet, mac, until)) => Outcome::Known { mac, until, packet },
            None => Outcome::Queued,
        }
    }

    /// Uses an entry: gives the packet back with the address and how long that may be remembered.
    pub(super) fn send(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        key: Key,
        packet: Option<Packet>,
    ) -> Option<(Packet, MacAddr, Instant)> {
        let now = cx.now;
        let (table, times) = self.times(now, oif, key.address);
        let dropped = &mut cx.out.dropped;
        let (effect, packet, mac, due) = table.with(key, |entry| {
            let (effect, packet) = entry.send(now, &times, packet, |reason, packet| {
                dropped.push((key.oif, reason, packet));
            });
            (effect, packet, entry.state.mac(), entry.state.due())
        })?;
        self.apply(cx, oif, key, effect);
        Some((packet?, mac?, due.unwrap_or(Instant::FAR_FUTURE)))
    }

    /// When [`NeighCache::poll`] has something to do.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        [&self.arp, &self.nd]
            .into_iter()
            .flat_map(|table| {
                let timer = table.timers.first().map(|(due, _)| *due);
                let collection = (table.counted() > GC_THRESH1).then_some(table.collect_at);
                [timer, collection]
            })
            .flatten()
            .chain(self.delayed.next_deadline())
            .min()
            .unwrap_or(Instant::FAR_FUTURE)
    }

    /// Does what is due: probes, state changes, collection of what nobody uses.
    pub fn poll(&mut self, cx: &mut Context<'_>) {
        let (now, snapshot) = (cx.now, cx.snapshot);
        for family in [
            IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        ] {
            while let Some(&(due, key)) = self.table(family).timers.first() {
                if due > now || due == Instant::FAR_FUTURE {
                    break;
                }
                let Some(oif) = snapshot.interfaces.get(key.oif) else {
                    self.remove(cx, key);
                    continue;
                };
                let (table, times) = self.times(now, oif, key.address);
                let Some(effect) = table.with(key, |entry| entry.expire(now, &times)) else {
                    break;
                };
                self.apply(cx, oif, key, effect);
            }
            self.collect_periodically(cx, family);
        }
        self.answer_delayed(cx);
    }

    /// Learns from a packet (`neigh_update`). Makes the entry if `create` says so. Gives whether
    /// there is an entry.
    pub(super) fn learn(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        address: IpAddr,
        create: bool,
        update: Update,
    ) -> bool {
        let key = Key {
            oif: iif.index,
            address,
        };
        let known = self.table(address).entries.contains_key(&key);
        if !known && (!create || !self.create(cx, iif, address)) {
            return false;
        }
        let now = cx.now;
        let (table, times) = self.times(now, iif, address);
        if let Some(Ok(effect)) = table.with(key, |entry| entry.update(now, &times, update)) {
            self.apply(cx, iif, key, effect);
        }
        true
    }

    pub(super) const fn table(&self, family: IpAddr) -> &Table {
        match family {
            IpAddr::V4(_) => &self.arp,
            IpAddr::V6(_) => &self.nd,
        }
    }

    pub(super) const fn table_mut(&mut self, family: IpAddr) -> &mut Table {
        match family {
            IpAddr::V4(_) => &mut self.arp,
            IpAddr::V6(_) => &mut self.nd,
        }
    }

    /// The family's table, and the times on the interface.
    pub(super) fn times<'a>(
        &mut self,
        now: Instant,
        oif: &'a Interface,
        family: IpAddr,
    ) -> (&mut Table, Times<'a>) {
        let conf = conf(oif, family);
        let table = match family {
            IpAddr::V4(_) => &mut self.arp,
            IpAddr::V6(_) => &mut self.nd,
        };
        let reachable =
            table.reachable_time(now, oif.index, conf.base_reachable_time, &mut self.rng);
        (table, Times { conf, reachable })
    }

    /// Makes an entry, and room for it if need be; `false` if there is none.
    pub(super) fn create(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        address: IpAddr,
    ) -> bool {
        let limit = match address {
            IpAddr::V4(_) => cx.snapshot.sysctls.neigh4_gc_thresh3,
            IpAddr::V6(_) => cx.snapshot.sysctls.neigh6_gc_thresh3,
        } as usize;
        let table = self.table(address);
        let count = table.counted();
        let since = table.collected.map(|at| cx.now.saturating_since(at));
        let full = count >= limit && since.is_none_or(|since| since >= GC_RETRY);
        let fill = count >= GC_THRESH2 && since.is_none_or(|since| since >= GC_PAUSE);
        let freed = if full || fill {
            self.collect(cx, address)
        } else {
            0
        };
        if count >= limit && freed == 0 {
            return false;
        }
        self.create_uncounted(cx.now, oif, address);
        true
    }

    /// Makes an entry whatever the limit says.
    pub(super) fn create_uncounted(&mut self, now: Instant, oif: &Interface, address: IpAddr) {
        let (table, times) = self.times(now, oif, address);
        let key = Key {
            oif: oif.index,
            address,
        };
        let entry = || Entry::new(now, &times);
        table.entries.entry(key).or_insert_with(entry);
    }

    /// Makes room (`neigh_forced_gc`): the longest unchanged go first, down to `gc_thresh2`. Gives
    /// how many went.
    fn collect(&mut self, cx: &mut Context<'_>, family: IpAddr) -> usize {
        let now = cx.now;
        let table = self.table_mut(family);
        table.collected = Some(now);
        let most = table.counted().saturating_sub(GC_THRESH2).max(1);
        let mut candidates: Vec<(Instant, Key)> = table
            .entries
            .iter()
            .filter(|(_, entry)| {
                let settled = now.saturating_since(entry.updated) > GC_PAUSE;
                match entry.state.nud() {
                    Nud::Failed | Nud::NoArp => true,
                    Nud::None | Nud::Stale => settled,
                    Nud::Incomplete | Nud::Reachable | Nud::Delay | Nud::Probe | Nud::Permanent => {
                        false
                    }
                }
            })
            .map(|(key, entry)| (entry.updated, *key))
            .collect();
        candidates.sort_unstable();
        candidates.truncate(most);
        for (_, key) in &candidates {
            self.remove(cx, *key);
        }
        candidates.len()
    }

    /// Collects what failed, and what is stale and was not used for `gc_stale_time`
    /// (`neigh_periodic_work`).
    fn collect_periodically(&mut self, cx: &mut Context<'_>, family: IpAddr) {
        let now = cx.now;
        let table = self.table_mut(family);
        if table.counted() <= GC_THRESH1 || now < table.collect_at {
            return;
        }
        table.collect_at = now + NeighConf::default().base_reachable_time / 2;
        let unused: Vec<Key> = table
            .entries
            .iter()
            .filter(|(key, entry)| {
                let stale_time = cx
                    .snapshot
                    .interfaces
                    .get(key.oif)
                    .map_or(Duration::ZERO, |oif| conf(oif, family).gc_stale_time);
                let used = entry.used.max(entry.confirmed);
                match entry.state.nud() {
                    Nud::Failed => true,
                    Nud::None | Nud::Stale | Nud::NoArp => now.saturating_since(used) >= stale_time,
                    Nud::Incomplete | Nud::Reachable | Nud::Delay | Nud::Probe | Nud::Permanent => {
                        false
                    }
                }
            })
            .map(|(key, _)| *key)
            .collect();
        for key in unused {
            self.remove(cx, key);
        }
    }

    /// Takes an entry out; what waited is dropped in silence, as in Linux.
    pub(super) fn remove(&mut self, cx: &mut Context<'_>, key: Key) {
        let Some(entry) = self.table_mut(key.address).remove(key) else {
            return;
        };
        if entry.state.nud().is_valid() {
            self.forget();
        }
        let gone = describe(cx.now, key, &entry);
        cx.out.changes.push(NeighbourChange::Deleted(gone));
        for packet in entry.state.into_queue() {
            cx.out
                .dropped
                .push((key.oif, DropReason::NeighFailed, packet));
        }
    }

    /// All neighbours of an interface.
    pub(super) fn keys_of(&self, oif: IfIndex) -> Vec<Key> {
        [&self.arp, &self.nd]
            .into_iter()
            .flat_map(|table| table.entries.range(Key::of(oif)).map(|(key, _)| *key))
            .collect()
    }

    /// Workers must ask again.
    pub(super) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::Release);
    }

    /// Acts on what became of an entry.
    pub(super) fn apply(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        key: Key,
        effect: Effect,
    ) {
        if effect.forget {
            self.forget();
        }
        for packet in effect.failed {
            cx.out.failed.push((key.oif, packet));
        }
        let Some(entry) = self.table(key.address).entries.get(&key) else {
            return;
        };
        if effect.notify {
            let neighbour = describe(cx.now, key, entry);
            cx.out.changes.push(NeighbourChange::Updated(neighbour));
        }
        if let Some(mac) = entry.state.mac() {
            for packet in effect.resolved {
                cx.out.resolved.push((key.oif, mac, packet));
            }
        }
        if effect.probe {
            match key.address {
                IpAddr::V4(target) => self.solicit_arp(cx, oif, target),
                IpAddr::V6(target) => self.solicit_nd(cx, oif, target),
            }
            self.table_mut(key.address).with(key, Entry::probed);
        }
    }

    /// All neighbours and proxy entries, by interface and address.
    #[must_use]
    pub fn list(&self, now: Instant) -> Vec<Neighbour> {
        let entries = [&self.arp, &self.nd]
            .into_iter()
            .flat_map(|table| &table.entries)
            .map(|(key, entry)| describe(now, *key, entry));
        entries.chain(self.list_proxies()).collect()
    }
}

/// The interface's knobs for the family.
const fn conf(interface: &Interface, family: IpAddr) -> &NeighConf {
    match family {
        IpAddr::V4(_) => &interface.neigh4,
        IpAddr::V6(_) => &interface.neigh6,
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

/// The address of a group, of all, or of anybody on a link without neighbours.
///
/// Deviation: Linux keeps such an address in the table as a `NOARP` entry.
fn without_asking(snapshot: &Snapshot, oif: &Interface, next_hop: IpAddr) -> Option<MacAddr> {
    match next_hop {
        // RFC 1112 §6.4.
        IpAddr::V4(group) if group.is_multicast() => {
            let [_, b, c, d] = group.octets();
            Some(MacAddr([1, 0, 0x5e, b & 0x7f, c, d]))
        }
        // RFC 2464 §7.
        IpAddr::V6(group) if group.is_multicast() => Some(multicast_mac6(group)),
        _ if !oif.arp || oif.kind == InterfaceKind::Loopback => Some(oif.mac),
        IpAddr::V4(_) if snapshot.routing.address_type(next_hop) == RouteKind::Broadcast => {
            Some(MacAddr::BROADCAST)
        }
        IpAddr::V4(_) | IpAddr::V6(_) => None,
    }
}

/// The Ethernet address of an IPv6 group (RFC 2464 §7).
pub(super) const fn multicast_mac6(group: Ipv6Addr) -> MacAddr {
    let [.., a, b, c, d] = group.octets();
    MacAddr([0x33, 0x33, a, b, c, d])
}

impl Update {
    /// What a packet teaches about its sender.
    pub(super) const fn heard(mac: Option<MacAddr>, state: Nud) -> Self {
        Self {
            mac,
            state,
            override_: true,
            weak_override: false,
            router: None,
            admin: false,
        }
    }
}
