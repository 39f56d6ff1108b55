//! A router of ours without packets, whose configuration takes effect all the same.

#![allow(unreachable_pub, reason = "each test is a crate of its own")]

use std::{net::IpAddr, sync::Arc};

use control::{
    config::{Compiler, Model, NetError},
    lang::{
        LinkCounters, Live, LiveNeighbour, NeighbourRequest, Offline, Output, Session, execute,
    },
};
use dataplane::{
    iface::IfIndex,
    snapshot::{Publisher, Snapshot},
    time::{Duration, Instant},
};

/// The router.
pub struct IdleRouter {
    /// What it is configured to be.
    pub model: Model,
    /// What it is.
    pub live: Idle,
}

/// The running part: snapshots, and nobody who reads them.
pub struct Idle {
    offline: Offline,
    compiler: Compiler,
    publisher: Publisher,
}

impl Live for Idle {
    fn now(&self) -> Instant {
        self.offline.now()
    }

    fn wall_clock(&self) -> Duration {
        self.offline.wall_clock()
    }

    fn link_counters(&self, link: IfIndex) -> LinkCounters {
        self.offline.link_counters(link)
    }

    fn neighbours(&self) -> Vec<LiveNeighbour> {
        self.offline.neighbours()
    }

    fn neighbour_set(&mut self, request: &NeighbourRequest) -> Result<(), NetError> {
        self.offline.neighbour_set(request)
    }

    fn neighbour_delete(
        &mut self,
        link: IfIndex,
        address: IpAddr,
        proxy: bool,
    ) -> Result<(), NetError> {
        self.offline.neighbour_delete(link, address, proxy)
    }

    fn snapshot(&mut self, model: &mut Model) -> Option<Arc<Snapshot>> {
        self.compiler.commit(model, &self.publisher);
        Some(self.publisher.current())
    }
}

impl IdleRouter {
    /// One that has just booted.
    pub fn new() -> Self {
        Self {
            model: Model::new(),
            live: Idle {
                offline: Offline::default(),
                compiler: Compiler::new(1),
                publisher: Publisher::new(Snapshot::default(), 0),
            },
        }
    }

    /// Runs a command that reads `stdin`; gives its exit status and what it printed.
    pub fn execute(&mut self, words: &[String], stdin: &str) -> (i32, Output) {
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(words, Some(stdin.as_bytes()), &mut session, &mut out);
        (status, out)
    }
}
