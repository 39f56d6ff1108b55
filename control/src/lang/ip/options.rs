//! The options that stand in front of the object.

use std::net::IpAddr;

use crate::config::RouteFamily;

/// The families that we have.
pub(crate) type Family = RouteFamily;

impl Family {
    /// The family of an address.
    #[must_use]
    pub const fn of(addr: IpAddr) -> Self {
        match addr {
            IpAddr::V4(_) => Self::Inet,
            IpAddr::V6(_) => Self::Inet6,
        }
    }
}

/// What is to be shown of which family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Select {
    /// No option was given.
    #[default]
    Unspec,
    /// `-4`, `-6`, `-f inet`, `-f inet6`.
    Family(Family),
    /// `-0`, `-f link`.
    Link,
}

impl Select {
    /// The family that was asked for.
    pub(crate) const fn family(self) -> Option<Family> {
        match self {
            Self::Family(family) => Some(family),
            Self::Unspec | Self::Link => None,
        }
    }
}

/// The options in front of the object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// `-4`, `-6`, `-0`, `-family`.
    pub(crate) family: Select,
    /// `-oneline`.
    pub(crate) oneline: bool,
    /// How often `-statistics` was given.
    pub(crate) statistics: u8,
    /// `-details`.
    pub(crate) details: bool,
    /// `-json`.
    pub(crate) json: bool,
    /// `-pretty`.
    pub(crate) pretty: bool,
    /// `-brief`.
    pub(crate) brief: bool,
    /// `-human-readable`.
    pub(crate) human: bool,
    /// `-iec`.
    pub(crate) iec: bool,
    /// `-timestamp`.
    pub(crate) timestamp: bool,
    /// `-tshort`.
    pub(crate) timestamp_short: bool,
    /// `-Numeric`.
    pub(crate) numeric: bool,
    /// `-force`.
    pub(crate) force: bool,
    /// `-batch FILE`.
    pub(crate) batch: Option<String>,
    /// `-loops N`: how often `flush` goes over the list.
    pub(crate) loops: u32,
}
