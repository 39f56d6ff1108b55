//! `tollgate lab shell`: a lab to play with, in one process.
//!
//! A [`World`] is a lab whose machines have names. A [`Session`] does what is typed in it. A [`Console`] is
//! where that is typed and shown: a terminal with history and completion, or a pipe.

mod complete;
mod console;
mod knobs;
mod session;
mod terminal;
mod world;

pub use console::{Console, Pipe};
pub use session::{Flow, Session};
pub use terminal::Terminal;
pub use world::{World, standard};
