//! The packet path of the Tollgate router.
//!
//! Frames come in bursts from a [`io::Port`]'s queues, are forwarded as a Linux router would forward
//! them, and leave through other queues. The crate knows nothing of command languages, files or
//! clients: a control side builds a [`snapshot::Snapshot`] and publishes it; workers read it without
//! locks. Time and randomness are arguments everywhere, so the same code runs live, in a replay
//! with virtual time, and in the benches.
#![deny(unsafe_code)]

pub mod checksum;
pub mod conntrack;
pub mod counters;
pub mod drop_reason;
pub mod filter;
pub mod flow_cache;
mod forward;
mod host;
pub mod iface;
pub mod io;
mod jhash;
mod memory;
pub mod nat;
pub mod neigh;
pub mod offload;
pub mod packet;
pub mod qos;
pub mod route;
pub mod snapshot;
mod sync;
pub mod sysctl;
pub mod time;
pub mod trace;
pub mod wire;
pub mod worker;
