//! How many neighbours there may be, and which go first. Read `neigh_alloc`, `neigh_forced_gc` and
//! `neigh_periodic_work` in Linux's net/core/neighbour.c.

use std::net::IpAddr;

use super::{
    cache::{Context, NeighCache, conf},
    entry::{Entry, Nud},
    table::Key,
};
use crate::{
    iface::Interface,
    sysctl::NeighConf,
    time::{Duration, Instant},
};

/// `gc_thresh1`: with fewer neighbours nothing is collected. Deviation: Linux's default, not
/// settable.
pub(super) const GC_THRESH1: usize = 128;
/// `gc_thresh2`: with more, a new neighbour makes room every [`GC_PAUSE`]. Deviation: as above.
const GC_THRESH2: usize = 512;
/// Entries that changed more recently are spared by a forced collection.
const GC_PAUSE: Duration = Duration::from_secs(5);
/// A collection that found nothing is not repeated sooner. Linux has no such pause but limits each
/// collection to a millisecond.
const GC_RETRY: Duration = Duration::from_millis(100);
impl NeighCache {
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
    pub(super) fn collect_periodically(&mut self, cx: &mut Context<'_>, family: IpAddr) {
        let now = cx.now;
        let table = self.table_mut(family);
        if table.collection_due().is_none_or(|due| now < due) {
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
}
