//! IP protocols by name.

use super::network::number;
use crate::database;

/// The names that the tool knows itself (`xtables_chain_protos`), the first of a number being the one
/// that it shows.
const KNOWN: &[(&str, u8)] = &[
    ("tcp", 6),
    ("sctp", 132),
    ("udp", 17),
    ("udplite", 136),
    ("icmp", 1),
    ("ipv6-icmp", 58),
    ("icmpv6", 58),
    ("esp", 50),
    ("ah", 51),
    ("mobility-header", 135),
    ("ipv6-mh", 135),
    ("mh", 135),
    ("all", 0),
];

/// A protocol by name or number.
pub(super) fn read(word: &str) -> Option<u8> {
    match number(word, 255) {
        Some(number) => u8::try_from(number).ok(),
        None => named(word),
    }
}

/// A protocol by name: the file is asked first (`xtables_parse_protocol`).
pub(super) fn named(word: &str) -> Option<u8> {
    database::protocol(word).or_else(|| {
        let known = KNOWN.iter().find(|(name, _)| *name == word);
        known.map(|&(_, number)| number)
    })
}

/// The name of a protocol; without `lookup` only if the tool knows it itself.
pub(super) fn name(proto: u8, lookup: bool) -> Option<&'static str> {
    let known = KNOWN.iter().find(|(_, number)| *number == proto);
    known
        .map(|&(name, _)| name)
        .or_else(|| lookup.then(|| database::protocol_name(proto)).flatten())
}
