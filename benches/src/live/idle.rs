//! What a router costs while there is nothing to do.

use std::{
    io, thread,
    time::{Duration, Instant},
};

use super::{cpu::Accounts, interrupt};

/// Hosts are still busy with themselves (duplicate addresses, multicast memberships) for so long.
const CALM: Duration = Duration::from_secs(1);

/// Per cent of a processor that the threads of the router take without traffic.
pub(super) fn share(accounts: &Accounts, time: Duration) -> io::Result<f64> {
    rest(CALM)?;
    let (start, before) = (Instant::now(), accounts.processes());
    rest(time)?;
    let took = accounts.processes().saturating_sub(before);
    Ok(100.0 * took.as_secs_f64() / start.elapsed().as_secs_f64())
}

/// Sleeps, but not after an interruption.
fn rest(time: Duration) -> io::Result<()> {
    let start = Instant::now();
    while start.elapsed() < time {
        interrupt::check()?;
        thread::sleep(Duration::from_millis(100).min(time.saturating_sub(start.elapsed())));
    }
    Ok(())
}
