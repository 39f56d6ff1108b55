//! The `conntrack` command, as conntrack-tools 1.4.7 has it.

mod command;
mod connection;
mod create;
mod events;
mod expected;
mod getopt;
mod grammar;
mod number;
mod options;
mod print;
mod protocol;
mod template;

pub use command::run;
pub(crate) use command::{load_file, no_file};
pub use connection::{Connection, ConnectionChange, Count, LabelChange, ProtocolState};
pub use events::Events;
pub use expected::Expected;
pub(crate) use print::protocol_name;
