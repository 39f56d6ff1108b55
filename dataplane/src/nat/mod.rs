//! Translation of addresses and ports, as netfilter does it: read RFC 3022, RFC 4787 and RFC 5508.

mod hook;
mod range;

pub(crate) use hook::{apply, translate};
pub use range::{Manip, NatFlags, NatRange};
