//! An interface's traffic control as it is configured.

use super::{Filter, FilterKind, Handle, QdiscKind, RateSpec};
use std::time::Duration;

/// Where a qdisc is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Parent {
    /// All that leaves by the interface goes through it.
    Root,
    /// All that comes in (`ingress`, `clsact`).
    Ingress,
    /// It is the queue of a class.
    Class(Handle),
}

/// A qdisc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qdisc {
    /// Its name; of leaves that were made by themselves `0:`.
    pub handle: Handle,
    /// Where it is.
    pub parent: Parent,
    /// What it is.
    pub kind: QdiscKind,
    /// Its filters and those of its classes, as the kernel goes through them: by place, then by
    /// priority, then as they were added.
    pub filters: Vec<Filter>,
    /// The classes of `htb`, parents before children.
    pub classes: Vec<HtbClass>,
}

/// A class of `htb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtbClass {
    /// Its name.
    pub handle: Handle,
    /// The class that it borrows from; the qdisc for one that does not.
    pub parent: Handle,
    /// What it gets.
    pub rate: RateSpec,
    /// What it may get at most.
    pub ceil: RateSpec,
    /// How long the bucket of the rate lasts at the rate (`burst`): a multiple of 64 ns.
    pub buffer: Duration,
    /// How long the bucket of the ceiling lasts at the ceiling (`cburst`): a multiple of 64 ns.
    pub cbuffer: Duration,
    /// Bytes in its turn, as given; 0 to compute it from the rate and `r2q`.
    pub quantum: u32,
    /// 0 (first) to 7.
    pub prio: u8,
}

/// What happens to what leaves by an interface, and to what comes in by it. Qdiscs stand behind
/// those whose class they are at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The qdiscs. One without a [`Parent::Root`] has none: frames go to the port at once.
    pub qdiscs: Vec<Qdisc>,
}

impl Tree {
    /// Whether a filter asks for something of connections that packets don't carry: marks, zones, labels.
    pub(crate) fn asks_ct(&self) -> bool {
        let mut filters = self.qdiscs.iter().flat_map(|qdisc| &qdisc.filters);
        filters.any(|filter| match &filter.kind {
            FilterKind::Flower(key) => {
                key.ct_mark.is_some() || key.ct_zone.is_some() || key.ct_label.is_some()
            }
            FilterKind::U32(_)
            | FilterKind::Fw(_)
            | FilterKind::Matchall
            | FilterKind::Basic(_) => false,
        })
    }
}
