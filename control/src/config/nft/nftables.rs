//! The rule set that is in force.

use std::sync::Arc;

use dataplane::{filter::CounterId, time::Instant};

use super::{Draft, Event, Ruleset, draft::Named};
use crate::config::netfilter::CounterIds;

/// nft's tables, and what has become of them since packets were told.
#[derive(Debug)]
pub struct Nftables {
    ruleset: Ruleset,
    ids: CounterIds,
    /// How often the rule set has changed.
    generation: u32,
    /// Which packets have to be told: those of IPv4, and IPv6.
    pub(in super::super) dirty: [bool; 2],
    /// When the next element goes.
    next_expiry: Instant,
}

impl Nftables {
    pub(in super::super) fn new(ids: CounterIds) -> Self {
        Self {
            ruleset: Ruleset::default(),
            ids,
            generation: 0,
            dirty: [false; 2],
            next_expiry: Instant::FAR_FUTURE,
        }
    }

    /// The rule set.
    #[must_use]
    pub const fn ruleset(&self) -> &Ruleset {
        &self.ruleset
    }

    /// How often it has changed.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.generation
    }

    /// Begins a batch of changes: there is no rule set here until it is [given back](Self::commit). A `strict` one
    /// is checked after each change: so the kernel finds out which one it was, when a batch that was checked at its
    /// end does not hold.
    #[must_use = "the rule set is in it"]
    pub fn draft(&mut self, now: Instant, strict: bool) -> Draft {
        let ruleset = std::mem::take(&mut self.ruleset);
        Draft::new(ruleset, self.ids.clone(), now, strict)
    }

    /// Puts a batch in force; gives what happened.
    pub fn commit(&mut self, mut draft: Draft) -> Vec<Event> {
        for id in draft.freed.drain(..) {
            self.ids.retire(id);
        }
        let events = std::mem::take(&mut draft.events);
        for (dirty, touched) in self.dirty.iter_mut().zip(draft.touched) {
            *dirty |= touched;
        }
        self.ruleset = draft.done();
        if !events.is_empty() {
            self.generation += 1;
            self.next_expiry = self.earliest();
        }
        events
    }

    /// Throws a batch away. Handles that it has given are not given again.
    pub fn undo(&mut self, draft: Draft) {
        self.ruleset = draft.undone();
    }

    fn earliest(&self) -> Instant {
        let sets = self.ruleset.tables.iter().flat_map(|table| &table.sets);
        let sets = sets.filter(|set| set.flags.timeout || set.timeout.is_some());
        let elements = sets.flat_map(|set| set.elements.iter());
        let times = elements.filter_map(|element| element.state.expires);
        times.min().unwrap_or(Instant::FAR_FUTURE)
    }

    /// When the next element goes.
    #[must_use]
    pub const fn next_expiry(&self) -> Instant {
        self.next_expiry
    }

    /// Takes out elements whose time is over; gives what happened.
    pub fn expire(&mut self, now: Instant) -> Vec<Event> {
        if self.next_expiry > now {
            return Vec::new();
        }
        let mut draft = self.draft(now, false);
        draft.expire();
        // Packets know when they go.
        draft.touched = [false; 2];
        self.commit(draft)
    }
}
