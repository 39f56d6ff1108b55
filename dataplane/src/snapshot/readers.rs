//! Which configurations are still in use. Checked in `dataplane/loom`.

use crossbeam::utils::CachePadded;

use crate::sync::{
    atomic::{AtomicU64, Ordering, fence},
    yield_now,
};

/// A reader's slot when it holds no snapshot.
const IDLE: u64 = u64::MAX;
/// A reader's slot while it is about to load one: older than every epoch.
const LOADING: u64 = 0;

/// The epoch that each reader uses.
#[derive(Debug)]
pub(crate) struct Readers(Box<[CachePadded<AtomicU64>]>);

impl Readers {
    /// So many, none of which reads.
    pub(crate) fn new(readers: usize) -> Self {
        Self(
            (0..readers)
                .map(|_| CachePadded::new(AtomicU64::new(IDLE)))
                .collect(),
        )
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// A reader that read nothing is about to load what is published.
    #[inline]
    pub(crate) fn begin(&self, reader: usize) {
        self.0[reader].store(LOADING, Ordering::Relaxed);
        // Pairs with the fence in `wait`.
        fence(Ordering::SeqCst);
    }

    /// It has loaded this, and uses nothing older any more.
    #[inline]
    pub(crate) fn uses(&self, reader: usize, epoch: u64) {
        // Release: everything read from the older one was read before this.
        self.0[reader].store(epoch, Ordering::Release);
    }

    /// It uses nothing until it [begins](Self::begin) anew.
    pub(crate) fn park(&self, reader: usize) {
        self.0[reader].store(IDLE, Ordering::Release);
    }

    /// Waits until no reader uses anything older than `epoch`, which has been published.
    pub(crate) fn wait(&self, epoch: u64) {
        // Pairs with the fence in `begin`: either the reader's slot shows that it is loading, or its load
        // sees what was published before this fence.
        fence(Ordering::SeqCst);
        for slot in &self.0 {
            while slot.load(Ordering::Acquire) < epoch {
                yield_now();
            }
        }
    }
}
