//! What a rule that rejects a packet answers: done as Linux's `nf_reject_ipv4.c` and
//! `nf_reject_ipv6.c` do it.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{
    icmp_error::attached,
    icmp_error4, icmp_error6,
    reset::{reset, unfinished, with_checksum, with_pseudo_sum},
};
use crate::{
    checksum::{self, Sum},
    conntrack::{Ct, Env},
    filter::{At, Hook},
    forward::{Context, Destined, Flow, output4, output6, route4, route6},
    packet::{Checksum, Mark, Packet},
    route::{Family, RouteKind},
    wire::{
        icmpv4, icmpv6,
        ipv4::{self, Ipv4Fields, Ipv4View, protocol},
        ipv6::{Ipv6Fields, Ipv6View},
        ipv6_ext,
        tcp::{TcpFields, flags},
    },
};

/// Tells the sender of a packet that its destination can't be reached (`nf_send_unreach`,
/// `nf_send_unreach6`), unless the packet is spoilt. Of the router's own ICMP messages it is told
/// nothing: the kernel sends one at a time (`icmp_xmit_lock`), and that one is still under way.
pub(crate) fn reject_unreachable(cx: &mut Context<'_>, at: &At<'_>, packet: &Packet, code: u8) {
    match at.family {
        Family::V4 => {
            let Ok(view) = Ipv4View::header(packet.network()) else {
                return;
            };
            let sound = || is_sound4(packet, &view);
            if at.hook == Hook::Output && view.protocol() == protocol::ICMP {
                return;
            }
            if view.fragment_offset() == 0 && sound() {
                let destined = destined(cx, at, view.dst());
                let kind = icmpv4::kind::DEST_UNREACH;
                icmp_error4(cx, packet, destined, kind, code, 0);
            }
        }
        Family::V6 => {
            if at.hook == Hook::Output && is_echo_reply6(packet) {
                return;
            }
            if is_sound6(packet) {
                icmp_error6(cx, packet, icmpv6::kind::DEST_UNREACH, code, 0);
            }
        }
    }
}

/// Resets the connection that a segment belongs to (`nf_send_reset`, `nf_send_reset6`).
pub(crate) fn reject_reset(cx: &mut Context<'_>, at: &At<'_>, packet: &Packet) {
    match at.family {
        Family::V4 => reset4(cx, at, packet),
        Family::V6 => reset6(cx, at, packet),
    }
}

fn reset4(cx: &mut Context<'_>, at: &At<'_>, packet: &Packet) {
    let Ok(view) = Ipv4View::header(packet.network()) else {
        return;
    };
    if view.fragment_offset() != 0 || view.protocol() != protocol::TCP {
        return;
    }
    // What connection tracking found holds for packets to the router itself alone
    // (`skb_forward_csum`).
    let known = packet.meta.summed && at.hook == Hook::Input;
    let Some(reset) = answer(packet, view.payload(), || sum4(&view, packet, known)) else {
        return;
    };
    match destined(cx, at, view.dst()) {
        Destined::Local | Destined::Elsewhere => {}
        Destined::Broadcast | Destined::Multicast => return,
    }
    let (src, dst) = (view.dst(), view.src());
    let Ok(out) = route4(cx, &way_back(src, dst)) else {
        return;
    };
    let header = with_pseudo_sum(&reset, &src.octets(), &dst.octets());
    let ip = Ipv4Fields {
        tos: 0,
        total_len: (ipv4::HEADER_LEN + header.len()) as u16,
        id: 0,
        fragment_bits: ipv4::DF,
        ttl: cx.snapshot.sysctls.ip_default_ttl,
        protocol: protocol::TCP,
        src,
        dst,
    };
    if let Some(mut made) = make(cx, at, packet, &[&ip.emit(), &header]) {
        made.meta.checksum = unfinished(ipv4::HEADER_LEN);
        output4(cx, &out, made);
    }
}

fn reset6(cx: &mut Context<'_>, at: &At<'_>, packet: &Packet) {
    let bytes = packet.network();
    let (Ok(view), Some(upper)) = (Ipv6View::header(bytes), ipv6_ext::claimed_upper(bytes)) else {
        return;
    };
    let (src, dst) = (view.dst(), view.src());
    if !is_unicast6(src) || !is_unicast6(dst) || upper.protocol != protocol::TCP {
        return;
    }
    let segment = bytes.get(upper.offset..).unwrap_or_default();
    let Some(reset) = answer(packet, segment, || sum6(&view, protocol::TCP, segment)) else {
        return;
    };
    let link = at.iif.or(at.oif);
    let Some(link) = link.and_then(|link| cx.interface(link.index)) else {
        return;
    };
    let Ok(out) = route6(cx, &way_back(src, dst), link) else {
        return;
    };
    let header = with_checksum(&reset, &src.octets(), &dst.octets());
    let ip = Ipv6Fields {
        traffic_class: 0,
        flow_label: 0,
        payload_len: header.len() as u16,
        next_header: protocol::TCP,
        hop_limit: out.hop.oif.conf6.hop_limit,
        src,
        dst,
    };
    if let Some(made) = make(cx, at, packet, &[&ip.emit(), &header]) {
        output6(cx, &out, made);
    }
}

/// The reset that answers a segment; `None` for a reset, and for what is spoilt or cut short. The length
/// that the header claims is believed, as in the kernel.
fn answer(packet: &Packet, segment: &[u8], sum: impl FnOnce() -> Sum) -> Option<TcpFields> {
    let fields = TcpFields::fixed(segment)?;
    if fields.flags & flags::RST != 0 {
        return None;
    }
    let reset = reset(&fields, segment.len().wrapping_sub(fields.header_len))?;
    (is_vouched_for(packet) || sum().is_valid()).then_some(reset)
}

/// What the route of a reset depends on.
fn way_back<A>(src: A, dst: A) -> Flow<A> {
    Flow {
        dst,
        src: Some(src),
        tos: 0,
        proto: protocol::TCP,
        mark: Mark::default(),
    }
}

/// Makes a reset, which is of the connection that it ends.
fn make(cx: &mut Context<'_>, at: &At<'_>, packet: &Packet, parts: &[&[u8]]) -> Option<Packet> {
    let mut made = cx.make(parts)?;
    made.meta.ct = attached(packet);
    close(cx, at, packet);
    Some(made)
}

/// The connection of a packet that is reset ends soon (`nf_ct_set_closing`).
fn close(cx: &mut Context<'_>, at: &At<'_>, packet: &Packet) {
    let env = Env {
        now: cx.now,
        sysctls: &cx.snapshot.sysctls.conntrack,
        family: at.family,
        hook: at.hook,
    };
    if let Ct::Of(ct) = packet.meta.ct {
        cx.conntrack().set_closing(&env, ct.id);
    }
}

/// For whom an IPv4 packet is that a rule looks at. Where its route is not known yet, the kernel gives it that to its
/// sender (`nf_reject_fill_skb_dst`).
fn destined(cx: &Context<'_>, at: &At<'_>, dst: Ipv4Addr) -> Destined {
    let local = match at.hook {
        Hook::Prerouting => return Destined::Elsewhere,
        Hook::Input => true,
        Hook::Forward | Hook::Output | Hook::Postrouting => false,
    };
    match cx.snapshot.routing.address_type(dst.into()) {
        RouteKind::Broadcast => Destined::Broadcast,
        RouteKind::Multicast => Destined::Multicast,
        RouteKind::Local if local => Destined::Local,
        RouteKind::Unicast
        | RouteKind::Local
        | RouteKind::Anycast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => Destined::Elsewhere,
    }
}

/// Whether it is an answer to a ping; the other messages of the kind are errors, which are not
/// answered anyhow.
fn is_echo_reply6(packet: &Packet) -> bool {
    let bytes = packet.network();
    ipv6_ext::claimed_upper(bytes).is_some_and(|upper| {
        upper.protocol == protocol::ICMPV6
            && bytes.get(upper.offset) == Some(&icmpv6::kind::ECHO_REPLY)
    })
}

/// `IPV6_ADDR_UNICAST`.
fn is_unicast6(addr: Ipv6Addr) -> bool {
    !addr.is_multicast() && !addr.is_unspecified() && addr.to_ipv4_mapped().is_none()
}

/// Whether the port has already seen to the checksum, or will.
fn is_vouched_for(packet: &Packet) -> bool {
    match packet.meta.checksum {
        Checksum::Verified | Checksum::Partial { .. } => true,
        Checksum::Unverified => false,
    }
}

/// Whether a protocol's checksum can be told to be wrong (`nf_reject_verify_csum`): it is not if it is not the one's
/// complement sum of all of the payload.
fn is_checked(protocol: u8, payload: &[u8]) -> bool {
    match protocol {
        // Zero says that there is none.
        protocol::UDP => payload.get(6..8).is_none_or(|sum| sum != [0, 0]),
        protocol::GRE
        | protocol::ESP
        | protocol::AH
        | protocol::SCTP
        | protocol::DCCP
        | protocol::UDPLITE => false,
        _ => true,
    }
}

fn is_sound4(packet: &Packet, view: &Ipv4View<'_>) -> bool {
    is_vouched_for(packet)
        || !is_checked(view.protocol(), view.payload())
        || sum4(view, packet, packet.meta.summed).is_valid()
}

/// `nf_ip_checksum`: only TCP and UDP are taken to have a pseudo-header. The sum is that of the whole
/// packet, whose own header makes no difference as long as its checksum is right: it is not where
/// options were written into on arrival, unless the sum is `known` from before that.
fn sum4(view: &Ipv4View<'_>, packet: &Packet, known: bool) -> Sum {
    let payload = view.payload();
    let pseudo = match view.protocol() {
        protocol::TCP | protocol::UDP => {
            let (src, dst) = (view.src().octets(), view.dst().octets());
            checksum::pseudo_header(&src, &dst, view.protocol(), payload.len() as u32)
        }
        _ => Sum::ZERO,
    };
    let header = packet.network().get(..view.header_len());
    let header = header.filter(|_| !known).unwrap_or_default();
    pseudo.add(header).add(payload)
}

/// `nf_reject_v6_csum_ok`.
fn is_sound6(packet: &Packet) -> bool {
    if is_vouched_for(packet) {
        return true;
    }
    let bytes = packet.network();
    let (Ok(view), Some(upper)) = (Ipv6View::header(bytes), ipv6_ext::claimed_upper(bytes)) else {
        return false;
    };
    if upper.offset >= bytes.len() || upper.fragment.is_some_and(|field| field & !0x7 != 0) {
        return false;
    }
    let payload = &bytes[upper.offset..];
    !is_checked(upper.protocol, payload) || sum6(&view, upper.protocol, payload).is_valid()
}

/// `nf_ip6_checksum`.
fn sum6(view: &Ipv6View<'_>, protocol: u8, payload: &[u8]) -> Sum {
    let (src, dst) = (view.src().octets(), view.dst().octets());
    checksum::pseudo_header(&src, &dst, protocol, payload.len() as u32).add(payload)
}
