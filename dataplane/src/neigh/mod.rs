//! Neighbours: which Ethernet address an IP address on a link has (`ip neigh`).
//!
//! [`NeighCache`] holds both families, resolves by ARP and by neighbour discovery, answers for the
//! router's own addresses, and keeps the states of RFC 4861 as Linux does. It does no input or
//! output: what it wants sent, and what became of the packets that waited, is put into a
//! [`NeighOutput`].

mod admin;
mod arp;
mod cache;
mod entry;
mod limits;
mod nd;
mod output;
mod pending;
mod source;
mod table;
#[cfg(test)]
mod tests;

pub use admin::{Flush, NeighError, Request};
pub use cache::{Context, NeighCache};
pub use entry::Nud;
pub use output::{NeighOutput, Neighbour, NeighbourChange, Outcome};
