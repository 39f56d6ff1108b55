//! `-m length`: the length of the packet.

use crate::filter::Test;

/// `-m length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// `--length` in bytes (least, most): of the IPv4 packet, or of the IPv6 packet's payload and header.
    pub length: Test<(u16, u16)>,
}
