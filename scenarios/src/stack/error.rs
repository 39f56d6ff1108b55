//! What can go wrong with a socket.

use std::fmt;

/// Why a socket can't do what it should; named and worded as the C library's error numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SocketError {
    /// `ECONNREFUSED`
    Refused,
    /// `ETIMEDOUT`
    TimedOut,
    /// `ECONNRESET`
    Reset,
    /// `ENETUNREACH`
    NetworkUnreachable,
    /// `EHOSTUNREACH`
    HostUnreachable,
    /// `EACCES`
    Denied,
    /// `ENOPROTOOPT`
    NoProtocol,
    /// `EADDRINUSE`
    AddressInUse,
    /// `EADDRNOTAVAIL`
    AddressNotAvailable,
}

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "Connection refused",
            Self::TimedOut => "Connection timed out",
            Self::Reset => "Connection reset by peer",
            Self::NetworkUnreachable => "Network is unreachable",
            Self::HostUnreachable => "No route to host",
            Self::Denied => "Permission denied",
            Self::NoProtocol => "Protocol not available",
            Self::AddressInUse => "Address already in use",
            Self::AddressNotAvailable => "Cannot assign requested address",
        })
    }
}

impl std::error::Error for SocketError {}

impl SocketError {
    /// What an ICMP error means to a socket (`icmp_err_convert`); `None` if it means nothing.
    #[must_use]
    pub fn of_icmp4(kind: u8, code: u8) -> Option<Self> {
        match (kind, code) {
            (3, 0 | 6 | 9 | 11) => Some(Self::NetworkUnreachable),
            (3, 2) => Some(Self::NoProtocol),
            (3, 3) => Some(Self::Refused),
            (3, 1 | 5 | 7 | 8 | 10 | 12..=15) | (11 | 12, _) => Some(Self::HostUnreachable),
            (_, _) => None,
        }
    }

    /// The same for ICMPv6 (`icmpv6_err_convert`).
    #[must_use]
    pub fn of_icmp6(kind: u8, code: u8) -> Option<Self> {
        match (kind, code) {
            (1, 0) => Some(Self::NetworkUnreachable),
            (1, 1 | 5 | 6) => Some(Self::Denied),
            (1, 2 | 3) | (3, _) => Some(Self::HostUnreachable),
            (1, 4) => Some(Self::Refused),
            (_, _) => None,
        }
    }
}
