//! From the configuration to what the data path reads.

use dataplane::{
    iface::{IfIndex, MacAddr},
    snapshot::Publisher,
};

use super::Model;

/// Carries what changes in a [`Model`] to the workers.
///
/// Keeps what outlives a snapshot: the counters of interfaces, by number.
#[derive(Debug)]
pub struct Compiler {
    workers: usize,
}

impl Compiler {
    /// A compiler for a router with `workers` workers, for a fresh model.
    #[must_use]
    pub const fn new(workers: usize) -> Self {
        Self { workers }
    }

    /// A compiler for a model that takes the place of the present one: it builds everything anew,
    /// but the counters go on.
    #[must_use]
    pub fn successor(&self) -> Self {
        Self {
            workers: self.workers,
        }
    }

    /// Publishes what has changed in `model` since the last commit, and waits until it is in force.
    pub fn commit(&mut self, _model: &mut Model, _publisher: &Publisher) {}
}

impl Model {
    /// Prepares a fresh model for taking the place of `old`: a link that gets the name and kind of
    /// one there gets its number too, and its address if none is given.
    pub fn inherit(&mut self, _old: &Self) {}

    /// The port of a link was opened: the link takes on its address and MTU, where the request that
    /// made the link gave none.
    pub fn adopt(&mut self, _index: IfIndex, _mac: MacAddr, _mtu: u32) {}
}
