//! `rt`: what is known of a packet's route (`nft_rt.c`).

use std::net::IpAddr;

use super::{Reg, RtKey, eval::Run, fib::addresses};
use crate::{
    filter::{Hook, targets::reverse_mtu},
    route::Family,
    wire::{ipv4, ipv6, tcp},
};

/// What TCP assumes of the other side (`TCP_MSS_DEFAULT`).
const DEFAULT_MSS: u16 = 536;

/// `nft_rt_get_eval`: packets have no route before it was looked up.
pub(super) fn load(run: &mut Run<'_, '_>, key: RtKey, dreg: Reg) -> Option<()> {
    let at = run.at;
    if at.hop.is_none() && at.hook != Hook::Input {
        return None;
    }
    let (src, dst) = addresses(run)?;
    let gateway = at.hop.map(|hop| hop.address);
    match key {
        // Routes have no realms here.
        RtKey::Classid => run.regs.put_u32(dreg, 0),
        RtKey::NextHop4 if at.family == Family::V4 => {
            let next = match gateway {
                Some(IpAddr::V4(next)) => next.to_bits(),
                Some(IpAddr::V6(_)) | None => (dst >> 96) as u32,
            };
            run.regs.put(dreg, &next.to_be_bytes())
        }
        RtKey::NextHop6 if at.family == Family::V6 => {
            let next = match gateway {
                Some(IpAddr::V6(next)) => next.to_bits(),
                Some(IpAddr::V4(_)) | None => dst,
            };
            run.regs.put(dreg, &next.to_be_bytes())
        }
        RtKey::NextHop4 | RtKey::NextHop6 => None,
        RtKey::TcpMss => {
            let there = at.hop.map_or(usize::MAX, |hop| hop.mtu());
            let mtu = there.min(reverse_mtu(run.cx, at, src));
            run.regs.put(dreg, &segment(at.family, mtu).to_ne_bytes())
        }
        RtKey::Xfrm => run.regs.put(dreg, &[0]),
    }
}

/// The size of a segment that fits (`get_tcpmss`).
fn segment(family: Family, mtu: usize) -> u16 {
    let headers = tcp::HEADER_LEN
        + match family {
            Family::V4 => ipv4::HEADER_LEN,
            Family::V6 => ipv6::HEADER_LEN,
        };
    if mtu <= headers || mtu > 0xffff {
        return DEFAULT_MSS;
    }
    (mtu - headers) as u16
}
