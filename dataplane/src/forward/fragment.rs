//! Cutting packets to the size of the way on: read RFC 791 §3.2 and RFC 8200 §4.5; done as Linux's
//! `ip_do_fragment` and `ip6_fragment` do it.

use super::{
    Context,
    route::{Destined, Hop},
};
use crate::{
    drop_reason::DropReason,
    host,
    io::Capabilities,
    packet::{self, Batch, Packet},
    wire::{
        icmpv4,
        ipv4::{self, Ipv4View},
        ipv6,
        ipv6_ext::{self, FragmentFields, next_header},
    },
};

/// Sends an IPv4 packet in fragments of at most `mtu` bytes. A super-frame is cut into its segments
/// first.
#[cold]
pub(crate) fn ipv4<'a>(cx: &mut Context<'a>, hop: &Hop<'a>, mtu: usize, packet: Packet) {
    if packet.meta.gso.is_some() {
        return segments(cx, hop, mtu, packet);
    }
    let view = match Ipv4View::header(packet.network()) {
        Ok(view) => view,
        Err(error) => return cx.drop(packet, error.into()),
    };
    if view.dont_fragment() {
        let (kind, code) = (icmpv4::kind::DEST_UNREACH, icmpv4::code::FRAG_NEEDED);
        host::icmp_error4(cx, &packet, Destined::Elsewhere, kind, code, mtu as u32);
        return cx.drop(packet, DropReason::PktTooBig);
    }
    let header_len = view.header_len();
    let first_offset = view.fragment_offset();
    let more_follow = view.fragment_bits() & ipv4::MF != 0;
    let room = mtu.saturating_sub(header_len) & !7;
    // A partial checksum can't be left to a port any more: it covers all fragments.
    let mut packet = packet;
    if room == 0 || !packet::finish_checksum(&mut packet) {
        return cx.drop(packet, DropReason::PktTooBig);
    }
    let bytes = packet.network();
    let mut header = [0; ipv4::MAX_HEADER_LEN];
    let header = &mut header[..header_len];
    header.copy_from_slice(&bytes[..header_len]);
    let mut at = header_len;
    while at < bytes.len() {
        let end = (at + room).min(bytes.len());
        let more = more_follow || end < bytes.len();
        let field = ((first_offset + at - header_len) / 8) as u16 | if more { ipv4::MF } else { 0 };
        header[2..4].copy_from_slice(&((header_len + end - at) as u16).to_be_bytes());
        header[6..8].copy_from_slice(&field.to_be_bytes());
        ipv4::refresh_checksum(header, header_len);
        if let Some(fragment) = cx.make(&[header, &bytes[at..end]]) {
            cx.send(hop, inherit(fragment, &packet));
        }
        if at == header_len && first_offset == 0 {
            keep_copied_options(header);
        }
        at = end;
    }
    cx.consume(packet);
}

/// A fragment has the marks of its packet.
fn inherit(mut fragment: Packet, whole: &Packet) -> Packet {
    fragment.meta.iif = whole.meta.iif;
    fragment.meta.mark = whole.meta.mark;
    fragment.meta.priority = whole.meta.priority;
    fragment.meta.received = whole.meta.received;
    fragment
}

/// Turns the options that only the first fragment has into no-operations (`ip_options_fragment`;
/// RFC 791 §3.1: the highest bit of the type says which are copied).
fn keep_copied_options(header: &mut [u8]) {
    const END: u8 = 0;
    const NOOP: u8 = 1;
    let mut at = ipv4::HEADER_LEN;
    while let Some(&kind) = header.get(at) {
        match kind {
            END => return,
            NOOP => at += 1,
            _ => {
                let len = header.get(at + 1).map_or(0, |&len| usize::from(len));
                if len < 2 || at + len > header.len() {
                    return;
                }
                if kind & 0x80 == 0 {
                    header[at..at + len].fill(NOOP);
                }
                at += len;
            }
        }
    }
}

/// Cuts a super-frame into its segments and sends each, in fragments if need be.
fn segments<'a>(cx: &mut Context<'a>, hop: &Hop<'a>, mtu: usize, packet: Packet) {
    let mut cut = Batch::new();
    match packet::prepare(packet, Capabilities::default(), &mut cx.own.pool, &mut cut) {
        Err((packet, reason)) => cx.drop(packet, reason),
        Ok(count) => {
            cx.counters.made.add(u64::from(count.saturating_sub(1)));
            for segment in cut.drain() {
                super::transit::finish4(cx, hop, mtu, segment);
            }
        }
    }
}

/// Sends an IPv6 packet that the router made in fragments of at most `mtu` bytes.
#[cold]
pub(crate) fn ipv6<'a>(cx: &mut Context<'a>, hop: &Hop<'a>, mtu: usize, packet: Packet) {
    let bytes = packet.network();
    let room = mtu.saturating_sub(ipv6::HEADER_LEN + ipv6_ext::FRAGMENT_LEN) & !7;
    let Some((header, payload)) = bytes.split_first_chunk::<{ ipv6::HEADER_LEN }>() else {
        return cx.drop(packet, DropReason::Ipv6InHdr);
    };
    if room == 0 {
        return cx.drop(packet, DropReason::PktTooBig);
    }
    let mut header = *header;
    let mut fields = FragmentFields {
        next_header: header[6],
        offset: 0,
        more: true,
        id: cx.own.rng.next() as u32,
    };
    header[6] = next_header::FRAGMENT;
    for piece in payload.chunks(room) {
        fields.more = fields.offset + piece.len() < payload.len();
        let len = (ipv6_ext::FRAGMENT_LEN + piece.len()) as u16;
        header[4..6].copy_from_slice(&len.to_be_bytes());
        if let Some(fragment) = cx.make(&[&header, &fields.emit(), piece]) {
            cx.send(hop, inherit(fragment, &packet));
        }
        fields.offset += piece.len();
    }
    cx.consume(packet);
}
