//! `-m iprange`: addresses between two others.

use std::net::IpAddr;

use crate::filter::Test;

/// `-m iprange`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Iprange {
    /// `--src-range` (first, last).
    pub src: Option<Test<(IpAddr, IpAddr)>>,
    /// `--dst-range`.
    pub dst: Option<Test<(IpAddr, IpAddr)>>,
}
