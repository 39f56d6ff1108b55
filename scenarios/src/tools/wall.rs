//! What the clocks on the machines' walls show.

use dataplane::time::{Duration, Instant};

/// Thursday, 1 April 2021, 09:00:00 UTC, in seconds since the Unix epoch: when every lab begins.
const BEGIN: u64 = 1_617_267_600;

/// The time since the Unix epoch.
pub(super) fn since_epoch(now: Instant) -> Duration {
    Duration::from_secs(BEGIN) + Duration::from_nanos(now.as_nanos())
}
