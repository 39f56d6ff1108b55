//! The daemon's life: start, events, end.

use std::{
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    io,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use crossbeam::channel::{self, Receiver, never, select, tick};
use dataplane::{
    neigh::NeighCache,
    snapshot::Snapshot,
    time::Instant,
    worker::{Event, Martian, Router},
};
use sd_notify::NotifyState;
use tracing::{debug, error, info, warn};

use super::{
    connections::{Connections, noted, noted_expected},
    control::{ConfigError, Control},
    kernel_log::{KernelLog, KernelLogTarget},
    live,
    ports::KernelPorts,
    privileges, signals,
    signals::Signal,
    threads::{StartError, Threads},
    top::{self, FlowMeter},
    tracers::Tracers,
    verbs,
};
use crate::{
    api::{Call, Replies, Reply, Server, ServerError},
    lang::{Monitor, Output, conntrack::Events, ip::Event as Watched},
    netlog,
};

/// How often ports are looked at and lifetimes are counted: a link that came up must not wait long
/// for its first packet.
const TICK: Duration = Duration::from_millis(200);

/// How often those who watch connections are told of them.
const CONNECTION_TICK: Duration = Duration::from_millis(20);

/// How often it is said how many lines of the kernel log were lost.
const LOST_TICK: Duration = Duration::from_secs(1);

/// What `conntrack -E` says when events were lost.
const EVENTS_LOST: &str = "WARNING: We have hit ENOBUFS! We are losing events.\n\
     This message means that the current netlink socket buffer size is too small.\n\
     Please, check --buffer-size in conntrack(8) manpage.\n";

/// What `nft monitor` says when traces were lost.
const TRACES_LOST: &str = "# ERROR: We lost some netlink events!\n";

/// Commands that wait for the control thread; further clients wait with theirs.
const CALLS: usize = 64;

/// What `tollgate run` is told.
#[derive(Clone, Debug)]
pub struct Options {
    /// The runbooks.
    pub files: Vec<PathBuf>,
    /// Where clients connect.
    pub socket: PathBuf,
    /// Threads that forward.
    pub workers: usize,
    /// Processors for them, in turn; empty: wherever the kernel puts them.
    pub cpus: Vec<usize>,
    /// Where lines of `-j LOG` and `-j TRACE` go.
    pub kernel_log: KernelLogTarget,
    /// What is decided for flows is kept.
    pub flow_cache: bool,
    /// How long frames may gather where many come.
    pub gather: Duration,
}

/// Why the daemon can't run.
#[derive(Debug)]
pub enum DaemonError {
    /// The API's socket.
    Server(ServerError),
    /// The runbooks.
    Config(ConfigError),
    /// A worker.
    Start(StartError),
    /// A worker has ended by itself, which none should: what it said is in the log.
    Worker(usize),
    /// Something of the system: what was done, and its answer.
    System(&'static str, io::Error),
}

impl fmt::Display for DaemonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(error) => error.fmt(f),
            Self::Config(error) => error.fmt(f),
            Self::Start(error) => error.fmt(f),
            Self::Worker(worker) => write!(f, "worker {worker} has ended"),
            Self::System(what, error) => write!(f, "{what}: {error}"),
        }
    }
}

impl std::error::Error for DaemonError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Server(error) => Some(error),
            Self::Config(error) => Some(error),
            Self::Start(error) => Some(error),
            Self::Worker(_) => None,
            Self::System(_, error) => Some(error),
        }
    }
}

/// The clock of the data path.
pub(super) fn now() -> Instant {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    Instant::from_nanos(now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64)
}

fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// A number that nobody outside knows: the system's random numbers key the standard library's maps.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Tells systemd, if it listens.
fn notify(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        warn!(%error, "systemd could not be told");
    }
}

/// Runs the router until SIGTERM or SIGINT.
///
/// # Errors
/// If it can't start; nothing was forwarded then.
pub fn run(options: &Options) -> Result<(), DaemonError> {
    // The file may be one that only root may write.
    let kernel_log = KernelLog::open(options.kernel_log.clone(), netlog::line);
    privileges::drop_privileges()
        .map_err(|error| DaemonError::System("give up privileges", error.into()))?;
    let (signal_sender, signals) = channel::unbounded();
    signals::watch(move |signal| signal_sender.send(signal).is_ok())
        .map_err(|error| DaemonError::System("watch signals", error))?;
    let (call_sender, calls) = channel::bounded(CALLS);
    let mut server = Server::start(&options.socket, call_sender).map_err(DaemonError::Server)?;

    let started = now();
    let seed = since_epoch().as_nanos() as u64;
    let (router, events) = Router::new(Snapshot::default(), NeighCache::new(seed), options.workers);
    router.set_wall_clock(started, since_epoch());
    router.key_connections((random(), random()));
    router.set_flow_cache(options.flow_cache);
    let threads = Threads::start(
        &router,
        options.workers,
        &options.cpus,
        options.gather,
        seed,
    )
    .map_err(DaemonError::Start)?;
    let opener = KernelPorts {
        key: router.conntrack.port_key(),
        offload: Arc::clone(router.offload()),
    };
    let mut daemon = Daemon {
        control: Control::new(router, threads, options.workers, Box::new(opener)),
        options: options.clone(),
        started,
        monitors: Vec::new(),
        connection_watchers: Vec::new(),
        connection_ticks: never(),
        kernel_log,
        tracers: Tracers::default(),
        flow_meter: FlowMeter::default(),
    };
    daemon
        .control
        .load(&options.files, now())
        .map_err(DaemonError::Config)?;
    server.publish().map_err(DaemonError::Server)?;
    info!(
        version = env!("CARGO_PKG_VERSION"),
        workers = options.workers,
        socket = %options.socket.display(),
        "running"
    );
    notify(&[NotifyState::Ready]);
    let ended = daemon.serve(&signals, &calls, &events);
    notify(&[NotifyState::Stopping]);
    match &ended {
        Ok(()) => info!("ending"),
        Err(error) => error!("ending: {error}"),
    }
    drop(server);
    ended
}

/// A client that watches.
struct Watcher {
    monitor: Monitor,
    replies: Replies,
}

/// A client that watches connections.
struct ConnectionWatcher {
    events: Events,
    replies: Replies,
}

struct Daemon {
    control: Control<Threads>,
    options: Options,
    started: Instant,
    monitors: Vec<Watcher>,
    connection_watchers: Vec<ConnectionWatcher>,
    /// Tick while somebody watches connections.
    connection_ticks: Receiver<std::time::Instant>,
    kernel_log: KernelLog,
    tracers: Tracers,
    flow_meter: FlowMeter,
}

impl Daemon {
    fn serve(
        &mut self,
        signals: &Receiver<Signal>,
        calls: &Receiver<Call>,
        events: &Receiver<Event>,
    ) -> Result<(), DaemonError> {
        let ended = self.control.workers().ended().clone();
        let ticks = tick(TICK);
        let lost_ticks = tick(LOST_TICK);
        let traces = self.control.router().traces();
        loop {
            let connection_ticks = self.connection_ticks.clone();
            select! {
                recv(signals) -> signal => match signal {
                    Ok(Signal::Reload) => {
                        // What was wrong is in the log.
                        let _ = self.reload();
                    }
                    Ok(Signal::Stop) | Err(_) => return Ok(()),
                },
                recv(calls) -> call => if let Ok(call) = call {
                    self.answer(call);
                },
                recv(events) -> event => if let Ok(event) = event {
                    self.event(event);
                },
                // Better no router than half of one: whoever started it can start it again.
                recv(ended) -> worker => if let Ok(worker) = worker {
                    return Err(DaemonError::Worker(worker));
                },
                recv(connection_ticks) -> _ => self.tell_connection_watchers(),
                recv(lost_ticks) -> _ => {
                    let lost = self.control.router().take_lost_lines();
                    self.kernel_log.report(lost);
                    self.tell_lost_traces();
                },
                recv(traces) -> trace => if let Ok(trace) = trace {
                    let time = (now(), since_epoch());
                    self.tracers.show(self.control.router(), &trace, time);
                },
                recv(ticks) -> _ => {
                    let now = now();
                    // The system's clock may have been set meanwhile.
                    self.control.router().set_wall_clock(now, since_epoch());
                    self.control.router().conntrack.make_room();
                    self.control.tick(now);
                    self.tracers.look(self.control.router(), now);
                    self.flow_meter.tick(now);
                }
            }
            self.tell_watchers();
        }
    }

    /// Loads the runbooks anew; the running configuration stays if they are wrong.
    fn reload(&mut self) -> Result<(), ConfigError> {
        match NotifyState::monotonic_usec_now() {
            Ok(time) => notify(&[NotifyState::Reloading, time]),
            Err(error) => warn!(%error, "no time for systemd"),
        }
        self.kernel_log.reopen();
        let loaded = self.control.load(&self.options.files, now());
        match &loaded {
            Ok(()) => info!("reloaded"),
            Err(error) => error!("reload failed, nothing has changed: {error}"),
        }
        notify(&[NotifyState::Ready]);
        loaded
    }

    fn answer(&mut self, call: Call) {
        let Call { request, replies } = call;
        self.control.pull_offloaded(now());
        if let [name, verb, question] = request.argv.as_slice()
            && name == "tollgate"
            && verb == "trace"
        {
            let (router, model) = (self.control.router(), self.control.model());
            return self.tracers.begin(router, model, question, replies);
        }
        let mut out = Output::default();
        let status = match request.argv.split_first() {
            Some((name, verb)) if name == "tollgate" => self.verb(verb, &mut out),
            Some(_) | None => {
                let stdin = request.stdin.as_deref();
                self.control
                    .execute(&request.argv, stdin, None, now(), &mut out)
            }
        };
        debug!(argv = ?request.argv, status, "command");
        let text = |bytes: Vec<u8>| match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        // If the client is gone, there is nobody to tell.
        let _ = replies.send(Reply::Stdout(text(out.stdout)))
            && replies.send(Reply::Stderr(text(out.stderr)))
            && match (out.monitor, out.connections) {
                (Some(monitor), _) => {
                    self.control.watch(true);
                    self.monitors.push(Watcher { monitor, replies });
                    self.ask_for_traces();
                    true
                }
                (None, Some(events)) => {
                    self.watch_connections(ConnectionWatcher { events, replies });
                    true
                }
                (None, None) => replies.send(Reply::Exit(status)),
            };
    }

    fn connections(&self, now: Instant) -> Connections<'_> {
        Connections::new(self.control.router(), now)
    }

    fn watch_connections(&mut self, watcher: ConnectionWatcher) {
        if self.connection_watchers.is_empty() {
            self.connections(now()).listen(true);
            self.connection_ticks = tick(CONNECTION_TICK);
        }
        self.connection_watchers.push(watcher);
    }

    /// Shows what has happened to connections to those who watch them.
    fn tell_connection_watchers(&mut self) {
        let now = now();
        let (notes, expected, lost) = self.connections(now).events();
        if notes.is_empty() && expected.is_empty() && lost == 0 {
            return;
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|note| (note.event, noted_expected(note, now)))
            .collect();
        let happened: Vec<_> = notes
            .iter()
            .map(|note| (note.event, noted(note, now)))
            .collect();
        self.connection_watchers.retain_mut(|watcher| {
            let mut text = String::new();
            for (event, (connection, time)) in &happened {
                text.push_str(&watcher.events.print(*time, *event, connection));
            }
            for (event, (expected, time)) in &expected {
                text.push_str(&watcher.events.print_expected(*time, *event, expected));
            }
            (text.is_empty() || watcher.replies.send(Reply::Stdout(text)))
                && (lost == 0 || watcher.replies.send(Reply::Stderr(EVENTS_LOST.to_owned())))
        });
        if self.connection_watchers.is_empty() {
            self.connections(now).listen(false);
            self.connection_ticks = never();
        }
    }

    /// One of our own verbs.
    fn verb(&mut self, verb: &[String], out: &mut Output) -> i32 {
        let words: Vec<&str> = verb.iter().map(String::as_str).collect();
        let answer = match words.as_slice() {
            ["reload"] => self
                .reload()
                .map(|()| String::new())
                .map_err(|e| e.to_string()),
            ["save"] => self.control.save(now()).map_err(|error| error.to_string()),
            ["drops", options @ ..] => Ok(verbs::drops(self.control.router(), options)),
            ["top"] => self.top().map_err(|error| error.to_string()),
            ["flows", options @ ..] => Ok(verbs::flows(self.control.router(), now(), options)),
            ["explain", options @ ..] => verbs::explain(self.control.router(), now(), options),
            ["status", options @ ..] => {
                let uptime = now().saturating_since(self.started);
                Ok(verbs::status(&self.control, &self.options, uptime, options))
            }
            _ => Err(format!("tollgate: the daemon has no `{}`", words.join(" "))),
        };
        match answer {
            Ok(text) => {
                out.stdout.extend_from_slice(text.as_bytes());
                0
            }
            Err(text) => {
                out.stderr.extend_from_slice(text.as_bytes());
                out.stderr.push(b'\n');
                1
            }
        }
    }

    /// All counters, as JSON.
    fn top(&mut self) -> serde_json::Result<String> {
        let (router, model) = (self.control.router(), self.control.model());
        let times = (self.started, now());
        let meter = &mut self.flow_meter;
        let counts = top::counts(router, model, meter, self.options.workers, times);
        serde_json::to_string(&counts)
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::PortFailed {
                port,
                worker,
                error,
            } => {
                warn!(port = port.get(), worker, %error, "a port's queue failed");
                self.control.port_failed(port, &error, now());
            }
            Event::Martian(martian) => self.log_martian(&martian),
            Event::Log(record) => self.kernel_log.write(&record, now(), since_epoch()),
            Event::NftTrace(trace) => self.show(Watched::NftTrace(&trace)),
            Event::Neighbour(change) => {
                let (neighbour, gone) = live::neighbour_change(change);
                self.show(if gone {
                    Watched::DelNeighbour(&neighbour)
                } else {
                    Watched::NewNeighbour(&neighbour)
                });
            }
        }
    }

    /// Says what the kernel says.
    fn log_martian(&self, martian: &Martian) {
        let Some(link) = self.control.model().link(martian.port) else {
            return;
        };
        let Martian {
            source,
            destination,
            by_destination,
            ..
        } = martian;
        if *by_destination {
            warn!(
                "martian destination {destination} from {source}, dev {}",
                link.name
            );
        } else {
            warn!(
                "martian source {destination} from {source}, on dev {}",
                link.name
            );
        }
    }

    /// Shows what has changed in the configuration to those who watch it.
    fn tell_watchers(&mut self) {
        if self.monitors.is_empty() {
            return;
        }
        for change in &self.control.take_changes() {
            self.show(Watched::Change(change));
        }
        if self.monitors.is_empty() {
            self.control.watch(false);
        }
    }

    /// Shows something that happened to those who watch such things; who does not read any more
    /// watches no more.
    fn show(&mut self, event: Watched<'_>) {
        let model = self.control.model();
        let before = self.monitors.len();
        self.monitors.retain_mut(|watcher| {
            let text = watcher.monitor.print(model, since_epoch(), event);
            text.is_empty() || watcher.replies.send(Reply::Stdout(text))
        });
        if self.monitors.len() < before {
            self.ask_for_traces();
        }
    }

    /// Has workers tell what traced packets meet of nft's rules, if somebody watches that.
    fn ask_for_traces(&self) {
        let mut monitors = self.monitors.iter();
        let watched = monitors.any(|watcher| watcher.monitor.watches_traces());
        self.control.router().tell_nft_traces(watched);
    }

    /// Says that traces were lost.
    fn tell_lost_traces(&mut self) {
        if self.control.router().take_lost_nft_traces() == 0 {
            return;
        }
        self.monitors.retain(|watcher| {
            !watcher.monitor.watches_traces()
                || watcher.replies.send(Reply::Stdout(TRACES_LOST.to_owned()))
        });
        self.ask_for_traces();
    }
}
