//! Connection tracking, as netfilter does it.
//!
//! A packet's connection is found or made at the hooks PREROUTING and OUTPUT
//! ([`Conntrack::track`]) and noted in the packet's [`Meta`](crate::packet::Meta). A new connection
//! belongs to its packet alone until that has survived the last hook ([`Conntrack::confirm`]); if it
//! does not, the connection is [discarded](Conntrack::discard) with it.

mod conn;
mod table;
mod tuple;

pub use conn::{Conn, ConnId, Ct, CtRef, CtState, Direction, Status};
pub use table::Conntrack;
pub(crate) use table::Env;
pub use tuple::Tuple;
pub(crate) use tuple::octets;
