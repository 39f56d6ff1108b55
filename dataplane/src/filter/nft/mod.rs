//! The expressions of nf_tables: what an nft rule is made of, as the kernel has them.
//!
//! A rule is a list of expressions ([`Expr`]) that are evaluated in order: some load a field of the packet,
//! of its connection or of the router into a register, some compare registers, and some act. An expression
//! that does not hold, or finds nothing to load, ends the rule (`NFT_BREAK`); a verdict ends it too. It is what
//! `nft --debug=netlink` shows, and what net/netfilter/nft_*.c evaluate.

mod act;
mod bits;
mod classify;
mod consult;
mod ct;
mod data;
mod detached;
mod dynset;
mod eval;
mod expr;
mod exthdr;
mod fib;
mod hash;
mod keys;
mod meta;
mod nat;
mod numgen;
mod packet;
mod payload;
mod registers;
mod rt;
mod ruleset;
mod set;
mod set_concat;
mod set_hash;
mod set_interval;
mod set_shared;
mod socket;
mod stateful;
mod tcp_option;
#[cfg(test)]
mod tests;
mod trace;
mod walk;
mod words;

pub use data::{Data, MAX_DATA, Reg};
pub use expr::{
    BitOp, ByteOrder, ChainNumber, CmpOp, Code, Dest, DynsetOp, Expr, Exthdr, ExthdrKind, Fib,
    FibResult, Hash, LimitUnit, LogSpec, Nat, NatKind, Numgen, PayloadBase, PayloadChecksum,
    RejectKind, Verdict,
};
pub use keys::{CtKey, MetaKey, RtKey, SocketKey};
pub use ruleset::{BaseChain, Chain, ChainType, Chains, Rule, Table, TableFamily};
pub use set::{Element, ElementKey, Mapped, Set, SetFlags, SetId, SetSpec};
pub use set_shared::{Member, SetError, State};
pub use stateful::{ConnCount, Limit, Quota};
pub(super) use walk::traverse;
pub use words::{Names, Words};
