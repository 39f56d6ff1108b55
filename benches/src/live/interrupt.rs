//! Ctrl-C ends a comparison in an orderly way: namespaces, daemons and files are taken away again.

use std::{
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
};

static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on a signal to end is noted for [`check`]; a second one ends the process at once.
pub(super) fn watch() -> io::Result<()> {
    let stop = Arc::new(AtomicBool::new(false));
    if STOP.set(Arc::clone(&stop)).is_err() {
        return Ok(());
    }
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop))?;
        flag::register(signal, Arc::clone(&stop))?;
    }
    Ok(())
}

/// Whether somebody wants an end.
pub(super) fn is_wanted() -> bool {
    STOP.get().is_some_and(|stop| stop.load(Ordering::Relaxed))
}

/// An error if somebody wants an end.
pub(super) fn check() -> io::Result<()> {
    if is_wanted() {
        return Err(io::Error::new(io::ErrorKind::Interrupted, "interrupted"));
    }
    Ok(())
}
