//! What was written becomes what is kept: names become numbers, each value gets its type from what it is compared
//! with, sets are sorted, and protocols that contradict each other are found (nft's evaluate.c).
//!
//! Rules come out as packets meet them. What `nft list` shows of one after it went into the kernel and came back is
//! [`listed`].

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "of the many expressions, fields and statements most are none of those that are asked for"
)]

mod adjacent;
mod bits;
mod context;
mod dependency;
mod element;
mod expr;
mod field;
mod interval;
mod kind;
mod listed;
mod map;
mod named;
mod nat;
mod reject;
mod relation;
mod rule;
mod set_change;
mod statement;
mod symbol;

use dataplane::time::Instant;

pub use element::elements;
pub use listed::{listed, listed_alone};
pub use named::{named, set_block};
pub use rule::rule;

use super::{error::Error, syntax::Place};
use crate::config::nft::{Interfaces, NftFamily, Ruleset, Set, Statement};
use context::Context;

/// Where something is evaluated: what it can refer to.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The tables that there are, with what earlier commands of the same input add.
    pub ruleset: &'a Ruleset,
    /// The family of the table.
    pub family: NftFamily,
    /// The table.
    pub table: &'a str,
    /// The names of interfaces.
    pub links: &'a dyn Interfaces,
    /// When: elements with a time go so much later.
    pub now: Instant,
}

impl<'a> Scope<'a> {
    /// The set or map of a name in the table.
    fn set(&self, name: &str) -> Option<&'a Set> {
        let mut tables = self.ruleset.tables.iter();
        let table =
            tables.find(|table| table.family == self.family && &*table.name == self.table)?;
        let set = table.sets.iter().find(|set| &*set.name == name)?;
        Some(set)
    }
}

/// The evaluation of one thing.
struct Evaluator<'a> {
    scope: &'a Scope<'a>,
    /// The protocols that are known so far.
    context: Context,
    /// What was found wrong besides the error that ended it, and said before it.
    errors: Vec<Error>,
    /// Tests that are implied, and seen in listings, which go to the rule's beginning.
    first: Vec<Statement>,
    /// Likewise, in front of the statement in hand.
    before: Vec<Statement>,
    /// Where the key of the set stands whose elements are in hand.
    key: Option<Place>,
}

impl<'a> Evaluator<'a> {
    fn new(scope: &'a Scope<'a>) -> Self {
        Self {
            scope,
            context: Context::new(scope.family),
            errors: Vec::new(),
            first: Vec::new(),
            before: Vec::new(),
            key: None,
        }
    }

    /// What is wrong, all of it.
    fn all(mut self, last: Error) -> Vec<Error> {
        self.errors.push(last);
        self.errors
    }
}
