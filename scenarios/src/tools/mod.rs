//! The small tools of the lab's hosts: they print what the real ones print.

mod ping;
mod run;
mod traceroute;
mod transfer;

pub use run::{Done, run};
pub use transfer::{Transfer, transfer};
