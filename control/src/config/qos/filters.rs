//! Filters: what `RTM_NEWTFILTER` and `RTM_DELTFILTER` do (`cls_api.c`).

use dataplane::{
    iface::IfIndex,
    qos::{FilterKind, FwSpec, Handle, QdiscKind},
};

use super::{
    FilterCopy, FilterOptions, FilterRequest, FilterVerb, Place, ToldFilter, TrafficChange,
    actions::{Actions, Exts},
    device::{Block, Chain, Device, Qdisc},
    kinds::has_filters,
    u32::Named,
};
use crate::{
    config::{Errno, Model, NetError},
    lang::span::Origin,
};

/// The filters of one priority (`struct tcf_proto`).
#[derive(Debug)]
pub struct Proto {
    /// The priority.
    pub priority: u16,
    /// The EtherType, in host order.
    pub protocol: u16,
    /// Which filters.
    pub classifier: Classifier,
}

/// The filters of one priority, by kind.
#[derive(Debug)]
pub enum Classifier {
    /// `u32`: they are in the tables of the qdisc. The number of the root table.
    U32 {
        /// 12 bits.
        root: u32,
    },
    /// Others: the name of the kind, and the filters in the order in which the kernel lists them.
    List(&'static str, Vec<Entry>),
}

/// A filter (not of `u32`).
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its name.
    pub handle: u32,
    /// What it looks at.
    pub kind: FilterKind,
    /// `classid`.
    pub class: Option<Handle>,
    /// What is done.
    pub exts: Exts,
    /// The line that made it.
    pub origin: Option<Origin>,
}

/// A filter that was asked for by name.
#[derive(Debug)]
pub enum FilterRef<'q> {
    /// A table of `u32`.
    Table(&'q super::U32Table),
    /// A node of `u32`, with its table.
    Node(&'q super::U32Table, &'q super::U32Entry),
    /// Another.
    Entry(&'q Entry),
}

impl Proto {
    /// The name of the kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.classifier {
            Classifier::U32 { .. } => "u32",
            Classifier::List(name, _) => name,
        }
    }

    /// Its filters, if it is not `u32`.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.classifier {
            Classifier::U32 { .. } => &[],
            Classifier::List(_, entries) => entries,
        }
    }
}

fn error(errno: Errno, message: &'static str) -> NetError {
    NetError::explained(errno, message)
}

/// The qdisc and the place that a request means (`tcf_block_find`).
fn block_of(device: &Device, place: &Place) -> Result<(Handle, Handle), NetError> {
    let (qdisc, parent) = if place.parent == Handle::UNSPEC {
        let root = device
            .root()
            .ok_or_else(|| error(Errno::Inval, "Qdisc not classful."))?;
        (root, root.handle)
    } else {
        // The root and the way in are asked for by the names of their qdiscs.
        let found = device
            .find(place.parent.qdisc())
            .ok_or_else(|| error(Errno::Inval, "Parent Qdisc doesn't exists."))?;
        (found, place.parent)
    };
    if !qdisc.is_classful() {
        return Err(error(Errno::Inval, "Qdisc not classful."));
    }
    if !has_filters(&qdisc.kind) {
        return Err(error(Errno::OpNotSupp, "Class doesn't support blocks."));
    }
    if parent.minor() == 0 {
        return Ok((qdisc.handle, parent_of_filters(qdisc, parent)?));
    }
    let missing = || error(Errno::NoEnt, "Specified class doesn't exist.");
    let is_side = matches!(parent, Handle::CLSACT_INGRESS | Handle::CLSACT_EGRESS);
    if matches!(qdisc.kind, QdiscKind::Htb(_)) {
        qdisc.htb_class(parent).ok_or_else(missing)?;
    } else if matches!(qdisc.kind, QdiscKind::Clsact) && !is_side {
        return Err(missing());
    } else if !matches!(qdisc.kind, QdiscKind::Clsact | QdiscKind::Ingress) {
        // Their bands have no filters of their own.
        return Err(match qdisc.slot(parent) {
            Some(_) => Errno::Inval.into(),
            None => missing(),
        });
    }
    Ok((qdisc.handle, parent_of_filters(qdisc, parent)?))
}

/// Where a qdisc keeps the filters that are given to `parent`.
fn parent_of_filters(qdisc: &Qdisc, parent: Handle) -> Result<Handle, NetError> {
    if matches!(qdisc.kind, QdiscKind::Ingress) {
        return Ok(qdisc.handle);
    }
    if matches!(qdisc.kind, QdiscKind::Clsact) && parent.minor() == 0 {
        return Err(Errno::Inval.into());
    }
    Ok(parent)
}

impl Chain {
    /// The filters of a priority; an error if they are for another protocol.
    fn find(&self, priority: u16, protocol: u16) -> Result<Option<usize>, NetError> {
        let found = self
            .protos
            .iter()
            .position(|proto| proto.priority == priority);
        match found {
            Some(at) if protocol != 0 && self.protos[at].protocol != protocol => Err(error(
                Errno::Inval,
                "Protocol mismatch for filter with specified priority.",
            )),
            found => Ok(found),
        }
    }

    /// A priority in front of all that were given without being asked for (`tcf_auto_prio`).
    fn free_priority(&self) -> Result<u16, NetError> {
        const LOWEST: u16 = 0x8000;
        const FIRST: u16 = 0xc000;
        let next = self.protos.iter().find(|proto| proto.priority >= LOWEST);
        match next {
            None => Ok(FIRST),
            Some(proto) if proto.priority == LOWEST => Err(error(
                Errno::NoSpc,
                "Lowest ID from auto-alloc range already in use.",
            )),
            Some(proto) => Ok(proto.priority - 1),
        }
    }
}

impl Block {
    fn chain(&self, index: u32) -> Option<&Chain> {
        self.chains.iter().find(|chain| chain.index == index)
    }

    fn chain_mut(&mut self, index: u32) -> &mut Chain {
        let at = match self.chains.iter().position(|chain| chain.index == index) {
            Some(at) => at,
            None => {
                self.chains.push(Chain {
                    index,
                    protos: Vec::new(),
                });
                self.chains.len() - 1
            }
        };
        &mut self.chains[at]
    }
}

/// A filter is changed that is there, or a new one is made.
struct Change<'r> {
    request: &'r FilterRequest<'r>,
    place: Handle,
    chain: u32,
}

/// The largest number of a chain (`TC_ACT_EXT_VAL_MASK`).
pub(crate) const LAST_CHAIN: u32 = 0x0fff_ffff;

impl Model {
    /// Makes or changes a filter (`RTM_NEWTFILTER`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn set_filter(&mut self, request: &FilterRequest<'_>) -> Result<(), NetError> {
        if request.priority == 0 && !request.flags.create {
            return Err(error(
                Errno::NoEnt,
                "Invalid filter command with priority of zero.",
            ));
        }
        let link = self.filter_link(request.place.link)?;
        let (qdisc, place) = block_of(self.traffic.device(link), &request.place)?;
        let chain = request.chain.unwrap_or_default();
        if chain > LAST_CHAIN {
            return Err(error(
                Errno::Inval,
                "Specified chain index exceeds upper limit.",
            ));
        }
        let name = (place, chain, request.priority);
        let (handle, flags) = (request.place.handle.0, request.flags);
        let verb = match (flags.create, flags.exclusive) {
            (true, true) => FilterVerb::Added,
            (true, false) => FilterVerb::Replaced,
            (false, _) => FilterVerb::Changed,
        };
        // Of a node of `u32` that is changed those who watch see what it was.
        let before = self.told_filter(verb, link, name, handle);
        let before = before.filter(|told| matches!(told.what, Some(FilterCopy::Node(..))));
        let chains = self.watched_chains(link);
        let now = self.now;
        let traffic = &mut self.traffic;
        traffic.actions.now = now;
        let device = traffic.devices.get_mut(&link).ok_or(Errno::NoDev)?;
        let qdisc = device.find_mut(qdisc).ok_or(Errno::NoEnt)?;
        let change = Change {
            request,
            place,
            chain,
        };
        let done = qdisc.set_filter(&mut traffic.actions, &change);
        qdisc.tidy(place);
        let (priority, handle) = done?;
        self.tell_chains(link, &chains);
        let told = self.told_filter(verb, link, (place, chain, priority), handle);
        if let Some(told) = before.or(told) {
            self.tell(|| TrafficChange::Filter(told));
        }
        self.traffic_changed(link);
        Ok(())
    }

    fn filter_link(&self, link: Option<IfIndex>) -> Result<IfIndex, NetError> {
        self.link_of(link)
            .map_err(|_| error(Errno::NoDev, "Cannot find device."))
    }

    /// Deletes a filter, those of a priority, or all of a chain (`RTM_DELTFILTER`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_filter(&mut self, request: &FilterRequest<'_>) -> Result<(), NetError> {
        let named = request.protocol != 0
            || request.place.handle != Handle::UNSPEC
            || request.kind.is_some();
        if request.priority == 0 && named {
            return Err(error(
                Errno::NoEnt,
                "Cannot flush filters with protocol, handle or kind set.",
            ));
        }
        let link = self.filter_link(request.place.link)?;
        let (qdisc, place) = block_of(self.traffic.device(link), &request.place)?;
        let chain = request.chain.unwrap_or_default();
        let told = self.filters_that_go(link, (place, chain), request);
        let chains = self.watched_chains(link);
        let traffic = &mut self.traffic;
        let device = traffic.devices.get_mut(&link).ok_or(Errno::NoDev)?;
        let qdisc = device.find_mut(qdisc).ok_or(Errno::NoEnt)?;
        let change = Change {
            request,
            place,
            chain,
        };
        qdisc.del_filter(&mut traffic.actions, &change)?;
        qdisc.tidy(place);
        for told in told {
            self.tell(|| TrafficChange::Filter(told));
        }
        self.tell_chains(link, &chains);
        self.traffic_changed(link);
        Ok(())
    }

    /// What is told of the filters that a request deletes.
    fn filters_that_go(
        &self,
        link: IfIndex,
        (place, chain): (Handle, u32),
        request: &FilterRequest<'_>,
    ) -> Vec<ToldFilter> {
        let qdisc = self.traffic.device(link).find(place.qdisc());
        let block = qdisc.and_then(|qdisc| qdisc.block(place));
        let protos = block.and_then(|block| block.chain(chain));
        let protos = protos.into_iter().flat_map(|chain| &chain.protos);
        let chosen =
            protos.filter(|proto| request.priority == 0 || proto.priority == request.priority);
        let handle = match request.priority {
            0 => 0,
            _ => request.place.handle.0,
        };
        let told = |proto: &Proto| {
            let name = (place, chain, proto.priority);
            self.told_filter(FilterVerb::Deleted, link, name, handle)
        };
        chosen.filter_map(told).collect()
    }

    /// The filter of that name (`RTM_GETTFILTER`), with its place and priority.
    ///
    /// # Errors
    /// As the kernel.
    pub fn get_filter(
        &self,
        request: &FilterRequest<'_>,
    ) -> Result<(Handle, u16, u16, FilterRef<'_>), NetError> {
        let link = self.filter_link(request.place.link)?;
        let device = self.traffic.device(link);
        let (qdisc, place) = block_of(device, &request.place)?;
        let qdisc = device.find(qdisc).ok_or(Errno::NoEnt)?;
        let chain = qdisc
            .block(place)
            .and_then(|block| block.chain(request.chain.unwrap_or_default()))
            .ok_or_else(|| error(Errno::Inval, "Cannot find specified filter chain."))?;
        let at = chain.find(request.priority, request.protocol)?;
        let proto = &chain.protos[at.ok_or_else(no_priority)?];
        if request.kind.is_some_and(|kind| kind != proto.name()) {
            return Err(other_kind());
        }
        let handle = request.place.handle.0;
        let missing = || error(Errno::NoEnt, "Specified filter handle not found.");
        let found = match &proto.classifier {
            Classifier::U32 { root } => match qdisc.u32.find(*root, handle).ok_or_else(missing)? {
                Named::Table(at) => FilterRef::Table(qdisc.u32.table(at)),
                Named::Node(at, bucket, node) => {
                    let table = qdisc.u32.table(at);
                    FilterRef::Node(table, &table.buckets[bucket][node])
                }
            },
            Classifier::List(_, entries) => {
                let mut entries = entries.iter();
                let entry = entries.find(|entry| entry.handle == handle);
                FilterRef::Entry(entry.ok_or_else(missing)?)
            }
        };
        Ok((place, proto.priority, proto.protocol, found))
    }
}

fn no_priority() -> NetError {
    error(
        Errno::NoEnt,
        "Filter with specified priority/protocol not found.",
    )
}

fn other_kind() -> NetError {
    error(
        Errno::Inval,
        "Specified filter kind does not match existing one.",
    )
}

fn must_create() -> NetError {
    error(
        Errno::NoEnt,
        "Need both RTM_NEWTFILTER and NLM_F_CREATE to create a new filter.",
    )
}

impl Qdisc {
    /// Chains go with their last filter, and so do the chains of a place.
    fn tidy(&mut self, place: Handle) {
        if let Some(block) = self.blocks.get_mut(&place) {
            block.chains.retain(|chain| !chain.protos.is_empty());
            if block.chains.is_empty() {
                self.blocks.remove(&place);
            }
        }
    }

    /// Gives the priority and the name of the filter.
    fn set_filter(
        &mut self,
        actions: &mut Actions,
        change: &Change<'_>,
    ) -> Result<(u16, u32), NetError> {
        let request = change.request;
        let chain = self.blocks.entry(change.place).or_default();
        let chain = chain.chain_mut(change.chain);
        let found = match request.priority {
            0 => None,
            priority => chain.find(priority, request.protocol)?,
        };
        let (at, created) = match found {
            Some(at) => (at, false),
            None => {
                let kind = request.kind.filter(|_| request.protocol != 0);
                let kind = kind.ok_or_else(|| {
                    error(Errno::Inval, "Filter kind and protocol must be specified.")
                })?;
                if !request.flags.create {
                    return Err(must_create());
                }
                let priority = match request.priority {
                    0 => chain.free_priority()?,
                    priority => priority,
                };
                let classifier = match kind {
                    "u32" => Classifier::U32 {
                        root: self.u32.add_root(priority)?,
                    },
                    "fw" => Classifier::List("fw", Vec::new()),
                    "flower" => Classifier::List("flower", Vec::new()),
                    "matchall" => Classifier::List("matchall", Vec::new()),
                    "basic" => Classifier::List("basic", Vec::new()),
                    _ => return Err(error(Errno::NoEnt, "TC classifier not found.")),
                };
                let at = chain
                    .protos
                    .partition_point(|proto| proto.priority < priority);
                chain.protos.insert(
                    at,
                    Proto {
                        priority,
                        protocol: request.protocol,
                        classifier,
                    },
                );
                (at, true)
            }
        };
        let proto = &mut chain.protos[at];
        let priority = proto.priority;
        let done = if request.kind.is_some_and(|kind| kind != proto.name()) {
            Err(other_kind())
        } else {
            match &mut proto.classifier {
                Classifier::U32 { root } => {
                    let key = (*root, proto.priority);
                    self.set_u32(actions, key, request)
                }
                Classifier::List(name, entries) => {
                    set_entry(actions, name, entries, request).map(|(more, less, handle)| {
                        self.bind(more);
                        self.unbind(less);
                        handle
                    })
                }
            }
        };
        if done.is_err() && created {
            self.remove_proto(actions, change.place, change.chain, at);
        }
        done.map(|handle| (priority, handle))
    }

    /// Gives the name of the table or node.
    fn set_u32(
        &mut self,
        actions: &mut Actions,
        (root, priority): (u32, u16),
        request: &FilterRequest<'_>,
    ) -> Result<u32, NetError> {
        let handle = request.place.handle.0;
        let found = match handle {
            0 => None,
            handle => self.u32.find(root, handle),
        };
        check_flags(found.is_some(), request)?;
        actions.check(&request.exts)?;
        let FilterOptions::U32(options) = &request.options else {
            // No options: nothing happens, unless a filter is named.
            return match handle {
                0 => Ok(0),
                _ => Err(error(
                    Errno::Inval,
                    "cls_u32: Filter handle requires options.",
                )),
            };
        };
        let key = (root, priority);
        let (more, less, handle) =
            self.u32
                .change(actions, key, found.as_ref(), request, options)?;
        self.bind(more);
        self.unbind(less);
        Ok(handle)
    }

    /// Takes the filters of a priority away.
    fn remove_proto(&mut self, actions: &mut Actions, place: Handle, chain: u32, at: usize) {
        let Some(block) = self.blocks.get_mut(&place) else {
            return;
        };
        let proto = block.chain_mut(chain).protos.remove(at);
        self.forget_proto(actions, &proto);
    }

    fn forget_proto(&mut self, actions: &mut Actions, proto: &Proto) {
        match &proto.classifier {
            Classifier::U32 { root } => {
                for class in self.u32.remove_root(actions, *root) {
                    self.unbind(Some(class));
                }
            }
            Classifier::List(_, entries) => {
                for entry in entries {
                    actions.release(&entry.exts);
                    self.unbind(entry.class);
                }
            }
        }
    }

    /// A place with filters is gone.
    pub(super) fn forget_block(&mut self, actions: &mut Actions, block: Block) {
        for proto in block.chains.into_iter().flat_map(|chain| chain.protos) {
            self.forget_proto(actions, &proto);
        }
    }

    fn del_filter(&mut self, actions: &mut Actions, change: &Change<'_>) -> Result<(), NetError> {
        let request = change.request;
        let block = self.blocks.get_mut(&change.place);
        let chain = block.and_then(|block| {
            let mut chains = block.chains.iter_mut();
            chains.find(|chain| chain.index == change.chain)
        });
        let Some(chain) = chain else {
            return match (request.priority, change.chain) {
                (0, _) => Ok(()),
                // The first chain is always there.
                (_, 0) => Err(no_priority()),
                _ => Err(error(Errno::NoEnt, "Cannot find specified filter chain.")),
            };
        };
        if request.priority == 0 {
            for proto in std::mem::take(&mut chain.protos) {
                self.forget_proto(actions, &proto);
            }
            return Ok(());
        }
        let at = chain.find(request.priority, request.protocol)?;
        let at = at.ok_or_else(no_priority)?;
        let proto = &mut chain.protos[at];
        if request.kind.is_some_and(|kind| kind != proto.name()) {
            return Err(other_kind());
        }
        let handle = request.place.handle.0;
        let mut last = handle == 0;
        let missing = || error(Errno::NoEnt, "Specified filter handle not found.");
        match &mut proto.classifier {
            _ if last => {}
            Classifier::U32 { root } => {
                let found = self.u32.find(*root, handle).ok_or_else(missing)?;
                let (classes, none) = self.u32.delete(actions, &found)?;
                last = none;
                for class in classes {
                    self.unbind(Some(class));
                }
            }
            Classifier::List(_, entries) => {
                let mut places = entries.iter();
                let found = places.position(|entry| entry.handle == handle);
                let entry = entries.remove(found.ok_or_else(missing)?);
                last = entries.is_empty();
                actions.release(&entry.exts);
                self.unbind(entry.class);
            }
        }
        if last {
            self.remove_proto(actions, change.place, change.chain, at);
        }
        Ok(())
    }
}

fn check_flags(found: bool, request: &FilterRequest<'_>) -> Result<(), NetError> {
    match found {
        false if !request.flags.create => Err(must_create()),
        true if request.flags.exclusive => Err(error(Errno::Exist, "Filter already exists.")),
        _ => Ok(()),
    }
}

/// Makes or changes a filter of a kind other than `u32`; gives the classes that have one more, and one less, and its
/// name.
fn set_entry(
    actions: &mut Actions,
    name: &str,
    entries: &mut Vec<Entry>,
    request: &FilterRequest<'_>,
) -> Result<(Option<Handle>, Option<Handle>, u32), NetError> {
    let wanted = request.place.handle.0;
    let found = entries
        .iter()
        .position(|entry| wanted != 0 && entry.handle == wanted);
    check_flags(found.is_some(), request)?;
    let inval = || NetError::from(Errno::Inval);
    let kind = match &request.options {
        FilterOptions::Fw { mask, indev } => {
            let mask = mask.unwrap_or(u32::MAX);
            let others = entries.first().map(|entry| &entry.kind);
            if let Some(FilterKind::Fw(other)) = others
                && other.mask != mask
            {
                return Err(inval());
            }
            FilterKind::Fw(FwSpec {
                mask,
                indev: *indev,
            })
        }
        FilterOptions::Flower(key) => FilterKind::Flower(key.clone()),
        FilterOptions::Matchall => FilterKind::Matchall,
        FilterOptions::Basic(expression) => FilterKind::Basic(expression.clone()),
        // `fw` without anything takes marks for classes; others need their options.
        FilterOptions::Absent if name == "fw" && wanted == 0 => return Ok((None, None, 0)),
        FilterOptions::Absent | FilterOptions::U32(_) => return Err(inval()),
    };
    if let FilterKind::Flower(key) = &kind {
        if let Some(why) = key.ct_state.and_then(impossible_state) {
            return Err(error(Errno::Inval, why));
        }
        let same = |entry: &Entry| {
            entry.handle != wanted
                && matches!(&entry.kind, FilterKind::Flower(other) if other == key)
        };
        if entries.iter().any(same) {
            return Err(Errno::Exist.into());
        }
    }
    let free = || (1..).find(|handle| entries.iter().all(|entry| entry.handle != *handle));
    let handle = match (name, wanted) {
        ("fw", 0) => return Err(inval()),
        // Nor can it be changed.
        ("matchall", _) if !entries.is_empty() => {
            return Err(Errno::Exist.into());
        }
        ("matchall", 0) => 1,
        (_, 0) => free().ok_or(Errno::NoSpc)?,
        (_, wanted) => wanted,
    };
    actions.check(&request.exts)?;
    let entry = Entry {
        handle,
        kind,
        class: request.class,
        exts: actions.bind(&request.exts),
        origin: request.origin.clone(),
    };
    if let Some(at) = found {
        let old = std::mem::replace(&mut entries[at], entry);
        actions.release(&old.exts);
        return Ok((request.class, old.class, handle));
    }
    let key = |entry: &Entry| match name {
        "fw" => (fw_hash(entry.handle), 0),
        "flower" => (0, entry.handle),
        _ => (0, 0),
    };
    let at = match name {
        // The newest stands first.
        "basic" => 0,
        _ => entries.partition_point(|other| key(other) <= key(&entry)),
    };
    entries.insert(at, entry);
    Ok((request.class, None, handle))
}

/// The bucket of a mark (`fw_hash`).
const fn fw_hash(mark: u32) -> u32 {
    let mark = mark ^ mark >> 16;
    (mark ^ mark >> 8) % 256
}

/// Why no connection has such a state (`fl_validate_ct_state`).
const fn impossible_state((value, mask): (u16, u16)) -> Option<&'static str> {
    const NEW: u16 = 1;
    const ESTABLISHED: u16 = 2;
    const TRACKED: u16 = 8;
    let set = value & mask;
    if set != 0 && set & TRACKED == 0 {
        return Some("no trk, so no other flag can be set.");
    }
    if set & NEW != 0 && set & ESTABLISHED != 0 {
        return Some("new and est are mutually exclusive.");
    }
    None
}
