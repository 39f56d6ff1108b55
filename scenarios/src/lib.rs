//! The lab: hosts, links and transcripts around the real dataplane.

#![forbid(unsafe_code)]

pub mod netns;
