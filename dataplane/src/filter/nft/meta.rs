//! `meta`: what is known of a packet besides its bytes.

use super::{MetaKey, Reg, eval::Run};

/// `nft_meta_get_eval`.
pub(super) fn load(_run: &mut Run<'_, '_>, _key: MetaKey, _dreg: Reg) -> Option<()> {
    None
}

/// `nft_meta_set_eval`.
pub(super) fn set(_run: &mut Run<'_, '_>, _key: MetaKey, _sreg: Reg) -> Option<()> {
    None
}
