//! Lessons as pages of the book, with pictures: the topology of each, and the way of its packet through
//! a router or a host.
//!
//! Both pictures are SVG that is made from the lesson itself: who is there and how they are joined
//! stands in its front matter, the addresses in its commands, and the packet's way is what
//! [`explain`](control::explain) says of the machine that the commands configure. [`book`] writes the
//! pages; a test compares them with those that are committed.

mod addresses;
pub mod book;
mod layout;
mod network;
mod route;
mod svg;
mod way;

pub use network::network;
pub use route::{RouteError, packet_way};
