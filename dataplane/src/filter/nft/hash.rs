//! `jhash` and `symhash`.

use super::{Hash, Reg, eval::Run};

/// `nft_jhash_eval`, `nft_symhash_eval`.
pub(super) fn load(
    _run: &mut Run<'_, '_>,
    _hash: Hash,
    (_modulus, _offset): (u32, u32),
    _dreg: Reg,
) -> Option<()> {
    None
}
