//! `add @set`, `update @set`, `delete @set`: packets change sets.

use super::{DynsetOp, Expr, Reg, SetId, eval::Run};

/// `nft_dynset_eval`.
pub(super) fn change(
    _run: &mut Run<'_, '_>,
    (_op, _set): (DynsetOp, SetId),
    (_key, _data): (Reg, Option<Reg>),
    _timeout: u64,
    _exprs: &[Expr],
) -> Option<()> {
    None
}
