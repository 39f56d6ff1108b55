//! Traffic control: what waits at an interface before it leaves, in which order and how fast
//! (`net/sched`), and what is done to a frame that comes in before anything else.
//!
//! The configuration is a [`Tree`] for each interface: its qdiscs, their classes and filters, as
//! `tc` names them. It is part of the snapshot and never changes; what runs is built from it and follows
//! a new one: what has the same place, handle and kind stays, with its packets, tokens and counters.

mod action;
mod build;
mod classify;
mod codel;
mod ecn;
mod fifo;
mod filter;
mod flow_hash;
mod fq_codel;
mod gate;
mod handle;
mod htb;
mod netem;
mod node;
mod params;
mod prio;
mod qdisc;
mod rate;
mod red;
mod scheduler;
mod sfq;
mod shaper;
mod stats;
mod store;
mod tbf;
#[cfg(test)]
mod testing;
mod tokens;
mod tree;

pub use action::{
    Action, ActionKind, ActionState, Control, GactSpec, MirredSpec, PeditKey, PeditSpec,
    PoliceSpec, SkbeditSpec,
};
pub use filter::{
    BasicMatch, Filter, FilterKind, FlowerKey, FwSpec, U32Hash, U32Key, U32Node, U32Spec,
};
pub use handle::Handle;
pub use htb::{QuantumOdd, quantum};
pub use params::{
    CodelParams, Dist, FqCodelParams, HtbParams, NetemParams, PrioParams, QdiscKind, RedParams,
    SfqParams, TbfParams,
};
pub use rate::{LinkLayer, RateSpec};
pub use scheduler::Scheduler;
pub use stats::{
    ActionStats, ClassStats, FilterKey, FilterStats, HtbStats, QdiscExtra, QdiscStats, QueueStats,
    Readings,
};
pub use tree::{HtbClass, Parent, Qdisc, Tree};

pub(crate) use action::Taken;
pub(crate) use classify::{Classifier, Verdict};
pub(crate) use fifo::Fifo;
pub(crate) use gate::{Gate, Gates, Passed, Side};
pub(crate) use htb::Htb;
pub(crate) use node::{Child, Node, Places, Setup, Waiting};
pub(crate) use qdisc::{CtFields, Discipline, QueueCx};
pub(crate) use shaper::{Means, Next, Shaper, Shapers, Staged};
pub(crate) use stats::wire_len;
pub(crate) use store::{Held, PacketQueue, Store};
pub(crate) use tbf::Tbf;
