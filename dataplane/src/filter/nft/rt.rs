//! `rt`: what is known of a packet's route.

use super::{Reg, RtKey, eval::Run};

/// `nft_rt_get_eval`.
pub(super) fn load(_run: &mut Run<'_, '_>, _key: RtKey, _dreg: Reg) -> Option<()> {
    None
}
