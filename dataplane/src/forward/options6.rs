//! IPv6 hop-by-hop and destination options: read RFC 8200 §4.2 and Linux's `ip6_parse_tlv`.

use super::Context;
use crate::{
    drop_reason::DropReason,
    host,
    packet::Packet,
    wire::{icmpv6::code, ipv6, ipv6_ext},
};

/// Options that do nothing, at most (`max_hbh_opts_number`, `max_dst_opts_number`).
const MAX_OPTIONS: usize = 8;
/// Bytes of padding in a row, at most (RFC 8504 §5.3).
const MAX_PADDING: usize = 7;

const PAD1: u8 = 0;
const PADN: u8 = 1;
const ROUTER_ALERT: u8 = 5;
const JUMBO: u8 = 0xc2;

/// Where options stand: some are allowed in one place only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    HopByHop,
    Destination,
}

/// Obeys the hop-by-hop options of a packet that begins with them.
///
/// # Errors
/// Why the packet is dropped; its sender has been told if it is to be told.
pub(crate) fn hop_by_hop(cx: &mut Context<'_>, packet: &Packet) -> Result<(), DropReason> {
    parse(cx, packet, ipv6::HEADER_LEN, Place::HopByHop)
}

/// Obeys the destination options at `offset` of a packet for the router.
///
/// # Errors
/// As [`hop_by_hop`].
pub(crate) fn destination(
    cx: &mut Context<'_>,
    packet: &Packet,
    offset: usize,
) -> Result<(), DropReason> {
    parse(cx, packet, offset, Place::Destination)
}

fn parse(
    cx: &mut Context<'_>,
    packet: &Packet,
    offset: usize,
    place: Place,
) -> Result<(), DropReason> {
    const BAD: DropReason = DropReason::Ipv6ExtHdr;
    let bytes = packet.network();
    let header = bytes.get(offset..).ok_or(BAD)?;
    let len = ipv6_ext::extension_len(ipv6_ext::next_header::HOP_BY_HOP, header).ok_or(BAD)?;
    let (mut at, end) = (offset + 2, offset + len);
    let (mut padding, mut options) = (0, 0);
    while at < end {
        let kind = bytes[at];
        if kind == PAD1 {
            padding += 1;
            if padding > MAX_PADDING {
                return Err(BAD);
            }
            at += 1;
            continue;
        }
        let data_len = usize::from(*bytes[..end].get(at + 1).ok_or(BAD)?);
        let data = bytes[..end].get(at + 2..at + 2 + data_len).ok_or(BAD)?;
        if kind == PADN {
            padding += data_len + 2;
            // RFC 4942 §2.1.9.5: padding must not be a way to smuggle data.
            if padding > MAX_PADDING || data.iter().any(|&byte| byte != 0) {
                return Err(BAD);
            }
        } else {
            padding = 0;
            options += 1;
            if options > MAX_OPTIONS {
                return Err(BAD);
            }
            match (place, kind) {
                (Place::HopByHop, ROUTER_ALERT) if data_len == 2 => {}
                (Place::HopByHop, ROUTER_ALERT) => return Err(BAD),
                (Place::HopByHop, JUMBO) => return Err(jumbo(cx, packet, at, data)),
                (Place::HopByHop | Place::Destination, _) => unknown(cx, packet, kind, at)?,
            }
        }
        at += 2 + data_len;
    }
    Ok(())
}

/// Jumbograms are refused: no link here carries them. What is malformed about them is answered.
fn jumbo(cx: &mut Context<'_>, packet: &Packet, at: usize, data: &[u8]) -> DropReason {
    let payload_len = packet.network().get(4..6).unwrap_or_default();
    if let (Ok(len), true) = (<[u8; 4]>::try_from(data), at % 4 == 2) {
        if u32::from_be_bytes(len) <= 65_535 {
            host::parameter_problem6(cx, packet, code::HDR_FIELD, at + 2);
        } else if payload_len != [0, 0] {
            host::parameter_problem6(cx, packet, code::HDR_FIELD, at);
        }
    }
    DropReason::Ipv6ExtHdr
}

/// What to do about an unknown option: the two highest bits of its type say it (RFC 8200 §4.2).
fn unknown(cx: &mut Context<'_>, packet: &Packet, kind: u8, at: usize) -> Result<(), DropReason> {
    let multicast = packet.network().get(24) == Some(&0xff);
    match kind >> 6 {
        0 => return Ok(()),
        1 => {}
        2 => host::parameter_problem6(cx, packet, code::UNK_OPTION, at),
        _ => {
            if !multicast {
                host::parameter_problem6(cx, packet, code::UNK_OPTION, at);
            }
        }
    }
    Err(DropReason::Ipv6ExtHdr)
}
