//! What a daemon has counted, as it goes over the socket.

use serde::{Deserialize, Serialize};

/// Everything that is shown, at one moment. All counters count up from the daemon's start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// When it was, in nanoseconds on the daemon's clock.
    pub at: u64,
    /// Seconds since the daemon's start.
    pub uptime: u64,
    /// The number of the running configuration.
    pub configuration: u64,
    /// The account of all workers together.
    pub totals: Totals,
    /// Reasons for which packets were dropped; those that have not occurred are left out.
    pub drops: Vec<DropCounts>,
    /// The workers, by number.
    pub workers: Vec<WorkerCounts>,
    /// The links, by number.
    pub ports: Vec<PortCounts>,
    /// The classes of queueing disciplines, port by port.
    pub classes: Vec<ClassCounts>,
    /// The table of connections.
    pub connections: ConnectionCounts,
    /// The connections that carry most.
    pub flows: Flows,
}

/// Packets of all workers together: as `tollgate drops` shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Frames that ports gave.
    pub received: u64,
    /// Packets that the router made.
    pub made: u64,
    /// Frames that ports took.
    pub sent: u64,
    /// Packets that went through.
    pub forwarded: u64,
    /// Packets that were dropped.
    pub dropped: u64,
    /// Packets that wait, now.
    pub held: u64,
}

/// Packets that were dropped for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropCounts {
    /// The reason's name.
    pub reason: String,
    /// A sentence about it.
    pub description: String,
    /// Packets.
    pub packets: u64,
}

/// A worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerCounts {
    /// Processor time of its thread in nanoseconds, if the system tells.
    pub cpu: Option<u64>,
    /// Frames that it received.
    pub received: u64,
}

/// A link, as `ip -s link` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortCounts {
    /// Its name.
    pub name: String,
    /// `UP`, `DOWN` or `NO-CARRIER`.
    pub state: String,
    /// Frames received.
    pub rx_packets: u64,
    /// Their bytes.
    pub rx_bytes: u64,
    /// Received frames that were malformed.
    pub rx_errors: u64,
    /// Received frames that nobody took.
    pub rx_dropped: u64,
    /// Frames sent.
    pub tx_packets: u64,
    /// Their bytes.
    pub tx_bytes: u64,
    /// Frames that the port refused.
    pub tx_errors: u64,
    /// Frames that there was no room to send.
    pub tx_dropped: u64,
}

/// A class, as `tc -s class show` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassCounts {
    /// The port.
    pub dev: String,
    /// The class, as `1:30`.
    pub class: String,
    /// Bits per second that it may always send.
    pub rate: u64,
    /// Bits per second that it may borrow up to.
    pub ceil: u64,
    /// Packets that left.
    pub packets: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Packets that were dropped.
    pub drops: u64,
    /// How often a limit was met.
    pub overlimits: u64,
    /// Bytes that wait, now.
    pub backlog: u64,
    /// Packets that wait, now.
    pub qlen: u64,
    /// Packets that were sent within its rate.
    pub lended: u64,
    /// Packets that were sent on somebody else's.
    pub borrowed: u64,
}

/// The table of connections, as `conntrack -S` and `conntrack -C` show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionCounts {
    /// Connections, now.
    pub count: u64,
    /// How many there may be (`nf_conntrack_max`).
    pub max: u64,
    /// Packets that belong to no connection and begin none.
    pub invalid: u64,
    /// Connections that could not be put in.
    pub insert_failed: u64,
    /// Packets dropped because their connection could not be made.
    pub drop: u64,
    /// Connections that were given up to make room.
    pub early_drop: u64,
}

/// The connections that have carried most since they were looked at before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flows {
    /// Connections are counted (`nf_conntrack_acct`): otherwise there are none here.
    pub counted: bool,
    /// The seconds since they were looked at before; `None` if they were not.
    pub seconds: Option<f64>,
    /// Those that carried most, from the most on.
    pub top: Vec<FlowCounts>,
}

/// A connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowCounts {
    /// Its protocol.
    pub proto: String,
    /// Where its first packet came from.
    pub source: String,
    /// Where that was sent to.
    pub destination: String,
    /// Its state, if its protocol has such.
    pub state: String,
    /// Packets of both directions, all in all.
    pub packets: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Packets since it was looked at before.
    pub new_packets: u64,
    /// Their bytes.
    pub new_bytes: u64,
}
