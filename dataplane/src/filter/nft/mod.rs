//! The expressions of nf_tables: what an nft rule is made of, as the kernel has them.
//!
//! A rule is a list of expressions ([`Expr`]) that are evaluated in order: some load a field of the packet,
//! of its connection or of the router into a register, some compare registers, and some act. An expression
//! that does not hold, or finds nothing to load, ends the rule (`NFT_BREAK`); a verdict ends it too. It is what
//! `nft --debug=netlink` shows, and what net/netfilter/nft_*.c evaluate.

mod data;
mod expr;
mod keys;
mod set;
mod stateful;

pub use data::{Data, MAX_DATA, Reg};
pub use expr::{
    BitOp, ByteOrder, ChainNumber, CmpOp, Code, Dest, DynsetOp, Expr, Exthdr, ExthdrKind, Fib,
    FibResult, Hash, LimitUnit, LogSpec, Nat, NatKind, Numgen, PayloadBase, PayloadChecksum,
    RejectKind, Verdict,
};
pub use keys::{CtKey, MetaKey, RtKey, SocketKey};
pub use set::{Element, ElementKey, Mapped, SetFlags, SetId, SetSpec};
pub use stateful::{ConnCount, Last, Limit, Quota};
