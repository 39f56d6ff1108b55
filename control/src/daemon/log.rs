//! Logs: to standard error, where systemd and people look.

use std::{
    fmt,
    io::{self, IsTerminal},
};

use tracing_subscriber::{EnvFilter, filter::ParseError};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object for programs.
    Json,
}

/// Why there are no logs.
#[derive(Debug)]
pub enum LogError {
    /// The filter is none.
    Filter(ParseError),
    /// Logs are set up already.
    Twice,
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filter(error) => write!(f, "--log: {error}"),
            Self::Twice => f.write_str("logs are set up already"),
        }
    }
}

impl std::error::Error for LogError {}

/// Sets logs up for the process. `filter` is a level or a list as `info,control::api=debug`.
///
/// # Errors
/// See [`LogError`].
pub fn log_to_stderr(filter: &str, format: LogFormat) -> Result<(), LogError> {
    let filter = EnvFilter::try_new(filter).map_err(LogError::Filter)?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().try_init(),
    }
    .map_err(|_| LogError::Twice)
}
