//! `socket`: the router's own socket that a packet is for (`nft_socket.c`).

use super::{Reg, SocketKey, eval::Run};

/// The router has no sockets: there is none to be found for any packet.
pub(super) const fn load(_: &Run<'_, '_>, key: SocketKey, _: Reg) -> Option<()> {
    match key {
        SocketKey::Transparent | SocketKey::Mark | SocketKey::Wildcard => None,
    }
}
