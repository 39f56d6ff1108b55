//! Decide once, then replay: what was decided for a packet of a flow is kept, and done to the packets
//! that follow it.
//!
//! ```text
//! tuple ─► connection (conntrack's table) ─► number of a way ─► way: terms, what to count, what to do
//! ```
//!
//! A `Way` is what many flows have in common: by which interface their packets come, what must hold of a
//! packet (`Terms`), and what is done to it (`Act`). How addresses and ports are translated is
//! not in it: that follows from the tuples of the flow's connection.
//!
//! A packet of a known connection that has no way yet, or one that no longer holds, takes the slow
//! path, and a `Recorder` notes what its fate depended on: each rule that was tried, up to the first test
//! that failed. What can't be said in terms is not kept. At the end, the way is tried on a copy of
//! the packet as it came: only if that gives what the slow path has sent, byte for byte, the connection
//! is given the way's number.
//!
//! Who asks for the packets of a way (`replay.rs`) does what tracking does with any packet, by the same
//! code; if that changes the connection in a way that rules can see, the packet takes the slow path
//! with what was found.
//!
//! - `Ways` (`table.rs`): the ways, bounded, each with a number that is never another's.
//! - `Stamp`: under which configuration a way was decided.
//!
//! What is decided about before a connection is looked for (a rule of the table raw drops it, or has it not tracked)
//! has ways as well: [`stateless`](crate::conntrack), by the packets' tuples. So have packets that would begin a connection
//! each, and are dropped by a later rule: see `Premise`.

mod list;
mod record;
mod replay;
mod shape;
mod table;
mod way;

pub use list::{Flow, FlowAct, FlowConn, FlowFate, FlowWay};
pub(crate) use record::{Consulted, Recorder};
pub(crate) use replay::{flush, replay, rounds};
#[cfg(test)]
pub(crate) use shape::Bits;
pub(crate) use shape::Shape;
pub(crate) use table::{Place, Taken, WayId, Ways};
pub use way::WhyNot;
pub(crate) use way::{Act, Fate, Header, Stamp, Terms, WINDOW4, WINDOW6, Way};
