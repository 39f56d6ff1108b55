//! Header formats.

pub mod arp;
pub mod ethernet;
pub mod icmpv4;
pub mod icmpv6;
pub mod ipv4;
pub mod ipv6;
pub mod ipv6_ext;
pub mod ndisc;
pub mod sctp;
pub mod tcp;
pub mod udp;
pub mod vlan;
