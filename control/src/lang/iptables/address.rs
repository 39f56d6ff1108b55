//! Addresses as libxtables reads and libc writes them.

use std::{
    fmt::{self, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use dataplane::route::Family;

use super::{
    extension::Complaint,
    value::strtoul,
    xtoptions::{Asked, parameter},
};

/// An address as inet_pton(3) wants it.
pub(super) fn strict(text: &str, family: Family) -> Option<IpAddr> {
    match family {
        Family::V4 => text.parse().ok().map(IpAddr::V4),
        Family::V6 => text.parse().ok().map(IpAddr::V6),
    }
}

/// An address or a host's name (`XTTYPE_HOST`).
///
/// Deviation: names are not looked up, as if no name server answered.
pub(super) fn host(text: &str, family: Family) -> Result<IpAddr, Complaint> {
    numeric(text, family).ok_or_else(|| {
        let other = match family {
            Family::V4 => numeric(text, Family::V6),
            Family::V6 => numeric(text, Family::V4),
        };
        let why = if other.is_some() {
            "Address family for hostname not supported"
        } else if may_be_name(text) {
            "Temporary failure in name resolution"
        } else {
            "Name or service not known"
        };
        parameter(format!("getaddrinfo: {why}\n"))
    })
}

/// Whether a name server would be asked for a name.
fn may_be_name(text: &str) -> bool {
    let label = |label: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.bytes().all(letter)
    };
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !text.ends_with('.');
    text == "." || !is_number && text.strip_suffix('.').unwrap_or(text).split('.').all(label)
}

/// An address as getaddrinfo(3) wants it: of IPv4 all forms of inet_aton(3).
fn numeric(text: &str, family: Family) -> Option<IpAddr> {
    match family {
        Family::V4 => aton(text).map(IpAddr::V4),
        Family::V6 => strict(text, family),
    }
}

/// One to four numbers of any base; the last one fills what is left.
pub(crate) fn aton(text: &str) -> Option<Ipv4Addr> {
    let mut value = 0_u32;
    let mut rest = text;
    for place in 0..4_u32 {
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (number, after) = strtoul(rest, 0)?;
        let number = u32::try_from(number).ok()?;
        let Some(next) = after.strip_prefix('.') else {
            let room = u32::MAX >> (8 * place);
            return (after.is_empty() && number <= room).then(|| Ipv4Addr::from(value | number));
        };
        if place == 3 || number > 255 {
            return None;
        }
        value |= number << (24 - 8 * place);
        rest = next;
    }
    None
}

/// An address, and a `/` with the length of a prefix or a mask, if there is one (`XTTYPE_HOSTMASK`).
/// The address keeps its host bits. A mask that is no prefix means all bits, as in iptables 1.8.9.
pub(super) fn masked(asked: Asked<'_>, family: Family) -> Result<(IpAddr, IpAddr), Complaint> {
    let (address, mask) = match asked.value.split_once('/') {
        None => (asked.value, None),
        Some((address, mask)) => (address, Some(mask)),
    };
    let address = host(address, family)?;
    let bits = u32::from(family.bits());
    let Some(mask) = mask else {
        return Ok((address, prefix_mask(bits, family)));
    };
    let len = plen(asked, mask, family)?.unwrap_or(bits);
    Ok((address, prefix_mask(len, family)))
}

/// The length of a prefix, or of a mask; `None` of a mask that is no prefix (`XTTYPE_PLEN`).
pub(super) fn plen(asked: Asked<'_>, text: &str, family: Family) -> Result<Option<u32>, Complaint> {
    let bits = u32::from(family.bits());
    if let Some((len, "")) = strtoul(text, 0)
        && len <= u64::from(bits)
    {
        return Ok(u32::try_from(len).ok());
    }
    let mask = numeric(text, family).ok_or_else(|| {
        parameter(format!(
            "{}: bad value for option \"--{}\", neither a valid network mask nor valid CIDR (0-{bits}).\n",
            asked.extension, asked.option
        ))
    })?;
    Ok(prefix_len(mask))
}

/// A mask of `len` bits.
pub(super) fn prefix_mask(len: u32, family: Family) -> IpAddr {
    match family {
        Family::V4 => Ipv4Addr::from(u32::MAX.checked_shl(32 - len.min(32)).unwrap_or(0)).into(),
        Family::V6 => Ipv6Addr::from(u128::MAX.checked_shl(128 - len.min(128)).unwrap_or(0)).into(),
    }
}

/// The number of bits of a mask, if they are its first ones.
pub(super) fn prefix_len(mask: IpAddr) -> Option<u32> {
    match mask {
        IpAddr::V4(mask) => {
            let mask = u32::from(mask);
            (mask.leading_ones() + mask.trailing_zeros() >= 32).then(|| mask.leading_ones())
        }
        IpAddr::V6(mask) => {
            let mask = u128::from(mask);
            (mask.leading_ones() + mask.trailing_zeros() >= 128).then(|| mask.leading_ones())
        }
    }
}

/// A mask behind an address (`xtables_ipmask_to_numeric`): nothing if it has all bits.
pub(super) fn write_mask(mask: IpAddr, out: &mut String) {
    let all = if mask.is_ipv4() { 32 } else { 128 };
    let _ = match prefix_len(mask) {
        Some(len) if len == all => Ok(()),
        Some(len) => write!(out, "/{len}"),
        None => write!(out, "/{}", Shown(mask)),
    };
}

/// An address as inet_ntop(3) writes it: of IPv6 `::1.2.3.4` where the first 96 bits are zero and the
/// next 16 are not.
#[derive(Clone, Copy)]
pub(super) struct Shown(pub(super) IpAddr);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V6(v6) => {
                let bits = u128::from(v6);
                match u32::try_from(bits) {
                    Ok(low) if low > 0xffff => write!(f, "::{}", Ipv4Addr::from(low)),
                    _ => v6.fmt(f),
                }
            }
            IpAddr::V4(v4) => v4.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aton_takes_one_to_four_numbers() {
        let four = |text: &str| aton(text).map(|a| a.to_string());
        assert_eq!(four("1.2.3.4").as_deref(), Some("1.2.3.4"));
        assert_eq!(four("1.2.3").as_deref(), Some("1.2.0.3"));
        assert_eq!(four("1.65536").as_deref(), Some("1.1.0.0"));
        assert_eq!(four("0x7f000001").as_deref(), Some("127.0.0.1"));
        assert_eq!(four("010.0.0.1").as_deref(), Some("8.0.0.1"));
        assert_eq!(four("1.2.3.256"), None);
        assert_eq!(four("256.1"), None);
        assert_eq!(four("1.2.3.4.5"), None);
        assert_eq!(four("1.2.3."), None);
        assert_eq!(four(""), None);
        assert_eq!(four("-1"), None);
    }

    #[test]
    fn masks_are_prefixes_or_not() {
        for len in 0..=32 {
            assert_eq!(prefix_len(prefix_mask(len, Family::V4)), Some(len));
        }
        for len in 0..=128 {
            assert_eq!(prefix_len(prefix_mask(len, Family::V6)), Some(len));
        }
        assert_eq!(prefix_len("255.0.255.0".parse().unwrap()), None);
    }

    #[test]
    fn ipv4_compatible_addresses_are_dotted() {
        let shown = |text: &str| Shown(text.parse().unwrap()).to_string();
        assert_eq!(shown("::1.2.3.4"), "::1.2.3.4");
        assert_eq!(shown("::ffff:1.2.3.4"), "::ffff:1.2.3.4");
        assert_eq!(shown("::1"), "::1");
        assert_eq!(shown("::1:2"), "::0.1.0.2");
        assert_eq!(shown("2001:db8::1"), "2001:db8::1");
    }
}
