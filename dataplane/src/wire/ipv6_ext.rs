//! IPv6 extension headers: read RFC 8200 §4.

/// Numbers of extension headers, as [`next_header`](super::ipv6::Ipv6View::next_header) gives them.
pub mod next_header {
    /// Hop-by-hop options.
    pub const HOP_BY_HOP: u8 = 0;
    /// Routing.
    pub const ROUTING: u8 = 43;
    /// Fragment.
    pub const FRAGMENT: u8 = 44;
    /// Authentication.
    pub const AUTHENTICATION: u8 = 51;
    /// Nothing follows.
    pub const NONE: u8 = 59;
    /// Destination options.
    pub const DESTINATION: u8 = 60;
    /// Mobility.
    pub const MOBILITY: u8 = 135;
}

/// Length of a fragment header, in bytes.
pub const FRAGMENT_LEN: usize = 8;

/// Whether `protocol` is an extension header that can be skipped by its length field
/// (`ipv6_ext_hdr`).
#[must_use]
pub const fn is_extension(protocol: u8) -> bool {
    matches!(
        protocol,
        next_header::HOP_BY_HOP
            | next_header::ROUTING
            | next_header::FRAGMENT
            | next_header::AUTHENTICATION
            | next_header::NONE
            | next_header::DESTINATION
    )
}

/// Whether another header follows one of type `protocol`: it is an extension header, and not
/// [`NONE`](next_header::NONE).
#[must_use]
pub const fn is_followed(protocol: u8) -> bool {
    is_extension(protocol) && protocol != next_header::NONE
}

/// What an extension header says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What follows.
    pub next: u8,
    /// Its length, in bytes. The packet may be shorter.
    pub len: usize,
    /// Of a fragment header: its offset field and flag.
    pub fragment: Option<u16>,
}

impl Claim {
    /// What the extension header `protocol` says that begins at `bytes`; `None` if that is not there.
    #[inline]
    #[must_use]
    pub fn read(protocol: u8, bytes: &[u8]) -> Option<Self> {
        let &[next, field, ..] = bytes else {
            return None;
        };
        let field = usize::from(field);
        let (len, fragment) = match protocol {
            next_header::FRAGMENT => {
                let offset = [*bytes.get(2)?, *bytes.get(3)?];
                (FRAGMENT_LEN, Some(u16::from_be_bytes(offset)))
            }
            next_header::AUTHENTICATION => ((field + 2) * 4, None),
            _ => ((field + 1) * 8, None),
        };
        Some(Self {
            next,
            len,
            fragment,
        })
    }

    /// Where a fragment belongs that is not the first, in bytes; else 0.
    #[inline]
    #[must_use]
    pub fn offset(&self) -> u16 {
        self.fragment.map_or(0, |field| field & !0x7)
    }
}

/// Length in bytes of the extension header `protocol` that begins at `bytes`; `None` if it is cut
/// short.
#[must_use]
pub fn extension_len(protocol: u8, bytes: &[u8]) -> Option<usize> {
    let len = Claim::read(protocol, bytes)?.len;
    (bytes.len() >= len).then_some(len)
}

/// Where the chain of extension headers ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upper {
    /// The protocol of what comes last.
    pub protocol: u8,
    /// Its offset from the IPv6 header, in bytes.
    pub offset: usize,
    /// The fragment header passed on the way: its offset field and flag.
    pub fragment: Option<u16>,
}

/// Follows the chain of extension headers (`ipv6_skip_exthdr`). `packet` begins with the IPv6
/// header. `None` if the chain is cut short. Stops at a fragment that is not the first, whose
/// bytes are no header.
#[must_use]
pub fn upper(packet: &[u8]) -> Option<Upper> {
    follow(packet, next_header::NONE)
}

/// As [`upper`], but an authentication header is taken for what comes last, as rules for routes do
/// (`skb_flow_dissect`).
#[must_use]
pub fn dissected(packet: &[u8]) -> Option<Upper> {
    follow(packet, next_header::AUTHENTICATION)
}

/// Follows the chain up to a header of type `last`, or to what can't be skipped.
fn follow(packet: &[u8], last: u8) -> Option<Upper> {
    let mut upper = Upper {
        protocol: *packet.get(6)?,
        offset: super::ipv6::HEADER_LEN,
        fragment: None,
    };
    while is_followed(upper.protocol) && upper.protocol != last {
        let bytes = packet.get(upper.offset..)?;
        let claim = Claim::read(upper.protocol, bytes)?;
        if bytes.len() < claim.len {
            return None;
        }
        upper.fragment = claim.fragment.or(upper.fragment);
        upper.protocol = claim.next;
        upper.offset += claim.len;
        if claim.offset() != 0 {
            break;
        }
    }
    Some(upper)
}

/// As [`upper`], but the length of a header is believed even where the packet is shorter, as in the
/// kernel: `offset` may lie behind the end. Of a later fragment, `protocol` is that of the fragment
/// header.
#[must_use]
pub fn claimed_upper(packet: &[u8]) -> Option<Upper> {
    let mut upper = Upper {
        protocol: *packet.get(6)?,
        offset: super::ipv6::HEADER_LEN,
        fragment: None,
    };
    while is_extension(upper.protocol) {
        if upper.protocol == next_header::NONE {
            return None;
        }
        let claim = Claim::read(upper.protocol, packet.get(upper.offset..)?)?;
        upper.fragment = claim.fragment.or(upper.fragment);
        if claim.offset() != 0 {
            break;
        }
        upper.protocol = claim.next;
        upper.offset += claim.len;
    }
    Some(upper)
}

/// A fragment header (RFC 8200 §4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FragmentFields {
    /// Protocol of what was cut.
    pub next_header: u8,
    /// Where the piece belongs, in bytes: a multiple of eight.
    pub offset: usize,
    /// Whether other pieces follow.
    pub more: bool,
    /// What the pieces of a packet share.
    pub id: u32,
}

impl FragmentFields {
    /// The header that `bytes` begins with, `None` if it is cut short.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let header = bytes.first_chunk::<FRAGMENT_LEN>()?;
        let field = u16::from_be_bytes([header[2], header[3]]);
        Some(Self {
            next_header: header[0],
            offset: usize::from(field & !0x7),
            more: field & 1 != 0,
            id: u32::from_be_bytes([header[4], header[5], header[6], header[7]]),
        })
    }

    /// The header's bytes.
    #[must_use]
    pub fn emit(&self) -> [u8; FRAGMENT_LEN] {
        let field = (self.offset as u16) & !0x7 | u16::from(self.more);
        let [a, b] = field.to_be_bytes();
        let [c, d, e, f] = self.id.to_be_bytes();
        [self.next_header, 0, a, b, c, d, e, f]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hop-by-hop (router alert), destination options, fragment (offset 0), UDP.
    fn chain() -> Vec<u8> {
        let mut packet = vec![0; 40];
        packet[0] = 0x60;
        packet[6] = next_header::HOP_BY_HOP;
        packet.extend([next_header::DESTINATION, 0, 5, 2, 0, 0, 1, 0]);
        packet.extend([next_header::FRAGMENT, 0, 1, 4, 0, 0, 0, 0]);
        packet.extend([17, 0, 0, 1, 0xde, 0xad, 0xbe, 0xef]);
        packet.extend([0; 8]);
        packet
    }

    #[test]
    fn the_chain_is_followed() {
        let expected = Upper {
            protocol: 17,
            offset: 64,
            fragment: Some(1),
        };
        assert_eq!(upper(&chain()), Some(expected));
        for len in 0..64 {
            assert_eq!(upper(&chain()[..len]), None, "{len}");
        }
    }

    #[test]
    fn an_authentication_header_is_skipped_or_not() {
        let mut packet = vec![0; 40];
        packet[6] = next_header::AUTHENTICATION;
        packet.extend([17, 4]);
        packet.extend([0; 30]);
        let ends = [upper(&packet), dissected(&packet)];
        let ends = ends.map(|end| end.map(|end| (end.protocol, end.offset)));
        assert_eq!(ends, [Some((17, 64)), Some((51, 40))]);
        assert_eq!(dissected(&chain()), upper(&chain()));
    }

    #[test]
    fn fragment_headers_come_and_go() {
        let bytes = [17, 0, 0x05, 0xa9, 0xde, 0xad, 0xbe, 0xef];
        let fields = FragmentFields::parse(&bytes).expect("long enough");
        assert_eq!((fields.offset, fields.more), (1448, true));
        assert_eq!(fields.emit(), bytes);
        for len in 0..8 {
            assert_eq!(FragmentFields::parse(&bytes[..len]), None);
        }
    }
}
