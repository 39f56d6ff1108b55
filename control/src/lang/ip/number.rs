//! Numbers as the tool reads them: `strtoul(3)` with base 0.

/// What `strtoul(3)` makes of the whole of `text`: spaces, a sign, `0x` and `0` prefixes. `None` if
/// anything is left over, there is no digit, or it does not fit.
pub(crate) fn unsigned_long(text: &str, base: u32) -> Option<u64> {
    let (value, rest) = strtoul(text, base)?;
    rest.is_empty().then_some(value)
}

/// As [`unsigned_long`], where the number has to fit into fewer bits.
pub(crate) fn unsigned<T: TryFrom<u64>>(text: &str, base: u32) -> Option<T> {
    T::try_from(unsigned_long(text, base)?).ok()
}

/// As `strtoul(3)`: the number at the start of `text`, and what follows it.
pub(crate) fn strtoul(text: &str, base: u32) -> Option<(u64, &str)> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let hex = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
    let (base, digits) = match (base, hex) {
        (0 | 16, Some(rest)) => (16, rest),
        (0, None) if digits.starts_with('0') => (8, digits),
        (0, _) => (10, digits),
        (base, _) => (base, digits),
    };
    let end = digits
        .find(|c: char| !c.is_digit(base))
        .unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let value = digits[..end].chars().try_fold(0_u64, |sum, c| {
        sum.checked_mul(u64::from(base))?
            .checked_add(u64::from(c.to_digit(base)?))
    })?;
    let value = if negative {
        value.wrapping_neg()
    } else {
        value
    };
    Some((value, &digits[end..]))
}

/// A number of 32 bits (`get_u32`, `get_unsigned`).
pub(crate) fn u32(text: &str) -> Option<u32> {
    // Nearly every number is plain decimal.
    if let [b'1'..=b'9', rest @ ..] = text.as_bytes()
        && rest.len() < 9
        && rest.iter().all(u8::is_ascii_digit)
    {
        return text.parse().ok();
    }
    unsigned(text, 0)
}

/// A number of 16 bits (`get_u16`).
pub(crate) fn u16(text: &str) -> Option<u16> {
    u16::try_from(u32(text)?).ok()
}

/// A number of 8 bits (`get_u8`).
pub(crate) fn u8(text: &str) -> Option<u8> {
    u8::try_from(u32(text)?).ok()
}

/// A signed number (`get_integer`).
pub(crate) fn i32(text: &str) -> Option<i32> {
    let trimmed = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    match trimmed.strip_prefix('-') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            i32::try_from(-i64::try_from(unsigned_long(rest, 0)?).ok()?).ok()
        }
        Some(_) => None,
        None => unsigned(text, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bases() {
        assert_eq!(u32("0x10"), Some(16));
        assert_eq!(u32("010"), Some(8));
        assert_eq!(u32("08"), None);
        assert_eq!(u32("0x"), None);
        assert_eq!(u32("0"), Some(0));
        assert_eq!(u32(" +7"), Some(7));
        assert_eq!(u32("-1"), None);
        assert_eq!(u32("4294967295"), Some(u32::MAX));
        assert_eq!(u32("4294967296"), None);
        assert_eq!(u32("99999999999999999999"), None);
        assert_eq!(u32(""), None);
        assert_eq!(u32("1a"), None);
        assert_eq!(u8("256"), None);
        assert_eq!(i32("-5"), Some(-5));
        assert_eq!(i32("--5"), None);
    }
}
