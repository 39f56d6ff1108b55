//! Decide once, replay in the kernel: what the router decided for flows is done to their further packets
//! by an eBPF program at the [xdp port](crate::io::open_xdp) that they come in by, as a flowtable with
//! `flags offload` has a device do it.
//!
//! ```text
//! slow path ─► way (flow cache) ─► candidate ─► entry ─► replayed, counted, dated by the program
//!                                     ▲                                  │
//!                                     └──── every 0.2 s and before each command: credited
//! ```
//!
//! Only flows are offloaded whose packets are a matter of rewriting: IPv4 and UDP, with a way that holds, of a
//! connection that its packets change in nothing but its timeout and counters, between two ports that take part
//! and have no traffic control. The program knows for itself whether a packet is one of them, whole and sound;
//! all others it leaves to the router as they came.
//!
//! - *Decisions end at once.* An entry holds under one term, a number in memory that the program and this
//!   process share. Whatever makes ways stale ends the term before the command that did it returns; what changes
//!   a connection ends its entries. An entry also holds no longer than its connection or neighbour, as of the
//!   last time that it was looked at.
//! - *Counters are exact*, if late: what the program has counted is credited to the connection, the way, rules,
//!   interfaces and totals, before a command shows or changes any of them.
//!
//! All of this is the control thread's work: workers do nothing for it, but to end the term when a neighbour
//! changes, and entries when a connection does.

mod deed;
mod features;
mod flows;
mod ports;
#[cfg(test)]
mod tests;

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use arc_swap::ArcSwapOption;
use flows::Flows;
pub(crate) use ports::Member;
pub use ports::PortChange;
use ports::Ports;

use crate::{
    flow_cache::Stamp,
    io::Replayer,
    route::Family,
    time::Instant,
    worker::{Router, lock},
};

/// The offload of a router.
///
/// Lock order: `flows`, then a table of connections. Workers take neither.
#[derive(Debug, Default)]
pub struct Offload {
    /// The maps, while a port takes part.
    maps: ArcSwapOption<Replayer>,
    ports: Mutex<Ports>,
    flows: Mutex<Flows>,
    /// The generation of neighbours that was last seen.
    neighbours: AtomicU64,
    /// Under which configuration flows were offloaded.
    stamp: Mutex<Stamp>,
}

impl Offload {
    /// From the next packet on, nothing is replayed that was decided before.
    pub(crate) fn stop(&self) {
        if let Some(maps) = &*self.maps.load() {
            maps.term().fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Stops if neighbours have changed. Costs a load if not.
    #[inline]
    pub(crate) fn follow_neighbours(&self, generation: u64) {
        if self.neighbours.load(Ordering::Relaxed) != generation {
            self.neighbours.store(generation, Ordering::Relaxed);
            self.stop();
        }
    }

    /// Stops if what is published now, or neighbours, are not what flows were offloaded under.
    pub fn follow(&self, router: &Router) {
        let stamp = Stamp::of(&router.snapshots.current(), Family::V4);
        let before = std::mem::replace(&mut *lock(&self.stamp), stamp);
        if before != stamp {
            self.stop();
        }
        self.follow_neighbours(router.neighbours_generation());
    }

    /// Credits what has been replayed until now.
    pub fn pull(&self, router: &Router, now: Instant) {
        if self.is_idle() {
            return;
        }
        lock(&self.flows).pull(router, now);
    }

    /// Does so, gives up flows that have ended or were idle for long, and offloads others: some times a
    /// second. Gives the ports that began or ceased to take frames from others.
    pub fn tick(&self, router: &Router, now: Instant) -> Vec<PortChange> {
        if self.is_idle() {
            return Vec::new();
        }
        let changes = lock(&self.ports).look();
        if changes.iter().any(|change| !change.takes) {
            self.stop();
        }
        let mut flows = lock(&self.flows);
        flows.pull(router, now);
        flows.tidy(router, now);
        let maps = self.maps.load_full();
        flows.follow(maps.as_ref());
        if let Some(maps) = maps {
            self.follow(router);
            let members = lock(&self.ports).members();
            flows.offload(router, &maps, &members, now);
        }
        changes
    }

    /// Whether there is nothing to do, nor to end.
    fn is_idle(&self) -> bool {
        self.maps.load().is_none() && lock(&self.flows).is_idle()
    }

    /// Flows that are offloaded, and packets that were replayed until they were last credited; `None` if no port
    /// takes part.
    #[must_use]
    pub fn summary(&self) -> Option<(usize, u64)> {
        let part = self.maps.load().is_some();
        part.then(|| lock(&self.flows).summary())
    }
}
