//! Who leaves work for a worker learns whether it has to be woken. Checked in `dataplane/loom`.

use crate::sync::atomic::{AtomicBool, Ordering, fence};

/// Whether a worker sleeps.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    asleep: AtomicBool,
}

impl Bell {
    /// Work was left for the worker. `true` if it has to be woken: it sleeps, and nobody has been told to
    /// wake it since.
    #[inline]
    pub(crate) fn ring(&self) -> bool {
        // Pairs with the fence in `doze`: either this load sees that the worker is about to sleep, or the worker
        // sees the work.
        fence(Ordering::SeqCst);
        self.asleep.load(Ordering::Relaxed) && self.asleep.swap(false, Ordering::Relaxed)
    }

    /// The worker is about to sleep. Whether it may: not if there is work.
    pub(crate) fn doze(&self, is_idle: impl FnOnce() -> bool) -> bool {
        // An exchange, so that in the order of changes it has its place where it happens.
        self.asleep.swap(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        let idle = is_idle();
        if !idle {
            self.rise();
        }
        idle
    }

    /// The worker does not sleep any more, whatever has woken it.
    pub(crate) fn rise(&self) {
        self.asleep.store(false, Ordering::Relaxed);
    }
}
