//! What protocols, flags and ICMP messages are called.

use std::net::IpAddr;

/// The bits of TCP's flags, from the one that is written first.
pub(super) const FLAGS: [(&str, u8); 8] = [
    ("cwr", 0x80),
    ("ece", 0x40),
    ("urg", 0x20),
    ("psh", 0x08),
    ("rst", 0x04),
    ("syn", 0x02),
    ("fin", 0x01),
    ("ack", 0x10),
];

/// Protocols that have a name besides TCP, UDP and ICMP.
const PROTOCOLS: [(&str, u8); 10] = [
    ("igmp", 2),
    ("ipip", 4),
    ("gre", 47),
    ("esp", 50),
    ("ah", 51),
    ("ospf", 89),
    ("pim", 103),
    ("vrrp", 112),
    ("sctp", 132),
    ("udplite", 136),
];

/// ICMP messages: name, type, code. The first name of each is the one that is written.
const ICMP: [(&str, u8, u8); 26] = [
    ("echo-request", 8, 0),
    ("ping", 8, 0),
    ("echo-reply", 0, 0),
    ("pong", 0, 0),
    ("network-unreachable", 3, 0),
    ("host-unreachable", 3, 1),
    ("protocol-unreachable", 3, 2),
    ("port-unreachable", 3, 3),
    ("fragmentation-needed", 3, 4),
    ("source-route-failed", 3, 5),
    ("network-prohibited", 3, 9),
    ("host-prohibited", 3, 10),
    ("communication-prohibited", 3, 13),
    ("destination-unreachable", 3, 0),
    ("source-quench", 4, 0),
    ("network-redirect", 5, 0),
    ("host-redirect", 5, 1),
    ("redirect", 5, 1),
    ("router-advertisement", 9, 0),
    ("router-solicitation", 10, 0),
    ("ttl-exceeded", 11, 0),
    ("time-exceeded", 11, 0),
    ("fragment-time-exceeded", 11, 1),
    ("parameter-problem", 12, 0),
    ("timestamp-request", 13, 0),
    ("timestamp-reply", 14, 0),
];

/// ICMPv6 messages.
const ICMP6: [(&str, u8, u8); 24] = [
    ("echo-request", 128, 0),
    ("ping", 128, 0),
    ("echo-reply", 129, 0),
    ("pong", 129, 0),
    ("no-route", 1, 0),
    ("communication-prohibited", 1, 1),
    ("beyond-scope", 1, 2),
    ("address-unreachable", 1, 3),
    ("port-unreachable", 1, 4),
    ("failed-policy", 1, 5),
    ("reject-route", 1, 6),
    ("destination-unreachable", 1, 0),
    ("packet-too-big", 2, 0),
    ("ttl-exceeded", 3, 0),
    ("time-exceeded", 3, 0),
    ("fragment-time-exceeded", 3, 1),
    ("parameter-problem", 4, 0),
    ("unknown-header-type", 4, 1),
    ("unknown-option", 4, 2),
    ("router-solicitation", 133, 0),
    ("router-advertisement", 134, 0),
    ("neighbour-solicitation", 135, 0),
    ("neighbour-advertisement", 136, 0),
    ("redirect", 137, 0),
];

/// The number of a protocol with a name of its own.
pub(super) fn protocol_number(name: &str) -> Option<u8> {
    let found = PROTOCOLS.iter().find(|(known, _)| *known == name);
    found.map(|(_, number)| *number)
}

/// The name of a protocol.
pub(super) fn protocol(number: u8) -> Option<&'static str> {
    const HEADERS: [(&str, u8); 4] = [("icmp", 1), ("tcp", 6), ("udp", 17), ("icmp6", 58)];
    let header = HEADERS.iter().find(|(_, known)| *known == number);
    let found = header.or_else(|| PROTOCOLS.iter().find(|(_, known)| *known == number));
    found.map(|(name, _)| *name)
}

/// The number of a protocol by any name that it may have.
pub(super) fn any_protocol(name: &str) -> Option<u8> {
    match name {
        "tcp" => Some(6),
        "udp" => Some(17),
        "icmp" => Some(1),
        "icmp6" | "icmpv6" => Some(58),
        _ => protocol_number(name),
    }
}

const fn messages(v4: bool) -> &'static [(&'static str, u8, u8)] {
    if v4 { &ICMP } else { &ICMP6 }
}

/// Type and code of an ICMP message.
pub(crate) fn icmp_number(v4: bool, name: &str) -> Option<(u8, u8)> {
    let found = messages(v4).iter().find(|(known, ..)| *known == name);
    found.map(|(_, kind, code)| (*kind, *code))
}

/// The name of an ICMP message.
pub(super) fn icmp(v4: bool, kind: u8, code: u8) -> Option<&'static str> {
    let mut all = messages(v4).iter();
    let found = all.find(|(_, known, of)| (*known, *of) == (kind, code));
    found.map(|(name, ..)| *name)
}

/// Whether a message asks or answers, with an identifier and a sequence number.
pub(super) const fn is_query(addr: IpAddr, kind: u8) -> bool {
    match addr {
        IpAddr::V4(_) => matches!(kind, 0 | 8 | 13..=18),
        IpAddr::V6(_) => matches!(kind, 128 | 129),
    }
}

/// Whether a message says how large a packet may be.
pub(super) const fn has_mtu(v4: bool, kind: u8, code: u8) -> bool {
    matches!((v4, kind, code), (true, 3, 4) | (false, 2, _))
}

/// TCP's flags, as `syn-ack`.
pub(super) fn flags(bits: u8) -> String {
    let names = FLAGS.iter().filter(|(_, bit)| bits & bit != 0);
    let names: Vec<_> = names.map(|(name, _)| *name).collect();
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join("-")
    }
}
