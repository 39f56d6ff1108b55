//! Addresses and masks as the tool reads and writes them.

use std::net::{Ipv4Addr, Ipv6Addr};

use dataplane::{filter::Masked, route::Family};

use super::address::{Shown, prefix_len};
use crate::lang::ip::number::strtoul;

/// A whole word that is a number from 0 to `max` (`xtables_strtoui`).
pub(super) fn number(word: &str, max: u64) -> Option<u64> {
    let (value, rest) = strtoul(word, 0)?;
    (rest.is_empty() && value <= max).then_some(value)
}

/// Why an address can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// The mask.
    Mask(String),
    /// The address: there is nobody to ask for names.
    Address(String),
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mask(mask) => write!(f, "invalid mask `{mask}' specified"),
            Self::Address(name) => write!(f, "host/network `{name}' not found"),
        }
    }
}

/// Addresses with commas between them.
pub(super) fn list(text: &str, family: Family) -> Result<Vec<Masked>, Unreadable> {
    text.split(',')
        .map(|one| masked(one.trim_start(), family))
        .collect()
}

/// `ADDRESS[/MASK]`.
pub(super) fn masked(text: &str, family: Family) -> Result<Masked, Unreadable> {
    let (name, mask) = match text.rsplit_once('/') {
        Some((name, mask)) => (name, Some(mask)),
        None => (text, None),
    };
    let bad_mask = || Unreadable::Mask(mask.unwrap_or_default().to_owned());
    let bad_name = || Unreadable::Address(name.to_owned());
    match family {
        Family::V4 => {
            let mask = match mask {
                Some(mask) => mask4(mask).ok_or_else(bad_mask)?,
                None => Ipv4Addr::BROADCAST,
            };
            // With an empty mask the name does not matter.
            let addr = if mask.is_unspecified() {
                Ipv4Addr::UNSPECIFIED
            } else {
                network4(name).ok_or_else(bad_name)?
            };
            Ok(Masked {
                addr: (addr & mask).into(),
                mask: mask.into(),
            })
        }
        Family::V6 => {
            let mask = match mask {
                Some(mask) => mask6(mask).ok_or_else(bad_mask)?,
                None => Ipv6Addr::from(u128::MAX),
            };
            let addr = if mask.is_unspecified() {
                Ipv6Addr::UNSPECIFIED
            } else {
                name.parse().map_err(|_| bad_name())?
            };
            Ok(Masked {
                addr: (addr & mask).into(),
                mask: mask.into(),
            })
        }
    }
}

/// An IPv4 address whose last parts may be left out, of numbers in any base
/// (`numeric_to_ipaddr`).
pub(super) fn network4(text: &str) -> Option<Ipv4Addr> {
    if let Ok(addr) = text.parse() {
        return Some(addr);
    }
    let mut octets = [0; 4];
    let mut parts = text.splitn(4, '.');
    for octet in &mut octets {
        let Some(part) = parts.next() else {
            break;
        };
        *octet = u8::try_from(number(part, 255)?).ok()?;
    }
    Some(octets.into())
}

fn mask4(text: &str) -> Option<Ipv4Addr> {
    if text.matches('.').count() == 3
        && let Some(mask) = network4(text)
    {
        return Some(mask);
    }
    let bits = u32::try_from(number(text, 32)?).ok()?;
    Some(Ipv4Addr::from(
        u32::MAX.checked_shl(32 - bits).unwrap_or_default(),
    ))
}

fn mask6(text: &str) -> Option<Ipv6Addr> {
    if let Ok(mask) = text.parse() {
        return Some(mask);
    }
    let bits = u32::try_from(number(text, 128)?).ok()?;
    Some(Ipv6Addr::from(
        u128::MAX.checked_shl(128 - bits).unwrap_or_default(),
    ))
}

/// An address as `-L` shows it.
pub(super) fn shown(masked: Option<Masked>, family: Family, numeric: bool) -> String {
    let any = match family {
        Family::V4 => masked.is_none_or(|masked| masked.mask.is_unspecified()),
        Family::V6 => masked.is_none_or(|masked| masked.addr.is_unspecified()),
    };
    if any && !numeric {
        return "anywhere".to_owned();
    }
    let Some(Masked { addr, mask }) = masked else {
        return match family {
            Family::V4 => "0.0.0.0/0".to_owned(),
            Family::V6 => "::/0".to_owned(),
        };
    };
    let whole = if addr.is_ipv4() { 32 } else { 128 };
    match prefix_len(mask) {
        Some(len) if len == whole => Shown(addr).to_string(),
        Some(len) => format!("{}/{len}", Shown(addr)),
        None => format!("{}/{}", Shown(addr), Shown(mask)),
    }
}

/// An address as `-S` shows it.
pub(super) fn saved(Masked { addr, mask }: Masked) -> String {
    match prefix_len(mask) {
        Some(len) => format!("{}/{len}", Shown(addr)),
        None => format!("{}/{}", Shown(addr), Shown(mask)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_the_tool_reads_them() {
        let read = |text| masked(text, Family::V4).map(saved);
        let good = |text: &str| Ok(text.to_owned());
        assert_eq!(read("1.2.3"), good("1.2.3.0/32"));
        assert_eq!(read("10/8"), good("10.0.0.0/8"));
        assert_eq!(read("0x1.010.3.4"), good("1.8.3.4/32"));
        assert_eq!(read("1.2.3.4/255.0.255.0"), good("1.0.3.0/255.0.255.0"));
        assert_eq!(read("any/0"), good("0.0.0.0/0"));
        assert_eq!(read("/8"), Err(Unreadable::Address(String::new())));
        assert_eq!(read("1.2.3.4/"), Err(Unreadable::Mask(String::new())));
        assert_eq!(read("1.2.3.4/33"), Err(Unreadable::Mask("33".to_owned())));
        assert_eq!(
            read("1.2.3.4.5"),
            Err(Unreadable::Address("1.2.3.4.5".to_owned()))
        );
        let read = |text| masked(text, Family::V6).map(saved);
        assert_eq!(read("2001:db8::1/64"), good("2001:db8::/64"));
        assert_eq!(read("2001::1/ffff::ff"), good("2001::1/ffff::ff"));
        assert_eq!(read("::1"), good("::1/128"));
    }
}
