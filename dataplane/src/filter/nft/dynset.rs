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
    let key = copy(run, key, spec.key_len.into(), &mut buffer)?;
    let data = match data {
        Some(data) => Some(copy(run, data, spec.data_len?.into(), &mut mapped)?),
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

/// What is in a register, out of the way of what changes registers.
fn copy<'b>(
    run: &Run<'_, '_>,
    reg: Reg,
    len: usize,
    buffer: &'b mut [u8; MAX_DATA],
) -> Option<&'b [u8]> {
    let room = buffer.get_mut(..len)?;
    room.copy_from_slice(run.regs.get(reg, len)?);
    Some(room)
}
