//! Translation at a hook.

use super::Manip;
use crate::{
    drop_reason::DropReason,
    filter::{At, BaseChain, Ruleset, Target},
    forward::Context,
    packet::Packet,
};

/// Translates a packet at a hook where `manip` happens (`nf_nat_inet_fn`): for the first packet of a
/// connection the chains are asked first, all else follows what was decided then.
///
/// # Errors
/// Why it is dropped.
pub(crate) fn translate<'a>(
    _cx: &mut Context<'a>,
    _ruleset: &'a Ruleset,
    (_manip, _chains): (Manip, &'a [BaseChain]),
    _at: &At<'a>,
    _packet: &mut Packet,
) -> Result<(), DropReason> {
    Ok(())
}

/// Does what a target of the nat table says: decides what the packet's connection is translated to.
/// Other targets do nothing.
///
/// # Errors
/// Why the packet is dropped.
pub(crate) fn apply<'a>(
    _cx: &mut Context<'a>,
    _target: &Target,
    _at: &At<'a>,
    _packet: &mut Packet,
) -> Result<(), DropReason> {
    Ok(())
}
