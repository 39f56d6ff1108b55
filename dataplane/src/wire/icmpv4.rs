//! ICMP messages: read RFC 792, RFC 1812 §4.3.

/// Length of the header that all messages have, in bytes.
pub const HEADER_LEN: usize = 8;

/// Message types.
pub mod kind {
    /// Echo reply.
    pub const ECHO_REPLY: u8 = 0;
    /// Destination unreachable.
    pub const DEST_UNREACH: u8 = 3;
    /// Source quench.
    pub const SOURCE_QUENCH: u8 = 4;
    /// Redirect.
    pub const REDIRECT: u8 = 5;
    /// Echo request.
    pub const ECHO: u8 = 8;
    /// Time exceeded.
    pub const TIME_EXCEEDED: u8 = 11;
    /// Parameter problem.
    pub const PARAMETERPROB: u8 = 12;
    /// Timestamp request.
    pub const TIMESTAMP: u8 = 13;
    /// Timestamp reply.
    pub const TIMESTAMP_REPLY: u8 = 14;
    /// Address mask request.
    pub const ADDRESS: u8 = 17;
    /// Address mask reply.
    pub const ADDRESS_REPLY: u8 = 18;
    /// The largest type that the kernel knows (`NR_ICMP_TYPES`).
    pub const MAX: u8 = 18;
}

/// Codes of destination unreachable, and of the other errors.
pub mod code {
    /// Network unreachable.
    pub const NET_UNREACH: u8 = 0;
    /// Host unreachable.
    pub const HOST_UNREACH: u8 = 1;
    /// Protocol unreachable.
    pub const PROT_UNREACH: u8 = 2;
    /// Port unreachable.
    pub const PORT_UNREACH: u8 = 3;
    /// Fragmentation needed and "don't fragment" set.
    pub const FRAG_NEEDED: u8 = 4;
    /// Source route failed.
    pub const SR_FAILED: u8 = 5;
    /// Communication administratively prohibited.
    pub const PKT_FILTERED: u8 = 13;
    /// Time exceeded: time to live.
    pub const EXC_TTL: u8 = 0;
    /// Time exceeded: reassembly.
    pub const EXC_FRAGTIME: u8 = 1;
    /// Redirect: for the host.
    pub const REDIR_HOST: u8 = 1;
}

/// Whether a message of this type counts as an error, so that no error is sent about it: all do but
/// those known to be queries and replies (`icmp_pointers`).
#[must_use]
pub const fn is_error(kind: u8) -> bool {
    !matches!(
        kind,
        kind::ECHO_REPLY | kind::ECHO | kind::TIMESTAMP..=kind::ADDRESS_REPLY
    )
}

/// The header that all messages have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmpv4Fields {
    /// Type.
    pub kind: u8,
    /// Code.
    pub code: u8,
    /// What comes after the checksum: identifier and sequence number, MTU, gateway or pointer.
    pub rest: u32,
}

impl Icmpv4Fields {
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

/// Computes the checksum of `message` and writes it.
pub fn refresh_checksum(message: &mut [u8]) {
    if message.len() >= HEADER_LEN {
        message[2..4].fill(0);
        let sum = crate::checksum::checksum(message);
        message[2..4].copy_from_slice(&sum.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checksum::Sum;

    /// "Fragmentation needed", MTU 1400.
    const MESSAGE: [u8; 8] = [3, 4, 0, 0, 0, 0, 0x05, 0x78];

    #[test]
    fn deconstruct_and_construct() {
        let fields = Icmpv4Fields::parse(&MESSAGE).expect("whole");
        assert_eq!(
            (fields.kind, fields.code),
            (kind::DEST_UNREACH, code::FRAG_NEEDED)
        );
        assert_eq!(fields.rest, 1400);
        assert_eq!(fields.emit(), MESSAGE);
        for len in 0..HEADER_LEN {
            assert_eq!(Icmpv4Fields::parse(&MESSAGE[..len]), None);
        }
    }

    #[test]
    fn the_checksum_is_valid_when_refreshed() {
        let mut message = MESSAGE;
        refresh_checksum(&mut message);
        assert!(Sum::ZERO.add(&message).is_valid());
    }

    #[test]
    fn queries_are_not_errors() {
        let queries = [0, 8, 13, 14, 15, 16, 17, 18];
        assert!(queries.into_iter().all(|kind| !is_error(kind)));
        assert!(
            [1, 3, 4, 5, 9, 10, 11, 12, 19, 255]
                .into_iter()
                .all(is_error)
        );
    }
}
