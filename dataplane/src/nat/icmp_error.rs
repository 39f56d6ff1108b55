//! ICMP errors about a translated connection: the packet that they quote is translated back, and the
//! error comes from or goes to whom the quoted packet was for (`nf_nat_icmp_reply_translation`,
//! `nf_nat_icmpv6_reply_translation`; RFC 5508 §4).

use std::net::Ipv6Addr;

use super::{
    Manip,
    hook::whole,
    rewrite::{End, rewrite},
};
use crate::{
    checksum::Sum,
    conntrack::{Direction, Status, Tuple},
    drop_reason::DropReason,
    packet::{Checksum, Packet},
    wire::{
        icmpv4, icmpv6,
        ipv4::{self, Ipv4View, protocol},
        ipv6, ipv6_ext,
    },
};

/// Both questions are decided.
const DONE: Status = Status(Status::SRC_NAT_DONE.0 | Status::DST_NAT_DONE.0);
/// Something is translated.
const NAT: u32 = Status::SRC_NAT.0 | Status::DST_NAT.0;

/// Where the ICMP header of a packet is, counted from the network header; `None` if it is not ICMP of
/// its family.
pub(super) fn header(packet: &[u8], is_ipv6: bool) -> Option<usize> {
    if is_ipv6 {
        let upper = ipv6_ext::claimed_upper(packet)?;
        (upper.protocol == protocol::ICMPV6).then_some(upper.offset)
    } else {
        let view = Ipv4View::header(packet).ok()?;
        (view.protocol() == protocol::ICMP).then(|| view.header_len())
    }
}

/// Translates an ICMP error whose ICMP header is at `at`, about a connection with this `status`. It goes
/// in `direction`; packets in the other one have the tuple `answers`. Gives whether something changed.
///
/// # Errors
/// Why it is dropped: its checksum is wrong, it is cut short, or it is a redirect that would tell
/// about an address that is not the one to be used.
pub(super) fn translate(
    (status, answers): (Status, &Tuple),
    direction: Direction,
    manip: Manip,
    at: usize,
    packet: &mut Packet,
) -> Result<bool, DropReason> {
    const FAILED: DropReason = DropReason::NatFailed;
    let is_ipv6 = answers.ipv6;
    let (icmp_len, ip_len) = if is_ipv6 {
        (icmpv6::HEADER_LEN, ipv6::HEADER_LEN)
    } else {
        (icmpv4::HEADER_LEN, ipv4::HEADER_LEN)
    };
    let checksum = packet.meta.checksum;
    let bytes = whole(packet, is_ipv6);
    if bytes.len() < at + icmp_len + ip_len {
        return Err(FAILED);
    }
    if checksum == Checksum::Unverified && !sum(bytes, at, is_ipv6).is_valid() {
        return Err(FAILED);
    }
    let redirect = if is_ipv6 {
        icmpv6::kind::REDIRECT
    } else {
        icmpv4::kind::REDIRECT
    };
    if bytes[at] == redirect && (!status.has(DONE) || status.0 & NAT != 0) {
        return Err(FAILED);
    }
    if !status.has(manip.status(direction)) {
        return Ok(false);
    }
    let partial = checksum.is_partial();
    // The quoted packet went the other way, so its other end is the one that was translated.
    let inner = bytes.get_mut(at + icmp_len..).unwrap_or_default();
    let end = End::facing(answers, manip);
    rewrite(inner, manip.other(), &end, partial).map_err(|_| FAILED)?;
    if !partial {
        // By its sum and not by difference: the quoted packet may be cut in the middle of what its
        // own checksum covers, so the differences do not cancel out.
        bytes[at + 2..at + 4].fill(0);
        let field = sum(bytes, at, is_ipv6).complement();
        bytes[at + 2..at + 4].copy_from_slice(&field.to_be_bytes());
    }
    let proto = if is_ipv6 {
        protocol::ICMPV6
    } else {
        protocol::ICMP
    };
    rewrite(bytes, manip, &end.with_proto(proto), partial).map_err(|_| FAILED)?;
    Ok(true)
}

/// The sum of an ICMP message at `at`, with the pseudo-header that ICMPv6 has.
fn sum(packet: &[u8], at: usize, is_ipv6: bool) -> Sum {
    let message = packet.get(at..).unwrap_or_default();
    if !is_ipv6 {
        return Sum::ZERO.add(message);
    }
    let [src, dst] = [8, 24].map(|from| {
        let octets = packet.get(from..).and_then(<[u8]>::first_chunk);
        Ipv6Addr::from(*octets.unwrap_or(&[0; 16]))
    });
    icmpv6::pseudo_header(src, dst, message.len()).add(message)
}
