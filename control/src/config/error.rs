//! How a request fails: as rtnetlink does.

use std::{borrow::Cow, fmt};

/// The kernel's error numbers that requests fail with, with the C library's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errno {
    /// EPERM
    Perm,
    /// ENOENT
    NoEnt,
    /// ESRCH
    Srch,
    /// ENXIO
    Nxio,
    /// ENOMEM
    NoMem,
    /// EACCES
    Acces,
    /// EBUSY
    Busy,
    /// EEXIST
    Exist,
    /// ENODEV
    NoDev,
    /// EINVAL
    Inval,
    /// ENOSPC
    NoSpc,
    /// ERANGE
    Range,
    /// ENOBUFS
    NoBufs,
    /// EOPNOTSUPP
    OpNotSupp,
    /// EAFNOSUPPORT
    AfNoSupport,
    /// EADDRINUSE
    AddrInUse,
    /// EADDRNOTAVAIL
    AddrNotAvail,
    /// ENETDOWN
    NetDown,
    /// ENETUNREACH
    NetUnreach,
    /// EHOSTUNREACH
    HostUnreach,
    /// ENFILE
    NFile,
    /// EMLINK
    MLink,
    /// EOVERFLOW
    Overflow,
}

impl Errno {
    /// The text of `strerror(3)`.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Perm => "Operation not permitted",
            Self::NoEnt => "No such file or directory",
            Self::Srch => "No such process",
            Self::Nxio => "No such device or address",
            Self::NoMem => "Cannot allocate memory",
            Self::Acces => "Permission denied",
            Self::Busy => "Device or resource busy",
            Self::Exist => "File exists",
            Self::NoDev => "No such device",
            Self::Inval => "Invalid argument",
            Self::NoSpc => "No space left on device",
            Self::Range => "Numerical result out of range",
            Self::NoBufs => "No buffer space available",
            Self::OpNotSupp => "Operation not supported",
            Self::AfNoSupport => "Address family not supported by protocol",
            Self::AddrInUse => "Address already in use",
            Self::AddrNotAvail => "Cannot assign requested address",
            Self::NetDown => "Network is down",
            Self::NetUnreach => "Network is unreachable",
            Self::HostUnreach => "No route to host",
            Self::NFile => "Too many open files in system",
            Self::MLink => "Too many links",
            Self::Overflow => "Value too large for defined data type",
        }
    }
}

/// Why a request was refused: an error number, and the kernel's explanation where it gives one
/// (extended ack).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetError {
    /// The number.
    pub errno: Errno,
    /// The explanation, as "Nexthop has invalid gateway." (with the full stop that the kernel puts).
    pub message: Option<Cow<'static, str>>,
}

impl NetError {
    /// With an explanation.
    #[must_use]
    pub fn explained(errno: Errno, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            errno,
            message: Some(message.into()),
        }
    }
}

impl From<Errno> for NetError {
    fn from(errno: Errno) -> Self {
        Self {
            errno,
            message: None,
        }
    }
}

impl fmt::Display for NetError {
    /// As `ip` prints it: `Error: …` for an explained one, else `RTNETLINK answers: …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => write!(f, "Error: {message}"),
            None => write!(f, "RTNETLINK answers: {}", self.errno.text()),
        }
    }
}

impl std::error::Error for NetError {}
