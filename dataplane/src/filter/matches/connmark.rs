//! `-m connmark`: the mark of the connection.

use crate::filter::Test;

/// `-m connmark`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connmark {
    /// `--mark VALUE/MASK`: (value, mask).
    pub mark: Test<(u32, u32)>,
}
