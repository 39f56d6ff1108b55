//! Traffic control: what `RTM_*QDISC`, `RTM_*TCLASS` and `RTM_*TFILTER` hold, with the kernel's
//! semantics and errors (`net/sched/sch_api.c`, `cls_api.c`).
//!
//! A [`Traffic`] knows the qdiscs of every link that has others than it came with. What a kind of qdisc makes of its
//! options is in `kinds/`, one file for each.

mod actions;
mod change;
mod class_hash;
mod classes;
mod compile;
mod device;
mod filters;
mod kinds;
mod qdiscs;
mod request;
mod traffic;
mod u32;

pub use actions::{ActionId, ActionObject, ActionRequest, Exts, ExtsRequest};
pub use change::{
    FilterCopy, FilterVerb, ToldAction, ToldClass, ToldFilter, ToldQdisc, TrafficChange,
};
pub use classes::HtbClassState;
pub use device::{Block, Chain, Device, Qdisc};
pub(crate) use filters::LAST_CHAIN;
pub use filters::{Classifier, Entry, FilterRef, Proto};
pub use kinds::{
    CodelOptions, FifoOptions, FqCodelOptions, HtbClassOptions, HtbOptions, NetemOptions,
    PrioOptions, QdiscOptions, SfqOptions, TbfOptions,
};
pub(crate) use qdiscs::references;
pub use request::{
    ClassRequest, FilterOptions, FilterRequest, Flags, Place, QdiscRequest, Selector, U32Options,
};
pub use traffic::Traffic;
pub use u32::{U32Entry, U32Table};
