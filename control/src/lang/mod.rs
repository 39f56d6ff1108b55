//! The command languages.

pub mod span;
