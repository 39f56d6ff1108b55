//! ICMPv6 messages: read RFC 4443. Neighbour discovery is in [`ndisc`](super::ndisc).

use std::net::Ipv6Addr;

use super::ipv4::protocol;
use crate::checksum;

/// Length of the header that all messages have, in bytes.
pub const HEADER_LEN: usize = 8;

/// Message types.
pub mod kind {
    /// Destination unreachable.
    pub const DEST_UNREACH: u8 = 1;
    /// Packet too big.
    pub const PKT_TOOBIG: u8 = 2;
    /// Time exceeded.
    pub const TIME_EXCEED: u8 = 3;
    /// Parameter problem.
    pub const PARAMPROB: u8 = 4;
    /// Echo request.
    pub const ECHO_REQUEST: u8 = 128;
    /// Echo reply.
    pub const ECHO_REPLY: u8 = 129;
    /// Multicast listener query, the first of the four MLD types 130..=132 and 143.
    pub const MLD_QUERY: u8 = 130;
    /// Router solicitation, the first of the five neighbour discovery types 133..=137.
    pub const ROUTER_SOLICITATION: u8 = 133;
    /// Redirect, the last of the neighbour discovery types.
    pub const REDIRECT: u8 = 137;
}

/// Codes.
pub mod code {
    /// No route to the destination.
    pub const NOROUTE: u8 = 0;
    /// Administratively prohibited.
    pub const ADM_PROHIBITED: u8 = 1;
    /// Beyond the scope of the source address.
    pub const NOT_NEIGHBOUR: u8 = 2;
    /// Address unreachable.
    pub const ADDR_UNREACH: u8 = 3;
    /// Port unreachable.
    pub const PORT_UNREACH: u8 = 4;
    /// Time exceeded: hop limit.
    pub const EXC_HOPLIMIT: u8 = 0;
    /// Time exceeded: reassembly.
    pub const EXC_FRAGTIME: u8 = 1;
    /// Parameter problem: a header field.
    pub const HDR_FIELD: u8 = 0;
    /// Parameter problem: an unknown next header.
    pub const UNK_NEXTHDR: u8 = 1;
    /// Parameter problem: an unknown option.
    pub const UNK_OPTION: u8 = 2;
    /// Parameter problem: the first fragment lacks a header (RFC 7112).
    pub const HDR_INCOMP: u8 = 3;
}

/// Whether a message of this type reports an error (RFC 4443 §2.1).
#[must_use]
pub const fn is_error(kind: u8) -> bool {
    kind & 0x80 == 0
}

/// The header that all messages have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmpv6Fields {
    /// Type.
    pub kind: u8,
    /// Code.
    pub code: u8,
    /// What comes after the checksum: identifier and sequence number, MTU or pointer.
    pub rest: u32,
}

impl Icmpv6Fields {
    /// The header that `message` begins with, `None` if it is cut short. The checksum is not
    /// looked at.
    #[must_use]
    pub fn parse(message: &[u8]) -> Option<Self> {
        let [kind, code, _, _, a, b, c, d] = *message.first_chunk::<HEADER_LEN>()?;
        Some(Self {
            kind,
            code,
            rest: u32::from_be_bytes([a, b, c, d]),
        })
    }

    /// The header's bytes, with a checksum of zero.
    #[must_use]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let [a, b, c, d] = self.rest.to_be_bytes();
        [self.kind, self.code, 0, 0, a, b, c, d]
    }
}

/// The sum of the pseudo-header of a message of `len` bytes (RFC 8200 §8.1).
#[must_use]
pub fn pseudo_header(src: Ipv6Addr, dst: Ipv6Addr, len: usize) -> checksum::Sum {
    checksum::pseudo_header(&src.octets(), &dst.octets(), protocol::ICMPV6, len as u32)
}

/// Computes the checksum of `message` from `src` to `dst` and writes it.
pub fn refresh_checksum(src: Ipv6Addr, dst: Ipv6Addr, message: &mut [u8]) {
    if message.len() >= HEADER_LEN {
        message[2..4].fill(0);
        let sum = pseudo_header(src, dst, message.len()).add(message);
        message[2..4].copy_from_slice(&sum.complement().to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Packet too big", MTU 1400.
    const MESSAGE: [u8; 8] = [2, 0, 0, 0, 0, 0, 0x05, 0x78];

    #[test]
    fn deconstruct_and_construct() {
        let fields = Icmpv6Fields::parse(&MESSAGE).expect("whole");
        assert_eq!((fields.kind, fields.rest), (kind::PKT_TOOBIG, 1400));
        assert!(is_error(fields.kind) && !is_error(kind::ECHO_REQUEST));
        assert_eq!(fields.emit(), MESSAGE);
        for len in 0..HEADER_LEN {
            assert_eq!(Icmpv6Fields::parse(&MESSAGE[..len]), None);
        }
    }

    #[test]
    fn the_checksum_covers_the_addresses() {
        let (src, dst) = (
            Ipv6Addr::LOCALHOST,
            Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0, 1),
        );
        let mut message = MESSAGE;
        refresh_checksum(src, dst, &mut message);
        assert!(pseudo_header(src, dst, 8).add(&message).is_valid());
        assert!(
            !pseudo_header(src, Ipv6Addr::UNSPECIFIED, 8)
                .add(&message)
                .is_valid()
        );
    }
}
