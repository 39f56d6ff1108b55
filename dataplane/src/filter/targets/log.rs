//! `-j LOG`: a line about the packet.

/// `-j LOG`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// `--log-level`, 0 to 7 as syslog counts.
    pub level: u8,
    /// `--log-prefix`, 29 bytes at most.
    pub prefix: Box<str>,
    /// `--log-tcp-sequence` and so on.
    pub options: LogOptions,
}

/// What else a line tells (`XT_LOG_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LogOptions(pub u8);

impl LogOptions {
    /// TCP sequence numbers.
    pub const TCP_SEQUENCE: Self = Self(0x01);
    /// TCP options.
    pub const TCP_OPTIONS: Self = Self(0x02);
    /// IP options.
    pub const IP_OPTIONS: Self = Self(0x04);
    /// The user that the socket belongs to.
    pub const UID: Self = Self(0x08);
    /// The MAC addresses, decoded.
    pub const MAC_DECODE: Self = Self(0x20);

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}
