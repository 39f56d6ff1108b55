//! `fib`: what the route of an address would be (`nft_fib_ipv4.c`, `nft_fib_ipv6.c`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{
    Fib, FibResult, Reg,
    eval::Run,
    meta::{name, number},
};
use crate::{
    filter::{Hook, matches::kind4},
    forward::is_loopback,
    iface::Interface,
    packet::Mark,
    route::{Decision, Family, FlowKey, Refusal, RouteKind},
    wire::ipv4::protocol,
};

/// Types of addresses (`RTN_*`).
const UNSPEC: u32 = 0;
const UNICAST: u32 = 1;
const LOCAL: u32 = 2;
const ANYCAST: u32 = 4;
const MULTICAST: u32 = 5;
const BLACKHOLE: u32 = 6;
const UNREACHABLE: u32 = 7;
const PROHIBIT: u32 = 8;

/// Looks up a route; what it says depends on the flow and the configuration only.
pub(super) fn load(run: &mut Run<'_, '_>, fib: Fib, dreg: Reg) -> Option<()> {
    let lookup = Lookup::new(run, fib)?;
    if fib.result == FibResult::AddrType {
        let kind = match run.at.family {
            Family::V4 => lookup.type4(),
            Family::V6 => lookup.type6(),
        };
        return run.regs.put_u32(dreg, kind);
    }
    let found = if lookup.is_home() {
        lookup.run.at.iif
    } else {
        match run.at.family {
            Family::V4 => lookup.device4(),
            Family::V6 => lookup.device6(),
        }
    };
    // `nft_fib_store_result`.
    match fib.result {
        FibResult::Oif | FibResult::OifName if fib.present => {
            run.regs.put(dreg, &[u8::from(found.is_some())])
        }
        FibResult::Oif | FibResult::AddrType => run.regs.put_u32(dreg, number(found)),
        FibResult::OifName => run.regs.put_name(dreg, name(found)),
    }
}

/// Source and destination; of IPv4 in the upper 32 bits.
pub(super) fn addresses(run: &Run<'_, '_>) -> Option<(u128, u128)> {
    let bytes = run.packet.network();
    match run.at.family {
        Family::V4 => {
            let pair: &[u8; 8] = bytes.get(12..)?.first_chunk()?;
            let pair = u128::from(u64::from_be_bytes(*pair));
            Some((pair >> 32 << 96, pair << 96))
        }
        Family::V6 => {
            let src: &[u8; 16] = bytes.get(8..)?.first_chunk()?;
            let dst: &[u8; 16] = bytes.get(24..)?.first_chunk()?;
            Some((u128::from_be_bytes(*src), u128::from_be_bytes(*dst)))
        }
    }
}

/// What is looked up, and for which packet.
struct Lookup<'l, 'r, 'a> {
    run: &'l Run<'r, 'a>,
    fib: Fib,
    /// The packet's addresses.
    src: u128,
    dst: u128,
    /// The interface that the result has to be about, if one is named.
    device: Option<&'r Interface>,
}

impl<'l, 'r, 'a> Lookup<'l, 'r, 'a> {
    fn new(run: &'l Run<'r, 'a>, fib: Fib) -> Option<Self> {
        let (src, dst) = addresses(run)?;
        // IPv4 asks for the output first where it looks for an interface, and elsewhere for the input.
        let output_first = run.at.family == Family::V4 && fib.result != FibResult::AddrType;
        let device = match (fib.iif, fib.oif) {
            (true, true) if output_first => run.at.oif,
            (true, _) => run.at.iif,
            (false, true) => run.at.oif,
            (false, false) => None,
        };
        Some(Self {
            run,
            fib,
            src,
            dst,
            device,
        })
    }

    /// The address that is asked about, and the other one.
    const fn pair(&self) -> (u128, u128) {
        if self.fib.source {
            (self.src, self.dst)
        } else {
            (self.dst, self.src)
        }
    }

    /// It comes from the router itself (`nft_fib_can_skip`), or (of IPv6) from one that has no address yet: where it
    /// came in is right.
    fn is_home(&self) -> bool {
        let at = self.run.at;
        let looped = at.iif.is_some_and(is_loopback);
        match at.hook {
            Hook::Prerouting if self.has_no_address() => true,
            Hook::Prerouting | Hook::Input => looped,
            Hook::Forward | Hook::Output | Hook::Postrouting => false,
        }
    }

    /// `nft_fib_v6_skip_icmpv6`.
    fn has_no_address(&self) -> bool {
        self.run.at.family == Family::V6
            && self.run.info.l4proto == Some(protocol::ICMPV6)
            && self.src == 0
            && is_link_local(Ipv6Addr::from_bits(self.dst))
    }

    /// The interface that the packet is at (`skb->dev`).
    fn here(&self) -> Option<&'r Interface> {
        let at = self.run.at;
        match at.hook {
            Hook::Prerouting | Hook::Input | Hook::Forward => at.iif.or(at.oif),
            Hook::Output | Hook::Postrouting => at.oif.or(at.iif),
        }
    }

    fn key(&self, dst: IpAddr, src: IpAddr) -> FlowKey {
        let bytes = self.run.packet.network();
        let tos = match (self.run.at.family, bytes) {
            (Family::V4, [_, tos, ..]) => *tos,
            (Family::V6, [a, b, ..]) => a << 4 | b >> 4,
            (Family::V4 | Family::V6, _) => 0,
        };
        FlowKey {
            dst,
            src,
            iif: None,
            oif: None,
            mark: if self.fib.mark {
                self.run.packet.meta.mark
            } else {
                Mark::default()
            },
            tos,
            proto: match self.run.at.family {
                Family::V4 => 0,
                Family::V6 => self.run.info.l4proto.unwrap_or(0),
            },
            sport: 0,
            dport: 0,
        }
    }

    /// `nft_fib4_eval_type`.
    fn type4(&self) -> u32 {
        let (addr, _) = self.pair();
        let kinds = kind4(self.run.cx, self.device, addr4(addr));
        kinds.0.trailing_zeros()
    }

    /// `nft_fib4_eval`.
    fn device4(&self) -> Option<&'r Interface> {
        let (src, dst) = (addr4(self.src), addr4(self.dst));
        let on_link = dst.is_broadcast() || dst.octets()[..3] == [224, 0, 0];
        if src.octets()[0] == 0 && on_link {
            return self.here();
        }
        let (addr, from) = self.pair();
        let from = addr4(from);
        // `get_saddr`: a group, or nobody, can't be sent from.
        let nobody = from.is_multicast() || from.is_broadcast() || from.octets()[0] == 0;
        let from = if nobody { Ipv4Addr::UNSPECIFIED } else { from };
        let mut key = self.key(addr4(addr).into(), from.into());
        if self.fib.source && self.fib.iif && self.run.at.hook == Hook::Forward {
            key.iif = self.run.at.oif.map(|oif| oif.index);
        }
        let Decision::Route(found) = self.run.cx.snapshot.routing.lookup(&key) else {
            return None;
        };
        if found.info.kind == RouteKind::Local {
            return None;
        }
        self.leaving(found.info.nexthops.iter().map(|next| next.oif))
    }

    /// The interface, if a route that leaves by these is about it.
    fn leaving(
        &self,
        mut by: impl Iterator<Item = crate::iface::IfIndex>,
    ) -> Option<&'r Interface> {
        match self.device {
            Some(device) => by.any(|oif| oif == device.index).then_some(device),
            None => self.run.cx.interface(by.next()?),
        }
    }

    /// `nft_fib6_eval`.
    fn device6(&self) -> Option<&'r Interface> {
        let (addr, from) = self.pair();
        let (addr, from) = (Ipv6Addr::from_bits(addr), Ipv6Addr::from_bits(from));
        if is_link_local(addr) {
            let device = self.device.or_else(|| self.here())?;
            let on_link = addr.is_multicast() || covers(device, addr);
            return (on_link && !device.has6(addr)).then_some(device);
        }
        let key = self.key(addr.into(), from.into());
        let Decision::Route(found) = self.run.cx.snapshot.routing.lookup(&key) else {
            return None;
        };
        match found.info.kind {
            RouteKind::Local | RouteKind::Anycast => None,
            RouteKind::Unicast
            | RouteKind::Broadcast
            | RouteKind::Multicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => self.leaving(found.info.nexthops.iter().map(|next| next.oif)),
        }
    }

    /// `nft_fib6_eval_type`.
    fn type6(&self) -> u32 {
        let (addr, from) = self.pair();
        let (addr, from) = (Ipv6Addr::from_bits(addr), Ipv6Addr::from_bits(from));
        let local = self.device.is_some_and(|device| device.has6(addr));
        if is_link_local(addr) && !addr.is_multicast() {
            let own = match self.run.at.hook {
                // What the router makes is at no interface yet: the address may be any one's.
                Hook::Output => {
                    let mut all = self.run.cx.snapshot.interfaces.iter();
                    all.any(|iface| iface.has6(addr))
                }
                Hook::Prerouting | Hook::Input | Hook::Forward | Hook::Postrouting => {
                    self.here().is_some_and(|here| here.has6(addr))
                }
            };
            return if local || self.device.is_none() && own {
                LOCAL
            } else {
                UNICAST
            };
        }
        let found = match self
            .run
            .cx
            .snapshot
            .routing
            .lookup(&self.key(addr.into(), from.into()))
        {
            Decision::Route(found) => found.info.kind,
            Decision::RefusedByRoute(refusal, _) | Decision::RefusedByRule(refusal, _) => {
                return match refusal {
                    Refusal::Blackhole => BLACKHOLE,
                    Refusal::Unreachable => UNREACHABLE,
                    Refusal::Prohibit => PROHIBIT,
                };
            }
            Decision::NoRoute if addr.is_multicast() => RouteKind::Multicast,
            Decision::NoRoute => return UNREACHABLE,
        };
        let mapped = addr.to_ipv4_mapped().is_some();
        match found {
            RouteKind::Anycast => ANYCAST,
            RouteKind::Local if self.device.is_none() => LOCAL,
            _ if local => LOCAL,
            _ if addr.is_multicast() => MULTICAST,
            _ if mapped || addr.is_unspecified() => UNSPEC,
            RouteKind::Unicast
            | RouteKind::Local
            | RouteKind::Broadcast
            | RouteKind::Multicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => UNICAST,
        }
    }
}

const fn addr4(bits: u128) -> Ipv4Addr {
    Ipv4Addr::from_bits((bits >> 96) as u32)
}

/// `IPV6_ADDR_LINKLOCAL`: an address or a group of the link.
const fn is_link_local(addr: Ipv6Addr) -> bool {
    addr.is_unicast_link_local() || addr.segments()[0] & 0xff0f == 0xff02
}

fn covers(device: &Interface, addr: Ipv6Addr) -> bool {
    let mut own = device.addresses6.iter();
    own.any(|own| own.subnet.contains(&addr))
}
