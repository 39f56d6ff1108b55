//! Routers of the lab: Tollgate's control side and a worker, on memory wires.

use dataplane::{packet::Packet, time::Instant};

/// A router.
#[derive(Debug)]
pub struct Router {}

impl Router {
    /// Gives it a frame that has arrived at a port.
    pub fn deliver(&mut self, _port: usize, _frame: Packet) {}

    /// Lets its worker do what there is to do at this moment.
    pub fn poll(&mut self, _now: Instant) {}

    /// Takes the next frame that it sends by a port.
    pub fn sent(&mut self, _port: usize) -> Option<Packet> {
        None
    }

    /// When it next has something to do by itself.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        Instant::FAR_FUTURE
    }
}
