//! What commands see of the running router.

use std::{
    net::IpAddr,
    sync::{Arc, MutexGuard, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

use dataplane::{
    conntrack::{CtStats, Tuple},
    iface::{IfIndex, Interface},
    neigh::{self, Context, NeighCache, NeighError, NeighOutput, NeighbourChange, Nud},
    packet::Pool,
    qos::Readings,
    snapshot::Snapshot,
    time::{Duration, Instant},
    worker::Router,
};

use super::connections::Connections;
use crate::{
    config::{Compiler, Errno, Model, Neighbour, NeighbourState, NetError},
    lang::{
        LinkCounters, Live, LiveNeighbour, NeighbourRequest,
        conntrack::{Connection, ConnectionChange, Expected},
    },
};

/// The running router at one moment, for one command.
pub struct LiveRouter<'a> {
    router: &'a Router,
    compiler: Option<&'a mut Compiler>,
    now: Instant,
    snapshot: Arc<Snapshot>,
    pool: Pool,
    /// What neighbours want sent and told; somebody with ports has to do it.
    pub output: NeighOutput,
}

impl<'a> LiveRouter<'a> {
    /// The router `router` at the time `now`.
    #[must_use]
    pub fn new(router: &'a Router, now: Instant) -> Self {
        Self {
            router,
            compiler: None,
            now,
            snapshot: router.snapshots.current(),
            pool: Pool::new(0),
            output: NeighOutput::default(),
        }
    }

    /// The same, for a command that may ask what its own changes mean for packets.
    #[must_use]
    pub fn with_compiler(self, compiler: &'a mut Compiler) -> Self {
        Self {
            compiler: Some(compiler),
            ..self
        }
    }

    fn neighbours_locked(&self) -> MutexGuard<'a, NeighCache> {
        self.router
            .neighbours
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on the cache with all that it needs.
    pub(super) fn with_cache<T>(
        &mut self,
        work: impl FnOnce(&mut NeighCache, &mut Context<'_>) -> T,
    ) -> T {
        let mut cache = self.neighbours_locked();
        let mut context = Context {
            now: self.now,
            snapshot: &self.snapshot,
            pool: &mut self.pool,
            out: &mut self.output,
        };
        work(&mut cache, &mut context)
    }

    const fn connections_now(&self) -> Connections<'a> {
        Connections::new(self.router, self.now)
    }

    fn interface(&self, link: IfIndex) -> Result<Arc<Interface>, NetError> {
        let interface = self.snapshot.interfaces.get(link);
        interface.cloned().ok_or_else(|| Errno::NoDev.into())
    }
}

impl Live for LiveRouter<'_> {
    fn now(&self) -> Instant {
        self.now
    }

    fn wall_clock(&self) -> Duration {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
    }

    fn link_counters(&self, link: IfIndex) -> LinkCounters {
        self.snapshot
            .interfaces
            .get(link)
            .map(|interface| counters(interface))
            .unwrap_or_default()
    }

    fn qos(&self, link: IfIndex) -> Readings {
        self.router.qos_stats(link)
    }

    fn neighbours(&self) -> Vec<LiveNeighbour> {
        let listed = self.neighbours_locked().list(self.now);
        listed.into_iter().map(neighbour).collect()
    }

    fn neighbour_set(&mut self, request: &NeighbourRequest) -> Result<(), NetError> {
        let interface = self.interface(request.neighbour.link)?;
        let request = neigh::Request {
            address: request.neighbour.address,
            mac: request.neighbour.lladdr,
            state: nud(request.neighbour.state),
            router: request.neighbour.router,
            proxy: request.neighbour.proxy,
            protocol: request.protocol,
            create: request.create,
            exclusive: request.exclusive,
            replace: request.replace,
            resolve: request.resolve,
        };
        self.with_cache(|cache, context| cache.set(context, &interface, &request))
            .map_err(net_error)
    }

    fn neighbour_delete(
        &mut self,
        link: IfIndex,
        address: IpAddr,
        proxy: bool,
    ) -> Result<(), NetError> {
        let interface = self.interface(link)?;
        self.with_cache(|cache, context| cache.delete(context, &interface, address, proxy))
            .map_err(net_error)
    }

    fn connections(&mut self, zero: bool, each: &mut dyn FnMut(&Connection)) {
        self.connections_now().each(zero, each);
    }

    fn connection(&self, tuple: &Tuple) -> Option<Connection> {
        self.connections_now().find(tuple)
    }

    fn connection_create(&mut self, new: &Connection) -> Result<(), Errno> {
        self.connections_now().create(new)
    }

    fn connection_change(
        &mut self,
        connection: &Connection,
        change: &ConnectionChange,
    ) -> Result<Connection, Errno> {
        self.connections_now().change(connection, change)
    }

    fn connection_delete(&mut self, connection: &Connection) -> Result<(), Errno> {
        self.connections_now().delete(connection)
    }

    fn connections_flush(&mut self) {
        self.connections_now().flush();
    }

    fn expectations(&self) -> Vec<Expected> {
        self.connections_now().expected()
    }

    fn expectations_flush(&mut self) {
        self.connections_now().expect_nothing();
    }

    fn connection_count(&self) -> usize {
        self.connections_now().count()
    }

    fn connection_stats(&self) -> Vec<CtStats> {
        self.connections_now().stats()
    }

    fn snapshot(&mut self, model: &mut Model) -> Option<Arc<Snapshot>> {
        if let Some(compiler) = &mut self.compiler {
            compiler.commit(model, &self.router.snapshots);
            self.snapshot = self.router.snapshots.current();
        }
        Some(Arc::clone(&self.snapshot))
    }
}

fn counters(interface: &Interface) -> LinkCounters {
    let counters = &interface.counters;
    LinkCounters {
        rx_packets: counters.sum(|c| c.rx_packets.get()),
        rx_bytes: counters.sum(|c| c.rx_bytes.get()),
        rx_errors: counters.sum(|c| c.rx_errors.get()),
        rx_dropped: counters.sum(|c| c.rx_dropped.get()),
        multicast: counters.sum(|c| c.multicast.get()),
        tx_packets: counters.sum(|c| c.tx_packets.get()),
        tx_bytes: counters.sum(|c| c.tx_bytes.get()),
        tx_errors: counters.sum(|c| c.tx_errors.get()),
        tx_dropped: counters.sum(|c| c.tx_dropped.get()),
        carrier_changes: 0,
    }
}

/// A change of a neighbour as commands show it, and whether it is gone.
#[must_use]
pub fn neighbour_change(change: NeighbourChange) -> (LiveNeighbour, bool) {
    match change {
        NeighbourChange::Updated(of) => (neighbour(of), false),
        NeighbourChange::Deleted(of) => (neighbour(of), true),
    }
}

/// A neighbour of the data path, as commands show it.
fn neighbour(neighbour: neigh::Neighbour) -> LiveNeighbour {
    LiveNeighbour {
        neighbour: Neighbour {
            link: neighbour.oif,
            address: neighbour.address,
            lladdr: neighbour.mac,
            state: match neighbour.state {
                Nud::None => NeighbourState::None,
                Nud::Incomplete => NeighbourState::Incomplete,
                Nud::Reachable => NeighbourState::Reachable,
                Nud::Stale => NeighbourState::Stale,
                Nud::Delay => NeighbourState::Delay,
                Nud::Probe => NeighbourState::Probe,
                Nud::Failed => NeighbourState::Failed,
                Nud::NoArp => NeighbourState::NoArp,
                Nud::Permanent => NeighbourState::Permanent,
            },
            router: neighbour.router,
            proxy: neighbour.proxy,
        },
        protocol: neighbour.protocol,
        used: neighbour.used,
        confirmed: neighbour.confirmed,
        updated: neighbour.updated,
        probes: neighbour.probes,
    }
}

fn nud(state: NeighbourState) -> Nud {
    match state {
        NeighbourState::None => Nud::None,
        NeighbourState::Incomplete => Nud::Incomplete,
        NeighbourState::Reachable => Nud::Reachable,
        NeighbourState::Stale => Nud::Stale,
        NeighbourState::Delay => Nud::Delay,
        NeighbourState::Probe => Nud::Probe,
        NeighbourState::Failed => Nud::Failed,
        NeighbourState::NoArp => Nud::NoArp,
        NeighbourState::Permanent => Nud::Permanent,
    }
}

/// The kernel's number for why the cache refuses.
fn net_error(error: NeighError) -> NetError {
    match error {
        NeighError::Exists => Errno::Exist.into(),
        NeighError::NotFound => Errno::NoEnt.into(),
        NeighError::NoAddress => NetError::explained(Errno::Inval, "No link layer address given."),
        NeighError::Full => Errno::NoBufs.into(),
    }
}
