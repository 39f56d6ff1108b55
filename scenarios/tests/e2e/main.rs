//! The router process with real hosts in network namespaces. Needs root (see `netns::available`).

mod deck;
mod failure;
mod firewall;
mod latency;
mod offload;
mod policy;
mod reload;
mod shaping;
mod topology;
mod trace;
mod vlan;
