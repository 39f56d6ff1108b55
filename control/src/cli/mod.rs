//! The command line of `tollgate`.

mod args;
mod links;
mod main;

pub use main::main;
