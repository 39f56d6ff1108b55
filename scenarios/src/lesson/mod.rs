//! Lessons: transcripts with a topology, which can be read, run on several backends, and drawn.
//!
//! A lesson is a Markdown file: front matter that says who is there and how they are joined
//! ([`Topology`]), then text and `console` blocks ([`Part`](crate::transcript::Part)). [`play`] runs
//! one on a [`Backend`](crate::backend::Backend).

mod front;
mod jobs;
mod library;
mod page;
mod play;
mod topology;

pub use library::{find, library};
pub use page::{KeyPacket, Lesson, LessonError};
pub use play::{Options, Report, Trouble, play};
pub use topology::{End, Node, Role, Service, Topology, Wire};
