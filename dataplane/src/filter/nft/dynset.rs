//! Sets that packets change (`nft_dynset.c`).

use super::{DynsetOp, Expr, MAX_DATA, Reg, SetId, eval::Run, set_shared::Change};
use crate::flow_cache::Consulted;

/// Changes the element for the value in `key`; `None` ends the rule: there is no room, or an expression of the
/// element's own does not hold.
pub(super) fn change(
    run: &mut Run<'_, '_>,
    (op, set): (DynsetOp, SetId),
    (key, data): (Reg, Option<Reg>),
    timeout: u64,
    exprs: &[Expr],
) -> Option<()> {
    run.consult(Consulted::MORE, "dynset");
    let set = run.chains.set(set)?;
    let spec = set.spec();
    let (mut buffer, mut mapped) = ([0; MAX_DATA], [0; MAX_DATA]);
    let key = run.regs.copied(key, spec.key_len.into(), &mut buffer)?;
    let data = match data {
        Some(data) => {
            let len = spec.data_len?.into();
            Some(&*run.regs.copied(data, len, &mut mapped)?)
        }
        None => None,
    };
    let change = Change {
        op,
        key,
        data,
        timeout,
        exprs,
    };
    set.shared()?.change(run, &change)
}
