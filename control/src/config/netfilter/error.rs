//! Why a change of a table is refused.

use std::fmt;

use super::super::Errno;

/// Why a change of a table is refused (the error numbers of libiptc and of the kernel).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// There is no such chain.
    NoChain,
    /// There is a chain of that name, or it is the name of a verdict.
    ChainExists,
    /// The name of a chain is too long.
    NameTooLong,
    /// The chain is built in, and so can't be deleted.
    BuiltIn,
    /// The chain is not built in, and so has no policy.
    NotBuiltIn,
    /// The policy is neither ACCEPT nor DROP.
    BadPolicy,
    /// Rules jump to the chain.
    HasReferences,
    /// There are rules in the chain.
    NotEmpty,
    /// The chain has fewer rules.
    IndexTooBig,
    /// No rule of the chain is like that.
    NoSuchRule,
    /// A packet could come back to a chain that it is still in.
    Loop,
    /// A match or target can't be used there.
    Violation(Violation),
}

impl fmt::Display for TableError {
    /// The C library's text for the error number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoChain | Self::NotBuiltIn | Self::NoSuchRule => Errno::NoEnt.text(),
            Self::ChainExists => Errno::Exist.text(),
            Self::NameTooLong | Self::BuiltIn | Self::BadPolicy => Errno::Inval.text(),
            Self::HasReferences => "Too many links",
            Self::NotEmpty => "Directory not empty",
            Self::IndexTooBig => "Argument list too long",
            Self::Loop => "Too many levels of symbolic links",
            Self::Violation(violation) => violation.errno.text(),
        })
    }
}

impl std::error::Error for TableError {}

/// A match or target that can't be used where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The error number.
    pub errno: Errno,
    /// What the kernel writes to its log.
    pub log: String,
}

impl Violation {
    /// `EINVAL`, which is what nearly all are.
    pub(super) fn new(log: impl Into<String>) -> Self {
        Self {
            errno: Errno::Inval,
            log: log.into(),
        }
    }
}

impl From<Violation> for TableError {
    fn from(violation: Violation) -> Self {
        Self::Violation(violation)
    }
}
