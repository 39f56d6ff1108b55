//! Connections as commands see them.

use dataplane::{
    conntrack::{SctpState, Status, TcpState, Tuple},
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
    /// Connections that are there because it expected them.
    pub children: u32,
    /// The name of its helper.
    pub helper: Option<&'static str>,
    /// Its labels, bit by bit; 0 also if they are not told, or if it has no room for any.
    pub labels: u128,
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

/// TCP's states in the order of the kernel's numbers (`enum tcp_conntrack`).
const TCP_STATES: [TcpState; 10] = [
    TcpState::None,
    TcpState::SynSent,
    TcpState::SynRecv,
    TcpState::Established,
    TcpState::FinWait,
    TcpState::CloseWait,
    TcpState::LastAck,
    TcpState::TimeWait,
    TcpState::Close,
    TcpState::SynSent2,
];

/// SCTP's (`enum sctp_conntrack`).
const SCTP_STATES: [SctpState; 9] = [
    SctpState::None,
    SctpState::Closed,
    SctpState::CookieWait,
    SctpState::CookieEchoed,
    SctpState::Established,
    SctpState::ShutdownSent,
    SctpState::ShutdownRecd,
    SctpState::ShutdownAckSent,
    SctpState::HeartbeatSent,
];

/// The TCP state of this name.
pub(super) fn tcp_state(name: &str) -> Option<TcpState> {
    TCP_STATES.into_iter().find(|state| state.name() == name)
}

/// The SCTP state of this name.
pub(super) fn sctp_state(name: &str) -> Option<SctpState> {
    SCTP_STATES.into_iter().find(|state| state.name() == name)
}

/// The TCP state that has the number of an SCTP state.
pub(super) fn same_number(state: SctpState) -> Option<TcpState> {
    let number = SCTP_STATES.iter().position(|other| *other == state)?;
    TCP_STATES.get(number).copied()
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
    /// Its labels.
    pub labels: Option<LabelChange>,
}

/// A change of labels (`CTA_LABELS`, `CTA_LABELS_MASK`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabelChange {
    /// The bits that are cleared first.
    pub mask: u128,
    /// The bits that are flipped then.
    pub data: u128,
}
