//! Workers: who carries the packets from the ports' queues through the stages to other queues.
//!
//! A [`Router`] is what all workers and the control side share. A [`Worker`] owns one queue of each
//! port and is driven by whoever owns the clock: [`run`] in the live router, the replay, the lab,
//! a test or a bench.

mod backlog;
mod bell;
mod idle;
mod mailbox;
mod moderation;
mod ports;
mod router;
mod run_loop;
mod state;
mod tracing;

pub use crate::host::Sockets;
pub(crate) use backlog::{Errand, Handed, Peers};
pub use moderation::GATHER;
pub(crate) use ports::Ports;
pub(crate) use router::lock;
pub use router::{Event, Martian, Router};
pub use run_loop::{Command, Handle, Inbox, inbox, run};
pub(crate) use state::Own;
pub use state::Worker;
