//! The command languages.

pub mod diag;
mod execute;
pub mod input;
pub mod runbook;
mod session;
pub mod span;

pub use execute::execute;
pub use session::{LinkCounters, Live, LiveNeighbour, NeighbourRequest, Output, Session};
