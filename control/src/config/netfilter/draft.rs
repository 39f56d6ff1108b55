//! Changes of a table that are not in force yet.

use std::sync::Arc;

use dataplane::filter::{CounterId, Counts, Policy, RuleSpec, TableKind, Target};

use super::{
    Readings,
    error::TableError,
    table::{Chain, Rule, Table, jump},
};

/// Names of verdicts, which no chain can have.
const VERDICTS: [&str; 4] = ["DROP", "ACCEPT", "QUEUE", "RETURN"];

/// The longest name that libiptc takes, in bytes.
const LONGEST_NAME: usize = 31;
/// How much of that the kernel keeps.
const KEPT_NAME: usize = 29;

/// A table that is being changed, with libiptc's rules.
#[derive(Debug)]
pub struct Draft {
    table: Table,
    /// Counters that no rule of the draft has any more.
    pub(super) freed: Vec<CounterId>,
    pub(super) changed: bool,
    /// The built-in chains whose policies were set.
    policies: Vec<Arc<str>>,
}

impl Draft {
    pub(super) const fn new(table: Table) -> Self {
        Self {
            table,
            freed: Vec::new(),
            changed: false,
            policies: Vec::new(),
        }
    }

    /// The table as it is to be.
    #[must_use]
    pub const fn table(&self) -> &Table {
        &self.table
    }

    /// The table and its freed counters.
    pub(super) fn into_parts(self) -> (Table, Vec<CounterId>) {
        (self.table, self.freed)
    }

    /// Which table it is of.
    #[must_use]
    pub const fn kind(&self) -> TableKind {
        self.table.kind()
    }

    fn chain(&mut self, name: &str) -> Result<&mut Chain, TableError> {
        let at = self.table.position(name).ok_or(TableError::NoChain)?;
        Ok(&mut self.table.chains[at])
    }

    fn rules(&mut self, chain: &str) -> Result<&mut Vec<Rule>, TableError> {
        Ok(Arc::make_mut(&mut self.chain(chain)?.rules))
    }

    /// Adds a rule at the end of a chain (`-A`), or in front of rule `at` (from 0; `-I`).
    ///
    /// # Errors
    /// If there is no such chain, or it has fewer than `at` rules.
    pub fn add(
        &mut self,
        (chain, at): (&str, Option<usize>),
        rule: Rule,
    ) -> Result<(), TableError> {
        let count = self
            .table
            .chain(chain)
            .ok_or(TableError::NoChain)?
            .rules
            .len();
        let at = at.unwrap_or(count);
        if at > count {
            return Err(TableError::IndexTooBig);
        }
        self.rules(chain)?.insert(at, rule);
        self.changed = true;
        Ok(())
    }

    /// Puts a rule in the place of rule `at` (from 0) of a chain (`-R`); it counts anew.
    ///
    /// # Errors
    /// If there is no such chain or rule.
    pub fn replace(&mut self, chain: &str, at: usize, rule: Rule) -> Result<(), TableError> {
        self.rule_at(chain, at)?;
        let old = std::mem::replace(&mut self.rules(chain)?[at], rule);
        self.freed.extend(old.counted.id);
        self.changed = true;
        Ok(())
    }

    fn rule_at(&self, chain: &str, at: usize) -> Result<&Rule, TableError> {
        let chain = self.table.chain(chain).ok_or(TableError::NoChain)?;
        chain.rules.get(at).ok_or(TableError::IndexTooBig)
    }

    /// Where the first rule that says `spec` stands (`-C`), from 0.
    ///
    /// # Errors
    /// If there is no such chain or rule.
    pub fn find(&self, chain: &str, spec: &RuleSpec) -> Result<usize, TableError> {
        let chain = self.table.chain(chain).ok_or(TableError::NoSuchRule)?;
        let mut rules = chain.rules.iter();
        rules
            .position(|rule| *rule.spec == *spec)
            .ok_or(TableError::NoSuchRule)
    }

    /// Deletes the first rule that says `spec` (`-D`).
    ///
    /// # Errors
    /// If there is no such chain or rule.
    pub fn delete(&mut self, chain: &str, spec: &RuleSpec) -> Result<(), TableError> {
        let at = self.find(chain, spec)?;
        self.delete_at(chain, at)
    }

    /// Deletes rule `at` (from 0) of a chain (`-D NUMBER`).
    ///
    /// # Errors
    /// If there is no such chain or rule.
    pub fn delete_at(&mut self, chain: &str, at: usize) -> Result<(), TableError> {
        self.rule_at(chain, at)?;
        let old = self.rules(chain)?.remove(at);
        self.freed.extend(old.counted.id);
        self.changed = true;
        Ok(())
    }

    /// Deletes all rules of a chain (`-F`).
    ///
    /// # Errors
    /// If there is no such chain.
    pub fn flush(&mut self, chain: &str) -> Result<(), TableError> {
        let rules = std::mem::take(&mut self.chain(chain)?.rules);
        let freed = rules.iter().filter_map(|rule| rule.counted.id);
        self.freed.extend(freed);
        self.changed = true;
        Ok(())
    }

    /// Sets the counters of a chain to zero (`-Z`).
    ///
    /// # Errors
    /// If there is no such chain.
    pub fn zero(&mut self, chain: &str, readings: &Readings) -> Result<(), TableError> {
        let chain = self.chain(chain)?;
        if let Some(base) = &mut chain.base {
            base.counted.set(Counts::default(), readings);
        }
        for rule in Arc::make_mut(&mut chain.rules) {
            rule.counted.set(Counts::default(), readings);
        }
        self.changed = true;
        Ok(())
    }

    /// Sets the counters of rule `at` (from 0) of a chain to zero (`-Z NUMBER`).
    ///
    /// # Errors
    /// If there is no such chain or rule.
    pub fn zero_at(
        &mut self,
        chain: &str,
        at: usize,
        readings: &Readings,
    ) -> Result<(), TableError> {
        self.rule_at(chain, at)?;
        let rule = &mut self.rules(chain)?[at];
        rule.counted.set(Counts::default(), readings);
        self.changed = true;
        Ok(())
    }

    /// Makes a chain (`-N`).
    ///
    /// # Errors
    /// If there is one, or the name is that of a verdict.
    pub fn new_chain(&mut self, name: &str) -> Result<(), TableError> {
        self.is_free(name)?;
        let at = self.place(name);
        self.table.chains.insert(at, Chain::new(name, None));
        self.changed = true;
        Ok(())
    }

    fn is_free(&self, name: &str) -> Result<(), TableError> {
        if self.table.position(name).is_some() || VERDICTS.contains(&name) {
            return Err(TableError::ChainExists);
        }
        Ok(())
    }

    /// Where a user's chain of that name stands, or would.
    fn place(&self, name: &str) -> usize {
        self.table.search(name).unwrap_or_else(|at| at)
    }

    /// Deletes a user's chain (`-X`).
    ///
    /// # Errors
    /// If there is none, or it is in use.
    pub fn delete_chain(&mut self, name: &str) -> Result<(), TableError> {
        let at = self.table.position(name).ok_or(TableError::NoChain)?;
        if at < self.table.built_in() {
            return Err(TableError::BuiltIn);
        }
        if self.table.references(name) > 0 {
            return Err(TableError::HasReferences);
        }
        if !self.table.chains[at].rules.is_empty() {
            return Err(TableError::NotEmpty);
        }
        self.table.chains.remove(at);
        self.changed = true;
        Ok(())
    }

    /// Gives a user's chain another name (`-E`), also in the rules that go to it. The kernel keeps 29
    /// bytes of it.
    ///
    /// # Errors
    /// If there is no such chain, or one of the new name.
    pub fn rename_chain(&mut self, old: &str, new: &str) -> Result<(), TableError> {
        self.is_free(new)?;
        let at = self.table.position(old).ok_or(TableError::NoChain)?;
        if at < self.table.built_in() {
            return Err(TableError::NoChain);
        }
        if new.len() > LONGEST_NAME {
            return Err(TableError::NameTooLong);
        }
        let new = &new[..new.floor_char_boundary(KEPT_NAME)];
        let mut chain = self.table.chains.remove(at);
        let name: Arc<str> = new.into();
        chain.name = Arc::clone(&name);
        let at = self.place(new);
        self.table.chains.insert(at, chain);
        for chain in &mut self.table.chains {
            let goes = |rule: &Rule| jump(&rule.spec) == Some(old);
            if !chain.rules.iter().any(goes) {
                continue;
            }
            for rule in Arc::make_mut(&mut chain.rules) {
                if goes(rule) {
                    let spec = Arc::make_mut(&mut rule.spec);
                    if let Target::Chain { name: target, .. } = &mut spec.target {
                        *target = Arc::clone(&name);
                    }
                }
            }
        }
        self.changed = true;
        Ok(())
    }

    /// Says what happens at the end of a built-in chain (`-P`). Its counters begin at `counts`.
    ///
    /// # Errors
    /// If there is no such chain, or no such policy.
    pub fn set_policy(
        &mut self,
        chain: &str,
        policy: &str,
        counts: Counts,
        readings: &Readings,
    ) -> Result<(), TableError> {
        let base = self
            .chain(chain)
            .ok()
            .and_then(|chain| chain.base.as_mut())
            .ok_or(TableError::NotBuiltIn)?;
        base.policy = match policy {
            "ACCEPT" => Policy::Accept,
            "DROP" => Policy::Drop,
            _ => return Err(TableError::BadPolicy),
        };
        base.counted.set(counts, readings);
        self.policies.push(chain.into());
        self.changed = true;
        Ok(())
    }

    /// Sets the counters of policies that were not set to zero.
    pub(super) fn zero_policies(&mut self, readings: &Readings) {
        self.table.zero_policies(&self.policies, readings);
    }
}
