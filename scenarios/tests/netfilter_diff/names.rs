//! Ports that were chosen at random.
//!
//! Where a translation has to look for a free port, the kernel starts at a random one, and so does
//! Tollgate: the numbers differ, and nothing else may. Each router's numbers are translated to those
//! of a reference (the kernel's, or the file's that a case was kept in) and back.

use std::{collections::BTreeMap, net::IpAddr};

use dataplane::checksum::update;
use scenarios::oracle::Sent;

use crate::packet::{ICMP, ICMPV6, LINK, Layout, UDP, checksum_at, ports_at, word};

/// A port (or ICMP identifier) of an address, as its peer knows it: the same port may be chosen for
/// another peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    proto: u8,
    address: IpAddr,
    port: u16,
    /// Without a port where the protocol has only one for both.
    peer: (IpAddr, u16),
}

impl Place {
    /// The places at both ends.
    fn both(proto: u8, ends: [(IpAddr, u16); 2]) -> [Self; 2] {
        let icmp = matches!(proto, ICMP | ICMPV6);
        [(ends[0], ends[1]), (ends[1], ends[0])].map(|((address, port), peer)| Self {
            proto,
            address,
            port,
            peer: if icmp { (peer.0, 0) } else { peer },
        })
    }
}

/// The ports of one router that stand for others of the reference.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    /// The router's port, by the reference's.
    own: BTreeMap<Place, u16>,
    /// The reference's port, by the router's.
    reference: BTreeMap<Place, u16>,
    /// Whose packets the reference chose a port for.
    chosen_for: BTreeMap<Place, Vec<Place>>,
}

impl Names {
    /// The ports that stand for each other: the reference's, and the router's.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u16, u16)> + '_ {
        self.own.iter().map(|(place, own)| (place.port, *own))
    }

    /// A frame of the reference, as it has to be for the router.
    pub(crate) fn to_own(&self, frame: &[u8]) -> Vec<u8> {
        let mut frame = frame.to_vec();
        translate(&self.own, &mut frame);
        frame
    }

    /// Whether frames of the router are those of the reference, but for ports chosen at random, which
    /// are remembered then. A port that came in with the packet (`input`) was not chosen; those that
    /// were have to be `alike`.
    pub(crate) fn agree(
        &mut self,
        input: &[u8],
        reference: &Sent,
        own: &Sent,
        alike: impl Fn(u16, u16) -> bool,
    ) -> bool {
        if reference.len() != own.len() {
            return false;
        }
        if self.to_reference(own) == *reference {
            return true;
        }
        let mut learnt = self.clone();
        for ((_, theirs), (_, ours)) in reference.iter().zip(own) {
            if !learnt.learn(input, theirs, ours, &alike) {
                return false;
            }
        }
        let equal = learnt.to_reference(own) == *reference;
        if equal {
            *self = learnt;
        }
        equal
    }

    /// Remembers what was chosen in a frame; `false` if something differs that was not chosen.
    fn learn(
        &mut self,
        input: &[u8],
        reference: &[u8],
        own: &[u8],
        alike: impl Fn(u16, u16) -> bool,
    ) -> bool {
        let (Some(theirs), Some(ours)) = (places(reference), places(own)) else {
            // Without ports: it may be another fragment's whose checksum is here.
            return true;
        };
        let came: Vec<Place> = places(input)
            .into_iter()
            .flatten()
            .map(|(_, place)| place)
            .collect();
        let given = |port| came.iter().any(|place| place.port == port);
        // A port that came in may itself stand for another.
        let own_input = self.to_own(input);
        let own_came = places(&own_input).unwrap_or_default();
        let equivalent = |theirs: u16, ours: u16| {
            let mut pairs = came.iter().zip(&own_came);
            pairs.any(|(a, (_, b))| a.port != b.port && (a.port, b.port) == (theirs, ours))
        };
        for ((_, theirs), (_, ours)) in theirs.into_iter().zip(ours) {
            let same = theirs.proto == ours.proto && theirs.address == ours.address;
            if !same || theirs.port == ours.port || self.reference.get(&ours) == Some(&theirs.port)
            {
                continue;
            }
            let follows = equivalent(theirs.port, ours.port);
            let chosen = !given(theirs.port) && !given(ours.port) && alike(theirs.port, ours.port);
            if !follows && !chosen {
                return false;
            }
            // A connection keeps its port; when it is gone, the port may serve another.
            let stood_for = self.reference.get(&ours).map(|port| Place {
                port: *port,
                ..ours
            });
            let kept = [Some(theirs), stood_for].into_iter().flatten();
            if kept
                .into_iter()
                .any(|place| self.chosen_for.get(&place) == Some(&came))
            {
                return false;
            }
            self.own.retain(|place, port| {
                *place != theirs && (*port != ours.port || place.peer != ours.peer)
            });
            self.reference.retain(|place, port| {
                *place != ours && (*port != theirs.port || place.peer != theirs.peer)
            });
            self.own.insert(theirs, ours.port);
            self.reference.insert(ours, theirs.port);
            self.chosen_for.insert(theirs, came.clone());
        }
        true
    }

    /// Frames of the router, as the reference would have them.
    fn to_reference(&self, frames: &Sent) -> Sent {
        let mut translated = frames.clone();
        for number in 0..translated.len() {
            let elsewhere = translate(&self.reference, &mut translated[number].1);
            // A checksum may be in another fragment.
            let of = |frame: &[u8]| frame.get(LINK..).and_then(Layout::of);
            let Some(first) = of(&translated[number].1).filter(|_| !elsewhere.is_empty()) else {
                continue;
            };
            let Some(at) = checksum_at(first.proto) else {
                continue;
            };
            for (_, frame) in &mut translated {
                if let Some(layout) = of(frame)
                    && layout.id(&frame[LINK..]) == first.id(&frames[number].1[LINK..])
                    && layout.offset > 0
                    && layout.offset <= at
                    && frame.len() >= LINK + layout.l4 + at - layout.offset + 2
                {
                    let place = LINK + layout.l4 + at - layout.offset;
                    let sum = adjusted(first.proto, word(frame, place), &elsewhere);
                    put(frame, place, sum);
                }
            }
        }
        translated
    }

    /// A line of `conntrack -L`, as the reference would print it.
    pub(crate) fn line_to_reference(&self, line: &str) -> String {
        let proto = line.split(' ').find_map(|word| word.parse().ok());
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        // The tuples: addresses, and the ports behind them.
        let value = |word: &str, name: &str| -> Option<String> {
            let value = word.strip_prefix(name)?.strip_prefix('=')?;
            Some(value.to_owned())
        };
        for begin in 0..words.len() {
            let find = |name: &str| {
                let rest = words[begin..].iter().take(7).enumerate();
                rest.filter(|(place, word)| *place == 0 || !word.starts_with("src="))
                    .find_map(|(place, word)| Some((begin + place, value(word, name)?)))
            };
            let (Some(proto), Some(src)) = (proto, value(&words[begin], "src")) else {
                continue;
            };
            let dst = find("dst").map(|(_, dst)| dst).unwrap_or_default();
            let (Ok(src), Ok(dst)) = (src.parse(), dst.parse()) else {
                continue;
            };
            let ports = [["sport", "dport"], ["id", "id"]]
                .iter()
                .find_map(|names| Some([find(names[0])?, find(names[1])?]));
            let Some([(src_at, src_port), (dst_at, dst_port)]) = ports else {
                continue;
            };
            let (Ok(src_port), Ok(dst_port)) = (src_port.parse(), dst_port.parse()) else {
                continue;
            };
            let places = Place::both(proto, [(src, src_port), (dst, dst_port)]);
            for (at, place) in [src_at, dst_at].into_iter().zip(places) {
                if let Some(port) = self.reference.get(&place) {
                    let name = words[at].split('=').next().unwrap_or_default().to_owned();
                    words[at] = format!("{name}={port}");
                }
            }
        }
        words.join(" ")
    }
}

/// The ports in a frame, those in packets that an ICMP error is about included: where, and whose. What
/// a redirect is about may itself be an error.
fn places(frame: &[u8]) -> Option<Vec<(usize, Place)>> {
    let mut found = Vec::new();
    let mut begin = LINK;
    while let Some(packet) = frame.get(begin..) {
        let layout = Layout::of(packet)?;
        let transport = layout.transport(packet)?;
        if let Some([src, dst]) = ports_at(layout.proto, transport) {
            let at = begin + layout.l4;
            let ends = [
                (layout.src, word(transport, src)),
                (layout.dst, word(transport, dst)),
            ];
            let places = Place::both(layout.proto, ends);
            found.extend([at + src, at + dst].into_iter().zip(places));
        }
        match layout.quoted(packet) {
            Some(quoted) => begin += quoted,
            None => break,
        }
    }
    Some(found)
}

/// Replaces ports by the map, and keeps checksums as right or wrong as they were. Gives the changes
/// that a checksum which is not in this frame has to follow.
fn translate(map: &BTreeMap<Place, u16>, frame: &mut [u8]) -> Vec<(u16, u16)> {
    let mut elsewhere = Vec::new();
    for (at, place) in places(frame).unwrap_or_default() {
        if let Some(port) = map.get(&place) {
            elsewhere.extend(replace(frame, at, *port));
        }
    }
    elsewhere
}

/// Replaces a port, and adjusts the checksums that include it.
fn replace(frame: &mut [u8], at: usize, port: u16) -> Option<(u16, u16)> {
    let old = word(frame, at);
    put(frame, at, port);
    let mut changes = vec![(old, port)];
    let layers = layers(frame)?;
    // From the inside out: the checksum of an inner packet is itself part of an outer one.
    for (depth, (proto, l4)) in layers.into_iter().enumerate().rev() {
        let Some(field) = checksum_at(proto).map(|offset| l4 + offset) else {
            continue;
        };
        if at < l4 {
            continue;
        }
        if frame.len() < field + 2 {
            // The rest of a quoted packet is nowhere.
            if depth == 0 {
                return Some((old, port));
            }
            continue;
        }
        let sum = word(frame, field);
        let new = adjusted(proto, sum, &changes);
        if new != sum {
            put(frame, field, new);
            changes.push((sum, new));
        }
    }
    None
}

/// A checksum after these changes.
fn adjusted(proto: u8, sum: u16, changes: &[(u16, u16)]) -> u16 {
    if proto == UDP && sum == 0 {
        return sum;
    }
    let new = changes
        .iter()
        .fold(sum, |sum, (old, new)| update(sum, *old, *new));
    if proto == UDP && new == 0 {
        0xffff
    } else {
        new
    }
}

fn put(frame: &mut [u8], at: usize, value: u16) {
    frame[at..at + 2].copy_from_slice(&value.to_be_bytes());
}

/// The transport headers of a frame, from the outside in: protocol and place.
fn layers(frame: &[u8]) -> Option<Vec<(u8, usize)>> {
    let mut begin = LINK;
    let mut packet = frame.get(begin..)?;
    let mut layout = Layout::of(packet)?;
    let mut layers = vec![(layout.proto, begin + layout.l4)];
    while let Some(quoted) = layout.quoted(packet)
        && let Some(inner) = packet.get(quoted..)
        && let Some(about) = Layout::of(inner)
    {
        begin += quoted;
        layers.push((about.proto, begin + about.l4));
        (packet, layout) = (inner, about);
    }
    Some(layers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::{Ip, Tcp, fill, frame, icmp};
    use dataplane::iface::MacAddr;

    fn segment(src_port: u16) -> Vec<u8> {
        let [src, dst] = ["10.0.1.1", "10.0.1.2"].map(|a| a.parse().expect("an address"));
        let tcp = Tcp {
            ports: (src_port, 80),
            ..Tcp::default()
        };
        let mut body = tcp.segment(b"data");
        fill(src, dst, 6, &mut body);
        Ip::new(src, dst).packet(6, &body)
    }

    fn whole(packet: &[u8]) -> Vec<u8> {
        frame(MacAddr::ZERO, MacAddr::ZERO, packet)
    }

    fn error(packet: &[u8]) -> Vec<u8> {
        let [src, dst] = ["10.0.1.2", "10.0.1.1"].map(|a| a.parse().expect("an address"));
        let mut body = icmp(3, 1, 0, packet);
        fill(src, dst, 1, &mut body);
        whole(&Ip::new(src, dst).packet(1, &body))
    }

    #[test]
    fn a_port_chosen_at_random_is_learnt_and_translated_with_its_checksums() {
        let mut names = Names::default();
        let input = whole(&segment(5000));
        let (theirs, ours) = (whole(&segment(1024)), whole(&segment(60_000)));
        let (theirs, ours) = (vec![(1, theirs)], vec![(1, ours)]);
        assert!(names.agree(&input, &theirs, &ours, |_, _| true));
        assert_eq!(names.to_reference(&ours), theirs);
        assert_eq!(
            names.to_own(&error(&segment(1024))),
            error(&segment(60_000))
        );
        // It stands for no other.
        let other = vec![(1, whole(&segment(1025)))];
        assert!(!names.agree(&input, &other, &ours, |_, _| true));
        // What an error about an error is about is deeper down.
        assert_eq!(
            names.to_own(&error(&error(&segment(1024))[LINK..])),
            error(&error(&segment(60_000))[LINK..])
        );
        let line = "tcp      6 9 SYN_SENT src=10.0.1.2 dst=10.0.1.1 sport=80 dport=60000";
        assert_eq!(names.line_to_reference(line), line.replace("60000", "1024"));
    }

    #[test]
    fn a_port_that_one_of_them_kept_was_not_chosen_at_random() {
        let mut names = Names::default();
        let input = whole(&segment(5000));
        let other = whole(&segment(1024));
        let (kept, chosen) = (vec![(1, input.clone())], vec![(1, other)]);
        assert!(!names.agree(&input, &kept, &chosen, |_, _| true));
        assert!(!names.agree(&input, &chosen, &kept, |_, _| true));
    }
}
