//! Changes of chains.

use std::sync::Arc;

use dataplane::filter::{Hook, Policy, Priority, nft::ChainNumber};

use super::{
    BaseChain, Chain, ChainType, Draft, NftFamily, Refused, Rule,
    draft::Named,
    event::Event,
    refused::Part,
    uses::{Fill, Rename, Use, fill, fill_element, of_data, uses},
};
use crate::config::Errno;

/// What a chain is to be like.
#[derive(Clone, Debug, Default)]
pub struct ChainSettings {
    /// Where packets come to it, if they come by themselves.
    pub base: Option<(ChainType, Hook, Priority)>,
    /// What happens at its end, if that is said.
    pub policy: Option<Policy>,
    /// `comment`.
    pub comment: Option<Box<str>>,
}

/// The lowest priority that a nat chain can't have: connections are looked up there.
const NAT_AFTER: Priority = Priority::CONNTRACK;

/// The hooks at which there can be chains of a type (`nf_tables` chain types' `hook_mask`).
const fn takes(kind: ChainType, hook: Hook) -> bool {
    match kind {
        ChainType::Filter => true,
        ChainType::Nat => !matches!(hook, Hook::Forward),
        ChainType::Route => matches!(hook, Hook::Output),
    }
}

impl Draft {
    /// Adds a chain, or sets the policy of one there.
    ///
    /// # Errors
    /// As `nf_tables_newchain`.
    pub fn add_chain(
        &mut self,
        (family, table): (NftFamily, &str),
        name: &str,
        settings: ChainSettings,
        create: bool,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let there = self.chain_at(table, name);
        let is_base = there.map_or(settings.base.is_some(), |at| {
            self.ruleset.tables[table].chains[at].base.is_some()
        });
        if settings.policy.is_some() && !is_base {
            return Err(Refused::new(Errno::OpNotSupp, Part::Policy));
        }
        if let Some((kind, hook, priority)) = settings.base
            && there
                .is_none_or(|at| !create && self.ruleset.tables[table].chains[at].base.is_some())
            && (!takes(kind, hook) || (kind == ChainType::Nat && priority <= NAT_AFTER))
        {
            return Err(Refused::new(Errno::OpNotSupp, Part::Command));
        }
        if let Some(at) = there {
            return self.update_chain((table, at), &settings, create);
        }
        let base = settings.base.map(|(kind, hook, priority)| BaseChain {
            kind,
            hook,
            priority,
            policy: settings.policy.unwrap_or_default(),
        });
        let chain = Arc::new(Chain {
            name: name.into(),
            handle: self.next_handle_saved(table),
            number: ChainNumber(self.next_number()),
            base,
            comment: settings.comment,
            rules: Arc::default(),
        });
        let chains = &mut self.table_mut(table).chains;
        chains.push(Arc::clone(&chain));
        let at = chains.len() - 1;
        self.note_name(table, &chain.name, at);
        self.tell_chain(table, at);
        Ok(())
    }

    /// A chain is new, or another than it was.
    fn tell_chain(&mut self, table: usize, at: usize) {
        let of = &self.ruleset.tables[table];
        self.events.push(Event::NewChain {
            family: of.family,
            table: Arc::clone(&of.name),
            chain: Arc::clone(&of.chains[at]),
        });
    }

    /// The next handle, of something by whose coming more changes than can be taken back one by one.
    pub(super) fn next_handle_saved(&mut self, table: usize) -> u64 {
        self.save();
        self.next_handle(table)
    }

    fn update_chain(
        &mut self,
        (table, at): (usize, usize),
        settings: &ChainSettings,
        create: bool,
    ) -> Result<(), Refused> {
        let there = Refused::new(Errno::Exist, Part::Name);
        if create {
            return Err(there);
        }
        let chain = &self.ruleset.tables[table].chains[at];
        match (&chain.base, settings.base) {
            (_, None) => {}
            (None, Some(_)) => return Err(there),
            (Some(base), Some((kind, ..))) if base.kind != kind => return Err(there),
            (Some(base), Some((_, hook, priority))) => {
                if (base.hook, base.priority) != (hook, priority) {
                    return Err(Refused::new(Errno::OpNotSupp, Part::Command));
                }
            }
        }
        let Some(policy) = settings.policy else {
            return Ok(());
        };
        if chain
            .base
            .as_ref()
            .is_some_and(|base| base.policy != policy)
        {
            if let Some(base) = &mut self.chain_mut(table, at).base {
                base.policy = policy;
            }
            self.tell_chain(table, at);
        }
        Ok(())
    }

    /// The place of a chain that is to be there.
    pub(super) fn existing_chain(
        &mut self,
        table: usize,
        name: &Named<'_>,
    ) -> Result<usize, Refused> {
        let found = match name {
            Named::Name(name) => self.chain_at(table, name),
            Named::Handle(handle) => {
                let mut chains = self.ruleset.tables[table].chains.iter();
                chains.position(|chain| chain.handle == *handle)
            }
        };
        found.ok_or(Refused::missing(Part::Name))
    }

    /// Deletes a chain and its rules.
    ///
    /// # Errors
    /// ENOENT, and EBUSY if something goes to it.
    pub fn delete_chain(
        &mut self,
        (family, table): (NftFamily, &str),
        name: &Named<'_>,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_chain(table, name)?;
        let name = Arc::clone(&self.ruleset.tables[table].chains[at].name);
        if self.used(table).chain(&name) {
            return Err(Refused::new(Errno::Busy, Part::Name));
        }
        self.flush_chain_at(table, at);
        let chain = self.table_mut(table).chains.remove(at);
        self.forget_names(table);
        self.events.push(Event::DelChain {
            family: self.ruleset.tables[table].family,
            table: Arc::clone(&self.ruleset.tables[table].name),
            chain,
        });
        Ok(())
    }

    /// Gives a chain another name, also where something goes to it.
    ///
    /// # Errors
    /// ENOENT, and EEXIST if there is one of the new name.
    pub fn rename_chain(
        &mut self,
        (family, table): (NftFamily, &str),
        old: &str,
        new: &str,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_chain(table, &Named::Name(old))?;
        if self.chain_at(table, new).is_some() {
            return Err(Refused::new(Errno::Exist, Part::Command));
        }
        let new: Arc<str> = new.into();
        self.chain_mut(table, at).name = Arc::clone(&new);
        self.forget_names(table);
        self.forget_uses(table);
        let mut rename = Rename { old, new: &new };
        let changed = self.table_mut(table);
        for chain in &mut changed.chains {
            if chain.rules.iter().any(|rule| goes(rule, old)) {
                for rule in Arc::make_mut(&mut Arc::make_mut(chain).rules) {
                    if goes(rule, old) {
                        refill(rule, &mut rename);
                    }
                }
            }
        }
        for set in &mut changed.sets {
            let to = |element: &super::Element| maps_to(element, old);
            if set.elements.iter().any(to) {
                for element in Arc::make_mut(&mut Arc::make_mut(set).elements) {
                    fill_element(element, &mut rename);
                }
            }
        }
        self.tell_chain(table, at);
        Ok(())
    }

    /// Deletes all rules of a chain, or (`None`) of all chains of a table.
    ///
    /// # Errors
    /// ENOENT.
    pub fn flush_chain(
        &mut self,
        (family, table): (NftFamily, &str),
        name: Option<&Named<'_>>,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        match name {
            Some(name) => {
                let at = self.existing_chain(table, name)?;
                self.flush_chain_at(table, at);
            }
            None => {
                for at in 0..self.ruleset.tables[table].chains.len() {
                    self.flush_chain_at(table, at);
                }
            }
        }
        Ok(())
    }

    fn flush_chain_at(&mut self, table: usize, at: usize) {
        if self.ruleset.tables[table].chains[at].rules.is_empty() {
            return;
        }
        let rules = std::mem::take(&mut self.chain_mut(table, at).rules);
        for rule in rules.iter() {
            self.gone(table, at, rule);
        }
    }

    /// A rule is gone.
    pub(super) fn gone(&mut self, table: usize, chain: usize, rule: &Rule) {
        self.free(&rule.statements);
        self.uncount_uses(table, rule);
        let table = &self.ruleset.tables[table];
        self.events.push(Event::DelRule {
            family: table.family,
            table: Arc::clone(&table.name),
            chain: Arc::clone(&table.chains[chain].name),
            rule: rule.clone(),
        });
    }
}

/// Changes a rule's statements in place.
pub(super) fn refill(rule: &mut Rule, with: &mut impl Fill) {
    match Arc::get_mut(&mut rule.statements) {
        Some(statements) => fill(statements, with),
        None => {
            let mut statements = rule.statements.to_vec();
            fill(&mut statements, with);
            rule.statements = statements.into();
        }
    }
}

/// Whether a rule goes to the chain of that name.
fn goes(rule: &Rule, name: &str) -> bool {
    let mut found = false;
    uses(&rule.statements, &mut |one| match one {
        Use::Target(chain) | Use::Mapping(chain) => found |= **chain == *name,
        Use::Set(_) | Use::SetChange(_) | Use::Object(..) | Use::Field(_) | Use::Counter(_) => {}
    });
    found
}

/// Whether an element maps to a verdict that goes to the chain of that name.
fn maps_to(element: &super::Element, name: &str) -> bool {
    let mut found = false;
    if let Some(data) = &element.data {
        of_data(data, None, &mut |one| {
            if let Use::Mapping(chain) = one {
                found |= **chain == *name;
            }
        });
    }
    found
}
