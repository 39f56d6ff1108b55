//! Translation of addresses and ports, as netfilter does it: read RFC 3022, RFC 4787 and RFC 5508.
//!
//! The first packet of a connection asks the chains of the nat table what becomes of its destination
//! (at PREROUTING or OUTPUT) and of its source (at POSTROUTING or INPUT). The answer, a *binding*, is
//! kept in the tuple that replies will have; all packets of the connection, replies and ICMP errors
//! about it included, are rewritten by that. A connection that no rule is about gets a
//! binding to its own address, which may still change its source port where that is taken.

mod address;
mod binding;
mod helper;
mod hook;
mod icmp_error;
mod masquerade;
mod ports;
mod range;
mod rewrite;
mod targets;

#[cfg(test)]
mod tests;

pub(crate) use helper::{follow, help};
pub(crate) use hook::{outer, translate};
pub use range::{Manip, NatFlags, NatRange};
pub(crate) use targets::{apply, apply_masquerade, apply_redirect, bind};
