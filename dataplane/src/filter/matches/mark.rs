//! `-m mark`: the mark of the packet.

use crate::filter::Test;

/// `-m mark`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkMatch {
    /// `--mark VALUE/MASK`: (value, mask).
    pub mark: Test<(u32, u32)>,
}
