//! Changes of named objects.

use std::sync::Arc;

use dataplane::filter::Counts;

use super::{
    Draft, NftFamily, Object, ObjectKind, ObjectState, Refused, draft::Named, event::Event,
    refused::Part, uses::object_counter,
};
use crate::config::{Errno, netfilter::Readings};

impl Draft {
    /// Adds an object; its handle is not looked at. A quota that is there becomes what is said.
    ///
    /// # Errors
    /// EEXIST if there is one (`create`).
    pub fn add_object(
        &mut self,
        (family, table): (NftFamily, &str),
        mut object: Object,
        create: bool,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let kind = object.kind();
        if let Some(at) = self.object_at(table, kind, &Named::Name(&object.name)) {
            if create {
                return Err(Refused::new(Errno::Exist, Part::Name));
            }
            let there = &self.ruleset.tables[table].objects[at];
            if let (ObjectState::Quota(old), ObjectState::Quota(new)) =
                (&there.state, &object.state)
                && old != new
            {
                let there = &mut self.table_mut(table).objects[at];
                Arc::make_mut(there).state = object.state;
            }
            return Ok(());
        }
        object.handle = self.next_handle_saved(table);
        if let ObjectState::Counter(state) = &mut object.state {
            self.number(&mut state.counted);
        }
        let object = Arc::new(object);
        self.table_mut(table).objects.push(Arc::clone(&object));
        self.events.push(Event::NewObject {
            family,
            table: Arc::clone(&self.ruleset.tables[table].name),
            object,
        });
        Ok(())
    }

    fn object_at(&self, table: usize, kind: ObjectKind, name: &Named<'_>) -> Option<usize> {
        let mut objects = self.ruleset.tables[table].objects.iter();
        objects.position(|object| object.kind() == kind && name.is(&object.name, object.handle))
    }

    /// Begins to count anew what objects of a kind have counted: those of a family, of a table, or one.
    pub fn reset(
        &mut self,
        kind: ObjectKind,
        (family, table): (Option<NftFamily>, Option<(NftFamily, &str)>),
        name: Option<&str>,
        readings: &Readings,
    ) {
        for at in 0..self.ruleset.tables.len() {
            let of = &self.ruleset.tables[at];
            let is_meant = family.is_none_or(|family| family == of.family)
                && table.is_none_or(|table| table == (of.family, &*of.name));
            if !is_meant {
                continue;
            }
            for place in 0..of.objects.len() {
                let object = &self.ruleset.tables[at].objects[place];
                if object.kind() != kind || name.is_some_and(|name| *name != *object.name) {
                    continue;
                }
                match &object.state {
                    ObjectState::Counter(_) => {
                        let object = Arc::make_mut(&mut self.table_mut(at).objects[place]);
                        if let ObjectState::Counter(state) = &mut object.state {
                            state.counted.set(Counts::default(), readings);
                        }
                    }
                    ObjectState::Quota(state) => {
                        state.0.reset();
                    }
                    ObjectState::Limit(_) | ObjectState::CtHelper { .. } => {}
                }
            }
        }
    }

    /// Deletes an object.
    ///
    /// # Errors
    /// ENOENT, and EBUSY if something uses it.
    pub fn delete_object(
        &mut self,
        (family, table): (NftFamily, &str),
        kind: ObjectKind,
        name: &Named<'_>,
    ) -> Result<(), Refused> {
        let table = self.table_at(family, table)?;
        let at = self
            .object_at(table, kind, name)
            .ok_or(Refused::missing(Part::Name))?;
        let name = Arc::clone(&self.ruleset.tables[table].objects[at].name);
        if self.used(table).object(kind, &name) {
            return Err(Refused::new(Errno::Busy, Part::Name));
        }
        let object = self.table_mut(table).objects.remove(at);
        self.freed.extend(object_counter(&object.state));
        self.events.push(Event::DelObject {
            family,
            table: Arc::clone(&self.ruleset.tables[table].name),
            object,
        });
        Ok(())
    }
}
