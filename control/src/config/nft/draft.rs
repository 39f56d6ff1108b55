//! Changes of the rule set that are not in force yet.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use dataplane::{filter::CounterId, time::Instant};

use super::{
    Chain, NftFamily, Refused, Ruleset, Table, check,
    compile::Removed,
    event::Event,
    refused::Part,
    used::Used,
    uses::{Use, uses},
};
use crate::config::{
    Errno,
    netfilter::{Counted, CounterIds},
};

/// More chains than that are found by an index.
const MANY_CHAINS: usize = 16;

/// A batch of changes. What is refused leaves the draft in a state that can only be thrown away
/// ([`Model::undo_nft`](crate::config::Model::undo_nft)).
#[derive(Debug)]
pub struct Draft {
    pub(super) ruleset: Ruleset,
    pub(super) ids: CounterIds,
    /// The time that elements count from.
    pub(super) now: Instant,
    /// The rule set before the first change that is not in `pushed`.
    saved: Option<Ruleset>,
    /// The chains, by the places of table and chain, to whose ends rules were added while nothing was saved: one
    /// rule more must not cost a copy of all.
    pushed: Vec<(usize, usize)>,
    /// Counters that nothing has any more, and those that were given out.
    pub(super) freed: Vec<CounterId>,
    pub(super) given: Vec<CounterId>,
    /// The handles of tables in which packets may come to a rule that can't be there.
    pub(super) unchecked: BTreeSet<u64>,
    /// Tables are checked after each change, not at the end.
    strict: bool,
    /// Which packets may meet something else: those of IPv4, and IPv6.
    pub(super) touched: [bool; 2],
    pub(super) events: Vec<Event>,
    /// A rule looked at what connections have carried.
    pub(super) counts_connections: bool,
    /// Elements that were taken out of sets that packets change, too.
    pub(super) removed: Vec<Removed>,
    /// The last handles of tables before the first was given.
    pub(super) first_handles: HashMap<u64, u64>,
    /// Where chains are, by table and name.
    names: HashMap<u64, HashMap<Arc<str>, usize>>,
    /// What is used of tables, once something was deleted.
    pub(super) used: HashMap<u64, Used>,
}

impl Draft {
    pub(super) fn new(ruleset: Ruleset, ids: CounterIds, now: Instant, strict: bool) -> Self {
        Self {
            ruleset,
            ids,
            now,
            saved: None,
            pushed: Vec::new(),
            freed: Vec::new(),
            given: Vec::new(),
            unchecked: BTreeSet::new(),
            strict,
            touched: [false; 2],
            events: Vec::new(),
            counts_connections: false,
            removed: Vec::new(),
            first_handles: HashMap::new(),
            names: HashMap::new(),
            used: HashMap::new(),
        }
    }

    /// The rule set as it is to be.
    #[must_use]
    pub const fn ruleset(&self) -> &Ruleset {
        &self.ruleset
    }

    /// The time that elements count from.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// What has happened, in order.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether something has changed.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.events.is_empty()
    }

    /// Whether packets can't come to rules that can't be where they are: what the kernel looks at when a batch is
    /// to be in force (`nf_tables_validate`).
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let unchecked = |table: &&Arc<Table>| self.unchecked.contains(&table.handle);
        let mut tables = self.ruleset.tables.iter().filter(unchecked);
        tables.all(|table| check::table(table).is_ok())
    }

    /// The place of a table.
    pub(super) fn table_at(&self, family: NftFamily, name: &str) -> Result<usize, Refused> {
        self.ruleset
            .position(family, name)
            .ok_or(Refused::missing(Part::Table))
    }

    /// A table, to change it.
    pub(super) fn table_mut(&mut self, at: usize) -> &mut Table {
        self.save();
        self.touch(at);
        Arc::make_mut(&mut self.ruleset.tables[at])
    }

    /// Packets may meet something else of this table.
    pub(super) fn touch(&mut self, at: usize) {
        let [v4, v6] = &mut self.touched;
        match self.ruleset.tables[at].family {
            NftFamily::Ip => *v4 = true,
            NftFamily::Ip6 => *v6 = true,
            NftFamily::Inet => (*v4, *v6) = (true, true),
            NftFamily::Arp | NftFamily::Bridge | NftFamily::Netdev => {}
        }
    }

    /// Keeps the rule set as it is now, to come back to.
    pub(super) fn save(&mut self) {
        if self.saved.is_none() {
            self.saved = Some(self.ruleset.clone());
        }
    }

    /// The place of a chain.
    pub(super) fn chain_at(&mut self, table: usize, name: &str) -> Option<usize> {
        let table = &self.ruleset.tables[table];
        if table.chains.len() <= MANY_CHAINS {
            return table.chains.iter().position(|chain| *chain.name == *name);
        }
        let index = self.names.entry(table.handle).or_insert_with(|| {
            let names = table.chains.iter().map(|chain| Arc::clone(&chain.name));
            names.zip(0..).collect()
        });
        index.get(name).copied()
    }

    /// Chains of a table have other places or names now.
    pub(super) fn forget_names(&mut self, table: usize) {
        self.names.remove(&self.ruleset.tables[table].handle);
    }

    /// A chain was added behind the others.
    pub(super) fn note_name(&mut self, table: usize, name: &Arc<str>, at: usize) {
        if let Some(index) = self.names.get_mut(&self.ruleset.tables[table].handle) {
            index.insert(Arc::clone(name), at);
        }
    }

    /// A chain, to add a rule behind the others: that can be taken back without a copy.
    pub(super) fn chain_to_extend(&mut self, table: usize, chain: usize) -> &mut Chain {
        if self.saved.is_none() {
            self.pushed.push((table, chain));
        }
        self.touch(table);
        let table = Arc::make_mut(&mut self.ruleset.tables[table]);
        Arc::make_mut(&mut table.chains[chain])
    }

    /// A chain, to change it.
    pub(super) fn chain_mut(&mut self, table: usize, chain: usize) -> &mut Chain {
        let table = self.table_mut(table);
        Arc::make_mut(&mut table.chains[chain])
    }

    /// The next handle in a table. What is refused then has taken it all the same.
    pub(super) fn next_handle(&mut self, table: usize) -> u64 {
        let table = Arc::make_mut(&mut self.ruleset.tables[table]);
        self.first_handles
            .entry(table.handle)
            .or_insert(table.last_handle);
        table.last_handle += 1;
        table.last_handle
    }

    /// A number that no chain and no set has.
    pub(super) const fn next_number(&mut self) -> u32 {
        self.ruleset.last_number += 1;
        self.ruleset.last_number
    }

    /// Gives a counter of packets.
    pub(super) fn number(&mut self, counted: &mut Counted) {
        let (id, shown) = self.ids.take();
        self.given.push(id);
        counted.assign((id, shown));
    }

    /// What statements count with is free.
    pub(super) fn free(&mut self, statements: &[super::Statement]) {
        uses(statements, &mut |one| {
            if let Use::Counter(counted) = one {
                self.freed.extend(counted.number());
            }
        });
    }

    /// Something has changed by which packets may come to other rules of a table.
    pub(super) fn check(&mut self, table: usize, may_reach: bool) -> Result<(), Refused> {
        let table = &self.ruleset.tables[table];
        if self.strict {
            return check::table(table).map_err(|errno| Refused::new(errno, Part::Command));
        }
        if may_reach {
            self.unchecked.insert(table.handle);
        }
        Ok(())
    }

    /// The rule set as it was before.
    fn before(&self) -> Ruleset {
        let mut ruleset = self.saved.clone().unwrap_or_else(|| self.ruleset.clone());
        self.pop(&mut ruleset);
        ruleset
    }

    /// Takes back the rules that were added while nothing was saved.
    fn pop(&self, ruleset: &mut Ruleset) {
        for &(table, chain) in self.pushed.iter().rev() {
            let table = Arc::make_mut(&mut ruleset.tables[table]);
            let chain = Arc::make_mut(&mut table.chains[chain]);
            Arc::make_mut(&mut chain.rules).pop();
        }
    }

    /// What nft knows of the rule set when it lists something before it gives the batch to the kernel: all that there
    /// was and will be, without the new rules.
    #[must_use]
    pub fn known_to_nft(&self) -> Ruleset {
        let before = self.before();
        let mut known = self.ruleset.clone();
        for table in &mut known.tables {
            let old = before.tables.iter().find(|old| old.handle == table.handle);
            for chain in &mut Arc::make_mut(table).chains {
                let old = old.and_then(|old| {
                    let mut chains = old.chains.iter();
                    chains.find(|old| old.handle == chain.handle)
                });
                let rules = old.map(|old| Arc::clone(&old.rules)).unwrap_or_default();
                Arc::make_mut(chain).rules = rules;
            }
        }
        known
    }

    /// The rule set as it was. Handles that the kernel has given meanwhile are not given again, those that it was not
    /// asked for are.
    pub(super) fn undone(mut self, asked: bool) -> Ruleset {
        for id in self.given.drain(..) {
            self.ids.retire(id);
        }
        let last = if asked {
            let tables = self.ruleset.tables.iter();
            tables
                .map(|table| (table.handle, table.last_handle))
                .collect()
        } else {
            std::mem::take(&mut self.first_handles)
        };
        let (last_handle, last_number) = (self.ruleset.last_handle, self.ruleset.last_number);
        let changed = std::mem::take(&mut self.ruleset);
        let mut ruleset = match self.saved.take() {
            Some(saved) => {
                drop(changed);
                saved
            }
            None => changed,
        };
        self.pop(&mut ruleset);
        ruleset.last_number = last_number;
        if asked {
            ruleset.last_handle = last_handle;
        }
        for table in &mut ruleset.tables {
            if let Some(&last) = last.get(&table.handle)
                && last != table.last_handle
            {
                Arc::make_mut(table).last_handle = last;
            }
        }
        ruleset
    }

    /// The rule set as it is to be.
    pub(super) fn done(self) -> Ruleset {
        self.ruleset
    }

    /// Adds a table (`add table`; `create` if it must be new), or sets the flags of one there.
    ///
    /// # Errors
    /// EEXIST, and EOPNOTSUPP for families that there are no hooks for.
    pub fn add_table(
        &mut self,
        family: NftFamily,
        name: &str,
        settings: TableSettings,
        create: bool,
    ) -> Result<(), Refused> {
        if let Some(at) = self.ruleset.position(family, name) {
            if create {
                return Err(Refused::new(Errno::Exist, Part::Table));
            }
            if self.ruleset.tables[at].dormant != settings.dormant {
                self.table_mut(at).dormant = settings.dormant;
                self.events.push(Event::NewTable {
                    table: Arc::clone(&self.ruleset.tables[at]),
                });
            }
            return Ok(());
        }
        match family {
            NftFamily::Ip | NftFamily::Ip6 | NftFamily::Inet => {}
            NftFamily::Arp | NftFamily::Bridge | NftFamily::Netdev => {
                return Err(Refused::new(Errno::OpNotSupp, Part::Command));
            }
        }
        self.save();
        self.ruleset.last_handle += 1;
        let table = Arc::new(Table {
            family,
            name: name.into(),
            handle: self.ruleset.last_handle,
            dormant: settings.dormant,
            comment: settings.comment,
            chains: Vec::new(),
            sets: Vec::new(),
            objects: Vec::new(),
            last_handle: 0,
        });
        // Listings go by family: those of one family stand in the order in which they came.
        self.ruleset.tables.push(Arc::clone(&table));
        self.touch(self.ruleset.tables.len() - 1);
        self.events.push(Event::NewTable { table });
        Ok(())
    }

    /// Deletes a table with all that is in it.
    ///
    /// # Errors
    /// ENOENT.
    pub fn delete_table(&mut self, family: NftFamily, name: &Named<'_>) -> Result<(), Refused> {
        let mut tables = self.ruleset.tables.iter();
        let at = tables
            .position(|table| table.family == family && name.is(&table.name, table.handle))
            .ok_or(Refused::missing(Part::Table))?;
        self.remove_table(at);
        Ok(())
    }

    fn remove_table(&mut self, at: usize) {
        self.save();
        self.touch(at);
        self.forget_names(at);
        let table = self.ruleset.tables.remove(at);
        self.unchecked.remove(&table.handle);
        for rule in table.rules() {
            self.free(&rule.statements);
        }
        for set in &table.sets {
            for element in set.elements.iter() {
                self.free(&element.state.statements);
            }
        }
        let counters = table.objects.iter();
        let counters = counters.filter_map(|object| super::uses::object_counter(&object.state));
        self.freed.extend(counters);
        self.events.push(Event::DelTable { table });
    }

    /// Deletes all tables, or those of a family (`flush ruleset`).
    pub fn flush_ruleset(&mut self, family: Option<NftFamily>) {
        let mut at = 0;
        while let Some(table) = self.ruleset.tables.get(at) {
            if family.is_none_or(|family| family == table.family) {
                self.remove_table(at);
            } else {
                at += 1;
            }
        }
    }
}

/// What a table has besides its name.
#[derive(Clone, Debug, Default)]
pub struct TableSettings {
    /// `flags dormant`.
    pub dormant: bool,
    /// `comment`.
    pub comment: Option<Box<str>>,
}

/// Something by its name, or its handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named<'a> {
    /// By its name.
    Name(&'a str),
    /// By its handle.
    Handle(u64),
}

impl Named<'_> {
    /// Whether it is what has this name and handle.
    pub(super) fn is(&self, name: &str, handle: u64) -> bool {
        match self {
            Self::Name(named) => *named == name,
            Self::Handle(of) => *of == handle,
        }
    }
}

impl Ruleset {
    /// The place of a table.
    pub(super) fn position(&self, family: NftFamily, name: &str) -> Option<usize> {
        let mut tables = self.tables.iter();
        tables.position(|table| table.family == family && *table.name == *name)
    }

    /// The table of that family and name.
    #[must_use]
    pub fn table(&self, family: NftFamily, name: &str) -> Option<&Arc<Table>> {
        self.position(family, name).map(|at| &self.tables[at])
    }
}
