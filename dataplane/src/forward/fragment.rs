//! Cutting packets to the size of the way on: read RFC 791 §3.2 and RFC 8200 §4.5; done as Linux's
//! `ip_do_fragment` and `ip6_fragment` do it.

use std::mem;

use super::{
    Context,
    route::{Destined, Hop},
};
use crate::{
    conntrack::Ct,
    drop_reason::DropReason,
    host,
    io::Capabilities,
    packet::{self, Batch, Packet},
    trace::TraceStep,
    wire::{
        icmpv4,
        ipv4::{self, Ipv4View, protocol},
        ipv6,
        ipv6_ext::{self, FragmentFields, next_header},
        tcp,
    },
};

/// Sends an IPv4 packet in fragments of at most `mtu` bytes. A super-frame is cut into its segments
/// first; a packet that was put together here leaves as it came, or in fragments no larger than the
/// largest that came.
#[cold]
pub(crate) fn ipv4<'a>(cx: &mut Context<'a>, hop: &Hop<'a>, mtu: usize, packet: Packet) {
    if packet.meta.gso.is_some() {
        return segments(cx, hop, mtu, packet);
    }
    let view = match Ipv4View::header(packet.network()) {
        Ok(view) => view,
        Err(error) => return cx.drop(packet, error.into()),
    };
    let largest = usize::from(packet.meta.frag_max);
    let df = view.dont_fragment();
    if df && (largest == 0 || largest > mtu) {
        let (kind, code) = (icmpv4::kind::DEST_UNREACH, icmpv4::code::FRAG_NEEDED);
        host::icmp_error4(cx, &packet, Destined::Elsewhere, kind, code, mtu as u32);
        return cx.drop(packet, DropReason::PktTooBig);
    }
    let header_len = view.header_len();
    let first_offset = view.fragment_offset();
    let more_follow = view.fragment_bits() & ipv4::MF != 0;
    let mtu = if largest == 0 { mtu } else { mtu.min(largest) };
    let room = mtu.saturating_sub(header_len);
    // A partial checksum can't be left to a port any more: it covers all fragments.
    let mut packet = packet;
    if room < 8 || !packet::finish_checksum(&mut packet) {
        return cx.drop(packet, DropReason::PktTooBig);
    }
    let geometry = mem::take(&mut cx.own.geometry);
    let summed = cx.snapshot.sysctls.conntrack.checksum;
    let cuts = Cuts::of(&packet, (header_len, room), &geometry, summed);
    // Those that are cut anew say it again, those that leave as they came do not (`ip_frag_next`,
    // `ip_fraglist_prepare`).
    let df = if df && cuts.is_anew() { ipv4::DF } else { 0 };
    let bytes = packet.network();
    let mut header = [0; ipv4::MAX_HEADER_LEN];
    let header = &mut header[..header_len];
    header.copy_from_slice(&bytes[..header_len]);
    let mut at = header_len;
    cx.note(|| TraceStep::Fragmented { mtu });
    for len in cuts {
        let end = at + len;
        let more = more_follow || end < bytes.len();
        let more = if more { ipv4::MF } else { 0 };
        let field = ((first_offset + at - header_len) / 8) as u16 | more | df;
        header[2..4].copy_from_slice(&((header_len + end - at) as u16).to_be_bytes());
        header[6..8].copy_from_slice(&field.to_be_bytes());
        ipv4::refresh_checksum(header, header_len);
        if let Some(fragment) = cx.make(&[header, &bytes[at..end]]) {
            cx.send(hop, &mut inherit(fragment, &packet));
        }
        if at == header_len && first_offset == 0 {
            keep_copied_options(header);
        }
        at = end;
    }
    cx.own.geometry = geometry;
    cx.consume(packet);
}

/// How many bytes of payload each fragment gets.
struct Cuts<'g> {
    /// The lengths that the fragments had when they came.
    kept: Option<std::slice::Iter<'g, u16>>,
    room: usize,
    left: usize,
}

impl<'g> Cuts<'g> {
    /// For fragments of at most `room` bytes of the payload behind `header_len` bytes of `packet`. If it
    /// was put together of fragments of the lengths `geometry`, and each of those fits, they are kept.
    /// `summed` says that connection tracking looks at checksums.
    fn of(
        packet: &Packet,
        (header_len, room): (usize, usize),
        geometry: &'g [u16],
        summed: bool,
    ) -> Self {
        let left = packet.network().len().saturating_sub(header_len);
        let keeps = packet.meta.frag_max != 0
            && geometry.iter().map(|&len| usize::from(len)).sum::<usize>() == left
            && geometry.iter().all(|&len| usize::from(len) <= room)
            && !is_pulled(packet, geometry, summed);
        Self {
            kept: keeps.then(|| geometry.iter()),
            room,
            left,
        }
    }

    const fn is_anew(&self) -> bool {
        self.kept.is_none()
    }
}

impl Iterator for Cuts<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.left == 0 {
            return None;
        }
        let len = match &mut self.kept {
            Some(kept) => usize::from(*kept.next()?),
            // The last one need not be a multiple of eight.
            None if self.left <= self.room => self.left,
            None => self.room & !7,
        };
        self.left -= len;
        Some(len)
    }
}

/// A fragment has the marks of its packet.
fn inherit(mut fragment: Packet, whole: &Packet) -> Packet {
    fragment.meta.iif = whole.meta.iif;
    fragment.meta.mark = whole.meta.mark;
    fragment.meta.priority = whole.meta.priority;
    fragment.meta.received = whole.meta.received;
    fragment
}

/// Whether the kernel has moved a part of the second fragment into the first, where a transport header
/// is wanted in one piece: that of TCP where IPv4 packets come in (`tcp_v4_early_demux`), that of SCTP
/// where its checksum is looked at (`sctp_error`). Neither is of a length that a fragment can have.
fn is_pulled(packet: &Packet, geometry: &[u16], summed: bool) -> bool {
    const SCTP_HEADER_LEN: usize = 12;
    let first = geometry.first().map_or(0, |&len| usize::from(len));
    let total: usize = geometry.iter().map(|&len| usize::from(len)).sum();
    let within = |len: usize| (1..=total).contains(&len) && first < len;
    let tracked = matches!(packet.meta.ct, Ct::Of(_) | Ct::Invalid);
    let bytes = packet.network();
    let (proto, ipv4) = match Ipv4View::header(bytes) {
        Ok(view) => (view.protocol(), true),
        Err(_) => (
            ipv6_ext::upper(bytes).map_or(0, |upper| upper.protocol),
            false,
        ),
    };
    match proto {
        protocol::TCP => ipv4 && within(tcp::HEADER_LEN),
        protocol::SCTP => summed && tracked && within(SCTP_HEADER_LEN),
        _ => false,
    }
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
            for mut segment in cut.drain() {
                super::transit::finish4(cx, hop, mtu, &mut segment);
            }
        }
    }
}

/// Sends an IPv6 packet that the router made, or put together, in fragments of at most `mtu` bytes.
#[cold]
pub(crate) fn ipv6<'a>(cx: &mut Context<'a>, hop: &Hop<'a>, mtu: usize, packet: Packet) {
    let Some((pointer, header_len)) = unfragmentable(packet.network()) else {
        return cx.drop(packet, DropReason::Ipv6InHdr);
    };
    let room = mtu.saturating_sub(header_len + ipv6_ext::FRAGMENT_LEN);
    let mut packet = packet;
    if room < 8 || !packet::finish_checksum(&mut packet) {
        return cx.drop(packet, DropReason::PktTooBig);
    }
    let (header, payload) = packet.network().split_at(header_len);
    let mut header = header.to_vec();
    let mut fields = FragmentFields {
        next_header: header[pointer],
        offset: 0,
        more: true,
        id: cx.own.rng.next() as u32,
    };
    header[pointer] = next_header::FRAGMENT;
    let geometry = mem::take(&mut cx.own.geometry);
    cx.note(|| TraceStep::Fragmented { mtu });
    let summed = cx.snapshot.sysctls.conntrack.checksum;
    for len in Cuts::of(&packet, (header_len, room), &geometry, summed) {
        let piece = &payload[fields.offset..fields.offset + len];
        fields.more = fields.offset + len < payload.len();
        let len = (header_len - ipv6::HEADER_LEN + ipv6_ext::FRAGMENT_LEN + len) as u16;
        header[4..6].copy_from_slice(&len.to_be_bytes());
        if let Some(fragment) = cx.make(&[&header, &fields.emit(), piece]) {
            cx.send(hop, &mut inherit(fragment, &packet));
        }
        fields.offset += piece.len();
    }
    cx.own.geometry = geometry;
    cx.consume(packet);
}

/// The headers that every fragment of an IPv6 packet repeats (RFC 8200 §4.5, `ip6_find_1stfragopt`):
/// the place of the byte that announces what follows them, and their length.
fn unfragmentable(bytes: &[u8]) -> Option<(usize, usize)> {
    let (mut pointer, mut offset) = (6, ipv6::HEADER_LEN);
    let mut routed = false;
    loop {
        match *bytes.get(pointer)? {
            next_header::HOP_BY_HOP => {}
            next_header::ROUTING => routed = true,
            next_header::DESTINATION if !routed => {}
            _ => return (bytes.len() >= offset).then_some((pointer, offset)),
        }
        let len = ipv6_ext::extension_len(bytes[pointer], bytes.get(offset..)?)?;
        (pointer, offset) = (offset, offset + len);
    }
}
