//! Requests that were found valid lately, so that a million routes by a few gateways do not cost a
//! million lookups of gateways.

use super::{
    Nexthop, Route, RouteMetrics,
    fib::{Bodies, BodyId, quick_hash},
};
use dataplane::{
    iface::Scope,
    route::{RouteKind, TableId},
};

/// What of a request decides whether it is valid and what it becomes; nothing of it depends on the
/// prefix (requests with `src` are not kept).
#[derive(Debug)]
struct Known {
    table: TableId,
    kind: RouteKind,
    protocol: u8,
    scope: Scope,
    nexthops: Box<[Nexthop]>,
    metrics: RouteMetrics,
    pref: u8,
    body: BodyId,
}

impl Known {
    fn is(&self, route: &Route) -> bool {
        self.table == route.table
            && self.kind == route.kind
            && self.protocol == route.protocol
            && self.scope == route.scope
            && *self.nexthops == *route.nexthops
            && self.metrics == route.metrics
            && self.pref == route.pref
            && route.prefsrc.is_none()
    }
}

/// A small direct-mapped cache. Each body in it counts as used by one route.
#[derive(Debug, Default)]
pub(super) struct Checked {
    slots: Vec<Option<Known>>,
    generation: u64,
}

impl Checked {
    const SLOTS: usize = 1024;

    fn slot(route: &Route) -> usize {
        usize::try_from(quick_hash(route) % Self::SLOTS as u64).unwrap_or_default()
    }

    /// What a request becomes, if that is known and nothing that matters has changed since.
    pub(super) fn get(&self, route: &Route, generation: u64) -> Option<BodyId> {
        if self.generation != generation || self.slots.is_empty() {
            return None;
        }
        let known = self.slots[Self::slot(route)].as_ref()?;
        known.is(route).then_some(known.body)
    }

    /// Notes what a request becomes; `body` must be counted for it.
    pub(super) fn put(
        &mut self,
        route: &Route,
        body: BodyId,
        generation: u64,
        bodies: &mut Bodies,
    ) {
        if self.generation != generation || self.slots.is_empty() {
            self.clear(bodies);
            self.slots.resize_with(Self::SLOTS, || None);
            self.generation = generation;
        }
        let known = Known {
            table: route.table,
            kind: route.kind,
            protocol: route.protocol,
            scope: route.scope,
            nexthops: route.nexthops.clone().into_boxed_slice(),
            metrics: route.metrics,
            pref: route.pref,
            body,
        };
        if let Some(old) = self.slots[Self::slot(route)].replace(known) {
            bodies.release(old.body);
        }
    }

    /// Forgets all.
    fn clear(&mut self, bodies: &mut Bodies) {
        for known in self.slots.drain(..).flatten() {
            bodies.release(known.body);
        }
    }
}
