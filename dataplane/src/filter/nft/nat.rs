//! `snat`, `dnat`, `masquerade` and `redirect`.

use std::net::IpAddr;

use super::{
    Nat, NatKind, Reg, Verdict,
    eval::{Outcome, Run},
};
use crate::{
    conntrack::Ct,
    drop_reason::DropReason,
    filter::targets::InterfaceNat,
    nat::{self, Manip, NatFlags, NatRange},
    route::Family,
};

/// `nft_nat_eval`, `nft_masq_eval`, `nft_redir_eval`: it is decided what the connection is translated to, and the
/// packet has passed the chain.
pub(super) fn apply(run: &mut Run<'_, '_>, nat: &Nat) -> Outcome {
    if nat.family.is_some_and(|family| family != run.at.family) {
        return Outcome::Next;
    }
    match translate(run, nat) {
        Ok(()) => Outcome::Verdict(Verdict::Accept),
        Err(reason) => Outcome::Drop(reason),
    }
}

fn translate(run: &mut Run<'_, '_>, nat: &Nat) -> Result<(), DropReason> {
    const FAILED: DropReason = DropReason::NatFailed;
    let Ct::Of(ct) = run.packet.meta.ct else {
        return Ok(());
    };
    let ports = match nat.ports {
        Some((first, last)) => Some((port(run, first)?, port(run, last)?)),
        None => None,
    };
    let manip = match nat.kind {
        NatKind::Source => Manip::Src,
        NatKind::Destination => Manip::Dst,
        NatKind::Masquerade | NatKind::Redirect => {
            let flags = nat.flags;
            let how = InterfaceNat { ports, flags };
            let translate = match nat.kind {
                NatKind::Masquerade => nat::apply_masquerade,
                NatKind::Redirect | NatKind::Source | NatKind::Destination => nat::apply_redirect,
            };
            return translate(run.cx, ct.id, &how, run.at, run.packet);
        }
    };
    let mut addrs = match nat.addrs {
        Some((first, last)) => {
            let first = address(run, first).ok_or(FAILED)?;
            Some((first, address(run, last).ok_or(FAILED)?))
        }
        None => None,
    };
    if let Some(range) = addrs
        && nat.flags.has(NatFlags::NETMAP)
    {
        let old = nat::outer(run.packet, manip).ok_or(FAILED)?;
        let addr = map_network(old, range).ok_or(FAILED)?;
        addrs = Some((addr, addr));
    }
    let range = NatRange {
        addrs,
        ports,
        base_port: None,
        flags: nat.flags,
    };
    nat::bind(run.cx, ct.id, &range, manip);
    Ok(())
}

/// A port, in network order.
fn port(run: &Run<'_, '_>, reg: Reg) -> Result<u16, DropReason> {
    let bytes = run.regs.array(reg).ok_or(DropReason::NatFailed)?;
    Ok(u16::from_be_bytes(bytes))
}

/// An address of the packet's family.
fn address(run: &Run<'_, '_>, reg: Reg) -> Option<IpAddr> {
    Some(match run.at.family {
        Family::V4 => run.regs.array::<4>(reg)?.into(),
        Family::V6 => run.regs.array::<16>(reg)?.into(),
    })
}

/// One network onto another: the addresses of a range have the bits of the network in common
/// (`nft_nat_setup_netmap`).
fn map_network(old: IpAddr, range: (IpAddr, IpAddr)) -> Option<IpAddr> {
    Some(match (old, range) {
        (IpAddr::V4(old), (IpAddr::V4(first), IpAddr::V4(last))) => {
            let host = first.to_bits() ^ last.to_bits();
            IpAddr::V4((old.to_bits() & host | first.to_bits() & !host).into())
        }
        (IpAddr::V6(old), (IpAddr::V6(first), IpAddr::V6(last))) => {
            let host = first.to_bits() ^ last.to_bits();
            IpAddr::V6((old.to_bits() & host | first.to_bits() & !host).into())
        }
        (IpAddr::V4(_) | IpAddr::V6(_), _) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_is_replaced_and_the_host_stays() {
        let addr = |text: &str| text.parse::<IpAddr>().expect("an address");
        let mapped = |old, first, last| map_network(addr(old), (addr(first), addr(last)));
        assert_eq!(
            mapped("10.1.2.3", "192.168.7.0", "192.168.7.255"),
            Some(addr("192.168.7.3"))
        );
        assert_eq!(
            mapped("fd00::1:2", "fd01::", "fd01::ffff"),
            Some(addr("fd01::2"))
        );
        assert_eq!(mapped("10.1.2.3", "fd01::", "fd01::ffff"), None);
    }
}
