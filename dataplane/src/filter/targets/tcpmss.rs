//! `-j TCPMSS`: the maximum segment size that a SYN announces.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::checksum;
use crate::{
    drop_reason::DropReason,
    filter::{At, headers::Headers},
    forward::{Context, Flow, route4, route6},
    packet::{Mark, Packet},
    route::Family,
    wire::{ipv4, ipv6, tcp},
};

/// `-j TCPMSS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tcpmss {
    /// `--set-mss`: in bytes; never raises what is there.
    Set(u16),
    /// `--clamp-mss-to-pmtu`.
    ClampToPmtu,
}

/// The kind and the length of the option.
const MSS: [u8; 2] = [2, 4];
/// What is assumed of an IPv4 sender that says nothing (RFC 9293 §3.7.1).
const DEFAULT4: u16 = 536;
/// Likewise of IPv6: 1280 less 60.
const DEFAULT6: u16 = 1220;

impl Tcpmss {
    /// `tcpmss_tg4`, `tcpmss_tg6`.
    ///
    /// # Errors
    /// If there is no whole TCP header, or no MTU to go by.
    pub(super) fn apply(
        self,
        cx: &Context<'_>,
        at: &At<'_>,
        headers: &Headers,
        packet: &mut Packet,
    ) -> Result<(), DropReason> {
        const MALFORMED: DropReason = DropReason::NetfilterDrop;
        if headers.fragment != 0 {
            return Ok(());
        }
        if headers.broken {
            return Err(MALFORMED);
        }
        let segment = packet.network().get(headers.l4..).unwrap_or_default();
        let len = segment.len();
        let header_len = segment.get(12).map_or(0, |byte| usize::from(byte >> 4) * 4);
        if !(tcp::HEADER_LEN..=len).contains(&header_len) {
            return Err(MALFORMED);
        }
        let wanted = self.wanted(cx, at, headers).ok_or(MALFORMED)?;
        if let Some(place) = option(&segment[..header_len]) {
            lower(packet, headers.l4, place, wanted);
        } else if len == header_len && header_len + MSS_LEN <= MAX_HEADER_LEN {
            // With data behind it, a SYN could become too large.
            let default = match at.family {
                Family::V4 => DEFAULT4,
                Family::V6 => DEFAULT6,
            };
            insert(at.family, packet, headers, wanted.min(default)).ok_or(MALFORMED)?;
        }
        Ok(())
    }

    /// The size to announce at most.
    fn wanted(self, cx: &Context<'_>, at: &At<'_>, headers: &Headers) -> Option<u16> {
        let clamp = match self {
            Self::Set(mss) => return Some(mss),
            Self::ClampToPmtu => at.hop.map_or(usize::MAX, |hop| hop.mtu()),
        };
        let ip_len = match at.family {
            Family::V4 => ipv4::HEADER_LEN,
            Family::V6 => ipv6::HEADER_LEN,
        };
        let mtu = clamp.min(reverse_mtu(cx, at, headers.src));
        let mss = mtu.checked_sub(ip_len + tcp::HEADER_LEN)?;
        // `newmss` has 16 bits.
        (mss > 0).then_some(mss as u16)
    }
}

/// The MTU of the way back to the sender (`tcpmss_reverse_mtu`); of IPv4 its address is in the upper 32 bits.
pub(in crate::filter) fn reverse_mtu(cx: &Context<'_>, at: &At<'_>, src: u128) -> usize {
    const UNKNOWN: usize = usize::MAX;
    match at.family {
        Family::V4 => {
            let flow = Flow {
                dst: Ipv4Addr::from_bits((src >> 96) as u32),
                src: None,
                tos: 0,
                proto: 0,
                mark: Mark::default(),
            };
            route4(cx, &flow).map_or(UNKNOWN, |out| out.hop.mtu())
        }
        Family::V6 => {
            let flow = Flow {
                dst: Ipv6Addr::from_bits(src),
                src: None,
                tos: 0,
                proto: 0,
                mark: Mark::default(),
            };
            let Some(link) = at.iif.or(at.oif).and_then(|link| cx.interface(link.index)) else {
                return UNKNOWN;
            };
            route6(cx, &flow, link).map_or(UNKNOWN, |out| out.hop.mtu())
        }
    }
}

/// Where the option is in a TCP header.
fn option(header: &[u8]) -> Option<usize> {
    const NOP: u8 = 1;
    let mut place = tcp::HEADER_LEN;
    while place + MSS_LEN <= header.len() {
        if header[place..].starts_with(&MSS) {
            return Some(place);
        }
        place += match (header[place], header[place + 1]) {
            (kind, _) if kind <= NOP => 1,
            (_, len) => usize::from(len).max(1),
        };
    }
    None
}

/// Lowers the size that is announced at `place` of the TCP header; never raises it. Deviation: where
/// the option is at an odd place, the kernel spoils the checksum.
fn lower(packet: &mut Packet, l4: usize, place: usize, wanted: u16) {
    let vouched = packet.meta.checksum;
    let Some(header) = packet.network_mut().get_mut(l4..) else {
        return;
    };
    let field = place + 2..place + 4;
    let old = u16::from_be_bytes([header[field.start], header[field.start + 1]]);
    if old > wanted {
        header[field].copy_from_slice(&wanted.to_be_bytes());
        let (old, new) = match place % 2 {
            0 => (old, wanted),
            // The halves are in two words of the sum (RFC 1071 §2(B)).
            _ => (old.swap_bytes(), wanted.swap_bytes()),
        };
        checksum::amend(&mut header[16..], vouched, old, new);
    }
}

/// Puts the option in front of the others. `None` if there is no room in the buffer.
fn insert(family: Family, packet: &mut Packet, headers: &Headers, mss: u16) -> Option<()> {
    // What is in front moves ahead, into the headroom.
    let front = usize::from(packet.meta.l3) + headers.l4 + tcp::HEADER_LEN;
    packet.buf.push_front(MSS_LEN)?;
    packet
        .buf
        .bytes_mut()
        .copy_within(MSS_LEN..MSS_LEN + front, 0);
    let vouched = packet.meta.checksum;
    let bytes = packet.network_mut();
    let new_len = (bytes.len() - headers.l4) as u16;
    let header = bytes.get_mut(headers.l4..)?;
    let [high, low] = mss.to_be_bytes();
    header[tcp::HEADER_LEN..][..MSS_LEN].copy_from_slice(&[MSS[0], MSS[1], high, low]);
    let before = u16::from_be_bytes([header[12], header[13]]);
    header[12] += (MSS_LEN as u8 / 4) << 4;
    let after = u16::from_be_bytes([header[12], header[13]]);
    let field = &mut header[16..];
    checksum::amend_pseudo(field, vouched, new_len - MSS_LEN as u16, new_len);
    checksum::amend(field, vouched, 0, u16::from_be_bytes(MSS));
    checksum::amend(field, vouched, 0, mss);
    checksum::amend(field, vouched, before, after);
    let len = bytes.len();
    match family {
        Family::V4 => ipv4::set_word(bytes, 2, |_| (len as u16).to_be_bytes()),
        Family::V6 => {
            let payload = (len - ipv6::HEADER_LEN) as u16;
            bytes[4..6].copy_from_slice(&payload.to_be_bytes());
        }
    }
    Some(())
}

/// Length of the option, in bytes.
const MSS_LEN: usize = 4;
/// Length of the longest TCP header, in bytes.
const MAX_HEADER_LEN: usize = 60;
