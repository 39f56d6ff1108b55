//! Ports: where frames come from and go to.

mod af_packet;
mod af_xdp;
mod memory;
mod port;
mod program;
mod spread;
mod sys;
mod tap;
mod vnet;

pub use af_packet::{Isolation, open_packet};
pub use af_xdp::{XdpWay, open_xdp, open_xdp_offloading};
pub use memory::{MemoryPort, MemoryWire};
pub use port::{Capabilities, Port, PortControl, PortError, PortQueue, PortState, TxReport};
pub use spread::Spread;
pub use sys::LiveFrames;
pub(crate) use sys::{Deed, ENTRIES, KEY, MAX_LEN, Replayer, TARGETS, XdpMode, word};
#[cfg(test)]
pub(crate) use sys::{Replay, Trial, Unfinished};
pub use tap::open_tap;
