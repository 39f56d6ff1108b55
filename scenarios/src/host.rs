//! Hosts of the lab: machines with programs.
//!
//! A host speaks the same languages as a router and forwards nothing until it is told to: it has several
//! cards, rules of its own, neighbours, connections. Why it is not a stack of another make:
//! docs/decisions/013-hosts-are-machines.md.

use dataplane::iface::MacAddr;

use crate::{jobs::Done, router::Router};

/// A host.
#[derive(Debug)]
pub struct Host {
    machine: Router,
}

impl Host {
    /// A host at time zero with these `cards`, names and addresses, and nothing configured. `seed` is where
    /// it takes its random numbers from.
    #[must_use]
    pub fn new(name: &str, cards: &[(&str, MacAddr)], seed: u64) -> Self {
        Self {
            machine: Router::new(name, cards, seed),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.machine.name()
    }

    /// Executes a command of its own languages: `ip`, `sysctl`, `iptables`, …
    pub fn configure(&mut self, argv: &[&str]) -> Done {
        self.machine.execute(argv)
    }

    /// The machine that it is.
    pub fn machine(&mut self) -> &mut Router {
        &mut self.machine
    }
}
