//! The qdiscs of a link.

use std::collections::{BTreeMap, HashMap, VecDeque};

use dataplane::qos::{Handle, Parent, QdiscKind};

use super::{
    actions::{Actions, Exts},
    class_hash::ClassHash,
    classes::HtbClassState,
    filters::Proto,
    kinds::{bands, is_classful},
    u32::U32Tables,
};
use crate::lang::span::Origin;

/// A qdisc.
#[derive(Debug)]
pub struct Qdisc {
    /// Its name.
    pub handle: Handle,
    /// Where it is.
    pub parent: Parent,
    /// What it is.
    pub kind: QdiscKind,
    /// The words that its options were last given in.
    pub words: String,
    /// The qdiscs of its classes, by class.
    pub(super) children: BTreeMap<Handle, Handle>,
    /// The classes of `htb`.
    pub(super) classes: ClassHash<HtbClassState>,
    /// The filters at it and at its classes, by place.
    pub(super) blocks: BTreeMap<Handle, Block>,
    /// The hash tables of its `u32` filters.
    pub(super) u32: U32Tables,
    /// How many filters put packets into a class.
    pub(super) bound: HashMap<Handle, u32>,
    /// The line that made it.
    pub origin: Option<Origin>,
}

/// The filters of one place.
#[derive(Debug, Default)]
pub struct Block {
    /// In the order in which they were made.
    pub chains: Vec<Chain>,
}

/// A chain of filters.
#[derive(Debug)]
pub struct Chain {
    /// Its number.
    pub index: u32,
    /// By ascending priority.
    pub protos: Vec<Proto>,
}

impl Qdisc {
    /// A new one without classes.
    pub(super) fn new(
        handle: Handle,
        parent: Parent,
        kind: QdiscKind,
        origin: Option<Origin>,
    ) -> Self {
        Self {
            handle,
            parent,
            kind,
            words: String::new(),
            children: BTreeMap::new(),
            classes: ClassHash::default(),
            blocks: BTreeMap::new(),
            u32: U32Tables::default(),
            bound: HashMap::new(),
            origin,
        }
    }

    /// The name under which the qdisc of a class is kept, if there is such a class.
    pub(super) fn slot(&self, class: Handle) -> Option<Handle> {
        match &self.kind {
            // Each of these has one class, which goes by any name.
            QdiscKind::Tbf(_) | QdiscKind::Red(_) | QdiscKind::Netem(_) => {
                Some(Handle(self.handle.0 | 1))
            }
            QdiscKind::Htb(_) => self.classes.get(class).map(|_| class),
            kind @ (QdiscKind::Prio(_)
            | QdiscKind::Noqueue
            | QdiscKind::Pfifo { .. }
            | QdiscKind::Bfifo { .. }
            | QdiscKind::PfifoHeadDrop { .. }
            | QdiscKind::PfifoFast { .. }
            | QdiscKind::Sfq(_)
            | QdiscKind::Codel(_)
            | QdiscKind::FqCodel(_)
            | QdiscKind::Ingress
            | QdiscKind::Clsact) => (1..=bands(kind)).contains(&class.minor()).then_some(class),
        }
    }

    /// Whether it has classes.
    pub(super) const fn is_classful(&self) -> bool {
        is_classful(&self.kind)
    }

    /// How many classes it has that nobody has to make, with the numbers from 1 on.
    #[must_use]
    pub const fn bands(&self) -> u16 {
        bands(&self.kind)
    }

    /// The qdisc at a class.
    #[must_use]
    pub fn child(&self, class: Handle) -> Option<Handle> {
        self.children.get(&class).copied()
    }

    /// The classes of `htb`, in the order in which the kernel lists them.
    pub fn htb_classes(&self) -> impl Iterator<Item = &HtbClassState> {
        self.classes.iter()
    }

    /// The class of that name.
    #[must_use]
    pub fn htb_class(&self, class: Handle) -> Option<&HtbClassState> {
        self.classes.get(class)
    }

    /// The places that have filters, with them.
    pub fn blocks(&self) -> impl Iterator<Item = (Handle, &Block)> {
        self.blocks.iter().map(|(place, block)| (*place, block))
    }

    /// The filters at a place.
    #[must_use]
    pub fn block(&self, place: Handle) -> Option<&Block> {
        self.blocks.get(&place)
    }

    /// What its filters do.
    pub(super) fn exts(&self) -> impl Iterator<Item = &Exts> {
        let chains = self.blocks.values().flat_map(|block| &block.chains);
        let protos = chains.flat_map(|chain| &chain.protos);
        let entries = protos.flat_map(|proto| proto.entries());
        let nodes = self.u32.entries().map(|entry| &entry.exts);
        entries.map(|entry| &entry.exts).chain(nodes)
    }

    /// The hash tables of its `u32` filters, as the kernel lists them.
    pub fn u32_tables(&self) -> impl Iterator<Item = &super::U32Table> {
        self.u32.iter()
    }

    /// Another filter puts packets into the class.
    pub(super) fn bind(&mut self, class: Option<Handle>) {
        if let Some(class) = class {
            *self.bound.entry(class).or_default() += 1;
        }
    }

    /// A filter does not any more.
    pub(super) fn unbind(&mut self, class: Option<Handle>) {
        if let Some(class) = class
            && let Some(count) = self.bound.get_mut(&class)
        {
            *count -= 1;
            if *count == 0 {
                self.bound.remove(&class);
            }
        }
    }
}

/// Buckets of the table of a link's qdiscs.
const BUCKETS: usize = 16;

/// `hash_32` by 4 bits.
const fn bucket(handle: Handle) -> usize {
    (handle.0.wrapping_mul(0x61c8_8647) >> 28) as usize
}

/// The qdiscs of a link, as far as it did not come with them.
#[derive(Debug, Default)]
pub struct Device {
    root: Option<Handle>,
    ingress: Option<Qdisc>,
    qdiscs: HashMap<Handle, Qdisc>,
    /// Those of classes, in the buckets of the kernel's table; it lists the newest of a bucket first.
    hashed: [VecDeque<Handle>; BUCKETS],
}

impl Device {
    /// The qdisc that all that leaves goes through.
    #[must_use]
    pub fn root(&self) -> Option<&Qdisc> {
        self.qdiscs.get(&self.root?)
    }

    /// The qdisc for what comes in.
    #[must_use]
    pub const fn ingress(&self) -> Option<&Qdisc> {
        self.ingress.as_ref()
    }

    /// The qdisc of that name (`qdisc_lookup`).
    #[must_use]
    pub fn find(&self, handle: Handle) -> Option<&Qdisc> {
        let ingress = || self.ingress.as_ref().filter(|qdisc| qdisc.handle == handle);
        self.qdiscs.get(&handle).or_else(ingress)
    }

    /// The same, to change it.
    pub(super) fn find_mut(&mut self, handle: Handle) -> Option<&mut Qdisc> {
        if self.qdiscs.contains_key(&handle) {
            return self.qdiscs.get_mut(&handle);
        }
        self.ingress.as_mut().filter(|qdisc| qdisc.handle == handle)
    }

    /// Whether there is nothing that the link did not come with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.qdiscs.is_empty() && self.ingress.is_none()
    }

    /// All qdiscs, in the order in which the kernel lists them.
    pub fn qdiscs(&self) -> impl Iterator<Item = &Qdisc> {
        let hashed = self.hashed.iter().flatten();
        let others = hashed.filter_map(|handle| self.qdiscs.get(handle));
        self.root().into_iter().chain(others).chain(&self.ingress)
    }

    /// The qdisc at a place.
    pub(super) fn at(&self, place: Parent) -> Option<&Qdisc> {
        self.qdiscs().find(|qdisc| qdisc.parent == place)
    }

    /// Puts a qdisc where it says that it is, in the place of what is there.
    pub(super) fn graft(&mut self, actions: &mut Actions, qdisc: Qdisc) {
        self.prune(actions, qdisc.parent);
        let handle = qdisc.handle;
        match qdisc.parent {
            Parent::Ingress => {
                self.ingress = Some(qdisc);
                return;
            }
            Parent::Root => self.root = Some(handle),
            Parent::Class(class) => {
                if let Some(parent) = self.qdiscs.get_mut(&class.qdisc())
                    && let Some(slot) = parent.slot(class)
                {
                    parent.children.insert(slot, handle);
                }
                self.hashed[bucket(handle)].push_front(handle);
            }
        }
        self.qdiscs.insert(handle, qdisc);
    }

    /// Takes away the qdisc at a place, with all that hangs on it.
    pub(super) fn prune(&mut self, actions: &mut Actions, place: Parent) {
        match place {
            Parent::Ingress => {
                if let Some(qdisc) = self.ingress.take() {
                    actions.release_all(&qdisc);
                }
            }
            Parent::Root => {
                if let Some(handle) = self.root.take() {
                    self.destroy(actions, handle);
                }
            }
            Parent::Class(class) => {
                let Some(parent) = self.qdiscs.get_mut(&class.qdisc()) else {
                    return;
                };
                let slot = parent.slot(class);
                if let Some(handle) = slot.and_then(|slot| parent.children.remove(&slot)) {
                    self.destroy(actions, handle);
                }
            }
        }
    }

    fn destroy(&mut self, actions: &mut Actions, handle: Handle) {
        let mut gone = vec![handle];
        while let Some(handle) = gone.pop() {
            self.hashed[bucket(handle)].retain(|other| *other != handle);
            if let Some(qdisc) = self.qdiscs.remove(&handle) {
                actions.release_all(&qdisc);
                gone.extend(qdisc.children.into_values());
            }
        }
    }
}
