//! `-m udp`: ports of a datagram.

use crate::filter::Test;

/// `-m udp`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Udp {
    /// `--sport` (first, last).
    pub sport: Option<Test<(u16, u16)>>,
    /// `--dport`.
    pub dport: Option<Test<(u16, u16)>>,
}
