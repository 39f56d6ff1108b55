//! The `nft` language.
//!
//! A command is read (`lex`, `parse`) into a tree of what was written ([`syntax`]), which is evaluated against the
//! tables that there are: names become numbers, each value gets its type, sets are sorted. What comes out is what
//! [`crate::config::nft`] keeps, and what listings print.

pub mod error;
pub mod files;
pub mod input;
mod keyword;
mod lex;
mod misspell;
pub mod parse;
pub mod syntax;
