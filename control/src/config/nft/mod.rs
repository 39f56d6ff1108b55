//! nft's tables: what the kernel's `nf_tables` holds.
//!
//! What is kept of a rule is what `nft` makes of it before it gives it to the kernel: names are numbers, sets are
//! sorted, each value has a type. That is what listings print, and what is translated into the expressions that
//! packets meet.

mod chains;
mod check;
pub(super) mod compile;
mod datatype;
mod datatype_symbols;
#[cfg(test)]
mod datatype_tests;
mod datatype_text;
mod draft;
mod elements;
mod event;
mod expr;
mod field;
mod header;
mod header_fields;
pub mod lower;
mod members;
mod names;
mod nftables;
mod object;
mod objects;
mod order;
mod refused;
mod rule;
mod rules;
mod set;
mod sets;
mod statement;
mod table;
mod used;
mod uses;
mod words;

pub use chains::ChainSettings;
pub use datatype::{ByteOrder, DataType, Value, ones, prefix_mask};
pub use datatype_symbols::Symbols;
pub use datatype_text::{Interfaces, Numeric, number, print_time, relative_time};
pub use draft::{Draft, Named, TableSettings};
pub use event::{Event, RulePlace, Transaction};
pub use expr::{BinOp, Expr, MapRef, RelOp};
pub use field::{CtField, Field, Hashing, MetaField, NumgenMode, RtField, SocketField, fib_words};
pub use header::{ExtHeader, Header, IpOption, PayloadField, TcpOption, Template};
pub use members::members;
pub use nftables::Nftables;
pub use object::{Object, ObjectKind, ObjectState};
pub use order::rank;
pub use refused::{Part, Refused, Why};
pub use rule::Rule;
pub use rules::At;
pub use set::{AnonymousSet, Element, ElementState, Set, SetKey};
pub use statement::{
    ConnCountState, CounterState, LimitState, LogStatement, NatStatement, QuotaState,
    RejectStatement, SetChange, Statement, Verdict,
};
pub use table::{BaseChain, Chain, ChainType, NftFamily, Ruleset, Table};
