//! `-j MARK`: the mark of the packet.

/// `-j MARK`: the packet's mark is ANDed with the complement of `mask` and XORed with `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkTarget {
    /// The bits to flip.
    pub value: u32,
    /// The bits to clear.
    pub mask: u32,
}
