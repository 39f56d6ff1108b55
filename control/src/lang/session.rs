//! What a command, in whichever language, is given and what it gives back.

use std::{net::IpAddr, sync::Arc};

use dataplane::{
    conntrack::{CtStats, Tuple},
    iface::IfIndex,
    qos::Readings,
    route::{FlowKey, HashPolicy, multipath_hash},
    snapshot::Snapshot,
    time::{Duration, Instant},
};

use super::{
    conntrack::{Connection, ConnectionChange, Events, Expected},
    monitor::Monitor,
    span::Origin,
};
use crate::config::{Errno, Model, Neighbour, NetError};

/// What a command works on.
pub struct Session<'a> {
    /// The configuration.
    pub model: &'a mut Model,
    /// What is not configuration.
    pub live: &'a mut dyn Live,
    /// The line of a runbook that the command stands on; what it makes remembers it.
    pub origin: Option<Origin>,
}

/// The state that is not configuration, as the commands see it.
pub trait Live {
    /// The clock that lifetimes and ages count on.
    fn now(&self) -> Instant;

    /// Time since the Unix epoch, for `-timestamp`.
    fn wall_clock(&self) -> Duration;

    /// The counters of a link.
    fn link_counters(&self, link: IfIndex) -> LinkCounters;

    /// What the traffic control of a link has counted.
    fn qos(&self, link: IfIndex) -> Readings {
        let _ = link;
        Readings::default()
    }

    /// All neighbours and proxy entries, in the order that the kernel would dump them in.
    fn neighbours(&self) -> Vec<LiveNeighbour>;

    /// Adds or changes a neighbour (`RTM_NEWNEIGH`).
    ///
    /// # Errors
    /// As the kernel: `EEXIST`, `ENOENT`, `EINVAL`, …
    fn neighbour_set(&mut self, request: &NeighbourRequest) -> Result<(), NetError>;

    /// Deletes a neighbour or proxy entry (`RTM_DELNEIGH`).
    ///
    /// # Errors
    /// `ENOENT` if there is none.
    fn neighbour_delete(
        &mut self,
        link: IfIndex,
        address: IpAddr,
        proxy: bool,
    ) -> Result<(), NetError>;

    /// What packets meet once everything in `model` is in force (`ip route get`); `None` where there
    /// are no packets.
    fn snapshot(&mut self, model: &mut Model) -> Option<Arc<Snapshot>> {
        let _ = model;
        None
    }

    /// The hash by which a flow is given to one of several next hops.
    fn flow_hash(&self, snapshot: &Snapshot, key: &FlowKey) -> u32 {
        let policy = match key.dst {
            IpAddr::V4(_) => snapshot.sysctls.fib_multipath_hash_policy4,
            IpAddr::V6(_) => snapshot.sysctls.fib_multipath_hash_policy6,
        };
        let policy = if policy == 0 {
            HashPolicy::L3
        } else {
            HashPolicy::L4
        };
        multipath_hash((0, 0), policy, key, 0)
    }

    /// Shows all connections to `each`, in no particular order; connections that come or go
    /// meanwhile may be left out. `zero` sets their counters to 0 when they have been shown.
    fn connections(&mut self, zero: bool, each: &mut dyn FnMut(&Connection)) {
        let _ = (zero, each);
    }

    /// The connection that has this tuple in either direction.
    fn connection(&self, tuple: &Tuple) -> Option<Connection> {
        let _ = tuple;
        None
    }

    /// Makes a connection; its number is not looked at.
    ///
    /// # Errors
    /// EEXIST if another one has one of its tuples, ENOMEM if there is no room, EOPNOTSUPP where
    /// there are no packets.
    fn connection_create(&mut self, new: &Connection) -> Result<(), Errno> {
        let _ = new;
        Err(Errno::OpNotSupp)
    }

    /// Changes a connection; gives it as it is then.
    ///
    /// # Errors
    /// ENOENT if it is gone, EBUSY and EPERM as the kernel.
    fn connection_change(
        &mut self,
        connection: &Connection,
        change: &ConnectionChange,
    ) -> Result<Connection, Errno> {
        let _ = (connection, change);
        Err(Errno::NoEnt)
    }

    /// Ends a connection.
    ///
    /// # Errors
    /// ENOENT if it is gone.
    fn connection_delete(&mut self, connection: &Connection) -> Result<(), Errno> {
        let _ = connection;
        Err(Errno::NoEnt)
    }

    /// Ends all connections.
    fn connections_flush(&mut self) {}

    /// The connections that are expected, in no particular order.
    fn expectations(&self) -> Vec<Expected> {
        Vec::new()
    }

    /// Expects nothing any more.
    fn expectations_flush(&mut self) {}

    /// How many connections there are.
    fn connection_count(&self) -> usize {
        0
    }

    /// What is counted about connections, for each table of them.
    fn connection_stats(&self) -> Vec<CtStats> {
        Vec::new()
    }
}

/// A request of `ip neigh`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeighbourRequest {
    /// The entry that is asked for.
    pub neighbour: Neighbour,
    /// Make it if it is missing (`NLM_F_CREATE`).
    pub create: bool,
    /// It must be new (`NLM_F_EXCL`).
    pub exclusive: bool,
    /// What is there may be overwritten (`NLM_F_REPLACE`).
    pub replace: bool,
    /// `use`: resolve it now.
    pub resolve: bool,
    /// `protocol` (`NDA_PROTOCOL`); 0 for none.
    pub protocol: u8,
}

/// A neighbour as a dump shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveNeighbour {
    /// The entry.
    pub neighbour: Neighbour,
    /// `protocol` (`NDA_PROTOCOL`); 0 for none.
    pub protocol: u8,
    /// Time since it was last used to send.
    pub used: Duration,
    /// Time since it was last known to be reachable.
    pub confirmed: Duration,
    /// Time since it last changed.
    pub updated: Duration,
    /// Probes sent and not answered.
    pub probes: u32,
}

/// The counters of a link, as `ip -s link` shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkCounters {
    /// Frames received.
    pub rx_packets: u64,
    /// Their bytes.
    pub rx_bytes: u64,
    /// Received frames that were malformed.
    pub rx_errors: u64,
    /// Received frames that nobody took.
    pub rx_dropped: u64,
    /// Received frames to a group.
    pub multicast: u64,
    /// Frames sent.
    pub tx_packets: u64,
    /// Their bytes.
    pub tx_bytes: u64,
    /// Frames that the port refused.
    pub tx_errors: u64,
    /// Frames that there was no room to send.
    pub tx_dropped: u64,
    /// How often the carrier came or went.
    pub carrier_changes: u64,
}

/// What a command printed.
#[derive(Debug, Default)]
pub struct Output {
    /// What the tool writes to its standard output.
    pub stdout: Vec<u8>,
    /// What the tool writes to its standard error.
    pub stderr: Vec<u8>,
    /// The argument (index into argv, 0 is the command's name) that the first complaint is about, if
    /// it is about one.
    pub blame: Option<usize>,
    /// The command goes on (`ip monitor`, `tc monitor`): every later change of the configuration is to be given to
    /// this, until the client leaves.
    pub monitor: Option<Monitor>,
    /// The same of `conntrack -E`, which is given every later event of connections.
    pub connections: Option<Events>,
}

impl Output {
    /// Standard error as text.
    #[must_use]
    pub fn errors(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }
}
