//! Benches of Tollgate: traffic and tables for the criterion benches, the live comparison, and
//! instruction counts.
#![deny(unsafe_code)]

pub mod all;
pub mod alloc_count;
pub mod cpu_time;
pub mod criterion;
mod cycles;
pub mod instructions;
pub mod live;
pub mod lookup;
pub mod memory;
pub mod nft;
mod peers;
pub mod pipeline;
pub mod qos;
pub mod random;
pub mod recorded;
pub mod report;
pub mod results;
pub mod rules;
pub mod scale;
pub mod sharing;
pub mod syscalls;
pub mod tables;
pub mod traffic;
