//! The lab: hosts, links and transcripts around the real dataplane.

#![forbid(unsafe_code)]

pub mod backend;
pub mod cli;
pub mod clock;
pub mod expect;
pub mod host;
pub mod interactive;
pub mod jobs;
pub mod lab;
pub mod lesson;
pub mod link;
pub mod netns;
pub mod oracle;
pub mod picture;
pub mod probe;
pub mod router;
pub mod shell;
pub mod stack;
pub mod switch;
pub mod tools;
pub mod tour;
pub mod transcript;
