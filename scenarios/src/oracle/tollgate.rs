//! Tollgate in this process: its control side, workers, and ports in memory.

use std::sync::Arc;

use control::{
    daemon::{Control, MemoryPorts, Turns},
    explain::{self, Explanation, Injection, Question},
    lang::{Output, runbook::Runbook},
    netlog,
};
use crossbeam::channel::Receiver;
use dataplane::{
    iface::MacAddr,
    io::{Capabilities, MemoryWire},
    neigh::NeighCache,
    packet::{Packet, PacketBuf},
    snapshot::Snapshot,
    time::{Duration, Instant},
    worker::{Event, Router, Worker},
};

use super::{Answer, Sent};

/// A router made of Tollgate.
#[derive(Debug)]
pub struct Tollgate {
    control: Control<Turns>,
    /// The worker that received last: frames come to all of them in turn.
    turn: usize,
    router: Arc<Router>,
    wires: Vec<MemoryWire>,
    now: Instant,
    began: Instant,
    /// `None` if the time is what the test says.
    clock: Option<std::time::Instant>,
    events: Receiver<Event>,
}

impl Tollgate {
    /// A router with the interfaces `p0`, `p1`, … that have these addresses; all are down.
    ///
    /// # Panics
    /// If it refuses them.
    #[must_use]
    pub fn new(seed: u64, macs: &[MacAddr]) -> Self {
        Self::with_workers(seed, macs, 1)
    }

    /// The same with so many workers, which take turns in receiving.
    ///
    /// # Panics
    /// If it refuses the interfaces.
    #[must_use]
    pub fn with_workers(seed: u64, macs: &[MacAddr], workers: usize) -> Self {
        let now = Instant::from_nanos(1_000_000_000_000);
        let (router, events) = Router::new(Snapshot::default(), NeighCache::new(seed), workers);
        let opener = MemoryPorts::new(Capabilities::default());
        let wires = opener.wires();
        let all = (0..workers).map(|id| Worker::new(Arc::clone(&router), id, seed));
        let turns = Turns {
            workers: all.collect(),
            now,
        };
        let control = Control::new(Arc::clone(&router), turns, workers, Box::new(opener));
        let mut tollgate = Self {
            control,
            turn: 0,
            router,
            wires: Vec::new(),
            now,
            began: now,
            clock: Some(std::time::Instant::now()),
            events,
        };
        for (number, mac) in macs.iter().enumerate() {
            let line = format!("ip link add p{number} address {mac} type pcap");
            tollgate.run(&line).expect("the port is made");
        }
        tollgate.wires = wires.borrow().values().cloned().collect();
        tollgate
    }

    /// What its workers and its control side share.
    #[must_use]
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// Executes a command line.
    ///
    /// # Errors
    /// What it prints on standard error.
    pub fn run(&mut self, line: &str) -> Result<(), String> {
        let answer = self.query(line);
        if answer.status == 0 {
            Ok(())
        } else {
            Err(answer.stderr)
        }
    }

    /// Executes a command line, which is cut into words as a shell would.
    ///
    /// # Panics
    /// If it is not a command.
    pub fn query(&mut self, line: &str) -> Answer {
        self.tick();
        let runbook = Runbook::new("case", line.to_owned());
        let command = runbook
            .commands()
            .next()
            .expect("a command")
            .expect("words that a shell knows");
        let argv: Vec<String> = command.words.into_iter().map(|word| word.text).collect();
        let mut out = Output::default();
        let status = self.control.execute(&argv, None, None, self.now, &mut out);
        Answer {
            status,
            stdout: String::from_utf8_lossy(&out.stdout).into_owned(),
            stderr: out.errors(),
        }
    }

    /// The time goes on as it does for the kernel: limits of redirects, timeouts and so on are the
    /// same.
    fn tick(&mut self) {
        if let Some(clock) = self.clock {
            self.now = self.began + Duration::from_micros(clock.elapsed().as_micros() as u64);
        }
        self.control.workers().now = self.now;
    }

    /// Lets `time` pass, and from now on no time but what is said here: what is due is done. The first time
    /// it is a second after the beginning.
    pub fn advance(&mut self, time: Duration) {
        if self.clock.take().is_some() {
            self.now = self.began + Duration::from_secs(1);
        }
        self.now += time;
        self.tick();
        let now = self.now;
        for worker in &mut self.control.workers().workers {
            if worker.next_deadline() <= now {
                worker.run_timers(now);
            }
        }
    }

    /// Keeps what is decided for flows, or decides anew for each packet.
    pub fn set_flow_cache(&mut self, on: bool) {
        for worker in &mut self.control.workers().workers {
            worker.set_flow_cache(on);
        }
    }

    /// Receives frames, those of one port in one burst, and gives what was sent because of them.
    ///
    /// # Panics
    /// If there is no such port.
    pub fn exchange_all<'f>(
        &mut self,
        frames: impl IntoIterator<Item = (usize, &'f [u8])>,
    ) -> Sent {
        self.tick();
        for (port, frame) in frames {
            let packet = Packet {
                buf: PacketBuf::copy_from(frame),
                ..Packet::default()
            };
            self.wires[port].send(packet).expect("there is room");
        }
        self.collect()
    }

    /// Receives a frame by port `port`, and gives what was sent because of it: port and frame.
    ///
    /// # Panics
    /// If there is no such port.
    pub fn exchange(&mut self, port: usize, frame: &[u8]) -> Sent {
        self.exchange_all([(port, frame)])
    }

    /// The lines that rules have had logged since the last call.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        let lines = self.events.try_iter().filter_map(|event| {
            if let Event::Log(record) = event {
                return Some(netlog::line(&record));
            }
            None
        });
        lines.collect()
    }

    /// What would become of a frame that port `port` receives.
    ///
    /// # Panics
    /// If there is no such port.
    pub fn explain(&mut self, port: usize, frame: &[u8]) -> Explanation {
        self.tick();
        let question = Question {
            port: Some(format!("p{port}")),
            packets: vec![Injection::Frame {
                at: 0,
                bytes: frame.to_vec(),
            }],
        };
        explain::explain(&self.router, self.now, &question).expect("a frame that the port takes")
    }

    /// What was sent since the last call.
    pub fn collect(&mut self) -> Sent {
        let now = self.now;
        let workers = &mut self.control.workers().workers;
        self.turn = (self.turn + 1) % workers.len();
        let (before, after) = workers.split_at_mut(self.turn);
        // Until all of them have nothing to do.
        while after
            .iter_mut()
            .chain(&mut *before)
            .map(|worker| worker.poll(now))
            .sum::<usize>()
            > 0
        {}
        for worker in workers {
            worker.park();
        }
        let mut sent = Vec::new();
        for (number, wire) in self.wires.iter().enumerate() {
            while let Some(packet) = wire.receive() {
                sent.push((number, packet.buf.bytes().to_vec()));
            }
        }
        sent
    }
}
