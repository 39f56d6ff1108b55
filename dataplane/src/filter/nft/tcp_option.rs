//! TCP options: found, changed and taken away (`nft_exthdr.c`).

use std::ops::Range;

use super::{
    Exthdr, Reg,
    eval::{Outcome, Run},
};
use crate::{
    checksum,
    drop_reason::DropReason,
    flow_cache::Consulted,
    wire::{ipv4::protocol, tcp},
};

/// Padding.
const NOP: u8 = 1;
/// The option that announces a segment size.
const MSS: u8 = 2;

/// Where an option is that has the field, from the network header on (`nft_exthdr_tcp_eval`).
pub(super) fn find(run: &mut Run<'_, '_>, field: Exthdr) -> Option<usize> {
    run.consult(Consulted::MORE, "exthdr");
    let header = header(run)?;
    let option = option(&run.packet.network()[header.clone()], field.number)?;
    has(&option, header.len(), field).then_some(header.start + option.start)
}

/// Writes a field of an option; never raises the segment size that is announced (`nft_exthdr_tcp_set_eval`).
pub(super) fn set(run: &mut Run<'_, '_>, field: Exthdr, sreg: Reg) -> Option<()> {
    run.refuse("exthdr");
    let header = header(run)?;
    let Some(option) = option(&run.packet.network()[header.clone()], field.number) else {
        return Some(());
    };
    if !has(&option, header.len(), field) {
        return None;
    }
    let at = option.start + usize::from(field.offset);
    let (new, len) = match field.len {
        2 => (pad(run.regs.array::<2>(sreg)?), 2),
        4 => (run.regs.array::<4>(sreg)?, 4),
        // No rule is compiled so.
        _ => return None,
    };
    let new = &new[..len];
    let old = run.packet.network().get(header.start + at..)?.get(..len)?;
    // Both are in network order: they compare as numbers do.
    if field.number == MSS && len == 2 && old <= new {
        return Some(());
    }
    write(run, header, at, new);
    Some(())
}

/// Takes an option away: it becomes padding (`nft_exthdr_tcp_strip_eval`).
pub(super) fn reset(run: &mut Run<'_, '_>, kind: u8) -> Outcome {
    const PADDING: [u8; 256] = [NOP; 256];
    run.refuse("exthdr");
    let Some(header) = header(run) else {
        return Outcome::Break;
    };
    match option(&run.packet.network()[header.clone()], kind) {
        Some(option) if option.end > header.len() => Outcome::Drop(DropReason::NetfilterDrop),
        Some(option) => {
            write(run, header, option.start, &PADDING[..option.len()]);
            Outcome::Next
        }
        None => Outcome::Next,
    }
}

const fn pad([a, b]: [u8; 2]) -> [u8; 4] {
    [a, b, 0, 0]
}

/// Where the TCP header is, options included (`nft_tcp_header_pointer`).
fn header(run: &Run<'_, '_>) -> Option<Range<usize>> {
    let start = run.info.transport()?;
    if run.info.l4proto != Some(protocol::TCP) {
        return None;
    }
    let segment = run.packet.network().get(start..)?;
    let len = usize::from(segment.get(12)? >> 4) * 4;
    (tcp::HEADER_LEN..=segment.len())
        .contains(&len)
        .then_some(start..start + len)
}

/// The first option of a kind in a TCP header; it may say that it is longer than that.
fn option(header: &[u8], kind: u8) -> Option<Range<usize>> {
    let mut at = tcp::HEADER_LEN;
    while at + 1 < header.len() {
        // `optlen`: what says that it has no length has one byte.
        let len = match (header[at], header[at + 1]) {
            (0..=NOP, _) | (_, 0) => 1,
            (_, len) => usize::from(len),
        };
        if header[at] == kind {
            return Some(at..at + len);
        }
        at += len;
    }
    None
}

/// Whether an option is whole and has a field.
fn has(option: &Range<usize>, header_len: usize, field: Exthdr) -> bool {
    let end = usize::from(field.offset) + usize::from(field.len);
    option.end <= header_len && end <= option.len()
}

/// Writes into a TCP header, and mends its checksum.
fn write(run: &mut Run<'_, '_>, header: Range<usize>, at: usize, new: &[u8]) {
    let vouched = run.packet.meta.checksum;
    let Some(header) = run.packet.network_mut().get_mut(header) else {
        return;
    };
    // The words of the sum that change (RFC 1071 §2(B)): headers are whole words.
    let words = at / 2 * 2..(at + new.len()).next_multiple_of(2);
    let mut before = [0; 256];
    before[..words.len()].copy_from_slice(&header[words.clone()]);
    header[at..][..new.len()].copy_from_slice(new);
    if vouched.is_partial() {
        // It will be summed later.
        return;
    }
    let mut sum = u16::from_be_bytes([header[16], header[17]]);
    let pairs = before.chunks(2).zip(header[words].chunks(2));
    for (old, new) in pairs.filter(|(old, new)| old != new) {
        let word = |bytes: &[u8]| u16::from_be_bytes([bytes[0], bytes[1]]);
        sum = checksum::update(sum, word(old), word(new));
    }
    header[16..18].copy_from_slice(&sum.to_be_bytes());
}
