//! `-m icmp` and `-m icmp6`: type and code of a message.

use super::Probe;
use crate::{drop_reason::DropReason, filter::Test};

/// Types and codes of ICMP messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IcmpType {
    /// The type; 255 stands for any in `-m icmp`.
    pub kind: u8,
    /// The codes (first, last): (0, 255) for all.
    pub codes: (u8, u8),
}

/// `-m icmp`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmp {
    /// `--icmp-type`.
    pub icmp_type: Test<IcmpType>,
}

/// `-m icmp6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmp6 {
    /// `--icmpv6-type`.
    pub icmp_type: Test<IcmpType>,
}

impl IcmpType {
    const fn covers(&self, kind: u8, code: u8) -> bool {
        kind == self.kind && self.codes.0 <= code && code <= self.codes.1
    }
}

/// Type and code of a message; `None` of a fragment that is not the first.
fn kind_and_code(probe: &Probe<'_>) -> Result<Option<(u8, u8)>, DropReason> {
    if probe.headers.fragment != 0 {
        return Ok(None);
    }
    let &[kind, code, ..] = probe.transport::<8>()?;
    Ok(Some((kind, code)))
}

impl Icmp {
    /// `icmp_match`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> Result<bool, DropReason> {
        const ANY: u8 = 255;
        let is = &self.icmp_type.of;
        Ok(kind_and_code(probe)?.is_some_and(|(kind, code)| {
            let found = is.kind == ANY || is.covers(kind, code);
            self.icmp_type.holds(found)
        }))
    }
}

impl Icmp6 {
    /// `icmp6_match`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> Result<bool, DropReason> {
        Ok(kind_and_code(probe)?.is_some_and(|(kind, code)| {
            let found = self.icmp_type.of.covers(kind, code);
            self.icmp_type.holds(found)
        }))
    }
}
