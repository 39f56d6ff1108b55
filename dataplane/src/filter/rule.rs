//! What a rule says: the same values are what the control side parses and prints, and what packets
//! are compared with.

use std::{net::IpAddr, sync::Arc};

use super::{Match, Target};

/// A condition that may be negated (`!`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Test<T> {
    /// Whether it holds when the comparison fails.
    pub not: bool,
    /// What to compare with.
    pub of: T,
}

impl<T> Test<T> {
    /// Not negated.
    pub const fn is(of: T) -> Self {
        Self { not: false, of }
    }

    /// Whether the test holds, given the outcome of the comparison.
    #[inline]
    pub const fn holds(&self, equal: bool) -> bool {
        equal != self.not
    }
}

/// Addresses that agree with `addr` in the bits of `mask`. Any mask is allowed, as in iptables; both
/// have one family. In `-s` and `-d` `addr` has no bits outside of `mask`; `-m conntrack` keeps those
/// that it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Masked {
    /// The address.
    pub addr: IpAddr,
    /// The bits that count.
    pub mask: IpAddr,
}

/// Interfaces by name; a name that ended in `+` stands for all that begin so (an empty prefix for all
/// that there are).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IfacePattern {
    /// The name, without the `+`.
    pub name: Box<str>,
    /// Whether names may go on after that.
    pub prefix: bool,
}

/// The part of a rule that needs no extension (`struct ipt_ip`, `struct ip6t_ip6`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct IpMatch {
    /// `-s`.
    pub src: Option<Test<Masked>>,
    /// `-d`.
    pub dst: Option<Test<Masked>>,
    /// `-i`.
    pub iif: Option<Test<IfacePattern>>,
    /// `-o`.
    pub oif: Option<Test<IfacePattern>>,
    /// `-p`; `None` for all.
    pub proto: Option<Test<u8>>,
    /// `-f`: fragments that are not the first (IPv4).
    pub fragment: Option<Test<()>>,
}

impl IpMatch {
    /// Whether it holds for every packet.
    #[inline]
    pub(super) const fn asks_nothing(&self) -> bool {
        let Self {
            src,
            dst,
            iif,
            oif,
            proto,
            fragment,
        } = self;
        src.is_none()
            && dst.is_none()
            && iif.is_none()
            && oif.is_none()
            && proto.is_none()
            && fragment.is_none()
    }
}

/// What a rule says, without where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSpec {
    /// Addresses, interfaces and protocol.
    pub ip: IpMatch,
    /// The extensions (`-m`), in the order in which they were given and are asked.
    pub matches: Vec<Match>,
    /// What happens to a packet for which all of that holds.
    pub target: Target,
}

impl RuleSpec {
    /// Whether it asks for nothing.
    pub(super) fn is_unconditional(&self) -> bool {
        self.matches.is_empty() && self.ip.asks_nothing()
    }
}

/// The line of a runbook that a rule came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// The file, as the user named it.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
}
