//! `-m dscp`: the differentiated services field.

use crate::filter::Test;

/// `-m dscp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dscp {
    /// `--dscp`, 0 to 63.
    pub dscp: Test<u8>,
}
