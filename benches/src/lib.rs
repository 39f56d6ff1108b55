//! Benches of Tollgate: traffic for the criterion benches, and the live comparison.
#![forbid(unsafe_code)]

pub mod live;
pub mod pipeline;
