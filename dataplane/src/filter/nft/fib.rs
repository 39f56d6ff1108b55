//! `fib`: what the route of an address would be.

use super::{Fib, Reg, eval::Run};

/// `nft_fib4_eval` and its like.
pub(super) fn load(_run: &mut Run<'_, '_>, _fib: Fib, _dreg: Reg) -> Option<()> {
    None
}
