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
        Some(4) if frame.len() >= LINK + 20 => mask4(input, frame),
        Some(6) if frame.len() >= LINK + 40 => mask6(input, &mut frame[LINK..]),
        _ => {}
    }
}

fn mask4(input: &[u8], frame: &mut [u8]) {
    let packet = &frame[LINK..];
    // The identification of what the router itself makes is counted from a random start; what it
    // forwards has that of the packet received. Zero stays zero where it can't be in fragments: there is
    // no choice in that.
    let id = word(packet, 4);
    let atomic = packet[6] & 0x40 != 0;
    if !(id == 0 && atomic) && id != word(input, LINK + 4) {
        forget_identification(frame);
    }
    let packet = &mut frame[LINK..];
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

/// Makes equal an IPv4 identification, whatever it is.
pub(crate) fn forget_identification(frame: &mut [u8]) {
    if frame.get(LINK).is_some_and(|first| first >> 4 == 4) && frame.len() >= LINK + 20 {
        let packet = &mut frame[LINK..];
        let sum = update(word(packet, 10), word(packet, 4), 1);
        packet[4..6].copy_from_slice(&[0, 1]);
        packet[10..12].copy_from_slice(&sum.to_be_bytes());
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

/// A line of `conntrack -L`, in the shape in which two routers' are compared.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    /// As the reference would print it, without the seconds of the timeout.
    pub(crate) line: String,
    /// The seconds.
    pub(crate) timeout: u64,
    /// The line without the port that was chosen for it.
    pub(crate) veiled: String,
}

impl Connection {
    /// The shape of a line whose ports are `named` as the reference would name them.
    pub(crate) fn of(line: &str, ranges: &[(u16, u16)], named: impl Fn(&str) -> String) -> Self {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        // NAME NUMBER SECONDS …
        let seconds = words.get(2).and_then(|word| word.parse().ok());
        if seconds.is_some() {
            words.remove(2);
        }
        let line = named(&words.join(" "));
        Self {
            veiled: veil(&words, &line, ranges),
            line,
            timeout: seconds.unwrap_or(0),
        }
    }
}

/// The connection of a line, by its tuple as the reference would name it, and the port (or ICMP
/// identifier) that its source was translated to, as the router itself has it.
pub(crate) fn translated(line: &str, named: &str) -> Option<(String, u16)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (_, chosen) = source_ports(&words)?;
    let named: Vec<&str> = named.split_whitespace().collect();
    let mut sources = (0..named.len()).filter(|place| named[*place].starts_with("src="));
    let (first, second) = (sources.next()?, sources.next()?);
    Some((named[first..second].join(" "), port(words[chosen])?))
}

/// Where the line has the port of the source, and the one that it was translated to.
fn source_ports(words: &[&str]) -> Option<(usize, usize)> {
    let place = |name: &str, nth: usize| {
        let mut places = (0..words.len()).filter(|place| words[*place].starts_with(name));
        places.nth(nth)
    };
    let both = |own, chosen| Some((place(own, 0)?, place(chosen, 1)?));
    both("sport=", "dport=").or_else(|| both("id=", "id="))
}

fn port(word: &str) -> Option<u16> {
    word.split_once('=')?.1.parse().ok()
}

/// A line without the port (or ICMP identifier) that its source was translated to: no packet need
/// have shown it, and then it has no name. What is left is whether it is that of the source, and which
/// ranges it is in. `words` are those of the router itself.
fn veil(words: &[&str], line: &str, ranges: &[(u16, u16)]) -> String {
    let Some((own, chosen)) = source_ports(words) else {
        return line.to_owned();
    };
    let veil = match (port(words[own]), port(words[chosen])) {
        (own, chosen) if own == chosen => "own".to_owned(),
        (_, Some(chosen)) => {
            let within = ranges
                .iter()
                .map(|(low, high)| (*low..=*high).contains(&chosen));
            format!("chosen, {:?}", within.collect::<Vec<bool>>())
        }
        (_, None) => return line.to_owned(),
    };
    let mut named: Vec<&str> = line.split(' ').collect();
    named[chosen] = &veil;
    named.join(" ")
}
