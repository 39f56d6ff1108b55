//! Packets in fragments: in order, reversed, overlapping, tiny, incomplete.

use std::net::IpAddr;

use scenarios::oracle::Dice;

use crate::packet::Ip;

/// The fragments of a packet, as they are to arrive; the first have at least `least` bytes.
pub(crate) fn cut(dice: &mut Dice, ip: &Ip, proto: u8, body: &[u8], least: usize) -> Vec<Vec<u8>> {
    let mut cuts = vec![0];
    let pieces = 2 + dice.below(3);
    let longest = body.len() / pieces;
    let step = match dice.below(4) {
        0 => 8,
        1 => 16,
        _ => longest / 8 * 8,
    }
    .max(least);
    while cuts.len() < pieces && cuts[cuts.len() - 1] + step < body.len() {
        cuts.push(cuts[cuts.len() - 1] + step);
    }
    let mut fragments = Vec::new();
    for (number, begin) in cuts.iter().enumerate() {
        let next = cuts.get(number + 1).copied();
        let mut end = next.unwrap_or(body.len());
        // Over the next one's beginning.
        if next.is_some() && dice.chance(4) {
            end = (end + 8).min(body.len() / 8 * 8).max(end);
        }
        fragments.push(fragment(ip, proto, body, (*begin, end), next.is_some()));
    }
    match dice.below(12) {
        0..=3 => fragments.reverse(),
        4 => {
            let place = dice.below(fragments.len());
            fragments.swap(0, place);
        }
        5 if fragments.len() > 1 => {
            fragments.pop();
        }
        6 => {
            // One comes twice.
            let twice = fragments[dice.below(fragments.len())].clone();
            fragments.insert(0, twice);
        }
        _ => {}
    }
    fragments
}

fn fragment(ip: &Ip, proto: u8, body: &[u8], (begin, end): (usize, usize), more: bool) -> Vec<u8> {
    let body = &body[begin..end];
    if matches!(ip.src, IpAddr::V4(_)) {
        let mut packet = ip.packet(proto, body);
        let offset = (begin / 8) as u16 | if more { 0x2000 } else { 0 };
        packet[6..8].copy_from_slice(&offset.to_be_bytes());
        packet[10..12].fill(0);
        let header = usize::from(packet[0] & 15) * 4;
        let sum = dataplane::checksum::checksum(&packet[..header]);
        packet[10..12].copy_from_slice(&sum.to_be_bytes());
        packet
    } else {
        let mut header = vec![proto, 0];
        header.extend((begin as u16 | u16::from(more)).to_be_bytes());
        header.extend(u32::from(ip.id).to_be_bytes());
        header.extend(body);
        ip.packet(44, &header)
    }
}
