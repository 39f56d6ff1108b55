//! Expressions that act: `log`, `reject`, `notrack` and `ct helper set`.

use super::{
    LogSpec, RejectKind,
    eval::{Outcome, Run},
};
use crate::conntrack::Helper;

/// `nft_log_eval`.
pub(super) fn log(_run: &mut Run<'_, '_>, _spec: &LogSpec) -> Outcome {
    Outcome::Break
}

/// `nft_reject_ipv4_eval` and its like.
pub(super) fn reject(_run: &mut Run<'_, '_>, _kind: RejectKind) -> Outcome {
    Outcome::Break
}

/// `nft_notrack_eval`.
pub(super) fn notrack(_run: &mut Run<'_, '_>) -> Option<()> {
    None
}

/// `nft_ct_helper_obj_eval`.
pub(super) fn helper(_run: &mut Run<'_, '_>, _helper: Helper) -> Option<()> {
    None
}
