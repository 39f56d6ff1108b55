//! Routers of the lab: what `tollgate run` runs, with ports in memory and somebody else's clock.

use std::{
    cell::RefCell,
    fmt,
    rc::{Rc, Weak},
    sync::Arc,
};

use control::{
    config::{LinkKind, Model, RouteFamily},
    daemon::{Control, MemoryPorts, OneWorker, Wires, neighbour_change},
    explain::{self, Detail, Injection, Question},
    lang::{Monitor, Output, ip::Event as Watched},
    netlog,
};
use crossbeam::channel::Receiver;
use dataplane::{
    counters::Totals,
    drop_reason::DropReason,
    iface::{IfIndex, MacAddr},
    io::Capabilities,
    neigh::NeighCache,
    packet::{Packet, PacketBuf},
    snapshot::Snapshot,
    time::{Duration, Instant},
    trace::LiveTrace,
    worker::{self, Event, Worker},
};
use ipnet::IpNet;

use crate::{
    jobs::{Done, Feed, Machine},
    stack::Link,
};

/// A router.
pub struct Router {
    name: String,
    shared: Arc<worker::Router>,
    control: Control<OneWorker>,
    wires: Wires,
    ports: Vec<IfIndex>,
    machine: Rc<Machine>,
    events: Receiver<Event>,
    traces: Receiver<LiveTrace>,
    /// What netfilter wrote to its log, and when.
    log: Vec<(Instant, String)>,
    /// Commands that go on (`ip monitor`, `nft monitor`), while their programs run.
    watchers: Vec<(Monitor, Weak<RefCell<Vec<u8>>>)>,
}

/// Lines that the log holds; the oldest are forgotten first.
const LOG_LINES: usize = 10_000;

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
    pub fn new(name: &str, ports: &[(&str, MacAddr)], seed: u64) -> Self {
        let (shared, events) = worker::Router::new(Snapshot::default(), NeighCache::new(seed), 1);
        let opener = MemoryPorts::new(Capabilities::default());
        let wires = opener.wires();
        let machine = Machine::new(name, seed);
        let mut worker = OneWorker {
            worker: Worker::new(Arc::clone(&shared), 0, seed),
            now: Instant::ZERO,
        };
        worker.worker.set_sockets(Box::new(machine.stack.clone()));
        let traces = shared.traces();
        let control = Control::new(Arc::clone(&shared), worker, 1, Box::new(opener));
        let mut router = Self {
            name: name.to_owned(),
            shared,
            control,
            wires,
            ports: Vec::new(),
            machine,
            events,
            traces,
            log: Vec::new(),
            watchers: Vec::new(),
        };
        for (port, mac) in ports {
            let mac = mac.to_string();
            router.execute(&["ip", "link", "add", port, "address", &mac, "type", "tap"]);
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

    /// What its workers and its control side share.
    #[must_use]
    pub fn shared(&self) -> &worker::Router {
        &self.shared
    }

    /// What the programs on it share.
    #[must_use]
    pub fn machine(&self) -> &Rc<Machine> {
        &self.machine
    }

    /// Executes a command: `ip …`, `sysctl …`, or `tollgate drops`.
    pub fn execute(&mut self, argv: &[&str]) -> Done {
        self.execute_with(argv, None)
    }

    /// The same for a command that reads `stdin`.
    pub fn execute_with(&mut self, argv: &[&str], stdin: Option<&[u8]>) -> Done {
        self.execute_for(argv, stdin, &Feed::default())
    }

    /// The same for a program that is to print what there is to be printed later.
    fn execute_for(&mut self, argv: &[&str], stdin: Option<&[u8]>, feed: &Feed) -> Done {
        let one = self.control.workers();
        // A change waits until no worker holds an older configuration, and this one sleeps.
        one.worker.park();
        let now = one.now;
        match argv {
            ["tollgate", "drops"] => Done {
                status: 0,
                output: account(&self.totals()),
            },
            ["tollgate", "save"] => {
                let saved = self.control.save(now);
                said(saved.map_err(|error| error.to_string()))
            }
            ["tollgate", "explain", words @ ..] => said(self.explain(words, now)),
            ["dmesg", options @ ..] => Done {
                status: 0,
                output: self.dmesg(options.contains(&"-t")),
            },
            ["tollgate", rest @ ..] | rest => self.command(rest, (stdin, feed), now),
        }
    }

    fn command(
        &mut self,
        argv: &[&str],
        (stdin, feed): (Option<&[u8]>, &Feed),
        now: Instant,
    ) -> Done {
        let argv: Vec<String> = argv.iter().map(|&word| word.to_owned()).collect();
        let mut out = Output::default();
        let status = self.control.execute(&argv, stdin, None, now, &mut out);
        let links = links(self.control.model());
        self.machine.stack.lock().set_links(links);
        if let Some(monitor) = out.monitor {
            // What happened before is not for it.
            self.tell_changes(now);
            self.watchers.push((monitor, Rc::downgrade(feed)));
            self.follow_watchers();
        }
        let mut printed = out.stdout;
        printed.extend_from_slice(&out.stderr);
        Done {
            status,
            output: String::from_utf8_lossy(&printed).into_owned(),
        }
    }

    /// What netfilter wrote to its log, as `dmesg` shows it.
    fn dmesg(&self, bare: bool) -> String {
        let line = |(at, line): &(Instant, String)| {
            let seconds = at.as_nanos() as f64 / 1e9;
            if bare {
                format!("{line}\n")
            } else {
                format!("[{seconds:12.6}] {line}\n")
            }
        };
        self.log.iter().map(line).collect()
    }

    /// Notes what the worker has told.
    fn listen(&mut self, now: Instant) {
        self.tell_changes(now);
        while let Ok(event) = self.events.try_recv() {
            match event {
                Event::Log(record) => self.log.push((now, netlog::line(&record))),
                Event::NftTrace(trace) => self.tell(now, Watched::NftTrace(&trace)),
                Event::Neighbour(change) => {
                    let (neighbour, gone) = neighbour_change(change);
                    let event = if gone {
                        Watched::DelNeighbour(&neighbour)
                    } else {
                        Watched::NewNeighbour(&neighbour)
                    };
                    self.tell(now, event);
                }
                Event::PortFailed { .. } | Event::Martian(_) => {}
            }
        }
        let excess = self.log.len().saturating_sub(LOG_LINES);
        self.log.drain(..excess);
    }

    /// Tells programs that watch what has changed in the configuration.
    fn tell_changes(&mut self, now: Instant) {
        if self.watchers.is_empty() {
            return;
        }
        for change in &self.control.take_changes() {
            self.tell(now, Watched::Change(change));
        }
        let before = self.watchers.len();
        self.watchers.retain(|(_, feed)| feed.strong_count() > 0);
        if self.watchers.len() < before {
            self.follow_watchers();
        }
    }

    fn tell(&mut self, now: Instant, event: Watched<'_>) {
        let model = self.control.model();
        let time = Duration::from_nanos(now.as_nanos());
        for (monitor, feed) in &mut self.watchers {
            if let Some(feed) = feed.upgrade() {
                let text = monitor.print(model, time, event);
                feed.borrow_mut().extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Has what somebody watches recorded.
    fn follow_watchers(&mut self) {
        self.control.watch(!self.watchers.is_empty());
        let mut watchers = self.watchers.iter();
        let traces = watchers.any(|(monitor, _)| monitor.watches_traces());
        self.shared.tell_nft_traces(traces);
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
        let Some(port) = self.ports.get(port) else {
            return;
        };
        if let Some(wire) = wires.get(port) {
            let mut stack = self.machine.stack.lock();
            stack.tap(*port, false, frame.buf.bytes());
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
        loop {
            while one.worker.poll(now) > 0 {}
            if !self.machine.stack.serve(&mut one.worker, now) {
                break;
            }
        }
        self.listen(now);
        let machine = Rc::clone(&self.machine);
        machine.execute_wanted(|argv, stdin, feed| self.execute_for(argv, Some(stdin), feed));
    }

    /// The name of a port.
    #[must_use]
    pub fn port_name(&self, port: usize) -> Option<String> {
        let link = self.control.model().link(*self.ports.get(port)?)?;
        Some(link.name.clone())
    }

    /// A cable was plugged into a port, or pulled out.
    pub fn set_carrier(&mut self, port: usize, carrier: bool) {
        let Some(port) = self.ports.get(port) else {
            return;
        };
        if let Some(wire) = self.wires.borrow().get(port) {
            wire.set_carrier(carrier);
        }
        let one = self.control.workers();
        one.worker.park();
        let now = one.now;
        self.control.look_at_ports(now);
    }

    /// Tells what would become of packets (`tollgate explain [-b|-j] PACKET [reply]…`).
    fn explain(&self, words: &[&str], now: Instant) -> Result<String, String> {
        let (mut brief, mut as_json) = (false, false);
        let mut question = Question {
            port: None,
            packets: Vec::new(),
        };
        let mut words = words.iter().copied();
        while let Some(word) = words.next() {
            match word {
                "-b" | "--brief" => brief = true,
                "-j" | "--json" => as_json = true,
                "--in" | "--port" => question.port = words.next().map(str::to_owned),
                "--live" | "--then" => {}
                "reply" => question.packets.push(Injection::Reply),
                packet => question.packets.push(Injection::Packet(packet.to_owned())),
            }
        }
        let sockets = Box::new(self.machine.stack.looked_at());
        let explained = explain::explain_with(&self.shared, sockets, now, &question);
        let explained = explained.map_err(|error| error.to_string())?;
        if as_json {
            return Ok(format!("{:#}\n", explain::json(&explained)));
        }
        let detail = Detail {
            brief,
            ..Detail::default()
        };
        Ok(explain::text(&explained, detail))
    }

    /// Records the packets that a filter selects, for [`Self::traced`]; none without a filter.
    ///
    /// # Errors
    /// What is wrong with the filter.
    pub fn trace(&mut self, filter: Option<&str>) -> Result<(), String> {
        let selectors = match filter {
            Some(text) => {
                let filter = explain::filter(text).map_err(|error| error.to_string())?;
                vec![filter.selector]
            }
            None => Vec::new(),
        };
        self.shared.record(selectors);
        Ok(())
    }

    /// What has become of recorded packets since the last call.
    #[must_use]
    pub fn traced(&self) -> String {
        let snapshot = self.shared.snapshots.current();
        let mut out = String::new();
        while let Ok(LiveTrace { at, trace }) = self.traces.try_recv() {
            if let Some(story) = explain::tell(trace) {
                let time = format!("{:.6}", at.as_nanos() as f64 / 1e9);
                out += &story.text(&time, &snapshot, Detail::default());
            }
        }
        out
    }

    /// Takes the next frame that it sends by a port.
    pub fn sent(&mut self, port: usize) -> Option<Packet> {
        let port = *self.ports.get(port)?;
        let mut stack = self.machine.stack.lock();
        let frame = match stack.sent_frame(port) {
            Some(frame) => Packet {
                buf: PacketBuf::copy_from(&frame),
                ..Packet::default()
            },
            // Of what the router knows about it, nothing leaves with a frame but its bytes.
            None => Packet {
                buf: self.wires.borrow().get(&port)?.receive()?.buf,
                ..Packet::default()
            },
        };
        stack.tap(port, true, frame.buf.bytes());
        Some(frame)
    }

    /// When it next has something to do by itself.
    #[must_use]
    pub fn next_deadline(&mut self) -> Instant {
        let worker = self.control.workers().worker.next_deadline();
        worker.min(self.machine.stack.lock().next_deadline())
    }
}

/// What a command leaves that prints its answer, or a complaint.
fn said(answer: Result<String, String>) -> Done {
    match answer {
        Ok(output) => Done { status: 0, output },
        Err(complaint) => Done {
            status: 1,
            output: format!("{complaint}\n"),
        },
    }
}

/// The interfaces of a model, as programs see them.
fn links(model: &Model) -> Vec<Link> {
    let link = |link: &control::config::Link| Link {
        index: link.index,
        name: link.name.clone(),
        mac: link.mac,
        mtu: link.mtu as usize,
        up: link.up,
        parent: if let LinkKind::Vlan { parent, id, .. } = &link.kind {
            Some((*parent, id.get()))
        } else {
            None
        },
        addresses: [RouteFamily::Inet, RouteFamily::Inet6]
            .into_iter()
            .flat_map(|family| model.addresses(link.index, family))
            .filter_map(|address| IpNet::new(address.local, address.prefix_len).ok())
            .collect(),
    };
    model.links().map(link).collect()
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
