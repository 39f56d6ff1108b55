//! Numbers and addresses in a packet; zero where it is cut short.

use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn word(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..at + 2) {
        Some(&[a, b]) => u16::from_be_bytes([a, b]),
        Some(_) | None => 0,
    }
}

pub(super) fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(word(bytes, at)) << 16 | u32::from(word(bytes, at + 2))
}

pub(super) fn address4(bytes: &[u8], at: usize) -> Ipv4Addr {
    long(bytes, at).into()
}

pub(super) fn address6(bytes: &[u8], at: usize) -> Ipv6Addr {
    let octets: Option<[u8; 16]> = bytes.get(at..at + 16).and_then(|b| b.try_into().ok());
    octets.unwrap_or_default().into()
}
