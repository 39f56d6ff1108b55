//! The router's own stack: what it answers, and the errors that it reports.

mod deliver;
mod echo;
mod icmp_error;
mod rate_limit;
mod redirect;
mod reject;
mod reset;
mod sockets;

pub(crate) use deliver::{deliver4, deliver6};
pub(crate) use icmp_error::{icmp_error4, icmp_error6, parameter_problem6};
pub(crate) use rate_limit::{IcmpLimits, may_report_unreachable};
pub(crate) use redirect::{redirect4, redirect6};
pub(crate) use reject::{reject_reset, reject_unreachable};
pub use sockets::Sockets;
