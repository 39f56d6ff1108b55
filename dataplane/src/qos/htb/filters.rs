//! The filters of `htb`: at the qdisc, and at classes that have children.

use std::collections::{BTreeMap, BTreeSet};

use crate::qos::{Classifier, Filter, Handle, QueueCx, Readings};

/// Filters by where they are.
#[derive(Debug, Default)]
pub(super) struct Filters {
    at: BTreeMap<Handle, Classifier>,
}

impl Filters {
    /// Takes on a new configuration.
    pub(super) fn follow(&mut self, filters: &[Filter], cx: &QueueCx<'_>) {
        let places: BTreeSet<_> = filters.iter().map(|filter| filter.parent).collect();
        self.at.retain(|place, _| places.contains(place));
        for place in places {
            self.at.entry(place).or_default().follow(place, filters, cx);
        }
    }

    /// Those at a qdisc or a class, if there are some.
    #[inline]
    pub(super) fn at(&mut self, place: Handle) -> Option<&mut Classifier> {
        self.at.get_mut(&place)
    }

    /// Adds what they counted.
    pub(super) fn read(&self, readings: &mut Readings) {
        for filters in self.at.values() {
            readings.filters.extend(filters.stats());
        }
    }
}
