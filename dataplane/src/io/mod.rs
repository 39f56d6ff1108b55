//! Ports: where frames come from and go to.

mod memory;
mod port;

pub use memory::{MemoryPort, MemoryWire};
pub use port::{Capabilities, Port, PortControl, PortError, PortQueue, PortState, TxReport};
