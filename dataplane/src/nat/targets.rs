//! What the targets of the nat table say.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Manip, NatRange, binding, hook::outer, masquerade};
use crate::{
    conntrack::{ConnId, Ct},
    drop_reason::DropReason,
    filter::{
        At, Hook, Target,
        targets::{InterfaceNat, Netmap},
    },
    forward::Context,
    iface::Interface,
    packet::Packet,
    route::Family,
};

/// Does what a target of the nat table says: decides what the packet's connection is translated to.
/// Other targets do nothing.
///
/// # Errors
/// Why the packet is dropped.
pub(crate) fn apply(
    cx: &mut Context<'_>,
    target: &Target,
    at: &At<'_>,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let Ct::Of(ct) = packet.meta.ct else {
        return Ok(());
    };
    match target {
        Target::Snat(nat) => bind(cx, ct.id, &nat.range, Manip::Src),
        Target::Dnat(nat) => bind(cx, ct.id, &nat.range, Manip::Dst),
        Target::Masquerade(nat) => apply_masquerade(cx, ct.id, nat, at, packet)?,
        Target::Redirect(nat) => apply_redirect(cx, ct.id, nat, at, packet)?,
        Target::Netmap(netmap) => {
            let (range, manip) = map_network(netmap, at, packet)?;
            bind(cx, ct.id, &range, manip);
        }
        Target::Continue
        | Target::Accept
        | Target::Drop
        | Target::Return
        | Target::Chain { .. }
        | Target::Classify(_)
        | Target::Connmark(_)
        | Target::Ct(_)
        | Target::Dscp(_)
        | Target::Ecn(_)
        | Target::Hl(_)
        | Target::Log(_)
        | Target::Mark(_)
        | Target::Reject(_)
        | Target::Tcpmss(_)
        | Target::Tos(_)
        | Target::Trace
        | Target::Ttl(_) => {}
    }
    Ok(())
}

/// Decides that a connection is translated to something in `range`.
pub(crate) fn bind(cx: &mut Context<'_>, id: ConnId, range: &NatRange, manip: Manip) {
    let (table, rng) = cx.conntrack_and_rng();
    let clashes = table.clashes();
    binding::bind(table, rng, id, range, manip);
    if cx.own.recorder.is_on() {
        let table = cx.conntrack();
        let chosen = table.clashes() == clashes && !range.flags.is_random();
        let answers = table.get(id).map(|conn| conn.tuples[1]);
        cx.own.recorder.bind(answers.filter(|_| chosen));
    }
}

/// MASQUERADE: the source becomes an address of the interface that the packet leaves by.
///
/// # Errors
/// [`DropReason::NatFailed`] if there is no address.
pub(crate) fn apply_masquerade(
    cx: &mut Context<'_>,
    id: ConnId,
    nat: &InterfaceNat,
    at: &At<'_>,
    packet: &Packet,
) -> Result<(), DropReason> {
    if let Some(range) = masquerade::range(cx, id, nat, at, packet)? {
        bind(cx, id, &range, Manip::Src);
    }
    Ok(())
}

/// REDIRECT: to the router itself, by the first address of the interface that the packet came in by
/// (`nf_nat_redirect_ipv4`, `nf_nat_redirect_ipv6`).
///
/// # Errors
/// [`DropReason::NatFailed`] if there is no address.
pub(crate) fn apply_redirect(
    cx: &mut Context<'_>,
    id: ConnId,
    nat: &InterfaceNat,
    at: &At<'_>,
    packet: &Packet,
) -> Result<(), DropReason> {
    let addr = match (at.hook, at.family) {
        (Hook::Output, Family::V4) => Some(Ipv4Addr::LOCALHOST.into()),
        (Hook::Output, Family::V6) => Some(Ipv6Addr::LOCALHOST.into()),
        (_, Family::V4) => at.iif.and_then(own4),
        (_, Family::V6) => at.iif.and_then(|iif| own6(iif, outer(packet, Manip::Dst)?)),
    };
    let range = to(addr.ok_or(DropReason::NatFailed)?, nat);
    bind(cx, id, &range, Manip::Dst);
    Ok(())
}

fn own4(iif: &Interface) -> Option<IpAddr> {
    let local = iif.addresses4.first()?.local;
    (!local.is_unspecified()).then(|| local.into())
}

/// The first address whose scope is that of the destination; a global destination has no wishes.
fn own6(iif: &Interface, dst: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(dst) = dst else {
        return None;
    };
    let wanted = scope(dst);
    let mut own = iif.addresses6.iter().map(|address| address.local);
    let fits = |own: &Ipv6Addr| wanted.is_none() || scope(*own) == wanted;
    let usable = |own: &Ipv6Addr| own.to_ipv4_mapped().is_none() && fits(own);
    own.find(usable).map(IpAddr::V6)
}

/// The scope of an address, if it is not global (`ipv6_addr_scope`), as multicast scopes are
/// numbered.
fn scope(addr: Ipv6Addr) -> Option<u8> {
    const HOST: u8 = 1;
    const LINK: u8 = 2;
    const SITE: u8 = 5;
    let scope = match addr {
        _ if addr.is_multicast() => crate::wire::ipv6::multicast_scope(addr),
        _ if addr.is_loopback() => HOST,
        _ if addr.is_unicast_link_local() => LINK,
        _ if addr.segments()[0] & 0xffc0 == 0xfec0 => SITE,
        _ => return None,
    };
    matches!(scope, HOST | LINK | SITE).then_some(scope)
}

/// One address, with the ports and flags of a target.
pub(super) fn to(addr: IpAddr, nat: &InterfaceNat) -> NatRange {
    NatRange {
        addrs: Some((addr, addr)),
        ports: nat.ports,
        base_port: None,
        flags: nat.flags,
    }
}

/// NETMAP: the network part of the address is replaced; of the destination where packets come in, of
/// the source where they leave.
fn map_network(
    netmap: &Netmap,
    at: &At<'_>,
    packet: &Packet,
) -> Result<(NatRange, Manip), DropReason> {
    let manip = match at.hook {
        Hook::Prerouting | Hook::Output | Hook::Forward => Manip::Dst,
        Hook::Input | Hook::Postrouting => Manip::Src,
    };
    let old = outer(packet, manip).ok_or(DropReason::NatFailed)?;
    let addr = match (old, netmap.addr, netmap.mask) {
        (IpAddr::V4(old), IpAddr::V4(net), IpAddr::V4(mask)) => {
            IpAddr::V4(old & !mask | net & mask)
        }
        (IpAddr::V6(old), IpAddr::V6(net), IpAddr::V6(mask)) => {
            IpAddr::V6(old & !mask | net & mask)
        }
        (IpAddr::V4(_) | IpAddr::V6(_), _, _) => return Err(DropReason::NatFailed),
    };
    let range = NatRange {
        addrs: Some((addr, addr)),
        ..NatRange::default()
    };
    Ok((range, manip))
}
