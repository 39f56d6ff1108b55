//! `-m mac`: the Ethernet source address.

use crate::{filter::Test, iface::MacAddr};

/// `-m mac`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mac {
    /// `--mac-source`.
    pub source: Test<MacAddr>,
}
