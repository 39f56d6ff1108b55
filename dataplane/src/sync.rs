//! What protocols between threads are built on: here the standard library's; where they are checked
//! (`dataplane/loom`), that of a model checker.

pub(crate) use std::{
    sync::{Mutex, MutexGuard, PoisonError, TryLockError, atomic},
    thread::yield_now,
};
