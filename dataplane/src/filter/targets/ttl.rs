//! `-j TTL` and `-j HL`: how far the packet may still go.

/// `-j TTL` (IPv4) and `-j HL` (IPv6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TtlTarget {
    /// `-set`.
    Set(u8),
    /// `-inc`: 255 at most.
    Increase(u8),
    /// `-dec`: 0 at least.
    Decrease(u8),
}
