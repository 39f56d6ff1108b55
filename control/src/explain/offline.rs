//! Explaining what a configuration would do, without a daemon.

use std::{fmt, path::PathBuf, sync::Arc};

use dataplane::{
    io::Capabilities,
    neigh::NeighCache,
    snapshot::Snapshot,
    time::Instant,
    worker::{Router, Worker},
};

use super::run::{ExplainError, Explanation, Injection, Question, explain};
use crate::{
    daemon::{ConfigError, Control, MemoryPorts, OneWorker},
    replay::{Capture, CaptureError},
};

/// Long after the clock began, so that nothing is younger than it.
pub(crate) const NOW: Instant = Instant::from_nanos(1_000_000_000_000);

/// Why nothing could be explained.
#[derive(Debug)]
pub enum OfflineError {
    /// The runbooks.
    Config(ConfigError),
    /// The packets.
    Explain(ExplainError),
}

impl fmt::Display for OfflineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Explain(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OfflineError {}

/// Loads runbooks into a router without devices, and explains what becomes of packets there.
///
/// # Errors
/// See [`OfflineError`].
pub fn offline(files: &[PathBuf], question: &Question) -> Result<Explanation, OfflineError> {
    let mut control = without_devices();
    control.load(files, NOW).map_err(OfflineError::Config)?;
    explain(control.router(), NOW, question).map_err(OfflineError::Explain)
}

/// A router without devices, which is unconfigured.
pub(crate) fn without_devices() -> Control<OneWorker> {
    let (router, _events) = Router::new(Snapshot::default(), NeighCache::new(0), 1);
    let worker = OneWorker {
        worker: Worker::new(Arc::clone(&router), 0, 0),
        now: NOW,
    };
    let ports = MemoryPorts::new(Capabilities::default());
    Control::new(router, worker, 1, Box::new(ports))
}

/// The frames of a capture, to be sent as they were captured. Those that were captured in part only
/// are left out; their number comes second.
///
/// # Errors
/// If the capture can't be read.
pub fn capture(mut capture: Capture) -> Result<(Vec<Injection>, usize), CaptureError> {
    let (mut frames, mut cut) = (Vec::new(), 0);
    let mut first = None;
    while let Some(frame) = capture.next_frame()? {
        if frame.cut {
            cut += 1;
            continue;
        }
        let first = *first.get_or_insert(frame.at);
        frames.push(Injection::Frame {
            at: frame.at.saturating_since(first).as_nanos() as u64,
            bytes: frame.bytes,
        });
    }
    Ok((frames, cut))
}
