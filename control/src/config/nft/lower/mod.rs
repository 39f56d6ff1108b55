//! What rules and sets say, as the expressions that packets meet.
//!
//! Each rule becomes what nft 1.0.6 makes of it: the same expressions in the same order, in the same registers
//! (`nft --debug=netlink` shows them; [`debug`] prints ours the same way, and tests compare both). That goes in
//! three steps, as in nft: statements get what has to hold before their fields can be looked at (`protocols`: a
//! port is only there if the packet is of TCP), comparisons of neighbouring bytes become one (`merge`), and what
//! is there then becomes expressions (`emit`, `compare`, `act`).
//!
//! All of it is a function of what it is given: numbers of chains, sets and counters are in the table.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of dozens of types, fields and expressions each rule here is about a few"
)]

mod act;
mod compare;
mod conntrack;
mod data;
pub mod debug;
mod debug_expr;
mod debug_set;
mod emit;
mod merge;
mod nat;
mod protocols;
mod set;

use dataplane::filter::nft::{Code, SetId};

pub use conntrack::{counts_connections, needs_conntrack};
pub(super) use data::values;
pub use set::{AnonymousCode, elements, spec};

use super::{Object, Statement, Table};

/// A rule as packets meet it.
#[derive(Debug, Default)]
pub struct Lowered {
    /// What it does.
    pub code: Code,
    /// Its own sets, which have no names.
    pub sets: Vec<AnonymousCode>,
    /// Which of its statements became which expressions.
    pub spans: Box<[Span]>,
}

/// Expressions of a rule that follow each other, and what they are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The expression behind the last.
    pub end: usize,
    /// The statements, a bit each: comparisons of neighbouring bytes become one. Only the first 64 have a bit.
    pub statements: u64,
}

/// The number of sets that have none yet, and of names that are not there: a set without elements.
pub const NO_SET: SetId = SetId(0);

/// What a rule of `table` becomes. Names that are not in the table stand for empty sets and chains that are not
/// there: the configuration has refused such rules before.
#[must_use]
pub fn rule(statements: &[Statement], table: &Table) -> Lowered {
    let (mut steps, mut origins) = protocols::steps(statements, table.family);
    merge::merge(&mut steps, &mut origins);
    let mut emitter = emit::Emitter::new(table);
    let spans = steps.iter().zip(origins).map(|(step, statements)| {
        emitter.step(step);
        let end = emitter.len();
        Span { end, statements }
    });
    let spans = spans.collect();
    Lowered {
        spans,
        ..emitter.finish()
    }
}

/// What using an object does.
#[must_use]
pub fn object(object: &Object) -> Code {
    Code(Box::new([act::object(&object.state)]))
}

#[cfg(test)]
mod tests;
