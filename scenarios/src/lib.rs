//! The lab: hosts, links and transcripts around the real dataplane.

#![forbid(unsafe_code)]

pub mod clock;
pub mod host;
pub mod link;
pub mod netns;
pub mod probe;
