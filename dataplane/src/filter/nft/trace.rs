//! What `nft monitor trace` is told of a packet (`nf_tables_trace.c`).

use super::{
    Chain, Rule,
    eval::{Outcome, Run},
};
use crate::filter::Policy;

/// A rule has matched; `number` counts from 0.
#[cold]
pub(super) fn rule(
    _run: &Run<'_, '_>,
    _chain: &Chain,
    (_number, _rule): (usize, &Rule),
    _outcome: Outcome,
) {
}

/// The packet has come to the end of a chain.
#[cold]
pub(super) fn chain_end(_run: &Run<'_, '_>, _chain: &Chain) {}

/// The packet meets the policy of its base chain.
#[cold]
pub(super) fn policy(_run: &Run<'_, '_>, _root: &Chain, _policy: Policy) {}
