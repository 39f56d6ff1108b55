//! The replay itself.

use std::{fmt, fs, io, path::PathBuf, sync::Arc};

use dataplane::{
    counters::Totals,
    drop_reason::DropReason,
    io::{Capabilities, MemoryWire},
    neigh::NeighCache,
    packet::{Packet, PacketBuf, SizeClass},
    snapshot::Snapshot,
    time::{Duration, Instant},
    worker::{Router, Worker},
};

use super::{Capture, CaptureError, CaptureWriter, Frame, merge::Merge};
use crate::daemon::{ConfigError, Control, MemoryPorts, OneWorker};

/// How long after the last frame timers still run, as long as packets wait for something: enough
/// for a neighbour to be given up (3 probes of 1 s), and no more than a reader would wait for.
const TAIL: Duration = Duration::from_secs(10);

/// What `tollgate replay` is told.
#[derive(Clone, Debug)]
pub struct Options {
    /// The runbooks.
    pub config: Vec<PathBuf>,
    /// Names of ports and what each receives.
    pub inputs: Vec<(String, PathBuf)>,
    /// Where what the ports send is written.
    pub out: PathBuf,
    /// In nanoseconds instead of microseconds.
    pub nanoseconds: bool,
    /// Seed of the router's random choices.
    pub seed: u64,
    /// What is decided for flows is kept.
    pub flow_cache: bool,
}

/// Why a replay did not happen, or ended early.
#[derive(Debug)]
pub enum ReplayError {
    /// A capture.
    Capture(CaptureError),
    /// The runbooks.
    Config(ConfigError),
    /// There is no such port.
    NoPort(String),
    /// Two captures for one port.
    Twice(String),
    /// The folder for what is sent.
    Out(PathBuf, io::Error),
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Capture(error) => error.fmt(f),
            Self::Config(error) => error.fmt(f),
            Self::NoPort(port) => write!(
                f,
                "--in {port}: the configuration has no such port (ip link add {port} type pcap)"
            ),
            Self::Twice(port) => write!(f, "--in {port}: given twice"),
            Self::Out(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for ReplayError {}

impl From<CaptureError> for ReplayError {
    fn from(error: CaptureError) -> Self {
        Self::Capture(error)
    }
}

/// What a replay did.
#[derive(Clone, Debug)]
pub struct Report {
    /// Frames given to ports.
    pub replayed: u64,
    /// Frames that were captured in part only and so could not be replayed.
    pub cut: u64,
    /// Frames longer than a port takes.
    pub too_long: u64,
    /// Frames sent, by port.
    pub sent: Vec<(String, u64)>,
    /// The time from the first frame to the last thing that happened.
    pub lasted: Duration,
    /// The router's account.
    pub totals: Totals,
}

impl Report {
    /// Whether every frame of the captures was replayed.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.cut == 0 && self.too_long == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            replayed,
            cut,
            too_long,
            sent,
            lasted,
            totals,
        } = self;
        writeln!(
            f,
            "frames replayed: {replayed}, in {}.{:06} s of their time",
            lasted.as_secs(),
            lasted.subsec_micros()
        )?;
        if *cut > 0 {
            writeln!(f, "frames left out, captured in part only: {cut}")?;
        }
        if *too_long > 0 {
            writeln!(f, "frames left out, longer than a port takes: {too_long}")?;
        }
        for (port, frames) in sent {
            writeln!(f, "frames sent, {port}.pcap: {frames}")?;
        }
        writeln!(
            f,
            "received {} + made {} = sent {} + consumed {} + dropped {} + held {}",
            totals.received,
            totals.made,
            totals.sent,
            totals.consumed,
            totals.dropped(),
            totals.held()
        )?;
        for reason in DropReason::ALL {
            let count = totals.drops[reason.index()];
            if count > 0 {
                writeln!(
                    f,
                    "dropped {count}: {} ({})",
                    reason.name(),
                    reason.description()
                )?;
            }
        }
        Ok(())
    }
}

/// One port of the replay.
struct Port {
    name: String,
    wire: MemoryWire,
    out: CaptureWriter,
}

/// A router in virtual time.
struct Replay {
    control: Control<OneWorker>,
    router: Arc<Router>,
    ports: Vec<Port>,
    now: Instant,
    /// When lifetimes were counted last.
    counted: Instant,
}

/// Replays captures through a configuration.
///
/// Virtual time begins with the first frame and follows the timestamps. Timers run at their own
/// times between frames, and after the last one for up to 10 seconds as long as a packet waits.
///
/// # Errors
/// See [`ReplayError`]. What the ports sent until then is in their files.
pub fn replay(options: &Options) -> Result<Report, ReplayError> {
    for (number, (port, _)) in options.inputs.iter().enumerate() {
        if options.inputs[..number]
            .iter()
            .any(|(name, _)| name == port)
        {
            return Err(ReplayError::Twice(port.clone()));
        }
    }
    let captures = options
        .inputs
        .iter()
        .map(|(_, file)| Capture::open(file))
        .collect::<Result<_, _>>()?;
    let mut frames = Merge::new(captures)?;
    let start = frames.peek().map_or(Instant::ZERO, |frame| frame.at);

    let mut replay = Replay::start(options, start)?;
    let inputs: Vec<usize> = options
        .inputs
        .iter()
        .filter_map(|(name, _)| replay.ports.iter().position(|port| port.name == *name))
        .collect();
    let mut report = Report {
        replayed: 0,
        cut: 0,
        too_long: 0,
        sent: Vec::new(),
        lasted: Duration::ZERO,
        totals: replay.router.totals(),
    };
    let played = replay.play(&mut frames, &inputs, &mut report);
    report.lasted = replay.now.saturating_since(start);
    report.totals = replay.router.totals();
    for port in replay.ports {
        report.sent.push((port.name, port.out.finish()?));
    }
    played.map(|()| report)
}

impl Replay {
    fn start(options: &Options, now: Instant) -> Result<Self, ReplayError> {
        let (router, _events) = Router::new(Snapshot::default(), NeighCache::new(options.seed), 1);
        // The clock counts from the Unix epoch already.
        router.set_wall_clock(now, Duration::from_nanos(now.as_nanos()));
        router.set_flow_cache(options.flow_cache);
        let opener = MemoryPorts::new(Capabilities::default());
        let wires = opener.wires();
        let worker = OneWorker {
            worker: Worker::new(Arc::clone(&router), 0, options.seed),
            now,
        };
        let mut control = Control::new(Arc::clone(&router), worker, 1, Box::new(opener));
        control
            .load(&options.config, now)
            .map_err(ReplayError::Config)?;
        for (name, _) in &options.inputs {
            let link = control.model().link_by_name(name);
            if !link.is_some_and(|link| wires.borrow().contains_key(&link.index)) {
                return Err(ReplayError::NoPort(name.clone()));
            }
        }
        fs::create_dir_all(&options.out)
            .map_err(|error| ReplayError::Out(options.out.clone(), error))?;
        let mut ports = Vec::new();
        for (&index, wire) in wires.borrow().iter() {
            let Some(name) = control.model().link(index).map(|link| link.name.clone()) else {
                continue;
            };
            let path = options.out.join(format!("{name}.pcap"));
            ports.push(Port {
                out: CaptureWriter::create(&path, options.nanoseconds)?,
                wire: wire.clone(),
                name,
            });
        }
        Ok(Self {
            control,
            router,
            ports,
            now,
            counted: now,
        })
    }

    fn play(
        &mut self,
        frames: &mut Merge,
        inputs: &[usize],
        report: &mut Report,
    ) -> Result<(), ReplayError> {
        self.settle()?;
        while let Some((input, frame)) = frames.next()? {
            // A capture that goes back in time does not take the clock along.
            let at = frame.at.max(self.now);
            self.timers_until(at, |_| true)?;
            self.set_now(at);
            self.count_lifetimes();
            if frame.cut {
                report.cut += 1;
            } else if SizeClass::for_len(frame.bytes.len()).is_none() {
                report.too_long += 1;
            } else {
                report.replayed += 1;
                self.receive(inputs[input], &frame)?;
            }
        }
        let end = self.now + TAIL;
        self.timers_until(end, |router| router.held() > 0)
    }

    fn set_now(&mut self, now: Instant) {
        self.now = now;
        self.control.workers().now = now;
    }

    /// Lets addresses and routes whose time is over go, about once a second as a live router does.
    fn count_lifetimes(&mut self) {
        if self.now.saturating_since(self.counted) >= Duration::from_secs(1) {
            self.counted = self.now;
            // The control side waits for workers that are at work, and this one is on its thread.
            self.control.workers().worker.park();
            self.control.tick(self.now);
        }
    }

    /// Runs what is due before `end`, each at its own time, as long as `go_on`.
    fn timers_until(
        &mut self,
        end: Instant,
        go_on: impl Fn(&Router) -> bool,
    ) -> Result<(), ReplayError> {
        while go_on(&self.router) {
            let due = self.control.workers().worker.next_deadline();
            if due > end || due == Instant::FAR_FUTURE {
                break;
            }
            self.set_now(due.max(self.now));
            let now = self.now;
            self.control.workers().worker.run_timers(now);
            self.settle()?;
        }
        Ok(())
    }

    /// A frame arrives.
    fn receive(&mut self, port: usize, frame: &Frame) -> Result<(), ReplayError> {
        let packet = Packet {
            buf: PacketBuf::copy_from(&frame.bytes),
            ..Packet::default()
        };
        // The wire was emptied after the frame before.
        let _ = self.ports[port].wire.send(packet);
        self.settle()
    }

    /// Lets the worker do all that there is to do now, and writes what it sends.
    fn settle(&mut self) -> Result<(), ReplayError> {
        let now = self.now;
        while self.control.workers().worker.poll(now) > 0 {}
        for port in &mut self.ports {
            while let Some(packet) = port.wire.receive() {
                port.out.write(now, packet.buf.bytes())?;
            }
        }
        Ok(())
    }
}
