//! The router as a process.

mod drops;
mod log;
mod privileges;
mod signals;

pub use log::{LogError, LogFormat, log_to_stderr};
