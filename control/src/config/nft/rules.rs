//! Changes of rules.

use std::sync::Arc;

use dataplane::filter::nft::{SetId, SetSpec};

use super::{
    Draft, MapRef, NftFamily, ObjectKind, Refused, Rule, SetChange, Statement, Table,
    chains::refill,
    check,
    draft::Named,
    event::{Event, RulePlace},
    lower::counts_connections,
    refused::Part,
    uses::{Counters, Sets, Use, uses},
};
use crate::config::{Errno, netfilter::Counted};

/// Where a rule is to stand in its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In front of all (`insert`).
    First,
    /// Behind all (`add`).
    Last,
    /// In front of the rule with this handle.
    Before(u64),
    /// Behind the rule with this handle.
    Behind(u64),
    /// In the place of the rule with this handle, which it takes on.
    Instead(u64),
}

impl Draft {
    /// Adds a rule; gives its handle.
    ///
    /// # Errors
    /// As `nf_tables_newrule`, and for sets without names, which come in front of the rule, `nf_tables_newset` and
    /// `nf_tables_newsetelem`: each of these requests may be refused.
    pub fn add_rule(
        &mut self,
        (family, table): (NftFamily, &str),
        chain: &str,
        mut rule: Rule,
        at: At,
    ) -> Result<u64, Vec<Refused>> {
        let last_number = &mut self.ruleset.last_number;
        let mut sets = 0;
        refill(
            &mut rule,
            &mut Sets(|| {
                sets += 1;
                *last_number += 1;
                SetId(*last_number)
            }),
        );
        let table = self.table_at(family, table).map_err(|refused| {
            let of_set = |at| [Part::Table, Part::AnonymousSet(at)].map(Refused::missing);
            let of_sets = (0..sets).flat_map(of_set);
            of_sets.chain([refused]).collect::<Vec<_>>()
        })?;
        for _ in 0..sets {
            self.next_handle(table);
        }
        let mut refused: Vec<Refused> = Vec::new();
        refused.extend(self.check_mappings(table, &rule.statements).err());
        let placed = self
            .existing_chain(table, &Named::Name(chain))
            .and_then(|chain| Ok((chain, self.rule_place(table, chain, at)?)));
        let (chain, place) = match placed {
            Ok(placed) => placed,
            Err(why) => {
                refused.push(why);
                return Err(refused);
            }
        };
        rule.handle = match at {
            At::Instead(handle) => handle,
            At::First | At::Last | At::Before(_) | At::Behind(_) => self.next_handle(table),
        };
        self.counts_connections |= counts_connections(&rule.statements);
        let reaches = match self.check_uses(table, &rule.statements) {
            Ok(reaches) if refused.is_empty() => reaches,
            checked => {
                refused.extend(checked.err());
                return Err(refused);
            }
        };
        self.default_sizes(table, &rule.statements);
        refill(
            &mut rule,
            &mut Counters(|counted: &mut Counted| self.number(counted)),
        );
        let handle = rule.handle;
        let added = rule.clone();
        self.count_uses(table, &rule);
        match place {
            Place::Last => {
                let chain = self.chain_to_extend(table, chain);
                Arc::make_mut(&mut chain.rules).push(rule);
            }
            Place::At(at) => {
                let chain = self.chain_mut(table, chain);
                Arc::make_mut(&mut chain.rules).insert(at, rule);
            }
            Place::Instead(at) => {
                let rules = &mut self.chain_mut(table, chain).rules;
                let old = std::mem::replace(&mut Arc::make_mut(rules)[at], rule);
                self.gone(table, chain, &old);
            }
        }
        let of = &self.ruleset.tables[table];
        self.events.push(Event::NewRule {
            family: of.family,
            table: Arc::clone(&of.name),
            chain: Arc::clone(&of.chains[chain].name),
            rule: added,
            place: match at {
                At::First => RulePlace::First,
                At::Last => RulePlace::Last,
                At::Before(handle) => RulePlace::Before(handle),
                At::Behind(handle) => RulePlace::Behind(handle),
                At::Instead(_) => RulePlace::Instead,
            },
        });
        self.check(table, reaches)
            .map(|()| handle)
            .map_err(|refused| vec![refused])
    }

    fn rule_place(&self, table: usize, chain: usize, at: At) -> Result<Place, Refused> {
        let chain = &self.ruleset.tables[table].chains[chain];
        let find = |handle, part| chain.place(handle).ok_or(Refused::missing(part));
        Ok(match at {
            At::Last => Place::Last,
            At::First => Place::At(0),
            At::Before(handle) => Place::At(find(handle, Part::Position)?),
            At::Behind(handle) => Place::At(find(handle, Part::Position)? + 1),
            At::Instead(handle) => Place::Instead(find(handle, Part::Handle)?),
        })
    }

    /// Deletes the rule with this handle.
    ///
    /// # Errors
    /// ENOENT.
    pub fn delete_rule(
        &mut self,
        (family, table): (NftFamily, &str),
        chain: &str,
        handle: u64,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let chain = self.existing_chain(table, &Named::Name(chain))?;
        if let Place::Instead(at) = self.rule_place(table, chain, At::Instead(handle))? {
            let rules = &mut self.chain_mut(table, chain).rules;
            let old = Arc::make_mut(rules).remove(at);
            self.gone(table, chain, &old);
        }
        Ok(())
    }

    /// Whether the chains are there that a rule's verdict maps go to.
    fn check_mappings(&self, table: usize, statements: &[Statement]) -> Result<(), Refused> {
        let table = &self.ruleset.tables[table];
        let mut checked = Ok(());
        uses(statements, &mut |one| {
            if let Use::Mapping(chain) = one
                && checked.is_ok()
            {
                checked = target(table, chain, Part::Mapping(Arc::clone(chain)));
            }
        });
        checked
    }

    /// Whether all else that a rule uses is there. Gives whether the table has to be looked at as a whole: whether it
    /// can't be everywhere, or goes to other rules.
    fn check_uses(&self, table: usize, statements: &[Statement]) -> Result<bool, Refused> {
        let table = &self.ruleset.tables[table];
        let mut refused = None;
        let mut reaches = statements.iter().any(|one| check::limits(one).is_some());
        uses(statements, &mut |one| {
            let found = match one {
                Use::Target(chain) => {
                    reaches = true;
                    target(table, chain, Part::Target(Arc::clone(chain)))
                }
                Use::Mapping(_) => {
                    reaches = true;
                    Ok(())
                }
                Use::Set(name) => {
                    let set = table.set(name);
                    reaches |= set.is_some_and(|set| set.maps_to_verdicts());
                    set.map(|_| ())
                        .ok_or_else(|| Refused::missing(Part::Set(name.into())))
                }
                Use::SetChange(change) => changes(table, change),
                Use::Object(kind, name) => object(table, kind, name),
                Use::Field(field) => {
                    reaches |= check::hooks_of(field).is_some();
                    Ok(())
                }
                Use::Counter(_) => Ok(()),
            };
            if refused.is_none() {
                refused = found.err();
            }
        });
        refused.map_or(Ok(reaches), Err)
    }

    /// Sets that packets add to have a size; nft says of those that it makes together with the rule that they are
    /// dynamic.
    fn default_sizes(&mut self, table: usize, statements: &[Statement]) {
        let handle = self.ruleset.tables[table].handle;
        let before = self.first_handles.get(&handle).copied();
        for statement in statements {
            let Statement::ChangeSet(change) = statement else {
                continue;
            };
            let Some(at) = self.set_at(table, &Named::Name(&change.set)) else {
                continue;
            };
            let set = &self.ruleset.tables[table].sets[at];
            let mut flags = set.flags;
            flags.dynamic |= before.is_some_and(|before| set.handle > before);
            let size = set.size.or(Some(SetSpec::SIZE));
            if (set.size, set.flags) != (size, flags) {
                let set = Arc::make_mut(&mut self.table_mut(table).sets[at]);
                (set.size, set.flags) = (size, flags);
            }
        }
    }
}

/// Where a rule comes to stand.
enum Place {
    /// Behind the last.
    Last,
    /// In front of what is there now.
    At(usize),
    /// Instead of that.
    Instead(usize),
}

/// Whether something can go to a chain (`nft_verdict_init`).
pub(super) fn target(table: &Table, name: &str, part: Part) -> Result<(), Refused> {
    match table.chain(name) {
        None => Err(Refused::missing(part)),
        Some(chain) if chain.base.is_some() => Err(Refused::new(Errno::OpNotSupp, part)),
        Some(_) => Ok(()),
    }
}

/// Whether an object is there.
pub(super) fn object(table: &Table, kind: ObjectKind, name: &str) -> Result<(), Refused> {
    let found = table.object(kind, name).is_some();
    found
        .then_some(())
        .ok_or_else(|| Refused::missing(Part::Object(name.into())))
}

/// Whether packets can change a set like that (`nft_dynset_init`).
fn changes(table: &Table, change: &SetChange) -> Result<(), Refused> {
    let refuse = |errno| Refused::new(errno, Part::SetChange(change.set.clone()));
    let Some(set) = table.set(&change.set) else {
        return Err(refuse(Errno::NoEnt));
    };
    if set.flags.constant {
        return Err(refuse(Errno::Busy));
    }
    let timeout = change.timeout.is_some() && !set.flags.timeout;
    if timeout || (set.flags.interval && set.key.bits.len() < 2) || set.object.is_some() {
        return Err(refuse(Errno::OpNotSupp));
    }
    Ok(())
}

impl Table {
    /// The set or map of that name.
    #[must_use]
    pub fn set(&self, name: &str) -> Option<&Arc<super::Set>> {
        self.sets.iter().find(|set| *set.name == *name)
    }

    /// The object of that kind and name.
    #[must_use]
    pub fn object(&self, kind: ObjectKind, name: &str) -> Option<&Arc<super::Object>> {
        let mut objects = self.objects.iter();
        objects.find(|object| object.kind() == kind && *object.name == *name)
    }

    /// The chain of that name.
    #[must_use]
    pub fn chain(&self, name: &str) -> Option<&Arc<super::Chain>> {
        self.chains.iter().find(|chain| *chain.name == *name)
    }

    /// All rules, chain by chain.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.chains.iter().flat_map(|chain| chain.rules.iter())
    }
}

impl super::Chain {
    /// Whether the rule with this handle is in it.
    #[must_use]
    pub fn has(&self, handle: u64) -> bool {
        self.place(handle).is_some()
    }

    /// Where the rule with this handle stands.
    fn place(&self, handle: u64) -> Option<usize> {
        let found = || self.rules.iter().position(|rule| rule.handle == handle);
        self.guess(handle).or_else(found)
    }

    /// The same, if it stands where a search would look for it: handles grow, and most rules are added at the end.
    pub(crate) fn guess(&self, handle: u64) -> Option<usize> {
        let guess = self.rules.partition_point(|rule| rule.handle < handle);
        let there = self.rules.get(guess)?;
        (there.handle == handle).then_some(guess)
    }
}

impl super::Set {
    /// Whether what it maps to are verdicts.
    pub(super) fn maps_to_verdicts(&self) -> bool {
        let data = self.data.as_ref();
        data.is_some_and(|data| data.datatype == super::DataType::Verdict)
    }
}

impl MapRef {
    /// The name of the map, if it has one.
    #[must_use]
    pub const fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Anonymous(_) => None,
        }
    }
}
