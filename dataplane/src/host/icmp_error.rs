//! ICMP errors: read RFC 1812 §4.3.2 and RFC 4443 §2.4; done as Linux's `icmp_send` and `icmp6_send`
//! do it.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::{
    checksum::Sum,
    conntrack::{Ct, CtRef, CtState},
    forward::{
        Context, Destined, Echoed, Flow, Out4, Out6, is_anycast6, output4, output6, route4, route6,
        select_address4, select_address6,
    },
    iface::{Interface, InterfaceKind, Scope},
    packet::{Mark, Packet, PacketType},
    wire::{
        icmpv4::{self, Icmpv4Fields, code as code4, kind as kind4},
        icmpv6::{self, Icmpv6Fields, code as code6, kind as kind6},
        ipv4::{self, Ipv4Fields, Ipv4View, protocol},
        ipv6::{self, Ipv6Fields, Ipv6View},
        ipv6_ext,
    },
    worker::lock,
};

/// Length of the longest IPv4 error (RFC 1812 §4.3.2.3).
const MAX_LEN4: usize = 576;
/// The precedence of errors: internetwork control (RFC 1812 §4.3.2.5).
const PRECEDENCE: u8 = 0xc0;
/// The part of the type of service byte that errors take from what they are about.
const TOS_MASK: u8 = 0x1e;

/// Reports an error about a received IPv4 packet to its sender, if the rules allow it. `destined`
/// is for whom the packet was.
pub(crate) fn icmp_error4(
    cx: &mut Context<'_>,
    about: &Packet,
    destined: Destined,
    kind: u8,
    code: u8,
    info: u32,
) {
    let Ok(view) = Ipv4View::header(about.network()) else {
        return;
    };
    // Deviation: no answer is sent back along a source route.
    let followed = cx.own.options.is_some_and(|options| options.followed);
    if followed || !may_answer4(about, &view, destined) {
        return;
    }
    let src = match destined {
        Destined::Local => Some(view.dst()),
        Destined::Broadcast | Destined::Multicast | Destined::Elsewhere => {
            inbound_address(cx, about, view.src())
        }
    };
    let tos = (view.tos() & TOS_MASK) | PRECEDENCE;
    let flow = Flow {
        dst: view.src(),
        src,
        tos,
        proto: protocol::ICMP,
        mark: Mark::default(),
    };
    let Ok(out) = route4(cx, &flow) else {
        return;
    };
    let to_itself = out.hop.oif.kind == InterfaceKind::Loopback;
    if is_limited4(cx, kind, code) && !to_itself {
        let sysctls = &cx.snapshot.sysctls;
        let gap = sysctls.icmp_ratelimit;
        let mut limits = lock(&cx.router.icmp_limits);
        if !limits.allow(cx.now, sysctls, &mut cx.own.rng, flow.dst.into(), gap) {
            return;
        }
    }
    let options = echoed_options(cx, about, out.src);
    let headers = ipv4::HEADER_LEN + options.bytes().len() + icmpv4::HEADER_LEN;
    let room = out.hop.mtu().min(MAX_LEN4).saturating_sub(headers);
    if room <= ipv4::HEADER_LEN {
        return;
    }
    let bytes = about.network();
    let quote = &bytes[..bytes.len().min(room)];
    let header = Icmpv4Fields {
        kind,
        code,
        rest: info,
    };
    send4(cx, &flow, &out, &options, attached(about), &header, quote);
}

/// The connection of what the router says about a packet: related to the packet's own, and in the
/// other direction (`nf_ct_attach`).
pub(super) fn attached(about: &Packet) -> Ct {
    match about.meta.ct {
        Ct::Of(ct) => Ct::Of(CtRef {
            direction: ct.direction.other(),
            state: CtState::Related,
            ..ct
        }),
        Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => Ct::None,
    }
}

/// The options of an answer to `about`, which is the packet in hand.
pub(super) fn echoed_options(cx: &Context<'_>, about: &Packet, src: Ipv4Addr) -> Echoed {
    cx.own.options.map_or_else(Echoed::default, |options| {
        options.echo(cx, about.network(), src)
    })
}

/// Makes and sends an ICMP message that belongs to the connection `ct`.
pub(super) fn send4<'a>(
    cx: &mut Context<'a>,
    flow: &Flow<Ipv4Addr>,
    out: &Out4<'a>,
    options: &Echoed,
    ct: Ct,
    header: &Icmpv4Fields,
    data: &[u8],
) {
    let mut header = header.emit();
    let sum = Sum::ZERO.add(&header).add(data);
    header[2..4].copy_from_slice(&sum.complement().to_be_bytes());
    let header_len = ipv4::HEADER_LEN + options.bytes().len();
    let Ok(total_len) = u16::try_from(header_len + header.len() + data.len()) else {
        return;
    };
    let (src, dst) = (out.src.octets(), flow.dst.octets());
    let ip = Ipv4Fields {
        tos: flow.tos,
        total_len,
        id: cx.own.identifications.next(&src, &dst, flow.proto) as u16,
        fragment_bits: 0,
        ttl: cx.snapshot.sysctls.ip_default_ttl,
        protocol: flow.proto,
        src: out.src,
        dst: flow.dst,
    };
    let mut ip_header = [0; ipv4::MAX_HEADER_LEN];
    let ip_header = &mut ip_header[..header_len];
    with_options(ip_header, &ip, options);
    if let Some(mut packet) = cx.make(&[ip_header, &header, data]) {
        packet.meta.ct = ct;
        output4(cx, out, packet);
    }
}

/// Writes an IPv4 header with `options` into `header`, which is as long as that.
pub(super) fn with_options(header: &mut [u8], ip: &Ipv4Fields, options: &Echoed) {
    let len = header.len();
    header[..ipv4::HEADER_LEN].copy_from_slice(&ip.emit());
    if len > ipv4::HEADER_LEN {
        header[0] = 0x40 | (len / 4) as u8;
        header[ipv4::HEADER_LEN..].copy_from_slice(options.bytes());
        ipv4::refresh_checksum(header, len);
    }
}

/// The rules of RFC 1122 §3.2.2: no errors about errors, fragments that are not the first,
/// broadcasts and multicasts, nor to a source that is not one host.
fn may_answer4(about: &Packet, view: &Ipv4View<'_>, destined: Destined) -> bool {
    let to_one = match destined {
        Destined::Local | Destined::Elsewhere => true,
        Destined::Broadcast | Destined::Multicast => false,
    };
    if !to_one || about.meta.packet_type != PacketType::Host || view.fragment_offset() != 0 {
        return false;
    }
    if view.protocol() != protocol::ICMP {
        return true;
    }
    match about.network().get(view.header_len()) {
        Some(&inner) => !icmpv4::is_error(inner),
        None => false,
    }
}

fn is_limited4(cx: &Context<'_>, kind: u8, code: u8) -> bool {
    // Path MTU discovery must not be hindered.
    let pmtu = kind == kind4::DEST_UNREACH && code == code4::FRAG_NEEDED;
    !pmtu && kind <= kind4::MAX && cx.snapshot.sysctls.icmp_ratemask >> kind & 1 != 0
}

/// With `icmp_errors_use_inbound_ifaddr`, errors come from the interface that the packet came in by;
/// otherwise from the one that they leave by.
fn inbound_address(cx: &Context<'_>, about: &Packet, sender: Ipv4Addr) -> Option<Ipv4Addr> {
    if !cx.snapshot.sysctls.icmp_errors_use_inbound_ifaddr {
        return None;
    }
    select_address4(cx, cx.input(about)?, Some(sender), Scope::LINK)
}

/// Reports an error about a received IPv6 packet to its sender, if the rules allow it.
pub(crate) fn icmp_error6(cx: &mut Context<'_>, about: &Packet, kind: u8, code: u8, info: u32) {
    let Ok(view) = Ipv6View::header(about.network()) else {
        return;
    };
    let (src, dst) = (view.src(), view.dst());
    // What the router itself made came from nowhere else; what it told a link, from that link.
    let mut all = cx.snapshot.interfaces.iter();
    let arrived = cx.input(about);
    let Some(iif) = arrived.or_else(|| {
        let origin = all.find(|iface| {
            if src.is_unicast_link_local() {
                iface.has6(src)
            } else {
                iface.kind == InterfaceKind::Loopback
            }
        });
        origin.map(|iface| &**iface)
    }) else {
        return;
    };
    let to_group = dst.is_multicast() || about.meta.packet_type != PacketType::Host;
    // RFC 4443 §2.4 (e.3): path MTU discovery works for multicast, and some options ask for it.
    let despite_group = kind == kind6::PKT_TOOBIG
        || (kind == kind6::PARAMPROB
            && code == code6::UNK_OPTION
            && option_wants_answer(about, info));
    if (to_group && !despite_group) || src.is_unspecified() || src.is_multicast() {
        return;
    }
    // Errors are not sent to anycast addresses (`icmpv6_route_lookup`).
    if is_about_icmp(about) || is_anycast6(cx, src) {
        return;
    }
    let own = !to_group && (cx.snapshot.interfaces.is_local6(dst, iif) || is_anycast6(cx, dst));
    let mut flow = Flow {
        dst: src,
        src: own.then_some(dst),
        tos: 0,
        proto: protocol::ICMPV6,
        mark: Mark::default(),
    };
    let link = link_of(cx, iif, dst);
    let Ok(mut out) = route6(cx, &flow, link) else {
        return;
    };
    // Without a `src` of the route, the address is one of the interface that the packet came by, if it
    // did. Rules may then choose another route for it.
    let prefsrc = out.hop.info.and_then(|info| info.prefsrc);
    if flow.src.is_none() && prefsrc.is_none() && arrived.is_some() {
        flow.src = select_address6(cx, link, src);
        match route6(cx, &flow, link) {
            Ok(again) => out = again,
            Err(_) => return,
        }
    }
    let to_itself = out.hop.oif.kind == InterfaceKind::Loopback;
    if kind != kind6::PKT_TOOBIG && !to_itself {
        let sysctls = &cx.snapshot.sysctls;
        // Wider prefixes get more, as there are more hosts behind them.
        let gap = sysctls.icmp6_ratelimit / (1 << ((128 - out.prefix_len.min(128)) >> 5));
        let mut limits = lock(&cx.router.icmp_limits);
        if !limits.allow(cx.now, sysctls, &mut cx.own.rng, src.into(), gap) {
            return;
        }
    }
    let room = ipv6::MIN_MTU as usize - ipv6::HEADER_LEN - icmpv6::HEADER_LEN;
    let bytes = about.network();
    let quote = &bytes[..bytes.len().min(room)];
    let header = Icmpv6Fields {
        kind,
        code,
        rest: info,
    };
    send6(cx, &flow, &out, attached(about), &header, quote);
}

/// The link that a packet to `dst` counts as having come by: what looped back, that of the address
/// (`icmp6_dev`), even if it came from a link-local address of another one.
fn link_of<'a>(cx: &Context<'a>, iif: &'a Interface, dst: Ipv6Addr) -> &'a Interface {
    if iif.kind != InterfaceKind::Loopback {
        return iif;
    }
    let local = cx.snapshot.routing.local_info(dst.into());
    let next = local.and_then(|info| info.nexthops.first());
    next.and_then(|next| cx.interface(next.oif)).unwrap_or(iif)
}

/// Makes and sends an ICMPv6 message that belongs to the connection `ct`, from `flow.src`, or from the route's choice.
pub(super) fn send6<'a>(
    cx: &mut Context<'a>,
    flow: &Flow<Ipv6Addr>,
    out: &Out6<'a>,
    ct: Ct,
    header: &Icmpv6Fields,
    data: &[u8],
) {
    let src = flow.src.unwrap_or(out.src);
    let mut header = header.emit();
    let len = header.len() + data.len();
    let sum = icmpv6::pseudo_header(src, flow.dst, len)
        .add(&header)
        .add(data);
    header[2..4].copy_from_slice(&sum.complement().to_be_bytes());
    let Ok(payload_len) = u16::try_from(len) else {
        return;
    };
    let (from, to) = (src.octets(), flow.dst.octets());
    let ip = Ipv6Fields {
        traffic_class: flow.tos,
        flow_label: cx.own.identifications.flow_label(&from, &to, flow.proto),
        payload_len,
        next_header: flow.proto,
        hop_limit: out.hop.oif.conf6.hop_limit,
        src,
        dst: flow.dst,
    };
    if let Some(mut packet) = cx.make(&[&ip.emit(), &header, data]) {
        packet.meta.ct = ct;
        output6(cx, out, packet);
    }
}

/// A parameter problem: the byte at `pointer` of an IPv6 packet is wrong.
pub(crate) fn parameter_problem6(cx: &mut Context<'_>, about: &Packet, code: u8, pointer: usize) {
    icmp_error6(cx, about, kind6::PARAMPROB, code, pointer as u32);
}

/// Whether the unknown option at `pointer` asks for an answer even to multicast (its type begins
/// with the bits 10).
fn option_wants_answer(about: &Packet, pointer: u32) -> bool {
    let byte = about.network().get(pointer as usize);
    byte.is_some_and(|byte| byte & 0xc0 == 0x80)
}

/// Whether a packet is an ICMPv6 error (`is_ineligible`). What can't be seen is none: a later
/// fragment, or a message behind headers that are cut short.
fn is_about_icmp(about: &Packet) -> bool {
    let bytes = about.network();
    let Some(upper) = ipv6_ext::claimed_upper(bytes) else {
        return false;
    };
    if upper.protocol != protocol::ICMPV6 {
        return false;
    }
    match bytes.get(upper.offset) {
        Some(&kind) => icmpv6::is_error(kind),
        None => upper.fragment.is_none_or(|field| field == 0),
    }
}
