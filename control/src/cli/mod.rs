//! The command line of `tollgate`.

mod args;
mod explain;
mod links;
mod main;
mod test;
mod top;

pub use main::main;
