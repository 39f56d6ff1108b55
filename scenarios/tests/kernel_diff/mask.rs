//! What need not be equal: each mask with its reason.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dataplane::checksum::checksum;
use scenarios::oracle::Sent;

use crate::case::Case;

/// Whether the kernel sends it of its own accord: membership reports (IGMP, MLD), which Tollgate
/// has no part in.
pub(crate) fn is_membership(frame: &[u8]) -> bool {
    match frame.get(12..14) {
        Some([0x08, 0x00]) => frame.get(23) == Some(&2) && frame.get(33 - 3) == Some(&224),
        Some([0x86, 0xdd]) => {
            // A hop-by-hop header, then ICMPv6 131, 132 or 143.
            frame.get(20) == Some(&0)
                && frame.get(54) == Some(&58)
                && matches!(frame.get(62), Some(131 | 132 | 143))
        }
        _ => false,
    }
}

/// Whether the two differ in nothing but that one of them has sent redirects. Those are limited by times,
/// and the clocks of the two are not the same.
pub(crate) fn is_limited(theirs: &Sent, ours: &Sent) -> bool {
    let split = |sent: &Sent| -> (Sent, Sent) {
        sent.iter()
            .cloned()
            .partition(|(_, frame)| is_redirect(frame))
    };
    let ((theirs, their_rest), (ours, our_rest)) = (split(theirs), split(ours));
    their_rest == our_rest && (theirs.is_empty() || ours.is_empty())
}

/// An ICMP redirect, in a packet without options.
fn is_redirect(frame: &[u8]) -> bool {
    match frame.get(12..14) {
        Some([0x08, 0x00]) => frame.get(23) == Some(&1) && frame.get(34) == Some(&5),
        Some([0x86, 0xdd]) => frame.get(20) == Some(&58) && frame.get(54) == Some(&137),
        _ => false,
    }
}

/// Whether it is an IPv6 packet from or to nobody, which the kernel takes for somebody (see
/// docs/src/fidelity.md).
pub(crate) fn is_unspecified(frame: &[u8]) -> bool {
    let of = |at| frame.get(at..at + 16) == Some(&[0; 16][..]);
    frame.get(12..14) == Some(&[0x86, 0xdd]) && (of(22) || of(38))
}

/// Makes equal what need not be.
pub(crate) fn mask(case: &Case, frame: &mut [u8]) {
    match frame.get(12..14) {
        Some([0x08, 0x00]) if frame.len() >= 34 => mask4(case, &mut frame[14..]),
        Some([0x86, 0xdd]) if frame.len() >= 54 => mask6(case, &mut frame[14..]),
        _ => {}
    }
}

fn mask4(case: &Case, packet: &mut [u8]) {
    let src = Ipv4Addr::new(packet[12], packet[13], packet[14], packet[15]);
    if !case.is_own(IpAddr::V4(src)) {
        return;
    }
    // The identification of what the router itself makes is counted from a random start.
    packet[4..6].fill(0);
    let len = usize::from(packet[0] & 15) * 4;
    // The time of day, in timestamp replies.
    if packet[9] == 1 && packet.get(len) == Some(&14) && packet.len() >= len + 20 {
        packet[len + 12..len + 20].fill(0);
        packet[len + 2..len + 4].fill(0);
    }
    packet[10..12].fill(0);
    if let Some(header) = packet.get(..len) {
        let sum = checksum(header);
        packet[10..12].copy_from_slice(&sum.to_be_bytes());
    }
}

fn mask6(case: &Case, packet: &mut [u8]) {
    let mut octets = [0; 16];
    octets.copy_from_slice(&packet[8..24]);
    let src = Ipv6Addr::from(octets);
    if !case.is_own(IpAddr::V6(src)) {
        return;
    }
    // The flow label of what the router itself makes comes from a hash with a random key.
    packet[1] &= 0xf0;
    packet[2..4].fill(0);
    // So does the identification of its fragments.
    if packet[6] == 44 && packet.len() >= 48 {
        packet[44..48].fill(0);
    }
}
