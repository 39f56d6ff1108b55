//! What others may ask about a connection that they remember by its tuple.

use super::{Conntrack, TcpState, Tuple};
use crate::time::Instant;

/// What has become of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Life {
    /// It is in the table.
    Open,
    /// It is still in the table, but has closed.
    Closed,
    /// It is not in the table: it has ended, or is not confirmed.
    Gone,
}

impl Conntrack {
    /// What has become of the connection that has packets with this tuple (`already_closed`).
    pub(crate) fn life(&self, tuple: &Tuple, now: Instant) -> Life {
        let conn = self.find(tuple).and_then(|(id, _)| self.get(id));
        match conn {
            Some(conn) if !conn.is_expired(now) => match conn.tcp_state() {
                Some(TcpState::TimeWait | TcpState::Close) => Life::Closed,
                Some(_) | None => Life::Open,
            },
            Some(_) | None => Life::Gone,
        }
    }
}
