//! `-m iprange`: addresses between two others.

use std::net::IpAddr;

use super::Probe;
use crate::filter::{Test, headers::bits};

/// `-m iprange`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Iprange {
    /// `--src-range` (first, last).
    pub src: Option<Test<(IpAddr, IpAddr)>>,
    /// `--dst-range`.
    pub dst: Option<Test<(IpAddr, IpAddr)>>,
}

impl Iprange {
    /// `iprange_mt4`, `iprange_mt6`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let within = |test: Option<Test<(IpAddr, IpAddr)>>, addr: u128| {
            test.is_none_or(|test| {
                let (first, last) = test.of;
                test.holds((bits(first)..=bits(last)).contains(&addr))
            })
        };
        within(self.src, probe.headers.src) && within(self.dst, probe.headers.dst)
    }
}
