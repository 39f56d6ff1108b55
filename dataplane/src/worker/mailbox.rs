//! What one worker leaves for another one. Checked in `dataplane/loom`.

use crate::sync::{
    Mutex, MutexGuard, PoisonError, TryLockError,
    atomic::{AtomicUsize, Ordering},
};

/// Things in a box that one worker puts something into and another one empties.
///
/// Both hold its lock for as long as it takes to exchange what is inside for something empty, or nearly so; a look
/// whether there is anything costs none.
#[derive(Debug, Default)]
pub(crate) struct Mailbox<T> {
    /// How much there is. Written under the lock.
    waiting: AtomicUsize,
    inside: Mutex<T>,
}

impl<T> Mailbox<T> {
    /// Lets `put` put something in and say how much there is then. Whether there was nothing: then ring the receiver's
    /// [bell](super::bell::Bell).
    pub(crate) fn put(&self, put: impl FnOnce(&mut T) -> usize) -> bool {
        let mut inside = self.lock();
        let first = self.is_empty();
        let waiting = put(&mut inside);
        self.waiting.store(waiting, Ordering::Relaxed);
        first
    }

    /// Lets `take` take all that there is. `None`, without that, if just then something is put in.
    pub(crate) fn take<R>(&self, take: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut inside = match self.inside.try_lock() {
            Ok(inside) => inside,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        let taken = take(&mut inside);
        self.waiting.store(0, Ordering::Relaxed);
        Some(taken)
    }

    /// Lets `change` change what does not count.
    pub(crate) fn open(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.lock());
    }

    /// How much there is.
    #[inline]
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Whether there is nothing.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting() == 0
    }

    fn lock(&self) -> MutexGuard<'_, T> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
