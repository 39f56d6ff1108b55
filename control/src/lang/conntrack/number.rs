//! Numbers and addresses as the C library reads them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What `strtoul(text, &end, 0)` reads: the number, and what stands behind it. A number that does
/// not fit is the largest one.
pub(super) fn unsigned(text: &str) -> (u64, &str) {
    let start = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let (negative, digits) = match start.as_bytes().first() {
        Some(b'-') => (true, &start[1..]),
        Some(b'+') => (false, &start[1..]),
        Some(_) | None => (false, start),
    };
    let hex = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
    let (radix, digits) = match hex {
        Some(rest) => (16, rest),
        None if digits.starts_with('0') => (8, digits),
        None => (10, digits),
    };
    let length = digits
        .find(|c: char| !c.is_digit(radix))
        .unwrap_or(digits.len());
    let (number, rest) = digits.split_at(length);
    if number.is_empty() {
        return (0, text);
    }
    let value = u64::from_str_radix(number, radix).unwrap_or(u64::MAX);
    (
        if negative {
            value.wrapping_neg()
        } else {
            value
        },
        rest,
    )
}

/// A number with nothing behind it.
pub(super) fn whole(text: &str) -> Option<u64> {
    match unsigned(text) {
        (value, "") if !text.is_empty() => Some(value),
        (_, _) => None,
    }
}

/// What `atol` reads, cut to 32 bits as an attribute of netlink is.
pub(super) fn decimal(text: &str) -> u32 {
    let start = text.trim_start();
    let (negative, digits) = match start.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, start.strip_prefix('+').unwrap_or(start)),
    };
    let value = digits
        .bytes()
        .take_while(u8::is_ascii_digit)
        .fold(0_u32, |value, digit| {
            value.wrapping_mul(10).wrapping_add(u32::from(digit - b'0'))
        });
    if negative {
        value.wrapping_neg()
    } else {
        value
    }
}

/// An address as `inet_aton` or, failing that, `inet_pton` for IPv6 reads it.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    match ipv4(text) {
        Some(address) => Some(address.into()),
        None => text.parse::<Ipv6Addr>().ok().map(IpAddr::from),
    }
}

/// `inet_aton`: one to four numbers, of which the last fills what is left.
fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = text.split('.').collect();
    let (last, first) = parts.split_last()?;
    if first.len() > 3 {
        return None;
    }
    let number = |part: &str| {
        let starts = part.starts_with(|c: char| c.is_ascii_digit());
        whole(part).filter(|_| starts)
    };
    let mut value: u64 = 0;
    for part in first {
        value = value << 8 | u64::from(u8::try_from(number(part)?).ok()?);
    }
    let bits = 8 * (4 - u32::try_from(first.len()).ok()?);
    let last = number(last)?;
    if last >> bits != 0 {
        return None;
    }
    let value = u32::try_from(value << bits | last).ok()?;
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, value) in [
            ("10", (10, "")),
            ("0x1f/7", (0x1f, "/7")),
            ("010", (8, "")),
            ("0", (0, "")),
            ("0x", (0, "x")),
            ("08", (0, "8")),
            ("-1", (u64::MAX, "")),
            ("foo", (0, "foo")),
            ("", (0, "")),
        ] {
            assert_eq!(unsigned(text), value, "{text}");
        }
        assert_eq!(whole("0x10"), Some(16));
        assert_eq!(whole("1x"), None);
        assert_eq!(whole(""), None);
        assert_eq!(decimal("-5"), 4_294_967_291);
        assert_eq!(decimal("0x10"), 0);
        assert_eq!(decimal("70000"), 70_000);
    }

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("1.2.3.4", Some("1.2.3.4")),
            ("1.1", Some("1.0.0.1")),
            ("1.2.515", Some("1.2.2.3")),
            ("16909060", Some("1.2.3.4")),
            ("0x7f.1", Some("127.0.0.1")),
            ("::1", Some("::1")),
            ("1.2.3.256", None),
            ("1.2.3.4.5", None),
            ("1..2", None),
            ("1.2.3.4 ", None),
            ("foo", None),
            ("", None),
        ] {
            assert_eq!(
                address(text),
                expected.map(|text| text.parse().expect("an address")),
                "{text}"
            );
        }
    }
}
