//! `red` (`sch_red.c`).

use dataplane::qos::{QdiscKind, RedParams};

use crate::config::{Errno, NetError};

/// The qdisc, all of whose options the tool computes.
pub(super) fn kind(params: &RedParams) -> Result<QdiscKind, NetError> {
    if params.nodrop && !params.ecn {
        return Err(NetError::explained(
            Errno::Inval,
            "sch_red: nodrop mode is only meaningful with ECN.",
        ));
    }
    if !is_possible(params) {
        return Err(Errno::Inval.into());
    }
    Ok(QdiscKind::Red(*params))
}

/// Whether the fixed point of the average leaves room for the thresholds (`red_check_params`).
fn is_possible(params: &RedParams) -> bool {
    let fits = |size: u32| size.leading_zeros() > u32::from(params.wlog);
    fits(params.min) && fits(params.max) && params.scell_log < 32 && params.max >= params.min
}
