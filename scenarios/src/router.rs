//! Routers of the lab: what `tollgate run` runs, with ports in memory and somebody else's clock.

use std::{fmt, sync::Arc};

use control::{
    daemon::{Control, MemoryPorts, OneWorker, Wires},
    lang::Output,
};
use dataplane::{
    counters::Totals,
    drop_reason::DropReason,
    iface::IfIndex,
    io::Capabilities,
    neigh::NeighCache,
    packet::Packet,
    snapshot::Snapshot,
    time::Instant,
    worker::{self, Worker},
};

use crate::tools::Done;

/// A router.
pub struct Router {
    name: String,
    shared: Arc<worker::Router>,
    control: Control<OneWorker>,
    wires: Wires,
    ports: Vec<IfIndex>,
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router")
            .field("name", &self.name)
            .field("ports", &self.ports)
            .finish_non_exhaustive()
    }
}

impl Router {
    /// A router at time zero, unconfigured but for its `ports`: names and addresses. `seed` is where
    /// it takes its random numbers from.
    #[must_use]
    pub fn new(name: &str, ports: &[(&str, &str)], seed: u64) -> Self {
        let (shared, _events) = worker::Router::new(Snapshot::default(), NeighCache::new(seed), 1);
        let opener = MemoryPorts::new(Capabilities::default());
        let wires = opener.wires();
        let worker = OneWorker {
            worker: Worker::new(Arc::clone(&shared), 0, seed),
            now: Instant::ZERO,
        };
        let control = Control::new(Arc::clone(&shared), worker, 1, Box::new(opener));
        let mut router = Self {
            name: name.to_owned(),
            shared,
            control,
            wires,
            ports: Vec::new(),
        };
        for (port, mac) in ports {
            router.execute(&["ip", "link", "add", port, "address", mac, "type", "tap"]);
            if let Some(link) = router.control.model().link_by_name(port) {
                router.ports.push(link.index);
            }
        }
        router
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Executes a command: `ip …`, `sysctl …`, or `tollgate drops`.
    pub fn execute(&mut self, argv: &[&str]) -> Done {
        self.execute_with(argv, None)
    }

    /// As [`Router::execute`], for a command that reads `stdin`.
    pub fn execute_with(&mut self, argv: &[&str], stdin: Option<&[u8]>) -> Done {
        let one = self.control.workers();
        // A change waits until no worker holds an older configuration, and this one sleeps.
        one.worker.park();
        let now = one.now;
        match argv {
            ["tollgate", "drops"] => Done {
                status: 0,
                output: account(&self.totals()),
            },
            ["tollgate", "save"] => match self.control.save(now) {
                Ok(output) => Done { status: 0, output },
                Err(error) => Done {
                    status: 1,
                    output: format!("{error}\n"),
                },
            },
            ["tollgate", rest @ ..] | rest => self.command(rest, stdin, now),
        }
    }

    fn command(&mut self, argv: &[&str], stdin: Option<&[u8]>, now: Instant) -> Done {
        let argv: Vec<String> = argv.iter().map(|&word| word.to_owned()).collect();
        let mut out = Output::default();
        let status = self.control.execute(&argv, stdin, None, now, &mut out);
        let mut printed = out.stdout;
        printed.extend_from_slice(&out.stderr);
        Done {
            status,
            output: String::from_utf8_lossy(&printed).into_owned(),
        }
    }

    /// The account of its packets.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.shared.totals()
    }

    /// Packets that wait in it: for a neighbour, or for other fragments.
    #[must_use]
    pub fn held(&self) -> usize {
        self.shared.held()
    }

    /// Gives it a frame that has arrived at a port; a full wire loses it.
    pub fn deliver(&mut self, port: usize, frame: Packet) {
        let wires = self.wires.borrow();
        if let Some(wire) = self.ports.get(port).and_then(|port| wires.get(port)) {
            let _ = wire.send(frame);
        }
    }

    /// Lets it do what there is to do at this moment.
    pub fn poll(&mut self, now: Instant) {
        let one = self.control.workers();
        one.now = now;
        if one.worker.next_deadline() <= now {
            one.worker.run_timers(now);
        }
        while one.worker.poll(now) > 0 {}
    }

    /// Takes the next frame that it sends by a port.
    pub fn sent(&mut self, port: usize) -> Option<Packet> {
        let wires = self.wires.borrow();
        wires.get(self.ports.get(port)?)?.receive()
    }

    /// When it next has something to do by itself.
    #[must_use]
    pub fn next_deadline(&mut self) -> Instant {
        self.control.workers().worker.next_deadline()
    }
}

/// The account in a few lines: reasons that have not happened are left out.
fn account(totals: &Totals) -> String {
    let mut text = format!(
        "received {} + made {} = sent {} + consumed {} + dropped {} + held {}\n",
        totals.received,
        totals.made,
        totals.sent,
        totals.consumed,
        totals.dropped(),
        totals.held()
    );
    for reason in DropReason::ALL {
        let count = totals.drops[reason.index()];
        if count > 0 {
            text += &format!(
                "{:16} {count:>4}  {}\n",
                reason.name(),
                reason.description()
            );
        }
    }
    text
}
