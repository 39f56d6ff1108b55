//! Command languages, configuration, daemon and client of the Tollgate router.
#![forbid(unsafe_code)]

pub mod api;
pub mod cli;
pub mod config;
pub mod daemon;
mod database;
pub mod explain;
pub mod lang;
pub mod netlog;
pub mod replay;
pub mod testing;
pub mod top;
