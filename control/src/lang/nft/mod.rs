//! The `nft` language.
//!
//! A command is read (`lex`, `parse`) into a tree of what was written ([`syntax`]), which is evaluated against the
//! tables that there are: names become numbers, each value gets its type, sets are sorted. What comes out is what
//! [`crate::config::nft`] keeps, and what listings print.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "trees have dozens of kinds of nodes, and most code is about one of them"
)]

mod base_chain;
mod batch;
mod batch_sets;
mod bundle;
mod debug;
mod describe;
pub mod error;
pub mod evaluate;
pub mod files;
mod hints;
pub mod input;
mod json;
mod json_expr;
mod json_statement;
mod keyword;
mod lex;
mod list;
mod misspell;
mod monitor;
mod options;
pub mod parse;
mod places;
pub mod print;
mod print_expr;
mod print_json;
mod print_match;
mod print_object;
mod print_set;
mod print_statement;
#[cfg(test)]
mod print_tests;
mod run;
pub mod syntax;
mod trace;

pub(super) use bundle::{bundle, reads_stdin};
pub use monitor::Monitor;
pub(super) use run::{configuration, run};
