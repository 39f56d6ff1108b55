//! Neighbour discovery messages. Read RFC 4861 §4.

use std::net::Ipv6Addr;

use crate::iface::MacAddr;

/// ICMPv6 type of a router solicitation.
pub const ROUTER_SOLICITATION: u8 = 133;
/// ICMPv6 type of a router advertisement.
pub const ROUTER_ADVERTISEMENT: u8 = 134;
/// ICMPv6 type of a neighbour solicitation.
pub const NEIGHBOUR_SOLICITATION: u8 = 135;
/// ICMPv6 type of a neighbour advertisement.
pub const NEIGHBOUR_ADVERTISEMENT: u8 = 136;
/// ICMPv6 type of a redirect.
pub const REDIRECT: u8 = 137;

/// The hop limit of every neighbour discovery packet: no router can have forwarded it (§3.1).
pub const HOP_LIMIT: u8 = 255;

const OPT_SOURCE_LLADDR: u8 = 1;
const OPT_TARGET_LLADDR: u8 = 2;
/// Length of a link-layer address option for Ethernet.
const OPT_LLADDR_LEN: usize = 8;

/// Why a message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NdiscError {
    /// It is shorter than its fixed part.
    Truncated,
    /// It is of another type.
    Type,
    /// The code is not zero.
    Code,
    /// An option is cut short, has length zero, or is a link-layer address of another length than
    /// Ethernet's.
    Option,
}

impl std::fmt::Display for NdiscError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Truncated => "message cut short",
            Self::Type => "not a neighbour discovery message",
            Self::Code => "code is not zero",
            Self::Option => "malformed option",
        })
    }
}

impl std::error::Error for NdiscError {}

/// A message, from the ICMPv6 header on. Its values are checked for form only: what a message may
/// say is the receiver's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NdiscFields {
    /// Is there a router? (§4.1)
    RouterSolicitation {
        /// The sender's link-layer address.
        source_mac: Option<MacAddr>,
    },
    /// Here is a router (§4.2). Only what concerns neighbours is read.
    RouterAdvertisement {
        /// The sender's link-layer address.
        source_mac: Option<MacAddr>,
    },
    /// Who has this address? (§4.3)
    NeighbourSolicitation {
        /// The address.
        target: Ipv6Addr,
        /// The sender's link-layer address.
        source_mac: Option<MacAddr>,
    },
    /// I have it (§4.4).
    NeighbourAdvertisement {
        /// The sender is a router (R).
        router: bool,
        /// It answers a solicitation (S).
        solicited: bool,
        /// It should replace what is known (O).
        override_: bool,
        /// The address.
        target: Ipv6Addr,
        /// Its link-layer address.
        target_mac: Option<MacAddr>,
    },
    /// There is a better way (§4.5).
    Redirect {
        /// The better first hop.
        target: Ipv6Addr,
        /// For this destination.
        destination: Ipv6Addr,
        /// The first hop's link-layer address.
        target_mac: Option<MacAddr>,
    },
}

fn address(message: &[u8], at: usize) -> Result<Ipv6Addr, NdiscError> {
    let bytes = message.get(at..at + 16).ok_or(NdiscError::Truncated)?;
    let mut octets = [0; 16];
    octets.copy_from_slice(bytes);
    Ok(Ipv6Addr::from(octets))
}

/// The first option of type `wanted`. All options are checked; as Linux does, a second one of the
/// same type is ignored.
fn lladdr(mut options: &[u8], wanted: u8) -> Result<Option<MacAddr>, NdiscError> {
    let mut found = None;
    while !options.is_empty() {
        let [kind, units, ..] = *options else {
            return Err(NdiscError::Option);
        };
        let len = usize::from(units) * 8;
        if len == 0 || len > options.len() {
            return Err(NdiscError::Option);
        }
        if kind == wanted && found.is_none() {
            found = Some(&options[..len]);
        }
        options = &options[len..];
    }
    match found {
        None => Ok(None),
        Some(&[_, _, a, b, c, d, e, f]) => Ok(Some(MacAddr([a, b, c, d, e, f]))),
        Some(_) => Err(NdiscError::Option),
    }
}

impl NdiscFields {
    /// Reads a message from its ICMPv6 header on; the checksum is not looked at.
    ///
    /// # Errors
    /// If its form is wrong.
    pub fn parse(message: &[u8]) -> Result<Self, NdiscError> {
        let &[kind, code, ..] = message else {
            return Err(NdiscError::Truncated);
        };
        let fixed = match kind {
            ROUTER_SOLICITATION => 8,
            ROUTER_ADVERTISEMENT => 16,
            NEIGHBOUR_SOLICITATION | NEIGHBOUR_ADVERTISEMENT => 24,
            REDIRECT => 40,
            _ => return Err(NdiscError::Type),
        };
        if code != 0 {
            return Err(NdiscError::Code);
        }
        let options = message.get(fixed..).ok_or(NdiscError::Truncated)?;
        Ok(match kind {
            ROUTER_SOLICITATION => Self::RouterSolicitation {
                source_mac: lladdr(options, OPT_SOURCE_LLADDR)?,
            },
            ROUTER_ADVERTISEMENT => Self::RouterAdvertisement {
                source_mac: lladdr(options, OPT_SOURCE_LLADDR)?,
            },
            NEIGHBOUR_SOLICITATION => Self::NeighbourSolicitation {
                target: address(message, 8)?,
                source_mac: lladdr(options, OPT_SOURCE_LLADDR)?,
            },
            NEIGHBOUR_ADVERTISEMENT => Self::NeighbourAdvertisement {
                router: message[4] & 0x80 != 0,
                solicited: message[4] & 0x40 != 0,
                override_: message[4] & 0x20 != 0,
                target: address(message, 8)?,
                target_mac: lladdr(options, OPT_TARGET_LLADDR)?,
            },
            _ => Self::Redirect {
                target: address(message, 8)?,
                destination: address(message, 24)?,
                target_mac: lladdr(options, OPT_TARGET_LLADDR)?,
            },
        })
    }

    /// Bytes that [`NdiscFields::emit`] appends.
    #[must_use]
    pub const fn buffer_len(&self) -> usize {
        let (fixed, option) = match self {
            Self::RouterSolicitation { source_mac } => (8, source_mac),
            Self::RouterAdvertisement { source_mac } => (16, source_mac),
            Self::NeighbourSolicitation { source_mac, .. } => (24, source_mac),
            Self::NeighbourAdvertisement { target_mac, .. } => (24, target_mac),
            Self::Redirect { target_mac, .. } => (40, target_mac),
        };
        fixed + if option.is_some() { OPT_LLADDR_LEN } else { 0 }
    }

    /// Appends the message, checksum zero, to `out`. A router advertisement says nothing but who
    /// sent it.
    pub fn emit(&self, out: &mut Vec<u8>) {
        let option = |out: &mut Vec<u8>, kind: u8, mac: &Option<MacAddr>| {
            if let Some(mac) = mac {
                out.extend([kind, 1]);
                out.extend(mac.0);
            }
        };
        match self {
            Self::RouterSolicitation { source_mac } => {
                out.extend([ROUTER_SOLICITATION, 0, 0, 0, 0, 0, 0, 0]);
                option(out, OPT_SOURCE_LLADDR, source_mac);
            }
            Self::RouterAdvertisement { source_mac } => {
                out.extend([ROUTER_ADVERTISEMENT, 0, 0, 0, 0, 0, 0, 0]);
                out.extend([0; 8]);
                option(out, OPT_SOURCE_LLADDR, source_mac);
            }
            Self::NeighbourSolicitation { target, source_mac } => {
                out.extend([NEIGHBOUR_SOLICITATION, 0, 0, 0, 0, 0, 0, 0]);
                out.extend(target.octets());
                option(out, OPT_SOURCE_LLADDR, source_mac);
            }
            Self::NeighbourAdvertisement {
                router,
                solicited,
                override_,
                target,
                target_mac,
            } => {
                let flags =
                    u8::from(*router) << 7 | u8::from(*solicited) << 6 | u8::from(*override_) << 5;
                out.extend([NEIGHBOUR_ADVERTISEMENT, 0, 0, 0, flags, 0, 0, 0]);
                out.extend(target.octets());
                option(out, OPT_TARGET_LLADDR, target_mac);
            }
            Self::Redirect {
                target,
                destination,
                target_mac,
            } => {
                out.extend([REDIRECT, 0, 0, 0, 0, 0, 0, 0]);
                out.extend(target.octets());
                out.extend(destination.octets());
                option(out, OPT_TARGET_LLADDR, target_mac);
            }
        }
    }
}

/// The group that an address's owner listens to (RFC 4291 §2.7.1).
#[must_use]
pub const fn solicited_node(address: Ipv6Addr) -> Ipv6Addr {
    let [.., high, low] = address.segments();
    Ipv6Addr::new(0xff02, 0, 0, 0, 0, 1, 0xff00 | high & 0xff, low)
}

/// Whether `address` is such a group.
#[must_use]
pub const fn is_solicited_node(address: Ipv6Addr) -> bool {
    matches!(address.segments(), [0xff02, 0, 0, 0, 0, 1, high, _] if high >> 8 == 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAC: MacAddr = MacAddr([0x02, 0x42, 0xac, 0x11, 0x00, 0x02]);
    const TARGET: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

    /// A solicitation, captured on a veth; checksum zeroed.
    const SOLICITATION: [u8; 32] = [
        135, 0, 0, 0, 0, 0, 0, 0, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1,
        0x02, 0x42, 0xac, 0x11, 0x00, 0x02,
    ];

    /// Its answer from a router.
    const ADVERTISEMENT: [u8; 32] = [
        136, 0, 0, 0, 0xe0, 0, 0, 0, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2,
        1, 0x02, 0x42, 0xac, 0x11, 0x00, 0x02,
    ];

    const EXAMPLES: [(NdiscFields, &[u8]); 2] = [
        (
            NdiscFields::NeighbourSolicitation {
                target: TARGET,
                source_mac: Some(MAC),
            },
            &SOLICITATION,
        ),
        (
            NdiscFields::NeighbourAdvertisement {
                router: true,
                solicited: true,
                override_: true,
                target: TARGET,
                target_mac: Some(MAC),
            },
            &ADVERTISEMENT,
        ),
    ];

    #[test]
    fn parse_and_emit() {
        for (fields, bytes) in EXAMPLES {
            assert_eq!(NdiscFields::parse(bytes), Ok(fields));
            let mut emitted = Vec::new();
            fields.emit(&mut emitted);
            assert_eq!(emitted, bytes);
            assert_eq!(fields.buffer_len(), bytes.len());
        }
    }

    #[test]
    fn every_kind_comes_back() {
        let target_mac = Some(MAC);
        let source_mac = None;
        for fields in [
            NdiscFields::RouterSolicitation { source_mac },
            NdiscFields::RouterAdvertisement {
                source_mac: Some(MAC),
            },
            NdiscFields::Redirect {
                target: TARGET,
                destination: Ipv6Addr::LOCALHOST,
                target_mac,
            },
        ] {
            let mut bytes = Vec::new();
            fields.emit(&mut bytes);
            assert_eq!(NdiscFields::parse(&bytes), Ok(fields));
            assert_eq!(fields.buffer_len(), bytes.len());
        }
    }

    #[test]
    fn every_truncation_is_refused_or_has_no_option() {
        for (_, bytes) in EXAMPLES {
            for len in 0..bytes.len() {
                let result = NdiscFields::parse(&bytes[..len]);
                if len == 24 {
                    assert!(result.is_ok(), "the option is optional");
                } else {
                    assert!(result.is_err(), "{len} bytes");
                }
            }
        }
    }

    #[test]
    fn malformed_options_are_refused() {
        let mut zero = SOLICITATION;
        zero[25] = 0;
        assert_eq!(NdiscFields::parse(&zero), Err(NdiscError::Option));
        let mut long = SOLICITATION.to_vec();
        long[25] = 2;
        assert_eq!(NdiscFields::parse(&long), Err(NdiscError::Option));
        long.extend([0; 8]);
        assert_eq!(
            NdiscFields::parse(&long),
            Err(NdiscError::Option),
            "not the length of an Ethernet address"
        );
        let mut code = SOLICITATION;
        code[1] = 1;
        assert_eq!(NdiscFields::parse(&code), Err(NdiscError::Code));
        assert_eq!(NdiscFields::parse(&[128, 0]), Err(NdiscError::Type));
    }

    #[test]
    fn the_first_of_two_options_counts() {
        let mut twice = SOLICITATION.to_vec();
        twice.extend([1, 1, 9, 9, 9, 9, 9, 9]);
        assert_eq!(NdiscFields::parse(&twice), Ok(EXAMPLES[0].0));
    }

    #[test]
    fn solicited_node_groups() {
        let group = solicited_node("fe80::42:acff:fe11:2".parse().expect("an address"));
        assert_eq!(group.to_string(), "ff02::1:ff11:2");
        assert!(is_solicited_node(group));
        let address = Ipv6Addr::new(0xfd00, 0, 0, 0, 0, 0, 0x12ab, 0xcdef);
        assert_eq!(solicited_node(address).to_string(), "ff02::1:ffab:cdef");
        assert!(!is_solicited_node("ff02::1".parse().expect("an address")));
    }
}
