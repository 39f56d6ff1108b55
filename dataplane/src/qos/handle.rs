//! Names of qdiscs and classes.

use std::fmt;

/// The name of a qdisc (`1:`), a class (`1:30`) or a filter's place: major number in the upper 16
/// bits, minor number in the lower ones (`TC_H_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(pub u32);

impl Handle {
    /// None (`TC_H_UNSPEC`).
    pub const UNSPEC: Self = Self(0);
    /// An interface's way out (`TC_H_ROOT`).
    pub const ROOT: Self = Self(u32::MAX);
    /// An interface's way in (`TC_H_INGRESS`, `TC_H_CLSACT`).
    pub const INGRESS: Self = Self(0xffff_fff1);
    /// The filters of `clsact` for what comes in (`TC_H_MIN_INGRESS`).
    pub const CLSACT_INGRESS: Self = Self(0xffff_fff2);
    /// The filters of `clsact` for what leaves (`TC_H_MIN_EGRESS`).
    pub const CLSACT_EGRESS: Self = Self(0xffff_fff3);

    /// `major:minor`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self((major as u32) << 16 | minor as u32)
    }

    /// The qdisc's number.
    #[must_use]
    pub const fn major(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The class's number in its qdisc; 0 for the qdisc itself.
    #[must_use]
    pub const fn minor(self) -> u16 {
        self.0 as u16
    }

    /// The qdisc that a class belongs to.
    #[must_use]
    pub const fn qdisc(self) -> Self {
        Self(self.0 & 0xffff_0000)
    }
}

/// As `tc` prints it: hexadecimal, without the minor number of a qdisc.
impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.major(), self.minor()) {
            (Self::ROOT, ..) => f.write_str("root"),
            (Self::UNSPEC, ..) => f.write_str("none"),
            (_, 0, minor) => write!(f, ":{minor:x}"),
            (_, major, 0) => write!(f, "{major:x}:"),
            (_, major, minor) => write!(f, "{major:x}:{minor:x}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_printed_as_tc_prints_them() {
        for (handle, text) in [
            (Handle::new(1, 0), "1:"),
            (Handle::new(0x8001, 0x30), "8001:30"),
            (Handle::new(0, 3), ":3"),
            (Handle::ROOT, "root"),
            (Handle::UNSPEC, "none"),
        ] {
            assert_eq!(handle.to_string(), text);
        }
        assert_eq!(Handle::new(1, 0x30).qdisc(), Handle::new(1, 0));
    }
}
