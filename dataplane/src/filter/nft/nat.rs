//! `snat`, `dnat`, `masquerade` and `redirect`.

use super::{
    Nat,
    eval::{Outcome, Run},
};

/// `nft_nat_eval`, `nft_masq_eval`, `nft_redir_eval`.
pub(super) fn apply(_run: &mut Run<'_, '_>, _nat: &Nat) -> Outcome {
    Outcome::Break
}
