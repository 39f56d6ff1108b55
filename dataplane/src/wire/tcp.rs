//! TCP headers: read RFC 9293 §3.1.

/// Length of a header without options, in bytes.
pub const HEADER_LEN: usize = 20;

/// Flags, in the byte that holds them.
pub mod flags {
    /// No more data from the sender.
    pub const FIN: u8 = 0x01;
    /// Synchronize sequence numbers.
    pub const SYN: u8 = 0x02;
    /// Reset the connection.
    pub const RST: u8 = 0x04;
    /// The acknowledgment number counts.
    pub const ACK: u8 = 0x10;
}

/// The header of a segment, options left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TcpFields {
    /// Source port.
    pub src_port: u16,
    /// Destination port.
    pub dst_port: u16,
    /// Sequence number.
    pub seq: u32,
    /// Acknowledgment number.
    pub ack: u32,
    /// Length of the header with its options, in bytes.
    pub header_len: usize,
    /// Flags: see [`flags`].
    pub flags: u8,
    /// Receive window.
    pub window: u16,
}

impl TcpFields {
    /// The header that `segment` begins with. `None` if it is cut short or its length is below 20.
    /// The checksum is not looked at.
    #[must_use]
    pub fn parse(segment: &[u8]) -> Option<Self> {
        Self::fixed(segment)
            .filter(|fields| (HEADER_LEN..=segment.len()).contains(&fields.header_len))
    }

    /// The first 20 bytes of the header that `segment` begins with, whatever length they claim.
    #[must_use]
    pub fn fixed(segment: &[u8]) -> Option<Self> {
        let header = segment.first_chunk::<HEADER_LEN>()?;
        let u16_at = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
        let u32_at = |at: usize| u32::from(u16_at(at)) << 16 | u32::from(u16_at(at + 2));
        Some(Self {
            src_port: u16_at(0),
            dst_port: u16_at(2),
            seq: u32_at(4),
            ack: u32_at(8),
            header_len: usize::from(header[12] >> 4) * 4,
            flags: header[13],
            window: u16_at(14),
        })
    }

    /// The bytes of a header without options, with a checksum of zero.
    #[must_use]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let mut header = [0; HEADER_LEN];
        header[..2].copy_from_slice(&self.src_port.to_be_bytes());
        header[2..4].copy_from_slice(&self.dst_port.to_be_bytes());
        header[4..8].copy_from_slice(&self.seq.to_be_bytes());
        header[8..12].copy_from_slice(&self.ack.to_be_bytes());
        header[12] = 5 << 4;
        header[13] = self.flags;
        header[14..16].copy_from_slice(&self.window.to_be_bytes());
        header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A SYN from port 43210 to port 22, window 64240, without options.
    const SYN: [u8; 20] = [
        0xa8, 0xca, 0x00, 0x16, 0x12, 0x34, 0x56, 0x78, 0, 0, 0, 0, 0x50, 0x02, 0xfa, 0xf0, 0, 0,
        0, 0,
    ];

    #[test]
    fn deconstruct_and_construct() {
        let fields = TcpFields::parse(&SYN).expect("whole");
        assert_eq!((fields.src_port, fields.dst_port), (43210, 22));
        assert_eq!((fields.seq, fields.ack), (0x1234_5678, 0));
        assert_eq!((fields.flags, fields.window), (flags::SYN, 64240));
        assert_eq!(fields.header_len, 20);
        assert_eq!(fields.emit(), SYN);
    }

    #[test]
    fn bad_lengths_are_refused() {
        for len in 0..20 {
            assert_eq!(TcpFields::parse(&SYN[..len]), None);
        }
        for offset in [0x40, 0x60, 0xf0] {
            let mut bytes = SYN;
            bytes[12] = offset;
            assert_eq!(TcpFields::parse(&bytes), None);
        }
    }
}
