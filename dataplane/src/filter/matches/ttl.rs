//! `-m ttl` and `-m hl`: how far the packet may still go.

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// `-eq`.
    Equal,
    /// `! -eq`.
    NotEqual,
    /// `-lt`.
    Less,
    /// `-gt`.
    Greater,
}

/// `-m ttl` (IPv4) and `-m hl` (IPv6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TtlMatch {
    /// How.
    pub compare: Compare,
    /// With what.
    pub value: u8,
}
