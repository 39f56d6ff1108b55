//! `-m tcp`: ports, flags and options of a segment.

use crate::filter::Test;

/// `-m tcp`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tcp {
    /// `--sport` (first, last).
    pub sport: Option<Test<(u16, u16)>>,
    /// `--dport`.
    pub dport: Option<Test<(u16, u16)>>,
    /// `--tcp-flags MASK COMP`: (mask, comp).
    pub flags: Option<Test<(u8, u8)>>,
    /// `--tcp-option`: the kind of option.
    pub option: Option<Test<u8>>,
}
