//! The configuration as a runbook that loads back to the same state.

mod command;
mod order;

pub use order::save;
