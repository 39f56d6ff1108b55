//! `-j DSCP`: the differentiated services field.

/// `-j DSCP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DscpTarget {
    /// `--set-dscp`, 0 to 63.
    pub dscp: u8,
}
