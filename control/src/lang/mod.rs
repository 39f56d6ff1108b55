//! The command languages.

mod session;
pub mod span;

pub use session::{LinkCounters, Live, LiveNeighbour, NeighbourRequest, Output};
