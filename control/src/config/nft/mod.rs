//! nft's tables: what the kernel's `nf_tables` holds.
//!
//! What is kept of a rule is what `nft` makes of it before it gives it to the kernel: names are numbers, sets are
//! sorted, each value has a type. That is what listings print, and what is translated into the expressions that
//! packets meet.

mod chains;
mod check;
mod datatype;
mod draft;
mod elements;
mod event;
mod expr;
mod field;
mod header;
mod nftables;
mod object;
mod objects;
mod refused;
mod rule;
mod rules;
mod set;
mod sets;
mod statement;
mod table;
mod uses;

pub use chains::ChainSettings;
pub use datatype::{DataType, Value};
pub use draft::{Draft, Named, TableSettings};
pub use event::{Event, RulePlace};
pub use expr::{BinOp, Expr, MapRef, RelOp};
pub use field::{CtField, FibField, Field, Hashing, MetaField, NumgenMode, RtField, SocketField};
pub use header::{ExtHeader, Header, PayloadField, TcpOption, Template};
pub use nftables::Nftables;
pub use object::{Object, ObjectKind, ObjectState};
pub use refused::{Part, Refused, Why};
pub use rule::Rule;
pub use rules::At;
pub use set::{AnonymousSet, Element, ElementState, Set, SetKey};
pub use statement::{
    ConnCountState, CounterState, LastState, LimitState, LogStatement, NatStatement, QuotaState,
    RejectStatement, SetChange, SetOp, Statement, Verdict,
};
pub use table::{BaseChain, Chain, ChainType, NftFamily, Ruleset, Table};
