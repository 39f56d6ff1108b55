//! The configuration as a runbook that loads back to the same state.

mod command;
mod order;
mod traffic;

pub use order::save;
