//! `-m rpfilter`: whether the way back to the source is the way that the packet came.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Probe;
use crate::{
    forward::Context,
    iface::{Interface, InterfaceKind},
    packet::Mark,
    route::{Decision, Family, FlowKey, RouteKind},
};

/// `-m rpfilter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rpfilter {
    /// `--loose`: by any interface.
    pub loose: bool,
    /// `--validmark`: the packet's mark counts for the way back.
    pub validmark: bool,
    /// `--accept-local`.
    pub accept_local: bool,
    /// `--invert`.
    pub invert: bool,
}

impl Rpfilter {
    /// `rpfilter_mt` of both families.
    pub(super) fn holds(&self, cx: &Context<'_>, probe: &Probe<'_>) -> bool {
        let Some(iif) = probe.at.iif else {
            return false;
        };
        let back = iif.kind == InterfaceKind::Loopback
            || match probe.at.family {
                Family::V4 => self.reaches4(cx, probe, iif),
                Family::V6 => self.reaches6(cx, probe, iif),
            };
        back != self.invert
    }

    fn reaches4(&self, cx: &Context<'_>, probe: &Probe<'_>, iif: &Interface) -> bool {
        let addr = |bits: u128| Ipv4Addr::from_bits((bits >> 96) as u32);
        let (src, dst) = (addr(probe.headers.src), addr(probe.headers.dst));
        let on_link = dst.is_broadcast() || dst.octets()[..3] == [224, 0, 0];
        if src.is_unspecified() && on_link {
            return true;
        }
        // A group can't be sent from.
        let from = if dst.is_multicast() || dst.is_broadcast() {
            Ipv4Addr::UNSPECIFIED
        } else {
            dst
        };
        let key = self.key(probe, src.into(), from.into(), 0);
        self.leads_back(cx, &key, iif)
    }

    fn reaches6(&self, cx: &Context<'_>, probe: &Probe<'_>, iif: &Interface) -> bool {
        let src = Ipv6Addr::from_bits(probe.headers.src);
        let dst = Ipv6Addr::from_bits(probe.headers.dst);
        if src.is_unspecified() {
            return true;
        }
        if src.is_unicast_link_local() {
            let mut own = iif.addresses6.iter();
            if own.clone().any(|address| address.local == src) {
                return self.accept_local;
            }
            return own.any(|address| address.subnet.contains(&src));
        }
        let from = if dst.is_multicast() {
            Ipv6Addr::UNSPECIFIED
        } else {
            dst
        };
        let proto = probe.packet.network().get(6).copied().unwrap_or(0);
        let key = self.key(probe, src.into(), from.into(), proto);
        self.leads_back(cx, &key, iif)
    }

    fn key(&self, probe: &Probe<'_>, dst: IpAddr, src: IpAddr, proto: u8) -> FlowKey {
        FlowKey {
            dst,
            src,
            iif: None,
            oif: None,
            mark: if self.validmark {
                probe.packet.meta.mark
            } else {
                Mark::default()
            },
            tos: probe.tos(),
            proto,
            sport: 0,
            dport: 0,
        }
    }

    fn leads_back(&self, cx: &Context<'_>, key: &FlowKey, iif: &Interface) -> bool {
        let Decision::Route(found) = cx.snapshot.routing.lookup(key) else {
            return false;
        };
        match found.info.kind {
            RouteKind::Unicast => {}
            // IPv6 does not ask whose address it is.
            RouteKind::Local if self.accept_local => {
                if key.dst.is_ipv6() {
                    return true;
                }
            }
            RouteKind::Local
            | RouteKind::Broadcast
            | RouteKind::Anycast
            | RouteKind::Multicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => return false,
        }
        let mut nexthops = found.info.nexthops.iter();
        self.loose || nexthops.any(|next| next.oif == iif.index)
    }
}
