//! MASQUERADE: the source address is that of the interface, and goes with it: when the interface goes
//! down or loses the address, [`Conntrack::remove_masqueraded`](crate::conntrack::Conntrack) ends the
//! connections, so that their next packets begin new ones with an address that holds.

use std::net::IpAddr;

use super::{Manip, NatRange, hook::outer, targets::to};
use crate::{
    conntrack::{ConnId, Direction, Status},
    drop_reason::DropReason,
    filter::{At, Hook, targets::InterfaceNat},
    forward::{Context, select_address4, select_address6},
    iface::Scope,
    packet::Packet,
};

/// What a connection is masqueraded by: the address that `at.oif` has for the packet's next hop
/// (`nf_nat_masquerade_ipv4`, `nf_nat_masquerade_ipv6`). `None` for a packet that has no source yet
/// (a DHCP client's), which is not masqueraded. The connection remembers the interface.
///
/// # Errors
/// [`DropReason::NatFailed`] if there is no address.
pub(super) fn range(
    cx: &mut Context<'_>,
    id: ConnId,
    nat: &InterfaceNat,
    at: &At<'_>,
    packet: &Packet,
) -> Result<Option<NatRange>, DropReason> {
    const NO_ADDRESS: DropReason = DropReason::NatFailed;
    let original = match cx.conntrack().get(id) {
        Some(conn) => conn.tuples[0].src_addr(),
        None => return Err(NO_ADDRESS),
    };
    let oif = at.oif.ok_or(NO_ADDRESS)?;
    let dst = outer(packet, Manip::Dst).ok_or(NO_ADDRESS)?;
    let addr: Option<IpAddr> = match dst {
        IpAddr::V4(_) if original.is_unspecified() => return Ok(None),
        IpAddr::V4(dst) => {
            let next = match at.hop.map(|hop| (hop.gateway, hop.address)) {
                Some((true, IpAddr::V4(gateway))) => gateway,
                // A gateway of the other family says nothing about addresses.
                Some((true, IpAddr::V6(_)) | (false, _)) | None => dst,
            };
            select_address4(cx, oif, Some(next), Scope::UNIVERSE).map(IpAddr::V4)
        }
        IpAddr::V6(dst) => select_address6(cx, oif, dst).map(IpAddr::V6),
    };
    let addr = addr.ok_or(NO_ADDRESS)?;
    if let Some(conn) = cx.conntrack().get_mut(id)
        && !conn.status.has(Status::CONFIRMED)
    {
        conn.masquerade = oif.index.get();
    }
    Ok(Some(to(addr, nat)))
}

/// Whether a packet of a connection that was masqueraded to interface `masqueraded` (0 for none)
/// leaves by another one now (`nf_nat_oif_changed`): the address would be wrong there.
pub(super) fn oif_changed(masqueraded: u32, direction: Direction, at: &At<'_>) -> bool {
    masqueraded != 0
        && at.hook == Hook::Postrouting
        && direction == Direction::Original
        && at.oif.is_some_and(|oif| oif.index.get() != masqueraded)
}

/// Ends a connection whose address no longer holds.
pub(super) fn end(cx: &mut Context<'_>, id: ConnId) {
    cx.conntrack().delete(id);
}
