//! All tables.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dataplane::{
    filter::{CounterBank, SharedTables, TableKind},
    route::Family,
};

use super::{
    Readings, check,
    counters::CounterIds,
    draft::Draft,
    error::TableError,
    grow, hooks,
    table::{Rule, Table},
};
use crate::config::nft::Nftables;

/// The tables of both families, and nft's.
#[derive(Debug)]
pub struct Netfilter {
    v4: Tables,
    v6: Tables,
    nft: Nftables,
    ids: CounterIds,
}

impl Default for Netfilter {
    fn default() -> Self {
        let shared = Arc::default();
        let ids = CounterIds::default();
        Self {
            v4: Tables::new(Family::V4, ids.clone(), Arc::clone(&shared)),
            v6: Tables::new(Family::V6, ids.clone(), shared),
            nft: Nftables::new(ids.clone()),
            ids,
        }
    }
}

impl Netfilter {
    /// The tables of a family.
    #[must_use]
    pub const fn of(&self, family: Family) -> &Tables {
        match family {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        }
    }

    /// The same, to change them.
    pub const fn of_mut(&mut self, family: Family) -> &mut Tables {
        match family {
            Family::V4 => &mut self.v4,
            Family::V6 => &mut self.v6,
        }
    }

    /// The tables of nft.
    #[must_use]
    pub const fn nft(&self) -> &Nftables {
        &self.nft
    }

    /// The same, to change them.
    pub const fn nft_mut(&mut self) -> &mut Nftables {
        &mut self.nft
    }

    /// How many counters there have to be.
    pub(super) fn counters(&self) -> usize {
        self.ids.count()
    }

    /// No packet meets an older rule set any more: the counters of rules that are gone may be given to
    /// others.
    pub(super) fn reclaim(&self, bank: &CounterBank) {
        self.ids.reclaim(bank);
    }
}

/// The tables of one family. A table is there, and its chains see packets, from the moment on that
/// somebody first asks for it.
#[derive(Debug)]
pub struct Tables {
    family: Family,
    /// In the order in which they were first asked for.
    tables: Vec<Arc<Table>>,
    ids: CounterIds,
    /// What rules remember together, those of both families.
    shared: Arc<Mutex<SharedTables>>,
    /// Something has changed that packets have to be told of.
    pub(super) dirty: bool,
}

impl Tables {
    const fn new(family: Family, ids: CounterIds, shared: Arc<Mutex<SharedTables>>) -> Self {
        Self {
            family,
            tables: Vec::new(),
            ids,
            shared,
            dirty: false,
        }
    }

    /// Their family.
    #[must_use]
    pub const fn family(&self) -> Family {
        self.family
    }

    /// The table, if it has been asked for.
    #[must_use]
    pub fn get(&self, kind: TableKind) -> Option<&Arc<Table>> {
        self.tables.iter().find(|table| table.kind() == kind)
    }

    /// The tables that have been asked for, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Table>> + '_ {
        self.tables.iter()
    }

    /// Asks for a table, which makes it if it is not there.
    pub fn ask(&mut self, kind: TableKind) -> Arc<Table> {
        if let Some(table) = self.get(kind) {
            return Arc::clone(table);
        }
        let mut table = Table::new(kind);
        table.reach = hooks::reach(&table).unwrap_or_default();
        self.number(&mut table);
        let table = Arc::new(table);
        self.tables.push(Arc::clone(&table));
        self.dirty = true;
        table
    }

    /// Asks for a table, to change it.
    pub fn draft(&mut self, kind: TableKind) -> Draft {
        Draft::new(Table::clone(&self.ask(kind)))
    }

    /// Checks a changed table, and puts it in the place of the one there is.
    ///
    /// # Errors
    /// Why the kernel would refuse it; nothing has changed then.
    pub fn commit(&mut self, mut draft: Draft, readings: &Readings) -> Result<(), TableError> {
        if !draft.changed {
            return Ok(());
        }
        let reach = hooks::reach(draft.table())?;
        check::table(draft.table(), self.family, &reach)?;
        draft.zero_policies(readings);
        let (mut table, freed) = draft.into_parts();
        table.reach = reach;
        self.number(&mut table);
        table.generation += 1;
        for id in freed {
            self.ids.retire(id);
        }
        let mut shared = lock(&self.shared);
        for (_, rule) in table.rules() {
            shared.acquire(&rule.spec, self.family);
        }
        let kind = table.kind();
        if let Some(old) = self.tables.iter_mut().find(|old| old.kind() == kind) {
            // Those of the new table are there already: what both name stays.
            for (_, rule) in old.rules() {
                shared.release(&rule.spec, self.family);
            }
            *old = Arc::new(table);
        }
        drop(shared);
        self.dirty = true;
        Ok(())
    }

    /// Adds rules to a chain (`-A`), or in front of rule `at` (`-I`): one after the other, so that these
    /// are in reverse order then.
    ///
    /// # Errors
    /// As of a [`Draft`], and why the kernel would refuse the table; nothing has changed then.
    pub fn add(
        &mut self,
        kind: TableKind,
        (chain, at): (&str, Option<usize>),
        rules: Vec<Rule>,
        readings: &Readings,
    ) -> Result<(), TableError> {
        let rules = match <[Rule; 1]>::try_from(rules) {
            Ok([rule]) => match self.add_in_place(kind, (chain, at), rule, readings) {
                Ok(()) => return Ok(()),
                Err(rule) => vec![rule],
            },
            Err(rules) => rules,
        };
        let mut draft = self.draft(kind);
        for rule in rules {
            draft.add((chain, at), rule)?;
        }
        self.commit(draft, readings)
    }

    /// Adds a rule without looking at the others. Gives it back if they have to be looked at.
    fn add_in_place(
        &mut self,
        kind: TableKind,
        (chain, at): (&str, Option<usize>),
        mut rule: Rule,
        readings: &Readings,
    ) -> Result<(), Rule> {
        let table = self.tables.iter_mut().find(|table| table.kind() == kind);
        let place = table.and_then(Arc::get_mut).and_then(|table| {
            let chain = table.position(chain)?;
            let at = at.unwrap_or(table.chains[chain].rules.len());
            grow::takes(table, self.family, (chain, at), &rule.spec).then_some((table, chain, at))
        });
        let Some((table, chain, at)) = place else {
            return Err(rule);
        };
        rule.counted.assign(self.ids.take());
        lock(&self.shared).acquire(&rule.spec, self.family);
        Arc::make_mut(&mut table.chains[chain].rules).insert(at, rule);
        table.zero_policies(&[], readings);
        table.generation += 1;
        self.dirty = true;
        Ok(())
    }

    /// What the rules remember together.
    pub(super) fn shared(&self) -> MutexGuard<'_, SharedTables> {
        lock(&self.shared)
    }

    /// Gives counters to what has none yet.
    fn number(&mut self, table: &mut Table) {
        for chain in &mut table.chains {
            if let Some(base) = &mut chain.base
                && base.counted.id.is_none()
            {
                base.counted.assign(self.ids.take());
            }
            if chain.rules.iter().any(|rule| rule.counted.id.is_none()) {
                for rule in Arc::make_mut(&mut chain.rules) {
                    if rule.counted.id.is_none() {
                        rule.counted.assign(self.ids.take());
                    }
                }
            }
        }
    }
}

/// Nothing is left half done where its holder panics.
fn lock(shared: &Mutex<SharedTables>) -> MutexGuard<'_, SharedTables> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
