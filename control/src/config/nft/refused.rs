//! Why a request is refused.

use std::{fmt, sync::Arc};

use crate::config::Errno;

/// What a refusal is about: what `nft` puts its marks under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The request as a whole.
    Command,
    /// The table.
    Table,
    /// The chain, set, map or object, by its name or handle.
    Name,
    /// The rule, by its handle.
    Handle,
    /// The rule that another one is to stand beside.
    Position,
    /// The policy of a chain.
    Policy,
    /// One of the elements, counted from 0.
    Element(usize),
    /// The chain that a rule's verdict goes to.
    Target(Arc<str>),
    /// One of the sets of a rule that have no names, counted from 0.
    AnonymousSet(usize),
    /// The element of a rule's verdict map that goes to this chain.
    Mapping(Arc<str>),
    /// The set that a rule looks something up in.
    Set(Box<str>),
    /// The object that a rule uses.
    Object(Box<str>),
    /// The statement by which packets change this set.
    SetChange(Box<str>),
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// What the kernel says.
    Errno(Errno),
    /// `nft` itself sees that an interval overlaps with one there.
    Overlap,
    /// `nft` itself sees that an interval is not there.
    Missing,
}

/// A refusal. The rule set that it happened to has to be thrown away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub why: Why,
    /// With what.
    pub part: Part,
}

impl Refused {
    /// The kernel says `errno` about `part`.
    pub(super) const fn new(errno: Errno, part: Part) -> Self {
        Self {
            why: Why::Errno(errno),
            part,
        }
    }

    /// `ENOENT`.
    pub(super) const fn missing(part: Part) -> Self {
        Self::new(Errno::NoEnt, part)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.why {
            Why::Errno(errno) => write!(f, "Could not process rule: {}", errno.text()),
            Why::Overlap => f.write_str("interval overlaps with an existing one"),
            Why::Missing => f.write_str("element does not exist"),
        }
    }
}

impl std::error::Error for Refused {}
