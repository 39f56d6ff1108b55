//! What routes say, shared by all that say the same.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    net::IpAddr,
    sync::Arc,
};

use dataplane::{
    iface::{IfIndex, Scope},
    route::RouteKind,
};

use crate::{
    config::{Nexthop, Route, RouteMetrics},
    lang::span::Origin,
};

/// What a route says, apart from its key (table, prefix, `tos`, metric). Its next hops' `linkdown`
/// and `dead` are false: the links say that.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::config) struct RouteBody {
    pub(in crate::config) kind: RouteKind,
    pub(in crate::config) protocol: u8,
    pub(in crate::config) scope: Scope,
    pub(in crate::config) prefsrc: Option<IpAddr>,
    pub(in crate::config) nexthops: Box<[Nexthop]>,
    pub(in crate::config) metrics: RouteMetrics,
    pub(in crate::config) pref: u8,
}

impl RouteBody {
    /// What a request says.
    pub(in crate::config) fn of(route: &Route) -> Self {
        Self {
            kind: route.kind,
            protocol: route.protocol,
            scope: route.scope,
            prefsrc: route.prefsrc,
            nexthops: route.nexthops.clone().into_boxed_slice(),
            metrics: route.metrics,
            pref: route.pref,
        }
    }

    /// Whether a next hop goes by that link.
    pub(in crate::config) fn uses(&self, link: IfIndex) -> bool {
        self.nexthops.iter().any(|hop| hop.dev == Some(link))
    }
}

/// The number of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::config) struct BodyId(u32);

#[derive(Debug)]
struct Slot {
    body: Arc<RouteBody>,
    /// Routes that say this.
    routes: u32,
}

/// All bodies in use.
#[derive(Debug, Default)]
pub(in crate::config) struct Bodies {
    slots: Vec<Option<Slot>>,
    free: Vec<u32>,
    /// Free, but perhaps still named by those who note changes.
    retired: Vec<u32>,
    ids: HashMap<Arc<RouteBody>, u32>,
}

impl Bodies {
    /// The number of this body; it counts one more route.
    pub(in crate::config) fn intern(&mut self, body: RouteBody) -> BodyId {
        if let Some(&id) = self.ids.get(&body) {
            self.retain(BodyId(id));
            return BodyId(id);
        }
        let body = Arc::new(body);
        let slot = Some(Slot {
            body: Arc::clone(&body),
            routes: 1,
        });
        let id = if let Some(id) = self.free.pop() {
            self.slots[id as usize] = slot;
            id
        } else {
            let id = u32::try_from(self.slots.len()).expect("fewer than 2^32 bodies fit in memory");
            self.slots.push(slot);
            id
        };
        self.ids.insert(body, id);
        BodyId(id)
    }

    /// Counts one more route that says this.
    pub(in crate::config) fn retain(&mut self, id: BodyId) {
        if let Some(slot) = &mut self.slots[id.0 as usize] {
            slot.routes += 1;
        }
    }

    /// Counts one route less.
    pub(in crate::config) fn release(&mut self, id: BodyId) {
        let place = &mut self.slots[id.0 as usize];
        if let Some(slot) = place {
            slot.routes -= 1;
            if slot.routes == 0 {
                self.ids.remove(&slot.body);
                *place = None;
                self.retired.push(id.0);
            }
        }
    }

    /// Nobody has numbers of bodies that are gone any more: they may be given again.
    pub(in crate::config) fn recycle(&mut self) {
        self.free.append(&mut self.retired);
    }

    /// The body.
    ///
    /// # Panics
    /// If no route says this.
    pub(in crate::config) fn get(&self, id: BodyId) -> &Arc<RouteBody> {
        &self.slots[id.0 as usize]
            .as_ref()
            .expect("a body lives as long as a route says it")
            .body
    }

    /// The body, if any route says this.
    pub(in crate::config) fn find(&self, id: BodyId) -> Option<&Arc<RouteBody>> {
        let slot = self.slots.get(id.0 as usize)?.as_ref()?;
        Some(&slot.body)
    }

    /// Those that `wanted` holds for: a set to test routes against in a scan.
    pub(in crate::config) fn select(&self, wanted: impl Fn(&RouteBody) -> bool) -> Selection {
        let members: Vec<bool> = self
            .slots
            .iter()
            .map(|slot| slot.as_ref().is_some_and(|slot| wanted(&slot.body)))
            .collect();
        Selection {
            empty: !members.contains(&true),
            members,
        }
    }
}

/// Some of the bodies.
#[derive(Debug)]
pub(in crate::config) struct Selection {
    members: Vec<bool>,
    empty: bool,
}

impl Selection {
    /// None at all: no route needs to be looked at.
    pub(in crate::config) const fn is_empty(&self) -> bool {
        self.empty
    }

    pub(in crate::config) fn contains(&self, id: BodyId) -> bool {
        self.members.get(id.0 as usize).copied().unwrap_or(false)
    }
}

/// A route's place in the runbook: the file's number and the line in four bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::config) struct SourceLine(u32);

/// What a table keeps of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::config) struct Entry {
    pub(in crate::config) body: BodyId,
    pub(in crate::config) line: SourceLine,
}

/// The files that routes came from.
#[derive(Debug, Default)]
pub(in crate::config) struct SourceFiles(Vec<Arc<str>>);

impl SourceFiles {
    /// Lines beyond this one are not told apart.
    const LINES: u32 = (1 << 24) - 1;

    /// Notes a place. From the 256th file on, places are not remembered.
    pub(in crate::config) fn note(&mut self, origin: Option<&Arc<Origin>>) -> SourceLine {
        let Some(origin) = origin else {
            return SourceLine::default();
        };
        let number = match self.0.last() {
            Some(last) if Arc::ptr_eq(last, &origin.file) => self.0.len(),
            Some(_) | None => {
                if let Some(known) = self.0.iter().position(|file| *file == origin.file) {
                    known + 1
                } else if self.0.len() < 255 {
                    self.0.push(Arc::clone(&origin.file));
                    self.0.len()
                } else {
                    return SourceLine::default();
                }
            }
        };
        let number = u32::try_from(number).unwrap_or_default();
        SourceLine(number << 24 | origin.line.min(Self::LINES))
    }

    /// The place again.
    pub(in crate::config) fn origin(&self, line: SourceLine) -> Option<Arc<Origin>> {
        let file = self.0.get(((line.0 >> 24) as usize).checked_sub(1)?)?;
        Some(Arc::new(Origin {
            file: Arc::clone(file),
            line: line.0 & Self::LINES,
        }))
    }
}

/// A quick hash of what a request says, for a small cache (not keyed: a collision costs a check,
/// nothing else).
pub(in crate::config) fn quick_hash(route: &Route) -> u64 {
    struct Quick(u64);
    impl Hasher for Quick {
        fn finish(&self) -> u64 {
            self.0 ^ (self.0 >> 29)
        }
        fn write(&mut self, bytes: &[u8]) {
            for chunk in bytes.chunks(8) {
                let mut word = [0; 8];
                word[..chunk.len()].copy_from_slice(chunk);
                self.write_u64(u64::from_le_bytes(word));
            }
        }
        fn write_u8(&mut self, n: u8) {
            self.write_u64(u64::from(n));
        }
        fn write_u32(&mut self, n: u32) {
            self.write_u64(u64::from(n));
        }
        fn write_u64(&mut self, n: u64) {
            self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        fn write_usize(&mut self, n: usize) {
            self.write_u64(n as u64);
        }
    }
    let mut hasher = Quick(0);
    route.table.hash(&mut hasher);
    route.protocol.hash(&mut hasher);
    route.prefsrc.hash(&mut hasher);
    for hop in &route.nexthops {
        hop.gateway.hash(&mut hasher);
        hop.dev.hash(&mut hasher);
        hop.weight.hash(&mut hasher);
    }
    hasher.finish()
}
