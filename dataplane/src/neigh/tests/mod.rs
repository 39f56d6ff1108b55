//! The cache against a link whose frames the tests write and read.

mod admin;
mod arp;
mod bench;
mod nd;
mod states;
