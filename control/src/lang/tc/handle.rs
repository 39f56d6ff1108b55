//! Names of qdiscs and classes as `tc` reads them.

use dataplane::qos::Handle;

use super::number::strtoul;

/// A qdisc (`get_qdisc_handle`): `1:`, `1`, `none`.
pub(super) fn qdisc(text: &str) -> Option<Handle> {
    if text == "none" {
        return Some(Handle::UNSPEC);
    }
    let (major, rest) = strtoul(text, 16)?;
    let major = u16::try_from(major).ok()?;
    // Whatever is behind the colon does not matter.
    (rest.is_empty() || rest.starts_with(':')).then(|| Handle::new(major, 0))
}

/// A class, or another place (`get_tc_classid`): `1:30`, `1:`, `:30`, a number of 32 bits, `root`, `none`.
pub(super) fn class(text: &str) -> Option<Handle> {
    match text {
        "root" => return Some(Handle::ROOT),
        "none" => return Some(Handle::UNSPEC),
        _ => {}
    }
    let (major, rest) = match strtoul(text, 16) {
        Some(found) => found,
        None if text.starts_with(':') => (0, text),
        None => return None,
    };
    let Some(minor) = rest.strip_prefix(':') else {
        // All of it is one number.
        let number = u32::try_from(major).ok()?;
        return rest.is_empty().then_some(Handle(number));
    };
    let major = u16::try_from(major).ok()?;
    if minor.is_empty() {
        return Some(Handle::new(major, 0));
    }
    let (minor, rest) = strtoul(minor, 16)?;
    let minor = u16::try_from(minor).ok()?;
    rest.is_empty().then(|| Handle::new(major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_hexadecimal() {
        assert_eq!(qdisc("1:"), Some(Handle::new(1, 0)));
        assert_eq!(qdisc("a"), Some(Handle::new(10, 0)));
        assert_eq!(qdisc("1:1"), Some(Handle::new(1, 0)));
        assert_eq!(qdisc("10000:"), None);
        assert_eq!(qdisc("x"), None);
        assert_eq!(class("1:30"), Some(Handle::new(1, 0x30)));
        assert_eq!(class(":30"), Some(Handle::new(0, 0x30)));
        assert_eq!(class("1:"), Some(Handle::new(1, 0)));
        assert_eq!(class("10001"), Some(Handle::new(1, 1)));
        assert_eq!(class("root"), Some(Handle::ROOT));
        assert_eq!(class("none"), Some(Handle::UNSPEC));
        assert_eq!(class("10000:1"), None);
        assert_eq!(class("1:10000"), None);
        assert_eq!(class("1:x"), None);
        assert_eq!(class(""), None);
    }
}
