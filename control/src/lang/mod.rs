//! The command languages.

pub mod diag;
pub mod input;
pub mod runbook;
mod session;
pub mod span;

pub use session::{LinkCounters, Live, LiveNeighbour, NeighbourRequest, Output};
