//! Addresses and prefixes as the tool reads them: `1.1/16`, `0x0a.1`, `default`, `any`, `all`.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::{number, options::Family};
use crate::lang::args::{Args, Failure};

/// A prefix as it was typed: an address of a known family, or one of the words for all addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prefix {
    /// `default`, `any` or `all`: every address of the family, which may not be known yet.
    All(Option<Family>),
    /// An address (host bits and all), and how many bits of it count.
    Net {
        /// The address as typed.
        addr: IpAddr,
        /// Its bits that count.
        len: u8,
        /// The length was typed.
        explicit: bool,
    },
}

impl Prefix {
    /// The family, if it is known.
    pub(crate) fn family(self) -> Option<Family> {
        match self {
            Self::All(family) => family,
            Self::Net { addr, .. } => Some(Family::of(addr)),
        }
    }

    /// The prefix with its host bits. `family` is for a word that has none of its own.
    pub(crate) fn net(self, family: Family) -> IpNet {
        match self {
            Self::All(own) => all(own.unwrap_or(family)),
            Self::Net { addr, len, .. } => with_len(addr, len),
        }
    }

    /// Bits that count.
    pub(crate) fn len(self) -> u8 {
        match self {
            Self::All(_) => 0,
            Self::Net { len, .. } => len,
        }
    }
}

/// All addresses of a family.
pub(crate) fn all(family: Family) -> IpNet {
    match family {
        Family::Inet => IpNet::V4(Ipv4Net::default()),
        Family::Inet6 => IpNet::V6(Ipv6Net::default()),
    }
}

fn with_len(addr: IpAddr, len: u8) -> IpNet {
    let whole = IpNet::from(addr);
    IpNet::new(addr, len).unwrap_or(whole)
}

/// An IPv4 address: one to four numbers of any base, the rest is zero.
pub(crate) fn ipv4(text: &str) -> Option<Ipv4Addr> {
    // The usual shape first; a leading zero would be octal.
    if let Some(octets) = dotted_quad(text.as_bytes()) {
        return Some(Ipv4Addr::from(octets));
    }
    let mut octets = [0_u8; 4];
    let mut rest = text;
    for (i, octet) in octets.iter_mut().enumerate() {
        let (value, after) = number::strtoul(rest, 0)?;
        *octet = u8::try_from(value).ok()?;
        if after.is_empty() {
            return Some(Ipv4Addr::from(octets));
        }
        if i == 3 {
            return None;
        }
        rest = after.strip_prefix('.')?;
    }
    None
}

fn dotted_quad(text: &[u8]) -> Option<[u8; 4]> {
    let mut octets = [0_u8; 4];
    let mut place = 0;
    let mut digits = 0;
    let mut value = 0_u16;
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                if digits > 0 && value == 0 {
                    return None;
                }
                value = value * 10 + u16::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return None;
                }
            }
            b'.' => {
                if digits == 0 || place == 3 {
                    return None;
                }
                octets[place] = u8::try_from(value).ok()?;
                place += 1;
                digits = 0;
                value = 0;
            }
            _ => return None,
        }
    }
    if digits == 0 || place != 3 {
        return None;
    }
    octets[3] = u8::try_from(value).ok()?;
    Some(octets)
}

/// An address that has to be of `family`, if one is given.
fn address(text: &str, family: Option<Family>) -> Option<IpAddr> {
    if text.contains(':') {
        if family == Some(Family::Inet) {
            return None;
        }
        return text.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    if family == Some(Family::Inet6) {
        return None;
    }
    ipv4(text).map(IpAddr::V4)
}

/// A prefix that has to be of `family`, if one is given (`get_prefix_1`).
pub(crate) fn parse(text: &str, family: Option<Family>) -> Option<Prefix> {
    if matches!(text, "default" | "any" | "all") {
        return Some(Prefix::All(family));
    }
    let (addr, mask) = match text.split_once('/') {
        Some((addr, mask)) => (addr, Some(mask)),
        None => (text, None),
    };
    if matches!(addr, "default" | "any" | "all") {
        return None;
    }
    let addr = address(addr, family)?;
    let bits = if addr.is_ipv4() { 32 } else { 128 };
    let len = match mask {
        Some(mask) => netmask(mask)?,
        None => bits,
    };
    (len <= bits).then_some(Prefix::Net {
        addr,
        len,
        explicit: mask.is_some(),
    })
}

/// A prefix length, or a dotted mask without holes.
fn netmask(text: &str) -> Option<u8> {
    if let Some(len) = number::u32(text) {
        return u8::try_from(len).ok();
    }
    let mask = u32::from(ipv4(text)?);
    (mask.leading_ones() + mask.trailing_zeros() >= 32)
        .then(|| u8::try_from(mask.leading_ones()).ok())?
}

fn expected(family: Option<Family>) -> &'static str {
    match family {
        None => "any valid",
        Some(Family::Inet) => "inet",
        Some(Family::Inet6) => "inet6",
    }
}

/// Takes an address (`get_addr`); `default` and its like are `None`.
pub(crate) fn addr_or_all(
    args: &mut Args<'_, '_>,
    family: Option<Family>,
) -> Result<Option<IpAddr>, Failure> {
    let word = args.value()?;
    if matches!(word, "default" | "any" | "all") {
        return Ok(None);
    }
    address(word, family).map(Some).ok_or_else(|| {
        Failure::exit(
            1,
            format!(
                "Error: {} address is expected rather than \"{word}\".\n",
                expected(family)
            ),
        )
        .at(args.last())
    })
}

/// Takes an address; the words for all addresses are the family's unspecified address.
pub(crate) fn addr(args: &mut Args<'_, '_>, family: Option<Family>) -> Result<IpAddr, Failure> {
    Ok(addr_or_all(args, family)?.unwrap_or(match family {
        None | Some(Family::Inet) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        Some(Family::Inet6) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }))
}

/// Takes a prefix (`get_prefix`).
pub(crate) fn prefix(args: &mut Args<'_, '_>, family: Option<Family>) -> Result<Prefix, Failure> {
    let word = args.value()?;
    parse(word, family).ok_or_else(|| {
        Failure::exit(
            1,
            format!(
                "Error: {} prefix is expected rather than \"{word}\".\n",
                expected(family)
            ),
        )
        .at(args.last())
    })
}

/// A prefix as routes and rules show it: without its length if that is the whole address.
pub(crate) struct Short(pub(crate) IpNet);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() {
            write!(f, "{}", self.0.addr())
        } else {
            write!(f, "{}/{}", self.0.addr(), self.0.prefix_len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_addresses() {
        assert_eq!(ipv4("1.1"), Some(Ipv4Addr::new(1, 1, 0, 0)));
        assert_eq!(ipv4("0x0a.1"), Some(Ipv4Addr::new(10, 1, 0, 0)));
        assert_eq!(ipv4("010.0.0.1"), Some(Ipv4Addr::new(8, 0, 0, 1)));
        assert_eq!(ipv4("1.2.3.4.5"), None);
        assert_eq!(ipv4("1.2.3.256"), None);
        assert_eq!(ipv4("1..2"), None);
        assert_eq!(ipv4(""), None);
        assert_eq!(ipv4("1.2.3.4"), Some(Ipv4Addr::new(1, 2, 3, 4)));
        assert_eq!(ipv4("0.0.0.0"), Some(Ipv4Addr::UNSPECIFIED));
    }

    #[test]
    fn masks() {
        assert_eq!(netmask("24"), Some(24));
        assert_eq!(netmask("255.255.255.0"), Some(24));
        assert_eq!(netmask("255.0.255.0"), None);
        assert_eq!(netmask("0.0.0.0"), Some(0));
        assert_eq!(netmask("255.255.255.255"), Some(32));
    }

    #[test]
    fn families() {
        assert!(parse("1.1.1.1", Some(Family::Inet6)).is_none());
        assert!(parse("::1", Some(Family::Inet)).is_none());
        assert_eq!(parse("default", None), Some(Prefix::All(None)));
        assert!(parse("1.1.1.1/33", None).is_none());
        assert!(parse("::/129", None).is_none());
    }
}
