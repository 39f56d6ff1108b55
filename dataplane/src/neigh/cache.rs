//! The table of neighbours, its timers and its limits. Read Linux's net/core/neighbour.c.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    admin::{Delayed, Proxy},
    entry::{Effect, Entry, Times, Update},
    output::{NeighOutput, Neighbour, NeighbourChange, Outcome},
    table::{Key, Rng, Table, describe},
};
use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, Interface, InterfaceKind, MacAddr},
    packet::{Packet, Pool, SizeClass},
    route::RouteKind,
    snapshot::Snapshot,
    sysctl::NeighConf,
    time::Instant,
    wire::ethernet,
};

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
        packet.meta.l3 = ethernet::HEADER_LEN as u16;
        packet.meta.received = self.now;
        self.out.made += 1;
        packet
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
    pub(super) proxies: BTreeMap<Key, Proxy>,
    pub(super) delayed: Delayed,
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
            delayed: Delayed::default(),
            generation: Arc::default(),
            rng: Rng::new(seed),
        }
    }

    /// A number that changes when an address that a worker may remember no longer holds.
    ///
    /// Read it before [`NeighCache::resolve`] and keep it with the answer.
    #[must_use]
    pub fn generation(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.generation)
    }

    /// A neighbour's Ethernet address, if it is known. Nothing is asked for, and nothing counts as
    /// use.
    #[must_use]
    pub fn address(&self, oif: IfIndex, address: IpAddr) -> Option<MacAddr> {
        let entries = &self.table(address).entries;
        entries.get(&Key { oif, address })?.state.mac()
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
                [timer, table.collection_due()]
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

/// The interface's knobs for the family.
pub(super) const fn conf(interface: &Interface, family: IpAddr) -> &NeighConf {
    match family {
        IpAddr::V4(_) => &interface.neigh4,
        IpAddr::V6(_) => &interface.neigh6,
    }
}
