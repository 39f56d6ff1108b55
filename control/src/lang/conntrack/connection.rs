//! Connections as commands see them.

use dataplane::{
    conntrack::{Status, Tuple},
    time::Duration,
};

/// A connection, as one message of the kernel's ctnetlink tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its number: no other connection has it as long as this one lives.
    pub id: u32,
    /// The tuple of the original direction, with its zone.
    pub original: Tuple,
    /// The tuple that replies have.
    pub reply: Tuple,
    /// What has happened to it.
    pub status: Status,
    /// Its mark.
    pub mark: u32,
    /// Time until it is forgotten.
    pub timeout: Duration,
    /// How far it has come, if its protocol has such a thing.
    pub state: ProtocolState,
    /// What was counted in the original direction and of replies, if it is counted
    /// (`nf_conntrack_acct`).
    pub counts: Option<[Count; 2]>,
    /// When it began, since the Unix epoch, if that is noted (`nf_conntrack_timestamp`).
    pub began: Option<Duration>,
}

impl Connection {
    /// Its protocol.
    #[must_use]
    pub const fn proto(&self) -> u8 {
        self.original.proto
    }
}

/// Packets and bytes of one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Packets.
    pub packets: u64,
    /// Their bytes, IP headers included.
    pub bytes: u64,
}

/// How far a connection has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProtocolState {
    /// Its protocol has no states.
    #[default]
    None,
    /// TCP.
    Tcp(TcpState),
    /// SCTP, with the verification tags of both directions.
    Sctp(SctpState, [u32; 2]),
}

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $number:literal $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant = $number),*
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in commands.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }

            /// The state with the kernel's number `number`.
            #[must_use]
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| *state as u8 == number)
            }

            /// The state of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.name() == name)
            }
        }
    };
}

states! {
    /// States of TCP connections (`enum tcp_conntrack`).
    TcpState {
        /// None yet.
        None = 0 "NONE";
        /// A SYN was seen.
        SynSent = 1 "SYN_SENT";
        /// It was answered.
        SynRecv = 2 "SYN_RECV";
        /// The answer was acknowledged.
        Established = 3 "ESTABLISHED";
        /// One side is done.
        FinWait = 4 "FIN_WAIT";
        /// And the other knows.
        CloseWait = 5 "CLOSE_WAIT";
        /// The other side is done, too.
        LastAck = 6 "LAST_ACK";
        /// Both know.
        TimeWait = 7 "TIME_WAIT";
        /// It was reset.
        Close = 8 "CLOSE";
        /// Both sides sent a SYN.
        SynSent2 = 9 "SYN_SENT2";
    }
}

states! {
    /// States of SCTP associations (`enum sctp_conntrack`).
    SctpState {
        /// None yet.
        None = 0 "NONE";
        /// Closed.
        Closed = 1 "CLOSED";
        /// An INIT was seen.
        CookieWait = 2 "COOKIE_WAIT";
        /// A COOKIE ECHO was seen.
        CookieEchoed = 3 "COOKIE_ECHOED";
        /// It was answered.
        Established = 4 "ESTABLISHED";
        /// The original side shuts down.
        ShutdownSent = 5 "SHUTDOWN_SENT";
        /// The other side shuts down.
        ShutdownRecd = 6 "SHUTDOWN_RECD";
        /// It was answered.
        ShutdownAckSent = 7 "SHUTDOWN_ACK_SENT";
        /// Only a HEARTBEAT was seen.
        HeartbeatSent = 8 "HEARTBEAT_SENT";
    }
}

/// What a command changes of a connection; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectionChange {
    /// Time until it is forgotten.
    pub timeout: Option<Duration>,
    /// Its status: bits are only ever added.
    pub status: Option<Status>,
    /// Its mark.
    pub mark: Option<u32>,
    /// How far it has come.
    pub state: Option<ProtocolState>,
}

/// What one worker has counted about connections (`struct ip_conntrack_stat`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConnectionStats {
    /// Lookups that found something other than the connection itself.
    pub found: u32,
    /// Packets that belong to no connection and can't begin one.
    pub invalid: u32,
    /// Connections that came into the table.
    pub insert: u32,
    /// Connections that could not: another one was there.
    pub insert_failed: u32,
    /// Packets dropped because of that.
    pub drop: u32,
    /// Connections that had to make room for others.
    pub early_drop: u32,
    /// ICMP errors that made no sense.
    pub error: u32,
    /// Lookups that were begun again because the table changed meanwhile.
    pub search_restart: u32,
    /// Clashes that were solved by giving the packet to the other connection.
    pub clash_resolve: u32,
    /// Insertions given up because too many connections have the same hash.
    pub chaintoolong: u32,
}

/// Something that happened to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionEvent {
    /// It is new in the table.
    New,
    /// Its status, state or mark changed.
    Update,
    /// It is gone.
    Destroy,
}
