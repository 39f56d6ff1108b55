//! The usage texts, as the tool prints them.

use crate::lang::args::Failure;

/// `ip help`.
pub(crate) const IP: &str = include_str!("usage/ip.txt");
/// `ip address help`.
pub(crate) const ADDRESS: &str = include_str!("usage/address.txt");
/// `ip link help`.
pub(crate) const LINK: &str = include_str!("usage/link.txt");
/// `ip monitor help`.
pub(crate) const MONITOR: &str = include_str!("usage/monitor.txt");
/// `ip neigh help`.
pub(crate) const NEIGH: &str = include_str!("usage/neigh.txt");
/// `ip route help`.
pub(crate) const ROUTE: &str = include_str!("usage/route.txt");
/// `ip rule help`.
pub(crate) const RULE: &str = include_str!("usage/rule.txt");
/// `ip tuntap help`.
pub(crate) const TUNTAP: &str = include_str!("usage/tuntap.txt");
/// `ip link help vlan`.
pub(crate) const VLAN: &str = include_str!("usage/vlan.txt");

/// Prints a usage text and ends.
pub(crate) fn exit(text: &'static str) -> Failure {
    Failure::exit(255, text)
}
