//! Bytes of the packet: loaded, and written.

use super::{PayloadBase, PayloadChecksum, Reg, eval::Run};
use crate::{
    checksum::{Change, Sum},
    iface::IfIndex,
    packet::Packet,
    wire::{
        ethernet::{self, EtherType},
        ipv4::protocol,
        sctp, tcp, udp,
    },
};

/// `nft_payload_eval`: a packet that ends before the field, or does not show that header, is another one than
/// the rule is about.
#[inline]
pub(super) fn load(
    run: &mut Run<'_, '_>,
    base: PayloadBase,
    (offset, len): (u8, u8),
    dreg: Reg,
) -> Option<()> {
    let (offset, len) = (usize::from(offset), usize::from(len));
    if base == PayloadBase::LinkLayer {
        let mut field = [0; super::MAX_DATA];
        let field = field.get_mut(..len)?;
        link_layer(run.packet, offset, field)?;
        return run.regs.put(dreg, field);
    }
    let start = if base == PayloadBase::Transport && is_quick(offset, len) {
        run.info.claimed_transport()?
    } else {
        start(run, base)?
    };
    let field = run
        .packet
        .network()
        .get(start + offset..start + offset + len)?;
    run.regs.put(dreg, field)
}

/// Whether the kernel loads a field the quick way (`nft_payload_fast_eval`), on which nobody asks whether a later
/// fragment shows its transport header: what is there instead is compared.
#[inline]
const fn is_quick(offset: usize, len: usize) -> bool {
    matches!(len, 1 | 2 | 4) && offset.is_multiple_of(len)
}

/// Where a header begins, from the network header on.
#[inline]
fn start(run: &Run<'_, '_>, base: PayloadBase) -> Option<usize> {
    match base {
        PayloadBase::Network => Some(0),
        PayloadBase::Transport => run.info.transport(),
        PayloadBase::Inner => inner(run),
        PayloadBase::LinkLayer => None,
    }
}

/// Where begins what the transport header carries (`__nft_payload_inner_offset`).
fn inner(run: &Run<'_, '_>) -> Option<usize> {
    let l4 = run.info.transport()?;
    let header = run.packet.network().get(l4..)?;
    let len = match run.info.l4proto? {
        protocol::UDP => udp::HEADER_LEN,
        protocol::TCP => {
            let header: &[u8; tcp::HEADER_LEN] = header.first_chunk()?;
            usize::from(header[12] >> 4) * 4
        }
        protocol::GRE => gre_len(header)?,
        protocol::IPIP => 0,
        _ => return None,
    };
    Some(l4 + len)
}

/// Length of a GRE header: its flags say what is in it.
fn gre_len(header: &[u8]) -> Option<usize> {
    const CHECKSUM: u8 = 0x80;
    const KEY: u8 = 0x20;
    const SEQUENCE: u8 = 0x10;
    let &[flags, version, _, _] = header.first_chunk()?;
    if version & 0x7 != 0 {
        return None;
    }
    let optional = [CHECKSUM, KEY, SEQUENCE];
    let there = optional.iter().filter(|bit| flags & **bit != 0);
    Some(4 + there.count() * 4)
}

/// Bytes of the link layer: tags of VLANs, which interfaces of their own have taken, are not in it.
fn link_layer(packet: &Packet, offset: usize, field: &mut [u8]) -> Option<()> {
    let l3 = usize::from(packet.meta.l3);
    // What the router made has no such header yet.
    let iif = packet.meta.iif?;
    if l3 < ethernet::HEADER_LEN {
        return (iif == IfIndex::LOOPBACK)
            .then(|| through_loopback(packet, offset, field))
            .flatten();
    }
    let frame = packet.buf.bytes();
    for (at, byte) in (offset..).zip(field) {
        *byte = *frame.get(in_frame(at, l3))?;
    }
    Some(())
}

/// Where a byte of the header without tags is in the frame.
const fn in_frame(at: usize, l3: usize) -> usize {
    /// Both addresses; behind them are tags, and the EtherType.
    const ADDRESSES: usize = 12;
    if at < ADDRESSES {
        at
    } else {
        l3 - 2 + (at - ADDRESSES)
    }
}

/// What went through `lo` has a header without addresses.
fn through_loopback(packet: &Packet, offset: usize, field: &mut [u8]) -> Option<()> {
    let EtherType(ethertype) = EtherType::of(packet.family());
    let mut header = [0; ethernet::HEADER_LEN];
    header[12..].copy_from_slice(&ethertype.to_be_bytes());
    let mut bytes = header.iter().chain(packet.network()).skip(offset);
    for byte in field {
        *byte = *bytes.next()?;
    }
    Some(())
}

/// `nft_payload_set_eval`.
pub(super) fn set(
    run: &mut Run<'_, '_>,
    base: PayloadBase,
    (offset, len): (u8, u8),
    sreg: Reg,
    checksum: PayloadChecksum,
) -> Option<()> {
    let (offset, len) = (usize::from(offset), usize::from(len));
    let new = run.regs.get(sreg, len)?;
    if base == PayloadBase::LinkLayer {
        let l3 = usize::from(run.packet.meta.l3);
        run.packet.meta.iif?;
        for (at, byte) in (offset..).zip(new) {
            let place = run.packet.buf.bytes_mut().get_mut(in_frame(at, l3))?;
            *place = *byte;
        }
        return Some(());
    }
    let header = start(run, base)?;
    let field = header + offset..header + offset + len;
    let partial = run.packet.meta.checksum.is_partial();
    // Who finishes the sum of a transport header sums what is there then.
    let summed_later = partial && base != PayloadBase::Network;
    let change = changed(run.packet.network().get(field.clone())?, new);
    let info = run.info;
    let bytes = run.packet.network_mut();
    let is_sctp = info.l4proto == Some(protocol::SCTP) && base == PayloadBase::Transport;
    if let Some(at) = checksum.at
        && !summed_later
        && !is_sctp
    {
        replace(bytes, header + usize::from(at), change)?;
    }
    if checksum.pseudo_header
        && !summed_later
        && let Some(at) = transport_checksum(run)
    {
        let bytes = run.packet.network_mut();
        if partial {
            // The field holds the sum of the pseudo header, not its complement.
            let place = bytes.get_mut(at..)?.first_chunk_mut()?;
            *place = change.of_sum(u16::from_be_bytes(*place)).to_be_bytes();
        } else {
            replace(bytes, at, change)?;
        }
    }
    let new = run.regs.get(sreg, len)?;
    let bytes = run.packet.network_mut();
    bytes.get_mut(field)?.copy_from_slice(new);
    if is_sctp && checksum.at.is_some() && !partial {
        sctp::refresh_checksum(bytes.get_mut(info.l4..)?);
    }
    Some(())
}

/// What happens to a sum when `old` becomes `new`, as if both began at an even offset (`csum_partial`).
fn changed(old: &[u8], new: &[u8]) -> Change {
    let sum = |bytes: &[u8]| Sum::ZERO.add(bytes).folded();
    Change::NONE.word(sum(old), sum(new))
}

/// Mends the checksum at `at` (`nft_csum_replace`), which does not become 0.
fn replace(bytes: &mut [u8], at: usize, change: Change) -> Option<()> {
    let place: &mut [u8; 2] = bytes.get_mut(at..)?.first_chunk_mut()?;
    let sum = match change.of_checksum(u16::from_be_bytes(*place)) {
        0 => 0xffff,
        sum => sum,
    };
    *place = sum.to_be_bytes();
    Some(())
}

/// Where the checksum is that covers the pseudo header, if there is one (`nft_payload_l4csum_offset`).
fn transport_checksum(run: &Run<'_, '_>) -> Option<usize> {
    let l4 = run.info.transport()?;
    let at = match run.info.l4proto? {
        protocol::TCP => 16,
        protocol::UDP => {
            // RFC 768: zero means that there is none.
            let field = run.packet.network().get(l4 + 6..l4 + 8)?;
            if field == [0; 2] {
                return None;
            }
            6
        }
        protocol::UDPLITE => 6,
        protocol::ICMPV6 => 2,
        _ => return None,
    };
    Some(l4 + at)
}
