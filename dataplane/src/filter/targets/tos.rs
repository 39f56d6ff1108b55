//! `-j TOS`: the type of service, or traffic class.

/// `-j TOS`: the field is ANDed with the complement of `mask` and XORed with `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TosTarget {
    /// The bits to flip.
    pub value: u8,
    /// The bits to clear.
    pub mask: u8,
}
