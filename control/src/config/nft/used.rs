//! How often rules and elements use what a table has: what is used can't be deleted.
//!
//! A draft counts that when something is deleted for the first time, and keeps the counts right from then on: a batch
//! that deletes many things looks at each rule once.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::Hash,
};

use super::{
    Draft, Element, ObjectKind, Rule, Set, Table,
    uses::{Use, of_data, uses},
};

/// What is used of a table, and how often; what is not here is not.
#[derive(Debug, Default)]
pub(super) struct Used {
    chains: HashMap<Box<str>, usize>,
    sets: HashMap<Box<str>, usize>,
    objects: HashMap<(ObjectKind, Box<str>), usize>,
}

impl Used {
    fn of(table: &Table) -> Self {
        let mut used = Self::default();
        for rule in table.rules() {
            uses(&rule.statements, &mut |one| used.tally(one, true));
        }
        for set in &table.sets {
            for element in set.elements.iter() {
                of_element(set, element, &mut |one| used.tally(one, true));
            }
        }
        used
    }

    /// Whether something goes to a chain.
    pub(super) fn chain(&self, name: &str) -> bool {
        self.chains.contains_key(name)
    }

    /// Whether a rule uses a set.
    pub(super) fn set(&self, name: &str) -> bool {
        self.sets.contains_key(name)
    }

    /// Whether something uses an object.
    pub(super) fn object(&self, kind: ObjectKind, name: &str) -> bool {
        self.objects.contains_key(&(kind, name.into()))
    }

    /// Something is used once more, or once less.
    fn tally(&mut self, one: Use<'_>, more: bool) {
        match one {
            Use::Target(name) | Use::Mapping(name) => {
                tally(&mut self.chains, (&**name).into(), more);
            }
            Use::Set(name) => tally(&mut self.sets, name.into(), more),
            Use::SetChange(change) => tally(&mut self.sets, change.set.clone(), more),
            Use::Object(kind, name) => tally(&mut self.objects, (kind, name.into()), more),
            Use::Field(_) | Use::Counter(_) => {}
        }
    }
}

fn tally<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: K, more: bool) {
    match counts.entry(key) {
        Entry::Vacant(entry) if more => {
            entry.insert(1);
        }
        Entry::Occupied(mut entry) if more => *entry.get_mut() += 1,
        Entry::Occupied(mut entry) if *entry.get() > 1 => *entry.get_mut() -= 1,
        Entry::Occupied(entry) => {
            entry.remove();
        }
        Entry::Vacant(_) => {}
    }
}

/// What an element of a set uses.
fn of_element<'a>(set: &Set, element: &'a Element, each: &mut dyn FnMut(Use<'a>)) {
    if let Some(data) = &element.data {
        of_data(data, set.object, each);
    }
}

impl Draft {
    /// What is used of a table.
    pub(super) fn used(&mut self, table: usize) -> &Used {
        let table = &self.ruleset.tables[table];
        let used = self.used.entry(table.handle);
        used.or_insert_with(|| Used::of(table))
    }

    /// A rule has come into a table.
    pub(super) fn count_uses(&mut self, table: usize, rule: &Rule) {
        if let Some(used) = self.used.get_mut(&self.ruleset.tables[table].handle) {
            uses(&rule.statements, &mut |one| used.tally(one, true));
        }
    }

    /// A rule has gone from a table.
    pub(super) fn uncount_uses(&mut self, table: usize, rule: &Rule) {
        if let Some(used) = self.used.get_mut(&self.ruleset.tables[table].handle) {
            uses(&rule.statements, &mut |one| used.tally(one, false));
        }
    }

    /// Elements have gone from a set.
    pub(super) fn uncount_elements(&mut self, table: usize, set: &Set, elements: &[Element]) {
        if let Some(used) = self.used.get_mut(&self.ruleset.tables[table].handle) {
            for element in elements {
                of_element(set, element, &mut |one| used.tally(one, false));
            }
        }
    }

    /// What is used of a table has changed otherwise: it is counted anew when somebody asks.
    pub(super) fn forget_uses(&mut self, table: usize) {
        self.used.remove(&self.ruleset.tables[table].handle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_less_often_is_used_until_nothing_is_left() {
        let name = "x".into();
        let mut used = Used::default();
        used.tally(Use::Target(&name), true);
        used.tally(Use::Mapping(&name), true);
        used.tally(Use::Target(&name), false);
        assert!(used.chain("x"));
        used.tally(Use::Mapping(&name), false);
        assert!(!used.chain("x") && !used.set("x"));
    }
}
