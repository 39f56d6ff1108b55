//! Bytes of the packet: loaded, and written.

use super::{PayloadBase, PayloadChecksum, Reg, eval::Run};

/// `nft_payload_eval`.
pub(super) fn load(
    _run: &mut Run<'_, '_>,
    _base: PayloadBase,
    (_offset, _len): (u8, u8),
    _dreg: Reg,
) -> Option<()> {
    None
}

/// `nft_payload_set_eval`.
pub(super) fn set(
    _run: &mut Run<'_, '_>,
    _base: PayloadBase,
    (_offset, _len): (u8, u8),
    _sreg: Reg,
    _checksum: PayloadChecksum,
) -> Option<()> {
    None
}
