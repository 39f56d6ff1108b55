//! `ct`: what is known of a packet's connection.

use super::{
    CtKey, Reg,
    eval::{Outcome, Run},
};
use crate::conntrack::Direction;

/// `nft_ct_get_eval`.
pub(super) fn load(
    _run: &mut Run<'_, '_>,
    _key: CtKey,
    _direction: Option<Direction>,
    _dreg: Reg,
) -> Option<()> {
    None
}

/// `nft_ct_set_eval`.
pub(super) fn set(
    _run: &mut Run<'_, '_>,
    _key: CtKey,
    _direction: Option<Direction>,
    _sreg: Reg,
) -> Outcome {
    Outcome::Break
}
