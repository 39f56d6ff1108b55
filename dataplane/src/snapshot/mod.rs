//! The published configuration: immutable, read without locks.

mod readers;

use std::sync::Arc;

use arc_swap::{ArcSwap, Cache};
use readers::Readers;

use crate::{
    counters::PerWorker,
    filter::Ruleset,
    iface::{Interface, InterfaceTable},
    route::{Family, Routing},
    sysctl::Sysctls,
};

/// The number of a published configuration; each is larger than the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u64);

/// Everything a worker needs to know, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Its number, set by [`Publisher::publish`].
    pub epoch: Epoch,
    /// The number of the first configuration that decided about packets of IPv4, and of IPv6, as this one does;
    /// set with it. Prefixes apart, which are not in it.
    pub decides_since: [Epoch; 2],
    /// The interfaces.
    pub interfaces: InterfaceTable,
    /// Knobs of the whole router.
    pub sysctls: Sysctls,
    /// Rules, tables and what the routes say.
    pub routing: Routing,
    /// The chains for IPv4 packets.
    pub filter4: Arc<Ruleset>,
    /// The chains for IPv6 packets.
    pub filter6: Arc<Ruleset>,
}

impl Snapshot {
    /// The chains for packets of `family`.
    #[must_use]
    #[inline]
    pub fn filter(&self, family: Family) -> &Ruleset {
        match family {
            Family::V4 => &self.filter4,
            Family::V6 => &self.filter6,
        }
    }

    /// Whether packets of a family are decided about as `other` does, as far as can be told at a glance.
    fn decides_as(&self, other: &Self, family: Family) -> bool {
        let filter = match family {
            Family::V4 => Arc::ptr_eq(&self.filter4, &other.filter4),
            Family::V6 => Arc::ptr_eq(&self.filter6, &other.filter6),
        };
        let (ours, theirs) = (self.interfaces.iter(), other.interfaces.iter());
        filter
            && self.sysctls == other.sysctls
            && self.routing.has_rules_of(&other.routing, family)
            && ours.count() == theirs.count()
            && self
                .interfaces
                .iter()
                .zip(other.interfaces.iter())
                .all(|(ours, theirs)| Arc::ptr_eq(ours, theirs))
    }

    /// Whether a rule of either family asks for labels of connections.
    #[must_use]
    pub fn labels(&self) -> bool {
        self.filter4.labels() || self.filter6.labels()
    }
}

impl Snapshot {
    /// The same configuration with counters, and memories of matches, of its own. For one worker.
    #[must_use]
    pub fn detached(&self) -> Self {
        let interfaces = self.interfaces.iter().map(|interface| {
            let mut interface = Interface::clone(interface);
            interface.counters = Arc::new(PerWorker::new(1));
            Arc::new(interface)
        });
        Self {
            epoch: self.epoch,
            decides_since: self.decides_since,
            interfaces: interfaces.collect(),
            sysctls: self.sysctls,
            routing: self.routing.clone(),
            filter4: Arc::new(self.filter4.detached()),
            filter6: Arc::new(self.filter6.detached()),
        }
    }
}

#[derive(Debug)]
struct Shared {
    current: Arc<ArcSwap<Snapshot>>,
    readers: Readers,
}

/// The writing end, for one control thread.
///
/// Only one thread publishes; any number of [`Reader`]s, one for each worker, follow.
#[derive(Debug)]
pub struct Publisher {
    shared: Arc<Shared>,
}

impl Publisher {
    /// Publishes `first` to `readers` readers.
    #[must_use]
    pub fn new(mut first: Snapshot, readers: usize) -> Self {
        first.epoch = Epoch(1);
        first.decides_since = [Epoch(1); 2];
        Self {
            shared: Arc::new(Shared {
                current: Arc::new(ArcSwap::from_pointee(first)),
                readers: Readers::new(readers),
            }),
        }
    }

    /// The reading end for reader `reader` (a worker's number). Take it once for each.
    ///
    /// # Panics
    /// If there are not that many readers.
    #[must_use]
    pub fn reader(&self, reader: usize) -> Reader {
        assert!(reader < self.shared.readers.len(), "no reader {reader}");
        let cache = Cache::new(Arc::clone(&self.shared.current));
        Reader {
            shared: Arc::clone(&self.shared),
            cache,
            slot: reader,
            seen: None,
        }
    }

    /// What is published now.
    #[must_use]
    pub fn current(&self) -> Arc<Snapshot> {
        self.shared.current.load_full()
    }

    /// Replaces what is published; gives its number. Readers see it from their next burst on.
    pub fn publish(&self, mut next: Snapshot) -> Epoch {
        let current = self.current();
        let epoch = Epoch(current.epoch.0 + 1);
        next.epoch = epoch;
        for family in [Family::V4, Family::V6] {
            let at = family as usize;
            next.decides_since[at] = if next.decides_as(&current, family) {
                current.decides_since[at]
            } else {
                epoch
            };
        }
        self.shared.current.store(Arc::new(next));
        epoch
    }

    /// Waits until no reader holds a snapshot older than the one published now: what only older
    /// ones refer to may then be reused. Takes as long as the longest burst.
    pub fn synchronize(&self) {
        self.shared.readers.wait(self.current().epoch.0);
    }
}

/// A worker's reading end.
pub struct Reader {
    shared: Arc<Shared>,
    cache: Cache<Arc<ArcSwap<Snapshot>>, Arc<Snapshot>>,
    slot: usize,
    /// The epoch in use.
    seen: Option<Epoch>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("slot", &self.slot)
            .field("seen", &self.seen)
            .finish()
    }
}

impl Reader {
    /// The newest snapshot, to be used for one burst. Costs two loads when nothing changed.
    #[inline]
    pub fn load(&mut self) -> &Arc<Snapshot> {
        if self.seen.is_none() {
            self.shared.readers.begin(self.slot);
        }
        let snapshot = self.cache.load();
        if self.seen != Some(snapshot.epoch) {
            self.seen = Some(snapshot.epoch);
            self.shared.readers.uses(self.slot, snapshot.epoch.0);
        }
        snapshot
    }

    /// Declares that no snapshot is in use until the next [`Reader::load`]: call it before sleeping.
    pub fn park(&mut self) {
        self.seen = None;
        self.shared.readers.park(self.slot);
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.park();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_reader_follows_and_the_publisher_waits_for_it() {
        let publisher = Publisher::new(Snapshot::default(), 1);
        let mut reader = publisher.reader(0);
        assert_eq!(reader.load().epoch, Epoch(1));
        let worker = thread::spawn(move || {
            while reader.load().epoch < Epoch(3) {
                thread::yield_now();
            }
        });
        publisher.publish(Snapshot::default());
        publisher.synchronize();
        publisher.publish(Snapshot::default());
        publisher.synchronize();
        worker.join().expect("the reader ends");
    }

    #[test]
    fn a_parked_reader_is_not_waited_for() {
        let publisher = Publisher::new(Snapshot::default(), 1);
        let mut reader = publisher.reader(0);
        let _ = reader.load();
        reader.park();
        publisher.publish(Snapshot::default());
        publisher.synchronize();
        assert_eq!(reader.load().epoch, Epoch(2));
    }
}
