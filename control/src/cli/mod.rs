//! The command line of `tollgate`.

mod args;
mod explain;
mod links;
mod main;

pub use main::main;
