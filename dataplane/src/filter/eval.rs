//! A packet's way through a base chain.

use super::{BaseChain, Hook, Ruleset};
use crate::{
    drop_reason::DropReason,
    forward::{Context, Hop},
    iface::Interface,
    packet::Packet,
    route::Family,
};

/// Where a packet is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    /// The hook.
    pub(crate) hook: Hook,
    /// The packet's family.
    pub(crate) family: Family,
    /// The interface that it came in by.
    pub(crate) iif: Option<&'a Interface>,
    /// The interface that it is to leave by.
    pub(crate) oif: Option<&'a Interface>,
    /// Its next hop, where its route is known.
    pub(crate) hop: Option<Hop<'a>>,
}

/// Takes a packet through the chain `base` (`ipt_do_table`).
///
/// # Errors
/// Why it is dropped.
pub(crate) fn traverse<'a>(
    _cx: &mut Context<'a>,
    _ruleset: &'a Ruleset,
    _base: &BaseChain,
    _at: &At<'a>,
    _packet: &mut Packet,
) -> Result<(), DropReason> {
    Ok(())
}
