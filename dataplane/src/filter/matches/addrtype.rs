//! `-m addrtype`: what kind of address it is.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Probe;
use crate::{
    filter::Test,
    forward::Context,
    iface::Interface,
    packet::Mark,
    route::{Decision, Family, FlowKey, RouteInfo, RouteKind},
};

/// Kinds of addresses, as a set: bit `n` stands for the kernel's `RTN_n` (0 unspec, 1 unicast, 2 local,
/// 3 broadcast, 4 anycast, 5 multicast, 6 blackhole, 7 unreachable, 8 prohibit, 9 throw, 10 nat,
/// 11 xresolve).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AddrTypes(pub u16);

/// `-m addrtype`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Addrtype {
    /// `--src-type`.
    pub src: Option<Test<AddrTypes>>,
    /// `--dst-type`.
    pub dst: Option<Test<AddrTypes>>,
    /// `--limit-iface-in`.
    pub limit_iface_in: bool,
    /// `--limit-iface-out`.
    pub limit_iface_out: bool,
}

impl AddrTypes {
    const UNSPEC: Self = Self(1);
    const UNICAST: Self = Self(1 << 1);
    const LOCAL: Self = Self(1 << 2);
    const BROADCAST: Self = Self(1 << 3);
    const ANYCAST: Self = Self(1 << 4);
    const MULTICAST: Self = Self(1 << 5);
    const UNREACHABLE: Self = Self(1 << 7);

    const fn any_of(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn of(kind: RouteKind) -> Self {
        match kind {
            // To the kernel, a lookup that meets one of the others has found nothing.
            RouteKind::Unicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => Self::UNICAST,
            RouteKind::Local => Self::LOCAL,
            RouteKind::Broadcast => Self::BROADCAST,
            RouteKind::Anycast => Self::ANYCAST,
            RouteKind::Multicast => Self::MULTICAST,
        }
    }
}

impl Addrtype {
    /// `addrtype_mt_v1`.
    pub(super) fn holds(&self, cx: &Context<'_>, probe: &Probe<'_>) -> bool {
        let device = if self.limit_iface_in {
            probe.at.iif
        } else if self.limit_iface_out {
            probe.at.oif
        } else {
            None
        };
        let is = |test: Option<Test<AddrTypes>>, addr: u128| {
            test.is_none_or(|test| {
                test.holds(match probe.at.family {
                    Family::V4 => {
                        let addr = Ipv4Addr::from_bits((addr >> 96) as u32);
                        test.of.any_of(kind4(cx, device, addr))
                    }
                    Family::V6 => is6(cx, device, Ipv6Addr::from_bits(addr), test.of),
                })
            })
        };
        is(self.src, probe.headers.src) && is(self.dst, probe.headers.dst)
    }
}

/// `inet_dev_addr_type`: what the local table says, if that is about `device`.
pub(in crate::filter) fn kind4(
    cx: &Context<'_>,
    device: Option<&Interface>,
    addr: Ipv4Addr,
) -> AddrTypes {
    if addr.is_unspecified() || addr.is_broadcast() {
        return AddrTypes::BROADCAST;
    }
    if addr.is_multicast() {
        return AddrTypes::MULTICAST;
    }
    let info = cx.snapshot.routing.local_info(addr.into());
    let about = |info: &&RouteInfo| {
        device.is_none_or(|device| {
            let first = info.nexthops.first();
            first.is_some_and(|next| next.oif == device.index)
        })
    };
    AddrTypes::of(
        info.filter(about)
            .map_or(RouteKind::Unicast, |info| info.kind),
    )
}

/// `match_type6`. Of several types that are asked for, multicast, unicast and unspecified have to
/// hold at once, as in the kernel.
fn is6(cx: &Context<'_>, device: Option<&Interface>, addr: Ipv6Addr, types: AddrTypes) -> bool {
    let mapped = addr.to_ipv4_mapped().is_some();
    let unicast = !addr.is_multicast() && !addr.is_unspecified() && !mapped;
    if (types.any_of(AddrTypes::MULTICAST) && !addr.is_multicast())
        || (types.any_of(AddrTypes::UNICAST) && !unicast)
        || (types.any_of(AddrTypes::UNSPEC) && !addr.is_unspecified())
    {
        return false;
    }
    let routed = AddrTypes::LOCAL
        .with(AddrTypes::ANYCAST)
        .with(AddrTypes::UNREACHABLE);
    !types.any_of(routed) || types.any_of(kind6(cx, device, addr))
}

/// `match_lookup_rt6`.
fn kind6(cx: &Context<'_>, device: Option<&Interface>, addr: Ipv6Addr) -> AddrTypes {
    if addr.is_unicast_link_local() {
        let mut all = cx.snapshot.interfaces.iter();
        let local = match device {
            Some(device) => device.has6(addr),
            None => all.any(|iface| iface.has6(addr)),
        };
        return if local {
            AddrTypes::LOCAL
        } else {
            AddrTypes(0)
        };
    }
    let key = FlowKey {
        dst: addr.into(),
        src: Ipv6Addr::UNSPECIFIED.into(),
        iif: None,
        oif: device.map(|device| device.index),
        mark: Mark::default(),
        tos: 0,
        proto: 0,
        sport: 0,
        dport: 0,
    };
    let Decision::Route(found) = cx.snapshot.routing.lookup(&key) else {
        return AddrTypes::UNREACHABLE;
    };
    // With a device, only routes by it count. Deviation: the most specific route alone is looked at,
    // where the kernel goes on to those that are less so.
    let mut nexthops = found.info.nexthops.iter();
    if device.is_some_and(|device| !nexthops.any(|next| next.oif == device.index)) {
        return AddrTypes::UNREACHABLE;
    }
    match (found.info.kind, device) {
        (RouteKind::Local, None) => AddrTypes::LOCAL,
        (RouteKind::Anycast, _) => AddrTypes::ANYCAST,
        (_, Some(device)) if device.has6(addr) => AddrTypes::LOCAL,
        (
            RouteKind::Unicast
            | RouteKind::Local
            | RouteKind::Broadcast
            | RouteKind::Multicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw,
            _,
        ) => AddrTypes(0),
    }
}
