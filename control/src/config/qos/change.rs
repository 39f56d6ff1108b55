//! What happened to traffic control, for those who watch it (`tc monitor`).

use dataplane::{
    iface::IfIndex,
    qos::{Handle, Parent, QdiscKind},
};

use super::{
    ActionId, ActionObject, Classifier, Entry, Exts, HtbClassState, Proto, Qdisc, U32Entry,
    U32Table, u32::Named,
};
use crate::config::{Change, Model};

/// One notification, as rtnetlink sends it (`RTNLGRP_TC`).
#[derive(Clone, Debug, PartialEq)]
pub enum TrafficChange {
    /// A qdisc is new, has changed or is gone.
    Qdisc(ToldQdisc),
    /// A class of `htb` is new, has changed or is gone.
    Class(ToldClass),
    /// Filters: one is new, has changed or is gone, or all of a priority are gone.
    Filter(ToldFilter),
    /// A chain of filters has its first one, or lost its last.
    Chain {
        /// It is gone.
        gone: bool,
        /// Where it is.
        link: IfIndex,
        /// The qdisc, class or side.
        place: Handle,
        /// Its number.
        index: u32,
    },
    /// Actions were made by themselves.
    AddedActions(Vec<ToldAction>),
    /// Actions were changed, or made if they were not there.
    ReplacedActions(Vec<ToldAction>),
    /// Actions were deleted.
    DeletedActions(Vec<ToldAction>),
    /// So many actions of a kind were deleted.
    FlushedActions(&'static str, usize),
}

/// A qdisc as it was when something happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldQdisc {
    /// It is gone.
    pub gone: bool,
    /// The link.
    pub link: IfIndex,
    /// Its name.
    pub handle: Handle,
    /// Its place.
    pub parent: Parent,
    /// What it is.
    pub kind: QdiscKind,
    /// Who holds it: 2 of a root at work, 0 of what is taken down already.
    pub references: u32,
}

impl ToldQdisc {
    /// A qdisc of a link.
    pub(super) fn new(link: IfIndex, qdisc: &Qdisc, gone: bool, references: u32) -> Self {
        Self {
            gone,
            link,
            handle: qdisc.handle,
            parent: qdisc.parent,
            kind: qdisc.kind.clone(),
            references,
        }
    }
}

/// A class of `htb` as it was when something happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldClass {
    /// It is gone.
    pub gone: bool,
    /// The link.
    pub link: IfIndex,
    /// The qdisc at it.
    pub leaf: Option<Handle>,
    /// The class.
    pub state: HtbClassState,
}

/// What happened to filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterVerb {
    /// `add`.
    Added,
    /// `replace`.
    Replaced,
    /// `change`.
    Changed,
    /// `del`.
    Deleted,
}

/// A filter as it was when something happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldFilter {
    /// What happened.
    pub verb: FilterVerb,
    /// The link.
    pub link: IfIndex,
    /// The qdisc, class or side.
    pub place: Handle,
    /// Its chain.
    pub chain: u32,
    /// Its priority.
    pub priority: u16,
    /// Its protocol.
    pub protocol: u16,
    /// The kind.
    pub kind: &'static str,
    /// The filter; `None` for all of the priority.
    pub what: Option<FilterCopy>,
    /// Its actions.
    pub actions: Vec<ToldAction>,
}

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub enum FilterCopy {
    /// A table of `u32`, without its nodes.
    Table(U32Table),
    /// A node of `u32`, with its table without nodes.
    Node(U32Table, U32Entry),
    /// Another.
    Entry(Entry),
}

/// An action as it was when something happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldAction {
    /// Its name.
    pub id: ActionId,
    /// The action.
    pub object: ActionObject,
    /// Who holds it.
    pub references: u32,
}

impl ToldAction {
    /// An action that so many hold.
    pub(super) fn new(id: ActionId, object: &ActionObject, references: u32) -> Self {
        Self {
            id,
            object: object.clone(),
            references,
        }
    }
}

/// The chains that a link's filters are in: the qdisc, or the class of which, and the number.
type Chains = Vec<(Handle, u32)>;

impl Model {
    /// Tells those who watch, if somebody does.
    pub(super) fn tell(&mut self, change: impl FnOnce() -> TrafficChange) {
        if self.watched {
            self.changes.push(Change::Traffic(Box::new(change())));
        }
    }

    /// Tells of a qdisc that `references` hold.
    pub(super) fn tell_qdisc(&mut self, link: IfIndex, place: Parent, references: u32) {
        if !self.watched {
            return;
        }
        let qdisc = self.traffic.device(link).at(place);
        let told = qdisc.map(|qdisc| ToldQdisc::new(link, qdisc, false, references));
        if let Some(told) = told {
            self.tell(|| TrafficChange::Qdisc(told));
        }
    }

    /// The qdisc at a place, as it is told of when it goes; that which a link came with as well.
    pub(super) fn qdisc_that_goes(
        &self,
        link: IfIndex,
        place: Parent,
        references: u32,
    ) -> Option<ToldQdisc> {
        if !self.watched {
            return None;
        }
        if let Some(qdisc) = self.traffic.device(link).at(place) {
            return Some(ToldQdisc::new(link, qdisc, true, references));
        }
        let info = self.links.get(&link)?;
        let is_fifo = place == Parent::Root && Self::default_qdisc(info) == "pfifo_fast";
        is_fifo.then_some(ToldQdisc {
            gone: true,
            link,
            handle: Handle::UNSPEC,
            parent: place,
            kind: QdiscKind::PfifoFast {
                limit: info.tx_queue_len,
            },
            references,
        })
    }

    /// Tells of a class of `htb`.
    pub(super) fn told_class(&self, link: IfIndex, class: Handle, gone: bool) -> Option<ToldClass> {
        if !self.watched {
            return None;
        }
        let qdisc = self.traffic.device(link).find(class.qdisc())?;
        Some(ToldClass {
            gone,
            link,
            leaf: qdisc.child(class),
            state: qdisc.htb_class(class)?.clone(),
        })
    }

    /// A filter with its actions, as it is told of; `handle` 0 stands for all of the priority.
    pub(super) fn told_filter(
        &self,
        verb: FilterVerb,
        link: IfIndex,
        (place, chain, priority): (Handle, u32, u16),
        handle: u32,
    ) -> Option<ToldFilter> {
        if !self.watched {
            return None;
        }
        let qdisc = self.traffic.device(link).find(place.qdisc())?;
        let mut chains = qdisc.block(place)?.chains.iter();
        let protos = &chains.find(|known| known.index == chain)?.protos;
        let proto = protos.iter().find(|proto| proto.priority == priority)?;
        let what = qdisc.copy_filter(proto, handle);
        let exts = what.as_ref().and_then(FilterCopy::exts);
        let actions = exts.map_or(&[][..], |exts| &exts.actions).iter();
        let actions = actions.filter_map(|id| {
            let object = self.traffic.action(*id)?;
            Some(ToldAction::new(*id, object, object.references()))
        });
        Some(ToldFilter {
            verb,
            link,
            place,
            chain,
            priority,
            protocol: proto.protocol,
            kind: proto.name(),
            actions: actions.collect(),
            what,
        })
    }

    /// The chains of a link's filters, if somebody watches.
    pub(super) fn watched_chains(&self, link: IfIndex) -> Chains {
        if !self.watched {
            return Chains::new();
        }
        let qdiscs = self.traffic.device(link).qdiscs();
        qdiscs
            .flat_map(|qdisc| qdisc.blocks())
            .flat_map(|(place, block)| block.chains.iter().map(move |chain| (place, chain.index)))
            .collect()
    }

    /// Tells of the chains that have come and gone since `before`.
    pub(super) fn tell_chains(&mut self, link: IfIndex, before: &Chains) {
        let now = self.watched_chains(link);
        let gone = before.iter().filter(|chain| !now.contains(chain));
        let come = now.iter().filter(|chain| !before.contains(chain));
        let changes = gone
            .map(|chain| (true, chain))
            .chain(come.map(|chain| (false, chain)));
        for (gone, &(place, index)) in changes {
            self.tell(|| TrafficChange::Chain {
                gone,
                link,
                place,
                index,
            });
        }
    }

    /// A link is gone.
    pub(in crate::config) fn forget_traffic(&mut self, link: IfIndex) {
        let chains = self.watched_chains(link);
        self.traffic.forget(link);
        self.tell_chains(link, &chains);
    }
}

impl FilterCopy {
    fn exts(&self) -> Option<&Exts> {
        match self {
            Self::Table(_) => None,
            Self::Node(_, entry) => Some(&entry.exts),
            Self::Entry(entry) => Some(&entry.exts),
        }
    }
}

impl Qdisc {
    /// A copy of the filter of that name; `None` for 0.
    fn copy_filter(&self, proto: &Proto, handle: u32) -> Option<FilterCopy> {
        match &proto.classifier {
            _ if handle == 0 => None,
            Classifier::U32 { root } => match self.u32.find(*root, handle)? {
                Named::Table(at) => Some(FilterCopy::Table(self.u32.table(at).without_nodes())),
                Named::Node(at, bucket, node) => {
                    let table = self.u32.table(at);
                    let entry = table.buckets[bucket][node].clone();
                    Some(FilterCopy::Node(table.without_nodes(), entry))
                }
            },
            Classifier::List(_, entries) => {
                let mut entries = entries.iter();
                let entry = entries.find(|entry| entry.handle == handle)?;
                Some(FilterCopy::Entry(entry.clone()))
            }
        }
    }
}
