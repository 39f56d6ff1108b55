//! Connection tracking, as netfilter does it.
//!
//! A packet's connection is found or made at the hooks PREROUTING and OUTPUT
//! (`Conntrack::track`) and noted in the packet's [`Meta`](crate::packet::Meta). A new connection
//! belongs to its packet alone until that has survived the last hook (`Conntrack::confirm`); if it
//! does not, the connection is discarded (`Conntrack::discard`) with it.
//!
//! - A packet's addresses and ports are its [`Tuple`]; a connection has one for each direction.
//! - The table: [`Conntrack`] (`table.rs`, `track.rs`), with the places of connections (`slab.rs`), the
//!   buckets of the hash table (`buckets.rs`, `hash.rs`), the index by source (`sources.rs`), the wheel
//!   that ends connections in time (`wheel.rs`, `evict.rs`), what to do when two want the same tuple
//!   (`clash.rs`), and fetching all that before it is needed (`ahead.rs`).
//! - The protocols: `tcp.rs` with `window.rs`, `udp.rs`, `icmp.rs`, `sctp.rs`, `gre.rs`. They judge a
//!   packet of a connection and know nothing of the table.
//! - What is wrong with packets, for the log (`odd.rs`).
//! - What the flow cache keeps in the table (`known.rs`), and asks of it (`replay.rs`); what it keeps of flows without
//!   connections (`stateless.rs`, `unknown.rs`).
//! - Helpers (`helper.rs`) that read what connections say (`ftp.rs`), and sequence numbers of those that
//!   they have changed (`seqadj.rs`).
//! - Labels (`labels.rs`), expected connections (`expect.rs`), events (`events.rs`), and what commands do (`control.rs`).

mod ahead;
mod buckets;
mod clash;
mod conn;
mod control;
mod events;
mod evict;
mod expect;
mod ftp;
mod gre;
mod hash;
mod helper;
mod icmp;
mod known;
mod labels;
mod lanes;
mod life;
mod odd;
mod offloaded;
mod owners;
#[cfg(test)]
mod properties;
mod proto;
#[cfg(test)]
mod recorded;
mod replay;
mod run;
mod sctp;
mod seqadj;
mod slab;
mod sources;
mod stateless;
mod stats;
mod table;
#[cfg(test)]
mod table_tests;
mod tables;
mod tcp;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod track;
mod transport;
mod tuple;
mod udp;
mod unknown;
mod wheel;
mod window;

pub(crate) use ahead::Look;
pub use conn::{Conn, ConnId, Ct, CtRef, CtState, Direction, Proto, Status};
pub use events::{CtEvent, CtNote};
pub use expect::{ExpectError, ExpectNote, Expectation};
pub(crate) use ftp::{FtpForm, Line};
pub use helper::Helper;
pub(crate) use helper::transport_offset;
pub(crate) use known::{Found, is_translated};
pub use labels::{LABEL_BITS, NoLabels};
pub(crate) use life::Life;
pub(crate) use offloaded::{Candidate, Credit, Offer};
pub(crate) use owners::{ADDRESS_TURN, MULTIPLIERS, flow};
pub(crate) use replay::{Halt, Round, Why};
pub use sctp::{Sctp, SctpState};
pub(crate) use seqadj::adjust;
pub(crate) use stateless::Premise;
pub use stats::{CtCounters, CtStats};
pub use table::Conntrack;
pub(crate) use table::Env;
pub use tables::Tables;
pub use tcp::{Tcp, TcpState};
pub use tuple::Tuple;
use tuple::Upper;
pub use tuple::octets;
pub use udp::Udp;
