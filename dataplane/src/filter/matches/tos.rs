//! `-m tos`: the type of service, or traffic class.

use crate::filter::Test;

/// `-m tos`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TosMatch {
    /// `--tos VALUE/MASK`: (value, mask).
    pub tos: Test<(u8, u8)>,
}
