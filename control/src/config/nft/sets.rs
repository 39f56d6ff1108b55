//! Changes of sets, maps and their elements.

use std::sync::Arc;

use dataplane::{filter::nft::SetId, time::Instant};

use super::{
    Draft, Element, Expr, NftFamily, Refused, Set, Statement, Table,
    compile::Removed,
    draft::Named,
    elements,
    event::Event,
    refused::Part,
    rules::{object, target},
    uses::{Counters, fill_element},
};
use crate::config::{Errno, netfilter::Counted};

impl Draft {
    /// Adds a set or map, without elements; its handle and number are not looked at. If it is there, its size and
    /// times become what is said.
    ///
    /// # Errors
    /// EEXIST if there is one (`create`), or one that is different.
    pub fn add_set(
        &mut self,
        (family, table): (NftFamily, &str),
        mut set: Set,
        create: bool,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        // None is said by 0, too.
        set.size = set.size.filter(|size| *size > 0);
        set.timeout = set.timeout.filter(|time| !time.is_zero());
        if let Some(at) = self.set_at(table, &Named::Name(&set.name)) {
            let there = &self.ruleset.tables[table].sets[at];
            if create || !is_same(there, &set) {
                return Err(Refused::new(Errno::Exist, Part::Name));
            }
            let size = set.size.or(there.size);
            let times = (set.timeout, set.gc_interval);
            if (there.size, (there.timeout, there.gc_interval)) != (size, times) {
                let there = Arc::make_mut(&mut self.table_mut(table).sets[at]);
                there.size = size;
                (there.timeout, there.gc_interval) = times;
            }
            return Ok(());
        }
        set.handle = self.next_handle_saved(table);
        set.id = SetId(self.next_number());
        set.elements = Arc::default();
        let set = Arc::new(set);
        self.table_mut(table).sets.push(Arc::clone(&set));
        self.events.push(Event::NewSet {
            family,
            table: Arc::clone(&self.ruleset.tables[table].name),
            set,
        });
        Ok(())
    }

    pub(super) fn set_at(&self, table: usize, name: &Named<'_>) -> Option<usize> {
        let mut sets = self.ruleset.tables[table].sets.iter();
        sets.position(|set| name.is(&set.name, set.handle))
    }

    fn existing_set(&self, table: usize, name: &Named<'_>) -> Result<usize, Refused> {
        self.set_at(table, name).ok_or(Refused::missing(Part::Name))
    }

    /// Deletes a set or map.
    ///
    /// # Errors
    /// ENOENT, and EBUSY if a rule uses it.
    pub fn delete_set(
        &mut self,
        (family, table): (NftFamily, &str),
        name: &Named<'_>,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_set(table, name)?;
        let name = Arc::clone(&self.ruleset.tables[table].sets[at].name);
        if self.used(table).set(&name) {
            return Err(Refused::new(Errno::Busy, Part::Name));
        }
        let set = self.table_mut(table).sets.remove(at);
        for element in set.elements.iter() {
            self.free(&element.state.statements);
        }
        self.uncount_elements(table, &set, &set.elements);
        self.events.push(Event::DelSet {
            family,
            table: Arc::clone(&self.ruleset.tables[table].name),
            set,
        });
        Ok(())
    }

    /// Adds elements.
    ///
    /// # Errors
    /// ENOENT, EEXIST, ENFILE as the kernel, and overlaps of intervals.
    pub fn add_elements(
        &mut self,
        (family, table): (NftFamily, &str),
        set: &str,
        new: Vec<Element>,
        create: bool,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_set(table, &Named::Name(set))?;
        let set = Arc::clone(&self.ruleset.tables[table].sets[at]);
        let mut reaches = false;
        let mut ready = Vec::with_capacity(new.len());
        for (place, mut element) in new.into_iter().enumerate() {
            reaches |= self.check_element(table, &set, &element, place)?;
            prepare(&set, &mut element, self.now);
            let draft = &mut *self;
            let mut number = Counters(|counted: &mut Counted| draft.number(counted));
            fill_element(&mut element, &mut number);
            ready.push(element);
        }
        let told = ready.clone();
        let set_mut = Arc::make_mut(&mut self.table_mut(table).sets[at]);
        let there = std::mem::take(Arc::make_mut(&mut set_mut.elements));
        let added = elements::add(&set, there, ready, create)?;
        set_mut.elements = Arc::new(added.elements);
        if set.data.is_some() || set.object.is_some() {
            self.forget_uses(table);
        }
        let changed = Arc::clone(&self.ruleset.tables[table].sets[at]);
        if added.new > 0 {
            self.events.push(Event::NewElements {
                family,
                table: Arc::clone(&self.ruleset.tables[table].name),
                set: changed,
                elements: told,
            });
        }
        self.check(table, reaches)
    }

    /// Whether what an element maps to is there; gives whether it goes to a chain.
    fn check_element(
        &self,
        table: usize,
        set: &Set,
        element: &Element,
        place: usize,
    ) -> Result<bool, Refused> {
        let table: &Table = &self.ruleset.tables[table];
        let part = Part::Element(place);
        if element.state.timeout.is_some() && !set.flags.timeout {
            return Err(Refused::new(Errno::Inval, part));
        }
        match &element.data {
            Some(Expr::Verdict(verdict)) => match verdict.target() {
                Some(chain) => target(table, chain, part).map(|()| true),
                None => Ok(false),
            },
            Some(Expr::ObjectName(name)) => {
                let found = set.object.map(|kind| object(table, kind, name));
                match found {
                    Some(Err(Refused { why, .. })) => Err(Refused { why, part }),
                    Some(Ok(())) | None => Ok(false),
                }
            }
            Some(_) | None => Ok(false),
        }
    }

    /// Deletes elements.
    ///
    /// # Errors
    /// ENOENT.
    pub fn delete_elements(
        &mut self,
        (family, table): (NftFamily, &str),
        set: &str,
        which: &[Element],
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_set(table, &Named::Name(set))?;
        let set = Arc::clone(&self.ruleset.tables[table].sets[at]);
        let set_mut = Arc::make_mut(&mut self.table_mut(table).sets[at]);
        let gone = elements::delete(&set, Arc::make_mut(&mut set_mut.elements), which)?;
        self.deleted(family, table, at, gone);
        Ok(())
    }

    fn deleted(&mut self, family: NftFamily, table: usize, at: usize, elements: Vec<Element>) {
        if elements.is_empty() {
            return;
        }
        for element in &elements {
            self.free(&element.state.statements);
        }
        let set = Arc::clone(&self.ruleset.tables[table].sets[at]);
        self.uncount_elements(table, &set, &elements);
        let of = &self.ruleset.tables[table];
        self.removed.push(Removed {
            table: of.handle,
            set: set.handle,
            elements: elements.clone(),
        });
        self.events.push(Event::DelElements {
            family,
            table: Arc::clone(&self.ruleset.tables[table].name),
            set,
            elements,
        });
    }

    /// Takes note of the elements that packets have added to a set, so that they can be deleted.
    ///
    /// # Errors
    /// ENOENT.
    pub fn note_members(
        &mut self,
        (family, table): (NftFamily, &str),
        set: &str,
        members: Vec<Element>,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_set(table, &Named::Name(set))?;
        let set = Arc::clone(&self.ruleset.tables[table].sets[at]);
        let new: Vec<Element> = members
            .into_iter()
            .filter(|member| set.find(&set.elements, &member.key).is_none())
            .collect();
        let unlimited = Set {
            size: None,
            ..Set::clone(&set)
        };
        let set_mut = Arc::make_mut(&mut self.table_mut(table).sets[at]);
        let there = std::mem::take(Arc::make_mut(&mut set_mut.elements));
        set_mut.elements = Arc::new(elements::add(&unlimited, there, new, false)?.elements);
        Ok(())
    }

    /// Deletes all elements of a set.
    ///
    /// # Errors
    /// ENOENT.
    pub fn flush_set(
        &mut self,
        (family, table): (NftFamily, &str),
        set: &str,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self.existing_set(table, &Named::Name(set))?;
        if self.ruleset.tables[table].sets[at].elements.is_empty() {
            return Ok(());
        }
        let set = Arc::make_mut(&mut self.table_mut(table).sets[at]);
        let gone = std::mem::take(&mut set.elements);
        self.deleted(family, table, at, Arc::unwrap_or_clone(gone));
        Ok(())
    }

    /// Takes out elements whose time is over.
    pub(super) fn expire(&mut self) {
        let now = self.now;
        let over = |element: &Element| element.state.expires.is_some_and(|at| at <= now);
        for table in 0..self.ruleset.tables.len() {
            for at in 0..self.ruleset.tables[table].sets.len() {
                let set = &self.ruleset.tables[table].sets[at];
                if !set.elements.iter().any(over) {
                    continue;
                }
                let set = Arc::make_mut(&mut self.table_mut(table).sets[at]);
                let elements = Arc::make_mut(&mut set.elements);
                let (gone, stay) = std::mem::take(elements).into_iter().partition(over);
                *elements = stay;
                let family = self.ruleset.tables[table].family;
                self.deleted(family, table, at, gone);
            }
        }
    }
}

/// Gives a new element what its set says of all.
fn prepare(set: &Set, element: &mut Element, now: Instant) {
    if element.state.expires.is_none()
        && let Some(timeout) = element.state.timeout.or(set.timeout)
    {
        element.state.expires = Some(now + timeout);
    }
    if element.state.statements.is_empty() {
        element.state.statements = set.statements.iter().map(Statement::renewed).collect();
    }
}

/// Whether a set is what another one says (`nft_set_is_same`).
fn is_same(one: &Set, other: &Set) -> bool {
    let data = |set: &Set| set.data.as_ref().map(|data| data.datatype.clone());
    one.key.datatype == other.key.datatype
        && one.key.bits == other.key.bits
        && data(one) == data(other)
        && one.object == other.object
        && one.flags == other.flags
        && one.statements.len() == other.statements.len()
}
