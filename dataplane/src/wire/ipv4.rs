//! IPv4 headers: read RFC 791 §3.1, and RFC 1812 §5.2.2 for what a router checks.

use std::{fmt, net::Ipv4Addr};

use crate::{checksum, drop_reason::DropReason};

/// Length of a header without options, in bytes.
pub const HEADER_LEN: usize = 20;
/// Length of the longest header, in bytes.
pub const MAX_HEADER_LEN: usize = 60;
/// Length of the longest packet, in bytes.
pub const MAX_PACKET_LEN: usize = 65_535;

/// "Don't fragment", in the 16 bits that flags and offset share.
pub const DF: u16 = 0x4000;
/// "More fragments".
pub const MF: u16 = 0x2000;
/// The fragment offset, in units of eight bytes.
pub const OFFSET_MASK: u16 = 0x1fff;

/// IP protocol numbers that the router knows.
pub mod protocol {
    /// ICMP.
    pub const ICMP: u8 = 1;
    /// IGMP.
    pub const IGMP: u8 = 2;
    /// IP in IP.
    pub const IPIP: u8 = 4;
    /// TCP.
    pub const TCP: u8 = 6;
    /// UDP.
    pub const UDP: u8 = 17;
    /// Datagram congestion control.
    pub const DCCP: u8 = 33;
    /// Generic routing encapsulation.
    pub const GRE: u8 = 47;
    /// Encapsulating security payload.
    pub const ESP: u8 = 50;
    /// Authentication header.
    pub const AH: u8 = 51;
    /// ICMPv6.
    pub const ICMPV6: u8 = 58;
    /// PIM.
    pub const PIM: u8 = 103;
    /// Stream control transmission.
    pub const SCTP: u8 = 132;
    /// UDP-Lite.
    pub const UDPLITE: u8 = 136;

    /// Protocols that begin with ports (`proto_ports_offset`, those without an offset).
    #[inline]
    #[must_use]
    pub const fn has_ports(protocol: u8) -> bool {
        matches!(protocol, TCP | UDP | UDPLITE | DCCP | ESP | SCTP)
    }
}

/// Why bytes are not an IPv4 packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv4Error {
    /// Shorter than a header, or than the header says that it is.
    Truncated,
    /// The version is not 4.
    Version,
    /// The header length is less than 20.
    HeaderLength,
    /// The header checksum is wrong.
    Checksum,
    /// The total length is less than the header length.
    TotalLength,
    /// There are fewer bytes than the total length says.
    TooSmall,
}

impl fmt::Display for Ipv4Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "truncated IPv4 header",
            Self::Version => "not version 4",
            Self::HeaderLength => "header length below 20",
            Self::Checksum => "wrong header checksum",
            Self::TotalLength => "total length below the header length",
            Self::TooSmall => "shorter than its total length",
        })
    }
}

impl std::error::Error for Ipv4Error {}

impl From<Ipv4Error> for DropReason {
    fn from(error: Ipv4Error) -> Self {
        match error {
            Ipv4Error::Truncated
            | Ipv4Error::Version
            | Ipv4Error::HeaderLength
            | Ipv4Error::TotalLength => Self::IpInHdr,
            Ipv4Error::Checksum => Self::IpCsum,
            Ipv4Error::TooSmall => Self::PktTooSmall,
        }
    }
}

/// The fixed part of an IPv4 header, in place.
///
/// [`header`](Self::header) and [`validate`](Self::validate) check all that the accessors rely on.
#[derive(Clone, Copy, Debug)]
pub struct Ipv4View<'a> {
    fixed: &'a [u8; HEADER_LEN],
    bytes: &'a [u8],
}

impl<'a> Ipv4View<'a> {
    /// Checks what the kernel checks of a received packet (`ip_rcv_core`), in its order: lengths,
    /// version, checksum, total length. `bytes` may be longer than the packet (padding).
    ///
    /// # Errors
    /// The first check that fails.
    #[inline]
    pub fn validate(bytes: &'a [u8]) -> Result<Self, Ipv4Error> {
        let view = Self::header(bytes)?;
        let intact = if view.header_len() == HEADER_LEN {
            is_intact(view.fixed)
        } else {
            checksum::Sum::ZERO
                .add(&bytes[..view.header_len()])
                .is_valid()
        };
        if !intact {
            return Err(Ipv4Error::Checksum);
        }
        if bytes.len() < view.total_len() {
            return Err(Ipv4Error::TooSmall);
        }
        if view.total_len() < view.header_len() {
            return Err(Ipv4Error::TotalLength);
        }
        Ok(view)
    }

    /// Checks version and header length only: enough for headers that ICMP errors quote, and for
    /// packets that were validated before.
    ///
    /// # Errors
    /// The first check that fails.
    #[inline]
    pub fn header(bytes: &'a [u8]) -> Result<Self, Ipv4Error> {
        let fixed = bytes
            .first_chunk::<HEADER_LEN>()
            .ok_or(Ipv4Error::Truncated)?;
        if fixed[0] >> 4 != 4 {
            return Err(Ipv4Error::Version);
        }
        let view = Self { fixed, bytes };
        if view.header_len() < HEADER_LEN {
            return Err(Ipv4Error::HeaderLength);
        }
        if bytes.len() < view.header_len() {
            return Err(Ipv4Error::Truncated);
        }
        Ok(view)
    }

    /// Length of the header with its options, in bytes.
    #[must_use]
    #[inline]
    pub fn header_len(&self) -> usize {
        usize::from(self.fixed[0] & 0xf) * 4
    }

    /// The type of service byte (DSCP and ECN).
    #[must_use]
    #[inline]
    pub fn tos(&self) -> u8 {
        self.fixed[1]
    }

    /// Length of the packet, in bytes, as the header says.
    #[must_use]
    #[inline]
    pub fn total_len(&self) -> usize {
        usize::from(u16::from_be_bytes([self.fixed[2], self.fixed[3]]))
    }

    /// The identification that the fragments of a packet share.
    #[must_use]
    pub fn id(&self) -> u16 {
        u16::from_be_bytes([self.fixed[4], self.fixed[5]])
    }

    /// Flags and fragment offset: [`DF`], [`MF`], [`OFFSET_MASK`].
    #[must_use]
    #[inline]
    pub fn fragment_bits(&self) -> u16 {
        u16::from_be_bytes([self.fixed[6], self.fixed[7]])
    }

    /// Whether it may not be fragmented.
    #[must_use]
    #[inline]
    pub fn dont_fragment(&self) -> bool {
        self.fragment_bits() & DF != 0
    }

    /// Whether it is a piece of a larger packet.
    #[must_use]
    #[inline]
    pub fn is_fragment(&self) -> bool {
        self.fragment_bits() & (MF | OFFSET_MASK) != 0
    }

    /// Where its payload belongs in the whole packet's payload, in bytes.
    #[must_use]
    pub fn fragment_offset(&self) -> usize {
        usize::from(self.fragment_bits() & OFFSET_MASK) * 8
    }

    /// The time to live.
    #[must_use]
    #[inline]
    pub fn ttl(&self) -> u8 {
        self.fixed[8]
    }

    /// The payload's protocol.
    #[must_use]
    #[inline]
    pub fn protocol(&self) -> u8 {
        self.fixed[9]
    }

    /// The source.
    #[must_use]
    #[inline]
    pub fn src(&self) -> Ipv4Addr {
        let [.., a, b, c, d, _, _, _, _] = *self.fixed;
        Ipv4Addr::new(a, b, c, d)
    }

    /// The destination.
    #[must_use]
    #[inline]
    pub fn dst(&self) -> Ipv4Addr {
        let [.., a, b, c, d] = *self.fixed;
        Ipv4Addr::new(a, b, c, d)
    }

    /// The options, padding included.
    #[must_use]
    pub fn options(&self) -> &'a [u8] {
        self.bytes
            .get(HEADER_LEN..self.header_len())
            .unwrap_or_default()
    }

    /// What follows the header, up to the total length or, if that is shorter, the end of the bytes.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        let end = self.total_len().clamp(self.header_len(), self.bytes.len());
        self.bytes.get(self.header_len()..end).unwrap_or_default()
    }
}

/// Whether the checksum of a header without options is right: unrolled, it costs a handful of cycles.
#[must_use]
#[inline]
pub fn is_intact(header: &[u8; HEADER_LEN]) -> bool {
    let (words, _) = header.as_chunks::<4>();
    let mut sum = 0u64;
    for word in words {
        sum += u64::from(u32::from_ne_bytes(*word));
    }
    // In either byte order.
    checksum::fold(sum) == 0xffff
}

/// The values of a header without options, to make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ipv4Fields {
    /// Type of service.
    pub tos: u8,
    /// Length of header and payload, in bytes.
    pub total_len: u16,
    /// Identification.
    pub id: u16,
    /// Flags and offset: [`DF`], [`MF`], [`OFFSET_MASK`].
    pub fragment_bits: u16,
    /// Time to live.
    pub ttl: u8,
    /// Protocol of the payload.
    pub protocol: u8,
    /// Source.
    pub src: Ipv4Addr,
    /// Destination.
    pub dst: Ipv4Addr,
}

impl Ipv4Fields {
    /// The fields of a valid header; options are left out.
    #[must_use]
    pub fn parse(view: &Ipv4View<'_>) -> Self {
        Self {
            tos: view.tos(),
            total_len: view.total_len() as u16,
            id: view.id(),
            fragment_bits: view.fragment_bits(),
            ttl: view.ttl(),
            protocol: view.protocol(),
            src: view.src(),
            dst: view.dst(),
        }
    }

    /// The header's bytes, checksum included.
    #[must_use]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let mut header = [0; HEADER_LEN];
        header[0] = 0x45;
        header[1] = self.tos;
        header[2..4].copy_from_slice(&self.total_len.to_be_bytes());
        header[4..6].copy_from_slice(&self.id.to_be_bytes());
        header[6..8].copy_from_slice(&self.fragment_bits.to_be_bytes());
        header[8] = self.ttl;
        header[9] = self.protocol;
        header[12..16].copy_from_slice(&self.src.octets());
        header[16..20].copy_from_slice(&self.dst.octets());
        let sum = checksum::checksum(&header);
        header[10..12].copy_from_slice(&sum.to_be_bytes());
        header
    }
}

/// Takes one from the time to live and mends the checksum (RFC 1624), as `ip_decrease_ttl`.
/// `packet` begins with a valid header.
#[inline]
pub fn decrement_ttl(packet: &mut [u8]) {
    if let Some(header) = packet.first_chunk_mut::<HEADER_LEN>() {
        let field = u16::from_be_bytes([header[10], header[11]]);
        // `check += htons(0x0100)`, with the carry: what equation 3 of RFC 1624 comes to.
        let sum = u32::from(field) + 0x0100;
        let field = (sum + u32::from(sum >= 0xffff)) as u16;
        header[10..12].copy_from_slice(&field.to_be_bytes());
        header[8] = header[8].wrapping_sub(1);
    }
}

/// Changes the two bytes at `place` of the header (even) and mends the checksum (RFC 1624).
pub fn set_word(packet: &mut [u8], place: usize, change: impl FnOnce([u8; 2]) -> [u8; 2]) {
    let Some(header) = packet.first_chunk_mut::<HEADER_LEN>() else {
        return;
    };
    let Some(word) = header[place..].first_chunk_mut() else {
        return;
    };
    let old = *word;
    *word = change(old);
    let new = *word;
    let field = u16::from_be_bytes([header[10], header[11]]);
    let field = checksum::update(field, u16::from_be_bytes(old), u16::from_be_bytes(new));
    header[10..12].copy_from_slice(&field.to_be_bytes());
}

/// Sums the header anew, as `ip_send_check`. `packet` begins with a header of `header_len` bytes.
pub fn refresh_checksum(packet: &mut [u8], header_len: usize) {
    if let Some(header) = packet.get_mut(..header_len.max(HEADER_LEN)) {
        header[10..12].fill(0);
        let sum = checksum::checksum(header);
        header[10..12].copy_from_slice(&sum.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An echo request of ping(8), captured.
    const PACKET: [u8; 28] = [
        0x45, 0x00, 0x00, 0x1c, 0xa6, 0xec, 0x40, 0x00, 0x40, 0x01, 0x92, 0x92, 0x0a, 0x00, 0x00,
        0x01, 0x0a, 0x00, 0x00, 0x02, 0x08, 0x00, 0xf7, 0xff, 0x00, 0x00, 0x00, 0x00,
    ];

    fn packet() -> [u8; 28] {
        let mut packet = PACKET;
        refresh_checksum(&mut packet, HEADER_LEN);
        packet
    }

    #[test]
    fn deconstruct() {
        let bytes = packet();
        let view = Ipv4View::validate(&bytes).expect("valid");
        assert_eq!(view.header_len(), 20);
        assert_eq!((view.tos(), view.total_len(), view.id()), (0, 28, 0xa6ec));
        assert!(view.dont_fragment() && !view.is_fragment());
        assert_eq!((view.ttl(), view.protocol()), (64, protocol::ICMP));
        assert_eq!(view.src(), Ipv4Addr::new(10, 0, 0, 1));
        assert_eq!(view.dst(), Ipv4Addr::new(10, 0, 0, 2));
        assert_eq!(view.payload(), &bytes[20..]);
        assert_eq!(view.options(), &[] as &[u8]);
    }

    #[test]
    fn construct() {
        let bytes = packet();
        let fields = Ipv4Fields::parse(&Ipv4View::validate(&bytes).expect("valid"));
        assert_eq!(fields.emit(), bytes[..20]);
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = packet();
        for len in 0..bytes.len() {
            let expected = if len < 20 {
                Ipv4Error::Truncated
            } else {
                Ipv4Error::TooSmall
            };
            assert_eq!(Ipv4View::validate(&bytes[..len]).err(), Some(expected));
        }
    }

    #[test]
    fn each_rule_is_checked() {
        let spoil = |change: fn(&mut [u8; 28])| {
            let mut bytes = packet();
            change(&mut bytes);
            Ipv4View::validate(&bytes).err()
        };
        assert_eq!(spoil(|b| b[0] = 0x65), Some(Ipv4Error::Version));
        assert_eq!(spoil(|b| b[0] = 0x44), Some(Ipv4Error::HeaderLength));
        assert_eq!(spoil(|b| b[0] = 0x4f), Some(Ipv4Error::Truncated));
        assert_eq!(spoil(|b| b[8] = 1), Some(Ipv4Error::Checksum));
        assert_eq!(
            spoil(|b| {
                b[3] = 19;
                refresh_checksum(b, 20);
            }),
            Some(Ipv4Error::TotalLength)
        );
    }

    #[test]
    fn options_are_found() {
        let mut bytes = [0; 28];
        bytes[..20].copy_from_slice(&packet()[..20]);
        bytes[0] = 0x46;
        bytes[20..24].copy_from_slice(&[0x94, 4, 0, 0]);
        refresh_checksum(&mut bytes, 24);
        let view = Ipv4View::validate(&bytes).expect("valid");
        assert_eq!(view.options(), &[0x94, 4, 0, 0]);
        assert_eq!(view.payload().len(), 4);
    }

    #[test]
    fn the_checksum_follows_the_ttl() {
        for ttl in 1..=255 {
            for id in [0u8, 1, 0x7f, 0xec, 0xff] {
                let mut bytes = packet();
                (bytes[8], bytes[5]) = (ttl, id);
                refresh_checksum(&mut bytes, 20);
                decrement_ttl(&mut bytes);
                assert!(Ipv4View::validate(&bytes).is_ok(), "ttl {ttl} id {id}");
                assert_eq!(bytes[8], ttl - 1);
            }
        }
    }
}
