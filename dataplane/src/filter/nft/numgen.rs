//! `numgen`: numbers that are counted up, or random.

use super::{Numgen, Reg, eval::Run};

/// `nft_ng_inc_eval`, `nft_ng_random_eval`.
pub(super) fn load(
    _run: &mut Run<'_, '_>,
    _kind: &Numgen,
    (_modulus, _offset): (u32, u32),
    _dreg: Reg,
) -> Option<()> {
    None
}
