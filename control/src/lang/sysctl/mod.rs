//! The `sysctl` command, as procps 4.0 has it.

mod command;
mod key;
mod options;

pub use command::run;
pub(crate) use options::load_file;
