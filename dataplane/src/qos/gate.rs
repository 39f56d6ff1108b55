//! The filters of an interface's `ingress` or `clsact` at work: before everything else for what comes
//! in, before the root qdisc for what leaves.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use super::{
    Classifier, Filter, Handle, Means, Parent, Qdisc, QdiscExtra, QdiscKind, QdiscStats,
    QueueStats, Readings, Store, Tree, Verdict,
};
use crate::{
    drop_reason::DropReason, iface::IfIndex, packet::Packet, snapshot::Epoch, wire::vlan,
    worker::lock,
};

/// The gates of all interfaces that have one.
pub(crate) type Gates = BTreeMap<IfIndex, Arc<Gate>>;

/// Which way a packet goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// In.
    Ingress,
    /// Out.
    Egress,
}

/// An interface's filters for what comes in and for what leaves: one for all workers, behind a lock
/// that is held for a packet.
#[derive(Debug)]
pub(crate) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    handle: Handle,
    ingress: Classifier,
    egress: Classifier,
    stats: QueueStats,
    tree: Arc<Tree>,
    /// The configuration that it follows.
    epoch: Epoch,
    /// Tags that frames had before they came in here.
    stripped: usize,
}

/// The `ingress` or `clsact` of a tree.
fn qdisc(tree: &Tree) -> Option<&Qdisc> {
    tree.qdiscs
        .iter()
        .find(|qdisc| qdisc.parent == Parent::Ingress)
}

impl Gate {
    /// What `tree` says, at work; `None` if it says nothing. `stripped` tags are taken off the frames
    /// before they come in.
    pub(crate) fn new(
        means: &mut Means<'_>,
        tree: &Arc<Tree>,
        stripped: usize,
        epoch: Epoch,
    ) -> Option<Self> {
        let qdisc = qdisc(tree)?;
        let mut state = State {
            handle: qdisc.handle,
            ingress: Classifier::default(),
            egress: Classifier::default(),
            stats: QueueStats::default(),
            tree: Arc::clone(tree),
            epoch,
            stripped,
        };
        state.set(means, qdisc, stripped);
        Some(Self {
            state: Mutex::new(state),
        })
    }

    /// Follows the configuration with the number `epoch`. `false` if there is to be no gate any more.
    pub(crate) fn follow(
        &self,
        means: &mut Means<'_>,
        tree: Option<&Arc<Tree>>,
        stripped: usize,
        epoch: Epoch,
    ) -> bool {
        let mut state = lock(&self.state);
        let Some((tree, qdisc)) = tree.and_then(|tree| Some((tree, qdisc(tree)?))) else {
            return false;
        };
        // Another worker may have been faster.
        if state.epoch < epoch {
            state.epoch = epoch;
            if !Arc::ptr_eq(tree, &state.tree) {
                state.set(means, qdisc, stripped);
                state.tree = Arc::clone(tree);
            }
        }
        true
    }

    /// Lets a packet pass, drops it, or takes it away: then nothing is left of it. Its network header is
    /// behind its outermost tag.
    ///
    /// # Errors
    /// Why it is dropped.
    pub(crate) fn pass(
        &self,
        means: &mut Means<'_>,
        side: Side,
        packet: &mut Packet,
    ) -> Result<Passed, DropReason> {
        let mut state = lock(&self.state);
        let state = &mut *state;
        let (filters, reason) = match side {
            Side::Ingress => (&mut state.ingress, DropReason::TcIngress),
            Side::Egress => (&mut state.egress, DropReason::TcEgress),
        };
        // As in the kernel, where there are no filters nothing is counted.
        if filters.is_empty() {
            return Ok(Passed::On);
        }
        state.stats.add(filters.account(packet));
        let (mut store, now) = (Store::new(), means.now);
        let already = means.taken.len();
        let mut cx = means.context(&mut store, now);
        let verdict = filters.classify(&mut cx, packet);
        let made = cx.made;
        means.made += made;
        if side == Side::Ingress && state.stripped > 0 {
            for taken in means.taken.iter_mut().skip(already) {
                strip(&mut taken.packet, state.stripped);
            }
        }
        match verdict {
            Verdict::Unmatched | Verdict::Class(_) => Ok(Passed::On),
            Verdict::Shot => {
                state.stats.drops += 1;
                Err(reason)
            }
            // Of one that went another way nothing is left.
            Verdict::Stolen if packet.buf.capacity() == 0 => Ok(Passed::Away),
            Verdict::Stolen => Err(reason),
        }
    }

    /// Adds what was counted.
    pub(crate) fn read(&self, readings: &mut Readings) {
        let state = lock(&self.state);
        let stats = QdiscStats {
            queue: state.stats,
            extra: QdiscExtra::None,
        };
        readings.qdiscs.push((state.handle, Parent::Ingress, stats));
        readings.filters.extend(state.ingress.stats());
        readings.filters.extend(state.egress.stats());
    }
}

/// What became of a packet that was not dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passed {
    /// It goes on.
    On,
    /// It went another way.
    Away,
}

impl State {
    fn set(&mut self, means: &mut Means<'_>, qdisc: &Qdisc, stripped: usize) {
        if qdisc.handle != self.handle {
            *self = Self {
                handle: qdisc.handle,
                ingress: Classifier::default(),
                egress: Classifier::default(),
                stats: QueueStats::default(),
                tree: Arc::clone(&self.tree),
                epoch: self.epoch,
                stripped,
            };
        }
        self.stripped = stripped;
        // All filters of `ingress` are for what comes in, wherever they say they are.
        let all = !matches!(qdisc.kind, QdiscKind::Clsact);
        let is_egress = |filter: &Filter| !all && filter.parent == Handle::CLSACT_EGRESS;
        let (mut store, now) = (Store::new(), means.now);
        let cx = means.context(&mut store, now);
        self.ingress
            .follow_where(&qdisc.filters, |filter| !is_egress(filter), &cx);
        self.ingress.look_at_ingress(stripped);
        self.egress.follow_where(&qdisc.filters, is_egress, &cx);
    }
}

/// Takes the tags off that are gone for whoever sees the frame here.
fn strip(packet: &mut Packet, tags: usize) {
    const ADDRESSES: usize = 12;
    let len = tags * vlan::TAG_LEN;
    let Some(addresses) = packet.buf.bytes().first_chunk::<ADDRESSES>().copied() else {
        return;
    };
    if usize::from(packet.meta.l3) < ADDRESSES + len {
        return;
    }
    packet.buf.pull_front(len);
    packet.meta.l3 -= len as u16;
    if let Some(room) = packet.buf.bytes_mut().first_chunk_mut() {
        *room = addresses;
    }
}
