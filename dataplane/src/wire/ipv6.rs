//! IPv6 headers: read RFC 8200 §3, and RFC 4291 for addresses.

use std::{fmt, net::Ipv6Addr};

use crate::drop_reason::DropReason;

/// Length of the header, in bytes.
pub const HEADER_LEN: usize = 40;
/// The MTU that every link has at least, in bytes (RFC 8200 §5).
pub const MIN_MTU: u32 = 1280;

/// Why bytes are not an IPv6 packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ipv6Error {
    /// Shorter than a header.
    Truncated,
    /// The version is not 6.
    Version,
    /// There are fewer bytes than the payload length says.
    TooSmall,
}

impl fmt::Display for Ipv6Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "truncated IPv6 header",
            Self::Version => "not version 6",
            Self::TooSmall => "shorter than its payload length",
        })
    }
}

impl std::error::Error for Ipv6Error {}

impl From<Ipv6Error> for DropReason {
    fn from(error: Ipv6Error) -> Self {
        match error {
            Ipv6Error::Truncated | Ipv6Error::Version => Self::Ipv6InHdr,
            Ipv6Error::TooSmall => Self::PktTooSmall,
        }
    }
}

/// An IPv6 header in place. [`header`](Self::header) checks all that the accessors rely on.
#[derive(Clone, Copy, Debug)]
pub struct Ipv6View<'a> {
    fixed: &'a [u8; HEADER_LEN],
    bytes: &'a [u8],
}

impl<'a> Ipv6View<'a> {
    /// Checks length and version.
    ///
    /// # Errors
    /// The first check that fails.
    #[inline]
    pub fn header(bytes: &'a [u8]) -> Result<Self, Ipv6Error> {
        let fixed = bytes
            .first_chunk::<HEADER_LEN>()
            .ok_or(Ipv6Error::Truncated)?;
        if fixed[0] >> 4 != 6 {
            return Err(Ipv6Error::Version);
        }
        Ok(Self { fixed, bytes })
    }

    /// As [`header`](Self::header), and checks that the whole payload is there. `bytes` may be
    /// longer than the packet (padding).
    ///
    /// # Errors
    /// The first check that fails.
    #[inline]
    pub fn validate(bytes: &'a [u8]) -> Result<Self, Ipv6Error> {
        let view = Self::header(bytes)?;
        if bytes.len() < HEADER_LEN + view.payload_len() {
            return Err(Ipv6Error::TooSmall);
        }
        Ok(view)
    }

    /// The traffic class (DSCP and ECN).
    #[must_use]
    #[inline]
    pub fn traffic_class(&self) -> u8 {
        self.fixed[0] << 4 | self.fixed[1] >> 4
    }

    /// The flow label.
    #[must_use]
    pub fn flow_label(&self) -> u32 {
        u32::from_be_bytes([0, self.fixed[1] & 0xf, self.fixed[2], self.fixed[3]])
    }

    /// Length of what follows the header, in bytes, as the header says.
    #[must_use]
    #[inline]
    pub fn payload_len(&self) -> usize {
        usize::from(u16::from_be_bytes([self.fixed[4], self.fixed[5]]))
    }

    /// The protocol of what follows.
    #[must_use]
    #[inline]
    pub fn next_header(&self) -> u8 {
        self.fixed[6]
    }

    /// The hop limit.
    #[must_use]
    #[inline]
    pub fn hop_limit(&self) -> u8 {
        self.fixed[7]
    }

    /// The source.
    #[must_use]
    #[inline]
    pub fn src(&self) -> Ipv6Addr {
        let (_, tail) = self.fixed.as_slice().split_at(8);
        tail.first_chunk::<16>()
            .map_or(Ipv6Addr::UNSPECIFIED, |b| Ipv6Addr::from(*b))
    }

    /// The destination.
    #[must_use]
    #[inline]
    pub fn dst(&self) -> Ipv6Addr {
        self.fixed
            .last_chunk::<16>()
            .map_or(Ipv6Addr::UNSPECIFIED, |b| Ipv6Addr::from(*b))
    }

    /// What follows the header, up to the payload length or, if that is shorter, the end of the
    /// bytes.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        let end = (HEADER_LEN + self.payload_len()).min(self.bytes.len());
        self.bytes.get(HEADER_LEN..end).unwrap_or_default()
    }
}

/// The values of a header, to make one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ipv6Fields {
    /// Traffic class.
    pub traffic_class: u8,
    /// Flow label, 20 bits.
    pub flow_label: u32,
    /// Length of what follows, in bytes.
    pub payload_len: u16,
    /// Protocol of what follows.
    pub next_header: u8,
    /// Hop limit.
    pub hop_limit: u8,
    /// Source.
    pub src: Ipv6Addr,
    /// Destination.
    pub dst: Ipv6Addr,
}

impl Ipv6Fields {
    /// The fields of a header.
    #[must_use]
    pub fn parse(view: &Ipv6View<'_>) -> Self {
        Self {
            traffic_class: view.traffic_class(),
            flow_label: view.flow_label(),
            payload_len: view.payload_len() as u16,
            next_header: view.next_header(),
            hop_limit: view.hop_limit(),
            src: view.src(),
            dst: view.dst(),
        }
    }

    /// The header's bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let mut header = [0; HEADER_LEN];
        let first = 6 << 28 | u32::from(self.traffic_class) << 20 | (self.flow_label & 0x000f_ffff);
        header[..4].copy_from_slice(&first.to_be_bytes());
        header[4..6].copy_from_slice(&self.payload_len.to_be_bytes());
        header[6] = self.next_header;
        header[7] = self.hop_limit;
        header[8..24].copy_from_slice(&self.src.octets());
        header[24..].copy_from_slice(&self.dst.octets());
        header
    }
}

/// Takes one from the hop limit. `packet` begins with a header.
#[inline]
pub fn decrement_hop_limit(packet: &mut [u8]) {
    if let Some(header) = packet.first_chunk_mut::<HEADER_LEN>() {
        header[7] = header[7].wrapping_sub(1);
    }
}

/// The scope of a multicast address (RFC 4291 §2.7): 1 interface, 2 link, 5 site, 14 global.
#[must_use]
pub fn multicast_scope(group: Ipv6Addr) -> u8 {
    group.octets()[1] & 0xf
}

/// All nodes on the link.
pub const ALL_NODES: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);
/// All routers on the link.
pub const ALL_ROUTERS: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 2);

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of a router solicitation.
    const HEADER: [u8; HEADER_LEN] = [
        0x6a, 0xb1, 0x23, 0x45, 0x00, 0x00, 0x3a, 0xff, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x11,
        0x22, 0xff, 0xfe, 0x33, 0x44, 0x55, 0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0x02,
    ];

    #[test]
    fn deconstruct() {
        let view = Ipv6View::validate(&HEADER).expect("valid");
        assert_eq!(view.traffic_class(), 0xab);
        assert_eq!(view.flow_label(), 0x12345);
        assert_eq!((view.payload_len(), view.next_header()), (0, 58));
        assert_eq!(view.hop_limit(), 255);
        assert_eq!(view.src().to_string(), "fe80::211:22ff:fe33:4455");
        assert_eq!(view.dst(), ALL_ROUTERS);
        assert_eq!(view.payload(), &[] as &[u8]);
    }

    #[test]
    fn construct() {
        let fields = Ipv6Fields::parse(&Ipv6View::validate(&HEADER).expect("valid"));
        assert_eq!(fields.emit(), HEADER);
    }

    #[test]
    fn every_truncation_is_refused() {
        let mut bytes = HEADER.to_vec();
        bytes.extend([1, 2, 3, 4]);
        bytes[5] = 4;
        assert_eq!(
            Ipv6View::validate(&bytes).expect("valid").payload().len(),
            4
        );
        for len in 0..bytes.len() {
            let expected = if len < HEADER_LEN {
                Ipv6Error::Truncated
            } else {
                Ipv6Error::TooSmall
            };
            assert_eq!(Ipv6View::validate(&bytes[..len]).err(), Some(expected));
        }
        bytes[0] = 0x40;
        assert_eq!(Ipv6View::validate(&bytes).err(), Some(Ipv6Error::Version));
    }

    #[test]
    fn the_hop_limit_goes_down() {
        let mut bytes = HEADER;
        decrement_hop_limit(&mut bytes);
        assert_eq!(bytes[7], 254);
    }

    #[test]
    fn groups() {
        assert_eq!(multicast_scope(ALL_NODES), 2);
    }
}
