//! Benches of Tollgate: traffic and tables for the criterion benches, and the live comparison.
#![forbid(unsafe_code)]

pub mod live;
pub mod pipeline;
pub mod random;
pub mod tables;
