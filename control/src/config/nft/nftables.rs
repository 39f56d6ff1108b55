//! The rule set that is in force.

use std::sync::Arc;

use dataplane::time::Instant;

use super::{Draft, Ruleset, Transaction, compile::Removed};
use crate::config::{Change, Model, netfilter::CounterIds};

/// nft's tables, and what has become of them since packets were told.
#[derive(Debug)]
pub struct Nftables {
    ruleset: Ruleset,
    ids: CounterIds,
    /// How often the rule set has changed.
    generation: u32,
    /// Which packets have to be told: those of IPv4, and IPv6.
    pub(in super::super) dirty: [bool; 2],
    /// What is to be taken out of sets that packets change, too.
    pub(in super::super) removed: Vec<Removed>,
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
            removed: Vec::new(),
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

    /// Begins a batch of changes: there is no rule set here until it is given back. A `strict` one
    /// is checked after each change: so the kernel finds out which one it was, when a batch that was checked at its
    /// end does not hold.
    fn draft(&mut self, now: Instant, strict: bool) -> Draft {
        let ruleset = std::mem::take(&mut self.ruleset);
        Draft::new(ruleset, self.ids.clone(), now, strict)
    }

    /// Puts a batch in force; gives what happened, if anything has.
    fn commit(&mut self, mut draft: Draft) -> Option<Transaction> {
        for id in draft.freed.drain(..) {
            self.ids.retire(id);
        }
        let events = std::mem::take(&mut draft.events);
        self.removed.append(&mut draft.removed);
        for (dirty, touched) in self.dirty.iter_mut().zip(draft.touched) {
            *dirty |= touched;
        }
        self.ruleset = draft.done();
        if events.is_empty() {
            return None;
        }
        self.generation += 1;
        self.next_expiry = self.earliest();
        Some(Transaction {
            generation: self.generation,
            events,
        })
    }

    fn undo(&mut self, draft: Draft, asked: bool) {
        self.ruleset = draft.undone(asked);
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

    /// Takes out elements whose time is over. Nobody is told, and the rule set has the number that it had, as in the
    /// kernel.
    fn expire(&mut self, now: Instant) {
        if self.next_expiry > now {
            return;
        }
        let generation = self.generation;
        let mut draft = self.draft(now, false);
        draft.expire();
        // Packets know when they go.
        draft.touched = [false; 2];
        draft.removed.clear();
        let _ = self.commit(draft);
        self.generation = generation;
    }
}

impl Model {
    /// The tables of nft.
    #[must_use]
    pub const fn nft(&self) -> &Nftables {
        self.netfilter.nft()
    }

    /// Begins a batch of changes of nft's tables (see `Nftables::draft`), which has to be
    /// [committed](Self::commit_nft) or [undone](Self::undo_nft).
    #[must_use = "the rule set is in it"]
    pub fn nft_draft(&mut self, strict: bool) -> Draft {
        self.netfilter.nft_mut().draft(self.now, strict)
    }

    /// Puts a batch in force; gives what happened, if anything has.
    pub fn commit_nft(&mut self, draft: Draft) -> Option<Arc<Transaction>> {
        self.count_connections(&draft);
        let done = Arc::new(self.netfilter.nft_mut().commit(draft)?);
        if self.watched {
            self.changes.push(Change::Nft(Arc::clone(&done)));
        }
        Some(done)
    }

    /// Throws a batch away. Handles that it has given are not given again.
    pub fn undo_nft(&mut self, draft: Draft) {
        self.count_connections(&draft);
        self.netfilter.nft_mut().undo(draft, true);
    }

    /// Throws a batch away that the kernel was not asked for: its handles are given to others.
    pub fn undo_nft_unasked(&mut self, draft: Draft) {
        self.netfilter.nft_mut().undo(draft, false);
    }

    /// Has it counted what connections carry if a rule asked for that, be it refused in the end.
    fn count_connections(&mut self, draft: &Draft) {
        if draft.counts_connections {
            // The kernel lets a rule do what its user need not be allowed to; this never fails.
            let _ = self.set_sysctl("net/netfilter/nf_conntrack_acct", "1");
        }
    }

    /// Takes out elements of nft's sets whose time is over.
    pub(in super::super) fn expire_nft(&mut self) {
        self.netfilter.nft_mut().expire(self.now);
    }
}
