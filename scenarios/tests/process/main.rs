//! The `tollgate` binary as a process: what it prints, answers and leaves behind. Needs no root.

mod check;
mod conntrack;
mod daemon;
mod explain;
mod harness;
mod replay;
mod restore;
mod top;
