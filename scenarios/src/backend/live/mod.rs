//! Real hosts as a backend: each node is a network namespace with real tools; routers are a live
//! Tollgate, or the kernel.

mod build;
mod job;
mod kernel_log;
mod nodes;
mod script;

pub use nodes::Live;
