//! What need not be equal: each mask with its reason.

use dataplane::checksum::update;

use crate::packet::{ICMP, LINK, Layout, long, word};

/// Whether the kernel sends it of its own accord: membership reports (MLD), which Tollgate has no part
/// in.
pub(crate) fn is_membership(frame: &[u8]) -> bool {
    frame.get(12..14) == Some(&[0x86, 0xdd])
        && frame.get(20) == Some(&0)
        && frame.get(54) == Some(&58)
        && matches!(frame.get(62), Some(131 | 132 | 143))
}

/// Makes equal what need not be, in a frame sent because of `input`.
pub(crate) fn mask(input: &[u8], frame: &mut [u8]) {
    let version = frame.get(LINK).map(|first| first >> 4);
    match version {
        Some(4) if frame.len() >= LINK + 20 => mask4(input, &mut frame[LINK..]),
        Some(6) if frame.len() >= LINK + 40 => mask6(input, &mut frame[LINK..]),
        _ => {}
    }
}

fn mask4(input: &[u8], packet: &mut [u8]) {
    // The identification of what the router itself makes is counted from a random start; what it
    // forwards has that of the packet received. Zero stays zero where it can't be in fragments: there is
    // no choice in that.
    let id = word(packet, 4);
    let atomic = packet[6] & 0x40 != 0;
    if !(id == 0 && atomic) && id != word(input, LINK + 4) {
        packet[4..6].copy_from_slice(&[0, 1]);
        let sum = update(word(packet, 10), id, 1);
        packet[10..12].copy_from_slice(&sum.to_be_bytes());
    }
    let len = usize::from(packet[0] & 15) * 4;
    // The time of day, in timestamp replies that the router itself makes.
    let asked = Layout::of(&input[LINK.min(input.len())..])
        .and_then(|layout| input.get(LINK + layout.l4).copied());
    if packet[9] == ICMP
        && packet.get(len) == Some(&14)
        && asked != Some(14)
        && packet.len() >= len + 20
    {
        packet[len + 12..len + 20].fill(0);
        packet[len + 2..len + 4].fill(0);
    }
}

fn mask6(input: &[u8], packet: &mut [u8]) {
    // The flow label of what the router itself makes comes from a hash with a random key.
    let label = |word: u32| word & 0x000f_ffff;
    if label(long(packet, 0)) != label(long(input, LINK)) {
        packet[1] &= 0xf0;
        packet[2..4].fill(0);
    }
    // So does the identification of its fragments, and of those that it makes again of what it had put
    // together.
    let of = |packet: &[u8]| {
        let at = Layout::of(packet)?.identification?;
        Some((at, long(packet, at)))
    };
    let came = of(&input[LINK.min(input.len())..]);
    if let Some((at, id)) = of(packet)
        && came.is_none_or(|(_, came)| came != id)
    {
        packet[at..at + 4].fill(0);
    }
}

/// The shape of what two routers print of their connections: sorted, as each has an order of its own,
/// and without the seconds of timeouts, which are given apart.
pub(crate) fn connections(text: &str) -> Vec<(String, u64)> {
    let mut lines: Vec<(String, u64)> = text
        .lines()
        .map(|line| {
            let mut timeout = 0;
            let words: Vec<&str> = line.split_whitespace().collect();
            // NAME NUMBER SECONDS …
            let kept: Vec<&str> = words
                .iter()
                .enumerate()
                .filter(|(place, word)| match (place, word.parse()) {
                    (2, Ok(seconds)) => {
                        timeout = seconds;
                        false
                    }
                    _ => true,
                })
                .map(|(_, word)| *word)
                .collect();
            (kept.join(" "), timeout)
        })
        .collect();
    lines.sort();
    lines
}

/// A connection without the port that it was translated to, if that was chosen and no packet has shown
/// it.
pub(crate) fn veil(line: &str) -> String {
    let port = |name: &str, nth: usize| {
        let mut words = line.split(' ').filter_map(|word| word.strip_prefix(name));
        words.nth(nth)
    };
    match (port("sport=", 0), port("dport=", 1)) {
        (Some(own), Some(chosen)) if own != chosen => {
            let chosen = format!(" dport={chosen} ");
            line.replacen(&chosen, " dport=* ", 2)
        }
        _ => line.to_owned(),
    }
}
