//! `socket`: the router's own socket that a packet is for.

use super::{Reg, SocketKey, eval::Run};

/// `nft_socket_eval`.
pub(super) fn load(_run: &mut Run<'_, '_>, _key: SocketKey, _dreg: Reg) -> Option<()> {
    None
}
