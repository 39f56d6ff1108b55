//! A router without threads and devices: workers that somebody else drives, ports in memory. For replays, the lab
//! and tests.

use std::{cell::RefCell, collections::BTreeMap, fmt, rc::Rc};

use dataplane::{
    iface::IfIndex,
    io::{Capabilities, MemoryPort, MemoryWire, Port, PortError},
    neigh::NeighOutput,
    time::Instant,
    worker::Worker,
};

use super::{
    control::Workers,
    ports::{PortOpener, Queues},
};
use crate::config::{Link, LinkKind};

/// The far ends of a router's ports, by the numbers of their links.
pub type Wires = Rc<RefCell<BTreeMap<IfIndex, MemoryWire>>>;

/// Opens every port as a wire in memory, whatever its type: a runbook for live ports works here.
#[derive(Debug, Default)]
pub struct MemoryPorts {
    wires: Wires,
    capabilities: Capabilities,
}

impl MemoryPorts {
    /// Opens ports whose far ends take frames with `capabilities`.
    #[must_use]
    pub fn new(capabilities: Capabilities) -> Self {
        Self {
            wires: Wires::default(),
            capabilities,
        }
    }

    /// The far ends of the ports, as they are opened.
    #[must_use]
    pub fn wires(&self) -> Wires {
        Rc::clone(&self.wires)
    }
}

impl PortOpener for MemoryPorts {
    fn open(&mut self, link: &Link, queues: usize) -> Result<Option<Port>, PortError> {
        match link.kind {
            LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Xdp { .. } | LinkKind::Pcap => {
                let (mut port, wire) = MemoryPort::open(link.mac, self.capabilities);
                let more = (1..queues).map(|_| wire.queue(self.capabilities));
                port.queues.extend(more);
                self.wires.borrow_mut().insert(link.index, wire);
                Ok(Some(port))
            }
            LinkKind::Loopback | LinkKind::Vlan { .. } | LinkKind::Dummy => Ok(None),
        }
    }
}

/// The one worker of a router whose clock somebody else turns.
pub struct OneWorker {
    /// The worker.
    pub worker: Worker,
    /// The time: what the control side does happens now.
    pub now: Instant,
}

impl fmt::Debug for OneWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneWorker").finish_non_exhaustive()
    }
}

impl Workers for OneWorker {
    fn attach(&mut self, Queues { port, queues }: Queues) {
        for queue in queues {
            self.worker.attach(port, queue);
        }
    }

    fn detach(&mut self, port: IfIndex) {
        drop(self.worker.detach(port));
    }

    fn neighbours(&mut self, output: NeighOutput) {
        self.worker.finish_neighbours(output, self.now);
        // The control side, which is the same thread, is about to wait for sleepers only.
        self.worker.park();
    }
}

/// The workers of a router that take turns on one thread, whose clock somebody else turns.
pub struct Turns {
    /// The workers.
    pub workers: Vec<Worker>,
    /// The time: what the control side does happens now.
    pub now: Instant,
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turns")
            .field("workers", &self.workers)
            .finish_non_exhaustive()
    }
}

impl Workers for Turns {
    fn attach(&mut self, Queues { port, queues }: Queues) {
        for (worker, queue) in self.workers.iter_mut().zip(queues) {
            worker.attach(port, queue);
        }
    }

    fn detach(&mut self, port: IfIndex) {
        for worker in &mut self.workers {
            drop(worker.detach(port));
        }
    }

    fn neighbours(&mut self, output: NeighOutput) {
        if let Some(first) = self.workers.first_mut() {
            first.finish_neighbours(output, self.now);
            first.park();
        }
    }
}
