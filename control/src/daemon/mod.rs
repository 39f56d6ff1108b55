//! The router as a process.

mod connections;
mod control;
mod drops;
mod flows;
mod kernel_log;
mod lifecycle;
mod live;
mod log;
mod memory;
mod ports;
mod privileges;
mod signals;
#[cfg(test)]
mod tests;
mod threads;
mod top;
mod tracers;
mod verbs;

pub use control::{ConfigError, Control, Workers};
pub use kernel_log::KernelLogTarget;
pub use lifecycle::{DaemonError, Options, run};
pub use live::{LiveRouter, neighbour_change};
pub use log::{LogError, LogFormat, log_to_stderr};
pub use memory::{MemoryPorts, OneWorker, Turns, Wires};
pub use ports::{KernelPorts, OpenError, PortOpener, Queues};
pub use threads::{StartError, Threads};
