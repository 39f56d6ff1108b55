//! Signals, as events.

use std::{io, thread};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// SIGHUP: load the runbooks anew.
    Reload,
    /// SIGTERM or SIGINT: end.
    Stop,
}

/// Gives each signal to `deliver`, on a thread of its own, until it returns false.
pub(super) fn watch(
    mut deliver: impl FnMut(Signal) -> bool + Send + 'static,
) -> io::Result<thread::JoinHandle<()>> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let signal = if signal == SIGHUP {
                    Signal::Reload
                } else {
                    Signal::Stop
                };
                if !deliver(signal) {
                    return;
                }
            }
        })
}
