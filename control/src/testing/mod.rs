//! Unit tests of a rule set: `tollgate test FILE…`.
//!
//! A test file is a runbook with tests behind it: the same words, quotes and comments
//! ([`runbook`](crate::lang::runbook)). The commands before the first `test` are the configuration;
//! each test sends packets through a router that has it, and says what is expected of each.
//!
//! The router is built once for a file. Every test gets a [shadow](dataplane::worker::Router::shadow)
//! of it: the same configuration, and connections, counters, limits, neighbours and fragments of its
//! own, so that no test can influence another. What a packet met is what the packet path itself noted
//! ([`explain`](crate::explain)); which rules were reached is what their counters say.

mod coverage;
mod expect;
mod file;
mod junit;
mod outcome;
mod packets;
mod parse;
mod report;
mod rule;
mod run;
mod value;

pub use coverage::{ChainCoverage, Coverage, RuleCoverage};
pub use file::TestFile;
pub use junit::junit;
pub use report::{human, json, tap};
pub use run::{CaseResult, Failure, FileResult, Outcome, run};
