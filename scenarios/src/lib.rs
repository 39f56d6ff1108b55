//! The lab: hosts, links and transcripts around the real dataplane.
