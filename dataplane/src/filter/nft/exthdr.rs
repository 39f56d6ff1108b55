//! IPv6 extension headers, IP options, and chunks of SCTP (`nft_exthdr.c`). A way that the flow cache keeps is for packets
//! that have none of these.

use super::{Exthdr, ExthdrKind, Reg, eval::Run, tcp_option};
use crate::{
    route::Family,
    wire::{
        ipv4::{self, protocol},
        ipv6::{self, Ipv6View},
        ipv6_ext::{self, Claim},
    },
};

/// Length of the header of SCTP, in bytes.
const SCTP_LEN: usize = 12;

/// Loads a field, or whether there is one (`nft_exthdr_*_eval`).
pub(super) fn load(run: &mut Run<'_, '_>, field: Exthdr, present: bool, dreg: Reg) -> Option<()> {
    let found = match field.kind {
        ExthdrKind::Ipv6 => ipv6_header(run, field.number),
        ExthdrKind::Ipv4 => ipv4_option(run, field.number)?,
        ExthdrKind::Tcp => tcp_option::find(run, field),
        ExthdrKind::Sctp => sctp_chunk(run, field, present),
    };
    if present {
        return run.regs.put(dreg, &[u8::from(found.is_some())]);
    }
    let bytes = run.packet.network().get(found?..)?;
    let bytes = bytes.get(field.offset.into()..)?.get(..field.len.into())?;
    run.regs.put(dreg, bytes)
}

/// Where an extension header is (`ipv6_find_hdr`).
fn ipv6_header(run: &Run<'_, '_>, number: u8) -> Option<usize> {
    let bytes = run.packet.network();
    let mut next = Ipv6View::header(bytes).ok()?.next_header();
    let mut at = ipv6::HEADER_LEN;
    while ipv6_ext::is_followed(next) {
        let claim = Claim::read(next, bytes.get(at..)?)?;
        if next == number {
            return Some(at);
        }
        if claim.offset() != 0 {
            // What follows is not there to be seen.
            return None;
        }
        next = claim.next;
        at += claim.len;
    }
    (next == number).then_some(at)
}

/// Where an IP option is (`ipv4_find_option`), if they are well formed; the outer `None` is for packets of IPv6.
fn ipv4_option(run: &Run<'_, '_>, number: u8) -> Option<Option<usize>> {
    /// The end of the list, and padding.
    const END: u8 = 0;
    const NOP: u8 = 1;
    const ROUTER_ALERT: u8 = 148;
    if run.at.family != Family::V4 {
        return None;
    }
    let bytes = run.packet.network();
    let end = usize::from(bytes.first()? & 0xf) * 4;
    let (mut at, mut found) = (ipv4::HEADER_LEN, None);
    while at < end {
        let Some(rest) = bytes.get(at..end) else {
            return Some(None);
        };
        match *rest {
            [END, ..] => break,
            [NOP, ..] => at += 1,
            [kind, len, ..] if len >= 2 && usize::from(len) <= rest.len() => {
                // A router alert is one only if it says nothing more.
                let counts = kind != ROUTER_ALERT || rest.get(2..4) == Some(&[0, 0]);
                if kind == number && counts && found.is_none() {
                    found = Some(at);
                }
                at += usize::from(len);
            }
            _ => return Some(None),
        }
    }
    Some(found)
}

/// Where a chunk is that has the field (`nft_exthdr_sctp_eval`).
fn sctp_chunk(run: &Run<'_, '_>, field: Exthdr, present: bool) -> Option<usize> {
    let l4 = run
        .info
        .transport()
        .filter(|_| run.info.l4proto == Some(protocol::SCTP))?;
    let bytes = run.packet.network();
    let mut at = l4 + SCTP_LEN;
    loop {
        let &[kind, _, high, low, ..] = bytes.get(at..)? else {
            return None;
        };
        let len = usize::from(u16::from_be_bytes([high, low]));
        if len == 0 {
            return None;
        }
        if kind == field.number {
            let has = usize::from(field.offset) + usize::from(field.len) <= len;
            let whole = at + len <= bytes.len();
            return (present || has && whole).then_some(at);
        }
        at += len.next_multiple_of(4);
    }
}
