//! UDP headers: read RFC 768, and RFC 8200 §8.1 for IPv6.

/// Length of the header, in bytes.
pub const HEADER_LEN: usize = 8;

/// The header of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UdpFields {
    /// Source port.
    pub src_port: u16,
    /// Destination port.
    pub dst_port: u16,
    /// Length of header and payload, in bytes.
    pub len: u16,
    /// Checksum; 0 if the sender computed none.
    pub checksum: u16,
}

impl UdpFields {
    /// The header that `datagram` begins with. `None` if it is cut short, or its length is less
    /// than the header or more than there are bytes.
    #[must_use]
    pub fn parse(datagram: &[u8]) -> Option<Self> {
        let [a, b, c, d, e, f, g, h] = *datagram.first_chunk::<HEADER_LEN>()?;
        let fields = Self {
            src_port: u16::from_be_bytes([a, b]),
            dst_port: u16::from_be_bytes([c, d]),
            len: u16::from_be_bytes([e, f]),
            checksum: u16::from_be_bytes([g, h]),
        };
        (HEADER_LEN..=datagram.len())
            .contains(&usize::from(fields.len))
            .then_some(fields)
    }

    /// The header's bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let [a, b] = self.src_port.to_be_bytes();
        let [c, d] = self.dst_port.to_be_bytes();
        let [e, f] = self.len.to_be_bytes();
        let [g, h] = self.checksum.to_be_bytes();
        [a, b, c, d, e, f, g, h]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A traceroute probe to port 33434 with four bytes.
    const PROBE: [u8; 12] = [
        0xc3, 0x50, 0x82, 0x9a, 0x00, 0x0c, 0x11, 0x22, 0x40, 0x41, 0x42, 0x43,
    ];

    #[test]
    fn deconstruct_and_construct() {
        let fields = UdpFields::parse(&PROBE).expect("whole");
        assert_eq!((fields.src_port, fields.dst_port), (50000, 33434));
        assert_eq!((fields.len, fields.checksum), (12, 0x1122));
        assert_eq!(fields.emit(), PROBE[..8]);
    }

    #[test]
    fn bad_lengths_are_refused() {
        for len in 0..12 {
            assert_eq!(UdpFields::parse(&PROBE[..len]), None);
        }
        let mut bytes = PROBE;
        bytes[5] = 7;
        assert_eq!(UdpFields::parse(&bytes), None);
    }
}
