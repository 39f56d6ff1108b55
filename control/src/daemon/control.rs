//! The control side of a router: its configuration, and what carries it to the workers.

use std::{fmt, net::IpAddr, path::PathBuf, sync::Arc};

use dataplane::{
    iface::{IfIndex, MacAddr},
    neigh::{Flush, NeighOutput},
    offload::PortChange,
    route::Family,
    time::Instant,
    worker::Router,
};
use tracing::{debug, info, warn};

use super::{
    connections::Connections,
    live::LiveRouter,
    ports::{OpenError, PortOpener, Ports, Queues},
};
use crate::{
    config::{Change, Compiler, Link, Model, NeighbourState, RouteFamily},
    lang::{
        self, Live, LoadError, NeighbourRequest, Offline, Output, Session, diag::Diagnostic,
        span::Origin,
    },
};

/// Who carries packets: threads in the live router, one worker in a replay.
pub trait Workers {
    /// Worker `i` serves the port by queue `i` from now on.
    fn attach(&mut self, queues: Queues);

    /// No worker serves the port any more; its queues are closed when this returns.
    fn detach(&mut self, port: IfIndex);

    /// Sends what the neighbour cache wants sent after a command.
    fn neighbours(&mut self, output: NeighOutput);
}

/// Why a configuration can't be loaded. The running one is as it was.
#[derive(Debug)]
pub enum ConfigError {
    /// A runbook has an error.
    Load(LoadError),
    /// A port can't be opened.
    Open(OpenError),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Open(error) => {
                if let Some(origin) = &error.link.origin {
                    write!(f, "{origin}: ")?;
                }
                error.fmt(f)
            }
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Load(error) => Some(error),
            Self::Open(error) => Some(error),
        }
    }
}

/// The control side of a router.
pub struct Control<W> {
    model: Model,
    compiler: Compiler,
    router: Arc<Router>,
    ports: Ports,
    workers: W,
    /// The links as they were when the model was published last.
    links: Vec<LinkState>,
    /// Whether connections of each family were tracked then.
    tracked: [bool; 2],
}

/// What of a link its neighbours and connections depend on.
struct LinkState {
    index: IfIndex,
    up: bool,
    carrier: bool,
    mac: MacAddr,
    addresses: Vec<IpAddr>,
}

impl LinkState {
    fn of(model: &Model, link: &Link) -> Self {
        let addresses = [RouteFamily::Inet, RouteFamily::Inet6]
            .into_iter()
            .flat_map(|family| model.addresses(link.index, family))
            .map(|address| address.local)
            .collect();
        Self {
            index: link.index,
            up: link.up,
            carrier: link.carrier,
            mac: link.mac,
            addresses,
        }
    }
}

impl<W: fmt::Debug> fmt::Debug for Control<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("router", &self.router)
            .field("workers", &self.workers)
            .finish_non_exhaustive()
    }
}

impl<W> Control<W> {
    /// The configuration.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// What control and workers share.
    pub fn router(&self) -> &Router {
        &self.router
    }

    /// The names of the ports' links and how the ports are.
    pub fn ports(&self) -> impl Iterator<Item = (String, &'static str)> + '_ {
        self.ports.states().filter_map(|(index, state)| {
            let link = self.model.link(index)?;
            Some((link.name.clone(), state))
        })
    }

    /// The workers.
    pub const fn workers(&mut self) -> &mut W {
        &mut self.workers
    }
}

impl<W: Workers> Control<W> {
    /// The control side of `router`, which is unconfigured and has `count` workers.
    pub fn new(router: Arc<Router>, workers: W, count: usize, opener: Box<dyn PortOpener>) -> Self {
        Self {
            model: Model::new(),
            compiler: Compiler::new(count),
            router,
            ports: Ports::new(opener, count),
            workers,
            links: Vec::new(),
            tracked: [false; 2],
        }
    }

    /// Replaces the configuration by what `files` say. Ports that stay are not touched; counters,
    /// numbers of links and neighbours are kept by the links' names.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing has changed then.
    pub fn load(&mut self, files: &[PathBuf], now: Instant) -> Result<(), ConfigError> {
        self.load_by(|model, live| lang::load(files, model, live), now)
    }

    /// Replaces the configuration as [`Control::load`] does, by what `read` makes of an empty one.
    ///
    /// # Errors
    /// The first thing that is wrong; nothing has changed then.
    pub fn load_by(
        &mut self,
        read: impl FnOnce(&mut Model, &mut dyn Live) -> Result<Vec<Diagnostic>, LoadError>,
        now: Instant,
    ) -> Result<(), ConfigError> {
        let mut model = Model::new();
        model.set_now(now);
        model.inherit(&self.model);
        let mut offline = Offline::new(now);
        let warnings = read(&mut model, &mut offline).map_err(ConfigError::Load)?;
        let clashes = self.ports.clashes(&model);
        self.release(&clashes);
        let plan = self.ports.plan(&model).map_err(ConfigError::Open)?;
        for warning in warnings {
            warn!("{warning}");
        }
        self.ports.describe(&mut model);
        let watched = self.model.is_watched();
        self.model = model;
        self.model.watch(watched);
        self.compiler = self.compiler.successor();
        self.publish(plan, now);
        self.set_neighbours(&offline, now);
        Ok(())
    }

    /// Executes one command as a transaction; gives the exit status.
    pub fn execute(
        &mut self,
        argv: &[String],
        stdin: Option<&[u8]>,
        origin: Option<Origin>,
        now: Instant,
        out: &mut Output,
    ) -> i32 {
        self.model.set_now(now);
        let mut live = LiveRouter::new(&self.router, now).with_compiler(&mut self.compiler);
        let mut session = Session {
            model: &mut self.model,
            live: &mut live,
            origin,
        };
        let status = lang::execute(argv, stdin, &mut session, out);
        let neighbours = std::mem::take(&mut live.output);
        self.finish(neighbours);
        let opened = self.commit(now, out);
        if opened { status } else { 2 }
    }

    /// Brings ports and workers to what the model says. Links whose port can't be opened are taken
    /// back with a complaint; `false` if there were any.
    fn commit(&mut self, now: Instant, out: &mut Output) -> bool {
        let mut good = true;
        let clashes = self.ports.clashes(&self.model);
        self.release(&clashes);
        let plan = loop {
            match self.ports.plan(&self.model) {
                Ok(plan) => break plan,
                Err(error) => {
                    good = false;
                    let complaint = format!("Error: {error}\n");
                    out.stderr.extend_from_slice(complaint.as_bytes());
                    if self.model.del_link(error.link.index).is_err() {
                        // A link without which nothing works is no port.
                        return false;
                    }
                }
            }
        };
        for refused in self.publish(plan, now) {
            let complaint = format!("Warning: {refused}\n");
            out.stderr.extend_from_slice(complaint.as_bytes());
        }
        good
    }

    /// Closes ports whose devices another link is to have. If that comes to nothing, they are opened
    /// again at the next look.
    fn release(&mut self, ports: &[IfIndex]) {
        for &port in ports {
            self.workers.detach(port);
            self.ports.release(port);
        }
    }

    /// Takes ports into use and publishes the model; gives what ports refused.
    fn publish(&mut self, plan: super::ports::Plan, now: Instant) -> Vec<String> {
        for (index, mac, mtu) in Ports::defaults(&plan) {
            self.model.adopt(index, mac, mtu);
        }
        let (closed, opened) = self.ports.apply(plan);
        for port in closed {
            self.workers.detach(port);
        }
        for &Queues { port, .. } in &opened {
            self.model.set_carrier(port, self.ports.carrier(port));
        }
        self.compile(now);
        for queues in opened {
            self.workers.attach(queues);
        }
        self.ports.tell(&self.model)
    }

    /// Publishes what the model says now.
    fn compile(&mut self, now: Instant) {
        self.compiler
            .commit(&mut self.model, &self.router.snapshots);
        self.forget_windows(now);
        let links = self.model.links();
        let links = links.map(|link| LinkState::of(&self.model, link)).collect();
        let before = std::mem::replace(&mut self.links, links);
        self.forget_masqueraded(&before, now);
        self.forget_neighbours(&before, now);
        self.router.offload().follow(&self.router);
    }

    /// Of connections that were not tracked for a while, windows are not known.
    fn forget_windows(&mut self, now: Instant) {
        let snapshot = self.router.snapshots.current();
        let families = [Family::V4, Family::V6].into_iter();
        for (family, tracked) in families.zip(&mut self.tracked) {
            let before = std::mem::replace(tracked, snapshot.filter(family).tracks());
            if *tracked && !before {
                Connections::new(&self.router, now).forget_windows(family);
            }
        }
    }

    /// Connections that were masqueraded to links that went down or away, or to addresses that were
    /// taken from their links, end (`masq_device_event`, `masq_inet_event`).
    fn forget_masqueraded(&self, before: &[LinkState], now: Instant) {
        let mut gone = Vec::new();
        for old in before {
            let new = self.links.iter().find(|new| new.index == old.index);
            match new {
                Some(new) if new.up || !old.up => {
                    let lost = old.addresses.iter();
                    let lost = lost.filter(|address| !new.addresses.contains(address));
                    gone.extend(lost.map(|address| (old.index.get(), Some(*address))));
                }
                Some(_) | None => gone.push((old.index.get(), None)),
            }
        }
        if !gone.is_empty() {
            let ended = Connections::new(&self.router, now).forget_masqueraded(&gone);
            debug!(ended, "masqueraded connections");
        }
    }

    /// Neighbours on links that went down, went away or have another address are unknown again.
    fn forget_neighbours(&mut self, before: &[LinkState], now: Instant) {
        let mut flushes = Vec::new();
        for old in before {
            let flush = match self.model.link(old.index) {
                None => Flush::Down,
                Some(new) if old.up && !new.up => Flush::Down,
                Some(new) if old.mac != new.mac => Flush::AddressChanged,
                Some(new) if old.carrier && !new.carrier => Flush::CarrierLost,
                Some(_) => continue,
            };
            flushes.push((old.index, flush));
        }
        if flushes.is_empty() {
            return;
        }
        let mut live = LiveRouter::new(&self.router, now);
        live.with_cache(|cache, context| {
            for (index, flush) in flushes {
                cache.flush_interface(context, index, flush);
            }
        });
        let output = live.output;
        self.finish(output);
    }

    /// Hands the workers what the neighbour cache wants done, without waking one for nothing.
    fn finish(&mut self, output: NeighOutput) {
        if !output.is_empty() {
            self.workers.neighbours(output);
        }
    }

    /// Makes the static neighbours those that were loaded.
    fn set_neighbours(&mut self, offline: &Offline, now: Instant) {
        let mut live = LiveRouter::new(&self.router, now);
        let wanted = offline.neighbours();
        for old in live.neighbours() {
            let old = old.neighbour;
            let stays = wanted.iter().any(|new| {
                new.neighbour.link == old.link
                    && new.neighbour.address == old.address
                    && new.neighbour.proxy == old.proxy
            });
            let fixed = old.proxy || old.state == NeighbourState::Permanent;
            if fixed && !stays {
                // It was listed a moment ago; if it went meanwhile, so much the better.
                let _ = live.neighbour_delete(old.link, old.address, old.proxy);
            }
        }
        for new in wanted {
            let request = NeighbourRequest {
                protocol: new.protocol,
                neighbour: new.neighbour,
                create: true,
                exclusive: false,
                replace: true,
                resolve: false,
            };
            if let Err(error) = live.neighbour_set(&request) {
                warn!("neighbour {}: {error}", request.neighbour.address);
            }
        }
        let output = live.output;
        self.finish(output);
    }

    /// Looks at the ports: follows their carriers, gives up those that are gone, takes those that
    /// are back.
    pub fn look_at_ports(&mut self, now: Instant) {
        let look = self.ports.look(&self.model);
        let mut changed = false;
        for (port, carrier) in look.carriers {
            if let Some(link) = self.model.link(port)
                && link.carrier != carrier
            {
                info!(port = link.name, carrier, "carrier");
                self.model.set_carrier(port, carrier);
                changed = true;
            }
        }
        for port in look.lost {
            self.workers.detach(port);
        }
        if changed {
            self.compile(now);
        }
        if !look.back.is_empty() {
            for queues in look.back {
                self.workers.attach(queues);
            }
            for refused in self.ports.tell(&self.model) {
                warn!("{refused}");
            }
        }
    }

    /// Counts lifetimes and looks at the ports; some times a second.
    pub fn tick(&mut self, now: Instant) {
        self.model.set_now(now);
        self.compile(now);
        self.look_at_ports(now);
        for PortChange { port, takes } in self.router.offload().tick(&self.router, now) {
            let name = self.model.link(port).map_or("?", |link| &link.name);
            match takes {
                true => info!(port = name, "flows are offloaded to it"),
                false => warn!(
                    port = name,
                    "its device takes no redirected frames, so flows to it are not offloaded: a veth \
                     does while its peer is up and has gro on (ethtool -K PEER gro on)"
                ),
            }
        }
    }

    /// Counts what devices have done until now: whatever shows or changes counters and connections comes after
    /// that.
    pub fn pull_offloaded(&self, now: Instant) {
        self.router.offload().pull(&self.router, now);
    }

    /// Whether changes are recorded for [`Control::take_changes`].
    pub fn watch(&mut self, on: bool) {
        self.model.watch(on);
    }

    /// What has changed since the last call, if it was recorded.
    pub fn take_changes(&mut self) -> Vec<Change> {
        self.model.take_changes()
    }

    /// A worker says that a port's queue failed.
    pub fn port_failed(&mut self, port: IfIndex, error: &dyn fmt::Display, now: Instant) {
        self.ports.lose(port, error);
        self.workers.detach(port);
        self.look_at_ports(now);
    }

    /// The running configuration as a runbook.
    ///
    /// # Errors
    /// If a line of it would not load.
    pub fn save(&self, now: Instant) -> Result<String, LoadError> {
        let live = LiveRouter::new(&self.router, now);
        lang::save(&self.model, &live.neighbours())
    }
}
