//! `-m multiport`: lists of ports.

use crate::filter::Test;

/// Which port is looked for in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Multiports {
    /// `--source-ports`.
    Source,
    /// `--destination-ports`.
    Destination,
    /// `--ports`: either.
    Either,
}

/// `-m multiport`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Multiport {
    /// Which port.
    pub which: Multiports,
    /// Ports and ranges (first, last), 15 at most, a range counting as two.
    pub ports: Test<Box<[(u16, u16)]>>,
}
