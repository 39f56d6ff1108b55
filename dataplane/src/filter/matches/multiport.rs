//! `-m multiport`: lists of ports.

use super::Probe;
use crate::{drop_reason::DropReason, filter::Test};

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

impl Multiport {
    /// `multiport_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> Result<bool, DropReason> {
        if probe.headers.fragment != 0 {
            return Ok(false);
        }
        let (src, dst) = probe.headers.ports.ok_or(DropReason::NetfilterDrop)?;
        let listed = |port: u16| {
            let mut ranges = self.ports.of.iter();
            ranges.any(|&(first, last)| (first..=last).contains(&port))
        };
        Ok(self.ports.holds(match self.which {
            Multiports::Source => listed(src),
            Multiports::Destination => listed(dst),
            Multiports::Either => listed(src) || listed(dst),
        }))
    }
}
